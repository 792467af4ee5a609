//! What staff see of the kiosks, and what they order.

use super::receptionist::{action, visual};
use super::{Desk, Receptionist, on_both_engines, until};
use crate::harness::Kiosk;
use serde_json::{Value, json};
use uketsuke::audit::Entry;
use uketsuke::devices::card::virtual_card::Key;
use uketsuke::session::{Actor, OrderVerdict, StaffAction, VisualReason};
use uketsuke::staff::Role;

const NAME: &str = "玄関 1番";

/// The patient has called staff on the screen of the ways to identify.
fn calls_for_help(desk: &Desk) -> (Kiosk, tempfile::TempDir) {
    let (mut kiosk, folder) = desk.kiosk(NAME);
    kiosk.place_card("ume").expect("ご本人の確認の").until("the face is ready", |kiosk| kiosk.is_offered("顔認証"));
    kiosk.tap("わからない 係員を呼ぶ").expect("係員を 呼出中");
    (kiosk, folder)
}

/// The kiosk goes on until its card shows it.
fn seen(kiosk: &mut Kiosk, person: &Receptionist, shows: impl Fn(&Value) -> bool) {
    until("it is seen at the desk", || {
        kiosk.update();
        shows(&person.card(NAME))
    });
}

fn the_desk_shows_the_other_ways_and_opens_the_panel(desk: Desk) {
    let person = desk.staff("sato", Role::Receptionist);
    let (mut kiosk, _folder) = desk.kiosk(NAME);
    kiosk.expect("ここに 置いてください");
    seen(&mut kiosk, &person, |card| card["state"]["stage"] == "idle");
    let card = person.card(NAME);
    let ways = person.press(&card, &action("show_ways"));
    assert_eq!(kiosk.meanwhile(ways), "done");
    kiosk.expect("ほかの方法で 受付できます").expect("資格確認書を 見せる");
    seen(&mut kiosk, &person, |of| of["state"]["screen"] != card["state"]["screen"]);
    let panel = person.press(&person.card(NAME), &action("open_panel"));
    assert_eq!(kiosk.meanwhile(panel), "done");
    let ordered = |wanted: StaffAction| move |entry: &Entry| matches!(entry, Entry::StaffActed { action, .. } if *action == wanted);
    let record = kiosk.recorded();
    assert!(record.iter().any(ordered(StaffAction::ShowWays)) && record.iter().any(ordered(StaffAction::OpenPanel)));
    // Not in the middle of a visit.
    kiosk.tap("やめる").place_card("ume").expect("ご本人の確認の");
    seen(&mut kiosk, &person, |card| card["state"]["stage"] == "identity");
    let late = person.press(&person.card(NAME), &action("show_ways"));
    assert_eq!(kiosk.meanwhile(late), "not_now");
}

fn a_help_call_becomes_a_visual_check_and_a_visit_that_is_done(desk: Desk) {
    let person = desk.staff("sato", Role::Receptionist);
    let (mut kiosk, _folder) = calls_for_help(&desk);
    seen(&mut kiosk, &person, |card| card["state"]["help"] == "called");
    let card = person.card(NAME);
    assert_eq!((&card["online"], &card["state"]["stage"]), (&json!(true), &json!("identity")));
    let coming = person.press(&card, &action("come"));
    assert_eq!(kiosk.meanwhile(coming), "done");
    kiosk.expect("係員が まいります");
    let checked = person.press(&card, &visual("condition"));
    assert_eq!(kiosk.meanwhile(checked), "done");
    kiosk.expect("提供しますか").tap("すべて同意する").tap("これで送る").expect("受付が 終わりました");
    assert_eq!(kiosk.pin_tries_left("ume"), 3);
    let by_desk = |entry: &Entry| match entry {
        Entry::StaffActed { by: Actor::Desk { person }, action, verdict: OrderVerdict::Done, visit: Some(_) } => {
            person == "sato" && *action == StaffAction::VisualCheck { reason: VisualReason::Condition }
        }
        _ => false,
    };
    assert!(kiosk.recorded().iter().any(by_desk));
    until("the desk sees that it is done", || {
        kiosk.update();
        let state = person.card(NAME)["state"].clone();
        state["stage"] == "done" && state["counts"]["visual"] == 1 && state["help"] == "none"
    });
    // Nothing of the patient is at the desk.
    let kept = desk.everything_kept();
    for personal in ["ウメ", "うめ", "1234", "ume", "練習"] {
        assert!(!kept.contains(personal), "{personal} is kept by the desk");
    }
}

fn of_two_who_press_at_once_one_has_an_effect(desk: Desk) {
    let (sato, mori) = (desk.staff("sato", Role::Receptionist), desk.staff("mori", Role::Receptionist));
    let (mut kiosk, _folder) = calls_for_help(&desk);
    until("both see the call", || {
        kiosk.update();
        [&sato, &mori].iter().all(|person| person.card(NAME)["state"]["visual"] == true)
    });
    let card = sato.card(NAME);
    let both = [&sato, &mori].map(|person| person.press(&card, &visual("machine")));
    let mut told: Vec<String> = both.into_iter().map(|pressed| kiosk.meanwhile(pressed)).collect();
    told.sort();
    assert_eq!(told, ["done", "stale"]);
    let checks = kiosk.recorded().iter().filter(|entry| matches!(entry, Entry::StaffActed { .. })).count();
    assert_eq!(checks, 2, "both are on record");
    kiosk.expect("提供しますか");
}

fn the_same_order_twice_is_one_order(desk: Desk) {
    let person = desk.staff("sato", Role::Receptionist);
    let (mut kiosk, _folder) = calls_for_help(&desk);
    seen(&mut kiosk, &person, |card| card["state"]["help"] == "called");
    let card = person.card(NAME);
    let order = Receptionist::order_for(&card, &action("come"));
    let first = person.send(&card, order.clone());
    assert_eq!(kiosk.meanwhile(first), "done");
    let again = person.send(&card, order);
    assert_eq!(kiosk.meanwhile(again), "done", "the verdict of the first");
    let acts = kiosk.recorded().iter().filter(|entry| matches!(entry, Entry::StaffActed { .. })).count();
    assert_eq!(acts, 1);
}

fn an_order_for_a_visit_that_is_over_does_nothing_to_the_next(desk: Desk) {
    let person = desk.staff("sato", Role::Receptionist);
    let (mut kiosk, _folder) = calls_for_help(&desk);
    seen(&mut kiosk, &person, |card| card["state"]["visual"] == true);
    let card = person.card(NAME);
    kiosk.pull_card().wait_seconds(20).place_card("hanako").expect("ご本人の確認の");
    for order in [visual("machine"), action("cancel")] {
        let told = person.press(&card, &order);
        assert_eq!(kiosk.meanwhile(told), "stale");
    }
    kiosk.expect("ご本人の確認の").expect_no("提供しますか");
}

fn without_a_card_or_a_tick_there_is_no_visual_check(desk: Desk) {
    let person = desk.staff("sato", Role::Receptionist);
    let (mut kiosk, _folder) = desk.kiosk(NAME);
    seen(&mut kiosk, &person, |card| card["state"]["stage"] == "idle");
    let card = person.card(NAME);
    let told = person.press(&card, &visual("machine"));
    assert_eq!(kiosk.meanwhile(told), "no_card");
    let mut order = Receptionist::order_for(&card, &visual("machine"));
    order["compared"] = json!(false);
    let told = person.send(&card, order);
    assert_eq!(kiosk.meanwhile(told), "not_compared");
}

fn a_kiosk_is_closed_with_a_sign_and_opened_again_by_a_supervisor_only(desk: Desk) {
    let (person, supervisor) = (desk.staff("sato", Role::Receptionist), desk.staff("abe", Role::Supervisor));
    let (mut kiosk, _folder) = desk.kiosk(NAME);
    seen(&mut kiosk, &person, |card| card["state"]["stage"] == "idle");
    let told = person.press(&person.card(NAME), &action("pause"));
    assert_eq!(kiosk.meanwhile(told), "403");
    let told = supervisor.press(&supervisor.card(NAME), &action("pause"));
    assert_eq!(kiosk.meanwhile(told), "done");
    kiosk.expect("休止しています").place_card("hanako").expect("休止しています");
    seen(&mut kiosk, &supervisor, |card| card["state"]["stage"] == "paused");
    let told = supervisor.press(&supervisor.card(NAME), &action("resume"));
    assert_eq!(kiosk.meanwhile(told), "done");
    kiosk.expect("ご本人の確認の");
}

fn staff_end_a_visit(desk: Desk) {
    let person = desk.staff("sato", Role::Receptionist);
    let (mut kiosk, _folder) = calls_for_help(&desk);
    seen(&mut kiosk, &person, |card| card["state"]["help"] == "called");
    let told = person.press(&person.card(NAME), &action("cancel"));
    assert_eq!(kiosk.meanwhile(told), "done");
    kiosk.expect("係員が 受付を 止めました");
}

fn a_face_that_fails_twice_is_followed_by_a_visual_check(desk: Desk) {
    let person = desk.staff("sato", Role::Receptionist);
    let (mut kiosk, _folder) = desk.kiosk(NAME);
    kiosk.step("camera shows kenji").place_card("hanako");
    kiosk.until("the face is ready", |kiosk| kiosk.is_offered("顔認証")).tap("顔認証");
    kiosk.expect("お顔の 確認が できませんでした").tap("もう一度 顔認証");
    kiosk.expect("カメラを").expect("お顔の 確認が できませんでした").tap("係員を呼ぶ");
    seen(&mut kiosk, &person, |card| card["state"]["help"] == "called");
    let told = person.press(&person.card(NAME), &visual("face_and_pin"));
    assert_eq!(kiosk.meanwhile(told), "done");
    kiosk.expect("提供しますか");
    assert_eq!((kiosk.pin_tries_left("hanako"), kiosk.tries_left("hanako", Key::FaceCodeB)), (3, 10));
}

fn a_card_that_is_pulled_in_the_middle_ends_the_visit_and_the_check_with_it(desk: Desk) {
    let person = desk.staff("sato", Role::Receptionist);
    let (mut kiosk, _folder) = calls_for_help(&desk);
    seen(&mut kiosk, &person, |card| card["state"]["visual"] == true);
    let card = person.card(NAME);
    kiosk.pull_card().expect("カードが 取られたので");
    let told = person.press(&card, &visual("machine"));
    assert_eq!(kiosk.meanwhile(told), "stale");
    kiosk.expect_no("提供しますか");
    // Lifted in the hands of staff it is only away, and nothing is signed meanwhile.
    kiosk.wait_seconds(20).place_card("ume").expect("ご本人の確認の").tap("係員に確認してもらう").pull_card();
    kiosk.expect("係員が カードを 見ています");
    seen(&mut kiosk, &person, |card| card["state"]["visual"] == false);
    let told = person.press(&person.card(NAME), &visual("machine"));
    assert_eq!(kiosk.meanwhile(told), "no_card");
    kiosk.place_card("ume").expect("係員が 確認します");
}

fn wrong_codes_until_the_lock_are_told_at_the_desk(desk: Desk) {
    let person = desk.staff("sato", Role::Receptionist);
    let (mut kiosk, _folder) = desk.kiosk(NAME);
    kiosk.place_card("ume").expect("ご本人の確認の").tap("係員に確認してもらう").tap("係員の方は こちら");
    for wait in [2, 4, 8, 16, 32] {
        kiosk.expect("4けた").enter_pin("9999").expect(&format!("{wait}秒")).wait_seconds(wait);
    }
    kiosk.enter_pin("9999").expect("ここからは 使えません");
    until("the desk sees it", || {
        kiosk.update();
        person.card(NAME)["state"]["troubles"].as_array().unwrap().contains(&json!("codes_locked"))
    });
    // The patient is let through all the same.
    let told = person.press(&person.card(NAME), &visual("disability"));
    assert_eq!(kiosk.meanwhile(told), "done");
    kiosk.expect("提供しますか");
}

fn a_desk_that_dies_after_an_order_finds_what_came_of_it(mut desk: Desk) {
    let person = desk.staff("sato", Role::Receptionist);
    let (mut kiosk, _folder) = calls_for_help(&desk);
    seen(&mut kiosk, &person, |card| card["state"]["visual"] == true);
    let card = person.card(NAME);
    let order = Receptionist::order_for(&card, &visual("machine"));
    let (port, path) = (desk.port(), format!("/api/kiosks/{}/orders", card["id"].as_str().unwrap()));
    let (asks, asked) = (person.clone(), order.clone());
    let broken = std::thread::spawn(move || std::panic::catch_unwind(|| asks.post(&path, &asked)).is_err());
    // The kiosk gets the order and stands still; the desk dies before it is told what came of it.
    let id = order["id"].as_str().unwrap().to_owned();
    until("the order is kept", || desk.with_store(async |store| store.verdict(&id).await.unwrap().is_some()));
    desk.stop();
    broken.join().unwrap();
    kiosk.until("it is done, or was never heard", |kiosk| !kiosk.is_online());
    desk.start_again(port);
    kiosk.until("the desk is back", |kiosk| kiosk.is_online());
    let person = desk.staff("sato", Role::Receptionist);
    let done = kiosk.recorded().iter().any(|entry| matches!(entry, Entry::StaffActed { .. }));
    if done {
        until("the verdict is brought", || {
            kiosk.update();
            desk.with_store(async |store| store.verdict(&id).await.unwrap()) == Some(Some(OrderVerdict::Done))
        });
        kiosk.expect("提供しますか");
    } else {
        kiosk.expect("ご本人の確認の");
    }
    until("the page shows where the kiosk is", || {
        kiosk.update();
        let stage = person.card(NAME)["state"]["stage"].clone();
        stage == if done { "consent" } else { "identity" }
    });
}

fn while_the_desk_is_down_patients_are_received_and_it_finds_the_kiosk_again(mut desk: Desk) {
    let person = desk.staff("sato", Role::Receptionist);
    let (mut kiosk, _folder) = desk.kiosk(NAME);
    let port = desk.port();
    desk.stop();
    kiosk.until("the cut is seen", |kiosk| !kiosk.is_online());
    kiosk.place_card("hanako").expect("ご本人の確認の").tap("暗証番号").enter_pin("1234").expect("提供しますか");
    kiosk.tap("すべて同意する").tap("これで送る").expect("受付が 終わりました");
    desk.start_again(port);
    kiosk.until("the desk is back", |kiosk| kiosk.is_online());
    drop(person);
    let person = desk.staff("sato", Role::Receptionist);
    seen(&mut kiosk, &person, |card| card["state"]["stage"] == "done");
}

on_both_engines! {
    a_help_call_becomes_a_visual_check_and_a_visit_that_is_done
    of_two_who_press_at_once_one_has_an_effect
    the_same_order_twice_is_one_order
    an_order_for_a_visit_that_is_over_does_nothing_to_the_next
    without_a_card_or_a_tick_there_is_no_visual_check
    a_kiosk_is_closed_with_a_sign_and_opened_again_by_a_supervisor_only
    staff_end_a_visit
    the_desk_shows_the_other_ways_and_opens_the_panel
    a_face_that_fails_twice_is_followed_by_a_visual_check
    a_card_that_is_pulled_in_the_middle_ends_the_visit_and_the_check_with_it
    wrong_codes_until_the_lock_are_told_at_the_desk
    a_desk_that_dies_after_an_order_finds_what_came_of_it
    while_the_desk_is_down_patients_are_received_and_it_finds_the_kiosk_again
}

#[test]
fn a_kiosk_that_is_gone_is_offline_since_a_moment() {
    let desk = Desk::on(super::Engine::Sqlite);
    let person = desk.staff("sato", Role::Viewer);
    let (mut kiosk, _folder) = desk.kiosk(NAME);
    seen(&mut kiosk, &person, |card| card["online"] == true);
    // In these tests a kiosk's clock stands at a day of 2026 and the desk's goes: nothing here hangs on either.
    let before = person.card(NAME)["last_seen"].as_i64().unwrap();
    drop(kiosk);
    until("it is gone", || person.card(NAME)["online"] == false);
    assert!(person.card(NAME)["last_seen"].as_i64().unwrap() >= before);
    let told = person.get("/api/acts").0;
    assert_eq!(told, 403);
}

#[test]
fn a_kiosk_that_was_removed_is_let_in_no_more() {
    let desk = Desk::on(super::Engine::Sqlite);
    let supervisor = desk.staff("abe", Role::Supervisor);
    let (mut kiosk, _folder) = desk.kiosk(NAME);
    let id = supervisor.card(NAME)["id"].as_str().unwrap().to_owned();
    desk.with_store(async |store| store.remove_kiosk(&id).await.unwrap());
    let port = desk.port();
    let mut desk = desk;
    desk.stop();
    kiosk.until("the cut is seen", |kiosk| !kiosk.is_online());
    desk.start_again(port);
    let supervisor = desk.staff("abe", Role::Supervisor);
    assert_eq!(supervisor.board()["kiosks"], json!([]));
    for _ in 0..20 {
        kiosk.wait_a_moment();
        kiosk.update();
    }
    assert!(!kiosk.is_online());
}
