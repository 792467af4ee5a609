//! Whether faces can be checked: camera, networks and terminal key each tell what they know, and the session hears of
//! every change.

use crate::devices::Outbox;
use crate::session::Event;
use crate::session::face::{FaceReadiness, FaceRefusal};
use std::sync::{Arc, Mutex, PoisonError};

/// Shared by those who know something.
#[derive(Clone)]
pub struct Watch(Arc<Mutex<Known>>);

struct Known {
    outbox: Outbox,
    terminal_key: bool,
    models: Result<(), FaceRefusal>,
    camera: Option<bool>,
    told: FaceReadiness,
}

impl Watch {
    pub fn new(outbox: Outbox, terminal_key: bool) -> Self {
        let models = Err(FaceRefusal::Starting);
        let told = FaceReadiness::Not(FaceRefusal::Starting);
        Self(Arc::new(Mutex::new(Known { outbox, terminal_key, models, camera: None, told })))
    }

    pub fn camera(&self, there: bool) {
        self.change(|known| known.camera = Some(there));
    }

    pub fn models(&self, models: Result<(), FaceRefusal>) {
        self.change(|known| known.models = models);
    }

    fn change(&self, change: impl FnOnce(&mut Known)) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut known);
        let now = known.readiness();
        if known.told != now {
            known.told = now;
            // Sent under the lock, so that two changes cannot overtake each other.
            known.outbox.send(Event::FaceReadiness(now));
        }
    }
}

impl Known {
    fn readiness(&self) -> FaceReadiness {
        match (self.terminal_key, self.models, self.camera) {
            (false, ..) => FaceReadiness::Not(FaceRefusal::NoTerminalKey),
            (_, Err(refusal), _) => FaceReadiness::Not(refusal),
            (_, _, None) => FaceReadiness::Not(FaceRefusal::Starting),
            (_, _, Some(false)) => FaceReadiness::Not(FaceRefusal::NoCamera),
            (true, Ok(()), Some(true)) => FaceReadiness::Ready,
        }
    }
}
