//! Where a visit stands. Data lives in the variant that needs it, and is wiped when the variant is left.

use super::certificate::CertificateNotice;
use super::event::{CardTrouble, CentreTrouble, HospitalTrouble, PinState};
use super::face::{Coaching, FaceEnd, FaceReadiness};
use super::secret::{CertificatePrint, PinEntry};
use super::staff::CodeTrouble;
use super::wizard::{Wizard, WizardPart};
use crate::eligibility::consent::{Consent, ConsentAnswer, ConsentGroup};
use crate::eligibility::{Choices, Offer, Standing};

#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "there is one state; a box would gain nothing")]
pub enum State {
    /// No reader: nothing can be done here, staff help.
    OutOfOrder,
    /// 休止中: staff have taken the kiosk out of service.
    Paused {
        reader: PausedReader,
    },
    /// ほかの方法: what is left when the machine cannot.
    Wizard(Wizard),
    /// カードを置いてください
    Idle,
    /// The card is being read.
    Reading,
    /// The centre is being asked about the certificate.
    Opening {
        card: CheckedCard,
        notice: Option<CertificateNotice>,
    },
    /// The certificate ends soon, or has ended within the grace.
    CertNotice {
        card: CheckedCard,
        notice: CertificateNotice,
    },
    /// 健康保険証利用の申込みをしますか
    Register {
        card: CheckedCard,
        notice: Option<CertificateNotice>,
    },
    /// 顔認証 / 暗証番号 / 係員
    Method {
        card: CheckedCard,
    },
    /// 顔認証: the photo is being read from the card.
    FacePhoto {
        card: CheckedCard,
    },
    /// The camera runs, the person is coached, frames are compared.
    Face {
        card: CheckedCard,
        coaching: Coaching,
    },
    /// The check came to nothing: again, or another way.
    FaceAgain {
        card: CheckedCard,
        why: FaceEnd,
    },
    /// The face matched; the card signs for this terminal.
    FaceSigning {
        card: CheckedCard,
    },
    /// One try is left: the explicit warning before the pad.
    LastTry {
        card: CheckedCard,
    },
    Pin {
        card: CheckedCard,
        entry: PinEntry,
        permit: PinPermit,
        reason: PinReason,
    },
    /// The PIN is with the card; nothing of it is left here.
    Signing {
        card: CheckedCard,
    },
    /// 目視: staff compare the photo on the card's face with the person; it may be lifted for a while.
    Visual {
        card: CheckedCard,
        place: VisualCard,
        part: VisualPart,
    },
    /// Staff have compared; the card signs for this terminal.
    VisualSigning {
        card: CheckedCard,
    },
    /// The centre is told what the card signed, and says what there is to ask.
    Identifying {
        scope: Scope,
        registration: Registration,
        how: IdentityCheck,
    },
    /// The application is on its way; the questions wait for it.
    Registering {
        scope: Scope,
        how: IdentityCheck,
        offer: Offer,
    },
    /// 過去の情報を提供しますか
    ConsentTop {
        identity: Identity,
        asking: Asking,
    },
    ConsentItem {
        identity: Identity,
        asking: Asking,
    },
    /// 処方箋は電子 / 紙
    PrescriptionForm {
        identity: Identity,
        asking: Asking,
    },
    /// 医療費助成の受給者証を使いますか
    Subsidies {
        identity: Identity,
        asking: Asking,
    },
    /// The centre is asked whether there are any.
    SubsidyLookup {
        identity: Identity,
        asking: Asking,
    },
    /// There are none, or they could not be found: the visit goes on without.
    SubsidyNotice {
        identity: Identity,
        asking: Asking,
        why: SubsidyTrouble,
    },
    /// 医療券の確認
    Ticket {
        identity: Identity,
        asking: Asking,
    },
    /// Every question is answered and nothing is sent: the patient looks at it once more.
    ConsentReview {
        identity: Identity,
        asking: Asking,
    },
    /// The centre is being asked; what was sent is kept for the summary.
    Query {
        sent: Choices,
        how: IdentityCheck,
    },
    /// The answer is on its way to the hospital's systems.
    Delivering {
        outcome: Outcome,
        place: CardPlace,
    },
    Done {
        summary: Summary,
        place: CardPlace,
    },
    /// The visit is over without a result: what happened, what to do now.
    Ended {
        why: Ending,
        place: CardPlace,
    },
}

/// What stays known of a card while its visit runs.
#[derive(Debug)]
pub struct CheckedCard {
    pub print: CertificatePrint,
    pub pin: PinState,
    pub scope: Scope,
    /// Whether the face can be checked with this card on this kiosk.
    pub face: FaceReadiness,
    /// How often a face did not match in this visit.
    pub mismatches: u8,
    pub registration: Registration,
    /// From the centre, 32 random bytes; empty until it answered.
    pub nonce: Vec<u8>,
}

/// What this certificate still opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Full,
    /// The certificate has ended within the grace: no medical information, no consent questions.
    EligibilityOnly,
}

/// 健康保険証利用登録 of this card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registration {
    Done,
    /// Not yet; the patient wants it.
    Wanted,
}

/// Proof that a PIN may be tried: made only by a counter of two or more, or by the warning screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinPermit {
    TriesLeft(u8),
    LastTryAccepted,
}

/// Why the pad is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinReason {
    First,
    WrongBefore,
    /// The card did not say whether the last PIN was right; its counter was read again.
    AnswerLost,
}

/// The card during a visual check. `reads_due`: answers that the card device still owes; a card that was lifted again
/// before its answer came must not be taken for the one that lies there now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VisualCard {
    Placed,
    Lifted {
        reads_due: u8,
    },
    /// Back on the reader: is it the same one?
    Checking {
        reads_due: u8,
    },
}

/// How far a visual check is.
#[derive(Debug)]
pub enum VisualPart {
    /// Staff are called; `refused` says why the passcode cannot be used.
    Waiting { refused: Option<CodeTrouble> },
    /// Staff type the facility's passcode.
    Passcode { entry: PinEntry, trouble: Option<CodeTrouble> },
    /// The passcode is being checked; nothing of it is left here.
    PasscodeCheck,
    /// Is the person the one of the photo?
    Compare,
    /// Why it was done by eye.
    Reason,
    /// The card does not trust this terminal: nothing can be signed without a PIN.
    Impossible,
}

/// What the reader does while the kiosk is paused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PausedReader {
    Gone,
    Empty,
    CardOn,
}

/// The patient is who the card says: the card signed, and the centre agreed. What opens the rest of the visit at the
/// centre stays with the device that asks it.
#[derive(Debug)]
pub struct Identity {
    pub scope: Scope,
    pub how: IdentityCheck,
}

/// How it was made sure that the card is its holder's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityCheck {
    /// 暗証番号
    Pin,
    /// 顔認証
    Face,
    /// 目視: staff looked.
    Visual,
}

/// A question beside the consents, in the order in which they are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    Prescription,
    Subsidies,
    Ticket,
}

/// Why no 受給者証 of 医療費助成 is used although the patient wanted it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubsidyTrouble {
    NoneFound,
    Centre(CentreTrouble),
}

/// The questions of this visit and the answers so far: as many consents as there are answers, then `questions[asked]`.
#[derive(Debug)]
pub struct Asking {
    pub groups: Vec<ConsentGroup>,
    /// What this person answered here within the last 24 hours, for these groups.
    pub standing: Vec<Standing>,
    /// Whether staff may say that nobody could be asked.
    pub emergency: bool,
    /// What is asked after the consents.
    pub questions: Vec<Question>,
    /// How many of them are answered.
    pub asked: usize,
    pub choices: Choices,
}

impl Asking {
    /// The question on the screen; `None` when all are answered.
    pub fn current(&self) -> Option<ConsentGroup> {
        self.groups.get(self.choices.consents.len()).copied()
    }

    /// The same answer to every consent question.
    pub(super) fn all(mut self, consent: Consent) -> Self {
        self.choices.consents = self.groups.iter().map(|&group| ConsentAnswer { group, consent }).collect();
        self
    }

    /// As if nothing had been answered.
    pub(super) fn anew(self) -> Self {
        Self { asked: 0, choices: Choices::default(), ..self }
    }
}

/// What comes after the file is written.
#[derive(Debug)]
pub enum Outcome {
    Confirmed(Summary),
    NotConfirmed { validity: u8 },
}

/// What the last screen shows of the visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Without consents where none was asked.
    pub chosen: Choices,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardPlace {
    OnReader,
    Taken,
}

/// Why a visit ended without a result. Each has its own sentences in `locales/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Cancelled,
    /// Staff ended it.
    StaffEnded,
    TimedOut,
    CardPulled,
    /// After a lift another card came back.
    AnotherCard,
    Card(CardTrouble),
    /// The PIN was sent, no answer came, and the card tells nothing more.
    PinAnswerLost,
    /// E006
    CertificateExpired,
    /// E006
    CertificateRevoked,
    CertificateUntrusted,
    NotRegistered,
    /// The application waits for the insurer.
    InsurerChanging,
    /// The application did not get through.
    RegistrationFailed(CentreTrouble),
    Centre(CentreTrouble),
    /// The visit is done or over, and the card has been lying here for long: staff are called.
    CardLeft,
    /// QualificationValidity 2-5.
    NotConfirmed {
        validity: u8,
    },
    Hospital(HospitalTrouble),
}

/// The name of a step, for transcripts, pictures and tests: never any of its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StepName {
    OutOfOrder,
    Paused,
    Ways,
    Statement,
    Idle,
    CardRead,
    CertNotice,
    Register,
    Method,
    Face,
    LastTry,
    Pin,
    Visual,
    Identify,
    Registering,
    ConsentTop,
    ConsentItem,
    PrescriptionForm,
    Subsidies,
    Ticket,
    ConsentReview,
    Query,
    Done,
    Ended,
}

impl State {
    pub fn step_name(&self) -> StepName {
        match self {
            Self::OutOfOrder => StepName::OutOfOrder,
            Self::Paused { .. } => StepName::Paused,
            Self::Wizard(Wizard { part: WizardPart::Ways | WizardPart::Way(_), .. }) => StepName::Ways,
            Self::Wizard(_) => StepName::Statement,
            Self::Idle => StepName::Idle,
            Self::Reading | Self::Opening { .. } => StepName::CardRead,
            Self::CertNotice { .. } => StepName::CertNotice,
            Self::Register { .. } => StepName::Register,
            Self::Identifying { .. } => StepName::Identify,
            Self::Registering { .. } => StepName::Registering,
            Self::Method { .. } => StepName::Method,
            Self::FacePhoto { .. } | Self::Face { .. } | Self::FaceAgain { .. } | Self::FaceSigning { .. } => {
                StepName::Face
            }
            Self::LastTry { .. } => StepName::LastTry,
            Self::Pin { .. } | Self::Signing { .. } => StepName::Pin,
            Self::Visual { .. } | Self::VisualSigning { .. } => StepName::Visual,
            Self::ConsentTop { .. } => StepName::ConsentTop,
            Self::ConsentItem { .. } => StepName::ConsentItem,
            Self::PrescriptionForm { .. } => StepName::PrescriptionForm,
            Self::Subsidies { .. } | Self::SubsidyLookup { .. } | Self::SubsidyNotice { .. } => StepName::Subsidies,
            Self::Ticket { .. } => StepName::Ticket,
            Self::ConsentReview { .. } => StepName::ConsentReview,
            Self::Query { .. } | Self::Delivering { .. } => StepName::Query,
            Self::Done { .. } => StepName::Done,
            Self::Ended { .. } => StepName::Ended,
        }
    }

    /// Whether no reader is there, whatever the screen shows.
    pub fn reader_is_gone(&self) -> bool {
        matches!(
            self,
            Self::OutOfOrder
                | Self::Paused { reader: PausedReader::Gone }
                | Self::Wizard(Wizard { reader: PausedReader::Gone, .. })
        )
    }

    /// How many digits stand on the pad that is shown; `None` where there is no pad.
    pub fn typed(&self) -> Option<usize> {
        if let Self::Pin { entry, .. }
        | Self::Visual { place: VisualCard::Placed, part: VisualPart::Passcode { entry, .. }, .. } = self
        {
            Some(entry.len())
        } else {
            None
        }
    }

    /// A visit is under way: its events count, and its card may not leave.
    pub fn in_visit(&self) -> bool {
        match self {
            Self::OutOfOrder
            | Self::Paused { .. }
            | Self::Wizard(_)
            | Self::Idle
            | Self::Done { .. }
            | Self::Ended { .. } => false,
            Self::Reading
            | Self::Opening { .. }
            | Self::CertNotice { .. }
            | Self::Register { .. }
            | Self::Method { .. }
            | Self::FacePhoto { .. }
            | Self::Face { .. }
            | Self::FaceAgain { .. }
            | Self::FaceSigning { .. }
            | Self::LastTry { .. }
            | Self::Pin { .. }
            | Self::Signing { .. }
            | Self::Visual { .. }
            | Self::VisualSigning { .. }
            | Self::Identifying { .. }
            | Self::Registering { .. }
            | Self::ConsentTop { .. }
            | Self::ConsentItem { .. }
            | Self::PrescriptionForm { .. }
            | Self::Subsidies { .. }
            | Self::SubsidyLookup { .. }
            | Self::SubsidyNotice { .. }
            | Self::Ticket { .. }
            | Self::ConsentReview { .. }
            | Self::Query { .. }
            | Self::Delivering { .. } => true,
        }
    }
}
