//! What the desk knows of its kiosks just now. Nothing of it is kept: a kiosk that comes back tells it anew.

use super::Moment;
use crate::link::protocol::{Command, KioskState};
use crate::session::OrderVerdict;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::Instant;

/// A kiosk that says nothing for so long is gone, though its line still stands: its power went, or its cable. It says
/// something every fifteen seconds.
const LEASE: Duration = Duration::from_secs(40);
/// Commands that may wait for a kiosk's stream.
const QUEUE: usize = 32;

/// One kiosk's line.
struct Line {
    /// The newest stream; an older one that still hangs is not listened to.
    token: u64,
    commands: Option<mpsc::Sender<Command>>,
    state: Option<(KioskState, Instant)>,
    /// When it said something last, on both clocks.
    heard: Heard,
}

#[derive(Debug, Clone, Copy)]
struct Heard {
    at: Instant,
    moment: Moment,
}

impl Heard {
    fn now() -> Self {
        Self { at: Instant::now(), moment: Moment::now() }
    }
}

/// How a kiosk is just now.
#[derive(Debug, Clone, PartialEq)]
pub struct Now {
    pub online: bool,
    /// What it said last, and how long its stage lasts already.
    pub state: Option<(KioskState, Duration)>,
    /// Milliseconds since 1970; 0: not since the desk was started.
    pub last_seen: i64,
}

impl Line {
    fn new() -> Self {
        Self { token: 0, commands: None, state: None, heard: Heard::now() }
    }
}

pub struct Live {
    lines: Mutex<HashMap<String, Line>>,
    waiting: Mutex<HashMap<String, Vec<oneshot::Sender<OrderVerdict>>>>,
    changes: watch::Sender<u64>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Whoever panicked while holding it left a map that is whole.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Live {
    pub fn new() -> Self {
        Self { lines: Mutex::default(), waiting: Mutex::default(), changes: watch::Sender::new(0) }
    }

    /// Wakes at every change.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    pub fn changed(&self) {
        self.changes.send_modify(|count| *count += 1);
    }

    /// A kiosk holds its stream open; its commands come out of the receiver.
    pub fn connect(&self, kiosk: &str) -> (u64, mpsc::Receiver<Command>) {
        let (give, commands) = mpsc::channel(QUEUE);
        let mut lines = lock(&self.lines);
        let line = lines.entry(kiosk.to_owned()).or_insert_with(Line::new);
        line.token += 1;
        line.heard = Heard::now();
        line.commands = Some(give);
        let token = line.token;
        drop(lines);
        self.changed();
        (token, commands)
    }

    /// `true`: it was the newest stream, and the kiosk is offline now.
    pub fn disconnect(&self, kiosk: &str, token: u64) -> bool {
        let mut lines = lock(&self.lines);
        let Some(line) = lines.get_mut(kiosk).filter(|line| line.token == token) else { return false };
        line.commands = None;
        drop(lines);
        self.changed();
        true
    }

    pub fn tell(&self, kiosk: &str, state: KioskState) {
        let mut lines = lock(&self.lines);
        let line = lines.entry(kiosk.to_owned()).or_insert_with(Line::new);
        line.heard = Heard::now();
        let same_stage = line.state.as_ref().filter(|(before, _)| {
            (&before.boot, before.visit, before.stage) == (&state.boot, state.visit, state.stage)
        });
        let since = same_stage.map_or_else(Instant::now, |(_, since)| *since);
        let is_new = line.state.as_ref().is_none_or(|(before, _)| *before != state);
        line.state = Some((state, since));
        drop(lines);
        if is_new {
            self.changed();
        }
    }

    pub fn forget(&self, kiosk: &str) {
        lock(&self.lines).remove(kiosk);
        self.changed();
    }

    pub fn now(&self, kiosk: &str) -> Now {
        self.at(kiosk, Instant::now())
    }

    fn at(&self, kiosk: &str, at: Instant) -> Now {
        let lines = lock(&self.lines);
        let Some(line) = lines.get(kiosk) else { return Now { online: false, state: None, last_seen: 0 } };
        let state = line.state.as_ref().map(|(state, since)| (state.clone(), at.saturating_duration_since(*since)));
        let online = line.commands.is_some() && at.saturating_duration_since(line.heard.at) < LEASE;
        Now { online, state, last_seen: line.heard.moment.0 }
    }

    /// `false`: the kiosk is not there.
    pub fn send(&self, kiosk: &str, command: Command) -> bool {
        let lines = lock(&self.lines);
        let line = lines.get(kiosk).and_then(|line| line.commands.as_ref());
        line.is_some_and(|commands| commands.try_send(command).is_ok())
    }

    /// What will come of this command.
    pub fn await_verdict(&self, id: &str) -> oneshot::Receiver<OrderVerdict> {
        let (tell, told) = oneshot::channel();
        let mut waiting = lock(&self.waiting);
        waiting.retain(|_, waiters| {
            waiters.retain(|waiter| !waiter.is_closed());
            !waiters.is_empty()
        });
        waiting.entry(id.to_owned()).or_default().push(tell);
        told
    }

    pub fn settle(&self, id: &str, verdict: OrderVerdict) {
        for waiter in lock(&self.waiting).remove(id).unwrap_or_default() {
            waiter.send(verdict).ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::protocol::{Boot, Counts, Help, Stage};

    fn idle() -> KioskState {
        KioskState {
            boot: Boot("a".into()),
            visit: 1,
            screen: 2,
            stage: Stage::Idle,
            help: Help::None,
            visual: false,
            troubles: Vec::new(),
            results_waiting: 0,
            counts: Counts::default(),
            version: "1".into(),
        }
    }

    #[test]
    fn a_kiosk_whose_power_went_is_offline_though_its_line_still_stands() {
        let live = Live::new();
        let (_token, _commands) = live.connect("kiosk");
        live.tell("kiosk", idle());
        let now = Instant::now();
        assert!(live.at("kiosk", now + LEASE - Duration::from_secs(1)).online);
        let later = live.at("kiosk", now + LEASE);
        assert!(!later.online && later.last_seen > 0 && later.state.is_some());
        live.tell("kiosk", idle());
        assert!(live.now("kiosk").online);
    }

    #[test]
    fn the_end_of_an_older_stream_does_not_take_the_newer_one_away() {
        let live = Live::new();
        let (old, _gone) = live.connect("kiosk");
        let (new, _commands) = live.connect("kiosk");
        assert!(!live.disconnect("kiosk", old) && live.now("kiosk").online);
        assert!(live.disconnect("kiosk", new) && !live.now("kiosk").online);
    }
}
