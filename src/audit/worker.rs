//! Writes the record on a thread of its own: a slow disk holds up no screen.

use super::entry::{Entry, Stamp};
use super::store::{Head, Keeping, Record, RecordError};
use crossbeam_channel::{Receiver, Sender, bounded};
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
    thread: Option<thread::JoinHandle<()>>,
}

impl RecordHandle {
    /// Opens the record; from then on it is written by a thread.
    pub fn start(keeping: Keeping, now: Stamp) -> Result<Self, RecordError> {
        let folder = keeping.folder.clone();
        let record = Record::open(keeping, now)?;
        let (orders, queue) = bounded(QUEUE);
        let thread = thread::Builder::new()
            .name("record".into())
            .spawn(move || write(record, &queue))
            .map_err(|cause| RecordError::Folder { path: folder, cause })?;
        Ok(Self { orders: Some(orders), thread: Some(thread) })
    }

    /// Waits only while a thousand entries wait for the disk.
    pub fn write(&self, stamp: Stamp, entry: Entry) {
        if let Some(orders) = &self.orders {
            orders.send(Order::Write(stamp, entry)).ok();
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
        self.write(stamp, Entry::Stopped);
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

fn write(mut record: Record, queue: &Receiver<Order>) {
    for order in queue {
        match order {
            Order::Write(stamp, entry) => {
                if let Err(error) = record.append(stamp, &entry) {
                    bevy::log::error!("{error}");
                }
            }
            Order::Acknowledge(stamp, entry, told) => {
                let receipt = record.append(stamp, &entry).map_err(|error| RecordFailed(error.to_string()));
                told.send(receipt).ok();
            }
            Order::Flush(told) => _ = told.send(()),
        }
    }
}
