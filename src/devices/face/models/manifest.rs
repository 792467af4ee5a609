//! `models.toml`: which networks look for faces and tell them apart, what they expect, and how well they do it. Another
//! detector or recogniser is another file and another manifest, no other program.

use crate::devices::archive::sha256;
use crate::devices::face::marks::{Mark, Marks};
use crate::devices::face::picture::Point;
use crate::text_file;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// Name of the manifest within the models' folder.
pub const MANIFEST: &str = "models.toml";
/// No model file is larger.
const MAX_FILE_BYTES: u64 = 512 << 20;
/// Sides of an input picture, and lengths of a descriptor, that make sense.
const SIDES: std::ops::RangeInclusive<usize> = 32..=512;
const LENGTHS: std::ops::RangeInclusive<usize> = 16..=2048;

/// Why the models cannot be used. Each message names the file and the remedy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    #[error("there are no face models in {0}: run `uketsuke models install`")]
    NotInstalled(PathBuf),
    #[error("{path}: {cause}; correct it, or run `uketsuke models install`")]
    Manifest { path: PathBuf, cause: String },
    #[error("the model file {path} cannot be read ({cause}); run `uketsuke models install`, or correct models.toml")]
    File { path: PathBuf, cause: String },
    #[error(
        "the model file {path} is not the one that models.toml names (SHA-256 {found}); run `uketsuke models install`, \
         or correct models.toml after checking where the file comes from"
    )]
    WrongFile { path: PathBuf, found: String },
    #[error(transparent)]
    Runtime(#[from] crate::devices::face::runtime::RuntimeError),
}

/// A file and where it may be used.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ModelFile {
    /// What it is, for people.
    pub name: String,
    /// Relative to the manifest.
    pub file: PathBuf,
    /// Hexadecimal.
    pub sha256: String,
    pub licence: String,
}

/// How pixels become the numbers of a network: in this order of colours, `(value - mean) * scale`.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Normalisation {
    pub order: Order,
    /// Of each colour, in `order`.
    pub mean: [f32; 3],
    pub scale: f32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    Rgb,
    Bgr,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DetectorKind {
    /// dlib's sliding window: one score map, faces of 80 pixels; marks come from `[landmarks]`.
    Mmod,
    /// OpenCV's YuNet: twelve outputs over three strides, five marks.
    Yunet,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Detector {
    #[serde(flatten)]
    pub file: ModelFile,
    pub kind: DetectorKind,
    #[serde(flatten)]
    pub normalisation: Normalisation,
    /// Least score of a face.
    pub score: f32,
}

/// How two descriptors are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// Length of the difference, as dlib's network was trained.
    Euclidean,
    /// 1 - cosine of the angle, as ArcFace and SFace have it.
    Cosine,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Recogniser {
    #[serde(flatten)]
    pub file: ModelFile,
    /// Width and height of its input in pixels.
    pub side: usize,
    #[serde(flatten)]
    pub normalisation: Normalisation,
    /// Numbers in a descriptor.
    pub length: usize,
    pub metric: Metric,
    /// The operating point: at this distance or below, two faces are one person's.
    pub distance: f32,
    /// Where the marks lie in the input picture.
    template: BTreeMap<Mark, [f32; 2]>,
    /// What is known of the error rates, and among whom they were measured.
    #[serde(default)]
    pub measured: Vec<Measured>,
}

/// Error rates at one distance: they say nothing about other people than the cohort.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    pub distance: f32,
    /// Others accepted, of all tries by others.
    pub fmr: f32,
    /// The person refused, of all tries by the person; left out where it was not measured.
    pub fnmr: Option<f32>,
    /// Who and what was compared.
    pub cohort: String,
}

/// The whole manifest.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub runtime: ModelFile,
    pub detector: Detector,
    pub landmarks: Option<ModelFile>,
    pub recogniser: Recogniser,
}

impl Recogniser {
    pub fn template(&self) -> Marks {
        Marks::new(self.template.iter().map(|(mark, [x, y])| (*mark, Point::new(*x, *y))).collect())
    }
}

impl Manifest {
    /// Reads and checks the manifest in this folder.
    pub fn read(folder: &Path) -> Result<Self, ModelError> {
        let path = folder.join(MANIFEST);
        let text = match text_file::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(ModelError::NotInstalled(folder.to_owned()));
            }
            Err(error) => return Err(ModelError::Manifest { path, cause: error.to_string() }),
        };
        Self::parse(&text).map_err(|cause| ModelError::Manifest { path, cause })
    }

    pub fn parse(text: &str) -> Result<Self, String> {
        let manifest: Self = toml::from_str(text).map_err(|error| error.to_string().trim().to_owned())?;
        manifest.check()?;
        Ok(manifest)
    }

    fn check(&self) -> Result<(), String> {
        let recogniser = &self.recogniser;
        if self.detector.kind == DetectorKind::Mmod && self.landmarks.is_none() {
            return Err("detector.kind = \"mmod\" finds no marks: [landmarks] is missing".into());
        }
        if !SIDES.contains(&recogniser.side) {
            return Err(format!("recogniser.side must lie between {} and {}", SIDES.start(), SIDES.end()));
        }
        if !LENGTHS.contains(&recogniser.length) {
            return Err(format!("recogniser.length must lie between {} and {}", LENGTHS.start(), LENGTHS.end()));
        }
        if recogniser.template.len() < 2 {
            return Err("recogniser.template needs at least two marks".into());
        }
        // The distance of opposite descriptors is 2 in either metric, when they have a length of 1.
        if !(recogniser.distance > 0.0 && recogniser.distance < 2.0) {
            return Err("recogniser.distance must lie between 0 and 2".into());
        }
        let files = [&self.runtime, &self.detector.file, &recogniser.file];
        for file in files.into_iter().chain(&self.landmarks) {
            if !matches!(file.file.components().collect::<Vec<_>>()[..], [Component::Normal(_)]) {
                return Err(format!("{:?} must be a file beside models.toml", file.file.display()));
            }
        }
        Ok(())
    }
}

impl ModelFile {
    /// The bytes, if they are the right ones.
    pub fn read(&self, folder: &Path) -> Result<Vec<u8>, ModelError> {
        let path = folder.join(&self.file);
        let error = |cause: String| ModelError::File { path: path.clone(), cause };
        let size = std::fs::metadata(&path).map_err(|cause| error(cause.to_string()))?.len();
        if size > MAX_FILE_BYTES {
            return Err(error(format!("it has {size} bytes")));
        }
        let bytes = std::fs::read(&path).map_err(|cause| error(cause.to_string()))?;
        let found = sha256(&bytes);
        if found.eq_ignore_ascii_case(&self.sha256) { Ok(bytes) } else { Err(ModelError::WrongFile { path, found }) }
    }
}
