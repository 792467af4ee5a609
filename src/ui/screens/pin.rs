//! The PIN pad, and the warning before the last try.

use crate::i18n::tr;
use crate::session::{PinPermit, PinReason};
use crate::ui::action::Action;
use crate::ui::spec::{Body, Look, Screen, Tone};

/// The heading says what is new: that the PIN was wrong, or that this is the last try.
pub fn pad(permit: PinPermit, reason: PinReason) -> Screen {
    let screen = match (permit, reason) {
        (PinPermit::LastTryAccepted, _) => {
            Screen::new(tr("pin-last-title")).line(tr("pin-last-try")).line(tr("pin-title")).tone(Tone::Attention)
        }
        (PinPermit::TriesLeft(_), PinReason::First) => Screen::new(tr("pin-title")).line(tr("pin-shuffled")),
        (PinPermit::TriesLeft(left), PinReason::WrongBefore) => again("pin-wrong", left),
        (PinPermit::TriesLeft(left), PinReason::AnswerLost) => again("pin-answer-lost", left),
    };
    screen.body(Body::PinPad).with_back().with_cancel()
}

fn again(title: &'static str, left: u8) -> Screen {
    Screen::new(tr(title)).line(tr("pin-tries-left").number("left", left)).tone(Tone::Attention)
}

pub fn last_try() -> Screen {
    Screen::new(tr("last-try-title"))
        .line(tr("last-try-line"))
        .line(tr("last-try-todo"))
        .tone(Tone::Attention)
        .choice("method-visual", Action::ChooseVisual, Look::Equal)
        .choice("last-try-go-on", Action::RiskLastTry, Look::Equal)
        .with_back()
        .with_cancel()
}
