//! The file for the hospital's own systems (レセコン, 電子カルテ): an OQS answer in the folder `face/`, by way of the spool.

pub mod delivery;
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
