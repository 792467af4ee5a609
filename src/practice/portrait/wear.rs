//! What people wear on the face: glasses, sunglasses, a mask, a hat.

use std::f32::consts::PI;

use super::body::linear;
use super::head::{Shape, spread};
use super::maths::{V3, line, mix, mix3, plus, scaled, signed_power, smooth};
use super::raster::{Mesh, Point};
use super::traits::Glasses;

/// Height where the brim of the hat begins.
pub const BRIM: f32 = -0.36;

/// A band through `points`, `half` to either side of them.
fn band(points: &[V3], half: V3, colour: V3) -> Mesh {
    let tint = linear(colour);
    Mesh::new(points.len(), 2, |across, down| {
        let point = points[(across * (points.len() - 1) as f32).round() as usize];
        Point { at: plus(point, scaled(half, 2.0 * down - 1.0)), place: [0.0, 0.0], tint }
    })
    .thin()
}

/// Where glasses sit at this distance from the middle.
fn before_eyes(shape: &Shape<'_>, x: f32) -> f32 {
    0.845 + shape.traits.bridge * 0.7 - 0.24 * x * x
}

/// Rims, bridge and temples.
pub fn glasses(shape: &Shape<'_>, glasses: &Glasses) -> Vec<Mesh> {
    let t = shape.traits;
    let (middle, y) = (t.eye_gap.max(glasses.width + 0.05), t.eye_y + 0.02);
    let mut meshes = Vec::new();
    for sign in [-1.0, 1.0] {
        meshes.push(
            Mesh::new(49, 3, |across, down| {
                let (sin, cos) = (2.0 * PI * across).sin_cos();
                let edge = |half: f32, part: f32| half * signed_power(part, 2.0 / glasses.square);
                let out = glasses.rim * (down - 0.5);
                let x = sign * middle + edge(glasses.width + out, cos);
                let at = [
                    x,
                    y + edge(glasses.height + out, sin),
                    before_eyes(shape, x) + 0.012 * (1.0 - (2.0 * down - 1.0).powi(2)),
                ];
                Point { at, place: [0.0, 0.0], tint: linear(glasses.colour) }
            })
            .glossy(0.25)
            .thin(),
        );
        let hinge = sign * (middle + glasses.width);
        let behind = shape.base(1.5, y);
        let ends = [
            [hinge, y - 0.03, before_eyes(shape, hinge)],
            [sign * (behind[0] + 0.02), y - 0.03, 0.25],
            [sign * (behind[0] + 0.02), y - 0.02, -0.05],
        ];
        meshes.push(band(&ends, [0.0, glasses.rim * 0.7, 0.0], glasses.colour).glossy(0.2));
    }
    let inner = middle - glasses.width;
    let bridge: Vec<V3> = (0..7)
        .map(|step| {
            let x = inner * (step as f32 / 3.0 - 1.0);
            [x, y - 0.02 - 0.03 * (1.0 - (x / inner).powi(2)), before_eyes(shape, x) + 0.01]
        })
        .collect();
    meshes.push(band(&bridge, [0.0, glasses.rim * 0.5, 0.0], glasses.colour).glossy(0.2));
    meshes
}

/// Dark lenses in a dark frame.
pub fn sunglasses(shape: &Shape<'_>) -> Vec<Mesh> {
    let t = shape.traits;
    let frame = Glasses { width: 0.185, height: 0.135, square: 2.6, rim: 0.026, colour: [0.07, 0.06, 0.06] };
    let mut meshes = glasses(shape, &frame);
    let (middle, y) = (t.eye_gap.max(frame.width + 0.05), t.eye_y + 0.02);
    for sign in [-1.0, 1.0] {
        meshes.push(
            Mesh::new(33, 12, |across, down| {
                let (sin, cos) = (2.0 * PI * across).sin_cos();
                let edge = |half: f32, part: f32| down * half * signed_power(part, 2.0 / frame.square);
                let (x, dy) = (sign * middle + edge(frame.width, cos), edge(frame.height, sin));
                // Lighter below, as such lenses are.
                let tint = linear(mix3([0.09, 0.09, 0.10], [0.20, 0.18, 0.17], 0.5 + 0.5 * dy / frame.height));
                Point { at: [x, y + dy, before_eyes(shape, x)], place: [0.0, 0.0], tint }
            })
            .glossy(0.12)
            .thin(),
        );
    }
    meshes
}

/// A white pleated mask over nose, mouth and chin, with its loops.
pub fn mask(shape: &Shape<'_>) -> Vec<Mesh> {
    let t = shape.traits;
    let reach = 1.08;
    let place = |across: f32, down: f32| {
        let angle = reach * (2.0 * across - 1.0);
        let side = smooth(0.1, 1.0, angle.abs() / reach);
        let y = mix(mix(t.eye_y + 0.155, 0.34, side), mix(1.03, 0.74, side), down);
        let base = shape.base(angle, y.min(0.97));
        // Cloth spans the hollows: it lies on the highest place around.
        let steps = [-0.07, 0.0, 0.07];
        let around = steps.iter().flat_map(|dx| steps.map(|dy| shape.relief(base[0] + dx, y.min(0.97) + dy)));
        let highest = around.fold(f32::MIN, f32::max);
        let pleat = |at: f32| smooth(at + 0.03, at, down) * smooth(at - 0.14, at, down);
        let lift = 0.03 + 0.016 * (pleat(0.34) + pleat(0.52) + pleat(0.70)) + 0.02 * down;
        let (sin, cos) = angle.sin_cos();
        let front = smooth(0.05, 0.5, cos);
        [base[0] + lift * sin, y, base[2] + lift * cos + front * highest]
    };
    let cover = Mesh::new(49, 45, |across, down| {
        let seam = [0.34, 0.52, 0.70].iter().map(|at| line(down - at - 0.02, 0.012)).sum::<f32>();
        let hem = line(down - 0.05, 0.01) + line(down - 0.96, 0.01) + line((2.0 * across - 1.0).abs() - 0.95, 0.012);
        let white = 1.0 - 0.13 * seam - 0.07 * hem.min(1.0);
        Point { at: place(across, down), place: [0.0, 0.0], tint: linear([0.89 * white, 0.91 * white, 0.93 * white]) }
    });
    let mut meshes = vec![cover];
    for (sign, across) in [(-1.0, 0.0), (1.0, 1.0)] {
        for (down, ear) in [(0.06, -0.02), (0.92, 0.26)] {
            let y = t.eye_y + ear;
            let root = shape.base(1.5, y);
            let ends = [place(across, down), [sign * (root[0] + 0.03), y, root[2] - 0.02]];
            meshes.push(band(&ends, [0.0, 0.010, 0.006], [0.90, 0.90, 0.90]));
        }
    }
    meshes
}

/// A cloth hat with a brim all around.
pub fn hat(shape: &Shape<'_>) -> Vec<Mesh> {
    let t = shape.traits;
    let cloth = mix3(t.clothes, [0.72, 0.66, 0.54], 0.7);
    let lift = t.volume + 0.045;
    let tint = |shade: f32| linear(scaled(cloth, shade));
    let crown = Mesh::new(61, 24, |across, down| {
        let (angle, part) = (spread(across), (down / 0.6).min(1.0));
        let y =
            if down < 0.6 { -0.62 - 0.38 * (1.0 - part * part).sqrt() } else { mix(-0.62, BRIM, (down - 0.6) / 0.4) };
        let at = shape.point(angle, y, lift);
        let ribbon = smooth(BRIM - 0.14, BRIM - 0.12, y);
        Point { at: [at[0], at[1] - 0.06, at[2]], place: [0.0, 0.0], tint: tint(mix(1.0, 0.6, ribbon)) }
    });
    let brim = Mesh::new(73, 10, |across, down| {
        let angle = spread(across);
        let at = shape.point(angle, BRIM, lift);
        let out = 0.30 * down;
        let wave = 0.015 * (3.0 * angle).sin() * down;
        let (sin, cos) = angle.sin_cos();
        let at = [at[0] + out * sin, BRIM - 0.06 + 0.13 * down + wave, at[2] + out * cos];
        Point { at, place: [0.0, 0.0], tint: tint(0.95) }
    })
    .thin();
    vec![crown, brim]
}
