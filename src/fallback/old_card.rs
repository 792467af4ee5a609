//! How long a 健康保険証 of the old kind held (page 5). None holds after 2025-12-01: today the answer is a day in the
//! past, and reception needs it to see what a visit on a past day was covered by.
//!
//! A card also ends when its holder changes to another insurer; no date says so, and nothing here knows it.

use super::personal::{PersonalDate, hide_in_debug};
use jiff::civil::{Date, date};

/// The day after which no old card holds, whatever is printed on it (page 5).
pub const ALL_ENDED: Date = date(2025, 12, 1);
/// From this day no old card was issued (page 2).
const ISSUE_ENDED: Date = date(2024, 12, 2);

/// Whose card it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardKind {
    /// 国民健康保険: a day is printed on it.
    National,
    /// 後期高齢者医療: a day is printed on it. Its holder stays insured there at 75 and after: no birthday ends it.
    LateElderly,
    /// 被用者保険: 協会けんぽ, 健康保険組合, 共済組合. As a rule no day is printed on it.
    Employee,
}

/// What is known of an old card and its holder.
#[derive(PartialEq, Eq)]
pub struct OldCard {
    pub kind: CardKind,
    pub born: PersonalDate,
    /// 有効期限 as printed on it.
    pub printed: Option<PersonalDate>,
    /// 在留期限 of somebody from abroad.
    pub end_of_stay: Option<PersonalDate>,
}

/// Which rule set the last day.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The day printed on it came.
    Printed,
    /// 在留期限 came.
    EndOfStay,
    /// Its holder became 70. Insurers may have handled this otherwise (page 5).
    Seventy,
    /// Its holder became 75, and is insured by 後期高齢者医療 since.
    SeventyFive,
    /// All old cards ended.
    AllEnded,
}

/// The last day on which a card holds, and the rule that says so.
#[derive(PartialEq, Eq)]
pub struct LastDay {
    day: PersonalDate,
    reason: Reason,
}

hide_in_debug!(OldCard, Reason, LastDay);

impl OldCard {
    /// The earliest of the days that the rules of page 5 give. Where two rules give the same day, the one that is about
    /// the card or its holder is told rather than the one that is about all.
    pub fn last_day(&self) -> LastDay {
        let limits = [
            (self.printed.as_ref().map(PersonalDate::expose), Reason::Printed),
            (self.end_of_stay.as_ref().map(PersonalDate::expose), Reason::EndOfStay),
            (self.seventy(), Reason::Seventy),
            (self.seventy_five(), Reason::SeventyFive),
        ];
        let mut last = (ALL_ENDED, Reason::AllEnded);
        for (day, reason) in limits {
            if let Some(day) = day
                && (day < last.0 || (day == last.0 && last.1 == Reason::AllEnded))
            {
                last = (day, reason);
            }
        }
        LastDay { day: PersonalDate::new(last.0), reason: last.1 }
    }

    /// The end of the month in which the age is reached: for those born on the 1st, the month before their birthday.
    ///
    /// `None` for those who reached it while cards were still issued: the card in their hand is the next one (ours, the
    /// guide is silent on it).
    fn seventy(&self) -> Option<Date> {
        match self.kind {
            CardKind::LateElderly => None,
            CardKind::National | CardKind::Employee => {
                reached(self.born.expose(), 70).map(Date::last_of_month).filter(|last| *last >= ISSUE_ENDED)
            }
        }
    }

    fn seventy_five(&self) -> Option<Date> {
        match self.kind {
            CardKind::LateElderly => None,
            CardKind::National | CardKind::Employee => reached(self.born.expose(), 75),
        }
    }
}

/// The day before the birthday: the law counts an age as reached at its end (年齢計算ニ関スル法律). In a year without a
/// 29 February, those born on it have their birthday on 1 March. `None` beyond the calendar.
fn reached(born: Date, age: i16) -> Option<Date> {
    let year = born.year().checked_add(age)?;
    let birthday = Date::new(year, born.month(), born.day()).or_else(|_| Date::new(year, 3, 1)).ok()?;
    birthday.yesterday().ok()
}

impl LastDay {
    pub fn day(&self) -> Date {
        self.day.expose()
    }

    pub fn reason(&self) -> Reason {
        self.reason
    }

    pub fn holds_on(&self, today: Date) -> bool {
        today <= self.day()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::option;
    use proptest::prelude::*;

    fn card(kind: CardKind, born: Date) -> OldCard {
        OldCard { kind, born: born.into(), printed: None, end_of_stay: None }
    }

    fn told(card: &OldCard) -> (Date, Reason) {
        let last = card.last_day();
        (last.day(), last.reason())
    }

    #[test]
    fn at_seventy_a_card_ends_with_the_month() {
        let cases = [
            // The guide's own two: 8 July and 1 July.
            (date(1955, 7, 8), date(2025, 7, 31)),
            (date(1955, 7, 1), date(2025, 6, 30)),
            (date(1955, 7, 2), date(2025, 7, 31)),
            (date(1955, 1, 1), date(2024, 12, 31)),
            (date(1954, 12, 2), date(2024, 12, 31)),
            (date(1955, 1, 31), date(2025, 1, 31)),
            (date(1955, 2, 28), date(2025, 2, 28)),
            (date(1955, 3, 1), date(2025, 2, 28)),
            (date(1955, 5, 1), date(2025, 4, 30)),
            (date(1955, 10, 31), date(2025, 10, 31)),
            (date(1955, 11, 1), date(2025, 10, 31)),
            (date(1955, 11, 30), date(2025, 11, 30)),
            (date(1955, 12, 1), date(2025, 11, 30)),
        ];
        for (born, last) in cases {
            for kind in [CardKind::National, CardKind::Employee] {
                assert_eq!(told(&card(kind, born)), (last, Reason::Seventy), "born {born}");
            }
        }
    }

    #[test]
    fn who_was_seventy_before_has_the_card_that_came_after() {
        // Born on 1 December 1954: reached in November 2024, when cards were still issued.
        for born in [date(1954, 12, 1), date(1954, 11, 30), date(1952, 2, 29)] {
            assert_eq!(told(&card(CardKind::National, born)), (ALL_ENDED, Reason::AllEnded), "born {born}");
        }
    }

    #[test]
    fn at_seventy_five_a_card_ends_the_day_before() {
        let cases = [
            (date(1950, 7, 8), date(2025, 7, 7)),
            (date(1950, 7, 1), date(2025, 6, 30)),
            (date(1950, 1, 1), date(2024, 12, 31)),
            (date(1950, 3, 1), date(2025, 2, 28)),
            (date(1949, 3, 1), date(2024, 2, 29)),
            (date(1948, 3, 1), date(2023, 2, 28)),
            (date(1950, 12, 1), date(2025, 11, 30)),
            // 29 February: a common year, as 75 years after a leap year always is.
            (date(1948, 2, 29), date(2023, 2, 28)),
            (date(1950, 10, 31), date(2025, 10, 30)),
        ];
        for (born, last) in cases {
            assert_eq!(told(&card(CardKind::National, born)), (last, Reason::SeventyFive), "born {born}");
        }
        assert_eq!(told(&card(CardKind::Employee, date(1950, 12, 2))), (ALL_ENDED, Reason::SeventyFive));
        assert_eq!(told(&card(CardKind::Employee, date(1950, 12, 3))), (ALL_ENDED, Reason::AllEnded));
    }

    #[test]
    fn an_age_is_reached_the_day_before_the_birthday_in_leap_years_too() {
        assert_eq!(reached(date(1952, 2, 29), 72), Some(date(2024, 2, 28)));
        assert_eq!(reached(date(1952, 2, 29), 70), Some(date(2022, 2, 28)));
        assert_eq!(reached(date(1954, 3, 1), 70), Some(date(2024, 2, 29)));
    }

    #[test]
    fn no_birthday_ends_a_card_of_the_elderly_insurance() {
        for born in [date(1950, 7, 8), date(1955, 7, 8), date(1930, 1, 1)] {
            let mut card = card(CardKind::LateElderly, born);
            assert_eq!(told(&card), (ALL_ENDED, Reason::AllEnded));
            card.printed = Some(date(2025, 7, 31).into());
            assert_eq!(told(&card), (date(2025, 7, 31), Reason::Printed));
        }
    }

    #[test]
    fn what_is_printed_counts_until_the_end_of_all_cards() {
        let young = || card(CardKind::National, date(1990, 4, 4));
        let printed = |day: Date| OldCard { printed: Some(day.into()), ..young() };
        assert_eq!(told(&printed(date(2025, 7, 31))), (date(2025, 7, 31), Reason::Printed));
        assert_eq!(told(&printed(date(2025, 12, 1))), (ALL_ENDED, Reason::Printed));
        assert_eq!(told(&printed(date(2025, 12, 2))), (ALL_ENDED, Reason::AllEnded));
        assert_eq!(told(&printed(date(2026, 7, 31))), (ALL_ENDED, Reason::AllEnded));
        let stay = OldCard { end_of_stay: Some(date(2025, 3, 15).into()), ..printed(date(2025, 7, 31)) };
        assert_eq!(told(&stay), (date(2025, 3, 15), Reason::EndOfStay));
    }

    #[test]
    fn the_last_day_counts_and_the_next_does_not() {
        let last = card(CardKind::Employee, date(1990, 4, 4)).last_day();
        assert_eq!((last.day(), last.reason()), (ALL_ENDED, Reason::AllEnded));
        assert!(last.holds_on(ALL_ENDED));
        assert!(!last.holds_on(date(2025, 12, 2)) && !last.holds_on(date(2026, 11, 28)));
        assert_eq!(format!("{last:?}"), "LastDay(hidden)");
    }

    fn any_day(years: std::ops::Range<i16>) -> impl Strategy<Value = Date> {
        (years, 1_i8..=12, 1_i8..=31)
            .prop_filter_map("no such day", |(year, month, day)| Date::new(year, month, day).ok())
    }

    fn any_card() -> impl Strategy<Value = OldCard> {
        let kind = prop_oneof![Just(CardKind::National), Just(CardKind::LateElderly), Just(CardKind::Employee)];
        let other = || option::of(any_day(2023..2029));
        (kind, any_day(1900..2026), other(), other()).prop_map(|(kind, born, printed, stay)| OldCard {
            kind,
            born: born.into(),
            printed: printed.map(PersonalDate::new),
            end_of_stay: stay.map(PersonalDate::new),
        })
    }

    proptest! {
        #[test]
        fn no_card_outlives_any_of_its_limits(card in any_card()) {
            let last = card.last_day().day();
            prop_assert!(last <= ALL_ENDED);
            for limit in [&card.printed, &card.end_of_stay].into_iter().flatten() {
                prop_assert!(last <= limit.expose());
            }
        }

        #[test]
        fn a_card_holds_on_its_last_day_and_not_on_the_next(card in any_card(), days in 0_i32..4000) {
            let last = card.last_day();
            let back = jiff::Span::new().days(days);
            prop_assert!(last.holds_on(last.day()));
            prop_assert!(last.holds_on(last.day().checked_sub(back).unwrap()));
            let later = last.day().tomorrow().unwrap().checked_add(back).unwrap();
            prop_assert!(!last.holds_on(later));
        }

        #[test]
        fn at_seventy_it_is_the_end_of_a_month(card in any_card()) {
            let last = card.last_day();
            if last.reason() == Reason::Seventy {
                prop_assert_eq!(last.day(), last.day().last_of_month());
            }
        }


        #[test]
        fn a_printed_day_never_makes_it_longer(card in any_card(), printed in any_day(2023..2029)) {
            let OldCard { kind, born, printed: _, end_of_stay } = card;
            let without = OldCard { kind, born, printed: None, end_of_stay };
            let before = without.last_day().day();
            let with = OldCard { printed: Some(printed.into()), ..without };
            prop_assert_eq!(with.last_day().day(), before.min(printed));
        }
    }
}
