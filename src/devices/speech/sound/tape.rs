//! Sound that goes onto a tape instead of into the air: for recordings of a visit and for tests. It takes samples as fast
//! as they are made, or no faster than they would be heard.

use super::{Output, SoundError, Stream};
use crate::devices::speech::{Route, SAMPLE_RATE};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A tape for each route, and what is wrong with the devices. Clones are the same tapes.
#[derive(Clone, Default)]
pub struct Tape {
    reels: Arc<Mutex<Reels>>,
    paced: bool,
}

#[derive(Default)]
struct Reels {
    headphones: Vec<i16>,
    loudspeaker: Vec<i16>,
    broken: [bool; 2],
}

impl Tape {
    /// As fast as a device plays.
    pub fn paced() -> Self {
        Self { paced: true, ..Self::default() }
    }

    fn reels(&self) -> MutexGuard<'_, Reels> {
        self.reels.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everything that was written to a route so far.
    pub fn recording(&self, route: Route) -> Vec<i16> {
        match route {
            Route::Headphones => self.reels().headphones.clone(),
            Route::Loudspeaker => self.reels().loudspeaker.clone(),
        }
    }

    /// The device goes away, or comes back.
    pub fn set_broken(&self, route: Route, broken: bool) {
        self.reels().broken[place(route)] = broken;
    }

    /// Silence of this length, as between two prompts.
    pub fn pause(&self, route: Route, ms: u32) {
        let silence = std::iter::repeat_n(0, (ms * SAMPLE_RATE / 1000) as usize);
        self.reels().reel(route).extend(silence);
    }
}

impl Reels {
    fn reel(&mut self, route: Route) -> &mut Vec<i16> {
        match route {
            Route::Headphones => &mut self.headphones,
            Route::Loudspeaker => &mut self.loudspeaker,
        }
    }

    fn check(&self, route: Route) -> Result<(), SoundError> {
        let gone = || SoundError::Device { device: format!("{route:?}"), cause: "it is gone".into() };
        if self.broken[place(route)] { Err(gone()) } else { Ok(()) }
    }
}

fn place(route: Route) -> usize {
    match route {
        Route::Headphones => 0,
        Route::Loudspeaker => 1,
    }
}

impl Output for Tape {
    fn open(&mut self, route: Route) -> Result<Box<dyn Stream>, SoundError> {
        self.reels().check(route)?;
        Ok(Box::new(TapeStream { tape: self.clone(), route }))
    }
}

struct TapeStream {
    tape: Tape,
    route: Route,
}

impl Stream for TapeStream {
    fn write(&mut self, samples: &[i16]) -> Result<(), SoundError> {
        let mut reels = self.tape.reels();
        reels.check(self.route)?;
        reels.reel(self.route).extend_from_slice(samples);
        drop(reels);
        if self.tape.paced {
            std::thread::sleep(Duration::from_secs(samples.len() as u64) / SAMPLE_RATE);
        }
        Ok(())
    }

    fn drop_rest(&mut self) {}
}
