//! The thread "camera": asleep but for a look now and then whether the camera is there; while faces are looked at it
//! opens the camera, passes frames on, and opens it again after every trouble.

use super::preview::{Painter, Preview};
use super::slot::Slot;
use super::{Camera, CameraTrouble, Eye, Mount, Stream, frame};
use crate::devices::face::picture::Picture;
use crate::supervisor::{Beat, Part, Supervisor};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, TryRecvError, bounded};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often an idle thread looks whether the camera is there.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// One wait for a frame; after so many in vain the camera is started anew.
const FRAME_LIMIT: Duration = Duration::from_millis(500);
const WAITS: u32 = 3;
/// A sensor has noise: frames that are the same to the last bit for so long are one frame.
const FROZEN_AFTER: Duration = Duration::from_secs(2);
/// Between two tries to open it.
const REOPEN_AFTER: Duration = Duration::from_millis(300);
/// Orders that may wait.
const ORDERS: usize = 8;
/// Every so many bytes of a frame are looked at to tell it from the one before.
const SAMPLE: usize = 61;

/// What came from the camera last.
pub enum Seen {
    Frame(Picture),
    Trouble(CameraTrouble),
}

enum Order {
    Start,
    Stop,
}

/// The way to the camera's thread, which ends when this is dropped.
pub struct CameraHandle {
    orders: Sender<Order>,
    seen: Slot<Seen>,
    preview: Slot<Preview>,
}

impl CameraHandle {
    /// Opens the camera; what it sees comes by the slot of [`CameraHandle::seen`].
    pub fn start(&self) {
        // A full queue holds a start already.
        self.orders.try_send(Order::Start).ok();
    }

    pub fn stop(&self) {
        // The thread empties its queue at least every half second.
        self.orders.send(Order::Stop).ok();
    }

    pub fn seen(&self) -> Slot<Seen> {
        self.seen.clone()
    }

    pub fn preview(&self) -> Slot<Preview> {
        self.preview.clone()
    }
}

/// Starts the thread. `presence` is told at once and whenever it changes whether the camera is there; `wake` is called
/// when there is a new preview.
pub fn start(
    camera: Box<dyn Camera>,
    mount: Mount,
    wake: Arc<dyn Fn() + Send + Sync>,
    supervisor: &Supervisor,
    presence: impl Fn(bool) + Send + 'static,
) -> io::Result<CameraHandle> {
    let (orders, queue) = bounded(ORDERS);
    let (seen, preview) = (Slot::default(), Slot::default());
    let worker = Worker {
        camera,
        mount,
        seen: seen.clone(),
        painter: Painter::new(preview.clone(), wake),
        orders: queue,
        there: None,
        presence,
    };
    supervisor.keep(Part::Camera, move || worker, Worker::run)?;
    Ok(CameraHandle { orders, seen, preview })
}

struct Worker<P> {
    camera: Box<dyn Camera>,
    mount: Mount,
    seen: Slot<Seen>,
    painter: Painter,
    orders: Receiver<Order>,
    there: Option<bool>,
    presence: P,
}

/// Whether to go on.
#[derive(PartialEq, Eq)]
enum Next {
    GoOn,
    Stop,
    End,
}

impl<P: Fn(bool)> Worker<P> {
    fn run(&mut self, beat: &Beat) {
        loop {
            beat.works();
            self.look();
            beat.waits();
            match self.orders.recv_timeout(LOOK_EVERY) {
                Ok(Order::Start) => {
                    if self.film(beat) == Next::End {
                        return;
                    }
                }
                Ok(Order::Stop) | Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn look(&mut self) {
        let there = self.camera.is_there(Eye::Visible);
        if self.there.replace(there) != Some(there) {
            (self.presence)(there);
        }
    }

    /// Until it is told to stop, whatever happens to the camera.
    fn film(&mut self, beat: &Beat) -> Next {
        loop {
            beat.works();
            let trouble = match self.camera.open(Eye::Visible) {
                Ok(mut stream) => match self.pass_on(stream.as_mut(), beat) {
                    Ok(next) => return self.stopped(next),
                    Err(trouble) => trouble,
                },
                Err(trouble) => trouble,
            };
            bevy::log::warn!("{trouble}");
            self.seen.put(Seen::Trouble(trouble));
            match self.orders.recv_timeout(REOPEN_AFTER) {
                Ok(Order::Start) | Err(RecvTimeoutError::Timeout) => {}
                Ok(Order::Stop) => return self.stopped(Next::Stop),
                Err(RecvTimeoutError::Disconnected) => return self.stopped(Next::End),
            }
        }
    }

    /// Nothing of a person stays behind.
    fn stopped(&mut self, next: Next) -> Next {
        self.seen.take();
        self.painter.clear();
        next
    }

    fn pass_on(&mut self, stream: &mut dyn Stream, beat: &Beat) -> Result<Next, CameraTrouble> {
        let mut waits = 0;
        let mut same = Same::default();
        loop {
            beat.works();
            match self.next() {
                Next::GoOn => {}
                other => return Ok(other),
            }
            let picture = match stream.next(FRAME_LIMIT) {
                Ok(picture) => picture,
                Err(CameraTrouble::Stalled) if waits + 1 < WAITS => {
                    waits += 1;
                    continue;
                }
                Err(trouble) => return Err(trouble),
            };
            waits = 0;
            if same.for_long(&picture) {
                return Err(CameraTrouble::Frozen);
            }
            let picture = frame::turned(picture, self.mount.quarter_turns);
            self.painter.show(&picture);
            self.seen.put(Seen::Frame(picture));
        }
    }

    fn next(&self) -> Next {
        match self.orders.try_recv() {
            Ok(Order::Start) | Err(TryRecvError::Empty) => Next::GoOn,
            Ok(Order::Stop) => Next::Stop,
            Err(TryRecvError::Disconnected) => Next::End,
        }
    }
}

/// Since when all frames were the same.
#[derive(Default)]
struct Same(Option<(u64, Instant)>);

impl Same {
    fn for_long(&mut self, picture: &Picture) -> bool {
        let mut hasher = DefaultHasher::new();
        picture.rgb().iter().step_by(SAMPLE).for_each(|byte| byte.hash(&mut hasher));
        let (print, now) = (hasher.finish(), Instant::now());
        match self.0 {
            Some((before, since)) if before == print => now >= since + FROZEN_AFTER,
            _ => {
                self.0 = Some((print, now));
                false
            }
        }
    }
}
