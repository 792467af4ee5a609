use crate::harness::{Kiosk, Setting};
use uketsuke::config::Face;
use uketsuke::devices::camera::played::{Film, Projector};
use uketsuke::devices::card::virtual_card::Key;
use uketsuke::practice::own_face::Webcam;
use uketsuke::practice::scene::Scene;
use uketsuke::session::StepName;

/// Stands before the camera.
fn looking(person: &str) -> Kiosk {
    let mut kiosk = Kiosk::start();
    kiosk.place_card(person).tap("顔認証");
    kiosk
}

/// The camera is told to show this before the card is placed.
fn seeing(scene: &str) -> Kiosk {
    let mut kiosk = Kiosk::start();
    kiosk.step(&format!("camera shows {scene}")).place_card("hanako").tap("顔認証").expect("カメラを");
    kiosk
}

#[test]
fn a_face_that_matches_needs_no_pin_and_spends_no_try() {
    let mut kiosk = looking("hanako");
    kiosk.expect("提供しますか").tap("すべて同意する").tap("これで送る").expect("受付が 終わりました");
    assert!(kiosk.result().contains("練習　花子"));
    // Counter and certificate; photo and its code; select, terminal's certificate, challenge, answer, signature.
    assert_eq!((kiosk.apdus().read, kiosk.apdus().face, kiosk.apdus().sign), (3, 4, 5));
    assert_eq!((kiosk.pin_tries_left("hanako"), kiosk.tries_left("hanako", Key::FaceCodeB)), (3, 10));
}

#[test]
fn a_card_without_a_pin_is_used_by_the_face_alone() {
    looking("fumi").expect("提供しますか");
}

#[test]
fn somebody_else_is_refused_and_other_ways_come_first_after_two_tries() {
    let mut kiosk = seeing("kenji");
    kiosk.expect("お顔の 確認が できませんでした").tap("もう一度 顔認証");
    kiosk.expect("カメラを").expect("お顔の 確認が できませんでした");
    let order = kiosk.controls_from_the_top();
    let place = |name: &str| order.iter().position(|control| control == name);
    assert!(place("暗証番号") < place("もう一度 顔認証"), "{order:?}");
    kiosk.tap("もう一度 顔認証").expect("カメラを").expect("お顔の 確認が できませんでした");
    kiosk.expect_no("もう一度 顔認証").tap("暗証番号").enter_pin("1234").expect("提供しますか");
    assert_eq!(kiosk.tries_left("hanako", Key::FaceCodeB), 10);
}

#[test]
fn who_is_not_seen_is_offered_other_ways_and_may_try_on() {
    let mut kiosk = seeing("nobody");
    kiosk.wait_seconds(1).expect("カメラを 見てください").wait_seconds(20).expect("お顔が うまく 見えませんでした");
    kiosk.step("camera shows owner").tap("もう一度 顔認証").expect("提供しますか");
}

#[test]
fn each_trouble_before_the_camera_has_its_words() {
    let mut kiosk = Kiosk::start();
    kiosk.step("camera shows nobody").place_card("hanako").tap("顔認証").expect("カメラを");
    for (scene, words) in [
        ("hanako kenji", "お一人だけ うつって ください"),
        ("hanako far", "もう少し 近づいて ください"),
        ("hanako near", "少し 下がって ください"),
        // The picture's left is on the person's right: the way back is to the left.
        ("hanako right", "少し 左へ 動いて ください"),
        ("hanako left", "少し 右へ 動いて ください"),
        ("hanako high", "お顔を 少し 下げて ください"),
        ("hanako low", "お顔を 少し 上げて ください"),
        ("hanako turned", "カメラを まっすぐ 見てください"),
        ("hanako tilted", "頭を まっすぐに してください"),
        ("hanako shaking", "そのまま 動かないで ください"),
        ("hanako dark", "暗くて お顔が 見えません"),
        ("hanako backlit", "後ろが まぶしいです"),
    ] {
        kiosk
            .step(&format!("camera shows {scene}"))
            .expect_in_time(words)
            .tap("もどる")
            .tap("顔認証")
            .expect("カメラを");
    }
}

#[test]
fn a_mask_is_told_once_the_comparison_did_not_succeed() {
    let mut kiosk = seeing("hanako mask");
    kiosk.expect_in_time("マスクを 外して ください");
    kiosk.step("camera shows hanako").expect("提供しますか");
}

#[test]
fn who_sits_low_in_the_frame_is_right_there() {
    seeing("hanako seated").expect("提供しますか");
}

#[test]
fn a_camera_that_fails_is_told_and_comes_back() {
    let mut kiosk = Kiosk::start();
    kiosk
        .step("camera fault unplugged")
        .place_card("hanako")
        .expect("カメラが つながって いません")
        .expect_no("もう一度");
    kiosk.step("camera fault none").tap("顔認証").expect("提供しますか").pull_card().wait_seconds(30);
    for (fault, words) in [
        ("busy", "ほかの プログラムが カメラを 使っています"),
        ("wrong-format", "カメラの 映像が 来ません"),
        ("panics", "カメラの 映像が 来ません"),
        ("stalled", "カメラの 映像が 来ません"),
        ("frozen", "カメラの 映像が 来ません"),
    ] {
        kiosk.step("camera shows nobody").step(&format!("camera fault {fault}")).place_card("hanako").tap("顔認証");
        kiosk.expect(words).tap("暗証番号").expect("4桁").pull_card().wait_seconds(30);
    }
    kiosk
        .step("camera fault none")
        .step("camera shows owner")
        .place_card("hanako")
        .tap("顔認証")
        .expect("提供しますか");
}

#[test]
fn without_networks_the_face_is_not_offered() {
    let empty = tempfile::tempdir().unwrap();
    let face = Face { models: Some(empty.path().to_owned()), ..Face::default() };
    let mut kiosk = Kiosk::with(Setting { face, ..Setting::default() });
    kiosk.place_card("hanako").expect("顔認証の データが ありません").tap("暗証番号").expect("4桁");
}

#[test]
fn pulling_the_card_in_the_middle_of_a_look_ends_it() {
    let mut kiosk = seeing("nobody");
    assert_eq!(kiosk.step_name(), StepName::Face);
    kiosk.pull_card().expect("カードが");
    kiosk.step("camera shows owner").wait_seconds(30).place_card("kenji").tap("顔認証").expect("提供しますか");
}

#[test]
fn ones_own_face_is_put_on_a_card_and_recognised() {
    // Somebody sits before the webcam whom the kiosk has never seen.
    let webcam = Projector::new(Film::Scene(Scene::of("goro")));
    let film = webcam.clone();
    let webcam = Webcam::new(move || Box::new(film.camera()));
    let mut kiosk = Kiosk::with(Setting { webcam: Some(webcam), ..Setting::default() });
    for _ in 0..18 {
        kiosk.tap("次の人").wait_seconds(1);
    }
    kiosk.expect("自分の顔").tap("カードを 置く").expect("ご本人の確認の");
    kiosk.tap("顔認証").expect("提供しますか").tap("同意しない").tap("これで送る").expect("受付が 終わりました");
    kiosk.tap("カードを 取る").expect_in_time("マイナンバーカードを ここに");
}

#[test]
fn without_a_webcam_nobody_is_offered_the_own_face() {
    let mut kiosk = Kiosk::start();
    for _ in 0..18 {
        kiosk.tap("次の人").wait_seconds(1).expect_no("自分の顔");
    }
    kiosk.expect("花子さん");
}
