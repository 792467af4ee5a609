# The sentences of the screens. Short and plain; the title says what to do now.

idle-title = Please place your My Number Card here
idle-case = Take it out of its case and put it on the reader.
idle-carer = A family member or carer may place it for you.

out-of-order-title = This machine cannot be used now
out-of-order-todo = The card reader is not connected. Our staff will help you.
paused-title = This machine is closed for now
paused-todo = Please go to the reception desk.

reading-title = Reading your card
reading-line = Please do not move the card.
opening-title = Checking that your card is valid
opening-line = Waiting for the centre. Please do not move the card.

cert-soon-title = Your card's certificate ends soon
cert-soon-until = It is valid until { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
 } { NUMBER($year, useGrouping: "false") }. You can use it today.
cert-soon-todo = Please renew it at your city office. Renewal is free.
cert-grace-title = Your card's certificate has ended
cert-grace-line = Because it has ended, only your insurance status is given to this hospital.
cert-grace-todo = Please renew it soon at your city office.

method-title = How shall we check that it is you?
method-face = Face check
method-pin = PIN
method-visual = Ask staff to check
method-locked-title = The PIN cannot be used. Choose another way
method-pin-locked = The PIN of this card is locked. Your city office can unlock it.
method-no-pin = This card has no PIN.
method-no-face = The face check cannot be used now.

face-photo-title = Reading the photo on your card
face-signing-title = We have recognised you
face-wait = Getting the camera ready
face-look-here = Please look at the camera
face-one-person = One person only, please
face-closer = Please come a little closer
face-back = Please move back a little
face-left = Please move a little to the left
face-right = Please move a little to the right
face-up = Please hold your face a little higher
face-down = Please hold your face a little lower
face-straight = Please look straight at the camera
face-upright = Please hold your head upright
face-dark = It is too dark to see your face
face-backlit = It is bright behind you. Please turn a little
face-mask = Please take off your mask
face-sunglasses = Please take off your glasses
face-hat = Please lift your hat or hair
face-still = Please hold still
face-turn-left = Turn your head slowly to the left
face-turn-right = Turn your head slowly to the right
face-good = Stay like that, please
face-camera-stopped = Getting the camera ready again
face-no-match = We could not check your face
face-no-match-line = Photos are not always easy to compare. There are other ways too.
face-not-turned = We could not see your head turn
face-not-turned-line = There are other ways that need no turning.
face-not-seen = The camera could not see your face well
face-not-seen-line = There are other ways too.
face-again = Try the face again

no-face-starting = For staff: it is getting ready.
no-face-camera = For staff: no camera is connected.
no-face-models = For staff: the face data is not installed.
no-face-key = For staff: the state's terminal key is needed.
no-face-busy = For staff: another program uses the camera.
no-face-broken = For staff: the camera sends no picture.
no-face-code = For staff: card code B cannot be read.
no-face-refused = For staff: the card refused code B.
no-face-photo = For staff: the card's photo cannot be used.
no-face-terminal = For staff: the card refused the terminal key.
no-face-matching = For staff: the face check failed. Restart it.

pin-title = Enter your 4-digit PIN
pin-shuffled = The digits change places every time.
pin-wrong = That PIN is not right
pin-tries-left = { $left ->
    [one] One try is left.
   *[other] { $left } tries are left.
 } Enter it again, or call staff.
pin-last-title = This is the last try
pin-last-try = If it is wrong, the card is locked.
pin-answer-lost = The card did not answer
last-try-title = Only one try is left for the PIN
last-try-line = If it is wrong once more, the card is locked.
last-try-todo = If you are not sure, ask staff to check.
last-try-go-on = Enter the PIN
signing-title = Checking your PIN

visual-title = Staff will check that it is you
visual-line = They will compare the photo on your card with you. Please wait here.
visual-lifted-title = Staff are looking at the card
visual-lifted-line = Put the same card back within 90 seconds.
visual-staff-here = For staff: press here
visual-code-title = Staff: enter your 4-digit code
visual-code-line = This is not the PIN of the patient’s card.
visual-code-wrong = That code is wrong. Wait { $seconds } seconds, then try again.
visual-code-too-soon = It cannot be checked yet. Wait { $seconds } seconds.
visual-code-locked = The code was wrong too often and is closed here. Staff can do the check from the desk.
visual-code-not-set = No staff code is set here. Staff can do the check from the desk.
visual-code-check = Checking the staff code
visual-compare-title = Is this the person of the photo on the card?
visual-compare-line = You may lift the card for up to 90 seconds.
visual-same = It is the same person
visual-differs = It is somebody else
reason-title = Why was it checked by eye?
reason-face-and-pin = The face check failed and the PIN is forgotten
reason-disability = Dementia or a disability makes it hard to do
reason-condition = The patient is not well enough
reason-machine = Trouble with the machine
visual-signing-title = You have been checked
visual-impossible-title = This machine cannot finish a check by eye
visual-impossible-line = Reception will do it.

consent-top-title = Share past medical information?
consent-24h = For 24 hours, with this hospital. Place the card again to change it.
consent-all = Agree to all
consent-each = Choose one by one
consent-yes = Agree
consent-no = Do not agree
review-title = Is this right? Then send it
review-line = Nothing is sent yet. You can still change it.
review-send = Send this
review-change = Change it
review-share = will be shared
review-not-share = will not be shared
consent-not-obtainable = could not be asked (emergency)
consent-stands = Your earlier answers hold until { $until }. You can change them here.
consent-open = not decided yet
consent-nobody-to-ask = Cannot be asked (staff)
identifying-title = Checking that it is you
register-title = Register this card for use as your health insurance card?
register-line = This card is not registered yet.
register-time = It is free. It may take a moment.
register-yes = Register
register-no = Do not register
registering-title = Registering
registering-line = Please wait a moment. Do not move the card.
registering-person = Who you are
registering-application = Registration
registering-questions = Rest of check-in
registering-done = done
registering-now = under way
registering-then = after this
prescription-title = Which form of prescription would you like?
prescription-line = You use it to get your medicine at a pharmacy.
prescription-electronic = Electronic
prescription-paper = Paper
subsidies-title = Use a medical subsidy certificate?
subsidies-line = It helps with costs, for children or certain illnesses.
subsidies-use = Use it
subsidies-leave = Do not use it
subsidy-lookup-title = Looking for your certificate
subsidy-none-title = No subsidy certificate was found
subsidy-failed-title = The certificate could not be looked up
subsidy-paper = If you have one on paper, please show it at reception.
ticket-title = Your medical ticket will be used here
ticket-line = A medical ticket (medical assistance) is on file.
ticket-confirm = I have read this
chosen-prescription = Prescription
chosen-electronic = electronic
chosen-paper = paper
chosen-subsidies = Subsidy certificate
chosen-use = used
chosen-leave = not used
consent-item-title = Share { $group }?
consent-item-count = Question { $at } of { $of }.
group-tkk = health check results
group-tkk-what = Values measured at your specific health check.
group-yzk = medicine information
group-yzk-what = Medicines from other hospitals and pharmacies.
group-srj = treatment information
group-srj-what = Hospitals visited, allergies, test results.
group-shj = operations and diagnoses
group-shj-what = Records of operations, diagnoses and infections.
group-tsr = specified diseases
group-tsr-what = The certificate for long illnesses such as dialysis.

query-title = Checking your insurance
query-line = Waiting for the centre. Please do not move the card.
delivering-title = Telling reception
delivering-line = Almost done.
wizard-open = See other ways
wizard-title = You can check in another way
wizard-line = You will not have to pay the full cost. Choose what you can do.
wizard-finish = I will go to reception
way-register = Register the card
way-certificate = Show a 資格確認書
way-old-card = Show an old insurance card
way-notice = Show the 資格情報のお知らせ and the card
way-portal = Show Mynaportal on a phone
way-pdf = Show the saved Mynaportal PDF
way-known = Say that you were here before
way-statement = Fill in a statement
way-four-items = Show name and address on the card
way-card-again-do = Place the card again and choose it.
way-show-do = Please show it at reception.
way-notice-do = It is a letter from your insurer. Show it at reception together with the card.
way-portal-do = Show the page 「健康保険証」 of Mynaportal at reception.
way-pdf-do = Show the PDF that you saved before at reception.
way-known-do = Tell reception when you came last, and whether your insurance has changed.
way-statement-do = It is the 被保険者資格申立書. You write only what you know.
way-four-items-do = Reception writes them down. Show the card at reception.
statement-fill-in = Fill it in here
statement-at-reception = The form is at reception.
statement-kana-title = Enter your name in kana
statement-typed = { $text }
statement-nothing-typed = nothing entered yet
statement-missing = There is no letter yet.
statement-by-pen = On paper
statement-pen = by pen, on the paper
key-row = { $letter }
key-letter = { $letter }
key-voiced = か→が
key-half-voiced = は→ぱ
key-small = や→ゃ
key-long = ー
key-space = space
statement-era-title = In which era were you born?
era-meiji = Meiji
era-taisho = Taisho
era-showa = Showa
era-heisei = Heisei
era-reiwa = Reiwa
statement-year-title = Which year of { $era }?
statement-month-title = In which month were you born?
statement-month = { $month }
statement-day-title = On which day were you born?
statement-wrong-day = There is no such day. Please choose again.
statement-sex-title = What is your sex?
statement-sex-male = male
statement-sex-female = female
statement-sex-not-said = I do not say
statement-phone-title = Enter your telephone number
statement-wrong-phone = Please enter 9 to 15 digits.
statement-card-title = Do you have a My Number Card?
statement-card-shown = Yes, here
statement-card-not-here = Yes, not here today
statement-card-none = None was made
statement-kind-title = Which insurance do you have?
statement-kind-employee = Employee's insurance
statement-kind-national = National Health Insurance
statement-kind-late-elderly = Latter-stage elderly
statement-unknown = I do not know
statement-share-title = Which share do you pay?
statement-share-one = 10 %
statement-share-two = 20 %
statement-share-three = 30 %
statement-writer-title = Who filled this in?
statement-writer-patient = The patient
statement-writer-helper = Somebody else for them
statement-review-title = This goes on paper
statement-review-line = Name in kanji, address and signature are written by pen.
statement-kana = Name
statement-born = Born
statement-sex = Sex
statement-phone = Telephone
statement-card = Card
statement-kind = Insurance
statement-share = Share
statement-writer = Filled in by
statement-print = Print
statement-printing-title = Printing
statement-printed-title = The statement is ready
statement-printed-line = Take the paper, complete it by pen, and give it to reception.
statement-not-printed-title = It could not be printed

done-title = You are checked in. Please take your card
done-taken-title = You are checked in
done-wait = Please wait until your name is called.
done-what = What was shared:
done-shared = shared
done-not-shared = not shared
done-eligibility-only = Only your insurance status was given to this hospital.
