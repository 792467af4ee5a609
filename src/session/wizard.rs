//! When the machine cannot: the ways that are left, and the statement that is filled in here. No part of a visit: there is
//! no card in it, and nothing of it goes to the centre.

use super::event::{CardTrouble, CentreTrouble};
use super::state::{Ending, PausedReader, State};
use crate::fallback::statement::{CardShown, InsurerKind, Sex, Share, Writer, Written};
use crate::fallback::{Era, FieldTrouble, Kana, PersonalDate, Statement, Trouble, Way};
use jiff::civil::Date;
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// The wizard on the screen.
#[derive(Debug)]
pub struct Wizard {
    pub why: Trouble,
    /// The ways that are left for it today.
    pub ways: Vec<Way>,
    pub form: FormPlace,
    pub reader: PausedReader,
    pub part: WizardPart,
}

/// Where a statement is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormPlace {
    /// On this screen: there is a printer, or a folder from which staff print.
    Here,
    AtReception,
}

#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "there is one at a time; a box would gain nothing")]
pub enum WizardPart {
    Ways,
    Way(Way),
    Form {
        statement: Statement,
        at: FormAt,
    },
    /// The statement is with the printer; nothing of it is left here.
    Printing,
    Printed(Result<(), PaperTrouble>),
}

/// Which question of the statement is on the screen.
#[derive(Debug)]
pub enum FormAt {
    Kana { kana: Kana, keys: KanaKeys, trouble: Option<FieldTrouble> },
    Born { entry: DateEntry, trouble: Option<FieldTrouble> },
    Sex,
    Phone { entry: DigitEntry, trouble: Option<FieldTrouble> },
    Card,
    InsurerKind,
    Share,
    Writer,
    Review,
}

/// The large keys of a line of kana: first the row, then the letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KanaKeys {
    Rows,
    Letters { row: u8 },
}

/// A date of birth as it is chosen: era, year, month, day.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum DateEntry {
    Era,
    Year { era: Era, year: u8 },
    Month { era: Era, year: u8 },
    Day { era: Era, year: u8, month: i8, day: u8 },
}

/// Digits of a telephone number.
#[derive(Default, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct DigitEntry {
    digits: [u8; DigitEntry::MOST],
    len: usize,
}

impl DigitEntry {
    /// As many as a telephone number has at most.
    pub const MOST: usize = 15;

    pub(super) fn push(&mut self, digit: u8) {
        if let (Some(place), 0..=9) = (self.digits.get_mut(self.len), digit) {
            *place = b'0' + digit;
            self.len += 1;
        }
    }

    pub(super) fn erase(&mut self) {
        self.len = self.len.saturating_sub(1);
        self.digits[self.len] = 0;
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.digits[..self.len]).unwrap_or_default()
    }
}

crate::fallback::personal::hide_in_debug!(DateEntry, DigitEntry);

/// Why there is no paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperTrouble {
    /// No printer and no folder is set.
    NotSet,
    /// The printer took nothing, or the folder.
    Refused,
}

/// What can be pressed in the wizard.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum WizardInput {
    /// ほかの方法
    Open,
    Way(Way),
    /// 申立書 in this screen.
    FillIn,
    Row(u8),
    Letter(char),
    Mark(Mark),
    Digit(u8),
    Erase,
    Enter,
    Era(Era),
    Month(i8),
    /// Left to a pen on the paper.
    ByPen,
    Sex(Sex),
    Card(CardShown),
    InsurerKind(InsurerKind),
    Share(Share),
    Writer(Writer),
    Print,
    /// Done with it: the first screen.
    Finish,
}

/// A letter of a name is nobody else's business.
impl fmt::Debug for WizardInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WizardInput(hidden)")
    }
}

/// Keys that change the last letter, or stand between letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Voiced,
    HalfVoiced,
    Small,
    Long,
    Space,
}

impl Mark {
    pub const ALL: [Self; 5] = [Self::Voiced, Self::HalfVoiced, Self::Small, Self::Long, Self::Space];
}

impl State {
    /// For which trouble this screen offers other ways; `None` where the machine can go on, or staff must.
    pub fn trouble(&self) -> Option<Trouble> {
        if let Self::Ended { why, .. } = self {
            return why.trouble();
        }
        matches!(self, Self::OutOfOrder).then_some(Trouble::ReaderBroken)
    }
}

impl Ending {
    fn trouble(self) -> Option<Trouble> {
        match self {
            Self::Card(CardTrouble::NotRecognised | CardTrouble::Silent) => Some(Trouble::CardUnreadable),
            Self::Card(CardTrouble::OtherCard) => Some(Trouble::NoCard),
            Self::Card(CardTrouble::ReaderLost) => Some(Trouble::ReaderBroken),
            Self::CertificateExpired | Self::CertificateRevoked | Self::CertificateUntrusted => {
                Some(Trouble::CertificateEnded)
            }
            Self::NotRegistered => Some(Trouble::NotRegistered),
            // To apply once more would come to the same.
            Self::InsurerChanging | Self::NotConfirmed { .. } => Some(Trouble::EligibilityNotFound),
            Self::RegistrationFailed(trouble) | Self::Centre(trouble) => Some(of_centre(trouble)),
            Self::Cancelled
            | Self::StaffEnded
            | Self::TimedOut
            | Self::CardPulled
            | Self::AnotherCard
            | Self::PinAnswerLost
            | Self::CardLeft
            | Self::Hospital(_)
            | Self::Card(CardTrouble::Removed | CardTrouble::PracticeCardRefused | CardTrouble::RealCardRefused) => {
                None
            }
        }
    }
}

fn of_centre(trouble: CentreTrouble) -> Trouble {
    match trouble {
        CentreTrouble::Unreachable => Trouble::NetworkDown,
        CentreTrouble::TimedOut
        | CentreTrouble::Busy
        | CentreTrouble::Maintenance
        | CentreTrouble::Rubbish
        | CentreTrouble::Refused => Trouble::CentreDown,
    }
}

impl FormAt {
    /// The questions on the screen, in their order; what is hard to type is left to a pen.
    pub(super) fn first() -> Self {
        Self::Kana { kana: Kana::default(), keys: KanaKeys::Rows, trouble: None }
    }

    pub(super) fn after(&self) -> Self {
        match self {
            Self::Kana { .. } => Self::Born { entry: DateEntry::Era, trouble: None },
            Self::Born { .. } => Self::Sex,
            Self::Sex => Self::Phone { entry: DigitEntry::default(), trouble: None },
            Self::Phone { .. } => Self::Card,
            Self::Card => Self::InsurerKind,
            Self::InsurerKind => Self::Share,
            Self::Share => Self::Writer,
            Self::Writer | Self::Review => Self::Review,
        }
    }

    /// `None` before the first.
    pub(super) fn before(&self) -> Option<Self> {
        Some(match self {
            Self::Kana { .. } => return None,
            Self::Born { .. } => Self::first(),
            Self::Sex => Self::Born { entry: DateEntry::Era, trouble: None },
            Self::Phone { .. } => Self::Sex,
            Self::Card => Self::Phone { entry: DigitEntry::default(), trouble: None },
            Self::InsurerKind => Self::Card,
            Self::Share => Self::InsurerKind,
            Self::Writer => Self::Share,
            Self::Review => Self::Writer,
        })
    }
}

/// A statement of today, in which the pen has what no large key is good for.
pub(super) fn blank(today: Date) -> Statement {
    let mut statement = Statement::default();
    statement.name = Written::ByPen;
    statement.address = Written::ByPen;
    statement.insurer = Written::ByPen;
    statement.workplace = Written::ByPen;
    statement.declared = Some(PersonalDate::new(today));
    statement
}
