//! Who is it? A face is cut out upright in the size that the network knows, and becomes a descriptor: a list of numbers
//! that are close for one person and far apart for two.

use super::detector::{Face, numbers};
use super::marks::Marks;
use super::models::manifest::{Metric, Recogniser as Facts};
use super::picture::{Picture, Point};
use super::runtime::{Net, RuntimeError};
use std::fmt;
use std::path::Path;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A face as numbers. It is as private as the face: wipes itself, shows nothing.
#[derive(Clone, PartialEq, Zeroize, ZeroizeOnDrop)]
pub struct Descriptor(Vec<f32>);

impl fmt::Debug for Descriptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Descriptor(hidden)")
    }
}

impl Descriptor {
    /// The numbers, for golden values and for looking for them where they must not be.
    pub fn numbers(&self) -> &[f32] {
        &self.0
    }

    #[cfg(test)]
    pub fn of(numbers: &[f32]) -> Self {
        Self(numbers.to_vec())
    }

    /// The mean of several of one person; `None` of nobody.
    pub fn mean<'a>(several: impl IntoIterator<Item = (&'a Self, f32)>, metric: Metric) -> Option<Self> {
        let mut sum: Option<Self> = None;
        let mut weights = 0.0;
        for (one, weight) in several {
            let one = if metric == Metric::Cosine { one.with_length_one() } else { one.clone() };
            let sum = sum.get_or_insert_with(|| Self(vec![0.0; one.0.len()]));
            sum.0.iter_mut().zip(&one.0).for_each(|(sum, number)| *sum += weight * number);
            weights += weight;
        }
        let mut mean = sum.filter(|_| weights > 0.0)?;
        mean.0.iter_mut().for_each(|number| *number /= weights);
        Some(mean)
    }

    fn with_length_one(&self) -> Self {
        let length = self.0.iter().map(|number| number * number).sum::<f32>().sqrt();
        Self(self.0.iter().map(|number| if length > 0.0 { number / length } else { 0.0 }).collect())
    }

    /// 0 for the same numbers, larger the less alike.
    pub fn distance(&self, other: &Self, metric: Metric) -> f32 {
        match metric {
            Metric::Euclidean => self.0.iter().zip(&other.0).map(|(a, b)| (a - b).powi(2)).sum::<f32>().sqrt(),
            Metric::Cosine => {
                let (a, b) = (self.with_length_one(), other.with_length_one());
                1.0 - a.0.iter().zip(&b.0).map(|(a, b)| a * b).sum::<f32>()
            }
        }
    }
}

/// A loaded recogniser.
pub struct Recogniser {
    facts: Facts,
    template: Marks,
    net: Net,
}

impl Recogniser {
    pub fn new(library: &Path, facts: Facts, model: &[u8]) -> Result<Self, RuntimeError> {
        let sizes = [Some(1), Some(3), Some(facts.side), Some(facts.side)];
        let net = Net::load(library, &facts.file.name, model, sizes, 1)?;
        let mut recogniser = Self { template: facts.template(), facts, net };
        recogniser.try_out()?;
        Ok(recogniser)
    }

    /// The length of a descriptor is not always written in the file, so it is tried.
    fn try_out(&mut self) -> Result<(), RuntimeError> {
        let side = self.facts.side;
        let grey = Picture::from_grey(side, side, &vec![128; side * side]);
        let length = match grey {
            Some(grey) => self.describe_chip(&grey)?.0.len(),
            None => 0,
        };
        if length == self.facts.length {
            return Ok(());
        }
        let cause = format!("a descriptor has {length} numbers, and models.toml says {}", self.facts.length);
        Err(RuntimeError::Network { name: self.facts.file.name.clone(), cause })
    }

    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The face upright, as the network wants it; `None` where its marks make no sense.
    pub fn chip(&self, picture: &Picture, face: &Face) -> Option<Picture> {
        let place = face.marks.alignment(&self.template)?;
        let side = self.facts.side;
        if place.scale() >= 2.0 {
            let smaller = Face { marks: face.marks.map(|p| Point::new(p.x / 2.0 - 0.25, p.y / 2.0 - 0.25)), ..*face };
            return self.chip(&picture.halved(), &smaller);
        }
        Some(picture.sample(side, side, |x, y| place.apply(Point::new(x, y))))
    }

    /// The descriptor of a chip.
    pub fn describe_chip(&mut self, chip: &Picture) -> Result<Descriptor, RuntimeError> {
        let side = self.facts.side;
        let pixels = numbers(chip, &self.facts.normalisation);
        let (mut values, _) = self.net.run([1, 3, side, side], &pixels)?;
        Ok(Descriptor(values.pop().map(|mut numbers| std::mem::take(&mut *numbers)).unwrap_or_default()))
    }

    /// The descriptor of a face: of its chip and of the mirrored chip, which wins a little certainty for little time.
    pub fn describe(&mut self, picture: &Picture, face: &Face) -> Result<Option<Descriptor>, RuntimeError> {
        let Some(chip) = self.chip(picture, face) else { return Ok(None) };
        let (straight, mirrored) = (self.describe_chip(&chip)?, self.describe_chip(&chip.mirrored())?);
        Ok(Descriptor::mean([(&straight, 1.0), (&mirrored, 1.0)], self.facts.metric))
    }

    pub fn distance(&self, a: &Descriptor, b: &Descriptor) -> f32 {
        a.distance(b, self.facts.metric)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_the_metric() {
        let (a, b) = (Descriptor::of(&[3.0, 0.0]), Descriptor::of(&[0.0, 4.0]));
        assert_eq!(a.distance(&b, Metric::Euclidean), 5.0);
        assert_eq!(a.distance(&b, Metric::Cosine), 1.0);
        assert_eq!(a.distance(&Descriptor::of(&[9.0, 0.0]), Metric::Cosine), 0.0);
    }

    #[test]
    fn a_mean_lies_between_and_shows_nothing() {
        let (a, b) = (Descriptor::of(&[2.0, 0.0]), Descriptor::of(&[0.0, 4.0]));
        let mean = Descriptor::mean([(&a, 1.0), (&b, 3.0)], Metric::Euclidean).unwrap();
        assert_eq!(mean.numbers(), [0.5, 3.0]);
        assert!(Descriptor::mean([], Metric::Cosine).is_none());
        assert_eq!(format!("{mean:?}"), "Descriptor(hidden)");
    }
}
