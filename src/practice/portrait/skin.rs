//! What is painted on the skin: its tone, brows, lips, nostrils, lines of age, beard, spots.

use super::head::Shape;
use super::maths::{V3, bell, chance, line, mix, mix3, noise, scaled, smooth};
use super::raster::Texture;

/// Texels of the face: its front only, so about 230 a unit.
const SIZE: (usize, usize) = (384, 480);
/// The left upper corner of the painted skin; the right lower corner is its mirror image.
const CORNER: [f32; 2] = [-0.85, -1.03];

/// The painted skin of one person.
pub fn painted(shape: &Shape<'_>) -> Texture {
    let spots = spots(shape);
    Texture::new(SIZE, CORNER, [-CORNER[0], -CORNER[1]], |x, y| {
        let mut colour = tone(shape, x, y);
        for [spot_x, spot_y, radius, dark] in &spots {
            let part = dark * bell(x - spot_x, y - spot_y, *radius, *radius);
            colour = mix3(colour, scaled(colour, 0.62), part);
        }
        colour = aged(shape, x, y, colour);
        colour = shaved(shape, x, y, colour);
        colour = nostrils(shape, x, y, colour);
        colour = lips(shape, x, y, colour);
        colour = brows(shape, x, y, colour);
        for mole in shape.traits.moles.iter().filter(|mole| mole.radius > 0.0) {
            let distance = ((x - mole.x).powi(2) + (y - mole.y).powi(2)).sqrt();
            colour = mix3(colour, [0.24, 0.15, 0.12], 0.85 * smooth(mole.radius * 1.2, mole.radius * 0.7, distance));
        }
        [colour[0], colour[1], colour[2], 1.0]
    })
}

/// Place, radius and darkness of freckles and spots of age.
fn spots(shape: &Shape<'_>) -> Vec<[f32; 4]> {
    let t = shape.traits;
    let count = (t.spots * 26.0) as u32;
    (0..count)
        .map(|index| {
            let lot = |part: u32| chance(t.seed ^ (index * 8 + part));
            let (x, y) = (mix(-0.62, 0.62, lot(0)), mix(-0.55, 0.7, lot(1)));
            // Spots of age are few and large, freckles small and near the nose.
            let near = mix(0.7, 1.0, shape.old);
            [x * near, mix(0.2, y, near * near), mix(0.008, 0.024, lot(2) * shape.old + 0.1), mix(0.25, 0.7, lot(3))]
        })
        .collect()
}

fn tone(shape: &Shape<'_>, x: f32, y: f32) -> V3 {
    let t = shape.traits;
    let side = x.abs();
    let mottled = noise(x * 9.0, y * 9.0, t.seed) - 0.5;
    let fine = noise(x * 60.0, y * 60.0, t.seed ^ 7) - 0.5;
    let mut colour = scaled(t.skin, 1.0 + 0.03 * mottled + (0.012 + 0.012 * shape.old) * fine);
    let rosy = t.blush * (0.75 * bell(side - 0.42, y - 0.27, 0.20, 0.16) + 0.4 * bell(x, y - t.nose_y, 0.10, 0.09))
        + 0.15 * bell(x, y - 0.88, 0.15, 0.1);
    colour = mix3(colour, [t.skin[0] * 0.97, t.skin[1] * 0.74, t.skin[2] * 0.72], 0.55 * rosy);
    // Around the eyes the skin is thin, in the hollows of old faces darker.
    let (dx, dy) = (side - t.eye_gap, y - t.eye_y);
    let around = 0.35 * bell(dx + 0.02, dy, 0.19, 0.10) + 0.5 * t.bags * bell(dx + 0.03, dy - 0.10, 0.13, 0.05);
    colour = mix3(colour, [t.skin[0] * 0.78, t.skin[1] * 0.66, t.skin[2] * 0.64], around.min(1.0));
    let painted = (t.lashes - 0.5).max(0.0) * bell(dx, dy + 0.065, 0.15, 0.055);
    mix3(colour, [0.55, 0.36, 0.34], painted)
}

/// Lines, each a dark groove with a light lower edge.
fn aged(shape: &Shape<'_>, x: f32, y: f32, colour: V3) -> V3 {
    let (t, side, old) = (shape.traits, x.abs(), shape.old);
    let mut dark = 0.0_f32;
    let mut groove = |strength: f32, distance: f32, width: f32| {
        dark += strength * (line(distance, width) - 0.35 * line(distance + 1.8 * width, width));
    };
    for (index, place) in [0.30, 0.39, 0.475].into_iter().enumerate() {
        let wavy = 0.012 * (7.0 * x + index as f32 * 2.0).sin() + 0.05 * x * x;
        let broken = smooth(0.46, 0.30, side) * (0.6 + 0.4 * noise(x * 8.0, index as f32 * 5.0, t.seed));
        groove(0.34 * old * broken, y - t.eye_y + place - wavy, 0.010);
    }
    for slope in [-0.42, -0.10, 0.22, 0.50] {
        let run = side - t.eye_gap - t.eye_width - 0.015;
        let along = smooth(0.0, 0.03, run) * smooth(0.17, 0.08, run);
        groove(0.42 * old * along, y - t.eye_y - slope * run - 0.01, 0.008);
    }
    let in_fold = smooth(t.nose_y - 0.01, t.nose_y + 0.05, y) * smooth(t.mouth_y + 0.14, t.mouth_y - 0.02, y);
    groove((0.08 + 0.45 * old) * in_fold, shape.fold(y) - side, 0.013);
    let down = side - t.mouth_width - 0.025 - 0.15 * (y - t.mouth_y);
    groove(0.38 * old * smooth(t.mouth_y, t.mouth_y + 0.04, y) * smooth(0.86, 0.74, y), down, 0.012);
    let (dx, dy) = (side - t.eye_gap, y - t.eye_y);
    let below = smooth(0.17, 0.06, dx.abs());
    groove((0.10 + 0.40 * t.bags) * below, dy - 0.135 + 1.6 * (dx + 0.02).powi(2), 0.011);
    groove(0.30 * t.bags * below, dy - 0.085 + 1.3 * dx * dx, 0.008);
    let frown = smooth(0.10, 0.0, (y - t.eye_y + 0.19).abs());
    groove(0.25 * old * frown, side - 0.055, 0.008);
    let pursed = smooth(0.05, 0.02, (y - t.mouth_y + t.lip_upper + 0.03).abs()) * smooth(0.2, 0.1, side);
    groove(0.22 * old * old * pursed, ((x * 14.0).fract().abs() - 0.5) / 14.0, 0.007);
    mix3(colour, [colour[0] * 0.62, colour[1] * 0.48, colour[2] * 0.42], dark.clamp(-0.12, 0.85))
}

fn shaved(shape: &Shape<'_>, x: f32, y: f32, colour: V3) -> V3 {
    let (t, side) = (shape.traits, x.abs());
    let strands = 0.55 + 0.9 * (noise(x * 55.0, y * 22.0, t.seed ^ 3) - 0.5);
    let wide = shape.width(y);
    // Jaw, chin and above the lip, not on the cheeks nor the lips themselves.
    let edge = mix(0.30, 0.64, smooth(0.25, 0.62, side));
    let jaw = smooth(t.mouth_y + 0.10, t.mouth_y + 0.22, y + 0.42 * smooth(edge - 0.25, edge + 0.1, side));
    let under_nose = bell(x, y - mix(t.nose_y, t.mouth_y, 0.60), t.mouth_width * 1.05, 0.055);
    let area = (jaw * smooth(0.22, 0.40, y) + under_nose).min(1.0);
    let blue = [colour[0] * 0.66, colour[1] * 0.70, colour[2] * 0.76];
    let mut colour = mix3(colour, blue, 0.55 * t.stubble * area * (0.8 + 0.4 * strands));
    let hair = mix3(t.hair, [0.86, 0.85, 0.83], t.grey * 0.85);
    let hair = scaled(hair, 0.75 + 0.5 * strands);
    let lip_edge = t.mouth_y - t.lip_upper - 0.01;
    let moustache = smooth(t.nose_y + 0.07, t.nose_y + 0.10, y - 0.12 * side)
        * smooth(lip_edge + 0.02, lip_edge - 0.015, y - 0.10 * side)
        * smooth(t.mouth_width * 1.15, t.mouth_width * 0.95, side);
    colour = mix3(colour, hair, (t.moustache * moustache * (0.7 + 0.5 * strands)).min(1.0));
    let free = smooth(t.mouth_width + 0.02, t.mouth_width + 0.09, side)
        + smooth(t.mouth_y + t.lip_lower + 0.03, t.mouth_y + t.lip_lower + 0.07, y);
    let beard = jaw.max(smooth(0.70, 0.86, side / wide.max(0.1)) * smooth(0.1, 0.3, y)) * free.min(1.0);
    mix3(colour, hair, (t.beard * beard * (0.75 + 0.5 * strands)).min(1.0))
}

fn nostrils(shape: &Shape<'_>, x: f32, y: f32, colour: V3) -> V3 {
    let (t, side) = (shape.traits, x.abs());
    let hole = bell(side - t.nose_width * 0.50, y - t.nose_y - 0.062 + 0.25 * side * side, t.nose_width * 0.30, 0.020);
    let mut colour = mix3(colour, [0.22, 0.11, 0.09], 0.9 * hole);
    // The groove around the wing of the nose.
    let wing = ((side - t.nose_width * 0.70) / (t.nose_width * 0.46)).hypot((y - t.nose_y - 0.02) / 0.070);
    let outer = smooth(t.nose_width * 0.55, t.nose_width * 0.95, side) * smooth(t.nose_y - 0.05, t.nose_y + 0.01, y);
    colour =
        mix3(colour, [colour[0] * 0.62, colour[1] * 0.45, colour[2] * 0.40], 0.55 * outer * line(wing - 1.0, 0.16));
    let under = bell(x, y - t.nose_y - 0.085, t.nose_width * 0.9, 0.018);
    mix3(colour, [colour[0] * 0.68, colour[1] * 0.55, colour[2] * 0.52], 0.5 * under)
}

fn lips(shape: &Shape<'_>, x: f32, y: f32, colour: V3) -> V3 {
    let t = shape.traits;
    let Some([upper, middle, inner, lower]) = shape.lips(x) else {
        let corner = bell(x.abs() - t.mouth_width - 0.005, y - t.mouth_y + t.smile, 0.018, 0.013);
        return mix3(colour, [0.45, 0.24, 0.21], 0.55 * corner);
    };
    let soft = 0.007;
    let cover = smooth(upper - soft, upper + soft, y) * smooth(lower + soft, lower - soft, y);
    let natural = [t.skin[0] * 0.86, t.skin[1] * 0.62, t.skin[2] * 0.62];
    let red = mix3(natural, [0.74, 0.26, 0.28], t.lip_red * 0.8);
    // The upper lip turns away from the light, the lower one shines in its middle.
    let shade = if y < middle { 0.84 } else { 1.0 + 0.10 * bell(x, y - mix(inner, lower, 0.45), 0.09, 0.018) };
    let lined = 1.0 - 0.08 * noise(x * 70.0, y * 6.0, t.seed ^ 11);
    let mut colour = mix3(colour, scaled(red, shade * lined), cover * mix(0.75, 0.95, t.lip_red));
    let part = x.abs() / t.mouth_width;
    let gap = line(y - middle, 0.0085 + 0.003 * part) * smooth(1.0, 0.93, part);
    colour = mix3(colour, [0.28, 0.10, 0.10], 0.85 * gap);
    if inner - middle > 0.004 {
        let within = smooth(middle - 0.004, middle + 0.004, y) * smooth(inner + 0.004, inner - 0.004, y);
        // Upper teeth, darker towards the corners, with the dark of the mouth below them.
        let white = scaled([0.93, 0.91, 0.87], mix(1.0, 0.72, smooth(0.35, 0.95, part)));
        let between = 0.16 * line(((x / 0.042 + 100.0).fract() - 0.5) * 0.042, 0.004);
        let white = mix3(white, [0.55, 0.45, 0.42], between + 0.3 * line(y - middle, 0.008));
        let inside = mix3(white, [0.30, 0.12, 0.12], smooth(middle + 0.030, middle + 0.042, y));
        colour = mix3(colour, inside, within);
    }
    colour
}

fn brows(shape: &Shape<'_>, x: f32, y: f32, colour: V3) -> V3 {
    let t = shape.traits;
    // 0 at the inner end, 1 at the outer end.
    let along = (x.abs() - t.eye_gap - t.brow_shift + t.brow_length * 1.02) / (2.0 * t.brow_length);
    if !(-0.1..=1.1).contains(&along) {
        return colour;
    }
    let top = t.eye_y - t.brow_y;
    let arch =
        t.brow_arch * (1.0 - ((along - 0.62) / 0.62).powi(2)) + t.brow_slant * (along - 0.5) * 2.0 * t.brow_length;
    let thick = t.brow_thick * smooth(-0.06, 0.12, along) * mix(1.0, 0.35, smooth(0.45, 1.05, along));
    let strands = noise(along * 30.0 + (y - top) * 130.0, (y - top) * 40.0, t.seed ^ u32::from(x > 0.0));
    let cover = smooth(1.15, 0.5, ((y - top + arch) / thick.max(0.002)).abs())
        * smooth(-0.08, 0.08, along)
        * smooth(1.06, 0.88, along)
        * mix(0.70, 1.0, strands);
    let hair = mix3(scaled(t.hair, 0.8), [0.72, 0.70, 0.68], 0.7 * t.grey);
    mix3(colour, mix3(hair, [0.30, 0.20, 0.16], 0.25), (t.brow_dark * cover).min(1.0))
}
