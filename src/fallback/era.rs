//! Dates as Japanese papers have them: 明治, 大正, 昭和, 平成, 令和.

use jiff::civil::{Date, date};
use std::fmt;

/// An era, from the first in which somebody alive was born.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Era {
    Meiji,
    Taisho,
    Showa,
    Heisei,
    Reiwa,
}

impl Era {
    pub const ALL: [Self; 5] = [Self::Meiji, Self::Taisho, Self::Showa, Self::Heisei, Self::Reiwa];

    /// 明治 and so on.
    pub fn name(self) -> &'static str {
        match self {
            Self::Meiji => "明治",
            Self::Taisho => "大正",
            Self::Showa => "昭和",
            Self::Heisei => "平成",
            Self::Reiwa => "令和",
        }
    }

    /// The day from which a date is written with it. 明治 begins with its 6th year: before that, Japan had another
    /// calendar.
    pub fn first_day(self) -> Date {
        match self {
            Self::Meiji => date(1873, 1, 1),
            Self::Taisho => date(1912, 7, 30),
            Self::Showa => date(1926, 12, 25),
            Self::Heisei => date(1989, 1, 8),
            Self::Reiwa => date(2019, 5, 1),
        }
    }

    /// The last day that was ever written with it, `None` for the era that goes on. 大正 and 昭和 began in the middle
    /// of a day, which is written in either way: families do so for those who were born on it.
    pub fn last_day(self) -> Option<Date> {
        match self {
            Self::Meiji => Some(date(1912, 7, 30)),
            Self::Taisho => Some(date(1926, 12, 25)),
            Self::Showa => Some(date(1989, 1, 7)),
            Self::Heisei => Some(date(2019, 4, 30)),
            Self::Reiwa => None,
        }
    }

    /// The year of our reckoning before its first.
    fn year_zero(self) -> i16 {
        match self {
            Self::Meiji => 1867,
            Self::Taisho => 1911,
            Self::Showa => 1925,
            Self::Heisei => 1988,
            Self::Reiwa => 2018,
        }
    }

    /// The years that it has, for a keyboard that offers them; `today` ends the era that goes on.
    pub fn years(self, today: Date) -> std::ops::RangeInclusive<i16> {
        let last = self.last_day().unwrap_or(today);
        self.first_day().year() - self.year_zero()..=last.year() - self.year_zero()
    }
}

/// A date in an era. `year` is 1 or more. It may be no day at all until [`EraDate::date`] has said so.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct EraDate {
    pub era: Era,
    pub year: i16,
    pub month: i8,
    pub day: i8,
}
super::personal::hide_in_debug!(EraDate);

impl EraDate {
    /// Of a day of our reckoning; `None` before 1873.
    pub fn of(day: Date) -> Option<Self> {
        let era = Era::ALL.into_iter().rev().find(|era| era.first_day() <= day)?;
        Some(Self { era, year: day.year() - era.year_zero(), month: day.month(), day: day.day() })
    }

    /// The day; `None` where the calendar lacks it, or where the era had not begun or was over.
    pub fn date(self) -> Option<Date> {
        let year = self.year.checked_add(self.era.year_zero())?;
        let day = Date::new(year, self.month, self.day).ok()?;
        let over = self.era.last_day().is_some_and(|last| day > last);
        (day >= self.era.first_day() && !over).then_some(day)
    }
}

/// 令和8年11月28日; the first year of an era is 元年.
impl fmt::Display for EraDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { era, year, month, day } = *self;
        match year {
            1 => write!(f, "{}元年{month}月{day}日", era.name()),
            _ => write!(f, "{}{year}年{month}月{day}日", era.name()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_era_has_its_first_and_last_day() {
        let cases = [
            (date(1873, 1, 1), "明治6年1月1日"),
            (date(1912, 7, 29), "明治45年7月29日"),
            (date(1912, 7, 30), "大正元年7月30日"),
            (date(1926, 12, 24), "大正15年12月24日"),
            (date(1926, 12, 25), "昭和元年12月25日"),
            (date(1989, 1, 7), "昭和64年1月7日"),
            (date(1989, 1, 8), "平成元年1月8日"),
            (date(2019, 4, 30), "平成31年4月30日"),
            (date(2019, 5, 1), "令和元年5月1日"),
            (date(2026, 11, 28), "令和8年11月28日"),
        ];
        for (day, written) in cases {
            let era_date = EraDate::of(day).unwrap();
            assert_eq!(era_date.to_string(), written);
            assert_eq!(era_date.date(), Some(day), "{written}");
        }
        assert_eq!(EraDate::of(date(1872, 12, 31)), None);
    }

    #[test]
    fn a_day_of_change_is_taken_in_either_era() {
        let either = |era, year, month, day| EraDate { era, year, month, day }.date();
        assert_eq!(either(Era::Meiji, 45, 7, 30), Some(date(1912, 7, 30)));
        assert_eq!(either(Era::Taisho, 15, 12, 25), Some(date(1926, 12, 25)));
    }

    #[test]
    fn what_is_no_day_of_its_era_is_refused() {
        let cases = [
            (Era::Meiji, 5, 12, 31),
            (Era::Meiji, 45, 7, 31),
            (Era::Taisho, 1, 7, 29),
            (Era::Taisho, 15, 12, 26),
            (Era::Showa, 1, 12, 24),
            (Era::Showa, 64, 1, 8),
            (Era::Heisei, 1, 1, 7),
            (Era::Heisei, 31, 5, 1),
            (Era::Reiwa, 1, 4, 30),
            (Era::Showa, 23, 2, 30),
            (Era::Showa, 22, 2, 29),
            (Era::Showa, 0, 1, 1),
            (Era::Reiwa, 8, 0, 1),
            (Era::Reiwa, 8, 13, 1),
            (Era::Reiwa, i16::MAX, 1, 1),
        ];
        for (era, year, month, day) in cases {
            assert_eq!(EraDate { era, year, month, day }.date(), None, "{era:?} {year} {month} {day}");
        }
    }

    #[test]
    fn the_years_to_offer_end_today() {
        let today = date(2026, 11, 28);
        assert_eq!(Era::Meiji.years(today), 6..=45);
        assert_eq!(Era::Taisho.years(today), 1..=15);
        assert_eq!(Era::Showa.years(today), 1..=64);
        assert_eq!(Era::Heisei.years(today), 1..=31);
        assert_eq!(Era::Reiwa.years(today), 1..=8);
    }

    proptest! {
        #[test]
        fn every_day_comes_back(year in 1873_i16..2200, month in 1_i8..=12, day in 1_i8..=31) {
            if let Ok(day) = Date::new(year, month, day) {
                prop_assert_eq!(EraDate::of(day).and_then(EraDate::date), Some(day));
            }
        }
    }
}
