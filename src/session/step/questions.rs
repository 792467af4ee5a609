//! From the signature to what is sent: who it is, 健康保険証利用の申込み, consents, prescription, subsidies, the review.

use super::super::effect::{Effect, Effects};
use super::super::event::{Application, CentreTrouble, Input};
use super::super::secret::Signature;
use super::super::state::{
    Asking, CardPlace, CheckedCard, Ending, Identity, IdentityCheck, Question, Registration, Scope, State,
    SubsidyTrouble,
};
use super::{Now, Session};
use crate::eligibility::consent::{Consent, ConsentAnswer};
use crate::eligibility::{Choices, Offer, SubsidyUse};
use std::mem;

impl Session {
    /// The card signed: the centre is told, and says what there is to ask.
    pub(super) fn identify(
        &mut self,
        now: Now,
        card: &CheckedCard,
        how: IdentityCheck,
        signature: Signature,
        effects: &mut Effects,
    ) {
        effects.push(Effect::Identify { visit: self.visit, signature });
        self.enter(now, State::Identifying { scope: card.scope, registration: card.registration, how });
    }

    pub(super) fn on_identified(&mut self, now: Now, result: Result<Offer, CentreTrouble>, effects: &mut Effects) {
        let State::Identifying { scope, registration, how } = self.state else { return };
        match (result, registration) {
            (Err(trouble), _) => self.end(now, Ending::Centre(trouble), CardPlace::OnReader, effects),
            (Ok(offer), Registration::Done) => self.ask(now, Identity { scope, how }, &offer, effects),
            (Ok(offer), Registration::Wanted) => {
                effects.push(Effect::Register { visit: self.visit });
                self.enter(now, State::Registering { scope, how, offer });
            }
        }
    }

    /// Nothing is asked twice: the visit goes on where any other begins to ask.
    pub(super) fn on_registered(
        &mut self,
        now: Now,
        result: Result<Application, CentreTrouble>,
        effects: &mut Effects,
    ) {
        let state = mem::replace(&mut self.state, State::Idle);
        let State::Registering { scope, how, offer } = state else {
            self.state = state;
            return;
        };
        let why = match result {
            Ok(Application::Registered) => return self.ask(now, Identity { scope, how }, &offer, effects),
            Ok(Application::InsurerChanging) => Ending::InsurerChanging,
            Err(trouble) => Ending::RegistrationFailed(trouble),
        };
        self.end(now, why, CardPlace::OnReader, effects);
    }

    fn ask(&mut self, now: Now, identity: Identity, offer: &Offer, effects: &mut Effects) {
        let groups = match identity.scope {
            Scope::Full => self.settings.groups(offer),
            Scope::EligibilityOnly => Vec::new(),
        };
        let asking = Asking {
            standing: offer.standing.iter().filter(|one| groups.contains(&one.group)).cloned().collect(),
            emergency: self.settings.emergency,
            questions: self.settings.questions(identity.scope, offer),
            asked: 0,
            choices: Choices::default(),
            groups,
        };
        self.ask_first(now, identity, asking, effects);
    }

    fn ask_first(&mut self, now: Now, identity: Identity, asking: Asking, effects: &mut Effects) {
        if asking.groups.is_empty() {
            self.ask_next(now, identity, asking, effects);
        } else {
            self.enter(now, State::ConsentTop { identity, asking });
        }
    }

    /// After the consents: the next question, then the review. Where there was nothing to choose nothing is reviewed.
    fn ask_next(&mut self, now: Now, identity: Identity, asking: Asking, effects: &mut Effects) {
        let next = match asking.questions.get(asking.asked) {
            Some(Question::Prescription) => State::PrescriptionForm { identity, asking },
            Some(Question::Subsidies) => State::Subsidies { identity, asking },
            Some(Question::Ticket) => State::Ticket { identity, asking },
            None if asking.choices == Choices::default() => return self.query(now, &identity, asking.choices, effects),
            None => State::ConsentReview { identity, asking },
        };
        self.enter(now, next);
    }

    fn ask_after(&mut self, now: Now, identity: Identity, mut asking: Asking, effects: &mut Effects) {
        asking.asked += 1;
        self.ask_next(now, identity, asking, effects);
    }

    /// One question back, whatever was answered to it; from the first one to the consents anew.
    fn ask_before(&mut self, now: Now, identity: Identity, mut asking: Asking, effects: &mut Effects) {
        match asking.asked.checked_sub(1) {
            Some(before) => {
                asking.asked = before;
                self.ask_next(now, identity, asking, effects);
            }
            None => self.ask_first(now, identity, asking.anew(), effects),
        }
    }

    pub(super) fn answer_question(&mut self, now: Now, input: Input, effects: &mut Effects) {
        match (mem::replace(&mut self.state, State::Idle), input) {
            (State::ConsentTop { identity, asking }, Input::AgreeToAll) => {
                self.ask_next(now, identity, asking.all(Consent::Yes), effects);
            }
            (State::ConsentTop { identity, asking }, Input::AgreeToNone) => {
                self.ask_next(now, identity, asking.all(Consent::No), effects);
            }
            (State::ConsentTop { identity, asking }, Input::NobodyToAsk) if asking.emergency => {
                self.ask_next(now, identity, asking.all(Consent::NotObtainable), effects);
            }
            (State::ConsentTop { identity, asking }, Input::ChooseEach) => {
                self.enter(now, State::ConsentItem { identity, asking });
            }
            (State::ConsentItem { identity, mut asking }, Input::Consent { group, given })
                if asking.current() == Some(group) =>
            {
                asking.choices.consents.push(ConsentAnswer { group, consent: Consent::given(given) });
                self.ask_item(now, identity, asking, effects);
            }
            (State::ConsentItem { identity, mut asking }, Input::Back) => match asking.choices.consents.pop() {
                Some(_) => self.enter(now, State::ConsentItem { identity, asking }),
                None => self.enter(now, State::ConsentTop { identity, asking }),
            },
            (State::PrescriptionForm { identity, mut asking }, Input::Prescription(form)) => {
                asking.choices.prescription = Some(form);
                self.ask_after(now, identity, asking, effects);
            }
            (State::Subsidies { identity, asking }, Input::Subsidies(SubsidyUse::Use)) => {
                effects.push(Effect::FindSubsidies { visit: self.visit });
                self.enter(now, State::SubsidyLookup { identity, asking });
            }
            (State::Subsidies { identity, mut asking }, Input::Subsidies(SubsidyUse::Leave)) => {
                asking.choices.subsidies = Some(SubsidyUse::Leave);
                self.ask_after(now, identity, asking, effects);
            }
            (State::SubsidyNotice { identity, asking, .. } | State::Ticket { identity, asking }, Input::Continue) => {
                self.ask_after(now, identity, asking, effects);
            }
            (
                State::PrescriptionForm { identity, asking }
                | State::Subsidies { identity, asking }
                | State::Ticket { identity, asking },
                Input::Back,
            ) => self.ask_before(now, identity, asking, effects),
            (State::ConsentReview { identity, asking }, Input::Send) => {
                self.query(now, &identity, asking.choices, effects);
            }
            (State::ConsentReview { identity, asking }, Input::Back) => {
                self.ask_first(now, identity, asking.anew(), effects);
            }
            (state, _) => self.state = state,
        }
    }

    fn ask_item(&mut self, now: Now, identity: Identity, asking: Asking, effects: &mut Effects) {
        if asking.current().is_some() {
            self.enter(now, State::ConsentItem { identity, asking });
        } else {
            self.ask_next(now, identity, asking, effects);
        }
    }

    pub(super) fn on_subsidies(&mut self, now: Now, result: Result<bool, CentreTrouble>) {
        let state = mem::replace(&mut self.state, State::Idle);
        let State::SubsidyLookup { identity, mut asking } = state else {
            self.state = state;
            return;
        };
        let why = match result {
            Ok(true) => {
                asking.choices.subsidies = Some(SubsidyUse::Use);
                // The question was the patient's last touch, so nothing is sent here: a review follows.
                return self.ask_after(now, identity, asking, &mut Effects::new());
            }
            Ok(false) => SubsidyTrouble::NoneFound,
            Err(trouble) => SubsidyTrouble::Centre(trouble),
        };
        asking.choices.subsidies = Some(SubsidyUse::Leave);
        self.enter(now, State::SubsidyNotice { identity, asking, why });
    }

    fn query(&mut self, now: Now, identity: &Identity, choices: Choices, effects: &mut Effects) {
        effects.push(Effect::Query { visit: self.visit, choices: choices.clone() });
        self.enter(now, State::Query { sent: choices, how: identity.how });
    }
}
