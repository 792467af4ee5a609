# How it looks, languages, switches.

control-language = Language
    .spoken = Change the language
control-size = Size
    .spoken = Change the size of the letters
control-colours = Colours
    .spoken = Change the colours
control-low = Wheelchair
    .spoken = For wheelchair users
control-high = Usual height
control-next-page = Next
control-previous-page = Back
page-count = { $at } / { $of }
    .spoken = Page { $at } of { $of }.
step-count = { $at } / { $of }
    .spoken = Step { $at } of { $of }.
step-card = Card
step-person = Who you are
step-consent = Information
step-done = Finish

size-is-small = The text is small.
size-is-default = The text has its usual size.
size-is-large = The text is large.
size-is-largest = The text is as large as it can be.
colours-are-standard = The usual colours.
colours-are-white = Black text on white.
colours-are-black = White text on black.
colours-are-soft = Soft colours.
low-is-on = Everything is lower now.
low-is-off = Everything is at its usual height.

language-title = Choose your language
language-furigana = Show readings
language-no-furigana = Hide readings
language-no-voice = There is no voice for this language. Please read.

switch-title = A switch was pressed
switch-first = This switch moves on.
switch-other = Press a second switch: that one selects.
switch-only = With one switch only, press it again.
switch-two-title = Ready for two switches
switch-two-line = The first switch moves, the second one selects.
switch-one-title = Ready for one switch
switch-one-line = The frame moves by itself. Press when it is where you want it.
switch-slower = Slower frame
switch-faster = Faster frame
switch-pace = { $seconds } seconds each
switch-start = Start
switch-stop = No switch

language-name = English
language-ja = 日本語
    .spoken = Japanese
language-en = English
    .spoken = English
language-ja-yasashii = やさしい にほんご
    .spoken = Easy Japanese
language-zh-CN = 简体中文
    .spoken = Chinese
language-ko = 한국어
    .spoken = Korean
language-pt = Português
    .spoken = Portuguese
language-vi = Tiếng Việt
    .spoken = Vietnamese
