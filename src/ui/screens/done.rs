//! 受付完了: what was shared, and what to do now.

use super::consent::chosen;
use crate::eligibility::consent::Consent;
use crate::i18n::tr;
use crate::session::{CardPlace, Summary};
use crate::ui::spec::{Body, Screen, Tone};

pub fn screen(summary: &Summary, place: CardPlace) -> Screen {
    let title = match place {
        CardPlace::OnReader => tr("done-title"),
        CardPlace::Taken => tr("done-taken-title"),
    };
    let screen = Screen::new(title).line(tr("done-wait")).tone(Tone::Success);
    let chosen = chosen(&summary.chosen, |consent| tr(became(consent)));
    if chosen.is_empty() {
        return screen.line(tr("done-eligibility-only"));
    }
    screen.line(tr("done-what")).body(Body::List(chosen))
}

fn became(consent: Consent) -> &'static str {
    match consent {
        Consent::Yes => "done-shared",
        Consent::No => "done-not-shared",
        Consent::NotObtainable => "consent-not-obtainable",
    }
}
