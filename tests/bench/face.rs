//! Detection, alignment and descriptor with the kiosk's own code, on pictures that dlib's code is given too.

use crate::ms;
use serde_json::json;
use std::path::Path;
use std::time::Instant;
use uketsuke::devices::camera::WANTED;
use uketsuke::devices::camera::played::still;
use uketsuke::devices::face::coach::largest;
use uketsuke::devices::face::detector::Search;
use uketsuke::devices::face::models::{Models, default_folder};
use uketsuke::devices::face::recogniser::Descriptor;
use uketsuke::practice::scene::{Scene, Studio};

/// Who stands before the camera, and how.
const SCENES: [&str; 6] = ["hanako", "kenji", "ume", "goro tilted", "mei", "jiro near"];
/// dlib's detector knows no smaller face.
const SMALLEST: f32 = 80.0;

/// Frames of the practice camera, 640 by 480, as PPM.
pub fn write_pictures(folder: &Path) {
    let mut studio = Studio::default();
    for (number, words) in SCENES.iter().enumerate() {
        let scene: Scene = words.parse().unwrap();
        let picture = studio.film(&scene, WANTED, 7);
        let head = format!("P6\n{} {}\n255\n", picture.width(), picture.height());
        std::fs::write(folder.join(format!("{number}.ppm")), [head.as_bytes(), picture.rgb()].concat()).unwrap();
    }
}

/// Prints a line for each picture: the times of every round, and the distance to the picture before.
pub fn measure(rounds: u32, pictures: &[&str]) {
    let mut models = Models::load(&default_folder().unwrap()).expect("`uketsuke models install` first");
    let mut before: Option<Descriptor> = None;
    for path in pictures {
        let picture = still(Path::new(path)).unwrap();
        let (mut detect, mut align, mut embed) = (Vec::new(), Vec::new(), Vec::new());
        let mut line = json!({ "faces": 0 });
        let mut descriptor = None;
        // The first round warms up and is not counted.
        for round in 0..=rounds {
            let began = Instant::now();
            // Its marks come with a face.
            let faces = models.detector.find(&picture, Search::Everywhere { smallest: SMALLEST }).unwrap();
            let detected = began.elapsed();
            let Some(face) = largest(&faces) else { break };
            let began = Instant::now();
            let chip = models.recogniser.chip(&picture, face).unwrap();
            let aligned = began.elapsed();
            let began = Instant::now();
            descriptor = Some(models.recogniser.describe_chip(&chip).unwrap());
            let embedded = began.elapsed();
            if round > 0 {
                detect.push(ms(detected));
                align.push(ms(aligned));
                embed.push(ms(embedded));
            }
            let area = face.area;
            line = json!({
                "faces": faces.len(), "at": [area.left, area.top, area.right, area.bottom],
                "detect": detect, "align": align, "embed": embed,
            });
        }
        if let Some((before, now)) = before.as_ref().zip(descriptor.as_ref()) {
            line["distance"] = json!(models.recogniser.distance(before, now));
        }
        println!("{line}");
        before = descriptor;
    }
}
