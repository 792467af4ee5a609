//! One file a screen: each turns what the session holds into a [`Screen`].

mod cert_notice;
mod consent;
mod done;
mod ended;
mod face;
mod method;
mod pin;
mod questions;
mod register;
mod visual;
mod waiting;
mod wizard;

pub use face::instruction;

use super::spec::{Progress, Screen};
use crate::session::{State, StepName};

/// The screen of a state.
pub fn of(state: &State) -> Screen {
    Screen { step: progress(state.step_name()), ..bare(state) }
}

/// How far the visit is.
fn progress(step: StepName) -> Option<Progress> {
    let at = match step {
        StepName::OutOfOrder
        | StepName::Paused
        | StepName::Ways
        | StepName::Statement
        | StepName::Idle
        | StepName::Ended => return None,
        StepName::CardRead | StepName::CertNotice | StepName::Register => 1,
        StepName::Method
        | StepName::Face
        | StepName::LastTry
        | StepName::Pin
        | StepName::Visual
        | StepName::Identify
        | StepName::Registering => 2,
        StepName::ConsentTop
        | StepName::ConsentItem
        | StepName::PrescriptionForm
        | StepName::Subsidies
        | StepName::Ticket
        | StepName::ConsentReview => 3,
        StepName::Query | StepName::Done => 4,
    };
    Some(Progress { at })
}

fn bare(state: &State) -> Screen {
    match state {
        State::OutOfOrder => wizard::offered(waiting::out_of_order()),
        State::Wizard(wizard) => wizard::screen(wizard),
        State::Paused { reader } => waiting::paused(*reader),
        State::Idle => waiting::idle(),
        State::Reading => waiting::reading(),
        State::Opening { .. } => waiting::opening(),
        State::CertNotice { notice, .. } => cert_notice::screen(*notice),
        State::Register { .. } => register::ask(),
        State::Identifying { .. } => waiting::identifying(),
        State::Registering { .. } => register::under_way(),
        State::Method { card } => method::screen(card),
        State::FacePhoto { .. } => waiting::photo(),
        State::Face { card, coaching, .. } => face::mirror(card.pin, coaching.advice),
        State::FaceAgain { card, why } => face::again(card.pin, card.mismatches, *why),
        State::FaceSigning { .. } => waiting::face_signing(),
        State::LastTry { .. } => pin::last_try(),
        State::Pin { permit, reason, .. } => pin::pad(*permit, *reason),
        State::Signing { .. } => waiting::signing(),
        State::Visual { place, part, .. } => visual::screen(*place, part),
        State::VisualSigning { .. } => waiting::visual_signing(),
        State::ConsentTop { asking, .. } => consent::top(asking),
        State::ConsentItem { asking, .. } => consent::item(asking),
        State::PrescriptionForm { asking, .. } => questions::prescription(asking),
        State::Subsidies { asking, .. } => questions::subsidies(asking),
        State::SubsidyLookup { .. } => questions::subsidy_lookup(),
        State::SubsidyNotice { why, .. } => questions::subsidy_notice(*why),
        State::Ticket { asking, .. } => questions::ticket(asking),
        State::ConsentReview { asking, .. } => consent::review(asking),
        State::Query { .. } => waiting::query(),
        State::Delivering { .. } => waiting::delivering(),
        State::Done { summary, place } => done::screen(summary, *place),
        State::Ended { why, place } if state.trouble().is_some() => wizard::offered(ended::screen(*why, *place)),
        State::Ended { why, place } => ended::screen(*why, *place),
    }
}
