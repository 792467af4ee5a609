# Os botões, e a barra que está sempre na tela.

control-continue = Continuar
control-back = Voltar
control-cancel = Cancelar
control-staff = Ajuda: atendente
    .spoken = Ajuda: chamar um atendente
control-staff-called = Chamando ajuda
control-staff-unheard = Avise a recepção
control-staff-coming = Atendente a caminho
    .spoken = Chamando um atendente
control-more-time = Mais tempo
control-erase = Apagar
control-enter = OK
control-digit = { $digit }
pin-dots = { $count } de { $of } números digitados
    .spoken = { $count ->
        [0] Nenhum número digitado.
        [one] Um número digitado.
       *[other] { $count } números digitados.
    }

warning-title = Você ainda está aí?
warning-line = Sem resposta, isto termina em { $seconds } segundos. O que você digitou será apagado.
warning-card-title = O seu cartão ainda está aqui
warning-card-line = Por favor, retire o cartão.
