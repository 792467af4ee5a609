//! The record for people: looked over, shown, handed on.

use super::Failed;
use crate::app::clock::JAPAN;
use crate::audit::entry::{
    ApplicationOutcome, Before, CheckOutcome, CodeOutcome, Device, Entry, Method, Stage, VisitEnd, VisitId,
};
use crate::audit::verify::{Fault, Finding, Kept, verify};
use crate::eligibility::consent::Consent;
use crate::i18n::{Catalogue, Language, Text, tr};
use crate::session::{Actor, OrderVerdict, StaffAction};
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
                writeln!(out, "{:>8}  {}  {}", entry.seq, in_japan(&entry.at), teller.entry(&entry.entry))?;
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

    fn entry(&self, entry: &Entry) -> String {
        let text = tr(format!("audit-entry-{}", entry.kind()));
        let text = match entry {
            Entry::Stopped => text,
            Entry::Started { version, before } => text.verbatim("version", version).word("before", of_before(*before)),
            Entry::VisitBegan { visit } => text.verbatim("visit", short(visit)),
            Entry::VisitStage { visit, stage } => text.verbatim("visit", short(visit)).word("stage", of_stage(*stage)),
            Entry::Checked { visit, method, outcome } => text
                .verbatim("visit", short(visit))
                .word("method", of_method(*method))
                .word("outcome", of_outcome(*outcome)),
            Entry::Applied { visit, outcome } => {
                text.verbatim("visit", short(visit)).word("outcome", of_application(*outcome))
            }
            Entry::Consented { visit, answers } => {
                let answer = |consent| match consent {
                    Consent::Yes => tr("audit-given"),
                    Consent::No => tr("audit-not-given"),
                    Consent::NotObtainable => tr("consent-not-obtainable"),
                };
                let groups = answers.iter().map(|of| self.say(&answer(of.consent).verbatim("group", of.group.code())));
                text.verbatim("visit", short(visit)).verbatim("groups", groups.collect::<Vec<_>>().join(", "))
            }
            Entry::VisitEnded { visit, end } => text.verbatim("visit", short(visit)).word("end", of_end(*end)),
            Entry::StaffCalled { visit: Some(visit) } => text.verbatim("visit", short(visit)),
            Entry::StaffCalled { visit: None } => text.word("visit", tr("audit-no-visit")),
            Entry::DeviceFailed { device } | Entry::DeviceWell { device } => text.word("device", of_device(*device)),
            Entry::StaffActed { visit, by, action, verdict } => text
                .word("by", of_actor(by))
                .word("action", of_action(*action))
                .word("visit", visit.as_ref().map_or_else(|| tr("audit-no-visit"), of_visit))
                .word("verdict", of_verdict(*verdict)),
            Entry::CodeChecked { by, outcome } => text.word("by", of_actor(by)).word("outcome", of_code(*outcome)),
            Entry::CodesUnlocked { by } => text.word("by", of_actor(by)),
            Entry::SettingChanged { by, setting, value } => {
                text.word("by", of_actor(by)).verbatim("setting", setting).verbatim("value", value)
            }
            Entry::ClockSet { seconds } => text.verbatim("seconds", seconds.to_string()),
            Entry::Dropped { through } => text.verbatim("through", through.to_string()),
            Entry::Missed { entries } => text.verbatim("entries", entries.to_string()),
        };
        self.say(&text)
    }
}

/// Enough of it to tell visits apart.
fn short(visit: &VisitId) -> String {
    visit.0.chars().take(8).collect()
}

fn of_visit(visit: &VisitId) -> Text {
    tr("audit-in-visit").verbatim("visit", short(visit))
}

fn of_actor(by: &Actor) -> Text {
    match by {
        Actor::Passcode => tr("audit-by-passcode"),
        Actor::Panel { person } => tr("audit-by-panel").verbatim("person", person),
        Actor::Desk { person } => tr("audit-by-desk").verbatim("person", person),
    }
}

fn of_action(action: StaffAction) -> Text {
    match action {
        StaffAction::VisualCheck { reason } => tr("audit-action-visual").word("reason", tr(reason.key())),
        StaffAction::Come => tr("audit-action-come"),
        StaffAction::Cancel => tr("audit-action-cancel"),
        StaffAction::Pause => tr("audit-action-pause"),
        StaffAction::Resume => tr("audit-action-resume"),
        StaffAction::RestartReader => tr("audit-action-restart-reader"),
        StaffAction::RestartFace => tr("audit-action-restart-face"),
    }
}

fn of_verdict(verdict: OrderVerdict) -> Text {
    tr(match verdict {
        OrderVerdict::Done => "audit-verdict-done",
        OrderVerdict::Stale => "audit-verdict-stale",
        OrderVerdict::NotNow => "audit-verdict-not-now",
        OrderVerdict::NoCard => "audit-verdict-no-card",
        OrderVerdict::NoTerminalKey => "audit-verdict-no-key",
    })
}

fn of_code(outcome: CodeOutcome) -> Text {
    tr(match outcome {
        CodeOutcome::Accepted => "audit-code-accepted",
        CodeOutcome::Wrong => "audit-code-wrong",
        CodeOutcome::TooSoon => "audit-code-too-soon",
        CodeOutcome::Locked => "audit-code-locked",
        CodeOutcome::NotSet => "audit-code-not-set",
    })
}

fn of_before(before: Before) -> Text {
    tr(match before {
        Before::Nothing => "audit-before-nothing",
        Before::Stopped => "audit-before-stopped",
        Before::BrokenOff => "audit-before-broken-off",
        Before::CutOff => "audit-before-cut-off",
        Before::Damaged => "audit-before-damaged",
    })
}

fn of_stage(stage: Stage) -> Text {
    tr(match stage {
        Stage::Identity => "audit-stage-identity",
        Stage::Consent => "audit-stage-consent",
        Stage::Query => "audit-stage-query",
        Stage::Done => "audit-stage-done",
    })
}

fn of_method(method: Method) -> Text {
    tr(match method {
        Method::Face => "audit-method-face",
        Method::Pin => "audit-method-pin",
        Method::Visual => "audit-method-visual",
    })
}

fn of_outcome(outcome: CheckOutcome) -> Text {
    tr(match outcome {
        CheckOutcome::Confirmed => "audit-outcome-confirmed",
        CheckOutcome::Refused => "audit-outcome-refused",
        CheckOutcome::Failed => "audit-outcome-failed",
    })
}

fn of_application(outcome: ApplicationOutcome) -> Text {
    tr(match outcome {
        ApplicationOutcome::Registered => "audit-applied-registered",
        ApplicationOutcome::InsurerChanging => "audit-applied-insurer-changing",
        ApplicationOutcome::Failed => "audit-applied-failed",
    })
}

fn of_end(end: VisitEnd) -> Text {
    tr(match end {
        VisitEnd::Done => "audit-end-done",
        VisitEnd::Cancelled => "audit-end-cancelled",
        VisitEnd::TimedOut => "audit-end-timed-out",
        VisitEnd::CardPulled => "audit-end-card-pulled",
        VisitEnd::Card => "audit-end-card",
        VisitEnd::Certificate => "audit-end-certificate",
        VisitEnd::NotConfirmed => "audit-end-not-confirmed",
        VisitEnd::Centre => "audit-end-centre",
        VisitEnd::Hospital => "audit-end-hospital",
    })
}

fn of_device(device: Device) -> Text {
    tr(match device {
        Device::Reader => "audit-device-reader",
        Device::Face => "audit-device-face",
    })
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
    use crate::eligibility::consent::{ConsentAnswer, ConsentGroup};
    use crate::session::VisualReason;

    fn every_kind_of_entry() -> Vec<Entry> {
        let visit = || VisitId("0123456789abcdef0123456789abcdef".into());
        let befores = [Before::Nothing, Before::Stopped, Before::BrokenOff, Before::CutOff, Before::Damaged];
        let stages = [Stage::Identity, Stage::Consent, Stage::Query, Stage::Done];
        let ends = [
            VisitEnd::Done,
            VisitEnd::Cancelled,
            VisitEnd::TimedOut,
            VisitEnd::CardPulled,
            VisitEnd::Card,
            VisitEnd::Certificate,
            VisitEnd::NotConfirmed,
            VisitEnd::Centre,
            VisitEnd::Hospital,
        ];
        let mut entries: Vec<Entry> =
            befores.map(|before| Entry::Started { version: "1".into(), before }).into_iter().collect();
        entries.extend(stages.map(|stage| Entry::VisitStage { visit: visit(), stage }));
        entries.extend(ends.map(|end| Entry::VisitEnded { visit: visit(), end }));
        for method in [Method::Face, Method::Pin, Method::Visual] {
            for outcome in [CheckOutcome::Confirmed, CheckOutcome::Refused, CheckOutcome::Failed] {
                entries.push(Entry::Checked { visit: visit(), method, outcome });
            }
        }
        let answers =
            [Consent::Yes, Consent::No].map(|consent| ConsentAnswer { group: ConsentGroup::Tkk, consent }).to_vec();
        for device in [Device::Reader, Device::Face] {
            entries.extend([Entry::DeviceFailed { device }, Entry::DeviceWell { device }]);
        }
        let person = || "sato".to_owned();
        let actors = [Actor::Passcode, Actor::Panel { person: person() }, Actor::Desk { person: person() }];
        let actions = VisualReason::ALL.map(|reason| StaffAction::VisualCheck { reason }).into_iter().chain([
            StaffAction::Come,
            StaffAction::Cancel,
            StaffAction::Pause,
            StaffAction::Resume,
            StaffAction::RestartReader,
            StaffAction::RestartFace,
        ]);
        for (by, visit) in actors.iter().zip([None, Some(visit()), None]) {
            for action in actions.clone() {
                let (by, visit, verdict) = (by.clone(), visit.clone(), OrderVerdict::Done);
                entries.push(Entry::StaffActed { visit, by, action, verdict });
            }
            entries.push(Entry::CodesUnlocked { by: by.clone() });
        }
        let outcomes =
            [CodeOutcome::Accepted, CodeOutcome::Wrong, CodeOutcome::TooSoon, CodeOutcome::Locked, CodeOutcome::NotSet];
        entries.extend(outcomes.map(|outcome| Entry::CodeChecked { by: Actor::Passcode, outcome }));
        let (by, setting, value) = (Actor::Panel { person: person() }, "screen.colours".into(), "black".into());
        entries.push(Entry::SettingChanged { by, setting, value });
        entries.extend([
            Entry::Stopped,
            Entry::VisitBegan { visit: visit() },
            Entry::Applied { visit: visit(), outcome: ApplicationOutcome::Registered },
            Entry::Applied { visit: visit(), outcome: ApplicationOutcome::InsurerChanging },
            Entry::Applied { visit: visit(), outcome: ApplicationOutcome::Failed },
            Entry::Consented { visit: visit(), answers },
            Entry::StaffCalled { visit: Some(visit()) },
            Entry::StaffCalled { visit: None },
            Entry::ClockSet { seconds: -3600 },
            Entry::Dropped { through: 7 },
            Entry::Missed { entries: 2 },
        ]);
        entries
    }

    #[test]
    fn every_entry_has_its_sentence_and_comes_back_from_the_disk_as_it_was() {
        for language in [Language::Japanese, Language::English] {
            let teller = Teller { sentences: Catalogue::bundled().unwrap(), language };
            for entry in every_kind_of_entry() {
                let said = teller.entry(&entry);
                assert!(!said.contains("audit-") && !said.contains(['{', '$']), "{entry:?} is told as '{said}'");
                assert_eq!(serde_json::from_str::<Entry>(&entry.to_json()).unwrap(), entry);
            }
        }
    }

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
