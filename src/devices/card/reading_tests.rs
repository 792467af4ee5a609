//! What the series of APDUs make of a card's answers.

use super::super::guard::tests::{Scripted, answer, guarded};
use super::*;

fn pin() -> Pin {
    Pin::new("1234").unwrap()
}

/// How `sign` ends when the card answers `words` in turn, and how many APDUs it took.
fn sign_with(words: &[u16], last_try_allowed: bool) -> (Option<SignTrouble>, usize) {
    let signature = [7; SIGNATURE_LENGTH];
    let mut card = Scripted::new(
        words.iter().enumerate().map(
            |(index, word)| {
                if index == 2 { answer(&signature, *word) } else { answer(&[], *word) }
            },
        ),
    );
    let trouble = match guarded(&mut card, |guard| sign(guard, pin(), &[0; 32], last_try_allowed)) {
        Ok(signed) => {
            assert_eq!(signed.expose(), signature);
            None
        }
        Err(Failure::Known(trouble)) => Some(trouble),
        Err(Failure::AnswerLost) => Some(SignTrouble::AnswerLost(None)),
    };
    (trouble, card.sent.len())
}

#[test]
fn a_signature_costs_three_apdus() {
    assert_eq!(sign_with(&[0x63C3, 0x9000, 0x9000], false), (None, 3));
}

#[test]
fn a_pin_is_not_sent_where_it_could_only_do_harm() {
    for (word, state) in [
        (0x63C0, PinState::Locked),
        (0x6984, PinState::Locked),
        (0x6A88, PinState::NotSet),
        (0x63C1, PinState::Tries(1)),
    ] {
        assert_eq!(sign_with(&[word], false), (Some(SignTrouble::NotTried(state)), 1), "{word:04X}");
    }
    assert_eq!(sign_with(&[0x63C1, 0x9000, 0x9000], true), (None, 3));
    assert_eq!(sign_with(&[0x63C0], true).1, 1);
}

#[test]
fn a_wrong_pin_tells_what_is_left() {
    assert_eq!(sign_with(&[0x63C3, 0x63C2], false), (Some(SignTrouble::WrongPin(PinState::Tries(2))), 2));
    assert_eq!(sign_with(&[0x63C1, 0x63C0], true), (Some(SignTrouble::WrongPin(PinState::Locked)), 2));
}

#[test]
fn a_word_that_says_nothing_counts_as_lost() {
    for word in [0x6C04, 0x6104, 0x6700, 0x6F00, 0x6A88] {
        assert_eq!(sign_with(&[0x63C3, word], false), (Some(SignTrouble::AnswerLost(None)), 2), "{word:04X}");
    }
}

#[test]
fn a_pin_that_an_earlier_visit_left_accepted_is_shut_first() {
    let words = [0x9000, 0x9000, 0x9000, 0x63C3];
    let mut card = Scripted::new(words.map(|word| answer(&[], word)));
    assert!(guarded(&mut card, |guard| pin_state(guard) == Ok(PinState::Tries(3))));
    assert_eq!(card.sent.len(), 4);
}

fn code(digits: &str) -> CardFaceCode {
    CardFaceCode::new(digits).unwrap()
}

/// How `face` ends when the card answers the counter with `left` and VERIFY with `word`.
fn face_with(left: u16, word: u16, digits: &str, refused: &RefusedCodes) -> (FaceTrouble, usize) {
    let mut card = Scripted::new([answer(&[], 0x9000), answer(&[], left), answer(&[], word)]);
    let result = guarded(&mut card, |guard| face(guard, code(digits), CertificatePrint([1; 32]), refused));
    let Err(Failure::Known(trouble)) = result else { panic!("the face was read") };
    (trouble, card.sent.len())
}

#[test]
fn a_refused_card_face_code_is_never_sent_again() {
    let refused = RefusedCodes::new();
    let first = face_with(0x63CA, 0x63C9, "12345678901234", &refused);
    assert_eq!(first, (FaceTrouble::WrongCode { left: 9 }, 3));
    assert_eq!(face_with(0x63C9, 0x63C8, "12345678901234", &refused), (FaceTrouble::RefusedBefore, 0));
    assert_eq!(face_with(0x63C9, 0x63C8, "12345678901235", &refused).1, 3);
}

#[test]
fn a_card_face_code_is_not_sent_below_five_tries() {
    let refused = RefusedCodes::new();
    assert_eq!(face_with(0x63C4, 0, "12345678901234", &refused), (FaceTrouble::TooFewTries { left: 4 }, 2));
    assert_eq!(face_with(0x63C0, 0, "12345678901234", &refused), (FaceTrouble::Locked, 2));
}

#[test]
fn the_photo_comes_out_of_a_face_file_in_four_apdus() {
    let file = [&[0xFF, 0x20, 0x0B][..], &[0xDF, 0x22, 0x01, b'x'], &[0xDF, 0x27, 0x04, 1, 2, 3, 4]].concat();
    let words = [answer(&[], 0x9000), answer(&[], 0x63CA), answer(&[], 0x9000), answer(&file, 0x9000)];
    let mut card = Scripted::new(words);
    let result = guarded(&mut card, |guard| {
        face(guard, code("12345678901234"), CertificatePrint([1; 32]), &RefusedCodes::new())
    });
    let Ok(face) = result else { panic!("no face") };
    assert_eq!((face.expose(), card.sent.len()), (&[1, 2, 3, 4][..], 4));
    assert!(photo(&[0xFF, 0x20, 0x7F, 1]).is_none());
}
