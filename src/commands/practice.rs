use super::Failed;
use crate::app::plugin::Platform;
use crate::app::{Clock, start};
use crate::devices::camera::played::{Film, FilmError, Projector};
use crate::devices::camera::v4l2::{V4l2Camera, list};
use crate::devices::card::PracticeCardFace;
use crate::devices::speech::jack::PracticeJack;
use crate::practice::own_face::Webcam;
use crate::practice::scene::Scene;
use crate::practice::terminal::{self, Keep, Terminal};
use crate::practice::tray::{Before, Sound, Stage, TrayHand};
use crate::ui::layout;
use crate::ui::theme::{Colours, Letters, Theme};
use bevy::math::{UVec2, Vec2};
use std::path::PathBuf;
use std::process::ExitCode;

/// 練習モード: the whole kiosk in a window, with a virtual card, reader and eligibility centre.
///
/// Needs no hardware and no configuration. Never type your real PIN here.
#[derive(Debug, clap::Args)]
pub struct Options {
    #[command(flatten)]
    look: Look,
    /// Begin with new cards: a PIN that was locked while practising can be tried again.
    #[arg(long)]
    fresh_cards: bool,
    #[command(flatten)]
    camera: CameraOptions,
}

/// What the practice camera plays.
#[derive(Debug, Clone, clap::Args)]
pub struct CameraOptions {
    /// A folder of still pictures or an MJPEG file for the practice camera [default: drawn persons]
    #[arg(long, value_name = "PATH")]
    film: Option<PathBuf>,
}

impl CameraOptions {
    /// The stage of the practice terminal, and what stands on it at first.
    pub fn stage(&self, sound: Sound) -> Result<(Stage, Before), FilmError> {
        let (film, before) = match &self.film {
            Some(path) => (Film::open(path)?, Before::AsOrdered),
            None => (Film::Scene(Scene::default()), Before::Owner),
        };
        let webcam = (!list().is_empty()).then(|| Webcam::new(|| Box::new(V4l2Camera::default())));
        let stage = Stage {
            projector: Projector::new(film),
            card_face: PracticeCardFace::default(),
            webcam,
            jack: PracticeJack::default(),
            sound,
        };
        Ok((stage, before))
    }
}

/// How a practice window looks.
#[derive(Debug, Clone, clap::Args)]
pub struct Look {
    /// portrait or landscape; pictures have 1080x1920 or 1280x800 pixels
    #[arg(long, default_value = "landscape")]
    pub format: Format,
    /// ja, ja-yasashii, en, zh-CN, ko, pt or vi
    #[arg(long, default_value = "ja")]
    pub language: String,
    /// How large the letters are.
    #[arg(long, value_enum, default_value_t = Letters::Usual)]
    pub text_size: Letters,
    /// Colours of the screens.
    #[arg(long, value_enum, default_value_t = Colours::Standard)]
    pub colours: Colours,
    /// Pixels of a millimetre of this screen, where the screen itself says nothing or lies.
    #[arg(long, value_parser = between::<2, 20>)]
    pub px_per_mm: Option<f32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    Portrait,
    Landscape,
}

/// A number within these bounds.
fn between<const LOW: u8, const HIGH: u8>(text: &str) -> Result<f32, String> {
    let number: f32 = text.parse().map_err(|_| "is no number".to_owned())?;
    let bounds = f32::from(LOW)..=f32::from(HIGH);
    bounds.contains(&number).then_some(number).ok_or_else(|| format!("must lie between {LOW} and {HIGH}"))
}

impl Format {
    /// Size in pixels.
    pub fn size(self) -> UVec2 {
        match self {
            Self::Portrait => UVec2::new(1080, 1920),
            Self::Landscape => UVec2::new(1280, 800),
        }
    }
}

impl Look {
    /// The window: the kiosk's glass, and in landscape more height for the practice banner and tray, which have no room on it.
    pub fn platform(&self, theme: &Theme) -> Platform {
        let mut size = self.format.size();
        if self.format == Format::Landscape {
            size.y += (layout::PRACTICE_MM * theme.px_per_mm).round() as u32;
        }
        Platform::Window { size: Some(size) }
    }
}

pub fn run(options: &Options) -> Result<ExitCode, Failed> {
    start::need_display()?;
    let folder = terminal::enter_private_pcsc()?;
    if options.fresh_cards {
        terminal::forget_cards()?;
    }
    let terminal = Terminal::start(&folder, Keep::InDataFolder)?;
    let config = terminal.config(&options.look)?;
    let (stage, before) = options.camera.stage(Sound::Device)?;
    let mut parts = start::parts(&config, terminal.seams(&stage), Clock::real())?;
    let (hand, _running) = terminal.split();
    parts.hand = Some(TrayHand::new(hand, stage, before, parts.waker.clone()));
    Ok(start::run(window(options.look.format, &parts.theme), parts)?)
}

/// A window that fits on a small laptop's screen, and holds every screen in its real size.
fn window(format: Format, theme: &Theme) -> Platform {
    let mm = match format {
        Format::Landscape => Vec2::new(300.0, 190.0),
        Format::Portrait => Vec2::new(170.0, 258.0),
    };
    Platform::Window { size: Some((mm * theme.px_per_mm).as_uvec2()) }
}
