//! SIGTERM and SIGINT end the program as closing its window does: the card is let go, and the record says that the kiosk
//! was stopped. A second one ends it at once, should it hang.

use super::wake::Waker;
use bevy::prelude::*;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use signal_hook::iterator::Signals;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{io, thread};

/// What a program ends with that had to be told twice.
const TOLD_TWICE: i32 = 1;

/// Somebody wants the program to end.
#[derive(Resource, Clone, Default)]
pub struct StopAsked(Arc<AtomicBool>);

impl StopAsked {
    /// Listens from now on; the thread "signals" wakes the event loop.
    pub fn listen(waker: Waker) -> io::Result<Self> {
        let asked = Self::default();
        for signal in [SIGTERM, SIGINT] {
            flag::register_conditional_shutdown(signal, TOLD_TWICE, Arc::clone(&asked.0))?;
            flag::register(signal, Arc::clone(&asked.0))?;
        }
        let mut signals = Signals::new([SIGTERM, SIGINT])?;
        thread::Builder::new().name("signals".into()).spawn(move || {
            for _ in signals.forever() {
                waker.wake();
            }
        })?;
        Ok(asked)
    }
}

/// Ends the program when it is asked to.
pub fn obey(asked: Option<Res<StopAsked>>, mut exits: MessageWriter<AppExit>) {
    if asked.is_some_and(|asked| asked.0.load(Ordering::Relaxed)) {
        exits.write(AppExit::Success);
    }
}
