# A voz. O que está em ".spoken" é como ela fala.

control-voice = Voz
list-pair = { $thing } { $state }
    .spoken = { $thing }, { $state }.

speech-start = Guia por voz
speech-intro = Esta máquina agora fala com você.
speech-intro-card = O lugar do cartão fica { $place }.
place-front = em frente à tela
place-left = à esquerda da tela
place-right = à direita da tela
place-below = embaixo da tela
speech-intro-touch = Coloque um dedo na tela e deslize: você ouve o que está debaixo dele.
speech-intro-select = Para escolher, toque na tela duas vezes seguidas.
speech-intro-bar = Ou aperte uma vez a borda de baixo da tela.
speech-intro-keys = Com teclas, ande com as setas e escolha com Enter. Voltar, cancelar e chamar um atendente ficam na parte de baixo.
speech-choices = { $count ->
    [one] Há uma opção.
   *[other] Há { $count } opções.
 }
speech-pad = Depois de quatro números, escolha OK.
speech-pad-fixed = Os números ficam como no telefone. Nos cantos o som toca duas vezes; no 5 ele é grave.
speech-pad-silent = Os números não são falados. Conecte fones de ouvido ou chame um atendente.
speech-pad-silent-fixed = Os números não são falados. Conecte fones de ouvido ou escolha "Teclas fixas" em "Voz".
speech-pin-full = Agora escolha OK.
speech-staff-called = Um atendente está sendo chamado.
speech-staff-unheard = Fale com a recepção. Este terminal não consegue chamar.
speech-staff-coming = Um atendente está a caminho.
speech-withheld = As partes privadas não são faladas. Use fones de ouvido ou escolha "Falar tudo" na parte de baixo.
speech-private = Isto não é falado em voz alta.
speech-trouble = O som não está saindo. Leia na tela ou chame um atendente.

speech-select = Escolher
    .spoken = Barra para escolher
speech-panel-title = Como a voz fala
speech-repeat = Ouvir de novo
speech-pause = Pausar
speech-go-on = Continuar
speech-slower = Mais devagar
speech-faster = Mais rápido
speech-softer = Mais baixo
speech-louder = Mais alto
speech-other-voice = Outra voz
speech-this-voice = Agora é esta voz que fala.
speech-blank = Apagar tela
speech-show-screen = Acender tela
speech-is-blank = A tela está apagada.
speech-is-shown = A tela está acesa.
speech-aloud = Falar tudo
speech-not-aloud = Não falar tudo
speech-is-aloud = Agora tudo é falado em voz alta.
speech-is-not-aloud = Agora as partes privadas não são faladas.
speech-fixed-pad = Teclas fixas
speech-shuffled-pad = Teclas variadas
speech-is-fixed = Agora os números ficam como no telefone.
speech-is-shuffled = Agora os números mudam de lugar a cada vez.
speech-in-headphones = Agora a voz sai nos fones de ouvido.
speech-important = Há algo importante.
speech-ask-back = O nome não foi falado. Se tiver certeza, escolha de novo.
speech-items = { $count ->
    [one] É um tipo de informação.
   *[other] São { $count } tipos de informação.
 }
speech-paused = A voz está em pausa
speech-stop = Desligar voz
speech-close = Fechar
speech-rate = Velocidade { $percent } por cento
speech-volume = Volume { $at } de { $of }

keys-press = Aperte a tecla de "{ $what }"
keys-skip = Se não houver essa tecla, aperte Esc.
keys-next = Próximo
keys-previous = Anterior
keys-language = Outro idioma
keys-switch = Acionador
keys-other-switch = Segundo acionador

speech-about = Sobre as vozes
speech-about-mei = Japonês, feminina: HTS Voice "Mei", MMDAgent Project Team, Copyright 2009-2013 Nagoya Institute of Technology, CC BY 3.0
speech-about-nitech = Japonês, masculina: HTS Voice "NIT ATR503 M001", HTS Working Group, Nagoya / Tokyo Institute of Technology, CC BY 3.0
speech-about-dictionary = Dicionário: naist-jdic e unidic-csj do Open JTalk (BSD)
speech-about-flite = Inglês: flite slt, Carnegie Mellon University
