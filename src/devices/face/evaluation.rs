//! How well faces are told apart: two pictures compared, or a folder of persons measured. What a folder says holds for
//! the people in it.

use super::coach;
use super::detector::{Face, Search};
use super::models::{ModelError, Models};
use super::picture::{Area, Picture, Point};
use super::quality::Quality;
use super::recogniser::Descriptor;
use super::runtime::RuntimeError;
use super::statistics::{Rates, Trials};
use crate::devices::camera::played::still;
use crate::practice::jpeg2000::{CARD_PHOTO_BYTES, CARD_PHOTO_SIZE as CARD, EncodeError, encode_grey};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Pictures whose shorter side is below this are enlarged first: mmod knows no face below 80 pixels.
const SMALL: usize = 240;
const SMALLEST: f32 = 80.0;
/// Frames that are fused.
const FUSED: [usize; 3] = [3, 5, 10];
const RATES: [f32; 2] = [1e-2, 1e-3];

#[derive(Debug, thiserror::Error)]
pub enum EvaluationError {
    #[error(transparent)]
    Models(#[from] ModelError),
    #[error(transparent)]
    Runtime(#[from] RuntimeError),
    #[error(transparent)]
    Encode(#[from] EncodeError),
    #[error("{path} cannot be opened ({cause}): name a picture's file")]
    Open { path: PathBuf, cause: std::io::Error },
    #[error("{0} is no picture that can be read: name a PNG, JPEG or PGM file")]
    Picture(PathBuf),
    #[error("{path} cannot be read ({cause}): name a folder with one subfolder for each person")]
    Folder { path: PathBuf, cause: std::io::Error },
    #[error("{0} needs two persons (subfolders) with two pictures each, in which a face is found")]
    TooFew(PathBuf),
}

/// A face that was found on a picture.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Found {
    pub left: f32,
    pub top: f32,
    pub width: f32,
    pub height: f32,
    pub score: f32,
    pub eyes_apart: f32,
    pub roll_degrees: f32,
    pub turn: f32,
    pub light: f32,
    pub sharpness: f32,
}

/// Two pictures side by side.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Comparison {
    pub a: Option<Found>,
    pub b: Option<Found>,
    /// Where both show a face.
    pub distance: Option<f32>,
    /// Accepted at or below.
    pub operating_point: f32,
}

impl Comparison {
    pub fn same_person(&self) -> Option<bool> {
        self.distance.map(|distance| distance <= self.operating_point)
    }
}

/// Compares the largest faces of two picture files.
pub fn compare(models: &mut Models, a: &Path, b: &Path) -> Result<Comparison, EvaluationError> {
    let mut look = |path: &Path| -> Result<_, EvaluationError> {
        std::fs::File::open(path).map_err(|cause| EvaluationError::Open { path: path.to_owned(), cause })?;
        let picture = still(path).ok_or_else(|| EvaluationError::Picture(path.to_owned()))?;
        let picture = enlarged(picture);
        let Some(face) = largest(models, &picture)? else { return Ok(None) };
        let found = found(&picture, &face);
        Ok(found.zip(models.recogniser.describe(&picture, &face)?))
    };
    let (a, b) = (look(a)?, look(b)?);
    let distance = a.as_ref().zip(b.as_ref()).map(|((_, a), (_, b))| models.recogniser.distance(a, b));
    let operating_point = models.recogniser.facts().distance;
    Ok(Comparison { a: a.map(|(found, _)| found), b: b.map(|(found, _)| found), distance, operating_point })
}

fn largest(models: &mut Models, picture: &Picture) -> Result<Option<Face>, RuntimeError> {
    let faces = models.detector.find(picture, Search::Everywhere { smallest: SMALLEST })?;
    Ok(coach::largest(&faces).cloned())
}

fn found(picture: &Picture, face: &Face) -> Option<Found> {
    let quality = Quality::of(picture, face)?;
    let Area { left, top, .. } = face.area;
    Some(Found {
        left,
        top,
        width: face.area.width(),
        height: face.area.height(),
        score: face.score,
        eyes_apart: quality.eyes_apart,
        roll_degrees: quality.roll,
        turn: quality.turn,
        light: quality.light,
        sharpness: quality.sharpness,
    })
}

fn enlarged(picture: Picture) -> Picture {
    let short = picture.width().min(picture.height());
    if short >= SMALL {
        return picture;
    }
    let times = SMALL.div_ceil(short);
    let step = 1.0 / times as f32;
    picture.sample(picture.width() * times, picture.height() * times, |x, y| Point::new(x * step, y * step))
}

/// The picture as it would lie on a card: 240×320, grey, JPEG 2000 of about 9 kB.
fn as_on_a_card(picture: &Picture) -> Result<Option<Picture>, EvaluationError> {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let step = (width / CARD.0 as f32).min(height / CARD.1 as f32);
    let (left, top) = ((width - step * CARD.0 as f32) / 2.0, (height - step * CARD.1 as f32) / 2.0);
    let small = picture.sample(CARD.0, CARD.1, |x, y| Point::new(left + x * step, top + y * step));
    let grey: Vec<u8> = small
        .rgb()
        .as_chunks::<3>()
        .0
        .iter()
        .map(|p| (p.iter().map(|v| u16::from(*v)).sum::<u16>() / 3) as u8)
        .collect();
    Ok(super::photo::decode(&encode_grey(CARD.0, CARD.1, &grey, CARD_PHOTO_BYTES)?).ok())
}

/// One line of the table.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// Frames that were fused; 1 is a single one.
    pub frames: usize,
    pub genuine_pairs: usize,
    pub impostor_pairs: usize,
    pub equal_error: Option<Rates>,
    /// At a false match rate of 1e-2 and 1e-3; `None` where there are too few pairs to tell.
    pub at_fmr: [Option<Rates>; 2],
    pub at_operating_point: Rates,
}

/// What a folder says.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    pub persons: usize,
    pub pictures: usize,
    /// Pictures without a face that was found: they are in no other figure.
    pub not_found: usize,
    pub card_side: bool,
    pub lines: Vec<Line>,
}

/// The two sides of one picture.
struct Sides {
    card: Descriptor,
    frame: Descriptor,
}

/// Measures a folder in which each subfolder is a person. `card_side`: one picture of each pair is first made what a
/// card would hold of it.
pub fn evaluate(models: &mut Models, folder: &Path, card_side: bool) -> Result<Report, EvaluationError> {
    let mut report = Report { persons: 0, pictures: 0, not_found: 0, card_side, lines: Vec::new() };
    let mut persons: Vec<Vec<Sides>> = Vec::new();
    for person in entries(folder)?.into_iter().filter(|path| path.is_dir()) {
        let mut sides = Vec::new();
        for picture in entries(&person)?.iter().filter_map(|path| still(path)) {
            report.pictures += 1;
            match describe_sides(models, enlarged(picture), card_side)? {
                Some(both) => sides.push(both),
                None => report.not_found += 1,
            }
        }
        if sides.len() >= 2 {
            persons.push(sides);
        }
    }
    if persons.len() < 2 {
        return Err(EvaluationError::TooFew(folder.to_owned()));
    }
    report.persons = persons.len();
    for frames in [1].into_iter().chain(FUSED) {
        let trials = trials(models, &persons, frames);
        let (genuine_pairs, impostor_pairs) = trials.counts();
        if genuine_pairs > 0 {
            report.lines.push(Line {
                frames,
                genuine_pairs,
                impostor_pairs,
                equal_error: trials.equal_error(),
                at_fmr: RATES.map(|rate| trials.at_fmr(rate)),
                at_operating_point: trials.at(models.recogniser.facts().distance),
            });
        }
    }
    Ok(report)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, EvaluationError> {
    let error = |cause| EvaluationError::Folder { path: folder.to_owned(), cause };
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).map_err(error)?.flatten().map(|e| e.path()).collect();
    paths.sort();
    Ok(paths)
}

fn describe_sides(models: &mut Models, picture: Picture, card_side: bool) -> Result<Option<Sides>, EvaluationError> {
    let mut describe = |picture: &Picture| -> Result<Option<Descriptor>, EvaluationError> {
        match largest(models, picture)? {
            Some(face) => Ok(models.recogniser.describe(picture, &face)?),
            None => Ok(None),
        }
    };
    let Some(frame) = describe(&picture)? else { return Ok(None) };
    let card = if card_side {
        match as_on_a_card(&picture)? {
            Some(card) => describe(&card)?,
            None => None,
        }
    } else {
        Some(frame.clone())
    };
    Ok(card.map(|card| Sides { card, frame }))
}

/// Every picture as the card against every run of `frames` other pictures of every person.
fn trials(models: &Models, persons: &[Vec<Sides>], frames: usize) -> Trials {
    let metric = models.recogniser.facts().metric;
    let (mut genuine, mut impostor) = (Vec::new(), Vec::new());
    for (who, person) in persons.iter().enumerate() {
        for (place, card) in person.iter().enumerate() {
            for (other, probes) in persons.iter().enumerate() {
                let rest: Vec<&Descriptor> = probes
                    .iter()
                    .enumerate()
                    .filter(|(probe, _)| other != who || *probe != place)
                    .map(|(_, sides)| &sides.frame)
                    .collect();
                if rest.len() < frames {
                    continue;
                }
                // Runs overlap, so they are no independent tries; a run of all of them is counted once.
                let runs = if frames == rest.len() { 1 } else { rest.len() };
                for start in 0..runs {
                    let run = (0..frames).map(|step| (rest[(start + step) % rest.len()], 1.0));
                    let Some(fused) = Descriptor::mean(run, metric) else { continue };
                    let distance = fused.distance(&card.card, metric);
                    if other == who { genuine.push(distance) } else { impostor.push(distance) }
                }
            }
        }
    }
    Trials::new(genuine, impostor)
}
