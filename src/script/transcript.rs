//! `transcript.jsonl`: what happened in a scripted visit. Names of steps and events only: no PIN, name, photo, consent
//! or certificate can get in, because nothing here takes one.

use crate::devices::ApduCount;
use crate::session::{Effect, Event, ScreenNumber, Session, StepName, VisitNumber};
use serde::Serialize;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Duration;

#[derive(Debug, thiserror::Error)]
#[error("the transcript {path} cannot be written: {cause}; name another folder with --out")]
pub struct TranscriptError {
    path: String,
    cause: std::io::Error,
}

/// One line.
#[derive(Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
enum Line<'a> {
    Step {
        at_ms: u128,
        event: &'a str,
        visit: VisitNumber,
        screen: ScreenNumber,
        step: StepName,
        effects: Vec<&'a str>,
    },
    Script {
        at_ms: u128,
        line: usize,
        step: &'a str,
    },
    Picture {
        at_ms: u128,
        file: &'a str,
    },
    Apdus {
        at_ms: u128,
        apdus: ApduCount,
    },
}

/// An open transcript.
pub struct Transcript {
    out: BufWriter<File>,
}

impl Transcript {
    pub fn create(path: &Path) -> Result<Self, TranscriptError> {
        let file = File::create(path).map_err(|cause| TranscriptError { path: path.display().to_string(), cause })?;
        Ok(Self { out: BufWriter::new(file) })
    }

    /// The session took an event.
    pub fn step(&mut self, at: Duration, event: &str, session: &Session, effects: &[Effect]) {
        self.write(&Line::Step {
            at_ms: at.as_millis(),
            event,
            visit: session.visit(),
            screen: session.screen(),
            step: session.state().step_name(),
            effects: effects.iter().map(effect_name).collect(),
        });
    }

    /// The script came to a line; only its verb is kept, since a line may hold a PIN.
    pub fn script(&mut self, at: Duration, line: usize, verb: &str) {
        self.write(&Line::Script { at_ms: at.as_millis(), line, step: verb });
    }

    pub fn picture(&mut self, at: Duration, file: &str) {
        self.write(&Line::Picture { at_ms: at.as_millis(), file });
    }

    /// What the visit cost on the card.
    pub fn apdus(&mut self, at: Duration, apdus: ApduCount) {
        self.write(&Line::Apdus { at_ms: at.as_millis(), apdus });
    }

    fn write(&mut self, line: &Line) {
        // A full disk must not end a visit; the reader of the transcript sees that it stops.
        if let Ok(text) = serde_json::to_string(line) {
            writeln!(self.out, "{text}").and_then(|()| self.out.flush()).ok();
        }
    }
}

/// The kind of an event, without its data.
pub fn event_name(event: &Event) -> &'static str {
    match event {
        Event::User { .. } => "user",
        Event::Reader(_) => "reader",
        Event::CardRead { .. } => "card_read",
        Event::Signed { .. } => "signed",
        Event::FaceReadiness(_) => "face_readiness",
        Event::PhotoRead { .. } => "photo_read",
        Event::FaceSeen { .. } => "face_seen",
        Event::FaceChecked { .. } => "face_checked",
        Event::VisitOpened { .. } => "visit_opened",
        Event::Identified { .. } => "identified",
        Event::Registered { .. } => "registered",
        Event::SubsidiesSought { .. } => "subsidies_sought",
        Event::Answered { .. } => "answered",
        Event::ResultWritten { .. } => "result_written",
        Event::Settings(_) => "settings",
        Event::StatementPrinted(_) => "statement_printed",
        Event::ResultsWay(_) => "results_way",
        Event::PasscodeChecked { .. } => "passcode_checked",
        Event::Staff(_) => "staff",
        Event::Tick => "tick",
    }
}

fn effect_name(effect: &Effect) -> &'static str {
    match effect {
        Effect::ReadCard { .. } => "read_card",
        Effect::OpenVisit { .. } => "open_visit",
        Effect::Sign { .. } => "sign",
        Effect::ReadPhoto { .. } => "read_photo",
        Effect::LookAtFace { .. } => "look_at_face",
        Effect::StopLooking { .. } => "stop_looking",
        Effect::SignAsTerminal { .. } => "sign_as_terminal",
        Effect::Identify { .. } => "identify",
        Effect::Register { .. } => "register",
        Effect::FindSubsidies { .. } => "find_subsidies",
        Effect::PrintStatement { .. } => "print_statement",
        Effect::Query { .. } => "query",
        Effect::WriteResult { .. } => "write_result",
        Effect::EndVisit { .. } => "end_visit",
        Effect::CallStaff => "call_staff",
        Effect::RestartReader => "restart_reader",
        Effect::RestartFace => "restart_face",
        Effect::OpenPanel => "open_panel",
        Effect::CheckPasscode { .. } => "check_passcode",
        Effect::AnswerOrder { .. } => "answer_order",
    }
}
