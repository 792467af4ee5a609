//! Speech and tones. What is to be said comes in as words, goes out as samples to a sound device that is named, and stops
//! at once when something newer comes or when the headphones leave.
//!
//! | what | where |
//! |---|---|
//! | the thread "speech": one utterance at a time, block by block | `worker` |
//! | words → samples | [`japanese`], [`english`]; evened out by [`loudness`]; kept by `cache` |
//! | tones | [`earcon`] |
//! | samples → a sound device | [`sound`] |
//! | headphones in or out | [`jack`] |
//! | voices and dictionary: where they are, how they get there | [`voices`] |

mod cache;
pub mod earcon;
pub mod english;
pub mod jack;
pub mod japanese;
pub mod loudness;
pub mod sound;
pub mod voices;
mod worker;

use super::Outbox;
use crate::supervisor::Part as Kept;
use crossbeam_channel::{Receiver, Sender, bounded};
use earcon::Earcon;
use jack::{Jack, Plug};
use sound::Output;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};
use worker::Worker;
use zeroize::Zeroizing;

/// Samples a second of everything that is played.
pub const SAMPLE_RATE: u32 = 48_000;
/// Orders that may wait. More than one means that the thread is about to stop what it says.
const ORDERS: usize = 16;
/// Reports that may wait for the app.
const REPORTS: usize = 256;

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VoiceName {
    /// Japanese, female.
    Mei,
    /// Japanese, male.
    Nitech,
    /// English, female.
    Slt,
}

/// Who can hear it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Route {
    /// Only the person who wears them. Nothing is played while they are out.
    Headphones,
    /// Everybody around.
    Loudspeaker,
}

/// Counts what was said since the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct UtteranceNumber(pub u64);

/// One breath of an utterance: a sentence, or a tone.
#[derive(Debug, Clone)]
pub enum Part {
    Words {
        words: Zeroizing<String>,
        /// The same for everybody, so that its sound may be kept.
        fixed: bool,
    },
    Tone(Earcon),
}

/// How somebody wants to hear it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Manner {
    pub voice: VoiceName,
    pub route: Route,
    /// 100 is the voice's own pace; its pitch stays.
    pub rate_percent: u16,
    /// 0 or less.
    pub gain_db: f32,
}

/// What is to be said. It takes the place of whatever is being said.
#[derive(Debug, Clone)]
pub struct Utterance {
    pub number: UtteranceNumber,
    pub manner: Manner,
    pub parts: Vec<Part>,
}

/// Why nothing is heard. The visit goes on with captions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpeechTrouble {
    /// No sound device is configured for this route.
    NoDevice,
    /// It cannot be opened, or went away; it is tried again.
    DeviceGone,
    /// This voice is not installed, or its engine failed.
    NoVoice,
}

/// What the thread tells the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Report {
    /// The first block of a part that is not silent was handed to the device.
    Began {
        number: UtteranceNumber,
        part: usize,
        /// From its first sample to its last.
        lasts: Duration,
    },
    /// Everything was handed to the device.
    Ended {
        number: UtteranceNumber,
    },
    /// Headphones went in or out.
    Headphones(bool),
    Trouble(SpeechTrouble),
    /// It is heard again.
    Well,
}

/// Something that was heard to its end, for those who listen to the kiosk: recordings and tests.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    pub what: HeardPart,
    pub route: Route,
    /// When its first block that is not silent was handed to the device.
    pub began: Instant,
    /// Its samples, counted on its route since the start.
    pub from: u64,
    pub to: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeardPart {
    Words(String),
    Tone(Earcon),
}

/// The ends of the speech device.
pub struct SpeechSeams {
    pub output: Box<dyn Output>,
    pub jack: Box<dyn Jack>,
    /// Who listens to everything that is heard; nobody in a real kiosk.
    pub ear: Option<Sender<Heard>>,
}

/// Where the voices lie, and which speaks Japanese.
#[derive(Debug, Clone)]
pub struct SpeechConfig {
    /// `None` where this user has no data folder.
    pub voices: Option<PathBuf>,
}

enum Order {
    Say(Utterance),
    Stop,
    /// Headphones came or went: whoever waits for a device looks again.
    Plugged,
}

/// The way to the threads "speech" and "jack"; they end when it is dropped.
pub struct SpeechHandle {
    orders: Sender<Order>,
    reports: Receiver<Report>,
    plug: Plug,
    _alive: Arc<()>,
}

impl SpeechHandle {
    /// Starts both threads. The app is woken after each report.
    pub fn start(config: SpeechConfig, seams: SpeechSeams, outbox: &Outbox) -> io::Result<Self> {
        let (orders, queue) = bounded(ORDERS);
        let (sender, reports) = bounded(REPORTS);
        let alive = Arc::new(());
        let teller = Teller { reports: sender, wake: outbox.waker(), handle: Arc::downgrade(&alive) };
        let plug = Plug::default();
        let supervisor = outbox.supervisor();
        jack::start(seams.jack, plug.clone(), teller.clone(), orders.clone(), supervisor)?;
        let (seen, output, ear) = (plug.clone(), seams.output, seams.ear);
        // An open sound device stays on the thread that opened it.
        let make = move || Worker::new(config, output, seen, ear, teller, queue);
        supervisor.keep(Kept::Speech, make, Worker::run)?;
        Ok(Self { orders, reports, plug, _alive: alive })
    }

    /// A device that nobody listens to: for who looks at screens.
    pub fn silent() -> Self {
        let ((orders, _), (_, reports)) = (bounded(ORDERS), bounded(REPORTS));
        Self { orders, reports, plug: Plug::default(), _alive: Arc::new(()) }
    }

    /// Says this now. A full queue means that the thread hangs: the visit goes on with captions.
    pub fn say(&self, utterance: Utterance) {
        self.orders.try_send(Order::Say(utterance)).ok();
    }

    /// Is silent now.
    pub fn stop(&self) {
        self.orders.try_send(Order::Stop).ok();
    }

    /// Headphones are in.
    pub fn headphones(&self) -> bool {
        self.plug.is_in()
    }

    /// What came since the last look.
    pub fn reports(&self) -> impl Iterator<Item = Report> {
        self.reports.try_iter()
    }

    /// Something waits to be looked at.
    pub fn has_reports(&self) -> bool {
        !self.reports.is_empty()
    }
}

/// Where reports go.
#[derive(Clone)]
struct Teller {
    reports: Sender<Report>,
    wake: Arc<dyn Fn() + Send + Sync>,
    /// Lives as long as the handle.
    handle: Weak<()>,
}

impl Teller {
    /// `false` when the app is gone.
    fn tell(&self, report: Report) -> bool {
        let told = self.reports.send(report).is_ok();
        (self.wake)();
        told
    }

    /// Nobody reads reports any more.
    fn is_gone(&self) -> bool {
        self.handle.strong_count() == 0
    }
}
