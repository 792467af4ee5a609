//! The kiosk under stress: faults of the real parts at every step of a visit, and thousands of visits in one process.
//! `cargo test` takes a handful of them; `make stress` takes all, and leaves `target/stress.md`.

mod faults;
mod patient;
mod service;
mod soak;
mod trials;

use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// What a part of the stress tells people: one file each, put together by `tools/stress.sh`.
struct Report {
    name: &'static str,
    lines: Mutex<Vec<String>>,
}

impl Report {
    fn new(name: &'static str) -> Self {
        Self { name, lines: Mutex::default() }
    }

    fn say(&self, line: String) {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }

    fn keep(&self) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/stress");
        std::fs::create_dir_all(&folder).unwrap();
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner).join("\n");
        std::fs::write(folder.join(self.name).with_extension("md"), lines + "\n").unwrap();
    }
}

/// Numbers that look random and are the same at every run: what failed once can be looked at again.
struct Dice(u64);

impl Dice {
    /// A number below `sides`.
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        ((mixed ^ (mixed >> 27)) % sides as u64) as usize
    }
}
