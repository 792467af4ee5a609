//! What the hospital's own systems (レセコン, 電子カルテ) get: an OQS answer in the folder `face/`, and where it is set
//! up the same answer as a FHIR bundle.

pub mod fhir;
pub mod kana;
pub mod oqs;
pub mod writer;

pub use oqs::{Encoding, FileFacts, OqsError, OqsFile};
pub use writer::{ResultFolder, ResultFolderError};

#[cfg(test)]
mod golden;
#[cfg(test)]
mod samples;
