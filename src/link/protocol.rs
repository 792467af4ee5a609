//! What kiosk and desk say to each other, as JSON. A kiosk is known by its client certificate, so no path names one.
//!
//! | | |
//! |---|---|
//! | `POST /v1/pair` [`PairRequest`] → [`Paired`] | once, with the code that the desk shows |
//! | `PUT /v1/link/state` [`KioskState`] | at every change, and every 15 seconds |
//! | `GET /v1/link/commands` → server-sent [`Command`]s | held open; its end is the kiosk's going offline |
//! | `POST /v1/link/verdict` [`CommandVerdict`] | what came of a command |
//! | `GET /v1/link/record` → [`Receipt`] | how far the desk holds the kiosk's record |
//! | `POST /v1/link/record` [`RecordBatch`] → [`Receipt`] | the next entries |
//! | `POST /v1/link/record/anew` | the kiosk has another record now; the old one is kept |

use crate::session::{OrderVerdict, StaffAction};
use serde::{Deserialize, Serialize};

/// How a running kiosk tells itself from the one before its restart: visits count from one again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Boot(pub String);

/// Where a kiosk stands, as coarsely as staff need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Waits for a patient.
    Idle,
    Paused,
    Identity,
    Consent,
    Query,
    Done,
    /// The visit ended without a result; its message stands on the screen.
    Ended,
    /// Somebody looks at the other ways, or fills in a statement.
    Ways,
    OutOfOrder,
}

/// Who is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Help {
    #[default]
    None,
    Called,
    Coming,
}

/// What does not work, and what staff can do about it (its sentence is in `locales/`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    Reader,
    Camera,
    CameraBusy,
    FaceModels,
    FaceMatching,
    Sound,
    /// Somebody typed staff codes until they were locked.
    CodesLocked,
    /// Results wait for the hospital's folder; how many is told beside it.
    ResultsWait,
    /// Results that were kept cannot be read any more.
    ResultsUnreadable,
    /// Results cannot be kept.
    ResultsNotKept,
    /// The facility's settings were changed and cannot be read; those before still count.
    Settings,
    /// A part of the kiosk's program hangs, or panicked and pauses.
    Program,
}

impl Trouble {
    pub const ALL: [Self; 12] = [
        Self::Reader,
        Self::Camera,
        Self::CameraBusy,
        Self::FaceModels,
        Self::FaceMatching,
        Self::Sound,
        Self::CodesLocked,
        Self::ResultsWait,
        Self::ResultsUnreadable,
        Self::ResultsNotKept,
        Self::Settings,
        Self::Program,
    ];

    /// Its sentence in `locales/`; with `-do` the remedy.
    pub fn key(self) -> &'static str {
        match self {
            Self::Reader => "staff-trouble-reader",
            Self::Camera => "staff-trouble-camera",
            Self::CameraBusy => "staff-trouble-camera-busy",
            Self::FaceModels => "staff-trouble-face-models",
            Self::FaceMatching => "staff-trouble-face-matching",
            Self::Sound => "staff-trouble-sound",
            Self::CodesLocked => "staff-trouble-codes-locked",
            Self::ResultsWait => "staff-trouble-results-wait",
            Self::ResultsUnreadable => "staff-trouble-results-unreadable",
            Self::ResultsNotKept => "staff-trouble-results-not-kept",
            Self::Settings => "staff-trouble-settings",
            Self::Program => "staff-trouble-program",
        }
    }
}

/// Visits of this day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    pub begun: u32,
    pub done: u32,
    /// By eye, among those that were done or still run.
    pub visual: u32,
    pub helped: u32,
}

/// All that the desk knows of a kiosk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KioskState {
    pub boot: Boot,
    /// What an order must carry to count.
    pub visit: u64,
    pub screen: u64,
    pub stage: Stage,
    pub help: Help,
    /// A visual check would be taken now.
    pub visual: bool,
    pub troubles: Vec<Trouble>,
    /// Results that wait for the hospital's folder.
    #[serde(default)]
    pub results_waiting: u32,
    pub counts: Counts,
    pub version: String,
}

/// An order of somebody at the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Command {
    /// Random; the same command twice has one effect.
    pub id: String,
    pub boot: Boot,
    pub visit: u64,
    pub screen: u64,
    pub person: String,
    pub action: StaffAction,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandVerdict {
    pub id: String,
    pub verdict: OrderVerdict,
}

/// One entry of the record as it lies on the kiosk's disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordEntry {
    pub seq: u64,
    pub at: String,
    pub entry: String,
    /// Hexadecimal.
    pub hash: String,
}

/// Entries without a gap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordBatch {
    /// The hash before the first of them; hexadecimal.
    pub before: String,
    pub entries: Vec<RecordEntry>,
}

/// How far the desk holds the record: everything up to here, unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Receipt {
    pub seq: u64,
    /// Hexadecimal; empty where nothing is held yet.
    pub head: String,
}

/// Asks for a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairRequest {
    /// The secret half of the pairing code.
    pub secret: String,
    /// A certificate signing request, PEM.
    pub request: String,
}

/// From now on the kiosk is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paired {
    /// Of the kiosk, as the desk shows it.
    pub name: String,
    /// PEM.
    pub certificate: String,
    /// The desk's own authority, PEM.
    pub authority: String,
}
