//! From what the camera sees to one instruction: the one thing that helps most now.

use super::detector::Face;
use super::picture::{Area, Picture};
use super::quality::{Covering, Quality};
use crate::devices::camera::Mount;
use crate::session::face::Advice;

/// Bounds of a face that can be compared. Lengths hang on the height of the frame, so that any camera will do.
const NEAREST: f32 = 0.24;
const FARTHEST: f32 = 0.085;
const MOST_ROLL: f32 = 24.0;
const MOST_TURN: f32 = 0.17;
/// The nose between these, in units of the distance of the eyes: neither down nor up.
const DROP: std::ops::RangeInclusive<f32> = 0.42..=1.12;
/// Brightness that leaves something to see, of 255.
const DARK_FACE: f32 = 26.0;
const DARK_ROOM: f32 = 34.0;
/// Surroundings this much brighter than a face that is itself rather dark: a window behind.
const BACKLIT: f32 = 2.6;
const BACKLIT_FACE: f32 = 75.0;
const MOST_CUT: f32 = 0.02;
/// Less is a blurred picture.
const LEAST_SHARPNESS: f32 = 0.018;
/// Lenses below and above these heights, in millimetres.
const LOW_MM: u16 = 1050;
const HIGH_MM: u16 = 1300;
/// A second face at least this large beside the first is another person at the kiosk, not somebody in the queue.
const ALSO_HERE: f32 = 0.6;

/// What the camera shows, judged.
pub struct Look {
    pub advice: Advice,
    /// Of the face that counts, where there is one.
    pub quality: Option<Quality>,
}

/// `faces` from the best to the worst, in a picture that was brightened `gain` times. `matched_badly`: a comparison has
/// not succeeded, so that what hides the face is worth a word.
pub fn look(picture: &Picture, faces: &[Face], gain: f32, mount: Mount, matched_badly: bool) -> Look {
    let Some(face) = largest(faces) else { return Look { advice: nobody(picture, gain), quality: None } };
    let Some(mut quality) = Quality::of(picture, face) else {
        return Look { advice: Advice::LookHere, quality: None };
    };
    quality.light /= gain;
    quality.surroundings /= gain;
    let advice = if crowded(faces) {
        Advice::OnePersonOnly
    } else {
        advise(&quality, picture.height() as f32, mount, matched_badly)
    };
    Look { advice, quality: Some(quality) }
}

/// The person at the kiosk is the one who is nearest.
pub fn largest(faces: &[Face]) -> Option<&Face> {
    faces.iter().max_by(|a, b| a.area.width().total_cmp(&b.area.width()))
}

/// Another person stands at the kiosk too.
pub fn crowded(faces: &[Face]) -> bool {
    largest(faces).is_some_and(|first| faces.iter().any(|other| is_another(other, first.area)))
}

/// Whether this is another face than the one in that area, and of somebody who stands at the kiosk too.
pub fn is_another(other: &Face, first: Area) -> bool {
    let apart = other.area.centre().distance(first.centre());
    apart > first.width() / 2.0 && other.area.width() > ALSO_HERE * first.width()
}

fn nobody(picture: &Picture, gain: f32) -> Advice {
    let (right, bottom) = (picture.width() as f32, picture.height() as f32);
    let whole = Area { left: 0.0, top: 0.0, right, bottom };
    if picture.brightness(whole).is_some_and(|light| light / gain < DARK_ROOM) {
        Advice::TooDark
    } else {
        Advice::LookHere
    }
}

/// In the order in which things help: what keeps the camera from seeing, then place, then pose, then stillness.
fn advise(quality: &Quality, frame_height: f32, mount: Mount, matched_badly: bool) -> Advice {
    let near = quality.eyes_apart / frame_height;
    let [left, top, right, bottom] = quality.cut.map(|cut| cut > MOST_CUT);
    if quality.surroundings > BACKLIT * quality.light && quality.light < BACKLIT_FACE {
        Advice::LightBehind
    } else if quality.light < DARK_FACE {
        Advice::TooDark
    } else if near > NEAREST || (left && right) {
        Advice::MoveBack
    } else if near < FARTHEST {
        Advice::ComeCloser
    } else if let Some(direction) = direction([left, top, right, bottom], mount) {
        direction
    } else if let Some(covering) = quality.covering.filter(|_| matched_badly) {
        match covering {
            Covering::Mask => Advice::TakeOffMask,
            Covering::Sunglasses => Advice::TakeOffSunglasses,
            Covering::HatBrim => Advice::LiftHat,
        }
    } else if quality.turn.abs() > MOST_TURN || !DROP.contains(&quality.drop) {
        Advice::LookStraight
    } else if quality.roll.abs() > MOST_ROLL {
        Advice::HoldHeadUpright
    } else if quality.sharpness < LEAST_SHARPNESS {
        Advice::HoldStill
    } else {
        Advice::Good
    }
}

/// Only a face over the edge has to move: one that is low in the frame, of a child or in a wheelchair, is right there.
/// What is on the left of the camera's picture is on the person's right. Nobody can shrink before a camera that hangs
/// low, nor rise from a wheelchair before one that hangs high: a step back helps both.
fn direction(over: [bool; 4], mount: Mount) -> Option<Advice> {
    match over {
        [true, _, false, _] => Some(Advice::MoveLeft),
        [false, _, true, _] => Some(Advice::MoveRight),
        [_, true, _, _] if mount.height_mm < LOW_MM => Some(Advice::MoveBack),
        [_, true, _, _] => Some(Advice::MoveDown),
        [_, _, _, true] if mount.height_mm > HIGH_MM => Some(Advice::MoveBack),
        [_, _, _, true] => Some(Advice::MoveUp),
        _ => None,
    }
}

/// How much a frame counts among those that are fused: sharp, straight, well lit ones count more.
pub fn weight(quality: &Quality) -> f32 {
    let straight = 1.0 - quality.turn.abs() / (2.0 * MOST_TURN);
    let sharp = (quality.sharpness / 0.08).clamp(0.4, 1.0);
    let lit = (quality.light / 90.0).clamp(0.5, 1.0);
    (straight * sharp * lit).max(0.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> Quality {
        Quality {
            eyes_apart: 80.0,
            roll: 0.0,
            turn: 0.0,
            drop: 0.6,
            light: 120.0,
            surroundings: 140.0,
            sharpness: 0.1,
            cut: [0.0; 4],
            covering: None,
        }
    }

    #[test]
    fn each_trouble_has_its_words() {
        let cases = [
            (Quality { eyes_apart: 30.0, ..good() }, Advice::ComeCloser),
            (Quality { eyes_apart: 200.0, ..good() }, Advice::MoveBack),
            (Quality { cut: [0.1, 0.0, 0.0, 0.0], ..good() }, Advice::MoveLeft),
            (Quality { cut: [0.0, 0.0, 0.1, 0.0], ..good() }, Advice::MoveRight),
            (Quality { cut: [0.0, 0.1, 0.0, 0.0], ..good() }, Advice::MoveDown),
            (Quality { cut: [0.0, 0.0, 0.0, 0.1], ..good() }, Advice::MoveUp),
            (Quality { turn: -0.3, ..good() }, Advice::LookStraight),
            (Quality { drop: 0.2, ..good() }, Advice::LookStraight),
            (Quality { roll: 30.0, ..good() }, Advice::HoldHeadUpright),
            (Quality { light: 20.0, surroundings: 20.0, ..good() }, Advice::TooDark),
            (Quality { light: 50.0, surroundings: 200.0, ..good() }, Advice::LightBehind),
            (Quality { sharpness: 0.01, ..good() }, Advice::HoldStill),
            (good(), Advice::Good),
        ];
        for (quality, advice) in cases {
            assert_eq!(advise(&quality, 480.0, Mount::default(), false), advice, "{quality:?}");
        }
    }

    #[test]
    fn a_covering_is_told_only_after_a_comparison_failed() {
        let masked = Quality { covering: Some(Covering::Mask), ..good() };
        assert_eq!(advise(&masked, 480.0, Mount::default(), false), Advice::Good);
        assert_eq!(advise(&masked, 480.0, Mount::default(), true), Advice::TakeOffMask);
    }

    #[test]
    fn nobody_is_asked_to_grow() {
        let low_in_the_frame = Quality { cut: [0.0, 0.0, 0.0, 0.1], ..good() };
        let high = Mount { height_mm: 1450, ..Mount::default() };
        assert_eq!(advise(&low_in_the_frame, 480.0, high, false), Advice::MoveBack);
    }
}
