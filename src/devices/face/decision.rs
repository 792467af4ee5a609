//! Is it the same person? Several good frames are fused into one descriptor, which is compared once after five of them,
//! and once more after ten.

use super::models::manifest::Metric;
use super::recogniser::Descriptor;

/// Good frames until the first comparison, and until the last.
pub const FIRST_AFTER: usize = 5;
pub const LAST_AFTER: usize = 10;

/// What is known so far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Decision {
    /// More frames are needed.
    Open,
    Same {
        distance: f32,
    },
    Other {
        distance: f32,
    },
}

/// The good frames of one check. What it holds wipes itself.
pub struct Fusion {
    metric: Metric,
    /// The operating point.
    limit: f32,
    frames: Vec<(Descriptor, f32)>,
}

impl Fusion {
    pub fn new(metric: Metric, limit: f32) -> Self {
        Self { metric, limit, frames: Vec::with_capacity(LAST_AFTER) }
    }

    /// One more good frame with its weight; compares where enough have come.
    pub fn add(&mut self, frame: Descriptor, weight: f32, card: &Descriptor) -> Decision {
        self.frames.push((frame, weight));
        if self.frames.len() != FIRST_AFTER && self.frames.len() < LAST_AFTER {
            return Decision::Open;
        }
        let frames = self.frames.iter().map(|(descriptor, weight)| (descriptor, *weight));
        let Some(fused) = Descriptor::mean(frames, self.metric) else { return Decision::Open };
        let distance = fused.distance(card, self.metric);
        if distance <= self.limit {
            Decision::Same { distance }
        } else if self.frames.len() < LAST_AFTER {
            Decision::Open
        } else {
            Decision::Other { distance }
        }
    }

    pub fn frames(&self) -> usize {
        self.frames.len()
    }

    pub fn clear(&mut self) {
        self.frames.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decide(numbers: &[f32]) -> Vec<Decision> {
        let card = Descriptor::of(&[0.0]);
        let mut fusion = Fusion::new(Metric::Euclidean, 0.4);
        numbers.iter().map(|number| fusion.add(Descriptor::of(&[*number]), 1.0, &card)).collect()
    }

    #[test]
    fn one_good_frame_decides_nothing_and_five_do() {
        assert_eq!(decide(&[0.1; 4]), [Decision::Open; 4]);
        assert!(matches!(decide(&[0.1; 5])[4], Decision::Same { .. }));
    }

    #[test]
    fn who_is_not_recognised_after_five_has_five_more() {
        let unlike_first = [[0.6; 5], [0.1; 5]].concat();
        let decisions = decide(&unlike_first);
        assert_eq!(decisions[4..9], [Decision::Open; 5]);
        assert!(matches!(decisions[9], Decision::Same { .. }), "{decisions:?}");
        assert!(matches!(decide(&[0.6; 10])[9], Decision::Other { .. }));
    }
}
