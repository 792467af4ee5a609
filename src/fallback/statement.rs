//! 被保険者資格申立書: what a patient states of their insurance when it cannot be checked (page 17; 保発0710第1号 of
//! 2023-07-10). The patient answers as far as they know: "unknown" is an answer.
//!
//! One question a screen: [`Statement::asked`] has their order, [`Statement::check`] says what is wrong with an answer.
//! What is hard to type (a name in kanji, an address) may be left to a pen on the printed form.

use super::kana::is_katakana;
use super::personal::{PersonalDate, PersonalText, hide_in_debug};
use super::signature::Signature;
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

/// 署名
#[derive(Default, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub enum Signing {
    #[default]
    NotAsked,
    /// With a pen, on the paper.
    ByPen,
    OnScreen(Signature),
}

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
    pub signing: Signing,
    /// 申立日: the day in Japan. Not asked, the kiosk knows it; without it the paper leaves room for a pen.
    pub declared: Option<PersonalDate>,
}
hide_in_debug!(Written, Sex, InsurerKind, Share, CardShown, Writer, Signing, Statement);

/// The questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    Kana,
    Name,
    Born,
    Sex,
    Address,
    Phone,
    Card,
    InsurerKind,
    Insurer,
    Workplace,
    Share,
    Writer,
    Signature,
}

/// What is wrong with an answer. There is nothing of the answer in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldTrouble {
    /// It is not answered, and must be.
    Missing,
    /// フリガナ has other letters than katakana.
    NotKatakana,
    /// The telephone number has other signs than digits, hyphens and a plus, or not 9 to 15 digits.
    NotATelephoneNumber,
    InTheFuture,
    /// Nobody is that old: more than 130 years.
    TooLongAgo,
}

impl Field {
    /// From what everybody knows to what needs thought; the signature last, because it is for all of it.
    pub const ORDER: [Self; 13] = [
        Self::Kana,
        Self::Name,
        Self::Born,
        Self::Sex,
        Self::Address,
        Self::Phone,
        Self::Card,
        Self::InsurerKind,
        Self::Insurer,
        Self::Workplace,
        Self::Share,
        Self::Writer,
        Self::Signature,
    ];

    /// Whether it must be answered, "unknown" or "by pen" being answers where they are offered.
    pub fn is_required(self) -> bool {
        match self {
            Self::Kana
            | Self::Name
            | Self::Born
            | Self::Sex
            | Self::Address
            | Self::Phone
            | Self::Card
            | Self::InsurerKind
            | Self::Share
            | Self::Writer
            | Self::Signature => true,
            // Only as far as the patient knows.
            Self::Insurer | Self::Workplace => false,
        }
    }

    /// Whether it may be left to a pen.
    pub fn may_be_by_pen(self) -> bool {
        match self {
            Self::Kana
            | Self::Name
            | Self::Address
            | Self::Phone
            | Self::Insurer
            | Self::Workplace
            | Self::Signature => true,
            Self::Born | Self::Sex | Self::Card | Self::InsurerKind | Self::Share | Self::Writer => false,
        }
    }
}

impl Statement {
    /// The questions for this patient, in order: who is insured by no employer is not asked where they work.
    pub fn asked(&self) -> impl Iterator<Item = Field> + use<> {
        let employed = match self.insurer_kind {
            InsurerKind::Employee | InsurerKind::Unknown | InsurerKind::NotAsked => true,
            InsurerKind::National | InsurerKind::LateElderly => false,
        };
        Field::ORDER.into_iter().filter(move |field| employed || *field != Field::Workplace)
    }

    /// The question after this one; `None` after the last.
    pub fn next(&self, field: Field) -> Option<Field> {
        self.asked().skip_while(|asked| *asked != field).nth(1)
    }

    /// The question before this one; `None` before the first.
    pub fn previous(&self, field: Field) -> Option<Field> {
        self.asked().take_while(|asked| *asked != field).last()
    }

    /// The first question whose answer is missing or wrong; `None` when the statement may be printed.
    pub fn first_open(&self, today: Date) -> Option<Field> {
        self.asked().find(|field| self.check(*field, today).is_err())
    }

    /// Everything that is wrong, in the order of the questions.
    pub fn troubles(&self, today: Date) -> Vec<(Field, FieldTrouble)> {
        self.asked().filter_map(|field| self.check(field, today).err().map(|trouble| (field, trouble))).collect()
    }

    /// One answer. `today` is the day in Japan.
    pub fn check(&self, field: Field, today: Date) -> Result<(), FieldTrouble> {
        match field {
            Field::Kana => required(&self.kana).and_then(|()| checked(&self.kana, katakana)),
            Field::Name => required(&self.name),
            Field::Born => self.born.as_ref().ok_or(FieldTrouble::Missing).and_then(|born| birth(born, today)),
            Field::Sex => given(self.sex),
            Field::Address => required(&self.address),
            Field::Phone => answered(&self.phone).and_then(|()| checked(&self.phone, telephone)),
            Field::Card => given(self.card),
            Field::InsurerKind => given(self.insurer_kind),
            Field::Insurer | Field::Workplace => Ok(()),
            Field::Share => given(self.share),
            Field::Writer => given(self.writer),
            Field::Signature => self.check_signature(),
        }
    }

    fn check_signature(&self) -> Result<(), FieldTrouble> {
        match &self.signing {
            Signing::ByPen => Ok(()),
            Signing::OnScreen(drawn) if !drawn.is_empty() => Ok(()),
            Signing::OnScreen(_) | Signing::NotAsked => Err(FieldTrouble::Missing),
        }
    }
}

/// Chosen from a list.
fn given<T: Default + PartialEq>(answer: T) -> Result<(), FieldTrouble> {
    if answer == T::default() { Err(FieldTrouble::Missing) } else { Ok(()) }
}

/// "None" is an answer: not everybody has a telephone.
fn answered(line: &Written) -> Result<(), FieldTrouble> {
    match line {
        Written::Text(_) | Written::ByPen | Written::NotKnown => Ok(()),
        Written::NotAsked => Err(FieldTrouble::Missing),
    }
}

/// Everybody has it: a name, an address.
fn required(line: &Written) -> Result<(), FieldTrouble> {
    match line {
        Written::Text(_) | Written::ByPen => Ok(()),
        Written::NotKnown | Written::NotAsked => Err(FieldTrouble::Missing),
    }
}

fn checked(line: &Written, check: fn(&str) -> Result<(), FieldTrouble>) -> Result<(), FieldTrouble> {
    match line {
        Written::Text(text) => check(text.expose()),
        Written::NotAsked | Written::NotKnown | Written::ByPen => Ok(()),
    }
}

fn katakana(text: &str) -> Result<(), FieldTrouble> {
    if is_katakana(text) { Ok(()) } else { Err(FieldTrouble::NotKatakana) }
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
    use super::super::signature::Point;
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 28);

    fn text(text: &str) -> Written {
        Written::Text(PersonalText::new(text).unwrap())
    }

    fn whole() -> Statement {
        let mut drawn = Signature::default();
        drawn.begin(Point { x: 1, y: 1 });
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
        whole.signing = Signing::OnScreen(drawn);
        whole
    }

    #[test]
    fn an_empty_statement_lacks_everything_that_is_required() {
        let empty = Statement::default();
        let missing: Vec<Field> = empty.troubles(TODAY).into_iter().map(|(field, _)| field).collect();
        let required: Vec<Field> = Field::ORDER.into_iter().filter(|field| field.is_required()).collect();
        assert_eq!(missing, required);
        assert!(empty.troubles(TODAY).iter().all(|(_, trouble)| *trouble == FieldTrouble::Missing));
        assert_eq!(empty.first_open(TODAY), Some(Field::Kana));
    }

    #[test]
    fn a_whole_statement_has_no_trouble_and_unknown_is_an_answer() {
        assert_eq!(whole().troubles(TODAY), []);
        let mut vague = whole();
        vague.insurer_kind = InsurerKind::Unknown;
        vague.insurer = Written::NotKnown;
        vague.share = Share::Unknown;
        vague.phone = Written::NotKnown;
        vague.sex = Sex::NotSaid;
        assert_eq!(vague.first_open(TODAY), None);
    }

    #[test]
    fn what_is_hard_to_type_may_be_written_by_pen() {
        let mut paper = whole();
        paper.name = Written::ByPen;
        paper.address = Written::ByPen;
        paper.kana = Written::ByPen;
        paper.phone = Written::ByPen;
        paper.signing = Signing::ByPen;
        assert_eq!(paper.troubles(TODAY), []);
        paper.name = Written::NotKnown;
        assert_eq!(paper.troubles(TODAY), [(Field::Name, FieldTrouble::Missing)]);
    }

    #[test]
    fn wrong_answers_are_told_by_their_kind() {
        let mut wrong = whole();
        wrong.kana = text("れんしゅう　はなこ");
        wrong.phone = text("03-0000");
        wrong.born = Some(date(2026, 11, 29).into());
        wrong.signing = Signing::OnScreen(Signature::default());
        let told = [
            (Field::Kana, FieldTrouble::NotKatakana),
            (Field::Born, FieldTrouble::InTheFuture),
            (Field::Phone, FieldTrouble::NotATelephoneNumber),
            (Field::Signature, FieldTrouble::Missing),
        ];
        assert_eq!(wrong.troubles(TODAY), told);
        wrong.born = Some(date(1895, 12, 31).into());
        assert_eq!(wrong.check(Field::Born, TODAY), Err(FieldTrouble::TooLongAgo));
        wrong.born = Some(TODAY.into());
        assert_eq!(wrong.check(Field::Born, TODAY), Ok(()));
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
    fn the_questions_go_forth_and_back_and_leave_out_the_workplace_of_those_without() {
        let elderly = whole();
        assert_eq!(elderly.next(Field::Insurer), Some(Field::Share));
        assert_eq!(elderly.previous(Field::Share), Some(Field::Insurer));
        assert_eq!((elderly.previous(Field::Kana), elderly.next(Field::Signature)), (None, None));
        let mut employed = whole();
        employed.insurer_kind = InsurerKind::Employee;
        assert_eq!(employed.next(Field::Insurer), Some(Field::Workplace));
        let order: Vec<Field> = employed.asked().collect();
        assert_eq!(order, Field::ORDER);
        for pair in order.windows(2) {
            assert_eq!(employed.next(pair[0]), Some(pair[1]));
            assert_eq!(employed.previous(pair[1]), Some(pair[0]));
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
        assert!(matches!(&statement.signing, Signing::OnScreen(drawn) if drawn.is_empty()));
    }
}
