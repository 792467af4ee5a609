use super::{Failed, secret};
use crate::config::DEFAULT_RECORD;
use crate::staff::codes;
use clap::Subcommand;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Codes of the staff at a kiosk.
#[derive(Debug, clap::Args)]
pub struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Reads a code and prints what the config keeps of it: digits, for the keys of the panel; four of them for the passcode.
    Hash,
    /// Lets codes be tried again that were wrong too often; the kiosk must not run meanwhile.
    Unlock {
        /// The record's folder.
        #[arg(long, default_value = DEFAULT_RECORD)]
        record: PathBuf,
    },
}

pub fn run(options: &Options) -> Result<ExitCode, Failed> {
    match &options.what {
        What::Hash => {
            let code = secret::read("code")?;
            if code.chars().count() < 4 {
                return Err("a code has four digits at least".into());
            }
            writeln!(io::stdout(), "{}", codes::hash(&code).map_err(|error| error.to_string())?)?;
        }
        What::Unlock { record } if !record.is_dir() => {
            return Err(format!("there is no record in {}: name its folder with --record", record.display()).into());
        }
        What::Unlock { record } => match std::fs::remove_file(record.join(codes::FILE)) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(cause.into()),
            Ok(()) | Err(_) => {}
        },
    }
    Ok(ExitCode::SUCCESS)
}
