//! Tells systemd, where it asks for it, that the kiosk is up and that its screen still moves: a kiosk that stands still is
//! started again from outside. Where nobody asks, nothing is told.

use super::clock::Clock;
use super::kiosk::Kiosk;
use crate::systemd;
use bevy::prelude::*;
use crossbeam_channel::{Sender, bounded};
use sd_notify::{NotifyState, notify};
use std::time::Duration;
use std::{io, thread};

/// Messages that may wait for systemd. While it takes none the kiosk goes on, and is soon ended by it.
const QUEUE: usize = 4;

#[derive(Resource)]
pub struct Watchdog {
    tell: Sender<Vec<NotifyState<'static>>>,
    /// `None`: nobody waits for it.
    every: Option<Duration>,
    next: Duration,
    ready: bool,
}

impl Watchdog {
    /// As the environment of this process says; `None` where nobody listens. The thread "watchdog" alone waits for systemd.
    pub fn of_the_environment() -> io::Result<Option<Self>> {
        let Some(asked) = systemd::asked() else { return Ok(None) };
        let (tell, told) = bounded::<Vec<_>>(QUEUE);
        thread::Builder::new().name("watchdog".into()).spawn(move || {
            for states in told {
                if let Err(cause) = notify(&states) {
                    warn!("systemd cannot be told that the kiosk is up ({cause})");
                }
            }
        })?;
        Ok(Some(Self::new(tell, asked.every)))
    }

    fn new(tell: Sender<Vec<NotifyState<'static>>>, every: Option<Duration>) -> Self {
        Self { tell, every, next: Duration::ZERO, ready: false }
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
    if !told.is_empty() {
        // A full queue means that systemd hears nothing; it will see to that.
        watchdog.tell.try_send(told).ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_in_time_until_something_hangs() {
        let mut dog = Watchdog::new(bounded(1).0, Some(Duration::from_secs(10)));
        let second = Duration::from_secs;
        let words = |told: Vec<NotifyState>| told.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(words(dog.due(second(0), false)), ["READY=1", "WATCHDOG=1"]);
        assert!(dog.due(second(9), false).is_empty());
        assert_eq!(words(dog.due(second(10), false)), ["WATCHDOG=1"]);
        assert_eq!(dog.deadline(), Some(second(20)));
        assert!(dog.due(second(20), true).is_empty());
        let mut alone = Watchdog::new(bounded(1).0, None);
        assert_eq!(words(alone.due(second(0), false)), ["READY=1"]);
        assert_eq!(alone.deadline(), None);
    }
}
