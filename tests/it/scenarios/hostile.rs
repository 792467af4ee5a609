//! A hostile person at the screen: too many fingers, keys that should lead out, another card.

use crate::harness::{Kiosk, Setting};
use bevy::input::keyboard::{Key, KeyCode};
use bevy::input::touch::TouchPhase;
use bevy::math::Vec2;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use std::time::Duration;
use uketsuke::session::StepName;

/// Between two looks at the glass.
const FRAME: Duration = Duration::from_millis(16);

/// Ten fingers that drum and wipe, a thousand touches a second, three seconds long; some are never lifted.
fn storm(kiosk: &mut Kiosk, seed: u64) {
    let (mut chance, size) = (StdRng::seed_from_u64(seed), kiosk.size());
    for frame in 0..188_u64 {
        for touch in 0..16 {
            let finger = if chance.gen_ratio(1, 50) { 100 + frame * 16 + touch } else { chance.gen_range(0..10) };
            let at = Vec2::new(chance.r#gen(), chance.r#gen()) * size;
            let wipes = [TouchPhase::Started, TouchPhase::Moved, TouchPhase::Ended, TouchPhase::Canceled];
            match chance.gen_bool(0.5) {
                // What lies under it is struck.
                true => [TouchPhase::Started, TouchPhase::Ended].map(|phase| kiosk.touch_by(finger, phase, at)),
                false => [wipes[chance.gen_range(0..4)]; 2].map(|phase| kiosk.touch_by(finger, phase, at)),
            };
        }
        kiosk.pass(FRAME);
    }
    for finger in 0..10 {
        kiosk.touch_by(finger, TouchPhase::Ended, Vec2::ZERO);
    }
    kiosk.wait_seconds(40);
}

/// From the first screen to the last.
fn a_whole_visit(kiosk: &mut Kiosk) {
    // A voice that the storm has woken says what it has to say, and goes when nobody is there.
    kiosk.pull_card().wait_seconds(60).listen();
    kiosk.wait_seconds(90).expect("ここに 置いてください").place_card("kenji").expect("ご本人の確認の");
    kiosk.tap("暗証番号").enter_pin("1234").expect("提供しますか").tap("同意しない").tap("これで送る");
    kiosk.expect("受付が 終わりました").pull_card();
}

#[test]
fn a_storm_of_touches_answers_nothing_and_the_kiosk_works_afterwards() {
    for (seed, begin) in ["ここに 置いてください", "ご本人の確認の", "4桁", "提供しますか"].iter().enumerate()
    {
        // Without the practice tray, whose headphones and cards are no patient's.
        let mut kiosk = Kiosk::with(Setting { tray: false, ..Setting::default() });
        for step in ["place card hanako", "tap 暗証番号", "enter pin 1234"].iter().take(seed) {
            kiosk.step(step);
        }
        kiosk.expect(begin);
        // What the first storm makes for the first time stays.
        storm(&mut kiosk, 10 + seed as u64);
        let before = kiosk.things();
        storm(&mut kiosk, 20 + seed as u64);
        assert!(kiosk.things() <= before + 50, "{begin}: {before} things became {}", kiosk.things());
        assert_eq!(kiosk.consents_at_the_centre()["count"], 0, "{begin}: {}", kiosk.consents_at_the_centre());
        assert!(kiosk.results().is_empty(), "{begin}");
        assert_eq!(kiosk.pin_tries_left("hanako"), 3, "{begin}");
        a_whole_visit(&mut kiosk);
        assert_eq!(kiosk.results().len(), 1, "{begin}");
    }
}

#[test]
fn a_finger_that_is_never_lifted_holds_the_glass_for_a_while_only() {
    let mut kiosk = Kiosk::start();
    kiosk.place_card("hanako").expect("ご本人の確認の");
    let middle = kiosk.size() / 2.0;
    kiosk.touch_by(7, TouchPhase::Started, middle);
    kiosk.pass(FRAME);
    kiosk.wait_seconds(31).tap("暗証番号").expect("4桁");
    assert_eq!(kiosk.step_name(), StepName::Pin);
}

/// Every chord by which a desktop lets somebody out, and others by chance. Ctrl+Alt+S opens the staff panel, which asks
/// for a code: it has tests of its own.
#[test]
fn no_chord_leads_out_or_changes_a_visit() {
    let held = [
        (KeyCode::ControlLeft, Key::Control),
        (KeyCode::AltLeft, Key::Alt),
        (KeyCode::SuperLeft, Key::Super),
        (KeyCode::ShiftLeft, Key::Shift),
        (KeyCode::AltRight, Key::AltGraph),
    ];
    let struck = [
        (KeyCode::F1, Key::F1),
        (KeyCode::F2, Key::F2),
        (KeyCode::F4, Key::F4),
        (KeyCode::F7, Key::F7),
        (KeyCode::F11, Key::F11),
        (KeyCode::F12, Key::F12),
        (KeyCode::Tab, Key::Tab),
        (KeyCode::Escape, Key::Escape),
        (KeyCode::Delete, Key::Delete),
        (KeyCode::PrintScreen, Key::PrintScreen),
        (KeyCode::Space, Key::Space),
        (KeyCode::ContextMenu, Key::ContextMenu),
        (KeyCode::KeyC, Key::Character("c".into())),
        (KeyCode::KeyW, Key::Character("w".into())),
        (KeyCode::KeyQ, Key::Character("q".into())),
        (KeyCode::KeyL, Key::Character("l".into())),
        (KeyCode::Power, Key::Power),
        (KeyCode::Sleep, Key::Standby),
        (KeyCode::LaunchMail, Key::LaunchMail),
    ];
    let mut kiosk = Kiosk::start();
    let mut chance = StdRng::seed_from_u64(1);
    for one in &struck {
        for many in 0..1 << held.len() {
            let mut chord: Vec<_> =
                (0..held.len()).filter(|at| many >> at & 1 == 1).map(|at| held[at].clone()).collect();
            chord.push(one.clone());
            kiosk.chord(&chord);
        }
    }
    for _ in 0..500 {
        let mut chord: Vec<_> = held.iter().filter(|_| chance.gen_bool(0.4)).cloned().collect();
        chord.extend(struck.choose_multiple(&mut chance, 3).cloned());
        chord.shuffle(&mut chance);
        kiosk.chord(&chord);
    }
    assert!(kiosk.is_running());
    // What the keys of the voice have begun ends with the visit of nobody.
    kiosk.wait_seconds(120);
    a_whole_visit(&mut kiosk);
    assert_eq!(kiosk.results().len(), 1);
}

/// Swapped so quickly that nobody sees an empty reader.
#[test]
fn another_card_in_the_place_of_the_first_ends_the_visit_at_every_screen() {
    let moments: [(&str, &[&str]); 7] = [
        ("ご本人の確認の", &[]),
        ("カメラを", &["camera shows nobody", "tap 顔認証"]),
        ("4桁", &["tap 暗証番号"]),
        ("提供しますか", &["tap 暗証番号", "enter pin 1234"]),
        ("健康診断の結果を", &["tap 暗証番号", "enter pin 1234", "expect 提供しますか", "tap 一つずつ選ぶ"]),
        ("送ります", &["tap 暗証番号", "enter pin 1234", "expect 提供しますか", "tap すべて同意する"]),
        ("係員が 確認します", &["tap 係員に確認してもらう"]),
    ];
    for (screen, steps) in moments {
        let mut kiosk = Kiosk::start();
        kiosk.place_card("hanako").expect("ご本人の確認の");
        for step in steps {
            kiosk.step(step);
        }
        kiosk.expect(screen);
        kiosk.swap_card("kenji");
        let lifted = screen == "係員が 確認します";
        kiosk.expect(if lifted { "前とちがうカード" } else { "カードが 取られたので" });
        kiosk.wait_seconds(1);
        assert_eq!(kiosk.consents_at_the_centre()["count"], 0, "{screen}");
        assert!(kiosk.results().is_empty(), "{screen}");
        assert_eq!((kiosk.pin_tries_left("hanako"), kiosk.pin_tries_left("kenji")), (3, 3), "{screen}");
        if !lifted {
            // What lies there now has a visit of its own.
            kiosk.expect("ご本人の確認の");
        }
    }
}
