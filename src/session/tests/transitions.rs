//! Visits told as examples: what a person does, and what the kiosk does then.

use super::bench::{
    Bench, CARD, EXPIRED, GRACE, NONCE, OTHER_CARD, TODAY, VALID, answer, card, digit, facts, opening, signature,
};
use super::table::scenes;
use crate::eligibility::consent::{Consent, ConsentAnswer, ConsentGroup};
use crate::eligibility::{CertificateStanding, Choices, Offer, Prescription, Standing, SubsidyUse};
use crate::fallback::statement::{CardShown, InsurerKind, Sex, Share, Writer, Written as Line};
use crate::fallback::{Era, PersonalDate};
use crate::session::event::{
    Application, CardTrouble, CentreTrouble, HospitalTrouble, PinState, ReaderEvent, SignTrouble,
};
use crate::session::wizard::{FormAt, Mark};
use crate::session::{
    Actor, CardPlace, Effect, Effects, Ending, Event, FacilitySettings, Input, Order, OrderVerdict, Pace, PinPermit,
    PinReason, ResultsWay, StaffAction, StaffCall, State, StepName, Timer, VisitNumber, VisualCard, VisualReason,
    Written,
};
use crate::session::{SettingsFile, Wizard, WizardInput, WizardPart};
use PinState::{Locked, NotSet, Tries};
use WizardInput as W;
use jiff::civil::date;
use std::time::Duration;

fn step_name(bench: &Bench) -> StepName {
    bench.state().step_name()
}

#[track_caller]
fn assert_ended(bench: &Bench, expected: Ending, at: CardPlace) {
    assert!(
        matches!(bench.state(), State::Ended { why, place } if (*why, *place) == (expected, at)),
        "{:?} instead of {expected:?}, {at:?}",
        bench.state()
    );
}

/// The visit's end, and before it the camera's where it ran.
fn is_the_end(effects: &[Effect]) -> bool {
    matches!(effects, [Effect::EndVisit { .. }] | [Effect::StopLooking { .. }, Effect::EndVisit { .. }])
}

/// Every consent question has this answer.
fn all(choices: &Choices, consent: Consent) -> bool {
    choices.consents.iter().all(|one| one.consent == consent)
}

/// The scene ends in this way, and the devices are told so once.
#[track_caller]
fn ends(mut bench: Bench, act: impl FnOnce(&mut Bench) -> Effects, expected: Ending, at: CardPlace) {
    let effects = act(&mut bench);
    assert_ended(&bench, expected, at);
    assert!(matches!(effects.as_slice(), [Effect::EndVisit { visit: VisitNumber(1) }]), "{effects:?}");
}

#[test]
fn a_visit_from_the_card_to_the_first_screen_again() {
    let mut b = Bench::idle(FacilitySettings::default());
    let effects = b.reader(ReaderEvent::CardInserted);
    assert!(matches!(effects.as_slice(), [Effect::ReadCard { visit: VisitNumber(1) }]));
    assert!(matches!(b.card_read(card(Tries(3))).as_slice(), [Effect::OpenVisit { .. }]));
    assert!(b.opened(Ok(opening(CertificateStanding::Valid, true))).is_empty());
    assert_eq!(step_name(&b), StepName::Method);
    b.press(Input::ChoosePin);
    b.type_digits(&[1, 2, 3, 9]);
    b.press(Input::EraseDigit);
    b.type_digits(&[4]);
    let effects = b.press(Input::EnterPin);
    let [Effect::Sign { pin, permit, nonce, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!((pin.expose(), *permit, nonce.as_slice()), (&b"1234"[..], PinPermit::TriesLeft(3), &NONCE[..]));
    let effects = b.signed(Ok(signature()));
    let [Effect::Identify { signature, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(signature.expose(), [0x5A; 256]);
    assert!(b.identified(Ok(Offer::default())).is_empty());
    b.press(Input::ChooseEach);
    let answers = [(ConsentGroup::Tkk, true), (ConsentGroup::Yzk, false), (ConsentGroup::Tsr, true)];
    let effects: Effects =
        answers.iter().flat_map(|&(group, given)| b.press(Input::Consent { group, given })).collect();
    assert!(effects.is_empty(), "nothing is sent unseen: {effects:?}");
    let effects = b.press(Input::Send);
    let [Effect::Query { choices, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    let answers = answers.map(|(group, given)| ConsentAnswer { group, consent: Consent::given(given) });
    assert_eq!(*choices, Choices { consents: answers.into(), ..Choices::default() });
    assert!(matches!(b.answered(Ok(answer(1))).as_slice(), [Effect::WriteResult { .. }]));
    assert!(matches!(b.written(Ok(Written::Delivered)).as_slice(), [Effect::EndVisit { .. }]));
    assert!(matches!(b.state(), State::Done { summary, place: CardPlace::OnReader } if summary.chosen == *choices));
    b.reader(ReaderEvent::CardRemoved);
    assert!(matches!(b.state(), State::Done { place: CardPlace::Taken, .. }));
    b.wait(5);
    assert_eq!(step_name(&b), StepName::Idle);
}

#[test]
fn the_next_patient_need_not_wait_for_the_last_screen() {
    let mut b = Bench::done().after(|b| b.reader(ReaderEvent::CardRemoved));
    let effects = b.reader(ReaderEvent::CardInserted);
    assert!(matches!(effects.as_slice(), [Effect::ReadCard { visit: VisitNumber(2) }]));
    assert!(matches!(b.state(), State::Reading));
}

#[test]
fn every_ending() {
    use CardPlace::{OnReader, Taken};
    ends(Bench::method(Tries(3)), |b| b.press(Input::Cancel), Ending::Cancelled, OnReader);
    ends(Bench::lifted(), |b| b.press(Input::Cancel), Ending::Cancelled, Taken);
    ends(Bench::method(Tries(3)), Bench::run_out, Ending::TimedOut, OnReader);
    ends(Bench::method(Tries(3)), |b| b.reader(ReaderEvent::CardRemoved), Ending::CardPulled, Taken);
    ends(back_on_reader(), |b| b.card_read(Ok(facts(Tries(3), VALID, OTHER_CARD))), Ending::AnotherCard, OnReader);
    let expired = |b: &mut Bench| b.card_read(Ok(facts(Tries(3), EXPIRED, CARD)));
    ends(Bench::reading(), expired, Ending::CertificateExpired, OnReader);
    for trouble in [CardTrouble::NotRecognised, CardTrouble::OtherCard, CardTrouble::RealCardRefused] {
        ends(Bench::reading(), |b| b.card_read(Err(trouble)), Ending::Card(trouble), OnReader);
    }
    for (standing, why) in [
        (CertificateStanding::Expired, Ending::CertificateExpired),
        (CertificateStanding::Revoked, Ending::CertificateRevoked),
        (CertificateStanding::Untrusted, Ending::CertificateUntrusted),
    ] {
        ends(Bench::opening(card(Tries(3))), |b| b.opened(Ok(opening(standing, true))), why, OnReader);
    }
    let unregistered = |b: &mut Bench| b.opened(Ok(opening(CertificateStanding::Grace, false)));
    ends(Bench::opening(card(Tries(3))), unregistered, Ending::NotRegistered, OnReader);
    ends(Bench::register(), |b| b.press(Input::DeclineRegistration), Ending::NotRegistered, OnReader);
    let changing = |b: &mut Bench| b.registered(Ok(Application::InsurerChanging));
    ends(Bench::registering(), changing, Ending::InsurerChanging, OnReader);
    let trouble = CentreTrouble::Unreachable;
    ends(Bench::registering(), |b| b.registered(Err(trouble)), Ending::RegistrationFailed(trouble), OnReader);
    let late = Ending::RegistrationFailed(CentreTrouble::TimedOut);
    ends(Bench::registering(), Bench::run_out, late, OnReader);
    ends(Bench::identifying(), |b| b.identified(Err(trouble)), Ending::Centre(trouble), OnReader);
    ends(Bench::opening(card(Tries(3))), |b| b.opened(Err(trouble)), Ending::Centre(trouble), OnReader);
    ends(Bench::query(), |b| b.answered(Err(trouble)), Ending::Centre(trouble), OnReader);
    for validity in [2, 3, 4, 5] {
        ends(
            Bench::delivering(validity),
            |b| b.written(Ok(Written::Delivered)),
            Ending::NotConfirmed { validity },
            OnReader,
        );
    }
    let full = HospitalTrouble::DiskFull;
    ends(Bench::delivering(1), |b| b.written(Err(full)), Ending::Hospital(full), OnReader);
    let lost = SignTrouble::AnswerLost(None);
    ends(Bench::signing(), |b| b.signed(Err(lost)), Ending::PinAnswerLost, OnReader);
}

#[test]
fn a_device_that_never_answers_ends_the_visit_without_a_warning() {
    let silent = Ending::Card(CardTrouble::Silent);
    let late = Ending::Centre(CentreTrouble::TimedOut);
    for (mut b, seconds, why) in [
        (Bench::reading(), 30, silent),
        (Bench::opening(card(Tries(3))), 30, late),
        (Bench::signing(), 30, silent),
        (back_on_reader(), 30, silent),
        (Bench::query(), 60, late),
        (Bench::delivering(1), 60, Ending::Hospital(HospitalTrouble::Other)),
    ] {
        b.wait(seconds - 1);
        assert!(b.state().in_visit());
        b.wait(1);
        assert_ended(&b, why, CardPlace::OnReader);
    }
}

#[test]
fn a_wrong_pin_leads_over_the_warning_to_the_lock_and_never_further() {
    let mut b = Bench::signing();
    b.signed(Err(SignTrouble::WrongPin(Tries(2))));
    let State::Pin { entry, permit, reason, .. } = b.state() else { panic!("{:?}", b.state()) };
    assert!(entry.is_empty());
    assert_eq!((*permit, *reason), (PinPermit::TriesLeft(2), PinReason::WrongBefore));
    b.type_digits(&[1, 1, 1, 1]);
    b.press(Input::EnterPin);
    b.signed(Err(SignTrouble::WrongPin(Tries(1))));
    assert!(matches!(b.state(), State::LastTry { .. }));
    b.press(Input::Back);
    b.press(Input::ChoosePin);
    assert!(matches!(b.state(), State::LastTry { .. }), "the warning comes each time");
    b.press(Input::RiskLastTry);
    b.type_digits(&[2, 2, 2, 2]);
    let effects = b.press(Input::EnterPin);
    assert!(matches!(effects.as_slice(), [Effect::Sign { permit: PinPermit::LastTryAccepted, .. }]));
    b.signed(Err(SignTrouble::WrongPin(Locked)));
    assert!(matches!(b.state(), State::Method { card } if card.pin == Locked));
    b.press(Input::ChoosePin);
    assert!(matches!(b.state(), State::Method { .. }), "a locked PIN has no pad");
}

#[test]
fn a_card_without_a_pin_is_never_offered_the_pad() {
    let mut b = Bench::method(NotSet);
    b.press(Input::ChoosePin);
    assert!(matches!(b.state(), State::Method { .. }));
    b.press(Input::ChooseFace);
    b.press(Input::ChoosePin);
    assert!(matches!(b.state(), State::FacePhoto { .. }), "the pad is not behind the photo either");
}

#[test]
fn a_pin_needs_four_digits_and_a_fifth_changes_nothing() {
    let mut b = Bench::method(Tries(3)).after(|b| b.press(Input::ChoosePin)).after(|b| b.type_digits(&[1, 2, 3]));
    assert!(b.press(Input::EnterPin).is_empty());
    b.type_digits(&[4, 5]);
    let effects = b.press(Input::EnterPin);
    assert!(matches!(effects.as_slice(), [Effect::Sign { pin, .. }] if pin.expose() == b"1234"));
}

#[test]
fn a_digit_that_began_on_the_screen_before_is_not_typed() {
    let mut b = Bench::method(Tries(3));
    let before = b.session.screen();
    b.press(Input::ChoosePin);
    b.step(crate::session::Event::User { screen: before, input: digit(1) });
    assert!(matches!(b.state(), State::Pin { entry, .. } if entry.is_empty()));
}

fn back_on_reader() -> Bench {
    Bench::lifted().after(|b| b.reader(ReaderEvent::CardInserted))
}

#[test]
fn staff_lift_the_card_and_put_the_same_one_back() {
    let mut b = Bench::visual();
    assert_eq!(b.session.staff(), StaffCall::Called);
    assert!(b.reader(ReaderEvent::CardRemoved).is_empty());
    assert!(matches!(b.state(), State::Visual { place: VisualCard::Lifted { .. }, .. }));
    assert!(matches!(b.reader(ReaderEvent::CardInserted).as_slice(), [Effect::ReadCard { visit: VisitNumber(1) }]));
    assert!(b.card_read(card(Tries(3))).is_empty());
    assert!(matches!(b.state(), State::Visual { place: VisualCard::Placed, .. }));
}

#[test]
fn the_answer_for_a_card_that_was_lifted_again_is_not_taken_for_the_next_one() {
    let mut b = back_on_reader();
    b.reader(ReaderEvent::CardRemoved);
    b.reader(ReaderEvent::CardInserted);
    // The first card's answer comes late; another card lies there now.
    b.card_read(card(Tries(3)));
    assert!(matches!(b.state(), State::Visual { place: VisualCard::Checking { reads_due: 1 }, .. }));
    b.card_read(Ok(facts(Tries(3), VALID, OTHER_CARD)));
    assert_ended(&b, Ending::AnotherCard, CardPlace::OnReader);
}

#[test]
fn what_the_counter_says_after_a_lift_counts() {
    let mut b = back_on_reader().after(|b| b.card_read(card(Tries(1))));
    b.press(Input::Back);
    b.press(Input::ChoosePin);
    assert!(matches!(b.state(), State::LastTry { .. }));
}

#[test]
fn a_lifted_card_may_stay_away_for_ninety_seconds() {
    let mut b = Bench::lifted();
    b.wait(89);
    assert!(matches!(b.state(), State::Visual { place: VisualCard::Lifted { .. }, .. }));
    b.wait(1);
    assert_ended(&b, Ending::TimedOut, CardPlace::Taken);
    let effects = b.reader(ReaderEvent::CardInserted);
    assert!(matches!(effects.as_slice(), [Effect::ReadCard { visit: VisitNumber(2) }]), "a new visit, {effects:?}");
}

#[test]
fn back_leads_to_the_question_before() {
    let consent = |group, given| move |b: &mut Bench| b.press(Input::Consent { group, given });
    let mut b = Bench::consent().after(|b| b.press(Input::ChooseEach)).after(consent(ConsentGroup::Tkk, true));
    b.press(Input::Back);
    assert!(matches!(b.state(), State::ConsentItem { asking, .. } if asking.current() == Some(ConsentGroup::Tkk)));
    b.press(Input::Consent { group: ConsentGroup::Tkk, given: false });
    b.press(Input::Consent { group: ConsentGroup::Yzk, given: false });
    assert!(b.press(Input::Consent { group: ConsentGroup::Tsr, given: false }).is_empty(), "nothing is sent unseen");
    let effects = b.press(Input::Send);
    assert!(matches!(effects.as_slice(), [Effect::Query { choices, .. }] if all(choices, Consent::No)));

    let mut b = Bench::consent().after(|b| b.press(Input::ChooseEach));
    b.press(Input::Back);
    assert!(matches!(b.state(), State::ConsentTop { .. }));

    for to_method in [Bench::visual(), Bench::typed()] {
        let b = to_method.after(|b| b.press(Input::Back));
        assert!(matches!(b.state(), State::Method { .. }));
    }
    let typed_again = Bench::typed().after(|b| b.press(Input::Back)).after(|b| b.press(Input::ChoosePin));
    assert!(matches!(typed_again.state(), State::Pin { entry, .. } if entry.is_empty()), "nothing is left of the PIN");
}

#[test]
fn cancel_ends_every_visit_and_only_a_visit() {
    for (name, scene) in scenes() {
        let mut b = scene();
        // What is on its way to the hospital cannot be called back.
        let running = b.state().in_visit() && !matches!(b.state(), State::Delivering { .. });
        let screen = b.session.screen();
        let leaves = matches!(b.state(), State::Wizard(_));
        let effects = b.press(Input::Cancel);
        if leaves {
            assert!(effects.is_empty() && !matches!(b.state(), State::Wizard(_)), "{name}");
        } else if running {
            assert!(matches!(b.state(), State::Ended { why: Ending::Cancelled, .. }), "{name}");
            assert!(is_the_end(&effects), "{name}");
        } else {
            assert!(effects.is_empty() && b.session.screen() == screen, "{name}");
        }
    }
}

#[test]
fn staff_can_be_called_from_every_screen_and_the_visit_stays_where_it_is() {
    for (name, scene) in scenes() {
        let mut b = scene();
        let screen = b.session.screen();
        assert!(matches!(b.press(Input::CallStaff).as_slice(), [Effect::CallStaff]), "{name}");
        assert_eq!(b.session.staff(), StaffCall::Called, "{name}");
        assert_eq!(b.session.screen(), screen, "{name}");
    }
}

#[test]
fn whoever_called_staff_is_not_hurried() {
    let mut b = Bench::method(Tries(3));
    b.press(Input::CallStaff);
    b.wait(179);
    assert!(matches!(b.session.timer(), Timer::Running { .. }));
    b.press(Input::ChoosePin);
    b.wait(179);
    assert!(matches!(b.session.timer(), Timer::Running { .. }), "on the next screen too");
    b.wait(1);
    assert!(matches!(b.session.timer(), Timer::Warned { .. }));
    b.wait(60);
    assert_ended(&b, Ending::TimedOut, CardPlace::OnReader);
}

#[test]
fn the_sign_that_staff_were_called_goes_out_again() {
    let mut b = Bench::idle(FacilitySettings::default()).after(|b| b.press(Input::CallStaff));
    b.wait(119);
    assert_eq!(b.session.staff(), StaffCall::Called);
    b.wait(1);
    assert_eq!((b.session.staff(), b.session.next_deadline()), (StaffCall::NotCalled, None));

    let mut b = Bench::visual().after(|b| b.press(Input::Cancel)).after(|b| b.reader(ReaderEvent::CardRemoved));
    assert_eq!(b.session.staff(), StaffCall::NotCalled, "the first screen begins quiet");
    b.reader(ReaderEvent::CardInserted);
    assert_eq!(b.session.staff(), StaffCall::NotCalled);
}

#[test]
fn a_clock_that_jumps_still_warns_for_twenty_seconds() {
    let mut b = Bench::method(Tries(3));
    b.wait(3600);
    assert!(matches!(b.session.timer(), Timer::Warned { .. }));
    b.wait(19);
    assert!(b.state().in_visit());
    b.press(Input::MoreTime);
    assert!(matches!(b.session.timer(), Timer::Running { .. }));
    // Who needed more time is not hurried again.
    b.wait(239);
    assert!(matches!(b.session.timer(), Timer::Running { .. }));
    b.wait(1);
    assert!(matches!(b.session.timer(), Timer::Warned { lasts, .. } if lasts == Duration::from_secs(30)));
    b.wait(30);
    assert_ended(&b, Ending::TimedOut, CardPlace::OnReader);
    b.reader(ReaderEvent::CardRemoved);
    b.wait(15);
    assert_eq!(b.session.pace(), Pace::Usual, "the next person has the usual times");
}

#[test]
fn a_review_goes_back_to_the_first_question_and_forgets_the_answers() {
    let mut b = Bench::review();
    assert!(matches!(b.state(), State::ConsentReview { asking, .. } if all(&asking.choices, Consent::Yes)));
    assert!(b.press(Input::Back).is_empty());
    assert!(matches!(b.state(), State::ConsentTop { asking, .. } if asking.choices == Choices::default()));
    b.press(Input::AgreeToNone);
    let effects = b.press(Input::Send);
    assert!(matches!(effects.as_slice(), [Effect::Query { choices, .. }] if all(choices, Consent::No)));
}

#[test]
fn a_card_left_lying_calls_staff_and_waits_for_its_owner() {
    let mut b = Bench::done();
    b.wait(20);
    assert!(matches!(b.session.timer(), Timer::Warned { .. }));
    assert!(matches!(b.wait(25).as_slice(), [Effect::CallStaff]));
    assert_ended(&b, Ending::CardLeft, CardPlace::OnReader);
    assert_eq!(b.session.next_deadline(), None);
    b.reader(ReaderEvent::CardRemoved);
    assert!(matches!(b.state(), State::Idle));
}

#[test]
fn a_card_that_comes_back_while_the_file_is_written_must_be_taken_again() {
    let mut b = Bench::delivering(1).after(|b| b.reader(ReaderEvent::CardRemoved));
    assert!(b.reader(ReaderEvent::CardInserted).is_empty());
    b.written(Ok(Written::Delivered));
    assert!(matches!(b.state(), State::Done { place: CardPlace::OnReader, .. }));
}

#[test]
fn a_certificate_in_its_grace_confirms_the_eligibility_and_shares_nothing() {
    for (ends, standing) in
        [(GRACE, CertificateStanding::Grace), (GRACE, CertificateStanding::Valid), (VALID, CertificateStanding::Grace)]
    {
        let mut b = Bench::opening(Ok(facts(Tries(3), ends, CARD))).after(|b| b.opened(Ok(opening(standing, true))));
        assert_eq!(step_name(&b), StepName::CertNotice, "the stricter of the two clocks counts");
        b.press(Input::Continue);
        b.press(Input::ChoosePin);
        b.type_digits(&[1, 2, 3, 4]);
        b.press(Input::EnterPin);
        b.signed(Ok(signature()));
        let effects = b.identified(Ok(Offer::default()));
        assert!(matches!(effects.as_slice(), [Effect::Query { choices, .. }] if *choices == Choices::default()));
    }
}

#[test]
fn a_facility_that_asks_nothing_shows_no_consent_screen() {
    let settings = FacilitySettings { tkk: false, yzk: false, tsr: false, ..FacilitySettings::default() };
    let mut b = Bench::idle(settings).after(|b| b.reader(ReaderEvent::CardInserted));
    b.card_read(card(Tries(3)));
    b.opened(Ok(opening(CertificateStanding::Valid, true)));
    b.press(Input::ChoosePin);
    b.type_digits(&[1, 2, 3, 4]);
    b.press(Input::EnterPin);
    b.signed(Ok(signature()));
    let effects = b.identified(Ok(Offer::default()));
    assert!(matches!(effects.as_slice(), [Effect::Query { choices, .. }] if *choices == Choices::default()));
}

#[test]
fn a_reader_that_goes_away_ends_the_visit_and_comes_back_to_the_first_screen() {
    let waits = |name: &str| ["paused", "other ways", "statement"].iter().any(|begins| name.starts_with(begins));
    for (name, scene) in scenes().into_iter().filter(|(name, _)| !waits(name)) {
        let mut b = scene();
        let running = b.state().in_visit();
        let effects = b.reader(ReaderEvent::Lost);
        assert!(matches!(b.state(), State::OutOfOrder), "{name}");
        assert_eq!(is_the_end(&effects), running, "{name}");
        assert!(running || effects.is_empty(), "{name}");
        b.reader(ReaderEvent::Found);
        assert!(matches!(b.state(), State::Idle), "{name}");
    }
}

#[test]
fn a_visual_check_ends_with_its_visit() {
    let mut b = Bench::visual_signing();
    b.signed(Ok(signature()));
    b.identified(Ok(Offer::default()));
    assert!(matches!(b.state(), State::ConsentTop { .. }));
    b.recover();
    b.reader(ReaderEvent::CardInserted);
    b.card_read(card(PinState::Tries(3)));
    b.opened(Ok(opening(CertificateStanding::Valid, true)));
    assert!(matches!(b.state(), State::Method { .. }), "the next patient has the face again");
    assert!(b.press(Input::Reason(VisualReason::Machine)).is_empty());
}

#[test]
fn an_order_counts_only_for_the_visit_and_the_screen_that_were_seen() {
    let action = StaffAction::VisualCheck { reason: VisualReason::FaceAndPin };
    let mut b = Bench::method(PinState::Tries(3));
    let (visit, screen) = (b.session.visit(), b.session.screen());
    let order = |action| Order { visit, screen, by: Actor::Desk { person: "sato".into() }, action };
    b.press(Input::ChoosePin);
    let effects = b.step(Event::Staff(order(action)));
    assert!(matches!(effects.as_slice(), [Effect::AnswerOrder { verdict: OrderVerdict::Stale }]));
    b.recover();
    let mut b = b.after(|b| b.reader(ReaderEvent::CardInserted)).after(|b| b.card_read(card(PinState::Tries(3))));
    for action in [action, StaffAction::Cancel] {
        let effects = b.step(Event::Staff(order(action)));
        assert!(
            matches!(effects.as_slice(), [Effect::AnswerOrder { verdict: OrderVerdict::Stale }]),
            "the next patient's"
        );
    }
}

#[test]
fn of_two_orders_for_one_screen_one_has_an_effect() {
    let action = StaffAction::VisualCheck { reason: VisualReason::Disability };
    let mut b = Bench::method(PinState::Tries(3));
    let (visit, screen) = (b.session.visit(), b.session.screen());
    let order = |person: &str| Order { visit, screen, by: Actor::Desk { person: person.into() }, action };
    let first = b.step(Event::Staff(order("sato")));
    assert!(matches!(
        first.as_slice(),
        [Effect::SignAsTerminal { .. }, Effect::AnswerOrder { verdict: OrderVerdict::Done }]
    ));
    let second = b.step(Event::Staff(order("mori")));
    assert!(matches!(second.as_slice(), [Effect::AnswerOrder { verdict: OrderVerdict::Stale }]));
}

#[test]
fn staff_who_come_are_told_of_until_the_visit_is_over() {
    let mut b = Bench::method(PinState::Tries(3));
    b.press(Input::CallStaff);
    assert_eq!(b.session.staff(), StaffCall::Called);
    b.order(StaffAction::Come);
    assert_eq!(b.session.staff(), StaffCall::Coming);
    b.recover();
    assert_eq!(b.session.staff(), StaffCall::NotCalled);
}

#[test]
fn a_paused_kiosk_receives_nobody_and_goes_on_with_the_card_that_waits() {
    let mut b = Bench::paused();
    assert!(b.reader(ReaderEvent::CardInserted).is_empty());
    assert!(matches!(b.state(), State::Paused { .. }));
    let effects = b.order(StaffAction::Resume);
    assert!(matches!(effects.as_slice(), [Effect::ReadCard { .. }, Effect::AnswerOrder { .. }]));
    assert!(matches!(b.state(), State::Reading));
}

#[test]
fn a_card_that_is_registered_here_goes_on_in_the_same_visit_and_nothing_is_asked_twice() {
    let mut b = Bench::register();
    assert!(b.press(Input::Register).is_empty(), "nothing is sent before the person is known");
    assert!(matches!(b.state(), State::Method { .. }));
    b.press(Input::ChoosePin);
    b.type_digits(&[1, 2, 3, 4]);
    b.press(Input::EnterPin);
    assert!(matches!(b.signed(Ok(signature())).as_slice(), [Effect::Identify { .. }]));
    assert!(matches!(b.identified(Ok(Offer::default())).as_slice(), [Effect::Register { .. }]));
    assert!(b.registered(Ok(Application::Registered)).is_empty());
    assert!(matches!(b.state(), State::ConsentTop { .. }));
    assert_eq!(b.session.visit(), VisitNumber(1));
}

#[test]
fn a_face_only_card_is_registered_without_a_pin() {
    let mut b = Bench::opening(card(NotSet)).after(|b| b.opened(Ok(opening(CertificateStanding::Valid, false))));
    b.press(Input::Register);
    b.press(Input::ChoosePin);
    assert!(matches!(b.state(), State::Method { .. }), "no pad for a card without a PIN");
    b.press(Input::ChooseFace);
    assert!(matches!(b.state(), State::FacePhoto { .. }));
}

#[test]
fn everything_that_was_chosen_is_sent_and_told() {
    let mut b = Bench::ticket();
    b.press(Input::Continue);
    assert!(matches!(b.state(), State::ConsentReview { .. }));
    let effects = b.press(Input::Send);
    let [Effect::Query { choices, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!((choices.prescription, choices.subsidies), (Some(Prescription::Paper), Some(SubsidyUse::Use)));
    assert!(choices.consents.len() == 3 && all(choices, Consent::Yes));
}

#[test]
fn subsidies_that_are_not_found_are_left_and_the_visit_goes_on() {
    for result in [Ok(false), Err(CentreTrouble::Busy)] {
        let mut b = Bench::subsidy_lookup().after(|b| b.sought(result));
        assert!(matches!(b.state(), State::SubsidyNotice { .. }));
        b.press(Input::Continue);
        assert!(
            matches!(b.state(), State::Ticket { asking, .. } if asking.choices.subsidies == Some(SubsidyUse::Leave))
        );
    }
    let mut b = Bench::subsidies();
    assert!(b.press(Input::Subsidies(SubsidyUse::Leave)).is_empty(), "nobody is looked for who does not want it");
}

#[test]
fn below_forty_a_facility_need_not_ask_about_checkups() {
    let settings = FacilitySettings { tkk_under_40: false, ..FacilitySettings::default() };
    let groups = |from_forty| settings.groups(&Offer { from_forty, ..Offer::default() });
    assert_eq!(groups(false), [ConsentGroup::Yzk, ConsentGroup::Tsr]);
    assert_eq!(groups(true), [ConsentGroup::Tkk, ConsentGroup::Yzk, ConsentGroup::Tsr]);
}

#[test]
fn what_was_answered_within_the_day_stands_on_the_screen_and_answers_nothing() {
    let stands = |group| Standing { group, consent: Consent::Yes, until: "20261124093000".into() };
    let standing = vec![stands(ConsentGroup::Yzk), stands(ConsentGroup::Shj)];
    let mut b = Bench::identifying();
    b.identified(Ok(Offer { standing, ..Offer::default() }));
    let State::ConsentTop { asking, .. } = b.state() else { panic!("{:?}", b.state()) };
    assert_eq!(asking.standing, [stands(ConsentGroup::Yzk)], "what is not asked here is not told");
    assert_eq!(asking.choices, Choices::default());
}

#[test]
fn a_result_that_is_kept_for_later_ends_the_visit_as_one_that_was_handed_on() {
    let kept = Ok(Written::Kept(HospitalTrouble::FolderMissing));
    let mut b = Bench::delivering(1);
    assert!(is_the_end(&b.written(kept)));
    assert!(matches!(b.state(), State::Done { .. }));
    ends(Bench::delivering(2), |b| b.written(kept), Ending::NotConfirmed { validity: 2 }, CardPlace::OnReader);
}

#[test]
fn the_way_of_results_is_remembered_and_disturbs_no_visit() {
    let way = ResultsWay { waiting: 3, ..ResultsWay::default() };
    for (name, scene) in scenes() {
        let mut b = scene();
        let (before, screen) = (step_name(&b), b.session.screen());
        assert!(b.step(Event::ResultsWay(way)).is_empty(), "{name}");
        assert_eq!((step_name(&b), b.session.screen(), b.session.results()), (before, screen, way), "{name}");
    }
}

#[test]
fn a_statement_is_filled_in_question_by_question_and_leaves_nothing_behind() {
    let mut b = Bench::form();
    let wizard = |b: &mut Bench, input| b.press(Input::Wizard(input));
    for input in [W::Row(1), W::Letter('か'), W::Mark(Mark::Voiced), W::Mark(Mark::Space), W::Row(0), W::Letter('う')]
    {
        assert!(wizard(&mut b, input).is_empty());
    }
    let State::Wizard(Wizard { part: WizardPart::Form { at: FormAt::Kana { kana, .. }, .. }, .. }) = b.state() else {
        panic!("{:?}", b.state())
    };
    assert_eq!(*kana.katakana(), "ガ　ウ");
    let mut b = Bench::form_review();
    let effects = wizard(&mut b, W::Print);
    let [Effect::PrintStatement { statement }] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(statement.born.as_ref().map(PersonalDate::expose), Some(date(1958, 2, 11)));
    assert_eq!((statement.check_born(TODAY), statement.check_phone()), (Ok(()), Ok(())));
    let lines = [&statement.kana, &statement.name, &statement.address, &statement.insurer, &statement.workplace];
    assert!(lines.iter().all(|line| **line != Line::NotAsked));
    assert!(
        statement.sex != Sex::NotAsked && statement.card != CardShown::NotAsked && statement.writer != Writer::NotAsked
    );
    assert!(statement.insurer_kind != InsurerKind::NotAsked && statement.share != Share::NotAsked);
    assert!(b.step(Event::StatementPrinted(Ok(()))).is_empty());
    assert!(matches!(b.state(), State::Wizard(Wizard { part: WizardPart::Printed(Ok(())), .. })));
    wizard(&mut b, W::Finish);
    assert_ended(&b, Ending::Cancelled, CardPlace::OnReader);
}

#[test]
fn a_day_that_never_was_is_chosen_anew() {
    let mut b = Bench::form().after(|b| b.press(Input::Wizard(W::ByPen)));
    for input in [W::Era(Era::Heisei), W::Digit(3), W::Digit(1), W::Enter, W::Month(5), W::Digit(1), W::Enter] {
        b.press(Input::Wizard(input));
    }
    // 令和 began that day.
    let at = |b: &Bench| {
        let State::Wizard(Wizard { part: WizardPart::Form { at, .. }, .. }) = b.state() else {
            panic!("{:?}", b.state())
        };
        format!("{at:?}")
    };
    assert!(at(&b).contains("Some(Missing)"), "{}", at(&b));
    for input in [W::Era(Era::Reiwa), W::Digit(1), W::Enter, W::Month(5), W::Digit(1), W::Enter] {
        b.press(Input::Wizard(input));
    }
    assert_eq!(at(&b), "Sex");
}

#[test]
fn a_card_among_the_ways_begins_a_visit_and_one_beside_a_statement_waits() {
    let emptied = |bench: Bench| bench.after(|b| b.reader(ReaderEvent::CardRemoved));
    let mut b = emptied(Bench::ways());
    assert!(matches!(b.reader(ReaderEvent::CardInserted).as_slice(), [Effect::ReadCard { .. }]));
    let mut b = emptied(Bench::form());
    assert!(b.reader(ReaderEvent::CardInserted).is_empty());
    assert!(matches!(b.state(), State::Wizard(_)));
    b.run_out();
    assert_ended(&b, Ending::Cancelled, CardPlace::OnReader);
}

#[test]
fn where_a_machine_cannot_other_ways_are_offered_and_elsewhere_not() {
    for (name, scene) in scenes() {
        let mut b = scene();
        let offered = b.state().trouble().is_some();
        b.press(Input::Wizard(W::Open));
        assert_eq!(
            offered,
            matches!(b.state(), State::Wizard(_)) && !name.starts_with("other") && !name.starts_with("statement"),
            "{name}"
        );
    }
}

#[test]
fn settings_that_change_count_from_the_next_visit_on_and_broken_ones_not_at_all() {
    let only_medicines = FacilitySettings { tkk: false, tsr: false, ..FacilitySettings::default() };
    let mut b = Bench::identifying();
    b.step(Event::Settings(Some(only_medicines)));
    b.identified(Ok(Offer::default()));
    assert!(matches!(b.state(), State::ConsentTop { asking, .. } if asking.groups.len() == 3), "never in mid-visit");
    b.recover();
    b.step(Event::Settings(None));
    assert_eq!(b.session.settings_file(), SettingsFile::Broken);
    b.reader(ReaderEvent::CardInserted);
    b.card_read(card(Tries(3)));
    b.opened(Ok(opening(CertificateStanding::Valid, true)));
    b.press(Input::ChoosePin);
    b.type_digits(&[1, 2, 3, 4]);
    b.press(Input::EnterPin);
    b.signed(Ok(signature()));
    b.identified(Ok(Offer::default()));
    assert!(matches!(b.state(), State::ConsentTop { asking, .. } if asking.groups == [ConsentGroup::Yzk]));
}
