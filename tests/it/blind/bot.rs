//! A blind patient. It hears words and tones, each only when its whole sound has been played, and it knows what it wants.
//! It sees nothing: no labels, no tree, no places but those at which it has heard something.

use crate::harness::{Kiosk, Setting};
use bevy::input::touch::TouchPhase;
use bevy::math::Vec2;
use std::collections::HashMap;
use std::time::{Duration, Instant};
use uketsuke::devices::speech::earcon::Earcon;
use uketsuke::devices::speech::{Heard, HeardPart, Route};
use uketsuke::script::driver::PATIENCE;

/// How long a finger rests before it is sure to explore.
const REST: Duration = Duration::from_millis(250);
const TAP: Duration = Duration::from_millis(60);
/// Between two things that a hand does.
const PAUSE: Duration = Duration::from_millis(600);
/// A finger goes on by so much of the glass.
const STEP: f32 = 0.035;
/// Up these lines, in this order: answers are wide and low.
const LINES: [f32; 7] = [0.5, 0.25, 0.75, 0.38, 0.62, 0.12, 0.88];

pub struct Bot {
    pub kiosk: Kiosk,
    /// Everything that was heard since the visit began, without the spaces that a voice does not say.
    pub heard: Vec<String>,
    pub tones: Vec<Earcon>,
    pub routes: Vec<Route>,
    /// Where something was felt on this screen.
    felt: HashMap<String, Vec2>,
}

impl Bot {
    /// Comes to the kiosk; `code` is the language that it asks for.
    pub fn new(code: &str) -> Self {
        Self::with(code, Setting { tray: false, ..Setting::default() })
    }

    pub fn with(code: &str, setting: Setting) -> Self {
        let mut kiosk = Kiosk::with(setting);
        kiosk.step(&format!("language {code}"));
        Self { kiosk, heard: Vec::new(), tones: Vec::new(), routes: Vec::new(), felt: HashMap::new() }
    }

    pub fn plug_in(&mut self) -> &mut Self {
        self.kiosk.step("headphones in");
        self.listen();
        self
    }

    /// Puts the card where it was told to; nothing is felt on a screen before.
    pub fn place_card(&mut self, person: &str) -> &mut Self {
        self.kiosk.place_card(person);
        self.listen();
        self
    }

    pub fn pull_card(&mut self) -> &mut Self {
        self.kiosk.pull_card();
        self.listen();
        self
    }

    /// What is said until it is silent.
    pub fn listen(&mut self) -> Vec<String> {
        let heard = self.kiosk.listen();
        self.take_in(heard)
    }

    fn take_in(&mut self, heard: Vec<Heard>) -> Vec<String> {
        let mut now = Vec::new();
        for heard in heard {
            self.routes.push(heard.route);
            match heard.what {
                HeardPart::Words(words) => now.push(plain(&words)),
                HeardPart::Tone(tone) => self.tones.push(tone),
            }
        }
        self.heard.extend(now.clone());
        now
    }

    /// Waits for these words; devices take their time.
    pub fn hear(&mut self, words: &str) -> &mut Self {
        let wanted = plain(words);
        self.wait_for(words, |heard| heard.contains(&wanted))
    }

    /// Waits until exactly this was said, as the name of a choice.
    pub fn hear_choice(&mut self, words: &str) -> &mut Self {
        let wanted = plain(words);
        self.wait_for(words, |heard| heard == wanted)
    }

    fn wait_for(&mut self, words: &str, is_it: impl Fn(&str) -> bool) -> &mut Self {
        let began = Instant::now();
        let mut passed = Duration::ZERO;
        while began.elapsed() < PATIENCE {
            if self.heard.iter().any(|heard| is_it(heard)) {
                return self;
            }
            self.listen();
            // The camera films in real time, so the visit's clock goes along.
            let now = began.elapsed();
            self.kiosk.pass(now - std::mem::replace(&mut passed, now));
            self.kiosk.wait_a_moment();
        }
        panic!("'{words}' was never heard, only: {:#?}", self.heard);
    }

    /// What was heard before does not count any more.
    pub fn forget(&mut self) -> &mut Self {
        self.heard.clear();
        self.felt.clear();
        self
    }

    /// Feels for something until it is said, then taps twice, somewhere.
    pub fn find_and_choose(&mut self, words: &str) -> &mut Self {
        self.find(words);
        self.tap_twice()
    }

    /// The same, and presses the bottom edge.
    pub fn find_and_press_bar(&mut self, words: &str) -> &mut Self {
        self.find(words);
        let at = Vec2::new(0.2, 0.985);
        self.kiosk.finger(TouchPhase::Started, at);
        self.kiosk.pass(TAP);
        self.kiosk.finger(TouchPhase::Ended, at);
        self.after_choosing()
    }

    /// The finger slides until these words are heard, and is lifted there.
    pub fn find(&mut self, words: &str) -> &mut Self {
        let wanted = plain(words);
        if let Some(at) = self.felt.get(&wanted).copied() {
            assert!(self.rest(at).contains(&wanted), "'{words}' is not where it was");
            return self;
        }
        for line in LINES {
            let steps = (0..=(1.0 / STEP) as usize).map(|step| Vec2::new(line, 0.99 - step as f32 * STEP));
            if self.slide(steps, &wanted) {
                return self;
            }
        }
        panic!("'{words}' was not found by touch; felt: {:#?}", self.felt.keys());
    }

    /// Puts a finger down for a moment; what is said.
    fn rest(&mut self, at: Vec2) -> Vec<String> {
        self.kiosk.finger(TouchPhase::Started, at);
        self.kiosk.pass(REST);
        let said = self.listen();
        self.kiosk.finger(TouchPhase::Ended, at);
        said
    }

    fn slide(&mut self, mut places: impl Iterator<Item = Vec2>, wanted: &str) -> bool {
        let Some(mut at) = places.next() else { return false };
        self.kiosk.finger(TouchPhase::Started, at);
        self.kiosk.pass(REST);
        let found = loop {
            let said = self.listen();
            for words in &said {
                self.felt.entry(words.clone()).or_insert(at);
            }
            if said.iter().any(|said| said == wanted) {
                break true;
            }
            let Some(next) = places.next() else { break false };
            at = next;
            self.kiosk.finger(TouchPhase::Moved, at);
        };
        self.kiosk.finger(TouchPhase::Ended, at);
        self.kiosk.pass(PAUSE);
        found
    }

    /// Anywhere: it chooses what was said last.
    pub fn tap_twice(&mut self) -> &mut Self {
        for _ in 0..2 {
            let at = Vec2::new(0.31, 0.47);
            self.kiosk.finger(TouchPhase::Started, at);
            self.kiosk.pass(TAP);
            self.kiosk.finger(TouchPhase::Ended, at);
            self.kiosk.pass(TAP);
        }
        self.after_choosing()
    }

    fn after_choosing(&mut self) -> &mut Self {
        self.heard.clear();
        self.kiosk.pass(PAUSE);
        self.listen();
        self
    }

    /// Nothing that was felt is where it was.
    pub fn on_a_new_screen(&mut self) -> &mut Self {
        self.felt.clear();
        self
    }

    /// Strikes the key for "next" until these words are said, then the one for "choose".
    pub fn go_and_choose(&mut self, words: &str) -> &mut Self {
        let wanted = plain(words);
        for _ in 0..40 {
            self.kiosk.step("press tab");
            if self.listen().contains(&wanted) {
                self.kiosk.step("press enter");
                return self.after_choosing();
            }
            self.kiosk.pass(PAUSE);
        }
        panic!("the keys never came to '{words}'; heard: {:#?}", self.heard);
    }
}

/// Spaces and full stops are nothing that one hears.
pub fn plain(words: &str) -> String {
    words.chars().filter(|letter| !letter.is_whitespace() && !"。.".contains(*letter)).collect()
}
