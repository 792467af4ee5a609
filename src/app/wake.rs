//! The kiosk draws only when something changes: device threads wake the sleeping event loop, and the loop sleeps until
//! the next deadline.

use super::clock::Clock;
use super::display::Display;
use super::kiosk::Kiosk;
use super::switches::SwitchDesk;
use super::voice::Voice;
use crate::script::driver::Driver;
use crate::session::State;
use bevy::a11y::{AccessibilityRequested, ActionRequest};
use bevy::prelude::*;
use bevy::winit::accessibility::WinitActionRequestHandlers;
use bevy::winit::{EventLoopProxyWrapper, UpdateMode, WinitSettings, WinitUserEvent};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

/// Longest sleep: a look around once a minute costs nothing.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);
/// How often a running script looks again.
const SCRIPT_PACE: Duration = Duration::from_millis(15);

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

/// Connects the waker to winit's event loop.
pub fn connect(waker: Res<Waker>, proxy: Res<EventLoopProxyWrapper>) {
    let proxy = (**proxy).clone();
    waker.connect(move || {
        // The loop has ended: nobody is left to wake.
        proxy.send_event(WinitUserEvent::WakeUp).ok();
    });
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

/// Sleeps until the next deadline of the session, or in small steps while a script runs.
pub fn set_sleep(
    kiosk: Res<Kiosk>,
    clock: Res<Clock>,
    script: Option<Res<Driver>>,
    (voice, display, desk): (Res<Voice>, Res<Display>, Res<SwitchDesk>),
    mut settings: ResMut<WinitSettings>,
) {
    let deadline = kiosk.session().next_deadline().into_iter().chain(voice.explorer.deadline());
    let gone = voice.gone_at(matches!(kiosk.session().state(), State::Idle));
    let picture = display.moves_at(kiosk.session().state(), clock.elapsed());
    let back = display.goes_back_at(kiosk.session().state(), &voice);
    let deadline = deadline.chain(gone).chain(back).chain(desk.deadline()).chain(picture).min();
    let wait = match (script, deadline) {
        (Some(_), _) => SCRIPT_PACE,
        (None, Some(deadline)) => deadline.saturating_sub(clock.elapsed()).min(LONGEST_SLEEP),
        (None, None) => LONGEST_SLEEP,
    };
    let mode = UpdateMode::reactive_low_power(wait);
    if settings.focused_mode != mode {
        settings.focused_mode = mode;
        settings.unfocused_mode = mode;
    }
}
