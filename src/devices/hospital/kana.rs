//! Full-width katakana to half-width, as NameKana has it.

/// The full-width forms of U+FF61 to U+FF9F, in that order.
const FULL: &str = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜";

/// Voiced letters come out as two characters. The letters without a half-width form take their nearest one
/// (ヮ ワ, ヰ イ, ヱ エ, ヵ カ, ヶ ケ), as insurers write them. Anything else stays as it is.
pub fn half_width(text: &str) -> String {
    let mut half = String::with_capacity(text.len() * 2);
    for character in text.chars() {
        match character {
            '\u{3000}' => half.push(' '),
            'ヴ' => half.push_str("ｳﾞ"),
            'ヮ' => half.push('ﾜ'),
            'ヰ' => half.push('ｲ'),
            'ヱ' => half.push('ｴ'),
            'ヵ' => half.push('ｶ'),
            'ヶ' => half.push('ｹ'),
            other => push_half(&mut half, other),
        }
    }
    half
}

/// In Unicode a voiced letter follows its plain one, and in the ハ row the half-voiced letter follows the voiced.
fn push_half(half: &mut String, full: char) {
    if let Some(plain) = plain_half(full, 0) {
        half.push(plain);
    } else if let Some(plain) = plain_half(full, 1).filter(|_| is_katakana(full)) {
        half.extend([plain, 'ﾞ']);
    } else if let Some(plain) = plain_half(full, 2).filter(|_| is_katakana(full)) {
        half.extend([plain, 'ﾟ']);
    } else {
        half.push(full);
    }
}

/// Half-width form of the letter `back` places before `full` in Unicode.
fn plain_half(full: char, back: u32) -> Option<char> {
    let letter = char::from_u32(u32::from(full).checked_sub(back)?)?;
    let place = FULL.chars().position(|listed| listed == letter)?;
    char::from_u32(0xFF61 + u32::try_from(place).ok()?)
}

/// ァ to ヶ: only here do voiced letters stand beside their plain ones.
fn is_katakana(character: char) -> bool {
    matches!(character, 'ァ'..='ヶ')
}

#[cfg(test)]
mod tests {
    use super::half_width;

    #[test]
    fn every_kind_of_letter() {
        assert_eq!(half_width("レンシュウ　ハナコ"), "ﾚﾝｼｭｳ ﾊﾅｺ");
        assert_eq!(half_width("ガギグゲゴザジズゼゾダヂヅデド"), "ｶﾞｷﾞｸﾞｹﾞｺﾞｻﾞｼﾞｽﾞｾﾞｿﾞﾀﾞﾁﾞﾂﾞﾃﾞﾄﾞ");
        assert_eq!(half_width("バビブベボパピプペポ"), "ﾊﾞﾋﾞﾌﾞﾍﾞﾎﾞﾊﾟﾋﾟﾌﾟﾍﾟﾎﾟ");
        assert_eq!(half_width("ヴァイオレット・ヰヱヮヵヶー"), "ｳﾞｧｲｵﾚｯﾄ･ｲｴﾜｶｹｰ");
        assert_eq!(half_width("ﾊﾅｺ Anna 花〃『ヷ"), "ﾊﾅｺ Anna 花〃『ヷ");
    }

    /// ァ to ン without the five letters that have no form of their own.
    #[test]
    fn all_katakana_become_half_width() {
        for letter in 'ァ'..='ヶ' {
            let half = half_width(&letter.to_string());
            assert!(half.chars().all(|character| ('ｦ'..='ﾟ').contains(&character)), "{letter} {half}");
        }
    }
}
