//! 目視: staff compare the photo on the card's face with the person. The patient reads the first of these screens, staff
//! the others.

use super::waiting;
use crate::i18n::tr;
use crate::session::{CodeTrouble, VisualCard, VisualPart, VisualReason};
use crate::ui::action::Action;
use crate::ui::spec::{Body, Look, Screen, Tone};

pub fn screen(place: VisualCard, part: &VisualPart) -> Screen {
    match (place, part) {
        (VisualCard::Lifted { .. }, _) => {
            Screen::new(tr("visual-lifted-title")).line(tr("visual-lifted-line")).with_cancel()
        }
        (VisualCard::Checking { .. }, _) => waiting::reading(),
        (VisualCard::Placed, VisualPart::Waiting { refused }) => wait(*refused),
        (VisualCard::Placed, VisualPart::Passcode { trouble, .. }) => passcode(*trouble),
        (VisualCard::Placed, VisualPart::PasscodeCheck) => Screen::new(tr("visual-code-check")).with_cancel(),
        (VisualCard::Placed, VisualPart::Compare) => compare(),
        (VisualCard::Placed, VisualPart::Reason) => reason(),
        (VisualCard::Placed, VisualPart::Impossible) => {
            let screen = Screen::new(tr("visual-impossible-title")).line(tr("visual-impossible-line"));
            screen.tone(Tone::Attention).with_back().with_cancel()
        }
    }
}

fn wait(refused: Option<CodeTrouble>) -> Screen {
    let screen = Screen::new(tr("visual-title")).line(tr("visual-line")).with_back().with_cancel();
    match refused {
        None => screen.choice("visual-staff-here", Action::StaffHere, Look::Quiet),
        Some(CodeTrouble::Locked) => screen.line(tr("visual-code-locked")),
        Some(CodeTrouble::NotSet | CodeTrouble::Wrong { .. } | CodeTrouble::TooSoon { .. }) => {
            screen.line(tr("visual-code-not-set"))
        }
    }
}

fn passcode(trouble: Option<CodeTrouble>) -> Screen {
    let screen = Screen::new(tr("visual-code-title"));
    let screen = match trouble {
        Some(CodeTrouble::Wrong { wait_s }) => {
            screen.line(tr("visual-code-wrong").number("seconds", wait_s)).tone(Tone::Attention)
        }
        Some(CodeTrouble::TooSoon { wait_s }) => {
            screen.line(tr("visual-code-too-soon").number("seconds", wait_s)).tone(Tone::Attention)
        }
        Some(CodeTrouble::Locked | CodeTrouble::NotSet) | None => screen.line(tr("visual-code-line")),
    };
    screen.body(Body::PinPad).with_back().with_cancel()
}

fn compare() -> Screen {
    Screen::new(tr("visual-compare-title"))
        .line(tr("visual-compare-line"))
        .choice("visual-same", Action::Compared { same: true }, Look::Equal)
        .choice("visual-differs", Action::Compared { same: false }, Look::Equal)
        .with_back()
        .with_cancel()
}

fn reason() -> Screen {
    let screen = Screen::new(tr("reason-title")).with_back().with_cancel();
    VisualReason::ALL
        .into_iter()
        .fold(screen, |screen, reason| screen.choice(reason.key(), Action::Reason(reason), Look::Equal))
}
