//! What every backend of a device must do.

mod camera;
mod card;
mod opensc;
mod sound;
