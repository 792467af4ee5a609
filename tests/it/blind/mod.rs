//! The proof that the voice is enough: somebody who hears what the kiosk says, and can only move a finger or strike keys.

mod bot;
mod visits;
