//! What staff do at a kiosk: by the facility's passcode on its screen, at its panel, or from the desk.

use super::event::{ScreenNumber, VisitNumber};
use serde::{Deserialize, Serialize};

/// Why a visual check is made: the four cases of the guide's page 16.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisualReason {
    /// The face did not match and the PIN is forgotten.
    FaceAndPin,
    /// 認知症・障害等
    Disability,
    /// The patient's condition, or its turn for the worse.
    Condition,
    /// A machine does not work.
    Machine,
}

impl VisualReason {
    pub const ALL: [Self; 4] = [Self::FaceAndPin, Self::Disability, Self::Condition, Self::Machine];

    /// Its name in `locales/`.
    pub fn key(self) -> &'static str {
        match self {
            Self::FaceAndPin => "reason-face-and-pin",
            Self::Disability => "reason-disability",
            Self::Condition => "reason-condition",
            Self::Machine => "reason-machine",
        }
    }
}

/// Who acts: known before anything is ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum Actor {
    /// Whoever knows the facility's passcode.
    Passcode,
    Panel {
        person: String,
    },
    Desk {
        person: String,
    },
}

/// What staff can order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum StaffAction {
    /// 目視: the photo on the card's face was compared with the person.
    VisualCheck {
        reason: VisualReason,
    },
    /// 係員がまいります
    Come,
    /// Ends the running visit.
    Cancel,
    /// Takes the kiosk out of service.
    Pause,
    Resume,
    /// Looks for the card reader anew.
    RestartReader,
    /// Loads what the face check needs anew.
    RestartFace,
    /// Opens the staff panel at the kiosk; its codes are asked for as ever.
    OpenPanel,
    /// Shows the patient the other ways, a statement among them.
    ShowWays,
}

/// An order by somebody whose right to give it was checked. It counts only for the visit and the screen that were seen
/// when it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub visit: VisitNumber,
    pub screen: ScreenNumber,
    pub by: Actor,
    pub action: StaffAction,
}

/// What came of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderVerdict {
    Done,
    /// The visit is over, or it went on since the order was given.
    Stale,
    /// The order does not fit what the kiosk does now.
    NotNow,
    /// The card is not on the reader.
    NoCard,
    /// This terminal has no key that a card would trust.
    NoTerminalKey,
}

/// Why a passcode did not open anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeTrouble {
    /// Wrong; the next one is looked at after this many seconds.
    Wrong { wait_s: u32 },
    /// Not looked at: it came before that.
    TooSoon { wait_s: u32 },
    /// Too many were wrong. A supervisor unlocks it.
    Locked,
    /// This facility has none.
    NotSet,
}
