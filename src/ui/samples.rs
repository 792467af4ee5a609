//! One state for every screen that a patient can meet, with invented data: for the gallery, and for the tests that look
//! at all of them.

use crate::eligibility::consent::{Consent, ConsentAnswer, ConsentGroup};
use crate::eligibility::{Choices, Offer, Prescription, Standing, SubsidyUse};
use crate::fallback::statement::Written;
use crate::fallback::{Era, FieldTrouble, Kana, PersonalDate, PersonalText, Statement, Trouble, Way, ways};
use crate::session::event::{CardTrouble, CentreTrouble, HospitalTrouble, PinState};
use crate::session::face::{Advice, Coaching, FaceEnd, FaceReadiness, FaceRefusal};
use crate::session::secret::{CertificatePrint, PinEntry};
use crate::session::wizard::{DateEntry, DigitEntry, FormAt, FormPlace, KanaKeys, PaperTrouble, Wizard, WizardPart};
use crate::session::{
    Asking, CardPlace, CertificateNotice, CheckedCard, CodeTrouble, Ending, Identity, IdentityCheck, Outcome,
    PausedReader, PinPermit, PinReason, Question, Registration, Scope, State, SubsidyTrouble, Summary, VisualCard,
    VisualPart,
};
use jiff::civil::date;
use std::time::Duration;

/// Name and state; the names are file names.
pub fn all() -> Vec<(String, State)> {
    let mut samples: Vec<(String, State)> = steps().into_iter().map(|(name, state)| (name.to_owned(), state)).collect();
    samples.extend(faces());
    samples.extend(wizards());
    for why in endings() {
        let name = format!("ended-{why:?}").to_lowercase().replace([' ', '{', '}', '(', ')', ':'], "");
        let place = if why == Ending::CardPulled { CardPlace::Taken } else { CardPlace::OnReader };
        samples.push((name, State::Ended { why, place }));
    }
    samples
}

fn steps() -> Vec<(&'static str, State)> {
    let soon = CertificateNotice::EndsSoon { valid_until: date(2027, 1, 20) };
    let pin =
        |permit, reason| State::Pin { card: card(PinState::Tries(3)), entry: PinEntry::default(), permit, reason };
    let visual = |place, part| State::Visual { card: card(PinState::Tries(3)), place, part };
    let waiting = || VisualPart::Waiting { refused: None };
    let at_visual = |part| visual(VisualCard::Placed, part);
    let passcode = |trouble| at_visual(VisualPart::Passcode { entry: PinEntry::default(), trouble });
    vec![
        ("out-of-order", State::OutOfOrder),
        ("paused", State::Paused { reader: PausedReader::Empty }),
        ("paused-card", State::Paused { reader: PausedReader::CardOn }),
        ("idle", State::Idle),
        ("reading", State::Reading),
        ("opening", State::Opening { card: card(PinState::Tries(3)), notice: None }),
        ("cert-notice-soon", State::CertNotice { card: card(PinState::Tries(3)), notice: soon }),
        (
            "cert-notice-grace",
            State::CertNotice { card: card(PinState::Tries(3)), notice: CertificateNotice::EligibilityOnly },
        ),
        ("register", State::Register { card: card(PinState::Tries(3)), notice: None }),
        (
            "identifying",
            State::Identifying { scope: Scope::Full, registration: Registration::Wanted, how: IdentityCheck::Pin },
        ),
        ("registering", State::Registering { scope: Scope::Full, how: IdentityCheck::Pin, offer: Offer::default() }),
        ("method", State::Method { card: card(PinState::Tries(3)) }),
        ("method-locked", State::Method { card: card(PinState::Locked) }),
        ("method-no-pin", State::Method { card: card(PinState::NotSet) }),
        ("face-photo", State::FacePhoto { card: card(PinState::Tries(3)) }),
        ("face-signing", State::FaceSigning { card: card(PinState::Tries(3)) }),
        ("pin", pin(PinPermit::TriesLeft(3), PinReason::First)),
        ("pin-wrong", pin(PinPermit::TriesLeft(2), PinReason::WrongBefore)),
        ("pin-answer-lost", pin(PinPermit::TriesLeft(2), PinReason::AnswerLost)),
        ("pin-last", pin(PinPermit::LastTryAccepted, PinReason::WrongBefore)),
        ("last-try", State::LastTry { card: card(PinState::Tries(1)) }),
        ("signing", State::Signing { card: card(PinState::Tries(3)) }),
        ("visual", at_visual(waiting())),
        ("visual-code-locked", at_visual(VisualPart::Waiting { refused: Some(CodeTrouble::Locked) })),
        ("visual-code-not-set", at_visual(VisualPart::Waiting { refused: Some(CodeTrouble::NotSet) })),
        ("visual-code", passcode(None)),
        ("visual-code-wrong", passcode(Some(CodeTrouble::Wrong { wait_s: 16 }))),
        ("visual-code-too-soon", passcode(Some(CodeTrouble::TooSoon { wait_s: 12 }))),
        ("visual-code-check", at_visual(VisualPart::PasscodeCheck)),
        ("visual-compare", at_visual(VisualPart::Compare)),
        ("visual-reason", at_visual(VisualPart::Reason)),
        ("visual-impossible", at_visual(VisualPart::Impossible)),
        ("visual-lifted", visual(VisualCard::Lifted { reads_due: 0 }, waiting())),
        ("visual-checking", visual(VisualCard::Checking { reads_due: 1 }, waiting())),
        ("visual-signing", State::VisualSigning { card: card(PinState::Tries(3)) }),
        ("consent-top", State::ConsentTop { identity: identity(), asking: asking(0) }),
        ("consent-item-1", State::ConsentItem { identity: identity(), asking: asking(0) }),
        ("consent-item-2", State::ConsentItem { identity: identity(), asking: asking(1) }),
        ("consent-item-3", State::ConsentItem { identity: identity(), asking: asking(2) }),
        ("consent-item-4", State::ConsentItem { identity: identity(), asking: asking(3) }),
        ("consent-item-5", State::ConsentItem { identity: identity(), asking: asking(4) }),
        ("consent-top-standing", State::ConsentTop { identity: identity(), asking: standing() }),
        ("prescription", State::PrescriptionForm { identity: identity(), asking: asking(5) }),
        ("subsidies", State::Subsidies { identity: identity(), asking: asking(5) }),
        ("subsidy-lookup", State::SubsidyLookup { identity: identity(), asking: asking(5) }),
        ("subsidy-none", no_subsidy(SubsidyTrouble::NoneFound)),
        ("subsidy-failed", no_subsidy(SubsidyTrouble::Centre(CentreTrouble::TimedOut))),
        ("ticket", State::Ticket { identity: identity(), asking: asking(5) }),
        (
            "consent-review",
            State::ConsentReview { identity: identity(), asking: Asking { choices: choices(5), ..asking(5) } },
        ),
        ("query", State::Query { sent: choices(5), how: IdentityCheck::Pin }),
        (
            "delivering",
            State::Delivering {
                outcome: Outcome::Confirmed(Summary { chosen: choices(5) }),
                place: CardPlace::OnReader,
            },
        ),
        ("done", State::Done { summary: Summary { chosen: choices(5) }, place: CardPlace::OnReader }),
        ("done-taken", State::Done { summary: Summary { chosen: choices(5) }, place: CardPlace::Taken }),
        (
            "done-eligibility",
            State::Done { summary: Summary { chosen: Choices::default() }, place: CardPlace::OnReader },
        ),
    ]
}

/// Every instruction, every way in which a check can come to nothing, every reason for which it is not offered.
fn faces() -> Vec<(String, State)> {
    let name =
        |what: &str, of: &dyn std::fmt::Debug| format!("{what}-{of:?}").to_lowercase().replace([' ', '(', ')'], "");
    let mirrors = Advice::ALL.map(|advice| {
        let coaching = Coaching { advice, since: Duration::ZERO };
        (name("face", &advice), State::Face { card: card(PinState::Tries(3)), coaching })
    });
    let ends = [
        (FaceEnd::NoMatch, 1),
        (FaceEnd::NoMatch, 2),
        (FaceEnd::NoMatch, 3),
        (FaceEnd::NotTurned, 1),
        (FaceEnd::NotSeen(Advice::LookHere), 0),
        (FaceEnd::NotSeen(Advice::LightBehind), 0),
    ];
    let agains = ends.map(|(why, mismatches)| {
        let card = CheckedCard { mismatches, ..card(PinState::Tries(3)) };
        (name(&format!("face-again-{mismatches}"), &why), State::FaceAgain { card, why })
    });
    let refusals = FaceRefusal::ALL.map(|why| {
        let mut card = card(PinState::Tries(3));
        card.face = FaceReadiness::Not(why);
        (name("method-without-face", &why), State::Method { card })
    });
    mirrors.into_iter().chain(agains).chain(refusals).collect()
}

/// The ways of every trouble, each way, and the statement question by question.
fn wizards() -> Vec<(String, State)> {
    let wizard = |why, part| {
        let ways = ways(why, date(2025, 12, 1));
        State::Wizard(Wizard { why, ways, form: FormPlace::Here, reader: PausedReader::Empty, part })
    };
    let name = |what: &str, of: &dyn std::fmt::Debug| format!("{what}-{of:?}").to_lowercase();
    let lists = Trouble::ALL.map(|why| (name("ways", &why), wizard(why, WizardPart::Ways)));
    let each = Way::ALL.map(|way| (name("way", &way), wizard(Trouble::ReaderBroken, WizardPart::Way(way))));
    let forms = forms().into_iter().enumerate().map(|(place, at)| {
        let part = WizardPart::Form { statement: statement(), at };
        (format!("statement-{}", place + 1), wizard(Trouble::CentreDown, part))
    });
    let ends = [
        ("statement-printing", WizardPart::Printing),
        ("statement-printed", WizardPart::Printed(Ok(()))),
        ("statement-not-printed", WizardPart::Printed(Err(PaperTrouble::Refused))),
    ];
    let ends = ends.map(|(name, part)| (name.to_owned(), wizard(Trouble::CentreDown, part)));
    lists.into_iter().chain(each).chain(forms).chain(ends).collect()
}

fn forms() -> Vec<FormAt> {
    let kana = || {
        let mut kana = Kana::default();
        for letter in "れんしゆう".chars() {
            kana.letter(letter);
        }
        kana
    };
    let phone = |trouble| FormAt::Phone { entry: DigitEntry::default(), trouble };
    let born = |entry, trouble| FormAt::Born { entry, trouble };
    let era = Era::Showa;
    vec![
        FormAt::Kana { kana: kana(), keys: KanaKeys::Rows, trouble: None },
        FormAt::Kana { kana: Kana::default(), keys: KanaKeys::Rows, trouble: Some(FieldTrouble::Missing) },
        FormAt::Kana { kana: kana(), keys: KanaKeys::Letters { row: 0 }, trouble: None },
        born(DateEntry::Era, None),
        born(DateEntry::Era, Some(FieldTrouble::Missing)),
        born(DateEntry::Year { era, year: 0 }, None),
        born(DateEntry::Month { era, year: 33 }, None),
        born(DateEntry::Day { era, year: 33, month: 2, day: 11 }, None),
        FormAt::Sex,
        phone(None),
        phone(Some(FieldTrouble::NotATelephoneNumber)),
        FormAt::Card,
        FormAt::InsurerKind,
        FormAt::Share,
        FormAt::Writer,
        FormAt::Review,
    ]
}

fn statement() -> Statement {
    let mut statement = Statement::default();
    statement.kana = PersonalText::new("レンシュウ　ハナコ").map_or(Written::ByPen, Written::Text);
    statement.born = Some(PersonalDate::new(date(1958, 2, 11)));
    statement.phone = Written::ByPen;
    statement
}

fn endings() -> Vec<Ending> {
    let mut endings = vec![
        Ending::Cancelled,
        Ending::StaffEnded,
        Ending::TimedOut,
        Ending::CardPulled,
        Ending::AnotherCard,
        Ending::CardLeft,
        Ending::PinAnswerLost,
        Ending::CertificateExpired,
        Ending::CertificateRevoked,
        Ending::CertificateUntrusted,
        Ending::NotRegistered,
        Ending::InsurerChanging,
        Ending::RegistrationFailed(CentreTrouble::Busy),
        Ending::Hospital(HospitalTrouble::NotWritable),
    ];
    endings.extend((2..=5).map(|validity| Ending::NotConfirmed { validity }));
    endings.extend(
        [
            CardTrouble::NotRecognised,
            CardTrouble::OtherCard,
            CardTrouble::Removed,
            CardTrouble::ReaderLost,
            CardTrouble::PracticeCardRefused,
            CardTrouble::RealCardRefused,
        ]
        .map(Ending::Card),
    );
    endings.extend(
        [
            CentreTrouble::Unreachable,
            CentreTrouble::TimedOut,
            CentreTrouble::Busy,
            CentreTrouble::Maintenance,
            CentreTrouble::Rubbish,
            CentreTrouble::Refused,
        ]
        .map(Ending::Centre),
    );
    endings
}

fn card(pin: PinState) -> CheckedCard {
    let face = FaceReadiness::Ready;
    CheckedCard {
        print: CertificatePrint([0; 32]),
        pin,
        scope: Scope::Full,
        face,
        mismatches: 0,
        registration: Registration::Done,
        nonce: Vec::new(),
    }
}

fn identity() -> Identity {
    Identity { scope: Scope::Full, how: IdentityCheck::Pin }
}

/// With everything that a facility can offer.
fn asking(answered: usize) -> Asking {
    Asking {
        groups: ConsentGroup::ALL.to_vec(),
        standing: Vec::new(),
        emergency: false,
        questions: vec![Question::Prescription, Question::Subsidies, Question::Ticket],
        asked: 0,
        choices: Choices { prescription: None, subsidies: None, ..choices(answered) },
    }
}

/// Within the 24 hours, in an emergency room.
fn standing() -> Asking {
    let until = "20261124093000".to_owned();
    let stands = answers(5).into_iter().skip(1);
    let stands = stands.map(|one| Standing { group: one.group, consent: one.consent, until: until.clone() });
    Asking { standing: stands.collect(), emergency: true, ..asking(0) }
}

fn no_subsidy(why: SubsidyTrouble) -> State {
    State::SubsidyNotice { identity: identity(), asking: asking(5), why }
}

fn choices(answered: usize) -> Choices {
    let (prescription, subsidies) = (Some(Prescription::Electronic), Some(SubsidyUse::Use));
    Choices { consents: answers(answered), prescription, subsidies }
}

fn answers(count: usize) -> Vec<ConsentAnswer> {
    ConsentGroup::ALL
        .iter()
        .take(count)
        .map(|&group| ConsentAnswer { group, consent: Consent::given(group != ConsentGroup::Shj) })
        .collect()
}
