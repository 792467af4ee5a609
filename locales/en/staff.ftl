# For staff: the panel at the kiosk, and the desk's page.

staff-role-viewer = viewer
staff-role-receptionist = receptionist
staff-role-supervisor = supervisor
staff-trouble-reader = There is no card reader.
staff-trouble-reader-do = Unplug and plug its cable. If that does not help, run `uketsuke doctor`.
staff-trouble-camera = The camera does not work.
staff-trouble-camera-do = Unplug and plug its cable. PIN and visual check work.
staff-trouble-camera-busy = Another program uses the camera.
staff-trouble-camera-busy-do = End that program.
staff-trouble-face-models = The files of the face check are missing.
staff-trouble-face-models-do = Run `uketsuke models install`.
staff-trouble-face-matching = The face check does not run.
staff-trouble-face-matching-do = Restart the kiosk.
staff-trouble-sound = There is no sound.
staff-trouble-sound-do = Look at the cables of loudspeaker and headphones.
staff-trouble-codes-locked = Staff codes were wrong too often.
staff-trouble-codes-locked-do = A supervisor can unlock them at the kiosk's panel.
