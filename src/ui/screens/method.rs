//! 顔認証 / 暗証番号 / 係員に確認してもらう. What a card cannot do is not offered, and the screen says why.

use crate::i18n::tr;
use crate::session::event::PinState;
use crate::ui::action::Action;
use crate::ui::spec::{Look, Screen, Tone};

pub fn screen(pin: PinState) -> Screen {
    let screen = match pin {
        PinState::Tries(1..) => Screen::new(tr("method-title")),
        PinState::Locked | PinState::Tries(0) => {
            Screen::new(tr("method-locked-title")).line(tr("method-pin-locked")).tone(Tone::Attention)
        }
        PinState::NotSet => Screen::new(tr("method-title")).line(tr("method-no-pin")),
    };
    with_pin(screen, pin)
        .choice("method-face", Action::ChooseFace, Look::Equal)
        .choice("method-visual", Action::ChooseVisual, Look::Equal)
        .with_cancel()
}

/// Honest until the face check is built: it is not there, and here is what is.
pub fn face_not_offered(pin: PinState) -> Screen {
    let screen = Screen::new(tr("face-not-offered-title")).line(tr("face-not-offered-todo")).tone(Tone::Attention);
    with_pin(screen, pin).choice("method-visual", Action::ChooseVisual, Look::Equal).with_back().with_cancel()
}

fn with_pin(screen: Screen, pin: PinState) -> Screen {
    match pin {
        PinState::Tries(1..) => screen.choice("method-pin", Action::ChoosePin, Look::Equal),
        PinState::Locked | PinState::Tries(0) | PinState::NotSet => screen,
    }
}
