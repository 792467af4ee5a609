//! How fast a check is on this machine: drawn persons, whole frames, the code of the kiosk.

use super::check::{Check, Seeing};
use super::evaluation::EvaluationError;
use super::models::Models;
use super::worker::describe_photo;
use super::{FaceConfig, Liveness};
use crate::devices::camera::{Mount, WANTED};
use crate::practice::jpeg2000::{CARD_PHOTO_BYTES, CARD_PHOTO_SIZE, encode_grey};
use crate::practice::portrait;
use crate::practice::scene::{Scene, Studio};
use crate::session::face::Verdict;
use crate::session::secret::CardPhoto;
use serde::Serialize;
use std::time::{Duration, Instant};

/// Whose card it is.
const OWNER: &str = "hanako";
/// Films that are looked at for guidance: someone to be followed, someone to be told, nobody.
const GUIDED: [&str; 3] = ["hanako tilted", "hanako far", "nobody"];
/// Between two frames of a camera.
const PACE: Duration = Duration::from_millis(70);

/// Milliseconds.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Spread {
    pub count: usize,
    pub median: f64,
    pub p95: f64,
    pub longest: f64,
}

impl Spread {
    /// Of at least one time; `None` of none.
    pub fn of(mut times: Vec<Duration>) -> Option<Self> {
        times.sort();
        let at = |part: f64| times.get(((times.len() - 1) as f64 * part).ceil() as usize);
        let ms = |time: &Duration| time.as_secs_f64() * 1e3;
        Some(Self {
            count: times.len(),
            median: ms(times.get(times.len() / 2)?),
            p95: ms(at(0.95)?),
            longest: ms(times.last()?),
        })
    }
}

/// What was measured.
#[derive(Debug, Clone, Serialize)]
pub struct Speed {
    /// One frame of 640×480 to one instruction.
    pub guidance: Option<Spread>,
    /// The frame with which a comparison is decided, to the verdict.
    pub verdict: Option<Spread>,
    /// From the first frame to a match.
    pub match_after: Option<Spread>,
}

/// Guides through `frames` frames of each film, and lets the owner be recognised `checks` times.
pub fn measure(models: &mut Models, frames: u32, checks: u32) -> Result<Speed, EvaluationError> {
    let (width, height) = CARD_PHOTO_SIZE;
    let portrait = portrait::passport(OWNER, width, height);
    let photo = CardPhoto::new(encode_grey(width, height, &portrait, CARD_PHOTO_BYTES)?);
    let mut studio = Studio::default();
    let config = FaceConfig { models: None, liveness: Liveness::Off, mount: Mount::default(), terminal_key: true };
    let mut guidance = Vec::new();
    for words in GUIDED {
        let Some(card) = describe_photo(models, &photo)? else { continue };
        let scene: Scene = words.parse().unwrap_or_default();
        let mut check = Check::new(models, card, config.clone());
        for count in 0..frames {
            let frame = studio.film(&scene, WANTED, count);
            let began = Instant::now();
            check.frame(&frame)?;
            guidance.push(began.elapsed());
            crossbeam_channel::at(began + PACE).recv().ok();
        }
    }
    let (mut verdict, mut match_after) = (Vec::new(), Vec::new());
    for round in 0..checks {
        let Some(card) = describe_photo(models, &photo)? else { continue };
        let mut check = Check::new(models, card, config.clone());
        let mut busy = Duration::ZERO;
        for count in 0..frames {
            let frame = studio.film(&Scene::of(OWNER), WANTED, round * 7 + count);
            let began = Instant::now();
            let seeing = check.frame(&frame)?;
            busy += began.elapsed();
            if seeing == Seeing::Verdict(Verdict::Match) {
                verdict.push(began.elapsed());
                match_after.push(busy);
                break;
            }
        }
    }
    Ok(Speed { guidance: Spread::of(guidance), verdict: Spread::of(verdict), match_after: Spread::of(match_after) })
}
