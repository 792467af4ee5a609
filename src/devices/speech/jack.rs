//! Headphones in or out. Out is known to the speech thread before its next block.

use super::{Order, Report, Teller};
use crate::supervisor::{Beat, Part, Supervisor};
use alsa::ctl::ElemIface;
use alsa::hctl::HCtl;
use crossbeam_channel::{Receiver, Sender, bounded};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use std::{io, thread};

/// Whether headphones are in. Clones are the same plug.
#[derive(Debug, Clone, Default)]
pub struct Plug(Arc<AtomicBool>);

impl Plug {
    pub fn is_in(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }

    fn set(&self, is_in: bool) -> bool {
        self.0.swap(is_in, Ordering::SeqCst) != is_in
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct JackError(pub String);

/// Something that knows whether headphones are in. It lives on the thread "jack".
pub trait Jack: Send {
    /// Waits for a change, no longer than this; what is known then. An error counts as "out", and is asked again.
    fn wait(&mut self, at_most: Duration) -> Result<bool, JackError>;
}

/// No headphones, ever.
pub struct NoJack;

impl Jack for NoJack {
    fn wait(&mut self, _: Duration) -> Result<bool, JackError> {
        thread::park();
        Ok(false)
    }
}

/// The switch of a jack as ALSA's driver reports it.
pub struct AlsaJack {
    card: String,
    control: String,
    open: Option<HCtl>,
}

impl AlsaJack {
    /// `jack`: card and control, as `hw:0,Headphone Jack`; the control alone is looked for on the first card.
    pub fn new(jack: &str) -> Self {
        let (card, control) = jack.split_once(',').unwrap_or(("hw:0", jack));
        Self { card: card.trim().into(), control: control.trim().into(), open: None }
    }

    fn look(&mut self, at_most: Duration) -> Result<bool, alsa::Error> {
        let _quiet = alsa::Output::local_error_handler()?;
        let fresh = self.open.is_none();
        let controls = match self.open.take() {
            Some(controls) => controls,
            None => {
                let controls = HCtl::new(&self.card, false)?;
                controls.load()?;
                controls
            }
        };
        if !fresh && controls.wait(Some(at_most.as_millis() as u32))? {
            controls.handle_events()?;
        }
        let mut state = None;
        for element in controls.elem_iter() {
            let id = element.get_id()?;
            if id.get_interface() == ElemIface::Card && id.get_name()? == self.control {
                state = element.read()?.get_boolean(0);
            }
        }
        self.open = Some(controls);
        state.ok_or_else(|| alsa::Error::new("Headphone Jack", rustix::io::Errno::NOENT.raw_os_error()))
    }
}

impl Jack for AlsaJack {
    fn wait(&mut self, at_most: Duration) -> Result<bool, JackError> {
        self.look(at_most).map_err(|cause| {
            // Opened anew the next time: the card may have come back under the same name.
            self.open = None;
            JackError(format!("the jack '{}' of {}: {cause}", self.control, self.card))
        })
    }
}

/// A jack that a hand of the practice tray, a script or a test uses. Clones are the same jack.
#[derive(Debug, Clone)]
pub struct PracticeJack {
    told: Sender<bool>,
    changes: Receiver<bool>,
    now: bool,
}

impl Default for PracticeJack {
    fn default() -> Self {
        let (told, changes) = bounded(8);
        Self { told, changes, now: false }
    }
}

impl PracticeJack {
    pub fn plug(&self, is_in: bool) {
        // A queue of eight unread changes means that nobody listens.
        self.told.try_send(is_in).ok();
    }
}

impl Jack for PracticeJack {
    fn wait(&mut self, at_most: Duration) -> Result<bool, JackError> {
        if let Ok(is_in) = self.changes.recv_timeout(at_most) {
            self.now = is_in;
        }
        Ok(self.now)
    }
}

/// How long one look lasts at most, and the pause after one that failed.
const LOOK: Duration = Duration::from_secs(2);

pub(super) fn start(
    jack: Box<dyn Jack>,
    plug: Plug,
    teller: Teller,
    orders: Sender<Order>,
    supervisor: &Supervisor,
) -> io::Result<()> {
    let run = move |jack: &mut Box<dyn Jack>, beat: &Beat| {
        loop {
            // Waiting for a hand is all it does.
            beat.waits();
            let is_in = jack.wait(LOOK).unwrap_or_else(|_| {
                thread::sleep(LOOK);
                false
            });
            if plug.set(is_in) {
                // The speech thread sees the plug before each block; this wakes it where it has nothing to play.
                orders.try_send(Order::Plugged).ok();
                if !teller.tell(Report::Headphones(is_in)) {
                    return;
                }
            }
            if teller.is_gone() {
                return;
            }
        }
    };
    supervisor.keep(Part::Jack, move || jack, run).map(drop)
}
