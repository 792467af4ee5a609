//! The file for the hospital's own systems (レセコン, 電子カルテ): an OQS answer in the folder `face/`.

pub mod kana;
pub mod oqs;
pub mod writer;

pub use oqs::{Encoding, FileFacts, OqsError, OqsFile};
pub use writer::{ResultFolder, ResultFolderError};

#[cfg(test)]
mod golden;
#[cfg(test)]
mod samples;
