//! Thousands of visits in one process, one in ten with a fault: its memory, threads and files stay as they were.

use super::faults::{self, Fault};
use super::patient::{Way, visit};
use super::{Dice, Report};
use crate::harness::Kiosk;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

const PERSONS: [&str; 5] = ["hanako", "kenji", "ume", "takahashi", "sakura"];
/// Each of them has a reader of its own.
const KIOSKS: usize = 8;
/// Between two looks at the kiosk's own numbers, so many visits.
const LOOK_EVERY: usize = 250;
/// One visit in so many has a fault.
const FAULTY: usize = 10;

/// What the process has of the machine.
#[derive(Debug, Clone, Copy)]
struct Size {
    memory_mb: usize,
    threads: usize,
    files: usize,
}

impl Size {
    fn now() -> Self {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let field = |name: &str| -> usize {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
            line.split_whitespace().next().unwrap().parse().unwrap()
        };
        let files = std::fs::read_dir("/proc/self/fd").unwrap().count();
        Self { memory_mb: field("VmRSS:") / 1024, threads: field("Threads:"), files }
    }
}

/// All visits of one soak.
struct Soak {
    visits: usize,
    begun: AtomicUsize,
    done: AtomicUsize,
    faulty: AtomicUsize,
    sizes: Mutex<Vec<(usize, Size)>>,
    faults: Vec<Fault>,
}

impl Soak {
    fn of(visits: usize) -> Self {
        let (begun, done, faulty) = Default::default();
        Self { visits, begun, done, faulty, sizes: Mutex::default(), faults: faults::at_any_moment() }
    }

    /// The visits of one kiosk.
    fn work(&self, number: usize) {
        let mut kiosk = Kiosk::start();
        let mut dice = Dice(number as u64);
        let mut done = 0;
        loop {
            let count = self.begun.fetch_add(1, Ordering::Relaxed);
            if count >= self.visits {
                break;
            }
            if count.is_multiple_of(LOOK_EVERY) {
                self.sizes.lock().unwrap().push((count, Size::now()));
            }
            done += usize::from(self.one(&mut kiosk, &mut dice));
        }
        kiosk.expect_results(done);
        assert_eq!(kiosk.results().len(), done, "a result for each who was told so, and no other");
        for person in PERSONS {
            assert_eq!(kiosk.pin_tries_left(person), 3, "{person}");
        }
        kiosk.recorded();
        self.done.fetch_add(done, Ordering::Relaxed);
    }

    /// Whether the patient was told that it is done.
    fn one(&self, kiosk: &mut Kiosk, dice: &mut Dice) -> bool {
        let person = PERSONS[dice.roll(PERSONS.len())];
        let way = if dice.roll(4) == 0 { Way::Face } else { Way::Pin };
        let fault = (dice.roll(FAULTY) == 0).then(|| &self.faults[dice.roll(self.faults.len())]);
        let at = dice.roll(way.moments());
        let mut brought = None;
        let ending = visit(kiosk, person, way, |kiosk, moment| {
            if let Some(fault) = fault.filter(|_| moment == at) {
                (fault.bring)(kiosk);
                brought = Some(fault);
            }
        });
        let may_end = |fault: &Fault| fault.words.iter().any(|words| ending.words.contains(words));
        assert!(ending.done || brought.is_some_and(may_end), "{person} read {}", ending.words);
        if let Some(fault) = brought {
            self.faulty.fetch_add(1, Ordering::Relaxed);
            (fault.mend)(kiosk);
        }
        kiosk.wait_seconds(60).expect("マイナンバーカードを ここに");
        ending.done
    }

    fn run(&self, report: &Report) {
        let began = Instant::now();
        thread::scope(|scope| {
            for number in 0..KIOSKS {
                scope.spawn(move || self.work(number));
            }
        });
        self.sizes.lock().unwrap().push((self.visits, Size::now()));
        let faulty = self.faulty.load(Ordering::Relaxed);
        let done = self.done.load(Ordering::Relaxed);
        let seconds = began.elapsed().as_secs();
        report.say(format!(
            "{} visits at {KIOSKS} kiosks in one process, {faulty} of them with a fault, in {seconds} s; {done} ended \
             well, and as many results arrived.\n",
            self.visits
        ));
        report.say("| after so many visits | memory (MB resident) | threads | open files |\n|---|---|---|---|".into());
        for (count, Size { memory_mb, threads, files }) in &*self.sizes.lock().unwrap() {
            report.say(format!("| {count} | {memory_mb} | {threads} | {files} |"));
        }
        report.keep();
    }

    /// From a quarter of the way on, when everything has been used once.
    fn is_flat(&self) {
        let mut sizes = self.sizes.lock().unwrap().clone();
        // The last look is after the kiosks are gone.
        sizes.pop();
        let (_, early) = sizes[sizes.len() / 4];
        let (_, late) = *sizes.last().unwrap();
        assert!(late.memory_mb < early.memory_mb + early.memory_mb / 10 + 30, "{sizes:?}");
        assert!(late.threads <= early.threads + 16, "{sizes:?}");
        assert!(late.files <= early.files + 32, "{sizes:?}");
    }
}

#[test]
#[ignore = "half an hour: `make stress`"]
fn five_thousand_visits_leave_the_process_as_it_was() {
    let visits = std::env::var("VISITS").map_or(5_000, |visits| visits.parse().unwrap());
    let soak = Soak::of(visits);
    soak.run(&Report::new("soak"));
    soak.is_flat();
}
