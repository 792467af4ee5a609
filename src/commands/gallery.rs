use super::Failed;
use std::process::ExitCode;

/// Pictures of every screen in both languages and both formats.
#[derive(Debug, clap::Args)]
pub struct Options {}

pub fn run(_options: &Options) -> Result<ExitCode, Failed> {
    Err("not built yet".into())
}
