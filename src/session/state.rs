//! Where a visit stands. Data lives in the variant that needs it, and is wiped when the variant is left.

use super::certificate::CertificateNotice;
use super::event::{CardTrouble, CentreTrouble, HospitalTrouble, PinState};
use super::face::{Coaching, FaceEnd, FaceReadiness};
use super::secret::{CertificatePrint, PinEntry, Signature};
use super::staff::CodeTrouble;
use crate::eligibility::consent::{Consent, ConsentAnswer, ConsentGroup};

#[derive(Debug)]
pub enum State {
    /// No reader: nothing can be done here, staff help.
    OutOfOrder,
    /// 休止中: staff have taken the kiosk out of service.
    Paused {
        reader: PausedReader,
    },
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
    /// 過去の情報を提供しますか
    ConsentTop {
        identity: Identity,
        asking: Asking,
    },
    ConsentItem {
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
        sent: Vec<ConsentAnswer>,
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

/// The patient is who the card says: the card signed.
#[derive(Debug)]
pub struct Identity {
    pub signature: Signature,
}

/// The consent questions of this visit and the answers so far: `answers.len()` is the question that is shown.
#[derive(Debug)]
pub struct Asking {
    pub groups: Vec<ConsentGroup>,
    pub answers: Vec<ConsentAnswer>,
}

impl Asking {
    /// The question on the screen; `None` when all are answered.
    pub fn current(&self) -> Option<ConsentGroup> {
        self.groups.get(self.answers.len()).copied()
    }

    /// The same answer to every question.
    pub(super) fn all(self, given: bool) -> Self {
        let answers =
            self.groups.iter().map(|&group| ConsentAnswer { group, consent: Consent::given(given) }).collect();
        Self { answers, ..self }
    }

    /// As if nothing had been answered.
    pub(super) fn anew(self) -> Self {
        Self { answers: Vec::new(), ..self }
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
    /// Empty where no consent question was asked.
    pub shared: Vec<ConsentAnswer>,
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
    Idle,
    CardRead,
    CertNotice,
    Method,
    Face,
    LastTry,
    Pin,
    Visual,
    ConsentTop,
    ConsentItem,
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
            Self::Idle => StepName::Idle,
            Self::Reading | Self::Opening { .. } => StepName::CardRead,
            Self::CertNotice { .. } => StepName::CertNotice,
            Self::Method { .. } => StepName::Method,
            Self::FacePhoto { .. } | Self::Face { .. } | Self::FaceAgain { .. } | Self::FaceSigning { .. } => {
                StepName::Face
            }
            Self::LastTry { .. } => StepName::LastTry,
            Self::Pin { .. } | Self::Signing { .. } => StepName::Pin,
            Self::Visual { .. } | Self::VisualSigning { .. } => StepName::Visual,
            Self::ConsentTop { .. } => StepName::ConsentTop,
            Self::ConsentItem { .. } => StepName::ConsentItem,
            Self::ConsentReview { .. } => StepName::ConsentReview,
            Self::Query { .. } | Self::Delivering { .. } => StepName::Query,
            Self::Done { .. } => StepName::Done,
            Self::Ended { .. } => StepName::Ended,
        }
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
            Self::OutOfOrder | Self::Paused { .. } | Self::Idle | Self::Done { .. } | Self::Ended { .. } => false,
            Self::Reading
            | Self::Opening { .. }
            | Self::CertNotice { .. }
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
            | Self::ConsentTop { .. }
            | Self::ConsentItem { .. }
            | Self::ConsentReview { .. }
            | Self::Query { .. }
            | Self::Delivering { .. } => true,
        }
    }
}
