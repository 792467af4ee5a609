//! What everybody around may hear. Everything that is not named here is for the patient alone: a new sentence is private
//! until somebody has thought about it.

use crate::i18n::{Argument, Text};

/// Keys, and beginnings of keys that end with `-*`.
const FOR_ALL: &[&str] = &[
    "idle-*",
    "out-of-order-*",
    "paused-*",
    "reading-*",
    "opening-*",
    "query-*",
    "delivering-*",
    "signing-title",
    "visual-*",
    "warning-*",
    "speech-*",
    "place-*",
    "method-title",
    "method-face",
    "method-pin",
    "method-visual",
    "method-no-face",
    "no-face-*",
    "face-*",
    "pin-title",
    "pin-shuffled",
    "pin-wrong",
    "pin-answer-lost",
    "pin-dots",
    "consent-top-title",
    "consent-24h",
    "consent-item-count",
    "review-title",
    "review-line",
    "review-send",
    "review-change",
    "done-title",
    "done-taken-title",
    "done-wait",
    "control-continue",
    "control-back",
    "control-cancel",
    "control-staff",
    "control-staff-called",
    "control-staff-unheard",
    "control-staff-coming",
    "control-language",
    "language-*",
    "control-more-time",
    "control-erase",
    "control-enter",
    "control-voice",
    "ended-take-card",
    "ended-again-todo",
    "ended-staff-todo",
    "ended-cancelled",
    "ended-staff-ended",
    "ended-staff-ended-todo",
    "ended-timed-out",
    "ended-card-*",
    "ended-another-card",
    "ended-answer-lost",
    "ended-e001",
    "ended-e001-todo",
    "ended-e002",
    "ended-e002-todo",
    "ended-reader-lost",
    "ended-practice-card",
    "ended-practice-card-todo",
    "ended-real-card",
    "ended-real-card-todo",
    "ended-centre-*",
    "ended-hospital",
];

/// Whether this may come out of the loudspeaker without having been asked for: it tells no PIN digit, name, consent,
/// certificate state, tries left or welfare item.
pub fn is_for_all(text: &Text) -> bool {
    let listed = FOR_ALL.iter().any(|entry| match entry.strip_suffix('*') {
        Some(beginning) => text.key.starts_with(beginning),
        None => *entry == text.key,
    });
    listed
        && text.args.iter().all(|(_, argument)| match argument {
            Argument::Word(word) => is_for_all(word),
            Argument::Number(_) => true,
            // A name, or anything else that is written only at run time.
            Argument::Verbatim(_) => false,
        })
}

/// A digit of the PIN pad: for headphones only, whatever else was chosen.
pub fn is_digit(text: &Text) -> bool {
    text.key == "control-digit"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Catalogue, Language, tr};
    use crate::ui::screens;

    #[test]
    fn what_is_private_by_the_rules_is_not_for_all() {
        for key in [
            "control-digit",
            "reason-disability",
            "pin-tries-left",
            "pin-last-title",
            "pin-last-try",
            "last-try-title",
            "method-pin-locked",
            "method-locked-title",
            "method-no-pin",
            "cert-soon-title",
            "cert-grace-line",
            "ended-expired",
            "ended-revoked",
            "ended-renew-todo",
            "ended-untrusted",
            "ended-not-registered",
            "ended-new-insurance",
            "ended-not-confirmed",
            "consent-all",
            "consent-yes",
            "consent-no",
            "consent-item-title",
            "group-tkk",
            "group-shj-what",
            "done-shared",
            "review-share",
            "list-pair",
        ] {
            assert!(!is_for_all(&tr(key)), "{key}");
        }
        assert!(!is_for_all(&tr("speech-said").verbatim("name", "花子")));
        assert!(!is_for_all(&tr("speech-said").word("group", tr("group-tkk"))));
    }

    #[test]
    fn every_entry_is_a_sentence_that_exists_and_every_title_of_a_calm_visit_is_for_all() {
        let keys = Catalogue::bundled().unwrap().keys(Language::Japanese);
        for entry in FOR_ALL {
            let beginning = entry.trim_end_matches('*');
            assert!(keys.iter().any(|key| key.starts_with(beginning)), "{entry}");
        }
        assert!(is_for_all(&screens::of(&crate::session::State::Idle).title));
    }
}
