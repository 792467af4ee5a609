//! The face check: the mirror with one instruction, and what is offered when it came to nothing. No word blames.

use super::method::with_pin;
use crate::i18n::{Text, tr};
use crate::session::event::PinState;
use crate::session::face::{Advice, FaceEnd, FaceRefusal};
use crate::session::limits;
use crate::ui::action::Action;
use crate::ui::spec::{Body, Look, Screen, Tone};

/// The camera runs. Other ways stay within reach all the time.
pub fn mirror(pin: PinState, advice: Advice) -> Screen {
    let screen = Screen::new(instruction(advice)).body(Body::Mirror(advice));
    with_pin(screen, pin, Look::Quiet)
        .choice("method-visual", Action::ChooseVisual, Look::Quiet)
        .with_back()
        .with_cancel()
}

/// Another try, or another way; the other ways come first when trying again has not helped.
pub fn again(pin: PinState, mismatches: u8, why: FaceEnd) -> Screen {
    let (title, line) = match why {
        FaceEnd::NoMatch => (tr("face-no-match"), tr("face-no-match-line")),
        FaceEnd::NotTurned => (tr("face-not-turned"), tr("face-not-turned-line")),
        FaceEnd::NotSeen(Advice::Wait | Advice::LookHere | Advice::CameraStopped) => {
            (tr("face-not-seen"), tr("face-not-seen-line"))
        }
        FaceEnd::NotSeen(advice) => (tr("face-not-seen"), instruction(advice)),
    };
    let screen = Screen::new(title).line(line).tone(Tone::Attention);
    let once_more = mismatches < limits::MOST_MISMATCHES;
    let others_first = mismatches >= limits::OTHER_WAYS_FIRST || matches!(why, FaceEnd::NotSeen(_));
    let with_again = |screen: Screen, look| {
        if once_more { screen.choice("face-again", Action::TryFaceAgain, look) } else { screen }
    };
    let with_others =
        |screen: Screen, look| with_pin(screen, pin, look).choice("method-visual", Action::ChooseVisual, look);
    let screen = if others_first {
        with_again(with_others(screen, Look::Equal), Look::Quiet)
    } else {
        with_others(with_again(screen, Look::Primary), Look::Equal)
    };
    screen.with_back().with_cancel()
}

/// The instruction in words.
pub fn instruction(advice: Advice) -> Text {
    tr(match advice {
        Advice::Wait => "face-wait",
        Advice::LookHere => "face-look-here",
        Advice::OnePersonOnly => "face-one-person",
        Advice::ComeCloser => "face-closer",
        Advice::MoveBack => "face-back",
        Advice::MoveLeft => "face-left",
        Advice::MoveRight => "face-right",
        Advice::MoveUp => "face-up",
        Advice::MoveDown => "face-down",
        Advice::LookStraight => "face-straight",
        Advice::HoldHeadUpright => "face-upright",
        Advice::TooDark => "face-dark",
        Advice::LightBehind => "face-backlit",
        Advice::TakeOffMask => "face-mask",
        Advice::TakeOffSunglasses => "face-sunglasses",
        Advice::LiftHat => "face-hat",
        Advice::HoldStill => "face-still",
        Advice::TurnLeft => "face-turn-left",
        Advice::TurnRight => "face-turn-right",
        Advice::Good => "face-good",
        Advice::CameraStopped => "face-camera-stopped",
    })
}

/// Why the face check is not offered, for staff.
pub fn refusal(why: FaceRefusal) -> &'static str {
    match why {
        FaceRefusal::Starting => "no-face-starting",
        FaceRefusal::NoCamera => "no-face-camera",
        FaceRefusal::NoModels => "no-face-models",
        FaceRefusal::NoTerminalKey => "no-face-key",
        FaceRefusal::CameraBusy => "no-face-busy",
        FaceRefusal::CameraBroken => "no-face-broken",
        FaceRefusal::CodeUnknown => "no-face-code",
        FaceRefusal::CodeRefused => "no-face-refused",
        FaceRefusal::PhotoUnusable => "no-face-photo",
        FaceRefusal::TerminalRefused => "no-face-terminal",
        FaceRefusal::MatchingFailed => "no-face-matching",
    }
}
