//! The virtual My Number card: a practice person's card, real down to the APDU, behind real PC/SC.
//!
//! ```text
//! VirtualCard  (pure: APDU in, answer out)  ← files, counters, terminal
//!   Fault      (what may go wrong with one APDU)
//!     Reader   (thread "virtual-card": TCP to vpcd) → vpcd → pcscd → PC/SC → the kiosk
//!       console (one order a line: `place hanako`, `take`, `fault pull-at 7`)
//! ```
//!
//! Not faithful to a real card, on purpose or for want of sources: no individual number (個人番号) and so no 照合番号A
//! and no file behind it; no signing certificate (署名用) can be read; the card face and the card-verifiable
//! certificates are signed by the practice CA; names and addresses as pictures are blank; no secure messaging; how a
//! terminal proves itself after `80 A2` is our own (see [`TerminalKey`](super::TerminalKey)).

mod apdu;
mod card;
mod console;
mod counters;
mod fault;
mod files;
mod reader;
mod terminal;
mod tlv;

pub use card::{CardError, VirtualCard};
pub use console::run_from_lines;
pub use counters::{Counters, CountersError, Key};
pub use fault::{Fault, FaultSyntax};
pub use reader::{Reader, ReaderError};
pub use terminal::PracticeTerminalKey;
