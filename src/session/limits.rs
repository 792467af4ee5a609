//! Every time-out and cap of a visit, in one place. Steps and seconds from the field's table of screens (assumed
//! values, counted from the moment the screen is shown).

use super::Pace;
use super::state::{CardPlace, State, VisualCard, VisualPart};
use std::time::Duration;

/// When a screen warns, and when it gives up. Both count from the last thing the patient did on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// `None`: a limit of a machine, about which nobody needs to be warned.
    pub warn_after: Option<Duration>,
    pub stop_after: Duration,
}

impl Limit {
    /// For somebody who takes this long. A limit of a machine is the same for all.
    pub fn at(self, pace: Pace) -> Self {
        match (self.warn_after, pace) {
            (None, _) | (Some(_), Pace::Usual) => self,
            (Some(warn), Pace::Long) => {
                Self { warn_after: Some(warn * LONG), stop_after: warn * LONG + (self.stop_after - warn) }
            }
        }
    }
}

/// How many times as long a screen waits for somebody who asked for more time.
const LONG: u32 = 4;

const fn seconds(warn: u64, stop: u64) -> Limit {
    Limit { warn_after: Some(Duration::from_secs(warn)), stop_after: Duration::from_secs(stop) }
}

const fn silent(stop: u64) -> Limit {
    Limit { warn_after: None, stop_after: Duration::from_secs(stop) }
}

/// The card and the centre have this long to answer before the patient is told.
pub const CARD_READ: Limit = silent(30);
pub const CERT_NOTICE: Limit = seconds(60, 90);
pub const REGISTER: Limit = seconds(60, 90);
/// An application takes a moment.
pub const REGISTERING: Limit = silent(90);
/// One question with two answers.
pub const QUESTION: Limit = seconds(60, 90);
pub const METHOD: Limit = seconds(60, 90);
/// Looking at a face: then other ways are offered, and nothing is lost.
pub const FACE: Limit = silent(20);
pub const PIN: Limit = seconds(60, 120);
pub const VISUAL: Limit = seconds(60, 90);
pub const CONSENT: Limit = seconds(90, 150);
pub const QUERY: Limit = silent(60);
/// Card still on the reader after the visit: at the warning the screen presses, at the stop staff are called.
pub const TAKE_CARD: Limit = seconds(20, 45);
/// A last look at the outcome after the card was taken.
pub const AFTER_CARD_TAKEN: Limit = silent(5);
/// A message about a visit that ended without its card.
pub const ENDED_NOTICE: Limit = silent(15);
/// Somebody who called staff is not hurried.
pub const WAITING_FOR_STAFF: Limit = seconds(180, 240);
/// On the first screen the sign that staff were called goes out again after this long.
pub const STAFF_SIGN: Limit = silent(120);
/// A warning stands at least this long before anything is lost, even when the clock jumped.
pub const WARNING_AT_LEAST: Duration = Duration::from_secs(20);

/// Staff may lift the card this long to look at its face.
pub const VISUAL_LIFT: Duration = Duration::from_secs(90);
/// From this many months before the certificate ends the patient is told.
pub const NOTICE_MONTHS: i32 = 3;
/// Full months after the month of expiry in which eligibility is still confirmed.
pub const GRACE_MONTHS: i32 = 3;
/// An instruction stands this long before another one takes its place.
pub const ADVICE_STANDS: Duration = Duration::from_secs(1);
/// After this many faces that did not match, other ways are offered first.
pub const OTHER_WAYS_FIRST: u8 = 2;
/// After this many the face is not looked at again in this visit: each look is a chance for somebody else.
pub const MOST_MISMATCHES: u8 = 3;
/// With this many tries left a PIN is sent only after an explicit warning screen.
pub const WARN_AT_TRIES: u8 = 1;

/// The limit of a state; `None` where nothing runs out.
pub fn of(state: &State) -> Option<Limit> {
    match state {
        State::OutOfOrder | State::Paused { .. } | State::Idle => None,
        State::Reading
        | State::Opening { .. }
        | State::Signing { .. }
        | State::FacePhoto { .. }
        | State::FaceSigning { .. }
        | State::VisualSigning { .. } => Some(CARD_READ),
        State::Face { .. } => Some(FACE),
        State::CertNotice { .. } => Some(CERT_NOTICE),
        State::Register { .. } => Some(REGISTER),
        State::Registering { .. } => Some(REGISTERING),
        State::PrescriptionForm { .. }
        | State::Subsidies { .. }
        | State::SubsidyNotice { .. }
        | State::Ticket { .. } => Some(QUESTION),
        State::Method { .. } | State::FaceAgain { .. } => Some(METHOD),
        State::LastTry { .. } | State::Pin { .. } => Some(PIN),
        State::Visual { place: VisualCard::Placed, part: VisualPart::PasscodeCheck, .. } => Some(CARD_READ),
        State::Visual { place: VisualCard::Placed, .. } => Some(VISUAL),
        State::Visual { place: VisualCard::Lifted { .. }, .. } => {
            Some(Limit { warn_after: None, stop_after: VISUAL_LIFT })
        }
        State::Visual { place: VisualCard::Checking { .. }, .. } => Some(CARD_READ),
        State::ConsentTop { .. } | State::ConsentItem { .. } | State::ConsentReview { .. } => Some(CONSENT),
        State::Identifying { .. } | State::SubsidyLookup { .. } | State::Query { .. } | State::Delivering { .. } => {
            Some(QUERY)
        }
        State::Done { place: CardPlace::OnReader, .. } | State::Ended { place: CardPlace::OnReader, .. } => {
            Some(TAKE_CARD)
        }
        State::Done { place: CardPlace::Taken, .. } => Some(AFTER_CARD_TAKEN),
        State::Ended { place: CardPlace::Taken, .. } => Some(ENDED_NOTICE),
    }
}
