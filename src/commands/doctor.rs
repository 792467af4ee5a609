//! Looks at everything that a visit needs, one row a thing. It lists readers and never touches a card.

mod kiosk;
mod practice;
mod report;
mod things;

use super::Failed;
use crate::i18n::{Catalogue, Language};
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

/// Looks at each device, font, folder and server, and says what to do. Touches no card.
///
/// Without --config it looks at what the practice terminal needs, and leaves the system's PC/SC service alone. Ends
/// with 0 only where a visit could run.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Look at the real kiosk of this config file instead.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// ja or en [default: as LANG says]
    #[arg(long, value_parser = parse_language)]
    language: Option<Language>,
}

pub fn run(options: &Options) -> Result<ExitCode, Failed> {
    let sentences = Catalogue::bundled()?;
    let report = match &options.config {
        Some(path) => kiosk::look(path, &sentences),
        None => practice::look(&sentences)?,
    };
    report.write(&mut io::stdout().lock(), &sentences, options.language.unwrap_or_else(spoken_here))?;
    Ok(if report.a_visit_can_run() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Of those in which staff are spoken to.
pub fn parse_language(code: &str) -> Result<Language, String> {
    [Language::Japanese, Language::English]
        .into_iter()
        .find(|language| language.code() == code)
        .ok_or_else(|| "write ja or en".into())
}

/// As the environment says.
pub fn spoken_here() -> Language {
    spoken(&["LC_ALL", "LC_MESSAGES", "LANG"].map(|name| std::env::var(name).unwrap_or_default()))
}

/// The language of the first locale that is set: `ja_JP.UTF-8` is Japanese, everything else English.
fn spoken(locales: &[String]) -> Language {
    match locales.iter().find(|locale| !locale.is_empty()) {
        Some(locale) if locale.starts_with("ja") => Language::Japanese,
        _ => Language::English,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_speaks_the_language_of_the_session() {
        let of = |all: [&str; 3]| spoken(&all.map(str::to_owned));
        assert_eq!(of(["", "", "ja_JP.UTF-8"]), Language::Japanese);
        assert_eq!(of(["C.UTF-8", "", "ja_JP.UTF-8"]), Language::English);
        assert_eq!(of(["", "", ""]), Language::English);
    }
}
