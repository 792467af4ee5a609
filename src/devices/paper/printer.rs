//! Printing through CUPS: `lp` gets the page on its standard input. Its words were read from `lp` 2.4.2 with a queue
//! that takes jobs, one that does not, no such queue, no default queue, and without the service.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::{Pid, PidfdFlags, Signal, kill_process_group, pidfd_open};
use std::io::{self, Read, Write};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Where to print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printer {
    /// `lp`, or where it lies.
    pub program: PathBuf,
    /// Its name in CUPS; `None` for the default printer.
    pub name: Option<String>,
    /// How long `lp` may take to hand the page over. The printing itself comes after.
    pub limit: Duration,
}

impl Printer {
    pub const LIMIT: Duration = Duration::from_secs(20);

    pub fn new(name: Option<String>) -> Self {
        Self { program: "lp".into(), name, limit: Self::LIMIT }
    }
}

/// Why nothing was printed. Each message names the remedy; none has anything of the page.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    #[error("there is no program {program}: install the Debian package cups-client")]
    NoProgram { program: PathBuf },
    /// `lp` says the same where the service does not run.
    #[error(
        "CUPS knows no such printer: see with `lpstat -r` whether its service runs, and with `lpstat -e` what printers \
         there are; then set one up, or correct its name in the config"
    )]
    NoPrinter,
    #[error("CUPS does not answer: start its service (systemctl start cups)")]
    NoService,
    #[error("the printer takes no page ({words}): look at it, then `cupsenable` and `cupsaccept` with its name")]
    Refused { words: String },
    #[error("the page was not taken within {} s: look at the printer and at `lpstat -t`", limit.as_secs_f32())]
    TooSlow { limit: Duration },
    #[error("{program} could not be run ({cause}): check that this user may start it")]
    Run { program: PathBuf, cause: io::Error },
}

/// `lp` says no more than this.
const MAX_WORDS: u64 = 4096;

/// Hands a PDF of A4 pages to a printer's queue. `Ok`: the queue has it; whether there is paper is seen at the printer.
///
/// Waits, at most [`Printer::limit`]: call it from a thread that may.
pub fn print(pdf: &[u8], printer: &Printer) -> Result<(), PrintError> {
    let run = |cause| PrintError::Run { program: printer.program.clone(), cause };
    let mut child = command(printer).spawn().map_err(|cause| match cause.kind() {
        io::ErrorKind::NotFound => PrintError::NoProgram { program: printer.program.clone() },
        _ => run(cause),
    })?;
    let input = child.stdin.take();
    let status = std::thread::scope(|scope| {
        // A program that ends without reading closes the pipe: its exit status says why.
        scope.spawn(move || input.map(|mut input| input.write_all(pdf)));
        finish(&mut child, printer.limit)
    });
    let words = words(&mut child);
    match status.map_err(run)? {
        Some(status) if status.success() => Ok(()),
        Some(_) => Err(refusal(&words)),
        None => Err(PrintError::TooSlow { limit: printer.limit }),
    }
}

fn command(printer: &Printer) -> Command {
    let mut command = Command::new(&printer.program);
    if let Some(name) = &printer.name {
        command.arg("-d").arg(name);
    }
    // The job's title shows on the printer and in lists: nobody's name.
    command.args(["-t", "uketsuke", "-n", "1", "-o", "media=A4", "-o", "sides=one-sided", "-"]);
    // Its words are understood in English only.
    command.env("LC_ALL", "C").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    // Whatever it starts is stopped with it.
    command.process_group(0);
    command
}

/// Its status; `None` where it did not end in time. Nothing of it runs afterwards.
fn finish(child: &mut Child, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let pid = Pid::from_child(child);
    let ended = ends_within(pid, limit);
    // Not reaped yet, so the number is still its own.
    kill_process_group(pid, Signal::KILL).ok();
    let status = child.wait()?;
    Ok(ended?.then_some(status))
}

fn ends_within(pid: Pid, limit: Duration) -> io::Result<bool> {
    let until = Instant::now() + limit;
    let process = pidfd_open(pid, PidfdFlags::empty())?;
    loop {
        let left = until.saturating_duration_since(Instant::now());
        let left = Timespec::try_from(left).map_err(io::Error::other)?;
        match poll(&mut [PollFd::new(&process, PollFlags::IN)], Some(&left)) {
            Ok(events) => return Ok(events > 0),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// What it said against printing. All that could hold the pipe open has ended.
fn words(child: &mut Child) -> String {
    let mut words = Vec::new();
    if let Some(said) = child.stderr.take() {
        // Half of what it said is better than nothing.
        said.take(MAX_WORDS).read_to_end(&mut words).ok();
    }
    String::from_utf8_lossy(&words).chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

fn refusal(words: &str) -> PrintError {
    let says = |part: &str| words.contains(part);
    if says("does not exist") || says("o default destination") || says("unknown destination") {
        PrintError::NoPrinter
    } else if says("scheduler") || says("Unable to connect") || says("Bad file descriptor") {
        PrintError::NoService
    } else {
        let words = words.trim().chars().take(200).collect();
        PrintError::Refused { words }
    }
}
