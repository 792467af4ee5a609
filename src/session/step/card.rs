//! The reader and the card: they come, they go, they answer.

use super::super::certificate::{CertificateNotice, CertificateRule, judge_certificate};
use super::super::effect::{Effect, Effects};
use super::super::event::{CardFacts, CardTrouble, ReaderEvent, SignTrouble};
use super::super::secret::Signature;
use super::super::state::{
    CardPlace, CheckedCard, Ending, IdentityCheck, PinReason, Registration, Scope, State, VisualCard,
};
use super::patient::pin_screen;
use super::staff::paused_reader;
use super::{Now, Session};
use std::mem;

impl Session {
    pub(super) fn on_reader(&mut self, now: Now, event: ReaderEvent, effects: &mut Effects) {
        if let State::Paused { .. } = self.state {
            return self.enter(now, State::Paused { reader: paused_reader(event) });
        }
        if matches!(self.state, State::Wizard(_)) {
            return self.on_reader_in_wizard(now, event, effects);
        }
        match event {
            ReaderEvent::Lost => {
                if self.state.in_visit() {
                    effects.push(Effect::EndVisit { visit: self.visit });
                }
                self.enter(now, State::OutOfOrder);
            }
            ReaderEvent::Found => {
                if matches!(self.state, State::OutOfOrder) {
                    self.enter(now, State::Idle);
                }
            }
            ReaderEvent::CardInserted => self.on_inserted(now, effects),
            ReaderEvent::CardRemoved => self.on_removed(now, effects),
        }
    }

    fn on_inserted(&mut self, now: Now, effects: &mut Effects) {
        match mem::replace(&mut self.state, State::Idle) {
            State::Visual { card, place: VisualCard::Lifted { reads_due }, part } => {
                effects.push(Effect::ReadCard { visit: self.visit });
                let place = VisualCard::Checking { reads_due: reads_due.saturating_add(1) };
                self.enter(now, State::Visual { card, place, part });
            }
            State::OutOfOrder | State::Idle | State::Done { .. } | State::Ended { .. } => {
                self.begin_visit(now, effects);
            }
            // Back while the answer is being written: the last screen has to ask for it again.
            State::Delivering { outcome, .. } => {
                self.state = State::Delivering { outcome, place: CardPlace::OnReader };
            }
            // The monitor tells each coming once, so here a card lies on the reader already.
            running @ (State::Paused { .. }
            | State::Wizard(_)
            | State::Reading
            | State::Opening { .. }
            | State::CertNotice { .. }
            | State::Register { .. }
            | State::Method { .. }
            | State::FacePhoto { .. }
            | State::Face { .. }
            | State::FaceAgain { .. }
            | State::FaceSigning { .. }
            | State::LastTry { .. }
            | State::Pin { .. }
            | State::Signing { .. }
            | State::Visual { place: VisualCard::Placed | VisualCard::Checking { .. }, .. }
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
            | State::Query { .. }) => self.state = running,
        }
    }

    fn on_removed(&mut self, now: Now, effects: &mut Effects) {
        match mem::replace(&mut self.state, State::Idle) {
            still @ (State::OutOfOrder | State::Paused { .. } | State::Wizard(_)) => self.state = still,
            State::Idle => {}
            State::Visual { card, place, part } => {
                let reads_due = match place {
                    VisualCard::Placed => 0,
                    VisualCard::Lifted { reads_due } | VisualCard::Checking { reads_due } => reads_due,
                };
                self.enter(now, State::Visual { card, place: VisualCard::Lifted { reads_due }, part });
            }
            State::Delivering { outcome, .. } => self.state = State::Delivering { outcome, place: CardPlace::Taken },
            State::Done { summary, .. } => self.enter(now, State::Done { summary, place: CardPlace::Taken }),
            State::Ended { why: Ending::Cancelled | Ending::CardLeft, .. } => self.enter(now, State::Idle),
            State::Ended { why, .. } => self.enter(now, State::Ended { why, place: CardPlace::Taken }),
            State::Reading
            | State::Opening { .. }
            | State::CertNotice { .. }
            | State::Register { .. }
            | State::Method { .. }
            | State::FacePhoto { .. }
            | State::Face { .. }
            | State::FaceAgain { .. }
            | State::FaceSigning { .. }
            | State::LastTry { .. }
            | State::Pin { .. }
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
            | State::Query { .. } => self.end(now, Ending::CardPulled, CardPlace::Taken, effects),
        }
    }

    pub(super) fn on_card_read(&mut self, now: Now, result: Result<CardFacts, CardTrouble>, effects: &mut Effects) {
        match (mem::replace(&mut self.state, State::Idle), result) {
            // The answer for a card that has been lifted since.
            (State::Visual { card, place: VisualCard::Lifted { reads_due }, part }, _) => {
                let place = VisualCard::Lifted { reads_due: reads_due.saturating_sub(1) };
                self.state = State::Visual { card, place, part };
            }
            (State::Visual { card, place: VisualCard::Checking { reads_due: reads_due @ 2.. }, part }, _) => {
                self.state = State::Visual { card, place: VisualCard::Checking { reads_due: reads_due - 1 }, part };
            }
            (State::Reading | State::Visual { place: VisualCard::Checking { .. }, .. }, Err(trouble)) => {
                self.end(now, Ending::Card(trouble), CardPlace::OnReader, effects);
            }
            (State::Reading, Ok(facts)) => self.accept_card(now, facts, effects),
            (State::Visual { mut card, place: VisualCard::Checking { .. }, part }, Ok(facts)) => {
                if facts.print == card.print {
                    // Its counter was read anew: the older one would let through a try that is no longer there.
                    card.pin = facts.pin;
                    self.enter(now, State::Visual { card, place: VisualCard::Placed, part });
                } else {
                    self.end(now, Ending::AnotherCard, CardPlace::OnReader, effects);
                }
            }
            (state, Ok(_) | Err(_)) => self.state = state,
        }
    }

    fn accept_card(&mut self, now: Now, facts: CardFacts, effects: &mut Effects) {
        let (scope, notice) = match judge_certificate(facts.valid_until, now.today) {
            CertificateRule::Valid => (Scope::Full, None),
            CertificateRule::EndsSoon => {
                (Scope::Full, Some(CertificateNotice::EndsSoon { valid_until: facts.valid_until }))
            }
            CertificateRule::Grace => (Scope::EligibilityOnly, Some(CertificateNotice::EligibilityOnly)),
            CertificateRule::Expired => {
                return self.end(now, Ending::CertificateExpired, CardPlace::OnReader, effects);
            }
        };
        effects.push(Effect::OpenVisit { visit: self.visit, certificate: facts.certificate });
        let card = CheckedCard {
            print: facts.print,
            pin: facts.pin,
            scope,
            face: self.face,
            mismatches: 0,
            registration: Registration::Done,
            nonce: Vec::new(),
        };
        self.enter(now, State::Opening { card, notice });
    }

    pub(super) fn on_signed(&mut self, now: Now, result: Result<Signature, SignTrouble>, effects: &mut Effects) {
        let state = mem::replace(&mut self.state, State::Idle);
        if let State::FaceSigning { card } = state {
            return self.on_signed_as_terminal(now, card, IdentityCheck::Face, result, effects);
        }
        if let State::VisualSigning { card } = state {
            return self.on_signed_by_eye(now, card, result, effects);
        }
        let State::Signing { mut card } = state else {
            self.state = state;
            return;
        };
        let (pin, reason) = match result {
            Ok(signature) => return self.identify(now, &card, IdentityCheck::Pin, signature, effects),
            Err(SignTrouble::Card(trouble)) => {
                return self.end(now, Ending::Card(trouble), CardPlace::OnReader, effects);
            }
            // A terminal's signature was not what was asked for.
            Err(SignTrouble::TerminalRefused) => {
                return self.end(now, Ending::Card(CardTrouble::NotRecognised), CardPlace::OnReader, effects);
            }
            Err(SignTrouble::AnswerLost(None)) => {
                return self.end(now, Ending::PinAnswerLost, CardPlace::OnReader, effects);
            }
            Err(SignTrouble::WrongPin(left) | SignTrouble::NotTried(left)) => (left, PinReason::WrongBefore),
            Err(SignTrouble::AnswerLost(Some(left))) => (left, PinReason::AnswerLost),
        };
        card.pin = pin;
        self.enter(now, pin_screen(card, reason));
    }
}
