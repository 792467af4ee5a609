//! Using the kiosk without seeing or touching it: focus order and ring, what a screen says and to whom, exploring by
//! touch.

pub mod explore;
mod focus;
pub mod privacy;
pub mod reading;
pub mod switch;

pub use focus::{Focusable, Scanned, Step, focus_order, move_focus, show_focus, take_first_focus};
