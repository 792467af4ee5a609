//! 目視, and what staff order: the patient's screen and the orders from elsewhere end in the same signature.

use super::super::effect::{Effect, Effects};
use super::super::event::{Input, ReaderEvent, SignTrouble, VisitNumber};
use super::super::secret::{Passcode, PinEntry, Signature};
use super::super::staff::{CodeTrouble, Order, OrderVerdict, StaffAction};
use super::super::state::{CardPlace, CheckedCard, Ending, IdentityCheck, PausedReader, State, VisualCard, VisualPart};
use super::{Now, Session, StaffCall};
use std::mem;

impl Session {
    /// The screens of a visual check while the card lies there.
    pub(super) fn answer_visual(
        &mut self,
        now: Now,
        card: CheckedCard,
        part: VisualPart,
        input: Input,
        effects: &mut Effects,
    ) {
        let waiting = VisualPart::Waiting { refused: None };
        let next = match (part, input) {
            (
                VisualPart::Passcode { entry, trouble },
                input @ (Input::Digit(_) | Input::EraseDigit | Input::EnterPin),
            ) => {
                return self.type_passcode(now, card, entry, trouble, input, effects);
            }
            (VisualPart::Waiting { refused: None }, Input::StaffHere) => {
                VisualPart::Passcode { entry: PinEntry::default(), trouble: None }
            }
            (VisualPart::Compare, Input::Compared { same: true }) => VisualPart::Reason,
            // Whoever stands there is not the card's: staff see to them, and nothing more is done with the card.
            (VisualPart::Compare, Input::Compared { same: false }) => {
                return self.end(now, Ending::StaffEnded, CardPlace::OnReader, effects);
            }
            (VisualPart::Reason, Input::Reason(_)) => return self.sign_by_eye(now, card, effects),
            (VisualPart::Reason, Input::Back) => VisualPart::Compare,
            (VisualPart::Compare | VisualPart::Passcode { .. }, Input::Back) => waiting,
            (VisualPart::Waiting { .. } | VisualPart::Impossible, Input::Back) => {
                return self.enter(now, State::Method { card });
            }
            (part, _) => {
                self.state = State::Visual { card, place: VisualCard::Placed, part };
                return;
            }
        };
        self.enter(now, State::Visual { card, place: VisualCard::Placed, part: next });
    }

    fn type_passcode(
        &mut self,
        now: Now,
        card: CheckedCard,
        mut entry: PinEntry,
        trouble: Option<CodeTrouble>,
        input: Input,
        effects: &mut Effects,
    ) {
        let place = VisualCard::Placed;
        if input == Input::EnterPin {
            if let Some(code) = entry.take() {
                effects.push(Effect::CheckPasscode { visit: self.visit, code: Passcode::from(code) });
                return self.enter(now, State::Visual { card, place, part: VisualPart::PasscodeCheck });
            }
        } else if input == Input::EraseDigit {
            entry.erase();
        } else if let Input::Digit(digit) = &input {
            entry.push(digit);
        }
        self.state = State::Visual { card, place, part: VisualPart::Passcode { entry, trouble } };
    }

    /// Wherever the card is just now: staff may have lifted it already.
    pub(super) fn on_passcode(&mut self, now: Now, result: Result<(), CodeTrouble>) {
        let state = mem::replace(&mut self.state, State::Idle);
        let State::Visual { card, place, part: VisualPart::PasscodeCheck } = state else {
            self.state = state;
            return;
        };
        let part = match result {
            Ok(()) => {
                // Staff are here: nobody is waited for any more.
                self.staff = StaffCall::NotCalled;
                VisualPart::Compare
            }
            Err(trouble @ (CodeTrouble::Wrong { .. } | CodeTrouble::TooSoon { .. })) => {
                VisualPart::Passcode { entry: PinEntry::default(), trouble: Some(trouble) }
            }
            Err(trouble @ (CodeTrouble::Locked | CodeTrouble::NotSet)) => {
                VisualPart::Waiting { refused: Some(trouble) }
            }
        };
        self.enter(now, State::Visual { card, place, part });
    }

    fn sign_by_eye(&mut self, now: Now, card: CheckedCard, effects: &mut Effects) {
        self.staff = StaffCall::NotCalled;
        effects.push(Effect::SignAsTerminal { visit: self.visit, nonce: card.nonce.clone() });
        self.enter(now, State::VisualSigning { card });
    }

    pub(super) fn on_signed_by_eye(
        &mut self,
        now: Now,
        card: CheckedCard,
        result: Result<Signature, SignTrouble>,
        effects: &mut Effects,
    ) {
        // The face check's way, but for what is left to staff.
        if let Err(SignTrouble::TerminalRefused) = result {
            let part = VisualPart::Impossible;
            return self.enter(now, State::Visual { card, place: VisualCard::Placed, part });
        }
        self.on_signed_as_terminal(now, card, IdentityCheck::Visual, result, effects);
    }

    pub(super) fn on_order(&mut self, now: Now, order: Order, effects: &mut Effects) {
        let Order { visit, screen, by: _, action } = order;
        let verdict = if visit == self.visit && screen == self.screen {
            self.obey(now, action, effects)
        } else {
            OrderVerdict::Stale
        };
        effects.push(Effect::AnswerOrder { verdict });
    }

    fn obey(&mut self, now: Now, action: StaffAction, effects: &mut Effects) -> OrderVerdict {
        match action {
            StaffAction::VisualCheck { .. } => self.order_visual(now, effects),
            StaffAction::Come => self.come(now),
            StaffAction::Cancel => self.order_cancel(now, effects),
            StaffAction::Pause => self.pause(now),
            StaffAction::Resume => self.resume(now, effects),
            StaffAction::RestartReader => self.restart(Effect::RestartReader, effects),
            StaffAction::RestartFace => self.restart(Effect::RestartFace, effects),
            StaffAction::OpenPanel => {
                effects.push(Effect::OpenPanel);
                OrderVerdict::Done
            }
            StaffAction::ShowWays => self.show_ways(now),
        }
    }

    /// Wherever the person is not known yet and nothing is under way with the card.
    fn order_visual(&mut self, now: Now, effects: &mut Effects) -> OrderVerdict {
        match mem::replace(&mut self.state, State::Idle) {
            State::Method { card }
            | State::Face { card, .. }
            | State::FaceAgain { card, .. }
            | State::LastTry { card }
            | State::Pin { card, .. }
            | State::Visual {
                card,
                place: VisualCard::Placed,
                part:
                    VisualPart::Waiting { .. }
                    | VisualPart::Passcode { .. }
                    | VisualPart::PasscodeCheck
                    | VisualPart::Compare
                    | VisualPart::Reason,
            } => {
                self.sign_by_eye(now, card, effects);
                OrderVerdict::Done
            }
            visual @ State::Visual { part: VisualPart::Impossible, .. } => {
                self.state = visual;
                OrderVerdict::NoTerminalKey
            }
            without_card @ (State::Visual { .. }
            | State::OutOfOrder
            | State::Paused { .. }
            | State::Wizard(_)
            | State::Idle
            | State::Done { .. }
            | State::Ended { .. }) => {
                self.state = without_card;
                OrderVerdict::NoCard
            }
            busy @ (State::Reading
            | State::Opening { .. }
            | State::CertNotice { .. }
            | State::Register { .. }
            | State::FacePhoto { .. }
            | State::FaceSigning { .. }
            | State::Signing { .. }
            | State::VisualSigning { .. }
            | State::Identifying { .. }
            | State::Registering { .. }
            | State::ConsentTop { .. }
            | State::ConsentItem { .. }
            | State::PrescriptionForm { .. }
            | State::Subsidies { .. }
            | State::SubsidyLookup { .. }
            | State::SubsidyNotice { .. }
            | State::Ticket { .. }
            | State::ConsentReview { .. }
            | State::Query { .. }
            | State::Delivering { .. }) => {
                self.state = busy;
                OrderVerdict::NotNow
            }
        }
    }

    fn come(&mut self, now: Now) -> OrderVerdict {
        if self.staff == StaffCall::NotCalled && !self.state.in_visit() {
            return OrderVerdict::NotNow;
        }
        self.staff = StaffCall::Coming;
        self.restart_timer(now);
        OrderVerdict::Done
    }

    fn order_cancel(&mut self, now: Now, effects: &mut Effects) -> OrderVerdict {
        // What is on its way to the hospital cannot be called back.
        if !self.state.in_visit() || matches!(self.state, State::Delivering { .. }) {
            return OrderVerdict::NotNow;
        }
        let place = self.card_place();
        self.end(now, Ending::StaffEnded, place, effects);
        OrderVerdict::Done
    }

    /// Only between visits: nobody loses one by it, and no card is left lying under the sign.
    fn pause(&mut self, now: Now) -> OrderVerdict {
        let is_over = matches!(
            self.state,
            State::Idle | State::Done { place: CardPlace::Taken, .. } | State::Ended { place: CardPlace::Taken, .. }
        );
        let reader = match (&self.state, is_over) {
            (State::OutOfOrder, _) => PausedReader::Gone,
            (_, true) => PausedReader::Empty,
            (_, false) => return OrderVerdict::NotNow,
        };
        self.staff = StaffCall::NotCalled;
        self.enter(now, State::Paused { reader });
        OrderVerdict::Done
    }

    fn resume(&mut self, now: Now, effects: &mut Effects) -> OrderVerdict {
        let State::Paused { reader } = self.state else { return OrderVerdict::NotNow };
        match reader {
            PausedReader::Gone => self.enter(now, State::OutOfOrder),
            PausedReader::Empty => self.enter(now, State::Idle),
            // Somebody waits with the card laid down: the visit begins.
            PausedReader::CardOn => self.begin_visit(now, effects),
        }
        OrderVerdict::Done
    }

    /// Between visits only: whoever is being received keeps their devices.
    fn restart(&self, what: Effect, effects: &mut Effects) -> OrderVerdict {
        if self.state.in_visit() {
            return OrderVerdict::NotNow;
        }
        effects.push(what);
        OrderVerdict::Done
    }

    pub(super) fn begin_visit(&mut self, now: Now, effects: &mut Effects) {
        self.visit = VisitNumber(self.visit.0 + 1);
        self.staff = StaffCall::NotCalled;
        self.settings = self.newest.clone();
        effects.push(Effect::ReadCard { visit: self.visit });
        self.enter(now, State::Reading);
    }
}

/// The reader goes on living under the sign.
pub(super) fn paused_reader(event: ReaderEvent) -> PausedReader {
    match event {
        ReaderEvent::Lost => PausedReader::Gone,
        ReaderEvent::Found | ReaderEvent::CardRemoved => PausedReader::Empty,
        ReaderEvent::CardInserted => PausedReader::CardOn,
    }
}
