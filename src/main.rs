//! Arguments in, exit code out; everything else is in the library.

use clap::Parser;
use std::process::ExitCode;
use uketsuke::commands::{Failed, Uketsuke, run};
use uketsuke::memory;

#[allow(clippy::print_stderr, reason = "the one place where a command's failure is told")]
fn main() -> ExitCode {
    let args = Uketsuke::parse();
    match memory::wipe_libraries().map_err(Failed::from).and_then(|()| run(args)) {
        Ok(code) => code,
        // Whoever reads has read enough, as `| head` does.
        Err(error) if is_closed_pipe(error.as_ref()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("uketsuke: {error}");
            ExitCode::FAILURE
        }
    }
}

fn is_closed_pipe(error: &(dyn std::error::Error + 'static)) -> bool {
    error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}
