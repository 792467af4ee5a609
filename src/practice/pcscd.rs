//! A pcscd of our own for the practice terminal and the tests: own socket, own readers, no systemd, beside the system's.
//!
//! How it is shut in (each point tried on Debian 12, pcscd 1.9.9, vpcd 3.3):
//! - It listens on a UNIX socket that we bind and hand over as fd 3, the way systemd does. Clients find it by
//!   `PCSCLITE_CSOCK_NAME`, which libpcsclite reads **once in a process**, at its first call: the variable must be in
//!   the environment before the process starts. So a process uses one private pcscd at most.
//! - Where we are root it runs as a user of its own: as root it would write to, and at its end remove, the pid file of
//!   the system's pcscd. `/run/pcscd` must exist in any case, or pcscd gives up; it needs no right to write there.
//! - Its readers are vpcd's. vpcd has two slots, so each entry makes two readers, at two TCP ports in a row, and keeps
//!   its state in globals, so a second entry needs a second copy of the driver file.
//! - vpcd **listens on every network interface** while it is up. Its other mode, where it connects to the card, aborts
//!   pcscd at the first removal (FD_SET of -1 in vpcd.c, `vicc_connect`, 3.3). Whoever reaches the port can lay a
//!   virtual card on the reader, but none that the practice CA has issued.
//!   The practice terminal (`terminal::can_be_alone`) and the tests (`tools/with-private-pcsc.sh`) therefore run in a
//!   network namespace with loopback only, where the machine allows it.

use std::fs::{self, File, Permissions};
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::os::fd::OwnedFd;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

/// pcscd 1.9.9 has room for 16 readers.
pub const MAX_SLOTS: usize = 16;
/// Slots of one vpcd entry (VPCDSLOTS of Debian's build).
const SLOTS_AN_ENTRY: usize = 2;
/// Where ports are looked for: below the range that the kernel gives out by itself (32768 and up).
const PORTS: std::ops::Range<u16> = 20_000..32_000;
/// `sun_path` of a UNIX socket, less its final zero.
const MAX_SOCKET_PATH: usize = 107;
/// How long pcscd may take to be ready, and to end.
const START: Duration = Duration::from_secs(10);
const END: Duration = Duration::from_secs(2);
/// The log grows to this size and no further.
const MAX_LOG: usize = 1 << 20;
/// The user that the set-up makes for it: `useradd --system --no-create-home --shell /usr/sbin/nologin uketsuke-pcscd`.
pub const OWN_USER: &str = "uketsuke-pcscd";

const DAEMONS: [&str; 4] = ["/usr/sbin/pcscd", "/usr/bin/pcscd", "/usr/local/sbin/pcscd", "/sbin/pcscd"];
const DRIVERS: [&str; 5] = [
    "/usr/lib/pcsc/drivers/serial/libifdvpcd.so",
    "/usr/lib/x86_64-linux-gnu/pcsc/drivers/serial/libifdvpcd.so",
    "/usr/lib/aarch64-linux-gnu/pcsc/drivers/serial/libifdvpcd.so",
    "/usr/lib64/pcsc/drivers/serial/libifdvpcd.so",
    "/usr/local/lib/pcsc/drivers/serial/libifdvpcd.so",
];
const RUN_FOLDER: &str = "/run/pcscd";

/// Why the private pcscd cannot run.
#[derive(Debug, thiserror::Error)]
pub enum PcscdError {
    #[error("pcscd is not installed: `sudo apt install pcscd`")]
    NoDaemon,
    #[error("the virtual card reader's driver libifdvpcd.so is not installed: `sudo apt install vsmartcard-vpcd`")]
    NoDriver,
    #[error("{RUN_FOLDER} does not exist, and pcscd gives up without it: `sudo mkdir -m 755 {RUN_FOLDER}`")]
    NoRunFolder,
    #[error(
        "neither user {OWN_USER} nor nobody exists, and pcscd must not run as root here: `sudo useradd --system {OWN_USER}`"
    )]
    NoUser,
    #[error("the path {0} is too long for a socket: use a folder with a path of at most 90 bytes")]
    PathTooLong(PathBuf),
    #[error("{0} slots were asked for: ask for 1 to {MAX_SLOTS}")]
    Slots(usize),
    #[error("no two free TCP ports in a row between {} and {}: close other practice terminals", PORTS.start, PORTS.end)]
    NoPorts,
    #[error("{path}: {source}; the folder must be writable for this user and, as root, passable for everyone")]
    Folder { path: PathBuf, source: io::Error },
    #[error("pcscd could not be started through sh and setpriv (packages dash, util-linux): {0}")]
    Spawn(io::Error),
    #[error("pcscd was not ready, see {log}; its last words: {words}")]
    NotReady { log: PathBuf, words: String },
}

/// Whom the private pcscd runs as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunsAs {
    /// The user of this process.
    Caller,
    /// [`OWN_USER`].
    OwnUser,
    /// We are root and [`OWN_USER`] does not exist.
    Nobody,
}

/// A virtual reader, waiting for a virtual card to connect to `address`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VirtualSlot {
    /// Its name in PC/SC: `Virtual PCD 00 00`, `Virtual PCD 00 01`, then `Virtual PCD 1 00 00` and so on.
    pub reader: String,
    pub address: SocketAddr,
}

/// What to start. Started again with the same options, the readers come back under the same names and addresses.
#[derive(Debug, Clone)]
pub struct PcscdOptions {
    folder: PathBuf,
    slots: Vec<VirtualSlot>,
}

impl PcscdOptions {
    /// `folder` is pcscd's alone; `slots` virtual readers, 1 to [`MAX_SLOTS`].
    pub fn new(folder: impl Into<PathBuf>, slots: usize) -> Result<Self, PcscdError> {
        if !(1..=MAX_SLOTS).contains(&slots) {
            return Err(PcscdError::Slots(slots));
        }
        let folder = folder.into();
        let socket = socket_path(&folder);
        if socket.as_os_str().len() > MAX_SOCKET_PATH {
            return Err(PcscdError::PathTooLong(socket));
        }
        let ports = free_ports(slots.div_ceil(SLOTS_AN_ENTRY))?;
        let slots = (0..slots).map(|slot| VirtualSlot {
            reader: format!("{} 00 {:02X}", entry_name(slot / SLOTS_AN_ENTRY), slot % SLOTS_AN_ENTRY),
            address: (Ipv4Addr::LOCALHOST, ports[slot / SLOTS_AN_ENTRY] + (slot % SLOTS_AN_ENTRY) as u16).into(),
        });
        let slots = slots.collect();
        Ok(Self { folder, slots })
    }

    /// The virtual readers.
    pub fn slots(&self) -> &[VirtualSlot] {
        &self.slots
    }

    /// The value for `PCSCLITE_CSOCK_NAME`.
    pub fn socket_path(&self) -> PathBuf {
        socket_path(&self.folder)
    }
}

/// Where a private pcscd in `folder` listens; known before it runs, because its clients need it in their environment.
pub fn socket_path(folder: &Path) -> PathBuf {
    folder.join("pcscd.sock")
}

fn entry_name(entry: usize) -> String {
    if entry == 0 { "Virtual PCD".into() } else { format!("Virtual PCD {entry}") }
}

/// The first of each two free ports in a row. Processes that start at once begin to look at different places.
fn free_ports(pairs: usize) -> Result<Vec<u16>, PcscdError> {
    let free = |port: u16| TcpListener::bind((Ipv4Addr::UNSPECIFIED, port)).is_ok();
    let count = usize::from(PORTS.end - PORTS.start);
    let start = std::process::id() as usize * 2 * MAX_SLOTS % count;
    let candidates = (0..count).step_by(2).map(|step| PORTS.start + ((start + step) % count) as u16);
    let ports: Vec<_> = candidates.filter(|port| free(*port) && free(*port + 1)).take(pairs).collect();
    if ports.len() == pairs { Ok(ports) } else { Err(PcscdError::NoPorts) }
}

/// A running private pcscd. It ends with this handle, and with the process even where that is killed.
pub struct PrivatePcscd {
    options: PcscdOptions,
    runs_as: RunsAs,
    child: Arc<Mutex<Child>>,
    ended: mpsc::Receiver<()>,
}

impl PrivatePcscd {
    /// Starts it and waits until its readers are there.
    pub fn start(options: &PcscdOptions) -> Result<Self, PcscdError> {
        let daemon = first_existing(&DAEMONS).ok_or(PcscdError::NoDaemon)?;
        let driver = first_existing(&DRIVERS).ok_or(PcscdError::NoDriver)?;
        // The owner of our own entry in /proc is whom we run as.
        let root = fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0);
        run_folder(root)?;
        let (runs_as, user) = user(root)?;
        let prepared = prepare(options, driver).map_err(|(path, source)| PcscdError::Folder { path, source })?;
        let log = options.folder.join("pcscd.log");
        let command = command(daemon, &prepared.config, user, prepared.socket);
        let log_file = File::create(&log).map_err(|source| PcscdError::Folder { path: log.clone(), source })?;
        let (child, ready, ended) = spawn(command, log_file)?;
        let pcscd = Self { options: options.clone(), runs_as, child, ended };
        match ready.recv_timeout(START) {
            Ok(()) if pcscd.is_alive() => Ok(pcscd),
            _ => {
                drop(pcscd);
                let words = fs::read_to_string(&log).unwrap_or_default();
                let words = words.lines().rev().take(3).collect::<Vec<_>>().join(" / ");
                Err(PcscdError::NotReady { log, words })
            }
        }
    }

    /// The value for `PCSCLITE_CSOCK_NAME`.
    pub fn socket_path(&self) -> PathBuf {
        self.options.socket_path()
    }

    /// The virtual readers.
    pub fn slots(&self) -> &[VirtualSlot] {
        self.options.slots()
    }

    /// Whom it runs as, for the log.
    pub fn runs_as(&self) -> RunsAs {
        self.runs_as
    }

    /// Whether the process is still there.
    pub fn is_alive(&self) -> bool {
        matches!(self.lock().try_wait(), Ok(None))
    }

    /// SIGKILL, as if it had crashed; returns when it is gone.
    pub fn kill(&self) {
        let _ = self.lock().kill();
        let _ = self.ended.recv_timeout(END);
    }

    fn lock(&self) -> MutexGuard<'_, Child> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for PrivatePcscd {
    fn drop(&mut self) {
        if self.is_alive() {
            // The standard library has SIGKILL only. The number is ours until the child was waited for.
            let pid = self.lock().id().to_string();
            let _ = Command::new("sh").args(["-c", "kill -TERM \"$0\"", &pid]).stderr(Stdio::null()).status();
            // It waits for a reader that hangs in a silent card, so it may need the harder word.
            if self.ended.recv_timeout(END) == Err(mpsc::RecvTimeoutError::Timeout) {
                self.kill();
            }
        }
        let _ = fs::remove_file(self.socket_path());
    }
}

fn first_existing(paths: &[&'static str]) -> Option<&'static Path> {
    paths.iter().copied().map(Path::new).find(|path| path.exists())
}

/// pcscd makes the folder itself as root, but ours is not root any more when it looks.
fn run_folder(root: bool) -> Result<(), PcscdError> {
    if Path::new(RUN_FOLDER).is_dir() {
        return Ok(());
    }
    let made = root && fs::create_dir(RUN_FOLDER).is_ok();
    if made && fs::set_permissions(RUN_FOLDER, Permissions::from_mode(0o755)).is_ok() {
        return Ok(());
    }
    // Another process may have made it at the same moment.
    if Path::new(RUN_FOLDER).is_dir() { Ok(()) } else { Err(PcscdError::NoRunFolder) }
}

/// User and group to run as; `None` for those of the caller.
fn user(root: bool) -> Result<(RunsAs, Option<(u32, u32)>), PcscdError> {
    if !root {
        return Ok((RunsAs::Caller, None));
    }
    let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let find = |name: &str| {
        let mut fields = passwd.lines().map(|line| line.split(':')).find(|line| line.clone().next() == Some(name))?;
        Some((fields.nth(2)?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    let own = find(OWN_USER).map(|ids| (RunsAs::OwnUser, Some(ids)));
    own.or_else(|| find("nobody").map(|ids| (RunsAs::Nobody, Some(ids)))).ok_or(PcscdError::NoUser)
}

struct Prepared {
    config: PathBuf,
    socket: UnixListener,
}

/// Writes the reader list, copies the driver where it is needed more than once, binds the socket.
fn prepare(options: &PcscdOptions, driver: &Path) -> Result<Prepared, (PathBuf, io::Error)> {
    let config = options.folder.join("readers");
    let drivers = options.folder.join("drivers");
    for folder in [&options.folder, &config, &drivers] {
        fs::create_dir_all(folder)
            // pcscd may run as another user, who must pass through; the socket itself stays with us.
            .and_then(|()| fs::set_permissions(folder, Permissions::from_mode(0o755)))
            .map_err(|source| (folder.clone(), source))?;
    }
    let mut entries = String::new();
    for (entry, slot) in options.slots.iter().step_by(SLOTS_AN_ENTRY).enumerate() {
        let library = match entry {
            0 => driver.to_owned(),
            _ => {
                let copy = drivers.join(format!("libifdvpcd-{entry}.so"));
                fs::copy(driver, &copy).map_err(|source| (copy.clone(), source))?;
                copy
            }
        };
        let (name, port) = (entry_name(entry), slot.address.port());
        entries += &format!(
            "FRIENDLYNAME \"{name}\"\nDEVICENAME /dev/null:{port}\nLIBPATH {}\nCHANNELID {port:#x}\n\n",
            library.display()
        );
    }
    let list = config.join("virtual");
    fs::write(&list, entries).map_err(|source| (list, source))?;
    let path = options.socket_path();
    // Left behind by a process that was killed. Anything but a socket is not ours to remove.
    if fs::symlink_metadata(&path).is_ok_and(|file| file.file_type().is_socket()) {
        let _ = fs::remove_file(&path);
    }
    let socket = UnixListener::bind(&path)
        .and_then(|socket| fs::set_permissions(&path, Permissions::from_mode(0o600)).map(|()| socket))
        .map_err(|source| (path, source))?;
    Ok(Prepared { config, socket })
}

fn command(daemon: &Path, config: &Path, user: Option<(u32, u32)>, socket: UnixListener) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "TERM"]);
    if let Some((user, group)) = user {
        command.args(["--reuid", &user.to_string(), "--regid", &group.to_string(), "--clear-groups"]);
    }
    // The socket comes as standard input and becomes fd 3, where sd_listen_fds looks. `$$` stays pcscd's number.
    command.args(["sh", "-c", "exec 3<&0 </dev/null 2>&1; LISTEN_PID=$$ LISTEN_FDS=1 exec \"$0\" -f -i -c \"$1\""]);
    command.arg(daemon).arg(config);
    // Neither our own PCSCLITE_ variables nor anything else of ours concerns it.
    command.env_clear().env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    command.stdin(OwnedFd::from(socket)).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

type Spawned = (Arc<Mutex<Child>>, mpsc::Receiver<()>, mpsc::Receiver<()>);

/// Starts the process on a thread that lasts as long as it does: the kernel sends the signal of `--pdeathsig` when the
/// *thread* ends that started it. The thread keeps the log meanwhile.
fn spawn(mut command: Command, log: File) -> Result<Spawned, PcscdError> {
    let (started, child) = mpsc::channel();
    let (tell_ready, ready) = mpsc::channel();
    let (alive, ended) = mpsc::channel::<()>();
    let keep = move || {
        let _alive = alive;
        let spawned = command.spawn();
        // It holds the socket's last copy of ours: a client must not wait in the queue of a pcscd that is gone.
        drop(command);
        match spawned {
            Ok(mut process) => {
                let output = process.stdout.take();
                let process = Arc::new(Mutex::new(process));
                let _ = started.send(Ok(Arc::clone(&process)));
                output.into_iter().for_each(|output| keep_log(BufReader::new(output), &log, &tell_ready));
                let _ = process.lock().unwrap_or_else(PoisonError::into_inner).wait();
            }
            Err(error) => drop(started.send(Err(error))),
        }
    };
    thread::Builder::new().name("pcscd".into()).spawn(keep).map_err(PcscdError::Spawn)?;
    let child = child.recv().unwrap_or_else(|_| Err(io::ErrorKind::BrokenPipe.into())).map_err(PcscdError::Spawn)?;
    Ok((child, ready, ended))
}

/// Copies pcscd's words to the log until it ends; tells when it is ready. At this log level it names cards by their ATR
/// and shows no APDU.
fn keep_log(output: impl BufRead, mut log: &File, ready: &mpsc::Sender<()>) {
    let mut written = 0;
    for line in output.split(b'\n').map_while(Result::ok) {
        if line.windows(12).any(|words| words == b"daemon ready") {
            let _ = ready.send(());
        }
        if written < MAX_LOG {
            written += line.len() + 1;
            let _ = log.write_all(&line).and_then(|()| log.write_all(b"\n"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_have_the_names_that_pcscd_gives_them() {
        let options = PcscdOptions::new("/tmp/x", 3).unwrap();
        let names: Vec<_> = options.slots().iter().map(|slot| slot.reader.as_str()).collect();
        assert_eq!(names, ["Virtual PCD 00 00", "Virtual PCD 00 01", "Virtual PCD 1 00 00"]);
        let ports: Vec<_> = options.slots().iter().map(|slot| slot.address.port()).collect();
        assert_eq!(ports[1], ports[0] + 1);
        assert!(matches!(PcscdOptions::new("/tmp/x", 17), Err(PcscdError::Slots(17))));
        assert!(matches!(PcscdOptions::new("x".repeat(100), 1), Err(PcscdError::PathTooLong(_))));
    }
}
