//! The kiosk that is looked through: it knows its reader and its centre, and nobody's name.

use crate::harness::{Elsewhere, Hands, Setting};
use std::env;
use std::io::BufRead;
use std::path::PathBuf;
use uketsuke::practice::terminal::PRACTICE_PASSCODE;

pub const READER: &str = "UKETSUKE_RESIDUE_READER";
pub const CENTRE: &str = "UKETSUKE_RESIDUE_CENTRE";
pub const FOLDER: &str = "UKETSUKE_RESIDUE_FOLDER";
pub const KEYS: &str = "UKETSUKE_RESIDUE_KEYS";
pub const CODE: &str = "UKETSUKE_RESIDUE_CODE";
pub const PIN: &str = "UKETSUKE_RESIDUE_PIN";

/// Every way in which somebody's data can come into a kiosk, and leave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Face,
    Pin,
    /// Staff look at the photo on the glass.
    Visual,
    /// The card is no insurance card yet.
    Registration,
    Cancelled,
    /// At the consent screen.
    Pulled,
    /// The patient goes away before the camera.
    TimedOut,
}

pub const WAYS: [Way; 7] =
    [Way::Face, Way::Pin, Way::Visual, Way::Registration, Way::Cancelled, Way::Pulled, Way::TimedOut];

/// Until the card is taken.
fn go(kiosk: &mut Hands, way: Way) {
    if way == Way::Registration {
        kiosk.tap("申し込む");
    }
    kiosk.expect("ご本人の確認の");
    match way {
        Way::Face => _ = kiosk.tap("顔認証"),
        Way::TimedOut => {
            kiosk.tap("顔認証").expect("提供しますか").wait_seconds(600).expect("カードが 残っています");
            return;
        }
        Way::Visual => {
            kiosk.tap("係員に確認してもらう").tap("係員の方は こちら").enter_pin(PRACTICE_PASSCODE);
            kiosk.tap("同じ人です").tap("認知症や 障害などで 操作が むずかしい");
        }
        Way::Pin | Way::Registration | Way::Cancelled | Way::Pulled => {
            kiosk.tap("暗証番号").enter_pin(&variable(PIN));
        }
    }
    kiosk.expect("提供しますか");
    match way {
        Way::Pulled => {}
        Way::Cancelled => _ = kiosk.tap("やめる").expect("受付を やめました"),
        _ => _ = kiosk.tap("すべて同意する").tap("これで送る").expect("受付が 終わりました"),
    }
}

fn variable(name: &str) -> String {
    env::var(name).unwrap()
}

#[allow(clippy::print_stdout, reason = "this is how the two processes speak")]
fn say(word: &str) {
    println!("{word}");
}

#[test]
#[ignore = "runs inside nothing_of_a_visit_stays_in_memory_or_on_the_disk"]
fn every_way() {
    // Whoever is root may look anyway; who is not has to be allowed to.
    rustix::process::set_ptracer(rustix::process::PTracer::Any).ok();
    let folder = PathBuf::from(variable(FOLDER));
    let elsewhere = Elsewhere {
        reader: variable(READER),
        centre: variable(CENTRE),
        keys: variable(KEYS).into(),
        card_face_code: variable(CODE),
        film: folder.join("film"),
        results: folder.join("face"),
    };
    let mut kiosk = Hands::alone(&Setting::default(), elsewhere);
    for (number, way) in WAYS.into_iter().enumerate() {
        // Each way with a card of its own, by its number.
        say(&format!("place {number}"));
        go(&mut kiosk, way);
        say("take");
        if way == Way::Pulled {
            kiosk.expect("カードが 取られたので").wait_seconds(30);
        }
        kiosk.expect_in_time("マイナンバーカードを ここに");
    }
    say("over");
    std::io::stdin().lock().read_line(&mut String::new()).unwrap();
    // Its card is in other hands: nothing to take.
    std::process::exit(0);
}
