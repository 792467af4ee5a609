//! One check of one face, frame by frame: find it, say what would help, compare the good frames with the photo.

use super::coach::{self, Look};
use super::decision::{Decision, FIRST_AFTER, Fusion};
use super::detector::{Face, Search};
use super::liveness::{self, Challenge};
use super::models::Models;
use super::picture::{Area, Picture};
use super::quality::Quality;
use super::recogniser::Descriptor;
use super::runtime::RuntimeError;
use super::{FaceConfig, Liveness};
use crate::session::face::{Advice, Verdict};
use rand::RngCore;
use rand::rngs::OsRng;
use std::time::{Duration, Instant};

/// While a face is followed, the whole frame is searched for another person so often, and so often while one is there.
const OTHERS_EVERY: Duration = Duration::from_millis(1500);
const OTHERS_THERE_EVERY: Duration = Duration::from_millis(400);
/// How long a word about mask, glasses or hat takes the place of comparing; who keeps it on is compared all the same.
const COVERING_HINT: Duration = Duration::from_secs(4);
/// A search of the whole frame is spread over frames, so that none takes long: first large faces, then small ones.
/// Smallest and largest face of each step, as parts of the frame's height; the last two are of people who have to come
/// closer.
const STEPS: [(f32, f32); 4] = [(0.29, 0.90), (0.19, 0.24), (0.14, 0.15), (0.11, 0.12)];
/// Steps in which somebody else at the kiosk is found.
const STEPS_FOR_OTHERS: usize = 2;
/// A frame darker than this is brightened before a face is looked for in it, at most so many times.
const DIM: f32 = 70.0;
const MOST_GAIN: f32 = 8.0;

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
