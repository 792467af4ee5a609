//! Writes the record on a thread of its own: a slow disk holds up no screen.

use super::entry::{Entry, Stamp};
use super::store::{Head, Keeping, Record, RecordError};
use crate::supervisor::{Beat, Part, Supervisor};
use crossbeam_channel::{Receiver, Sender, bounded};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// Entries that may wait for the disk; a visit makes about ten.
const QUEUE: usize = 1024;

enum Order {
    Write(Stamp, Entry),
    /// Written, and the head told, before anything else is done.
    Acknowledge(Stamp, Entry, Sender<Receipt>),
    /// Everything before it is on the disk.
    Flush(Sender<()>),
}

/// Whether an entry is on the disk.
pub type Receipt = Result<Head, RecordFailed>;

/// The record could not be written; what was not acknowledged may be lost.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the record could not be written: {0}")]
pub struct RecordFailed(pub String);

/// The way to the thread "record"; the thread ends when it is dropped.
pub struct RecordHandle {
    orders: Option<Sender<Order>>,
    missed: Missed,
    thread: Option<thread::JoinHandle<()>>,
}

impl RecordHandle {
    /// Opens the record; from then on it is written by a thread.
    pub fn start(keeping: Keeping, now: Stamp, supervisor: &Supervisor) -> Result<Self, RecordError> {
        let folder = keeping.folder.clone();
        let record = Record::open(keeping, now)?;
        let (orders, queue) = bounded(QUEUE);
        let missed = Missed::default();
        let counted = missed.clone();
        let thread = supervisor
            .keep(Part::Record, move || record, move |record, beat| write(record, &queue, &counted, beat))
            .map_err(|cause| RecordError::Folder { path: folder, cause })?;
        Ok(Self { orders: Some(orders), missed, thread: Some(thread) })
    }

    /// Never waits: a disk that does not answer stops no visit. What finds no place in the queue is counted, and the next
    /// entry says so.
    pub fn write(&self, stamp: Stamp, entry: Entry) {
        if let Some(orders) = &self.orders
            && orders.try_send(Order::Write(stamp, entry)).is_err()
        {
            self.missed.add(1);
        }
    }

    /// Returns when the entry is on the disk: for what must not be done without its record.
    pub fn write_and_wait(&self, stamp: Stamp, entry: Entry) -> Receipt {
        let gone = || RecordFailed("its thread has ended".into());
        let orders = self.orders.as_ref().ok_or_else(gone)?;
        let (told, receipt) = bounded(1);
        orders.send(Order::Acknowledge(stamp, entry, told)).map_err(|_| gone())?;
        receipt.recv().map_err(|_| gone())?
    }

    /// Returns when everything that was told before is on the disk.
    pub fn flush(&self) {
        let (told, done) = bounded(1);
        if let Some(orders) = &self.orders
            && orders.send(Order::Flush(told)).is_ok()
        {
            done.recv().ok();
        }
    }

    /// The last entry; what waits is written first.
    pub fn stop(&mut self, stamp: Stamp) {
        if let Some(orders) = &self.orders {
            orders.send(Order::Write(stamp, Entry::Stopped)).ok();
        }
        self.finish();
    }

    /// Everything that waits is on the disk when this returns.
    fn finish(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

impl Drop for RecordHandle {
    fn drop(&mut self) {
        self.finish();
    }
}

/// Entries that could not be written since the last one that could.
#[derive(Clone, Default)]
struct Missed(Arc<AtomicU64>);

impl Missed {
    fn add(&self, entries: u64) {
        self.0.fetch_add(entries, Ordering::Relaxed);
    }

    /// The entry, after one that tells how many are missing before it.
    fn tell(&self, record: &mut Record, stamp: Stamp, entry: &Entry) -> Result<Head, RecordError> {
        let entries = self.0.swap(0, Ordering::Relaxed);
        if entries > 0
            && let Err(error) = record.append(stamp, &Entry::Missed { entries })
        {
            self.add(entries + 1);
            return Err(error);
        }
        record.append(stamp, entry).inspect_err(|_| self.add(1))
    }
}

fn write(record: &mut Record, queue: &Receiver<Order>, missed: &Missed, beat: &Beat) {
    for order in queue {
        beat.works();
        match order {
            Order::Write(stamp, entry) => {
                if let Err(error) = missed.tell(record, stamp, &entry) {
                    bevy::log::error!("{error}");
                }
            }
            Order::Acknowledge(stamp, entry, told) => {
                let receipt = missed.tell(record, stamp, &entry);
                told.send(receipt.map_err(|error| RecordFailed(error.to_string()))).ok();
            }
            Order::Flush(told) => _ = told.send(()),
        }
        beat.waits();
    }
}
