//! The key that seals the record, and the seals: Ed25519 signatures over how far it went.

use super::Hash;
use super::store::RecordError;
use ring::rand::SystemRandom;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use rustix::fs::{Mode, OFlags};
use std::fs::File;
use std::io::Write;
use std::path::Path;

/// Signs; its private half lies in the record's folder, readable to the kiosk's user only. It proves that this kiosk wrote
/// the record; that nobody with its rights wrote it anew is proved by the desk, which keeps heads of its own.
pub struct SealKey(Ed25519KeyPair);

const KEY_FILE: &str = "seal.key";

impl SealKey {
    /// Of this folder; made at the first start.
    pub fn open(folder: &Path) -> Result<Self, RecordError> {
        let path = folder.join(KEY_FILE);
        let failed = |why: String| RecordError::Key { path: path.clone(), why };
        let document = match std::fs::read(&path) {
            Ok(document) => document,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
                let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new())
                    .map_err(|_| failed("this machine gives no random numbers".into()))?;
                write_private(&path, document.as_ref()).map_err(|cause| failed(cause.to_string()))?;
                document.as_ref().to_vec()
            }
            Err(cause) => return Err(failed(cause.to_string())),
        };
        Ed25519KeyPair::from_pkcs8(&document).map(Self).map_err(|_| failed("it is damaged".into()))
    }

    pub fn public(&self) -> Vec<u8> {
        self.0.public_key().as_ref().to_vec()
    }

    pub fn sign(&self, sealed: &Sealed) -> Vec<u8> {
        self.0.sign(&sealed.message()).as_ref().to_vec()
    }
}

fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
    let file = rustix::fs::open(path, flags, Mode::RUSR | Mode::WUSR)?;
    let mut file = File::from(file);
    file.write_all(bytes)?;
    file.sync_all()
}

/// What a seal says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sealed<'a> {
    /// A file begins here: the entry before its first one, and the key of its seals.
    Begins { before: u64, hash: Hash, key: &'a [u8] },
    /// The record went up to here.
    Head { seq: u64, hash: Hash },
}

impl Sealed<'_> {
    fn message(&self) -> Vec<u8> {
        match self {
            Self::Begins { before, hash, key } => {
                [b"uketsuke record begins v1".as_slice(), &before.to_be_bytes(), hash, key].concat()
            }
            Self::Head { seq, hash } => [b"uketsuke record head v1".as_slice(), &seq.to_be_bytes(), hash].concat(),
        }
    }

    pub fn is_signed_by(&self, key: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, key).verify(&self.message(), signature).is_ok()
    }
}
