//! How good is this picture of this face? Everything that coaching and deciding look at, measured once.

use super::detector::Face;
use super::picture::{Area, Picture, Point};

/// Side of the upright face on which light and sharpness are measured, in pixels, and where the eyes are put on it.
const SIDE: usize = 96;
const EYES_Y: f32 = 34.0;
const EYES_X: [f32; 2] = [28.0, 68.0];

/// What hides a part of a face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Covering {
    Mask,
    Sunglasses,
    HatBrim,
}

/// Measures of one face in one frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quality {
    /// Between the middles of the eyes, in pixels.
    pub eyes_apart: f32,
    /// How far the head leans: degrees, positive clockwise in the picture.
    pub roll: f32,
    /// Where the nose stands along the line of the eyes, from -0.5 (under the right eye) to 0.5; 0 is straight.
    pub turn: f32,
    /// How far the nose is below the line of the eyes, in units of their distance.
    pub drop: f32,
    /// Mean brightness of the face, 0 to 255, and of what is around it.
    pub light: f32,
    pub surroundings: f32,
    /// How much edges stand out: mean second difference of the brightness, over the mean brightness.
    pub sharpness: f32,
    /// Parts of the frame by which the face reaches over its left, top, right and bottom edge; 0 is inside.
    pub cut: [f32; 4],
    pub covering: Option<Covering>,
}

impl Quality {
    /// `None` where the marks make no sense.
    pub fn of(picture: &Picture, face: &Face) -> Option<Self> {
        let (right, left) = face.marks.eyes()?;
        let nose = face.marks.nose()?;
        let eyes_apart = right.distance(left);
        if eyes_apart < 4.0 {
            return None;
        }
        let (along, below) = beside(right, left, nose);
        let upright = upright(picture, right, left);
        let brightness = Brightness::of(&upright);
        Some(Self {
            eyes_apart,
            roll: (left.y - right.y).atan2(left.x - right.x).to_degrees(),
            turn: along - 0.5,
            drop: below,
            light: brightness.mean(FACE),
            surroundings: surroundings(picture, face.area),
            sharpness: brightness.sharpness(FACE),
            cut: cut(picture, face.area),
            covering: brightness.covering(),
        })
    }
}

/// Where a point lies, seen from the right eye: along the line of the eyes and below it, in units of their distance.
pub fn beside(right: Point, left: Point, point: Point) -> (f32, f32) {
    let (dx, dy) = (left.x - right.x, left.y - right.y);
    let square = dx * dx + dy * dy;
    let (px, py) = (point.x - right.x, point.y - right.y);
    ((px * dx + py * dy) / square, (py * dx - px * dy) / square)
}

/// The face with its eyes level, small.
fn upright(picture: &Picture, right: Point, left: Point) -> Picture {
    let scale = EYES_X[1] - EYES_X[0];
    let (a, b) = ((left.x - right.x) / scale, (left.y - right.y) / scale);
    picture.sample(SIDE, SIDE, |x, y| {
        let (x, y) = (x - EYES_X[0], y - EYES_Y);
        Point::new(right.x + a * x - b * y, right.y + b * x + a * y)
    })
}

/// Brightness around the face, where the frame has room for it.
fn surroundings(picture: &Picture, face: Area) -> f32 {
    let (width, height) = (face.width(), face.height());
    let strip = |left: f32, right: f32| Area {
        left: face.left + left * width,
        right: face.left + right * width,
        top: face.top - 0.4 * height,
        bottom: face.top + 0.5 * height,
    };
    let sides = [strip(-1.0, -0.4), strip(1.4, 2.0)];
    let lights: Vec<f32> = sides.into_iter().filter_map(|side| picture.brightness(side)).collect();
    if lights.is_empty() { 0.0 } else { lights.iter().sum::<f32>() / lights.len() as f32 }
}

fn cut(picture: &Picture, face: Area) -> [f32; 4] {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    [-face.left / width, -face.top / height, (face.right - width) / width, (face.bottom - height) / height]
        .map(|over| over.max(0.0))
}

/// A part of the upright face: columns and rows.
type Part = ([usize; 2], [usize; 2]);
const FACE: Part = ([20, 76], [24, 84]);
const EYE_BAND: Part = ([16, 80], [27, 41]);
const FOREHEAD: Part = ([26, 70], [8, 20]);
const CHEEKS: [Part; 2] = [([16, 30], [44, 56]), ([66, 80], [44, 56])];
const MOUTH: Part = ([30, 66], [64, 80]);

/// Below this brightness nothing can be told of what is worn.
const DARK: f32 = 8.0;
/// How much redder than blue skin is at least, over its brightness; and how much less of that cloth has.
const SKIN: f32 = 0.08;
const CLOTH: f32 = 0.3;
/// Eyes and brow this much darker than the cheeks are behind dark glass, or under hair or a brim.
const DARK_GLASS: f32 = 0.6;
const SHADED_BROW: f32 = 0.6;

/// The upright face in brightness, and how much redder than blue each pixel is.
struct Brightness {
    light: Vec<f32>,
    warmth: Vec<f32>,
}

impl Brightness {
    fn of(face: &Picture) -> Self {
        let pixels = face.rgb().as_chunks::<3>().0;
        let light = pixels.iter().map(|p| p.iter().map(|value| f32::from(*value)).sum::<f32>() / 3.0).collect();
        let warmth = pixels.iter().map(|p| f32::from(p[0]) - f32::from(p[2])).collect();
        Self { light, warmth }
    }

    fn over(values: &[f32], ([left, right], [top, bottom]): Part) -> impl Iterator<Item = f32> {
        (top..bottom).flat_map(move |y| values[y * SIDE + left..y * SIDE + right].iter().copied())
    }

    fn mean_of(values: &[f32], part: Part) -> f32 {
        let count = ((part.0[1] - part.0[0]) * (part.1[1] - part.1[0])) as f32;
        Self::over(values, part).sum::<f32>() / count
    }

    fn mean(&self, part: Part) -> f32 {
        Self::mean_of(&self.light, part)
    }

    fn sharpness(&self, part: Part) -> f32 {
        let ([left, right], [top, bottom]) = part;
        let mut sum = 0.0;
        for y in top..bottom {
            for x in left..right {
                let at = |dx: isize| self.light[y * SIDE + x.saturating_add_signed(dx)];
                sum += (at(-2) - 2.0 * at(0) + at(2)).abs();
            }
        }
        sum / ((right - left) * (bottom - top)) as f32 / self.mean(part).max(1.0)
    }

    /// Rough signs of what is worn. They only choose words after a face did not match; they refuse nobody.
    fn covering(&self) -> Option<Covering> {
        let cheeks = CHEEKS.map(|cheek| self.mean(cheek)).into_iter().sum::<f32>() / 2.0;
        if cheeks < DARK {
            return None;
        }
        // Skin is redder than blue, cloth is not; a grey picture says nothing of it.
        let warmth = |part| Self::mean_of(&self.warmth, part) / self.mean(part).max(1.0);
        if warmth(EYE_BAND) > SKIN && warmth(MOUTH) < CLOTH * warmth(EYE_BAND) {
            Some(Covering::Mask)
        } else if self.mean(EYE_BAND) < DARK_GLASS * cheeks {
            Some(Covering::Sunglasses)
        } else if self.mean(FOREHEAD) < SHADED_BROW * cheeks {
            Some(Covering::HatBrim)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::marks::{Mark, Marks};
    use super::*;

    fn face(turn: f32) -> Face {
        let marks = Marks::new(vec![
            (Mark::RightEye, Point::new(80.0, 100.0)),
            (Mark::LeftEye, Point::new(140.0, 100.0)),
            (Mark::NoseBase, Point::new(110.0 + turn, 136.0)),
        ]);
        Face { area: Area { left: 50.0, top: 60.0, right: 170.0, bottom: 180.0 }, score: 1.0, marks }
    }

    #[test]
    fn a_face_is_measured() {
        let picture = Picture::from_grey(240, 240, &[128; 240 * 240]).unwrap();
        let quality = Quality::of(&picture, &face(6.0)).unwrap();
        assert!((quality.turn - 0.1).abs() < 1e-5 && (quality.drop - 0.6).abs() < 1e-5, "{quality:?}");
        assert_eq!((quality.eyes_apart, quality.roll, quality.cut), (60.0, 0.0, [0.0; 4]));
        assert!((quality.light - 128.0).abs() < 1.0 && quality.sharpness == 0.0, "{quality:?}");
    }

    #[test]
    fn a_face_over_the_edge_is_cut() {
        let picture = Picture::from_grey(120, 240, &[128; 120 * 240]).unwrap();
        let quality = Quality::of(&picture, &face(0.0)).unwrap();
        assert!(quality.cut[2] > 0.4 && quality.cut[0] == 0.0, "{quality:?}");
    }
}
