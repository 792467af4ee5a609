//! The thread "card-monitor": tells when a reader or a card comes or goes, and survives the loss of both and of pcscd.

use super::ReaderPolicy;
use super::guard::TransportTrouble;
use super::pcsc::{context, readers};
use crate::devices::Outbox;
use crate::session::event::{Event, ReaderEvent};
use crate::supervisor::Beat;
use crossbeam_channel::{Receiver, RecvTimeoutError};
use pcsc::{Context, Error, PNP_NOTIFICATION, ReaderState, State};
use std::ffi::CString;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Readers that appear between listing and waiting are not notified by pcscd 1.9.9, so the list is made anew this often.
const RELIST: Duration = Duration::from_secs(2);
/// First and longest pause before pcscd or a reader is looked for again.
const BACK_OFF: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(2));

/// The context that a blocked monitor waits in, so that it can be woken.
pub type Waking = Arc<Mutex<Option<Context>>>;

/// What lies before us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Presence {
    Lost,
    Empty,
    /// A card, and pcscd's count of comings and goings: a quick swap shows in it alone.
    Card {
        count: u32,
    },
}

/// What to tell when `before` became `now`.
fn changes(before: Presence, now: Presence) -> &'static [ReaderEvent] {
    use Presence::{Card, Empty, Lost};
    use ReaderEvent::{CardInserted, CardRemoved, Found};
    match (before, now) {
        (Lost, Lost) | (Empty, Empty) => &[],
        (Empty | Card { .. }, Lost) => &[ReaderEvent::Lost],
        (Lost, Empty) => &[Found],
        (Lost, Card { .. }) => &[Found, CardInserted],
        (Empty, Card { .. }) => &[CardInserted],
        (Card { .. }, Empty) => &[CardRemoved],
        (Card { count: old }, Card { count: new }) if old == new => &[],
        (Card { .. }, Card { .. }) => &[CardRemoved, CardInserted],
    }
}

pub struct Monitor {
    pub policy: ReaderPolicy,
    pub outbox: Outbox,
    pub waking: Waking,
    /// Says nothing; its end says stop.
    pub stop: Receiver<()>,
    /// Staff want everything anew.
    pub renew: Arc<AtomicBool>,
    presence: Presence,
    told_lost: bool,
}

impl Monitor {
    pub fn new(
        policy: ReaderPolicy,
        outbox: Outbox,
        waking: Waking,
        stop: Receiver<()>,
        renew: Arc<AtomicBool>,
    ) -> Self {
        Self { policy, outbox, waking, stop, renew, presence: Presence::Lost, told_lost: false }
    }

    /// Runs until it is told to stop.
    pub fn run(&mut self, beat: &Beat) {
        let mut pause = BACK_OFF.0;
        loop {
            let watched = self.watch(&mut pause, beat);
            // A service or a reader that is away is waited for: no other start of the program would bring it.
            beat.waits();
            *self.waking.lock().unwrap_or_else(PoisonError::into_inner) = None;
            // Waits on the channel, so that a stop is seen at once.
            let goes_on = watched.is_err() && self.tell(Presence::Lost);
            if !goes_on || self.stop.recv_timeout(pause) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            pause = (pause * 2).min(BACK_OFF.1);
        }
    }

    /// Watches within one context. `Ok` means stop.
    fn watch(&mut self, pause: &mut Duration, beat: &Beat) -> Result<(), TransportTrouble> {
        let context = context()?;
        *self.waking.lock().unwrap_or_else(PoisonError::into_inner) = Some(context.clone());
        let mut states = vec![ReaderState::new(PNP_NOTIFICATION(), State::UNAWARE)];
        while !self.stopped() {
            beat.works();
            if self.renew.swap(false, Ordering::Relaxed) {
                return Err(Error::Cancelled.into());
            }
            let names = readers(&context, &self.policy)?;
            if names.is_empty() && !self.tell(Presence::Lost) {
                return Ok(());
            }
            if !same(&states, &names) {
                states.truncate(1);
                states.extend(names.into_iter().map(|name| ReaderState::new(name, State::UNAWARE)));
            }
            match context.get_status_change(RELIST, &mut states) {
                Ok(()) => {}
                Err(Error::Timeout | Error::Cancelled) => continue,
                // A reader went while we asked for it: list again.
                Err(Error::UnknownReader) => states.truncate(1),
                Err(error) => return Err(error.into()),
            }
            *pause = BACK_OFF.0;
            states.iter_mut().for_each(ReaderState::sync_current_state);
            if states.len() > 1 && !self.tell(presence(&states[1..])) {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Tells what changed; `false` when nobody listens any more. The very first loss is told too: a kiosk that starts
    /// without a reader must say so.
    fn tell(&mut self, now: Presence) -> bool {
        let mut events = changes(self.presence, now);
        if now == Presence::Lost && !self.told_lost && events.is_empty() {
            events = &[ReaderEvent::Lost];
        }
        self.told_lost = now == Presence::Lost;
        self.presence = now;
        events.iter().all(|event| self.outbox.send(Event::Reader(*event)))
    }

    fn stopped(&self) -> bool {
        self.stop.try_recv() != Err(crossbeam_channel::TryRecvError::Empty)
    }
}

fn same(states: &[ReaderState], names: &[CString]) -> bool {
    states.iter().skip(1).map(ReaderState::name).eq(names.iter().map(CString::as_c_str))
}

fn presence(states: &[ReaderState]) -> Presence {
    let usable = |state: &&ReaderState| !state.event_state().intersects(State::UNAVAILABLE | State::UNKNOWN);
    let mut usable = states.iter().filter(usable).peekable();
    if usable.peek().is_none() {
        return Presence::Lost;
    }
    let full = usable.find(|state| state.event_state().contains(State::PRESENT));
    full.map_or(Presence::Empty, |state| Presence::Card { count: state.event_count() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervisor::{HANGS_AFTER, Part};

    #[test]
    fn a_reader_that_is_away_for_long_is_no_part_that_hangs() {
        let (inbox, events) = crossbeam_channel::bounded(4);
        let (stop, stopped) = crossbeam_channel::bounded(0);
        let outbox = Outbox::new(inbox, || {});
        let supervisor = outbox.supervisor().clone();
        let policy = ReaderPolicy::Named("nobody's reader".into());
        let mut monitor = Monitor::new(policy, outbox, Waking::default(), stopped, Arc::default());
        let beat = supervisor.beat(Part::CardMonitor);
        // It watched a reader before.
        beat.works();
        let watching = std::thread::spawn(move || monitor.run(&beat));
        assert!(matches!(events.recv(), Ok(Event::Reader(ReaderEvent::Lost))));
        let later = std::time::Instant::now() + 2 * HANGS_AFTER;
        assert_eq!(supervisor.ailments_at(later), []);
        drop(stop);
        watching.join().unwrap();
    }

    #[test]
    fn each_change_is_told_once() {
        use ReaderEvent::{CardInserted, CardRemoved, Found, Lost};
        let card = |count| Presence::Card { count };
        assert_eq!(changes(Presence::Lost, card(1)), [Found, CardInserted]);
        assert_eq!(changes(card(1), card(1)), []);
        assert_eq!(changes(card(1), card(3)), [CardRemoved, CardInserted]);
        assert_eq!(changes(card(3), Presence::Empty), [CardRemoved]);
        assert_eq!(changes(card(3), Presence::Lost), [Lost]);
        assert_eq!(changes(Presence::Empty, Presence::Empty), []);
    }
}
