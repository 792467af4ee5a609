# `uketsuke doctor`: for staff and for those who install the kiosk.

doctor-practice-title = Practice terminal: what it needs
doctor-kiosk-title = Kiosk: what it needs
doctor-good = ok
doctor-note = note
doctor-missing = MISSING
doctor-can-run = A visit can run.
doctor-cannot-run = A visit cannot run yet: do what stands beside each MISSING, then look again.

doctor-config = Config
doctor-config-found = { $path } is valid
doctor-config-fails = { $why }
doctor-do-config = Correct the config; the README lists every key.

doctor-facility = Facility
doctor-facility-code = code { $code }
doctor-do-facility = That code is nobody's: write yours (医療機関コード, 10 digits) as facility.code in the config.

doctor-sentences = Sentences
doctor-sentences-found = { $count } in each language
doctor-sentences-differ = { $key } is in one language only
doctor-do-build = Add it to the other language in locales/ and build again.

doctor-fonts = Font
doctor-fonts-found = in { $path }
doctor-fonts-missing = { $why }
doctor-do-fonts = Install the Debian package fonts-morisawa-bizud-gothic; beside the source `make setup` does so.

doctor-service = PC/SC service
doctor-service-caller = a private one starts, as this user
doctor-service-own-user = a private one starts, as user uketsuke-pcscd
doctor-service-nobody = a private one starts, but as nobody: the user uketsuke-pcscd is not there
doctor-service-fails = a private one does not start: { $why }
doctor-service-answers = the system's answers
doctor-service-silent = the system's does not answer: { $why }
doctor-service-other = { $variable } leads to another one: { $path }
doctor-do-setup = Run `make setup` (as root: sh tools/setup.sh --system).
doctor-do-close-others = Close other practice terminals and try again.
doctor-do-service = Install pcscd and start it: systemctl enable --now pcscd.socket
doctor-do-unset = Take the variable out of the kiosk's environment.

doctor-reader = Card reader
doctor-reader-found = { $names }
doctor-reader-none = none is there
doctor-reader-fails = cannot be asked for: { $why }
doctor-reader-not-named = '{ $wanted }' is not there, only: { $names }
doctor-do-reader = Connect a PC/SC card reader, and install its driver (Debian package libccid for most).
doctor-do-reader-name = Connect it, or write the name of another as card.reader in the config.
doctor-do-choose-reader = The first one with a card is used; to fix one, write its name as card.reader in the config.

doctor-trust = Cards
doctor-trust-practice = only practice cards; a real one is refused and left untouched
doctor-trust-production = only real My Number Cards; practice cards are refused

doctor-models = Face networks
doctor-models-found = { $name }; accepts up to a distance of { $distance }
doctor-models-missing = { $why }
doctor-do-models = Without them there is no face check; PIN and staff remain. Run: uketsuke models install (where the config names a folder, with --folder FOLDER)

doctor-camera = Camera
doctor-camera-found = { $names }; a frame of { $size } pixels came
doctor-camera-missing = { $why }
doctor-camera-practice = drawn persons; --film plays pictures instead
doctor-do-camera = Without it there is no face check; PIN and staff remain.

doctor-terminal-key = Terminal key
doctor-terminal-key-none = none: a match of faces would prove nothing to the centre, so the kiosk does not offer it
doctor-do-terminal-key = The state issues it to certified readers; PIN and staff remain.

doctor-system-reader = System's virtual reader
doctor-system-reader-open = { $path } offers one to every network
doctor-do-system-reader = `make setup` switches it off where it is as Debian ships it; otherwise put a # before its lines.

doctor-data = Data folder
doctor-data-found = { $path }
doctor-data-fails = { $why }
doctor-do-data = Give this user the right to write there and make room on the disk, or set XDG_DATA_HOME.

doctor-centre = Eligibility centre
doctor-centre-answers = { $url } answers
doctor-centre-silent = { $url } does not answer: { $why }
doctor-centre-fails = { $why }
doctor-do-centre = Check the network and centre.url in the config.

doctor-results = Result folder
doctor-results-found = { $path } takes files
doctor-results-fails = { $path } takes no files: { $why }
doctor-do-results = Make room there, or choose another folder as results.folder in the config.
doctor-do-results-connect = Connect the share, or correct results.folder in the config.
doctor-do-results-rights = Give the kiosk's user the right to write there and in the folder above.
doctor-do-results-mount = Mount the folder above it instead, so that finished files can be moved in whole.

doctor-spool = Results that wait
doctor-spool-none = none ({ $path } is made when it is needed first)
doctor-spool-empty = none
doctor-spool-waiting = { $waiting } in { $path }, since { $since }
doctor-spool-unreadable = { $unreadable } in { $path }/unreadable cannot be read; { $waiting } wait
doctor-spool-fails = { $path } cannot be read: { $why }
doctor-do-spool = They go out by themselves when the result folder takes files and the kiosk runs.
doctor-do-spool-unreadable = Confirm those patients anew, then remove the files. If the key (.key beside the folder) was exchanged: stop the kiosk, bring the old one back, and move the files up into the folder.
doctor-do-spool-fails = Give the kiosk's user the right to read and write there, or choose another folder as results.spool in the config.

doctor-display = Display
doctor-display-found = { $name }
doctor-display-none = there is none
doctor-display-xvfb = Without one only scripted visits run: `make run`, `make visits`.
doctor-do-display = Run this in the session of the screen, or set DISPLAY.
doctor-do-xwayland = Install xwayland: the window needs X11 in this Wayland session.

doctor-density = Screen size
doctor-density-config = { $pixels } pixels a millimetre ({ $inch } dpi), from the config
doctor-density-screen = { $pixels } pixels a millimetre ({ $inch } dpi), as the screen says
doctor-density-assumed = the screen does not say; { $pixels } pixels a millimetre ({ $inch } dpi) are assumed
doctor-do-density = Measure the screen and write its pixels a millimetre as screen.px_per_mm in the config.

doctor-swap = Swap
doctor-swap-off = none
doctor-swap-on = there is some
doctor-do-swap = What is in memory can get to the disk. Switch it off (`swapoff -a`, and in /etc/fstab), or encrypt it.
doctor-drawing = Drawing
doctor-drawing-found = { $name }
doctor-drawing-processor = the processor draws ({ $name })
doctor-drawing-slow = It works, but slower than with a graphics card and its Vulkan driver.
doctor-drawing-none = no Vulkan driver
doctor-do-vulkan = Install the Debian package mesa-vulkan-drivers; beside the source `make setup` does so.

doctor-voices = Voices
doctor-voices-found = Japanese, female and male, and English speak
doctor-voices-missing = { $why }
doctor-do-voices = Without them there are captions only. Run: uketsuke voices install (where the config names a folder, with --folder FOLDER; for English the Debian package flite)
doctor-headphones = Headphones
doctor-loudspeaker = Loudspeaker
doctor-sound-found = can be played on
doctor-sound-none = not configured
doctor-sound-fails = { $why }
doctor-do-sound = Without it nothing is heard here. Write its ALSA name (aplay -L) under speech in the config.
doctor-jack = Headphone jack
doctor-jack-found = { $jack } tells when headphones are in
doctor-jack-none = not configured: headphones do not start the voice
doctor-jack-fails = { $why }
doctor-do-jack = Write card and switch as speech.jack in the config (amixer -c 0 contents: Headphone Jack).
doctor-do-sound-name = Nothing is heard here. Compare the name under speech in the config with the list of aplay -L (the practice terminal needs a sound device of this PC).

doctor-record = Record
doctor-record-found = { $path }: { $count } entries, as they were written
doctor-record-none = { $path } is not there yet
doctor-record-wrong = { $path }: wrong in { $count } places
doctor-record-fails = { $path } cannot be used: { $why }
doctor-do-record = See where with `uketsuke audit verify`, and tell who is responsible at the facility.
doctor-do-record-none = The first start makes it: let the kiosk's user write into the folder above it.

doctor-staff = staff
doctor-staff-none = neither persons nor a passcode for visual checks are set
doctor-staff-found = { $count } persons
doctor-staff-passcode = { $count } persons, and a passcode for visual checks
doctor-do-staff = Write staff into [staff] of the config; `uketsuke staff hash` makes their codes.
doctor-desk = reception desk
doctor-desk-none = not paired
doctor-desk-answers = paired as "{ $name }", { $url } answers
doctor-desk-silent = paired as "{ $name }", but { $url } does not answer: { $why }
doctor-desk-broken = the pairing in { $path } cannot be read: { $why }
doctor-do-desk-none = To use a desk, pair the kiosk with `uketsuke pair`. Patients are received without one too.
doctor-do-desk = Look at `uketsuke desk` and the network. Patients are received meanwhile.
doctor-do-desk-pair = Pair the kiosk anew with `uketsuke pair`.

doctor-settings = the facility's settings
doctor-settings-found = { $path }
doctor-settings-fails = { $why }
doctor-do-settings = Mend that line: every value is true or false. The example is assets/facility.toml.
doctor-paper = printing statements
doctor-paper-none = neither a printer nor a folder is set
doctor-paper-printer = printer { $what }
doctor-paper-unknown = there is no printer { $what }
doctor-paper-folder = folder { $what }
doctor-paper-no-folder = { $what } cannot be written to
doctor-do-paper = Name a printer that `lpstat -e` shows, or a folder that can be written to, in [paper] of the config.
doctor-fhir = FHIR
doctor-fhir-server = { $url } (nothing is sent from here)
doctor-do-fhir = Connect the folder, or correct results.fhir in the config.
