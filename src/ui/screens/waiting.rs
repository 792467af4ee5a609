//! Screens without a question: the first one, and those on which a machine is at work.

use crate::i18n::tr;
use crate::session::PausedReader;
use crate::ui::action::{Action, VoiceAction};
use crate::ui::spec::{Body, Look, Screen, Tone};

pub fn out_of_order() -> Screen {
    let screen = Screen::new(tr("out-of-order-title")).line(tr("out-of-order-todo")).tone(Tone::Attention);
    Screen { staff_needed: true, ..screen }
}

/// 休止中: staff have taken the kiosk out of service.
pub fn paused(reader: PausedReader) -> Screen {
    let screen = Screen::new(tr("paused-title")).line(tr("paused-todo"));
    match reader {
        PausedReader::CardOn => screen.line(tr("ended-take-card")),
        PausedReader::Empty | PausedReader::Gone => screen,
    }
}

pub fn idle() -> Screen {
    Screen::new(tr("idle-title")).line(tr("idle-case")).line(tr("idle-carer")).body(Body::Card).choice(
        "speech-start",
        Action::Voice(VoiceAction::Start),
        Look::Primary,
    )
}

pub fn reading() -> Screen {
    Screen::new(tr("reading-title")).line(tr("reading-line")).with_cancel()
}

pub fn opening() -> Screen {
    Screen::new(tr("opening-title")).line(tr("opening-line")).with_cancel()
}

pub fn photo() -> Screen {
    Screen::new(tr("face-photo-title")).line(tr("reading-line")).with_cancel()
}

pub fn face_signing() -> Screen {
    Screen::new(tr("face-signing-title")).line(tr("reading-line")).tone(Tone::Success).with_cancel()
}

pub fn visual_signing() -> Screen {
    Screen::new(tr("visual-signing-title")).line(tr("reading-line")).tone(Tone::Success).with_cancel()
}

pub fn signing() -> Screen {
    Screen::new(tr("signing-title")).line(tr("reading-line")).with_cancel()
}

pub fn identifying() -> Screen {
    Screen::new(tr("identifying-title")).line(tr("query-line")).with_cancel()
}

pub fn query() -> Screen {
    Screen::new(tr("query-title")).line(tr("query-line")).with_cancel()
}

pub fn delivering() -> Screen {
    Screen::new(tr("delivering-title")).line(tr("delivering-line"))
}
