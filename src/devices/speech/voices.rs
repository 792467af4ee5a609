//! The voices of this machine, loaded when they are first needed.

pub mod install;

use super::VoiceName;
use super::english::{self, EnglishError};
use super::japanese::{JapaneseVoice, Reader, VoiceError};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Subfolder of the built dictionary.
pub const DICTIONARY: &str = "dictionary";
/// Files of the Japanese voices.
pub const MEI: &str = "mei_normal.htsvoice";
pub const NITECH: &str = "nitech_jp_atr503_m001.htsvoice";

#[derive(Debug, thiserror::Error)]
pub enum VoicesError {
    #[error("this user has no data folder for voices: set HOME, or speech.voices in the config")]
    NoFolder,
    #[error(transparent)]
    Japanese(#[from] VoiceError),
    #[error(transparent)]
    English(#[from] EnglishError),
}

/// `~/.local/share/uketsuke/voices`
pub fn default_folder() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "uketsuke").map(|folders| folders.data_dir().join("voices"))
}

/// All voices, those that are needed loaded.
pub struct Voices {
    folder: Option<PathBuf>,
    reader: Option<Arc<Reader>>,
    japanese: HashMap<VoiceName, JapaneseVoice>,
}

impl Voices {
    /// `folder`: where `uketsuke voices install` put them.
    pub fn new(folder: Option<PathBuf>) -> Self {
        Self { folder, reader: None, japanese: HashMap::new() }
    }

    /// Loads what most people will hear; what is missing is told when it is needed.
    pub fn warm_up(&mut self) {
        self.speak(VoiceName::Mei, "あ", 100).ok();
    }

    /// Samples at [`super::SAMPLE_RATE`], full scale 1.0.
    pub fn speak(&mut self, voice: VoiceName, words: &str, rate_percent: u16) -> Result<Vec<f32>, VoicesError> {
        match voice {
            VoiceName::Slt => Ok(english::speak(words, rate_percent)?),
            VoiceName::Mei => Ok(self.japanese(voice, MEI)?.speak(words, rate_percent)?),
            VoiceName::Nitech => Ok(self.japanese(voice, NITECH)?.speak(words, rate_percent)?),
        }
    }

    /// How a Japanese text is read, in katakana.
    pub fn kana(&mut self, words: &str) -> Result<String, VoicesError> {
        Ok(self.reader()?.kana(words)?)
    }

    fn folder(&self) -> Result<&Path, VoicesError> {
        self.folder.as_deref().ok_or(VoicesError::NoFolder)
    }

    fn reader(&mut self) -> Result<Arc<Reader>, VoicesError> {
        if self.reader.is_none() {
            self.reader = Some(Arc::new(Reader::load(&self.folder()?.join(DICTIONARY))?));
        }
        self.reader.clone().ok_or(VoicesError::NoFolder)
    }

    fn japanese(&mut self, voice: VoiceName, file: &str) -> Result<&mut JapaneseVoice, VoicesError> {
        if !self.japanese.contains_key(&voice) {
            let loaded = JapaneseVoice::load(self.reader()?, &self.folder()?.join(file))?;
            self.japanese.insert(voice, loaded);
        }
        self.japanese.get_mut(&voice).ok_or(VoicesError::NoFolder)
    }
}
