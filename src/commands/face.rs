use super::Failed;
use crate::devices::face::evaluation::{Comparison, Found, Line, Report, compare, evaluate};
use crate::devices::face::models::{Models, default_folder};
use crate::devices::face::speed::{Speed, Spread, measure};
use std::path::PathBuf;
use std::process::ExitCode;

/// Compares two pictures, or measures a folder of persons, with the networks that the kiosk uses.
#[derive(Debug, clap::Args)]
pub struct Options {
    #[command(subcommand)]
    what: What,
    /// Folder of models.toml [default: in the user's data folder]
    #[arg(long, global = true)]
    models: Option<PathBuf>,
    /// Write JSON.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Are these two pictures of one person? Ends with 0: yes, 1: something failed, 3: no, 4: a picture shows no face.
    Compare {
        /// A PNG, JPEG or PGM file.
        a: PathBuf,
        /// Another one.
        b: PathBuf,
    },
    /// Error rates on a folder with a subfolder for each person. Ends with 0, or 1 where something failed.
    Eval {
        folder: PathBuf,
        /// One picture of each pair becomes what a card holds: grey, 240 by 320, JPEG 2000 of about 9 kB.
        #[arg(long)]
        card_side: bool,
    },
    /// How fast this machine is: drawn persons, frames of 640 by 480, one thread.
    Speed,
}

/// Frames of each film, and comparisons, that are timed.
const TIMED: (u32, u32) = (60, 20);
/// Two persons.
const DIFFERENT: u8 = 3;
/// Nobody on a picture.
const NO_FACE: u8 = 4;

#[allow(clippy::print_stdout, reason = "the answer")]
pub fn run(options: &Options) -> Result<ExitCode, Failed> {
    let folder = options.models.clone().or_else(default_folder).ok_or("set HOME, or name a folder with --models")?;
    let mut models = Models::load(&folder)?;
    match &options.what {
        What::Compare { a, b } => {
            let comparison = compare(&mut models, a, b)?;
            if options.json {
                println!("{}", serde_json::to_string_pretty(&comparison)?);
            } else {
                print!("{}", written(&comparison));
            }
            Ok(match comparison.same_person() {
                Some(true) => ExitCode::SUCCESS,
                Some(false) => ExitCode::from(DIFFERENT),
                None => ExitCode::from(NO_FACE),
            })
        }
        What::Eval { folder, card_side } => {
            let report = evaluate(&mut models, folder, *card_side)?;
            if options.json {
                println!("{}", serde_json::to_string_pretty(&report)?);
            } else {
                print!("{}", table(&report));
            }
            Ok(ExitCode::SUCCESS)
        }
        What::Speed => {
            let speed = measure(&mut models, TIMED.0, TIMED.1)?;
            if options.json {
                println!("{}", serde_json::to_string_pretty(&speed)?);
            } else {
                print!("{}", times(&speed));
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn times(speed: &Speed) -> String {
    let line = |what: &str, spread: Option<Spread>| match spread {
        Some(Spread { count, median, p95, longest }) => {
            format!("{what:<34} median {median:>6.1} ms, p95 {p95:>6.1}, longest {longest:>6.1} ({count} times)\n")
        }
        None => format!("{what}: nothing to time\n"),
    };
    [
        line("frame to instruction", speed.guidance),
        line("last frame to verdict", speed.verdict),
        line("all frames of a match, without waits", speed.match_after),
    ]
    .concat()
}

fn written(comparison: &Comparison) -> String {
    let face = |name: &str, found: Option<Found>| match found {
        None => format!("{name}: no face\n"),
        Some(face) => format!(
            "{name}: face at {:.0},{:.0} of {:.0}x{:.0}, score {:.2}; eyes {:.0} px apart, leaning {:.0} degrees, \
             turned {:.2}, light {:.0}, sharpness {:.3}\n",
            face.left,
            face.top,
            face.width,
            face.height,
            face.score,
            face.eyes_apart,
            face.roll_degrees,
            face.turn,
            face.light,
            face.sharpness
        ),
    };
    let point = comparison.operating_point;
    let verdict = match (comparison.distance, comparison.same_person()) {
        (Some(distance), Some(true)) => format!("distance {distance:.3}, accepted up to {point}: the same person\n"),
        (Some(distance), _) => format!("distance {distance:.3}, accepted up to {point}: two persons\n"),
        (None, _) => "no comparison\n".into(),
    };
    [face("a", comparison.a), face("b", comparison.b), verdict].concat()
}

fn table(report: &Report) -> String {
    let side = if report.card_side { "card side degraded" } else { "pictures as they are" };
    let mut text = format!(
        "{} persons, {} pictures, no face found on {}; {side}\n{:>6} {:>8} {:>9} {:>7} {:>16} {:>16} {:>22}\n",
        report.persons,
        report.pictures,
        report.not_found,
        "frames",
        "genuine",
        "impostor",
        "EER",
        "FNMR @ FMR 1e-2",
        "FNMR @ FMR 1e-3",
        "operating FMR / FNMR"
    );
    for line in &report.lines {
        text += &row(line);
    }
    text
}

fn row(line: &Line) -> String {
    let rate = |rates: &Option<crate::devices::face::statistics::Rates>| match rates {
        Some(rates) => format!("{:.4} ({:.3})", rates.fnmr, rates.distance),
        None => "too few pairs".into(),
    };
    let at = line.at_operating_point;
    format!(
        "{:>6} {:>8} {:>9} {:>7} {:>16} {:>16} {:>22}\n",
        line.frames,
        line.genuine_pairs,
        line.impostor_pairs,
        line.equal_error.map_or("-".into(), |rates| format!("{:.4}", rates.fnmr)),
        rate(&line.at_fmr[0]),
        rate(&line.at_fmr[1]),
        format!("{:.4} / {:.4} ({:.2})", at.fmr, at.fnmr, at.distance),
    )
}
