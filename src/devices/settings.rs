//! The facility's settings: one file, read again when it changes, so that nothing has to be restarted. A broken file
//! changes nothing: the settings before stay, and staff are told which line is wrong.

use super::Outbox;
use crate::session::{Event, FacilitySettings};
use crate::supervisor::{Beat, Part};
use crate::text_file;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use std::{io, thread};

/// How often the file is looked at. It may lie on a share, where nobody tells of changes.
const LOOK_EVERY: Duration = Duration::from_secs(1);

#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    #[error("the facility's settings {path} cannot be read ({cause}): check that this user may read it")]
    Unreadable { path: PathBuf, cause: io::Error },
    /// The cause names the line.
    #[error("the facility's settings {path} are not valid:\n{cause}")]
    Syntax { path: PathBuf, cause: toml::de::Error },
}

/// The settings of a file; the field's defaults where there is no file.
pub fn read(path: &Path) -> Result<FacilitySettings, SettingsError> {
    match text_file::read(path) {
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(FacilitySettings::default()),
        Err(cause) => Err(SettingsError::Unreadable { path: path.to_owned(), cause }),
        Ok(text) => toml::from_str(&text).map_err(|cause| SettingsError::Syntax { path: path.to_owned(), cause }),
    }
}

/// What a facility cannot pass on it does not ask about: a 受給者証 of 医療費助成 has a place in the FHIR bundle only.
pub fn fitting(settings: FacilitySettings, bundles: bool) -> FacilitySettings {
    if settings.subsidies && !bundles {
        bevy::log::warn!(
            "医療費助成 is not asked about: it reaches the hospital as FHIR only, and [results.fhir] is not set"
        );
    }
    FacilitySettings { subsidies: settings.subsidies && bundles, ..settings }
}

/// Tells of every change from now on. The thread ends with the app.
pub fn watch(path: PathBuf, bundles: bool, outbox: Outbox) -> io::Result<()> {
    let mut seen = Sign::of(&path);
    let supervisor = outbox.supervisor().clone();
    let watch = move |(): &mut (), _: &Beat| {
        loop {
            thread::sleep(LOOK_EVERY);
            let now = Sign::of(&path);
            if now == seen {
                continue;
            }
            seen = now;
            let result = read(&path).inspect_err(|error| bevy::log::error!("{error}\nthe settings before stay"));
            if !outbox.send(Event::Settings(result.ok().map(|read| fitting(read, bundles)))) {
                return;
            }
        }
    };
    supervisor.keep(Part::Settings, || (), watch).map(drop)
}

/// What tells a changed file from the one before.
#[derive(PartialEq, Eq)]
struct Sign(Option<(SystemTime, u64)>);

impl Sign {
    fn of(path: &Path) -> Self {
        let data = std::fs::metadata(path).ok();
        Self(data.and_then(|data| Some((data.modified().ok()?, data.len()))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_means_the_defaults_of_the_field_and_a_broken_one_names_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("facility.toml");
        assert_eq!(read(&path).unwrap(), FacilitySettings::default());
        std::fs::write(&path, "tkk = false\nprescription = true\n").unwrap();
        let settings = read(&path).unwrap();
        assert!(!settings.tkk && settings.prescription && settings.yzk);
        for (wrong, line) in [("tkk = false\nyzk = perhaps\n", "line 2"), ("tkk = true\n\nsurgery = true\n", "line 3")]
        {
            std::fs::write(&path, wrong).unwrap();
            let error = read(&path).unwrap_err().to_string();
            assert!(error.contains(line) && error.contains("facility.toml"), "{error}");
        }
    }

    #[test]
    fn the_example_is_what_the_defaults_are() {
        let example = include_str!("../../assets/facility.toml");
        assert_eq!(toml::from_str::<FacilitySettings>(example).unwrap(), FacilitySettings::default());
    }
}
