# As frases das telas. Curtas e simples; o título diz o que fazer agora.

idle-title = Coloque aqui o seu Cartão My Number
idle-case = Tire o cartão da capinha e coloque no leitor.
idle-carer = Um familiar ou acompanhante pode colocar por você.

out-of-order-title = Esta máquina não pode ser usada agora
out-of-order-todo = O leitor de cartão não está conectado. Um atendente vai ajudar você.
paused-title = Esta máquina está em pausa
paused-todo = Vá à recepção, por favor.

reading-title = Lendo o seu cartão
reading-line = Por favor, não mexa no cartão.
opening-title = Verificando a validade do cartão
opening-line = Aguardando a resposta da central. Por favor, não mexa no cartão.

cert-soon-title = O certificado do cartão vence em breve
cert-soon-until = Ele vale até { $day ->
    [1] 1º
   *[other] { $day }
 } de { $month ->
    [1] janeiro
    [2] fevereiro
    [3] março
    [4] abril
    [5] maio
    [6] junho
    [7] julho
    [8] agosto
    [9] setembro
    [10] outubro
    [11] novembro
   *[12] dezembro
 } de { NUMBER($year, useGrouping: "false") }. Hoje você pode usar normalmente.
cert-soon-todo = Renove o certificado eletrônico na prefeitura. É grátis.
cert-grace-title = O certificado do cartão venceu
cert-grace-line = Por isso, só os dados do seguro são informados a este hospital.
cert-grace-todo = Renove logo o certificado eletrônico na prefeitura.

method-title = Como quer confirmar que é você?
method-face = Pelo rosto
method-pin = Com senha
method-visual = Com atendente
method-locked-title = A senha não pode ser usada. Escolha outra forma
method-pin-locked = A senha deste cartão está bloqueada. A prefeitura pode desbloquear.
method-no-pin = Este cartão não tem senha.
method-no-face = A verificação do rosto não pode ser usada agora.

face-photo-title = Lendo a foto do cartão
face-signing-title = Seu rosto foi confirmado
face-wait = Preparando a câmera
face-look-here = Olhe para a câmera
face-one-person = Só uma pessoa, por favor
face-closer = Chegue um pouco mais perto
face-back = Vá um pouco para trás
face-left = Vá um pouco para a esquerda
face-right = Vá um pouco para a direita
face-up = Rosto um pouco mais para cima
face-down = Rosto um pouco mais para baixo
face-straight = Olhe de frente para a câmera
face-upright = Deixe a cabeça reta, por favor
face-dark = Está escuro para ver o seu rosto
face-backlit = Há muita luz atrás. Vire um pouco
face-mask = Tire a máscara, por favor
face-sunglasses = Tire os óculos, por favor
face-hat = Levante o chapéu ou a franja
face-still = Fique sem se mexer, por favor
face-turn-left = Vire a cabeça devagar para a esquerda
face-turn-right = Vire a cabeça devagar para a direita
face-good = Continue assim, por favor
face-camera-stopped = Preparando a câmera de novo
face-no-match = Não foi possível confirmar o rosto
face-no-match-line = Às vezes é difícil comparar com a foto. Também há outras formas.
face-not-turned = Não foi possível ver a cabeça virar
face-not-turned-line = Há outras formas, sem virar a cabeça.
face-not-seen = A câmera não viu bem o seu rosto
face-not-seen-line = Também há outras formas.
face-again = Rosto de novo

no-face-starting = Para o atendente: ainda em preparação.
no-face-camera = Para o atendente: não há câmera conectada.
no-face-models = Para o atendente: os dados do rosto não estão instalados.
no-face-key = Para o atendente: falta a chave de terminal do governo.
no-face-busy = Para o atendente: outro programa está usando a câmera.
no-face-broken = Para o atendente: a câmera não envia imagem.
no-face-code = Para o atendente: o código B do cartão não pode ser lido.
no-face-refused = Para o atendente: o cartão recusou o código B.
no-face-photo = Para o atendente: a foto do cartão não pode ser usada.
no-face-terminal = Para o atendente: o cartão recusou a chave de terminal.
no-face-matching = Para o atendente: a verificação do rosto falhou. Reinicie a máquina.

pin-title = Digite a sua senha de 4 dígitos
pin-shuffled = Os números mudam de lugar a cada vez.
pin-wrong = A senha não confere
pin-tries-left = { $left ->
    [one] Resta uma tentativa.
   *[other] Restam { $left } tentativas.
 } Digite de novo ou chame um atendente.
pin-last-title = Esta é a última tentativa
pin-last-try = Se a senha não conferir, ela será bloqueada.
pin-answer-lost = O cartão não respondeu
last-try-title = Resta só uma tentativa para a senha
last-try-line = Se a senha não conferir mais uma vez, ela será bloqueada.
last-try-todo = Se não tiver certeza, escolha "Com atendente".
last-try-go-on = Digitar senha
signing-title = Verificando a senha

visual-title = Um atendente vai conferir
visual-line = Ele vai comparar você com a foto do cartão. Espere aqui, por favor.
visual-lifted-title = O atendente está vendo o cartão
visual-lifted-line = Coloque o mesmo cartão de volta em até 90 segundos.
visual-staff-here = Atendente: toque aqui
visual-code-title = Atendente: digite o código de 4 dígitos
visual-code-line = Não é a senha do cartão do paciente.
visual-code-wrong = O código está errado. Espere { $seconds } segundos e tente de novo.
visual-code-too-soon = Ainda não é possível conferir. Espere { $seconds } segundos.
visual-code-locked = O código foi errado muitas vezes e não vale mais aqui. O atendente pode conferir pela recepção.
visual-code-not-set = Aqui não há código de atendente. O atendente pode conferir pela recepção.
visual-code-check = Conferindo o código
visual-compare-title = É a mesma pessoa da foto do cartão?
visual-compare-line = O cartão pode ser levantado por até 90 segundos.
visual-same = É a mesma pessoa
visual-differs = É outra pessoa
reason-title = Por que foi conferido com os olhos?
reason-face-and-pin = O rosto não foi reconhecido e a senha foi esquecida
reason-disability = Demência ou deficiência dificulta o uso
reason-condition = O paciente não está bem
reason-machine = Problema da máquina
visual-signing-title = Conferido
visual-impossible-title = Esta máquina não conclui essa verificação
visual-impossible-line = A recepção vai terminar.

consent-top-title = Compartilhar o seu histórico médico?
consent-24h = Com este hospital, por 24 horas. Para mudar, coloque o cartão de novo.
consent-all = Aceito tudo
consent-each = Escolher um a um
consent-yes = Aceito
consent-no = Não aceito
review-title = Está certo? Então envie
review-line = Nada foi enviado ainda. Você ainda pode mudar.
review-send = Enviar assim
review-change = Mudar
review-share = compartilhar
review-not-share = não compartilhar
consent-not-obtainable = não foi possível perguntar (emergência)
consent-stands = As respostas anteriores valem até { $until }. Você pode mudá-las aqui.
consent-open = ainda sem resposta
consent-nobody-to-ask = Não dá para perguntar (atendente)
identifying-title = Confirmando quem é você
register-title = Cadastrar este cartão para usar como cartão do seguro de saúde?
register-line = Este cartão ainda não está cadastrado.
register-time = É grátis. Pode demorar um pouco.
register-yes = Cadastrar
register-no = Não cadastrar
registering-title = Fazendo o cadastro
registering-line = Aguarde um momento. Não mova o cartão.
registering-person = Quem é você
registering-application = Cadastro
registering-questions = Resto da recepção
registering-done = feito
registering-now = em andamento
registering-then = depois
prescription-title = Como você quer a receita?
prescription-line = Ela serve para retirar o remédio na farmácia.
prescription-electronic = Eletrônica
prescription-paper = Em papel
subsidies-title = Usar o certificado de auxílio médico?
subsidies-line = Ajuda nos custos de crianças ou de certas doenças.
subsidies-use = Usar
subsidies-leave = Não usar
subsidy-lookup-title = Procurando o certificado
subsidy-none-title = Nenhum certificado foi encontrado
subsidy-failed-title = Não foi possível procurar o certificado
subsidy-paper = Se tiver um em papel, mostre na recepção.
ticket-title = O vale médico será usado aqui
ticket-line = Há um vale médico (assistência médica).
ticket-confirm = Entendi
chosen-prescription = Receita
chosen-electronic = eletrônica
chosen-paper = em papel
chosen-subsidies = Certificado de auxílio
chosen-use = usar
chosen-leave = não usar
consent-item-title = Compartilhar { $group }?
consent-item-count = Pergunta { $at } de { $of }.
group-tkk = resultados do exame de saúde
group-tkk-what = Valores medidos no exame de saúde (Tokutei Kenshin).
group-yzk = dados de remédios
group-yzk-what = Remédios de outros hospitais e farmácias.
group-srj = dados de consultas e exames
group-srj-what = Hospitais visitados, alergias, resultados de exames.
group-shj = dados de cirurgias e diagnósticos
group-shj-what = Registros de cirurgias, diagnósticos e infecções.
group-tsr = dados de doenças específicas
group-tsr-what = O certificado para tratamentos longos, como a diálise.

query-title = Verificando o seu seguro
query-line = Aguardando a resposta da central. Por favor, não mexa no cartão.
delivering-title = Avisando a recepção
delivering-line = Quase pronto.
wizard-open = Ver outras formas
wizard-title = Há outra forma de se apresentar
wizard-line = Você não pagará o valor total. Escolha o que puder fazer.
wizard-finish = Vou à recepção
way-register = Cadastrar o cartão
way-certificate = Mostrar o 資格確認書
way-old-card = Mostrar o cartão de seguro antigo
way-notice = Mostrar o 資格情報のお知らせ e o cartão
way-portal = Mostrar o Mynaportal no celular
way-pdf = Mostrar o PDF salvo do Mynaportal
way-known = Dizer que já veio antes
way-statement = Preencher uma declaração
way-four-items = Mostrar nome e endereço do cartão
way-card-again-do = Coloque o cartão de novo e escolha.
way-show-do = Mostre na recepção.
way-notice-do = É uma carta da sua seguradora. Mostre na recepção junto com o cartão.
way-portal-do = Mostre na recepção a página 「健康保険証」 do Mynaportal.
way-pdf-do = Mostre na recepção o PDF que você salvou.
way-known-do = Diga à recepção quando veio e se o seguro mudou.
way-statement-do = É o 被保険者資格申立書. Escreva só o que souber.
way-four-items-do = A recepção anota. Mostre o cartão na recepção.
statement-fill-in = Preencher aqui
statement-at-reception = O formulário está na recepção.
statement-kana-title = Digite seu nome em kana
statement-typed = { $text }
statement-nothing-typed = nada digitado ainda
statement-missing = Ainda não há letras.
statement-by-pen = No papel
statement-pen = a caneta, no papel
key-row = { $letter }
key-letter = { $letter }
key-voiced = か→が
key-half-voiced = は→ぱ
key-small = や→ゃ
key-long = ー
key-space = espaço
statement-era-title = Em que era você nasceu?
era-meiji = Meiji
era-taisho = Taisho
era-showa = Showa
era-heisei = Heisei
era-reiwa = Reiwa
statement-year-title = Em que ano de { $era }?
statement-month-title = Em que mês você nasceu?
statement-month = { $month }
statement-day-title = Em que dia você nasceu?
statement-wrong-day = Esse dia não existe. Escolha de novo.
statement-sex-title = Qual é o seu sexo?
statement-sex-male = masculino
statement-sex-female = feminino
statement-sex-not-said = não digo
statement-phone-title = Digite seu telefone
statement-wrong-phone = Digite de 9 a 15 números.
statement-card-title = Você tem o Cartão My Number?
statement-card-shown = Sim, aqui
statement-card-not-here = Sim, hoje não
statement-card-none = Não
statement-kind-title = Qual é o seu seguro?
statement-kind-employee = Seguro de empresa
statement-kind-national = Seguro Nacional
statement-kind-late-elderly = Idosos (75 anos)
statement-unknown = Não sei
statement-share-title = Que parte você paga?
statement-share-one = 10 %
statement-share-two = 20 %
statement-share-three = 30 %
statement-writer-title = Quem preencheu?
statement-writer-patient = O paciente
statement-writer-helper = Um ajudante
statement-review-title = Isto vai para o papel
statement-review-line = Nome em kanji, endereço e assinatura são feitos a caneta.
statement-kana = Nome
statement-born = Nascimento
statement-sex = Sexo
statement-phone = Telefone
statement-card = Cartão
statement-kind = Seguro
statement-share = Parte
statement-writer = Preenchido por
statement-print = Imprimir
statement-printing-title = Imprimindo
statement-printed-title = A declaração está pronta
statement-printed-line = Pegue o papel, complete a caneta e entregue na recepção.
statement-not-printed-title = Não foi possível imprimir

done-title = Chegada registrada. Retire o seu cartão
done-taken-title = Sua chegada foi registrada
done-wait = Aguarde até chamarem o seu nome.
done-what = O que foi compartilhado:
done-shared = compartilhados
done-not-shared = não compartilhados
done-eligibility-only = Só os dados do seguro foram informados a este hospital.
