//! The face check, step by step.

use super::bench::{Bench, photo, signature};
use crate::session::event::{CardTrouble, PhotoTrouble, PinState, ReaderEvent, SignTrouble};
use crate::session::face::{Advice, FaceEnd, FaceReadiness, FaceRefusal, Verdict};
use crate::session::{CardPlace, CheckedCard, Effect, Ending, Event, Input, State};

#[test]
fn a_face_that_matches_is_signed_for_without_a_pin() {
    let mut b = Bench::face_photo();
    let effects = b.photo(Ok(photo()));
    assert!(matches!(effects.as_slice(), [Effect::LookAtFace { .. }]));
    let effects = b.checked(Ok(Verdict::Match));
    assert!(matches!(effects.as_slice(), [Effect::StopLooking { .. }, Effect::SignAsTerminal { .. }]), "{effects:?}");
    assert!(matches!(b.signed(Ok(signature())).as_slice(), [Effect::Identify { .. }]));
}

#[test]
fn the_camera_runs_while_the_face_screen_is_up_and_only_then() {
    let leaves: [fn(&mut Bench) -> Vec<Effect>; 7] = [
        |b| b.press(Input::Back),
        |b| b.press(Input::ChoosePin),
        |b| b.press(Input::ChooseVisual),
        |b| b.press(Input::Cancel),
        |b| b.reader(ReaderEvent::CardRemoved),
        |b| b.reader(ReaderEvent::Lost),
        |b| b.wait(20),
    ];
    for leave in leaves {
        let mut b = Bench::face();
        let effects = leave(&mut b);
        assert!(matches!(effects.first(), Some(Effect::StopLooking { .. })), "{effects:?}");
        assert!(!matches!(b.state(), State::Face { .. }));
    }
    let mut b = Bench::face();
    assert!(b.seen(Advice::ComeCloser).is_empty());
    assert!(b.press(Input::CallStaff).iter().all(|effect| !matches!(effect, Effect::StopLooking { .. })));
}

#[test]
fn an_instruction_stands_for_a_second() {
    let mut b = Bench::face();
    let advice = |b: &Bench| {
        let State::Face { coaching, .. } = b.state() else { panic!("{:?}", b.state()) };
        coaching.advice
    };
    b.at += std::time::Duration::from_millis(999);
    b.seen(Advice::ComeCloser);
    assert_eq!(advice(&b), Advice::Wait);
    b.at += std::time::Duration::from_millis(1);
    b.seen(Advice::MoveBack);
    assert_eq!(advice(&b), Advice::MoveBack);
    b.seen(Advice::Good);
    assert_eq!(advice(&b), Advice::MoveBack);
}

#[test]
fn after_three_faces_that_did_not_match_no_fourth_is_looked_at() {
    let mut b = Bench::mismatched(3);
    assert!(matches!(b.state(), State::FaceAgain { card, why: FaceEnd::NoMatch } if card.mismatches == 3));
    assert!(b.press(Input::TryFaceAgain).is_empty());
    assert!(matches!(b.state(), State::Method { .. }));
}

#[test]
fn going_back_does_not_forget_the_faces_that_did_not_match() {
    let mut b = Bench::mismatched(3);
    b.press(Input::Back);
    assert!(b.press(Input::ChooseFace).is_empty(), "a new look after three mismatches");
}

#[test]
fn a_face_that_was_not_seen_counts_as_no_mismatch() {
    let mut b = Bench::face();
    b.seen(Advice::LookHere);
    b.wait(20);
    let State::FaceAgain { card: CheckedCard { mismatches: 0, .. }, why: FaceEnd::NotSeen(_) } = b.state() else {
        panic!("{:?}", b.state())
    };
    let effects = b.press(Input::TryFaceAgain);
    assert!(matches!(effects.as_slice(), [Effect::ReadPhoto { .. }]));
}

#[test]
fn what_cannot_work_is_not_offered_and_the_reason_stays() {
    let mut b = Bench::face_photo();
    b.photo(Err(PhotoTrouble::Refused(FaceRefusal::CodeUnknown)));
    let refused = |b: &Bench, why| matches!(b.state(), State::Method { card } if card.face == FaceReadiness::Not(why));
    assert!(refused(&b, FaceRefusal::CodeUnknown));
    assert!(b.press(Input::ChooseFace).is_empty());
    b.step(Event::FaceReadiness(FaceReadiness::Ready));
    assert!(refused(&b, FaceRefusal::CodeUnknown), "the camera does not mend the card");

    let mut b = Bench::method(PinState::Tries(3));
    b.step(Event::FaceReadiness(FaceReadiness::Not(FaceRefusal::NoCamera)));
    assert!(refused(&b, FaceRefusal::NoCamera));
    b.step(Event::FaceReadiness(FaceReadiness::Ready));
    assert!(matches!(b.press(Input::ChooseFace).as_slice(), [Effect::ReadPhoto { .. }]));
}

#[test]
fn a_dying_camera_leads_back_to_the_choice() {
    let mut b = Bench::face();
    let effects = b.checked(Err(FaceRefusal::CameraBroken));
    assert!(matches!(effects.as_slice(), [Effect::StopLooking { .. }]));
    assert!(matches!(b.state(), State::Method { .. }));
}

#[test]
fn a_card_that_refuses_the_terminal_keeps_its_pin_and_its_tries() {
    let mut b = Bench::face_signing();
    b.signed(Err(SignTrouble::TerminalRefused));
    assert!(matches!(b.state(), State::Method { card } if card.pin == PinState::Tries(3)));
    let mut b = Bench::face_signing();
    b.signed(Err(SignTrouble::Card(CardTrouble::Removed)));
    let State::Ended { why: Ending::Card(CardTrouble::Removed), place } = b.state() else { panic!("{:?}", b.state()) };
    assert_eq!(*place, CardPlace::OnReader);
}

#[test]
fn a_card_without_a_pin_has_no_pad_behind_the_face_either() {
    for bench in [Bench::face, || Bench::mismatched(2)] {
        let mut b = bench();
        if let State::Face { card, .. } | State::FaceAgain { card, .. } = b.session.state() {
            assert_eq!(card.pin, PinState::Tries(3));
        }
        b.press(Input::ChoosePin);
        assert!(matches!(b.state(), State::Pin { .. }));
    }
    let mut b = Bench::method(PinState::NotSet);
    b.press(Input::ChooseFace);
    b.photo(Ok(photo()));
    b.press(Input::ChoosePin);
    assert!(matches!(b.state(), State::Method { .. }));
}
