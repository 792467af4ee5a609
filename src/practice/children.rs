//! The practice terminal's child processes: the same program as `virtual-card` and as `centre`. Each ends when its
//! standard input closes, so none outlives the terminal, even where that is killed.

use super::tray::Hand;
use crate::session::secret::CardPhoto;
use base64ct::{Base64, Encoding};
use std::io::{self, BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use zeroize::Zeroizing;

#[derive(Debug, thiserror::Error)]
pub enum ChildError {
    #[error("the practice terminal could not start its own '{what}' ({cause})")]
    Start { what: &'static str, cause: io::Error },
    #[error("the practice terminal's '{what}' ended at once; run `uketsuke doctor` to see why")]
    Silent { what: &'static str },
}

/// A child with a line to its input and from its output.
struct Helper {
    what: &'static str,
    child: Child,
    /// `None` only while dropping.
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Helper {
    fn start(what: &'static str, args: &[&std::ffi::OsStr]) -> Result<Self, ChildError> {
        let start = |cause| ChildError::Start { what, cause };
        let program = std::env::current_exe().map_err(start)?;
        let mut child = Command::new(program)
            .arg(what)
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(start)?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(orders), Some(answers)) => {
                Ok(Self { what, child, orders: Some(orders), answers: BufReader::new(answers) })
            }
            _ => Err(ChildError::Silent { what }),
        }
    }

    fn answer(&mut self) -> Result<String, ChildError> {
        let mut line = String::new();
        match self.answers.read_line(&mut line) {
            Ok(1..) => Ok(line.trim().to_owned()),
            Ok(0) | Err(_) => Err(ChildError::Silent { what: self.what }),
        }
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        self.orders = None;
        // Its input is closed, so it ends; an error means that it has ended already.
        self.child.wait().ok();
    }
}

/// The card on the virtual reader.
pub struct ChildCard(Helper);

impl ChildCard {
    /// `keys`: the practice CA's folder; `state`: where try counters are kept.
    pub fn start(vpcd: SocketAddr, keys: &Path, state: &Path) -> Result<Self, ChildError> {
        let address = vpcd.to_string();
        let args = ["--orders", "--vpcd", &address, "--keys"].map(std::ffi::OsStr::new);
        let args = [&args[..], &[keys.as_os_str(), "--state".as_ref(), state.as_os_str()]].concat();
        Helper::start("virtual-card", &args).map(Self)
    }

    fn order(&mut self, order: &str) -> Result<(), String> {
        let Some(orders) = &mut self.0.orders else { return Err("the virtual card has ended".into()) };
        writeln!(orders, "{order}").and_then(|()| orders.flush()).map_err(|error| error.to_string())?;
        match self.0.answer().map_err(|error| error.to_string())?.as_str() {
            "ok" => Ok(()),
            error => Err(error.trim_start_matches("error: ").to_owned()),
        }
    }
}

impl Hand for ChildCard {
    fn place(&mut self, person: &str) -> Result<(), String> {
        self.order(&format!("place {person}"))
    }

    fn place_with_photo(&mut self, person: &str, photo: CardPhoto) -> Result<(), String> {
        let photo = Zeroizing::new(Base64::encode_string(photo.expose()));
        self.order(&Zeroizing::new(format!("place {person} {}", *photo)))
    }

    fn take(&mut self) -> Result<(), String> {
        self.order("take")
    }

    fn fault(&mut self, fault: &str) -> Result<(), String> {
        self.order(&format!("fault {fault}"))
    }
}

/// The simulated eligibility centre.
pub struct ChildCentre {
    _helper: Helper,
    base_url: String,
}

impl ChildCentre {
    /// Returns once it accepts requests.
    pub fn start(data: &Path, trust: &Path) -> Result<Self, ChildError> {
        let args = ["--until-input-ends", "--listen", "127.0.0.1:0", "--data"].map(std::ffi::OsStr::new);
        let args = [&args[..], &[data.as_os_str(), "--trust".as_ref(), trust.as_os_str()]].concat();
        let mut helper = Helper::start("centre", &args)?;
        let base_url = helper.answer()?;
        Ok(Self { _helper: helper, base_url })
    }

    pub fn base_url(&self) -> &str {
        &self.base_url
    }
}
