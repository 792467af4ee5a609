//! Which steps of a visit are recorded: looked at from outside, so that the visit itself knows nothing of a record.

use super::entry::{ApplicationOutcome, CheckOutcome, CodeOutcome, Device, Entry, Method, Stage, VisitEnd, VisitId};
use crate::session::event::{Application, ReaderEvent, SignTrouble};
use crate::session::face::{FaceReadiness, FaceRefusal, Verdict};
use crate::session::{
    Actor, Effect, Ending, Event, Input, OrderVerdict, ResultsWay, Session, StaffAction, State, StepName, VisitNumber,
    VisualCard, VisualPart, Wizard, WizardInput, WizardPart,
};

/// What must be known before a step to tell afterwards what it did.
#[derive(Debug, Clone)]
pub struct Before {
    in_visit: bool,
    stage: Option<Stage>,
    face: FaceReadiness,
    results: ResultsWay,
    checked: Option<(Method, CheckOutcome)>,
    /// What staff did by this event, and who.
    staff: Option<(Actor, StaffAction)>,
    passcode: Option<CodeOutcome>,
    application: Option<ApplicationOutcome>,
    /// A way that was chosen because the machine could not, or the statement that was made.
    way: Option<Entry>,
    reader: Option<ReaderEvent>,
}

impl Before {
    pub fn step(session: &Session, event: &Event) -> Self {
        let state = session.state();
        Self {
            in_visit: state.in_visit(),
            stage: stage(state),
            face: session.face(),
            results: session.results(),
            checked: checked(session, event),
            staff: staff(session, event),
            passcode: passcode(session, event),
            application: application(session, event),
            way: way(session, event),
            reader: if let Event::Reader(event) = event { Some(*event) } else { None },
        }
    }

    /// What the step means for the record, in its order.
    pub fn entries(self, session: &Session, effects: &[Effect], visit: &VisitId) -> Vec<Entry> {
        let (now, id) = (session.state(), || visit.clone());
        let mut entries = Vec::new();
        if !self.in_visit && now.in_visit() {
            entries.push(Entry::VisitBegan { visit: id() });
        }
        if let Some((method, outcome)) = self.checked {
            entries.push(Entry::Checked { visit: id(), method, outcome });
        }
        entries.extend(self.application.map(|outcome| Entry::Applied { visit: id(), outcome }));
        entries.extend(self.passcode.map(|outcome| Entry::CodeChecked { by: Actor::Passcode, outcome }));
        if let Some((by, action)) = &self.staff {
            let visit = (self.in_visit || now.in_visit()).then(id);
            let verdict = verdict(effects);
            entries.push(Entry::StaffActed { visit, by: by.clone(), action: *action, verdict });
        }
        for effect in effects {
            match effect {
                Effect::Query { choices, .. } if !choices.consents.is_empty() => {
                    entries.push(Entry::Consented { visit: id(), answers: choices.consents.clone() });
                }
                Effect::CallStaff => {
                    let visit = (self.in_visit || now.in_visit()).then(id);
                    entries.push(Entry::StaffCalled { visit });
                }
                _ => {}
            }
        }
        match stage(now) {
            Some(stage) if self.stage.is_some() && self.stage != Some(stage) && now.in_visit() => {
                entries.push(Entry::VisitStage { visit: id(), stage });
            }
            _ => {}
        }
        if self.in_visit
            && let Some(end) = end(now)
        {
            entries.push(Entry::VisitEnded { visit: id(), end });
        }
        entries.extend(self.devices(session));
        entries.extend(self.way);
        entries
    }

    fn devices(&self, session: &Session) -> Vec<Entry> {
        let reader = match self.reader {
            Some(ReaderEvent::Lost) => Some(Entry::DeviceFailed { device: Device::Reader }),
            Some(ReaderEvent::Found) => Some(Entry::DeviceWell { device: Device::Reader }),
            Some(ReaderEvent::CardInserted | ReaderEvent::CardRemoved) | None => None,
        };
        let face = match (is_broken(self.face), is_broken(session.face())) {
            (false, true) => Some(Entry::DeviceFailed { device: Device::Face }),
            (true, false) => Some(Entry::DeviceWell { device: Device::Face }),
            (false, false) | (true, true) => None,
        };
        let is_well = |way: ResultsWay| way == ResultsWay::default();
        let results = match (is_well(self.results), is_well(session.results())) {
            (true, false) => Some(Entry::DeviceFailed { device: Device::Results }),
            (false, true) => Some(Entry::DeviceWell { device: Device::Results }),
            (true, true) | (false, false) => None,
        };
        reader.into_iter().chain(face).chain(results).collect()
    }
}

/// How far a visit is, as coarsely as it is told; `None` outside of one.
pub fn stage(state: &State) -> Option<Stage> {
    match state.step_name() {
        StepName::OutOfOrder
        | StepName::Paused
        | StepName::Ways
        | StepName::Statement
        | StepName::Idle
        | StepName::Ended => None,
        StepName::CardRead
        | StepName::CertNotice
        | StepName::Register
        | StepName::Method
        | StepName::Face
        | StepName::LastTry
        | StepName::Pin
        | StepName::Visual
        | StepName::Identify
        | StepName::Registering => Some(Stage::Identity),
        // What else is asked counts as consent: a step of its own would tell of public assistance.
        StepName::ConsentTop
        | StepName::ConsentItem
        | StepName::PrescriptionForm
        | StepName::Subsidies
        | StepName::Ticket
        | StepName::ConsentReview => Some(Stage::Consent),
        StepName::Query => Some(Stage::Query),
        StepName::Done => Some(Stage::Done),
    }
}

/// Events of a visit that is over check nobody.
fn checked(session: &Session, event: &Event) -> Option<(Method, CheckOutcome)> {
    let runs = |visit: &VisitNumber| *visit == session.visit();
    let confirmed = |ok| if ok { CheckOutcome::Confirmed } else { CheckOutcome::Failed };
    match (session.state(), event) {
        (State::Signing { .. }, Event::Signed { visit, result }) if runs(visit) => {
            let outcome = match result {
                Ok(_) => CheckOutcome::Confirmed,
                Err(SignTrouble::WrongPin(_)) => CheckOutcome::Refused,
                Err(_) => CheckOutcome::Failed,
            };
            Some((Method::Pin, outcome))
        }
        // The face matched before; the card's signature is what counts.
        (State::FaceSigning { .. }, Event::Signed { visit, result }) if runs(visit) => {
            Some((Method::Face, confirmed(result.is_ok())))
        }
        (State::VisualSigning { .. }, Event::Signed { visit, result }) if runs(visit) => {
            Some((Method::Visual, confirmed(result.is_ok())))
        }
        (
            State::Visual { place: VisualCard::Placed, part: VisualPart::Compare, .. },
            Event::User { screen, input: Input::Compared { same: false } },
        ) if *screen == session.screen() => Some((Method::Visual, CheckOutcome::Refused)),
        (State::Face { .. }, Event::FaceChecked { visit, result }) if runs(visit) => match result {
            Ok(Verdict::Match) => None,
            Ok(Verdict::NoMatch | Verdict::NotTurned) => Some((Method::Face, CheckOutcome::Refused)),
            Err(_) => Some((Method::Face, CheckOutcome::Failed)),
        },
        _ => None,
    }
}

/// An order from elsewhere, or the reason that was chosen at the kiosk after the passcode.
fn staff(session: &Session, event: &Event) -> Option<(Actor, StaffAction)> {
    match (session.state(), event) {
        (_, Event::Staff(order)) => Some((order.by.clone(), order.action)),
        (
            State::Visual { place: VisualCard::Placed, part: VisualPart::Reason, .. },
            Event::User { screen, input: Input::Reason(reason) },
        ) if *screen == session.screen() => Some((Actor::Passcode, StaffAction::VisualCheck { reason: *reason })),
        _ => None,
    }
}

fn passcode(session: &Session, event: &Event) -> Option<CodeOutcome> {
    match (session.state(), event) {
        (State::Visual { part: VisualPart::PasscodeCheck, .. }, Event::PasscodeChecked { visit, result })
            if *visit == session.visit() =>
        {
            Some((*result).into())
        }
        _ => None,
    }
}

/// What became of 健康保険証利用の申込み.
fn application(session: &Session, event: &Event) -> Option<ApplicationOutcome> {
    match (session.state(), event) {
        (State::Registering { .. }, Event::Registered { visit, result }) if *visit == session.visit() => {
            Some(match result {
                Ok(Application::Registered) => ApplicationOutcome::Registered,
                Ok(Application::InsurerChanging) => ApplicationOutcome::InsurerChanging,
                Err(_) => ApplicationOutcome::Failed,
            })
        }
        _ => None,
    }
}

/// Which of the other ways was used, and why; never what was written on a statement.
fn way(session: &Session, event: &Event) -> Option<Entry> {
    match (session.state(), event) {
        (
            State::Wizard(Wizard { why, part: WizardPart::Ways, .. }),
            Event::User { screen, input: Input::Wizard(WizardInput::Way(way)) },
        ) if *screen == session.screen() => Some(Entry::WayChosen { trouble: *why, way: *way }),
        (State::Wizard(Wizard { part: WizardPart::Printing, .. }), Event::StatementPrinted(result)) => {
            Some(Entry::StatementMade { printed: result.is_ok() })
        }
        _ => None,
    }
}

/// What came of an order; at the kiosk itself staff see what comes of it.
fn verdict(effects: &[Effect]) -> OrderVerdict {
    let answered = effects.iter().find_map(|effect| match effect {
        Effect::AnswerOrder { verdict } => Some(*verdict),
        _ => None,
    });
    answered.unwrap_or(OrderVerdict::Done)
}

/// `None` while the visit goes on.
fn end(state: &State) -> Option<VisitEnd> {
    match state {
        State::Done { .. } => Some(VisitEnd::Done),
        State::OutOfOrder | State::Paused { .. } | State::Wizard(_) | State::Idle => Some(VisitEnd::Card),
        State::Ended { why, .. } => Some(match why {
            Ending::Cancelled | Ending::StaffEnded => VisitEnd::Cancelled,
            Ending::TimedOut => VisitEnd::TimedOut,
            Ending::CardPulled | Ending::CardLeft => VisitEnd::CardPulled,
            Ending::AnotherCard | Ending::Card(_) | Ending::PinAnswerLost => VisitEnd::Card,
            Ending::CertificateExpired | Ending::CertificateRevoked | Ending::CertificateUntrusted => {
                VisitEnd::Certificate
            }
            Ending::NotRegistered | Ending::InsurerChanging | Ending::NotConfirmed { .. } => VisitEnd::NotConfirmed,
            Ending::Centre(_) | Ending::RegistrationFailed(_) => VisitEnd::Centre,
            Ending::Hospital(_) => VisitEnd::Hospital,
        }),
        _ => None,
    }
}

/// What staff could mend; a kiosk without the state's key or without a code of the card is as it should be.
fn is_broken(face: FaceReadiness) -> bool {
    match face {
        FaceReadiness::Ready => false,
        FaceReadiness::Not(why) => match why {
            FaceRefusal::NoCamera
            | FaceRefusal::NoModels
            | FaceRefusal::CameraBusy
            | FaceRefusal::CameraBroken
            | FaceRefusal::MatchingFailed => true,
            FaceRefusal::Starting
            | FaceRefusal::NoTerminalKey
            | FaceRefusal::CodeUnknown
            | FaceRefusal::CodeRefused
            | FaceRefusal::PhotoUnusable
            | FaceRefusal::TerminalRefused => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{FacilitySettings, Now};
    use jiff::civil::date;
    use std::time::Duration;

    #[test]
    fn results_that_begin_to_wait_and_have_gone_out_are_recorded_once_each() {
        let mut session = Session::new(FacilitySettings::default());
        let mut recorded = Vec::new();
        for waiting in [0, 1, 2, 3, 0, 0] {
            let event = Event::ResultsWay(ResultsWay { waiting, ..ResultsWay::default() });
            let before = Before::step(&session, &event);
            let effects = session.step(Now { at: Duration::ZERO, today: date(2026, 11, 23) }, event);
            recorded.extend(before.entries(&session, &effects, &VisitId("a".into())));
        }
        let device = Device::Results;
        assert_eq!(recorded, [Entry::DeviceFailed { device }, Entry::DeviceWell { device }]);
    }
}
