//! A real camera on Linux. `nokhwa` finds cameras and converts colours; frames come through `v4l`, the crate that nokhwa
//! itself stands on, because nokhwa 0.10 waits for ever where frames stop without an error, knows no GREY, ignores the
//! stride, and fails for good after a frame rate that the camera lacks.

use super::frame::{FrameLayout, PixelFormat, decode, trouble};
use super::{Camera, CameraTrouble, Eye, SIDES, Stream, WANTED};
use crate::devices::face::picture::Picture;
use nokhwa::utils::{ApiBackend, CameraIndex};
use rustix::event::PollFlags;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use v4l::buffer::{Flags as BufferFlags, Type};
use v4l::capability::Flags;
use v4l::io::mmap::Stream as MmapStream;
use v4l::io::traits::CaptureStream;
use v4l::video::Capture;
use v4l::video::capture::Parameters;
use v4l::{Device, Format, FourCC};

/// Frames a second that are asked for.
const RATE: u32 = 30;
const BUFFERS: u32 = 4;
/// The first frame of a webcam takes a second or two.
const FIRST_FRAME: Duration = Duration::from_secs(3);
/// Bytes at the end of a device's number: `/dev/video0`.
const PREFIX: &str = "/dev/video";

/// The cameras of this machine.
#[derive(Debug, Clone, Default)]
pub struct V4l2Camera {
    /// Path or part of the name of the camera for visible light; the first one where nothing is said.
    pub visible: Option<String>,
    /// The same of the infrared one; none where nothing is said.
    pub infrared: Option<String>,
}

/// Every camera of this machine: its path and what it calls itself.
pub fn list() -> Vec<(PathBuf, String)> {
    let mut found: Vec<(PathBuf, String)> = nokhwa::query(ApiBackend::Video4Linux)
        .unwrap_or_default()
        .into_iter()
        .filter_map(|camera| match camera.index() {
            CameraIndex::Index(number) => Some((PathBuf::from(format!("{PREFIX}{number}")), camera.human_name())),
            CameraIndex::String(_) => None,
        })
        .collect();
    found.sort();
    found
}

impl V4l2Camera {
    /// The device that is meant; `None` where it is not there.
    fn path(&self, eye: Eye) -> Option<PathBuf> {
        let wanted = match eye {
            Eye::Visible => self.visible.as_deref(),
            Eye::Infrared => Some(self.infrared.as_deref()?),
        };
        match wanted {
            Some(path) if path.starts_with('/') => Some(PathBuf::from(path)).filter(|path| path.exists()),
            Some(name) => list().into_iter().find(|(_, called)| called.contains(name)).map(|(path, _)| path),
            // A camera may have more nodes than one; only those that can capture count.
            None => list().into_iter().map(|(path, _)| path).find(|path| captures(path)),
        }
    }
}

fn captures(path: &Path) -> bool {
    let can = |device: Device| device.query_caps().map(|caps| caps.capabilities);
    Device::with_path(path).and_then(can).is_ok_and(|caps| caps.contains(Flags::VIDEO_CAPTURE | Flags::STREAMING))
}

impl Camera for V4l2Camera {
    fn is_there(&mut self, eye: Eye) -> bool {
        match (eye, &self.visible) {
            // Asked every few seconds: a look at the folder is enough.
            (Eye::Visible, None) => std::fs::read_dir("/dev").is_ok_and(|entries| {
                entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("video"))
            }),
            _ => self.path(eye).is_some(),
        }
    }

    fn open(&mut self, eye: Eye) -> Result<Box<dyn Stream>, CameraTrouble> {
        let path = self.path(eye).ok_or(CameraTrouble::Missing)?;
        let device = Device::with_path(path).map_err(|error| trouble(&error, false))?;
        let layout = agree(&device)?;
        // A rate that the camera lacks is no reason to do without it; setting one also mends what others left.
        device.set_params(&Parameters::with_fps(RATE)).ok();
        let stream = MmapStream::with_buffers(&device, Type::VideoCapture, BUFFERS);
        let stream = stream.map_err(|error| trouble(&error, false))?;
        Ok(Box::new(V4l2Stream { stream: Some(stream), layout, flows: false }))
    }
}

/// Sets the best format that both sides know, as close to the wanted size as the camera comes.
fn agree(device: &Device) -> Result<FrameLayout, CameraTrouble> {
    let offered = device.enum_formats().map_err(|error| trouble(&error, false))?;
    for format in PixelFormat::ALL {
        let fourcc = FourCC::new(format.fourcc());
        if !offered.iter().any(|offer| offer.fourcc == fourcc) {
            continue;
        }
        let set = device.set_format(&Format::new(WANTED.0, WANTED.1, fourcc));
        let set = set.map_err(|error| trouble(&error, false))?;
        if set.fourcc == fourcc && SIDES.contains(&set.width) && SIDES.contains(&set.height) {
            return Ok(FrameLayout { format, width: set.width, height: set.height, stride: set.stride });
        }
    }
    Err(CameraTrouble::WrongFormat)
}

struct V4l2Stream {
    /// `None` only while dropping.
    stream: Option<MmapStream<'static>>,
    layout: FrameLayout,
    /// A frame has come.
    flows: bool,
}

impl Stream for V4l2Stream {
    fn next(&mut self, limit: Duration) -> Result<Picture, CameraTrouble> {
        let stream = self.stream.as_mut().ok_or(CameraTrouble::Stalled)?;
        let until = Instant::now() + if self.flows { limit } else { limit.max(FIRST_FRAME) };
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(CameraTrouble::Stalled);
            }
            // After a time-out of its own `v4l` cannot go on, so the waiting is done before it, wherever it may be long.
            if self.flows {
                let ready = stream.handle().poll(PollFlags::IN.bits() as i16, left.as_millis() as i32);
                if ready.map_err(|error| trouble(&error, true))? == 0 {
                    return Err(CameraTrouble::Stalled);
                }
            }
            stream.set_timeout(left);
            let (bytes, meta) = stream.next().map_err(|error| trouble(&error, true))?;
            self.flows = true;
            let used = (meta.bytesused as usize).min(bytes.len());
            // A frame that the driver calls damaged, or that is cut, is passed over.
            if !meta.flags.contains(BufferFlags::ERROR)
                && let Some(picture) = decode(&self.layout, &bytes[..used])
            {
                return Ok(picture);
            }
        }
    }
}

impl Drop for V4l2Stream {
    fn drop(&mut self) {
        // `v4l` 0.14 panics where the device cannot even be told to stop.
        let stream = self.stream.take();
        catch_unwind(AssertUnwindSafe(|| drop(stream))).ok();
    }
}
