//! The reception desk: a web page that sees every kiosk of a facility, and the server that the kiosks talk to. It holds
//! nothing of any patient.

#[cfg(test)]
#[path = "abuse_tests.rs"]
mod abuse;
mod authority;
mod bounded;
mod heart;
mod kiosks;
mod listener;
mod live;
mod lock;
mod managing;
mod orders;
mod pages;
mod passkeys;
mod people;
mod reading;
mod store;

pub use authority::{Authority, AuthorityError};
pub use heart::beat;
pub use listener::{Connections, ListenError, Peer};
pub use lock::{FolderLock, LockError};
pub use people::SHORTEST_CODE;
pub use store::{Act, Database, Invitation, Place, Store, StoreError, role_of};

use crate::link::pairing::{PairingCode, random_letters};
use crate::link::{protocol, tls};
use crate::staff::codes;
use axum::Router;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use jiff::Timestamp;
use live::Live;
use passkeys::Passkeys;
use people::Sessions;
use reading::Reading;
use sha2::{Digest, Sha256};
use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// How to run a desk.
#[derive(Debug, Clone)]
pub struct DeskOptions {
    /// Authority, database, socket.
    pub folder: PathBuf,
    pub database: Database,
    /// HTTPS, for kiosks and browsers.
    pub listen: Option<SocketAddr>,
    /// Plain HTTP on loopback, for a browser on this machine.
    pub plain: Option<SocketAddr>,
    /// Names and addresses under which browsers and kiosks reach it; the first is the one for passkeys.
    pub hosts: Vec<String>,
}

/// Where a running desk is reached.
#[derive(Debug, Clone)]
pub struct Running {
    pub tls: Option<SocketAddr>,
    pub plain: Option<SocketAddr>,
    pub socket: PathBuf,
    /// Of its authority, as browsers show it.
    pub fingerprint: String,
}

#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    #[error(transparent)]
    Authority(#[from] AuthorityError),
    #[error(transparent)]
    Lock(#[from] LockError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Listen(#[from] ListenError),
    #[error("the desk cannot hash codes ({0})")]
    Hash(String),
    #[error("the desk failed ({0})")]
    Server(std::io::Error),
}

/// A code of a kiosk or a browser is good so long.
const INVITATION: Duration = Duration::from_secs(600);
/// Sign-ins and pairings from one machine.
const TRIES_A_MINUTE: NonZeroU32 = NonZeroU32::new(20).unwrap();
/// Orders of one person.
const ORDERS_A_MINUTE: NonZeroU32 = NonZeroU32::new(60).unwrap();

struct Limits {
    of_device: DefaultKeyedRateLimiter<IpAddr>,
    of_person: DefaultKeyedRateLimiter<String>,
}

/// Everything that the routes share.
pub struct Desk {
    store: Store,
    live: Live,
    authority: Authority,
    sessions: Sessions,
    limits: Limits,
    passkeys: Passkeys,
    reading: Reading,
    /// Compared where nobody of that name is known.
    nobodys_code: String,
    started: Instant,
    /// The port of the TLS listener, for the address that a kiosk is told.
    url: std::sync::OnceLock<String>,
}

/// Milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Moment(i64);

impl Moment {
    fn now() -> Self {
        Self(Timestamp::now().as_millisecond())
    }

    fn after(self, time: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(time.as_millis()).unwrap_or(i64::MAX)))
    }
}

/// What is kept of a token or a code that can be used once: whoever reads the database cannot use it.
fn hashed(token: &str) -> String {
    Sha256::digest(token).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Desk {
    async fn open(options: &DeskOptions) -> Result<Self, DeskError> {
        let limit = |quota| RateLimiter::keyed(Quota::per_minute(quota));
        Ok(Self {
            store: Store::open(&options.database).await?,
            live: Live::new(),
            authority: Authority::open(&options.folder)?,
            sessions: Sessions::default(),
            limits: Limits {
                of_device: RateLimiter::keyed(Quota::per_minute(TRIES_A_MINUTE)),
                of_person: limit(ORDERS_A_MINUTE),
            },
            passkeys: Passkeys::default(),
            reading: Reading::default(),
            nobodys_code: codes::hash(&random_letters(16)).map_err(|error| DeskError::Hash(error.to_string()))?,
            started: Instant::now(),
            url: std::sync::OnceLock::new(),
        })
    }

    fn uptime(&self) -> Duration {
        self.started.elapsed()
    }

    /// What somebody did, allowed or not. A database that is gone is told of by whatever failed with it.
    async fn note(&self, person: &str, what: &str, kiosk: &str, outcome: &str) {
        note(&self.store, Place::Page, person, what, kiosk, outcome).await.ok();
        // Whoever has the list open sees it grow.
        self.live.changed();
    }
}

async fn note(
    store: &Store,
    place: Place,
    person: &str,
    what: &str,
    kiosk: &str,
    outcome: &str,
) -> Result<(), StoreError> {
    let (person, what, kiosk, outcome) = (person.into(), what.into(), kiosk.into(), outcome.into());
    let act = Act { at: Moment::now().0, person, what, kiosk, outcome, place };
    store.note(&random_letters(20), &act).await
}

/// What somebody did by a command, without signing in: whoever may use the desk's machine may do it, and it is on record.
pub async fn note_at_the_machine(store: &Store, what: &str, whom: &str) -> Result<(), StoreError> {
    note(store, Place::Machine, "", what, whom, "done").await
}

/// A code for a kiosk of this name: what the desk shows. It is good once, for ten minutes.
pub async fn invite_kiosk(store: &Store, authority: &Authority, name: &str) -> Result<String, StoreError> {
    let code = PairingCode::new(&authority.fingerprint());
    let until = Moment::now().after(INVITATION).0;
    store.invite(Invitation::Kiosk, &hashed(&code.secret), name, until).await?;
    Ok(code.text())
}

/// A code that makes the browser in which it is typed a terminal of the desk.
pub async fn invite_terminal(store: &Store, name: &str) -> Result<String, StoreError> {
    let letters = random_letters(12);
    let until = Moment::now().after(INVITATION).0;
    store.invite(Invitation::Terminal, &hashed(&letters), name, until).await?;
    Ok(format!("{}-{}-{}", &letters[..4], &letters[4..8], &letters[8..]))
}

/// Runs a desk until `shutdown` ends; `ready` learns where once it answers.
pub async fn serve(
    options: DeskOptions,
    ready: impl FnOnce(Running),
    shutdown: impl Future<Output = ()>,
) -> Result<(), DeskError> {
    // Two desks on one folder would tell each other's browsers and kiosks half of everything.
    let _held = FolderLock::take(&options.folder)?;
    let desk = Arc::new(Desk::open(&options).await?);
    let mut hosts = options.hosts.clone();
    hosts.extend(["localhost".to_owned(), "127.0.0.1".to_owned()]);
    let config = listener::server_config(&desk.authority, &hosts)?;
    let connections = Connections::default();
    let socket = options.folder.join("desk.sock");
    connections.listen_socket(&socket, Arc::clone(&config))?;
    let tls = match options.listen {
        Some(at) => Some(connections.listen_tls(at, config).await?),
        None => None,
    };
    let plain = match options.plain {
        Some(at) => Some(connections.listen_plain(at).await?),
        None => None,
    };
    let name = options.hosts.first().map_or("localhost", String::as_str);
    desk.url.set(format!("https://{name}:{}", tls.map_or(0, |at| at.port()))).ok();
    desk.passkeys.serve_at(name, tls, plain);
    let fingerprint = tls::fingerprint_text(desk.authority.certificate());
    ready(Running { tls, plain, socket: socket.clone(), fingerprint });
    let router: Router = kiosks::router().merge(pages::router()).with_state(desk);
    let service = router.into_make_service_with_connect_info::<Peer>();
    let ended = tokio::select! {
        ended = async { axum::serve(connections, service).await } => ended.map_err(DeskError::Server),
        () = shutdown => Ok(()),
    };
    std::fs::remove_file(socket).ok();
    ended
}

/// What the page knows of a kiosk.
#[derive(Debug, serde::Serialize)]
struct KioskView {
    id: String,
    name: String,
    online: bool,
    /// Milliseconds since 1970, for "offline since".
    last_seen: i64,
    /// It was there at least once since it was paired.
    ever: bool,
    /// When its record began anew; 0 for never.
    anew_at: i64,
    state: Option<protocol::KioskState>,
    /// Seconds since its stage began.
    seconds: u64,
}

impl Desk {
    async fn views(&self) -> Result<Vec<KioskView>, StoreError> {
        let rows = self.store.kiosks().await?;
        let view = |row: store::KioskRow| {
            let now = self.live.now(&row.id);
            let seconds = now.state.as_ref().map_or(0, |(_, since)| since.as_secs());
            let state = now.state.map(|(state, _)| state);
            let store::KioskRow { id, name, paired_at, last_seen, anew_at } = row;
            let (ever, last_seen) = (last_seen > paired_at || now.last_seen > 0, last_seen.max(now.last_seen));
            KioskView { id, name, online: now.online, last_seen, ever, anew_at, state, seconds }
        };
        Ok(rows.into_iter().map(view).collect())
    }
}
