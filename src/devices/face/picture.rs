//! Pictures in memory: they hold faces, so they wipe themselves, and nothing shows them in a log.

use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Red, green and blue, 8 bits each, row by row from the top.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Picture {
    width: usize,
    height: usize,
    rgb: Vec<u8>,
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({}x{}, hidden)", self.width, self.height)
    }
}

/// A place in a picture, in pixels: the middle of the first pixel is (0, 0).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    pub x: f32,
    pub y: f32,
}

impl Point {
    pub const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    pub fn distance(self, other: Self) -> f32 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    pub fn middle(self, other: Self) -> Self {
        Self::new((self.x + other.x) / 2.0, (self.y + other.y) / 2.0)
    }
}

/// An upright rectangle in pixels; its edges are places, so that it has `right - left` of width.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

impl Area {
    pub fn width(&self) -> f32 {
        self.right - self.left
    }

    pub fn height(&self) -> f32 {
        self.bottom - self.top
    }

    pub fn centre(&self) -> Point {
        Point::new((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0)
    }

    pub fn around(centre: Point, width: f32, height: f32) -> Self {
        Self {
            left: centre.x - width / 2.0,
            top: centre.y - height / 2.0,
            right: centre.x + width / 2.0,
            bottom: centre.y + height / 2.0,
        }
    }

    /// Larger by `margin` on every side.
    pub fn grown(&self, margin: f32) -> Self {
        Self {
            left: self.left - margin,
            top: self.top - margin,
            right: self.right + margin,
            bottom: self.bottom + margin,
        }
    }

    /// Shared part over the whole of both, 0 to 1.
    pub fn overlap(&self, other: &Self) -> f32 {
        let width = (self.right.min(other.right) - self.left.max(other.left)).max(0.0);
        let height = (self.bottom.min(other.bottom) - self.top.max(other.top)).max(0.0);
        let shared = width * height;
        let whole = self.width() * self.height() + other.width() * other.height() - shared;
        if whole > 0.0 { shared / whole } else { 0.0 }
    }
}

/// Turns, stretches and moves: `x' = a x - b y + dx`, `y' = b x + a y + dy`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Similarity {
    pub a: f32,
    pub b: f32,
    pub dx: f32,
    pub dy: f32,
}

impl Similarity {
    pub fn apply(&self, point: Point) -> Point {
        Point::new(self.a * point.x - self.b * point.y + self.dx, self.b * point.x + self.a * point.y + self.dy)
    }

    /// The one that brings `from` nearest to `to` (least squares; Umeyama 1991 in two dimensions).
    pub fn between(from: &[Point], to: &[Point]) -> Self {
        let count = from.len().max(1) as f64;
        let mean = |points: &[Point]| {
            let sum = points.iter().fold((0.0, 0.0), |(x, y), p| (x + f64::from(p.x), y + f64::from(p.y)));
            (sum.0 / count, sum.1 / count)
        };
        let ((fx, fy), (tx, ty)) = (mean(from), mean(to));
        let (mut along, mut across, mut spread) = (0.0, 0.0, 0.0);
        for (f, t) in from.iter().zip(to) {
            let (x, y) = (f64::from(f.x) - fx, f64::from(f.y) - fy);
            let (u, v) = (f64::from(t.x) - tx, f64::from(t.y) - ty);
            along += x * u + y * v;
            across += x * v - y * u;
            spread += x * x + y * y;
        }
        let (a, b) = if spread > 0.0 { (along / spread, across / spread) } else { (1.0, 0.0) };
        Self { a: a as f32, b: b as f32, dx: (tx - a * fx + b * fy) as f32, dy: (ty - b * fx - a * fy) as f32 }
    }

    /// How many pixels of the target one pixel of the source is wide.
    pub fn scale(&self) -> f32 {
        self.a.hypot(self.b)
    }
}

impl Picture {
    /// `None` where the bytes are not three for each pixel.
    pub fn new(width: usize, height: usize, rgb: Vec<u8>) -> Option<Self> {
        (width > 0 && height > 0 && rgb.len() == width * height * 3).then_some(Self { width, height, rgb })
    }

    /// From one byte a pixel. `None` where the count is wrong.
    pub fn from_grey(width: usize, height: usize, grey: &[u8]) -> Option<Self> {
        (grey.len() == width * height)
            .then(|| grey.iter().flat_map(|grey| [*grey; 3]).collect())
            .and_then(|rgb| Self::new(width, height, rgb))
    }

    /// Nothing to be seen.
    pub fn black(width: usize, height: usize) -> Self {
        Self { width, height, rgb: vec![0; width * height * 3] }
    }

    pub fn width(&self) -> usize {
        self.width
    }

    pub fn height(&self) -> usize {
        self.height
    }

    pub fn rgb(&self) -> &[u8] {
        &self.rgb
    }

    /// The pixel, which must be inside.
    pub fn pixel(&self, x: usize, y: usize) -> [u8; 3] {
        let at = (y * self.width + x) * 3;
        [self.rgb[at], self.rgb[at + 1], self.rgb[at + 2]]
    }

    /// Mean of red, green and blue, rounded down, as dlib has it; `None` outside.
    pub fn intensity(&self, x: i32, y: i32) -> Option<u8> {
        let (x, y) = (usize::try_from(x).ok()?, usize::try_from(y).ok()?);
        if x >= self.width || y >= self.height {
            return None;
        }
        let [r, g, b] = self.pixel(x, y).map(u16::from);
        Some(((r + g + b) / 3) as u8)
    }

    /// The colour between four pixels; `None` outside of them.
    fn between_pixels(&self, at: Point) -> Option<[f32; 3]> {
        let (left, top) = (at.x.floor(), at.y.floor());
        if left < 0.0 || top < 0.0 {
            return None;
        }
        let (x, y) = (left as usize, top as usize);
        if x + 1 >= self.width || y + 1 >= self.height {
            return None;
        }
        let (right, down) = (at.x - left, at.y - top);
        let upper = &self.rgb[(y * self.width + x) * 3..][..6];
        let lower = &self.rgb[((y + 1) * self.width + x) * 3..][..6];
        let mut colour = [0.0; 3];
        for (channel, value) in colour.iter_mut().enumerate() {
            let row = |row: &[u8]| {
                let (a, b) = (f32::from(row[channel]), f32::from(row[channel + 3]));
                a + (b - a) * right
            };
            let (above, below) = (row(upper), row(lower));
            *value = above + (below - above) * down;
        }
        Some(colour)
    }

    /// A part of the picture as another one, through `place`: from a pixel of the new one to a place in this one. What
    /// lies outside is black.
    pub fn sample(&self, width: usize, height: usize, place: impl Fn(f32, f32) -> Point) -> Self {
        let mut rgb = Vec::with_capacity(width * height * 3);
        for y in 0..height {
            for x in 0..width {
                let colour = self.between_pixels(place(x as f32, y as f32)).unwrap_or_default();
                rgb.extend(colour.map(|value| value as u8));
            }
        }
        Self { width, height, rgb }
    }

    /// The nearest place that lies between pixels of this picture.
    pub fn inside(&self, place: Point) -> Point {
        let (right, bottom) = (self.width as f32 - 1.001, self.height as f32 - 1.001);
        Point::new(place.x.clamp(0.0, right.max(0.0)), place.y.clamp(0.0, bottom.max(0.0)))
    }

    /// Half as wide and half as high, each pixel the mean of four.
    pub fn halved(&self) -> Self {
        let (width, height) = ((self.width / 2).max(1), (self.height / 2).max(1));
        let mut rgb = Vec::with_capacity(width * height * 3);
        let inside = |x: usize, y: usize| self.pixel(x.min(self.width - 1), y.min(self.height - 1)).map(u16::from);
        for y in 0..height {
            for x in 0..width {
                let four = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(dx, dy)| inside(2 * x + dx, 2 * y + dy));
                rgb.extend([0, 1, 2].map(|channel| ((four.iter().map(|p| p[channel]).sum::<u16>() + 2) / 4) as u8));
            }
        }
        Self { width, height, rgb }
    }

    /// Left and right exchanged, as in a mirror.
    pub fn mirrored(&self) -> Self {
        let mut rgb = Vec::with_capacity(self.rgb.len());
        for row in self.rgb.chunks_exact(self.width * 3) {
            rgb.extend(row.as_chunks::<3>().0.iter().rev().flatten());
        }
        Self { width: self.width, height: self.height, rgb }
    }

    /// Mean brightness of a part of the picture, 0 to 255; `None` where none of it is inside.
    pub fn brightness(&self, area: Area) -> Option<f32> {
        let columns = area.left.max(0.0) as usize..(area.right.max(0.0) as usize).min(self.width);
        let rows = area.top.max(0.0) as usize..(area.bottom.max(0.0) as usize).min(self.height);
        let (mut sum, mut count) = (0_u64, 0_u64);
        for y in rows.step_by(2) {
            for x in columns.clone().step_by(2) {
                sum += self.pixel(x, y).map(u64::from).iter().sum::<u64>();
                count += 3;
            }
        }
        (count > 0).then(|| sum as f32 / count as f32)
    }

    /// Every value times `gain`, at most white.
    pub fn brightened(&self, gain: f32) -> Self {
        let table: Vec<u8> = (0_u8..=255).map(|value| (f32::from(value) * gain).min(255.0) as u8).collect();
        let rgb = self.rgb.iter().map(|value| table[usize::from(*value)]).collect();
        Self { width: self.width, height: self.height, rgb }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_similarity_is_found_again() {
        let known = Similarity { a: 1.5, b: -0.4, dx: 7.0, dy: -2.0 };
        let from = [Point::new(0.0, 0.0), Point::new(10.0, 1.0), Point::new(3.0, 8.0)];
        let found = Similarity::between(&from, &from.map(|point| known.apply(point)));
        for (a, b) in [(known.a, found.a), (known.b, found.b), (known.dx, found.dx), (known.dy, found.dy)] {
            assert!((a - b).abs() < 1e-5, "{found:?}");
        }
    }

    #[test]
    fn a_mirror_exchanges_left_and_right() {
        let picture = Picture::new(2, 1, vec![1, 2, 3, 4, 5, 6]).unwrap();
        assert_eq!(picture.mirrored().rgb(), [4, 5, 6, 1, 2, 3]);
        assert_eq!(format!("{picture:?}"), "Picture(2x1, hidden)");
    }

    #[test]
    fn the_wrong_count_of_bytes_is_no_picture() {
        assert!(Picture::new(2, 2, vec![0; 11]).is_none());
        assert!(Picture::new(0, 0, Vec::new()).is_none());
        assert!(Picture::from_grey(2, 1, &[1]).is_none());
    }

    #[test]
    fn areas_know_what_they_share() {
        let area = Area { left: 0.0, top: 0.0, right: 10.0, bottom: 10.0 };
        let beside = Area { left: 5.0, top: 0.0, right: 15.0, bottom: 10.0 };
        assert!((area.overlap(&beside) - 1.0 / 3.0).abs() < 1e-6);
        assert_eq!(area.overlap(&Area { left: 20.0, right: 30.0, ..area }), 0.0);
    }
}
