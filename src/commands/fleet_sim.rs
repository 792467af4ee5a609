//! A fleet of simulated kiosks before a real desk: tasks that speak the real protocol, and what it costs.

use super::Failed;
use crate::audit::entry::{CheckOutcome, Method, Stage as RecordStage, VisitEnd};
use crate::audit::{Entry, Hash, VisitId, chained};
use crate::desk::{Authority, Database, Store, invite_terminal};
use crate::link::pairing::{Pairing, certificate_request, random_letters};
use crate::link::protocol::{Boot, CommandVerdict, Counts, Help, KioskState, Receipt, RecordBatch, RecordEntry, Stage};
use crate::link::{Client, STILL_HERE};
use crate::session::OrderVerdict;
use crate::staff::{Role, codes};
use futures_util::StreamExt;
use jiff::Timestamp;
use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep, sleep_until};

/// Simulated kiosks before a desk of their own: load, memory, latency of a command, rows a second.
#[derive(Debug, clap::Args)]
pub struct Options {
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..))]
    kiosks: u32,
    /// Of each of the two phases under load.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..))]
    seconds: u64,
    /// A patient comes to each kiosk so often, in seconds.
    #[arg(long, default_value_t = 120)]
    patient_every: u64,
    /// postgres://user@host/database, empty [default: SQLite in a temporary folder]
    #[arg(long)]
    database: Option<String>,
}

/// Orders that are timed.
const ORDERS: usize = 60;
/// Kiosks that connect at once.
const AT_ONCE: usize = 64;
const CODE: &str = "fleet-simulation";

pub fn run(options: &Options) -> Result<ExitCode, Failed> {
    allow_open_files();
    // The page's plain HTTP needs none, and its client asks for one all the same.
    rustls::crypto::ring::default_provider().install_default().ok();
    let folder = tempfile::tempdir()?;
    let database = match &options.database {
        Some(url) => Database::Postgres(url.clone()),
        None => Database::Sqlite(folder.path().join("desk.sqlite")),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(simulate(options, folder.path(), &database))?;
    Ok(ExitCode::SUCCESS)
}

/// Two for each kiosk, on both sides.
fn allow_open_files() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let now = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: now.maximum, maximum: now.maximum }).ok();
}

async fn simulate(options: &Options, folder: &Path, database: &Database) -> Result<(), Failed> {
    let mut out = io::stdout();
    let desk = DeskProcess::start(folder, database)?;
    let pairings = pair_all(options.kiosks as usize, folder, database, desk.tls).await?;
    let engine = if options.database.is_some() { "PostgreSQL" } else { "SQLite" };
    writeln!(out, "{} kiosks, {engine}", options.kiosks)?;
    let empty = desk.cost()?;
    let begun = Instant::now();
    let fleet = Fleet::connect(pairings).await?;
    writeln!(out, "all connected after            {:>10.1} s", begun.elapsed().as_secs_f64())?;
    sleep(Duration::from_secs(3)).await;
    let held = desk.cost()?;
    writeln!(out, "memory of the desk, no kiosk   {:>10.1} MB", empty.megabytes)?;
    writeln!(out, "memory of the desk, all held   {:>10.1} MB", held.megabytes)?;
    let (before, begun) = (desk.cost()?, Instant::now());
    let receptionist = Receptionist::sign_in(&desk, database).await?;
    let work = fleet.receive_patients(Duration::from_secs(options.patient_every));
    let mut times = receptionist.orders(&fleet, Duration::from_secs(options.seconds)).await?;
    let spent = desk.cost()?.cpu_s - before.cpu_s;
    work.stop();
    times.sort();
    let at = |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or_default();
    writeln!(out, "a patient a kiosk every        {:>10} s", options.patient_every)?;
    writeln!(
        out,
        "  the desk's processor         {:>10.1} % of a core",
        100.0 * spent / begun.elapsed().as_secs_f64()
    )?;
    writeln!(out, "  order → verdict, {} orders", times.len())?;
    for (name, share) in [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)] {
        writeln!(out, "    {name}                        {:>10.1} ms", at(share).as_secs_f64() * 1e3)?;
    }
    let rows = fleet.bring_all_they_can(Duration::from_secs(options.seconds)).await;
    writeln!(out, "rows of records, at most       {:>10.0} a second", rows as f64 / options.seconds as f64)?;
    writeln!(out, "memory of the desk at the end  {:>10.1} MB", desk.cost()?.megabytes)?;
    Ok(())
}

/// A desk as it is in the field: a process of its own.
struct DeskProcess {
    child: Child,
    tls: SocketAddr,
    plain: SocketAddr,
}

/// What the process has cost so far.
struct Cost {
    megabytes: f64,
    cpu_s: f64,
}

impl DeskProcess {
    fn start(folder: &Path, database: &Database) -> Result<Self, Failed> {
        let free = || TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let (tls, plain) = (free()?, free()?);
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("desk").arg("--folder").arg(folder);
        command.args(["--listen", &tls.to_string(), "--plain", &plain.to_string()]);
        if let Database::Postgres(url) = database {
            command.args(["--database", url]);
        }
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        // Its first line comes when it answers.
        let mut lines = io::BufReader::new(child.stdout.take().ok_or("the desk tells nothing")?);
        let mut line = String::new();
        io::BufRead::read_line(&mut lines, &mut line)?;
        if line.is_empty() {
            return Err("the desk did not start".into());
        }
        std::thread::spawn(move || io::copy(&mut lines, &mut io::sink()));
        Ok(Self { child, tls, plain })
    }

    fn cost(&self) -> Result<Cost, Failed> {
        let read = |name: &str| std::fs::read_to_string(format!("/proc/{}/{name}", self.child.id()));
        let status = read("status")?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).ok_or("no VmRSS")?;
        let kilobytes: f64 = line.split_whitespace().nth(1).ok_or("no VmRSS")?.parse()?;
        let stat = read("stat")?;
        // After the name in brackets; user and system time are the 12th and 13th field from there, in ticks.
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or_default();
        let per_second = rustix::param::clock_ticks_per_second() as f64;
        Ok(Cost { megabytes: kilobytes / 1024.0, cpu_s: (ticks(11) + ticks(12)) / per_second })
    }
}

impl Drop for DeskProcess {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// As `uketsuke pair` does, without its typing.
async fn pair_all(
    count: usize,
    folder: &Path,
    database: &Database,
    desk: SocketAddr,
) -> Result<Vec<(String, Pairing)>, Failed> {
    let (store, authority) = (Store::open(database).await?, Authority::open(folder)?);
    let mut pairings = Vec::with_capacity(count);
    for number in 0..count {
        let (key, request) = certificate_request()?;
        let (certificate, id) = authority.kiosk(&request)?;
        let name = format!("kiosk {number}");
        store.add_kiosk(&id, &name, Timestamp::now().as_millisecond()).await?;
        let (url, authority) = (format!("https://localhost:{}", desk.port()), authority.pem().to_owned());
        let key = key.serialize_pem();
        pairings.push((id, Pairing { url, socket: None::<PathBuf>, name, authority, certificate, key }));
    }
    store.close().await;
    Ok(pairings)
}

/// A kiosk that is simulated: its line, its state, its record.
struct SimKiosk {
    id: String,
    client: Client,
    boot: Boot,
    visit: AtomicU64,
    record: tokio::sync::Mutex<(u64, Hash)>,
}

impl SimKiosk {
    fn state(&self, stage: Stage) -> KioskState {
        let visit = self.visit.load(Ordering::Relaxed);
        KioskState {
            boot: self.boot.clone(),
            visit,
            screen: visit * 10,
            stage,
            help: Help::None,
            visual: stage == Stage::Identity,
            troubles: Vec::new(),
            results_waiting: 0,
            counts: Counts::default(),
            version: env!("CARGO_PKG_VERSION").into(),
        }
    }

    /// Takes every order, and says that it was done.
    async fn hold_stream(self: Arc<Self>, connected: tokio::sync::oneshot::Sender<()>) {
        let (take, mut taken) = tokio::sync::mpsc::unbounded_channel();
        let kiosk = Arc::clone(&self);
        let answers = tokio::spawn(async move {
            while let Some(id) = taken.recv().await {
                let verdict = CommandVerdict { id, verdict: OrderVerdict::Done };
                kiosk.client.verdict(&verdict).await.ok();
            }
        });
        let kiosk = Arc::clone(&self);
        let signs = tokio::spawn(async move {
            loop {
                sleep(STILL_HERE).await;
                kiosk.client.put_state(&kiosk.state(Stage::Idle)).await.ok();
            }
        });
        let hand_on = |command: crate::link::protocol::Command| _ = take.send(command.id);
        self.client.commands(|| _ = connected.send(()), hand_on).await.ok();
        answers.abort();
        signs.abort();
    }

    /// So many entries of a visit, as a kiosk records them.
    async fn bring(&self, entries: &[Entry]) -> Option<Receipt> {
        let mut record = self.record.lock().await;
        let (mut seq, mut hash) = *record;
        let before = crate::link::to_hex(&hash);
        let entries = entries.iter().map(|entry| {
            let (at, entry) = (Timestamp::now().to_string(), entry.to_json());
            seq += 1;
            hash = chained(&hash, seq, &at, &entry);
            RecordEntry { seq, at, entry, hash: crate::link::to_hex(&hash) }
        });
        let batch = RecordBatch { before, entries: entries.collect() };
        let receipt = self.client.send_record(&batch).await.ok()?;
        *record = (seq, hash);
        Some(receipt)
    }

    async fn receive_patient(&self) {
        self.visit.fetch_add(1, Ordering::Relaxed);
        for stage in [Stage::Identity, Stage::Consent, Stage::Query, Stage::Done, Stage::Idle] {
            self.client.put_state(&self.state(stage)).await.ok();
        }
        self.bring(&visit_entries()).await;
    }
}

/// What one visit puts into the record: about as much as a real one.
fn visit_entries() -> Vec<Entry> {
    let id = random_letters(32);
    let visit = || VisitId(id.clone());
    vec![
        Entry::VisitBegan { visit: visit() },
        Entry::Checked { visit: visit(), method: Method::Face, outcome: CheckOutcome::Confirmed },
        Entry::VisitStage { visit: visit(), stage: RecordStage::Consent },
        Entry::Consented { visit: visit(), answers: Vec::new() },
        Entry::VisitStage { visit: visit(), stage: RecordStage::Query },
        Entry::VisitStage { visit: visit(), stage: RecordStage::Done },
        Entry::VisitEnded { visit: visit(), end: VisitEnd::Done },
    ]
}

struct Fleet(Vec<Arc<SimKiosk>>);

/// Patients keep coming until it is stopped.
struct Work(Vec<tokio::task::JoinHandle<()>>);

impl Work {
    fn stop(self) {
        for task in self.0 {
            task.abort();
        }
    }
}

impl Fleet {
    async fn connect(pairings: Vec<(String, Pairing)>) -> Result<Self, Failed> {
        let gate = Arc::new(Semaphore::new(AT_ONCE));
        let connecting = pairings.into_iter().map(|(id, pairing)| {
            let gate = Arc::clone(&gate);
            async move {
                let _turn = gate.acquire().await.map_err(|error| error.to_string())?;
                let client = Client::new(&pairing).map_err(|error| error.to_string())?;
                let boot = Boot(random_letters(20));
                let (visit, record) = (AtomicU64::new(0), tokio::sync::Mutex::default());
                let kiosk = Arc::new(SimKiosk { id, client, boot, visit, record });
                let (connected, told) = tokio::sync::oneshot::channel();
                tokio::spawn(Arc::clone(&kiosk).hold_stream(connected));
                told.await.map_err(|_| "a kiosk was not let in")?;
                kiosk.client.put_state(&kiosk.state(Stage::Idle)).await.map_err(|error| error.to_string())?;
                Ok::<_, String>(kiosk)
            }
        });
        let kiosks: Vec<_> = futures_util::stream::iter(connecting).buffer_unordered(AT_ONCE).collect().await;
        Ok(Self(kiosks.into_iter().collect::<Result<_, _>>()?))
    }

    /// Spread evenly over the time between two patients.
    fn receive_patients(&self, every: Duration) -> Work {
        let count = self.0.len().max(1);
        let begun = Instant::now();
        let tasks = self.0.iter().enumerate().map(|(number, kiosk)| {
            let (kiosk, first) = (Arc::clone(kiosk), begun + every.mul_f64(number as f64 / count as f64));
            tokio::spawn(async move {
                sleep_until(first).await;
                loop {
                    let next = Instant::now() + every;
                    kiosk.receive_patient().await;
                    sleep_until(next).await;
                }
            })
        });
        Work(tasks.collect())
    }

    /// Rows that were acknowledged in this time, when every kiosk has its whole record to bring.
    async fn bring_all_they_can(&self, time: Duration) -> u64 {
        let (rows, over) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
        let entries: Arc<Vec<Entry>> = Arc::new((0..15).flat_map(|_| visit_entries()).take(100).collect());
        let tasks = self.0.iter().map(|kiosk| {
            let (kiosk, rows, over) = (Arc::clone(kiosk), Arc::clone(&rows), Arc::clone(&over));
            let entries = Arc::clone(&entries);
            tokio::spawn(async move {
                while !over.load(Ordering::Relaxed) {
                    if kiosk.bring(&entries).await.is_some() && !over.load(Ordering::Relaxed) {
                        rows.fetch_add(entries.len() as u64, Ordering::Relaxed);
                    }
                }
            })
        });
        let tasks: Vec<_> = tasks.collect();
        sleep(time).await;
        over.store(true, Ordering::Relaxed);
        let brought = rows.load(Ordering::Relaxed);
        tasks.into_iter().for_each(|task| task.abort());
        brought
    }
}

/// Somebody at the desk's page who gives orders.
struct Receptionist {
    http: reqwest::Client,
    url: String,
    cookies: String,
    csrf: String,
}

impl Receptionist {
    async fn sign_in(desk: &DeskProcess, database: &Database) -> Result<Self, Failed> {
        let store = Store::open(database).await?;
        let hash = codes::hash(CODE).map_err(|error| error.to_string())?;
        store.put_person("fleet", Role::Receptionist, &hash).await?;
        let terminal = invite_terminal(&store, "fleet").await?;
        store.close().await;
        let http = reqwest::Client::builder().no_proxy().tcp_nodelay(true).build()?;
        let url = format!("http://localhost:{}", desk.plain.port());
        let body = serde_json::json!({ "name": "fleet", "code": CODE, "terminal": terminal });
        let answer = http.post(format!("{url}/api/sign-in")).json(&body).send().await?.error_for_status()?;
        let cookies = answer.headers().get_all("set-cookie").iter();
        let cookies: Vec<_> = cookies.filter_map(|cookie| cookie.to_str().ok()?.split(';').next()).collect();
        let cookies = cookies.join("; ");
        let me: serde_json::Value = answer.json().await?;
        let csrf = me["csrf"].as_str().ok_or("not signed in")?.to_owned();
        Ok(Self { http, url, cookies, csrf })
    }

    /// Orders spread over this time, to kiosks here and there; how long each took until its verdict was told.
    async fn orders(&self, fleet: &Fleet, time: Duration) -> Result<Vec<Duration>, Failed> {
        // No more than the desk lets one person give in a minute.
        let turns = ORDERS;
        let mut times = Vec::with_capacity(turns);
        for turn in 0..turns {
            let next = Instant::now() + time.div_f64(turns as f64);
            let kiosk = &fleet.0[turn * 37 % fleet.0.len()];
            let body = serde_json::json!({
                "id": random_letters(24), "boot": kiosk.boot, "visit": 1, "screen": 1,
                "action": { "action": "come" },
            });
            let asked = self.http.post(format!("{}/api/kiosks/{}/orders", self.url, kiosk.id)).json(&body);
            let begun = Instant::now();
            let answer = asked.header("cookie", &self.cookies).header("x-csrf", &self.csrf).send().await?;
            let told: serde_json::Value = answer.error_for_status()?.json().await?;
            if told["verdict"] == "done" {
                times.push(begun.elapsed());
            }
            sleep_until(next).await;
        }
        Ok(times)
    }
}
