//! "Practise with my own face": a picture is taken with a real camera and put on a virtual card that lives in memory
//! only. Taking the card away wipes it.

use super::jpeg2000::{CARD_PHOTO_BYTES, CARD_PHOTO_SIZE, encode_grey};
use crate::devices::camera::{Camera, CameraTrouble, Eye, Stream};
use crate::devices::face::coach;
use crate::devices::face::detector::Search;
use crate::devices::face::models::{Models, default_folder};
use crate::devices::face::picture::{Picture, Point};
use crate::session::secret::CardPhoto;
use crossbeam_channel::{Receiver, after, bounded};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;
use zeroize::Zeroizing;

/// The practice person whose photo is taken.
pub const OWN_FACE: &str = "jibun";
/// How long somebody has to look into the camera.
const PATIENCE: Duration = Duration::from_secs(20);
/// Frames with a face before the one that is kept: the first ones are dark on many webcams.
const FRAMES_BEFORE: u32 = 4;
const FRAME_LIMIT: Duration = Duration::from_secs(2);
/// Height of the photo, in distances between the eyes, and how far down in it the eyes are.
const HEIGHT_IN_EYES: f32 = 4.6;
const EYES_DOWN: f32 = 0.42;
const SMALLEST: f32 = 0.19;

/// Why there is no picture; each has its sentence in the tray.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPicture {
    Camera(CameraTrouble),
    /// Nobody looked into the camera.
    Nobody,
    /// The networks or the encoder do not work; `doctor` says more.
    Broken,
}

/// A real camera of the practice terminal.
#[derive(Clone)]
pub struct Webcam {
    open: Arc<dyn Fn() -> Box<dyn Camera> + Send + Sync>,
    /// It takes the place of the practice camera.
    in_use: Arc<AtomicBool>,
}

impl Webcam {
    /// `open` gives a new handle to the same camera.
    pub fn new(open: impl Fn() -> Box<dyn Camera> + Send + Sync + 'static) -> Self {
        Self { open: Arc::new(open), in_use: Arc::default() }
    }

    pub fn use_it(&self, instead: bool) {
        self.in_use.store(instead, Ordering::Relaxed);
    }

    /// Takes a picture in the background; `wake` is called when there is one, or none will come.
    pub fn take_picture(&self, wake: impl FnOnce() + Send + 'static) -> Receiver<Result<CardPhoto, NoPicture>> {
        let (done, picture) = bounded(1);
        let mut camera = (self.open)();
        let work = move || {
            // Whoever asked may have changed their mind.
            done.send(take(camera.as_mut())).ok();
            wake();
        };
        // Without a thread the channel closes, and that says it.
        thread::Builder::new().name("own-face".into()).spawn(work).ok();
        picture
    }
}

/// The practice camera, or the real one while somebody practises with their own face.
pub struct EitherCamera {
    pub played: Box<dyn Camera>,
    pub webcam: Webcam,
}

impl EitherCamera {
    fn current(&mut self) -> Box<dyn Camera + '_> {
        if self.webcam.in_use.load(Ordering::Relaxed) {
            (self.webcam.open)()
        } else {
            Box::new(Borrowed(self.played.as_mut()))
        }
    }
}

struct Borrowed<'a>(&'a mut dyn Camera);

impl Camera for Borrowed<'_> {
    fn is_there(&mut self, eye: Eye) -> bool {
        self.0.is_there(eye)
    }

    fn open(&mut self, eye: Eye) -> Result<Box<dyn Stream>, CameraTrouble> {
        self.0.open(eye)
    }
}

impl Camera for EitherCamera {
    fn is_there(&mut self, eye: Eye) -> bool {
        self.current().is_there(eye)
    }

    fn open(&mut self, eye: Eye) -> Result<Box<dyn Stream>, CameraTrouble> {
        self.current().open(eye)
    }
}

fn take(camera: &mut dyn Camera) -> Result<CardPhoto, NoPicture> {
    let folder = default_folder().ok_or(NoPicture::Broken)?;
    let mut models = Models::load(&folder).map_err(|_| NoPicture::Broken)?;
    let mut stream = camera.open(Eye::Visible).map_err(NoPicture::Camera)?;
    let end = after(PATIENCE);
    let mut seen = 0;
    while end.try_recv().is_err() {
        let frame = stream.next(FRAME_LIMIT).map_err(NoPicture::Camera)?;
        let search = Search::Everywhere { smallest: SMALLEST * frame.height() as f32 };
        let faces = models.detector.find(&frame, search).map_err(|_| NoPicture::Broken)?;
        let Some((right, left)) = coach::largest(&faces).and_then(|face| face.marks.eyes()) else { continue };
        seen += 1;
        if seen > FRAMES_BEFORE {
            return photo(&frame, right, left);
        }
    }
    Err(NoPicture::Nobody)
}

/// Cut out upright as on a card, grey.
fn photo(frame: &Picture, right: Point, left: Point) -> Result<CardPhoto, NoPicture> {
    let (width, height) = CARD_PHOTO_SIZE;
    let step = right.distance(left) * HEIGHT_IN_EYES / height as f32;
    let eyes = right.middle(left);
    let cut = frame.sample(width, height, |x, y| {
        let (x, y) = (x - width as f32 / 2.0, y - height as f32 * EYES_DOWN);
        frame.inside(Point::new(eyes.x + x * step, eyes.y + y * step))
    });
    let grey = |pixel: &[u8; 3]| (pixel.iter().map(|value| u16::from(*value)).sum::<u16>() / 3) as u8;
    let pixels = Zeroizing::new(cut.rgb().as_chunks::<3>().0.iter().map(grey).collect::<Vec<u8>>());
    encode_grey(width, height, &pixels, CARD_PHOTO_BYTES).map(CardPhoto::new).map_err(|_| NoPicture::Broken)
}
