//! The thread that puts a statement on paper: it waits for the printer, so that nobody else does.

use super::{
    Paper, PaperError, PaperFonts, PrintError, Printer, WayText, WaysSheet, print, save, statement_pdf, ways_pdf,
};
use crate::devices::Outbox;
use crate::fallback::Statement;
use crate::session::Event;
use crate::session::wizard::PaperTrouble;
use crate::supervisor::{Beat, Part};
use crossbeam_channel::{Receiver, Sender, bounded};
use jiff::Timestamp;
use jiff::tz::Offset;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use zeroize::Zeroizing;

/// Where statements go.
#[derive(Debug, Clone)]
pub struct PaperConfig {
    /// To whom a statement is addressed: the name of the facility.
    pub facility: String,
    /// The folder of BIZ UDPGothic.
    pub fonts: PathBuf,
    pub outlet: Outlet,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outlet {
    /// Nothing is set.
    Nowhere,
    Printer(Printer),
    /// Staff print from there.
    Folder(PathBuf),
}

#[derive(Debug, thiserror::Error)]
enum WorkError {
    #[error("no printer and no folder for statements is set: [paper] in the config names one")]
    NotSet,
    #[error(transparent)]
    Paper(#[from] PaperError),
    #[error(transparent)]
    Print(#[from] PrintError),
}

/// The sheet of the ways, in words.
#[derive(Debug, Clone)]
pub struct WaysWords {
    /// As in BCP 47.
    pub language: &'static str,
    pub title: String,
    pub promise: String,
    /// What it is, and what to do.
    pub ways: Vec<(String, String)>,
    pub closing: String,
}

enum Job {
    Statement(Statement),
    Ways(WaysWords),
}

/// What became of the last sheet of the ways.
type LastSheet = Arc<Mutex<Option<Result<(), PaperTrouble>>>>;

/// Handle to the thread; it ends when this is dropped.
pub struct PaperHandle {
    jobs: Sender<Job>,
    last_sheet: LastSheet,
}

impl PaperHandle {
    pub fn start(config: PaperConfig, outbox: Outbox) -> io::Result<Self> {
        // One statement at a time, there is one screen; and a sheet.
        let (jobs, queue) = bounded(2);
        let last_sheet = LastSheet::default();
        let told = Arc::clone(&last_sheet);
        let supervisor = outbox.supervisor().clone();
        supervisor.keep(Part::Paper, || (), move |(), beat| serve(&config, &queue, &told, &outbox, beat))?;
        Ok(Self { jobs, last_sheet })
    }

    /// For staff; [`Self::last_sheet`] tells what becomes of it.
    pub fn print_ways(&self, words: WaysWords) {
        let refused = self.jobs.try_send(Job::Ways(words)).is_err();
        self.tell_sheet(refused.then_some(Err(PaperTrouble::Refused)));
    }

    /// `None` while it is on its way, and before the first.
    pub fn last_sheet(&self) -> Option<Result<(), PaperTrouble>> {
        *self.last_sheet.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell_sheet(&self, result: Option<Result<(), PaperTrouble>>) {
        *self.last_sheet.lock().unwrap_or_else(PoisonError::into_inner) = result;
    }

    /// `Some` answers at once, where the thread cannot take it.
    pub fn print(&self, statement: Statement) -> Option<Event> {
        let refused = self.jobs.try_send(Job::Statement(statement)).is_err();
        refused.then_some(Event::StatementPrinted(Err(PaperTrouble::Refused)))
    }
}

fn serve(config: &PaperConfig, queue: &Receiver<Job>, last_sheet: &LastSheet, outbox: &Outbox, beat: &Beat) {
    let refused = || Err(PaperTrouble::Refused);
    for job in queue {
        match job {
            Job::Statement(statement) => {
                let make = |fonts: &PaperFonts| statement_pdf(&statement, &config.facility, fonts);
                let result = beat.answer(refused, || told(put_on_paper(config, Paper::Statement, make)));
                if !outbox.send(Event::StatementPrinted(result)) {
                    return;
                }
            }
            Job::Ways(words) => {
                let make = |fonts: &PaperFonts| ways_pdf(&words.sheet(&words.texts()), &config.facility, fonts);
                let result = beat.answer(refused, || told(put_on_paper(config, Paper::Ways, make)));
                *last_sheet.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
            }
        }
    }
}

impl WaysWords {
    fn texts(&self) -> Vec<WayText<'_>> {
        self.ways.iter().map(|(title, body)| WayText { title, body }).collect()
    }

    fn sheet<'a>(&'a self, ways: &'a [WayText<'a>]) -> WaysSheet<'a> {
        let Self { language, title, promise, closing, .. } = self;
        WaysSheet { language, title, promise, ways, closing }
    }
}

fn told(result: Result<(), WorkError>) -> Result<(), PaperTrouble> {
    result.map_err(|error| {
        bevy::log::error!("a page was not printed: {error}");
        if matches!(error, WorkError::NotSet) { PaperTrouble::NotSet } else { PaperTrouble::Refused }
    })
}

fn put_on_paper(
    config: &PaperConfig,
    paper: Paper,
    make: impl Fn(&PaperFonts) -> Result<Zeroizing<Vec<u8>>, PaperError>,
) -> Result<(), WorkError> {
    let make = || make(&PaperFonts::read(&config.fonts)?);
    match &config.outlet {
        Outlet::Nowhere => Err(WorkError::NotSet),
        Outlet::Printer(printer) => Ok(print(&make()?, printer)?),
        Outlet::Folder(folder) => {
            let japan = Offset::constant(9).to_datetime(Timestamp::now());
            save(&make()?, folder, paper, japan)?;
            Ok(())
        }
    }
}
