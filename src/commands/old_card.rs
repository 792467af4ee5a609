//! Until when an insurance card of the old kind held: for reception, about a visit of a past day.

use super::{Failed, secret};
use crate::app::clock::JAPAN;
use crate::fallback::old_card::{CardKind, OldCard, Reason};
use crate::i18n::{Catalogue, Language, tr};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::io::{self, Write};
use std::process::ExitCode;

/// Until when a 健康保険証 of the old kind held (the guide's page 5), and whether it did on a day.
///
/// Asks for the holder's birthday, the day printed on the card, and the end of stay of somebody from abroad: each as
/// 1955-07-08, one a line, an empty line for what there is not. They are not shown, and stand in no list of processes.
/// Ends with 0 where the card held on that day, with 3 where it did not.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Whose card it is.
    #[arg(long, value_enum)]
    kind: Kind,
    /// The day of the visit [default: today in Japan]
    #[arg(long)]
    on: Option<Date>,
    /// ja or en [default: as LANG says]
    #[arg(long, value_parser = super::doctor::parse_language)]
    language: Option<Language>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Kind {
    /// 国民健康保険
    National,
    /// 後期高齢者医療
    LateElderly,
    /// 協会けんぽ, 健康保険組合, 共済組合
    Employee,
}

pub fn run(options: &Options) -> Result<ExitCode, Failed> {
    let (sentences, language) = (Catalogue::bundled()?, options.language.unwrap_or_else(super::doctor::spoken_here));
    let say = |key| sentences.text(language, &tr(key));
    let kind = match options.kind {
        Kind::National => CardKind::National,
        Kind::LateElderly => CardKind::LateElderly,
        Kind::Employee => CardKind::Employee,
    };
    let unread = say("old-card-unread");
    let born = read_day(&say("old-card-born"), &unread)?.ok_or_else(|| say("old-card-no-birthday"))?;
    let printed = read_day(&say("old-card-printed"), &unread)?;
    let end_of_stay = read_day(&say("old-card-stay"), &unread)?;
    let card =
        OldCard { kind, born: born.into(), printed: printed.map(Into::into), end_of_stay: end_of_stay.map(Into::into) };
    let day = options.on.unwrap_or_else(|| TimeZone::fixed(JAPAN).to_datetime(Timestamp::now()).date());
    let last = card.last_day();
    let held = last.holds_on(day);
    let answer = tr(if held { "old-card-held" } else { "old-card-ended" })
        .verbatim("day", day.to_string())
        .verbatim("last", last.day().to_string());
    writeln!(io::stdout(), "{}", sentences.text(language, &answer))?;
    writeln!(io::stdout(), "{}", say(key(last.reason())))?;
    Ok(ExitCode::from(if held { 0 } else { 3 }))
}

/// `None` for an empty line. What was typed is in no message.
fn read_day(question: &str, unread: &str) -> Result<Option<Date>, Failed> {
    let line = secret::read(question)?;
    match line.trim() {
        "" => Ok(None),
        day => Ok(Some(day.parse().map_err(|_| format!("{question}: {unread}"))?)),
    }
}

fn key(reason: Reason) -> &'static str {
    match reason {
        Reason::Printed => "old-card-printed-day",
        Reason::EndOfStay => "old-card-end-of-stay",
        Reason::Seventy => "old-card-seventy",
        Reason::SeventyFive => "old-card-seventy-five",
        Reason::AllEnded => "old-card-all-ended",
    }
}
