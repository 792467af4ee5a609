//! Dates and texts that belong to a person: they wipe themselves, and `Debug` shows nothing of them.

use jiff::civil::Date;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Ends with a fixed text: neither the value nor its length reaches a log.
macro_rules! hide_in_debug {
    ($($name:ident),*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(hidden)"))
            }
        }
    )*};
}
pub(crate) use hide_in_debug;

hide_in_debug!(PersonalDate, PersonalText);

/// A day that says something about a person: a birth date, or an end of stay. A calendar day of Japan.
#[derive(PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct PersonalDate {
    year: i16,
    month: i8,
    day: i8,
}

impl PersonalDate {
    pub fn new(date: Date) -> Self {
        Self { year: date.year(), month: date.month(), day: date.day() }
    }

    /// The day itself. It was made from one, so the other answer is never given.
    pub fn expose(&self) -> Date {
        Date::new(self.year, self.month, self.day).unwrap_or(Date::ZERO)
    }
}

impl From<Date> for PersonalDate {
    fn from(date: Date) -> Self {
        Self::new(date)
    }
}

/// Why something cannot be a [`PersonalText`]. It tells nothing of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextTrouble {
    #[error("nothing but spaces was given")]
    Empty,
    #[error("the text has more than {} characters", PersonalText::MAX)]
    TooLong,
    #[error("the text has a line break or another character that cannot be printed")]
    ControlCharacter,
}

/// One line of text about a person: a name, an address, a telephone number.
#[derive(PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct PersonalText(String);

impl PersonalText {
    /// Characters that it holds at most: the longest that a line of the paper form takes.
    pub const MAX: usize = 100;

    /// Without the spaces around it.
    pub fn new(text: &str) -> Result<Self, TextTrouble> {
        let text = text.trim();
        if text.is_empty() {
            Err(TextTrouble::Empty)
        } else if text.chars().count() > Self::MAX {
            Err(TextTrouble::TooLong)
        } else if text.chars().any(char::is_control) {
            Err(TextTrouble::ControlCharacter)
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl TryFrom<Zeroizing<String>> for PersonalText {
    type Error = TextTrouble;

    fn try_from(text: Zeroizing<String>) -> Result<Self, TextTrouble> {
        Self::new(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_date_comes_out_as_it_went_in() {
        for day in [date(1948, 2, 29), date(1926, 12, 25), date(2026, 1, 31)] {
            assert_eq!(PersonalDate::new(day).expose(), day);
        }
    }

    #[test]
    fn a_text_has_one_line_and_an_end() {
        assert_eq!(PersonalText::new("　練習 花子 ").map(|text| text.expose().to_owned()), Ok("練習 花子".into()));
        assert_eq!(PersonalText::new(" 　 "), Err(TextTrouble::Empty));
        assert_eq!(PersonalText::new("東京都\n港区"), Err(TextTrouble::ControlCharacter));
        assert!(PersonalText::new(&"あ".repeat(PersonalText::MAX)).is_ok());
        assert_eq!(PersonalText::new(&"あ".repeat(PersonalText::MAX + 1)), Err(TextTrouble::TooLong));
    }

    #[test]
    fn nothing_personal_is_shown_and_wiping_leaves_nothing() {
        let mut text = PersonalText::new("練習 花子").unwrap();
        let mut day = PersonalDate::new(date(1948, 2, 29));
        assert_eq!(format!("{text:?} {day:?}"), "PersonalText(hidden) PersonalDate(hidden)");
        text.zeroize();
        day.zeroize();
        assert_eq!((text.expose(), day.expose()), ("", Date::ZERO));
    }
}
