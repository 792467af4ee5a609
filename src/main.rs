//! Arguments in, exit code out; everything else is in the library.

use clap::Parser;
use std::process::ExitCode;
use uketsuke::commands::{Uketsuke, run};

#[allow(clippy::print_stderr, reason = "the one place where a command's failure is told")]
fn main() -> ExitCode {
    match run(Uketsuke::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("uketsuke: {error}");
            ExitCode::FAILURE
        }
    }
}
