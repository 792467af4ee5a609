//! Error rates of a comparison, from the distances of pairs of one person and of pairs of two.

/// False match rate and false non-match rate at one distance, each 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Rates {
    pub distance: f32,
    /// Pairs of two persons at this distance or below, of all of them.
    pub fmr: f32,
    /// Pairs of one person above this distance, of all of them.
    pub fnmr: f32,
}

/// Distances, sorted.
#[derive(Debug, Clone, Default)]
pub struct Trials {
    genuine: Vec<f32>,
    impostor: Vec<f32>,
}

impl Trials {
    pub fn new(mut genuine: Vec<f32>, mut impostor: Vec<f32>) -> Self {
        genuine.sort_by(f32::total_cmp);
        impostor.sort_by(f32::total_cmp);
        Self { genuine, impostor }
    }

    /// How many pairs of one person, and of two.
    pub fn counts(&self) -> (usize, usize) {
        (self.genuine.len(), self.impostor.len())
    }

    pub fn at(&self, distance: f32) -> Rates {
        let below = |sorted: &[f32]| sorted.partition_point(|d| *d <= distance) as f32 / sorted.len().max(1) as f32;
        Rates { distance, fmr: below(&self.impostor), fnmr: 1.0 - below(&self.genuine) }
    }

    /// The rates at the largest distance whose false match rate is `most` or less. `None` where there are too few pairs
    /// of two persons to tell such a rate.
    pub fn at_fmr(&self, most: f32) -> Option<Rates> {
        let count = self.impostor.len();
        let allowed = (f64::from(most) * count as f64).floor() as usize;
        if allowed == 0 && most > 0.0 {
            return None;
        }
        // Just below the first pair that must not be accepted any more.
        let limit = self.impostor.get(allowed).map_or(f32::MAX, |first| first.next_down());
        let rates = self.at(limit);
        Some(Rates { distance: rates.distance.min(self.impostor.last().copied().unwrap_or(limit)), ..rates })
    }

    /// Where both rates are alike.
    pub fn equal_error(&self) -> Option<Rates> {
        let all = self.genuine.iter().chain(&self.impostor);
        all.map(|distance| self.at(*distance)).min_by(|a, b| (a.fmr - a.fnmr).abs().total_cmp(&(b.fmr - b.fnmr).abs()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_count_pairs() {
        let trials = Trials::new(vec![0.1, 0.2, 0.3, 0.6], vec![0.5, 0.7, 0.8, 0.9]);
        assert_eq!(trials.at(0.5), Rates { distance: 0.5, fmr: 0.25, fnmr: 0.25 });
        assert_eq!(trials.equal_error().unwrap().fmr, 0.25);
        let quarter = trials.at_fmr(0.25).unwrap();
        assert!(quarter.fmr == 0.25 && quarter.fnmr == 0.0, "{quarter:?}");
        let none = trials.at_fmr(0.0).unwrap();
        assert!(none.fmr == 0.0 && none.fnmr == 0.25, "{none:?}");
    }

    #[test]
    fn too_few_pairs_tell_no_small_rate() {
        assert!(Trials::new(vec![0.1], vec![0.5; 10]).at_fmr(1e-3).is_none());
    }
}
