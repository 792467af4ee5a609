//! Bevy glue: events in, effects out, time, touch, keys, and the screen that follows the session.

pub mod activate;
pub mod announce;
pub mod caption;
pub mod clock;
pub mod display;
pub mod fingers;
pub mod key_map;
pub mod keys;
pub mod kiosk;
pub mod link;
pub mod mirror;
pub mod plugin;
pub mod start;
pub mod stop;
pub mod switches;
pub mod touch;
pub mod view;
pub mod voice;
pub mod wake;
pub mod watchdog;

pub use clock::Clock;
pub use kiosk::Kiosk;
pub use plugin::{Platform, build};
