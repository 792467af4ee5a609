//! Explore by touch: a finger that slides says what lies under it, lifting it does nothing, two taps anywhere choose what
//! was said last, a tap of a second finger repeats it, a tap on the bar along the bottom edge chooses too.
//!
//! Pure: fingers and time in, gestures out.

use bevy::math::Vec2;
use std::time::Duration;

/// A finger that stays longer than this, or moves, explores; a shorter one taps.
const TAP: Duration = Duration::from_millis(200);
/// Two taps belong together when the second begins within this time after the first.
const SECOND_TAP: Duration = Duration::from_millis(500);

/// A finger's number.
pub type Finger = u64;

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Contact {
    /// `on_bar`: on the select bar.
    Down {
        finger: Finger,
        at: Vec2,
        on_bar: bool,
    },
    Moved {
        finger: Finger,
        at: Vec2,
        on_bar: bool,
    },
    Up {
        finger: Finger,
        on_bar: bool,
    },
    Lost {
        finger: Finger,
    },
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Gesture {
    /// Say what lies here.
    Feel(Vec2),
    /// Choose what was said last.
    Select,
    /// Say it again.
    Repeat,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Hand {
    /// No finger.
    Away,
    /// Down, and it may still become a tap.
    Fresh {
        finger: Finger,
        at: Vec2,
        since: Duration,
    },
    Feeling {
        finger: Finger,
    },
    /// Down on the bar.
    OnBar {
        finger: Finger,
    },
}

/// What the fingers are doing.
#[derive(Debug)]
pub struct Explorer {
    hand: Hand,
    /// One tap has been made, here and until then: alone it only says what lies there.
    tapped: Option<(Vec2, Duration)>,
    /// How far a finger may move and still tap, in pixels.
    still: f32,
}

impl Explorer {
    /// `still`: how far a finger that taps may slip.
    pub fn new(still: f32) -> Self {
        Self { hand: Hand::Away, tapped: None, still }
    }

    pub fn contact(&mut self, now: Duration, contact: Contact) -> Option<Gesture> {
        match (contact, self.hand) {
            (Contact::Down { finger, on_bar: true, .. }, Hand::Away) => {
                self.hand = Hand::OnBar { finger };
                None
            }
            (Contact::Down { finger, at, on_bar: false }, Hand::Away) => {
                self.hand = Hand::Fresh { finger, at, since: now };
                None
            }
            // A second finger, while the first one is down.
            (Contact::Down { .. }, _) => Some(Gesture::Repeat),
            (Contact::Moved { finger, at, .. }, Hand::Fresh { finger: held, at: began, .. })
                if finger == held && at.distance(began) > self.still =>
            {
                self.feel(finger, at)
            }
            (Contact::Moved { finger, at, .. }, Hand::Feeling { finger: held }) if finger == held => {
                Some(Gesture::Feel(at))
            }
            (Contact::Moved { finger, at, on_bar: false }, Hand::OnBar { finger: held }) if finger == held => {
                self.feel(finger, at)
            }
            (Contact::Up { finger, on_bar: true }, Hand::OnBar { finger: held }) if finger == held => {
                self.hand = Hand::Away;
                self.tapped = None;
                Some(Gesture::Select)
            }
            (Contact::Up { finger, .. }, Hand::Fresh { finger: held, at, since }) if finger == held => {
                self.hand = Hand::Away;
                self.tap(now, at, since)
            }
            (Contact::Up { finger, .. } | Contact::Lost { finger }, hand) if hand.is_by(finger) => {
                self.hand = Hand::Away;
                None
            }
            (Contact::Moved { .. } | Contact::Up { .. } | Contact::Lost { .. }, _) => None,
        }
    }

    /// What time alone brings: a finger that stays begins to feel, a single tap says what lies there.
    pub fn pass(&mut self, now: Duration) -> Option<Gesture> {
        if let Hand::Fresh { finger, at, since } = self.hand
            && now >= since + TAP
        {
            return self.feel(finger, at);
        }
        let (at, _) = self.tapped.take_if(|(_, until)| now >= *until)?;
        Some(Gesture::Feel(at))
    }

    /// When [`Explorer::pass`] has something to do.
    pub fn deadline(&self) -> Option<Duration> {
        let hold = match self.hand {
            Hand::Fresh { since, .. } => Some(since + TAP),
            Hand::Away | Hand::Feeling { .. } | Hand::OnBar { .. } => None,
        };
        let tapped = self.tapped.map(|(_, until)| until);
        hold.into_iter().chain(tapped).min()
    }

    fn feel(&mut self, finger: Finger, at: Vec2) -> Option<Gesture> {
        self.hand = Hand::Feeling { finger };
        self.tapped = None;
        Some(Gesture::Feel(at))
    }

    /// A finger was down for a moment.
    fn tap(&mut self, now: Duration, at: Vec2, since: Duration) -> Option<Gesture> {
        if now >= since + TAP {
            return Some(Gesture::Feel(at));
        }
        match self.tapped.take() {
            Some((_, until)) if since <= until => Some(Gesture::Select),
            _ => {
                self.tapped = Some((at, now + SECOND_TAP));
                None
            }
        }
    }
}

impl Hand {
    fn is_by(self, finger: Finger) -> bool {
        match self {
            Self::Away => false,
            Self::Fresh { finger: held, .. } | Self::Feeling { finger: held } | Self::OnBar { finger: held } => {
                held == finger
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Vec2 = Vec2::new(100.0, 100.0);
    const THERE: Vec2 = Vec2::new(300.0, 100.0);

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    fn down(at: Vec2) -> Contact {
        Contact::Down { finger: 1, at, on_bar: false }
    }

    const UP: Contact = Contact::Up { finger: 1, on_bar: false };

    #[test]
    fn a_finger_that_stays_or_slides_feels_and_lifting_does_nothing() {
        let mut hand = Explorer::new(10.0);
        assert_eq!(hand.contact(ms(0), down(HERE)), None);
        assert_eq!(hand.pass(ms(199)), None);
        assert_eq!(hand.pass(ms(200)), Some(Gesture::Feel(HERE)));
        let moved = Contact::Moved { finger: 1, at: THERE, on_bar: false };
        assert_eq!(hand.contact(ms(300), moved), Some(Gesture::Feel(THERE)));
        assert_eq!(hand.contact(ms(400), UP), None);
        assert_eq!((hand.pass(ms(2000)), hand.deadline()), (None, None));
    }

    #[test]
    fn two_taps_anywhere_choose_and_one_tap_only_tells() {
        let mut hand = Explorer::new(10.0);
        hand.contact(ms(0), down(HERE));
        assert_eq!(hand.contact(ms(80), UP), None);
        hand.contact(ms(400), down(THERE));
        assert_eq!(hand.contact(ms(480), UP), Some(Gesture::Select));
        // Alone, and once more much later.
        for start in [1000, 5000] {
            hand.contact(ms(start), down(HERE));
            hand.contact(ms(start + 80), UP);
            assert_eq!(hand.deadline(), Some(ms(start + 580)));
            assert_eq!(hand.pass(ms(start + 580)), Some(Gesture::Feel(HERE)));
        }
    }

    #[test]
    fn a_tap_on_the_bar_chooses_and_sliding_onto_it_does_not() {
        let mut hand = Explorer::new(10.0);
        hand.contact(ms(0), Contact::Down { finger: 1, at: HERE, on_bar: true });
        assert_eq!(hand.pass(ms(900)), None, "a slow finger taps too");
        assert_eq!(hand.contact(ms(1000), Contact::Up { finger: 1, on_bar: true }), Some(Gesture::Select));
        hand.contact(ms(2000), down(THERE));
        hand.pass(ms(2200));
        let onto = Contact::Moved { finger: 1, at: HERE, on_bar: true };
        assert_eq!(hand.contact(ms(2300), onto), Some(Gesture::Feel(HERE)));
        assert_eq!(hand.contact(ms(2400), Contact::Up { finger: 1, on_bar: true }), None);
    }

    #[test]
    fn a_second_finger_repeats_and_changes_nothing_else() {
        let mut hand = Explorer::new(10.0);
        hand.contact(ms(0), down(HERE));
        hand.pass(ms(200));
        let second = Contact::Down { finger: 2, at: THERE, on_bar: false };
        assert_eq!(hand.contact(ms(300), second), Some(Gesture::Repeat));
        assert_eq!(hand.contact(ms(350), Contact::Up { finger: 2, on_bar: false }), None);
        let moved = Contact::Moved { finger: 1, at: THERE, on_bar: false };
        assert_eq!(hand.contact(ms(400), moved), Some(Gesture::Feel(THERE)));
    }
}
