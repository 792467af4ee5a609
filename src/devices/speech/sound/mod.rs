//! Where samples go. A device is named, and nothing ever goes to another one.

pub mod alsa;
pub mod tape;

use super::Route;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SoundError {
    #[error("no sound device is configured for this")]
    NotConfigured,
    #[error("the sound device {device} cannot be used ({cause})")]
    Device { device: String, cause: String },
}

/// The sound devices of a kiosk. It lives on the speech thread.
pub trait Output: Send {
    /// Opens the device of a route for 16-bit mono at [`super::SAMPLE_RATE`], for this program alone where it can.
    fn open(&mut self, route: Route) -> Result<Box<dyn Stream>, SoundError>;
}

/// A device that is open.
pub trait Stream {
    /// Takes a block, and waits while its buffer of some 60 ms is full.
    fn write(&mut self, samples: &[i16]) -> Result<(), SoundError>;
    /// What was taken and not yet heard is never heard.
    fn drop_rest(&mut self);
}
