//! Wrong codes cost time, each twice as much as the one before, and in the end the code is locked.

use crate::session::CodeTrouble;
use std::time::Duration;

/// The wait after the first wrong code.
const FIRST_WAIT: Duration = Duration::from_secs(2);
/// No wait is longer.
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// What is known of one code: the facility's passcode, or one person's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Throttle {
    failures: u32,
    /// On the program's clock.
    not_before: Duration,
}

impl Throttle {
    /// After a restart: the wait begins anew, because nobody knows how long the program was off.
    pub fn resumed(failures: u32, now: Duration) -> Self {
        Self { failures, not_before: now + wait(failures) }
    }

    pub fn failures(self) -> u32 {
        self.failures
    }

    pub fn is_locked(self, lock_after: u32) -> bool {
        self.failures >= lock_after
    }

    /// Whether a code may be looked at now. Asked before the code is compared: what comes too soon tells nothing.
    pub fn admit(self, now: Duration, lock_after: u32) -> Result<(), CodeTrouble> {
        if self.is_locked(lock_after) {
            return Err(CodeTrouble::Locked);
        }
        if now < self.not_before {
            return Err(CodeTrouble::TooSoon { wait_s: seconds(self.not_before - now) });
        }
        Ok(())
    }

    /// A wrong code; says what comes of it.
    pub fn fail(&mut self, now: Duration, lock_after: u32) -> CodeTrouble {
        self.failures = self.failures.saturating_add(1);
        let wait = wait(self.failures);
        self.not_before = now + wait;
        if self.is_locked(lock_after) { CodeTrouble::Locked } else { CodeTrouble::Wrong { wait_s: seconds(wait) } }
    }

    /// The right code, or a supervisor: everything is forgiven.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

fn wait(failures: u32) -> Duration {
    match failures.checked_sub(1) {
        None => Duration::ZERO,
        Some(doublings) => FIRST_WAIT.saturating_mul(1 << doublings.min(16)).min(LONGEST_WAIT),
    }
}

/// Rounded up: whoever waits as long as they are told is not refused again.
fn seconds(wait: Duration) -> u32 {
    u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: u32 = 5;

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn each_wrong_code_waits_twice_as_long_and_the_last_one_locks() {
        let mut throttle = Throttle::default();
        let mut now = at(100);
        for wait_s in [2, 4, 8, 16] {
            assert_eq!(throttle.admit(now, LOCK), Ok(()));
            assert_eq!(throttle.fail(now, LOCK), CodeTrouble::Wrong { wait_s });
            assert_eq!(throttle.admit(now, LOCK), Err(CodeTrouble::TooSoon { wait_s }));
            now += at(u64::from(wait_s));
        }
        assert_eq!(throttle.fail(now, LOCK), CodeTrouble::Locked);
        assert_eq!(throttle.admit(now + at(100_000), LOCK), Err(CodeTrouble::Locked), "no time unlocks it");
        throttle.clear();
        assert_eq!(throttle.admit(now, LOCK), Ok(()));
    }

    /// All four-digit codes, one after the other, by somebody who never has to look for the next.
    #[test]
    fn a_code_of_four_digits_is_not_found_by_trying() {
        let right = 5_000;
        for (lock_after, days) in [(6, None), (20, None), (u32::MAX, Some(17))] {
            let (mut throttle, mut now, mut tried) = (Throttle::default(), Duration::ZERO, 0);
            while tried < right && !throttle.is_locked(lock_after) {
                if let Err(CodeTrouble::TooSoon { wait_s }) = throttle.admit(now, lock_after) {
                    now += at(wait_s.into());
                }
                assert_eq!(throttle.admit(now, lock_after), Ok(()));
                throttle.fail(now, lock_after);
                tried += 1;
            }
            // Half of them is what it takes on average: 17 days where nothing locked it, and never where something does.
            match days {
                Some(days) => assert_eq!((tried, now.as_secs() / 86_400), (right, days)),
                None => assert_eq!(tried, lock_after, "locked for good, a chance of one in {}", 10_000 / lock_after),
            }
        }
    }

    #[test]
    fn a_restart_forgives_nothing() {
        let locked = Throttle::resumed(LOCK, at(0));
        assert_eq!(locked.admit(at(1_000_000), LOCK), Err(CodeTrouble::Locked));
        let waits = Throttle::resumed(2, at(1));
        assert_eq!(waits.admit(at(2), LOCK), Err(CodeTrouble::TooSoon { wait_s: 3 }));
        assert_eq!(waits.admit(at(5), LOCK), Ok(()));
    }
}
