//! What the desk keeps, in SQL: SQLite in its own process, or PostgreSQL. The statements are the same on both.

use crate::audit::{Hash, chained};
use crate::link::protocol::{Command, Receipt, RecordBatch};
use crate::session::OrderVerdict;
use crate::staff::Role;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions, AnyRow};
use sqlx::{AnyPool, AssertSqlSafe, Row};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the desk's database does not answer ({0})")]
    Sql(#[from] sqlx::Error),
    #[error("the desk's database cannot be brought up to this version ({0}); is it a newer program's?")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    #[error("the desk's database holds what cannot be read: {0}")]
    Unreadable(&'static str),
}

/// Where the data lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    /// A file, opened by this process only.
    Sqlite(PathBuf),
    /// `postgres://user@host/database`
    Postgres(String),
}

/// A kiosk that is paired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KioskRow {
    pub id: String,
    pub name: String,
    /// Milliseconds since 1970, as all times here.
    pub paired_at: i64,
    pub last_seen: i64,
    /// When its record began anew; 0 for never.
    pub anew_at: i64,
}

/// Somebody of the staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    pub name: String,
    pub role: Role,
    pub code: String,
    pub failures: u32,
}

/// A browser on which a code may be typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TerminalRow {
    /// Of its cookie: what is known here lets nobody in.
    pub hash: String,
    pub name: String,
    pub paired_at: i64,
    /// 0: never since this is kept.
    pub last_used: i64,
}

/// What a code that can be used once is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invitation {
    Kiosk,
    Terminal,
}

impl Invitation {
    fn kind(self) -> &'static str {
        match self {
            Self::Kiosk => "kiosk",
            Self::Terminal => "terminal",
        }
    }
}

/// What came of bringing entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Brought {
    Taken(Receipt),
    /// They do not fit what is held up to there.
    Differs(Receipt),
}

/// Where an act was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// On the page, or by a kiosk.
    Page,
    /// By a command, at the desk's own machine.
    Machine,
}

impl Place {
    fn text(self) -> &'static str {
        match self {
            Self::Page => "",
            Self::Machine => "machine",
        }
    }

    fn of(text: &str) -> Self {
        if text == Self::Machine.text() { Self::Machine } else { Self::Page }
    }
}

/// What somebody did at the desk.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Act {
    pub at: i64,
    pub person: String,
    pub what: String,
    pub kiosk: String,
    pub outcome: String,
    pub place: Place,
}

#[derive(Clone)]
pub struct Store {
    pool: AnyPool,
}

/// PostgreSQL's answer; longer means that it is gone.
const ANSWER: Duration = Duration::from_secs(2);
const POSTGRES_CONNECTIONS: u32 = 8;

impl Store {
    pub async fn open(database: &Database) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let options = AnyPoolOptions::new().acquire_timeout(ANSWER);
        let pool = match database {
            Database::Sqlite(path) => {
                let url = sqlite_url(path);
                // One connection: SQLite has one writer, and this process is the only one.
                let options = options.max_connections(1).after_connect(|connection, _| {
                    Box::pin(async move {
                        use sqlx::Executor;
                        let pragmas =
                            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000";
                        connection.execute(pragmas).await.map(drop)
                    })
                });
                options.connect_with(AnyConnectOptions::from_str(&url)?).await?
            }
            Database::Postgres(url) => {
                let options = options.max_connections(POSTGRES_CONNECTIONS);
                options.connect_with(AnyConnectOptions::from_str(url)?).await?
            }
        };
        sqlx::migrate!("src/desk/migrations").run(&pool).await?;
        Ok(Self { pool })
    }

    /// Lets go of the database; a store that is only dropped does so later.
    pub async fn close(self) {
        self.pool.close().await;
    }

    pub async fn kiosks(&self) -> Result<Vec<KioskRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, name, paired_at, last_seen, anew_at FROM kiosk WHERE removed = 0 ORDER BY name, id",
        );
        Ok(rows.fetch_all(&self.pool).await?.iter().map(kiosk_row).collect())
    }

    /// `None` where it was never paired, or was removed.
    pub async fn kiosk(&self, id: &str) -> Result<Option<KioskRow>, StoreError> {
        let row =
            sqlx::query("SELECT id, name, paired_at, last_seen, anew_at FROM kiosk WHERE id = $1 AND removed = 0")
                .bind(id);
        Ok(row.fetch_optional(&self.pool).await?.as_ref().map(kiosk_row))
    }

    pub async fn add_kiosk(&self, id: &str, name: &str, now: i64) -> Result<(), StoreError> {
        let add = "INSERT INTO kiosk (id, name, paired_at, last_seen, epoch, anew_at, removed) VALUES ($1, $2, $3, $4, 1, 0, 0)";
        sqlx::query(add).bind(id).bind(name).bind(now).bind(now).execute(&self.pool).await?;
        Ok(())
    }

    /// Its certificate opens nothing any more; its record stays.
    pub async fn remove_kiosk(&self, id: &str) -> Result<(), StoreError> {
        sqlx::query("UPDATE kiosk SET removed = 1 WHERE id = $1").bind(id).execute(&self.pool).await?;
        Ok(())
    }

    pub async fn seen(&self, id: &str, now: i64) -> Result<(), StoreError> {
        sqlx::query("UPDATE kiosk SET last_seen = $1 WHERE id = $2").bind(now).bind(id).execute(&self.pool).await?;
        Ok(())
    }

    pub async fn invite(&self, kind: Invitation, hash: &str, name: &str, until: i64) -> Result<(), StoreError> {
        let add = "INSERT INTO invitation (hash, kind, name, until_ms) VALUES ($1, $2, $3, $4)";
        sqlx::query(add).bind(hash).bind(kind.kind()).bind(name).bind(until).execute(&self.pool).await?;
        Ok(())
    }

    /// The name that was given to it, once, and in time.
    pub async fn redeem(&self, kind: Invitation, hash: &str, now: i64) -> Result<Option<String>, StoreError> {
        let take = "DELETE FROM invitation WHERE hash = $1 AND kind = $2 RETURNING name, until_ms";
        let row = sqlx::query(take).bind(hash).bind(kind.kind()).fetch_optional(&self.pool).await?;
        Ok(row.filter(|row| row.get::<i64, _>(1) >= now).map(|row| row.get(0)))
    }

    pub async fn add_terminal(&self, hash: &str, name: &str, now: i64) -> Result<(), StoreError> {
        let add = "INSERT INTO terminal (hash, name, paired_at) VALUES ($1, $2, $3)";
        sqlx::query(add).bind(hash).bind(name).bind(now).execute(&self.pool).await?;
        Ok(())
    }

    /// Whoever uses a removed one pairs it anew; `None`: it is not there.
    pub async fn remove_terminal(&self, hash: &str) -> Result<Option<String>, StoreError> {
        let remove = sqlx::query("DELETE FROM terminal WHERE hash = $1 RETURNING name").bind(hash);
        Ok(remove.fetch_optional(&self.pool).await?.map(|row| row.get(0)))
    }

    pub async fn terminals(&self) -> Result<Vec<TerminalRow>, StoreError> {
        let rows = sqlx::query("SELECT hash, name, paired_at, last_used FROM terminal ORDER BY name, paired_at, hash");
        let terminal = |row: &AnyRow| TerminalRow {
            hash: row.get(0),
            name: row.get(1),
            paired_at: row.get(2),
            last_used: row.get(3),
        };
        Ok(rows.fetch_all(&self.pool).await?.iter().map(terminal).collect())
    }

    /// `false`: it was removed.
    pub async fn terminal_used(&self, hash: &str, now: i64) -> Result<bool, StoreError> {
        let set = sqlx::query("UPDATE terminal SET last_used = $1 WHERE hash = $2").bind(now).bind(hash);
        Ok(set.execute(&self.pool).await?.rows_affected() == 1)
    }

    pub async fn is_terminal(&self, hash: &str) -> Result<bool, StoreError> {
        let row = sqlx::query("SELECT 1 FROM terminal WHERE hash = $1").bind(hash);
        Ok(row.fetch_optional(&self.pool).await?.is_some())
    }

    /// `false`: somebody of this name is there already, and nothing was changed.
    pub async fn add_person(&self, name: &str, role: Role, code: &str) -> Result<bool, StoreError> {
        let add =
            "INSERT INTO person (name, role, code, failures) VALUES ($1, $2, $3, 0) ON CONFLICT (name) DO NOTHING";
        let added = sqlx::query(add).bind(name).bind(role_text(role)).bind(code).execute(&self.pool).await?;
        Ok(added.rows_affected() == 1)
    }

    /// Another code and role, which unlocks it too; `false`: nobody of this name is there.
    pub async fn renew_person(&self, name: &str, role: Role, code: &str) -> Result<bool, StoreError> {
        let set = "UPDATE person SET role = $1, code = $2, failures = 0 WHERE name = $3";
        let set = sqlx::query(set).bind(role_text(role)).bind(code).bind(name).execute(&self.pool).await?;
        Ok(set.rows_affected() == 1)
    }

    /// Whoever it is, known or not.
    pub async fn put_person(&self, name: &str, role: Role, code: &str) -> Result<(), StoreError> {
        let put = "INSERT INTO person (name, role, code, failures) VALUES ($1, $2, $3, 0)
                   ON CONFLICT (name) DO UPDATE SET role = excluded.role, code = excluded.code, failures = 0";
        sqlx::query(put).bind(name).bind(role_text(role)).bind(code).execute(&self.pool).await?;
        Ok(())
    }

    pub async fn remove_person(&self, name: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM passkey WHERE person = $1").bind(name).execute(&self.pool).await?;
        sqlx::query("DELETE FROM person WHERE name = $1").bind(name).execute(&self.pool).await?;
        Ok(())
    }

    pub async fn persons(&self) -> Result<Vec<PersonRow>, StoreError> {
        let rows = sqlx::query("SELECT name, role, code, failures FROM person ORDER BY name");
        rows.fetch_all(&self.pool).await?.iter().map(person_row).collect()
    }

    pub async fn person(&self, name: &str) -> Result<Option<PersonRow>, StoreError> {
        let row = sqlx::query("SELECT name, role, code, failures FROM person WHERE name = $1").bind(name);
        row.fetch_optional(&self.pool).await?.as_ref().map(person_row).transpose()
    }

    pub async fn set_failures(&self, name: &str, failures: u32) -> Result<(), StoreError> {
        let set = sqlx::query("UPDATE person SET failures = $1 WHERE name = $2").bind(i64::from(failures)).bind(name);
        set.execute(&self.pool).await?;
        Ok(())
    }

    pub async fn add_passkey(&self, id: &str, person: &str, credential: &str, now: i64) -> Result<(), StoreError> {
        let add = "INSERT INTO passkey (id, person, credential, made_at) VALUES ($1, $2, $3, $4)";
        sqlx::query(add).bind(id).bind(person).bind(credential).bind(now).execute(&self.pool).await?;
        Ok(())
    }

    /// The credentials of a person, as they were stored.
    pub async fn passkeys(&self, person: &str) -> Result<Vec<String>, StoreError> {
        let rows = sqlx::query("SELECT credential FROM passkey WHERE person = $1").bind(person);
        Ok(rows.fetch_all(&self.pool).await?.iter().map(|row| row.get(0)).collect())
    }

    /// `false`: this command is known already, and nothing was done.
    pub async fn give(&self, kiosk: &str, command: &Command, now: i64) -> Result<bool, StoreError> {
        let text = serde_json::to_string(command).map_err(|_| StoreError::Unreadable("command"))?;
        let add = "INSERT INTO command (id, kiosk, person, command, given_at, verdict) VALUES ($1, $2, $3, $4, $5, '')
                   ON CONFLICT (id) DO NOTHING";
        let add = sqlx::query(add).bind(&command.id).bind(kiosk).bind(&command.person).bind(text).bind(now);
        Ok(add.execute(&self.pool).await?.rows_affected() == 1)
    }

    /// The first verdict stays, and only of the kiosk that was asked; `true`: this was it.
    pub async fn settle(&self, kiosk: &str, id: &str, verdict: OrderVerdict) -> Result<bool, StoreError> {
        let text = serde_json::to_string(&verdict).map_err(|_| StoreError::Unreadable("verdict"))?;
        let set = "UPDATE command SET verdict = $1 WHERE id = $2 AND kiosk = $3 AND verdict = ''";
        let settled = sqlx::query(set).bind(text).bind(id).bind(kiosk).execute(&self.pool).await?;
        Ok(settled.rows_affected() == 1)
    }

    /// `Some(None)`: there is none yet.
    pub async fn verdict(&self, id: &str) -> Result<Option<Option<OrderVerdict>>, StoreError> {
        let row = sqlx::query("SELECT verdict FROM command WHERE id = $1").bind(id).fetch_optional(&self.pool).await?;
        Ok(row.map(|row| serde_json::from_str(row.get(0)).ok()))
    }

    pub async fn receipt(&self, kiosk: &str) -> Result<Receipt, StoreError> {
        let epoch = self.epoch(kiosk).await?;
        self.receipt_of(kiosk, epoch).await
    }

    async fn epoch(&self, kiosk: &str) -> Result<i64, StoreError> {
        Ok(sqlx::query("SELECT epoch FROM kiosk WHERE id = $1").bind(kiosk).fetch_one(&self.pool).await?.get(0))
    }

    async fn receipt_of(&self, kiosk: &str, epoch: i64) -> Result<Receipt, StoreError> {
        let last = "SELECT seq, hash FROM record WHERE kiosk = $1 AND epoch = $2 ORDER BY seq DESC LIMIT 1";
        let row = sqlx::query(last).bind(kiosk).bind(epoch).fetch_optional(&self.pool).await?;
        Ok(row.map_or_else(Receipt::default, |row| Receipt {
            seq: row.get::<i64, _>(0).cast_unsigned(),
            head: row.get(1),
        }))
    }

    /// Entries that are held already are passed over, so that a batch may come twice; what does not fit is refused whole.
    pub async fn bring(&self, kiosk: &str, batch: &RecordBatch) -> Result<Brought, StoreError> {
        let epoch = self.epoch(kiosk).await?;
        let held = self.receipt_of(kiosk, epoch).await?;
        let Some(head) = fits(&held, batch) else {
            let same = self.is_repeated(kiosk, epoch, batch).await?;
            return Ok(if same { Brought::Taken(held) } else { Brought::Differs(held) });
        };
        let mut writing = self.pool.begin().await?;
        // A few rows a statement: both engines allow thousands of parameters, PostgreSQL 65,535.
        for rows in batch.entries.chunks(100) {
            let mut insert = sqlx::query(AssertSqlSafe(insert_rows(rows.len())));
            for entry in rows {
                insert = insert.bind(kiosk).bind(epoch).bind(entry.seq.cast_signed());
                insert = insert.bind(&entry.at).bind(&entry.entry).bind(&entry.hash);
            }
            insert.execute(&mut *writing).await?;
        }
        writing.commit().await?;
        Ok(Brought::Taken(head))
    }

    /// A batch whose receipt was lost on its way.
    async fn is_repeated(&self, kiosk: &str, epoch: i64, batch: &RecordBatch) -> Result<bool, StoreError> {
        let Some(last) = batch.entries.last() else { return Ok(true) };
        let same = "SELECT 1 FROM record WHERE kiosk = $1 AND epoch = $2 AND seq = $3 AND hash = $4";
        let row = sqlx::query(same).bind(kiosk).bind(epoch).bind(last.seq.cast_signed()).bind(&last.hash);
        Ok(row.fetch_optional(&self.pool).await?.is_some())
    }

    /// The kiosk has another record now: the old one stays as it is, and everybody can see when that was.
    pub async fn begin_anew(&self, kiosk: &str, now: i64) -> Result<(), StoreError> {
        let anew = sqlx::query("UPDATE kiosk SET epoch = epoch + 1, anew_at = $1 WHERE id = $2").bind(now).bind(kiosk);
        anew.execute(&self.pool).await?;
        Ok(())
    }

    /// The newest entries of a kiosk, the newest first: number, time, entry.
    pub async fn entries(&self, kiosk: &str, most: u32) -> Result<Vec<(i64, String, String)>, StoreError> {
        let newest = "SELECT seq, at, entry FROM record WHERE kiosk = $1 ORDER BY epoch DESC, seq DESC LIMIT $2";
        let rows = sqlx::query(newest).bind(kiosk).bind(i64::from(most)).fetch_all(&self.pool).await?;
        Ok(rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect())
    }

    pub async fn note(&self, id: &str, act: &Act) -> Result<(), StoreError> {
        let add = "INSERT INTO act (id, at, person, what, kiosk, outcome, place) VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let add = sqlx::query(add).bind(id).bind(act.at).bind(&act.person).bind(&act.what).bind(&act.kiosk);
        add.bind(&act.outcome).bind(act.place.text()).execute(&self.pool).await?;
        Ok(())
    }

    /// The newest first.
    pub async fn acts(&self, most: u32) -> Result<Vec<Act>, StoreError> {
        let newest =
            sqlx::query("SELECT at, person, what, kiosk, outcome, place FROM act ORDER BY at DESC, id LIMIT $1");
        let rows = newest.bind(i64::from(most)).fetch_all(&self.pool).await?;
        let act = |row: &AnyRow| Act {
            at: row.get(0),
            person: row.get(1),
            what: row.get(2),
            kiosk: row.get(3),
            outcome: row.get(4),
            place: Place::of(row.get(5)),
        };
        Ok(rows.iter().map(act).collect())
    }
}

/// Only numbers of parameters are put into the text. (sqlx's own builder writes `?`, which PostgreSQL does not know.)
fn insert_rows(count: usize) -> String {
    let row = |row: usize| {
        let [a, b, c, d, e, f] = std::array::from_fn(|column| row * 6 + column + 1);
        format!("(${a}, ${b}, ${c}, ${d}, ${e}, ${f})")
    };
    let rows: Vec<String> = (0..count).map(row).collect();
    format!("INSERT INTO record (kiosk, epoch, seq, at, entry, hash) VALUES {} ON CONFLICT DO NOTHING", rows.join(", "))
}

/// The receipt for the whole batch, if it goes on where the record ends and its chain holds.
pub(super) fn fits(held: &Receipt, batch: &RecordBatch) -> Option<Receipt> {
    let first = batch.entries.first()?;
    // A record whose oldest files were dropped begins anywhere.
    let goes_on = held.seq == 0 || (Some(first.seq) == held.seq.checked_add(1) && batch.before == held.head);
    // The database's numbers end earlier than the protocol's.
    if !goes_on || batch.entries.iter().any(|entry| i64::try_from(entry.seq).is_err()) {
        return None;
    }
    let (mut hash, mut seq) = (from_hex(&batch.before)?, first.seq.checked_sub(1)?);
    for entry in &batch.entries {
        let next = chained(&hash, entry.seq, &entry.at, &entry.entry);
        if entry.seq != seq + 1 || from_hex(&entry.hash)? != next {
            return None;
        }
        (hash, seq) = (next, entry.seq);
    }
    Some(Receipt { seq, head: batch.entries.last()?.hash.clone() })
}

fn from_hex(text: &str) -> Option<Hash> {
    let bytes: Option<Vec<u8>> =
        (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect();
    bytes?.try_into().ok()
}

fn kiosk_row(row: &AnyRow) -> KioskRow {
    KioskRow { id: row.get(0), name: row.get(1), paired_at: row.get(2), last_seen: row.get(3), anew_at: row.get(4) }
}

fn person_row(row: &AnyRow) -> Result<PersonRow, StoreError> {
    let role = role_of(row.get(1)).ok_or(StoreError::Unreadable("role"))?;
    let failures = u32::try_from(row.get::<i64, _>(3)).unwrap_or(u32::MAX);
    Ok(PersonRow { name: row.get(0), role, code: row.get(2), failures })
}

fn role_text(role: Role) -> &'static str {
    match role {
        Role::Viewer => "viewer",
        Role::Receptionist => "receptionist",
        Role::Supervisor => "supervisor",
    }
}

/// A role by its name, as people and the database write it.
pub fn role_of(text: &str) -> Option<Role> {
    [Role::Viewer, Role::Receptionist, Role::Supervisor].into_iter().find(|role| role_text(*role) == text)
}

fn sqlite_url(path: &Path) -> String {
    format!("sqlite://{}?mode=rwc", path.display())
}
