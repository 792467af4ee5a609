//! Small vector and blending helpers of the portrait renderer.

/// A point, direction or colour of three parts.
pub type V3 = [f32; 3];

/// From `from` (part 0) to `to` (part 1).
pub fn mix(from: f32, to: f32, part: f32) -> f32 {
    from + (to - from) * part
}

/// [`mix`] of each part.
pub fn mix3(from: V3, to: V3, part: f32) -> V3 {
    std::array::from_fn(|index| mix(from[index], to[index], part))
}

/// Each part times `by`.
pub fn scaled(v: V3, by: f32) -> V3 {
    v.map(|part| part * by)
}

/// Sum of two vectors.
pub fn plus(a: V3, b: V3) -> V3 {
    std::array::from_fn(|index| a[index] + b[index])
}

/// Difference of two vectors.
pub fn minus(a: V3, b: V3) -> V3 {
    std::array::from_fn(|index| a[index] - b[index])
}

/// Inner product.
pub fn dot(a: V3, b: V3) -> f32 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// Vector product.
pub fn cross(a: V3, b: V3) -> V3 {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/// The same direction with length 1; a null vector points to the viewer.
pub fn unit(v: V3) -> V3 {
    let length = dot(v, v).sqrt();
    if length < 1e-9 { [0.0, 0.0, 1.0] } else { scaled(v, 1.0 / length) }
}

/// 0 before `low`, 1 after `high`, smooth in between; `low` may be the greater one.
pub fn smooth(low: f32, high: f32, x: f32) -> f32 {
    let part = ((x - low) / (high - low)).clamp(0.0, 1.0);
    part * part * (3.0 - 2.0 * part)
}

/// A bell of height 1 and the given half widths around the origin.
pub fn bell(x: f32, y: f32, width: f32, height: f32) -> f32 {
    let square = (x / width).powi(2) + (y / height).powi(2);
    // Most of the face is far away from any one feature: spare the exponential.
    if square > 9.0 { 0.0 } else { (-square).exp() }
}

/// A one-dimensional bell: how dark a line of half width `width` is at this distance.
pub fn line(distance: f32, width: f32) -> f32 {
    bell(distance, 0.0, width, 1.0)
}

/// `base` to the power `exponent`, keeping the sign.
pub fn signed_power(base: f32, exponent: f32) -> f32 {
    base.abs().powf(exponent).copysign(base)
}

/// Well mixed bits of `n`.
pub fn scramble(n: u32) -> u32 {
    let n = (n ^ (n >> 16)).wrapping_mul(0x7feb_352d);
    let n = (n ^ (n >> 15)).wrapping_mul(0x846c_a68b);
    n ^ (n >> 16)
}

/// Chance from 0 to 1 that belongs to `n`.
pub fn chance(n: u32) -> f32 {
    (scramble(n) >> 8) as f32 / (1 << 24) as f32
}

/// Smooth noise from 0 to 1 with grain of size 1.
pub fn noise(x: f32, y: f32, seed: u32) -> f32 {
    let (column, row) = (x.floor(), y.floor());
    let at = |dx: i32, dy: i32| {
        let (x, y) = ((column as i32 + dx) as u32, (row as i32 + dy) as u32);
        chance(x.wrapping_mul(0x9e37_79b1) ^ y.wrapping_mul(0x85eb_ca77) ^ seed)
    };
    let (u, v) = (smooth(0.0, 1.0, x - column), smooth(0.0, 1.0, y - row));
    mix(mix(at(0, 0), at(1, 0), u), mix(at(0, 1), at(1, 1), u), v)
}

/// A turn about the three axes, as rows of a matrix.
#[derive(Clone, Copy)]
pub struct Turn(pub [V3; 3]);

impl Turn {
    /// First about the own upright axis, then nodding, then in the picture; all in degrees.
    pub fn new(yaw: f32, pitch: f32, roll: f32) -> Self {
        let ((sy, cy), (sp, cp), (sr, cr)) =
            (yaw.to_radians().sin_cos(), pitch.to_radians().sin_cos(), roll.to_radians().sin_cos());
        let yawed = [[cy, 0.0, sy], [0.0, 1.0, 0.0], [-sy, 0.0, cy]];
        let nod = [[1.0, 0.0, 0.0], [0.0, cp, -sp], [0.0, sp, cp]];
        let tilt = [[cr, -sr, 0.0], [sr, cr, 0.0], [0.0, 0.0, 1.0]];
        Self(product(tilt, product(nod, yawed)))
    }

    /// The turned vector.
    pub fn of(&self, v: V3) -> V3 {
        self.0.map(|row| dot(row, v))
    }
}

fn product(a: [V3; 3], b: [V3; 3]) -> [V3; 3] {
    std::array::from_fn(|row| std::array::from_fn(|column| (0..3).map(|k| a[row][k] * b[k][column]).sum()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_go_where_the_interface_says() {
        let nose = [0.0, 0.0, 1.0];
        assert!(Turn::new(20.0, 0.0, 0.0).of(nose)[0] > 0.3, "+ yaw: to the picture's right");
        assert!(Turn::new(0.0, 20.0, 0.0).of(nose)[1] < -0.3, "+ pitch: up");
        assert!(Turn::new(0.0, 0.0, 20.0).of([0.0, -1.0, 0.0])[0] > 0.3, "+ roll: the crown goes right");
    }

    #[test]
    fn noise_stays_in_its_bounds() {
        for n in 0..1000 {
            let value = noise(n as f32 * 0.37 - 50.0, n as f32 * 0.11, 5);
            assert!((0.0..=1.0).contains(&value));
        }
    }
}
