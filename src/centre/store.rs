//! The centre's database: practice persons, visits, consents.

use super::answer;
use crate::eligibility::Qualification;
use crate::eligibility::consent::ConsentAnswer;
use crate::practice::persons::Person;
use jiff::{Timestamp, ToSpan};
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use std::path::Path;
use std::time::Duration;

/// A visit and its consents are forgotten when the consents have lapsed.
const KEEP_HOURS: i64 = 24;
/// The most consents that are listed.
const LIST_LIMIT: u32 = 10_000;
const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS persons (
        id TEXT PRIMARY KEY,
        revoked INTEGER NOT NULL,
        registered INTEGER NOT NULL,
        validity INTEGER NOT NULL,
        qualification TEXT NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS visits (
        visit TEXT PRIMARY KEY,
        facility TEXT NOT NULL,
        certificate BLOB NOT NULL,
        nonce BLOB,
        opened_at INTEGER NOT NULL,
        query_digest BLOB,
        answer TEXT
    ) STRICT;
    CREATE TABLE IF NOT EXISTS consents (
        visit TEXT NOT NULL REFERENCES visits ON DELETE CASCADE,
        consent_group TEXT NOT NULL,
        flag INTEGER NOT NULL,
        cons_time TEXT NOT NULL,
        available_time TEXT NOT NULL,
        PRIMARY KEY (visit, consent_group)
    ) STRICT;";

/// Why the database failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

/// One connection; callers take turns.
pub struct Store {
    db: Connection,
}

/// A practice person as the centre knows it.
pub struct HeldPerson {
    pub revoked: bool,
    pub registered: bool,
    pub validity: u8,
    pub qualification: Qualification,
}

/// A visit that was opened.
pub struct OpenedVisit {
    pub facility: String,
    /// DER
    pub certificate: Vec<u8>,
    /// `None` once it is spent.
    pub nonce: Option<Vec<u8>>,
    pub opened_at: Timestamp,
    /// SHA-256 of the query and the stored answer as JSON, once there is one.
    pub answered: Option<(Vec<u8>, String)>,
}

/// A row of the consent list: no name, and no link to a person.
#[derive(Serialize)]
pub struct ConsentRow {
    pub visit: String,
    pub group: String,
    pub flag: u8,
}

impl Store {
    /// Opens or makes the file, brings its people up to date, and forgets old visits.
    pub fn open(path: &Path, people: &[Person], now: Timestamp) -> Result<Self, StoreError> {
        let mut db = Connection::open(path)?;
        db.busy_timeout(Duration::from_secs(5))?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "foreign_keys", true)?;
        let change = db.transaction()?;
        change.execute_batch(SCHEMA)?;
        for person in people {
            change.execute(
                "INSERT OR REPLACE INTO persons (id, revoked, registered, validity, qualification) \
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    person.id,
                    person.revoked,
                    person.registered,
                    person.insurance.validity,
                    serde_json::to_string(&answer::qualification(person))?
                ],
            )?;
        }
        let forget_before = now.saturating_sub(KEEP_HOURS.hours()).unwrap_or(Timestamp::MIN);
        change.execute("DELETE FROM visits WHERE opened_at < ?1", [forget_before.as_second()])?;
        change.commit()?;
        Ok(Self { db })
    }

    /// The person with this id.
    pub fn person(&self, id: &str) -> Result<Option<HeldPerson>, StoreError> {
        let sql = "SELECT revoked, registered, validity, qualification FROM persons WHERE id = ?1";
        let columns = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, String>(3)?));
        let found = self.db.query_row(sql, [id], columns).optional()?;
        let Some((revoked, registered, validity, qualification)) = found else { return Ok(None) };
        Ok(Some(HeldPerson { revoked, registered, validity, qualification: serde_json::from_str(&qualification)? }))
    }

    /// The visit with this id.
    pub fn visit(&self, visit: &str) -> Result<Option<OpenedVisit>, StoreError> {
        let sql = "SELECT facility, certificate, nonce, opened_at, query_digest, answer FROM visits WHERE visit = ?1";
        let found = self.db.query_row(sql, [visit], |row| {
            let (digest, answer): (Option<Vec<u8>>, Option<String>) = (row.get(4)?, row.get(5)?);
            Ok(OpenedVisit {
                facility: row.get(0)?,
                certificate: row.get(1)?,
                nonce: row.get(2)?,
                opened_at: Timestamp::from_second(row.get(3)?).unwrap_or(Timestamp::MIN),
                answered: digest.zip(answer),
            })
        });
        Ok(found.optional()?)
    }

    /// Remembers a visit with a fresh nonce; one of the same id that was opened before gets the new nonce.
    pub fn open_visit(
        &mut self,
        visit: &str,
        facility: &str,
        certificate: &[u8],
        nonce: &[u8],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.db.execute(
            "INSERT INTO visits (visit, facility, certificate, nonce, opened_at) VALUES (?1, ?2, ?3, ?4, ?5) \
             ON CONFLICT (visit) DO UPDATE SET nonce = excluded.nonce, opened_at = excluded.opened_at",
            params![visit, facility, certificate, nonce, now.as_second()],
        )?;
        Ok(())
    }

    /// After this the visit's nonce opens nothing more.
    pub fn spend_nonce(&mut self, visit: &str) -> Result<(), StoreError> {
        self.db.execute("UPDATE visits SET nonce = NULL WHERE visit = ?1", [visit])?;
        Ok(())
    }

    /// Records consents and answer together, or neither.
    pub fn record(
        &mut self,
        visit: &str,
        consents: &[ConsentAnswer],
        stamp: &answer::Stamp,
        query_digest: &[u8],
        answer: &str,
    ) -> Result<(), StoreError> {
        let change = self.db.transaction()?;
        for consent in consents {
            change.execute(
                "INSERT INTO consents (visit, consent_group, flag, cons_time, available_time) \
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                params![visit, consent.group.code(), consent.consent.flag(), stamp.time, stamp.lapses],
            )?;
        }
        change.execute(
            "UPDATE visits SET query_digest = ?2, answer = ?3 WHERE visit = ?1",
            params![visit, query_digest, answer],
        )?;
        change.commit()?;
        Ok(())
    }

    /// Consents in the order in which they were recorded.
    pub fn consents(&self) -> Result<Vec<ConsentRow>, StoreError> {
        let sql = "SELECT visit, consent_group, flag FROM consents ORDER BY rowid LIMIT ?1";
        let mut statement = self.db.prepare(sql)?;
        let rows = statement.query_map([LIST_LIMIT], |row| {
            Ok(ConsentRow { visit: row.get(0)?, group: row.get(1)?, flag: row.get(2)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
