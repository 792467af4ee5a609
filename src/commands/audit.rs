//! The record for people: looked over, shown, handed on.

use super::Failed;
use crate::app::clock::JAPAN;
use crate::audit::verify::{Fault, Finding, Kept, verify};
use crate::audit::words::sentence;
use crate::i18n::{Catalogue, Language, Text, tr};
use clap::{Subcommand, ValueEnum};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Verifies, shows or exports the record of a kiosk. A running kiosk is not disturbed.
#[derive(Debug, clap::Args)]
pub struct Options {
    #[command(subcommand)]
    what: What,
    /// The record's folder.
    #[arg(long, global = true, default_value = crate::config::DEFAULT_RECORD)]
    record: PathBuf,
    /// ja or en [default: as LANG says]
    #[arg(long, global = true, value_parser = super::doctor::parse_language)]
    language: Option<Language>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Says whether it is as it was written, and where it is not; ends with 0 only where it is.
    Verify,
    /// One line an entry.
    Show,
    /// All entries, for other programs.
    Export {
        #[arg(long, value_enum)]
        format: Format,
        /// The file to write [default: standard output]
        #[arg(long)]
        out: Option<PathBuf>,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// number,time,kind,entry
    Csv,
    /// JSON Lines
    Jsonl,
}

pub fn run(options: &Options) -> Result<ExitCode, Failed> {
    let teller = Teller {
        sentences: Catalogue::bundled()?,
        language: options.language.unwrap_or_else(super::doctor::spoken_here),
    };
    if !options.record.is_dir() {
        teller.finding(&mut io::stdout().lock(), &Finding::default(), &options.record)?;
        return Ok(ExitCode::FAILURE);
    }
    let mut kept = Vec::new();
    let finding = verify(&options.record, |entry| kept.push(entry.clone()))?;
    let mut out = io::stdout().lock();
    match &options.what {
        What::Verify => teller.finding(&mut out, &finding, &options.record)?,
        What::Show => {
            for entry in &kept {
                let said = sentence(&teller.sentences, teller.language, &entry.entry);
                writeln!(out, "{:>8}  {}  {said}", entry.seq, in_japan(&entry.at))?;
            }
        }
        What::Export { format, out: None } => export(&mut out, *format, &kept)?,
        What::Export { format, out: Some(path) } => {
            let mut file = io::BufWriter::new(std::fs::File::create(path)?);
            export(&mut file, *format, &kept)?;
            file.flush()?;
        }
    }
    Ok(if finding.faults.is_empty() && finding.entries > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn export(out: &mut impl Write, format: Format, kept: &[Kept]) -> io::Result<()> {
    if matches!(format, Format::Csv) {
        writeln!(out, "number,time,kind,entry\r")?;
    }
    for Kept { seq, at, entry } in kept {
        let json = entry.to_json();
        match format {
            Format::Csv => writeln!(out, "{seq},{at},{},\"{}\"\r", entry.kind(), json.replace('"', "\"\""))?,
            Format::Jsonl => writeln!(out, "{{\"number\":{seq},\"time\":\"{at}\",\"entry\":{json}}}")?,
        }
    }
    Ok(())
}

/// For people at the reception: to the second, as their clock has it.
fn in_japan(at: &str) -> String {
    let time = at.parse::<Timestamp>().map(|at| TimeZone::fixed(JAPAN).to_datetime(at));
    time.map_or_else(|_| at.to_owned(), |time| time.strftime("%Y-%m-%d %H:%M:%S").to_string())
}

struct Teller {
    sentences: Catalogue,
    language: Language,
}

impl Teller {
    fn say(&self, text: &Text) -> String {
        self.sentences.text(self.language, text)
    }

    fn finding(&self, out: &mut impl Write, finding: &Finding, folder: &std::path::Path) -> io::Result<()> {
        if finding.entries == 0 && finding.faults.is_empty() {
            return writeln!(out, "{}", self.say(&tr("audit-none").verbatim("folder", folder.display().to_string())));
        }
        let head = |key| {
            tr(key)
                .verbatim("first", finding.first.to_string())
                .verbatim("last", finding.head.seq.to_string())
                .verbatim("entries", finding.entries.to_string())
                .verbatim("seals", finding.seals.to_string())
                .verbatim("count", finding.faults.len().to_string())
        };
        if finding.faults.is_empty() {
            return writeln!(out, "{}", self.say(&head("audit-verified")));
        }
        writeln!(out, "{}", self.say(&head("audit-faults")))?;
        for fault in &finding.faults {
            writeln!(out, "  {}", self.say(&of_fault(fault)))?;
        }
        writeln!(out, "{}", self.say(&tr("audit-do")))
    }
}

fn of_fault(fault: &Fault) -> Text {
    let number = |seq: &u64| seq.to_string();
    let path = |file: &PathBuf| file.display().to_string();
    match fault {
        Fault::Unreadable { file, after, why } => tr("audit-fault-unreadable")
            .verbatim("file", path(file))
            .verbatim("after", number(after))
            .verbatim("why", why),
        Fault::Altered { seq } => tr("audit-fault-altered").verbatim("seq", number(seq)),
        Fault::Missing { from, to } => {
            tr("audit-fault-missing").verbatim("from", number(from)).verbatim("to", number(to))
        }
        Fault::WrongSeal { seq } => tr("audit-fault-wrong-seal").verbatim("seq", number(seq)),
        Fault::WrongBeginning { file } => tr("audit-fault-wrong-beginning").verbatim("file", path(file)),
        Fault::OtherKey { file } => tr("audit-fault-other-key").verbatim("file", path(file)),
        Fault::CutOff { ends, sealed } => {
            tr("audit-fault-cut-off").verbatim("ends", number(ends)).verbatim("sealed", number(sealed))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Entry;

    #[test]
    fn a_table_has_a_row_an_entry_and_quotes_doubled() {
        let kept = Kept { seq: 3, at: "2026-11-23T00:00:00Z".into(), entry: Entry::Stopped };
        let mut table = Vec::new();
        export(&mut table, Format::Csv, &[kept]).unwrap();
        let table = String::from_utf8(table).unwrap();
        assert_eq!(
            table,
            "number,time,kind,entry\r\n3,2026-11-23T00:00:00Z,stopped,\"{\"\"what\"\":\"\"stopped\"\"}\"\r\n"
        );
    }
}
