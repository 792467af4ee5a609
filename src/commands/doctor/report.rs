//! The rows of a report, and how they are written.

use crate::i18n::{Catalogue, Language, Text, tr};
use std::io::{self, Write};

/// How a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Good,
    /// A visit can run; somebody should know all the same.
    Note,
    /// No visit can run.
    Missing,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    thing: &'static str,
    state: State,
    found: Text,
    remedy: Option<Text>,
}

impl Row {
    /// `thing` is the key of its name.
    pub fn good(thing: &'static str, found: Text) -> Self {
        Self { thing, state: State::Good, found, remedy: None }
    }

    pub fn note(thing: &'static str, found: Text, remedy: &'static str) -> Self {
        Self { thing, state: State::Note, found, remedy: Some(tr(remedy)) }
    }

    pub fn missing(thing: &'static str, found: Text, remedy: &'static str) -> Self {
        Self { thing, state: State::Missing, found, remedy: Some(tr(remedy)) }
    }

    #[cfg(test)]
    pub fn state(&self) -> State {
        self.state
    }
}

/// All rows.
pub struct Report {
    /// Key of the first line: what was looked at.
    title: &'static str,
    rows: Vec<Row>,
}

impl Report {
    pub fn new(title: &'static str) -> Self {
        Self { title, rows: Vec::new() }
    }

    pub fn add(&mut self, row: Row) {
        self.rows.push(row);
    }

    pub fn a_visit_can_run(&self) -> bool {
        self.rows.iter().all(|row| row.state != State::Missing)
    }

    /// A line for each thing, and below it the remedy where one is needed.
    pub fn write(&self, out: &mut impl Write, sentences: &Catalogue, language: Language) -> io::Result<()> {
        let say = |text: &Text| sentences.text(language, text);
        writeln!(out, "{}", say(&tr(self.title)))?;
        for row in &self.rows {
            let state = say(&tr(match row.state {
                State::Good => "doctor-good",
                State::Note => "doctor-note",
                State::Missing => "doctor-missing",
            }));
            // The states of a language are equally long; padding is for the English ones.
            writeln!(out, "{state:<7}  {}: {}", say(&tr(row.thing)), say(&row.found))?;
            if let Some(remedy) = &row.remedy {
                writeln!(out, "         → {}", say(remedy))?;
            }
        }
        let end = if self.a_visit_can_run() { "doctor-can-run" } else { "doctor-cannot-run" };
        writeln!(out, "{}", say(&tr(end)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(report: &Report, language: Language) -> String {
        let mut out = Vec::new();
        report.write(&mut out, &Catalogue::bundled().unwrap(), language).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn one_missing_thing_stops_a_visit_and_a_note_does_not() {
        let mut report = Report::new("doctor-practice-title");
        report.add(Row::note("doctor-display", tr("doctor-display-none"), "doctor-display-xvfb"));
        assert!(report.a_visit_can_run());
        report.add(Row::missing("doctor-fonts", tr("doctor-fonts-missing").verbatim("why", "/x"), "doctor-do-setup"));
        assert!(!report.a_visit_can_run());
        let english = written(&report, Language::English);
        assert!(english.contains("MISSING  ") && english.contains("/x") && english.contains("make setup"), "{english}");
        let japanese = written(&report, Language::Japanese);
        assert!(japanese.contains("不足") && !japanese.contains("doctor-"), "{japanese}");
    }
}
