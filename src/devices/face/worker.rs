//! The thread "face": loads the networks, then looks whenever it is told to.

use super::check::{Check, Seeing};
use super::coach;
use super::detector::Search;
use super::models::{ModelError, Models};
use super::picture::Picture;
use super::recogniser::Descriptor;
use super::runtime::RuntimeError;
use super::{FaceConfig, Watch, photo};
use crate::devices::Outbox;
use crate::devices::camera::{CameraHandle, CameraTrouble, Seen};
use crate::session::face::{Advice, FaceRefusal, Verdict};
use crate::session::secret::CardPhoto;
use crate::session::{Event, VisitNumber};
use crate::supervisor::Beat;
use crossbeam_channel::{Receiver, RecvError, TryRecvError};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// How long one wait for a frame lasts; orders are looked at in between.
const FRAME_LIMIT: Duration = Duration::from_millis(100);
/// A camera that sends nothing for so long, and could not be started anew, ends the check.
const CAMERA_GONE: Duration = Duration::from_secs(5);
/// Frames that come for so long without a gap are a camera that works.
const FLOWS: Duration = Duration::from_secs(3);
/// An instruction that has not changed is repeated, because the session may have been waiting to show it.
const REPEAT_EVERY: Duration = Duration::from_millis(350);
/// The smallest face on a photo, in pixels: it fills most of it.
const SMALLEST_ON_PHOTO: f32 = 80.0;
pub enum Order {
    Look {
        visit: VisitNumber,
        photo: CardPhoto,
    },
    Stop,
    /// Load the networks anew.
    Restart,
}

pub struct Worker {
    config: FaceConfig,
    camera: CameraHandle,
    outbox: Outbox,
    watch: Watch,
    orders: Receiver<Order>,
}

/// How a look ended.
enum End {
    Checked(Result<Verdict, FaceRefusal>),
    Stopped,
    /// Another look was ordered meanwhile.
    Next(VisitNumber, CardPhoto),
    Gone,
}

impl Worker {
    pub fn new(
        config: FaceConfig,
        camera: CameraHandle,
        outbox: Outbox,
        watch: Watch,
        orders: Receiver<Order>,
    ) -> Self {
        Self { config, camera, outbox, watch, orders }
    }

    /// Runs until nobody can give orders any more.
    pub fn run(&mut self, beat: &Beat) {
        let mut models = self.load();
        while let Ok(order) = self.next(beat) {
            let (mut visit, mut photo) = match order {
                Order::Look { visit, photo } => (visit, photo),
                Order::Stop => continue,
                Order::Restart => {
                    models = self.load();
                    continue;
                }
            };
            loop {
                let end = match &mut models {
                    Some(models) => self.look_guarded(models, visit, &photo, beat),
                    None => End::Checked(Err(FaceRefusal::NoModels)),
                };
                match end {
                    End::Checked(result) => {
                        if !self.outbox.send(Event::FaceChecked { visit, result }) {
                            return;
                        }
                        break;
                    }
                    End::Stopped => break,
                    End::Next(next, with) => (visit, photo) = (next, with),
                    End::Gone => return,
                }
            }
        }
    }

    fn next(&self, beat: &Beat) -> Result<Order, RecvError> {
        beat.waits();
        let order = self.orders.recv();
        beat.works();
        order
    }

    fn load(&self) -> Option<Models> {
        if !self.config.terminal_key {
            // Nobody will ask: the match could not be proven.
            return None;
        }
        let folder = self.config.models.clone().unwrap_or_default();
        match Models::load(&folder) {
            Ok(models) => {
                self.watch.models(Ok(()));
                Some(models)
            }
            Err(error) => {
                // Nobody who does not want the face check has to hear of it more than once.
                if matches!(error, ModelError::NotInstalled(_)) {
                    bevy::log::warn!("{error}");
                } else {
                    bevy::log::error!("{error}");
                }
                self.watch.models(Err(FaceRefusal::NoModels));
                None
            }
        }
    }

    /// The camera runs exactly as long as this does. A panic in a library ends the check, not the kiosk.
    fn look_guarded(&self, models: &mut Models, visit: VisitNumber, photo: &CardPhoto, beat: &Beat) -> End {
        let end = catch_unwind(AssertUnwindSafe(|| self.look(models, visit, photo, beat)));
        self.camera.stop();
        self.camera.seen().take();
        match end {
            Ok(Ok(end)) => end,
            Ok(Err(error)) => {
                bevy::log::error!("{error}");
                End::Checked(Err(FaceRefusal::MatchingFailed))
            }
            Err(_) => End::Checked(Err(FaceRefusal::MatchingFailed)),
        }
    }

    fn look(
        &self,
        models: &mut Models,
        visit: VisitNumber,
        photo: &CardPhoto,
        beat: &Beat,
    ) -> Result<End, RuntimeError> {
        self.camera.start();
        let Some(card) = describe_photo(models, photo)? else {
            return Ok(End::Checked(Err(FaceRefusal::PhotoUnusable)));
        };
        let mut check = Check::new(models, card, self.config.clone());
        let seen = self.camera.seen();
        let mut teller = Teller { outbox: &self.outbox, visit, last: None };
        let mut pulse = Pulse::new();
        let mut last = CameraTrouble::Stalled;
        loop {
            beat.works();
            match self.orders.try_recv() {
                Ok(Order::Look { visit, photo }) => return Ok(End::Next(visit, photo)),
                Ok(Order::Stop) => return Ok(End::Stopped),
                Err(TryRecvError::Disconnected) => return Ok(End::Gone),
                // Somebody is being looked at: only between visits.
                Ok(Order::Restart) | Err(TryRecvError::Empty) => {}
            }
            let advice = match seen.wait(FRAME_LIMIT) {
                Some(Seen::Frame(frame)) => {
                    pulse.frame();
                    match check.frame(&frame)? {
                        Seeing::Advice(advice) => advice,
                        Seeing::Verdict(verdict) => return Ok(End::Checked(Ok(verdict))),
                    }
                }
                Some(Seen::Trouble(trouble)) => {
                    last = trouble;
                    Advice::CameraStopped
                }
                None if pulse.lost() => return Ok(End::Checked(Err(refusal(last)))),
                None => continue,
            };
            if advice == Advice::CameraStopped && pulse.lost() {
                return Ok(End::Checked(Err(refusal(last))));
            }
            if !teller.tell(advice) {
                return Ok(End::Gone);
            }
        }
    }
}

/// Whether the camera is still of use. A few frames after a new start do not mend a camera that freezes each time.
struct Pulse {
    /// Since when frames have come without a gap.
    flowing: Option<Instant>,
    last: Instant,
    /// When they last came for long enough.
    well: Instant,
}

impl Pulse {
    fn new() -> Self {
        let now = Instant::now();
        Self { flowing: None, last: now, well: now }
    }

    fn frame(&mut self) {
        let now = Instant::now();
        let since = *self.flowing.get_or_insert(now);
        self.last = now;
        if now >= since + FLOWS {
            self.well = now;
        }
    }

    fn lost(&mut self) -> bool {
        let now = Instant::now();
        if now >= self.last + FRAME_LIMIT {
            self.flowing = None;
        }
        now >= self.well + CAMERA_GONE
    }
}

fn refusal(trouble: CameraTrouble) -> FaceRefusal {
    match trouble {
        CameraTrouble::Missing | CameraTrouble::Unplugged => FaceRefusal::NoCamera,
        CameraTrouble::Busy => FaceRefusal::CameraBusy,
        CameraTrouble::WrongFormat
        | CameraTrouble::Stalled
        | CameraTrouble::Frozen
        | CameraTrouble::NotAllowed
        | CameraTrouble::Other(_) => FaceRefusal::CameraBroken,
    }
}

/// The photo's face as numbers; `None` where the photo is damaged or shows none.
pub fn describe_photo(models: &mut Models, jpeg2000: &CardPhoto) -> Result<Option<Descriptor>, RuntimeError> {
    let photo = match photo::decode(jpeg2000.expose()) {
        Ok(photo) => photo,
        Err(error) => {
            bevy::log::warn!("{error}");
            return Ok(None);
        }
    };
    describe_still(models, &photo)
}

/// The descriptor of the one who is largest on a still picture.
pub fn describe_still(models: &mut Models, picture: &Picture) -> Result<Option<Descriptor>, RuntimeError> {
    let faces = models.detector.find(picture, Search::Everywhere { smallest: SMALLEST_ON_PHOTO })?;
    match coach::largest(&faces) {
        Some(face) => models.recogniser.describe(picture, face),
        None => Ok(None),
    }
}

/// Sends an instruction when it changes, and again now and then.
struct Teller<'a> {
    outbox: &'a Outbox,
    visit: VisitNumber,
    last: Option<(Advice, Instant)>,
}

impl Teller<'_> {
    /// `false` when nobody listens any more.
    fn tell(&mut self, advice: Advice) -> bool {
        let now = Instant::now();
        if self.last.is_some_and(|(last, at)| last == advice && now < at + REPEAT_EVERY) {
            return true;
        }
        self.last = Some((advice, now));
        self.outbox.send(Event::FaceSeen { visit: self.visit, advice })
    }
}
