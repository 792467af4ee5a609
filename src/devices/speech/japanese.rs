//! Japanese: words to sounds by jpreprocess (Open JTalk's front end in Rust), sounds to samples by jbonsai (HTS).

use super::SAMPLE_RATE;
use jbonsai::Engine;
use jpreprocess::{DefaultTokenizer, JPreprocess, SystemDictionaryConfig};
use std::path::Path;
use std::sync::Arc;

#[derive(Debug, thiserror::Error)]
#[error("{0}; run `uketsuke voices install`")]
pub struct VoiceError(String);

/// The dictionary, shared by all Japanese voices.
pub struct Reader(JPreprocess<DefaultTokenizer>);

impl Reader {
    /// From the folder that [`build`] made.
    pub fn load(folder: &Path) -> Result<Self, VoiceError> {
        let dictionary = SystemDictionaryConfig::File(folder.to_owned()).load();
        let dictionary = dictionary.map_err(|cause| VoiceError(format!("{}: {cause}", folder.display())))?;
        Ok(Self(JPreprocess::with_dictionaries(dictionary, None)))
    }

    /// How it is read, in katakana: for people who check what is said.
    pub fn kana(&self, words: &str) -> Result<String, VoiceError> {
        let mut njd = self.0.text_to_njd(&to_speak(words)).map_err(|cause| VoiceError(cause.to_string()))?;
        njd.preprocess();
        Ok(njd.nodes.iter().map(|node| node.get_pron().to_pure_string()).collect())
    }
}

/// One Japanese voice.
pub struct JapaneseVoice {
    reader: Arc<Reader>,
    engine: Engine,
}

impl JapaneseVoice {
    /// `voice`: an HTS voice file of 48 kHz.
    pub fn load(reader: Arc<Reader>, voice: &Path) -> Result<Self, VoiceError> {
        let engine = Engine::load([voice]).map_err(|cause| VoiceError(format!("{}: {cause}", voice.display())))?;
        if engine.condition.get_sampling_frequency() != SAMPLE_RATE as usize {
            return Err(VoiceError(format!("{} is no voice of 48 kHz", voice.display())));
        }
        Ok(Self { reader, engine })
    }

    /// Samples, full scale 1.0.
    pub fn speak(&mut self, words: &str, rate_percent: u16) -> Result<Vec<f32>, VoiceError> {
        let labels = self.reader.0.extract_fullcontext(&to_speak(words));
        let labels = labels.map_err(|cause| VoiceError(cause.to_string()))?;
        // Nothing but signs: nothing to say.
        if labels.len() <= 2 {
            return Ok(Vec::new());
        }
        self.engine.condition.set_speed(f64::from(rate_percent) / 100.0);
        let samples = self.engine.synthesize(labels).map_err(|cause| VoiceError(cause.to_string()))?;
        Ok(samples.into_iter().map(|sample| (sample / 32768.0) as f32).collect())
    }
}

/// Our sentences have spaces between phrases, for the eye; a voice would stop at each.
fn to_speak(words: &str) -> String {
    words.chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// Builds the dictionary that [`Reader::load`] reads from naist-jdic's tables.
pub fn build(tables: &Path, folder: &Path) -> Result<(), VoiceError> {
    use jpreprocess_dictionary::dictionary::to_dict::JPreprocessDictionaryBuilder;
    JPreprocessDictionaryBuilder::default()
        .build_dictionary(tables, folder)
        .map_err(|cause| VoiceError(format!("the dictionary could not be built: {cause}")))
}
