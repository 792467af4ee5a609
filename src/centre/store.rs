//! The centre's database: practice persons, visits, consents.

use super::answer;
use super::answer::Held;
use crate::eligibility::Standing;
use crate::eligibility::consent::{Consent, ConsentAnswer, ConsentGroup};
use crate::practice::persons::{Application, Person};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use std::path::Path;
use std::time::Duration;

/// A visit and its consents are forgotten when the consents have lapsed.
const KEEP_HOURS: i64 = 24;
/// The most consents that are listed.
const LIST_LIMIT: u32 = 10_000;
/// Counts the layouts of the file. The data is of a day, so an older file is begun anew.
const LAYOUT: u32 = 2;
const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS persons (
        id TEXT PRIMARY KEY,
        revoked INTEGER NOT NULL,
        registered INTEGER NOT NULL,
        application TEXT NOT NULL,
        birth TEXT NOT NULL,
        held TEXT NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS applications (
        person TEXT PRIMARY KEY,
        visit TEXT NOT NULL,
        began_at INTEGER NOT NULL,
        done INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS visits (
        visit TEXT PRIMARY KEY,
        facility TEXT NOT NULL,
        certificate BLOB NOT NULL,
        nonce BLOB,
        opened_at INTEGER NOT NULL,
        identity_digest BLOB,
        identified TEXT,
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
const DROP: &str = "
    DROP TABLE IF EXISTS consents;
    DROP TABLE IF EXISTS visits;
    DROP TABLE IF EXISTS applications;
    DROP TABLE IF EXISTS persons;";

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
    pub id: String,
    pub revoked: bool,
    pub registered: bool,
    pub application: Application,
    pub birth: Date,
    pub held: Held,
}

/// A visit that was opened.
pub struct OpenedVisit {
    pub facility: String,
    /// DER
    pub certificate: Vec<u8>,
    /// `None` once it is spent.
    pub nonce: Option<Vec<u8>>,
    pub opened_at: Timestamp,
    /// SHA-256 of the signature and the stored answer as JSON, once somebody was identified.
    pub identified: Option<(Vec<u8>, String)>,
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
        let layout: u32 = change.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if layout != LAYOUT {
            change.execute_batch(DROP)?;
            change.pragma_update(None, "user_version", LAYOUT)?;
        }
        change.execute_batch(SCHEMA)?;
        let today = answer::in_japan(now).date();
        for person in people {
            change.execute(
                "INSERT OR REPLACE INTO persons (id, revoked, registered, application, birth, held) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    person.id,
                    person.revoked,
                    person.registered,
                    serde_json::to_string(&person.application)?,
                    person.birth.to_string(),
                    serde_json::to_string(&answer::held(person, today))?
                ],
            )?;
        }
        let forget_before = now.saturating_sub(KEEP_HOURS.hours()).unwrap_or(Timestamp::MIN);
        change.execute("DELETE FROM visits WHERE opened_at < ?1", [forget_before.as_second()])?;
        // So that an application can be practised again.
        change.execute("DELETE FROM applications WHERE began_at < ?1", [forget_before.as_second()])?;
        change.commit()?;
        Ok(Self { db })
    }

    /// The person with this id.
    pub fn person(&self, id: &str) -> Result<Option<HeldPerson>, StoreError> {
        let sql = "SELECT revoked, registered OR EXISTS (SELECT 1 FROM applications WHERE person = ?1 AND done), \
                   application, birth, held FROM persons WHERE id = ?1";
        let text = |row: &rusqlite::Row<'_>, column| row.get::<_, String>(column);
        let columns =
            |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, text(row, 2)?, text(row, 3)?, text(row, 4)?));
        let found = self.db.query_row(sql, [id], columns).optional()?;
        let Some((revoked, registered, application, birth, held)) = found else { return Ok(None) };
        Ok(Some(HeldPerson {
            id: id.to_owned(),
            revoked,
            registered,
            application: serde_json::from_str(&application)?,
            birth: birth.parse().unwrap_or(Date::MIN),
            held: serde_json::from_str(&held)?,
        }))
    }

    /// The visit with this id.
    pub fn visit(&self, visit: &str) -> Result<Option<OpenedVisit>, StoreError> {
        let sql = "SELECT facility, certificate, nonce, opened_at, identity_digest, identified, query_digest, answer \
                   FROM visits WHERE visit = ?1";
        let found = self.db.query_row(sql, [visit], |row| {
            let pair = |digest, text| -> rusqlite::Result<Option<(Vec<u8>, String)>> {
                Ok(row.get::<_, Option<Vec<u8>>>(digest)?.zip(row.get(text)?))
            };
            Ok(OpenedVisit {
                facility: row.get(0)?,
                certificate: row.get(1)?,
                nonce: row.get(2)?,
                opened_at: Timestamp::from_second(row.get(3)?).unwrap_or(Timestamp::MIN),
                identified: pair(4, 5)?,
                answered: pair(6, 7)?,
            })
        });
        Ok(found.optional()?)
    }

    /// Remembers who was identified by which signature, and what was answered.
    pub fn identify(&mut self, visit: &str, digest: &[u8], identified: &str) -> Result<(), StoreError> {
        let sql = "UPDATE visits SET identity_digest = ?2, identified = ?3 WHERE visit = ?1";
        self.db.execute(sql, params![visit, digest, identified])?;
        Ok(())
    }

    /// Begins an application, or looks how far it is. The second time it is through: whoever waits sees it work.
    pub fn apply(&mut self, person: &str, visit: &str, now: Timestamp) -> Result<bool, StoreError> {
        let change = self.db.transaction()?;
        let known: Option<bool> = change
            .query_row("SELECT done FROM applications WHERE person = ?1", [person], |row| row.get(0))
            .optional()?;
        match known {
            None => change.execute(
                "INSERT INTO applications (person, visit, began_at, done) VALUES (?1, ?2, ?3, 0)",
                params![person, visit, now.as_second()],
            )?,
            Some(_) => change.execute("UPDATE applications SET done = 1 WHERE person = ?1", [person])?,
        };
        change.commit()?;
        Ok(known.is_some())
    }

    /// Persons who were registered by an application.
    pub fn registered(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.db.prepare("SELECT person FROM applications WHERE done ORDER BY began_at")?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    /// What the holder of this certificate last answered at this facility, as long as it lasts.
    pub fn standing(&self, facility: &str, certificate: &[u8], now: &str) -> Result<Vec<Standing>, StoreError> {
        let sql = "SELECT consent_group, flag, available_time, max(consents.rowid) FROM consents JOIN visits USING (visit) \
                   WHERE facility = ?1 AND certificate = ?2 AND available_time > ?3 GROUP BY consent_group";
        let mut statement = self.db.prepare(sql)?;
        let rows = statement.query_map(params![facility, certificate, now], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, u8>(1)?, row.get::<_, String>(2)?))
        })?;
        let mut standing = Vec::new();
        for row in rows {
            let (code, flag, until) = row?;
            let group = ConsentGroup::ALL.into_iter().find(|group| group.code() == code);
            standing.extend(group.zip(Consent::of_flag(flag)).map(|(group, consent)| Standing {
                group,
                consent,
                until,
            }));
        }
        standing.sort_by_key(|one| one.group);
        Ok(standing)
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
