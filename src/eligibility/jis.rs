//! The character set of the insurers' data: JIS X 0208, half-width katakana, and printable ASCII. What is outside
//! becomes ●, as patients and hospitals know it from the field (髙 and 﨑 do, 𠮷 too).
//!
//! Decided: the limit holds for UTF-8 files as well. The gap is in the centre's data, not in the file's encoding,
//! so a hospital that switches to UTF-8 still gets ●; and text that passes here means the same in both encodings.

use encoding_rs::SHIFT_JIS;

/// Stands for a character outside the set.
pub const REPLACEMENT: char = '●';

/// The text with ● for every character outside the set. Control characters are outside, so the result is one line.
pub fn limit(text: &str) -> String {
    text.chars().map(unify).map(|character| if is_inside(character) { character } else { REPLACEMENT }).collect()
}

/// Some characters of JIS X 0208 have two Unicode mappings. The Shift_JIS of today's systems (CP932, and the
/// encoder used here) knows one of each pair; the other is the same character and must not become ●. ¥ and ‾ would
/// land on the ASCII codes of \ and ~.
fn unify(character: char) -> char {
    match character {
        '\u{301C}' => '～',
        '\u{2016}' => '∥',
        '\u{2212}' => '－',
        '\u{2014}' => '―',
        '¢' => '￠',
        '£' => '￡',
        '¬' => '￢',
        '¥' => '￥',
        '\u{203E}' => '￣',
        other => other,
    }
}

/// Reads the row (区) off the Shift_JIS bytes. encoding_rs knows more than JIS X 0208: row 13 (NEC special
/// characters), rows 89-92 (NEC's selection of IBM characters), rows 115-119 (IBM extensions, 髙 and 﨑 among them).
fn is_inside(character: char) -> bool {
    let mut utf8 = [0; 4];
    let (bytes, _, unmappable) = SHIFT_JIS.encode(character.encode_utf8(&mut utf8));
    match *bytes {
        _ if unmappable => false,
        [0x20..=0x7E | 0xA1..=0xDF] => true,
        [lead, trail] => matches!(row(lead, trail), 1..=12 | 14..=84),
        _ => false,
    }
}

/// Row of JIS X 0208 and its extensions, 1 to 120; 0 for bytes that are no Shift_JIS pair.
fn row(lead: u8, trail: u8) -> u8 {
    let pair = match lead {
        0x81..=0x9F => lead - 0x81,
        0xE0..=0xFC => lead - 0xC1,
        _ => return 0,
    };
    pair * 2 + if trail >= 0x9F { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_jis_x_0208_passes() {
        let cases = [
            ("髙橋　架子", "●橋　架子"),
            ("山﨑𠮷德", "山●●●"),
            ("①㈱Ⅳ纊", "●●●●"),
            ("高橋々〆ヶ熙", "高橋々〆ヶ熙"),
            ("ﾚﾝｼｭｳ ﾊﾅｺ", "ﾚﾝｼｭｳ ﾊﾅｺ"),
            ("A-1 <&>'\"", "A-1 <&>'\""),
            ("a\r\n\tb\u{1}\u{80}é😀", "a●●●b●●●●"),
            ("〜‖−—¥", "～∥－―￥"),
            ("●", "●"),
            ("∪∵√", "∪∵√"),
        ];
        for (text, expected) in cases {
            assert_eq!(limit(text), expected, "{text}");
        }
    }

    /// JIS X 0208 has 6879 characters (147 in row 1 and 2, 377 others, 6355 kanji).
    #[test]
    fn the_set_has_the_size_of_the_standard() {
        let wide = ('\u{80}'..=char::MAX)
            .filter(|character| !matches!(character, '\u{FF61}'..='\u{FF9F}'))
            .filter(|character| is_inside(*character))
            .filter(|character| unify(*character) == *character)
            .count();
        assert_eq!(wide, 6879);
    }
}
