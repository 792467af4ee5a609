use super::Failed;
use std::process::ExitCode;

/// Looks at each device, font, folder and server, and says what to do.
#[derive(Debug, clap::Args)]
pub struct Options {}

pub fn run(_options: &Options) -> Result<ExitCode, Failed> {
    Err("not built yet".into())
}
