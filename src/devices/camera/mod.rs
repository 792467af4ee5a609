//! The camera: a thread that opens it while the face screen is up, puts each new frame into a slot for the face device,
//! and a small mirrored picture into another for the screen. Frames never pass the session or the ECS.
//!
//! | what | where |
//! |---|---|
//! | [`Camera`] and [`Stream`], which every camera implements | here |
//! | [`v4l2`] | a real camera |
//! | [`played`] | the practice camera: drawn persons, still pictures, recorded frames, faults to order |
//! | [`worker`] | the thread: opens, watches, opens again |
//! | [`slot`] | the latest value, and nothing older |

pub mod frame;
pub mod played;
pub mod preview;
pub mod slot;
pub mod v4l2;
mod worker;

pub use preview::{PREVIEW, Preview};
pub use worker::{CameraHandle, Seen, start};

use super::face::picture::Picture;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Size that is asked for, in pixels; what comes closest is taken.
pub const WANTED: (u32, u32) = (640, 480);
/// A frame has no side that is shorter or longer.
pub const SIDES: std::ops::RangeInclusive<u32> = 120..=4096;

/// Which light a camera sees. Kiosks have one for visible light; a second one for infrared has its place here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Eye {
    Visible,
    Infrared,
}

/// Why there are no frames. Each message names the remedy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CameraTrouble {
    #[error("no camera is connected: check its cable, and camera.device in the config")]
    Missing,
    #[error("another program uses the camera: end it; `fuser -v /dev/video*` names it")]
    Busy,
    #[error("the camera offers no format that can be read (YUYV, NV12, MJPEG or GREY): use another camera")]
    WrongFormat,
    #[error("the camera sends no frames any more: it is being started anew; else check its cable")]
    Stalled,
    #[error("the camera sends the same frame again and again: it is being started anew; else check its cable")]
    Frozen,
    #[error("the camera was unplugged: plug it in again")]
    Unplugged,
    #[error("this user may not use the camera: add it to the group `video`")]
    NotAllowed,
    #[error("the camera failed (error {0} of the system): unplug it and plug it in again")]
    Other(i32),
}

/// A camera, perhaps unplugged.
pub trait Camera: Send {
    /// Whether it is there, asked often and so without opening it.
    fn is_there(&mut self, eye: Eye) -> bool;

    /// Opens it. Whatever was set on it before does not matter.
    fn open(&mut self, eye: Eye) -> Result<Box<dyn Stream>, CameraTrouble>;
}

/// An open camera; dropping it closes it.
pub trait Stream {
    /// The next frame, upright as the sensor has it; [`CameraTrouble::Stalled`] when none came within `limit`.
    fn next(&mut self, limit: Duration) -> Result<Picture, CameraTrouble>;
}

/// How the camera is mounted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mount {
    /// Quarter turns clockwise that make its picture upright.
    pub quarter_turns: u8,
    /// Height of the lens above the floor, in millimetres: nobody can be asked to grow.
    pub height_mm: u16,
}

impl Default for Mount {
    fn default() -> Self {
        Self { quarter_turns: 0, height_mm: 1200 }
    }
}
