//! The consent questions. Agreeing and not agreeing look the same and weigh the same.

use crate::eligibility::consent::{Consent, ConsentGroup};
use crate::i18n::{Text, tr};
use crate::session::Asking;
use crate::ui::action::Action;
use crate::ui::spec::{Body, Look, Screen};

pub fn top(asking: &Asking) -> Screen {
    let groups = asking.groups.iter().map(|group| name(*group)).collect();
    Screen::new(tr("consent-top-title"))
        .line(tr("consent-24h"))
        .body(Body::Items(groups))
        .choice("consent-all", Action::AgreeToAll, Look::Equal)
        .choice("consent-each", Action::ChooseEach, Look::Equal)
        .choice("consent-no", Action::AgreeToNone, Look::Equal)
        .with_cancel()
}

pub fn item(asking: &Asking) -> Screen {
    let Some(group) = asking.current() else {
        return Screen::new(tr("consent-top-title"));
    };
    let mut screen = Screen::new(tr("consent-item-title").word("group", name(group)))
        .line(explanation(group))
        .line(
            tr("consent-item-count")
                .number("at", position(asking.answers.len() + 1))
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
    let answer = |consent| match consent {
        Consent::Yes => tr("review-share"),
        Consent::No => tr("review-not-share"),
        Consent::NotObtainable => tr("consent-not-obtainable"),
    };
    let answers = asking.answers.iter().map(|one| (name(one.group), answer(one.consent))).collect();
    Screen::new(tr("review-title"))
        .line(tr("review-line"))
        .body(Body::List(answers))
        .choice("review-send", Action::Send, Look::Primary)
        .choice("review-change", Action::Back, Look::Equal)
        .with_cancel()
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
