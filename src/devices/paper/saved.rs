//! Keeping a page in a folder, where there is no printer.

use super::PaperError;
use jiff::civil::DateTime;
use rand::RngCore;
use rand::rngs::OsRng;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// What is on a page; its file's name begins with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    Statement,
    Ways,
}

impl Paper {
    fn name(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Ways => "ways",
        }
    }
}

/// Writes a page into an existing folder, as `statement-20261128-103059-1f0c9a2e.pdf`: kind, time in Japan, chance. The
/// name says nothing of a person, and only this user may read the file (mode 0600). It appears in one step, whole.
pub fn save(pdf: &[u8], folder: &Path, paper: Paper, at: DateTime) -> Result<PathBuf, PaperError> {
    let name = format!("{}-{}-{:08x}.pdf", paper.name(), at.strftime("%Y%m%d-%H%M%S"), OsRng.next_u32());
    let path = folder.join(&name);
    let half = folder.join(format!(".{name}.part"));
    let written = write(&half, pdf).and_then(|()| fs::rename(&half, &path));
    written.map_err(|cause| {
        // Perhaps there is none; what is there is incomplete.
        fs::remove_file(&half).ok();
        PaperError::Save { path: path.clone(), cause }
    })?;
    Ok(path)
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
