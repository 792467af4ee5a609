//! The reception desk beside whole kiosks, on SQLite and on PostgreSQL.

mod abuse;
mod kiosks;
mod people;
mod postgres;
mod receptionist;
mod records;
mod service;

pub use receptionist::Receptionist;

use crate::harness::{Kiosk, Setting};
use postgres::Postgres;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;
use uketsuke::config::Link;
use uketsuke::desk::{self, Authority, Database, DeskOptions, Store, invite_kiosk, invite_terminal};
use uketsuke::link::pairing::{PairingCode, pair};
use uketsuke::staff::{Role, codes};

/// What takes longer than this does not come.
const PATIENCE: Duration = Duration::from_secs(20);
pub const CODE: &str = "correct horse";

/// Which SQL engine keeps a desk's data.
pub enum Engine {
    Sqlite,
    Postgres(Postgres),
}

/// A desk, and what it keeps between two starts.
pub struct Desk {
    folder: tempfile::TempDir,
    engine: Engine,
    running: Option<Running>,
}

struct Running {
    plain: SocketAddr,
    tls: SocketAddr,
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

impl Desk {
    pub fn on(engine: Engine) -> Self {
        let mut desk = Self { folder: tempfile::tempdir().unwrap(), engine, running: None };
        desk.start(0);
        desk
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn database(&self) -> Database {
        match &self.engine {
            Engine::Sqlite => Database::Sqlite(self.folder.path().join("desk.sqlite")),
            Engine::Postgres(server) => Database::Postgres(server.url()),
        }
    }

    fn start(&mut self, tls_port: u16) {
        let any = |port| Some(SocketAddr::from(([127, 0, 0, 1], port)));
        let options = DeskOptions {
            folder: self.folder.path().to_owned(),
            database: self.database(),
            listen: any(tls_port),
            plain: any(0),
            hosts: vec!["localhost".into()],
        };
        let (stop, stopped) = oneshot::channel();
        let (told, running) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
            let ready = move |running: desk::Running| told.send((running.plain, running.tls)).unwrap();
            runtime.block_on(desk::serve(options, ready, async { drop(stopped.await) })).unwrap();
            // As a process that ends: connections that hang go with it.
            runtime.shutdown_background();
        });
        let (plain, tls) = running.recv_timeout(PATIENCE).expect("the desk does not start");
        self.running = Some(Running { plain: plain.unwrap(), tls: tls.unwrap(), stop, thread });
    }

    /// It is gone from one moment to the next.
    pub fn stop(&mut self) {
        let Running { stop, thread, .. } = self.running.take().unwrap();
        drop(stop);
        thread.join().unwrap();
    }

    /// At the same address as before.
    pub fn start_again(&mut self, port: u16) {
        self.start(port);
    }

    pub fn port(&self) -> u16 {
        self.running.as_ref().unwrap().tls.port()
    }

    pub fn plain(&self) -> SocketAddr {
        self.running.as_ref().unwrap().plain
    }

    pub fn postgres(&mut self) -> &mut Postgres {
        match &mut self.engine {
            Engine::Postgres(server) => server,
            Engine::Sqlite => panic!("this desk is on SQLite"),
        }
    }

    /// Whatever the program's own commands do beside the running desk.
    pub fn with_store<T>(&self, act: impl AsyncFnOnce(Store) -> T) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let store = Store::open(&self.database()).await.unwrap();
            let told = act(store.clone()).await;
            store.close().await;
            told
        })
    }

    pub fn terminal_code(&self) -> String {
        self.with_store(async |store| invite_terminal(&store, "reception 1").await.unwrap())
    }

    pub fn kiosk_code(&self, name: &str) -> String {
        let authority = Authority::open(self.folder.path()).unwrap();
        self.with_store(async |store| invite_kiosk(&store, &authority, name).await.unwrap())
    }

    pub fn add_person(&self, name: &str, role: Role) {
        let hash = codes::hash(CODE).unwrap();
        self.with_store(async |store| store.put_person(name, role, &hash).await.unwrap());
    }

    /// Somebody signed in at a browser of their own.
    pub fn staff(&self, name: &str, role: Role) -> Receptionist {
        self.add_person(name, role);
        let mut person = Receptionist::at(self.plain());
        let (status, _) = person.sign_in(name, CODE, &self.terminal_code());
        assert_eq!(status, 200);
        person
    }

    /// A pairing, as `uketsuke pair` makes it.
    pub fn pair(&self, name: &str) -> (tempfile::TempDir, Link) {
        let url = format!("https://localhost:{}", self.port());
        let code = PairingCode::parse(&self.kiosk_code(name)).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let pairing = runtime.block_on(pair(&url, None, &code)).unwrap();
        let folder = tempfile::tempdir().unwrap();
        pairing.write(folder.path()).unwrap();
        let link = Link { folder: folder.path().to_owned() };
        (folder, link)
    }

    /// A kiosk that is paired with this desk, at its first screen, and known to be there.
    pub fn kiosk(&self, name: &str) -> (Kiosk, tempfile::TempDir) {
        let (folder, link) = self.pair(name);
        let mut kiosk = Kiosk::with(Setting { link, ..Setting::default() });
        kiosk.until("it is online", |kiosk| kiosk.is_online());
        (kiosk, folder)
    }

    /// Every word that its database holds, however it is kept.
    pub fn everything_kept(&self) -> String {
        self.with_store(async |store| {
            let mut kept = String::new();
            for kiosk in store.kiosks().await.unwrap() {
                kept += &format!("{kiosk:?} {:?}", store.entries(&kiosk.id, 10_000).await.unwrap());
            }
            let persons: Vec<_> = store.persons().await.unwrap().into_iter().map(|person| person.name).collect();
            kept + &format!("{persons:?} {:?}", store.acts(10_000).await.unwrap())
        })
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        if let Some(Running { stop, thread, .. }) = self.running.take() {
            drop(stop);
            thread.join().ok();
        }
    }
}

/// Asks again until it is so; each question waits for an answer of its own.
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < PATIENCE, "waited {PATIENCE:?}, but not: {what}");
        std::thread::yield_now();
    }
}

/// The same test on both engines.
macro_rules! on_both_engines {
    ($($(#[$note:meta])* $name:ident)*) => {
        mod on_sqlite {
            $($(#[$note])* #[test] fn $name() { super::$name($crate::desk::Desk::on($crate::desk::Engine::Sqlite)); })*
        }
        mod on_postgres {
            $($(#[$note])* #[test] fn $name() {
                let server = $crate::desk::postgres::Postgres::start();
                super::$name($crate::desk::Desk::on($crate::desk::Engine::Postgres(server)));
            })*
        }
    };
}
pub(crate) use on_both_engines;
