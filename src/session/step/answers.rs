//! What the centre and the hospital's folder answer.

use super::super::certificate::CertificateNotice;
use super::super::effect::{Effect, Effects};
use super::super::event::{CentreTrouble, HospitalTrouble, Opening, Written};
use super::super::state::{CardPlace, CheckedCard, Ending, Outcome, Scope, State, Summary};
use super::{Now, Session};
use crate::eligibility::{Answer, CertificateStanding};
use std::mem;

impl Session {
    pub(super) fn on_opened(&mut self, now: Now, result: Result<Opening, CentreTrouble>, effects: &mut Effects) {
        let state = mem::replace(&mut self.state, State::Idle);
        let State::Opening { mut card, notice } = state else {
            self.state = state;
            return;
        };
        let why = match result {
            Err(trouble) => Ending::Centre(trouble),
            Ok(opening) => match opening.certificate {
                CertificateStanding::Revoked => Ending::CertificateRevoked,
                CertificateStanding::Expired => Ending::CertificateExpired,
                CertificateStanding::Untrusted => Ending::CertificateUntrusted,
                // Within the grace nothing new is begun with this certificate.
                CertificateStanding::Grace if !opening.registered => Ending::NotRegistered,
                CertificateStanding::Valid => {
                    card.nonce = opening.nonce;
                    card.face = self.face;
                    let next =
                        if opening.registered { first_screen(card, notice) } else { State::Register { card, notice } };
                    return self.enter(now, next);
                }
                CertificateStanding::Grace => {
                    // The stricter of the two clocks counts.
                    card.nonce = opening.nonce;
                    card.face = self.face;
                    card.scope = Scope::EligibilityOnly;
                    return self.enter(now, first_screen(card, Some(CertificateNotice::EligibilityOnly)));
                }
            },
        };
        self.end(now, why, CardPlace::OnReader, effects);
    }

    pub(super) fn on_answered(&mut self, now: Now, result: Result<Box<Answer>, CentreTrouble>, effects: &mut Effects) {
        let state = mem::replace(&mut self.state, State::Idle);
        let State::Query { sent, how } = state else {
            self.state = state;
            return;
        };
        match result {
            Err(trouble) => self.end(now, Ending::Centre(trouble), CardPlace::OnReader, effects),
            Ok(answer) => {
                let outcome = match answer.validity() {
                    1 | 6 => Outcome::Confirmed(Summary { chosen: sent }),
                    validity => Outcome::NotConfirmed { validity },
                };
                effects.push(Effect::WriteResult { visit: self.visit, answer, how });
                self.enter(now, State::Delivering { outcome, place: CardPlace::OnReader });
            }
        }
    }

    /// What is kept goes out later, without the patient: their visit is done.
    pub(super) fn on_written(&mut self, now: Now, result: Result<Written, HospitalTrouble>, effects: &mut Effects) {
        let state = mem::replace(&mut self.state, State::Idle);
        let State::Delivering { outcome, place } = state else {
            self.state = state;
            return;
        };
        match (result, outcome) {
            (Err(trouble), _) => self.end(now, Ending::Hospital(trouble), place, effects),
            (Ok(Written::Delivered | Written::Kept(_)), Outcome::NotConfirmed { validity }) => {
                self.end(now, Ending::NotConfirmed { validity }, place, effects);
            }
            (Ok(Written::Delivered | Written::Kept(_)), Outcome::Confirmed(summary)) => {
                effects.push(Effect::EndVisit { visit: self.visit });
                self.enter(now, State::Done { summary, place });
            }
        }
    }
}

pub(super) fn first_screen(card: CheckedCard, notice: Option<CertificateNotice>) -> State {
    match notice {
        Some(notice) => State::CertNotice { card, notice },
        None => State::Method { card },
    }
}
