//! A visit that ended without a result: what happened, in one sentence, and what to do now.

use crate::i18n::{Text, tr};
use crate::session::event::{CardTrouble, CentreTrouble, HospitalTrouble};
use crate::session::{CardPlace, Ending};
use crate::ui::spec::{Screen, Tone};

pub fn screen(why: Ending, place: CardPlace) -> Screen {
    let (happened, todo) = sentences(why);
    let screen = Screen::new(happened).line(todo).tone(Tone::Attention);
    match (place, why) {
        (CardPlace::OnReader, Ending::CardLeft) | (CardPlace::Taken, _) => screen,
        (CardPlace::OnReader, _) => screen.line(tr("ended-take-card")),
    }
}

fn sentences(why: Ending) -> (Text, Text) {
    let (happened, todo) = match why {
        Ending::Cancelled => ("ended-cancelled", "ended-again-todo"),
        Ending::TimedOut => ("ended-timed-out", "ended-again-todo"),
        Ending::CardPulled => ("ended-card-pulled", "ended-card-pulled-todo"),
        Ending::AnotherCard => ("ended-another-card", "ended-again-todo"),
        Ending::CardLeft => ("ended-card-left", "ended-card-left-todo"),
        Ending::PinAnswerLost => ("ended-answer-lost", "ended-card-pulled-todo"),
        Ending::CertificateExpired => ("ended-expired", "ended-renew-todo"),
        Ending::CertificateRevoked => ("ended-revoked", "ended-renew-todo"),
        Ending::CertificateUntrusted => ("ended-untrusted", "ended-staff-todo"),
        Ending::NotRegistered => ("ended-not-registered", "ended-not-registered-todo"),
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
        CentreTrouble::Rubbish => ("ended-centre-rubbish", "ended-centre-todo"),
        CentreTrouble::Refused => ("ended-centre-refused", "ended-centre-todo"),
    }
}
