//! One private pcscd with 16 virtual readers for a whole process of tests, one reader a test.
//!
//! libpcsclite reads `PCSCLITE_CSOCK_NAME` once in a process, and it must be there before the process starts: cargo
//! starts the tests through `tools/with-private-pcsc.sh`, which sets it. The few tests that need a pcscd for themselves
//! start this binary again, with another folder.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use uketsuke::devices::card::SOCKET_VARIABLE;
use uketsuke::practice::pcscd::{PcscdOptions, PrivatePcscd, VirtualSlot, socket_path};
use uketsuke::practice::pki::Pki;

const FOLDER_VARIABLE: &str = "UKETSUKE_TEST_PCSCD_FOLDER";
/// pcscd has room for so many.
const READERS: usize = 16;

/// The ignored tests below `module` in a process of their own; the caller says where their PC/SC service is.
pub fn run_alone(module: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([module, "--ignored", "--nocapture", "--test-threads=1"]);
    command
}

/// Runs the ignored tests below `module` (as `module_path!()` says it) in a process with a pcscd of its own.
pub fn run_inside(module: &str) {
    let folder = tempfile::tempdir().unwrap();
    let (_, module) = module.split_once("::").unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args([&format!("{module}::"), "--ignored"])
        .env(SOCKET_VARIABLE, socket_path(folder.path()))
        .env(FOLDER_VARIABLE, folder.path())
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !words.contains("running 0 tests"), "{words}\n{errors}");
}

/// What the tests of one process share.
pub struct Bench {
    pub pcscd: Mutex<Option<PrivatePcscd>>,
    pub options: PcscdOptions,
    slots: Mutex<VecDeque<VirtualSlot>>,
    pub pki: Arc<Pki>,
    folder: PathBuf,
}

pub static BENCH: LazyLock<Bench> = LazyLock::new(|| {
    let folder = std::env::var_os(FOLDER_VARIABLE).expect("run the tests by `cargo test`, which sets up their pcscd");
    let folder = PathBuf::from(folder);
    let options = PcscdOptions::new(&folder, READERS).unwrap();
    Bench {
        pcscd: Mutex::new(Some(PrivatePcscd::start(&options).unwrap())),
        slots: Mutex::new(options.slots().to_vec().into()),
        options,
        pki: Arc::new(Pki::open(&folder.join("pki")).unwrap()),
        folder,
    }
});

impl Bench {
    /// A reader for one test; it goes back with the guard.
    pub fn take_slot(&self) -> Slot {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        Slot(slots.pop_front().expect("a free reader: at most 16 tests run at once"))
    }

    pub fn ca_file(&self) -> PathBuf {
        self.folder.join("pki/ca.der")
    }
}

/// A reader that belongs to one test.
pub struct Slot(VirtualSlot);

impl Slot {
    pub fn address(&self) -> SocketAddr {
        self.0.address
    }

    pub fn reader(&self) -> String {
        self.0.reader.clone()
    }

    /// A folder for the cards' try counters.
    pub fn state(&self) -> PathBuf {
        BENCH.folder.join(self.0.address.port().to_string())
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        // A test that failed may have left its card: nobody else should find it.
        if !std::thread::panicking() {
            BENCH.slots.lock().unwrap_or_else(PoisonError::into_inner).push_back(self.0.clone());
        }
    }
}
