//! What the hospital's own systems (レセコン, 電子カルテ) get: an OQS answer in the folder `face/`, by way of the spool; and
//! where it is set up the same answer as a FHIR bundle.

pub mod delivery;
pub mod fhir;
pub mod kana;
mod once;
pub mod oqs;
pub mod reading;
pub mod spool;
pub mod writer;

pub use delivery::Delivery;
pub use oqs::{Encoding, FileFacts, OqsError, OqsFile};
pub use writer::{ResultFolder, ResultFolderError};

#[cfg(test)]
mod golden;
#[cfg(test)]
pub(crate) mod samples;
