//! What a screen says to somebody who does not see it, in the order in which it helps.

use super::privacy::{is_digit, is_for_all};
use crate::i18n::{Text, tr};
use crate::ui::spec::{Body, Screen};
use crate::ui::widgets::pair;

/// Who can hear the voice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hearers {
    /// The patient alone, through headphones.
    Patient,
    /// Everybody, and the patient has chosen that it is all right.
    AllByChoice,
    /// Everybody.
    All,
}

impl Hearers {
    /// Whether this may be said to them.
    pub fn may_hear(self, text: &Text) -> bool {
        match self {
            Self::Patient => true,
            Self::AllByChoice => !is_digit(text),
            Self::All => is_for_all(text),
        }
    }
}

/// A whole screen: title, sentences, what it shows, how many things can be chosen.
pub fn screen(screen: &Screen, pad: Option<Pad>) -> Vec<Text> {
    let mut texts = vec![screen.title.clone()];
    texts.extend(screen.lines.iter().cloned());
    match &screen.body {
        Body::Nothing | Body::Card | Body::Mirror(_) => {}
        Body::PinPad => texts.extend(pad.map(pad_text)),
        Body::Items(items) => {
            texts.push(tr("speech-items").number("count", count(items.len())));
            texts.extend(items.iter().cloned());
        }
        Body::List(rows) => texts.extend(rows.iter().map(|(thing, state)| pair(thing, state))),
    }
    if !screen.choices.is_empty() {
        texts.push(tr("speech-choices").number("count", count(screen.choices.len())));
        texts.extend(screen.choices.iter().map(|choice| choice.label.clone()));
    }
    texts
}

fn count(things: usize) -> i64 {
    i64::try_from(things).unwrap_or(i64::MAX)
}

/// How the keys of the PIN pad lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pad {
    Shuffled,
    /// As on a telephone.
    Fixed,
}

fn pad_text(pad: Pad) -> Text {
    tr(match pad {
        Pad::Shuffled => "speech-pad",
        Pad::Fixed => "speech-pad-fixed",
    })
}

/// What of it these hearers may hear; where something was left out, how to hear it comes last.
pub fn for_hearers(texts: &[Text], hearers: Hearers) -> Vec<Text> {
    let mut heard: Vec<Text> = texts.iter().filter(|text| hearers.may_hear(text)).cloned().collect();
    if texts.first().is_some_and(|title| !hearers.may_hear(title) && !is_digit(title)) {
        heard.insert(0, tr("speech-important"));
    }
    if !texts.iter().all(|text| hearers.may_hear(text)) {
        heard.push(tr("speech-withheld"));
    }
    heard
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::State;
    use crate::ui::{samples, screens};

    fn keys(texts: &[Text]) -> Vec<String> {
        texts.iter().map(|text| text.key.to_string()).collect()
    }

    fn sample(name: &str) -> State {
        samples::all().into_iter().find(|(sample, _)| sample == name).unwrap().1
    }

    #[test]
    fn everything_on_every_screen_is_said_to_headphones() {
        for (name, state) in samples::all() {
            let shown = screens::of(&state);
            let said = for_hearers(&screen(&shown, Some(Pad::Shuffled)), Hearers::Patient);
            assert_eq!(said[0], shown.title, "{name}");
            assert!(shown.lines.iter().all(|line| said.contains(line)), "{name}");
            assert!(!keys(&said).contains(&"speech-withheld".to_owned()), "{name}");
        }
    }

    #[test]
    fn the_loudspeaker_hears_that_it_is_done_and_not_what_was_shared() {
        let texts = screen(&screens::of(&sample("done")), None);
        let said = for_hearers(&texts, Hearers::All);
        assert_eq!(keys(&said), ["done-title", "done-wait", "speech-withheld"]);
        assert_eq!(for_hearers(&texts, Hearers::AllByChoice), texts);
    }

    #[test]
    fn no_choice_makes_the_loudspeaker_say_a_digit() {
        let digit = tr("control-digit").number("digit", 7);
        assert!(Hearers::Patient.may_hear(&digit));
        assert!(!Hearers::AllByChoice.may_hear(&digit) && !Hearers::All.may_hear(&digit));
    }
}
