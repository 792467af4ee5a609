//! The shape of a head: skull and jaw as rings, the features of the face as hills and hollows on its front.

use super::maths::{V3, bell, line, mix, signed_power, smooth};
use super::raster::{Mesh, Point};
use super::traits::Traits;

/// Columns and rows of the face's mesh.
const GRID: (usize, usize) = (121, 140);

/// The shape of one person's head.
pub struct Shape<'a> {
    pub traits: &'a Traits,
    /// How old the face looks: 0 young, 1 very old.
    pub old: f32,
}

/// A horizontal cut through the head.
struct Ring {
    width: f32,
    front: f32,
    back: f32,
    /// 1 is an ellipse, less is flatter in front.
    round: f32,
}

impl<'a> Shape<'a> {
    pub fn new(traits: &'a Traits) -> Self {
        Self { traits, old: smooth(38.0, 84.0, traits.age) }
    }

    /// Half the width of the head at this height.
    pub fn width(&self, y: f32) -> f32 {
        self.ring(y).width
    }

    fn ring(&self, y: f32) -> Ring {
        let t = self.traits;
        if y < 0.0 {
            let skull = (1.0 - (-y).min(1.0).powf(2.5)).max(0.0).powf(0.42);
            return Ring { width: t.width * skull, front: 0.79 * skull, back: 0.86 * skull, round: 0.88 };
        }
        // The outline runs through the given widths; the very bottom is rounded.
        let sag = 0.05 * self.old;
        let stops = [(0.0, 1.0), (0.32, t.cheek), (0.62, t.jaw + sag), (0.90, t.chin + sag), (1.0, t.chin * 0.86)];
        let bottom = (1.0 - y.min(1.0).powi(9)).max(0.0).sqrt();
        let front = mix(0.79, 0.70, smooth(0.0, 0.75, y)) * mix(0.72, 1.0, bottom);
        Ring {
            width: t.width * along(&stops, y) * bottom,
            front,
            back: mix(0.86, 0.2, smooth(0.05, 0.9, y)),
            round: mix(0.88, 1.02, smooth(0.3, 0.9, y)),
        }
    }

    /// The bare shape at this angle (radians from the front, positive to the picture's right) and height.
    pub fn base(&self, angle: f32, y: f32) -> V3 {
        let ring = self.ring(y);
        let (sin, cos) = angle.sin_cos();
        let depth = if cos > 0.0 { ring.front } else { ring.back };
        [ring.width * signed_power(sin, ring.round), y, depth * signed_power(cos, ring.round)]
    }

    /// The face at this angle and height, with its features, `lift` units above the skin.
    pub fn point(&self, angle: f32, y: f32, lift: f32) -> V3 {
        let base = self.base(angle, y);
        let front = smooth(0.05, 0.5, angle.cos());
        let (sin, cos) = angle.sin_cos();
        [base[0] + lift * sin, y - lift * 0.4 * smooth(-0.4, -1.0, y), {
            base[2] + lift * cos + front * self.relief(base[0], y)
        }]
    }

    /// How far the features stand out at this place of the front.
    pub fn relief(&self, x: f32, y: f32) -> f32 {
        self.brow_and_eyes(x, y) + self.nose(x, y) + self.mouth(x, y) + self.cheeks_and_chin(x, y)
    }

    fn brow_and_eyes(&self, x: f32, y: f32) -> f32 {
        let (t, side) = (self.traits, x.abs());
        let (dx, dy) = (side - t.eye_gap, y - t.eye_y);
        let hollow = 0.085 + 0.02 * self.old + t.deep;
        t.ridge * bell(x, y - t.eye_y + 0.16, 0.42, 0.09) + 0.02 * bell(dx, dy + 0.17, 0.20, 0.06)
            - hollow * bell(dx + 0.03, dy + 0.01, 0.20, 0.12)
            + 0.050 * bell(dx, dy - 0.005, 0.125, 0.085)
            - 0.02 * t.bags * bell(dx + 0.01, dy - 0.15 - 0.25 * dx * dx, 0.15, 0.025)
            + 0.02 * t.bags * bell(dx, dy - 0.10, 0.13, 0.04)
            - 0.04 * self.old * bell(side - 0.62, y + 0.25, 0.12, 0.2)
    }

    fn nose(&self, x: f32, y: f32) -> f32 {
        let (t, side) = (self.traits, x.abs());
        let root = t.eye_y - 0.10;
        let part = ((y - root) / (t.nose_y - root)).clamp(0.0, 1.0);
        let fade = if y < root {
            bell(0.0, y - root, 1.0, 0.12)
        } else if y > t.nose_y {
            bell(0.0, y - t.nose_y, 1.0, 0.075)
        } else {
            1.0
        };
        let height = mix(t.bridge, t.nose_out, part.powf(1.25)) * fade;
        let wide = mix(0.085, 0.095 * t.tip, part.powi(2)) * (0.6 + t.nose_width / 0.3);
        height * bell(x, 0.0, wide, 1.0)
            + 0.085 * bell(side - t.nose_width * 0.72, y - t.nose_y - 0.025, t.nose_width * 0.40, 0.050)
    }

    /// Heights of the edges of the lips at `x`: top, upper inner, lower inner, bottom; `None` beside the mouth.
    pub fn lips(&self, x: f32) -> Option<[f32; 4]> {
        let t = self.traits;
        let part = x.abs() / t.mouth_width;
        if part > 1.0 {
            return None;
        }
        let open = 1.0 - part * part;
        let middle = t.mouth_y - t.smile * part * part + 0.007 * line(x, 0.05) - 0.004 * line(part - 0.35, 0.2);
        let bow = 1.0 - 0.22 * line(x, 0.03);
        let gap = t.teeth * open.powf(0.7);
        let (upper, lower) = (middle - 0.35 * gap, middle + 0.65 * gap);
        Some([upper - t.lip_upper * open.powf(0.8) * bow, upper, lower, lower + t.lip_lower * open.powf(0.62)])
    }

    fn mouth(&self, x: f32, y: f32) -> f32 {
        let (t, side) = (self.traits, x.abs());
        let w = t.mouth_width;
        let lip = |height: f32, offset: f32, size: f32| {
            height * bell(x, y - t.mouth_y - offset, w * 0.85, size * 0.75 + 0.006)
        };
        t.mouth_out * bell(x, y - t.mouth_y + 0.02, 0.30, 0.22)
            + lip(0.012 + 0.40 * t.lip_upper, -0.5 * t.lip_upper, t.lip_upper)
            + lip(0.012 + 0.45 * t.lip_lower, 0.5 * t.lip_lower + 0.65 * t.teeth, t.lip_lower)
            - 0.022 * bell(x, y - t.mouth_y, w, 0.012)
            - 0.030 * bell(side - w - 0.015, y - t.mouth_y + t.smile, 0.035, 0.04)
            - 0.010 * bell(x, y - mix(t.nose_y, t.mouth_y, 0.62), 0.028, 0.07)
            - 0.032 * bell(x, y - t.mouth_y - t.lip_lower - 0.65 * t.teeth - 0.065, 0.15, 0.040)
    }

    fn cheeks_and_chin(&self, x: f32, y: f32) -> f32 {
        let (t, side) = (self.traits, x.abs());
        let fold = side - self.fold(y);
        let in_fold = smooth(t.nose_y - 0.02, t.nose_y + 0.06, y) * smooth(t.mouth_y + 0.16, t.mouth_y, y);
        t.cheekbone * bell(side - 0.43, y - 0.20, 0.17, 0.13) + t.fullness * bell(side - 0.40, y - 0.48, 0.20, 0.20)
            - (0.010 + 0.030 * self.old) * in_fold * line(fold, 0.035)
            + (0.006 + 0.022 * self.old) * in_fold * line(fold - 0.075, 0.07)
            + 0.035 * self.old * bell(side - 0.36, y - 0.80, 0.10, 0.12)
            - 0.03 * self.old * bell(side - 0.52, y - 0.45, 0.12, 0.16)
            + t.chin_out * bell(x, y - 0.87, 0.17, 0.105)
    }

    /// How far from the middle the fold between nose and mouth runs at this height.
    pub fn fold(&self, y: f32) -> f32 {
        let t = self.traits;
        let part = ((y - t.nose_y) / (t.mouth_y + 0.03 - t.nose_y)).clamp(0.0, 1.6);
        mix(t.nose_width + 0.02, t.mouth_width + 0.065, part.powf(1.2))
    }

    /// What light reaches the place: less in hollows, 0 to 1.
    fn openness(&self, x: f32, y: f32) -> f32 {
        let (t, side) = (self.traits, x.abs());
        let (dx, dy) = (side - t.eye_gap, y - t.eye_y);
        let shade = 0.22 * bell(dx + 0.10, dy + 0.05, 0.10, 0.10)
            + 0.12 * bell(dx, dy + 0.08, 0.18, 0.05)
            + 0.40 * bell(x, y - t.nose_y - 0.085, t.nose_width, 0.030)
            + 0.16 * bell(side - t.nose_width - 0.02, y - t.nose_y - 0.01, 0.035, 0.06)
            + 0.16 * bell(x, y - t.mouth_y - t.lip_lower - 0.05, 0.14, 0.035)
            + 0.10 * bell(side - t.mouth_width - 0.01, y - t.mouth_y, 0.04, 0.04)
            + 0.50 * smooth(0.93, 1.0, y);
        1.0 - shade.min(0.7)
    }

    /// The skin of face, skull and throat; its texture's places are `x`, `y` of the bare shape.
    pub fn face(&self) -> Mesh {
        Mesh::new(GRID.0, GRID.1, |across, down| {
            let (angle, y) = (spread(across), height(down));
            // Below the chin the surface runs in to the throat.
            let floor = smooth(0.955, 1.0, down);
            let base = self.base(angle, y);
            let mut at = self.point(angle, y, 0.0);
            at = [at[0] * (1.0 - floor), y - 0.05 * floor * floor, mix(at[2], 0.15, floor)];
            let open = if angle.cos() > 0.0 { self.openness(base[0], y) } else { 0.7 } * (1.0 - 0.6 * floor);
            // Beside the face the texture would be stretched: it is plain there.
            let x = if angle.cos() > 0.0 { base[0] } else { base[0].signum() * 0.84 };
            Point { at, place: [x, y], tint: [open; 3] }
        })
        .glossy(0.05)
    }
}

/// From 0..1 to the angle, with most columns in the face.
pub fn spread(across: f32) -> f32 {
    let s = 2.0 * across - 1.0;
    std::f32::consts::PI * (0.52 * s + 0.48 * s * s * s)
}

/// From 0..1 to the height, with most rows in the face.
fn height(down: f32) -> f32 {
    let crown = 0.24;
    if down < crown {
        let part = down / crown;
        return -0.55 - 0.45 * (1.0 - part * part).sqrt();
    }
    let part = ((down - crown) / (0.955 - crown)).min(1.0);
    mix(-0.55, 1.0, part)
}

/// The value at `x` on a smooth curve through `stops`.
fn along(stops: &[(f32, f32)], x: f32) -> f32 {
    let last = stops.len() - 1;
    let index = (0..last).rev().find(|index| stops[*index].0 <= x).unwrap_or(0);
    let slope = |index: usize| {
        let (low, high) = (stops[index.saturating_sub(1)], stops[(index + 1).min(last)]);
        (high.1 - low.1) / (high.0 - low.0)
    };
    let (from, to) = (stops[index], stops[index + 1]);
    let run = to.0 - from.0;
    let part = ((x - from.0) / run).clamp(0.0, 1.0);
    let (square, cube) = (part * part, part * part * part);
    (2.0 * cube - 3.0 * square + 1.0) * from.1
        + (cube - 2.0 * square + part) * run * slope(index)
        + (3.0 * square - 2.0 * cube) * to.1
        + (cube - square) * run * slope(index + 1)
}
