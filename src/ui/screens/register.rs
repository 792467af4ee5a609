//! 健康保険証利用の申込み: the question, and the moment that it takes.

use crate::i18n::tr;
use crate::ui::action::Action;
use crate::ui::spec::{Body, Look, Screen};

pub fn ask() -> Screen {
    Screen::new(tr("register-title"))
        .line(tr("register-line"))
        .line(tr("register-time"))
        .choice("register-yes", Action::Register, Look::Equal)
        .choice("register-no", Action::DeclineRegistration, Look::Equal)
        .with_cancel()
}

/// How far it is: who it is, the application, then the visit as it would have been.
pub fn under_way() -> Screen {
    let steps = [
        ("registering-person", "registering-done"),
        ("registering-application", "registering-now"),
        ("registering-questions", "registering-then"),
    ];
    let steps = steps.map(|(what, how)| (tr(what), tr(how))).into();
    Screen::new(tr("registering-title")).line(tr("registering-line")).body(Body::List(steps)).with_cancel()
}
