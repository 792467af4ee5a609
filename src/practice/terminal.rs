//! Puts the practice terminal's simulated world together: private pcscd, card, centre, folders.

use super::children::{ChildCard, ChildCentre, ChildError};
use super::pcscd::{PcscdError, PcscdOptions, PrivatePcscd, socket_path};
use super::pki::{Pki, PkiError};
use super::tray::{Hand, Stage};
use crate::app::start::Seams;
use crate::commands::Look;
use crate::config::{Camera, Card, Centre, Config, Face, Facility, Link, Paper, Record, Results, Screen, Speech};
use crate::devices::card::virtual_card::PracticeTerminalKey;
use crate::devices::card::{
    CardConfig, CardLimits, CardTrust, ReaderPolicy, SOCKET_VARIABLE, TerminalKey, VIRTUAL_READER,
};
use crate::devices::hospital::Encoding;
use crate::devices::hospital::fhir::FhirSink;
use crate::i18n::Language;
use crate::memory;
use crate::staff::{Person, Role, StaffConfig, codes};
use std::collections::BTreeMap;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

/// 医療機関コード of the practice hospital: prefecture 13, no real facility.
pub const FACILITY: &str = "1300000000";
/// Followed by the number of the process.
const FOLDER_PREFIX: &str = "uketsuke-";
/// Names the folder in which the re-started process finds its private pcscd's socket.
const FOLDER_VARIABLE: &str = "UKETSUKE_PRACTICE_FOLDER";

#[derive(Debug, thiserror::Error)]
pub enum TerminalError {
    #[error("no folder for the practice terminal's data: set HOME or XDG_DATA_HOME")]
    NoDataFolder,
    #[error("the folder {path} cannot be made or emptied ({cause})")]
    Folder { path: PathBuf, cause: io::Error },
    #[error("the practice terminal could not start itself anew ({0})")]
    Restart(io::Error),
    #[error("'{0}' is no language of the screens: ja or en")]
    Language(String),
    #[error(transparent)]
    Pcscd(#[from] PcscdError),
    #[error(transparent)]
    Pki(#[from] PkiError),
    #[error(transparent)]
    Child(#[from] ChildError),
}

/// Where counters, the centre's database and result files stay.
#[derive(Debug, Clone)]
pub enum Keep {
    /// From one practice to the next, in the user's data folder.
    InDataFolder,
    /// In this folder: a scripted visit begins with fresh cards each time.
    In(PathBuf),
}

/// The running simulation. Its processes end with it.
pub struct Terminal {
    card: ChildCard,
    running: Running,
    socket: PathBuf,
    ca: Vec<u8>,
    key: Arc<dyn TerminalKey>,
    results: PathBuf,
    spool: PathBuf,
    record: PathBuf,
    link: PathBuf,
    settings: PathBuf,
    paper: PathBuf,
    fhir: PathBuf,
}

/// What must live as long as the app.
pub struct Running {
    centre: ChildCentre,
    _pcscd: PrivatePcscd,
    folder: PathBuf,
}

impl Drop for Running {
    fn drop(&mut self) {
        // A leftover in the temporary folder holds only pcscd's log and sockets.
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

/// libpcsclite reads the name of its socket once, from the environment of the process. So this process replaces itself
/// by one that has it there: a practice terminal cannot reach the system's pcscd even by mistake.
pub fn enter_private_pcsc() -> Result<PathBuf, TerminalError> {
    if let Some(folder) = std::env::var_os(FOLDER_VARIABLE).map(PathBuf::from)
        && std::env::var_os(SOCKET_VARIABLE).is_some_and(|socket| socket == socket_path(&folder).as_os_str())
        && folder.is_dir()
    {
        return Ok(folder);
    }
    forget_ended_terminals();
    let folder = std::env::temp_dir().join(format!("{FOLDER_PREFIX}{}", std::process::id()));
    make(&folder)?;
    let program = std::env::current_exe().map_err(TerminalError::Restart)?;
    let mut command = if can_be_alone() { alone() } else { Command::new("/usr/bin/env") };
    let cause = command
        .arg(program)
        .args(std::env::args_os().skip(1))
        .env(memory::VARIABLE, memory::VALUE)
        .env(FOLDER_VARIABLE, &folder)
        .env(SOCKET_VARIABLE, socket_path(&folder))
        .exec();
    Err(TerminalError::Restart(cause))
}

/// The virtual reader (vpcd) listens on every network interface that it finds. In a network namespace of its own it
/// finds loopback only. The window is reached by a path, so it needs no network; a display over TCP does.
fn can_be_alone() -> bool {
    let local_display = std::env::var("DISPLAY").is_ok_and(|display| display.starts_with(':'));
    local_display && alone().arg("true").stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// `unshare`, with the words that follow run inside: as root as it is, otherwise in a user namespace that maps the
/// caller to itself.
fn alone() -> Command {
    let mut unshare = Command::new("unshare");
    if let Ok(me) = std::fs::metadata("/proc/self")
        && me.uid() != 0
    {
        let ids = [format!("--map-user={}", me.uid()), format!("--map-group={}", me.gid())];
        unshare.arg("--user").args(ids).arg("--keep-caps");
    }
    unshare.args(["--net", "sh", "-c", "ip link set lo up && exec \"$0\" \"$@\""]);
    unshare
}

/// The user's data folder, made where it is missing.
pub fn data_folder() -> Result<PathBuf, TerminalError> {
    let folders = directories::ProjectDirs::from("", "", "uketsuke").ok_or(TerminalError::NoDataFolder)?;
    let folder = folders.data_dir().join("practice");
    make(&folder)?;
    Ok(folder)
}

/// A terminal that was killed leaves its folder, with sockets and a log; whoever comes next takes it away.
fn forget_ended_terminals() {
    let Ok(entries) = std::fs::read_dir(std::env::temp_dir()) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix(FOLDER_PREFIX)?.parse::<u32>().ok());
        if number.is_some_and(|process| !Path::new(&format!("/proc/{process}")).exists()) {
            // Somebody else's folder stays.
            std::fs::remove_dir_all(entry.path()).ok();
        }
    }
}

/// Forgets the try counters of all practice cards.
pub fn forget_cards() -> Result<(), TerminalError> {
    let cards = data_folder()?.join("cards");
    match std::fs::remove_dir_all(&cards) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(TerminalError::Folder { path: cards, cause }),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn make(folder: &Path) -> Result<(), TerminalError> {
    std::fs::create_dir_all(folder).map_err(|cause| TerminalError::Folder { path: folder.to_owned(), cause })
}

/// The practice hospital's settings, to be changed by whoever rehearses; what is there already stays.
fn give_settings(path: &Path) -> Result<(), TerminalError> {
    if path.exists() {
        return Ok(());
    }
    let text = include_str!("../../assets/facility.toml").replace("statement = false", "statement = true");
    std::fs::write(path, text).map_err(|cause| TerminalError::Folder { path: path.to_owned(), cause })
}

impl Terminal {
    /// Starts pcscd, centre and card, in that order.
    pub fn start(folder: &Path, keep: Keep) -> Result<Self, TerminalError> {
        let data = data_folder()?;
        let state = match keep {
            Keep::InDataFolder => data.clone(),
            Keep::In(folder) => folder,
        };
        let (keys, cards, results) = (data.join("keys"), state.join("cards"), state.join("face"));
        let (settings, paper, fhir) = (state.join("facility.toml"), state.join("paper"), state.join("fhir"));
        for folder in [&keys, &cards, &results, &paper, &fhir] {
            make(folder)?;
        }
        give_settings(&settings)?;
        let pki = Pki::open(&keys)?;
        let options = PcscdOptions::new(folder, 1)?;
        let pcscd = PrivatePcscd::start(&options)?;
        let centre = ChildCentre::start(&state.join("centre.sqlite"), &keys.join("ca.der"))?;
        let card = ChildCard::start(pcscd.slots()[0].address, &keys, &cards)?;
        Ok(Self {
            card,
            socket: pcscd.socket_path(),
            ca: pki.ca_certificate_der().to_vec(),
            key: Arc::new(PracticeTerminalKey::new(&pki)?),
            results,
            spool: state.join("spool"),
            record: state.join("record"),
            link: state.join("link"),
            settings,
            paper,
            fhir,
            running: Running { centre, _pcscd: pcscd, folder: folder.to_owned() },
        })
    }

    /// The config that the practice terminal gives itself.
    pub fn config(&self, look: &Look) -> Result<Config, TerminalError> {
        let language = Language::of(&look.language).ok_or_else(|| TerminalError::Language(look.language.clone()))?;
        Ok(Config {
            facility: Facility { code: FACILITY.into(), name: "練習病院".into(), settings: self.settings.clone() },
            screen: Screen {
                language,
                px_per_mm: look.px_per_mm,
                text_size: look.text_size,
                colours: look.colours,
                ..Screen::default()
            },
            card: Card::default(),
            camera: Camera::default(),
            face: Face::default(),
            speech: Speech { fixed_pad: true, ..Speech::default() },
            keys: BTreeMap::new(),
            centre: Centre { url: self.running.centre.base_url().into() },
            results: Results {
                folder: self.results.clone(),
                encoding: Encoding::ShiftJis,
                spool: self.spool.clone(),
                fhir: Some(FhirSink::Folder(self.fhir.clone())),
            },
            paper: Paper { printer: None, folder: Some(self.paper.clone()) },
            record: Record { folder: self.record.clone(), ..Record::default() },
            link: Link { folder: self.link.clone() },
            staff: practice_staff(),
        })
    }

    /// Virtual readers of our own pcscd, practice cards and the practice camera, nothing else.
    pub fn seams(&self, stage: &Stage) -> Seams {
        let card = CardConfig {
            readers: ReaderPolicy::OnlyVirtual { name: VIRTUAL_READER.into(), socket: self.socket.clone() },
            trust: CardTrust::PracticeCa(self.ca.clone()),
            limits: CardLimits::default(),
            terminal: Some(Arc::clone(&self.key)),
        };
        let camera = stage.camera();
        Seams { card, card_face: Box::new(stage.card_face.clone()), camera, speech: stage.speech() }
    }

    pub fn centre_url(&self) -> &str {
        self.running.centre.base_url()
    }

    /// Where the result files arrive.
    pub fn results(&self) -> &Path {
        &self.results
    }

    /// The hand that moves the card, and what must live as long as the app.
    pub fn split(self) -> (Box<dyn Hand>, Running) {
        (Box::new(self.card), self.running)
    }
}

/// Who may rehearse the staff's part: their codes are in the README and stand on the panel's sign-in.
pub const PRACTICE_STAFF: [(&str, Role); 2] = [("uketsuke", Role::Receptionist), ("shunin", Role::Supervisor)];
/// The code of both, and the passcode of the practice hospital.
pub const PRACTICE_CODE: &str = "12345678";
pub const PRACTICE_PASSCODE: &str = "1234";

/// Staff whose codes everybody knows: for rehearsals and tests.
pub fn practice_staff() -> StaffConfig {
    // A machine without randomness rehearses without staff.
    let Ok(code) = codes::hash(PRACTICE_CODE) else { return StaffConfig::default() };
    let persons = PRACTICE_STAFF.map(|(name, role)| Person { name: name.into(), role, code: code.clone() });
    StaffConfig { persons: persons.into(), passcode: codes::hash(PRACTICE_PASSCODE).ok(), ..StaffConfig::default() }
}
