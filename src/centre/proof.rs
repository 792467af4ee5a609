//! The proof, as a table: person × what the facility asks × what the centre does × what the patient answers. For each the
//! screen on which it ends, the file for the hospital, and what the centre recorded; read in `proof.txt`, written anew by
//! `UPDATE_PROOF=1 cargo test the_proof`.
//!
//! The session with its real neighbours, the centre over HTTP and the hospital's file, without card and screen: these are
//! tried by `tests/it/scenarios`.

use super::test_bench::{Bench, card_signature};
use crate::devices::centre::Centre;
use crate::devices::hospital::oqs::oqs_file;
use crate::devices::hospital::{Encoding, FileFacts};
use crate::eligibility::consent::{Consent, ConsentGroup};
use crate::eligibility::{
    Choices, FindSubsidies, Identify, OpenVisit, Prescription, Query, Register, Registration, SubsidyUse,
    message_to_sign,
};
use crate::session::event::{Application, CardFacts, CentreTrouble, Opening, PinState, ReaderEvent};
use crate::session::secret::{CertificateDer, CertificatePrint, Digit, Signature};
use crate::session::{Effect, Event, FacilitySettings, Input, Now, Session, State, Written};
use jiff::civil::date;
use std::collections::VecDeque;
use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

const REVIEWED: &str = include_str!("proof.txt");

/// One kiosk, as far as the proof needs one.
struct Kiosk<'a> {
    bench: &'a Bench,
    session: Session,
    visit: String,
    nonce: Vec<u8>,
    pass: Vec<u8>,
    file: Option<String>,
}

/// What a patient answers; what is not asked is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Patient {
    YesToAll,
    NoToAll,
    /// The first yes, the others no; a paper prescription, no subsidy.
    OneByOne,
    /// Takes the card away before anything is sent.
    Leaves,
}

#[derive(Clone, Copy)]
struct Facility {
    name: &'static str,
    settings: fn() -> FacilitySettings,
}

#[derive(Clone, Copy)]
struct Behaviour {
    name: &'static str,
    /// As its admin route takes it.
    fault: &'static str,
}

const PEOPLE: [&str; 10] = ["hanako", "kenji", "ume", "takahashi", "mei", "tetsu", "rin", "haru", "nobu", "goro"];
const PATIENTS: [Patient; 4] = [Patient::YesToAll, Patient::NoToAll, Patient::OneByOne, Patient::Leaves];
const FACILITIES: [Facility; 3] = [
    Facility { name: "as in the field", settings: FacilitySettings::default },
    Facility {
        name: "asks everything",
        settings: || FacilitySettings {
            srj: true,
            shj: true,
            tkk_under_40: false,
            prescription: true,
            subsidies: true,
            ..FacilitySettings::default()
        },
    },
    Facility {
        name: "asks nothing",
        settings: || FacilitySettings { tkk: false, yzk: false, tsr: false, ..FacilitySettings::default() },
    },
];
const BEHAVIOURS: [Behaviour; 5] = [
    Behaviour { name: "well", fault: r#"{"fault": "none"}"# },
    Behaviour { name: "down at first", fault: r#"{"fault": "down"}"# },
    Behaviour { name: "rubbish at the identification", fault: r#"{"fault": "rubbish", "after": 1}"# },
    Behaviour { name: "an answer is lost", fault: r#"{"fault": "cut", "after": 2}"# },
    Behaviour { name: "down from the second answer on", fault: r#"{"fault": "down", "after": 2, "times": 100}"# },
];

impl<'a> Kiosk<'a> {
    fn new(bench: &'a Bench, settings: FacilitySettings, visit: u32) -> Self {
        let visit = format!("{visit:032x}");
        Self { bench, session: Session::new(settings), visit, nonce: Vec::new(), pass: Vec::new(), file: None }
    }

    /// One event, and everything that follows from it.
    fn step(&mut self, person: &str, event: Event) {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            let now = Now { at: Duration::from_secs(1), today: date(2026, 4, 1) };
            for effect in self.session.step(now, event) {
                events.extend(self.perform(person, effect));
            }
        }
    }

    fn perform(&mut self, person: &str, effect: Effect) -> Option<Event> {
        let mut client = self.bench.client();
        let facility = || super::test_bench::FACILITY.to_owned();
        let id = || self.visit.clone();
        Some(match effect {
            Effect::ReadCard { visit } => {
                let certificate = self.bench.open_request(0, person).certificate.clone();
                let facts = CardFacts {
                    certificate: CertificateDer::new(certificate),
                    print: CertificatePrint([0; 32]),
                    valid_until: date(2028, 5, 10),
                    pin: PinState::Tries(3),
                };
                Event::CardRead { visit, result: Ok(facts) }
            }
            Effect::OpenVisit { visit, certificate } => {
                let request =
                    OpenVisit { facility: facility(), visit: id(), certificate: certificate.expose().to_vec() };
                let result = client.open_visit(&request).map_err(|_| CentreTrouble::Busy).map(|opened| {
                    self.nonce.clone_from(&opened.nonce);
                    Opening { nonce: opened.nonce, certificate: opened.certificate, registered: opened.registered }
                });
                Event::VisitOpened { visit, result }
            }
            Effect::Sign { visit, .. } => {
                let signed = card_signature(&message_to_sign(&facility(), &self.visit, &self.nonce));
                Event::Signed { visit, result: Ok(Signature::new(signed)) }
            }
            Effect::Identify { visit, signature } => {
                let request = Identify { facility: facility(), visit: id(), signature: signature.expose().to_vec() };
                let result = client.identify(&request).map_err(|_| CentreTrouble::Rubbish).map(|identified| {
                    self.pass.clone_from(&identified.pass);
                    identified.offer.clone()
                });
                Event::Identified { visit, result }
            }
            Effect::Register { visit } => {
                let request = Register { facility: facility(), visit: id(), pass: self.pass.clone() };
                let result = client.register(&request).map_err(|_| CentreTrouble::Busy).map(|became| match became {
                    Registration::Registered => Application::Registered,
                    Registration::InsurerChanging | Registration::Processing { .. } => Application::InsurerChanging,
                });
                Event::Registered { visit, result }
            }
            Effect::FindSubsidies { visit } => {
                let request = FindSubsidies { facility: facility(), visit: id(), pass: self.pass.clone() };
                let result = client.find_subsidies(&request).map(|found| found.found);
                Event::SubsidiesSought { visit, result: result.map_err(|_| CentreTrouble::Busy) }
            }
            Effect::Query { visit, choices } => {
                let request = Query { facility: facility(), visit: id(), pass: self.pass.clone(), choices };
                let result = client.query(&request).map(Box::new).map_err(|_| CentreTrouble::Busy);
                Event::Answered { visit, result }
            }
            Effect::WriteResult { visit, answer, .. } => {
                let facility = facility();
                let facts = FileFacts { facility: &facility, file_id: &self.visit, encoding: Encoding::Utf8 };
                let file = oqs_file(&answer, &facts).unwrap();
                self.file = Some(String::from_utf8(file.bytes.to_vec()).unwrap());
                Event::ResultWritten { visit, result: Ok(Written::Delivered) }
            }
            _ => return None,
        })
    }

    fn press(&mut self, person: &str, input: Input) {
        let screen = self.session.screen();
        self.step(person, Event::User { screen, input });
    }

    /// From the card to where nobody goes on. What was chosen is told for the comparison.
    fn receive(&mut self, person: &str, patient: Patient) -> Option<Choices> {
        let mut sent = None;
        self.step(person, Event::Reader(ReaderEvent::Found));
        self.step(person, Event::Reader(ReaderEvent::CardInserted));
        for _ in 0..40 {
            if let State::ConsentReview { asking, .. } = self.session.state() {
                sent = Some(asking.choices.clone());
            }
            match self.next(patient) {
                Some(Move::Press(input)) => self.press(person, input),
                Some(Move::TakeCard) => self.step(person, Event::Reader(ReaderEvent::CardRemoved)),
                None => break,
            }
        }
        sent
    }

    fn next(&self, patient: Patient) -> Option<Move> {
        let leaves = patient == Patient::Leaves;
        Some(Move::Press(match self.session.state() {
            State::Register { .. } => Input::Register,
            State::CertNotice { .. } | State::SubsidyNotice { .. } | State::Ticket { .. } => Input::Continue,
            State::Method { .. } => Input::ChoosePin,
            State::Pin { entry, .. } if entry.len() < 4 => Input::Digit(Digit::new(1)?),
            State::Pin { .. } => Input::EnterPin,
            State::ConsentTop { .. } => match patient {
                Patient::NoToAll => Input::AgreeToNone,
                Patient::OneByOne => Input::ChooseEach,
                Patient::YesToAll | Patient::Leaves => Input::AgreeToAll,
            },
            State::ConsentItem { asking, .. } => {
                let group = asking.current()?;
                Input::Consent { group, given: asking.choices.consents.is_empty() }
            }
            State::PrescriptionForm { .. } if patient == Patient::OneByOne => Input::Prescription(Prescription::Paper),
            State::PrescriptionForm { .. } => Input::Prescription(Prescription::Electronic),
            State::Subsidies { .. } if patient == Patient::YesToAll => Input::Subsidies(SubsidyUse::Use),
            State::Subsidies { .. } => Input::Subsidies(SubsidyUse::Leave),
            State::ConsentReview { .. } if leaves => return Some(Move::TakeCard),
            State::ConsentReview { .. } => Input::Send,
            _ => return None,
        }))
    }
}

enum Move {
    Press(Input),
    TakeCard,
}

/// Elements of the file that tell something the patient decided.
const ELEMENTS: [(&str, ConsentGroup); 5] = [
    ("SpecificHealthCheckupsInfoConsFlg", ConsentGroup::Tkk),
    ("PharmacistsInfoConsFlg", ConsentGroup::Yzk),
    ("DiagnosisInfoConsFlg", ConsentGroup::Srj),
    ("OperationInfoConsFlg", ConsentGroup::Shj),
    ("SpecificDiseasesCertificateRelatedConsFlg", ConsentGroup::Tsr),
];

fn value<'a>(file: &'a str, element: &str) -> Option<&'a str> {
    let (_, rest) = file.split_once(&format!("<{element}>"))?;
    rest.split_once("</").map(|(value, _)| value)
}

fn of_file(file: &str) -> String {
    let mut told = vec![format!("validity {}", value(file, "QualificationValidity").unwrap_or("?"))];
    let given = ELEMENTS.iter().filter(|(element, _)| value(file, element) == Some("1"));
    told.extend(given.map(|(_, group)| format!("+{}", group.code())));
    told.extend(value(file, "PrescriptionIssueSelect").map(|form| format!("prescription {form}")));
    told.extend(file.contains("<SpecificDiseasesDiseaseCategory>").then(|| "disease".into()));
    told.extend(file.contains("<MedicalTicketInfo>").then(|| "ticket".into()));
    told.join(" ")
}

fn of_state(state: &State) -> String {
    match state {
        State::Ended { why, .. } => format!("ended {why:?}"),
        other => format!("{:?}", other.step_name()).to_lowercase(),
    }
}

/// Nothing that was not chosen is in the file or at the centre, whatever happened on the way.
fn nothing_unasked(file: Option<&str>, recorded: &[String], sent: Option<&Choices>, cell: &str) {
    let nothing = Choices::default();
    let chosen = sent.unwrap_or(&nothing);
    for (element, group) in ELEMENTS {
        let shared = file.is_some_and(|file| value(file, element).is_some_and(|flag| flag != "0"));
        assert!(!shared || chosen.gives(group), "{cell}: {group:?} in the file");
    }
    let disease = file.is_some_and(|file| file.contains("<SpecificDiseasesDiseaseCategory>"));
    assert!(!disease || chosen.gives(ConsentGroup::Tsr), "{cell}: a disease in the file");
    let expected: Vec<String> = chosen
        .consents
        .iter()
        .map(|answer| format!("{} {}", answer.group.code(), u8::from(answer.consent == Consent::Yes)))
        .collect();
    assert!(recorded.is_empty() || *recorded == expected, "{cell}: {recorded:?} at the centre, chosen {expected:?}");
}

fn table() -> String {
    let mut text = String::from(
        "Who, what is asked, what the centre does, what is answered → the last screen; the file; what the centre recorded.\n",
    );
    for person in PEOPLE {
        for facility in FACILITIES {
            for behaviour in BEHAVIOURS {
                for patient in PATIENTS {
                    // A centre of its own: who is registered in one is so for the rest of the day.
                    let bench = Bench::new();
                    bench.order_fault(behaviour.fault);
                    let mut kiosk = Kiosk::new(&bench, (facility.settings)(), 1);
                    let sent = kiosk.receive(person, patient);
                    let recorded = bench.recorded();
                    let cell = format!("{person}, {}, {}, {patient:?}", facility.name, behaviour.name);
                    nothing_unasked(kiosk.file.as_deref(), &recorded, sent.as_ref(), &cell);
                    let file = kiosk.file.as_deref().map_or_else(|| "no file".into(), of_file);
                    let at_centre = if recorded.is_empty() { "nothing".into() } else { recorded.join(", ") };
                    let _ = writeln!(text, "{cell} → {}; {file}; {at_centre}", of_state(kiosk.session.state()));
                }
            }
        }
        let _ = writeln!(text);
    }
    text
}

#[test]
fn the_proof_is_as_reviewed() {
    let table = table();
    if std::env::var_os("UPDATE_PROOF").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/centre/proof.txt");
        std::fs::write(path, table).unwrap();
        return;
    }
    let missing: Vec<_> = REVIEWED.lines().filter(|line| !table.lines().any(|other| other == *line)).collect();
    let new: Vec<_> = table.lines().filter(|line| !REVIEWED.lines().any(|other| other == *line)).collect();
    assert!(table == REVIEWED, "no longer: {missing:#?}\nnow: {new:#?}");
}
