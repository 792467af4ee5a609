# Sentences of the practice terminal only.

practice-banner = PRACTICE　Do not type your real PIN
tray-title = Practice tools
tray-place = Place card
tray-take = Take card
tray-next = Next
tray-previous = Previous
tray-pin = PIN { $pin }
tray-no-pin = no PIN
person-hanako = Hanako: under 40
person-kenji = Kenji: over 40
person-ume = Ume: over 75
person-takahashi = Takahashi: rare character
person-sakura = Sakura: ends in 2 months
person-ichiro = Ichiro: ended 1 month ago
person-kiku = Kiku: ended 8 months ago
person-goro = Goro: revoked
person-mei = Mei: not registered
person-fumi = Fumi: card without PIN
person-jiro = Jiro: PIN locked
person-yuki = Yuki: one try left
person-suica = Another kind of card
person-silent = A card that never answers
