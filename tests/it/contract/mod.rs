//! What every backend of a device must do.

mod card;
mod opensc;
