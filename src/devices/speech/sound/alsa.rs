//! ALSA's devices, opened by name and directly: a sound server would send the words elsewhere when headphones leave.

use super::{Output, SoundError, Stream};
use crate::devices::speech::{Route, SAMPLE_RATE};
use alsa::pcm::{Access, Format, HwParams, PCM};
use alsa::{Direction, ValueOr};

/// What is on its way to the ear. Short, because it is heard after a stop where the device cannot forget it.
const BUFFER_MICROS: u32 = 60_000;
const PERIOD_MICROS: u32 = 10_000;

/// The devices by their ALSA names, as `plughw:CARD=Headset,DEV=0`.
#[derive(Debug, Clone, Default)]
pub struct AlsaOutput {
    pub headphones: Option<String>,
    pub loudspeaker: Option<String>,
}

impl AlsaOutput {
    /// What this user hears everything else on, for both routes: for practice only.
    pub fn usual() -> Self {
        let usual = Some("default".to_owned());
        Self { headphones: usual.clone(), loudspeaker: usual }
    }
}

impl Output for AlsaOutput {
    fn open(&mut self, route: Route) -> Result<Box<dyn Stream>, SoundError> {
        let device = match route {
            Route::Headphones => &self.headphones,
            Route::Loudspeaker => &self.loudspeaker,
        };
        let device = device.clone().ok_or(SoundError::NotConfigured)?;
        match open(&device) {
            Ok(pcm) => Ok(Box::new(AlsaStream { pcm, device })),
            Err(cause) => Err(SoundError::Device { device, cause: cause.to_string() }),
        }
    }
}

fn open(device: &str) -> Result<PCM, alsa::Error> {
    // ALSA would write its own lines to the terminal; what failed is told by the error.
    let _quiet = alsa::Output::local_error_handler()?;
    // Not waiting for a device that somebody else holds.
    let pcm = PCM::new(device, Direction::Playback, true)?;
    {
        let wanted = HwParams::any(&pcm)?;
        wanted.set_access(Access::RWInterleaved)?;
        wanted.set_format(Format::s16())?;
        wanted.set_channels(1)?;
        wanted.set_rate(SAMPLE_RATE, ValueOr::Nearest)?;
        wanted.set_period_time_near(PERIOD_MICROS, ValueOr::Nearest)?;
        wanted.set_buffer_time_near(BUFFER_MICROS, ValueOr::Nearest)?;
        pcm.hw_params(&wanted)?;
    }
    pcm.prepare()?;
    Ok(pcm)
}

struct AlsaStream {
    pcm: PCM,
    device: String,
}

/// A device that takes nothing for so long is dead.
const DEAD_AFTER_MS: u32 = 1000;

impl AlsaStream {
    fn write_all(&self, samples: &[i16]) -> Result<(), alsa::Error> {
        let io = self.pcm.io_i16()?;
        let mut left = samples;
        while !left.is_empty() {
            match io.writei(left) {
                Ok(written) => left = &left[written..],
                Err(error) if error.errno() == libc_eagain() => {
                    if !self.pcm.wait(Some(DEAD_AFTER_MS))? {
                        return Err(error);
                    }
                }
                // An underrun is the usual end of the words before.
                Err(error) => self.pcm.try_recover(error, true)?,
            }
        }
        Ok(())
    }
}

fn libc_eagain() -> i32 {
    rustix::io::Errno::AGAIN.raw_os_error()
}

impl Stream for AlsaStream {
    fn write(&mut self, samples: &[i16]) -> Result<(), SoundError> {
        self.write_all(samples)
            .map_err(|cause| SoundError::Device { device: self.device.clone(), cause: cause.to_string() })
    }

    fn drop_rest(&mut self) {
        // A device that is gone has nothing left to drop.
        self.pcm.drop().and_then(|()| self.pcm.prepare()).ok();
    }
}
