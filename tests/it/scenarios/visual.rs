//! 目視モード: staff compare the photo on the card with the person.

use crate::harness::Kiosk;
use uketsuke::audit::Entry;
use uketsuke::audit::entry::{CheckOutcome, CodeOutcome, Method};
use uketsuke::devices::card::virtual_card::Key;
use uketsuke::practice::terminal::PRACTICE_PASSCODE;
use uketsuke::session::{Actor, OrderVerdict, StaffAction, VisualReason};

/// Staff have come and typed the facility's code.
fn staff_are_here(person: &str) -> Kiosk {
    let mut kiosk = Kiosk::start();
    kiosk.place_card(person).tap("係員に確認してもらう").expect("係員が 確認します").tap("係員の方は こちら");
    kiosk.expect("4けた").enter_pin(PRACTICE_PASSCODE).expect("同じ人ですか");
    kiosk
}

#[test]
fn staff_compare_say_why_and_the_patient_goes_on_without_a_try_spent() {
    let mut kiosk = staff_are_here("ume");
    let before = kiosk.pin_tries_left("ume");
    kiosk.pull_card().expect("係員が カードを 見ています").place_card("ume").expect("同じ人ですか");
    kiosk.tap("同じ人です").expect("わけを").tap("認知症や 障害などで 操作が むずかしい");
    kiosk.expect("提供しますか").tap("すべて同意する").tap("これで送る").expect("受付が 終わりました");
    assert_eq!(kiosk.pin_tries_left("ume"), before);
    assert_eq!(kiosk.tries_left("ume", Key::FaceCodeB), 10);
    let recorded = kiosk.recorded();
    let acted = recorded.iter().find_map(|entry| match entry {
        Entry::StaffActed { by, action, verdict, visit: Some(_) } => Some((by.clone(), *action, *verdict)),
        _ => None,
    });
    let action = StaffAction::VisualCheck { reason: VisualReason::Disability };
    assert_eq!(acted, Some((Actor::Passcode, action, OrderVerdict::Done)));
    assert!(
        recorded.iter().any(|entry| matches!(
            entry,
            Entry::Checked { method: Method::Visual, outcome: CheckOutcome::Confirmed, .. }
        ))
    );
    // The next patient has the usual ways again.
    kiosk.pull_card().wait_seconds(10).place_card("hanako").expect("顔認証").expect("暗証番号");
}

#[test]
fn somebody_else_than_on_the_photo_is_not_let_through() {
    let mut kiosk = staff_are_here("ume");
    kiosk
        .tap("ちがう人です")
        .expect("係員が 受付を 止めました")
        .expect("係員が ご案内します")
        .expect_no("提供しますか");
    let refused =
        |entry: &Entry| matches!(entry, Entry::Checked { method: Method::Visual, outcome: CheckOutcome::Refused, .. });
    assert!(kiosk.recorded().iter().any(refused));
}

#[test]
fn another_card_after_a_lift_ends_the_visit() {
    let mut kiosk = staff_are_here("ume");
    kiosk.pull_card().expect("見ています").place_card("hanako").expect("前とちがうカード");
}

#[test]
fn a_card_that_stays_away_ends_the_visit() {
    let mut kiosk = staff_are_here("ume");
    kiosk.pull_card().expect("見ています").wait_seconds(89).expect("見ています").wait_seconds(2).expect("時間");
}

#[test]
fn nobody_is_let_through_by_eye_without_its_record() {
    let mut kiosk = staff_are_here("ume");
    kiosk.tap("同じ人です").expect("わけを");
    // Somebody holds the record's file, so that nothing can be written.
    let file = uketsuke::audit::files(&kiosk.record_folder()).unwrap().pop().unwrap();
    let holder = rusqlite::Connection::open(file).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    kiosk.tap("機械の 不調").expect("この機械では 目での 確認が できません").expect_no("提供しますか");
    holder.execute_batch("ROLLBACK").unwrap();
    // It goes on as soon as the record does.
    kiosk.tap("もどる").expect("ご本人の確認の").tap("暗証番号").enter_pin("1234").expect("提供しますか");
}

#[test]
fn wrong_codes_wait_longer_each_time_and_then_are_locked() {
    let mut kiosk = Kiosk::start();
    kiosk.place_card("ume").tap("係員に確認してもらう").tap("係員の方は こちら");
    for wait in [2, 4, 8, 16, 32] {
        kiosk.expect("4けた").enter_pin("9999").expect(&format!("{wait}秒"));
        // Typing four digits takes two seconds and more.
        if wait >= 8 {
            kiosk.enter_pin(PRACTICE_PASSCODE).expect("まだ 調べられません");
        }
        kiosk.wait_seconds(wait);
    }
    kiosk.enter_pin("9999").expect("ここからは 使えません").expect_no("係員の方は こちら");
    assert_eq!(kiosk.pin_tries_left("ume"), 3, "no try of the card");
    let locked = |entry: &Entry| *entry == Entry::CodeChecked { by: Actor::Passcode, outcome: CodeOutcome::Locked };
    assert!(kiosk.recorded().iter().any(locked));
    // The patient is not stuck by it.
    kiosk.tap("もどる").tap("暗証番号").enter_pin("1234").expect("提供しますか");
}
