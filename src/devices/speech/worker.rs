//! The thread "speech". It says one utterance at a time, a block of 10 ms after the other, and looks before each block
//! whether something newer has come or the headphones have gone.

use super::cache::{Cache, Key};
use super::earcon;
use super::jack::Plug;
use super::loudness;
use super::sound::{Output, SoundError, Stream};
use super::voices::Voices;
use super::{
    Heard, HeardPart, Manner, Order, Part, Report, Route, SAMPLE_RATE, SpeechConfig, SpeechTrouble, Teller, Utterance,
};
use crate::supervisor::Beat;
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Samples that are handed over at once.
pub const BLOCK: usize = SAMPLE_RATE as usize / 100;
/// Silence after a sentence.
const BREATH_MS: u32 = 180;
/// A device that failed is tried again after this long.
const AGAIN: Duration = Duration::from_secs(1);
/// A block whose largest sample is smaller is silence.
const HEARD: u16 = 300;

pub struct Worker {
    voices: Voices,
    output: Box<dyn Output>,
    plug: Plug,
    ear: Option<Sender<Heard>>,
    teller: Teller,
    orders: Receiver<Order>,
    cache: Cache,
    open: Option<(Route, Box<dyn Stream>)>,
    /// Could not be said, and is said when the device is back.
    owed: Option<Utterance>,
    trouble: Option<SpeechTrouble>,
    /// Samples on each route since the start.
    written: [u64; 2],
}

fn place_of(route: Route) -> usize {
    match route {
        Route::Headphones => 0,
        Route::Loudspeaker => 1,
    }
}

/// Why an utterance did not come to its end.
enum Cut {
    /// Something newer waits.
    Interrupted,
    /// The headphones are out.
    Unplugged,
    Trouble(SpeechTrouble, String),
    /// The app is gone.
    Over,
}

impl Worker {
    pub fn new(
        config: SpeechConfig,
        output: Box<dyn Output>,
        plug: Plug,
        ear: Option<Sender<Heard>>,
        teller: Teller,
        orders: Receiver<Order>,
    ) -> Self {
        let voices = Voices::new(config.voices);
        Self {
            voices,
            output,
            plug,
            ear,
            teller,
            orders,
            cache: Cache::default(),
            open: None,
            owed: None,
            trouble: None,
            written: [0; 2],
        }
    }

    pub fn run(&mut self, beat: &Beat) {
        // Before anybody asks for them: the dictionary takes a moment.
        self.voices.warm_up();
        loop {
            beat.waits();
            let order = match &self.owed {
                None => self.orders.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(_) => self.orders.recv_timeout(AGAIN),
            };
            let utterance = match order {
                Ok(Order::Say(utterance)) => utterance,
                Ok(Order::Stop) => {
                    self.silence();
                    self.owed = None;
                    continue;
                }
                Ok(Order::Plugged) => {
                    self.silence();
                    continue;
                }
                Err(RecvTimeoutError::Timeout) => match self.owed.take() {
                    Some(utterance) => utterance,
                    None => continue,
                },
                Err(RecvTimeoutError::Disconnected) => return,
            };
            if self.say(utterance, beat).is_break() {
                return;
            }
        }
    }

    /// Nothing of what was said before is heard any more.
    fn silence(&mut self) {
        if let Some((_, stream)) = &mut self.open {
            stream.drop_rest();
        }
    }

    fn say(&mut self, utterance: Utterance, beat: &Beat) -> std::ops::ControlFlow<()> {
        self.silence();
        self.owed = None;
        match self.say_parts(&utterance, beat) {
            Ok(()) => {
                if !self.teller.tell(Report::Ended { number: utterance.number }) {
                    return std::ops::ControlFlow::Break(());
                }
            }
            Err(Cut::Interrupted) => self.silence(),
            Err(Cut::Unplugged) => {
                self.silence();
                self.open = None;
            }
            Err(Cut::Trouble(trouble, why)) => {
                self.open = None;
                self.owed = (trouble == SpeechTrouble::DeviceGone).then_some(utterance);
                // Told once, however often it is tried.
                if self.trouble.replace(trouble) != Some(trouble) {
                    bevy::log::warn!("speech: {why}");
                    self.teller.tell(Report::Trouble(trouble));
                }
            }
            Err(Cut::Over) => return std::ops::ControlFlow::Break(()),
        }
        std::ops::ControlFlow::Continue(())
    }

    fn say_parts(&mut self, utterance: &Utterance, beat: &Beat) -> Result<(), Cut> {
        let manner = utterance.manner;
        for (place, part) in utterance.parts.iter().enumerate() {
            beat.works();
            self.check(manner.route)?;
            let (sound, what) = match part {
                Part::Words { words, fixed } => {
                    (self.render(manner, words, *fixed)?, HeardPart::Words(words.to_string()))
                }
                Part::Tone(tone) => (earcon::samples(*tone).into(), HeardPart::Tone(*tone)),
            };
            let mut began = None;
            for block in sound.chunks(BLOCK) {
                self.check(manner.route)?;
                self.write(manner, block)?;
                if began.is_none() && block.iter().any(|sample| sample.unsigned_abs() > HEARD) {
                    began = Some(Instant::now());
                    let lasts = Duration::from_secs_f32(sound.len() as f32 / SAMPLE_RATE as f32);
                    if !self.teller.tell(Report::Began { number: utterance.number, part: place, lasts }) {
                        return Err(Cut::Over);
                    }
                }
            }
            let to = self.written[place_of(manner.route)];
            if let (Some(ear), Some(began)) = (&self.ear, began) {
                // Whoever has stopped listening misses nothing.
                ear.send(Heard { what, route: manner.route, began, from: to - sound.len() as u64, to }).ok();
            }
            for _ in 0..BREATH_MS / 10 {
                self.check(manner.route)?;
                self.write(manner, &[0; BLOCK])?;
            }
        }
        Ok(())
    }

    /// Whether the next block may still be played.
    fn check(&self, route: Route) -> Result<(), Cut> {
        if !self.orders.is_empty() {
            return Err(Cut::Interrupted);
        }
        if route == Route::Headphones && !self.plug.is_in() {
            return Err(Cut::Unplugged);
        }
        Ok(())
    }

    fn render(&mut self, manner: Manner, words: &str, fixed: bool) -> Result<Arc<[i16]>, Cut> {
        let key = Key { voice: manner.voice, rate_percent: manner.rate_percent, words: String::new() };
        let key = Key { words: if fixed { words.to_owned() } else { String::new() }, ..key };
        if let Some(sound) = self.cache.get(&key).filter(|_| fixed) {
            return Ok(sound);
        }
        let samples = self.voices.speak(manner.voice, words, manner.rate_percent);
        let samples = samples.map_err(|cause| Cut::Trouble(SpeechTrouble::NoVoice, cause.to_string()))?;
        let sound: Arc<[i16]> = loudness::even(&samples).into();
        if fixed {
            self.cache.keep(key, &sound);
        }
        Ok(sound)
    }

    fn write(&mut self, manner: Manner, block: &[i16]) -> Result<(), Cut> {
        if self.open.as_ref().is_none_or(|(route, _)| *route != manner.route) {
            self.open = None;
            let stream = self.output.open(manner.route).map_err(trouble)?;
            self.open = Some((manner.route, stream));
        }
        let factor = loudness::factor(manner.gain_db.min(0.0));
        let block: Vec<i16> = block.iter().map(|sample| (f32::from(*sample) * factor) as i16).collect();
        if let Some((_, stream)) = &mut self.open {
            stream.write(&block).map_err(trouble)?;
            self.written[place_of(manner.route)] += block.len() as u64;
        }
        if self.trouble.take().is_some() {
            self.teller.tell(Report::Well);
        }
        Ok(())
    }
}

fn trouble(error: SoundError) -> Cut {
    let trouble = match error {
        SoundError::NotConfigured => SpeechTrouble::NoDevice,
        SoundError::Device { .. } => SpeechTrouble::DeviceGone,
    };
    Cut::Trouble(trouble, error.to_string())
}
