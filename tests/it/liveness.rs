//! The turn of the head, measured on drawn heads that turn and on flat photos of them that are turned.

use uketsuke::devices::face::coach::largest;
use uketsuke::devices::face::detector::Search;
use uketsuke::devices::face::liveness::Challenge;
use uketsuke::devices::face::models::{Models, default_folder};
use uketsuke::devices::face::picture::{Picture, Point};
use uketsuke::devices::face::quality::Quality;
use uketsuke::practice::own_face::OWN_FACE;
use uketsuke::practice::persons::{CardKind, persons};
use uketsuke::practice::portrait::{self, Covering, Head, Light, Placement, Pose, Sitter};

const SIZE: (usize, usize) = (640, 480);

fn frame(head: &Head, yaw: f32, grain: u32) -> Picture {
    let sitter = Sitter {
        head,
        pose: Pose { yaw, pitch: 0.0, roll: 0.0 },
        placement: Placement { x: 320.0, y: 240.0, face_height: 250.0 },
        covering: Covering::None,
        eyes_open: 1.0,
    };
    let scene = portrait::Scene {
        width: SIZE.0,
        height: SIZE.1,
        sitters: &[sitter],
        light: Light::default(),
        blur: 0.0,
        grain,
    };
    Picture::new(SIZE.0, SIZE.1, portrait::film(&scene)).unwrap()
}

/// A print of a frame, turned by so many degrees around its upright axis, at one and a half of its widths from the lens.
fn print(of: &Picture, degrees: f32) -> Picture {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (middle_x, middle_y) = (SIZE.0 as f32 / 2.0, SIZE.1 as f32 / 2.0);
    let away = 1.5 * SIZE.0 as f32;
    of.sample(SIZE.0, SIZE.1, |x, y| {
        // From the place on the sensor back to the place on the print.
        let (x, y) = (x - middle_x, y - middle_y);
        let across = x * away / (away * cos - x * sin);
        let depth = 1.0 + across * sin / away;
        of.inside(Point::new(middle_x + across, middle_y + y * depth))
    })
}

fn quality(models: &mut Models, picture: &Picture) -> Option<Quality> {
    let faces = models.detector.find(picture, Search::Everywhere { smallest: 90.0 }).unwrap();
    Quality::of(picture, largest(&faces)?)
}

/// Whether two frames of this pose, after a straight one, pass as a turn to the left.
fn passes(models: &mut Models, straight: &Picture, turned: [&Picture; 2]) -> bool {
    let Some(start) = quality(models, straight) else { return false };
    let mut challenge = Challenge::new(true, start.turn);
    turned.iter().any(|picture| quality(models, picture).is_some_and(|quality| challenge.watch(&quality)))
}

#[test]
fn heads_that_turn_pass_and_flat_photos_do_not() {
    let mut models = Models::load(&default_folder().unwrap()).unwrap();
    let heads: Vec<Head> = persons()
        .iter()
        .filter(|person| person.kind == CardKind::MyNumber && person.id != OWN_FACE)
        .map(|person| Head::of(&portrait::traits_of(&person.id)))
        .collect();
    // How many of all heads pass by a real turn of so many degrees, and by a print that is turned by so many.
    let mut turns = Vec::new();
    for degrees in [5.0, 10.0, 15.0, 20.0_f32] {
        let real = heads.iter().filter(|head| {
            let (first, second) = (frame(head, degrees, 2), frame(head, degrees + 1.0, 3));
            passes(&mut models, &frame(head, 0.0, 1), [&first, &second])
        });
        turns.push((degrees, real.count()));
    }
    let mut prints = Vec::new();
    for degrees in [-40.0, -20.0, 20.0, 40.0_f32] {
        let flat = heads.iter().filter(|head| {
            let straight = frame(head, 0.0, 1);
            let (first, second) = (print(&straight, degrees), print(&straight, degrees + 1.0));
            passes(&mut models, &straight, [&first, &second])
        });
        prints.push((degrees, flat.count()));
    }
    let all = heads.len();
    let told = format!("of {all}: real turns {turns:?}, prints {prints:?}");
    assert!(turns[2].1 + 1 >= all && turns[3].1 == all, "a turn of 15 degrees or more is refused: {told}");
    assert!(prints.iter().all(|(_, passed)| *passed == 0), "a flat photo passes: {told}");
    if std::env::var_os("UKETSUKE_TELL").is_some() {
        panic!("{told}");
    }
}
