//! All that can happen to the kiosk, as one closed enum. Devices and screens speak only through it.

use super::face::{Advice, FaceReadiness, FaceRefusal, Verdict};
use super::secret::{CardPhoto, CertificateDer, CertificatePrint, Digit, Signature};
use super::settings::FacilitySettings;
use super::staff::{CodeTrouble, Order, VisualReason};
use super::wizard::{PaperTrouble, WizardInput};
use crate::eligibility::consent::ConsentGroup;
use crate::eligibility::{Answer, Offer, Prescription, SubsidyUse};
use jiff::civil::Date;

/// Counts the visits of this process. An event that carries another number than the running visit's is stale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, serde::Serialize)]
pub struct VisitNumber(pub u64);

/// Counts the screens of this process. Input that began on another screen than the shown one is ignored, so that
/// a key held down or a late finger never answers a question that its owner has not seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, serde::Serialize)]
pub struct ScreenNumber(pub u64);

/// What happened. Events of work that belongs to a visit carry its number.
#[derive(Debug)]
pub enum Event {
    /// The patient did something on `screen`, where the touch or key stroke began.
    User { screen: ScreenNumber, input: Input },
    /// The reader or the card on it came or went.
    Reader(ReaderEvent),
    /// The card answered `Effect::ReadCard`.
    CardRead { visit: VisitNumber, result: Result<CardFacts, CardTrouble> },
    /// The card answered `Effect::Sign` or `Effect::SignAsTerminal`.
    Signed { visit: VisitNumber, result: Result<Signature, SignTrouble> },
    /// Whether faces can be checked here has changed.
    FaceReadiness(FaceReadiness),
    /// The card answered `Effect::ReadPhoto`.
    PhotoRead { visit: VisitNumber, result: Result<CardPhoto, PhotoTrouble> },
    /// What the person before the camera could do better now.
    FaceSeen { visit: VisitNumber, advice: Advice },
    /// The face device answered `Effect::LookAtFace`.
    FaceChecked { visit: VisitNumber, result: Result<Verdict, FaceRefusal> },
    /// The centre answered `Effect::OpenVisit`.
    VisitOpened { visit: VisitNumber, result: Result<Opening, CentreTrouble> },
    /// The centre answered `Effect::Identify`.
    Identified { visit: VisitNumber, result: Result<Offer, CentreTrouble> },
    /// The centre answered `Effect::Register`.
    Registered { visit: VisitNumber, result: Result<Application, CentreTrouble> },
    /// The centre answered `Effect::FindSubsidies`: whether there are any.
    SubsidiesSought { visit: VisitNumber, result: Result<bool, CentreTrouble> },
    /// The centre answered `Effect::Query`.
    Answered { visit: VisitNumber, result: Result<Box<Answer>, CentreTrouble> },
    /// The result folder answered `Effect::WriteResult`.
    ResultWritten { visit: VisitNumber, result: Result<Written, HospitalTrouble> },
    /// The way of results to the hospital's systems has changed.
    ResultsWay(ResultsWay),
    /// The staff codes answered `Effect::CheckPasscode`.
    PasscodeChecked { visit: VisitNumber, result: Result<(), CodeTrouble> },
    /// The facility's settings were read anew; `None`: the file is broken, and what was read before stays.
    Settings(Option<FacilitySettings>),
    /// The printer answered `Effect::PrintStatement`.
    StatementPrinted(Result<(), PaperTrouble>),
    /// Staff who were recognised order something.
    Staff(Order),
    /// Time has passed; `step` is told how late it is with every event.
    Tick,
}

/// What a patient can do. Each is offered only on the screens that show it; elsewhere it is ignored.
#[derive(Debug, PartialEq, Eq)]
pub enum Input {
    /// Goes on: 次に進む on a notice.
    Continue,
    /// Goes back one question.
    Back,
    /// やめる: ends the visit.
    Cancel,
    /// 係員を呼ぶ: offered everywhere.
    CallStaff,
    /// The one touch that answers a time-out warning.
    MoreTime,
    ChooseFace,
    /// もう一度 after a face check that came to nothing.
    TryFaceAgain,
    ChoosePin,
    ChooseVisual,
    /// Staff are here, and want to type the facility's passcode.
    StaffHere,
    /// Staff say that the person is the one of the photo on the card, or not.
    Compared {
        same: bool,
    },
    /// Why it was done by eye.
    Reason(VisualReason),
    Digit(Digit),
    EraseDigit,
    /// 決定 on the PIN pad.
    EnterPin,
    /// The patient read the warning before the last try and wants to go on.
    RiskLastTry,
    /// 申し込む
    Register,
    /// 申し込まない
    DeclineRegistration,
    AgreeToAll,
    /// 取得困難: staff, where emergencies come in.
    NobodyToAsk,
    /// 電子処方箋 or 紙の処方箋
    Prescription(Prescription),
    /// 受給者証を利用する or しない
    Subsidies(SubsidyUse),
    ChooseEach,
    AgreeToNone,
    /// What was reviewed goes to the centre.
    Send,
    /// In the wizard, or on the way to it.
    Wizard(WizardInput),
    /// The answer to one consent question.
    Consent {
        group: ConsentGroup,
        given: bool,
    },
}

/// The card reader as a thing: is it there, does a card lie on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReaderEvent {
    /// No reader, or the PC/SC service is gone.
    Lost,
    /// A reader is there and empty.
    Found,
    CardInserted,
    CardRemoved,
}

/// What one read of the card tells without any secret.
#[derive(Debug)]
pub struct CardFacts {
    pub certificate: CertificateDer,
    pub print: CertificatePrint,
    /// Last valid day of the certificate, in Japan's time zone.
    pub valid_until: Date,
    pub pin: PinState,
}

/// The try counter of the auth PIN, read without spending a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinState {
    /// This many wrong tries are left, at least one.
    Tries(u8),
    Locked,
    /// 顔認証マイナンバーカード: there is no PIN, and none is ever asked.
    NotSet,
}

/// Why the card could not be read, in the words of the field's screen codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardTrouble {
    /// E001: no answer that makes sense (card case, wrong side, dying chip).
    NotRecognised,
    /// E002: it answers, but is no マイナンバーカード.
    OtherCard,
    /// The card went away in mid-word.
    Removed,
    /// The card does not answer within the time limit.
    Silent,
    /// The reader went away in mid-word.
    ReaderLost,
    /// A practice card on a real kiosk.
    PracticeCardRefused,
    /// A real card on a practice terminal: it must stay untouched.
    RealCardRefused,
}

/// Why a typed PIN did not become a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignTrouble {
    /// The card said no; its counter now says this.
    WrongPin(PinState),
    /// The counter said that no try is left, or the last one: the PIN was not sent.
    NotTried(PinState),
    /// The PIN was sent, the answer was lost. The counter was read again where possible.
    AnswerLost(Option<PinState>),
    /// The card did not accept this terminal's key; no PIN was involved.
    TerminalRefused,
    Card(CardTrouble),
}

/// Why the photo on the chip did not come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhotoTrouble {
    /// The face check is not offered with this card; the visit goes on.
    Refused(FaceRefusal),
    Card(CardTrouble),
}

/// What the centre says of a certificate before the patient is asked anything.
#[derive(Debug)]
pub struct Opening {
    pub nonce: Vec<u8>,
    pub certificate: crate::eligibility::CertificateStanding,
    pub registered: bool,
}

/// What became of 健康保険証利用の申込み.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Application {
    Registered,
    /// The insurer has changed and has not finished.
    InsurerChanging,
}

/// Why the centre gave no usable answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CentreTrouble {
    Unreachable,
    TimedOut,
    Busy,
    /// It is closed at this hour.
    Maintenance,
    Rubbish,
    /// It understood and says no.
    Refused,
}

/// Why the answer could not be handed to the hospital.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HospitalTrouble {
    FolderMissing,
    NotWritable,
    DiskFull,
    Other,
}

/// Where a result is that the patient need not think of any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// With the hospital's systems.
    Delivered,
    /// On the kiosk's disk: it goes out when the trouble is over.
    Kept(HospitalTrouble),
}

/// How the way of results is; without any trouble it is the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ResultsWay {
    /// So many wait on the kiosk's disk.
    pub waiting: u32,
    /// So many were kept and cannot be read any more.
    pub unreadable: u32,
    /// What cannot be handed on at once would be lost.
    pub not_kept: bool,
}

impl ResultsWay {
    /// Two ways told as one.
    pub fn and(self, other: Self) -> Self {
        Self {
            waiting: self.waiting.saturating_add(other.waiting),
            unreadable: self.unreadable.saturating_add(other.unreadable),
            not_kept: self.not_kept || other.not_kept,
        }
    }
}
