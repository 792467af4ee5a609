//! What the patient hears, and how: whether a voice speaks, its pace and loudness, what it said last.

mod panels;

pub use panels::PanelSign;

use crate::a11y::explore::Explorer;
use crate::a11y::privacy::is_digit;
use crate::a11y::reading::{Hearers, Pad, for_hearers};
use crate::devices::speech::earcon::Earcon;
use crate::devices::speech::{
    Manner, Part, Report, Route, SpeechHandle, SpeechTrouble, Utterance, UtteranceNumber, VoiceName,
};
use crate::i18n::{Argument, Catalogue, Language, Text, tr};
use crate::session::ScreenNumber;
use crate::ui::action::{Action, VoiceAction};
use crate::ui::layout::VoiceFrame;
use bevy::prelude::*;
use std::time::Duration;
use zeroize::Zeroizing;

/// Per cent of the voice's own pace: 50 to 200 in seven equal steps.
pub const RATES: [u16; 7] = [50, 63, 79, 100, 126, 159, 200];
/// Decibels, in steps of 6.
pub const VOLUMES_DB: [f32; 6] = [-30.0, -24.0, -18.0, -12.0, -6.0, 0.0];
/// A voice that nobody answers on the first screen is switched off after this long.
const GONE_AFTER: Duration = Duration::from_secs(60);
const USUAL_RATE: usize = 3;
const USUAL_VOLUME: usize = 4;

/// How this patient wants to hear it; goes back when the visit ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Settings {
    rate: usize,
    volume: usize,
    other_voice: bool,
    blank: bool,
    aloud: bool,
    pad: Pad,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            rate: USUAL_RATE,
            volume: USUAL_VOLUME,
            other_voice: false,
            blank: false,
            aloud: false,
            pad: Pad::Shuffled,
        }
    }
}

/// Something that was said, so that it can be said again.
#[derive(Debug, Clone, Default)]
pub struct Said {
    pub tones: Vec<Earcon>,
    pub texts: Vec<Text>,
}

/// What is being said, and how far it is.
struct Saying {
    number: UtteranceNumber,
    /// For each part the text that it belongs to, and which of its sentences it is.
    of_text: Vec<(usize, usize)>,
    tones: Vec<Earcon>,
    texts: Vec<Text>,
    /// The part that is being heard.
    at: usize,
}

/// What is being said: which sentence of a text, and when its sound began and how long it lasts.
struct Spoken {
    text: Text,
    sentence: usize,
    sound: Option<(Duration, Duration)>,
}

impl Spoken {
    /// From its beginning; nothing of it is heard yet.
    fn of(text: Text) -> Self {
        Self { text, sentence: 0, sound: None }
    }
}

/// What of the voice is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VoiceSign {
    on: Option<Route>,
    panel: PanelSign,
    paused: bool,
    blank: bool,
    aloud: bool,
    pad: Pad,
}

impl VoiceSign {
    pub fn panel(self) -> PanelSign {
        self.panel
    }
}

/// The voice of the kiosk.
#[derive(Resource)]
pub struct Voice {
    on: Option<Route>,
    settings: Settings,
    panel: PanelSign,
    paused: bool,
    trouble: Option<SpeechTrouble>,
    saying: Option<Saying>,
    /// When something was said last, or heard to its end.
    active: Duration,
    /// For when the patient asks for it again.
    last: Said,
    /// An instruction that waits until the one before has been heard.
    waiting: Option<Said>,
    number: UtteranceNumber,
    caption: Option<Spoken>,
    /// What two taps or the bar choose: the control that was said last.
    pub choice: Option<(Action, ScreenNumber)>,
    pub explorer: Explorer,
    /// What was chosen without its name having been said, and asked back about.
    asked_back: Option<(Action, ScreenNumber)>,
    /// The screen now says other things: it is read again, after this.
    pub retell: Option<Text>,
    /// The facility lets patients ask for the pad that is not shuffled.
    may_fix_pad: bool,
    /// Where the card is put on this kiosk.
    card_place: &'static str,
    /// How loud it is for somebody who comes new: a step.
    usual_volume: usize,
}

impl Voice {
    /// `still`: how far a tapping finger may slip, in pixels.
    pub fn new(may_fix_pad: bool, card_place: &'static str, still: f32) -> Self {
        Self {
            on: None,
            settings: Settings::default(),
            panel: PanelSign::Closed,
            paused: false,
            trouble: None,
            saying: None,
            active: Duration::ZERO,
            last: Said::default(),
            waiting: None,
            number: UtteranceNumber::default(),
            caption: None,
            choice: None,
            explorer: Explorer::new(still),
            asked_back: None,
            retell: None,
            may_fix_pad,
            card_place,
            usual_volume: USUAL_VOLUME,
        }
    }

    /// How loud it is for somebody who comes new, and how many steps there are.
    pub fn usual_volume(&self) -> (usize, usize) {
        (self.usual_volume, VOLUMES_DB.len())
    }

    /// Set by staff: from now on.
    pub fn set_usual_volume(&mut self, step: usize) {
        self.usual_volume = step.min(VOLUMES_DB.len() - 1);
        self.settings.volume = self.usual_volume;
    }

    pub fn is_on(&self) -> bool {
        self.on.is_some()
    }

    pub fn pad(&self) -> Pad {
        self.settings.pad
    }

    pub fn trouble(&self) -> Option<SpeechTrouble> {
        self.trouble
    }

    pub fn is_speaking(&self) -> bool {
        self.saying.is_some()
    }

    pub fn hearers(&self) -> Hearers {
        match (self.on, self.settings.aloud) {
            (Some(Route::Headphones), _) => Hearers::Patient,
            (_, true) => Hearers::AllByChoice,
            (_, false) => Hearers::All,
        }
    }

    /// Everything is as for somebody who comes new.
    pub fn is_as_usual(&self) -> bool {
        self.settings == Settings::default() && self.panel == PanelSign::Closed
    }

    pub fn sign(&self) -> VoiceSign {
        let Settings { blank, aloud, pad, .. } = self.settings;
        VoiceSign { on: self.on, panel: self.panel, paused: self.paused, blank, aloud, pad }
    }

    /// What is drawn of it, for a screen that says `texts`.
    pub fn frame(&self, texts: &[Text], catalogue: &Catalogue, language: Language) -> Option<VoiceFrame> {
        self.on?;
        let hearers = self.hearers();
        Some(VoiceFrame {
            caption: self.caption(catalogue, language),
            withheld: hearers == Hearers::All && texts.iter().any(|text| !hearers.may_hear(text)),
            blank: self.settings.blank,
        })
    }

    /// What is being said, as it is written.
    pub fn caption(&self, catalogue: &Catalogue, language: Language) -> String {
        let trouble = self.trouble.map(|_| catalogue.text(language, &tr("speech-trouble")));
        let line = self.caption.as_ref().map(|Spoken { text, sentence, .. }| {
            let whole = catalogue.text(language, text);
            let shown = sentences(&whole);
            // Said in other words than it is written, it may have another number of sentences.
            let matching = shown.len() == sentences(&catalogue.spoken(language, text)).len();
            shown.get(*sentence).filter(|_| matching && self.trouble.is_none()).cloned().unwrap_or(whole)
        });
        trouble.into_iter().chain(line).collect::<Vec<_>>().join(" ")
    }

    /// When the sound of it began, and how long it lasts.
    pub fn caption_sound(&self) -> Option<(Duration, Duration)> {
        self.caption.as_ref().and_then(|spoken| spoken.sound)
    }

    /// Where things are, for somebody who comes without sight.
    pub fn introduction(&self) -> Vec<Text> {
        vec![tr("speech-intro"), tr("speech-intro-card").word("place", tr(self.card_place))]
    }

    /// How to touch, after the first thing to do has been said.
    pub fn lesson(&self) -> Vec<Text> {
        ["speech-intro-touch", "speech-intro-select", "speech-intro-bar", "speech-intro-keys"].map(tr).to_vec()
    }

    /// Switches it on.
    pub fn start(&mut self, route: Route) {
        self.on = Some(route);
    }

    /// How to get digits in where all would hear them: they are tones, and their places change.
    pub fn silent_pad(&self) -> Option<Text> {
        let silent = self.hearers() != Hearers::Patient && self.settings.pad == Pad::Shuffled;
        let hint = if self.may_fix_pad { "speech-pad-silent-fixed" } else { "speech-pad-silent" };
        silent.then(|| tr(hint))
    }

    /// Silence, and everything as for somebody who comes new.
    pub fn stop(&mut self, device: &SpeechHandle) {
        device.stop();
        let (may_fix_pad, card_place) = (self.may_fix_pad, self.card_place);
        let explorer = std::mem::replace(&mut self.explorer, Explorer::new(0.0));
        let number = self.number;
        let usual_volume = self.usual_volume;
        *self = Self { explorer, number, trouble: self.trouble, ..Self::new(may_fix_pad, card_place, 0.0) };
        self.set_usual_volume(usual_volume);
    }

    /// The next person begins with the usual pace, loudness and screen; who wears headphones keeps the voice.
    pub fn reset(&mut self, device: &SpeechHandle) {
        self.settings = Settings { volume: self.usual_volume, ..Settings::default() };
        self.panel = PanelSign::Closed;
        if self.on == Some(Route::Loudspeaker) || !device.headphones() {
            self.stop(device);
        }
    }

    /// Whether this is to be asked back about: its name was kept from the loudspeaker, so that somebody who only listens
    /// does not know what they choose. The second time it counts; of the digits of a screen the first one is enough.
    pub fn asks_back(&mut self, text: &Text, action: Action, screen: ScreenNumber) -> bool {
        if self.on.is_none() || self.hearers().may_hear(text) || self.settings.pad == Pad::Fixed && is_digit(text) {
            return false;
        }
        let asked = if is_digit(text) { (Action::Digit(0), screen) } else { (action, screen) };
        self.asked_back.replace(asked) != Some(asked)
    }

    pub fn is_blank(&self) -> bool {
        self.settings.blank
    }

    /// What a control of the voice does; what is to be said about it.
    pub fn act(&mut self, action: VoiceAction, device: &SpeechHandle) -> Option<Said> {
        // Nothing is chosen unheard for a voice that will speak later.
        if !self.is_on() && !matches!(action, VoiceAction::Start | VoiceAction::ClosePanel) {
            return None;
        }
        let said = |key: &'static str| Some(Said { tones: vec![Earcon::Accepted], texts: vec![tr(key)] });
        let s = &mut self.settings;
        match action {
            VoiceAction::Start => {
                self.start(if device.headphones() { Route::Headphones } else { Route::Loudspeaker });
                None
            }
            VoiceAction::Stop => {
                self.stop(device);
                None
            }
            VoiceAction::OpenPanel => {
                self.panel = PanelSign::Voice;
                None
            }
            VoiceAction::ClosePanel => {
                self.panel = PanelSign::Closed;
                None
            }
            VoiceAction::About => {
                self.panel = PanelSign::About;
                None
            }
            // Chosen by whoever reads touches: it is another control that is meant.
            VoiceAction::Select => None,
            VoiceAction::Repeat => Some(self.last.clone()),
            VoiceAction::Pause => self.pause(device),
            VoiceAction::Slower => {
                s.rate = s.rate.saturating_sub(1);
                self.tell_rate()
            }
            VoiceAction::Faster => {
                s.rate = (s.rate + 1).min(RATES.len() - 1);
                self.tell_rate()
            }
            VoiceAction::Softer => {
                s.volume = s.volume.saturating_sub(1);
                self.tell_volume()
            }
            VoiceAction::Louder => {
                s.volume = (s.volume + 1).min(VOLUMES_DB.len() - 1);
                self.tell_volume()
            }
            VoiceAction::OtherVoice => {
                s.other_voice = !s.other_voice;
                said("speech-this-voice")
            }
            // Who hears nothing must see.
            VoiceAction::Blank if self.trouble.is_some() => None,
            VoiceAction::Blank => {
                s.blank = !s.blank;
                said(if s.blank { "speech-is-blank" } else { "speech-is-shown" })
            }
            VoiceAction::Aloud => {
                s.aloud = !s.aloud;
                self.panel = PanelSign::Closed;
                let key = if self.settings.aloud { "speech-is-aloud" } else { "speech-is-not-aloud" };
                self.retell = Some(tr(key));
                None
            }
            VoiceAction::FixedPad => {
                s.pad = if s.pad == Pad::Fixed { Pad::Shuffled } else { Pad::Fixed };
                let key = if s.pad == Pad::Fixed { "speech-is-fixed" } else { "speech-is-shuffled" };
                self.panel = PanelSign::Closed;
                self.retell = Some(tr(key));
                None
            }
        }
    }

    fn tell_rate(&self) -> Option<Said> {
        let rate = tr("speech-rate").number("percent", RATES[self.settings.rate]);
        Some(Said { tones: Vec::new(), texts: vec![rate] })
    }

    fn tell_volume(&self) -> Option<Said> {
        let at = i64::try_from(self.settings.volume + 1).unwrap_or(1);
        let of = i64::try_from(VOLUMES_DB.len()).unwrap_or(1);
        Some(Said { tones: Vec::new(), texts: vec![tr("speech-volume").number("at", at).number("of", of)] })
    }

    fn pause(&mut self, device: &SpeechHandle) -> Option<Said> {
        self.paused = !self.paused;
        if self.paused {
            // From the sentence at which it stopped.
            if let Some(saying) = self.saying.take() {
                let from = saying.of_text.get(saying.at).map_or(0, |(text, _)| *text);
                self.last = Said { tones: Vec::new(), texts: saying.texts[from..].to_vec() };
            }
            device.stop();
            self.caption = Some(Spoken::of(tr("speech-paused")));
            return None;
        }
        Some(self.last.clone())
    }

    /// Somebody is there.
    pub fn keep_awake(&mut self, now: Duration) {
        self.active = now;
    }

    /// When a voice on the loudspeaker of an idle kiosk falls silent: whoever started it has gone.
    pub fn gone_at(&self, idle: bool) -> Option<Duration> {
        (idle && self.on == Some(Route::Loudspeaker) && !self.is_speaking()).then(|| self.active + GONE_AFTER)
    }

    /// Says this now, in place of whatever is being said.
    pub fn say(&mut self, said: Said, device: &SpeechHandle, catalogue: &Catalogue, language: Language) {
        let Some(route) = self.on else { return };
        let Some(voice) = self.voice_name(language) else {
            device.stop();
            self.saying = None;
            self.caption = Some(Spoken::of(tr("language-no-voice")));
            return;
        };
        self.paused = false;
        self.waiting = None;
        let texts = for_hearers(&said.texts, self.hearers());
        let all_tones: Vec<Earcon> = self.unheard_tones().into_iter().chain(said.tones).collect();
        let tones = all_tones.iter().map(|tone| (Part::Tone(*tone), (0, 0)));
        let words = texts.iter().enumerate().flat_map(|(at, text)| {
            let fixed = is_fixed(text);
            let words = catalogue.spoken(language, text);
            sentences(&words)
                .into_iter()
                .enumerate()
                .map(move |(sentence, words)| (Part::Words { words: Zeroizing::new(words), fixed }, (at, sentence)))
                .collect::<Vec<_>>()
        });
        let (parts, of_text): (Vec<Part>, Vec<(usize, usize)>) = tones.chain(words).unzip();
        if parts.is_empty() {
            return;
        }
        self.number.0 += 1;
        let manner =
            Manner { voice, route, rate_percent: RATES[self.settings.rate], gain_db: VOLUMES_DB[self.settings.volume] };
        device.say(Utterance { number: self.number, manner, parts });
        self.caption = texts.first().cloned().map(Spoken::of);
        self.saying = Some(Saying { number: self.number, of_text, tones: all_tones, texts, at: 0 });
        if !said.texts.is_empty() {
            self.last = Said { tones: Vec::new(), texts: said.texts };
        }
    }

    /// A screen may be gone before its tone was heard; what the tone told is still true.
    fn unheard_tones(&self) -> Vec<Earcon> {
        let lasting = |tone: &Earcon| matches!(tone, Earcon::CardIn | Earcon::CardOut | Earcon::Error);
        let saying = self.saying.iter().flat_map(|saying| saying.tones.iter().skip(saying.at));
        saying.copied().filter(lasting).collect()
    }

    /// Says this when what is being said has been heard; what waited before is out of date.
    pub fn say_politely(&mut self, said: Said, device: &SpeechHandle, catalogue: &Catalogue, language: Language) {
        if self.is_speaking() {
            self.waiting = Some(said);
        } else {
            self.say(said, device, catalogue, language);
        }
    }

    /// `None`: this language is only written.
    fn voice_name(&self, language: Language) -> Option<VoiceName> {
        match (language, self.settings.other_voice) {
            (Language::Japanese | Language::EasyJapanese, false) => Some(VoiceName::Mei),
            (Language::Japanese | Language::EasyJapanese, true) => Some(VoiceName::Nitech),
            (Language::English, _) => Some(VoiceName::Slt),
            _ => None,
        }
    }

    /// Takes in what the device says; what is to be said next, and whether something has just been heard to its end.
    pub fn hear(&mut self, report: Report, device: &SpeechHandle, now: Duration) -> Heard {
        match report {
            Report::Began { number, part, lasts } => {
                if let Some(saying) = self.saying.as_mut().filter(|saying| saying.number == number) {
                    saying.at = part;
                    let (text, sentence) = saying.of_text.get(part).copied().unwrap_or_default();
                    let text = saying.texts.get(text).cloned();
                    self.caption = text.map(|text| Spoken { text, sentence, sound: Some((now, lasts)) });
                }
                Heard::Nothing
            }
            Report::Ended { number } => {
                if self.saying.take_if(|saying| saying.number == number).is_none() {
                    return Heard::Nothing;
                }
                Heard::End(self.waiting.take())
            }
            Report::Headphones(true) => {
                // What was said aloud is read again, now with what was left out.
                self.retell = (self.on == Some(Route::Loudspeaker)).then(|| tr("speech-in-headphones"));
                self.start(Route::Headphones);
                Heard::Nothing
            }
            Report::Headphones(false) => {
                if self.on == Some(Route::Headphones) {
                    self.stop(device);
                }
                Heard::Nothing
            }
            Report::Trouble(trouble) => {
                self.trouble = Some(trouble);
                self.settings.blank = false;
                // What is not about the voice itself is worth reading.
                let texts = self.saying.take().map(|saying| saying.texts).unwrap_or_default();
                self.caption = texts.into_iter().find(|text| !text.key.starts_with("speech-")).map(Spoken::of);
                Heard::End(None)
            }
            Report::Well => {
                self.trouble = None;
                Heard::Nothing
            }
        }
    }
}

/// What a report of the device means for the visit.
pub enum Heard {
    Nothing,
    /// The end of what was said, and what waits to be said.
    End(Option<Said>),
}

/// Only what is the same for everybody may be kept as sound.
fn is_fixed(text: &Text) -> bool {
    text.args.iter().all(|(_, argument)| match argument {
        Argument::Number(_) => true,
        Argument::Word(word) => is_fixed(word),
        Argument::Verbatim(_) => false,
    })
}

/// One breath each, so that the first is heard soon and a stop or a caption knows how far it is.
fn sentences(words: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut letters = words.chars().peekable();
    while let Some(letter) = letters.next() {
        if let Some(last) = found.last_mut() {
            last.push(letter);
        }
        let ends = matches!(letter, '。' | '？' | '！')
            || (matches!(letter, '.' | '?' | '!') && letters.peek().is_some_and(|next| next.is_whitespace()));
        if ends {
            found.push(String::new());
        }
    }
    found.into_iter().map(|sentence| sentence.trim().to_owned()).filter(|sentence| !sentence.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pace_and_loudness_go_in_the_steps_that_voting_machines_must_have() {
        assert_eq!((RATES.len(), RATES[0], RATES[6]), (7, 50, 200));
        for steps in RATES.windows(2) {
            let step = f32::from(steps[1]) / f32::from(steps[0]);
            assert!((1.24..1.28).contains(&step), "{step}");
        }
        assert!(VOLUMES_DB.windows(2).all(|steps| steps[1] - steps[0] <= 10.0));
    }

    #[test]
    fn a_sentence_is_a_breath() {
        assert_eq!(sentences("一つ。 二つ！三つ"), ["一つ。", "二つ！", "三つ"]);
        assert_eq!(sentences("One is 1.5. Two"), ["One is 1.5.", "Two"]);
        assert!(sentences(" 。").len() <= 1);
    }
}
