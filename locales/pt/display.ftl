# A aparência, os idiomas, os acionadores.

control-language = Language
    .spoken = Mudar o idioma
control-size = Letra
    .spoken = Mudar o tamanho da letra
control-colours = Cores
    .spoken = Mudar as cores
control-low = Cadeirante
    .spoken = Para cadeirantes
control-high = Altura normal
control-next-page = Próxima
    .spoken = Próxima página
control-previous-page = Voltar
    .spoken = Página anterior
page-count = { $at } / { $of }
    .spoken = Página { $at } de { $of }.
step-count = { $at } / { $of }
    .spoken = Etapa { $at } de { $of }.
step-card = Cartão
step-person = Identidade
step-consent = Dados
step-done = Fim

size-is-small = A letra está pequena.
size-is-default = A letra está no tamanho normal.
size-is-large = A letra está grande.
size-is-largest = A letra está no maior tamanho.
colours-are-standard = Cores normais.
colours-are-white = Letras pretas em fundo branco.
colours-are-black = Letras brancas em fundo preto.
colours-are-soft = Cores suaves.
low-is-on = Agora tudo está mais baixo.
low-is-off = Tudo voltou à altura normal.

language-title = Escolha o idioma
language-furigana = Mostrar furigana
language-no-furigana = Tirar furigana
language-no-voice = Não há voz neste idioma. Por favor, leia na tela.

switch-title = Um acionador foi apertado
switch-first = Este acionador avança.
switch-other = Aperte um segundo acionador: ele vai escolher.
switch-only = Se tiver só um acionador, aperte de novo.
switch-two-title = Pronto para dois acionadores
switch-two-line = O primeiro avança, o segundo escolhe.
switch-one-title = Pronto para um acionador
switch-one-line = A moldura anda sozinha. Aperte quando ela estiver onde você quer.
switch-slower = Mais devagar
switch-faster = Mais rápido
switch-pace = { $seconds ->
    [1] 1 segundo
   *[other] { $seconds } segundos
 } em cada item
switch-start = Começar
switch-stop = Sem acionador

language-name = Português
language-ja = 日本語
    .spoken = japonês
language-en = English
    .spoken = inglês
language-ja-yasashii = やさしい にほんご
    .spoken = japonês fácil
language-zh-CN = 简体中文
    .spoken = chinês
language-ko = 한국어
    .spoken = coreano
language-pt = Português
    .spoken = português
language-vi = Tiếng Việt
    .spoken = vietnamita
