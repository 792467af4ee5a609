//! The thread "link": keeps the desk told, hands on its commands, brings it the record. It never holds up the kiosk.

use super::client::{Client, LinkError, Mark, Source};
use super::pairing::Pairing;
use super::protocol::{Command, CommandVerdict, KioskState, Receipt, RecordBatch, RecordEntry};
use crate::audit::{Hash, files};
use crate::supervisor::{Beat, Part, Supervisor};
use crossbeam_channel::{Receiver, Sender, bounded};
use rusqlite::{Connection, OpenFlags, params};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::{Notify, mpsc, watch};
use tokio::time::sleep;

/// Commands that may wait for the app.
const QUEUE: usize = 64;
/// The first pause after a cut; each is twice as long as the one before.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// The record is looked at this often, also when nobody said that it grew.
const LOOK_AT_RECORD: Duration = Duration::from_secs(2);
/// So often the desk hears that the kiosk is there, though nothing has changed.
pub const STILL_HERE: Duration = Duration::from_secs(15);
/// Entries in one request.
const BATCH: usize = 200;

/// What comes from the link.
#[derive(Debug)]
pub enum FromDesk {
    Command(Command),
    /// The desk holds the record up to here.
    Received(Receipt),
    /// The desk's copy and the kiosk's disk differ: one of them was changed.
    RecordDiffers,
    Online(bool),
}

/// The way to the thread; the thread ends when it is dropped.
pub struct LinkHandle {
    states: watch::Sender<Option<KioskState>>,
    verdicts: mpsc::UnboundedSender<CommandVerdict>,
    from_desk: Receiver<FromDesk>,
}

struct Ends {
    client: Client,
    states: watch::Receiver<Option<KioskState>>,
    tell: Sender<FromDesk>,
    wake: Arc<dyn Fn() + Send + Sync>,
    /// The stream has begun anew: the desk may have forgotten everything.
    begun: Notify,
    /// Counts those beginnings.
    streams: AtomicU64,
}

impl Ends {
    fn tell(&self, what: FromDesk) {
        // A full queue means that the app stands still; the desk will see that its command has no verdict.
        self.tell.try_send(what).ok();
        (self.wake)();
    }
}

impl LinkHandle {
    pub fn start(
        pairing: &Pairing,
        record: impl Source,
        wake: Arc<dyn Fn() + Send + Sync>,
        supervisor: &Supervisor,
    ) -> Result<Self, LinkError> {
        let (states, told) = watch::channel(None);
        let (verdicts, mut given) = mpsc::unbounded_channel();
        let (tell, from_desk) = bounded(QUEUE);
        let client = Client::new(pairing)?;
        let ends = Ends { client, states: told, tell, wake, begun: Notify::new(), streams: AtomicU64::new(0) };
        let serve = move |(): &mut (), _: &Beat| {
            let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
            runtime.block_on(async {
                tokio::select! {
                    () = hold_stream(&ends) => {}
                    () = tell_states(&ends) => {}
                    () = tell_verdicts(&ends.client, &mut given) => {}
                    () = bring_record(&ends, &record) => {}
                }
            });
        };
        supervisor.keep(Part::Link, || (), serve).map_err(|cause| LinkError::Record(cause.to_string()))?;
        Ok(Self { states, verdicts, from_desk })
    }

    /// Where the kiosk stands now; only the latest matters.
    pub fn tell(&self, state: KioskState) {
        self.states.send_if_modified(|told| {
            let new = told.as_ref() != Some(&state);
            *told = Some(state);
            new
        });
    }

    pub fn answer(&self, verdict: CommandVerdict) {
        self.verdicts.send(verdict).ok();
    }

    pub fn take(&self) -> Option<FromDesk> {
        self.from_desk.try_recv().ok()
    }
}

/// Pauses that grow while nothing succeeds.
struct Patience(Duration);

impl Patience {
    fn new() -> Self {
        Self(FIRST_PAUSE)
    }

    async fn pause(&mut self) {
        sleep(self.0).await;
        self.0 = (self.0 * 2).min(LONGEST_PAUSE);
    }
}

async fn hold_stream(ends: &Ends) {
    let mut patience = Patience::new();
    loop {
        let mut was_online = false;
        let connected = || {
            was_online = true;
            ends.tell(FromDesk::Online(true));
            ends.streams.fetch_add(1, Ordering::Relaxed);
            ends.begun.notify_one();
        };
        ends.client.commands(connected, |command| ends.tell(FromDesk::Command(command))).await.ok();
        if was_online {
            ends.tell(FromDesk::Online(false));
            patience = Patience::new();
        }
        patience.pause().await;
    }
}

async fn tell_states(ends: &Ends) {
    let mut states = ends.states.clone();
    let mut patience = Patience::new();
    loop {
        tokio::select! {
            changed = states.changed() => if changed.is_err() { return },
            () = ends.begun.notified() => {}
            () = sleep(STILL_HERE) => {}
        }
        loop {
            let state = states.borrow_and_update().clone();
            match state {
                None => break,
                Some(state) if ends.client.put_state(&state).await.is_ok() => {
                    patience = Patience::new();
                    break;
                }
                Some(_) => patience.pause().await,
            }
        }
    }
}

async fn tell_verdicts(client: &Client, given: &mut mpsc::UnboundedReceiver<CommandVerdict>) {
    while let Some(verdict) = given.recv().await {
        let mut patience = Patience::new();
        // A desk that has thrown the command away answers too.
        while client.verdict(&verdict).await.is_err() {
            patience.pause().await;
        }
    }
}

async fn bring_record(ends: &Ends, record: &impl Source) {
    let mut patience = Patience::new();
    // What the desk holds, and how the record was when it held all of it; asked anew after every cut and trouble.
    let (mut held, mut brought, mut stream) = (None, None, 0);
    loop {
        let (mark, now) = (record.mark(), ends.streams.load(Ordering::Relaxed));
        if std::mem::replace(&mut stream, now) != now {
            held = None;
        }
        if held.is_some() && mark == brought {
            sleep(LOOK_AT_RECORD).await;
            continue;
        }
        match bring_all(ends, record, held.take()).await {
            Ok(receipt) => {
                patience = Patience::new();
                (held, brought) = (Some(receipt), mark);
            }
            Err(LinkError::OtherRecord(_)) => {
                ends.tell(FromDesk::RecordDiffers);
                ends.client.record_anew().await.ok();
                patience.pause().await;
            }
            Err(_) => patience.pause().await,
        }
    }
}

async fn bring_all(ends: &Ends, record: &impl Source, held: Option<Receipt>) -> Result<Receipt, LinkError> {
    let mut receipt = match held {
        Some(receipt) => receipt,
        None => ends.client.receipt().await?,
    };
    while let Some(batch) = record.after(&receipt, BATCH)? {
        receipt = ends.client.send_record(&batch).await?;
        ends.tell(FromDesk::Received(receipt.clone()));
    }
    Ok(receipt)
}

/// The record in its folder; whatever of it the desk does not have yet waits there.
pub struct RecordOnDisk(pub PathBuf);

impl Source for RecordOnDisk {
    fn mark(&self) -> Option<Mark> {
        let newest = files(&self.0).ok()?.pop()?;
        // What is written goes into the log beside the file first.
        let log = std::fs::metadata(newest.with_extension("sqlite-wal")).ok()?;
        Some((log.len(), log.modified().ok()?))
    }

    fn after(&self, receipt: &Receipt, most: usize) -> Result<Option<RecordBatch>, LinkError> {
        let unreadable = |cause: &dyn std::fmt::Display| LinkError::Record(cause.to_string());
        let files = files(&self.0).map_err(|cause| unreadable(&cause))?;
        let held = i64::try_from(receipt.seq).unwrap_or(i64::MAX);
        let mut same_as_held = receipt.seq == 0;
        for file in &files {
            let mut read = || -> rusqlite::Result<Option<RecordBatch>> {
                let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
                if !same_as_held {
                    same_as_held = is_held(&db, receipt)?;
                }
                read_batch(&db, held, most)
            };
            match read().map_err(|cause| unreadable(&cause))? {
                Some(_) if !same_as_held => return Err(LinkError::OtherRecord(receipt.clone())),
                Some(batch) => return Ok(Some(batch)),
                None => {}
            }
        }
        // Shorter than what the desk holds: its end is gone.
        if same_as_held { Ok(None) } else { Err(LinkError::OtherRecord(receipt.clone())) }
    }
}

/// Whether the entry of the receipt, or a file that begins after it, is the one that the desk holds.
fn is_held(db: &Connection, receipt: &Receipt) -> rusqlite::Result<bool> {
    let seq = receipt.seq.cast_signed();
    let same = "SELECT 1 FROM entry WHERE seq = ?1 AND lower(hex(hash)) = ?2
                UNION SELECT 1 FROM begins WHERE before = ?1 AND lower(hex(hash)) = ?2";
    db.prepare(same)?.exists(params![seq, receipt.head])
}

fn read_batch(db: &Connection, held: i64, most: usize) -> rusqlite::Result<Option<RecordBatch>> {
    let mut query = db.prepare("SELECT seq, at, entry, hash FROM entry WHERE seq > ?1 ORDER BY seq LIMIT ?2")?;
    let rows = query.query_map(params![held, i64::try_from(most).unwrap_or(i64::MAX)], |row| {
        let hash: Hash = row.get(3)?;
        Ok(RecordEntry {
            seq: row.get::<_, i64>(0)?.cast_unsigned(),
            at: row.get(1)?,
            entry: row.get(2)?,
            hash: to_hex(&hash),
        })
    })?;
    let entries = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    let Some(first) = entries.first() else { return Ok(None) };
    let before: Hash =
        match db.query_row("SELECT hash FROM entry WHERE seq = ?1", [first.seq.cast_signed() - 1], |row| row.get(0)) {
            Ok(hash) => hash,
            Err(rusqlite::Error::QueryReturnedNoRows) => {
                db.query_row("SELECT hash FROM begins", [], |row| row.get(0))?
            }
            Err(cause) => return Err(cause),
        };
    Ok(Some(RecordBatch { before: to_hex(&before), entries }))
}

pub fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
