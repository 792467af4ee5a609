//! The thread that puts a statement on paper: it waits for the printer, so that nobody else does.

use super::{Paper, PaperError, PaperFonts, PrintError, Printer, print, save, statement_pdf};
use crate::devices::Outbox;
use crate::fallback::Statement;
use crate::session::Event;
use crate::session::wizard::PaperTrouble;
use crossbeam_channel::{Receiver, Sender, bounded};
use jiff::Timestamp;
use jiff::tz::Offset;
use std::path::PathBuf;
use std::{io, thread};

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

/// Handle to the thread; it ends when this is dropped.
pub struct PaperHandle {
    statements: Sender<Statement>,
}

impl PaperHandle {
    pub fn start(config: PaperConfig, outbox: Outbox) -> io::Result<Self> {
        // One statement at a time: there is one screen.
        let (statements, queue) = bounded(1);
        thread::Builder::new().name("paper".into()).spawn(move || serve(&config, &queue, &outbox))?;
        Ok(Self { statements })
    }

    /// `Some` answers at once, where the thread cannot take it.
    pub fn print(&self, statement: Statement) -> Option<Event> {
        let refused = self.statements.try_send(statement).is_err();
        refused.then_some(Event::StatementPrinted(Err(PaperTrouble::Refused)))
    }
}

fn serve(config: &PaperConfig, queue: &Receiver<Statement>, outbox: &Outbox) {
    for statement in queue {
        let result = put_on_paper(config, &statement).map_err(|error| {
            bevy::log::error!("a statement was not printed: {error}");
            if matches!(error, WorkError::NotSet) { PaperTrouble::NotSet } else { PaperTrouble::Refused }
        });
        drop(statement);
        if !outbox.send(Event::StatementPrinted(result)) {
            return;
        }
    }
}

fn put_on_paper(config: &PaperConfig, statement: &Statement) -> Result<(), WorkError> {
    let make =
        || -> Result<_, PaperError> { statement_pdf(statement, &config.facility, &PaperFonts::read(&config.fonts)?) };
    match &config.outlet {
        Outlet::Nowhere => Err(WorkError::NotSet),
        Outlet::Printer(printer) => Ok(print(&make()?, printer)?),
        Outlet::Folder(folder) => {
            let japan = Offset::constant(9).to_datetime(Timestamp::now());
            save(&make()?, folder, Paper::Statement, japan)?;
            Ok(())
        }
    }
}
