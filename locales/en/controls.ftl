# Buttons, and the bar that is always there.

control-continue = Continue
control-back = Back
control-cancel = Stop
control-staff = Help: call staff
control-staff-called = Calling staff
control-staff-unheard = Please tell reception
control-staff-coming = Staff are coming
control-more-time = I need more time
control-erase = Del
    .spoken = Delete
control-enter = OK
control-digit = { $digit }
pin-dots = { $count } of { $of } digits entered
    .spoken = { $count ->
        [one] One digit entered.
       *[other] { $count } digits entered.
    }

warning-title = Are you still there?
warning-line = If not, this ends in { $seconds } seconds. What you entered will be erased.
warning-card-title = Your card is still here
warning-card-line = Please take your card.
