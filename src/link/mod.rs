//! Between kiosk and desk: one outbound port from the kiosk, HTTPS with client certificates, commands as server-sent
//! events. What goes to the desk is listed in [`protocol`]; nothing of a patient is in it.

mod client;
pub mod pairing;
pub mod protocol;
pub(crate) mod sse;
mod thread;
pub mod tls;

pub use client::{Client, LinkError, Mark, Source};
pub use thread::STILL_HERE;
pub use thread::{FromDesk, LinkHandle, RecordOnDisk, to_hex};
