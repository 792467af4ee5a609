//! Who gets in at the desk, and what each may do.

use super::{CODE, Desk, Engine, Receptionist, on_both_engines};
use serde_json::json;
use uketsuke::desk::{FolderLock, LockError, note_at_the_machine};
use uketsuke::link::LinkError;
use uketsuke::link::pairing::{PairingCode, pair};
use uketsuke::staff::Role;

fn a_code_is_good_only_on_a_terminal_that_is_paired(desk: Desk) {
    desk.add_person("sato", Role::Receptionist);
    let mut stranger = Receptionist::at(desk.plain());
    let (status, told) = stranger.sign_in("sato", CODE, "");
    assert_eq!((status, told["why"].as_str()), (403, Some("terminal")));
    let code = desk.terminal_code();
    let (status, me) = stranger.sign_in("sato", CODE, &code.to_lowercase());
    assert_eq!((status, me["role"].as_str()), (200, Some("receptionist")));
    let (status, _) = Receptionist::at(desk.plain()).sign_in("sato", CODE, &code);
    assert_eq!(status, 403, "the terminal's code is good once");
    let (status, _) = stranger.sign_in("sato", CODE, "");
    assert_eq!(status, 200, "the browser is known from now on");
}

fn wrong_codes_wait_and_say_how_long(desk: Desk) {
    desk.add_person("sato", Role::Receptionist);
    let mut person = Receptionist::at(desk.plain());
    let (status, told) = person.sign_in("sato", "wrong", &desk.terminal_code());
    assert_eq!((status, &told["why"], &told["wait_s"]), (403, &json!("wrong"), &json!(2)));
    let (_, told) = person.sign_in("sato", CODE, "");
    assert_eq!(told["why"], "too_soon", "even the right one");
    // Nobody of this name is told in the same words.
    let (status, told) = person.sign_in("nobody", "wrong", "");
    assert_eq!((status, &told["why"], &told["wait_s"]), (403, &json!("wrong"), &json!(2)));
}

fn each_role_may_do_what_it_may(desk: Desk) {
    let viewer = desk.staff("ito", Role::Viewer);
    let (_, link) = desk.pair("玄関");
    drop(link);
    let id = viewer.card("玄関")["id"].as_str().unwrap().to_owned();
    let order = json!({ "id": "order-of-a-viewer-1", "boot": "x", "visit": 1, "screen": 1,
                        "action": { "action": "come" }, "compared": false });
    assert_eq!(viewer.post(&format!("/api/kiosks/{id}/orders"), &order).0, 403);
    for path in ["/api/persons", "/api/terminals", "/api/acts", &format!("/api/kiosks/{id}/record")] {
        assert_eq!(viewer.get(path).0, 403, "{path}");
    }
    let supervisor = desk.staff("abe", Role::Supervisor);
    let (status, acts) = supervisor.get("/api/acts");
    assert_eq!(status, 200);
    let refused = |act: &serde_json::Value| act["person"] == "ito" && act["outcome"] == "not-allowed";
    assert!(acts.as_array().unwrap().iter().any(refused), "what was not allowed is on record: {acts}");
    let person = json!({ "name": "kato", "role": "receptionist", "code": "short" });
    assert_eq!(supervisor.post("/api/persons", &person).0, 422);
    let person = json!({ "name": "kato", "role": "receptionist", "code": "long enough" });
    assert_eq!(supervisor.post("/api/persons", &person).0, 204);
    let (status, _) = Receptionist::at(desk.plain()).sign_in("kato", "long enough", &desk.terminal_code());
    assert_eq!(status, 200);
}

fn a_browser_that_was_removed_is_out_at_once_and_lets_nobody_in(desk: Desk) {
    let supervisor = desk.staff("abe", Role::Supervisor);
    let mut lost = desk.staff("sato", Role::Receptionist);
    let (status, terminals) = supervisor.get("/api/terminals");
    let terminals = terminals.as_array().unwrap();
    assert_eq!((status, terminals.len()), (200, 2));
    assert!(terminals.iter().all(|of| of["last_used"].as_i64() >= of["paired_at"].as_i64()), "{terminals:?}");
    let id = terminals.iter().find(|of| of["own"] == false).unwrap()["id"].as_str().unwrap();
    assert_eq!(lost.get("/api/terminals").0, 403);
    assert_eq!(lost.delete(&format!("/api/terminals/{id}")), 403, "only a supervisor");
    assert_eq!(supervisor.delete(&format!("/api/terminals/{id}")), 204);
    assert_eq!(supervisor.delete(&format!("/api/terminals/{id}")), 404, "it is gone already");
    assert_eq!((lost.get("/api/me").0, supervisor.get("/api/me").0), (401, 200));
    let (status, told) = lost.sign_in("sato", CODE, "");
    assert_eq!((status, told["why"].as_str()), (403, Some("terminal")));
    assert!(supervisor.acts().contains(&"abe terminal-removed reception 1 page".into()));
    assert_eq!(supervisor.get("/api/terminals").1.as_array().unwrap().len(), 1);
}

fn a_locked_code_is_seen_and_unlocked_by_a_supervisor(desk: Desk) {
    let supervisor = desk.staff("abe", Role::Supervisor);
    desk.add_person("sato", Role::Receptionist);
    desk.with_store(async |store| store.set_failures("sato", 6).await.unwrap());
    let mut locked = Receptionist::at(desk.plain());
    let (_, told) = locked.sign_in("sato", CODE, &desk.terminal_code());
    assert_eq!(told["why"], "locked");
    let marked = |name: &str| {
        let (_, persons) = supervisor.get("/api/persons");
        persons.as_array().unwrap().iter().find(|of| of["name"] == name).unwrap()["locked"].clone()
    };
    assert_eq!((marked("sato"), marked("abe")), (json!(true), json!(false)));
    assert_eq!(supervisor.post("/api/persons/sato/unlock", &json!({})).0, 204);
    assert_eq!(marked("sato"), false);
    assert_eq!(locked.sign_in("sato", CODE, "").0, 200, "the same code as before");
    assert_eq!(locked.post("/api/persons/abe/unlock", &json!({})).0, 403);
    assert!(supervisor.acts().contains(&"abe person-unlocked sato page".into()), "who unlocked whom is on record");
}

fn a_name_that_is_there_changes_nothing_until_somebody_says_that_they_mean_that_person(desk: Desk) {
    let supervisor = desk.staff("abe", Role::Supervisor);
    let mut mori = desk.staff("mori", Role::Receptionist);
    let mut person = json!({ "name": "mori", "role": "supervisor", "code": "another code" });
    assert_eq!(supervisor.post("/api/persons", &person).0, 409);
    assert_eq!(mori.sign_in("mori", CODE, "").1["role"], "receptionist", "as before");
    person["renew"] = json!(true);
    assert_eq!(supervisor.post("/api/persons", &person).0, 204);
    assert_eq!(mori.sign_in("mori", "another code", "").1["role"], "supervisor");
    let nobody = json!({ "name": "kato", "role": "viewer", "code": "another code", "renew": true });
    assert_eq!(supervisor.post("/api/persons", &nobody).0, 404);
    let acts = supervisor.acts();
    assert_eq!(acts.iter().filter(|act| act.contains("person-changed mori")).count(), 1, "{acts:?}");
}

fn what_was_done_by_a_command_is_on_the_desks_own_record(desk: Desk) {
    let supervisor = desk.staff("abe", Role::Supervisor);
    desk.with_store(async |store| note_at_the_machine(&store, "person-added", "kato").await.unwrap());
    assert!(supervisor.acts().contains(&" person-added kato machine".into()));
}

on_both_engines! {
    a_code_is_good_only_on_a_terminal_that_is_paired
    wrong_codes_wait_and_say_how_long
    each_role_may_do_what_it_may
    a_browser_that_was_removed_is_out_at_once_and_lets_nobody_in
    a_locked_code_is_seen_and_unlocked_by_a_supervisor
    a_name_that_is_there_changes_nothing_until_somebody_says_that_they_mean_that_person
    what_was_done_by_a_command_is_on_the_desks_own_record
}

#[test]
fn a_second_desk_on_the_same_folder_is_refused() {
    let desk = Desk::on(Engine::Sqlite);
    let told = FolderLock::take(desk.folder());
    assert!(matches!(told, Err(LockError::Held(_))), "{told:?}");
}

#[test]
fn another_sites_page_can_do_nothing() {
    let desk = Desk::on(Engine::Sqlite);
    let supervisor = desk.staff("abe", Role::Supervisor);
    let body = json!({ "name": "evil" });
    assert_eq!(supervisor.post_from("/api/kiosks", &body, "https://evil.example", "").0, 403);
    let (_, me) = supervisor.get("/api/me");
    let csrf = me["csrf"].as_str().unwrap();
    assert_eq!(supervisor.post_from("/api/kiosks", &body, "https://evil.example", csrf).0, 403);
    assert_eq!(supervisor.post("/api/kiosks", &body).0, 200, "its own page can");
}

#[test]
fn without_signing_in_nothing_is_told() {
    let desk = Desk::on(Engine::Sqlite);
    let nobody = Receptionist::at(desk.plain());
    for path in ["/api/me", "/api/events", "/api/persons", "/api/terminals", "/api/acts"] {
        assert_eq!(nobody.get(path).0, 401, "{path}");
    }
    assert_eq!(nobody.get("/v1/link/record").0, 403, "no certificate");
}

#[test]
fn who_is_removed_is_out_at_once() {
    let desk = Desk::on(Engine::Sqlite);
    let (supervisor, mori) = (desk.staff("abe", Role::Supervisor), desk.staff("mori", Role::Receptionist));
    assert_eq!(mori.get("/api/me").0, 200);
    let person = json!({ "name": "mori", "role": "viewer", "code": "another code", "renew": true });
    assert_eq!(supervisor.post("/api/persons", &person).0, 204);
    assert_eq!(mori.get("/api/me").0, 401);
}

#[test]
fn a_code_is_told_to_no_other_desk() {
    let (right, other) = (Desk::on(Engine::Sqlite), Desk::on(Engine::Sqlite));
    let code = PairingCode::parse(&right.kiosk_code("玄関")).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let told = runtime.block_on(pair(&format!("https://localhost:{}", other.port()), None, &code));
    assert!(matches!(told, Err(LinkError::OtherDesk)), "{told:?}");
    let url = format!("https://localhost:{}", right.port());
    assert!(runtime.block_on(pair(&url, None, &code)).is_ok());
    let again = runtime.block_on(pair(&url, None, &code));
    assert!(matches!(again, Err(LinkError::CodeRefused)), "it is good once");
}
