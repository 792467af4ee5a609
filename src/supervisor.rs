//! Keeps the threads of a kiosk at work. One that panics begins again after a pause that grows, with its queue as it was;
//! each says when it takes up something, so that one that hangs in a driver is seen from outside.

#![allow(clippy::disallowed_methods, reason = "threads of devices, and their pauses, live in real time")]

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use std::{io, thread};

/// First and longest pause before a part begins again.
const PAUSES: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(30));
/// A part that worked for so long is well again: its next pause is the first one.
const WELL_AFTER: Duration = Duration::from_secs(60);
/// A part that is at one thing for longer hangs. Printers and shares may take their time.
pub const HANGS_AFTER: Duration = Duration::from_secs(120);

/// What is kept at work, each by a thread of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    CardMonitor,
    CardDispatch,
    Camera,
    Face,
    Speech,
    Jack,
    Centre,
    Hospital,
    Files,
    Bundles,
    Paper,
    Settings,
    Codes,
    Record,
    Link,
}

impl Part {
    /// Whether a hang can only be the program's own: the others wait for printers, shares and networks, which may take
    /// their time, and another start would not help.
    fn waits_for_nobody(self) -> bool {
        match self {
            Self::CardMonitor
            | Self::CardDispatch
            | Self::Camera
            | Self::Face
            | Self::Speech
            | Self::Settings
            | Self::Codes
            | Self::Record => true,
            Self::Jack | Self::Centre | Self::Hospital | Self::Files | Self::Bundles | Self::Paper | Self::Link => {
                false
            }
        }
    }

    /// As the thread is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::CardMonitor => "card-monitor",
            Self::CardDispatch => "card-dispatch",
            Self::Camera => "camera",
            Self::Face => "face",
            Self::Speech => "speech",
            Self::Jack => "jack",
            Self::Centre => "centre",
            Self::Hospital => "hospital",
            Self::Files => "results",
            Self::Bundles => "bundles",
            Self::Paper => "paper",
            Self::Settings => "settings",
            Self::Codes => "staff-codes",
            Self::Record => "record",
            Self::Link => "link",
        }
    }
}

/// How it is with a part that is not as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ailment {
    /// It panicked so often, and is at work again.
    Restarted(u32),
    /// It panicked, and pauses.
    Down,
    /// It has been at one thing for too long. Nothing inside this process can end that.
    Hangs,
}

/// What is known of every part; clones know the same.
#[derive(Clone, Default)]
pub struct Supervisor(Arc<Mutex<BTreeMap<Part, Pulse>>>);

#[derive(Default)]
struct Pulse {
    /// Since when it is at one thing; `None` while it waits for something to do.
    busy: Option<Instant>,
    panics: u32,
    down: bool,
}

/// With this a part says what it is doing.
pub struct Beat {
    supervisor: Supervisor,
    part: Part,
}

impl Beat {
    /// It takes up something.
    pub fn works(&self) {
        self.supervisor.change(self.part, |pulse| pulse.busy = Some(Instant::now()));
    }

    /// It waits for something to do.
    pub fn waits(&self) {
        self.supervisor.change(self.part, |pulse| pulse.busy = None);
    }

    /// The answer to one order; `otherwise` where making it panics, so that nobody waits for it in vain.
    pub fn answer<T>(&self, otherwise: impl FnOnce() -> T, make: impl FnOnce() -> T) -> T {
        self.works();
        let answer = catch_unwind(AssertUnwindSafe(make)).unwrap_or_else(|_| {
            self.supervisor.change(self.part, |pulse| pulse.panics += 1);
            otherwise()
        });
        self.waits();
        answer
    }
}

impl Supervisor {
    /// Starts the thread of a part. `make` is called on it, once; `run` anew after every panic, until it returns.
    pub fn keep<W>(
        &self,
        part: Part,
        make: impl FnOnce() -> W + Send + 'static,
        mut run: impl FnMut(&mut W, &Beat) + Send + 'static,
    ) -> io::Result<thread::JoinHandle<()>> {
        let beat = self.beat(part);
        self.change(part, |pulse| *pulse = Pulse::default());
        thread::Builder::new().name(part.name().into()).spawn(move || {
            let mut worker = make();
            let mut pause = PAUSES.0;
            loop {
                let begun = Instant::now();
                // What it holds may be half done: each run begins with its queue, and takes nothing for granted.
                if catch_unwind(AssertUnwindSafe(|| run(&mut worker, &beat))).is_ok() {
                    beat.waits();
                    return;
                }
                if begun.elapsed() >= WELL_AFTER {
                    pause = PAUSES.0;
                }
                bevy::log::error!("the part {:?} panicked and begins again in {pause:?}", part.name());
                beat.supervisor
                    .change(part, |pulse| *pulse = Pulse { busy: None, panics: pulse.panics + 1, down: true });
                thread::sleep(pause);
                pause = (pause * 2).min(PAUSES.1);
                beat.supervisor.change(part, |pulse| pulse.down = false);
            }
        })
    }

    pub(crate) fn beat(&self, part: Part) -> Beat {
        Beat { supervisor: self.clone(), part }
    }

    /// The parts that are not as they should be.
    pub fn ailments(&self) -> Vec<(Part, Ailment)> {
        self.ailments_at(Instant::now())
    }

    /// Something hangs that only a new start of the program mends.
    pub fn wants_new_start(&self) -> bool {
        self.ailments().iter().any(|(part, ailment)| *ailment == Ailment::Hangs && part.waits_for_nobody())
    }

    pub(crate) fn ailments_at(&self, now: Instant) -> Vec<(Part, Ailment)> {
        let ailment = |pulse: &Pulse| match pulse {
            Pulse { busy: Some(since), .. } if now >= *since + HANGS_AFTER => Some(Ailment::Hangs),
            Pulse { down: true, .. } => Some(Ailment::Down),
            Pulse { panics: 0, .. } => None,
            Pulse { panics, .. } => Some(Ailment::Restarted(*panics)),
        };
        self.known().iter().filter_map(|(part, pulse)| Some((*part, ailment(pulse)?))).collect()
    }

    fn change(&self, part: Part, change: impl FnOnce(&mut Pulse)) {
        change(self.known().entry(part).or_default());
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<Part, Pulse>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossbeam_channel::{Receiver, bounded};

    #[test]
    fn a_part_that_panics_goes_on_with_what_waits_for_it() {
        let supervisor = Supervisor::default();
        let (orders, queue) = bounded::<u8>(4);
        let (told, answers) = bounded(4);
        for order in [1, 0, 2] {
            orders.send(order).unwrap();
        }
        drop(orders);
        let run = move |queue: &mut Receiver<u8>, beat: &Beat| {
            for order in queue.iter() {
                beat.works();
                assert_ne!(order, 0, "as the test wants");
                told.send(order).unwrap();
                beat.waits();
            }
        };
        supervisor.keep(Part::Paper, move || queue, run).unwrap().join().unwrap();
        assert_eq!(answers.iter().collect::<Vec<_>>(), [1, 2]);
        assert_eq!(supervisor.ailments(), [(Part::Paper, Ailment::Restarted(1))]);
    }

    #[test]
    fn whoever_waits_for_an_answer_gets_one() {
        let supervisor = Supervisor::default();
        let beat = supervisor.beat(Part::Centre);
        assert_eq!(beat.answer(|| "no", || "yes"), "yes");
        assert_eq!(supervisor.ailments(), []);
        assert_eq!(beat.answer(|| "no", || panic!("as the test wants")), "no");
        assert_eq!(supervisor.ailments(), [(Part::Centre, Ailment::Restarted(1))]);
    }

    #[test]
    fn what_is_at_one_thing_for_too_long_hangs_and_what_waits_does_not() {
        let supervisor = Supervisor::default();
        let beat = supervisor.beat(Part::Camera);
        beat.works();
        let soon = Instant::now();
        assert_eq!(supervisor.ailments_at(soon), []);
        assert_eq!(supervisor.ailments_at(soon + HANGS_AFTER), [(Part::Camera, Ailment::Hangs)]);
        beat.waits();
        assert_eq!(supervisor.ailments_at(soon + HANGS_AFTER), []);
    }
}
