//! Tries left for each key of one card, kept on disk: like a real card's, they outlive the program.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::practice::persons::Person;

/// A secret that the card checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// JPKI AP 0018: the 4-digit PIN of the authentication certificate.
    AuthPin,
    /// JPKI AP 001B: the password of the signing certificate.
    SignPassword,
    /// 券面事項確認AP 0011: date of birth.
    FaceBirthDate,
    /// 券面事項確認AP 0012: 照合番号B.
    FaceCodeB,
    /// 券面入力補助AP 0011: the 4-digit PIN.
    AttributesPin,
    /// 券面入力補助AP 0015: 照合番号B.
    AttributesCodeB,
}

impl Key {
    /// Tries after a right answer. For the date of birth no source tells it: as for 照合番号B.
    pub fn limit(self) -> u8 {
        match self {
            Self::AuthPin | Self::AttributesPin => 3,
            Self::SignPassword => 5,
            Self::FaceBirthDate | Self::FaceCodeB | Self::AttributesCodeB => 10,
        }
    }
}

/// Why the counters could not be kept.
#[derive(Debug, Error)]
pub enum CountersError {
    /// The file could not be read or written.
    #[error("try counters: {path}: {source}; check that this user may write there")]
    File {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The file does not say what it should.
    #[error("try counters: {path} is damaged ({reason}); delete it, the card starts afresh")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

/// The counters of one card, with their file `<state dir>/<person>.toml`.
pub struct Counters {
    path: PathBuf,
    left: Left,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Left {
    auth_pin: u8,
    sign_password: u8,
    face_birth_date: u8,
    face_code_b: u8,
    attributes_pin: u8,
    attributes_code_b: u8,
}

impl Counters {
    /// Reads the person's counters; a card never used before has full ones, and the PIN tries of its person.
    pub fn open(state_dir: &Path, person: &Person) -> Result<Self, CountersError> {
        let path = state_dir.join(format!("{}.toml", person.id));
        fs::create_dir_all(state_dir).map_err(|source| CountersError::File { path: path.clone(), source })?;
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self { path, left: Left::new(person) }),
            Err(source) => return Err(CountersError::File { path, source }),
        };
        match toml::from_str(&text) {
            Ok(left) => Ok(Self { path, left }),
            Err(error) => Err(CountersError::Damaged { path, reason: error.message().to_owned() }),
        }
    }

    /// Tries left for `key`; 0 is blocked.
    pub fn left(&self, key: Key) -> u8 {
        // A file with larger numbers, edited by hand, gives no more tries than a card would.
        (*self.left.clone().slot(key)).min(key.limit())
    }

    /// Sets the tries left, on disk first: what the card answered can then never be taken back by pulling it.
    pub fn set(&mut self, key: Key, tries: u8) -> Result<(), CountersError> {
        let mut left = self.left.clone();
        *left.slot(key) = tries;
        self.write(&left).map_err(|source| CountersError::File { path: self.path.clone(), source })?;
        self.left = left;
        Ok(())
    }

    fn write(&self, left: &Left) -> io::Result<()> {
        let text = toml::to_string(left).map_err(io::Error::other)?;
        let dir = self.path.parent().unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(dir)?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(&self.path)?;
        Ok(())
    }
}

impl Left {
    fn new(person: &Person) -> Self {
        Self {
            auth_pin: person.pin_tries,
            sign_password: Key::SignPassword.limit(),
            face_birth_date: Key::FaceBirthDate.limit(),
            face_code_b: Key::FaceCodeB.limit(),
            attributes_pin: Key::AttributesPin.limit(),
            attributes_code_b: Key::AttributesCodeB.limit(),
        }
    }

    fn slot(&mut self, key: Key) -> &mut u8 {
        match key {
            Key::AuthPin => &mut self.auth_pin,
            Key::SignPassword => &mut self.sign_password,
            Key::FaceBirthDate => &mut self.face_birth_date,
            Key::FaceCodeB => &mut self.face_code_b,
            Key::AttributesPin => &mut self.attributes_pin,
            Key::AttributesCodeB => &mut self.attributes_code_b,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::persons::find;

    #[test]
    fn counters_outlive_the_program_and_a_damaged_file_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let yuki = find("yuki").unwrap();
        let mut counters = Counters::open(dir.path(), yuki).unwrap();
        assert_eq!((counters.left(Key::AuthPin), counters.left(Key::FaceCodeB)), (1, 10));
        counters.set(Key::AuthPin, 0).unwrap();
        assert_eq!(Counters::open(dir.path(), yuki).unwrap().left(Key::AuthPin), 0);

        fs::write(dir.path().join("yuki.toml"), "auth_pin = 3").unwrap();
        let Err(error) = Counters::open(dir.path(), yuki) else { panic!("a damaged file was taken") };
        assert!(error.to_string().contains("yuki.toml is damaged"), "{error}");
    }
}
