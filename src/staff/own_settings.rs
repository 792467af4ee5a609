//! What staff set at the kiosk itself: how it looks and sounds for somebody who comes new. It lies beside the record and
//! goes before the config file.

use crate::i18n::Language;
use crate::ui::theme::{Colours, Letters};
use serde::{Deserialize, Serialize};
use std::io::{self, Write};
use std::path::Path;

pub const FILE: &str = "own-settings.json";

/// What was set; the rest is as the config file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OwnSettings {
    pub language: Option<Language>,
    pub letters: Option<Letters>,
    pub colours: Option<Colours>,
    /// Step of the voice's loudness, from 0.
    pub volume: Option<usize>,
    /// Percent.
    pub brightness: Option<u8>,
}

/// One change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    Language(Language),
    Letters(Letters),
    Colours(Colours),
    Volume(usize),
    Brightness(u8),
}

impl Setting {
    /// For the record.
    pub fn name(self) -> &'static str {
        match self {
            Self::Language(_) => "screen.language",
            Self::Letters(_) => "screen.text_size",
            Self::Colours(_) => "screen.colours",
            Self::Volume(_) => "speech.volume",
            Self::Brightness(_) => "screen.brightness",
        }
    }

    /// For the record.
    pub fn value(self) -> String {
        match self {
            Self::Language(language) => language.code().into(),
            Self::Letters(letters) => format!("{letters:?}").to_lowercase(),
            Self::Colours(colours) => format!("{colours:?}").to_lowercase(),
            Self::Volume(step) => (step + 1).to_string(),
            Self::Brightness(percent) => percent.to_string(),
        }
    }
}

impl OwnSettings {
    /// A file that cannot be read counts as none, and the log says so: the kiosk starts all the same.
    pub fn read(folder: &Path) -> Self {
        let path = folder.join(FILE);
        match std::fs::read(&path) {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Self::default(),
            Err(cause) => unusable(&path, &cause),
            Ok(bytes) => serde_json::from_slice(&bytes).unwrap_or_else(|cause| unusable(&path, &cause)),
        }
    }

    pub fn set(&mut self, setting: Setting) {
        match setting {
            Setting::Language(language) => self.language = Some(language),
            Setting::Letters(letters) => self.letters = Some(letters),
            Setting::Colours(colours) => self.colours = Some(colours),
            Setting::Volume(step) => self.volume = Some(step),
            Setting::Brightness(percent) => self.brightness = Some(percent),
        }
    }

    pub fn write(&self, folder: &Path) -> io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(&serde_json::to_vec_pretty(self)?)?;
        file.as_file().sync_all()?;
        file.persist(folder.join(FILE))?;
        Ok(())
    }
}

fn unusable(path: &Path, cause: &dyn std::fmt::Display) -> OwnSettings {
    bevy::log::error!("{} cannot be used ({cause}): the config file counts; set it anew at the panel", path.display());
    OwnSettings::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_and_its_value_are_told_in_words_on_the_record() {
        use crate::audit::{Entry, words::sentence};
        use crate::i18n::Catalogue;
        let sentences = Catalogue::bundled().unwrap();
        let languages = Language::offered().map(Setting::Language);
        let letters = Letters::ALL.into_iter().map(Setting::Letters);
        let colours = [Colours::Standard, Colours::White, Colours::Black, Colours::Soft].map(Setting::Colours);
        let numbers = [Setting::Volume(2), Setting::Brightness(70)];
        for setting in languages.chain(letters).chain(colours).chain(numbers) {
            let by = crate::session::Actor::Passcode;
            let entry = Entry::SettingChanged { by, setting: setting.name().into(), value: setting.value() };
            let said = sentence(&sentences, Language::English, &entry);
            let raw = format!("to: {}", setting.value());
            assert!(!said.contains(setting.name()) && !said.ends_with(&raw), "{said}");
        }
    }

    #[test]
    fn what_was_set_is_there_after_a_restart_and_rubbish_is_as_nothing() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(OwnSettings::read(folder.path()), OwnSettings::default());
        let mut settings = OwnSettings::default();
        for setting in [Setting::Letters(Letters::Large), Setting::Volume(5), Setting::Language(Language::English)] {
            settings.set(setting);
        }
        settings.write(folder.path()).unwrap();
        assert_eq!(OwnSettings::read(folder.path()), settings);
        std::fs::write(folder.path().join(FILE), "{\"letters\": 7}").unwrap();
        assert_eq!(OwnSettings::read(folder.path()), OwnSettings::default());
    }
}
