//! Warnings and ends: time passes also when nobody does anything.

use super::super::effect::{Effect, Effects};
use super::super::event::{CardTrouble, CentreTrouble, HospitalTrouble};
use super::super::limits::{self, Limit};
use super::super::staff::CodeTrouble;
use super::super::state::{CardPlace, Ending, State, VisualCard, VisualPart};
use super::{Now, Session, StaffCall, Timer};

impl Session {
    pub(super) fn on_tick(&mut self, now: Now, effects: &mut Effects) {
        match self.timer {
            Timer::Running { warn_at: Some(warn_at), stop_at } if now.at >= warn_at => {
                // A clock that jumped past the end still warns first.
                let stop_at = stop_at.max(now.at + limits::WARNING_AT_LEAST);
                self.timer = Timer::Warned { stop_at, lasts: stop_at - now.at };
            }
            Timer::Running { warn_at: None, stop_at } | Timer::Warned { stop_at, .. } if now.at >= stop_at => {
                self.on_time_out(now, effects);
            }
            Timer::Off | Timer::Running { .. } | Timer::Warned { .. } => {}
        }
    }

    fn on_time_out(&mut self, now: Now, effects: &mut Effects) {
        let on_reader = CardPlace::OnReader;
        match &self.state {
            State::OutOfOrder | State::Paused { .. } | State::Idle => {
                self.staff = StaffCall::NotCalled;
                self.timer = Timer::Off;
            }
            State::Reading | State::Signing { .. } | State::Visual { place: VisualCard::Checking { .. }, .. } => {
                self.end(now, Ending::Card(CardTrouble::Silent), on_reader, effects);
            }
            State::FacePhoto { .. } | State::FaceSigning { .. } | State::VisualSigning { .. } => {
                self.end(now, Ending::Card(CardTrouble::Silent), on_reader, effects);
            }
            State::Face { .. } => self.face_not_seen(now),
            State::Visual { place: VisualCard::Placed, part: VisualPart::PasscodeCheck, .. } => {
                // Whoever checks codes is gone: as if there were none.
                self.on_passcode(now, Err(CodeTrouble::NotSet));
            }
            State::Registering { .. } => {
                self.end(now, Ending::RegistrationFailed(CentreTrouble::TimedOut), on_reader, effects);
            }
            State::SubsidyLookup { .. } => self.on_subsidies(now, Err(CentreTrouble::TimedOut)),
            State::Opening { .. } | State::Identifying { .. } | State::Query { .. } => {
                self.end(now, Ending::Centre(CentreTrouble::TimedOut), on_reader, effects);
            }
            State::Delivering { place, .. } => {
                let place = *place;
                self.end(now, Ending::Hospital(HospitalTrouble::Other), place, effects);
            }
            State::CertNotice { .. }
            | State::Register { .. }
            | State::Method { .. }
            | State::FaceAgain { .. }
            | State::LastTry { .. }
            | State::Pin { .. }
            | State::Visual { place: VisualCard::Placed, .. }
            | State::ConsentTop { .. }
            | State::ConsentItem { .. }
            | State::PrescriptionForm { .. }
            | State::Subsidies { .. }
            | State::SubsidyNotice { .. }
            | State::Ticket { .. }
            | State::ConsentReview { .. } => self.end(now, Ending::TimedOut, on_reader, effects),
            State::Visual { place: VisualCard::Lifted { .. }, .. } => {
                self.end(now, Ending::TimedOut, CardPlace::Taken, effects);
            }
            State::Done { place: CardPlace::Taken, .. } | State::Ended { place: CardPlace::Taken, .. } => {
                self.enter(now, State::Idle);
            }
            State::Done { place: CardPlace::OnReader, .. } | State::Ended { place: CardPlace::OnReader, .. } => {
                self.staff = StaffCall::Called;
                effects.push(Effect::CallStaff);
                self.enter(now, State::Ended { why: Ending::CardLeft, place: on_reader });
                self.timer = Timer::Off;
            }
        }
    }

    pub(super) fn restart_timer(&mut self, now: Now) {
        self.timer = match (limits::of(&self.state), self.staff) {
            (Some(Limit { warn_after: Some(_), .. }), StaffCall::Called | StaffCall::Coming)
                if self.state.in_visit() =>
            {
                timer(now, limits::WAITING_FOR_STAFF.at(self.pace))
            }
            (Some(limit), StaffCall::Called | StaffCall::Coming | StaffCall::NotCalled) => {
                timer(now, limit.at(self.pace))
            }
            (None, StaffCall::Called | StaffCall::Coming) => timer(now, limits::STAFF_SIGN),
            (None, StaffCall::NotCalled) => Timer::Off,
        };
    }
}

fn timer(now: Now, limit: Limit) -> Timer {
    Timer::Running { warn_at: limit.warn_after.map(|after| now.at + after), stop_at: now.at + limit.stop_after }
}
