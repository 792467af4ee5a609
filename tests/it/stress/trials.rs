//! One fault at one moment of a visit, and what must hold afterwards.

use super::faults::{self, Fault, OF_CARD};
use super::patient::{Ending, Way, visit};
use super::{Dice, Report};
use crate::harness::Kiosk;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use uketsuke::devices::card::virtual_card::Key;

/// Three groups are asked about her, and she has three tries.
const PERSON: &str = "hanako";
const GROUPS: usize = 3;
/// Kiosks that are tried at the same time; most of a trial is waiting.
const KIOSKS: usize = 6;

/// A kiosk, and what its patients were told so far.
struct Bench {
    kiosk: Kiosk,
    done: usize,
    sent: usize,
}

/// One fault at one moment.
struct Trial<'a> {
    fault: &'a Fault,
    way: Way,
    moment: usize,
}

impl Bench {
    fn new() -> Self {
        Self { kiosk: Kiosk::start(), done: 0, sent: 0 }
    }

    /// The visit with its fault, then one without: nothing lost, nothing doubled, no try spent.
    fn stand(&mut self, Trial { fault, way, moment }: &Trial) -> Ending {
        let what = format!("{} at moment {moment} of a visit by {way:?}", fault.name);
        let ending = visit(&mut self.kiosk, PERSON, *way, |kiosk, now| {
            if now == *moment {
                (fault.bring)(kiosk);
            }
        });
        self.count(&ending);
        let told = fault.words.iter().any(|words| ending.words.contains(words));
        assert!(ending.done || told, "{what}: the patient read {}", ending.words);
        (fault.mend)(&mut self.kiosk);
        self.rest();
        let next = visit(&mut self.kiosk, PERSON, Way::Pin, |_, _| {});
        assert!(next.done, "{what}: the next patient read {}", next.words);
        self.count(&next);
        self.rest();
        self.nothing_is_lost_or_doubled(&what);
        ending
    }

    fn count(&mut self, ending: &Ending) {
        self.done += usize::from(ending.done);
        self.sent += usize::from(ending.sent);
    }

    /// The kiosk comes back to its first screen by itself.
    fn rest(&mut self) {
        self.kiosk.wait_seconds(60).expect("マイナンバーカードを ここに");
    }

    fn nothing_is_lost_or_doubled(&mut self, what: &str) {
        let done = self.done;
        self.kiosk.expect_results(done);
        assert_eq!(self.kiosk.results().len(), done, "{what}: a result for each who was told so, and no other");
        let consents = self.kiosk.consents_at_the_centre()["count"].as_u64().unwrap() as usize;
        assert!(consents.is_multiple_of(GROUPS), "{what}: {consents} consents");
        assert!((done..=self.sent).contains(&(consents / GROUPS)), "{what}: {consents} consents of {}", self.sent);
        let tries = (self.kiosk.pin_tries_left(PERSON), self.kiosk.tries_left(PERSON, Key::FaceCodeB));
        assert_eq!(tries, (3, 10), "{what}: tries are spent");
    }
}

/// What became of the trials of one fault.
#[derive(Default)]
struct Told {
    trials: usize,
    done: usize,
    failed: usize,
}

impl Told {
    /// `None`: something did not hold.
    fn note(&mut self, ending: Option<&Ending>) {
        self.trials += 1;
        self.done += usize::from(ending.is_some_and(|ending| ending.done));
        self.failed += usize::from(ending.is_none());
    }
}

/// Many trials, on several kiosks at once; a line for each fault in the report.
fn stand_all(trials: &[Trial], report: &Report) {
    let next = AtomicUsize::new(0);
    let told = Mutex::new(BTreeMap::<&str, Told>::new());
    thread::scope(|scope| {
        for _ in 0..KIOSKS.min(trials.len()) {
            scope.spawn(|| {
                let mut bench = Bench::new();
                while let Some(trial) = trials.get(next.fetch_add(1, Ordering::Relaxed)) {
                    // One that fails has printed why; the others are still of interest.
                    let stood = catch_unwind(AssertUnwindSafe(|| bench.stand(trial)));
                    if stood.is_err() {
                        std::mem::forget(std::mem::replace(&mut bench, Bench::new()));
                    }
                    let mut told = told.lock().unwrap();
                    told.entry(&trial.fault.name).or_default().note(stood.ok().as_ref());
                }
                // Chain and seals of everything that was recorded meanwhile.
                bench.kiosk.recorded();
            });
        }
    });
    report.say("| fault | trials | visits that succeeded all the same | trials in which something was lost, doubled, spent or not true |".into());
    report.say("|---|---|---|---|".into());
    let told = told.into_inner().unwrap();
    for (name, Told { trials, done, failed }) in &told {
        report.say(format!("| {name} | {trials} | {done} | {failed} |"));
    }
    report.keep();
    assert!(told.values().all(|told| told.failed == 0), "trials failed");
}

fn at_every_moment(faults: &[Fault]) -> Vec<Trial<'_>> {
    let ways = [Way::Pin, Way::Face];
    let of = |fault| {
        ways.into_iter().flat_map(move |way| (0..way.moments()).map(move |moment| Trial { fault, way, moment }))
    };
    faults.iter().flat_map(of).collect()
}

/// Card faults strike at their APDU, whenever that comes: 6 of a visit by PIN, 12 of one by face.
fn at_every_apdu() -> Vec<(Way, Fault)> {
    let of = |way, last| {
        OF_CARD.into_iter().flat_map(move |kind| (1..=last).map(move |apdu| (way, faults::of_card(kind, apdu))))
    };
    of(Way::Pin, 6).chain(of(Way::Face, 12)).collect()
}

#[test]
#[ignore = "a quarter of an hour: `make stress`"]
fn every_fault_at_every_moment() {
    let faults = faults::at_any_moment();
    stand_all(&at_every_moment(&faults), &Report::new("moments"));
}

#[test]
#[ignore = "minutes: `make stress`"]
fn every_fault_of_the_card_at_every_apdu() {
    let faults = at_every_apdu();
    let trials: Vec<Trial> = faults.iter().map(|(way, fault)| Trial { fault, way: *way, moment: 0 }).collect();
    stand_all(&trials, &Report::new("apdus"));
}

#[test]
fn some_faults_at_some_moments() {
    let (faults, of_card) = (faults::at_any_moment(), at_every_apdu());
    let everything = at_every_moment(&faults);
    let mut dice = Dice(8);
    let mut trials: Vec<Trial> = faults
        .iter()
        .map(|fault| {
            let way = [Way::Pin, Way::Face][dice.roll(2)];
            Trial { fault, way, moment: dice.roll(way.moments()) }
        })
        .collect();
    for _ in 0..8 {
        let Trial { fault, way, moment } = everything[dice.roll(everything.len())];
        trials.push(Trial { fault, way, moment });
        let (way, fault) = &of_card[dice.roll(of_card.len())];
        trials.push(Trial { fault, way: *way, moment: 0 });
    }
    stand_all(&trials, &Report::new("some"));
}
