//! A visit that ended without a result: what happened, in one sentence, and what to do now.

use crate::i18n::{Text, tr};
use crate::session::event::{CardTrouble, CentreTrouble, HospitalTrouble};
use crate::session::{CardPlace, Ending};
use crate::ui::spec::{Screen, Tone};

pub fn screen(why: Ending, place: CardPlace) -> Screen {
    let (happened, todo) = sentences(why);
    let mut screen = Screen::new(happened).tone(Tone::Attention);
    screen.staff_needed = needs_staff(why);
    // What to do first comes first.
    let screen = match (place, why) {
        (CardPlace::OnReader, Ending::CardLeft) | (CardPlace::Taken, _) => screen.line(todo),
        (CardPlace::OnReader, _) => screen.line(tr("ended-take-card")).line(todo),
    };
    for_staff(why).into_iter().fold(screen, |screen, line| screen.line(tr(line)))
}

/// What staff need to know who come to this screen.
fn for_staff(why: Ending) -> Option<&'static str> {
    match why {
        Ending::NotConfirmed { validity: 2 } => Some("ended-staff-invalid"),
        Ending::NotConfirmed { validity: 3 } => Some("ended-staff-new"),
        Ending::NotConfirmed { validity: 4 } => Some("ended-staff-none"),
        Ending::NotConfirmed { validity: 5 } => Some("ended-staff-several"),
        _ => None,
    }
}

/// Where the next step is the staff's, their button is the usual way on.
fn needs_staff(why: Ending) -> bool {
    match why {
        Ending::Cancelled
        | Ending::StaffEnded
        | Ending::TimedOut
        | Ending::CardPulled
        | Ending::AnotherCard
        | Ending::CardLeft
        | Ending::PinAnswerLost
        | Ending::Card(
            CardTrouble::NotRecognised
            | CardTrouble::OtherCard
            | CardTrouble::Removed
            | CardTrouble::Silent
            | CardTrouble::PracticeCardRefused
            | CardTrouble::RealCardRefused,
        ) => false,
        Ending::CertificateExpired
        | Ending::CertificateRevoked
        | Ending::CertificateUntrusted
        | Ending::NotRegistered
        | Ending::InsurerChanging
        | Ending::RegistrationFailed(_)
        | Ending::Centre(_)
        | Ending::NotConfirmed { .. }
        | Ending::Hospital(_)
        | Ending::Card(CardTrouble::ReaderLost) => true,
    }
}

fn sentences(why: Ending) -> (Text, Text) {
    let (happened, todo) = match why {
        Ending::Cancelled => ("ended-cancelled", "ended-again-todo"),
        Ending::StaffEnded => ("ended-staff-ended", "ended-staff-ended-todo"),
        Ending::TimedOut => ("ended-timed-out", "ended-again-todo"),
        Ending::CardPulled => ("ended-card-pulled", "ended-card-pulled-todo"),
        Ending::AnotherCard => ("ended-another-card", "ended-again-todo"),
        Ending::CardLeft => ("ended-card-left", "ended-card-left-todo"),
        Ending::PinAnswerLost => ("ended-answer-lost", "ended-card-pulled-todo"),
        Ending::CertificateExpired => ("ended-expired", "ended-renew-todo"),
        Ending::CertificateRevoked => ("ended-revoked", "ended-renew-todo"),
        Ending::CertificateUntrusted => ("ended-untrusted", "ended-staff-todo"),
        Ending::NotRegistered => ("ended-not-registered", "ended-not-registered-todo"),
        Ending::InsurerChanging => ("ended-insurer-changing", "ended-other-ways-todo"),
        Ending::RegistrationFailed(_) => ("ended-registration-failed", "ended-other-ways-todo"),
        Ending::NotConfirmed { validity: 4 } => ("ended-no-insurance", "ended-not-confirmed-todo"),
        Ending::NotConfirmed { validity: 3 } => ("ended-new-insurance", "ended-not-confirmed-todo"),
        Ending::NotConfirmed { validity: 5 } => ("ended-several", "ended-not-confirmed-todo"),
        Ending::NotConfirmed { .. } => ("ended-not-confirmed", "ended-not-confirmed-todo"),
        Ending::Card(trouble) => card(trouble),
        Ending::Centre(trouble) => centre(trouble),
        Ending::Hospital(
            HospitalTrouble::FolderMissing
            | HospitalTrouble::NotWritable
            | HospitalTrouble::DiskFull
            | HospitalTrouble::Other,
        ) => ("ended-hospital", "ended-staff-todo"),
    };
    (tr(happened), tr(todo))
}

fn card(trouble: CardTrouble) -> (&'static str, &'static str) {
    match trouble {
        CardTrouble::NotRecognised | CardTrouble::Silent => ("ended-e001", "ended-e001-todo"),
        CardTrouble::OtherCard => ("ended-e002", "ended-e002-todo"),
        CardTrouble::Removed => ("ended-card-moved", "ended-card-pulled-todo"),
        CardTrouble::ReaderLost => ("ended-reader-lost", "ended-staff-todo"),
        CardTrouble::PracticeCardRefused => ("ended-practice-card", "ended-practice-card-todo"),
        CardTrouble::RealCardRefused => ("ended-real-card", "ended-real-card-todo"),
    }
}

fn centre(trouble: CentreTrouble) -> (&'static str, &'static str) {
    match trouble {
        CentreTrouble::Unreachable => ("ended-centre-unreachable", "ended-centre-todo"),
        CentreTrouble::TimedOut => ("ended-centre-slow", "ended-centre-todo"),
        CentreTrouble::Busy => ("ended-centre-busy", "ended-centre-todo"),
        CentreTrouble::Maintenance => ("ended-centre-maintenance", "ended-centre-todo"),
        CentreTrouble::Rubbish => ("ended-centre-rubbish", "ended-centre-todo"),
        CentreTrouble::Refused => ("ended-centre-refused", "ended-centre-todo"),
    }
}
