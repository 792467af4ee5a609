//! The record on disk: a SQLite file a month or a day, written through to the disk at every entry.

use super::entry::{Before, Entry, Stamp};
use super::seal::{SealKey, Sealed};
use super::{Hash, chained};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    #[error("the record's folder {path} cannot be used ({cause}); make it, and give it to the kiosk's user")]
    Folder { path: PathBuf, cause: std::io::Error },
    #[error("the key of the record's seals, {path}, cannot be used: {why}; restore it, or move the whole folder away")]
    Key { path: PathBuf, why: String },
    #[error("the record {path} cannot be used ({cause}); run `uketsuke audit verify`, or move the whole folder away")]
    File { path: PathBuf, cause: rusqlite::Error },
}

/// A new file each month or each day, in Japan's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rotation {
    #[default]
    Monthly,
    Daily,
}

/// How the record is kept.
#[derive(Debug, Clone)]
pub struct Keeping {
    pub folder: PathBuf,
    pub rotation: Rotation,
    /// Files whose last day is longer ago are removed.
    pub keep_days: u32,
    /// Of the program, for the entry of its start.
    pub version: String,
}

/// How far a record goes: the receipt for everything up to there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Head {
    pub seq: u64,
    pub hash: Hash,
}

/// Entries that may stand after the last seal.
const SEAL_EVERY: u32 = 64;
/// A wall clock that goes wrong by more than this between two entries was set.
const CLOCK_TOLERANCE: Duration = Duration::from_secs(5);

/// How long somebody else's lock on the file is waited for; whoever only reads takes none.
const BUSY: Duration = Duration::from_secs(1);

const SCHEMA: &str = "
    CREATE TABLE begins (before INTEGER NOT NULL, hash BLOB NOT NULL, key BLOB NOT NULL, signature BLOB NOT NULL) STRICT;
    CREATE TABLE entry (seq INTEGER PRIMARY KEY, at TEXT NOT NULL, entry TEXT NOT NULL, hash BLOB NOT NULL) STRICT;
    CREATE TABLE seal (seq INTEGER PRIMARY KEY, at TEXT NOT NULL, signature BLOB NOT NULL) STRICT;
    CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'the record is only added to'); END;
    CREATE TRIGGER entry_is_kept BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'the record is only added to'); END;
";

/// An open record. One process writes it.
pub struct Record {
    keeping: Keeping,
    key: SealKey,
    db: Connection,
    path: PathBuf,
    head: Head,
    unsealed: u32,
    last: Option<Stamp>,
}

impl Record {
    /// Opens it and says in it how the program ended the last time. A damaged record is set aside: patients are received
    /// all the same.
    pub fn open(keeping: Keeping, now: Stamp) -> Result<Self, RecordError> {
        let folder = &keeping.folder;
        let failed = |cause| RecordError::Folder { path: folder.clone(), cause };
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)?;
        match Self::go_on(&keeping, now, None) {
            Err(RecordError::File { path, cause }) if is_damage(&cause) => {
                bevy::log::error!("the record {} is damaged ({cause}); it is set aside", path.display());
                set_aside(folder, now.at).map_err(failed)?;
                Self::go_on(&keeping, now, Some(Before::Damaged))
            }
            opened => opened,
        }
    }

    fn go_on(keeping: &Keeping, now: Stamp, damaged: Option<Before>) -> Result<Self, RecordError> {
        let folder = &keeping.folder;
        let key = SealKey::open(folder)?;
        let newest = files(folder)?.pop();
        let (head, before) = match &newest {
            Some(path) => last_entry(path)?,
            None => (Head::default(), damaged.unwrap_or(Before::Nothing)),
        };
        let sealed = LastSeal::read(folder).map_or(0, |seal| seal.head.seq);
        let before = if sealed > head.seq { Before::CutOff } else { before };
        let path = folder.join(keeping.file_for(now.at)).max(newest.unwrap_or_default());
        let db = open_file(&path, &key, head)?;
        let mut record = Self { keeping: keeping.clone(), key, db, path, head, unsealed: 0, last: None };
        let version = record.keeping.version.clone();
        record.append(now, &Entry::Started { version, before })?;
        record.drop_old(now)?;
        Ok(record)
    }

    pub fn head(&self) -> Head {
        self.head
    }

    /// It is on the disk when this returns.
    pub fn append(&mut self, stamp: Stamp, entry: &Entry) -> Result<Head, RecordError> {
        self.begin_new_file(stamp)?;
        if let Some(seconds) = self.clock_was_set(stamp) {
            self.add(stamp, &Entry::ClockSet { seconds })?;
        }
        self.last = Some(stamp);
        self.add(stamp, entry)?;
        if (entry.is_milestone() || self.unsealed >= SEAL_EVERY)
            && let Err(error) = self.seal(stamp)
        {
            // The entry is on the disk; the next seal covers it too.
            bevy::log::error!("{error}");
        }
        Ok(self.head)
    }

    fn add(&mut self, stamp: Stamp, entry: &Entry) -> Result<(), RecordError> {
        let (seq, at, entry) = (self.head.seq + 1, stamp.at.to_string(), entry.to_json());
        let hash = chained(&self.head.hash, seq, &at, &entry);
        let row = params![seq.cast_signed(), at, entry, hash.as_slice()];
        self.db.execute("INSERT INTO entry VALUES (?, ?, ?, ?)", row).map_err(in_file(&self.path))?;
        self.head = Head { seq, hash };
        self.unsealed += 1;
        Ok(())
    }

    /// In the file, and beside it: a tail that is cut off is missed at the next look.
    fn seal(&mut self, stamp: Stamp) -> Result<(), RecordError> {
        let Head { seq, hash } = self.head;
        let signature = self.key.sign(&Sealed::Head { seq, hash });
        let row = params![seq.cast_signed(), stamp.at.to_string(), signature];
        self.db.execute("INSERT OR IGNORE INTO seal VALUES (?, ?, ?)", row).map_err(in_file(&self.path))?;
        LastSeal { head: self.head, signature }.write(&self.keeping.folder)?;
        self.unsealed = 0;
        Ok(())
    }

    fn begin_new_file(&mut self, stamp: Stamp) -> Result<(), RecordError> {
        let path = self.keeping.folder.join(self.keeping.file_for(stamp.at));
        // A clock that was set back begins no file of the past.
        if path > self.path {
            self.seal(stamp)?;
            self.db = open_file(&path, &self.key, self.head)?;
            self.path = path;
            self.drop_old(stamp)?;
        }
        Ok(())
    }

    /// Whole files only, and never the one that is written.
    fn drop_old(&mut self, stamp: Stamp) -> Result<(), RecordError> {
        let oldest = day_in_japan(stamp.at).saturating_sub(jiff::Span::new().days(i64::from(self.keeping.keep_days)));
        let mut through = None;
        for path in files(&self.keeping.folder)? {
            let ended = self.keeping.rotation.last_day(&path).is_some_and(|day| day < oldest);
            if !ended || path == self.path {
                break;
            }
            through = Some(last_entry(&path)?.0.seq);
            for path in [path.clone(), path.with_extension("sqlite-wal"), path.with_extension("sqlite-shm")] {
                std::fs::remove_file(path).ok();
            }
        }
        let Some(through) = through else { return Ok(()) };
        self.add(stamp, &Entry::Dropped { through })?;
        self.seal(stamp)
    }

    /// Seconds, where wall clock and program's clock do not agree on the time since the last entry.
    fn clock_was_set(&self, now: Stamp) -> Option<i64> {
        let last = self.last?;
        let passed = i64::try_from(now.elapsed.saturating_sub(last.elapsed).as_secs()).ok()?;
        let off = now.at.as_second() - last.at.as_second() - passed;
        (off.unsigned_abs() > CLOCK_TOLERANCE.as_secs()).then_some(off)
    }
}

impl Keeping {
    fn file_for(&self, at: Timestamp) -> String {
        let day = day_in_japan(at);
        match self.rotation {
            Rotation::Monthly => format!("record-{:04}-{:02}.sqlite", day.year(), day.month()),
            Rotation::Daily => format!("record-{day}.sqlite"),
        }
    }
}

impl Rotation {
    /// Of the time that this file is for.
    fn last_day(self, path: &Path) -> Option<Date> {
        let name = path.file_stem()?.to_str()?.strip_prefix("record-")?;
        match name.len() {
            7 => format!("{name}-01").parse::<Date>().ok().map(Date::last_of_month),
            _ => name.parse().ok(),
        }
    }
}

fn day_in_japan(at: Timestamp) -> Date {
    TimeZone::fixed(jiff::tz::offset(9)).to_datetime(at).date()
}

fn is_damage(cause: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
    match cause {
        rusqlite::Error::SqliteFailure(error, _) => matches!(error.code, DatabaseCorrupt | NotADatabase),
        // A table is not there, or holds something else than what was put into it.
        rusqlite::Error::SqlInputError { .. }
        | rusqlite::Error::QueryReturnedNoRows
        | rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::InvalidColumnType(..) => true,
        _ => false,
    }
}

/// Into a folder beside the new record: nothing is lost, and somebody can look at it.
fn set_aside(folder: &Path, at: Timestamp) -> std::io::Result<()> {
    let aside = folder.join(format!("damaged-{}", at.as_second()));
    DirBuilder::new().recursive(true).mode(0o700).create(&aside)?;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let is_of_record = name.to_str().is_some_and(|name| name.starts_with("record-") || name == LAST_SEAL);
        if is_of_record {
            std::fs::rename(entry.path(), aside.join(name))?;
        }
    }
    Ok(())
}

/// The files of a record, the oldest first.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>, RecordError> {
    let failed = |cause| RecordError::Folder { path: folder.to_owned(), cause };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.starts_with("record-") && name.ends_with(".sqlite") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The entries since then, of the two newest files: a day that began in the file before is whole.
pub fn since(folder: &Path, moment: Timestamp) -> Result<Vec<Entry>, RecordError> {
    let mut entries = Vec::new();
    for file in files(folder)?.iter().rev().take(2).rev() {
        let read = || -> rusqlite::Result<Vec<String>> {
            let db = Connection::open(file)?;
            // Both are written in UTC, to the second at least.
            let mut query = db.prepare("SELECT entry FROM entry WHERE at >= ?1 ORDER BY seq")?;
            query.query_map([moment.to_string()], |row| row.get(0))?.collect()
        };
        let texts = read().map_err(in_file(file))?;
        entries.extend(texts.iter().filter_map(|text| serde_json::from_str(text).ok()));
    }
    Ok(entries)
}

fn in_file(path: &Path) -> impl Fn(rusqlite::Error) -> RecordError {
    move |cause| RecordError::File { path: path.to_owned(), cause }
}

/// Opens or makes a file; a new one says where it goes on.
fn open_file(path: &Path, key: &SealKey, head: Head) -> Result<Connection, RecordError> {
    let opened = || -> rusqlite::Result<Connection> {
        let mut db = Connection::open(path)?;
        db.busy_timeout(BUSY)?;
        db.pragma_update(None, "journal_mode", "wal")?;
        // Written through at every entry: what was acknowledged survives the power.
        db.pragma_update(None, "synchronous", "full")?;
        let making = db.transaction()?;
        let is_new =
            making.query_row("SELECT 1 FROM sqlite_schema WHERE name = 'entry'", [], |_| Ok(())).optional()?.is_none();
        if is_new {
            making.execute_batch(SCHEMA)?;
            let public = key.public();
            let begins = Sealed::Begins { before: head.seq, hash: head.hash, key: &public };
            let row = params![head.seq.cast_signed(), head.hash.as_slice(), public, key.sign(&begins)];
            making.execute("INSERT INTO begins VALUES (?, ?, ?, ?)", row)?;
        }
        making.commit()?;
        Ok(db)
    };
    opened().map_err(in_file(path))
}

/// How far a file goes, and how its program ended.
fn last_entry(path: &Path) -> Result<(Head, Before), RecordError> {
    let read = || -> rusqlite::Result<(Head, Before)> {
        let db = Connection::open(path)?;
        let last = "SELECT seq, hash, entry FROM entry ORDER BY seq DESC LIMIT 1";
        let found = db
            .query_row(last, [], |row| {
                let head = Head { seq: row.get::<_, i64>(0)?.cast_unsigned(), hash: row.get(1)? };
                let stopped = row.get::<_, String>(2)? == Entry::Stopped.to_json();
                Ok((head, if stopped { Before::Stopped } else { Before::BrokenOff }))
            })
            .optional()?;
        match found {
            Some(found) => Ok(found),
            // The program ended between making the file and writing into it.
            None => db.query_row("SELECT before, hash FROM begins", [], |row| {
                let head = Head { seq: row.get::<_, i64>(0)?.cast_unsigned(), hash: row.get(1)? };
                Ok((head, Before::BrokenOff))
            }),
        }
    };
    read().map_err(in_file(path))
}

/// The newest seal, beside the files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastSeal {
    pub head: Head,
    pub signature: Vec<u8>,
}

const LAST_SEAL: &str = "last-seal.json";

impl LastSeal {
    fn write(&self, folder: &Path) -> Result<(), RecordError> {
        let path = folder.join(LAST_SEAL);
        let written = || -> std::io::Result<()> {
            let mut file = tempfile::NamedTempFile::new_in(folder)?;
            serde_json::to_writer(&mut file, self)?;
            file.as_file().sync_all()?;
            file.persist(&path).map_err(|error| error.error)?;
            std::fs::File::open(folder)?.sync_all()
        };
        written().map_err(|cause| RecordError::Folder { path: path.clone(), cause })
    }

    /// `None` where there is none, or only rubbish.
    pub fn read(folder: &Path) -> Option<Self> {
        serde_json::from_slice(&std::fs::read(folder.join(LAST_SEAL)).ok()?).ok()
    }
}
