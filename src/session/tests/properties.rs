//! Laws of the visit, looked at after every step of random walks.

use super::bench::{Bench, TODAY};
use super::walk::{Walk, walks};
use crate::eligibility::consent::{Consent, ConsentAnswer};
use crate::eligibility::{CertificateStanding, Choices, Offer, SubsidyUse};
use crate::session::event::{PinState, ReaderEvent, SignTrouble};
use crate::session::face::Verdict;
use crate::session::{
    CertificateRule, Effect, Event, Input, OrderVerdict, Outcome, PinPermit, Session, StaffAction, StaffCall, State,
    Summary, VisitNumber, VisualCard, Wizard, WizardPart, judge_certificate,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;

/// `make test-long` asks for many more walks by PROPTEST_CASES. No file of failed cases beside the sources: a case worth
/// keeping becomes an example in `transitions`.
pub fn config() -> ProptestConfig {
    let asked = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { asked.cases } else { 600 };
    ProptestConfig { cases, failure_persistence: None, ..asked }
}

/// The visit that an effect works for.
fn visit_of(effect: &Effect) -> Option<VisitNumber> {
    match effect {
        Effect::ReadCard { visit }
        | Effect::OpenVisit { visit, .. }
        | Effect::Sign { visit, .. }
        | Effect::ReadPhoto { visit }
        | Effect::LookAtFace { visit, .. }
        | Effect::StopLooking { visit }
        | Effect::SignAsTerminal { visit, .. }
        | Effect::Identify { visit, .. }
        | Effect::Register { visit }
        | Effect::FindSubsidies { visit }
        | Effect::Query { visit, .. }
        | Effect::WriteResult { visit, .. }
        | Effect::EndVisit { visit }
        | Effect::CheckPasscode { visit, .. } => Some(*visit),
        Effect::CallStaff
        | Effect::PrintStatement { .. }
        | Effect::RestartReader
        | Effect::RestartFace
        | Effect::OpenPanel
        | Effect::AnswerOrder { .. } => None,
    }
}

fn choices_of(effects: &[Effect]) -> Option<&Choices> {
    effects.iter().find_map(|effect| match effect {
        Effect::Query { choices, .. } => Some(choices),
        Effect::Identify { .. }
        | Effect::Register { .. }
        | Effect::FindSubsidies { .. }
        | Effect::PrintStatement { .. } => None,
        Effect::ReadCard { .. }
        | Effect::OpenVisit { .. }
        | Effect::Sign { .. }
        | Effect::ReadPhoto { .. }
        | Effect::LookAtFace { .. }
        | Effect::StopLooking { .. }
        | Effect::SignAsTerminal { .. }
        | Effect::WriteResult { .. }
        | Effect::EndVisit { .. }
        | Effect::CheckPasscode { .. }
        | Effect::AnswerOrder { .. }
        | Effect::RestartReader
        | Effect::RestartFace
        | Effect::OpenPanel
        | Effect::CallStaff => None,
    })
}

/// What the state may hold where nothing personal may be: its whole `Debug` text, so that a new field is seen here.
/// `None` where a visit needs its data.
fn bare(state: &State, sent: &Choices) -> Option<String> {
    match state {
        State::OutOfOrder => Some("OutOfOrder".into()),
        State::Paused { reader } => Some(format!("Paused {{ reader: {reader:?} }}")),
        // A statement is a person's until it is printed; before and after nothing is there.
        State::Wizard(Wizard { part: WizardPart::Form { .. }, .. }) => None,
        State::Wizard(Wizard { why, ways, form, reader, part }) => Some(format!(
            "Wizard(Wizard {{ why: {why:?}, ways: {ways:?}, form: {form:?}, reader: {reader:?}, part: {part:?} }})"
        )),
        State::Idle => Some("Idle".into()),
        State::Reading => Some("Reading".into()),
        State::Query { how, .. } => Some(format!("Query {{ sent: {sent:?}, how: {how:?} }}")),
        State::Signing { card } => Some(format!("Signing {{ card: {card:?} }}")),
        State::Identifying { scope, registration, how } => {
            Some(format!("Identifying {{ scope: {scope:?}, registration: {registration:?}, how: {how:?} }}"))
        }
        State::VisualSigning { card } => Some(format!("VisualSigning {{ card: {card:?} }}")),
        State::Delivering { outcome: Outcome::Confirmed(_), place } => {
            let outcome = Outcome::Confirmed(Summary { chosen: sent.clone() });
            Some(format!("Delivering {{ outcome: {outcome:?}, place: {place:?} }}"))
        }
        State::Delivering { outcome: Outcome::NotConfirmed { validity }, place } => {
            Some(format!("Delivering {{ outcome: NotConfirmed {{ validity: {validity} }}, place: {place:?} }}"))
        }
        State::Done { place, .. } => {
            let summary = Summary { chosen: sent.clone() };
            Some(format!("Done {{ summary: {summary:?}, place: {place:?} }}"))
        }
        State::Ended { why, place } => Some(format!("Ended {{ why: {why:?}, place: {place:?} }}")),
        State::Opening { .. }
        | State::CertNotice { .. }
        | State::Register { .. }
        | State::Registering { .. }
        | State::Method { .. }
        | State::FacePhoto { .. }
        | State::Face { .. }
        | State::FaceAgain { .. }
        | State::FaceSigning { .. }
        | State::LastTry { .. }
        | State::Pin { .. }
        | State::Visual { .. }
        | State::ConsentTop { .. }
        | State::ConsentItem { .. }
        | State::PrescriptionForm { .. }
        | State::Subsidies { .. }
        | State::SubsidyLookup { .. }
        | State::SubsidyNotice { .. }
        | State::Ticket { .. }
        | State::ConsentReview { .. } => None,
    }
}

/// The whole session with that state and nothing else in it.
fn session_text(session: &Session, settings: &str, state: &str) -> String {
    format!(
        "Session {{ visit: {:?}, screen: {:?}, settings: {settings}, newest: {settings}, settings_file: {:?}, state: {state}, timer: {:?}, staff: {:?}, \
         pace: {:?}, face: {:?}, results: {:?} }}",
        session.visit(),
        session.screen(),
        session.settings_file(),
        session.timer(),
        session.staff(),
        session.pace(),
        session.face(),
        session.results()
    )
}

/// What the patient has chosen so far, by what was pressed on which screen and what was found then.
fn note_choice(chosen: &mut Choices, state: &State, input: &Input) {
    match (state, input) {
        (State::ConsentTop { asking, .. }, Input::AgreeToAll | Input::AgreeToNone | Input::NobodyToAsk) => {
            if *input == Input::NobodyToAsk && !asking.emergency {
                return;
            }
            let answers = [
                (Input::AgreeToAll, Consent::Yes),
                (Input::AgreeToNone, Consent::No),
                (Input::NobodyToAsk, Consent::NotObtainable),
            ];
            let consent =
                answers.iter().find(|(pressed, _)| pressed == input).map_or(Consent::No, |(_, consent)| *consent);
            chosen.consents = asking.groups.iter().map(|&group| ConsentAnswer { group, consent }).collect();
        }
        (State::ConsentTop { .. }, Input::ChooseEach) => chosen.consents.clear(),
        (State::ConsentItem { asking, .. }, Input::Consent { group, given: yes })
            if asking.current() == Some(*group) =>
        {
            chosen.consents.push(ConsentAnswer { group: *group, consent: Consent::given(*yes) });
        }
        (State::ConsentItem { .. }, Input::Back) => {
            chosen.consents.pop();
        }
        (State::PrescriptionForm { .. }, Input::Prescription(form)) => chosen.prescription = Some(*form),
        (State::Subsidies { .. }, Input::Subsidies(SubsidyUse::Leave)) => chosen.subsidies = Some(SubsidyUse::Leave),
        (State::ConsentReview { .. }, Input::Back) => *chosen = Choices::default(),
        // Back from the first of these goes to the consents anew.
        (
            State::PrescriptionForm { asking, .. } | State::Subsidies { asking, .. } | State::Ticket { asking, .. },
            Input::Back,
        ) if asking.asked == 0 => *chosen = Choices::default(),
        _ => {}
    }
}

/// The counter that this event tells to this state, if it is for the running visit.
fn counter(session: &Session, event: &Event) -> Option<PinState> {
    match (session.state(), event) {
        (
            State::Reading | State::Visual { place: VisualCard::Checking { .. }, .. },
            Event::CardRead { visit, result: Ok(facts) },
        ) if *visit == session.visit() => Some(facts.pin),
        (
            State::Signing { .. },
            Event::Signed {
                visit,
                result:
                    Err(SignTrouble::WrongPin(left) | SignTrouble::NotTried(left) | SignTrouble::AnswerLost(Some(left))),
            },
        ) if *visit == session.visit() => Some(*left),
        _ => None,
    }
}

/// Whether this event says that the certificate of the running visit has ended within the grace.
fn tells_grace(session: &Session, event: &Event) -> bool {
    match (session.state(), event) {
        (State::Reading, Event::CardRead { visit, result: Ok(facts) }) => {
            *visit == session.visit() && judge_certificate(facts.valid_until, TODAY) == CertificateRule::Grace
        }
        (State::Opening { .. }, Event::VisitOpened { visit, result: Ok(opening) }) => {
            *visit == session.visit() && opening.certificate == CertificateStanding::Grace
        }
        _ => false,
    }
}

/// How many answers stand on a consent screen; `None` elsewhere.
fn answered(state: &State) -> Option<usize> {
    if let State::ConsentTop { asking, .. } | State::ConsentItem { asking, .. } | State::ConsentReview { asking, .. } =
        state
    {
        Some(asking.choices.consents.len())
    } else {
        None
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_first_screen_is_reachable_from_everywhere(walk in walks()) {
        let mut bench = Walk::new(walk).walked();
        let before = format!("{:?}", bench.session);
        bench.recover();
        prop_assert!(matches!(bench.state(), State::Idle), "{:?} from {before}", bench.state());
    }

    #[test]
    fn nothing_personal_outlives_its_step(walk in walks()) {
        let settings = format!("{:?}", walk.0);
        let mut walk = Walk::new(walk);
        let mut sent = Choices::default();
        while let Some(event) = walk.next_event() {
            let visit = walk.session().visit();
            let effects = walk.step(event);
            if let Some(choices) = choices_of(&effects) {
                sent = choices.clone();
            }
            if let Some(state) = bare(walk.state(), &sent) {
                prop_assert_eq!(format!("{:?}", walk.session()), session_text(walk.session(), &settings, &state));
            }
            if walk.session().visit() != visit {
                prop_assert!(matches!(walk.state(), State::Reading));
                prop_assert_eq!(walk.session().staff(), StaffCall::NotCalled, "the bell of the visit before");
            }
        }
    }

    #[test]
    fn only_what_was_chosen_on_a_shown_screen_is_sent_and_only_once(walk in walks()) {
        let mut walk = Walk::new(walk);
        let (mut chosen, mut asked) = (Choices::default(), None);
        while let Some(event) = walk.next_event() {
            if let (true, Event::User { input, .. }) = (walk.is_on_screen(&event), &event) {
                note_choice(&mut chosen, walk.state(), input);
            }
            let sought = matches!(walk.state(), State::SubsidyLookup { .. });
            let visit = walk.session().visit();
            let effects = walk.step(event);
            if walk.session().visit() != visit {
                chosen = Choices::default();
            }
            if sought && walk.state().in_visit() && !matches!(walk.state(), State::SubsidyLookup { .. }) {
                let found = !matches!(walk.state(), State::SubsidyNotice { .. });
                chosen.subsidies = Some(if found { SubsidyUse::Use } else { SubsidyUse::Leave });
            }
            if let Some(choices) = choices_of(&effects) {
                prop_assert_eq!(choices, &chosen);
                prop_assert_ne!(asked.replace(visit), Some(visit), "asked twice in one visit");
            }
            if let State::Done { summary, .. } = walk.state() {
                prop_assert_eq!(&summary.chosen, &chosen, "what the patient reads is not what was sent");
            }
        }
    }

    #[test]
    fn nobody_is_registered_who_did_not_want_it_and_only_once(walk in walks()) {
        let mut walk = Walk::new(walk);
        let (mut wanted, mut applied) = (None, None);
        while let Some(event) = walk.next_event() {
            let visit = walk.session().visit();
            let pressed = matches!(&event, Event::User { input: Input::Register, .. });
            if pressed && walk.is_on_screen(&event) && matches!(walk.state(), State::Register { .. }) {
                wanted = Some(visit);
            }
            if walk.step(event).iter().any(|effect| matches!(effect, Effect::Register { .. })) {
                prop_assert_eq!(wanted, Some(visit));
                prop_assert_ne!(applied.replace(visit), Some(visit), "applied twice in one visit");
            }
        }
    }

    #[test]
    fn after_the_card_is_pulled_nothing_is_done_for_the_visit_but_its_end(walk in walks()) {
        let mut walk = Walk::new(walk);
        let mut pulled = None;
        while let Some(event) = walk.next_event() {
            let visit = walk.session().visit();
            let removed = matches!(event, Event::Reader(ReaderEvent::CardRemoved)) && walk.state().in_visit();
            let lifted = matches!(walk.state(), State::Visual { .. });
            let delivering = matches!(walk.state(), State::Delivering { .. });
            let effects = walk.step(event);
            if removed && (lifted || delivering) {
                prop_assert!(effects.is_empty(), "{effects:?}");
            } else if removed {
                let ended = match effects.as_slice() {
                    [Effect::EndVisit { visit: ended }] => *ended == visit,
                    [Effect::StopLooking { visit: stopped }, Effect::EndVisit { visit: ended }] => {
                        [*stopped, *ended] == [visit; 2]
                    }
                    _ => false,
                };
                prop_assert!(ended, "{effects:?}");
                prop_assert!(!walk.state().in_visit());
            }
            if removed && !lifted {
                pulled = Some(visit);
            }
            for effect in effects.iter().filter(|effect| visit_of(effect).is_some()) {
                let ends = matches!(effect, Effect::EndVisit { .. } | Effect::StopLooking { .. });
                let over = visit_of(effect) == pulled && !ends;
                prop_assert!(!over, "{effect:?} after the card was gone");
            }
        }
    }

    #[test]
    fn a_stale_event_changes_nothing(walk in walks()) {
        let mut walk = Walk::new(walk);
        while let Some(event) = walk.next_event() {
            let running = walk.state().in_visit().then_some(walk.session().visit());
            let stale = match &event {
                Event::CardRead { visit, .. }
                | Event::Signed { visit, .. }
                | Event::PhotoRead { visit, .. }
                | Event::FaceSeen { visit, .. }
                | Event::FaceChecked { visit, .. }
                | Event::VisitOpened { visit, .. }
                | Event::Identified { visit, .. }
                | Event::Registered { visit, .. }
                | Event::SubsidiesSought { visit, .. }
                | Event::Answered { visit, .. }
                | Event::PasscodeChecked { visit, .. }
                | Event::ResultWritten { visit, .. } => running != Some(*visit),
                Event::User { .. } => !walk.is_on_screen(&event),
                Event::Staff(order) => {
                    order.visit != walk.session().visit() || order.screen != walk.session().screen()
                }
                Event::Reader(_)
                | Event::FaceReadiness(_)
                | Event::ResultsWay(_)
                | Event::Settings(_)
                | Event::StatementPrinted(_)
                | Event::Tick => false,
            };
            let before = format!("{:?}", walk.session());
            let ordered = matches!(event, Event::Staff(_));
            let effects = walk.step(event);
            if stale {
                prop_assert_eq!(format!("{:?}", walk.session()), before);
                let told = matches!(effects.as_slice(), [Effect::AnswerOrder { verdict: OrderVerdict::Stale }]);
                prop_assert!(if ordered { told } else { effects.is_empty() }, "{effects:?}");
            }
        }
    }

    #[test]
    fn no_pin_is_tried_beyond_what_the_counter_and_the_patient_allow(walk in walks()) {
        let mut walk = Walk::new(walk);
        let (mut left, mut risked) = (None, false);
        while let Some(event) = walk.next_event() {
            if let Some(read) = counter(walk.session(), &event) {
                (left, risked) = (Some(read), false);
            }
            let pressed = if let Event::User { input, .. } = &event { Some(input) } else { None };
            let pressed = pressed.filter(|_| walk.is_on_screen(&event));
            risked |= pressed == Some(&Input::RiskLastTry) && matches!(walk.state(), State::LastTry { .. });
            let entered = pressed == Some(&Input::EnterPin) && matches!(walk.state(), State::Pin { .. });
            let visit = walk.session().visit();
            for effect in walk.step(event) {
                let Effect::Sign { permit, .. } = effect else { continue };
                prop_assert!(entered, "nobody pressed the key");
                match left {
                    Some(PinState::Tries(1)) => {
                        prop_assert!(risked, "the last try without a word");
                        prop_assert_eq!(permit, PinPermit::LastTryAccepted);
                    }
                    Some(PinState::Tries(left @ 2..)) => prop_assert_eq!(permit, PinPermit::TriesLeft(left)),
                    none => prop_assert!(false, "tried with {none:?}"),
                }
                risked = false;
            }
            if walk.session().visit() != visit {
                (left, risked) = (None, false);
            }
        }
    }

    /// A face that matched, an order of staff, or the facility's passcode and everything after it.
    #[test]
    fn nobody_is_let_through_without_a_pin_but_by_a_face_or_by_staff(walk in walks()) {
        let mut walk = Walk::new(walk);
        let mut opened = None;
        while let Some(event) = walk.next_event() {
            let visit = walk.session().visit();
            if matches!(&event, Event::PasscodeChecked { visit: of, result: Ok(()) } if *of == visit) {
                opened = Some(visit);
            }
            let reason = matches!(&event, Event::User { input: Input::Reason(_), .. })
                && walk.is_on_screen(&event)
                && opened == Some(visit);
            let ordered = matches!(
                &event,
                Event::Staff(order) if matches!(order.action, StaffAction::VisualCheck { .. })
            );
            let may = reason || ordered || matches!(&event, Event::FaceChecked { result: Ok(Verdict::Match), .. });
            let lies_there = !matches!(walk.state(), State::Visual { place: VisualCard::Lifted { .. }, .. });
            let what = format!("{event:?}");
            let effects = walk.step(event);
            let signs = effects.iter().any(|effect| matches!(effect, Effect::SignAsTerminal { .. }));
            prop_assert!(!signs || may && lies_there && walk.state().in_visit(), "by {what}");
        }
    }

    #[test]
    fn settings_hide_questions_and_never_add_one(walk in walks()) {
        let settings = walk.0.clone();
        let young = settings.groups(&Offer::default());
        let old = settings.groups(&Offer { from_forty: true, ..Offer::default() });
        let mut walk = Walk::new(walk);
        while let Some(event) = walk.next_event() {
            let effects = walk.step(event);
            if let State::ConsentTop { asking, .. } | State::ConsentItem { asking, .. } = walk.state() {
                prop_assert!([&young, &old].contains(&&asking.groups));
            }
            if let Some(choices) = choices_of(&effects) {
                let sent: Vec<_> = choices.consents.iter().map(|answer| answer.group).collect();
                prop_assert!(sent.is_empty() || [&young, &old].contains(&&sent), "{sent:?} of {settings:?}");
                prop_assert!(choices.prescription.is_none() || settings.prescription);
                prop_assert!(choices.subsidies.is_none() || settings.subsidies);
                let obtained = choices.consents.iter().all(|answer| answer.consent != Consent::NotObtainable);
                prop_assert!(obtained || settings.emergency);
            }
        }
    }

    #[test]
    fn nobody_but_the_patient_answers_a_consent_question(walk in walks()) {
        let mut walk = Walk::new(walk);
        while let Some(event) = walk.next_event() {
            let before = answered(walk.state());
            let own = walk.is_on_screen(&event);
            let answers = own && matches!(
                &event,
                Event::User {
                    input: Input::AgreeToAll
                        | Input::AgreeToNone
                        | Input::NobodyToAsk
                        | Input::Consent { .. }
                        | Input::Send,
                    ..
                }
            );
            let moves = answers || own && matches!(&event, Event::User { input: Input::Back | Input::ChooseEach, .. });
            let what = format!("{event:?}");
            let effects = walk.step(event);
            if before.is_some() {
                prop_assert!(answers || choices_of(&effects).is_none(), "{what} answered");
                prop_assert!(moves || answered(walk.state()).is_none_or(|now| Some(now) == before), "{what} answered");
            }
        }
    }

    #[test]
    fn a_certificate_in_its_grace_is_never_asked_for_consent(walk in walks()) {
        let mut walk = Walk::new(walk);
        let mut grace = None;
        while let Some(event) = walk.next_event() {
            if tells_grace(walk.session(), &event) {
                grace = Some(walk.session().visit());
            }
            let effects = walk.step(event);
            if grace == Some(walk.session().visit()) {
                prop_assert!(answered(walk.state()).is_none(), "{:?}", walk.state());
                prop_assert!(choices_of(&effects).is_none_or(|sent| *sent == Choices::default()), "{effects:?}");
            }
        }
    }
}

/// The laws would hold for walks that go nowhere, too.
#[test]
fn the_walks_come_through_every_state_and_every_effect() {
    let mut runner = TestRunner::deterministic();
    let (mut states, mut effects) = (BTreeSet::new(), BTreeSet::new());
    let name = |text: String| text.split([' ', '(']).next().unwrap_or_default().to_owned();
    for _ in 0..2 * config().cases {
        let mut walk = Walk::new(walks().new_tree(&mut runner).unwrap().current());
        while let Some(event) = walk.next_event() {
            effects.extend(walk.step(event).iter().map(|effect| name(format!("{effect:?}"))));
            let state = if let State::Ended { why, .. } = walk.state() {
                format!("Ended/{why:?}")
            } else if let State::Visual { place: VisualCard::Placed, part, .. } = walk.state() {
                format!("Visual/{part:?}")
            } else if let State::Visual { place, .. } = walk.state() {
                format!("Visual/{place:?}")
            } else {
                format!("{:?}", walk.state())
            };
            states.insert(name(state));
        }
    }
    let expected = "CertNotice ConsentItem ConsentReview ConsentTop Delivering Done Ended/AnotherCard Ended/Cancelled Ended/Card \
                    Ended/CardLeft Ended/CardPulled Ended/Centre Ended/CertificateExpired Ended/CertificateRevoked \
                    Ended/CertificateUntrusted Ended/Hospital Ended/InsurerChanging Ended/NotConfirmed Ended/NotRegistered \
                    Ended/PinAnswerLost Ended/RegistrationFailed Ended/StaffEnded Ended/TimedOut Face FaceAgain FacePhoto \
                    FaceSigning Identifying Idle LastTry Method Opening OutOfOrder Paused Pin PrescriptionForm Query Reading \
                    Register Registering Signing Subsidies SubsidyLookup SubsidyNotice Ticket Visual/Checking Visual/Compare Visual/Impossible Visual/Lifted \
                    Visual/Passcode Visual/PasscodeCheck Visual/Reason Visual/Waiting VisualSigning Wizard";
    assert_eq!(states.into_iter().collect::<Vec<_>>().join(" "), expected);
    let expected = "AnswerOrder CallStaff CheckPasscode EndVisit FindSubsidies Identify LookAtFace OpenPanel OpenVisit PrintStatement Query ReadCard \
                    ReadPhoto Register RestartFace RestartReader Sign SignAsTerminal \
                    StopLooking WriteResult";
    assert_eq!(effects.into_iter().collect::<Vec<_>>().join(" "), expected);
}

/// The random walk stops somewhere; here every kind of state is a starting place.
#[test]
fn the_first_screen_is_reachable_from_every_scene() {
    for (name, scene) in super::table::scenes() {
        let mut bench: Bench = scene();
        bench.recover();
        assert!(matches!(bench.state(), State::Idle), "{name}: {:?}", bench.state());
    }
}
