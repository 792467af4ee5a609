//! Laws of the clock: nobody loses anything without having been warned for long enough.

use super::properties::config;
use super::walk::{Walk, walks};
use crate::session::limits::{self, WARNING_AT_LEAST};
use crate::session::{Ending, Event, Input, State, Timer};
use proptest::prelude::*;
use std::time::Duration;

fn stop_at(timer: Timer) -> Option<Duration> {
    match timer {
        Timer::Off => None,
        Timer::Running { stop_at, .. } | Timer::Warned { stop_at, .. } => Some(stop_at),
    }
}

fn timed_out(state: &State) -> bool {
    matches!(state, State::Ended { why: Ending::TimedOut | Ending::CardLeft, .. })
}

/// A person at the kiosk is warned here before anything is lost.
fn warns(state: &State) -> bool {
    limits::of(state).is_some_and(|limit| limit.warn_after.is_some())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_warning_stands_long_enough_before_anything_is_lost(walk in walks()) {
        let mut walk = Walk::new(walk);
        let mut warned_at = None;
        while let Some(event) = walk.next_event() {
            let (screen, warns, timed_out_before) =
                (walk.session().screen(), warns(walk.state()), timed_out(walk.state()));
            let tick = matches!(event, Event::Tick);
            walk.step(event);
            let moved = walk.session().screen() != screen;
            if moved && tick && warns {
                let stood: Option<Duration> = warned_at.map(|at| walk.at() - at);
                prop_assert!(stood >= Some(WARNING_AT_LEAST), "stood {stood:?}");
            }
            prop_assert!(tick || timed_out_before || !timed_out(walk.state()), "timed out without time");
            warned_at = match walk.session().timer() {
                Timer::Warned { .. } if !moved => warned_at.or(Some(walk.at())),
                Timer::Warned { .. } => Some(walk.at()),
                Timer::Off | Timer::Running { .. } => None,
            };
        }
    }

    #[test]
    fn more_time_always_gives_more_time_and_nothing_else(walk in walks()) {
        let mut walk = Walk::new(walk);
        while let Some(event) = walk.next_event() {
            let asked = walk.is_on_screen(&event) && matches!(&event, Event::User { input: Input::MoreTime, .. });
            let (timer, screen) = (walk.session().timer(), walk.session().screen());
            let state = format!("{:?}", walk.state());
            let effects = walk.step(event);
            if !asked {
                continue;
            }
            prop_assert!(effects.is_empty(), "{effects:?}");
            prop_assert_eq!((walk.session().screen(), format!("{:?}", walk.state())), (screen, state));
            let now = walk.session().timer();
            prop_assert!(!matches!(now, Timer::Warned { .. }), "the warning still stands");
            prop_assert!(stop_at(now) >= stop_at(timer), "{now:?} after {timer:?}");
            if warns(walk.state()) {
                prop_assert!(stop_at(now) >= Some(walk.at() + WARNING_AT_LEAST * 2), "{now:?} at {:?}", walk.at());
            }
        }
    }

    #[test]
    fn the_session_says_when_it_wants_a_tick_and_each_one_moves_it(walk in walks()) {
        let mut walk = Walk::new(walk);
        while let Some(event) = walk.next_event() {
            let tick = matches!(event, Event::Tick);
            walk.step(event);
            let due = walk.session().next_deadline();
            // A card that is left lying waits for its owner or the staff, however long.
            let waits = matches!(walk.state(), State::Ended { why: Ending::CardLeft, .. });
            prop_assert!(due.is_some() || waits || limits::of(walk.state()).is_none(), "{:?}", walk.state());
            prop_assert!(!tick || due.is_none_or(|due| due > walk.at()), "the tick is still due");
        }
    }
}
