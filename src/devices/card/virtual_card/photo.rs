//! The photo on a practice card: a face that belongs to nobody, drawn from the person's id.
//!
//! A height field (ellipsoid head, Gaussians for nose, eye sockets, cheeks, chin and lips) under Lambert shading, with
//! painted eyes, brows, mouth and hair. Simple on purpose: the faces are alike; a matcher needs a better recipe.

use std::path::Path;

use openjp2::openjpeg::{OPJ_CLRSPC_GRAY, OPJ_CODEC_JP2};
use openjp2::{Codec, Stream, opj_cparameters, opj_image, opj_image_comptparm};
use sha2::{Digest, Sha256};
use thiserror::Error;

/// Width in pixels.
const WIDTH: usize = 240;
/// Height in pixels.
const HEIGHT: usize = 320;
/// The wanted size of the file in bytes, as on real cards.
const WANTED_BYTES: f32 = 9_000.0;

/// Why a photo could not be made.
#[derive(Debug, Error)]
pub enum PhotoError {
    /// The encoder writes to a temporary file only.
    #[error("practice photo: temporary file: {0}; check that there is room in the temporary folder")]
    File(#[from] std::io::Error),
    /// The encoder refused.
    #[error("practice photo: the JPEG 2000 encoder failed at {0}; this is a fault of the program")]
    Encoder(&'static str),
}

/// The photo of the person with this id: grey, 240×320, JPEG 2000 (JP2). The same bytes every time.
pub fn photo_jp2(id: &str) -> Result<Vec<u8>, PhotoError> {
    let pixels = draw(&Traits::of(id));
    // openjp2's safe interface knows files only.
    let file = tempfile::NamedTempFile::new()?;
    encode(&pixels, file.path())?;
    Ok(std::fs::read(file.path())?)
}

fn encode(pixels: &[u8], path: &Path) -> Result<(), PhotoError> {
    let component =
        opj_image_comptparm { dx: 1, dy: 1, w: WIDTH as u32, h: HEIGHT as u32, prec: 8, bpp: 8, ..Default::default() };
    let mut image = opj_image::create(&[component], OPJ_CLRSPC_GRAY).ok_or(PhotoError::Encoder("the image"))?;
    (image.x1, image.y1) = (WIDTH as u32, HEIGHT as u32);
    let component = image.comps_data_mut_iter().and_then(|mut components| components.next());
    for (sample, pixel) in component.ok_or(PhotoError::Encoder("the image"))?.iter_mut().zip(pixels) {
        *sample = i32::from(*pixel);
    }
    let mut parameters = opj_cparameters::default();
    parameters.set_defaults();
    parameters.irreversible = 1;
    parameters.tcp_numlayers = 1;
    parameters.cp_disto_alloc = 1;
    parameters.tcp_rates[0] = (WIDTH * HEIGHT) as f32 / WANTED_BYTES;
    let mut codec = Codec::new_encoder(OPJ_CODEC_JP2).ok_or(PhotoError::Encoder("the codec"))?;
    let mut stream = Stream::new_file(path, 1 << 16, false)?;
    let done = |result: i32, step| if result == 1 { Ok(()) } else { Err(PhotoError::Encoder(step)) };
    done(codec.setup_encoder(&mut parameters, &mut image), "the parameters")?;
    done(codec.start_compress(&mut image, &mut stream), "the header")?;
    done(codec.encode(&mut stream), "the picture")?;
    done(codec.end_compress(&mut stream), "the end")?;
    Ok(stream.flush()?)
}

/// What makes one face differ from another. Lengths are in units of the head: across, 1 is half its width; down, 1 is
/// half its height, from the middle of the face.
struct Traits {
    seed: u32,
    head: (f32, f32),
    jaw: f32,
    skin: f32,
    hair: f32,
    hair_line: f32,
    hair_end: f32,
    eye_gap: f32,
    eye_size: f32,
    brow: f32,
    nose: f32,
    mouth: f32,
    cheeks: f32,
    glasses: bool,
    light: f32,
}

impl Traits {
    fn of(id: &str) -> Self {
        let digest = Sha256::digest(id);
        let between = |index: usize, low: f32, high: f32| low + (high - low) * f32::from(digest[index]) / 255.0;
        Self {
            seed: u32::from_be_bytes([digest[28], digest[29], digest[30], digest[31]]),
            head: (between(0, 60.0, 72.0), between(1, 84.0, 96.0)),
            jaw: between(2, 0.10, 0.34),
            skin: between(3, 0.72, 0.92),
            hair: between(4, 0.06, 0.55),
            hair_line: between(5, 0.50, 0.72),
            hair_end: between(6, -0.2, 1.25),
            eye_gap: between(7, 0.38, 0.46),
            eye_size: between(8, 0.13, 0.18),
            brow: between(9, 0.25, 0.6),
            nose: between(10, 0.20, 0.36),
            mouth: between(11, 0.24, 0.36),
            cheeks: between(12, 0.02, 0.12),
            glasses: digest[13] < 64,
            light: between(14, -0.35, 0.35),
        }
    }
}

/// A bell of height 1 and the given widths around the origin.
fn bell(x: f32, y: f32, width: f32, height: f32) -> f32 {
    (-(x / width).powi(2) - (y / height).powi(2)).exp()
}

/// 1 inside, 0 outside, with a soft edge around `distance` = 0.
fn inside(distance: f32, softness: f32) -> f32 {
    (0.5 - distance / softness).clamp(0.0, 1.0)
}

fn mix(from: f32, to: f32, part: f32) -> f32 {
    from + (to - from) * part
}

/// Height of the face towards the viewer; `None` beside the head.
fn relief(t: &Traits, u: f32, v: f32) -> f32 {
    let narrow = u / (1.0 - t.jaw * v.max(0.0).powi(2));
    let head = (1.0 - narrow * narrow - v * v).max(0.0).sqrt();
    let side = u.abs();
    head + t.nose * bell(u, v - 0.27, 0.12, 0.12)
        + 0.6 * t.nose * bell(u, v - 0.08, 0.08, 0.20)
        + 0.06 * bell(side - 0.10, v - 0.31, 0.06, 0.05)
        - 0.13 * bell(side - t.eye_gap, v + 0.06, 0.20, 0.12)
        + 0.06 * bell(side - t.eye_gap, v + 0.24, 0.26, 0.07)
        + t.cheeks * bell(side - 0.5, v - 0.25, 0.20, 0.18)
        + 0.06 * bell(u, v - 0.53, t.mouth * 0.8, 0.06)
        - 0.05 * bell(u, v - 0.66, 0.25, 0.05)
        + 0.09 * bell(u, v - 0.83, 0.20, 0.12)
}

/// How much light the relief sends to the viewer: Lambert, lit from above and a little from one side.
fn shade(t: &Traits, u: f32, v: f32) -> f32 {
    const STEP: f32 = 0.02;
    let across = (relief(t, u + STEP, v) - relief(t, u - STEP, v)) / (2.0 * STEP);
    let down = (relief(t, u, v + STEP) - relief(t, u, v - STEP)) / (2.0 * STEP);
    // Flattened towards the rim, where an ellipsoid has no end of slope.
    let (across, down) = (across.clamp(-2.0, 2.0) * 0.8, down.clamp(-2.0, 2.0) * 0.8);
    let length = (across * across + down * down + 1.0).sqrt();
    let lambert = (-across * t.light + down * 0.45 + 0.85) / (length * 1.02);
    0.30 + 0.70 * lambert.clamp(0.0, 1.0)
}

/// Reflectance of the painted face: skin with brows, eyes, nostrils, mouth.
fn paint(t: &Traits, u: f32, v: f32) -> f32 {
    let side = u.abs();
    let mut tone = t.skin;
    tone = mix(
        tone,
        t.hair * 0.8 + 0.05,
        t.brow * 1.4 * bell(side - t.eye_gap, v + 0.23 + 0.06 * (side - 0.4), 0.17, 0.035),
    );
    // The eye: an almond, white, with iris, pupil, glint and the dark line of the lashes above.
    let (x, y) = (side - t.eye_gap, v + 0.06);
    let almond = (x / t.eye_size).powi(2) + (y / (t.eye_size * 0.42)).powi(2) - 1.0;
    let eye = inside(almond, 0.5);
    let radius = (x * x + (y * 1.3).powi(2)).sqrt();
    let mut ball = mix(0.92, 0.22, inside(radius - 0.075, 0.03));
    ball = mix(ball, 0.03, inside(radius - 0.035, 0.02));
    ball = mix(ball, 1.0, bell(x - 0.025, y + 0.02, 0.014, 0.014));
    tone = mix(tone, ball, eye);
    tone = mix(tone, 0.08, 0.85 * bell(x, y + t.eye_size * 0.40 - 0.25 * x * x / t.eye_size, t.eye_size, 0.016));
    tone = mix(tone, 0.25, 0.7 * bell(side - 0.085, v - 0.355, 0.035, 0.016));
    tone = mix(tone, t.skin * 0.68, 0.9 * bell(u, v - 0.54, t.mouth, 0.055));
    tone = mix(tone, 0.15, 0.85 * bell(u, v - 0.53, t.mouth * 1.05, 0.011));
    if t.glasses {
        let rim = ((x / 0.29).powi(2) + ((y - 0.02) / 0.19).powi(2)).sqrt() - 1.0;
        tone = mix(tone, 0.08, bell(rim, 0.0, 0.07, 1.0) + 0.8 * bell(0.0, y, 1.0, 0.015) * inside(side - 0.12, 0.03));
    }
    tone.clamp(0.0, 1.0)
}

/// Brightness of one point of the portrait, 0 to 1.
fn point(t: &Traits, x: f32, y: f32) -> f32 {
    let (u, v) = ((x - 120.0) / t.head.0, (y - 152.0) / t.head.1);
    let side = u.abs();
    let mut tone = 0.86 - 0.10 * v.abs().min(1.6) / 1.6;
    // From back to front: long hair, shoulders, neck, ears, head, hair.
    let hair = t.hair * (0.93 + 0.07 * (40.0 * u + 3.0 * v).sin());
    let back = inside((u / 1.22).powi(2) + ((v + 0.05) / 1.2).powi(2) - 1.0, 0.06) * inside(v - t.hair_end, 0.2);
    tone = mix(tone, hair * 0.8, back);
    let shoulders = inside(1.28 + 0.30 * side.powi(2) - v, 0.04);
    tone = mix(tone, 0.20 + 0.25 * f32::from((t.seed & 3) as u8) / 3.0, shoulders);
    let neck = inside(side - 0.52 - 0.25 * (v - 1.2).max(0.0), 0.05) * inside(0.6 - v, 0.2) * inside(v - 1.42, 0.08);
    tone = mix(tone, t.skin * mix(0.5, 0.72, ((v - 0.9) * 2.5).clamp(0.0, 1.0)), neck);
    let ear = inside(((side - 1.0) / 0.11).powi(2) + ((v - 0.05) / 0.2).powi(2) - 1.0, 0.3);
    tone = mix(tone, t.skin * 0.62, ear);
    let narrow = u / (1.0 - t.jaw * v.max(0.0).powi(2));
    let head = inside(narrow * narrow + v * v - 1.0, 0.05);
    tone = mix(tone, paint(t, u, v) * shade(t, u, v), head);
    let cap = inside((u / 1.10).powi(2) + ((v + 0.02) / 1.10).powi(2) - 1.0, 0.05);
    let fringe = inside(v + t.hair_line - 0.55 * side.powi(4) - 0.012 * (45.0 * u).sin(), 0.07);
    mix(tone, hair * (0.6 + 0.6 * shade(t, u, v)), cap * fringe)
}

/// Rows from top to bottom, one byte a pixel.
fn draw(t: &Traits) -> Vec<u8> {
    let mut noise = t.seed | 1;
    let mut pixels = Vec::with_capacity(WIDTH * HEIGHT);
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            // Xorshift: a little grain, as from a camera.
            noise ^= noise << 13;
            noise ^= noise >> 17;
            noise ^= noise << 5;
            let grain = (noise >> 24) as f32 / 255.0 - 0.5;
            let tone = point(t, x as f32, y as f32) + 0.02 * grain;
            pixels.push((tone.clamp(0.0, 1.0) * 255.0).round() as u8);
        }
    }
    pixels
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::persons::persons;

    #[test]
    fn every_person_has_an_own_photo_of_a_real_size() {
        let photos: Vec<_> = persons().iter().map(|person| photo_jp2(&person.id).unwrap()).collect();
        for (index, photo) in photos.iter().enumerate() {
            assert!((6_000..14_000).contains(&photo.len()), "{} bytes", photo.len());
            assert_eq!(&photo[4..8], b"jP  ");
            assert!(!photos[..index].contains(photo));
        }
        assert_eq!(photo_jp2("hanako").unwrap(), photos[0]);
    }
}
