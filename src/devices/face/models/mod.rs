//! The networks: their manifest, their installation, and all of them loaded.
//!
//! [`manifest`] says what there is; [`install`] fetches and converts what anybody may use, by way of [`dat`],
//! [`network`], [`predictor`] and [`onnx`].

mod dat;
pub mod install;
pub mod manifest;
mod network;
mod onnx;
pub mod predictor;
#[cfg(test)]
mod tests;

pub use manifest::ModelError;

use super::detector::Detector;
use super::landmarks::Landmarks;
use super::recogniser::Recogniser;
use manifest::Manifest;
use predictor::Predictor;
use std::path::{Path, PathBuf};

/// Where the set-up puts the models: the user's data folder.
pub fn default_folder() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "uketsuke").map(|folders| folders.data_dir().join("models"))
}

/// Everything that is needed to find and compare faces.
pub struct Models {
    pub detector: Detector,
    pub recogniser: Recogniser,
    pub manifest: Manifest,
}

impl Models {
    /// Loads what the manifest in this folder names, after checking each file. About 0.3 s.
    pub fn load(folder: &Path) -> Result<Self, ModelError> {
        let manifest = Manifest::read(folder)?;
        manifest.runtime.read(folder)?;
        let library = folder.join(&manifest.runtime.file);
        let landmarks = match &manifest.landmarks {
            Some(file) => {
                let predictor = Predictor::from_table(&file.read(folder)?);
                let error = || ModelError::File { path: folder.join(&file.file), cause: "it is damaged".into() };
                Some(Landmarks::new(predictor.ok_or_else(error)?))
            }
            None => None,
        };
        let facts = manifest.detector.clone();
        let model = facts.file.read(folder)?;
        let detector = Detector::new(&library, facts, &model, landmarks)?;
        let facts = manifest.recogniser.clone();
        let model = facts.file.read(folder)?;
        let recogniser = Recogniser::new(&library, facts, &model)?;
        Ok(Self { detector, recogniser, manifest })
    }
}

/// All files that the manifest names are there and right.
fn folder_is_complete(folder: &Path) -> bool {
    Manifest::read(folder).is_ok_and(|manifest| {
        let files = [&manifest.runtime, &manifest.detector.file, &manifest.recogniser.file];
        files.into_iter().chain(&manifest.landmarks).all(|file| file.read(folder).is_ok())
    })
}
