//! Persons who can only do what they can do. Each is given the channel of its person and nothing else, reads the glass
//! in its own language, and completes a visit with the PIN, one by the face, a wrong PIN and a card pulled too early.

mod hands;
mod visits;

use crate::harness::{Kiosk, Seen, Setting};
use crate::measured;
use std::time::{Duration, Instant};
use uketsuke::i18n::{Catalogue, Language, tr};
use uketsuke::script::driver::PATIENCE;

/// How somebody chooses what they have read.
pub trait Hand {
    /// Before the first screen is answered: whatever makes the kiosk fit for this hand.
    fn begin(&mut self, _person: &mut Person) {}

    /// Chooses the control of this name; how many things were done for it.
    fn choose(&mut self, person: &mut Person, name: &str) -> usize;
}

/// Somebody before the kiosk.
pub struct Person {
    pub kiosk: Kiosk,
    catalogue: Catalogue,
    language: Language,
    actions: usize,
}

impl Person {
    pub fn new(language: Language) -> Self {
        let kiosk = Kiosk::with(Setting { tray: false, ..Setting::default() });
        Self { kiosk, catalogue: Catalogue::bundled().unwrap(), language: Language::Japanese, actions: 0 }
            .speaks(language)
    }

    /// Finds the own language: the word for it is the same in all of them, and each language calls itself by its name.
    fn speaks(mut self, language: Language) -> Self {
        if language != self.language {
            for name in [self.word("control-language"), self.word(&language.name_key())] {
                hands::Finger.choose(&mut self, &name);
            }
            self.language = language;
        }
        self
    }

    pub fn word(&self, key: &str) -> String {
        self.catalogue.text(self.language, &tr(key.to_owned()))
    }

    /// A control with this name on the glass now.
    pub fn sees(&mut self, name: &str) -> Option<Seen> {
        self.kiosk.look().into_iter().find(|seen| seen.is_control && seen.name == name)
    }

    /// This stands on the glass.
    pub fn can_read(&mut self, words: &str) -> bool {
        self.kiosk.look().iter().any(|seen| seen.name.contains(words))
    }

    /// Waits until this stands on the glass; devices take their time.
    fn read(&mut self, key: &str) {
        let words = self.word(key);
        self.wait_until(&words, |person| person.can_read(&words));
    }

    /// Waits until this can be chosen.
    fn is_offered(&mut self, key: &str) {
        let name = self.word(key);
        self.wait_until(&name, |person| person.sees(&name).is_some());
    }

    fn wait_until(&mut self, words: &str, seen: impl Fn(&mut Self) -> bool) {
        let began = Instant::now();
        while !seen(self) {
            let there: Vec<_> = self.kiosk.look().into_iter().map(|seen| seen.name).collect();
            assert!(began.elapsed() < PATIENCE, "'{words}' never came, only {there:#?}");
            self.kiosk.pass(Duration::from_millis(20));
            self.kiosk.wait_a_moment();
        }
    }

    /// Nothing else than what is chosen; a warning is answered first, a further page is turned to.
    fn choose(&mut self, hand: &mut dyn Hand, key: &str) {
        let name = self.word(key);
        let warning = self.word("warning-title");
        if key != "control-more-time" && self.can_read(&warning) {
            self.choose(hand, "control-more-time");
        }
        self.choose_named(hand, &name);
    }

    fn choose_named(&mut self, hand: &mut dyn Hand, name: &str) {
        let next = self.word("control-next-page");
        while self.sees(name).is_none() {
            let turn = self.kiosk.look().into_iter().find(|seen| seen.is_control && seen.name.starts_with(&next));
            let Some(turn) = turn else { panic!("'{name}' is nowhere: {:#?}", self.kiosk.look()) };
            self.actions += hand.choose(self, &turn.name);
        }
        self.actions += hand.choose(self, name);
    }

    fn enter_pin(&mut self, hand: &mut dyn Hand, pin: &str) {
        for digit in pin.chars() {
            self.choose_named(hand, &digit.to_string());
            // Nobody types faster than the filter against trembling.
            self.kiosk.pass(Duration::from_millis(700));
        }
        self.choose(hand, "control-enter");
    }
}

/// The visits of a person; what they cost is kept.
pub fn all_visits(who: &str, language: Language, make: impl Fn() -> Box<dyn Hand>) {
    let mut lines = Vec::new();
    for (what, visit) in visits::ALL {
        let mut person = Person::new(language);
        let mut hand = make();
        hand.begin(&mut person);
        let began = person.kiosk.now();
        visit(&mut person, hand.as_mut());
        let seconds = (person.kiosk.now() - began).as_secs();
        lines.push(format!("{what}: {} actions, {seconds} s", person.actions));
    }
    measured::keep(&format!("person {who}"), &lines.join("; "));
}
