//! Debian's PostgreSQL, a cluster of its own a test: small, in a temporary folder, reached by a socket.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(30);

pub struct Postgres {
    folder: tempfile::TempDir,
    server: Option<Child>,
}

impl Postgres {
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o777)).unwrap();
        let data = folder.path().join("data");
        let made = as_postgres("initdb")
            .args(["--no-sync", "--auth=trust", "--username=uketsuke", "--encoding=UTF8", "--locale=C", "--pgdata"])
            .arg(&data)
            .stdout(Stdio::null())
            .status()
            .expect("PostgreSQL is not installed: run tools/setup.sh");
        assert!(made.success(), "initdb failed");
        let mut server = Self { folder, server: None };
        server.start_again();
        server
    }

    /// After [`Postgres::kill`], with the same data.
    pub fn start_again(&mut self) {
        let (data, socket) = (self.folder.path().join("data"), self.folder.path());
        // What was killed has left its lock.
        std::fs::remove_file(data.join("postmaster.pid")).ok();
        let server = as_postgres("postgres")
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(socket)
            .args(["-c", "listen_addresses=", "-c", "shared_buffers=16MB", "-c", "max_connections=20"])
            .stderr(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        self.server = Some(server);
        let begun = Instant::now();
        while !self.answers() {
            assert!(begun.elapsed() < PATIENCE, "PostgreSQL does not start");
        }
    }

    fn answers(&self) -> bool {
        let ready = Command::new(program("pg_isready")).arg("-h").arg(self.folder.path()).arg("-q").status();
        ready.is_ok_and(|status| status.success())
    }

    pub fn url(&self) -> String {
        let socket = self.folder.path().display().to_string().replace('/', "%2F");
        format!("postgres://uketsuke@{socket}/postgres")
    }

    /// Every process of it, at once.
    pub fn kill(&mut self) {
        let data = self.folder.path().join("data").display().to_string();
        Command::new("pkill").args(["-9", "-f", &data]).status().unwrap();
        let children = Command::new("pkill").args(["-9", "-P"]).arg(self.process().to_string()).status();
        children.ok();
        if let Some(mut server) = self.server.take() {
            server.kill().ok();
            server.wait().ok();
        }
    }

    fn process(&self) -> u32 {
        self.server.as_ref().map_or(0, Child::id)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if self.server.is_some() {
            self.kill();
        }
    }
}

/// PostgreSQL refuses to run as root.
fn as_postgres(name: &str) -> Command {
    use std::os::unix::fs::MetadataExt;
    if std::fs::metadata("/proc/self").unwrap().uid() == 0 {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]).arg(program(name));
        command.current_dir("/tmp");
        command
    } else {
        Command::new(program(name))
    }
}

/// The newest that is installed.
fn program(name: &str) -> PathBuf {
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .expect("PostgreSQL is not installed: run tools/setup.sh")
        .map(|entry| entry.unwrap().path())
        .collect();
    versions.sort();
    versions.last().map(|version| version.join("bin").join(Path::new(name))).unwrap()
}
