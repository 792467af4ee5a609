//! Points of a face by name. Detectors find different ones and recognisers want different ones; a face is aligned by
//! those that both know.

use super::picture::{Point, Similarity};
use serde::Deserialize;

/// A point of a face. Right and left are the person's own: the right eye is on the left of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    RightEyeOuter,
    RightEyeInner,
    LeftEyeInner,
    LeftEyeOuter,
    /// Where the nose meets the lip.
    NoseBase,
    /// Middle of the eye.
    RightEye,
    LeftEye,
    NoseTip,
    RightMouth,
    LeftMouth,
}

/// Some points of one face.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Marks(Vec<(Mark, Point)>);

impl Marks {
    /// The middle of an eye follows from its corners, where only those are known.
    pub fn new(mut points: Vec<(Mark, Point)>) -> Self {
        for (eye, outer, inner) in [
            (Mark::RightEye, Mark::RightEyeOuter, Mark::RightEyeInner),
            (Mark::LeftEye, Mark::LeftEyeOuter, Mark::LeftEyeInner),
        ] {
            let find = |wanted| points.iter().find(|(mark, _)| *mark == wanted).map(|(_, point)| *point);
            if let (None, Some(outer), Some(inner)) = (find(eye), find(outer), find(inner)) {
                points.push((eye, outer.middle(inner)));
            }
        }
        Self(points)
    }

    pub fn get(&self, wanted: Mark) -> Option<Point> {
        self.0.iter().find(|(mark, _)| *mark == wanted).map(|(_, point)| *point)
    }

    /// Right and left eye.
    pub fn eyes(&self) -> Option<(Point, Point)> {
        Some((self.get(Mark::RightEye)?, self.get(Mark::LeftEye)?))
    }

    /// The lower end of what is known of the nose.
    pub fn nose(&self) -> Option<Point> {
        self.get(Mark::NoseBase).or_else(|| self.get(Mark::NoseTip))
    }

    /// Each point through `change`.
    pub fn map(&self, change: impl Fn(Point) -> Point) -> Self {
        Self(self.0.iter().map(|(mark, point)| (*mark, change(*point))).collect())
    }

    /// From the pixels of `template` to those of the picture in which these marks were found. All points that the
    /// template names are used where they are known, else those that both know; two are enough.
    pub fn alignment(&self, template: &Self) -> Option<Similarity> {
        let shared = |only_named: bool| -> Vec<(Point, Point)> {
            let derived = |mark| matches!(mark, Mark::RightEye | Mark::LeftEye);
            let corners = template.get(Mark::RightEyeOuter).is_some();
            template
                .0
                .iter()
                .filter(|(mark, _)| !(only_named && corners && derived(*mark)))
                .filter_map(|(mark, point)| Some((*point, self.get(*mark)?)))
                .collect()
        };
        let named = shared(true);
        let pairs = if named.len() >= 3 { named } else { shared(false) };
        if pairs.len() < 2 {
            return None;
        }
        let (from, to): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
        let found = Similarity::between(&from, &to);
        (found.scale().is_finite() && found.scale() > 0.0).then_some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corners() -> Marks {
        Marks::new(vec![
            (Mark::RightEyeOuter, Point::new(0.0, 0.0)),
            (Mark::RightEyeInner, Point::new(2.0, 0.0)),
            (Mark::LeftEyeInner, Point::new(8.0, 0.0)),
            (Mark::LeftEyeOuter, Point::new(10.0, 0.0)),
            (Mark::NoseBase, Point::new(5.0, 6.0)),
        ])
    }

    #[test]
    fn the_middle_of_an_eye_follows_from_its_corners() {
        assert_eq!(corners().eyes(), Some((Point::new(1.0, 0.0), Point::new(9.0, 0.0))));
    }

    #[test]
    fn other_peoples_points_align_by_the_eyes() {
        let template = Marks::new(vec![
            (Mark::RightEye, Point::new(38.0, 52.0)),
            (Mark::LeftEye, Point::new(74.0, 52.0)),
            (Mark::NoseTip, Point::new(56.0, 72.0)),
        ]);
        let found = corners().alignment(&template).unwrap();
        assert!((found.apply(Point::new(38.0, 52.0)).x - 1.0).abs() < 1e-4);
        assert!((found.scale() - 8.0 / 36.0).abs() < 1e-5);
        assert!(corners().alignment(&Marks::default()).is_none());
    }

    #[test]
    fn a_template_of_corners_is_met_at_its_corners() {
        let moved = corners().map(|point| Point::new(2.0 * point.x + 3.0, 2.0 * point.y));
        let found = moved.alignment(&corners()).unwrap();
        assert!((found.scale() - 2.0).abs() < 1e-5);
    }
}
