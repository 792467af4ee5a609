//! What a patient has chosen about how the screens look, and which page of a screen stands on the glass.

use super::voice::{PanelSign, Voice};
use crate::i18n::{Language, Text, tr};
use crate::session::State;
use crate::ui::action::Action;
use crate::ui::layout::Paging;
use crate::ui::theme::{Colours, Letters};
use crate::ui::widgets::STEP;
use bevy::prelude::*;
use std::time::Duration;

/// Everything that can be chosen about the look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Looks {
    pub language: Language,
    /// ふりがな above the kanji.
    pub readings: bool,
    pub letters: Letters,
    pub colours: Colours,
    /// Everything in the lower half of an upright glass.
    pub low: bool,
}

/// The look of the screens; goes back to how it was at the start when a visit ends.
#[derive(Resource, Debug, Clone)]
pub struct Display {
    pub looks: Looks,
    at_start: Looks,
    /// When something was chosen last.
    pub used_at: Duration,
    pub page: Paging,
    /// Pictures may move.
    pub motion: bool,
}

/// A first screen that somebody has changed and left is as usual again after this long.
const LEFT_AFTER: Duration = Duration::from_secs(60);

impl Display {
    pub fn new(looks: Looks, motion: bool) -> Self {
        Self { looks, at_start: looks, used_at: Duration::ZERO, page: Paging::default(), motion }
    }

    pub fn language(&self) -> Language {
        self.looks.language
    }

    /// How it looks for somebody who comes new.
    pub fn usual(&self) -> Looks {
        self.at_start
    }

    /// Set by staff: from now on.
    pub fn set_usual(&mut self, looks: Looks) {
        // Whoever has chosen something keeps it until they go.
        if self.looks == self.at_start {
            self.looks = looks;
        }
        self.at_start = looks;
    }

    /// For the next person.
    pub fn go_back(&mut self) {
        self.looks = self.at_start;
        self.page = Paging::default();
    }

    /// When the first screen goes back to how the next person expects it.
    pub fn goes_back_at(&self, state: &State, voice: &Voice) -> Option<Duration> {
        let changed = self.looks != self.at_start || voice.panel() != PanelSign::Closed || self.page.at > 0;
        (matches!(state, State::Idle) && changed && !voice.is_on()).then(|| self.used_at + LEFT_AFTER)
    }

    /// When the picture of the first screen moves next.
    pub fn moves_at(&self, state: &State, now: Duration) -> Option<Duration> {
        let step = STEP.as_secs();
        let next = Duration::from_secs((now.as_secs() / step + 1) * step);
        (self.motion && matches!(state, State::Idle)).then_some(next)
    }

    /// What a control does to the look; `false` where it is no matter of the look.
    pub fn act(&mut self, action: Action) -> bool {
        let looks = &mut self.looks;
        match action {
            Action::ChooseLanguage(language) => {
                looks.language = language;
                // Who asks for easy words is helped by readings too.
                looks.readings = language == Language::EasyJapanese || self.at_start.readings;
            }
            Action::Furigana => looks.readings = !looks.readings,
            Action::NextSize => looks.letters = looks.letters.next(),
            Action::NextColours => looks.colours = looks.colours.next(),
            Action::Low { on } => looks.low = on,
            Action::NextPage => self.page.at = (self.page.at + 1).min(self.page.of.saturating_sub(1)),
            Action::PreviousPage => self.page.at = self.page.at.saturating_sub(1),
            _ => return false,
        }
        true
    }
}

/// What is said about a change of the look that cannot be heard otherwise.
pub fn told(before: Looks, now: Looks) -> Option<Text> {
    let key = if before.letters != now.letters {
        match now.letters {
            Letters::Small => "size-is-small",
            Letters::Usual => "size-is-default",
            Letters::Large => "size-is-large",
            Letters::Largest => "size-is-largest",
        }
    } else if before.colours != now.colours {
        match now.colours {
            Colours::Standard => "colours-are-standard",
            Colours::White => "colours-are-white",
            Colours::Black => "colours-are-black",
            Colours::Soft => "colours-are-soft",
        }
    } else if before.low != now.low {
        if now.low { "low-is-on" } else { "low-is-off" }
    } else {
        return None;
    };
    Some(tr(key))
}
