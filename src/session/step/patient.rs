//! What the patient does: each input counts only on the screen on which it began.

use super::super::effect::{Effect, Effects};
use super::super::event::{Input, PinState, ScreenNumber};
use super::super::limits::{self, Limit};
use super::super::secret::PinEntry;
use super::super::state::{
    CardPlace, CheckedCard, Ending, PinPermit, PinReason, Registration, State, VisualCard, VisualPart,
};
use super::answers::first_screen;
use super::{Now, Pace, Session, StaffCall, Timer};
use std::mem;

impl Session {
    pub(super) fn on_input(&mut self, now: Now, screen: ScreenNumber, input: Input, effects: &mut Effects) {
        if screen != self.screen {
            return;
        }
        match input {
            Input::CallStaff => {
                self.staff = StaffCall::Called;
                effects.push(Effect::CallStaff);
            }
            Input::MoreTime => {
                if matches!(self.timer, Timer::Warned { .. }) {
                    self.pace = Pace::Long;
                }
            }
            Input::Cancel => self.cancel(now, effects),
            Input::Continue
            | Input::Back
            | Input::ChooseFace
            | Input::TryFaceAgain
            | Input::ChoosePin
            | Input::ChooseVisual
            | Input::StaffHere
            | Input::Compared { .. }
            | Input::Reason(_)
            | Input::Digit(_)
            | Input::EraseDigit
            | Input::EnterPin
            | Input::RiskLastTry
            | Input::Send
            | Input::Register
            | Input::DeclineRegistration
            | Input::AgreeToAll
            | Input::NobodyToAsk
            | Input::ChooseEach
            | Input::AgreeToNone
            | Input::Prescription(_)
            | Input::Subsidies(_)
            | Input::Consent { .. } => self.answer_screen(now, input, effects),
        }
        // Touching hurries no machine, and gives none more time: only limits that warn begin anew.
        if !matches!(limits::of(&self.state), Some(Limit { warn_after: None, .. })) {
            self.restart_timer(now);
        }
    }

    fn cancel(&mut self, now: Now, effects: &mut Effects) {
        // What is on its way to the hospital cannot be called back.
        if self.state.in_visit() && !matches!(self.state, State::Delivering { .. }) {
            let place = self.card_place();
            self.end(now, Ending::Cancelled, place, effects);
        }
    }

    fn answer_screen(&mut self, now: Now, input: Input, effects: &mut Effects) {
        let next = match (mem::replace(&mut self.state, State::Idle), input) {
            (State::CertNotice { card, .. }, Input::Continue) => State::Method { card },
            (State::Register { mut card, notice }, Input::Register) => {
                card.registration = Registration::Wanted;
                first_screen(card, notice)
            }
            (State::Register { .. }, Input::DeclineRegistration) => {
                return self.end(now, Ending::NotRegistered, CardPlace::OnReader, effects);
            }
            (State::Method { card }, Input::ChooseFace) | (State::FaceAgain { card, .. }, Input::TryFaceAgain) => {
                self.read_photo(card, effects)
            }
            (State::Method { card } | State::Face { card, .. } | State::FaceAgain { card, .. }, Input::ChoosePin) => {
                pin_screen(card, PinReason::First)
            }
            (
                State::Method { card }
                | State::Face { card, .. }
                | State::FaceAgain { card, .. }
                | State::LastTry { card },
                Input::ChooseVisual,
            ) => {
                self.staff = StaffCall::Called;
                effects.push(Effect::CallStaff);
                waiting_for_staff(card)
            }
            (
                State::Face { card, .. }
                | State::FaceAgain { card, .. }
                | State::LastTry { card }
                | State::Pin { card, .. },
                Input::Back,
            ) => State::Method { card },
            (State::LastTry { card }, Input::RiskLastTry) => State::Pin {
                card,
                entry: PinEntry::default(),
                permit: PinPermit::LastTryAccepted,
                reason: PinReason::First,
            },
            (State::Pin { card, entry, permit, reason }, input) => {
                return self.type_pin(now, card, entry, permit, reason, input, effects);
            }
            (State::Visual { card, place: VisualCard::Placed, part }, input) => {
                return self.answer_visual(now, card, part, input, effects);
            }
            (
                state @ (State::ConsentTop { .. }
                | State::ConsentItem { .. }
                | State::PrescriptionForm { .. }
                | State::Subsidies { .. }
                | State::SubsidyNotice { .. }
                | State::Ticket { .. }
                | State::ConsentReview { .. }),
                input,
            ) => {
                self.state = state;
                return self.answer_question(now, input, effects);
            }
            // Not offered on this screen. A new input does not pass by here unseen: `on_input` names them all.
            (state, _) => {
                self.state = state;
                return;
            }
        };
        self.enter(now, next);
    }

    #[allow(clippy::too_many_arguments, reason = "the parts of State::Pin, moved so that the entry is never copied")]
    fn type_pin(
        &mut self,
        now: Now,
        card: CheckedCard,
        mut entry: PinEntry,
        permit: PinPermit,
        reason: PinReason,
        input: Input,
        effects: &mut Effects,
    ) {
        if input == Input::EnterPin {
            if let Some(pin) = entry.take() {
                effects.push(Effect::Sign { visit: self.visit, pin, permit, nonce: card.nonce.clone() });
                return self.enter(now, State::Signing { card });
            }
        } else if input == Input::EraseDigit {
            entry.erase();
        } else if let Input::Digit(digit) = &input {
            entry.push(digit);
        }
        self.state = State::Pin { card, entry, permit, reason };
    }
}

fn waiting_for_staff(card: CheckedCard) -> State {
    State::Visual { card, place: VisualCard::Placed, part: VisualPart::Waiting { refused: None } }
}

/// The pad, where the counter allows it: with one try left the warning comes first, with none the method screen says
/// that the PIN is locked.
pub(super) fn pin_screen(card: CheckedCard, reason: PinReason) -> State {
    match card.pin {
        PinState::Tries(0) | PinState::Locked | PinState::NotSet => State::Method { card },
        PinState::Tries(1..=limits::WARN_AT_TRIES) => State::LastTry { card },
        PinState::Tries(left) => {
            State::Pin { card, entry: PinEntry::default(), permit: PinPermit::TriesLeft(left), reason }
        }
    }
}
