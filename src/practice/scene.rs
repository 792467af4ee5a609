//! What the practice camera films: who stands before it, how, in which light, moving a little as people do.

use super::persons;
use super::portrait::{self, Covering, Head, Light, Placement, Pose, Sitter};
use crate::devices::face::picture::Picture;
use std::collections::HashMap;
use std::f32::consts::TAU;
use std::str::FromStr;

/// Frames of one to-and-fro, and frames from one blink to the next.
const SWAY: f32 = 47.0;
const BLINK: u32 = 53;

/// Who is there, and what is special about them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scene {
    /// Ids of persons; the first one is nearest.
    persons: Vec<String>,
    specials: Vec<Special>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Special {
    Mask,
    Sunglasses,
    Hat,
    Dark,
    Backlit,
    Far,
    Near,
    Left,
    Right,
    High,
    Low,
    Turned,
    Tilted,
    Shaking,
    /// In a wheelchair, or a child: low in the frame, and right there.
    Seated,
    /// Turns the head slowly to one side and the other, as who is asked to.
    Turning,
}

const WORDS: [(&str, Special); 16] = [
    ("mask", Special::Mask),
    ("sunglasses", Special::Sunglasses),
    ("hat", Special::Hat),
    ("dark", Special::Dark),
    ("backlit", Special::Backlit),
    ("far", Special::Far),
    ("near", Special::Near),
    ("left", Special::Left),
    ("right", Special::Right),
    ("high", Special::High),
    ("low", Special::Low),
    ("turned", Special::Turned),
    ("tilted", Special::Tilted),
    ("shaking", Special::Shaking),
    ("seated", Special::Seated),
    ("turning", Special::Turning),
];

/// Words that describe no scene.
#[derive(Debug, thiserror::Error)]
#[error(
    "'{0}' is no scene: say owner or nobody and nothing else, or one or two persons (hanako, kenji, ...) and any of mask, \
     sunglasses, hat, dark, backlit, far, near, left, right, high, low, turned, tilted, shaking, seated, turning"
)]
pub struct SceneSyntax(String);

impl FromStr for Scene {
    type Err = SceneSyntax;

    fn from_str(text: &str) -> Result<Self, SceneSyntax> {
        let mut scene = Self::default();
        let mut nobody = false;
        for word in text.split_whitespace() {
            if word == "nobody" {
                nobody = true;
            } else if let Some((_, special)) = WORDS.iter().find(|(name, _)| *name == word) {
                scene.specials.push(*special);
            } else if persons::find(word).is_some() {
                scene.persons.push(word.to_owned());
            } else {
                return Err(SceneSyntax(text.to_owned()));
            }
        }
        let right = if nobody { scene.persons.is_empty() } else { (1..=2).contains(&scene.persons.len()) };
        if right { Ok(scene) } else { Err(SceneSyntax(text.to_owned())) }
    }
}

impl Scene {
    /// One person, as one stands before a kiosk.
    pub fn of(person: &str) -> Self {
        Self { persons: vec![person.to_owned()], specials: Vec::new() }
    }

    fn is(&self, special: Special) -> bool {
        self.specials.contains(&special)
    }

    fn covering(&self) -> Covering {
        if self.is(Special::Mask) {
            Covering::Mask
        } else if self.is(Special::Sunglasses) {
            Covering::Sunglasses
        } else if self.is(Special::Hat) {
            Covering::HatBrim
        } else {
            Covering::None
        }
    }

    fn light(&self) -> Light {
        let plain = Light::default();
        if self.is(Special::Dark) {
            Light { level: 0.05, ..plain }
        } else if self.is(Special::Backlit) {
            Light { level: 0.45, behind: 1.0, ..plain }
        } else {
            plain
        }
    }

    fn pose(&self, phase: f32) -> Pose {
        let sway = Pose { yaw: 3.0 * (TAU * phase).sin(), pitch: 2.0 * (TAU * phase * 0.7).cos(), roll: 1.5 };
        if self.is(Special::Turning) {
            Pose { yaw: 20.0 * (TAU * phase).sin(), ..sway }
        } else if self.is(Special::Turned) {
            Pose { yaw: 34.0 + sway.yaw, ..sway }
        } else if self.is(Special::Tilted) {
            Pose { roll: 31.0 + sway.roll, ..sway }
        } else {
            sway
        }
    }

    /// Where the `index`-th person is, in a frame of this size.
    fn placement(&self, index: usize, (width, height): (f32, f32), phase: f32) -> Placement {
        let mut place = Placement { x: 0.5, y: 0.5, face_height: 0.52 };
        for special in &self.specials {
            match special {
                Special::Far => place.face_height = 0.20,
                Special::Near => place.face_height = 0.95,
                // The picture's left is the person's right.
                Special::Left => place.x = 0.935,
                Special::Right => place.x = 0.095,
                Special::High => place.y = 0.06,
                Special::Low => place.y = 0.84,
                Special::Seated => (place.y, place.face_height) = (0.68, 0.40),
                _ => {}
            }
        }
        if self.persons.len() > 1 {
            (place.x, place.face_height) = if index == 0 { (0.30, 0.50) } else { (0.72, 0.46) };
        }
        let sway = 0.008 * (TAU * phase * 1.3).sin();
        Placement { x: (place.x + sway) * width, y: place.y * height, face_height: place.face_height * height }
    }
}

/// Films scenes; keeps the heads that it has built.
#[derive(Default)]
pub struct Studio {
    heads: HashMap<String, Head>,
}

impl Studio {
    /// Frame number `count`. The same scene and number give the same frame.
    pub fn film(&mut self, scene: &Scene, (width, height): (u32, u32), count: u32) -> Picture {
        let (width, height) = (width as usize, height as usize);
        for id in &scene.persons {
            self.heads.entry(id.clone()).or_insert_with(|| Head::of(&portrait::traits_of(id)));
        }
        let phase = count as f32 / SWAY;
        let sitters: Vec<Sitter> = scene
            .persons
            .iter()
            .enumerate()
            .filter_map(|(index, id)| {
                Some(Sitter {
                    head: self.heads.get(id)?,
                    pose: scene.pose(phase + 0.3 * index as f32),
                    placement: scene.placement(index, (width as f32, height as f32), phase),
                    covering: if index == 0 { scene.covering() } else { Covering::None },
                    eyes_open: if count % BLINK >= BLINK - 2 { 0.1 } else { 1.0 },
                })
            })
            .collect();
        let blur = if scene.is(Special::Shaking) { 34.0 } else { 0.0 };
        let rgb = portrait::film(&portrait::Scene {
            width,
            height,
            sitters: &sitters,
            light: scene.light(),
            blur,
            grain: count,
        });
        // Three bytes for each pixel, so it is a picture.
        Picture::new(width, height, rgb).unwrap_or_else(|| Picture::black(width, height))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scenes_read_as_people_speak() {
        let scene: Scene = "hanako mask far".parse().unwrap();
        assert!(scene.is(Special::Mask) && scene.is(Special::Far));
        assert_eq!("nobody".parse::<Scene>().unwrap(), Scene::default());
        assert!("hanako kenji".parse::<Scene>().is_ok());
        for wrong in ["", "hanako nobody", "mask", "hanako kenji ume", "hanako dancing"] {
            assert!(wrong.parse::<Scene>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn people_move_and_the_same_frame_is_the_same() {
        let mut studio = Studio::default();
        let scene = Scene::of("hanako");
        let frame = studio.film(&scene, (160, 120), 7);
        assert_eq!(frame, Studio::default().film(&scene, (160, 120), 7));
        assert_ne!(frame, studio.film(&scene, (160, 120), 8));
    }
}
