//! Is a head there, or a picture of one? A turn of the head to a side that chance chooses moves the nose along the line
//! of the eyes; turning a flat photo does not. It deters a casual flat photo. It does not stop a bent print or a video,
//! and it shuts out people who cannot turn their heads: so it is off unless a facility asks for it.

use super::quality::Quality;
use crate::session::face::Advice;
use std::time::Duration;

/// How far the nose must move, in units of the distance of the eyes.
const MOVED: f32 = 0.06;
/// In so many frames, one after the other.
const FRAMES: usize = 2;
/// How long the person has for it.
pub const TIME: Duration = Duration::from_secs(6);

/// One turn that was asked for.
#[derive(Debug, Clone, Copy)]
pub struct Challenge {
    left: bool,
    /// Where the nose stood before.
    start: f32,
    seen: usize,
}

impl Challenge {
    /// `start`: [`Quality::turn`] of the frame before it was asked for.
    pub fn new(left: bool, start: f32) -> Self {
        Self { left, start, seen: 0 }
    }

    pub fn advice(&self) -> Advice {
        if self.left { Advice::TurnLeft } else { Advice::TurnRight }
    }

    /// One more frame; `true` once the head has turned.
    pub fn watch(&mut self, quality: &Quality) -> bool {
        // The person's left is the picture's right.
        let moved = (quality.turn - self.start) * if self.left { 1.0 } else { -1.0 };
        self.seen = if moved >= MOVED { self.seen + 1 } else { 0 };
        self.seen >= FRAMES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quality(turn: f32) -> Quality {
        Quality {
            eyes_apart: 80.0,
            roll: 0.0,
            turn,
            drop: 0.6,
            light: 120.0,
            surroundings: 120.0,
            sharpness: 0.1,
            cut: [0.0; 4],
            covering: None,
        }
    }

    #[test]
    fn only_a_turn_to_the_side_that_was_asked_for_counts() {
        let mut left = Challenge::new(true, 0.01);
        assert!(!left.watch(&quality(-0.2)) && !left.watch(&quality(-0.2)));
        assert!(!left.watch(&quality(0.1)));
        assert!(!left.watch(&quality(0.01)), "one frame is no turn");
        assert!(!left.watch(&quality(0.1)) && left.watch(&quality(0.1)));
        let mut right = Challenge::new(false, 0.0);
        assert!(!right.watch(&quality(-0.1)) && right.watch(&quality(-0.1)));
    }
}
