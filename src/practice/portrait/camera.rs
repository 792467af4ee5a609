//! From light to bytes: the lens softens, a moving face smears, the sensor adds noise.

use super::raster::Canvas;

/// What the camera does to the light.
pub struct Exposure {
    /// Brightness, 1 is normal.
    pub level: f32,
    /// Stray light from a bright background, 0 to 1.
    pub veil: f32,
    /// Length of the smear along x in pixels.
    pub blur: f32,
    /// Seed of the noise.
    pub grain: u32,
    /// Strength of the noise in steps of the 8-bit picture.
    pub noise: f32,
}

/// The picture as bytes: red, green, blue, row by row.
pub fn develop(canvas: &Canvas, exposure: &Exposure) -> Vec<u8> {
    let (width, height) = (canvas.width, canvas.height);
    let mut bytes = vec![0; width * height * 3];
    let mut soft = vec![[0.0_f32; 4]; width + 2];
    let mut line = vec![[0.0_f32; 4]; width];
    for (y, out) in bytes.chunks_exact_mut(width * 3).enumerate() {
        let row = |y: usize| &canvas.pixels[y * width..(y + 1) * width];
        let (above, here, below) = (row(y.saturating_sub(1)), row(y), row((y + 1).min(height - 1)));
        for (((to, a), b), c) in soft[1..=width].iter_mut().zip(above).zip(here).zip(below) {
            *to = std::array::from_fn(|part| 0.25 * a[part] + 0.5 * b[part] + 0.25 * c[part]);
        }
        (soft[0], soft[width + 1]) = (soft[1], soft[width]);
        for (to, three) in line.iter_mut().zip(soft.windows(3)) {
            *to = std::array::from_fn(|part| 0.25 * three[0][part] + 0.5 * three[1][part] + 0.25 * three[2][part]);
        }
        let length = exposure.blur.round() as usize;
        if length > 1 {
            smear(&mut line, length, &mut soft);
        }
        encode(&line, out, exposure, y as u32);
    }
    bytes
}

/// The mean over `length` pixels along the line.
fn smear(line: &mut [[f32; 4]], length: usize, copy: &mut [[f32; 4]]) {
    let width = line.len();
    copy[..width].copy_from_slice(line);
    let at = |index: isize| copy[index.clamp(0, width as isize - 1) as usize];
    let half = (length / 2) as isize;
    let mut sum = [0.0; 3];
    for index in 0..length as isize {
        let next = at(index - half);
        (0..3).for_each(|part| sum[part] += next[part]);
    }
    for (x, pixel) in line.iter_mut().enumerate() {
        let (leaves, comes) = (at(x as isize - half), at(x as isize - half + length as isize));
        for part in 0..3 {
            pixel[part] = sum[part] / length as f32;
            sum[part] += comes[part] - leaves[part];
        }
    }
}

fn encode(line: &[[f32; 4]], out: &mut [u8], exposure: &Exposure, row: u32) {
    let mut state = super::maths::scramble(exposure.grain.wrapping_mul(0x9e37_79b1) ^ row) | 1;
    let (gain, lift) = (255.0 * exposure.level, 255.0 * exposure.level * exposure.veil * 0.10);
    for (pixel, bytes) in line.iter().zip(out.chunks_exact_mut(3)) {
        // Xorshift: four bytes of chance, of which sums of two are nearly bell-shaped.
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        let [a, b, c, d] = state.to_le_bytes().map(|byte| f32::from(byte) * (1.0 / 255.0) - 0.5);
        let common = (a + b) * exposure.noise * 1.7;
        for (part, own) in [c, d - c, d].into_iter().enumerate() {
            let light = pixel[part].max(0.0).sqrt() * gain + lift;
            // Bright light saturates gently.
            let light = if light > 225.0 { 225.0 + (light - 225.0) * 0.45 } else { light };
            bytes[part] = (light + common + own * exposure.noise + 0.5).clamp(0.0, 255.0) as u8;
        }
    }
}
