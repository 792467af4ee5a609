//! What must hold of every network: the installed ones equal dlib's own code, others work by their manifest alone, and
//! what is wrong is refused with its name. Needs the installed runtime: `uketsuke models install`.

use super::manifest::{MANIFEST, Manifest, ModelError};
use super::onnx::{Network, Size};
use super::{Models, default_folder};
use crate::devices::archive::sha256;
use crate::devices::face::detector::{Face, Search};
use crate::devices::face::marks::{Mark, Marks};
use crate::devices::face::picture::{Area, Picture, Point};
use std::fs;
use std::path::Path;

/// Descriptor of [`pattern`] with 150 pixels, by dlib 20.0.1 (`face_recognition_model_v1.compute_face_descriptor`).
const GOLDEN: &str = include_str!("golden-descriptor.txt");

fn installed() -> Models {
    let folder = default_folder().unwrap();
    Models::load(&folder).unwrap_or_else(|error| panic!("{error}"))
}

/// A picture that is no face, the same for everybody.
fn pattern(side: usize) -> Picture {
    let mut rgb = Vec::new();
    for y in 0..side {
        for x in 0..side {
            rgb.extend((0..3).map(|colour| ((x * x + 3 * y * (colour + 1) + x * y / 7) & 255) as u8));
        }
    }
    Picture::new(side, side, rgb).unwrap()
}

#[test]
fn descriptors_equal_those_of_dlib() {
    let descriptor = installed().recogniser.describe_chip(&pattern(150)).unwrap();
    let golden: Vec<f32> = GOLDEN.split_whitespace().map(|number| number.parse().unwrap()).collect();
    assert_eq!(descriptor.numbers().len(), golden.len());
    let apart = descriptor.numbers().iter().zip(&golden).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    assert!(apart < 1e-4, "{apart}");
}

#[test]
fn marks_equal_those_of_dlib() {
    let bytes = fs::read(default_folder().unwrap().join("landmarks.bin")).unwrap();
    let landmarks =
        crate::devices::face::landmarks::Landmarks::new(super::predictor::Predictor::from_table(&bytes).unwrap());
    // By dlib 20.0.1 (`shape_predictor`), which rounds to whole pixels; its rectangles include their last pixel.
    let cases = [
        ([60.0, 60.0, 180.0, 180.0], [(153, 104), (135, 100), (90, 89), (108, 94), (117, 127)]),
        ([40.0, 50.0, 200.0, 210.0], [(157, 83), (131, 88), (63, 99), (90, 94), (121, 138)]),
    ];
    let names = [Mark::LeftEyeOuter, Mark::LeftEyeInner, Mark::RightEyeOuter, Mark::RightEyeInner, Mark::NoseBase];
    for ([left, top, right, bottom], golden) in cases {
        let marks = landmarks.find(&pattern(240), Area { left, top, right, bottom });
        let rounded =
            names.map(|name| marks.get(name).map(|p| ((p.x + 0.5).floor() as i32, (p.y + 0.5).floor() as i32)));
        assert_eq!(rounded, golden.map(Some));
    }
}

/// A manifest and files of somebody else: YuNet's shape of detector, a 112×112 recogniser.
struct Foreign {
    folder: tempfile::TempDir,
    manifest: String,
}

impl Foreign {
    fn new(detector: &[u8], recogniser: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ours = Manifest::read(&default_folder().unwrap()).unwrap().runtime;
        let library = default_folder().unwrap().join(&ours.file);
        std::os::unix::fs::symlink(&library, folder.path().join("runtime.so")).unwrap();
        fs::write(folder.path().join("detector.onnx"), detector).unwrap();
        fs::write(folder.path().join("recogniser.onnx"), recogniser).unwrap();
        let manifest = format!(
            r#"
[runtime]
name = "ONNX Runtime"
file = "runtime.so"
sha256 = "{}"
licence = "MIT"
[detector]
name = "tiny YuNet"
kind = "yunet"
file = "detector.onnx"
sha256 = "{}"
licence = "test"
order = "bgr"
mean = [0.0, 0.0, 0.0]
scale = 1.0
score = 0.7
[recogniser]
name = "tiny ArcFace"
file = "recogniser.onnx"
sha256 = "{}"
licence = "test"
side = 112
order = "rgb"
mean = [127.5, 127.5, 127.5]
scale = 0.0078125
length = 16
metric = "cosine"
distance = 0.4
[recogniser.template]
right_eye = [38.2946, 51.6963]
left_eye = [73.5318, 51.5014]
nose_tip = [56.0252, 71.7366]
right_mouth = [41.5493, 92.3655]
left_mouth = [70.7299, 92.2041]
"#,
            ours.sha256,
            sha256(detector),
            sha256(recogniser)
        );
        Self { folder, manifest }
    }

    fn load(&self) -> Result<Models, ModelError> {
        self.load_as(&self.manifest)
    }

    fn load_as(&self, manifest: &str) -> Result<Models, ModelError> {
        fs::write(self.folder.path().join(MANIFEST), manifest).unwrap();
        Models::load(self.folder.path())
    }
}

const PICTURE: [Size; 4] = [Size::Fixed(1), Size::Fixed(3), Size::Free("rows"), Size::Free("columns")];

/// Says, whatever it sees in 320×320 pixels: a face in column 7, row 5 of the grid of 16 pixels.
fn tiny_yunet() -> Vec<u8> {
    let mut network = Network::new("yunet", "input", &PICTURE);
    for kind in ["cls", "obj", "bbox", "kps"] {
        for stride in [8, 16, 32] {
            let cells = (320 / stride) * (320 / stride);
            let width = match kind {
                "bbox" => 4,
                "kps" => 10,
                _ => 1,
            };
            let mut numbers = vec![0.0; cells * width];
            if stride == 16 {
                let cell = 5 * 20 + 7;
                match kind {
                    "cls" => numbers[cell] = 0.9,
                    "obj" => numbers[cell] = 0.9,
                    // Middle half a cell on, four cells wide, five high.
                    "bbox" => numbers[cell * 4..][..4].copy_from_slice(&[0.5, 0.5, 4_f32.ln(), 5_f32.ln()]),
                    _ => {
                        let marks = [-0.5, 0.0, 1.5, 0.0, 0.5, 1.0, -0.25, 2.0, 1.25, 2.0];
                        numbers[cell * 10..][..10].copy_from_slice(&marks);
                    }
                }
            }
            let value = network.constant(&[1, cells, width], &numbers);
            network.output(
                &value,
                &format!("{kind}_{stride}"),
                &[Size::Fixed(1), Size::Fixed(cells), Size::Fixed(width)],
            );
        }
    }
    network.finish()
}

/// The mean of red, green, blue and red again, over each quarter of its picture.
fn tiny_recogniser(side: usize) -> Vec<u8> {
    let sizes = [Size::Fixed(1), Size::Fixed(3), Size::Fixed(side), Size::Fixed(side)];
    let mut network = Network::new("arcface", "data", &sizes);
    let pick = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]].concat();
    let weights = network.constant(&[4, 3, 1, 1], &pick);
    let colours = network.add("Conv", &["data", &weights], &[("kernel_shape", &[1, 1])]);
    let half = side as i64 / 2;
    let quarters =
        network.add("AveragePool", &[&colours], &[("kernel_shape", &[half, half]), ("strides", &[half, half])]);
    let flat = network.reshape(&quarters, &[1, 16]);
    network.output(&flat, "fc1", &[Size::Fixed(1), Size::Fixed(16)]);
    network.finish()
}

#[test]
fn a_foreign_detector_says_where_a_face_is() {
    let foreign = Foreign::new(&tiny_yunet(), &tiny_recogniser(112));
    let mut models = foreign.load().unwrap();
    let faces = models.detector.find(&pattern(320), Search::Everywhere { smallest: 40.0 }).unwrap();
    let [Face { area, score, marks }] = faces.as_slice() else { panic!("{faces:?}") };
    assert!((score - 0.9).abs() < 1e-5);
    // (column + 0.5) * 16 = 120, (row + 0.5) * 16 = 88; 64 wide and 80 high.
    let expected = Area { left: 88.0, top: 48.0, right: 152.0, bottom: 128.0 };
    assert!(area.overlap(&expected) > 0.999, "{area:?}");
    let places =
        [Mark::RightEye, Mark::LeftEye, Mark::NoseTip, Mark::RightMouth, Mark::LeftMouth].map(|m| marks.get(m));
    let at = |x: f32, y: f32| Some(Point::new(x, y));
    assert_eq!(places, [at(104.0, 80.0), at(136.0, 80.0), at(120.0, 96.0), at(108.0, 112.0), at(132.0, 112.0)]);
}

#[test]
fn a_foreign_recogniser_gets_its_size_its_colours_and_an_upright_face() {
    let foreign = Foreign::new(&tiny_yunet(), &tiny_recogniser(112));
    let mut models = foreign.load().unwrap();
    // A picture in which the face lies on its side: the person's right is below. Its upper half is red, its lower blue.
    let template = models.manifest.recogniser.template();
    let lying = |p: Point| Point::new(60.0 + p.y, 200.0 - p.x);
    let marks = template.map(lying);
    let mut rgb = Vec::new();
    for _ in 0..240 {
        for x in 0..240 {
            // What is above the middle of the upright face is left of 60 + 56 here.
            rgb.extend(if x < 116 { [255, 0, 0] } else { [0, 0, 255] });
        }
    }
    let picture = Picture::new(240, 240, rgb).unwrap();
    let area = Area { left: 60.0, top: 88.0, right: 172.0, bottom: 200.0 };
    let face = Face { area, score: 1.0, marks };
    let chip = models.recogniser.chip(&picture, &face).unwrap();
    assert_eq!((chip.width(), chip.height()), (112, 112));
    let numbers = models.recogniser.describe_chip(&chip).unwrap();
    // Red and blue over the upper quarters, then over the lower ones: (255 - 127.5) / 128 and (0 - 127.5) / 128.
    let [red, blue] = [0, 2].map(|colour| &numbers.numbers()[colour * 4..][..4]);
    let close = |numbers: &[f32], signs: [f32; 4]| numbers.iter().zip(signs).all(|(n, sign)| (n - sign).abs() < 0.03);
    assert!(close(red, [1.0, 1.0, -1.0, -1.0]), "{red:?}");
    assert!(close(blue, [-1.0, -1.0, 1.0, 1.0]), "{blue:?}");
}

#[test]
fn what_does_not_fit_is_refused_with_its_name() {
    let foreign = Foreign::new(&tiny_yunet(), &tiny_recogniser(112));
    let error = |from: &str, to: &str| {
        assert!(foreign.manifest.contains(from), "{from}");
        foreign.load_as(&foreign.manifest.replace(from, to)).err().map(|error| error.to_string()).unwrap_or_default()
    };
    let cases = [
        ("side = 112", "side = 160", "tiny ArcFace"),
        ("length = 16", "length = 128", "tiny ArcFace"),
        ("kind = \"yunet\"", "kind = \"mmod\"", "[landmarks]"),
        ("file = \"recogniser.onnx\"", "file = \"missing.onnx\"", "missing.onnx"),
        ("file = \"recogniser.onnx\"", "file = \"../recogniser.onnx\"", "beside models.toml"),
        ("metric = \"cosine\"", "metric = \"guess\"", "guess"),
        ("distance = 0.4", "distance = 4.0", "recogniser.distance"),
    ];
    for (from, to, named) in cases {
        assert!(error(from, to).contains(named), "{to}: {}", error(from, to));
    }
    // The right name, other bytes.
    fs::write(foreign.folder.path().join("detector.onnx"), b"something else").unwrap();
    assert!(matches!(foreign.load(), Err(ModelError::WrongFile { .. })));
    // The right hash, and no network.
    let broken = Foreign::new(b"no network", &tiny_recogniser(112));
    let refused = broken.load().err().unwrap().to_string();
    assert!(refused.contains("tiny YuNet"), "{refused}");
    let Err(ModelError::NotInstalled(folder)) = Models::load(Path::new("/nonexistent")) else { panic!() };
    assert_eq!(folder, Path::new("/nonexistent"));
}

#[test]
fn marks_that_make_no_sense_make_no_chip() {
    let models = installed();
    let face = Face {
        area: Area { left: 0.0, top: 0.0, right: 10.0, bottom: 10.0 },
        score: 1.0,
        marks: Marks::new(vec![(Mark::RightEye, Point::new(1.0, 1.0))]),
    };
    assert!(models.recogniser.chip(&pattern(64), &face).is_none());
}
