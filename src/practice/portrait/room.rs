//! The lobby behind the sitters, out of focus.

use super::body::linear;
use super::maths::{V3, bell, mix, mix3, scaled, smooth};
use super::raster::Canvas;

/// The lobby is worked out for every so manieth pixel only: it is out of focus anyway.
const STEP: usize = 8;
/// Behind everything.
const FAR: f32 = -1e9;

/// Fills the picture with the lobby; `behind` is the strength of the window in the back, 0 to 1.
pub fn lobby(canvas: &mut Canvas, behind: f32) {
    fill(canvas, |u, v| {
        let glare = 1.0 + 1.1 * behind + 1.6 * behind * bell(u - 0.5, v - 0.35, 0.9, 0.8);
        scaled(linear(place(u, v)), glare)
    });
}

/// Fills the picture with the plain light wall of a photo booth.
pub fn booth(canvas: &mut Canvas) {
    fill(canvas, |u, v| linear([mix(0.90, 0.84, v) - 0.05 * (u - 0.5).abs(); 3]));
}

/// A soft rectangle: 1 inside.
fn panel(u: f32, v: f32, [left, top, right, bottom]: [f32; 4]) -> f32 {
    let soft = 0.012;
    smooth(left - soft, left + soft, u)
        * smooth(right + soft, right - soft, u)
        * smooth(top - soft, top + soft, v)
        * smooth(bottom + soft, bottom - soft, v)
}

/// Colour at this part of the width and of the height.
fn place(u: f32, v: f32) -> V3 {
    let mut colour = scaled([0.80, 0.79, 0.75], mix(1.02, 0.94, v) - 0.10 * (u - 0.45).abs());
    let things: [([f32; 4], V3); 9] = [
        // Skirting of wood with a handrail, and the floor.
        ([-1.0, 0.66, 2.0, 2.0], [0.66, 0.60, 0.51]),
        ([-1.0, 0.63, 2.0, 0.66], [0.50, 0.40, 0.31]),
        ([-1.0, 0.90, 2.0, 2.0], [0.62, 0.64, 0.63]),
        // A poster with a picture and two lines.
        ([0.07, 0.12, 0.23, 0.46], [0.88, 0.90, 0.92]),
        ([0.09, 0.15, 0.21, 0.29], [0.58, 0.74, 0.70]),
        ([0.09, 0.33, 0.21, 0.35], [0.62, 0.66, 0.74]),
        ([0.09, 0.38, 0.17, 0.40], [0.62, 0.66, 0.74]),
        // A door with a pane.
        ([0.78, 0.14, 0.97, 0.90], [0.70, 0.66, 0.58]),
        ([0.84, 0.22, 0.91, 0.46], [0.84, 0.88, 0.90]),
    ];
    for (edges, paint) in things {
        colour = mix3(colour, paint, panel(u, v, edges));
    }
    let leaves = bell(u - 0.03, v - 0.74, 0.06, 0.13).max(bell(u - 0.07, v - 0.80, 0.05, 0.09));
    mix3(colour, [0.36, 0.48, 0.33], 0.8 * leaves)
}

/// Works out a coarse picture and fills in between.
fn fill(canvas: &mut Canvas, colour: impl Fn(f32, f32) -> V3) {
    let (width, height) = (canvas.width, canvas.height);
    let (columns, rows) = (width / STEP + 2, height / STEP + 2);
    let mut coarse = Vec::with_capacity(columns * rows);
    for row in 0..rows {
        for column in 0..columns {
            coarse.push(colour((column * STEP) as f32 / width as f32, (row * STEP) as f32 / height as f32));
        }
    }
    let mut between = vec![[0.0; 3]; columns];
    for y in 0..height {
        let (row, part) = (y / STEP, (y % STEP) as f32 / STEP as f32);
        for (column, cell) in between.iter_mut().enumerate() {
            *cell = mix3(coarse[row * columns + column], coarse[(row + 1) * columns + column], part);
        }
        let line = &mut canvas.pixels[y * width..(y + 1) * width];
        for (cells, pixels) in between.windows(2).zip(line.chunks_mut(STEP)) {
            let slope: V3 = std::array::from_fn(|part| (cells[1][part] - cells[0][part]) / STEP as f32);
            let [mut red, mut green, mut blue] = cells[0];
            for pixel in pixels {
                *pixel = [red, green, blue, FAR];
                (red, green, blue) = (red + slope[0], green + slope[1], blue + slope[2]);
            }
        }
    }
}
