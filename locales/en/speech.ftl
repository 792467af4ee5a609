# The voice. `.spoken` is how it is said.

control-voice = Voice
list-pair = { $thing } { $state }
    .spoken = { $thing }, { $state }.

speech-start = Speak to me
speech-intro = This machine now speaks to you.
speech-intro-card = The place for the card is { $place }.
place-front = in front of the screen
place-left = left of the screen
place-right = right of the screen
place-below = below the screen
speech-intro-touch = Put a finger on the screen and slide it: you hear what lies under it.
speech-intro-select = To choose, tap the screen twice.
speech-intro-bar = Or press the bottom edge of the screen once.
speech-intro-keys = With keys, move by the arrows and choose by enter. Back, stop and call staff are at the bottom.
speech-choices = { $count ->
    [one] There is one choice.
   *[other] There are { $count } choices.
 }
speech-pad = After four digits, choose OK.
speech-pad-fixed = The digit keys lie as on a telephone. A corner sounds twice, the 5 sounds low.
speech-pad-silent = Digits are not spoken. Plug in headphones, or call staff.
speech-pad-silent-fixed = Digits are not spoken. Plug in headphones, or choose "phone keys" under "voice".
speech-pin-full = Now choose OK.
speech-staff-called = Staff are being called.
speech-staff-unheard = Please speak to reception. This kiosk cannot call them.
speech-staff-coming = Staff are coming.
speech-withheld = Private parts are not spoken. Use headphones, or "say it aloud" at the bottom.
speech-private = This is not spoken aloud.
speech-trouble = There is no sound. Please read, or call staff.

speech-select = Choose
    .spoken = Choose bar
speech-panel-title = How the voice speaks
speech-repeat = Say it again
speech-pause = Pause
speech-go-on = Go on
speech-slower = Slower
speech-faster = Faster
speech-softer = Softer
speech-louder = Louder
speech-other-voice = Another voice
speech-this-voice = This voice speaks now.
speech-blank = Screen off
speech-show-screen = Screen on
speech-is-blank = The screen is off.
speech-is-shown = The screen is on.
speech-aloud = Say it aloud
speech-not-aloud = Not aloud
speech-is-aloud = Everything is spoken aloud now.
speech-is-not-aloud = What others should not hear is not spoken now.
speech-fixed-pad = Phone keys
speech-shuffled-pad = Shuffled keys
speech-is-fixed = The digit keys lie as on a telephone now.
speech-is-shuffled = The digit keys change places every time now.
speech-in-headphones = The voice is in your headphones now.
speech-important = There is something important.
speech-ask-back = Its name was not spoken. Choose it again if you are sure.
speech-items = { $count ->
    [one] It is about one kind of information.
   *[other] It is about { $count } kinds of information.
 }
speech-paused = The voice is paused
speech-stop = Voice off
speech-close = Close
speech-rate = Speed { $percent } percent
speech-volume = Volume { $at } of { $of }

keys-press = Press the key for "{ $what }"
keys-skip = Press Esc where there is no such key.
keys-next = Next
keys-previous = Previous
keys-language = Other language
keys-switch = switch
keys-other-switch = second switch

speech-about = About the voices
speech-about-mei = Japanese, female: HTS Voice "Mei", MMDAgent Project Team, Copyright 2009-2013 Nagoya Institute of Technology, CC BY 3.0
speech-about-nitech = Japanese, male: HTS Voice "NIT ATR503 M001", HTS Working Group, Nagoya / Tokyo Institute of Technology, CC BY 3.0
speech-about-dictionary = Dictionary: naist-jdic and unidic-csj of Open JTalk (BSD)
speech-about-flite = English: flite slt, Carnegie Mellon University
