//! What can be recorded, as one closed enum: nothing that is not listed here can get in.

use crate::eligibility::consent::ConsentAnswer;
use crate::session::{Actor, CodeTrouble, OrderVerdict, StaffAction};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The id under which centre and hospital know a visit: random, so that it tells nothing of the patient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitId(pub String);

/// The time of an entry: the wall clock's, and that of the program, which nobody can set.
#[derive(Debug, Clone, Copy)]
pub struct Stamp {
    pub at: Timestamp,
    /// Since the program's start.
    pub elapsed: Duration,
}

/// How the program ended the last time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Before {
    /// There is nothing before.
    Nothing,
    /// It was stopped.
    Stopped,
    /// It ended without a word: a crash, or the power went.
    BrokenOff,
    /// Entries that had been sealed are no longer there.
    CutOff,
    /// It could not be read: it lies in a folder of its own now, and this is a new record.
    Damaged,
}

/// Coarse on purpose: a step of its own for a medical ticket would tell of public assistance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    Identity,
    Consent,
    Query,
    Done,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    Face,
    Pin,
    Visual,
}

/// What came of an attempt to tell who the person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckOutcome {
    Confirmed,
    Refused,
    /// A device or the card failed; the person was not judged.
    Failed,
}

/// What became of 健康保険証利用の申込み.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationOutcome {
    Registered,
    InsurerChanging,
    /// The centre failed.
    Failed,
}

/// How a visit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitEnd {
    Done,
    Cancelled,
    TimedOut,
    CardPulled,
    Card,
    Certificate,
    /// Not registered, or the centre could not confirm it.
    NotConfirmed,
    Centre,
    Hospital,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Device {
    Reader,
    Face,
}

/// What came of a typed code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeOutcome {
    Accepted,
    Wrong,
    TooSoon,
    Locked,
    NotSet,
}

impl From<Result<(), CodeTrouble>> for CodeOutcome {
    fn from(result: Result<(), CodeTrouble>) -> Self {
        match result {
            Ok(()) => Self::Accepted,
            Err(CodeTrouble::Wrong { .. }) => Self::Wrong,
            Err(CodeTrouble::TooSoon { .. }) => Self::TooSoon,
            Err(CodeTrouble::Locked) => Self::Locked,
            Err(CodeTrouble::NotSet) => Self::NotSet,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub enum Entry {
    Started {
        version: String,
        before: Before,
    },
    Stopped,
    VisitBegan {
        visit: VisitId,
    },
    VisitStage {
        visit: VisitId,
        stage: Stage,
    },
    Checked {
        visit: VisitId,
        method: Method,
        outcome: CheckOutcome,
    },
    /// 健康保険証利用の申込み at this kiosk.
    Applied {
        visit: VisitId,
        outcome: ApplicationOutcome,
    },
    Consented {
        visit: VisitId,
        answers: Vec<ConsentAnswer>,
    },
    VisitEnded {
        visit: VisitId,
        end: VisitEnd,
    },
    StaffCalled {
        visit: Option<VisitId>,
    },
    DeviceFailed {
        device: Device,
    },
    DeviceWell {
        device: Device,
    },
    /// Staff ordered something, or did it at the kiosk.
    StaffActed {
        visit: Option<VisitId>,
        by: Actor,
        action: StaffAction,
        verdict: OrderVerdict,
    },
    /// Somebody typed a code.
    CodeChecked {
        by: Actor,
        outcome: CodeOutcome,
    },
    /// A supervisor let codes be tried again.
    CodesUnlocked {
        by: Actor,
    },
    /// A setting of the facility was changed at the kiosk.
    SettingChanged {
        by: Actor,
        setting: String,
        value: String,
    },
    /// The wall clock was set while the program ran, by this many seconds.
    ClockSet {
        seconds: i64,
    },
    /// Files older than the facility keeps them were removed, up to this entry.
    Dropped {
        through: u64,
    },
    /// So many entries before this one could not be written: the disk was full, or did not answer.
    Missed {
        entries: u64,
    },
}

impl Entry {
    /// As it is kept: one line of JSON with its fields in their order.
    pub fn to_json(&self) -> String {
        // No map and no foreign type is in it: nothing that JSON could refuse.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// It must be on the disk before what it tells of is done.
    pub fn comes_first(&self) -> bool {
        matches!(self, Self::StaffActed { .. })
    }

    /// After it nothing may be missing for long: it is sealed at once.
    pub fn is_milestone(&self) -> bool {
        matches!(self, Self::Started { .. } | Self::Stopped | Self::VisitEnded { .. } | Self::Dropped { .. })
    }

    /// The name of its kind, as in `locales/` and in exports.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Started { .. } => "started",
            Self::Stopped => "stopped",
            Self::VisitBegan { .. } => "visit-began",
            Self::VisitStage { .. } => "visit-stage",
            Self::Checked { .. } => "checked",
            Self::Applied { .. } => "applied",
            Self::Consented { .. } => "consented",
            Self::VisitEnded { .. } => "visit-ended",
            Self::StaffCalled { .. } => "staff-called",
            Self::DeviceFailed { .. } => "device-failed",
            Self::DeviceWell { .. } => "device-well",
            Self::StaffActed { .. } => "staff-acted",
            Self::CodeChecked { .. } => "code-checked",
            Self::CodesUnlocked { .. } => "codes-unlocked",
            Self::SettingChanged { .. } => "setting-changed",
            Self::ClockSet { .. } => "clock-set",
            Self::Dropped { .. } => "dropped",
            Self::Missed { .. } => "missed",
        }
    }
}
