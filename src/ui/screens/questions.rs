//! What is asked beside the consents: the form of the prescription, subsidies, the medical ticket.

use crate::eligibility::{Prescription, SubsidyUse};
use crate::i18n::tr;
use crate::session::{Asking, SubsidyTrouble};
use crate::ui::action::Action;
use crate::ui::spec::{Look, Screen, Tone};

pub fn prescription(asking: &Asking) -> Screen {
    let screen = Screen::new(tr("prescription-title"))
        .line(tr("prescription-line"))
        .choice("prescription-electronic", Action::Prescription(Prescription::Electronic), Look::Equal)
        .choice("prescription-paper", Action::Prescription(Prescription::Paper), Look::Equal)
        .with_cancel();
    with_way_back(screen, asking)
}

pub fn subsidies(asking: &Asking) -> Screen {
    let screen = Screen::new(tr("subsidies-title"))
        .line(tr("subsidies-line"))
        .choice("subsidies-use", Action::Subsidies(SubsidyUse::Use), Look::Equal)
        .choice("subsidies-leave", Action::Subsidies(SubsidyUse::Leave), Look::Equal)
        .with_cancel();
    with_way_back(screen, asking)
}

pub fn subsidy_lookup() -> Screen {
    Screen::new(tr("subsidy-lookup-title")).line(tr("query-line")).with_cancel()
}

/// The paper 受給者証 counts as ever, so nobody is stuck.
pub fn subsidy_notice(why: SubsidyTrouble) -> Screen {
    let title = match why {
        SubsidyTrouble::NoneFound => "subsidy-none-title",
        SubsidyTrouble::Centre(_) => "subsidy-failed-title",
    };
    Screen::new(tr(title))
        .line(tr("subsidy-paper"))
        .tone(Tone::Attention)
        .choice("control-continue", Action::Continue, Look::Primary)
        .with_cancel()
}

pub fn ticket(asking: &Asking) -> Screen {
    let screen = Screen::new(tr("ticket-title"))
        .line(tr("ticket-line"))
        .choice("ticket-confirm", Action::Continue, Look::Primary)
        .with_cancel();
    with_way_back(screen, asking)
}

/// Where nothing was asked before there is nothing to go back to.
fn with_way_back(screen: Screen, asking: &Asking) -> Screen {
    if asking.groups.is_empty() && asking.asked == 0 { screen } else { screen.with_back() }
}
