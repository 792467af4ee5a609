//! The My Number card over PC/SC: is a card there, whose is it, sign once with the PIN.
//!
//! | thread | does |
//! |---|---|
//! | `card-monitor` | waits for readers and cards to come and go, tells the session |
//! | `card-dispatch` | takes commands, watches the clock for `card` |
//! | `card` | sends APDUs through [`guard`], may hang in one |
//!
//! [`reading`] holds the series of APDUs, [`guard`] what protects both sides from each other, [`trust`] whose cards are
//! accepted. `virtual_card` is the other side of the wire.

#[cfg(test)]
#[path = "abuse_tests.rs"]
mod abuse;
mod apdu;
mod card_face;
mod dispatch;
mod guard;
mod monitor;
mod pcsc;
mod reading;
mod refused;
mod terminal;
mod trust;
pub mod virtual_card;
mod worker;

pub use apdu::{ApduTally, Purpose};
pub use card_face::{CardFaceReader, NoCardFace, PracticeCardFace, TypedCardFace};
pub use terminal::TerminalKey;

use crate::devices::Outbox;
use crate::session::event::{CardTrouble, PhotoTrouble, VisitNumber};
use crate::session::face::FaceRefusal;
use crate::session::secret::{CardFaceCode, Pin};
use crate::supervisor::Part;
use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use dispatch::{Control, Dispatcher};
use monitor::{Monitor, Waking};
use refused::RefusedCodes;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use std::{env, io};
use worker::Shared;

/// How every reader of vpcd is named; no real one is.
pub const VIRTUAL_READER: &str = "Virtual PCD";
/// Where libpcsclite looks for pcscd. It reads the variable once in a process, at its first call.
pub const SOCKET_VARIABLE: &str = "PCSCLITE_CSOCK_NAME";
/// Commands that may wait; a visit has one at a time.
const COMMANDS: usize = 4;
/// Ends of visits that may wait.
const CONTROLS: usize = 16;
/// How long each thread may take to stop. A monitor's cancel is lost where it was just about to wait, so it is
/// repeated after every step.
const STOP_STEPS: u32 = 40;
const STOP_STEP: Duration = Duration::from_millis(50);

/// Which readers may be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReaderPolicy {
    /// Practice terminal: readers whose name begins with `name` (which itself begins with [`VIRTUAL_READER`]), and only
    /// over the private pcscd that listens at `socket`. A real reader is never touched.
    OnlyVirtual { name: String, socket: PathBuf },
    /// The reader with exactly this name; for kiosks that have several.
    Named(String),
    /// Whichever reader that is not virtual has a card.
    AnyReal,
}

/// Whose cards are accepted; decided before any secret is sent to a card.
#[derive(Debug)]
pub enum CardTrust {
    /// Practice terminal: only cards of this CA (DER). A real card is left untouched.
    PracticeCa(Vec<u8>),
    /// Real kiosk: only cards of the public JPKI roots; practice cards are refused by name.
    Production,
}

/// Limits of the device.
#[derive(Debug, Clone, Copy)]
pub struct CardLimits {
    /// A command that takes longer is reported as `CardTrouble::Silent`.
    pub silent_after: Duration,
    /// How long the next command waits for a worker that was silent before it gets a new one.
    pub grace: Duration,
}

impl Default for CardLimits {
    /// A read takes under a second on cards that were seen, so five mean that nothing comes any more.
    fn default() -> Self {
        Self { silent_after: Duration::from_secs(5), grace: Duration::from_secs(1) }
    }
}

/// How to use card readers.
#[derive(Debug)]
pub struct CardConfig {
    pub readers: ReaderPolicy,
    pub trust: CardTrust,
    pub limits: CardLimits,
    /// What cards accept in place of a PIN after a face was recognised; a real kiosk has none.
    pub terminal: Option<Arc<dyn TerminalKey>>,
}

/// What the card is asked to do. Each is answered by one event with the same visit number, except `End`, and except
/// commands of a visit that has ended.
#[derive(Debug)]
pub enum CardCommand {
    /// `Event::CardRead`: certificate and tries left. Takes the card anew, and costs no try.
    Read { visit: VisitNumber },
    /// `Event::Signed`: VERIFY once, then sign this SHA-256 digest. `last_try_allowed`: the patient was warned that a
    /// wrong PIN locks the card now, and wants to go on (`Input::RiskLastTry`).
    Sign { visit: VisitNumber, pin: Pin, digest: [u8; 32], last_try_allowed: bool },
    /// `Event::PhotoRead`; after `Read` of the same visit.
    ReadPhoto { visit: VisitNumber, code: CardFaceCode },
    /// `Event::Signed`: sign this SHA-256 digest for the terminal's key, without a PIN.
    SignAsTerminal { visit: VisitNumber, digest: [u8; 32] },
    /// The visit is over: reset the card, drop what waits. Overtakes the other commands.
    End { visit: VisitNumber },
}

impl CardCommand {
    fn visit(&self) -> VisitNumber {
        match self {
            Self::Read { visit }
            | Self::Sign { visit, .. }
            | Self::ReadPhoto { visit, .. }
            | Self::SignAsTerminal { visit, .. }
            | Self::End { visit } => *visit,
        }
    }
}

/// Why there is no photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FaceTrouble {
    #[error("the card refused 照合番号B, {left} tries are left: read the card face again, or check the face by eye")]
    WrongCode { left: u8 },
    #[error("only {left} tries of 照合番号B are left, so none is risked: check the face by eye")]
    TooFewTries { left: u8 },
    #[error("this card refused the same 照合番号B before, so it was not sent again: read the card face again")]
    RefusedBefore,
    #[error("照合番号B of this card is locked: only its municipality can unlock it; check the face by eye")]
    Locked,
    #[error("照合番号B was sent, but the answer was lost (tries left now: {left:?}): place the card again")]
    AnswerLost { left: Option<u8> },
    #[error("the card could not be read ({0:?}): place it again")]
    Card(CardTrouble),
}

impl From<FaceTrouble> for PhotoTrouble {
    fn from(trouble: FaceTrouble) -> Self {
        match trouble {
            FaceTrouble::WrongCode { .. }
            | FaceTrouble::TooFewTries { .. }
            | FaceTrouble::RefusedBefore
            | FaceTrouble::Locked => Self::Refused(FaceRefusal::CodeRefused),
            FaceTrouble::AnswerLost { .. } => Self::Card(CardTrouble::NotRecognised),
            FaceTrouble::Card(trouble) => Self::Card(trouble),
        }
    }
}

/// Why the card device cannot start.
#[derive(Debug, thiserror::Error)]
pub enum CardError {
    #[error(
        "the practice terminal would talk to the real PC/SC service: start it with {SOCKET_VARIABLE}={wanted} in its \
         environment (`uketsuke practice` does so by itself)"
    )]
    NotOurSocket { wanted: PathBuf },
    #[error("the practice terminal uses virtual readers only, and {0:?} is none: write a name like {VIRTUAL_READER:?}")]
    NotVirtual(String),
    #[error("the card device could not start a thread: restart the kiosk ({0})")]
    Thread(#[from] io::Error),
}

/// The queue of commands is full, or the card's threads are gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the card device takes no more commands: end the visit, and restart the kiosk if that does not help")]
pub struct Full;

/// Starts monitor, dispatcher and worker. They run until the handle is dropped.
pub fn start(config: CardConfig, outbox: Outbox) -> Result<CardHandle, CardError> {
    check(&config.readers)?;
    let shared = Shared {
        policy: config.readers.clone(),
        trust: Arc::new(config.trust),
        tally: Arc::default(),
        refused: Arc::new(RefusedCodes::new()),
        terminal: config.terminal,
    };
    let tally = Arc::clone(&shared.tally);
    let (commands, queue) = bounded(COMMANDS);
    let (control, controls) = bounded(CONTROLS);
    let (dispatch_done, dispatch_ends) = bounded(0);
    let dispatcher = Dispatcher::new(shared, outbox.clone(), config.limits)?;
    let supervisor = outbox.supervisor().clone();
    supervisor.keep(
        Part::CardDispatch,
        move || (dispatcher, dispatch_done),
        move |(dispatcher, _), beat| dispatcher.run(&queue, &controls, beat),
    )?;

    let waking = Waking::default();
    let (stop_monitor, stopped) = bounded(0);
    let (monitor_done, monitor_ends) = bounded(0);
    let renew = Arc::new(AtomicBool::new(false));
    let monitor = Monitor::new(config.readers, outbox, Arc::clone(&waking), stopped, Arc::clone(&renew));
    supervisor.keep(Part::CardMonitor, move || (monitor, monitor_done), |(monitor, _), beat| monitor.run(beat))?;
    Ok(CardHandle {
        commands,
        control,
        tally,
        waking,
        renew,
        stop_monitor: Some(stop_monitor),
        dispatch_ends,
        monitor_ends,
    })
}

fn check(readers: &ReaderPolicy) -> Result<(), CardError> {
    let ReaderPolicy::OnlyVirtual { name, socket } = readers else { return Ok(()) };
    if !name.starts_with(VIRTUAL_READER) {
        return Err(CardError::NotVirtual(name.clone()));
    }
    if env::var_os(SOCKET_VARIABLE).is_none_or(|ours| ours != socket.as_os_str()) {
        return Err(CardError::NotOurSocket { wanted: socket.clone() });
    }
    Ok(())
}

/// The way to the card. Dropping it stops the threads, at the latest after two seconds each; one that hangs in the card
/// is left behind and sends nothing more.
pub struct CardHandle {
    commands: Sender<CardCommand>,
    control: Sender<Control>,
    tally: Arc<ApduTally>,
    waking: Waking,
    renew: Arc<AtomicBool>,
    stop_monitor: Option<Sender<()>>,
    dispatch_ends: Receiver<()>,
    monitor_ends: Receiver<()>,
}

impl CardHandle {
    /// Queues a command; never waits.
    pub fn send(&self, command: CardCommand) -> Result<(), Full> {
        match command {
            CardCommand::End { visit } => self.control.try_send(Control::End { visit }).map_err(|_| Full),
            command => self.commands.try_send(command).map_err(|_: TrySendError<CardCommand>| Full),
        }
    }

    /// Lets go of PC/SC and looks for the reader anew: it is lost, and found again if it is there.
    pub fn restart(&self) {
        self.renew.store(true, Ordering::Relaxed);
        if let Some(context) = &*self.waking.lock().unwrap_or_else(PoisonError::into_inner) {
            let _ = context.cancel();
        }
    }

    /// APDUs sent in the running visit.
    pub fn tally(&self) -> Arc<ApduTally> {
        Arc::clone(&self.tally)
    }
}

impl Drop for CardHandle {
    fn drop(&mut self) {
        self.stop_monitor = None;
        let _ = self.control.try_send(Control::Stop);
        for _ in 0..STOP_STEPS {
            if let Some(context) = &*self.waking.lock().unwrap_or_else(PoisonError::into_inner) {
                let _ = context.cancel();
            }
            if ended(&self.monitor_ends) {
                break;
            }
        }
        for _ in 0..STOP_STEPS {
            if ended(&self.dispatch_ends) {
                break;
            }
        }
    }
}

/// Waits a step for a thread to end, which shows as the end of its channel.
fn ended(thread: &Receiver<()>) -> bool {
    thread.recv_timeout(STOP_STEP) == Err(crossbeam_channel::RecvTimeoutError::Disconnected)
}
