//! Which fingers are on the glass. A panel may lose one of them, and a cloth or a palm has more of them than a person: neither
//! chooses anything, or keeps the glass from whoever comes next.

use std::collections::VecDeque;
use std::time::Duration;

/// A finger that lies there longer gives way to the next one: it may have been lifted, and nobody was told.
pub const LONGEST: Duration = Duration::from_secs(30);
/// More that come down within a second are no person's: eight digits a second are typed by nobody.
const STORM: usize = 10;
const SECOND: Duration = Duration::from_secs(1);
/// More than any panel tells apart.
const MOST: usize = 32;

/// Fingers, by what tells one from another.
#[derive(Debug)]
pub struct Fingers<F> {
    /// Since when each is down.
    down: Vec<(F, Duration)>,
    /// When the last ones came down.
    came: VecDeque<Duration>,
}

impl<F> Default for Fingers<F> {
    fn default() -> Self {
        Self { down: Vec::new(), came: VecDeque::new() }
    }
}

impl<F: Copy + PartialEq> Fingers<F> {
    /// One comes down: which others are given up for it, and whether it counts.
    pub fn down(&mut self, finger: F, now: Duration) -> (Vec<F>, bool) {
        let gone = |(known, since): &(F, Duration)| *known == finger || now >= *since + LONGEST;
        let mut lost: Vec<F> = self.down.extract_if(.., |one| gone(one)).map(|(known, _)| known).collect();
        if self.down.len() >= MOST {
            lost.push(self.down.remove(0).0);
        }
        self.down.push((finger, now));
        while self.came.len() >= STORM {
            self.came.pop_front();
        }
        self.came.push_back(now);
        let storm = self.came.len() >= STORM && self.came.front().is_some_and(|first| now < *first + SECOND);
        (lost, !storm)
    }

    pub fn up(&mut self, finger: F) {
        self.down.retain(|(known, _)| *known != finger);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn a_finger_that_was_lost_gives_way_to_the_next() {
        let mut fingers = Fingers::default();
        assert_eq!(fingers.down(1, at(0)), (vec![], true));
        assert_eq!(fingers.down(2, at(29_000)), (vec![], true), "it may still lie there");
        assert_eq!(fingers.down(3, at(30_000)), (vec![1], true));
        assert_eq!(fingers.down(3, at(31_000)), (vec![3], true), "who comes down had been lifted");
        fingers.up(2);
        assert_eq!(fingers.down(4, at(90_000)), (vec![3], true));
    }

    #[test]
    fn more_than_a_person_has_count_for_nothing_until_it_is_calm() {
        let mut fingers = Fingers::default();
        // As fast as anybody types.
        assert!((0..40).all(|finger| fingers.down(finger, at(finger * 125)).1));
        let begin = 60_000;
        let counted = (0..10_000).filter(|finger| fingers.down(*finger, at(begin + finger)).1).count();
        assert_eq!(counted, STORM - 1, "the first ones cannot be told from a person's");
        assert!(!fingers.down(1, at(begin + 10_500)).1);
        assert!(fingers.down(1, at(begin + 11_600)).1, "calm again");
        assert!(fingers.down.len() <= MOST);
    }
}
