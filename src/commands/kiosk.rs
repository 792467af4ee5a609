use super::Failed;
use crate::app::plugin::Platform;
use crate::app::start::Seams;
use crate::app::{Clock, start};
use crate::config::{self, Config};
use crate::devices::camera::v4l2::V4l2Camera;
use crate::devices::card::{CardConfig, CardLimits, CardTrust, NoCardFace, ReaderPolicy};
use crate::devices::speech::SpeechSeams;
use crate::devices::speech::jack::{AlsaJack, Jack, NoJack};
use crate::devices::speech::sound::alsa::AlsaOutput;
use crate::memory;
use std::path::PathBuf;
use std::process::ExitCode;

/// The real kiosk: fullscreen, with the reader, centre and result folder of the config file.
///
/// Refuses practice cards. Run `uketsuke doctor --config FILE` first: it says what is missing.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The config file.
    #[arg(long, default_value = config::DEFAULT_PATH)]
    config: PathBuf,
}

pub fn run(options: &Options) -> Result<ExitCode, Failed> {
    // Whether memory can get to the disk all the same is what the doctor tells.
    memory::keep_to_ourselves()?;
    let config = Config::read(&options.config)?;
    start::need_display()?;
    let card = CardConfig {
        readers: config.card.reader.clone().map_or(ReaderPolicy::AnyReal, ReaderPolicy::Named),
        trust: CardTrust::Production,
        limits: CardLimits::default(),
        // The state's terminal key is not to be had: the kiosk says so, and offers the other ways.
        terminal: None,
    };
    let camera = V4l2Camera { visible: config.camera.device.clone(), infrared: config.camera.infrared_device.clone() };
    let speech = speech(&config.speech);
    let seams = Seams { card, card_face: Box::new(NoCardFace), camera: Box::new(camera), speech };
    let parts = start::parts(&config, seams, Clock::real())?;
    Ok(start::run(Platform::Window { size: None }, parts)?)
}

/// Real sound devices and a real jack.
fn speech(config: &config::Speech) -> SpeechSeams {
    let output = AlsaOutput { headphones: config.headphones.clone(), loudspeaker: config.loudspeaker.clone() };
    let jack: Box<dyn Jack> = match &config.jack {
        Some(jack) => Box::new(AlsaJack::new(jack)),
        None => Box::new(NoJack),
    };
    SpeechSeams { output: Box::new(output), jack, ear: None }
}
