//! The thread "face": loads the networks, then looks whenever it is told to.

use super::coach::{self, Look};
use super::decision::{Decision, FIRST_AFTER, Fusion};
use super::detector::{Face, Search};
use super::liveness::{self, Challenge};
use super::models::{ModelError, Models};
use super::picture::{Area, Picture};
use super::quality::Quality;
use super::recogniser::Descriptor;
use super::runtime::RuntimeError;
use super::{FaceConfig, Liveness, Watch, photo};
use crate::devices::Outbox;
use crate::devices::camera::{CameraHandle, CameraTrouble, Seen};
use crate::session::face::{Advice, FaceRefusal, Verdict};
use crate::session::secret::CardPhoto;
use crate::session::{Event, VisitNumber};
use crossbeam_channel::{Receiver, TryRecvError};
use rand::RngCore;
use rand::rngs::OsRng;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// How long one wait for a frame lasts; orders are looked at in between.
const FRAME_LIMIT: Duration = Duration::from_millis(100);
/// A camera that sends nothing for so long, and could not be started anew, ends the check.
const CAMERA_GONE: Duration = Duration::from_secs(5);
/// Frames that come for so long without a gap are a camera that works.
const FLOWS: Duration = Duration::from_secs(3);
/// While a face is followed, the whole frame is searched for another person so often, and so often while one is there.
const OTHERS_EVERY: Duration = Duration::from_millis(1500);
const OTHERS_THERE_EVERY: Duration = Duration::from_millis(400);
/// An instruction that has not changed is repeated, because the session may have been waiting to show it.
const REPEAT_EVERY: Duration = Duration::from_millis(350);
/// How long a word about mask, glasses or hat takes the place of comparing; who keeps it on is compared all the same.
const COVERING_HINT: Duration = Duration::from_secs(4);
/// A search of the whole frame is spread over frames, so that none takes long: first large faces, then small ones.
/// Smallest and largest face of each step, as parts of the frame's height; the last two are of people who have to come
/// closer.
const STEPS: [(f32, f32); 4] = [(0.29, 0.90), (0.19, 0.24), (0.14, 0.15), (0.11, 0.12)];
/// Steps in which somebody else at the kiosk is found.
const STEPS_FOR_OTHERS: usize = 2;
/// The smallest face on a photo, in pixels: it fills most of it.
const SMALLEST_ON_PHOTO: f32 = 80.0;
/// A frame darker than this is brightened before a face is looked for in it, at most so many times.
const DIM: f32 = 70.0;
const MOST_GAIN: f32 = 8.0;

pub enum Order {
    Look { visit: VisitNumber, photo: CardPhoto },
    Stop,
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
    pub fn run(self) {
        let mut models = self.load();
        while let Ok(order) = self.orders.recv() {
            let Order::Look { mut visit, mut photo } = order else { continue };
            loop {
                let end = match &mut models {
                    Some(models) => self.look_guarded(models, visit, &photo),
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
    fn look_guarded(&self, models: &mut Models, visit: VisitNumber, photo: &CardPhoto) -> End {
        let end = catch_unwind(AssertUnwindSafe(|| self.look(models, visit, photo)));
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

    fn look(&self, models: &mut Models, visit: VisitNumber, photo: &CardPhoto) -> Result<End, RuntimeError> {
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
            match self.orders.try_recv() {
                Ok(Order::Look { visit, photo }) => return Ok(End::Next(visit, photo)),
                Ok(Order::Stop) => return Ok(End::Stopped),
                Err(TryRecvError::Disconnected) => return Ok(End::Gone),
                Err(TryRecvError::Empty) => {}
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

/// What a frame came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Seeing {
    Advice(Advice),
    Verdict(Verdict),
}

/// One check of one face, frame by frame. All that it holds of a person wipes itself when it goes.
pub struct Check<'a> {
    models: &'a mut Models,
    config: FaceConfig,
    card: Descriptor,
    fusion: Fusion,
    /// Where the face was in the frame before.
    followed: Option<Area>,
    /// Where the running search of the whole frame is.
    step: usize,
    /// When the next search for others begins, while a face is followed.
    others_due: Instant,
    /// The search for others found one so far, or in the end.
    others: bool,
    crowd: bool,
    /// What was said last, for frames that bring nothing new.
    said: Advice,
    /// Since when a comparison has not succeeded, so that what hides the face is worth a word.
    matched_badly: Option<Instant>,
    challenge: Option<(Challenge, Instant)>,
}

impl<'a> Check<'a> {
    pub fn new(models: &'a mut Models, card: Descriptor, config: FaceConfig) -> Self {
        let facts = models.recogniser.facts();
        let fusion = Fusion::new(facts.metric, facts.distance);
        Self {
            models,
            config,
            card,
            fusion,
            followed: None,
            step: 0,
            others_due: Instant::now(),
            others: false,
            crowd: false,
            said: Advice::Wait,
            matched_badly: None,
            challenge: None,
        }
    }

    /// Judges one frame; the comparison is done on the good ones.
    pub fn frame(&mut self, frame: &Picture) -> Result<Seeing, RuntimeError> {
        let seeing = self.judge(frame)?;
        if let Seeing::Advice(advice) = seeing {
            self.said = advice;
        }
        Ok(seeing)
    }

    fn judge(&mut self, frame: &Picture) -> Result<Seeing, RuntimeError> {
        let (bright, gain) = brightened(frame);
        let picture = bright.as_ref().unwrap_or(frame);
        let Some(faces) = self.find(picture)? else { return Ok(Seeing::Advice(self.said)) };
        let hint = self.matched_badly.is_some_and(|since| since.elapsed() < COVERING_HINT);
        let Look { advice, quality } = coach::look(picture, &faces, gain, self.config.mount, hint);
        let (Some(quality), Some(face)) = (quality, coach::largest(&faces)) else { return Ok(Seeing::Advice(advice)) };
        if let Some(seeing) = self.challenged(&quality) {
            return Ok(seeing);
        }
        let advice = if self.crowd { Advice::OnePersonOnly } else { advice };
        if advice != Advice::Good {
            if matches!(advice, Advice::TakeOffMask | Advice::TakeOffSunglasses | Advice::LiftHat) {
                // Frames with it are not mixed with those without.
                self.fusion.clear();
            }
            return Ok(Seeing::Advice(advice));
        }
        self.compare(picture, face.clone(), &quality)
    }

    /// The faces of this frame; `None` while a search is not over. A face that was there is looked for where it was.
    fn find(&mut self, picture: &Picture) -> Result<Option<Vec<Face>>, RuntimeError> {
        if let Some(area) = self.followed {
            let near = self.models.detector.find(picture, Search::Near(area))?;
            if let Some(face) = coach::largest(&near) {
                self.followed = Some(face.area);
                self.look_for_others(picture, face.area)?;
                return Ok(Some(near));
            }
            (self.followed, self.step, self.crowd) = (None, 0, false);
        }
        let found = self.search(picture)?;
        self.step = (self.step + 1) % STEPS.len();
        if let Some(face) = coach::largest(&found) {
            self.followed = Some(face.area);
            self.crowd = coach::crowded(&found);
            (self.step, self.others, self.others_due) = (0, self.crowd, Instant::now());
            return Ok(Some(found));
        }
        Ok((self.step == 0).then_some(found))
    }

    fn search(&mut self, picture: &Picture) -> Result<Vec<Face>, RuntimeError> {
        let (smallest, largest) = STEPS[self.step];
        let height = picture.height() as f32;
        let between = Search::Between { smallest: smallest * height, largest: largest * height };
        self.models.detector.find(picture, between)
    }

    /// One step of the search for another person, where one is due.
    fn look_for_others(&mut self, picture: &Picture, followed: Area) -> Result<(), RuntimeError> {
        if Instant::now() < self.others_due {
            return Ok(());
        }
        let found = self.search(picture)?;
        self.others |= found.iter().any(|other| coach::is_another(other, followed));
        self.step += 1;
        if self.step >= STEPS_FOR_OTHERS {
            self.crowd = std::mem::take(&mut self.others);
            self.step = 0;
            self.others_due = Instant::now() + if self.crowd { OTHERS_THERE_EVERY } else { OTHERS_EVERY };
        }
        Ok(())
    }

    fn compare(&mut self, picture: &Picture, face: Face, quality: &Quality) -> Result<Seeing, RuntimeError> {
        let better = self.models.detector.find(picture, Search::Thorough(face.area))?;
        let face = coach::largest(&better).cloned().unwrap_or(face);
        let Some(descriptor) = self.models.recogniser.describe(picture, &face)? else {
            return Ok(Seeing::Advice(Advice::LookStraight));
        };
        let decision = self.fusion.add(descriptor, coach::weight(quality), &self.card);
        if decision == Decision::Open && self.fusion.frames() >= FIRST_AFTER {
            self.matched_badly.get_or_insert_with(Instant::now);
        }
        Ok(match (decision, self.config.liveness) {
            (Decision::Open, _) => Seeing::Advice(Advice::Good),
            (Decision::Other { .. }, _) => Seeing::Verdict(Verdict::NoMatch),
            (Decision::Same { .. }, Liveness::Off) => Seeing::Verdict(Verdict::Match),
            (Decision::Same { .. }, Liveness::HeadTurn) => {
                let challenge = Challenge::new(OsRng.next_u32() & 1 == 0, quality.turn);
                self.challenge = Some((challenge, Instant::now()));
                Seeing::Advice(challenge.advice())
            }
        })
    }

    /// While a turn of the head is asked for, nothing else is.
    fn challenged(&mut self, quality: &Quality) -> Option<Seeing> {
        let (challenge, since) = self.challenge.as_mut()?;
        Some(if challenge.watch(quality) {
            Seeing::Verdict(Verdict::Match)
        } else if since.elapsed() > liveness::TIME {
            Seeing::Verdict(Verdict::NotTurned)
        } else {
            Seeing::Advice(challenge.advice())
        })
    }
}

/// A dim frame with software gain, so that a face is found in it, and the gain; none where the frame is bright enough.
fn brightened(frame: &Picture) -> (Option<Picture>, f32) {
    let (right, bottom) = (frame.width() as f32, frame.height() as f32);
    let light = frame.brightness(Area { left: 0.0, top: 0.0, right, bottom }).unwrap_or(0.0);
    if light >= DIM {
        return (None, 1.0);
    }
    let gain = (DIM / light.max(1.0)).min(MOST_GAIN);
    (Some(frame.brightened(gain)), gain)
}
