//! 被保険者資格申立書: what a patient states of their insurance when it cannot be checked (page 17; 保発0710第1号 of
//! 2023-07-10). The patient answers as far as they know: "unknown" is an answer.
//!
//! What is hard to type (a name in kanji, an address, the signature) is left to a pen on the printed form.

use super::personal::{PersonalDate, PersonalText, hide_in_debug};
use jiff::civil::Date;
use zeroize::{DefaultIsZeroes, Zeroize, ZeroizeOnDrop};

/// A line of the form.
#[derive(Default, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub enum Written {
    #[default]
    NotAsked,
    /// The patient does not know it, or has none.
    NotKnown,
    /// Left free on the paper, to be written with a pen.
    ByPen,
    Text(PersonalText),
}

/// 性別, as the card has it.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Sex {
    #[default]
    NotAsked,
    Male,
    Female,
    /// The patient does not want to say: no box is ticked.
    NotSaid,
}

/// 保険者等の種類
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum InsurerKind {
    #[default]
    NotAsked,
    /// 被用者保険: 協会けんぽ, 健康保険組合, 共済組合 and the like.
    Employee,
    /// 国民健康保険
    National,
    /// 後期高齢者医療
    LateElderly,
    Unknown,
}

/// 一部負担金の割合
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Share {
    #[default]
    NotAsked,
    /// 10 %
    One,
    /// 20 %
    Two,
    /// 30 %
    Three,
    Unknown,
}

/// Whether the patient has a マイナンバーカード, and showed it.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum CardShown {
    #[default]
    NotAsked,
    Shown,
    /// They have one, and not with them.
    NotHere,
    None,
}

/// Who wrote it. A carer may, when the patient wishes it (Q1 of the guide).
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Writer {
    #[default]
    NotAsked,
    Patient,
    /// 代筆
    Helper,
}

impl DefaultIsZeroes for Sex {}
impl DefaultIsZeroes for InsurerKind {}
impl DefaultIsZeroes for Share {}
impl DefaultIsZeroes for CardShown {}
impl DefaultIsZeroes for Writer {}

/// The data of one statement. Nothing of it is asked yet in its `Default`.
#[derive(Default, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Statement {
    /// フリガナ, in full-width katakana.
    pub kana: Written,
    /// 氏名
    pub name: Written,
    /// 生年月日
    pub born: Option<PersonalDate>,
    pub sex: Sex,
    /// 住所
    pub address: Written,
    /// 電話: digits, hyphens and a plus sign.
    pub phone: Written,
    pub card: CardShown,
    pub insurer_kind: InsurerKind,
    /// 保険者名
    pub insurer: Written,
    /// 事業所名: where the patient, or the one who insures them, works.
    pub workplace: Written,
    pub share: Share,
    pub writer: Writer,
    /// 申立日: the day in Japan. Not asked, the kiosk knows it; without it the paper leaves room for a pen.
    pub declared: Option<PersonalDate>,
}
hide_in_debug!(Written, Sex, InsurerKind, Share, CardShown, Writer, Statement);

/// What is wrong with an answer. There is nothing of the answer in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldTrouble {
    /// It is not answered, and must be.
    Missing,
    /// The telephone number has other signs than digits, hyphens and a plus, or not 9 to 15 digits.
    NotATelephoneNumber,
    InTheFuture,
    /// Nobody is that old: more than 130 years.
    TooLongAgo,
}

impl Statement {
    /// Whether somebody can be born on that day. `today` is the day in Japan.
    pub fn check_born(&self, today: Date) -> Result<(), FieldTrouble> {
        self.born.as_ref().ok_or(FieldTrouble::Missing).and_then(|born| birth(born, today))
    }

    /// None is an answer: not everybody has a telephone.
    pub fn check_phone(&self) -> Result<(), FieldTrouble> {
        match &self.phone {
            Written::Text(text) => telephone(text.expose()),
            Written::ByPen | Written::NotKnown => Ok(()),
            Written::NotAsked => Err(FieldTrouble::Missing),
        }
    }
}

/// Ten or eleven digits in Japan; E.164 allows fifteen, and numbers of nine are in use abroad.
fn telephone(text: &str) -> Result<(), FieldTrouble> {
    let known = text.chars().enumerate().all(|(place, sign)| match sign {
        '0'..='9' | '-' => true,
        '+' => place == 0,
        _ => false,
    });
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if known && (9..=15).contains(&digits) { Ok(()) } else { Err(FieldTrouble::NotATelephoneNumber) }
}

/// Older than anybody has been.
const OLDEST_YEARS: i16 = 130;

fn birth(born: &PersonalDate, today: Date) -> Result<(), FieldTrouble> {
    let born = born.expose();
    if born > today {
        Err(FieldTrouble::InTheFuture)
    } else if today.year() - born.year() > OLDEST_YEARS {
        Err(FieldTrouble::TooLongAgo)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 28);

    fn text(text: &str) -> Written {
        Written::Text(PersonalText::new(text).unwrap())
    }

    fn whole() -> Statement {
        let mut whole = Statement::default();
        whole.kana = text("レンシュウ　ハナコ");
        whole.name = text("練習　花子");
        whole.born = Some(date(1948, 2, 29).into());
        whole.sex = Sex::Female;
        whole.address = text("東京都練習区見本町1-2-3");
        whole.phone = text("03-0000-0000");
        whole.card = CardShown::Shown;
        whole.insurer_kind = InsurerKind::LateElderly;
        whole.share = Share::One;
        whole.writer = Writer::Patient;
        whole
    }

    #[test]
    fn a_day_on_which_nobody_can_be_born_is_told() {
        let told = |born: Option<Date>| {
            let mut statement = whole();
            statement.born = born.map(PersonalDate::new);
            statement.check_born(TODAY)
        };
        assert_eq!(told(None), Err(FieldTrouble::Missing));
        assert_eq!(told(Some(date(2026, 11, 29))), Err(FieldTrouble::InTheFuture));
        assert_eq!(told(Some(date(1895, 12, 31))), Err(FieldTrouble::TooLongAgo));
        assert_eq!(told(Some(TODAY)), Ok(()));
    }

    #[test]
    fn a_telephone_may_be_left_to_the_pen_or_not_be_there() {
        let mut statement = whole();
        for (phone, told) in [
            (text("03-0000-0000"), Ok(())),
            (Written::ByPen, Ok(())),
            (Written::NotKnown, Ok(())),
            (text("03-0000"), Err(FieldTrouble::NotATelephoneNumber)),
            (Written::NotAsked, Err(FieldTrouble::Missing)),
        ] {
            statement.phone = phone;
            assert_eq!(statement.check_phone(), told);
        }
    }

    #[test]
    fn telephone_numbers_have_digits_hyphens_and_a_plus_in_front() {
        for good in ["0300000000", "090-0000-0000", "+81-3-0000-0000", "+123456789012345"] {
            assert_eq!(telephone(good), Ok(()), "{good}");
        }
        for bad in
            ["", "電話なし", "03(0000)0000", "12345678", "1234567890123456", "03+00000000", "０３００００００００"]
        {
            assert_eq!(telephone(bad), Err(FieldTrouble::NotATelephoneNumber), "{bad}");
        }
    }

    #[test]
    fn a_statement_shows_nothing_and_wipes_all() {
        let mut statement = whole();
        assert_eq!(format!("{statement:?} {:?}", statement.name), "Statement(hidden) Written(hidden)");
        statement.zeroize();
        let empty_text = |line: &Written| matches!(line, Written::Text(text) if text.expose().is_empty());
        assert!(empty_text(&statement.name) && empty_text(&statement.address) && empty_text(&statement.phone));
        assert!(statement.born.is_none() && statement.sex == Sex::NotAsked && statement.share == Share::NotAsked);
    }
}
