//! Paper: the statement of a patient and the sheet of the ways that are left, as PDF; to a printer, or into a folder.
//!
//! A page is drawn in millimetres with the kiosk's own letters, which are embedded as far as they are used; its text
//! can be selected and searched. The same data make the same bytes: no clock, no number of chance is in them.
//!
//! A page is wiped where it is dropped; what was needed to make it goes back to the allocator, which overwrites it
//! ([`crate::memory`]). Neither a temporary file nor a log sees what is on a page. A printer's queue does: CUPS keeps a
//! job's file for a day after it was printed, unless `PreserveJobFiles No` stands in its cupsd.conf.
//! Whoever sets up a printer for statements must put it there.

mod embed;
mod fonts;
mod form;
mod guide;
mod printer;
mod saved;
mod sheet;
#[cfg(test)]
mod tests;
mod worker;

pub use fonts::PaperFonts;
pub use form::statement_pdf;
pub use guide::{WayText, WaysSheet, ways_pdf};
pub use printer::{PrintError, Printer, print};
pub use saved::{Paper, save};
pub use worker::{Outlet, PaperConfig, PaperHandle, WaysWords};

use std::io;
use std::path::PathBuf;

/// Why a page could not be made or kept. Nothing of the page is in it; each message names the remedy.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    #[error("the font {path} cannot be read ({cause}); install the Debian package fonts-morisawa-bizud-gothic")]
    Font { path: PathBuf, cause: io::Error },
    #[error("a font for printing is broken; reinstall the Debian package fonts-morisawa-bizud-gothic")]
    BrokenFont,
    #[error("the texts do not fit on one page; shorten them")]
    TooMuch,
    #[error("{path}: {cause}; check that the folder exists, has room, and that this user may write to it")]
    Save { path: PathBuf, cause: io::Error },
}
