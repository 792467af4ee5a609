//! The desk's program as systemd has it: told that it is up and works, killed, started again.

use super::PATIENCE;
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Ends with its test.
struct Service(Child);

impl Service {
    fn start(folder: &Path, socket: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_uketsuke"));
        command.args(["desk", "--listen", "127.0.0.1:0", "--folder"]).arg(folder.join("desk"));
        command.env("NOTIFY_SOCKET", socket).env("WATCHDOG_USEC", "150000").stdout(Stdio::null());
        Self(command.spawn().unwrap())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

fn hear(systemd: &UnixDatagram) -> String {
    let mut words = [0; 200];
    let length = systemd.recv(&mut words).expect("the desk tells systemd nothing");
    String::from_utf8_lossy(&words[..length]).trim().to_owned()
}

#[test]
fn systemd_hears_that_the_desk_is_up_and_works_also_after_it_was_killed() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("notify");
    let systemd = UnixDatagram::bind(&socket).unwrap();
    systemd.set_read_timeout(Some(PATIENCE)).unwrap();
    for _ in 0..2 {
        let mut service = Service::start(folder.path(), &socket);
        assert_eq!(hear(&systemd), "READY=1");
        assert_eq!([(); 3].map(|()| hear(&systemd)), ["WATCHDOG=1"; 3]);
        service.0.kill().unwrap();
        service.0.wait().unwrap();
        // What it had sent before it was killed.
        systemd.set_nonblocking(true).unwrap();
        while systemd.recv(&mut [0; 200]).is_ok() {}
        systemd.set_nonblocking(false).unwrap();
    }
}
