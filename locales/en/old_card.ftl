# `uketsuke old-card`: for receptionists who look up until when an old insurance card held.

old-card-born = Birthday
old-card-printed = Last day printed on the card (empty if none)
old-card-stay = End of stay (empty if none)
old-card-no-birthday = The birthday is needed.
old-card-unread = Write it as 1955-07-08.
old-card-held = It was valid on { $day }. Its last day is { $last }.
old-card-ended = It was not valid on { $day }. Its last day was { $last }.
old-card-printed-day = That is the day printed on the card.
old-card-end-of-stay = That is the end of the stay.
old-card-seventy = The holder became 70 in that month. Some insurers may have handled this otherwise.
old-card-seventy-five = The next day the holder became 75, and is insured for the elderly since.
old-card-all-ended = On that day all old insurance cards ended.
