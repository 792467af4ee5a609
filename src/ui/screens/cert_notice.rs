//! The certificate ends soon, or has ended within the grace.

use crate::i18n::tr;
use crate::session::CertificateNotice;
use crate::ui::action::Action;
use crate::ui::spec::{Look, Screen, Tone};

pub fn screen(notice: CertificateNotice) -> Screen {
    let screen = match notice {
        CertificateNotice::EndsSoon { valid_until } => Screen::new(tr("cert-soon-title"))
            .line(
                tr("cert-soon-until")
                    .number("year", valid_until.year())
                    .number("month", valid_until.month())
                    .number("day", valid_until.day()),
            )
            .line(tr("cert-soon-todo")),
        CertificateNotice::EligibilityOnly => {
            Screen::new(tr("cert-grace-title")).line(tr("cert-grace-line")).line(tr("cert-grace-todo"))
        }
    };
    screen.tone(Tone::Attention).choice("control-continue", Action::Continue, Look::Primary).with_cancel()
}
