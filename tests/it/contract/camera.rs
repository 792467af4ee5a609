//! What every camera must do. The practice camera passes it here; real drivers of Linux (vivid, uvcvideo) pass it in a
//! virtual machine, by `make test-camera-vm`.

use crossbeam_channel::{Receiver, unbounded};
use std::sync::Arc;
use std::time::{Duration, Instant};
use uketsuke::devices::camera::played::{CameraFault, Film, Projector};
use uketsuke::devices::camera::{self, Camera, CameraTrouble, Eye, Mount, SIDES, Seen};
use uketsuke::devices::face::picture::Picture;
use uketsuke::practice::scene::Scene;
use uketsuke::supervisor::Supervisor;

mod vm;

/// The first frame of a slow machine takes this long, and no fault takes longer to be told.
const PATIENCE: Duration = Duration::from_secs(10);

/// A camera on a bench, and the hands that make it fail.
trait Rig {
    fn camera(&self) -> Box<dyn Camera>;
    /// Frames stop without an error, and come again.
    fn stall(&self);
    fn resume(&self);
    fn unplug(&self);
    fn replug(&self);
    /// Another program streams until what comes back is dropped.
    fn occupy(&self) -> Box<dyn std::any::Any>;
}

fn frame(stream: &mut dyn camera::Stream) -> Picture {
    stream.next(PATIENCE).unwrap()
}

fn frames_come_and_come_again(rig: &dyn Rig) {
    let mut camera = rig.camera();
    assert!(camera.is_there(Eye::Visible));
    for _ in 0..3 {
        let mut stream = camera.open(Eye::Visible).unwrap();
        let first = frame(stream.as_mut());
        assert!(SIDES.contains(&(first.width() as u32)) && SIDES.contains(&(first.height() as u32)), "{first:?}");
        assert!(first.rgb().iter().any(|value| *value != first.rgb()[0]), "one colour only");
        for _ in 0..5 {
            assert_eq!(frame(stream.as_mut()).width(), first.width());
        }
    }
}

fn stopped_frames_are_told_in_time_and_come_back(rig: &dyn Rig) {
    let mut camera = rig.camera();
    let mut stream = camera.open(Eye::Visible).unwrap();
    frame(stream.as_mut());
    rig.stall();
    // Frames that were on their way may still come.
    let began = Instant::now();
    let trouble = loop {
        match stream.next(Duration::from_millis(500)) {
            Ok(_) => assert!(began.elapsed() < PATIENCE, "frames did not stop"),
            Err(trouble) => break trouble,
        }
    };
    assert_eq!(trouble, CameraTrouble::Stalled);
    rig.resume();
    drop(stream);
    frame(camera.open(Eye::Visible).unwrap().as_mut());
}

fn an_unplugged_camera_is_told_and_comes_back(rig: &dyn Rig) {
    let mut camera = rig.camera();
    let mut stream = camera.open(Eye::Visible).unwrap();
    frame(stream.as_mut());
    rig.unplug();
    let began = Instant::now();
    let trouble = loop {
        match stream.next(Duration::from_millis(500)) {
            Ok(_) => assert!(began.elapsed() < PATIENCE, "frames did not stop"),
            Err(trouble) => break trouble,
        }
    };
    assert_eq!(trouble, CameraTrouble::Unplugged);
    drop(stream);
    assert!(!camera.is_there(Eye::Visible));
    assert_eq!(camera.open(Eye::Visible).err(), Some(CameraTrouble::Missing));
    rig.replug();
    assert!(camera.is_there(Eye::Visible));
    frame(camera.open(Eye::Visible).unwrap().as_mut());
}

fn a_busy_camera_is_told_and_freed(rig: &dyn Rig) {
    let mut camera = rig.camera();
    let other = rig.occupy();
    assert_eq!(camera.open(Eye::Visible).err(), Some(CameraTrouble::Busy));
    drop(other);
    frame(camera.open(Eye::Visible).unwrap().as_mut());
}

/// The whole thread: frames only between start and stop, and again after every trouble.
fn the_thread_outlives_every_trouble(rig: &dyn Rig) {
    let (told, presence): (_, Receiver<bool>) = unbounded();
    let handle = camera::start(rig.camera(), Mount::default(), Arc::new(|| {}), &Supervisor::default(), move |there| {
        told.send(there).ok();
    })
    .unwrap();
    assert_eq!(presence.recv_timeout(PATIENCE), Ok(true));
    let seen = handle.seen();
    assert!(seen.wait(Duration::from_millis(200)).is_none(), "a frame before the start");
    let wait = |wanted: fn(&Seen) -> bool| {
        let end = Instant::now() + 2 * PATIENCE;
        while Instant::now() < end {
            if seen.wait(Duration::from_millis(500)).is_some_and(|seen| wanted(&seen)) {
                return true;
            }
        }
        false
    };
    let a_frame: fn(&Seen) -> bool = |seen| matches!(seen, Seen::Frame(_));
    handle.start();
    assert!(wait(a_frame), "no frame");
    assert!(handle.preview().take().is_some(), "no preview");
    rig.stall();
    assert!(wait(|seen| matches!(seen, Seen::Trouble(CameraTrouble::Stalled))), "nothing said of stopped frames");
    rig.resume();
    assert!(wait(a_frame), "no frame after they stopped");
    rig.unplug();
    assert!(
        wait(|seen| matches!(seen, Seen::Trouble(CameraTrouble::Unplugged | CameraTrouble::Missing))),
        "nothing said of the cable"
    );
    rig.replug();
    assert!(wait(a_frame), "no frame after it was plugged in again");
    handle.stop();
    // Its thread lets the camera go at once; whoever comes next finds it free.
    let end = Instant::now() + PATIENCE;
    let mut camera = rig.camera();
    while camera.open(Eye::Visible).is_err() {
        assert!(Instant::now() < end, "the camera was not let go");
    }
    // One may still be on its way.
    let end = Instant::now() + PATIENCE;
    while seen.wait(Duration::from_millis(700)).is_some() {
        assert!(Instant::now() < end, "frames after the stop");
    }
    assert!(seen.take().is_none() && handle.preview().take().is_none(), "something of a person stayed");
}

/// The practice camera.
struct Practice(Projector);

impl Practice {
    fn new() -> Self {
        Self(Projector::new(Film::Scene(Scene::of("hanako"))))
    }
}

impl Rig for Practice {
    fn camera(&self) -> Box<dyn Camera> {
        Box::new(self.0.camera())
    }
    fn stall(&self) {
        self.0.fault(CameraFault::Stalled);
    }
    fn resume(&self) {
        self.0.fault(CameraFault::None);
    }
    fn unplug(&self) {
        self.0.fault(CameraFault::Unplugged);
    }
    fn replug(&self) {
        self.0.fault(CameraFault::None);
    }
    fn occupy(&self) -> Box<dyn std::any::Any> {
        struct Other(Projector);
        impl Drop for Other {
            fn drop(&mut self) {
                self.0.fault(CameraFault::None);
            }
        }
        self.0.fault(CameraFault::Busy);
        Box::new(Other(self.0.clone()))
    }
}

#[test]
fn the_practice_camera_passes() {
    let rig = Practice::new();
    frames_come_and_come_again(&rig);
    stopped_frames_are_told_in_time_and_come_back(&rig);
    an_unplugged_camera_is_told_and_comes_back(&rig);
    a_busy_camera_is_told_and_freed(&rig);
    the_thread_outlives_every_trouble(&rig);
}

#[test]
fn the_practice_camera_has_no_infrared_eye_and_refuses_a_wrong_format() {
    let rig = Practice::new();
    assert!(!rig.camera().is_there(Eye::Infrared));
    assert_eq!(rig.camera().open(Eye::Infrared).err(), Some(CameraTrouble::Missing));
    rig.0.fault(CameraFault::WrongFormat);
    assert_eq!(rig.camera().open(Eye::Visible).err(), Some(CameraTrouble::WrongFormat));
}

#[test]
fn one_frame_for_ever_is_told() {
    let rig = Practice::new();
    let handle =
        camera::start(rig.camera(), Mount::default(), Arc::new(|| {}), &Supervisor::default(), |_| {}).unwrap();
    rig.0.fault(CameraFault::Frozen);
    handle.start();
    let seen = handle.seen();
    let end = Instant::now() + PATIENCE;
    while !matches!(seen.wait(Duration::from_millis(500)), Some(Seen::Trouble(CameraTrouble::Frozen))) {
        assert!(Instant::now() < end, "nobody noticed");
    }
}

#[test]
fn recordings_play_as_a_camera() {
    let folder = tempfile::tempdir().unwrap();
    let picture = |shade: u8| image::RgbImage::from_fn(160, 120, |x, _| image::Rgb([shade, x as u8, 0]));
    let mut mjpeg = Vec::new();
    for shade in [10, 200] {
        picture(shade).save(folder.path().join(format!("{shade}.png"))).unwrap();
        let mut jpeg = std::io::Cursor::new(Vec::new());
        picture(shade).write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
        mjpeg.extend(jpeg.into_inner());
    }
    std::fs::write(folder.path().join("read-me.txt"), "no picture").unwrap();
    let movie = folder.path().join("movie.mjpeg");
    std::fs::write(&movie, mjpeg).unwrap();
    for path in [folder.path(), movie.as_path()] {
        let projector = Projector::new(Film::open(path).unwrap());
        let mut stream = projector.camera().open(Eye::Visible).unwrap();
        let shades: Vec<u8> = (0..2).map(|_| frame(stream.as_mut()).pixel(50, 50)[0]).collect();
        assert!(shades[0].abs_diff(shades[1]) > 150, "{}: {shades:?}", path.display());
    }
    assert!(Film::open(&folder.path().join("read-me.txt")).unwrap_err().to_string().contains("no picture"));
    assert!(Film::open(&folder.path().join("nothing")).is_err());
}
