//! The way of a result to the hospital's systems: onto the kiosk's disk, from there into their folder, and if that does not do,
//! again and again. A share that does not answer holds up neither patient nor kiosk: the thread "results" alone waits for it.

use super::spool::{DeliveryError, FlushTrouble, Flushed, Kind, Number, Spool, SpoolError, Writer};
use super::writer::ResultFolderError;
use crate::session::event::{HospitalTrouble, ResultsWay, Written};
use crate::supervisor::{Beat, Part, Supervisor};
use bevy::log::{error, info, warn};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use zeroize::Zeroizing;

/// Errands that may wait behind a share that hangs. One flush does the work of all of them.
const QUEUE: usize = 4;

/// How long is waited for what.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// A patient who stands there, for a share that hangs.
    pub share: Duration,
    /// Between attempts: at first, doubling, and at most.
    pub pauses: (Duration, Duration),
}

impl Default for Patience {
    fn default() -> Self {
        Self { share: Duration::from_secs(8), pauses: (Duration::from_secs(2), Duration::from_secs(60)) }
    }
}

/// The spool, where it can be had.
struct Place {
    folder: PathBuf,
    spool: Mutex<Option<Arc<Spool>>>,
}

impl Place {
    fn is_open(&self) -> bool {
        self.spool.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Opened when it is needed first, and tried again as long as it cannot be.
    fn open(&self) -> Result<Arc<Spool>, SpoolError> {
        let mut spool = self.spool.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = &*spool {
            return Ok(Arc::clone(open));
        }
        Ok(Arc::clone(spool.insert(Arc::new(Spool::open(&self.folder)?))))
    }
}

/// Tells how the way is, whenever that changes.
struct Teller {
    told: Mutex<ResultsWay>,
    tell: Box<dyn Fn(ResultsWay) + Send + Sync>,
}

impl Teller {
    fn change(&self, change: impl FnOnce(&mut ResultsWay)) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let before = *told;
        change(&mut told);
        if *told != before {
            (self.tell)(*told);
        }
    }
}

enum Errand {
    /// Something was kept; it is asked what becomes of this entry.
    Flush { number: Number, done: Sender<Result<(), HospitalTrouble>> },
    /// Something that could not be kept: now or never.
    Direct { kind: Kind, bytes: Zeroizing<Vec<u8>>, done: Sender<Result<(), HospitalTrouble>> },
}

/// Takes results. The thread behind it ends when it is dropped.
pub struct Delivery {
    place: Arc<Place>,
    teller: Arc<Teller>,
    errands: Sender<Errand>,
    patience: Patience,
}

impl Delivery {
    /// Begins with what an earlier run has left.
    ///
    /// # Errors
    /// Where no thread can be started. A spool that cannot be opened is told, and no error: results can still be
    /// handed on at once.
    pub fn start(
        writer: impl Writer + Send + 'static,
        spool: PathBuf,
        patience: Patience,
        (supervisor, part): (&Supervisor, Part),
        tell: impl Fn(ResultsWay) + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let place = Arc::new(Place { folder: spool, spool: Mutex::new(None) });
        let teller = Arc::new(Teller { told: Mutex::new(ResultsWay::default()), tell: Box::new(tell) });
        let (errands, queue) = bounded(QUEUE);
        let thread =
            Handing { place: Arc::clone(&place), teller: Arc::clone(&teller), writer, pauses: patience.pauses };
        supervisor.keep(part, move || thread, move |thread, beat| thread.serve(&queue, beat))?;
        Ok(Self { place, teller, errands, patience })
    }

    /// Comes back when the file is there, or safe on this disk, or neither.
    pub fn hand_on(&self, kind: Kind, bytes: Zeroizing<Vec<u8>>) -> Result<Written, HospitalTrouble> {
        match self.place.open().and_then(|spool| spool.keep(&kind, &bytes).map(|number| (spool, number))) {
            Ok((spool, number)) => {
                self.teller.change(|way| way.not_kept = false);
                Ok(self.flush(&spool, number))
            }
            Err(error) => {
                error!("a result cannot be kept, and is lost if it cannot be handed on now: {error}");
                self.teller.change(|way| way.not_kept = true);
                self.directly(kind, bytes).map(|()| Written::Delivered)
            }
        }
    }

    fn flush(&self, spool: &Spool, number: Number) -> Written {
        let (done, answer) = bounded(1);
        // A queue that is full holds a flush already, and that one hands on this entry too.
        let asked = self.errands.try_send(Errand::Flush { number, done }).is_ok();
        match asked.then(|| answer.recv_timeout(self.patience.share)) {
            Some(Ok(Ok(()))) => Written::Delivered,
            Some(Ok(Err(trouble))) => Written::Kept(trouble),
            Some(Err(_)) | None => {
                warn!("the result folder does not answer: a result waits on this disk");
                self.teller.change(|way| way.waiting = count(spool.waiting()));
                Written::Kept(HospitalTrouble::Other)
            }
        }
    }

    fn directly(&self, kind: Kind, bytes: Zeroizing<Vec<u8>>) -> Result<(), HospitalTrouble> {
        let (done, answer) = bounded(1);
        self.errands.try_send(Errand::Direct { kind, bytes, done }).map_err(|_| HospitalTrouble::Other)?;
        answer.recv_timeout(self.patience.share).unwrap_or(Err(HospitalTrouble::Other))
    }
}

/// The thread "results".
struct Handing<W> {
    place: Arc<Place>,
    teller: Arc<Teller>,
    writer: W,
    pauses: (Duration, Duration),
}

impl<W: Writer> Handing<W> {
    fn serve(&self, errands: &Receiver<Errand>, beat: &Beat) {
        let mut pause = self.pauses.0;
        let mut waits = self.flush_all().trouble.is_some();
        loop {
            beat.waits();
            let errand = if waits {
                errands.recv_timeout(pause)
            } else {
                errands.recv().map_err(|_| RecvTimeoutError::Disconnected)
            };
            beat.works();
            let (flushed, directly) = match errand {
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => (self.flush_all(), false),
                Ok(Errand::Flush { number, done }) => {
                    let flushed = self.flush_all();
                    // Whoever asked may have gone on meanwhile; the staff are told all the same.
                    done.send(self.became(number, &flushed)).ok();
                    (flushed, false)
                }
                Ok(Errand::Direct { kind, bytes, done }) => {
                    let result = self.directly(&kind, &bytes);
                    done.send(result).ok();
                    // Where one file got through, others will.
                    (self.flush_all(), result.is_ok())
                }
            };
            let waited = std::mem::replace(&mut waits, flushed.trouble.is_some());
            let through = directly || !flushed.written.is_empty();
            pause = if waited && !through { (pause * 2).min(self.pauses.1) } else { self.pauses.0 };
        }
    }

    fn flush_all(&self) -> Flushed {
        let was_open = self.place.is_open();
        let spool = match self.place.open() {
            Ok(spool) => spool,
            Err(error) => {
                error!("results cannot be kept: {error}");
                self.teller.change(|way| way.not_kept = true);
                return Flushed { trouble: Some(error.into()), ..Flushed::default() };
            }
        };
        let flushed = spool.flush(&self.writer);
        for (number, why) in &flushed.set_aside {
            error!("the kept result {number} goes into unreadable/ of {}: {why}", self.place.folder.display());
        }
        let waiting = if flushed.trouble.is_some() { flushed.left } else { 0 };
        if let Some(trouble) = &flushed.trouble {
            warn!("{waiting} results wait: {trouble}");
        }
        let mut waited = false;
        self.teller.change(|way| {
            waited = way.waiting > 0;
            way.not_kept &= was_open;
            (way.waiting, way.unreadable) = (count(waiting), count(spool.unreadable()));
        });
        if waited && waiting == 0 {
            info!("every result that waited was handed on");
        }
        flushed
    }

    /// What this flush, or one before it, did to an entry.
    fn became(&self, number: Number, flushed: &Flushed) -> Result<(), HospitalTrouble> {
        let waits = self.place.open().is_ok_and(|spool| spool.holds(number));
        if !waits && flushed.set_aside.iter().all(|(aside, _)| *aside != number) {
            return Ok(());
        }
        Err(match &flushed.trouble {
            Some(FlushTrouble::Target(error)) => hospital_trouble(error),
            Some(FlushTrouble::Spool(_)) | None => HospitalTrouble::Other,
        })
    }

    fn directly(&self, kind: &Kind, bytes: &[u8]) -> Result<(), HospitalTrouble> {
        let result = self.writer.deliver(kind, bytes);
        // There is no second attempt at it.
        self.writer.forget(kind);
        result.map_err(|error| {
            error!("the result of a visit was not written: {error}");
            hospital_trouble(&error)
        })
    }
}

fn hospital_trouble(error: &DeliveryError) -> HospitalTrouble {
    match error {
        DeliveryError::Folder(ResultFolderError::Missing(_)) => HospitalTrouble::FolderMissing,
        DeliveryError::Folder(ResultFolderError::NotWritable(_)) => HospitalTrouble::NotWritable,
        DeliveryError::Folder(ResultFolderError::Full(_)) => HospitalTrouble::DiskFull,
        DeliveryError::Folder(ResultFolderError::OtherFileSystem(_) | ResultFolderError::Other(..))
        | DeliveryError::Fhir(_) => HospitalTrouble::Other,
    }
}

fn count(results: usize) -> u32 {
    u32::try_from(results).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[path = "delivery_tests.rs"]
mod tests;
