//! Visits as people make them, on a whole kiosk: real card path, real centre, real files.

mod cards;
mod centre_and_hospital;
mod choices;
mod consent;
mod face;
mod hands_and_keys;
mod hostile;
mod pin;
mod registration;
mod restarts;
mod scripts;
mod time;
mod visual;
mod ways;
mod whole_visit;

/// Puts the card down, types the right PIN, and stands before the consent question.
pub fn identified(person: &str) -> crate::harness::Kiosk {
    let mut kiosk = crate::harness::Kiosk::start();
    kiosk.place_card(person).expect("ご本人の確認の").tap("暗証番号").enter_pin("1234").expect("提供しますか");
    kiosk
}
