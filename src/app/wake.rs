//! The kiosk draws only when something changes: device threads wake the sleeping event loop, and the loop sleeps until
//! the next deadline.

use super::caption::Leafing;
use super::clock::Clock;
use super::display::Display;
use super::kiosk::Kiosk;
use super::switches::SwitchDesk;
use super::voice::Voice;
use super::watchdog::Watchdog;
use crate::script::driver::Driver;
use crate::session::State;
use crate::staff::plugin::StaffPanel;
use bevy::a11y::{AccessibilityRequested, ActionRequest};
use bevy::prelude::*;
use bevy::winit::accessibility::WinitActionRequestHandlers;
use bevy::winit::{EventLoopProxyWrapper, UpdateMode, WinitSettings, WinitUserEvent};
use crossbeam_channel::{RecvTimeoutError, Sender, unbounded};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

/// Longest sleep: a look around once a minute costs nothing.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);
/// A deadline that has just passed is looked at once more.
const SHORTEST_SLEEP: Duration = Duration::from_millis(5);
/// How often a running script looks again.
const SCRIPT_PACE: Duration = Duration::from_millis(15);
/// The same for one that is timed: every look draws a frame, which a kiosk does not, and devices wake the loop anyway.
const TIMED_SCRIPT_PACE: Duration = Duration::from_millis(100);

type WakeUp = Box<dyn Fn() + Send + Sync>;

/// Wakes the event loop from any thread; before the loop exists it does nothing, because a loop that starts looks at
/// everything anyway.
#[derive(Resource, Clone, Default)]
pub struct Waker(Arc<OnceLock<WakeUp>>);

impl Waker {
    pub fn wake(&self) {
        if let Some(wake_up) = self.0.get() {
            wake_up();
        }
    }

    /// Takes effect once; later calls change nothing.
    pub fn connect(&self, wake_up: impl Fn() + Send + Sync + 'static) {
        self.0.get_or_init(|| Box::new(wake_up));
    }
}

/// Connects the waker to winit's event loop, and sets up the alarm.
pub fn connect(waker: Res<Waker>, proxy: Res<EventLoopProxyWrapper>, mut commands: Commands) -> Result {
    let proxy = (**proxy).clone();
    waker.connect(move || {
        // The loop has ended: nobody is left to wake.
        proxy.send_event(WinitUserEvent::WakeUp).ok();
    });
    commands.insert_resource(Alarm::start(waker.clone())?);
    Ok(())
}

/// How often actions of assistive technology are looked for while there is some, and whether there is some otherwise.
const ASSISTED: Duration = Duration::from_millis(25);
const NOT_ASSISTED: Duration = Duration::from_millis(500);

/// Assistive technology puts its actions into a queue and wakes nobody: this thread looks after it. It ends with the
/// window.
#[allow(clippy::disallowed_methods, reason = "a thread of its own, which waits in real time")]
pub fn attend_assistive_technology(
    handlers: Res<WinitActionRequestHandlers>,
    requested: Res<AccessibilityRequested>,
    waker: Res<Waker>,
    mut attended: Local<bool>,
) -> Result {
    let Some(queue) = handlers.values().next().filter(|_| !*attended).map(Arc::downgrade) else { return Ok(()) };
    *attended = true;
    let (requested, waker) = (requested.clone(), waker.clone());
    let mut assisted = false;
    thread::Builder::new().name("assistive".into()).spawn(move || {
        while let Some(queue) = queue.upgrade() {
            let waits = queue.lock().is_ok_and(|queue| !queue.is_empty());
            // Whoever has just come has seen nothing yet.
            if waits || requested.get() != assisted {
                assisted = requested.get();
                waker.wake();
            }
            drop(queue);
            thread::sleep(if assisted { ASSISTED } else { NOT_ASSISTED });
        }
    })?;
    Ok(())
}

/// Takes those actions at the beginning of a frame; Bevy itself would, at its end, and they would wait for the next one.
pub fn take_assistive_actions(handlers: Res<WinitActionRequestHandlers>, mut actions: MessageWriter<ActionRequest>) {
    for queue in handlers.values() {
        if let Ok(mut queue) = queue.lock() {
            actions.write_batch(queue.drain(..).map(ActionRequest));
        }
    }
}

/// Wakes the event loop at the next deadline. A sleep of the loop's own would not do: Bevy draws a frame whenever that is
/// changed, and so would draw without end while a deadline comes nearer.
#[derive(Resource, Clone)]
pub struct Alarm(Sender<Duration>);

impl Alarm {
    /// Its thread ends with the app.
    pub fn start(waker: Waker) -> std::io::Result<Self> {
        let (set, due) = unbounded();
        thread::Builder::new().name("alarm".into()).spawn(move || {
            let mut wait = LONGEST_SLEEP;
            loop {
                match due.recv_timeout(wait) {
                    Ok(until) => wait = until,
                    Err(RecvTimeoutError::Timeout) => {
                        waker.wake();
                        wait = LONGEST_SLEEP;
                    }
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
        })?;
        Ok(Self(set))
    }
}

/// Sleeps until the next deadline of the session, or in small steps while a script runs.
pub fn set_sleep(
    (kiosk, clock, alarm): (Res<Kiosk>, Res<Clock>, Res<Alarm>),
    script: Option<Res<Driver>>,
    (voice, display, desk, leafing): (Res<Voice>, Res<Display>, Res<SwitchDesk>, Res<Leafing>),
    (panel, watchdog): (Res<StaffPanel>, Option<Res<Watchdog>>),
    mut settings: ResMut<WinitSettings>,
) {
    let now = clock.elapsed();
    let state = kiosk.session().state();
    let gone = voice.gone_at(matches!(state, State::Idle));
    let (picture, back) = (display.moves_at(state, now), display.goes_back_at(state, &voice));
    let session = kiosk.session().next_deadline();
    let own = [
        voice.explorer.deadline(),
        desk.deadline(),
        leafing.turns_at,
        panel.deadline(),
        watchdog.and_then(|dog| dog.deadline()),
    ];
    let deadlines = [session, gone, back, picture].into_iter().chain(own);
    let wait = deadlines.flatten().min().map_or(LONGEST_SLEEP, |deadline| deadline.saturating_sub(now));
    // The thread is gone only when the app is.
    alarm.0.send(wait.clamp(SHORTEST_SLEEP, LONGEST_SLEEP)).ok();
    let pace = match script {
        Some(_) if clock.goes_by_itself() => TIMED_SCRIPT_PACE,
        Some(_) => SCRIPT_PACE,
        None => LONGEST_SLEEP,
    };
    let mode = UpdateMode::reactive_low_power(pace);
    if settings.focused_mode != mode {
        settings.focused_mode = mode;
        settings.unfocused_mode = mode;
    }
}
