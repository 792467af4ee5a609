//! The machine: `Session::step` takes the time and one event, moves the state, and says what is to be done.
//!
//! Arms that hold everywhere come first: stale input, the card leaving, the reader leaving, staff, cancel, time.

use super::certificate::{CertificateNotice, CertificateRule, judge_certificate};
use super::effect::{Effect, Effects};
use super::event::{
    CardFacts, CardTrouble, CentreTrouble, Event, HospitalTrouble, Input, Opening, PinState, ReaderEvent, ScreenNumber,
    SignTrouble, VisitNumber,
};
use super::limits::{self, Limit};
use super::secret::{PinEntry, Signature};
use super::settings::FacilitySettings;
use super::state::{
    Asking, CardPlace, CheckedCard, Ending, Identity, Outcome, PinPermit, PinReason, Scope, State, Summary, VisualCard,
};
use crate::eligibility::consent::ConsentAnswer;
use crate::eligibility::{Answer, CertificateStanding};
use jiff::civil::Date;
use std::mem;
use std::time::Duration;

/// The time of an event: since the program's start for time-outs, and the day in Japan for certificates.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    pub at: Duration,
    pub today: Date,
}

/// The running time-out of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timer {
    Off,
    Running {
        warn_at: Option<Duration>,
        stop_at: Duration,
    },
    /// The warning stands on the screen; one touch takes it away.
    Warned {
        stop_at: Duration,
    },
}

/// The bell: rings beside every step and changes none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffCall {
    NotCalled,
    Called,
}

/// One kiosk's session: the visit that runs, or the wait for the next.
#[derive(Debug)]
pub struct Session {
    visit: VisitNumber,
    screen: ScreenNumber,
    settings: FacilitySettings,
    state: State,
    timer: Timer,
    staff: StaffCall,
}

impl Session {
    /// Starts without a reader; the first `ReaderEvent` opens the kiosk.
    pub fn new(settings: FacilitySettings) -> Self {
        Self {
            visit: VisitNumber(0),
            screen: ScreenNumber(1),
            settings,
            state: State::OutOfOrder,
            timer: Timer::Off,
            staff: StaffCall::NotCalled,
        }
    }

    pub fn state(&self) -> &State {
        &self.state
    }

    pub fn timer(&self) -> Timer {
        self.timer
    }

    pub fn staff(&self) -> StaffCall {
        self.staff
    }

    pub fn visit(&self) -> VisitNumber {
        self.visit
    }

    /// The number that input on the shown screen must carry.
    pub fn screen(&self) -> ScreenNumber {
        self.screen
    }

    /// When `Event::Tick` is due next; `None` while nothing runs out.
    pub fn next_deadline(&self) -> Option<Duration> {
        match self.timer {
            Timer::Off => None,
            Timer::Running { warn_at, stop_at } => Some(warn_at.unwrap_or(stop_at)),
            Timer::Warned { stop_at } => Some(stop_at),
        }
    }

    /// Takes one event. Never fails: what does not fit the state changes nothing.
    pub fn step(&mut self, now: Now, event: Event) -> Effects {
        let mut effects = Effects::new();
        match event {
            Event::User { screen, input } => self.on_input(now, screen, input, &mut effects),
            Event::Reader(event) => self.on_reader(now, event, &mut effects),
            Event::CardRead { visit, result } if self.runs(visit) => self.on_card_read(now, result, &mut effects),
            Event::Signed { visit, result } if self.runs(visit) => self.on_signed(now, result, &mut effects),
            Event::VisitOpened { visit, result } if self.runs(visit) => self.on_opened(now, result, &mut effects),
            Event::Answered { visit, result } if self.runs(visit) => self.on_answered(now, result, &mut effects),
            Event::ResultWritten { visit, result } if self.runs(visit) => self.on_written(now, result, &mut effects),
            Event::CardRead { .. }
            | Event::Signed { .. }
            | Event::VisitOpened { .. }
            | Event::Answered { .. }
            | Event::ResultWritten { .. } => {}
            Event::Tick => self.on_tick(now, &mut effects),
        }
        effects
    }

    fn runs(&self, visit: VisitNumber) -> bool {
        visit == self.visit && self.state.in_visit()
    }

    // ---- the patient ------------------------------------------------------------------------------------------

    fn on_input(&mut self, now: Now, screen: ScreenNumber, input: Input, effects: &mut Effects) {
        if screen != self.screen {
            return;
        }
        match input {
            Input::CallStaff => {
                self.staff = StaffCall::Called;
                effects.push(Effect::CallStaff);
            }
            Input::MoreTime => {}
            Input::Cancel => self.cancel(now, effects),
            Input::Continue
            | Input::Back
            | Input::ChooseFace
            | Input::ChoosePin
            | Input::ChooseVisual
            | Input::Digit(_)
            | Input::EraseDigit
            | Input::EnterPin
            | Input::RiskLastTry
            | Input::AgreeToAll
            | Input::ChooseEach
            | Input::AgreeToNone
            | Input::Consent { .. } => self.answer_screen(now, input, effects),
        }
        self.restart_timer(now);
    }

    fn cancel(&mut self, now: Now, effects: &mut Effects) {
        if self.state.in_visit() {
            let place = self.card_place();
            self.end(now, Ending::Cancelled, place, effects);
        }
    }

    fn answer_screen(&mut self, now: Now, input: Input, effects: &mut Effects) {
        let next = match (mem::replace(&mut self.state, State::Idle), input) {
            (State::CertNotice { card, .. }, Input::Continue) => State::Method { card },
            (State::Method { card }, Input::ChooseFace) => State::FaceNotOffered { card },
            (State::Method { card } | State::FaceNotOffered { card }, Input::ChoosePin) => {
                pin_screen(card, PinReason::First)
            }
            (
                State::Method { card } | State::FaceNotOffered { card } | State::LastTry { card },
                Input::ChooseVisual,
            ) => {
                self.staff = StaffCall::Called;
                effects.push(Effect::CallStaff);
                State::Visual { card, place: VisualCard::Placed }
            }
            (
                State::FaceNotOffered { card }
                | State::LastTry { card }
                | State::Pin { card, .. }
                | State::Visual { card, place: VisualCard::Placed },
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
            (State::ConsentTop { identity, asking }, input) => {
                return self.answer_top(now, identity, asking, input, effects);
            }
            (State::ConsentItem { identity, asking }, input) => {
                return self.answer_item(now, identity, asking, input, effects);
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

    fn answer_top(&mut self, now: Now, identity: Identity, asking: Asking, input: Input, effects: &mut Effects) {
        match input {
            Input::AgreeToAll => {
                let answers = asking.all(true);
                self.query(now, identity, answers, effects);
            }
            Input::AgreeToNone => {
                let answers = asking.all(false);
                self.query(now, identity, answers, effects);
            }
            Input::ChooseEach => self.enter(now, State::ConsentItem { identity, asking }),
            Input::Continue
            | Input::Back
            | Input::Cancel
            | Input::CallStaff
            | Input::MoreTime
            | Input::ChooseFace
            | Input::ChoosePin
            | Input::ChooseVisual
            | Input::Digit(_)
            | Input::EraseDigit
            | Input::EnterPin
            | Input::RiskLastTry
            | Input::Consent { .. } => self.state = State::ConsentTop { identity, asking },
        }
    }

    fn answer_item(&mut self, now: Now, identity: Identity, mut asking: Asking, input: Input, effects: &mut Effects) {
        match input {
            Input::Consent { group, given } if asking.current() == Some(group) => {
                asking.answers.push(ConsentAnswer { group, given });
                if asking.current().is_some() {
                    self.enter(now, State::ConsentItem { identity, asking });
                } else {
                    self.query(now, identity, asking.answers, effects);
                }
            }
            Input::Back => {
                let next = match asking.answers.pop() {
                    Some(_) => State::ConsentItem { identity, asking },
                    None => State::ConsentTop { identity, asking },
                };
                self.enter(now, next);
            }
            Input::Continue
            | Input::Cancel
            | Input::CallStaff
            | Input::MoreTime
            | Input::ChooseFace
            | Input::ChoosePin
            | Input::ChooseVisual
            | Input::Digit(_)
            | Input::EraseDigit
            | Input::EnterPin
            | Input::RiskLastTry
            | Input::AgreeToAll
            | Input::ChooseEach
            | Input::AgreeToNone
            | Input::Consent { .. } => self.state = State::ConsentItem { identity, asking },
        }
    }

    fn query(&mut self, now: Now, identity: Identity, answers: Vec<ConsentAnswer>, effects: &mut Effects) {
        effects.push(Effect::Query { visit: self.visit, signature: identity.signature, consents: answers.clone() });
        self.enter(now, State::Query { sent: answers });
    }

    // ---- the reader and the card ------------------------------------------------------------------------------

    fn on_reader(&mut self, now: Now, event: ReaderEvent, effects: &mut Effects) {
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
            State::Visual { card, place: VisualCard::Lifted } => {
                effects.push(Effect::ReadCard { visit: self.visit });
                self.enter(now, State::Visual { card, place: VisualCard::Checking });
            }
            State::OutOfOrder | State::Idle | State::Done { .. } | State::Ended { .. } => {
                self.visit = VisitNumber(self.visit.0 + 1);
                self.staff = StaffCall::NotCalled;
                effects.push(Effect::ReadCard { visit: self.visit });
                self.enter(now, State::Reading);
            }
            // Back while the answer is being written: the last screen has to ask for it again.
            State::Delivering { outcome, .. } => {
                self.state = State::Delivering { outcome, place: CardPlace::OnReader };
            }
            // The monitor tells each coming once, so here a card lies on the reader already.
            running @ (State::Reading
            | State::Opening { .. }
            | State::CertNotice { .. }
            | State::Method { .. }
            | State::FaceNotOffered { .. }
            | State::LastTry { .. }
            | State::Pin { .. }
            | State::Signing { .. }
            | State::Visual { place: VisualCard::Placed | VisualCard::Checking, .. }
            | State::ConsentTop { .. }
            | State::ConsentItem { .. }
            | State::Query { .. }) => self.state = running,
        }
    }

    fn on_removed(&mut self, now: Now, effects: &mut Effects) {
        match mem::replace(&mut self.state, State::Idle) {
            State::OutOfOrder => self.state = State::OutOfOrder,
            State::Idle => {}
            State::Visual { card, .. } => self.enter(now, State::Visual { card, place: VisualCard::Lifted }),
            State::Delivering { outcome, .. } => self.state = State::Delivering { outcome, place: CardPlace::Taken },
            State::Done { summary, .. } => self.enter(now, State::Done { summary, place: CardPlace::Taken }),
            State::Ended { why: Ending::Cancelled | Ending::CardLeft, .. } => self.enter(now, State::Idle),
            State::Ended { why, .. } => self.enter(now, State::Ended { why, place: CardPlace::Taken }),
            State::Reading
            | State::Opening { .. }
            | State::CertNotice { .. }
            | State::Method { .. }
            | State::FaceNotOffered { .. }
            | State::LastTry { .. }
            | State::Pin { .. }
            | State::Signing { .. }
            | State::ConsentTop { .. }
            | State::ConsentItem { .. }
            | State::Query { .. } => self.end(now, Ending::CardPulled, CardPlace::Taken, effects),
        }
    }

    fn on_card_read(&mut self, now: Now, result: Result<CardFacts, CardTrouble>, effects: &mut Effects) {
        match (mem::replace(&mut self.state, State::Idle), result) {
            (State::Reading | State::Visual { place: VisualCard::Checking, .. }, Err(trouble)) => {
                self.end(now, Ending::Card(trouble), CardPlace::OnReader, effects);
            }
            (State::Reading, Ok(facts)) => self.accept_card(now, facts, effects),
            (State::Visual { mut card, place: VisualCard::Checking }, Ok(facts)) => {
                if facts.print == card.print {
                    // Its counter was read anew: the older one would let through a try that is no longer there.
                    card.pin = facts.pin;
                    self.enter(now, State::Visual { card, place: VisualCard::Placed });
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
        let card = CheckedCard { print: facts.print, pin: facts.pin, scope, nonce: Vec::new() };
        self.enter(now, State::Opening { card, notice });
    }

    fn on_signed(&mut self, now: Now, result: Result<Signature, SignTrouble>, effects: &mut Effects) {
        let state = mem::replace(&mut self.state, State::Idle);
        let State::Signing { mut card } = state else {
            self.state = state;
            return;
        };
        let (pin, reason) = match result {
            Ok(signature) => return self.identified(now, card.scope, signature, effects),
            Err(SignTrouble::Card(trouble)) => {
                return self.end(now, Ending::Card(trouble), CardPlace::OnReader, effects);
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

    fn identified(&mut self, now: Now, scope: Scope, signature: Signature, effects: &mut Effects) {
        let identity = Identity { signature };
        let groups = match scope {
            Scope::Full => self.settings.offered(),
            Scope::EligibilityOnly => Vec::new(),
        };
        if groups.is_empty() {
            self.query(now, identity, Vec::new(), effects);
        } else {
            self.enter(now, State::ConsentTop { identity, asking: Asking { groups, answers: Vec::new() } });
        }
    }

    // ---- the centre and the hospital --------------------------------------------------------------------------

    fn on_opened(&mut self, now: Now, result: Result<Opening, CentreTrouble>, effects: &mut Effects) {
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
                CertificateStanding::Valid | CertificateStanding::Grace if !opening.registered => Ending::NotRegistered,
                CertificateStanding::Valid => {
                    card.nonce = opening.nonce;
                    return self.enter(now, first_screen(card, notice));
                }
                CertificateStanding::Grace => {
                    // The stricter of the two clocks counts.
                    card.nonce = opening.nonce;
                    card.scope = Scope::EligibilityOnly;
                    return self.enter(now, first_screen(card, Some(CertificateNotice::EligibilityOnly)));
                }
            },
        };
        self.end(now, why, CardPlace::OnReader, effects);
    }

    fn on_answered(&mut self, now: Now, result: Result<Box<Answer>, CentreTrouble>, effects: &mut Effects) {
        let state = mem::replace(&mut self.state, State::Idle);
        let State::Query { sent } = state else {
            self.state = state;
            return;
        };
        match result {
            Err(trouble) => self.end(now, Ending::Centre(trouble), CardPlace::OnReader, effects),
            Ok(answer) => {
                let outcome = match answer.validity() {
                    1 | 6 => Outcome::Confirmed(Summary { shared: sent }),
                    validity => Outcome::NotConfirmed { validity },
                };
                effects.push(Effect::WriteResult { visit: self.visit, answer });
                self.enter(now, State::Delivering { outcome, place: CardPlace::OnReader });
            }
        }
    }

    fn on_written(&mut self, now: Now, result: Result<(), HospitalTrouble>, effects: &mut Effects) {
        let state = mem::replace(&mut self.state, State::Idle);
        let State::Delivering { outcome, place } = state else {
            self.state = state;
            return;
        };
        match (result, outcome) {
            (Err(trouble), _) => self.end(now, Ending::Hospital(trouble), place, effects),
            (Ok(()), Outcome::NotConfirmed { validity }) => {
                self.end(now, Ending::NotConfirmed { validity }, place, effects);
            }
            (Ok(()), Outcome::Confirmed(summary)) => {
                effects.push(Effect::EndVisit { visit: self.visit });
                self.enter(now, State::Done { summary, place });
            }
        }
    }

    // ---- time -------------------------------------------------------------------------------------------------

    fn on_tick(&mut self, now: Now, effects: &mut Effects) {
        match self.timer {
            Timer::Running { warn_at: Some(warn_at), stop_at } if now.at >= warn_at => {
                // A clock that jumped past the end still warns first.
                self.timer = Timer::Warned { stop_at: stop_at.max(now.at + limits::WARNING_AT_LEAST) };
            }
            Timer::Running { warn_at: None, stop_at } | Timer::Warned { stop_at } if now.at >= stop_at => {
                self.on_time_out(now, effects);
            }
            Timer::Off | Timer::Running { .. } | Timer::Warned { .. } => {}
        }
    }

    fn on_time_out(&mut self, now: Now, effects: &mut Effects) {
        let on_reader = CardPlace::OnReader;
        match &self.state {
            State::OutOfOrder | State::Idle => {
                self.staff = StaffCall::NotCalled;
                self.timer = Timer::Off;
            }
            State::Reading | State::Signing { .. } | State::Visual { place: VisualCard::Checking, .. } => {
                self.end(now, Ending::Card(CardTrouble::Silent), on_reader, effects);
            }
            State::Opening { .. } | State::Query { .. } => {
                self.end(now, Ending::Centre(CentreTrouble::TimedOut), on_reader, effects);
            }
            State::Delivering { place, .. } => {
                let place = *place;
                self.end(now, Ending::Hospital(HospitalTrouble::Other), place, effects);
            }
            State::CertNotice { .. }
            | State::Method { .. }
            | State::FaceNotOffered { .. }
            | State::LastTry { .. }
            | State::Pin { .. }
            | State::Visual { place: VisualCard::Placed, .. }
            | State::ConsentTop { .. }
            | State::ConsentItem { .. } => self.end(now, Ending::TimedOut, on_reader, effects),
            State::Visual { place: VisualCard::Lifted, .. } => {
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

    fn restart_timer(&mut self, now: Now) {
        self.timer = match (limits::of(&self.state), self.staff) {
            (Some(Limit { warn_after: Some(_), .. }), StaffCall::Called) if self.state.in_visit() => {
                timer(now, limits::WAITING_FOR_STAFF)
            }
            (Some(limit), StaffCall::Called | StaffCall::NotCalled) => timer(now, limit),
            (None, StaffCall::Called) => timer(now, limits::STAFF_SIGN),
            (None, StaffCall::NotCalled) => Timer::Off,
        };
    }

    // ---- moving -----------------------------------------------------------------------------------------------

    /// Shows another screen: input that began before it no longer counts.
    fn enter(&mut self, now: Now, state: State) {
        if matches!(state, State::Idle) {
            self.staff = StaffCall::NotCalled;
        }
        self.state = state;
        self.screen = ScreenNumber(self.screen.0 + 1);
        self.restart_timer(now);
    }

    fn end(&mut self, now: Now, why: Ending, place: CardPlace, effects: &mut Effects) {
        effects.push(Effect::EndVisit { visit: self.visit });
        self.enter(now, State::Ended { why, place });
    }

    fn card_place(&self) -> CardPlace {
        match &self.state {
            State::Visual { place: VisualCard::Lifted, .. }
            | State::Delivering { place: CardPlace::Taken, .. }
            | State::Done { place: CardPlace::Taken, .. }
            | State::Ended { place: CardPlace::Taken, .. } => CardPlace::Taken,
            State::OutOfOrder
            | State::Idle
            | State::Reading
            | State::Opening { .. }
            | State::CertNotice { .. }
            | State::Method { .. }
            | State::FaceNotOffered { .. }
            | State::LastTry { .. }
            | State::Pin { .. }
            | State::Signing { .. }
            | State::Visual { place: VisualCard::Placed | VisualCard::Checking, .. }
            | State::ConsentTop { .. }
            | State::ConsentItem { .. }
            | State::Query { .. }
            | State::Delivering { place: CardPlace::OnReader, .. }
            | State::Done { place: CardPlace::OnReader, .. }
            | State::Ended { place: CardPlace::OnReader, .. } => CardPlace::OnReader,
        }
    }
}

fn timer(now: Now, limit: Limit) -> Timer {
    Timer::Running { warn_at: limit.warn_after.map(|after| now.at + after), stop_at: now.at + limit.stop_after }
}

fn first_screen(card: CheckedCard, notice: Option<CertificateNotice>) -> State {
    match notice {
        Some(notice) => State::CertNotice { card, notice },
        None => State::Method { card },
    }
}

/// The pad, where the counter allows it: with one try left the warning comes first, with none the method screen says
/// that the PIN is locked.
fn pin_screen(card: CheckedCard, reason: PinReason) -> State {
    match card.pin {
        PinState::Tries(0) | PinState::Locked | PinState::NotSet => State::Method { card },
        PinState::Tries(1..=limits::WARN_AT_TRIES) => State::LastTry { card },
        PinState::Tries(left) => {
            State::Pin { card, entry: PinEntry::default(), permit: PinPermit::TriesLeft(left), reason }
        }
    }
}
