//! The practice camera: films drawn persons, or plays still pictures and recorded frames; with faults to order. Behind
//! the same trait as a real one, so that everything above it is the same.

use super::frame::decode_jpeg;
use super::{Camera, CameraTrouble, Eye, SIDES, Stream, WANTED};
use crate::devices::face::picture::{Area, Picture, Point};
use crate::practice::scene::{Scene, Studio};
use crossbeam_channel::at;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Frames a second.
const PACE: Duration = Duration::from_millis(70);
/// A recording has no more bytes, and no more frames are played.
const MAX_BYTES: u64 = 256 << 20;
const MAX_FRAMES: usize = 2_000;

/// What may go wrong with a camera, for rehearsing and testing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CameraFault {
    #[default]
    None,
    Dark,
    Backlit,
    Blurred,
    /// One frame for ever.
    Frozen,
    /// No frames any more, and no error.
    Stalled,
    Unplugged,
    Busy,
    WrongFormat,
    /// The driver's library has a defect, and panics.
    Panics,
}

/// A fault that nobody knows.
#[derive(Debug, thiserror::Error)]
#[error(
    "unknown fault of the camera {0:?}: say none, dark, backlit, blurred, frozen, stalled, unplugged, busy, \
     wrong-format or panics"
)]
pub struct FaultSyntax(String);

impl FromStr for CameraFault {
    type Err = FaultSyntax;

    fn from_str(text: &str) -> Result<Self, FaultSyntax> {
        Ok(match text.trim() {
            "none" => Self::None,
            "dark" => Self::Dark,
            "backlit" => Self::Backlit,
            "blurred" => Self::Blurred,
            "frozen" => Self::Frozen,
            "stalled" => Self::Stalled,
            "unplugged" => Self::Unplugged,
            "busy" => Self::Busy,
            "wrong-format" => Self::WrongFormat,
            "panics" => Self::Panics,
            other => return Err(FaultSyntax(other.to_owned())),
        })
    }
}

/// What the camera plays.
#[derive(Debug, Clone)]
pub enum Film {
    /// Drawn persons.
    Scene(Scene),
    /// Pictures one after the other, then from the start.
    Frames(Arc<Vec<Picture>>),
}

/// A recording that cannot be played.
#[derive(Debug, thiserror::Error)]
pub enum FilmError {
    #[error("{path}: {cause}; name a folder of PNG, JPEG or PGM pictures, or an MJPEG file")]
    File { path: PathBuf, cause: String },
    #[error("{0} holds no picture that can be played: name a folder of PNG, JPEG or PGM pictures, or an MJPEG file")]
    Empty(PathBuf),
}

impl Film {
    /// A folder of still pictures, or a file of JPEG pictures one after the other.
    pub fn open(path: &Path) -> Result<Self, FilmError> {
        let frames = if path.is_dir() { from_folder(path)? } else { from_mjpeg(path)? };
        if frames.is_empty() { Err(FilmError::Empty(path.to_owned())) } else { Ok(Self::Frames(Arc::new(frames))) }
    }
}

fn file_error(path: &Path, cause: impl ToString) -> FilmError {
    FilmError::File { path: path.to_owned(), cause: cause.to_string() }
}

fn from_folder(folder: &Path) -> Result<Vec<Picture>, FilmError> {
    let entries = std::fs::read_dir(folder).map_err(|cause| file_error(folder, cause))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    paths.sort();
    // What is no picture is passed over: a folder may have a read-me.
    Ok(paths.iter().take(MAX_FRAMES).filter_map(|path| still(path)).collect())
}

/// A still picture of a bounded size.
pub fn still(path: &Path) -> Option<Picture> {
    let mut reader = image::ImageReader::open(path).ok()?.with_guessed_format().ok()?;
    let mut limits = image::Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(*SIDES.end()), Some(*SIDES.end()));
    reader.limits(limits);
    let rgb = reader.decode().ok()?.into_rgb8();
    Picture::new(rgb.width() as usize, rgb.height() as usize, rgb.into_raw())
}

/// Each picture begins with FF D8 FF and ends with FF D9.
fn from_mjpeg(path: &Path) -> Result<Vec<Picture>, FilmError> {
    let size = std::fs::metadata(path).map_err(|cause| file_error(path, cause))?.len();
    if size > MAX_BYTES {
        return Err(file_error(path, format!("it has {size} bytes, {MAX_BYTES} is the most")));
    }
    let bytes = std::fs::read(path).map_err(|cause| file_error(path, cause))?;
    let starts: Vec<usize> =
        bytes.windows(3).enumerate().filter(|(_, three)| *three == [0xFF, 0xD8, 0xFF]).map(|(at, _)| at).collect();
    let ends = starts.iter().skip(1).copied().chain([bytes.len()]);
    Ok(starts.iter().zip(ends).take(MAX_FRAMES).filter_map(|(from, to)| decode_jpeg(&bytes[*from..to])).collect())
}

/// The remote control of the practice camera, in the tray's, a script's or a test's hands.
#[derive(Clone)]
pub struct Projector(Arc<Mutex<Programme>>);

struct Programme {
    film: Film,
    fault: CameraFault,
}

impl Projector {
    pub fn new(film: Film) -> Self {
        Self(Arc::new(Mutex::new(Programme { film, fault: CameraFault::None })))
    }

    pub fn show(&self, film: Film) {
        self.programme().film = film;
    }

    pub fn fault(&self, fault: CameraFault) {
        self.programme().fault = fault;
    }

    /// The camera that plays what this control says.
    pub fn camera(&self) -> PlayedCamera {
        PlayedCamera(self.clone())
    }

    fn programme(&self) -> MutexGuard<'_, Programme> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// See the module.
pub struct PlayedCamera(Projector);

impl Camera for PlayedCamera {
    fn is_there(&mut self, eye: Eye) -> bool {
        eye == Eye::Visible && self.0.programme().fault != CameraFault::Unplugged
    }

    fn open(&mut self, eye: Eye) -> Result<Box<dyn Stream>, CameraTrouble> {
        match self.0.programme().fault {
            _ if eye == Eye::Infrared => Err(CameraTrouble::Missing),
            CameraFault::Unplugged => Err(CameraTrouble::Missing),
            CameraFault::Busy => Err(CameraTrouble::Busy),
            CameraFault::WrongFormat => Err(CameraTrouble::WrongFormat),
            _ => Ok(Box::new(PlayedStream {
                projector: self.0.clone(),
                studio: Studio::default(),
                count: 0,
                due: Instant::now(),
                last: None,
            })),
        }
    }
}

struct PlayedStream {
    projector: Projector,
    studio: Studio,
    count: u32,
    /// When the next frame comes.
    due: Instant,
    /// For the camera that sends one frame for ever.
    last: Option<Picture>,
}

impl Stream for PlayedStream {
    fn next(&mut self, limit: Duration) -> Result<Picture, CameraTrouble> {
        let (film, fault) = {
            let programme = self.projector.programme();
            (programme.film.clone(), programme.fault)
        };
        if fault == CameraFault::Stalled {
            // The channel speaks at that time.
            at(Instant::now() + limit).recv().ok();
            return Err(CameraTrouble::Stalled);
        }
        assert!(fault != CameraFault::Panics, "the practice camera panics, as it was told");
        at(self.due).recv().ok();
        self.due = Instant::now() + PACE;
        self.count += 1;
        let frame = match (fault, &self.last) {
            (CameraFault::Unplugged, _) => return Err(CameraTrouble::Unplugged),
            (CameraFault::Frozen, Some(last)) => last.clone(),
            _ => spoil(self.draw(&film), fault),
        };
        self.last = Some(frame.clone());
        Ok(frame)
    }
}

impl PlayedStream {
    fn draw(&mut self, film: &Film) -> Picture {
        match film {
            Film::Scene(scene) => self.studio.film(scene, WANTED, self.count),
            Film::Frames(frames) => {
                let still = &frames[self.count as usize % frames.len()];
                grainy(still, self.count)
            }
        }
    }
}

/// A sensor has noise; without it a still picture could not be told from a camera that hangs.
fn grainy(picture: &Picture, seed: u32) -> Picture {
    let mut noise = seed.wrapping_mul(0x9E37_79B9) | 1;
    let grain = picture.rgb().iter().map(|value| {
        noise ^= noise << 13;
        noise ^= noise >> 17;
        noise ^= noise << 5;
        value.saturating_add((noise & 1) as u8)
    });
    // As many bytes as before, so it is a picture.
    Picture::new(picture.width(), picture.height(), grain.collect()).unwrap_or_else(|| picture.clone())
}

fn spoil(picture: Picture, fault: CameraFault) -> Picture {
    match fault {
        CameraFault::Dark => picture.brightened(0.07),
        CameraFault::Backlit => backlit(&picture),
        CameraFault::Blurred => blurred(&picture),
        _ => picture,
    }
}

/// A window behind: the sides glare, the middle is dark.
fn backlit(picture: &Picture) -> Picture {
    let (width, height) = (picture.width(), picture.height());
    let middle = Area::around(Point::new(width as f32 / 2.0, height as f32 / 2.0), width as f32 * 0.45, height as f32);
    let mut rgb = Vec::with_capacity(picture.rgb().len());
    for (place, pixel) in picture.rgb().as_chunks::<3>().0.iter().enumerate() {
        let x = (place % width) as f32;
        let inside = (middle.left..middle.right).contains(&x);
        rgb.extend(pixel.map(|value| if inside { value / 4 } else { value.saturating_add(150) }));
    }
    Picture::new(width, height, rgb).unwrap_or_else(|| picture.clone())
}

/// Each pixel is the mean of those in a row to its right, as when the head moves fast.
fn blurred(picture: &Picture) -> Picture {
    const REACH: usize = 26;
    let width = picture.width();
    let mut rgb = Vec::with_capacity(picture.rgb().len());
    for row in picture.rgb().chunks_exact(3 * width) {
        for x in 0..width {
            let reach = REACH.min(width - x);
            for channel in 0..3 {
                let sum: u32 = (x..x + reach).map(|near| u32::from(row[3 * near + channel])).sum();
                rgb.push((sum / reach as u32) as u8);
            }
        }
    }
    Picture::new(width, picture.height(), rgb).unwrap_or_else(|| picture.clone())
}
