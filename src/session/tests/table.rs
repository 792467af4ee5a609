//! The whole machine as one text, `transitions.txt`: a change of behaviour is a change of lines there. Written anew by
//! `UPDATE_TRANSITIONS=1 cargo test transitions_are_as_reviewed`; read what changed before it is kept.

use super::bench::{
    Bench, CARD, ENDS_SOON, EXPIRED, GRACE, OTHER_CARD, VALID, answer, card, digit, facts, opening, photo, signature,
};
use crate::eligibility::consent::{Consent, ConsentGroup};
use crate::eligibility::{CertificateStanding, Choices, Offer, Prescription, SubsidyUse};
use crate::fallback::{Era, Way};
use crate::session::event::{
    Application, CardTrouble, CentreTrouble, HospitalTrouble, PhotoTrouble, PinState, ReaderEvent, SignTrouble, Written,
};
use crate::session::face::{Advice, FaceReadiness, FaceRefusal, Verdict};
use crate::session::wizard::PaperTrouble;
use crate::session::{
    CertificateNotice, CheckedCard, CodeTrouble, Effect, Effects, Event, FacilitySettings, Input, Outcome, Scope,
    StaffAction, State, Timer, VisualPart, VisualReason, Wizard, WizardInput, WizardPart,
};
use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

const REVIEWED: &str = include_str!("transitions.txt");
const HEAD: &str = "\
The visit machine: for each screen, what leads where. [What the devices are told.]
What is not listed leaves the screen as it is, and an order is answered \"not now\"; staff can be called from every screen, and that never moves it.
Made by src/session/tests/table.rs with the default settings (TKK, YZK and TSR are asked about).
";

type Scene = fn() -> Bench;
type Stimulus = fn(&mut Bench) -> Effects;

/// Every place where a visit can stand.
pub fn scenes() -> Vec<(&'static str, Scene)> {
    use Input as I;
    use PinState::{Locked, NotSet, Tries};
    vec![
        ("no reader", || Bench::new(FacilitySettings::default())),
        ("first screen", || Bench::idle(FacilitySettings::default())),
        ("card read", Bench::reading),
        ("centre asked", || Bench::opening(card(Tries(3)))),
        ("centre asked, certificate ends soon", || Bench::opening(Ok(facts(Tries(3), ENDS_SOON, CARD)))),
        ("told that it ends soon", || soon().after(|b| b.opened(Ok(opening(CertificateStanding::Valid, true))))),
        ("told of the grace", grace),
        ("method", || Bench::method(Tries(3))),
        ("method, one try left", || Bench::method(Tries(1))),
        ("method, PIN locked", || Bench::method(Locked)),
        ("method, card without PIN", || Bench::method(NotSet)),
        ("method, no camera", || {
            let gone = Event::FaceReadiness(FaceReadiness::Not(FaceRefusal::NoCamera));
            Bench::method(Tries(3)).after(|b| b.step(gone))
        }),
        ("method, photo refused", || {
            Bench::face_photo().after(|b| b.photo(Err(PhotoTrouble::Refused(FaceRefusal::CodeUnknown))))
        }),
        ("photo is read", Bench::face_photo),
        ("face", Bench::face),
        ("face did not match", || Bench::mismatched(1)),
        ("face did not match twice", || Bench::mismatched(2)),
        ("face did not match three times", || Bench::mismatched(3)),
        ("face not seen", || Bench::face().after(Bench::run_out)),
        ("face matched, card signs", Bench::face_signing),
        ("warning before the last try", last_try),
        ("PIN pad", || Bench::method(Tries(3)).after(|b| b.press(I::ChoosePin))),
        ("PIN pad, all typed", Bench::typed),
        ("PIN pad for the last try, all typed", || {
            last_try().after(|b| b.press(I::RiskLastTry)).after(|b| b.type_digits(&[1, 2, 3, 4]))
        }),
        ("card signs", Bench::signing),
        ("card signs, eligibility only", || {
            let pad = grace().after(|b| b.press(I::Continue)).after(|b| b.press(I::ChoosePin));
            pad.after(|b| b.type_digits(&[1, 2, 3, 4])).after(|b| b.press(I::EnterPin))
        }),
        ("visual check", Bench::visual),
        ("visual check, staff code", Bench::passcode),
        ("visual check, staff code typed", || Bench::passcode().after(|b| b.type_digits(&[2, 4, 6, 8]))),
        ("visual check, staff code is checked", Bench::passcode_check),
        ("visual check, staff code locked", || {
            Bench::passcode_check().after(|b| b.passcode_checked(Err(CodeTrouble::Locked)))
        }),
        ("visual check, photo compared", Bench::compare),
        ("visual check, photo compared, card lifted", || {
            Bench::compare().after(|b| b.reader(ReaderEvent::CardRemoved))
        }),
        ("visual check, reason", Bench::reason),
        ("visual check, card signs", Bench::visual_signing),
        ("visual check, impossible", || Bench::visual_signing().after(|b| b.signed(Err(SignTrouble::TerminalRefused)))),
        ("paused", Bench::paused),
        ("paused, card put down", || Bench::paused().after(|b| b.reader(ReaderEvent::CardInserted))),
        ("paused, no reader", || Bench::paused().after(|b| b.reader(ReaderEvent::Lost))),
        ("visual check, card lifted", Bench::lifted),
        ("visual check, card is back", || Bench::lifted().after(|b| b.reader(ReaderEvent::CardInserted))),
        ("other ways", Bench::ways),
        ("other ways, no reader", || {
            Bench::new(FacilitySettings::default()).after(|b| b.press(I::Wizard(WizardInput::Open)))
        }),
        ("other ways, the statement", Bench::way),
        ("statement, kana", Bench::form),
        ("statement, era", || Bench::form().after(|b| b.press(I::Wizard(WizardInput::ByPen)))),
        ("statement, review", Bench::form_review),
        ("statement is printed", || Bench::form_review().after(|b| b.press(I::Wizard(WizardInput::Print)))),
        ("register", Bench::register),
        ("register, face-only card", || {
            Bench::opening(card(NotSet)).after(|b| b.opened(Ok(opening(CertificateStanding::Valid, false))))
        }),
        ("identifying", Bench::identifying),
        ("registering", Bench::registering),
        ("consent", Bench::consent),
        ("consent, emergency", emergency),
        ("prescription", Bench::prescription),
        ("subsidies", Bench::subsidies),
        ("subsidies are looked for", Bench::subsidy_lookup),
        ("no subsidies", || Bench::subsidy_lookup().after(|b| b.sought(Ok(false)))),
        ("medical ticket", Bench::ticket),
        ("everything asked, review", || Bench::ticket().after(|b| b.press(I::Continue))),
        ("consent, first question", first_question),
        ("consent, review", Bench::review),
        ("consent, last question", || {
            first_question()
                .after(|b| b.press(I::Consent { group: ConsentGroup::Tkk, given: true }))
                .after(|b| b.press(I::Consent { group: ConsentGroup::Yzk, given: false }))
        }),
        ("query", Bench::query),
        ("file is written", || Bench::delivering(1)),
        ("file is written, validity 2", || Bench::delivering(2)),
        ("file is written, card taken", || Bench::delivering(1).after(|b| b.reader(ReaderEvent::CardRemoved))),
        ("done", Bench::done),
        ("done, card taken", || Bench::done().after(|b| b.reader(ReaderEvent::CardRemoved))),
        ("ended: cancelled", || Bench::method(Tries(3)).after(|b| b.press(I::Cancel))),
        ("ended: cancelled, card in staff's hands", || Bench::lifted().after(|b| b.press(I::Cancel))),
        ("ended: timed out", || Bench::method(Tries(3)).after(Bench::run_out)),
        ("ended: card pulled", || Bench::method(Tries(3)).after(|b| b.reader(ReaderEvent::CardRemoved))),
        ("ended: card left lying", || Bench::done().after(Bench::run_out)),
    ]
}

fn soon() -> Bench {
    Bench::opening(Ok(facts(PinState::Tries(3), ENDS_SOON, CARD)))
}

fn grace() -> Bench {
    Bench::opening(Ok(facts(PinState::Tries(3), GRACE, CARD)))
        .after(|b| b.opened(Ok(opening(CertificateStanding::Grace, true))))
}

fn last_try() -> Bench {
    Bench::method(PinState::Tries(1)).after(|b| b.press(Input::ChoosePin))
}

fn emergency() -> Bench {
    let settings = FacilitySettings { emergency: true, ..FacilitySettings::default() };
    Bench::idle(settings)
        .after(|b| b.reader(ReaderEvent::CardInserted))
        .after(|b| b.card_read(card(PinState::Tries(3))))
        .after(|b| b.opened(Ok(opening(CertificateStanding::Valid, true))))
        .after(|b| b.order(StaffAction::VisualCheck { reason: VisualReason::Condition }))
        .after(|b| b.signed(Ok(signature())))
        .after(|b| b.identified(Ok(Offer::default())))
}

fn first_question() -> Bench {
    Bench::consent().after(|b| b.press(Input::ChooseEach))
}

fn inputs() -> Vec<(&'static str, Stimulus)> {
    use Input as I;
    vec![
        ("continue", |b| b.press(I::Continue)),
        ("back", |b| b.press(I::Back)),
        ("cancel", |b| b.press(I::Cancel)),
        ("more time", |b| b.press(I::MoreTime)),
        ("choose face", |b| b.press(I::ChooseFace)),
        ("face again", |b| b.press(I::TryFaceAgain)),
        ("choose PIN", |b| b.press(I::ChoosePin)),
        ("choose visual", |b| b.press(I::ChooseVisual)),
        ("staff here", |b| b.press(I::StaffHere)),
        ("photo: same person", |b| b.press(I::Compared { same: true })),
        ("photo: another person", |b| b.press(I::Compared { same: false })),
        ("reason: not well", |b| b.press(I::Reason(VisualReason::Condition))),
        ("digit", |b| b.press(digit(7))),
        ("erase", |b| b.press(I::EraseDigit)),
        ("enter PIN", |b| b.press(I::EnterPin)),
        ("risk the last try", |b| b.press(I::RiskLastTry)),
        ("other ways", |b| b.press(I::Wizard(WizardInput::Open))),
        ("the statement", |b| b.press(I::Wizard(WizardInput::Way(Way::Statement)))),
        ("fill it in", |b| b.press(I::Wizard(WizardInput::FillIn))),
        ("a row of kana", |b| b.press(I::Wizard(WizardInput::Row(1)))),
        ("by pen", |b| b.press(I::Wizard(WizardInput::ByPen))),
        ("enter", |b| b.press(I::Wizard(WizardInput::Enter))),
        ("Showa", |b| b.press(I::Wizard(WizardInput::Era(Era::Showa)))),
        ("print", |b| b.press(I::Wizard(WizardInput::Print))),
        ("finish", |b| b.press(I::Wizard(WizardInput::Finish))),
        ("register", |b| b.press(I::Register)),
        ("do not register", |b| b.press(I::DeclineRegistration)),
        ("nobody to ask", |b| b.press(I::NobodyToAsk)),
        ("paper prescription", |b| b.press(I::Prescription(Prescription::Paper))),
        ("use subsidies", |b| b.press(I::Subsidies(SubsidyUse::Use))),
        ("leave subsidies", |b| b.press(I::Subsidies(SubsidyUse::Leave))),
        ("agree to all", |b| b.press(I::AgreeToAll)),
        ("choose each", |b| b.press(I::ChooseEach)),
        ("agree to none", |b| b.press(I::AgreeToNone)),
        ("send", |b| b.press(I::Send)),
        ("TKK yes", |b| b.press(I::Consent { group: ConsentGroup::Tkk, given: true })),
        ("TKK no", |b| b.press(I::Consent { group: ConsentGroup::Tkk, given: false })),
        ("TSR yes", |b| b.press(I::Consent { group: ConsentGroup::Tsr, given: true })),
        ("SRJ yes (not asked)", |b| b.press(I::Consent { group: ConsentGroup::Srj, given: true })),
        ("reader lost", |b| b.reader(ReaderEvent::Lost)),
        ("reader found", |b| b.reader(ReaderEvent::Found)),
        ("card placed", |b| b.reader(ReaderEvent::CardInserted)),
        ("card taken", |b| b.reader(ReaderEvent::CardRemoved)),
        ("face can be checked", |b| b.step(Event::FaceReadiness(FaceReadiness::Ready))),
        ("camera unplugged", |b| b.step(Event::FaceReadiness(FaceReadiness::Not(FaceRefusal::NoCamera)))),
        ("staff: visual check", |b| b.order(StaffAction::VisualCheck { reason: VisualReason::FaceAndPin })),
        ("staff: we come", |b| b.order(StaffAction::Come)),
        ("staff: end it", |b| b.order(StaffAction::Cancel)),
        ("staff: pause", |b| b.order(StaffAction::Pause)),
        ("staff: resume", |b| b.order(StaffAction::Resume)),
        ("staff: open the panel", |b| b.order(StaffAction::OpenPanel)),
        ("staff: show the ways", |b| b.order(StaffAction::ShowWays)),
        ("staff: restart the reader", |b| b.order(StaffAction::RestartReader)),
        ("time runs out", Bench::run_out),
    ]
}

fn answers() -> Vec<(&'static str, Stimulus)> {
    use CertificateStanding as C;
    use PinState::{Locked, NotSet, Tries};
    use SignTrouble as S;
    vec![
        ("card: valid, 3 tries", |b| b.card_read(card(Tries(3)))),
        ("card: valid, locked", |b| b.card_read(card(Locked))),
        ("card: valid, no PIN", |b| b.card_read(card(NotSet))),
        ("card: ends soon", |b| b.card_read(Ok(facts(Tries(3), ENDS_SOON, CARD)))),
        ("card: in its grace", |b| b.card_read(Ok(facts(Tries(3), GRACE, CARD)))),
        ("card: expired", |b| b.card_read(Ok(facts(Tries(3), EXPIRED, CARD)))),
        ("card: another one", |b| b.card_read(Ok(facts(Tries(3), VALID, OTHER_CARD)))),
        ("card: not recognised", |b| b.card_read(Err(CardTrouble::NotRecognised))),
        ("opened: valid", |b| b.opened(Ok(opening(C::Valid, true)))),
        ("opened: in its grace", |b| b.opened(Ok(opening(C::Grace, true)))),
        ("opened: not registered", |b| b.opened(Ok(opening(C::Valid, false)))),
        ("opened: expired", |b| b.opened(Ok(opening(C::Expired, true)))),
        ("opened: revoked", |b| b.opened(Ok(opening(C::Revoked, true)))),
        ("opened: untrusted", |b| b.opened(Ok(opening(C::Untrusted, true)))),
        ("opened: centre unreachable", |b| b.opened(Err(CentreTrouble::Unreachable))),
        ("signed", |b| b.signed(Ok(signature()))),
        ("signed: wrong, 2 left", |b| b.signed(Err(S::WrongPin(Tries(2))))),
        ("signed: wrong, 1 left", |b| b.signed(Err(S::WrongPin(Tries(1))))),
        ("signed: wrong, locked", |b| b.signed(Err(S::WrongPin(Locked)))),
        ("signed: not tried, 1 left", |b| b.signed(Err(S::NotTried(Tries(1))))),
        ("signed: answer lost, 2 left", |b| b.signed(Err(S::AnswerLost(Some(Tries(2)))))),
        ("signed: answer lost", |b| b.signed(Err(S::AnswerLost(None)))),
        ("signed: card silent", |b| b.signed(Err(S::Card(CardTrouble::Silent)))),
        ("signed: terminal refused", |b| b.signed(Err(S::TerminalRefused))),
        ("staff code: right", |b| b.passcode_checked(Ok(()))),
        ("staff code: wrong", |b| b.passcode_checked(Err(CodeTrouble::Wrong { wait_s: 2 }))),
        ("staff code: locked", |b| b.passcode_checked(Err(CodeTrouble::Locked))),
        ("photo: read", |b| b.photo(Ok(photo()))),
        ("photo: code unknown", |b| b.photo(Err(PhotoTrouble::Refused(FaceRefusal::CodeUnknown)))),
        ("photo: card silent", |b| b.photo(Err(PhotoTrouble::Card(CardTrouble::Silent)))),
        ("seen: too far, at once", |b| b.seen(Advice::ComeCloser)),
        ("seen: too far, a second on", |b| {
            b.at += Duration::from_secs(1);
            b.seen(Advice::ComeCloser)
        }),
        ("face: match", |b| b.checked(Ok(Verdict::Match))),
        ("face: no match", |b| b.checked(Ok(Verdict::NoMatch))),
        ("face: camera broken", |b| b.checked(Err(FaceRefusal::CameraBroken))),
        ("printed", |b| b.step(Event::StatementPrinted(Ok(())))),
        ("not printed", |b| b.step(Event::StatementPrinted(Err(PaperTrouble::Refused)))),
        ("identified", |b| b.identified(Ok(Offer::default()))),
        ("identified: centre silent", |b| b.identified(Err(CentreTrouble::TimedOut))),
        ("registered", |b| b.registered(Ok(Application::Registered))),
        ("registered: insurer changing", |b| b.registered(Ok(Application::InsurerChanging))),
        ("registered: centre busy", |b| b.registered(Err(CentreTrouble::Busy))),
        ("subsidies: found", |b| b.sought(Ok(true))),
        ("subsidies: none", |b| b.sought(Ok(false))),
        ("subsidies: centre busy", |b| b.sought(Err(CentreTrouble::Busy))),
        ("answer: validity 1", |b| b.answered(Ok(answer(1)))),
        ("answer: validity 2", |b| b.answered(Ok(answer(2)))),
        ("answer: validity 6", |b| b.answered(Ok(answer(6)))),
        ("answer: centre busy", |b| b.answered(Err(CentreTrouble::Busy))),
        ("written", |b| b.written(Ok(Written::Delivered))),
        ("kept: disk full", |b| b.written(Ok(Written::Kept(HospitalTrouble::DiskFull)))),
        ("written: disk full", |b| b.written(Err(HospitalTrouble::DiskFull))),
    ]
}

/// A state with all that a screen could show of it.
fn describe(state: &State) -> String {
    let card_text = |name: &str, card: &CheckedCard| match card.scope {
        Scope::Full => format!("{name} {:?}", card.pin),
        Scope::EligibilityOnly => format!("{name} {:?}, eligibility only", card.pin),
    };
    match state {
        State::OutOfOrder => "out_of_order".into(),
        State::Idle => "idle".into(),
        State::Reading => "reading".into(),
        State::Opening { card, notice: None } => card_text("opening", card),
        State::Opening { card, notice: Some(notice) } => format!("{}, {}", card_text("opening", card), tells(*notice)),
        State::CertNotice { card, notice } => format!("{}, {}", card_text("cert_notice", card), tells(*notice)),
        State::Wizard(Wizard { why, reader, part, .. }) => format!("wizard {why:?}, {reader:?}, {}", of_wizard(part)),
        State::Register { card, notice: None } => card_text("register", card),
        State::Register { card, notice: Some(notice) } => {
            format!("{}, {}", card_text("register", card), tells(*notice))
        }
        State::Identifying { scope, registration, .. } => {
            format!("identifying {scope:?}, registration {registration:?}")
        }
        State::Registering { scope, .. } => format!("registering {scope:?}"),
        State::Method { card } => match card.face {
            FaceReadiness::Ready => card_text("method", card),
            FaceReadiness::Not(why) => format!("{}, no face: {why:?}", card_text("method", card)),
        },
        State::FacePhoto { card } => format!("face_photo, {} mismatches", card.mismatches),
        State::Face { card, coaching } => format!("face {:?}, {} mismatches", coaching.advice, card.mismatches),
        State::FaceAgain { card, why } => format!("face_again {why:?}, {} mismatches", card.mismatches),
        State::FaceSigning { card } => card_text("face_signing", card),
        State::LastTry { card } => card_text("last_try", card),
        State::Pin { entry, permit, reason, .. } => format!("pin {permit:?}, {reason:?}, {} typed", entry.len()),
        State::Signing { card } => card_text("signing", card),
        State::Visual { card, place, part } => format!("{}, {place:?}, {}", card_text("visual", card), of_part(part)),
        State::VisualSigning { card } => card_text("visual_signing", card),
        State::Paused { reader } => format!("paused {reader:?}"),
        State::ConsentTop { asking, .. } => format!("consent_top {}", codes(&asking.groups)),
        State::ConsentItem { asking, .. } => {
            let question = asking.current().map_or("nothing", ConsentGroup::code);
            format!("consent_item {question}, after {}", choices(&asking.choices))
        }
        State::PrescriptionForm { asking, .. } => format!("prescription, after {}", choices(&asking.choices)),
        State::Subsidies { asking, .. } => format!("subsidies, after {}", choices(&asking.choices)),
        State::SubsidyLookup { asking, .. } => format!("subsidy_lookup, after {}", choices(&asking.choices)),
        State::SubsidyNotice { why, .. } => format!("subsidy_notice {why:?}"),
        State::Ticket { asking, .. } => format!("ticket, after {}", choices(&asking.choices)),
        State::ConsentReview { asking, .. } => format!("consent_review {}", choices(&asking.choices)),
        State::Query { sent, .. } => format!("query {}", choices(sent)),
        State::Delivering { outcome: Outcome::Confirmed(summary), place } => {
            format!("delivering {}, {place:?}", choices(&summary.chosen))
        }
        State::Delivering { outcome: Outcome::NotConfirmed { validity }, place } => {
            format!("delivering validity {validity}, {place:?}")
        }
        State::Done { summary, place } => format!("done {}, {place:?}", choices(&summary.chosen)),
        State::Ended { why, place } => format!("ended {why:?}, {place:?}"),
    }
}

fn of_wizard(part: &WizardPart) -> String {
    match part {
        WizardPart::Ways => "ways".into(),
        WizardPart::Way(way) => format!("{way:?}"),
        WizardPart::Form { at, .. } => format!("{at:?}").replace("(hidden)", ""),
        WizardPart::Printing => "printing".into(),
        WizardPart::Printed(result) => format!("printed {result:?}"),
    }
}

fn of_part(part: &VisualPart) -> String {
    match part {
        VisualPart::Waiting { refused: None } => "waits".into(),
        VisualPart::Waiting { refused: Some(why) } => format!("waits, {why:?}"),
        VisualPart::Passcode { entry, trouble: None } => format!("code, {} typed", entry.len()),
        VisualPart::Passcode { entry, trouble: Some(why) } => format!("code, {} typed, {why:?}", entry.len()),
        VisualPart::PasscodeCheck => "code is checked".into(),
        VisualPart::Compare => "compare".into(),
        VisualPart::Reason => "reason".into(),
        VisualPart::Impossible => "impossible".into(),
    }
}

fn tells(notice: CertificateNotice) -> &'static str {
    match notice {
        CertificateNotice::EndsSoon { .. } => "tells EndsSoon",
        CertificateNotice::EligibilityOnly => "tells EligibilityOnly",
    }
}

fn codes(groups: &[ConsentGroup]) -> String {
    groups.iter().map(|group| group.code()).collect::<Vec<_>>().join(" ")
}

fn choices(choices: &Choices) -> String {
    let consents = choices.consents.iter().map(|answer| {
        let sign = match answer.consent {
            Consent::Yes => '+',
            Consent::No => '-',
            Consent::NotObtainable => '?',
        };
        format!("{sign}{}", answer.group.code())
    });
    let prescription = choices.prescription.map(|form| format!("{form:?}"));
    let subsidies = choices.subsidies.map(|choice| format!("{choice:?} subsidies"));
    format!("({})", consents.chain(prescription).chain(subsidies).collect::<Vec<_>>().join(" "))
}

fn effects_text(effects: &[Effect]) -> String {
    let name = |effect: &Effect| match effect {
        Effect::ReadCard { .. } => "ReadCard".to_owned(),
        Effect::OpenVisit { .. } => "OpenVisit".to_owned(),
        Effect::Sign { permit, .. } => format!("Sign {permit:?}"),
        Effect::ReadPhoto { .. } => "ReadPhoto".to_owned(),
        Effect::LookAtFace { .. } => "LookAtFace".to_owned(),
        Effect::StopLooking { .. } => "StopLooking".to_owned(),
        Effect::SignAsTerminal { .. } => "SignAsTerminal".to_owned(),
        Effect::Identify { .. } => "Identify".to_owned(),
        Effect::Register { .. } => "Register".to_owned(),
        Effect::FindSubsidies { .. } => "FindSubsidies".to_owned(),
        Effect::Query { choices: sent, .. } => format!("Query {}", choices(sent)),
        Effect::WriteResult { .. } => "WriteResult".to_owned(),
        Effect::EndVisit { .. } => "EndVisit".to_owned(),
        Effect::CallStaff => "CallStaff".to_owned(),
        Effect::PrintStatement { .. } => "PrintStatement".to_owned(),
        Effect::RestartReader => "RestartReader".to_owned(),
        Effect::RestartFace => "RestartFace".to_owned(),
        Effect::OpenPanel => "OpenPanel".to_owned(),
        Effect::CheckPasscode { .. } => "CheckPasscode".to_owned(),
        Effect::AnswerOrder { verdict } => format!("Answer {verdict:?}"),
    };
    effects.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// How long the screen stays when nobody does anything.
fn limit_text(bench: &Bench) -> String {
    let seconds = |at: Duration| (at - bench.at).as_secs();
    match bench.session.timer() {
        Timer::Off => "no limit".into(),
        Timer::Running { warn_at: None, stop_at } => format!("stops after {} s", seconds(stop_at)),
        Timer::Running { warn_at: Some(warn_at), stop_at } => {
            format!("warns after {} s, stops after {} s", seconds(warn_at), seconds(stop_at))
        }
        Timer::Warned { stop_at, .. } => format!("warns, stops after {} s", seconds(stop_at)),
    }
}

fn table() -> String {
    let mut text = HEAD.to_owned();
    for (name, scene) in scenes() {
        let start = scene();
        let from = describe(start.state());
        let _ = write!(text, "\n{name}: {from} ({})\n", limit_text(&start));
        for (label, stimulus) in inputs().into_iter().chain(answers()) {
            let mut bench = scene();
            let effects = effects_text(&stimulus(&mut bench));
            let to = describe(bench.state());
            if to == from && (effects.is_empty() || effects == "Answer NotNow") {
                continue;
            }
            let to = if to == from { "stays" } else { &to };
            let line = format!("    {label:<27} → {to}");
            let _ =
                if effects.is_empty() { writeln!(text, "{line}") } else { writeln!(text, "{line:<86} [{effects}]") };
        }
    }
    text
}

#[test]
fn transitions_are_as_reviewed() {
    let table = table();
    if std::env::var_os("UPDATE_TRANSITIONS").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/session/tests/transitions.txt");
        std::fs::write(path, table).unwrap();
        return;
    }
    let missing: Vec<_> = REVIEWED.lines().filter(|line| !table.lines().any(|other| other == *line)).collect();
    let new: Vec<_> = table.lines().filter(|line| !REVIEWED.lines().any(|other| other == *line)).collect();
    assert!(table == REVIEWED, "the machine has changed (see table.rs).\nno longer: {missing:#?}\nnow: {new:#?}");
}
