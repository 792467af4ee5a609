//! What a finger drew in the box for the signature. It wipes itself, and has an end.

use super::personal::hide_in_debug;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Width of the box in units of a point: 0 is the left edge.
pub const WIDTH: u16 = 4000;
/// Height of the box in the same units: 0 is the upper edge. A box on screen or paper keeps the shape of 4 to 1.
pub const HEIGHT: u16 = 1000;
/// A name of many strokes has about a hundred of them.
const MAX_STROKES: usize = 200;
const MAX_POINTS: usize = 20_000;

/// A place in the box.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Point {
    pub x: u16,
    pub y: u16,
}
impl zeroize::DefaultIsZeroes for Point {}
hide_in_debug!(Point, Signature);

/// Strokes in the order in which they were drawn.
#[derive(Default, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Signature {
    strokes: Vec<Vec<Point>>,
    points: usize,
}

impl Signature {
    /// A finger came down. Outside of the box the nearest place in it counts. Ignored beyond 200 strokes.
    pub fn begin(&mut self, at: Point) {
        if self.strokes.len() < MAX_STROKES && self.points < MAX_POINTS {
            self.strokes.push(vec![inside(at)]);
            self.points += 1;
        }
    }

    /// The finger moved. Ignored where no stroke was begun, where it has not moved, and beyond 20,000 points.
    pub fn move_to(&mut self, at: Point) {
        let at = inside(at);
        if let Some(stroke) = self.strokes.last_mut()
            && stroke.last() != Some(&at)
            && self.points < MAX_POINTS
        {
            stroke.push(at);
            self.points += 1;
        }
    }

    /// Takes the last stroke away.
    pub fn undo(&mut self) {
        if let Some(mut stroke) = self.strokes.pop() {
            self.points -= stroke.len();
            stroke.zeroize();
        }
    }

    pub fn clear(&mut self) {
        self.zeroize();
    }

    pub fn is_empty(&self) -> bool {
        self.strokes.is_empty()
    }

    /// Each has a point at least; a stroke of one point is a dot.
    pub fn strokes(&self) -> &[Vec<Point>] {
        &self.strokes
    }
}

fn inside(at: Point) -> Point {
    Point { x: at.x.min(WIDTH), y: at.y.min(HEIGHT) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: u16, y: u16) -> Point {
        Point { x, y }
    }

    #[test]
    fn strokes_stay_in_the_box_and_can_be_taken_back() {
        let mut signature = Signature::default();
        signature.move_to(at(5, 5));
        assert!(signature.is_empty());
        signature.begin(at(10, 10));
        signature.move_to(at(10, 10));
        signature.move_to(at(u16::MAX, u16::MAX));
        signature.begin(at(0, 0));
        assert!(signature.strokes() == [vec![at(10, 10), at(WIDTH, HEIGHT)], vec![at(0, 0)]]);
        signature.undo();
        signature.undo();
        signature.undo();
        assert!(signature.is_empty() && signature.points == 0);
    }

    #[test]
    fn scribbling_has_an_end() {
        let mut signature = Signature::default();
        for round in 0..300 {
            signature.begin(at(round, 0));
            for y in 0..200 {
                signature.move_to(at(round, y + 1));
            }
        }
        let points: usize = signature.strokes().iter().map(Vec::len).sum();
        assert_eq!(points, signature.points);
        assert!(points <= MAX_POINTS && signature.strokes().len() <= MAX_STROKES);
        signature.clear();
        assert!(signature.is_empty() && signature.points == 0);
        assert_eq!(format!("{signature:?}"), "Signature(hidden)");
    }
}
