//! What `make bench` measures within the program's own code: the card beside OpenSC and plain wrappers, and the face beside
//! dlib. `tests/bench/run.sh` builds it, `tests/bench/bench.py` runs it and puts everything into one table.
//!
//! Each part prints lines of JSON, times in milliseconds.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement that cannot go on should say where it stopped"
)]
#![allow(clippy::disallowed_methods, reason = "measures this machine")]
#![allow(clippy::print_stdout, reason = "the figures")]

mod card;
mod face;

use std::io;
use std::path::{Path, PathBuf};
use uketsuke::practice::pcscd::{PcscdOptions, PrivatePcscd};

const USAGE: &str = "measure-card ROUNDS | measure-face ROUNDS PICTURE... | write-pictures FOLDER | hold-reader";

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["measure-card", rounds] => card::measure(&folder(), rounds.parse().unwrap()),
        ["measure-face", rounds, pictures @ ..] => face::measure(rounds.parse().unwrap(), pictures),
        ["write-pictures", folder] => face::write_pictures(Path::new(folder)),
        ["hold-reader"] => hold_reader(&folder()),
        _ => panic!("{USAGE}"),
    }
}

/// Of the private PC/SC service, made by tools/with-private-pcsc.sh.
fn folder() -> PathBuf {
    std::env::var_os("UKETSUKE_TEST_PCSCD_FOLDER").expect("run it through tools/with-private-pcsc.sh").into()
}

/// A PC/SC service with an empty virtual reader, until the input ends: for a kiosk that is measured from outside.
fn hold_reader(folder: &Path) {
    let options = PcscdOptions::new(folder, 1).unwrap();
    let _pcscd = PrivatePcscd::start(&options).unwrap();
    println!("{}", serde_json::json!({ "reader": options.slots()[0].reader }));
    io::copy(&mut io::stdin().lock(), &mut io::sink()).unwrap();
}

/// Milliseconds.
fn ms(time: std::time::Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
