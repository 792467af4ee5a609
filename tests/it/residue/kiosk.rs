//! The kiosk that is looked through: it knows its reader and its centre, and nobody's name.

use crate::harness::{Elsewhere, Hands, Setting};
use std::env;
use std::io::BufRead;
use std::path::PathBuf;

pub const READER: &str = "UKETSUKE_RESIDUE_READER";
pub const CENTRE: &str = "UKETSUKE_RESIDUE_CENTRE";
pub const FOLDER: &str = "UKETSUKE_RESIDUE_FOLDER";
pub const KEYS: &str = "UKETSUKE_RESIDUE_KEYS";
pub const CODE: &str = "UKETSUKE_RESIDUE_CODE";
pub const PIN: &str = "UKETSUKE_RESIDUE_PIN";

fn variable(name: &str) -> String {
    env::var(name).unwrap()
}

#[allow(clippy::print_stdout, reason = "this is how the two processes speak")]
fn say(word: &str) {
    println!("{word}");
}

#[test]
#[ignore = "runs inside nothing_of_a_visit_stays_in_memory_or_on_the_disk"]
fn two_visits() {
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
    say("place");
    kiosk
        .expect("ご本人の確認の")
        .tap("顔認証")
        .expect("提供しますか")
        .tap("すべて同意する")
        .tap("これで送る")
        .expect("受付が 終わりました");
    say("take");
    kiosk.expect_in_time("マイナンバーカードを ここに");
    say("place");
    kiosk.expect("ご本人の確認の").tap("暗証番号").enter_pin(&variable(PIN)).expect("提供しますか");
    kiosk.tap("すべて同意する").tap("これで送る").expect("受付が 終わりました");
    say("take");
    kiosk.expect_in_time("マイナンバーカードを ここに");
    say("over");
    std::io::stdin().lock().read_line(&mut String::new()).unwrap();
    // Its card is in other hands: nothing to take.
    std::process::exit(0);
}
