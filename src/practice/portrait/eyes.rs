//! Eyes with lids, painted while drawing: sharp at any size, and lids move.

use super::maths::{V3, bell, line, mix, mix3, scaled, smooth};
use super::traits::Traits;

/// Both eyes of a sitter at one moment. Places are those of the painted skin.
pub struct Eyes {
    gap: f32,
    y: f32,
    half: f32,
    upper: f32,
    lower: f32,
    slant: f32,
    open: f32,
    crease: f32,
    lashes: f32,
    old: f32,
    iris: V3,
    size: f32,
    soft: f32,
}

impl Eyes {
    /// `open` from 0 (shut) to 1; `scale` is the number of pixels a unit.
    pub fn new(t: &Traits, open: f32, scale: f32) -> Self {
        Self {
            gap: t.eye_gap,
            y: t.eye_y,
            half: t.eye_width,
            upper: t.eye_height * 0.64,
            lower: t.eye_height * 0.36,
            slant: t.eye_slant,
            open: open.clamp(0.0, 1.0),
            crease: t.crease,
            lashes: t.lashes,
            old: smooth(45.0, 85.0, t.age),
            iris: t.iris,
            size: t.iris_size,
            soft: (0.7 / scale).clamp(0.004, 0.02),
        }
    }

    /// Paints the eyes over the skin of this place.
    #[inline]
    pub fn over(&self, x: f32, y: f32, skin: V3) -> V3 {
        let (dx, dy) = (x.abs() - self.gap, y - self.y);
        if dx.abs() > self.half * 1.6 || dy.abs() > 0.15 { skin } else { self.eye(x.signum(), dx, dy, skin) }
    }

    fn eye(&self, sign: f32, dx: f32, dy: f32, skin: V3) -> V3 {
        let (x, y) = (dx, dy + self.slant * dx);
        let n = x / self.half;
        // The upper lid is highest a little towards the nose, the lower one lowest a little outwards.
        let arch = |lean: f32, power: f32| (1.0 - n * n).max(0.0).powf(power) * (1.0 - lean * n);
        let lower = self.lower * arch(-0.25, 0.85);
        let raised = -self.upper * arch(0.18, 0.62);
        let upper = mix(lower, raised, self.open);
        let soft = self.soft;
        let skin = self.lid(x, y, n, raised, upper, skin);
        let inside = smooth(upper - soft, upper + soft, y) * smooth(lower + soft, lower - soft, y);
        let inside = if n.abs() < 1.0 { inside * smooth(0.0, 0.02, lower - upper) } else { 0.0 };
        let mut colour = if inside > 0.0 { mix3(skin, self.ball(sign, x, y, upper), inside) } else { skin };
        // Lashes: a dark line on the upper lid that grows outwards, a faint one below.
        let within = smooth(1.10, 0.95, n.abs());
        let outward = smooth(-1.0, 0.9, n);
        let thick = 0.010 + 0.012 * self.lashes * outward + 0.5 * soft;
        let tail = if n > 1.0 { 0.10 * (n - 1.0) } else { 0.0 };
        let upper_line = line(y - upper + 0.003 + tail, thick) * smooth(1.16, 0.97, n.abs());
        colour = mix3(colour, [0.10, 0.07, 0.06], (0.62 + 0.35 * self.lashes).min(0.95) * upper_line);
        let lower_line = line(y - lower - 0.003, 0.007 + 0.4 * soft) * within;
        mix3(colour, [0.38, 0.23, 0.19], (0.35 + 0.3 * self.lashes * outward) * lower_line)
    }

    /// The skin of the lid: its fold, and where it covers the ball.
    fn lid(&self, x: f32, y: f32, n: f32, raised: f32, upper: f32, skin: V3) -> V3 {
        let lidded = smooth(raised - 0.02, raised + 0.01, y) * smooth(upper + 0.01, upper - 0.01, y);
        let skin = mix3(skin, scaled(skin, 0.90), lidded * smooth(1.1, 0.9, n.abs()));
        let above = mix(0.030, 0.022, self.open) + 0.010 * (n + 0.4);
        // With age the fold hangs over the outer corner.
        let hang = 0.03 * self.old * smooth(0.2, 1.3, n);
        let fold = line(y - raised + above * (1.0 - 0.35 * n * n) - hang, 0.008 + 0.3 * self.soft);
        let strength = (self.crease * 0.75 + 0.3 * self.old) * smooth(1.25, 0.85, n.abs());
        let inner = bell(x + self.half * 1.05, y - 0.006, 0.022, 0.018);
        let skin = mix3(skin, [skin[0] * 0.74, skin[1] * 0.50, skin[2] * 0.48], 0.6 * inner);
        mix3(skin, [skin[0] * 0.52, skin[1] * 0.38, skin[2] * 0.34], (strength * fold).min(0.9))
    }

    fn ball(&self, sign: f32, x: f32, y: f32, upper: f32) -> V3 {
        let shade =
            mix(0.72, 1.0, smooth(upper, upper + 0.035, y)) * mix(1.0, 0.80, smooth(0.4, 1.0, (x / self.half).abs()));
        let white = mix3([0.93, 0.91, 0.89], [0.88, 0.82, 0.74], self.old);
        let white = mix3(white, [0.80, 0.55, 0.52], 0.8 * smooth(-0.80, -0.98, x / self.half));
        let radius = x.hypot(y + 0.008);
        let size = self.size;
        let soft = self.soft.max(0.005);
        let ring = smooth(size * 0.55, size, radius);
        let glow = 1.0 + 0.9 * bell(x, y - 0.022, 0.04, 0.02);
        let iris = mix3(scaled(self.iris, 1.25 * glow), scaled(self.iris, 0.45), ring);
        let mut colour = mix3(white, iris, smooth(size + soft, size - soft, radius));
        colour = mix3(colour, [0.03, 0.02, 0.02], smooth(0.024 + soft, 0.024 - soft, radius));
        colour = scaled(colour, shade);
        // The glint lies on the same side of both eyes.
        let glint = bell(x * sign + 0.020, y + 0.026, 0.011 + soft, 0.011 + soft);
        mix3(colour, [1.25, 1.25, 1.28], 0.95 * glint)
    }
}
