//! The keyboard of large kana: its rows, and what was typed. Letters are typed plain and changed afterwards: が is か and
//! then 濁点, so that 46 keys and a few more are enough.

use super::personal::hide_in_debug;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Letters that a line of kana holds at most.
pub const MAX_KANA: usize = 40;
/// What stands between family name and given name: one full-width space.
const SPACE: char = '　';
const LONG: char = 'ー';

/// One row of the 五十音, from the vowel a to o; `None` where it has no letter.
pub type Row = [Option<char>; 5];

/// あ to わ.
pub const ROWS: [Row; 10] = [
    full(['あ', 'い', 'う', 'え', 'お']),
    full(['か', 'き', 'く', 'け', 'こ']),
    full(['さ', 'し', 'す', 'せ', 'そ']),
    full(['た', 'ち', 'つ', 'て', 'と']),
    full(['な', 'に', 'ぬ', 'ね', 'の']),
    full(['は', 'ひ', 'ふ', 'へ', 'ほ']),
    full(['ま', 'み', 'む', 'め', 'も']),
    [Some('や'), None, Some('ゆ'), None, Some('よ')],
    full(['ら', 'り', 'る', 'れ', 'ろ']),
    [Some('わ'), None, Some('を'), None, Some('ん')],
];

const fn full([a, i, u, e, o]: [char; 5]) -> Row {
    [Some(a), Some(i), Some(u), Some(e), Some(o)]
}

/// Plain letters, and the same letters voiced, in the same order; then half-voiced and small ones.
const PLAIN: &str = "うかきくけこさしすせそたちつてとはひふへほ";
const VOICED: &str = "ゔがぎぐげござじずぜぞだぢづでどばびぶべぼ";
const HALF_PLAIN: &str = "はひふへほ";
const HALF_VOICED: &str = "ぱぴぷぺぽ";
const LARGE: &str = "あいうえおつやゆよわ";
const SMALL: &str = "ぁぃぅぇぉっゃゅょゎ";

/// What became of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Changed,
    /// There are 40 letters already.
    Full,
    /// The key means nothing here: 濁点 after な, a space at the beginning, delete where nothing is.
    Nothing,
}

/// Kana as they are typed, for a name of a person. Wipes itself.
#[derive(PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Kana {
    letters: [char; MAX_KANA],
    len: usize,
}
hide_in_debug!(Kana);

impl Default for Kana {
    fn default() -> Self {
        Self { letters: ['\0'; MAX_KANA], len: 0 }
    }
}

impl Kana {
    /// A key of [`ROWS`]. Other letters mean nothing.
    pub fn letter(&mut self, letter: char) -> Outcome {
        if ROWS.iter().flatten().any(|key| *key == Some(letter)) { self.push(letter) } else { Outcome::Nothing }
    }

    /// 長音 ー: after a letter only.
    pub fn long(&mut self) -> Outcome {
        match self.last() {
            Some(SPACE) | None => Outcome::Nothing,
            Some(_) => self.push(LONG),
        }
    }

    /// Between two words: not at the beginning, and not twice.
    pub fn space(&mut self) -> Outcome {
        match self.last() {
            Some(SPACE) | None => Outcome::Nothing,
            Some(_) => self.push(SPACE),
        }
    }

    /// 濁点 on the last letter; once more takes it away.
    pub fn voice(&mut self) -> Outcome {
        // From ぱ too: whoever pressed the wrong mark presses the right one.
        let plain = self.last().map(|last| other_form(last, HALF_VOICED, HALF_PLAIN).unwrap_or(last));
        let plain = plain.map(|last| other_form(last, SMALL, LARGE).unwrap_or(last));
        self.change(|last| other_form(last, VOICED, PLAIN).or_else(|| other_form(plain?, PLAIN, VOICED)))
    }

    /// 半濁点 on the last letter; once more takes it away.
    pub fn half_voice(&mut self) -> Outcome {
        let plain = self.last().map(|last| other_form(last, VOICED, PLAIN).unwrap_or(last));
        self.change(|last| {
            other_form(last, HALF_VOICED, HALF_PLAIN).or_else(|| other_form(plain?, HALF_PLAIN, HALF_VOICED))
        })
    }

    /// 小文字 of the last letter; once more makes it large.
    pub fn small(&mut self) -> Outcome {
        let plain = self.last().map(|last| other_form(last, VOICED, PLAIN).unwrap_or(last));
        self.change(|last| other_form(last, SMALL, LARGE).or_else(|| other_form(plain?, LARGE, SMALL)))
    }

    /// Takes the last letter away, with its mark.
    pub fn delete(&mut self) -> Outcome {
        if self.len == 0 {
            return Outcome::Nothing;
        }
        self.len -= 1;
        self.letters[self.len] = '\0';
        Outcome::Changed
    }

    /// Takes all away.
    pub fn clear(&mut self) {
        self.zeroize();
    }

    /// How many letters there are; a mark is part of its letter.
    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The last letter, to be said aloud when it was typed.
    pub fn last(&self) -> Option<char> {
        self.letters[..self.len].last().copied()
    }

    /// れんしゅう　はなこ
    pub fn hiragana(&self) -> Zeroizing<String> {
        self.text(|letter| letter)
    }

    /// レンシュウ　ハナコ
    pub fn katakana(&self) -> Zeroizing<String> {
        self.text(katakana_of)
    }

    fn text(&self, form: fn(char) -> char) -> Zeroizing<String> {
        // Every letter takes three bytes: the text is never moved while it grows.
        let mut text = Zeroizing::new(String::with_capacity(self.len * 3));
        text.extend(self.letters[..self.len].iter().map(|letter| form(*letter)));
        text
    }

    fn push(&mut self, letter: char) -> Outcome {
        let Some(place) = self.letters.get_mut(self.len) else { return Outcome::Full };
        *place = letter;
        self.len += 1;
        Outcome::Changed
    }

    fn change(&mut self, form: impl FnOnce(char) -> Option<char>) -> Outcome {
        let Some(last) = self.letters[..self.len].last_mut() else { return Outcome::Nothing };
        let Some(changed) = form(*last) else { return Outcome::Nothing };
        *last = changed;
        Outcome::Changed
    }
}

/// The letter at the same place of the other list.
fn other_form(letter: char, from: &str, to: &str) -> Option<char> {
    to.chars().nth(from.chars().position(|listed| listed == letter)?)
}

/// Hiragana ぁ to ゖ to katakana, 0x60 places further in Unicode; anything else as it is.
fn katakana_of(letter: char) -> char {
    match letter {
        'ぁ'..='ゖ' => char::from_u32(u32::from(letter) + 0x60).unwrap_or(letter),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Whether a text is nothing but full-width katakana, ー, ・ and spaces.
    fn is_katakana(text: &str) -> bool {
        text.chars().all(|letter| matches!(letter, 'ァ'..='ヺ' | '・' | LONG | SPACE | ' '))
    }

    /// Letters are keys; the others as on the keyboard.
    fn press(kana: &mut Kana, key: char) -> Outcome {
        match key {
            '゛' => kana.voice(),
            '゜' => kana.half_voice(),
            '小' => kana.small(),
            'ー' => kana.long(),
            '　' => kana.space(),
            '消' => kana.delete(),
            letter => kana.letter(letter),
        }
    }

    fn typed(keys: &str) -> Kana {
        let mut kana = Kana::default();
        for key in keys.chars() {
            press(&mut kana, key);
        }
        kana
    }

    #[test]
    fn a_name_is_typed_with_plain_letters_and_marks() {
        let kana = typed("れんしゆ小う　はなこ");
        assert_eq!(kana.hiragana().as_str(), "れんしゅう　はなこ");
        assert_eq!(kana.katakana().as_str(), "レンシュウ　ハナコ");
        assert_eq!(typed("か゛つ小こうー゛").katakana().as_str(), "ガッコウー");
        assert_eq!(typed("う゛あ小いおれつ小と").katakana().as_str(), "ヴァイオレット");
        assert_eq!(typed("は゜りす゛").katakana().as_str(), "パリズ");
    }

    #[test]
    fn every_mark_is_taken_away_by_pressing_it_again() {
        for (letters, mark) in [(PLAIN, '゛'), (HALF_PLAIN, '゜'), (LARGE, '小')] {
            for letter in letters.chars() {
                let twice = typed(&format!("{letter}{mark}{mark}"));
                assert_eq!(twice.hiragana().as_str(), letter.to_string());
                assert_ne!(typed(&format!("{letter}{mark}")).hiragana().as_str(), letter.to_string());
            }
        }
    }

    #[test]
    fn one_mark_takes_the_place_of_another() {
        assert_eq!(typed("は゛゜").hiragana().as_str(), "ぱ");
        assert_eq!(typed("は゜゛").hiragana().as_str(), "ば");
        assert_eq!(typed("つ゛小").hiragana().as_str(), "っ");
        assert_eq!(typed("つ小゛").hiragana().as_str(), "づ");
        assert_eq!(typed("う小゛").hiragana().as_str(), "ゔ");
    }

    #[test]
    fn keys_that_mean_nothing_change_nothing() {
        let cases =
            [("", '゛'), ("", '消'), ("", '　'), ("", 'ー'), ("な", '゛'), ("か", '゜'), ("か", '小'), ("ん", '゛')];
        for (before, key) in cases {
            let mut kana = typed(before);
            assert_eq!(press(&mut kana, key), Outcome::Nothing, "{key} after '{before}'");
            assert_eq!(kana.hiragana().as_str(), before);
        }
        assert_eq!(typed("あ　　ー").hiragana().as_str(), "あ　");
        for stranger in ['漢', 'ア', 'a', '\n', 'が'] {
            assert_eq!(Kana::default().letter(stranger), Outcome::Nothing);
        }
    }

    #[test]
    fn a_line_is_full_at_its_end_and_can_still_be_changed() {
        let mut kana = typed(&"か".repeat(MAX_KANA));
        assert_eq!((kana.letter('か'), kana.space(), kana.long()), (Outcome::Full, Outcome::Full, Outcome::Full));
        assert_eq!(kana.voice(), Outcome::Changed);
        assert_eq!(kana.last(), Some('が'));
    }

    #[test]
    fn the_keyboard_has_the_46_letters_each_once() {
        let mut letters: Vec<char> = ROWS.iter().flatten().flatten().copied().collect();
        assert_eq!(letters.len(), 46);
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), 46);
    }

    #[test]
    fn nothing_of_a_name_is_shown_or_left() {
        let mut kana = typed("はなこ");
        assert_eq!(format!("{kana:?}"), "Kana(hidden)");
        kana.clear();
        assert!(kana.is_empty() && kana.letters == ['\0'; MAX_KANA]);
    }

    proptest! {
        #[test]
        fn whatever_is_pressed_is_katakana_and_delete_comes_to_nothing(
            keys in proptest::collection::vec(
                proptest::sample::select("あうかさたつなはまやらわん゛゜小ー　消".chars().collect::<Vec<_>>()), 0..120)
        ) {
            let mut kana = Kana::default();
            for key in keys {
                press(&mut kana, key);
                prop_assert!(is_katakana(&kana.katakana()));
                prop_assert_eq!(kana.hiragana().chars().count(), kana.len());
            }
            for _ in 0..MAX_KANA {
                kana.delete();
            }
            prop_assert!(kana.is_empty());
        }
    }
}
