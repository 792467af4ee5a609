//! The five-point predictor: an ensemble of regression trees (Kazemi and Sullivan 2014), as dlib trained it. Read from
//! dlib's `.dat` once, kept as a plain table; both readers are strict.

use super::dat::{Dat, DatError};

/// Corners of the eyes (two each) and the nose; each point has x and y.
pub const POINTS: usize = 5;
const NUMBERS: usize = 2 * POINTS;
/// A tree has four levels.
const SPLITS: usize = 15;
const LEAVES: usize = SPLITS + 1;
/// Bounds on what a file may claim.
const MAX_STAGES: usize = 64;
const MAX_TREES: usize = 2_000;
const MAX_FEATURES: usize = 4_000;
/// First bytes of the table: its name and version.
const MAGIC: &[u8; 8] = b"UKE5PT01";

/// A question to two pixels: is the first brighter than the second by more than this?
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Split {
    pub first: u16,
    pub second: u16,
    pub threshold: f32,
}

/// Where a pixel is looked at: from this point of the shape, this far away, in the shape's own scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Feature {
    pub anchor: u16,
    pub delta: [f32; 2],
}

/// One step of the cascade.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stage {
    pub features: Vec<Feature>,
    /// [`SPLITS`] for each tree.
    splits: Vec<Split>,
    /// [`LEAVES`] times [`NUMBERS`] for each tree.
    leaves: Vec<f32>,
}

impl Stage {
    /// Each tree's splits and leaves.
    fn trees(&self) -> impl Iterator<Item = (&[Split], &[f32])> {
        self.splits.chunks_exact(SPLITS).zip(self.leaves.chunks_exact(LEAVES * NUMBERS))
    }

    /// Adds what the trees say to the shape. `pixels`: brightness at each feature.
    pub fn refine(&self, pixels: &[f32], shape: &mut [f32; NUMBERS]) {
        for (splits, leaves) in self.trees() {
            let mut node = 0;
            while let Some(split) = splits.get(node) {
                let brighter = pixels[usize::from(split.first)] - pixels[usize::from(split.second)] > split.threshold;
                node = 2 * node + if brighter { 1 } else { 2 };
            }
            let leaf = &leaves[(node - SPLITS) * NUMBERS..][..NUMBERS];
            shape.iter_mut().zip(leaf).for_each(|(number, change)| *number += change);
        }
    }
}

/// The whole cascade.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Predictor {
    /// The mean shape: x, y of each point, within a unit square.
    pub initial: [f32; NUMBERS],
    pub stages: Vec<Stage>,
}

impl Predictor {
    /// Reads dlib's file.
    pub fn read_dat(bytes: &[u8]) -> Result<Self, DatError> {
        let mut dat = Dat::new(bytes);
        dat.expect(1)?;
        let mut predictor = Self { initial: numbers(&mut dat)?, stages: Vec::new() };
        let stages = dat.count(MAX_STAGES)?;
        for _ in 0..stages {
            let mut stage = Stage::default();
            for _ in 0..dat.count(MAX_TREES)? {
                read_tree(&mut dat, &mut stage)?;
            }
            predictor.stages.push(stage);
        }
        read_features(&mut dat, &mut predictor.stages)?;
        dat.end()?;
        predictor.check().map_err(|what| dat.error(what))?;
        Ok(predictor)
    }

    /// As a table: magic, mean shape, then for each stage the counts of features and trees and all their numbers.
    pub fn to_table(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        let put = |out: &mut Vec<u8>, number: f32| out.extend(number.to_le_bytes());
        self.initial.iter().for_each(|number| put(&mut out, *number));
        out.extend((self.stages.len() as u32).to_le_bytes());
        for stage in &self.stages {
            out.extend((stage.features.len() as u32).to_le_bytes());
            out.extend(((stage.splits.len() / SPLITS) as u32).to_le_bytes());
            for feature in &stage.features {
                out.extend(feature.anchor.to_le_bytes());
                feature.delta.iter().for_each(|number| put(&mut out, *number));
            }
            for split in &stage.splits {
                out.extend(split.first.to_le_bytes());
                out.extend(split.second.to_le_bytes());
                put(&mut out, split.threshold);
            }
            stage.leaves.iter().for_each(|number| put(&mut out, *number));
        }
        out
    }

    /// Reads the table; `None` where it is damaged, too short or too long.
    pub fn from_table(bytes: &[u8]) -> Option<Self> {
        let mut table = Table(bytes.strip_prefix(MAGIC)?);
        let mut initial = [0.0; NUMBERS];
        for number in &mut initial {
            *number = table.float()?;
        }
        let mut stages = Vec::new();
        for _ in 0..table.count(MAX_STAGES)? {
            let (features, trees) = (table.count(MAX_FEATURES)?, table.count(MAX_TREES)?);
            let feature =
                |table: &mut Table| Some(Feature { anchor: table.short()?, delta: [table.float()?, table.float()?] });
            let split = |table: &mut Table| {
                Some(Split { first: table.short()?, second: table.short()?, threshold: table.float()? })
            };
            stages.push(Stage {
                features: (0..features).map(|_| feature(&mut table)).collect::<Option<_>>()?,
                splits: (0..trees * SPLITS).map(|_| split(&mut table)).collect::<Option<_>>()?,
                leaves: (0..trees * LEAVES * NUMBERS).map(|_| table.float()).collect::<Option<_>>()?,
            });
        }
        let predictor = Self { initial, stages };
        (table.0.is_empty() && predictor.check().is_ok()).then_some(predictor)
    }

    /// Every number that is used as an index points at something.
    fn check(&self) -> Result<(), &'static str> {
        let fits = self.stages.iter().all(|stage| {
            let features = stage.features.len();
            stage.features.iter().all(|feature| usize::from(feature.anchor) < POINTS)
                && stage.splits.iter().all(|split| usize::from(split.first.max(split.second)) < features)
        });
        if fits && !self.stages.is_empty() { Ok(()) } else { Err("a predictor whose indices point at nothing") }
    }
}

/// The numbers of one shape.
fn numbers(dat: &mut Dat) -> Result<[f32; NUMBERS], DatError> {
    let matrix = dat.matrix(NUMBERS)?;
    matrix.try_into().map_err(|_| dat.error("a shape that has not five points"))
}

fn read_tree(dat: &mut Dat, stage: &mut Stage) -> Result<(), DatError> {
    dat.expect(SPLITS as i64)?;
    for _ in 0..SPLITS {
        let mut index = || dat.count(MAX_FEATURES).map(|index| index as u16);
        let (first, second) = (index()?, index()?);
        stage.splits.push(Split { first, second, threshold: dat.float()? as f32 });
    }
    dat.expect(LEAVES as i64)?;
    for _ in 0..LEAVES {
        stage.leaves.extend(numbers(dat)?);
    }
    Ok(())
}

/// The anchors of all stages, then the deltas of all stages.
fn read_features(dat: &mut Dat, stages: &mut [Stage]) -> Result<(), DatError> {
    let mut anchors = Vec::new();
    dat.expect(stages.len() as i64)?;
    for _ in 0..stages.len() {
        let count = dat.count(MAX_FEATURES)?;
        anchors.push((0..count).map(|_| dat.count(POINTS - 1)).collect::<Result<Vec<_>, _>>()?);
    }
    dat.expect(stages.len() as i64)?;
    for (stage, anchors) in stages.iter_mut().zip(anchors) {
        dat.expect(anchors.len() as i64)?;
        for anchor in anchors {
            let delta = [dat.float()? as f32, dat.float()? as f32];
            stage.features.push(Feature { anchor: anchor as u16, delta });
        }
    }
    Ok(())
}

/// The rest of a table.
struct Table<'a>(&'a [u8]);

impl Table<'_> {
    fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*first)
    }

    fn short(&mut self) -> Option<u16> {
        self.bytes().map(u16::from_le_bytes)
    }

    fn float(&mut self) -> Option<f32> {
        self.bytes().map(f32::from_le_bytes).filter(|number| number.is_finite())
    }

    fn count(&mut self, most: usize) -> Option<usize> {
        let count = self.bytes().map(u32::from_le_bytes)?;
        usize::try_from(count).ok().filter(|count| *count <= most)
    }
}

#[cfg(test)]
pub(in crate::devices::face) mod tests {
    use super::*;

    /// One stage of one tree, whose leaf 0 (always left) moves everything by one.
    pub fn small() -> Predictor {
        let split = Split { first: 0, second: 1, threshold: 0.5 };
        let mut leaves = vec![0.0; LEAVES * NUMBERS];
        leaves[..NUMBERS].fill(1.0);
        let feature = |x| Feature { anchor: 4, delta: [x, 0.0] };
        let stage = Stage { features: vec![feature(0.0), feature(0.25)], splits: vec![split; SPLITS], leaves };
        Predictor { initial: [0.5; NUMBERS], stages: vec![stage] }
    }

    #[test]
    fn a_table_comes_back_whole_and_a_damaged_one_is_refused() {
        let table = small().to_table();
        assert_eq!(Predictor::from_table(&table).unwrap(), small());
        assert!(Predictor::from_table(&table[..table.len() - 1]).is_none());
        assert!(Predictor::from_table(&[&table[..], &[0]].concat()).is_none());
        let mut pointing_nowhere = small();
        pointing_nowhere.stages[0].splits[3].second = 2;
        assert!(Predictor::from_table(&pointing_nowhere.to_table()).is_none());
    }

    #[test]
    fn a_tree_is_walked_by_its_questions() {
        let predictor = small();
        let mut shape = predictor.initial;
        predictor.stages[0].refine(&[10.0, 9.0], &mut shape);
        assert_eq!(shape, [1.5; NUMBERS]);
        predictor.stages[0].refine(&[9.0, 10.0], &mut shape);
        assert_eq!(shape, [1.5; NUMBERS]);
    }
}
