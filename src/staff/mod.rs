//! Staff at the kiosk: who they are, the codes that they type, and their panel (the only place that knows egui).

pub mod codes;
pub mod own_settings;
pub mod panel;
pub mod plugin;
pub mod sight;
mod tally;
mod throttle;

pub use codes::{CodesHandle, Signed};
pub use tally::Tally;
pub use throttle::Throttle;

use crate::session::StaffAction;
use serde::{Deserialize, Serialize};

/// What somebody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Looks.
    Viewer,
    /// Helps patients: visual check, coming, ending a visit.
    Receptionist,
    /// Takes a kiosk out of service, changes its settings, unlocks codes.
    Supervisor,
}

impl Role {
    /// Who may order this, at the panel and at the desk.
    pub fn least_for(action: StaffAction) -> Self {
        match action {
            StaffAction::VisualCheck { .. }
            | StaffAction::Come
            | StaffAction::Cancel
            | StaffAction::RestartReader
            | StaffAction::RestartFace
            | StaffAction::OpenPanel
            | StaffAction::ShowWays => Self::Receptionist,
            StaffAction::Pause | StaffAction::Resume => Self::Supervisor,
        }
    }

    /// Its name in `locales/`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Viewer => "staff-role-viewer",
            Self::Receptionist => "staff-role-receptionist",
            Self::Supervisor => "staff-role-supervisor",
        }
    }
}

/// Somebody of the staff, as the config names them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Goes into the record: a staff number or a short name.
    pub name: String,
    pub role: Role,
    /// argon2id in PHC form, as `uketsuke staff hash` prints it.
    pub code: String,
}

/// The codes of a facility's staff.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StaffConfig {
    pub persons: Vec<Person>,
    /// The facility's 4 digits for a visual check at the kiosk, hashed in the same way.
    pub passcode: Option<String>,
    /// So many wrong codes one after the other lock it until a supervisor unlocks it.
    pub lock_after: u32,
    /// The panel closes by itself after so many seconds without a touch.
    pub panel_closes_after_s: u32,
}

impl Default for StaffConfig {
    fn default() -> Self {
        Self { persons: Vec::new(), passcode: None, lock_after: 6, panel_closes_after_s: 120 }
    }
}
