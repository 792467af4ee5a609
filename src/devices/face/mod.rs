//! The face check: finds the face before the camera, says what would help, and compares it with the photo on the card.
//! Everything stays in this process, and nothing of it stays in memory.
//!
//! | what | where |
//! |---|---|
//! | pictures, upright cuts | [`picture`], [`marks`] |
//! | where is a face, where are its marks | [`detector`], [`landmarks`] |
//! | a face as numbers | [`recogniser`], run by [`runtime`] (ONNX Runtime) |
//! | how good is this picture, what would help | [`quality`], [`coach`] |
//! | the same person? | [`decision`]; is a head there? [`liveness`] |
//! | the photo on the chip | [`photo`] |
//! | networks: manifest, installation | [`models`] |
//! | error rates of all this on a folder of pictures, and its speed | [`evaluation`], [`statistics`], [`speed`] |
//! | one check, frame by frame; the thread "face" | `check`, `worker` |

mod check;
pub mod coach;
pub mod decision;
pub mod detector;
pub mod evaluation;
pub mod landmarks;
pub mod liveness;
pub mod marks;
pub mod models;
pub mod photo;
pub mod picture;
pub mod quality;
pub mod recogniser;
pub mod runtime;
pub mod speed;
pub mod statistics;
mod watch;
mod worker;

pub use check::{Check, Seeing};
pub use watch::Watch;
pub use worker::describe_photo;

use super::Outbox;
use super::camera::preview::Preview;
use super::camera::slot::Slot;
use super::camera::{self, Camera, Mount};
use crate::session::VisitNumber;
use crate::session::secret::CardPhoto;
use crate::supervisor::Part;
use crossbeam_channel::{Sender, bounded};
use serde::{Deserialize, Serialize};
use std::io;
use std::path::PathBuf;
use worker::{Order, Worker};

/// By how much the comparing thread is less urgent than the screen's.
const BEHIND_THE_SCREEN: i32 = 10;
/// Orders that may wait: a look, its end, and the next.
const ORDERS: usize = 4;

/// How faces are checked.
#[derive(Debug, Clone)]
pub struct FaceConfig {
    /// Folder of `models.toml`; `None` where this user has no data folder.
    pub models: Option<PathBuf>,
    /// Asks for a turn of the head before a match counts.
    pub liveness: Liveness,
    pub mount: Mount,
    /// Whether a match can be proven to the centre at all: there is a terminal key that cards accept.
    pub terminal_key: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Liveness {
    #[default]
    Off,
    /// Deters a casual flat photo, and people who cannot turn their heads.
    HeadTurn,
}

/// The queue is full: the thread hangs.
#[derive(Debug, thiserror::Error)]
#[error("the face device takes no more orders: restart the kiosk")]
pub struct Full;

/// The way to the threads "face" and "camera"; they end when it is dropped.
pub struct FaceHandle {
    orders: Sender<Order>,
    preview: Slot<Preview>,
}

impl FaceHandle {
    /// Starts both threads. Whether faces can be checked is told by `Event::FaceReadiness`.
    pub fn start(config: FaceConfig, camera: Box<dyn Camera>, outbox: &Outbox) -> io::Result<Self> {
        let watch = Watch::new(outbox.clone(), config.terminal_key);
        let seen_by = watch.clone();
        let camera = camera::start(camera, config.mount, outbox.waker(), outbox.supervisor(), move |there| {
            seen_by.camera(there)
        })?;
        let preview = camera.preview();
        let (orders, queue) = bounded(ORDERS);
        let worker = Worker::new(config, camera, outbox.clone(), watch, queue);
        let make = move || {
            // Of this thread only. The screen goes first; where that cannot be had, the check still works.
            let _ = rustix::process::nice(BEHIND_THE_SCREEN);
            worker
        };
        outbox.supervisor().keep(Part::Face, make, Worker::run)?;
        Ok(Self { orders, preview })
    }

    /// Coaches and compares until there is a verdict (`Event::FaceChecked`) or [`FaceHandle::stop`].
    pub fn look(&self, visit: VisitNumber, photo: CardPhoto) -> Result<(), Full> {
        self.orders.try_send(Order::Look { visit, photo }).map_err(|_| Full)
    }

    /// Stops the camera and forgets what was seen.
    pub fn stop(&self) {
        // A full queue means that the thread hangs; it is told again by whoever looks next.
        self.orders.try_send(Order::Stop).ok();
    }

    /// Loads the networks anew; the camera is opened anew at every look.
    pub fn restart(&self) {
        self.orders.try_send(Order::Restart).ok();
    }

    /// Where the mirror's picture arrives.
    pub fn preview(&self) -> Slot<Preview> {
        self.preview.clone()
    }
}
