//! Hair: a shell on the skull with strands, hanging hair, a knot.

use std::f32::consts::PI;

use super::head::{Shape, spread};
use super::maths::{chance, line, mix, mix3, noise, scaled, smooth};
use super::raster::{Mesh, Point, Texture};

/// Texels around the head and from crown to nape.
const SIZE: (usize, usize) = (800, 260);
/// Heights of the texture's first and last row.
const ROWS: (f32, f32) = (-1.03, 0.85);

/// Height down to which hair grows at this angle.
fn end(shape: &Shape<'_>, angle: f32) -> f32 {
    let t = shape.traits;
    let side = angle.abs();
    let parted = smooth(0.0, 0.95, (angle - t.part).abs());
    let front = t.hair_line + t.swoop * parted;
    // Short hair leaves the ears free.
    let ear = mix(0.02, 0.35, smooth(-0.2, 0.3, t.hair_end));
    let beside = mix(t.sideburn, ear, smooth(1.28, 1.42, side));
    let behind = mix(beside, 0.72, smooth(1.70, 1.95, side));
    mix(front, behind, smooth(t.temple - 0.16, t.temple + 0.16, side))
}

/// The shell of hair that hugs the skull; its texture's places are angle and height.
pub fn shell(shape: &Shape<'_>) -> Mesh {
    let t = shape.traits;
    Mesh::new(97, 60, |across, down| {
        let angle = spread(across);
        let part = (down / 0.35).min(1.0);
        let y = if down < 0.35 {
            -0.6 - 0.4 * (1.0 - part * part).sqrt()
        } else {
            mix(-0.6, ROWS.1 - 0.02, (down - 0.35) / 0.65)
        };
        let thick = t.volume * (1.0 - 0.85 * t.bald * smooth(-0.3, -0.6, y));
        // The parting is a shallow valley.
        let valley = 1.0 - 0.35 * line(angle - t.part, 0.13) * smooth(0.3, -0.6, y);
        let lift = 0.014 + thick * valley * mix(0.22, 1.0, smooth(0.0, 0.30, end(shape, angle) - y));
        // Less light comes to the hair near the neck.
        let open = mix(1.0, 0.55, smooth(-0.2, 0.6, y));
        Point { at: shape.point(angle, y, lift), place: [angle, y], tint: [open; 3] }
    })
    .glossy(0.10)
}

/// Colour and cover of the shell.
pub fn strands(shape: &Shape<'_>) -> Texture {
    let t = shape.traits;
    Texture::new(SIZE, [-PI, ROWS.0], [PI, ROWS.1], |angle, y| {
        // Strands fall away from the parting.
        let lean = (angle - t.part) * mix(1.0, 0.72, smooth(-0.2, -0.9, y));
        let wavy = lean + 0.06 * t.wave * (9.0 * y + 4.0 * noise(angle * 5.0, y * 2.0, t.seed)).sin();
        let fine = noise(wavy * 60.0, y * 3.0, t.seed ^ 21);
        let broad = noise(wavy * 17.0, y * 1.5, t.seed ^ 22);
        let tone = 0.72 + 0.34 * fine + 0.26 * broad;
        let parting = line(angle - t.part, 0.035) * smooth(-0.35, -0.6, y);
        // White strands lie among the others, none of them pure.
        let white = t.grey + 1.6 * t.grey * (1.0 - t.grey) * (0.6 * fine + 0.4 * broad - 0.5);
        let hair = mix3(t.hair, [0.80, 0.79, 0.77], (0.92 * white).clamp(0.0, 1.0));
        let hair = mix3(scaled(hair, tone), scaled(t.skin, 0.75), 0.55 * parting);
        // The edge is a row of locks with fine ends.
        let locks = 0.05 * (noise(angle * 11.0, 0.0, t.seed ^ 23) - 0.5) + 0.05 * (fine - 0.5);
        let edge = smooth(0.022, -0.022, y - end(shape, angle) - locks);
        let thin = t.bald * smooth(-0.28, -0.55, y) * smooth(1.9, 1.3, angle.abs());
        let cover = edge * (1.0 - smooth(0.15, 0.75, thin * 1.15 - 0.35 * fine * (1.0 - thin)));
        [hair[0], hair[1], hair[2], cover]
    })
}

/// Hair that hangs around the neck, for those who have some.
pub fn hanging(shape: &Shape<'_>) -> Option<Mesh> {
    let t = shape.traits;
    if t.hair_end < 0.0 {
        return None;
    }
    let mesh = Mesh::new(90, 30, |across, down| {
        let angle = mix(t.curtain, 2.0 * PI - t.curtain, across);
        let ragged = 0.07 * (chance(t.seed ^ (across * 89.0) as u32) - 0.5) * (0.5 + t.wave);
        let y = mix(-0.45, t.hair_end + ragged, down);
        let hug = y.min(0.10);
        let flare =
            1.0 + 0.06 * smooth(0.0, 0.9, y) + 0.05 * t.wave * (y * 8.0 + angle * 3.0).sin() * smooth(0.2, 0.8, y);
        let inwards = 1.0 - 0.12 * smooth(t.hair_end - 0.35, t.hair_end, y) * smooth(1.3, 0.9, t.hair_end);
        let at = shape.point(angle, hug, 0.02 + t.volume * 0.9);
        let open = mix(1.0, 0.30, smooth(0.1, -0.5, angle.cos())) * mix(1.0, 0.8, smooth(0.3, 1.0, y));
        let at = [at[0] * flare * inwards, y, at[2] * flare];
        // Strands of the upper shell, where every texel is covered.
        let wrapped = if angle > PI { angle - 2.0 * PI } else { angle };
        Point { at, place: [wrapped, mix(-0.98, -0.80, down)], tint: [open; 3] }
    });
    Some(mesh.glossy(0.10).thin().hanging())
}

/// A knot of hair on the crown.
pub fn bun(shape: &Shape<'_>) -> Option<Mesh> {
    let t = shape.traits;
    if t.bun <= 0.0 {
        return None;
    }
    let mesh = Mesh::new(40, 20, |across, down| {
        let (angle, fall) = (2.0 * PI * (across - 0.5), PI * down);
        let ring = fall.sin() * t.bun;
        let at = [ring * angle.sin(), -1.04 - t.volume * 0.6 - t.bun * 0.55 * fall.cos(), -0.25 + ring * angle.cos()];
        Point { at, place: [angle, mix(-0.98, -0.75, down)], tint: [mix(1.0, 0.7, down); 3] }
    });
    Some(mesh.glossy(0.10))
}
