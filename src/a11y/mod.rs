//! Reaching the kiosk without touch: focus order, focus ring, and what the platform's assistive technology asks for.

mod focus;

pub use focus::{Focusable, ModalScope, Step, focus_order, move_focus, show_focus, take_first_focus};
