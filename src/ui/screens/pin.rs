//! The PIN pad, and the warning before the last try.

use crate::i18n::tr;
use crate::session::{PinPermit, PinReason};
use crate::ui::action::Action;
use crate::ui::spec::{Body, Look, Screen, Tone};

pub fn pad(permit: PinPermit, reason: PinReason) -> Screen {
    let screen = Screen::new(tr("pin-title")).body(Body::PinPad).with_back().with_cancel();
    let screen = match reason {
        PinReason::First => screen,
        PinReason::WrongBefore => screen.line(tr("pin-wrong")).tone(Tone::Attention),
        PinReason::AnswerLost => screen.line(tr("pin-answer-lost")).tone(Tone::Attention),
    };
    match permit {
        PinPermit::TriesLeft(left) => match reason {
            PinReason::First => screen.line(tr("pin-shuffled")),
            PinReason::WrongBefore | PinReason::AnswerLost => screen.line(tr("pin-tries-left").number("left", left)),
        },
        PinPermit::LastTryAccepted => screen.line(tr("pin-last-try")).tone(Tone::Attention),
    }
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
