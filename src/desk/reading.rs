//! A page that holds a record open asks for it again and again: that is one reading, and one act.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Whoever asks again later than this reads anew.
const PAUSE: Duration = Duration::from_secs(60);

/// Who read the record of which kiosk, and when last.
#[derive(Default)]
pub struct Reading(Mutex<HashMap<(String, String), Instant>>);

impl Reading {
    /// `true`: they begin to read, which is an act of theirs.
    pub fn begins(&self, person: &str, kiosk: &str) -> bool {
        self.begins_at(person, kiosk, Instant::now())
    }

    fn begins_at(&self, person: &str, kiosk: &str, now: Instant) -> bool {
        let mut reading = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        reading.retain(|_, last| now.saturating_duration_since(*last) < PAUSE);
        reading.insert((person.to_owned(), kiosk.to_owned()), now).is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_that_stays_open_is_one_reading_and_after_a_pause_it_is_another() {
        let (reading, begun) = (Reading::default(), Instant::now());
        assert!(reading.begins_at("abe", "a", begun));
        for seconds in (5..=180).step_by(5) {
            assert!(!reading.begins_at("abe", "a", begun + Duration::from_secs(seconds)));
        }
        assert!(reading.begins_at("abe", "b", begun) && reading.begins_at("mori", "a", begun));
        assert!(reading.begins_at("abe", "a", begun + Duration::from_secs(180) + PAUSE));
    }
}
