//! Five marks of a face by regression trees: see [`models::predictor`](super::models::predictor).

use super::marks::{Mark, Marks};
use super::models::predictor::{POINTS, Predictor};
use super::picture::{Area, Picture, Point, Similarity};
use zeroize::Zeroizing;

/// In the order of dlib's five-point predictor.
const NAMES: [Mark; POINTS] =
    [Mark::LeftEyeOuter, Mark::LeftEyeInner, Mark::RightEyeOuter, Mark::RightEyeInner, Mark::NoseBase];

/// The predictor, and its mean shape as points.
pub struct Landmarks {
    predictor: Predictor,
    mean: [Point; POINTS],
}

impl Landmarks {
    pub fn new(predictor: Predictor) -> Self {
        Self { mean: points(&predictor.initial), predictor }
    }

    /// The marks of the face in this area. Always gives five; whether they make sense is for others to judge.
    pub fn find(&self, picture: &Picture, area: Area) -> Marks {
        // The trees know whole pixels, and an area whose right column still belongs to it.
        let (left, top) = ((area.left + 0.5).floor(), (area.top + 0.5).floor());
        let (width, height) = ((area.width() + 0.5).floor() - 1.0, (area.height() + 0.5).floor() - 1.0);
        let place = |point: Point| Point::new(left + point.x * width, top + point.y * height);
        let mut shape = self.predictor.initial;
        let mut pixels = Zeroizing::new(Vec::new());
        for stage in &self.predictor.stages {
            let now = points(&shape);
            let turn = Similarity { dx: 0.0, dy: 0.0, ..Similarity::between(&self.mean, &now) };
            pixels.clear();
            pixels.extend(stage.features.iter().map(|feature| {
                let anchor = now[usize::from(feature.anchor)];
                let moved = turn.apply(Point::new(feature.delta[0], feature.delta[1]));
                let at = place(Point::new(anchor.x + moved.x, anchor.y + moved.y));
                let pixel = ((at.x + 0.5).floor() as i32, (at.y + 0.5).floor() as i32);
                f32::from(picture.intensity(pixel.0, pixel.1).unwrap_or(0))
            }));
            stage.refine(&pixels, &mut shape);
        }
        Marks::new(NAMES.into_iter().zip(points(&shape).map(place)).collect())
    }
}

fn points(shape: &[f32; 2 * POINTS]) -> [Point; POINTS] {
    let mut points = [Point::default(); POINTS];
    for (point, [x, y]) in points.iter_mut().zip(shape.as_chunks::<2>().0) {
        *point = Point::new(*x, *y);
    }
    points
}

#[cfg(test)]
mod tests {
    use super::super::models::predictor::tests::small;
    use super::*;

    #[test]
    fn marks_lie_within_the_face_that_was_found() {
        // Everything is bright on the left, so the small tree always moves the mean shape by one unit: to its corner.
        let picture = Picture::from_grey(20, 10, &[vec![255; 11], vec![0; 9]].concat().repeat(10)).unwrap();
        let area = Area { left: 6.0, top: 2.0, right: 14.0, bottom: 8.0 };
        let marks = Landmarks::new(small()).find(&picture, area);
        assert_eq!(marks.get(Mark::NoseBase), Some(Point::new(6.0 + 1.5 * 7.0, 2.0 + 1.5 * 5.0)));
    }
}
