//! Looks whether the record is as it was written, and says where it is not.

use super::entry::Entry;
use super::seal::Sealed;
use super::store::{Head, LastSeal, RecordError, files};
use super::{Hash, chained};
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};

/// An entry as it was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub seq: u64,
    pub at: String,
    pub entry: Entry,
}

/// What is wrong with a record, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The file cannot be read further than this entry.
    Unreadable { file: PathBuf, after: u64, why: String },
    /// The entry is not the one that was written, or stands in another's place.
    Altered { seq: u64 },
    /// These entries are gone.
    Missing { from: u64, to: u64 },
    /// All up to this entry was written anew, or the seal is a forgery.
    WrongSeal { seq: u64 },
    /// Where the file begins is not signed by its key.
    WrongBeginning { file: PathBuf },
    /// The file's seals are made with another key than those of the file before.
    OtherKey { file: PathBuf },
    /// The record ends here, and had been sealed up to there.
    CutOff { ends: u64, sealed: u64 },
}

/// What was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Finding {
    pub entries: u64,
    pub seals: u64,
    /// The first and the last entry that are there.
    pub first: u64,
    pub head: Head,
    pub faults: Vec<Fault>,
}

/// Reads the whole record, each entry once; `each` sees those that can be understood.
pub fn verify(folder: &Path, mut each: impl FnMut(&Kept)) -> Result<Finding, RecordError> {
    let mut look = Look::default();
    for file in files(folder)? {
        if let Err(cause) = look.file(&file, &mut each) {
            let after = look.finding.head.seq;
            look.finding.faults.push(Fault::Unreadable { file, after, why: cause.to_string() });
        }
    }
    if let (Some(seal), Some(key)) = (LastSeal::read(folder), &look.key) {
        let ends = look.finding.head.seq;
        let Head { seq, hash } = seal.head;
        if !(Sealed::Head { seq, hash }).is_signed_by(key, &seal.signature) {
            look.finding.faults.push(Fault::WrongSeal { seq });
        } else if seq > ends {
            look.finding.faults.push(Fault::CutOff { ends, sealed: seq });
        }
    }
    Ok(look.finding)
}

#[derive(Default)]
struct Look {
    finding: Finding,
    key: Option<Vec<u8>>,
}

impl Look {
    fn file(&mut self, file: &Path, each: &mut impl FnMut(&Kept)) -> rusqlite::Result<()> {
        let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        self.beginning(file, &db)?;
        self.entries(&db, each)?;
        self.seals(&db)
    }

    fn beginning(&mut self, file: &Path, db: &Connection) -> rusqlite::Result<()> {
        let row = |row: &rusqlite::Row| {
            Ok((
                row.get::<_, i64>(0)?.cast_unsigned(),
                row.get(1)?,
                row.get::<_, Vec<u8>>(2)?,
                row.get::<_, Vec<u8>>(3)?,
            ))
        };
        let (before, hash, key, signature): (u64, Hash, _, _) =
            db.query_row("SELECT before, hash, key, signature FROM begins", [], row)?;
        let file = file.to_owned();
        if self.key.as_ref().is_some_and(|known| *known != key) {
            self.finding.faults.push(Fault::OtherKey { file: file.clone() });
        }
        if !(Sealed::Begins { before, hash, key: &key }).is_signed_by(&key, &signature) {
            self.finding.faults.push(Fault::WrongBeginning { file });
        }
        let head = self.finding.head;
        if self.key.is_none() {
            // Older files may have been dropped, as the facility's keeping says.
            self.finding.head = Head { seq: before, hash };
        } else if before > head.seq {
            self.finding.faults.push(Fault::Missing { from: head.seq + 1, to: before });
            self.finding.head = Head { seq: before, hash };
        } else if (Head { seq: before, hash }) != head {
            self.finding.faults.push(Fault::Altered { seq: head.seq });
        }
        self.key = Some(key);
        Ok(())
    }

    fn entries(&mut self, db: &Connection, each: &mut impl FnMut(&Kept)) -> rusqlite::Result<()> {
        let mut query = db.prepare("SELECT seq, at, entry, hash FROM entry ORDER BY seq")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let seq = row.get::<_, i64>(0)?.cast_unsigned();
            let (at, json): (String, String) = (row.get(1)?, row.get(2)?);
            let hash: Hash = row.get(3)?;
            let Head { seq: last, hash: before } = self.finding.head;
            if seq > last + 1 {
                self.finding.faults.push(Fault::Missing { from: last + 1, to: seq - 1 });
            } else if chained(&before, seq, &at, &json) != hash {
                self.finding.faults.push(Fault::Altered { seq });
            }
            if self.finding.entries == 0 {
                self.finding.first = seq;
            }
            self.finding.entries += 1;
            self.finding.head = Head { seq, hash };
            if let Ok(entry) = serde_json::from_str(&json) {
                each(&Kept { seq, at, entry });
            }
        }
        Ok(())
    }

    /// Each against the entry that it seals.
    fn seals(&mut self, db: &Connection) -> rusqlite::Result<()> {
        let key = self.key.clone().unwrap_or_default();
        let sealed =
            "SELECT seal.seq, entry.hash, seal.signature FROM seal LEFT JOIN entry USING (seq) ORDER BY seal.seq";
        let mut query = db.prepare(sealed)?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let seq = row.get::<_, i64>(0)?.cast_unsigned();
            let signature: Vec<u8> = row.get(2)?;
            let right = match row.get::<_, Option<Hash>>(1)? {
                Some(hash) => Sealed::Head { seq, hash }.is_signed_by(&key, &signature),
                // What it sealed is missing, which is told already, or went with a file before this one.
                None => true,
            };
            self.finding.seals += 1;
            if !right {
                self.finding.faults.push(Fault::WrongSeal { seq });
            }
        }
        Ok(())
    }
}
