//! Ears, neck, shoulders and clothes.

use std::f32::consts::PI;

use super::head::Shape;
use super::maths::{V3, bell, mix, mix3, signed_power, smooth};
use super::raster::{Mesh, Point};

/// The linear colour that looks like `colour`.
pub fn linear(colour: V3) -> V3 {
    colour.map(|part| part * part)
}

/// The ear on this side: -1 at the picture's left, 1 at its right.
pub fn ear(shape: &Shape<'_>, sign: f32) -> Mesh {
    let t = shape.traits;
    let large = 0.165 + 0.02 * shape.old;
    let skin = linear([t.skin[0] * 0.97, t.skin[1] * 0.86, t.skin[2] * 0.84]);
    Mesh::new(12, 18, |across, down| {
        let v = 2.0 * down - 1.0;
        let out = across * (1.0 - v.abs().powi(3)).max(0.0).sqrt() * mix(1.0, 0.75, down);
        let y = t.eye_y + 0.14 + large * v;
        let root = shape.base(1.50, y);
        let rim = bell(out - 0.85, 0.0, 0.22, 1.0);
        let at = [sign * (root[0] - 0.02 + 0.115 * out), y, root[2] - 0.05 - 0.06 * out + 0.035 * rim];
        let bowl = 0.45 * bell(out - 0.50, v + 0.05, 0.26, 0.50);
        Point { at, place: [0.0, 0.0], tint: skin.map(|part| part * (1.0 - bowl)) }
    })
    .glossy(0.03)
    .thin()
}

/// Neck and throat.
pub fn neck(shape: &Shape<'_>) -> Mesh {
    let t = shape.traits;
    let thick = if t.woman { 0.335 } else { 0.40 };
    let skin = linear([t.skin[0] * 0.96, t.skin[1] * 0.93, t.skin[2] * 0.92]);
    Mesh::new(48, 24, |across, down| {
        let (angle, y) = (1.25 * PI * (across - 0.5), mix(0.45, 1.75, down));
        let wide = thick * (1.0 + 0.10 * smooth(1.1, 0.5, y) + 0.55 * smooth(1.25, 1.75, y));
        let at = [wide * angle.sin(), y, -0.14 + 0.9 * wide * angle.cos() - 0.05 * smooth(0.9, 1.6, y)];
        // The chin keeps the light away; the two cords of the neck catch it.
        let mut open = mix(0.34, 0.95, smooth(0.85, 1.45, y));
        open *= 1.0 + (0.05 + 0.10 * shape.old) * (bell(angle.abs() - 0.35 - 0.25 * (1.5 - y), 0.0, 0.12, 1.0) - 0.3);
        Point { at, place: [0.0, 0.0], tint: skin.map(|part| part * open) }
    })
    .hanging()
}

/// Shoulders and chest in clothes, down to far below the picture.
pub fn chest(shape: &Shape<'_>) -> Mesh {
    let t = shape.traits;
    let broad = if t.woman { 0.90 } else { 1.06 };
    Mesh::new(70, 46, |across, down| {
        let angle = 1.2 * PI * (across - 0.5);
        // The neckline is lower in front.
        let lower = 0.16 * smooth(0.2, 1.0, angle.cos());
        let y = 1.24 + lower + (0.5 * down + 6.5 * down.powi(4)) * (1.0 - 0.02 * lower);
        let slope = y - lower * (1.0 - smooth(0.0, 0.25, down));
        let half = 0.44
            + broad * (0.62 * smooth(1.20, 1.52, slope) + 0.62 * smooth(1.42, 1.95, slope))
            + 0.06 * (y - 1.9).max(0.0);
        let deep = 0.40 + 0.22 * smooth(1.3, 2.1, y);
        let at = [half * signed_power(angle.sin(), 0.9), y, -0.20 + deep * signed_power(angle.cos(), 0.8)];
        Point { at, place: [0.0, 0.0], tint: linear(cloth(shape, at, y, down)) }
    })
    .hanging()
}

fn cloth(shape: &Shape<'_>, at: V3, y: f32, down: f32) -> V3 {
    let t = shape.traits;
    let folds = 1.0 + 0.05 * (9.0 * at[0] + 5.0 * y).sin() * smooth(1.5, 2.2, y);
    let hem = smooth(0.10, 0.05, down);
    let plain = t.clothes.map(|part| part * folds * (1.0 - 0.15 * hem));
    // An open jacket shows a light shirt in the middle.
    let shirt = t.collar * smooth(0.03, -0.02, at[0].abs() - 0.36 + 0.22 * (y - 1.3));
    mix3(plain, [0.90, 0.91, 0.93], if at[2] > 0.0 { shirt } else { 0.0 })
}
