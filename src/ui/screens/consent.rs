//! The consent questions. Agreeing and not agreeing look the same and weigh the same.

use crate::eligibility::consent::{Consent, ConsentGroup};
use crate::eligibility::{Choices, Prescription, SubsidyUse};
use crate::i18n::{Text, tr};
use crate::session::Asking;
use crate::ui::action::Action;
use crate::ui::spec::{Body, Look, Screen};

pub fn top(asking: &Asking) -> Screen {
    let screen = Screen::new(tr("consent-top-title")).line(tr("consent-24h"));
    let screen = match asking.standing.first() {
        // It is the same day or the next: the hour is enough.
        Some(first) => screen.line(tr("consent-stands").verbatim("until", hour(&first.until))).body(standing(asking)),
        None => screen.body(Body::Items(asking.groups.iter().map(|group| name(*group)).collect())),
    };
    let screen = screen
        .choice("consent-all", Action::AgreeToAll, Look::Equal)
        .choice("consent-each", Action::ChooseEach, Look::Equal)
        .choice("consent-no", Action::AgreeToNone, Look::Equal);
    let screen = if asking.emergency {
        screen.choice("consent-nobody-to-ask", Action::NobodyToAsk, Look::Quiet)
    } else {
        screen
    };
    screen.with_cancel()
}

/// Every group with what stands of it.
fn standing(asking: &Asking) -> Body {
    let of = |group: ConsentGroup| {
        let stands = asking.standing.iter().find(|one| one.group == group);
        (name(group), stands.map_or_else(|| tr("consent-open"), |one| answer(one.consent)))
    };
    Body::List(asking.groups.iter().map(|group| of(*group)).collect())
}

/// `HH:MM` of `yyyyMMddHHmmss`; empty where it is none.
fn hour(time: &str) -> String {
    match (time.get(8..10), time.get(10..12)) {
        (Some(hour), Some(minute)) => format!("{hour}:{minute}"),
        _ => String::new(),
    }
}

pub fn item(asking: &Asking) -> Screen {
    let Some(group) = asking.current() else {
        return Screen::new(tr("consent-top-title"));
    };
    let mut screen = Screen::new(tr("consent-item-title").word("group", name(group)))
        .line(explanation(group))
        .line(
            tr("consent-item-count")
                .number("at", position(asking.choices.consents.len() + 1))
                .number("of", position(asking.groups.len())),
        )
        .with_back()
        .with_cancel();
    for (label, given) in [("consent-yes", true), ("consent-no", false)] {
        screen = screen.choice(label, Action::Consent { group, given }, Look::Equal);
    }
    screen
}

/// What will be shared and what not, before anything is sent.
pub fn review(asking: &Asking) -> Screen {
    Screen::new(tr("review-title"))
        .line(tr("review-line"))
        .body(Body::List(chosen(&asking.choices, answer)))
        .choice("review-send", Action::Send, Look::Primary)
        .choice("review-change", Action::Back, Look::Equal)
        .with_cancel()
}

/// Everything that was chosen, each with what comes of it; `said` puts a consent into words.
pub fn chosen(choices: &Choices, said: impl Fn(Consent) -> Text) -> Vec<(Text, Text)> {
    let consents = choices.consents.iter().map(|one| (name(one.group), said(one.consent)));
    let prescription = choices.prescription.map(|form| {
        let form = match form {
            Prescription::Electronic => "chosen-electronic",
            Prescription::Paper => "chosen-paper",
        };
        (tr("chosen-prescription"), tr(form))
    });
    let subsidies = choices.subsidies.map(|choice| {
        let choice = match choice {
            SubsidyUse::Use => "chosen-use",
            SubsidyUse::Leave => "chosen-leave",
        };
        (tr("chosen-subsidies"), tr(choice))
    });
    consents.chain(prescription).chain(subsidies).collect()
}

fn answer(consent: Consent) -> Text {
    match consent {
        Consent::Yes => tr("review-share"),
        Consent::No => tr("review-not-share"),
        Consent::NotObtainable => tr("consent-not-obtainable"),
    }
}

fn position(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}

/// The group as patients know it.
pub fn name(group: ConsentGroup) -> Text {
    match group {
        ConsentGroup::Tkk => tr("group-tkk"),
        ConsentGroup::Yzk => tr("group-yzk"),
        ConsentGroup::Srj => tr("group-srj"),
        ConsentGroup::Shj => tr("group-shj"),
        ConsentGroup::Tsr => tr("group-tsr"),
    }
}

fn explanation(group: ConsentGroup) -> Text {
    match group {
        ConsentGroup::Tkk => tr("group-tkk-what"),
        ConsentGroup::Yzk => tr("group-yzk-what"),
        ConsentGroup::Srj => tr("group-srj-what"),
        ConsentGroup::Shj => tr("group-shj-what"),
        ConsentGroup::Tsr => tr("group-tsr-what"),
    }
}
