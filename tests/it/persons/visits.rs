//! What every person must be able to do.

use super::{Hand, Person};

type Visit = fn(&mut Person, &mut dyn Hand);

pub const ALL: [(&str, Visit); 4] = [
    ("whole visit", whole_visit),
    ("by the face", by_the_face),
    ("wrong PIN", wrong_pin),
    ("card too early", card_too_early),
];

fn whole_visit(person: &mut Person, hand: &mut dyn Hand) {
    person.read("idle-title");
    person.kiosk.place_card("hanako");
    person.read("method-title");
    with_the_pin(person, hand);
}

fn by_the_face(person: &mut Person, hand: &mut dyn Hand) {
    person.kiosk.place_card("hanako");
    person.read("method-title");
    person.is_offered("method-face");
    person.choose(hand, "method-face");
    to_the_end(person, hand);
}

fn with_the_pin(person: &mut Person, hand: &mut dyn Hand) {
    person.choose(hand, "method-pin");
    person.read("pin-title");
    person.enter_pin(hand, "1234");
    to_the_end(person, hand);
}

fn to_the_end(person: &mut Person, hand: &mut dyn Hand) {
    person.read("consent-top-title");
    person.choose(hand, "consent-all");
    person.read("review-title");
    person.choose(hand, "review-send");
    person.read("done-title");
    assert_eq!(person.kiosk.results().len(), 1);
    person.kiosk.pull_card();
    person.read("done-taken-title");
}

fn wrong_pin(person: &mut Person, hand: &mut dyn Hand) {
    person.kiosk.place_card("hanako");
    person.read("method-title");
    person.choose(hand, "method-pin");
    person.read("pin-title");
    person.enter_pin(hand, "9999");
    person.read("pin-wrong");
    person.enter_pin(hand, "1234");
    to_the_end(person, hand);
    assert_eq!(person.kiosk.pin_tries_left("hanako"), 3, "a right PIN gives all tries back");
}

fn card_too_early(person: &mut Person, hand: &mut dyn Hand) {
    person.kiosk.place_card("hanako");
    person.read("method-title");
    person.choose(hand, "method-pin");
    person.read("pin-title");
    person.kiosk.pull_card();
    person.read("ended-card-pulled");
    assert!(person.kiosk.results().is_empty());
    // It says to put the card back, and that is enough.
    person.kiosk.place_card("hanako");
    person.read("method-title");
    with_the_pin(person, hand);
}
