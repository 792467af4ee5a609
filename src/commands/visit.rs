use super::Failed;
use super::practice::{CameraOptions, Look};
use crate::app::{Clock, start};
use crate::devices::face::speed::Spread;
use crate::devices::speech::sound::tape::Tape;
use crate::practice::recording;
use crate::practice::terminal::{self, Keep, Terminal};
use crate::practice::tray::{Sound, TrayHand};
use crate::script::driver::{CentreAdmin, Driver};
use crate::script::frame_times::FrameTimes;
use crate::script::transcript::Transcript;
use crate::script::verb::{HELP, parse_script};
use crossbeam_channel::unbounded;
use jiff::Timestamp;
use std::path::PathBuf;
use std::process::ExitCode;

/// A scripted visit in the real program: real window, real PC/SC, real centre, a clock of its own.
///
/// Leaves a picture of every screen, transcript.jsonl and the hospital's result file (face/) in the folder --out. Ends
/// with 1 and a message where an `expect` is not met. Needs a display; without one: xvfb-run uketsuke visit ...
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub struct Options {
    /// The script, one step a line.
    script: PathBuf,
    /// Folder for pictures, transcript and result file.
    #[arg(long)]
    out: PathBuf,
    /// By the real clock and without pictures: transcript.jsonl then tells how long everything took.
    #[arg(long)]
    real_time: bool,
    /// Tell how long the frames took, by step of the visit; each of them stands in frame-times.jsonl.
    #[arg(long)]
    frame_times: bool,
    /// Leave what the voice said: heard-headphones.wav, heard-loudspeaker.wav, and captions as .vtt.
    #[arg(long)]
    heard: bool,
    /// Before the desk of `uketsuke desk --practice`, which must have been started once.
    #[arg(long)]
    desk: bool,
    #[command(flatten)]
    look: Look,
    #[command(flatten)]
    camera: CameraOptions,
}

#[allow(clippy::print_stdout, reason = "tells where things were left")]
pub fn run(options: &Options) -> Result<ExitCode, Failed> {
    start::need_display()?;
    let source = std::fs::read_to_string(&options.script)
        .map_err(|error| format!("the script {} cannot be read: {error}", options.script.display()))?;
    let script = parse_script(&source)?;
    let folder = terminal::enter_private_pcsc()?;
    std::fs::create_dir_all(&options.out)
        .map_err(|error| format!("the folder {} cannot be made: {error}", options.out.display()))?;
    let terminal = Terminal::start(&folder, Keep::In(options.out.clone()))?;
    let mut config = terminal.config(&options.look)?;
    if options.desk {
        let data = terminal::data_folder()?;
        config.link.folder = data.join("link");
        // The desk knows one record of this kiosk.
        config.record.folder = data.join("record-of-visits");
    }
    let (ear, heard) = unbounded();
    let tape = Tape::default();
    let sound = Sound::Tape { tape: tape.clone(), ear: options.heard.then_some(ear) };
    let (stage, before) = options.camera.stage(sound)?;
    let clock = if options.real_time { Clock::real() } else { Clock::at(Timestamp::now()) };
    let mut parts = start::parts(&config, terminal.seams(&stage), clock)?;
    parts.kiosk.transcribe(Transcript::create(&options.out.join("transcript.jsonl"))?);
    let driver = if options.real_time { Driver::timed(script) } else { Driver::new(script, Some(options.out.clone())) };
    let outcome = driver.outcome();
    let times = FrameTimes::default();
    parts.frame_times = options.frame_times.then(|| times.clone());
    parts.script = Some(driver);
    parts.centre_admin = Some(CentreAdmin { base_url: terminal.centre_url().to_owned() });
    let (hand, _running) = terminal.split();
    parts.hand = Some(TrayHand::new(hand, stage, before, parts.waker.clone()));
    let code = start::run(options.look.platform(&parts.theme), parts)?;
    for (step, Spread { count, median, p95, longest }) in times.spreads() {
        println!("{step:?}: {count} frames, median {median:.1} ms, p95 {p95:.1} ms, longest {longest:.1} ms");
    }
    if options.frame_times {
        std::fs::write(options.out.join("frame-times.jsonl"), times.lines())?;
    }
    if options.heard {
        recording::write(&options.out, &tape, &heard.try_iter().collect::<Vec<_>>())?;
        println!("what was heard is in heard-*.wav and heard-*.vtt");
    }
    match outcome.get() {
        Some(Ok(())) => {
            println!("pictures, transcript.jsonl and face/ are in {}", options.out.display());
            Ok(code)
        }
        Some(Err(failure)) => Err(format!("{}, {failure}", options.script.display()).into()),
        None => Err("the window was closed before the script ended".into()),
    }
}
