//! The same in a virtual machine with Linux's own drivers: `tools/camera-vm/README.md` says what is in there.

use super::*;
use std::path::PathBuf;
use std::process::{Child, Command};
use uketsuke::devices::camera::v4l2::{V4l2Camera, list};
use uketsuke::practice::scene::Studio;

const DRIVER: &str = "/sys/bus/platform/drivers/vivid";

fn run(program: &str, arguments: &[&str]) {
    let status = Command::new(program).args(arguments).status().unwrap();
    assert!(status.success(), "{program} {arguments:?}: {status}");
}

/// Waits until a thing of the machine is as it should be: a node appears, a process has let go.
fn until(what: &str, mut so: impl FnMut() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !so() {
        assert!(Instant::now() < end, "{what}");
        std::thread::yield_now();
    }
}

/// vivid, the driver that makes pictures up.
struct Vivid;

impl Vivid {
    fn path() -> String {
        std::env::var("UKETSUKE_TEST_CAMERA").expect("run by `make test-camera-vm`")
    }

    fn control(setting: &str) {
        run("v4l2-ctl", &["-d", &Self::path(), "-c", setting]);
    }
}

impl Rig for Vivid {
    fn camera(&self) -> Box<dyn Camera> {
        Box::new(V4l2Camera { visible: Some(Self::path()), infrared: None })
    }
    fn stall(&self) {
        Self::control("percentage_of_dropped_buffers=100");
    }
    fn resume(&self) {
        Self::control("percentage_of_dropped_buffers=0");
    }
    fn unplug(&self) {
        std::fs::write(format!("{DRIVER}/unbind"), "vivid.0").unwrap();
    }
    fn replug(&self) {
        std::fs::write(format!("{DRIVER}/bind"), "vivid.0").unwrap();
        until("the camera did not come back", || PathBuf::from(Self::path()).exists());
    }
    fn occupy(&self) -> Box<dyn std::any::Any> {
        occupy(&Self::path())
    }
}

/// Somebody else has the camera open: to the driver another file is another program.
fn occupy(path: &str) -> Box<dyn std::any::Any> {
    struct Other(#[allow(dead_code, reason = "held open")] Box<dyn camera::Stream>);
    let mut stream = V4l2Camera { visible: Some(path.into()), infrared: None }.open(Eye::Visible).unwrap();
    frame(stream.as_mut());
    Box::new(Other(stream))
}

/// A USB camera behind Linux's uvcvideo, which sends what it is told.
struct Usb {
    name: String,
    arguments: Vec<String>,
    child: std::sync::Mutex<Option<Child>>,
}

impl Usb {
    fn plug_in(name: &str, formats: &[(&str, &[u8])]) -> Self {
        let mut arguments = vec![name.to_owned()];
        for (format, bytes) in formats {
            let file = format!("/tmp/{}-{format}", name.replace(' ', "-"));
            std::fs::write(&file, bytes).unwrap();
            arguments.extend([(*format).to_owned(), "640x480".into(), file]);
        }
        let usb = Self { name: name.into(), arguments, child: std::sync::Mutex::new(None) };
        usb.replug();
        usb
    }

    fn signal(&self, signal: &str) {
        let child = self.child.lock().unwrap();
        run("kill", &[signal, &child.as_ref().unwrap().id().to_string()]);
    }
}

impl Rig for Usb {
    /// By its name: after a replug it may have another number.
    fn camera(&self) -> Box<dyn Camera> {
        Box::new(V4l2Camera { visible: Some(self.name.clone()), infrared: None })
    }
    fn stall(&self) {
        self.signal("-USR1");
    }
    fn resume(&self) {
        self.signal("-USR2");
    }
    fn unplug(&self) {
        let mut child = self.child.lock().unwrap().take().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }
    fn replug(&self) {
        let child = Command::new("usb-camera").args(&self.arguments).spawn().unwrap();
        *self.child.lock().unwrap() = Some(child);
        until("the USB camera did not come", || list().iter().any(|(_, name)| name.contains(&self.name)));
        let mut camera = self.camera();
        until("the USB camera does not open", || camera.open(Eye::Visible).is_ok());
    }
    fn occupy(&self) -> Box<dyn std::any::Any> {
        let (path, _) = list().into_iter().find(|(_, name)| name.contains(&self.name)).unwrap();
        occupy(path.to_str().unwrap())
    }
}

impl Drop for Usb {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.lock().unwrap().take() {
            child.kill().ok();
            child.wait().ok();
        }
    }
}

/// A drawn person in every format of a camera.
struct Frames {
    rgb: Picture,
    jpeg: Vec<u8>,
    yuyv: Vec<u8>,
    nv12: Vec<u8>,
    grey: Vec<u8>,
}

impl Frames {
    fn new() -> Self {
        let rgb = Studio::default().film(&Scene::of("hanako"), (640, 480), 1);
        let pixels = rgb.rgb().as_chunks::<3>().0;
        let luma = |p: &[u8; 3]| 16.0 + 0.257 * f32::from(p[0]) + 0.504 * f32::from(p[1]) + 0.098 * f32::from(p[2]);
        let u = |p: &[u8; 3]| 128.0 - 0.148 * f32::from(p[0]) - 0.291 * f32::from(p[1]) + 0.439 * f32::from(p[2]);
        let v = |p: &[u8; 3]| 128.0 + 0.439 * f32::from(p[0]) - 0.368 * f32::from(p[1]) - 0.071 * f32::from(p[2]);
        let yuyv = pixels
            .as_chunks::<2>()
            .0
            .iter()
            .flat_map(|[a, b]| [luma(a) as u8, u(a) as u8, luma(b) as u8, v(a) as u8])
            .collect();
        let luminance: Vec<u8> = pixels.iter().map(|p| luma(p) as u8).collect();
        let colours = (0..480).step_by(2).flat_map(|y| (0..640).step_by(2).map(move |x| y * 640 + x));
        let nv12 = luminance
            .iter()
            .copied()
            .chain(colours.flat_map(|at| [u(&pixels[at]) as u8, v(&pixels[at]) as u8]))
            .collect();
        let mut jpeg = std::io::Cursor::new(Vec::new());
        image::RgbImage::from_raw(640, 480, rgb.rgb().to_vec())
            .unwrap()
            .write_to(&mut jpeg, image::ImageFormat::Jpeg)
            .unwrap();
        Self { jpeg: jpeg.into_inner(), yuyv, nv12, grey: luminance, rgb }
    }
}

#[test]
#[ignore = "needs Linux's camera drivers: make test-camera-vm"]
fn vivid_passes() {
    frames_come_and_come_again(&Vivid);
    stopped_frames_are_told_in_time_and_come_back(&Vivid);
    an_unplugged_camera_is_told_and_comes_back(&Vivid);
    a_busy_camera_is_told_and_freed(&Vivid);
    the_thread_outlives_every_trouble(&Vivid);
}

#[test]
#[ignore = "needs Linux's camera drivers: make test-camera-vm"]
fn vivid_in_every_state_that_others_leave_it_in() {
    for format in ["YUYV", "NV12", "GREY", "RGB3"] {
        let left = format!("width=1280,height=720,pixelformat={format}");
        run("v4l2-ctl", &["-d", &Vivid::path(), &format!("--set-fmt-video={left}"), "--set-parm=12"]);
        let mut stream = Vivid.camera().open(Eye::Visible).unwrap();
        let picture = frame(stream.as_mut());
        assert_eq!((picture.width(), picture.height()), (640, 480), "left in {format}");
    }
    Vivid::control("inject_v4l2_buf_flag_error=1");
    let mut stream = Vivid.camera().open(Eye::Visible).unwrap();
    frame(stream.as_mut());
    Vivid::control("inject_v4l2_buf_flag_error=1");
    frame(stream.as_mut());
    frame(stream.as_mut());
    Vivid::control("inject_fatal_streaming_error=1");
    let trouble = loop {
        if let Err(trouble) = stream.next(Duration::from_secs(1)) {
            break trouble;
        }
    };
    assert!(matches!(trouble, CameraTrouble::Other(_)), "{trouble:?}");
    drop(stream);
    frame(Vivid.camera().open(Eye::Visible).unwrap().as_mut());
    Vivid::control("inject_vidioc_streamon_error=1");
    assert!(Vivid.camera().open(Eye::Visible).and_then(|mut stream| stream.next(PATIENCE)).is_err());
    frame(Vivid.camera().open(Eye::Visible).unwrap().as_mut());
}

#[test]
#[ignore = "needs Linux's camera drivers: make test-camera-vm"]
fn a_usb_camera_passes() {
    let frames = Frames::new();
    let usb = Usb::plug_in("Contract camera", &[("MJPG", &frames.jpeg), ("YUYV", &frames.yuyv)]);
    frames_come_and_come_again(&usb);
    stopped_frames_are_told_in_time_and_come_back(&usb);
    an_unplugged_camera_is_told_and_comes_back(&usb);
    a_busy_camera_is_told_and_freed(&usb);
}

#[test]
#[ignore = "needs Linux's camera drivers: make test-camera-vm"]
fn every_format_shows_the_same_picture() {
    let frames = Frames::new();
    let formats: [(&str, &[u8], bool); 4] = [
        ("MJPG", &frames.jpeg, true),
        ("YUYV", &frames.yuyv, true),
        ("NV12", &frames.nv12, true),
        ("GREY", &frames.grey, false),
    ];
    for (format, bytes, coloured) in formats {
        let usb = Usb::plug_in(&format!("{format} camera"), &[(format, bytes)]);
        let picture = frame(usb.camera().open(Eye::Visible).unwrap().as_mut());
        let apart = |from: &[u8], to: &[u8]| {
            from.iter().zip(to).map(|(a, b)| f64::from(a.abs_diff(*b))).sum::<f64>() / from.len() as f64
        };
        let expected = if coloured {
            frames.rgb.rgb().to_vec()
        } else {
            frames.grey.iter().flat_map(|value| [*value; 3]).collect()
        };
        assert_eq!(picture.rgb().len(), expected.len(), "{format}");
        let apart = apart(picture.rgb(), &expected);
        // JPEG and the rounding of colours; measured 1.6 at most.
        assert!(apart < 3.0, "{format}: {apart}");
    }
}

#[test]
#[ignore = "needs Linux's camera drivers: make test-camera-vm"]
fn a_broken_jpeg_is_passed_over_and_an_infrared_camera_has_its_place() {
    let frames = Frames::new();
    let usb = Usb::plug_in("Broken camera", &[("MJPG", &frames.jpeg[..frames.jpeg.len() / 40])]);
    let trouble = usb.camera().open(Eye::Visible).unwrap().next(Duration::from_secs(2));
    assert_eq!(trouble.err(), Some(CameraTrouble::Stalled), "no frame that can be read");
    let infrared = std::env::var("UKETSUKE_TEST_IR_CAMERA").unwrap();
    let mut both = V4l2Camera { visible: Some(Vivid::path()), infrared: Some(infrared) };
    assert!(both.is_there(Eye::Infrared));
    let mut stream = both.open(Eye::Infrared).unwrap();
    frame(stream.as_mut());
    frame(both.open(Eye::Visible).unwrap().as_mut());
}
