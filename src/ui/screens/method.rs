//! 顔認証 / 暗証番号 / 係員に確認してもらう. What card and kiosk cannot do is not offered, and the screen says why.

use super::face::refusal;
use crate::i18n::tr;
use crate::session::event::PinState;
use crate::session::face::FaceReadiness;
use crate::session::{CheckedCard, limits};
use crate::ui::action::Action;
use crate::ui::spec::{Look, Screen, Tone};

pub fn screen(card: &CheckedCard) -> Screen {
    let screen = match card.pin {
        PinState::Tries(1..) => Screen::new(tr("method-title")),
        PinState::Locked | PinState::Tries(0) => {
            Screen::new(tr("method-locked-title")).line(tr("method-pin-locked")).tone(Tone::Attention)
        }
        PinState::NotSet => Screen::new(tr("method-title")).line(tr("method-no-pin")),
    };
    let screen = match card.face {
        FaceReadiness::Ready if card.mismatches >= limits::MOST_MISMATCHES => screen,
        FaceReadiness::Ready => screen.choice("method-face", Action::ChooseFace, Look::Equal),
        FaceReadiness::Not(why) => screen.line(tr("method-no-face")).line(tr(refusal(why))),
    };
    with_pin(screen, card.pin, Look::Equal).choice("method-visual", Action::ChooseVisual, Look::Equal).with_cancel()
}

/// 暗証番号, where this card has one that still can be tried.
pub fn with_pin(screen: Screen, pin: PinState, look: Look) -> Screen {
    match pin {
        PinState::Tries(1..) => screen.choice("method-pin", Action::ChoosePin, look),
        PinState::Locked | PinState::Tries(0) | PinState::NotSet => screen,
    }
}
