//! The one config file of a real kiosk, in TOML. Every wrong key is named with its remedy; nothing is guessed.

use crate::app::key_map::Meaning;
use crate::audit::Rotation;
use crate::devices::camera::Mount;
use crate::devices::face::Liveness;
use crate::devices::hospital::Encoding;
use crate::devices::hospital::fhir::FhirSink;
use crate::eligibility::visit::is_facility_code;
use crate::i18n::Language;
use crate::staff::StaffConfig;
use crate::text_file;
use crate::ui::theme::{Colours, Letters};
use crate::ui::widgets::DEFAULT_FONT_FOLDER;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Where `uketsuke kiosk` looks when it is told nothing.
pub const DEFAULT_PATH: &str = "/etc/uketsuke/uketsuke.toml";

/// Where the facility's settings are when the config says nothing.
pub const DEFAULT_SETTINGS: &str = "/etc/uketsuke/facility.toml";

/// Where a real kiosk keeps its record when it is told nothing.
pub const DEFAULT_RECORD: &str = "/var/lib/uketsuke/record";

/// Where a real kiosk keeps its pairing when it is told nothing.
pub const DEFAULT_LINK: &str = "/var/lib/uketsuke/link";

/// Where a real kiosk keeps results that wait when it is told nothing.
pub const DEFAULT_SPOOL: &str = "/var/lib/uketsuke/spool";

/// A whole config. `example/uketsuke.toml` in the README shows every key.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub facility: Facility,
    #[serde(default)]
    pub screen: Screen,
    #[serde(default)]
    pub card: Card,
    #[serde(default)]
    pub camera: Camera,
    #[serde(default)]
    pub face: Face,
    #[serde(default)]
    pub speech: Speech,
    /// What the keys of a keypad mean, besides the usual ones: `next = "n"`.
    #[serde(default)]
    pub keys: BTreeMap<Meaning, String>,
    pub centre: Centre,
    pub results: Results,
    #[serde(default)]
    pub paper: Paper,
    #[serde(default)]
    pub record: Record,
    #[serde(default)]
    pub link: Link,
    /// Who may do what at the kiosk.
    #[serde(default)]
    pub staff: StaffConfig,
}

/// Where `uketsuke pair` keeps what makes the kiosk known to its desk.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Link {
    pub folder: PathBuf,
}

impl Default for Link {
    fn default() -> Self {
        Self { folder: DEFAULT_LINK.into() }
    }
}

/// Where the record of who did what is kept, and for how long.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Record {
    pub folder: PathBuf,
    pub rotation: Rotation,
    /// Files that are older are removed.
    pub keep_days: u32,
}

impl Default for Record {
    fn default() -> Self {
        // Five years: no law that was found names a number.
        Self { folder: DEFAULT_RECORD.into(), rotation: Rotation::default(), keep_days: 1827 }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facility {
    /// 医療機関コード, 10 digits.
    pub code: String,
    /// To whom a 被保険者資格申立書 is addressed.
    #[serde(default)]
    pub name: String,
    /// Which questions are asked: a file of its own, read again whenever it changes.
    #[serde(default = "default_settings")]
    pub settings: PathBuf,
}

fn default_settings() -> PathBuf {
    DEFAULT_SETTINGS.into()
}

/// Where a 被保険者資格申立書 that was filled in at the kiosk goes: to a printer of CUPS, or into a folder.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Paper {
    /// Its name, as `lpstat -e` tells it.
    pub printer: Option<String>,
    pub folder: Option<PathBuf>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Screen {
    pub language: Language,
    /// Folder of BIZUDPGothic-Regular.ttf and BIZUDPGothic-Bold.ttf.
    pub fonts: PathBuf,
    /// Pixels of a millimetre; without it the screen's own EDID is asked.
    pub px_per_mm: Option<f32>,
    /// How large the letters are at first; `usual` is a capital height of 4.9 mm for sentences.
    pub text_size: Letters,
    pub colours: Colours,
    /// The picture of the first screen moves, a step every twenty seconds.
    pub motion: bool,
}

impl Default for Screen {
    fn default() -> Self {
        Self {
            language: Language::default(),
            fonts: PathBuf::from(DEFAULT_FONT_FOLDER),
            px_per_mm: None,
            text_size: Letters::default(),
            colours: Colours::default(),
            motion: true,
        }
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Card {
    /// Exact name of the reader, where there are several; else the first real one.
    pub reader: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Camera {
    /// Path (`/dev/video0`) or part of the name; else the first camera.
    pub device: Option<String>,
    /// The same of a second, infrared camera; nothing looks through it yet.
    pub infrared_device: Option<String>,
    pub mount: Mount,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Face {
    /// Folder of `models.toml`; else the user's data folder.
    pub models: Option<PathBuf>,
    pub liveness: Liveness,
}

/// Sound devices by their ALSA names (`aplay -L`), always opened directly.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Speech {
    /// Folder of the voices; else the user's data folder.
    pub voices: Option<PathBuf>,
    /// `plughw:CARD=Headset,DEV=0`: for the patient alone. Without it nothing private is spoken.
    pub headphones: Option<String>,
    /// Card and control that tell whether headphones are in: `hw:0,Headphone Jack`.
    pub jack: Option<String>,
    pub loudspeaker: Option<String>,
    /// Patients may ask for a PIN pad as on a telephone instead of the shuffled one.
    pub fixed_pad: bool,
    /// Where the card reader is, as somebody finds it who stands before the screen.
    pub card_place: CardPlace,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardPlace {
    /// On the desk, between the person and the screen.
    #[default]
    Front,
    Left,
    Right,
    Below,
}

impl CardPlace {
    /// Its message in `locales/`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Front => "place-front",
            Self::Left => "place-left",
            Self::Right => "place-right",
            Self::Below => "place-below",
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Centre {
    /// `https://...`; plain `http://` only on this machine.
    pub url: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Results {
    /// The `face` folder that the hospital's system watches.
    pub folder: PathBuf,
    pub encoding: Encoding,
    /// Where results wait, encrypted, while that folder takes none. Their key lies beside it.
    #[serde(default = "default_spool")]
    pub spool: PathBuf,
    /// Where each answer goes as a FHIR bundle as well: `folder` or `url`. Without it there are no bundles.
    #[serde(default)]
    pub fhir: Option<FhirSink>,
}

fn default_spool() -> PathBuf {
    DEFAULT_SPOOL.into()
}

#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error(
        "the config {path} cannot be read ({cause}); name it with --config, or try `uketsuke practice`, which needs none"
    )]
    Unreadable { path: PathBuf, cause: std::io::Error },
    #[error("the config {path} is not valid:\n{cause}")]
    Syntax { path: PathBuf, cause: toml::de::Error },
    #[error("the config {path}: {key} {why}")]
    Value { path: PathBuf, key: &'static str, why: &'static str },
}

impl Config {
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let source = text_file::read(path).map_err(|cause| ConfigError::Unreadable { path: path.to_owned(), cause })?;
        Self::parse(path, &source)
    }

    /// `path` is only for the messages.
    pub fn parse(path: &Path, source: &str) -> Result<Self, ConfigError> {
        let config: Self =
            toml::from_str(source).map_err(|cause| ConfigError::Syntax { path: path.to_owned(), cause })?;
        match config.wrong_value() {
            None => Ok(config),
            Some((key, why)) => Err(ConfigError::Value { path: path.to_owned(), key, why }),
        }
    }

    fn wrong_value(&self) -> Option<(&'static str, &'static str)> {
        if !is_facility_code(&self.facility.code) {
            return Some(("facility.code", "must be the 10 digits of the 医療機関コード"));
        }
        if self.screen.px_per_mm.is_some_and(|density| !(2.0..=20.0).contains(&density)) {
            return Some(("screen.px_per_mm", "must lie between 2 and 20: measure the screen's width in millimetres"));
        }
        if self.camera.mount.quarter_turns > 3 {
            return Some(("camera.mount.quarter_turns", "must be 0, 1, 2 or 3, clockwise"));
        }
        if !(300..=2200).contains(&self.camera.mount.height_mm) {
            return Some(("camera.mount.height_mm", "must lie between 300 and 2200: from the floor to the lens"));
        }
        if self.paper.printer.is_some() && self.paper.folder.is_some() {
            return Some(("paper", "must name a printer or a folder, not both"));
        }
        if self.record.keep_days < 31 {
            return Some(("record.keep_days", "must be at least 31: a month is one file"));
        }
        let hashes = self.staff.persons.iter().map(|person| &person.code).chain(&self.staff.passcode);
        if hashes.into_iter().any(|hash| !hash.starts_with("$argon2id$")) {
            return Some(("staff", "must hold codes as `uketsuke staff hash` prints them, never the codes themselves"));
        }
        let names: BTreeSet<_> = self.staff.persons.iter().map(|person| person.name.trim()).collect();
        if names.contains("") || names.len() < self.staff.persons.len() {
            return Some(("staff.persons", "must each have a name of their own"));
        }
        if self.results.spool.parent().is_none() || self.results.spool.starts_with(&self.results.folder) {
            return Some(("results.spool", "must be a folder of the kiosk's own, outside of results.folder"));
        }
        if !(3..=20).contains(&self.staff.lock_after) {
            return Some(("staff.lock_after", "must lie between 3 and 20"));
        }
        if self.keys.values().any(|key| key.parse::<u8>().is_ok()) {
            return Some(("keys", "cannot give a digit another meaning: it types the PIN"));
        }
        if self.keys.values().collect::<BTreeSet<_>>().len() < self.keys.len() {
            return Some(("keys", "give one key two meanings; `uketsuke keys` learns them"));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
[facility]
code = "1312345678"
[centre]
url = "https://centre.example"
[results]
folder = "/srv/OQS/face"
encoding = "shift_jis"
"#;

    fn error(source: &str) -> String {
        Config::parse(Path::new("kiosk.toml"), source).unwrap_err().to_string()
    }

    #[test]
    fn a_short_config_is_enough() {
        let config = Config::parse(Path::new("kiosk.toml"), GOOD).unwrap();
        assert_eq!(config.facility.settings, Path::new(DEFAULT_SETTINGS));
        assert_eq!(config.screen.language, Language::Japanese);
        assert_eq!(config.results.spool, Path::new(DEFAULT_SPOOL));
        assert_eq!(config.results.fhir, None);
    }

    #[test]
    fn bundles_go_to_a_folder_or_to_a_server() {
        let fhir = |key: &str| Config::parse(Path::new("kiosk.toml"), &format!("{GOOD}[results.fhir]\n{key}\n"));
        let folder = fhir("folder = '/srv/fhir'").unwrap().results.fhir;
        assert_eq!(folder, Some(FhirSink::Folder("/srv/fhir".into())));
        let server = fhir("url = 'https://fhir.example/base'").unwrap().results.fhir;
        assert_eq!(server, Some(FhirSink::Server { base_url: "https://fhir.example/base".into() }));
    }

    #[test]
    fn each_error_names_the_key() {
        assert!(error(&GOOD.replace("1312345678", "13")).contains("facility.code"));
        assert!(error(&format!("{GOOD}[screen]\ntext_size = 'tiny'\n")).contains("tiny"));
        assert!(error(&format!("{GOOD}[camera.mount]\nheight_mm = 30\n")).contains("camera.mount.height_mm"));
        assert!(error(&format!("{GOOD}[screen]\ncolor = 'red'\n")).contains("color"));
        assert!(error(&format!("{GOOD}[staff]\npasscode = '2468'\n")).contains("staff hash"));
        assert!(error(&format!("{GOOD}[keys]\nnext = '5'\n")).contains("digit"));
        assert!(error(&format!("{GOOD}[keys]\nnext = 'n'\nback = 'n'\n")).contains("two meanings"));
        let inside = GOOD.replace("encoding", "spool = '/srv/OQS/face/spool'\nencoding");
        assert!(error(&inside).contains("results.spool"));
        assert!(error(&format!("{GOOD}[results.fhir]\nurl = 'http://fhir.example'\n")).contains("results.fhir.url"));
        assert!(error(&format!("{GOOD}[results.fhir]\n")).contains("either `folder` or `url`"));
        assert!(error("").contains("facility"));
    }
}
