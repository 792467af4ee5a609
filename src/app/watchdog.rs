//! Tells systemd, where it asks for it, that the kiosk is up and that its screen still moves: a kiosk that stands still is
//! started again from outside. Where nobody asks, nothing is told.

use super::clock::Clock;
use super::kiosk::Kiosk;
use bevy::prelude::*;
use sd_notify::{NotifyState, notify};
use std::time::Duration;

/// So often is told within the time that systemd gives.
const SHARE: u32 = 3;

#[derive(Resource)]
pub struct Watchdog {
    /// `None`: nobody waits for it.
    every: Option<Duration>,
    next: Duration,
    ready: bool,
}

impl Watchdog {
    /// As the environment of this process says.
    pub fn of_the_environment() -> Self {
        // The library's own reading takes no other process than the unit's first, and that one is the compositor.
        let limit = std::env::var("WATCHDOG_USEC").ok().and_then(|limit| limit.parse().ok());
        Self { every: limit.map(Duration::from_micros).map(|limit| limit / SHARE), next: Duration::ZERO, ready: false }
    }

    pub fn deadline(&self) -> Option<Duration> {
        self.every.map(|_| self.next)
    }

    /// What to tell now. A part that hangs for good makes this fall silent, which ends the program.
    fn due(&mut self, now: Duration, hangs: bool) -> Vec<NotifyState<'static>> {
        let mut told = Vec::new();
        if !std::mem::replace(&mut self.ready, true) {
            told.push(NotifyState::Ready);
        }
        if let Some(every) = self.every.filter(|_| now >= self.next) {
            self.next = now + every;
            told.extend((!hangs).then_some(NotifyState::Watchdog));
        }
        told
    }
}

/// At the end of each frame.
pub fn tell(
    watchdog: Option<ResMut<Watchdog>>,
    (kiosk, clock): (Res<Kiosk>, Res<Clock>),
    mut exits: MessageReader<AppExit>,
) {
    let Some(mut watchdog) = watchdog else { return };
    let watchdog = watchdog.bypass_change_detection();
    let mut told = watchdog.due(clock.elapsed(), kiosk.devices().supervisor().wants_new_start());
    told.extend(exits.read().next().map(|_| NotifyState::Stopping));
    // Without systemd there is nobody to be told.
    if !told.is_empty()
        && let Err(cause) = notify(&told)
    {
        warn!("systemd cannot be told that the kiosk is up ({cause})");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_in_time_until_something_hangs() {
        let mut dog = Watchdog { every: Some(Duration::from_secs(10)), next: Duration::ZERO, ready: false };
        let second = Duration::from_secs;
        let words = |told: Vec<NotifyState>| told.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(words(dog.due(second(0), false)), ["READY=1", "WATCHDOG=1"]);
        assert!(dog.due(second(9), false).is_empty());
        assert_eq!(words(dog.due(second(10), false)), ["WATCHDOG=1"]);
        assert_eq!(dog.deadline(), Some(second(20)));
        assert!(dog.due(second(20), true).is_empty());
        let mut alone = Watchdog { every: None, next: Duration::ZERO, ready: false };
        assert_eq!(words(alone.due(second(0), false)), ["READY=1"]);
        assert_eq!(alone.deadline(), None);
    }
}
