//! The face check: the photo is read, the person is coached, the card signs for the terminal.

use super::super::effect::{Effect, Effects};
use super::super::event::{CardTrouble, PhotoTrouble, SignTrouble};
use super::super::face::{Advice, Coaching, FaceEnd, FaceReadiness, FaceRefusal, Verdict};
use super::super::limits;
use super::super::secret::{CardPhoto, Signature};
use super::super::state::{CardPlace, CheckedCard, Ending, IdentityCheck, State};
use super::{Now, Session};
use std::mem;

impl Session {
    /// On the method screen the face comes and goes with the device; a visit that looks at a face hears of it by the
    /// answer to its look. It stays the same screen: whoever is just choosing the PIN has chosen it.
    pub(super) fn on_readiness(&mut self, face: FaceReadiness) {
        self.face = face;
        // What this card itself refused stays refused.
        if let State::Method { card } = &mut self.state
            && !matches!(card.face, FaceReadiness::Not(refusal) if is_the_cards(refusal))
        {
            card.face = face;
        }
    }

    /// The screen after 顔認証 was chosen; where it is not offered the method screen stays.
    pub(super) fn read_photo(&mut self, card: CheckedCard, effects: &mut Effects) -> State {
        if card.face != FaceReadiness::Ready || card.mismatches >= limits::MOST_MISMATCHES {
            return State::Method { card };
        }
        effects.push(Effect::ReadPhoto { visit: self.visit });
        State::FacePhoto { card }
    }

    pub(super) fn on_photo(&mut self, now: Now, result: Result<CardPhoto, PhotoTrouble>, effects: &mut Effects) {
        let state = mem::replace(&mut self.state, State::Idle);
        let State::FacePhoto { card } = state else {
            self.state = state;
            return;
        };
        match result {
            Ok(photo) => {
                effects.push(Effect::LookAtFace { visit: self.visit, photo });
                let coaching = Coaching { advice: Advice::Wait, since: now.at };
                self.enter(now, State::Face { card, coaching });
            }
            Err(PhotoTrouble::Refused(refusal)) => self.refuse_face(now, card, refusal),
            Err(PhotoTrouble::Card(trouble)) => self.end(now, Ending::Card(trouble), CardPlace::OnReader, effects),
        }
    }

    /// Another instruction, once the one that stands has been there long enough to be read.
    pub(super) fn on_advice(&mut self, now: Now, advice: Advice) {
        if let State::Face { coaching, .. } = &mut self.state
            && coaching.advice != advice
            && now.at >= coaching.since + limits::ADVICE_STANDS
        {
            *coaching = Coaching { advice, since: now.at };
        }
    }

    pub(super) fn on_face(&mut self, now: Now, result: Result<Verdict, FaceRefusal>, effects: &mut Effects) {
        let state = mem::replace(&mut self.state, State::Idle);
        let State::Face { mut card, .. } = state else {
            self.state = state;
            return;
        };
        match result {
            Ok(Verdict::Match) => {
                effects.push(Effect::SignAsTerminal { visit: self.visit, nonce: card.nonce.clone() });
                self.enter(now, State::FaceSigning { card });
            }
            Ok(verdict @ (Verdict::NoMatch | Verdict::NotTurned)) => {
                card.mismatches = card.mismatches.saturating_add(1);
                let why = if verdict == Verdict::NoMatch { FaceEnd::NoMatch } else { FaceEnd::NotTurned };
                self.enter(now, State::FaceAgain { card, why });
            }
            Err(refusal) => self.refuse_face(now, card, refusal),
        }
    }

    /// Nothing was compared, so nothing is counted.
    pub(super) fn face_not_seen(&mut self, now: Now) {
        let state = mem::replace(&mut self.state, State::Idle);
        let State::Face { card, coaching } = state else {
            self.state = state;
            return;
        };
        self.enter(now, State::FaceAgain { card, why: FaceEnd::NotSeen(coaching.advice) });
    }

    /// Back to the choice, where the face is not offered any more and the reason stands for staff.
    fn refuse_face(&mut self, now: Now, mut card: CheckedCard, refusal: FaceRefusal) {
        card.face = FaceReadiness::Not(refusal);
        self.enter(now, State::Method { card });
    }

    pub(super) fn on_signed_as_terminal(
        &mut self,
        now: Now,
        card: CheckedCard,
        how: IdentityCheck,
        result: Result<Signature, SignTrouble>,
        effects: &mut Effects,
    ) {
        match result {
            Ok(signature) => self.identify(now, &card, how, signature, effects),
            Err(SignTrouble::TerminalRefused) => self.refuse_face(now, card, FaceRefusal::TerminalRefused),
            Err(SignTrouble::Card(trouble)) => self.end(now, Ending::Card(trouble), CardPlace::OnReader, effects),
            // No PIN was sent, so no try can be lost.
            Err(SignTrouble::WrongPin(_) | SignTrouble::NotTried(_) | SignTrouble::AnswerLost(_)) => {
                self.end(now, Ending::Card(CardTrouble::NotRecognised), CardPlace::OnReader, effects);
            }
        }
    }
}

/// Reasons that lie with the card, and do not go away while it is the same card.
fn is_the_cards(refusal: FaceRefusal) -> bool {
    match refusal {
        FaceRefusal::CodeUnknown
        | FaceRefusal::CodeRefused
        | FaceRefusal::PhotoUnusable
        | FaceRefusal::TerminalRefused => true,
        FaceRefusal::Starting
        | FaceRefusal::NoCamera
        | FaceRefusal::NoModels
        | FaceRefusal::NoTerminalKey
        | FaceRefusal::CameraBusy
        | FaceRefusal::CameraBroken
        | FaceRefusal::MatchingFailed => false,
    }
}
