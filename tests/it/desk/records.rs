//! The kiosk's record at the desk: whole, in order, once.

use super::{Desk, Engine, on_both_engines, until};
use crate::harness::Kiosk;
use uketsuke::audit::Entry;
use uketsuke::staff::Role;

const NAME: &str = "玄関";

/// The entries at the desk: numbers, and what they say.
fn at_the_desk(desk: &Desk) -> Vec<(i64, String)> {
    desk.with_store(async |store| {
        let kiosk = store.kiosks().await.unwrap().remove(0);
        let mut entries = store.entries(&kiosk.id, 10_000).await.unwrap();
        entries.reverse();
        entries.into_iter().map(|(seq, _, entry)| (seq, entry)).collect()
    })
}

fn on_the_kiosk(kiosk: &mut Kiosk) -> Vec<(i64, String)> {
    (1..).zip(kiosk.recorded().iter().map(Entry::to_json)).collect()
}

fn the_record_arrives_once_and_in_order_after_any_number_of_cuts(mut desk: Desk) {
    let (mut kiosk, _folder) = desk.kiosk(NAME);
    let port = desk.port();
    for round in 0..3 {
        desk.stop();
        kiosk.until("the cut is seen", |kiosk| !kiosk.is_online());
        kiosk.place_card("hanako").expect("ご本人の確認の").pull_card().wait_seconds(20);
        desk.start_again(port);
        kiosk.until("the desk is back", |kiosk| kiosk.is_online());
        if round == 1 {
            kiosk.place_card("kenji").expect("ご本人の確認の").pull_card().wait_seconds(20);
        }
    }
    let kept = on_the_kiosk(&mut kiosk);
    assert!(kept.len() >= 9, "{kept:?}");
    until("all of it is there", || {
        kiosk.update();
        at_the_desk(&desk).len() >= kept.len()
    });
    assert_eq!(at_the_desk(&desk), kept);
}

on_both_engines! {
    the_record_arrives_once_and_in_order_after_any_number_of_cuts
}

#[test]
fn a_record_that_was_written_anew_is_seen_at_the_desk() {
    let desk = Desk::on(Engine::Sqlite);
    let supervisor = desk.staff("abe", Role::Supervisor);
    let (mut kiosk, folder) = desk.kiosk(NAME);
    kiosk.place_card("hanako").expect("ご本人の確認の").pull_card();
    let kept = on_the_kiosk(&mut kiosk).len();
    until("it is there", || {
        kiosk.update();
        at_the_desk(&desk).len() >= kept
    });
    drop(kiosk);
    // Another kiosk's record in the place of this one's.
    let link = uketsuke::config::Link { folder: folder.path().to_owned() };
    let mut kiosk = Kiosk::with(crate::harness::Setting { link, ..Default::default() });
    until("it is told", || {
        kiosk.update();
        supervisor.card(NAME)["anew_at"] != 0
    });
    until("the new one is brought, and the old one kept", || {
        kiosk.update();
        at_the_desk(&desk).iter().filter(|(seq, _)| *seq == 1).count() == 2
    });
}

#[test]
fn a_supervisor_reads_a_kiosks_record_in_sentences_and_that_is_one_act() {
    let desk = Desk::on(Engine::Sqlite);
    let supervisor = desk.staff("abe", Role::Supervisor);
    let (mut kiosk, _folder) = desk.kiosk(NAME);
    kiosk.place_card("hanako").expect("ご本人の確認の").pull_card();
    let kept = on_the_kiosk(&mut kiosk).len();
    until("it is there", || {
        kiosk.update();
        at_the_desk(&desk).len() >= kept
    });
    let id = supervisor.card(NAME)["id"].as_str().unwrap().to_owned();
    let said = |language: &str| -> Vec<String> {
        let (status, lines) = supervisor.get(&format!("/api/kiosks/{id}/record?language={language}"));
        assert_eq!(status, 200);
        lines.as_array().unwrap().iter().map(|line| line["said"].as_str().unwrap().to_owned()).collect()
    };
    let (japanese, english) = (said("ja"), said("en"));
    assert!(japanese.iter().any(|line| line.ends_with("：開始")), "{japanese:?}");
    assert!(english.iter().any(|line| line.ends_with(": began")), "{english:?}");
    assert!(japanese.iter().chain(&english).all(|line| !line.contains(['{', '"'])), "no raw entry");
    let readings = supervisor.acts().iter().filter(|act| act.contains("record-read")).count();
    assert_eq!(readings, 1, "a page that stays open reads once");
}

#[test]
fn while_postgresql_is_down_nothing_is_lost_and_the_page_says_so() {
    let mut desk = Desk::on(Engine::Postgres(super::Postgres::start()));
    let person = desk.staff("sato", Role::Receptionist);
    let (mut kiosk, _folder) = desk.kiosk(NAME);
    desk.postgres().kill();
    kiosk.place_card("hanako").expect("ご本人の確認の").tap("暗証番号").enter_pin("1234").expect("提供しますか");
    kiosk.tap("すべて同意する").tap("これで送る").expect("受付が 終わりました");
    assert_eq!(person.board()["database"], "gone");
    desk.postgres().start_again();
    let kept = on_the_kiosk(&mut kiosk);
    until("all of it is there", || {
        kiosk.update();
        at_the_desk(&desk).len() >= kept.len()
    });
    assert_eq!(at_the_desk(&desk), kept);
    until("the page works again", || person.board()["database"] == "well");
}
