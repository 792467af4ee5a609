//! Breaks sentences into lines, as their language asks: no word is torn, no mark of punctuation begins a line, a reading
//! stays above its letters. Pure: the same lines for the same width.

use super::measure::Measure;
use crate::i18n::readings;
use crate::i18n::{Breaks, Language};
use icu_segmenter::LineSegmenter;
use icu_segmenter::options::{LineBreakOptions, LineBreakStrictness};

/// Height of a line in em of its letters.
pub const LINE_EM: f32 = 1.3;
/// Size of a reading in em of the letters below it, as books for children have it, and the height of its line.
pub const READING_EM: f32 = 0.5;
pub const READING_LINE_EM: f32 = 0.6;

/// Letters that stay together, and what is written above them.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    pub letters: String,
    pub reading: Option<&'static str>,
    width: f32,
}

/// A sentence in lines.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lines {
    pub lines: Vec<Vec<Unit>>,
    pub has_readings: bool,
    /// A word was wider than the line, and had to be torn.
    pub torn: bool,
}

impl Lines {
    /// In em.
    pub fn height(&self) -> f32 {
        let line = if self.has_readings { LINE_EM + READING_LINE_EM } else { LINE_EM };
        line * self.lines.len() as f32
    }

    /// Of the longest line, in em.
    pub fn width(&self) -> f32 {
        let width = |line: &Vec<Unit>| line.iter().map(|unit| unit.width).sum();
        self.lines.iter().map(width).fold(0.0, f32::max)
    }

    /// Some of them.
    pub fn part(&self, which: std::ops::Range<usize>) -> Self {
        let which = which.start..which.end.min(self.lines.len());
        Self { lines: self.lines[which].to_vec(), has_readings: self.has_readings, torn: self.torn }
    }

    /// As they stand, without readings.
    pub fn text(&self) -> String {
        let line = |line: &Vec<Unit>| line.iter().map(|unit| unit.letters.as_str()).collect::<String>();
        self.lines.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

/// Chinese that is no longer than this stays on one line.
const WORD: usize = 5;

/// How a sentence is set.
#[derive(Clone, Copy)]
pub struct Typesetter<'a> {
    pub measure: &'a Measure,
    pub language: Language,
    pub readings: bool,
}

/// Units that stay on one line while it can hold them.
struct Word {
    units: Vec<Unit>,
    space_before: bool,
}

impl Typesetter<'_> {
    /// The lines of `text` for a width in em.
    pub fn set(&self, text: &str, width: f32, bold: bool) -> Lines {
        let space = self.width(" ", bold);
        let mut lines = Lines { has_readings: self.readings && text.contains(readings::is_kanji), ..Lines::default() };
        let (mut line, mut used): (Vec<Unit>, f32) = (Vec::new(), 0.0);
        for word in self.words(text, bold) {
            let needs: f32 = word.units.iter().map(|unit| unit.width).sum();
            let gap = if word.space_before && !line.is_empty() { space } else { 0.0 };
            if used + gap + needs > width && !line.is_empty() {
                lines.lines.push(std::mem::take(&mut line));
                used = 0.0;
            } else if gap > 0.0 {
                line.push(Unit { letters: " ".into(), reading: None, width: space });
                used += gap;
            }
            if needs <= width {
                line.extend(word.units);
                used += needs;
                continue;
            }
            for unit in word.units.into_iter().flat_map(|unit| self.torn(unit, width, bold)) {
                if used + unit.width > width && !line.is_empty() {
                    lines.lines.push(std::mem::take(&mut line));
                    used = 0.0;
                    lines.torn = true;
                }
                used += unit.width;
                line.push(unit);
            }
        }
        if !line.is_empty() {
            lines.lines.push(line);
        }
        lines
    }

    /// The width in em that the longest word needs.
    pub fn narrowest(&self, text: &str, bold: bool) -> f32 {
        let width = |word: Word| word.units.iter().map(|unit| unit.width).sum();
        self.words(text, bold).into_iter().map(width).fold(0.0, f32::max)
    }

    fn width(&self, text: &str, bold: bool) -> f32 {
        self.measure.width(text, self.language.face(), bold)
    }

    /// Japanese is written here with spaces between its phrases, as books for beginners are, and Korean breaks at its
    /// spaces though Unicode would allow more. Chinese has none, and breaks as Unicode says (UAX #14).
    fn words(&self, text: &str, bold: bool) -> Vec<Word> {
        let mut words = Vec::new();
        for (at, phrase) in text.split(' ').enumerate() {
            let parts = match self.language.breaks() {
                // A label of a word or two is one.
                Breaks::AtLetters if phrase.chars().count() <= WORD => vec![phrase],
                Breaks::AtLetters => at_letters(phrase),
                Breaks::AtPhrases | Breaks::AtWords => vec![phrase],
            };
            for (place, part) in parts.into_iter().enumerate() {
                words.push(Word { units: self.units(part, bold), space_before: at > 0 && place == 0 });
            }
        }
        words
    }

    fn units(&self, word: &str, bold: bool) -> Vec<Unit> {
        let unit = |letters: &str, reading: Option<&'static str>| {
            let above = reading.map_or(0.0, |reading| self.width(reading, false) * READING_EM);
            Unit { letters: letters.to_owned(), reading, width: self.width(letters, bold).max(above) }
        };
        if self.readings {
            readings::read(word).into_iter().map(|part| unit(part.letters, part.reading)).collect()
        } else {
            vec![unit(word, None)]
        }
    }

    /// A unit that no line can hold whole, in parts of one letter and the marks that belong to it.
    fn torn(&self, unit: Unit, width: f32, bold: bool) -> Vec<Unit> {
        if unit.reading.is_some() {
            return vec![unit];
        }
        let mut parts = at_letters(&unit.letters);
        if parts.iter().any(|part| self.width(part, bold) > width) {
            parts = unit.letters.split_inclusive(|_: char| true).collect();
        }
        let part = |letters: &str| Unit { letters: letters.into(), reading: None, width: self.width(letters, bold) };
        parts.into_iter().map(part).collect()
    }
}

/// The parts between which Unicode allows a line to break, with the Japanese and Chinese rules for the marks that must
/// not begin or end a line (禁則).
fn at_letters(phrase: &str) -> Vec<&str> {
    let mut options = LineBreakOptions::default();
    options.strictness = Some(LineBreakStrictness::Strict);
    let breaks: Vec<usize> = LineSegmenter::new_for_non_complex_scripts(options).segment_str(phrase).collect();
    breaks.windows(2).map(|pair| &phrase[pair[0]..pair[1]]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::{DEFAULT_FONT_FOLDER, FontFiles};

    fn set(text: &str, language: Language, readings: bool, width: f32) -> Lines {
        let measure = FontFiles::read(DEFAULT_FONT_FOLDER.as_ref()).unwrap().measure();
        Typesetter { measure: &measure, language, readings }.set(text, width, false)
    }

    #[test]
    fn lines_break_where_the_language_allows() {
        assert_eq!(set("薬の 情報", Language::Japanese, false, 4.0).text(), "薬の\n情報");
        assert_eq!(set("카드를 둡니다", Language::Korean, false, 5.0).text(), "카드를\n둡니다");
        assert_eq!(set("请放卡。请把", Language::Chinese, false, 4.2).text(), "请放卡。\n请把");
        assert_eq!(set("Put the card here", Language::English, false, 5.0).text(), "Put the\ncard\nhere");
        let long = set("資格情報のみ、当機関に", Language::Japanese, false, 6.5);
        assert_eq!(long.text(), "資格情報の\nみ、当機関に", "no mark begins a line");
        assert!(long.torn);
    }

    #[test]
    fn a_reading_makes_room_for_itself() {
        let with = set("市役所", Language::EasyJapanese, true, 20.0);
        let without = set("市役所", Language::EasyJapanese, false, 20.0);
        assert!(with.height() > without.height());
        assert!(with.width() >= without.width());
        assert_eq!(with.lines[0][0].reading, Some("しやくしょ"));
    }

    #[test]
    fn every_sentence_has_its_letters_in_the_font_of_its_language() {
        let measure = FontFiles::read(DEFAULT_FONT_FOLDER.as_ref()).unwrap().measure();
        let catalogue = crate::i18n::Catalogue::bundled().unwrap();
        for language in Language::ALL {
            for key in catalogue.patients_keys(*language) {
                let text = catalogue.text(*language, &crate::i18n::tr(key.clone()));
                let missing = measure.missing(&text, language.face());
                assert!(missing.is_empty(), "{language:?} {key}: {missing:?}");
            }
        }
    }
}
