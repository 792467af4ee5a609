//! ふりがな: which letters of a sentence have a reading above them. The table is `locales/ja/readings.txt`.

use std::sync::LazyLock;

/// Letters, and how they are read where that is not plain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read<'a> {
    pub letters: &'a str,
    pub reading: Option<&'static str>,
}

/// Words and their readings, the longest words first.
static TABLE: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let lines = include_str!("../../locales/ja/readings.txt").lines();
    let mut table: Vec<_> =
        lines.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' ')).collect();
    table.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    table
});

/// The parts of a sentence in their order. The first reading that fits the longest word is taken, as a person reads.
pub fn read(sentence: &str) -> Vec<Read<'_>> {
    let mut parts: Vec<Read> = Vec::new();
    let (mut plain_from, mut at) = (0, 0);
    while let Some(letter) = sentence[at..].chars().next() {
        let Some((word, reading)) = TABLE.iter().find(|(word, _)| sentence[at..].starts_with(word)) else {
            at += letter.len_utf8();
            continue;
        };
        parts.extend(plain(&sentence[plain_from..at]));
        let (word_part, kana) = split_kana(&sentence[at..at + word.len()], reading);
        parts.push(Read { letters: word_part, reading: Some(&reading[..reading.len() - kana]) });
        at += word.len();
        plain_from = at - kana;
    }
    parts.extend(plain(&sentence[plain_from..]));
    parts
}

/// A word without the kana at its end, which need no reading, and their length: 入れ is 入 and れ.
fn split_kana<'a>(word: &'a str, reading: &str) -> (&'a str, usize) {
    let same = word.chars().rev().zip(reading.chars().rev()).take_while(|(a, b)| a == b);
    let kana = same.map(|(letter, _)| letter.len_utf8()).sum();
    (&word[..word.len() - kana], kana)
}

fn plain(letters: &str) -> Option<Read<'_>> {
    (!letters.is_empty()).then_some(Read { letters, reading: None })
}

/// Letters that nobody can read who has not learned them.
pub fn is_kanji(letter: char) -> bool {
    matches!(letter, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '々')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Catalogue, Language};

    fn shown(sentence: &str) -> String {
        let part = |part: Read| match part.reading {
            Some(reading) => format!("{}[{reading}]", part.letters),
            None => part.letters.to_owned(),
        };
        read(sentence).into_iter().map(part).collect()
    }

    #[test]
    fn the_longest_word_is_read_and_kana_are_left_alone() {
        assert_eq!(shown("暗証番号を 入れて ください"), "暗証番号[あんしょうばんごう]を 入[い]れて ください");
        assert_eq!(shown("11日です"), "11日[じゅういちにち]です");
        assert_eq!(shown("Uketsuke"), "Uketsuke");
    }

    #[test]
    fn every_kanji_of_the_screens_has_a_reading() {
        let catalogue = Catalogue::bundled().unwrap();
        let mut missing = Vec::new();
        for language in [Language::Japanese, Language::EasyJapanese] {
            for key in catalogue.patients_keys(language) {
                let sentence = catalogue.text(language, &crate::i18n::tr(key.clone())).replace("{$day}", "11");
                let unread =
                    read(&sentence).iter().any(|part| part.reading.is_none() && part.letters.contains(is_kanji));
                if unread {
                    missing.push(format!("{key}: {}", shown(&sentence)));
                }
            }
        }
        assert!(missing.is_empty(), "{missing:#?}");
    }
}
