//! The channels: a finger, one that trembles, one that is slow, one that reaches the lower half only, two switches, one.

use super::{Hand, Person, all_visits};
use bevy::input::touch::TouchPhase;
use bevy::math::Vec2;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::time::Duration;
use uketsuke::i18n::Language;

const TOUCH: Duration = Duration::from_millis(90);
const BETWEEN: Duration = Duration::from_millis(700);
const PX_PER_MM: f32 = 4.03;

fn tap(person: &mut Person, at: Vec2) {
    person.kiosk.touch(TouchPhase::Started, at);
    person.kiosk.pass(TOUCH);
    person.kiosk.touch(TouchPhase::Ended, at);
    person.kiosk.pass(BETWEEN);
}

fn place(person: &mut Person, name: &str) -> Vec2 {
    // Where it comes to rest after its first layout.
    person.kiosk.update();
    person.sees(name).unwrap_or_else(|| panic!("'{name}' has gone")).area.center()
}

/// A finger that goes where it is meant to.
pub struct Finger;

impl Hand for Finger {
    fn choose(&mut self, person: &mut Person, name: &str) -> usize {
        let at = place(person, name);
        tap(person, at);
        1
    }
}

/// Another hand places the card and takes it: the kiosk says beforehand that this is all right.
struct WithACarer;

impl Hand for WithACarer {
    fn begin(&mut self, person: &mut Person) {
        let carer = person.word("idle-carer");
        assert!(person.can_read(&carer));
    }

    fn choose(&mut self, person: &mut Person, name: &str) -> usize {
        Finger.choose(person, name)
    }
}

/// From a wheelchair the upper half is out of reach.
struct LowHand;

impl Hand for LowHand {
    fn begin(&mut self, person: &mut Person) {
        let low = person.word("control-low");
        self.choose(person, &low);
    }

    fn choose(&mut self, person: &mut Person, name: &str) -> usize {
        let at = place(person, name);
        assert!(at.y > person.kiosk.size().y / 2.0, "'{name}' at {at} is out of reach");
        tap(person, at);
        1
    }
}

/// Ten times as slow as the longest wait of a screen; the one answer to a warning takes twenty seconds.
struct SlowHand;

const SLOW: Duration = Duration::from_secs(10 * 120);

impl Hand for SlowHand {
    fn choose(&mut self, person: &mut Person, name: &str) -> usize {
        let (warning, more) = (person.word("warning-title"), person.word("control-more-time"));
        let until = person.kiosk.now() + SLOW;
        let mut actions = 1;
        while name != more && person.kiosk.now() < until {
            person.kiosk.pass(Duration::from_secs(1));
            if person.can_read(&warning) {
                person.kiosk.pass(Duration::from_secs(20));
                let at = place(person, &more);
                tap(person, at);
                actions += 1;
            }
        }
        let at = place(person, name);
        tap(person, at);
        actions
    }
}

/// Scattered by 6 mm, strikes twice, slides.
struct TremblingHand(StdRng);

impl TremblingHand {
    fn scattered(&mut self, mm: f32) -> Vec2 {
        let (a, b): (f32, f32) = (self.0.gen_range(1e-6..1.0), self.0.gen_range(0.0..1.0));
        let far = (-2.0 * a.ln()).sqrt() * mm * PX_PER_MM;
        Vec2::from_angle(b * std::f32::consts::TAU) * far
    }

    /// A touch with everything that goes wrong; what was really hit, as its flash shows.
    fn touch(&mut self, person: &mut Person, target: Vec2) -> Vec<String> {
        let down = target + self.scattered(6.0);
        let slides = self.0.gen_bool(0.15);
        let up = if slides { down + Vec2::new(30.0 * PX_PER_MM, 0.0) } else { down + self.scattered(1.5) };
        let under = |person: &mut Person, at: Vec2| {
            let seen = person.kiosk.look();
            seen.into_iter().find(|seen| seen.is_control && seen.area.contains(at)).map(|seen| seen.name)
        };
        let before: Vec<String> = person.kiosk.look().into_iter().map(|seen| seen.name).collect();
        let began = under(person, down);
        person.kiosk.touch(TouchPhase::Started, down);
        person.kiosk.pass(TOUCH);
        person.kiosk.touch(TouchPhase::Moved, up);
        let ended = under(person, up);
        person.kiosk.touch(TouchPhase::Ended, up);
        let mut hits: Vec<String> = began.filter(|began| Some(began) == ended.as_ref()).into_iter().collect();
        if self.0.gen_bool(0.2) {
            person.kiosk.pass(Duration::from_millis(150));
            let again = under(person, up);
            person.kiosk.touch(TouchPhase::Started, up);
            person.kiosk.pass(Duration::from_millis(60));
            person.kiosk.touch(TouchPhase::Ended, up);
            // What was hit a moment ago does not count twice, nor what has just come there.
            let same_screen = again.as_ref().is_some_and(|again| before.contains(again));
            hits.extend(again.filter(|again| same_screen && hits.first() != Some(again)));
        }
        person.kiosk.pass(BETWEEN);
        hits
    }
}

impl Hand for TremblingHand {
    fn choose(&mut self, person: &mut Person, name: &str) -> usize {
        let erase = person.word("control-erase");
        let mut actions = 0;
        while actions < 200 {
            let at = place(person, name);
            let hits = self.touch(person, at);
            actions += 1;
            if hits == [name] {
                return actions;
            }
            for hit in &hits {
                // Wrong digits are taken back.
                assert!(hit.parse::<u8>().is_ok(), "'{hit}' was hit for '{name}'");
                actions += self.choose(person, &erase);
            }
        }
        panic!("'{name}' was never hit");
    }
}

/// The one moves, the other selects.
struct TwoSwitches;

impl Hand for TwoSwitches {
    fn begin(&mut self, person: &mut Person) {
        for switch in ["]", "["] {
            person.kiosk.stroke(switch);
            person.kiosk.pass(BETWEEN);
        }
        let start = person.word("switch-start");
        self.choose(person, &start);
    }

    fn choose(&mut self, person: &mut Person, name: &str) -> usize {
        for actions in 0..60 {
            if person.kiosk.look().iter().any(|seen| seen.is_control && seen.focused && seen.name == name) {
                person.kiosk.stroke("[");
                person.kiosk.pass(BETWEEN);
                return actions + 1;
            }
            person.kiosk.stroke("]");
            person.kiosk.pass(Duration::from_millis(400));
        }
        panic!("'{name}' is never reached");
    }
}

/// Waits for the frame.
struct OneSwitch;

impl Hand for OneSwitch {
    fn begin(&mut self, person: &mut Person) {
        for _ in 0..2 {
            person.kiosk.stroke("[");
            person.kiosk.pass(BETWEEN);
        }
        let start = person.word("switch-start");
        self.choose(person, &start);
    }

    fn choose(&mut self, person: &mut Person, name: &str) -> usize {
        let mut actions = 0;
        for _ in 0..3000 {
            let framed: Vec<_> = person.kiosk.look().into_iter().filter(|seen| seen.framed).collect();
            if framed.iter().any(|seen| seen.name == name) {
                // A moment to see it.
                person.kiosk.pass(Duration::from_millis(300));
                person.kiosk.stroke("[");
                person.kiosk.pass(TOUCH);
                actions += 1;
                if framed.len() == 1 {
                    person.kiosk.pass(BETWEEN);
                    return actions;
                }
            }
            person.kiosk.pass(Duration::from_millis(100));
        }
        panic!("the frame never came to '{name}'");
    }
}

/// A keyboard: Tab and Enter.
struct Keyboard;

impl Hand for Keyboard {
    fn choose(&mut self, person: &mut Person, name: &str) -> usize {
        for actions in 0..60 {
            if person.kiosk.look().iter().any(|seen| seen.is_control && seen.focused && seen.name == name) {
                person.kiosk.keys(&["enter"]).pass(BETWEEN);
                return actions + 1;
            }
            person.kiosk.keys(&["tab"]).pass(Duration::from_millis(300));
        }
        panic!("'{name}' is never reached");
    }
}

macro_rules! persons {
    ($($name:ident $who:literal $language:ident $hand:expr;)*) => { $(
        #[test]
        fn $name() {
            all_visits($who, Language::$language, || Box::new($hand));
        }
    )* };
}

persons! {
    one_who_hears_nothing "deaf" Japanese Finger;
    one_with_a_carer "carer" Japanese WithACarer;
    one_in_a_wheelchair "wheelchair" Japanese LowHand;
    one_who_is_slow "slow" Japanese SlowHand;
    one_who_trembles "tremor" Japanese TremblingHand(StdRng::seed_from_u64(1));
    one_with_two_switches "two switches" Japanese TwoSwitches;
    one_with_one_switch "one switch" Japanese OneSwitch;
    one_with_a_keyboard "keyboard" Japanese Keyboard;
    one_who_reads_easy_japanese "easy Japanese" EasyJapanese Finger;
    a_visitor_who_reads_english "English" English Finger;
    a_visitor_who_reads_chinese "Chinese" Chinese Finger;
    a_visitor_who_reads_korean "Korean" Korean Finger;
    a_visitor_who_reads_portuguese "Portuguese" Portuguese Finger;
    a_visitor_who_reads_vietnamese "Vietnamese" Vietnamese Finger;
}
