//! The record: who did what when. Entries are only added; each is chained to the one before by SHA-256, and signed seals
//! tell how far the record went. Never in it: a name, a number, a PIN or its length, a photo, a descriptor, or what the
//! centre answered.

pub mod entry;
pub mod observer;
mod seal;
mod store;
pub mod verify;
pub mod words;
mod worker;

pub use entry::{Entry, Stamp, VisitId};
pub use seal::{SealKey, Sealed};
pub use store::{Head, Keeping, Record, RecordError, Rotation, files, since};
pub use worker::{Receipt, RecordHandle};

use sha2::{Digest, Sha256};

/// What stands between two entries of the record.
pub type Hash = [u8; 32];

/// Binds an entry to all before it: SHA-256 over (hash before ‖ number ‖ time ‖ entry), with lengths, so that nothing can
/// move from one field into another.
pub fn chained(before: &Hash, seq: u64, at: &str, entry: &str) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(before);
    hasher.update(seq.to_be_bytes());
    for field in [at, entry] {
        hasher.update((field.len() as u64).to_be_bytes());
        hasher.update(field);
    }
    hasher.finalize().into()
}
