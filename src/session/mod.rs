//! The visit as a pure machine: no Bevy, no thread, no clock, no I/O. Time comes in with every event, work goes out
//! as effects, and what belongs to a step lives inside that step's variant of [`State`] and is wiped with it.

#![warn(clippy::wildcard_enum_match_arm)]

mod certificate;
pub mod effect;
pub mod event;
pub mod face;
pub mod limits;
pub mod secret;
mod settings;
pub mod staff;
mod state;
mod step;
#[cfg(test)]
mod tests;
pub mod wizard;

pub use certificate::{CertificateNotice, CertificateRule, judge_certificate};
pub use effect::{Effect, Effects};
pub use event::{Event, Input, ResultsWay, ScreenNumber, VisitNumber, Written};
pub use settings::FacilitySettings;
pub use staff::{Actor, CodeTrouble, Order, OrderVerdict, StaffAction, VisualReason};
pub use state::{
    Asking, CardPlace, CheckedCard, Ending, Identity, IdentityCheck, Outcome, PausedReader, PinPermit, PinReason,
    Question, Registration, Scope, State, StepName, SubsidyTrouble, Summary, VisualCard, VisualPart,
};
pub use step::{Now, Pace, Session, SettingsFile, StaffCall, Timer};
pub use wizard::{Wizard, WizardInput, WizardPart};
