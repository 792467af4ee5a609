//! Device threads. Each is one named OS thread with a bounded command queue; all of them report into one inbox of
//! [`Event`]s. No device knows a screen.

#![allow(clippy::disallowed_methods, reason = "devices and their time limits live in real time")]

pub mod archive;
pub mod backlight;
pub mod camera;
pub mod card;
pub mod centre;
pub mod face;
pub mod hospital;
mod office;
pub mod paper;
pub mod settings;
pub mod speech;

pub use office::{Office, OfficeConfig};

use crate::eligibility::message_to_sign;
use crate::session::event::{CardTrouble, CentreTrouble, PhotoTrouble, SignTrouble};
use crate::session::face::FaceRefusal;
use crate::session::{Effect, Event, PinPermit, VisitNumber};
use crate::supervisor::{Ailment, Part, Supervisor};
use camera::preview::Preview;
use camera::slot::Slot;
use card::{CardCommand, CardFaceReader, CardHandle, Purpose};
use crossbeam_channel::Sender;
use face::FaceHandle;
use paper::PaperHandle;
use rand::RngCore;
use rand::rngs::OsRng;
use sha2::{Digest, Sha256};
use speech::SpeechHandle;
use std::sync::Arc;

/// Events that may wait for the app. A visit makes a few dozen.
pub const INBOX: usize = 256;

/// Where a device thread puts its events: the bounded inbox, then a wake-up of the event loop, which sleeps while
/// nothing changes.
#[derive(Clone)]
pub struct Outbox {
    inbox: Sender<Event>,
    wake: Arc<dyn Fn() + Send + Sync>,
    supervisor: Supervisor,
}

impl Outbox {
    pub fn new(inbox: Sender<Event>, wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self { inbox, wake: Arc::new(wake), supervisor: Supervisor::default() }
    }

    /// Waits while the inbox is full, because an event is never lost silently. `false` when the app is gone: the
    /// thread should end.
    pub fn send(&self, event: Event) -> bool {
        let delivered = self.inbox.send(event).is_ok();
        (self.wake)();
        delivered
    }

    /// Who keeps the threads of this kiosk at work.
    pub fn supervisor(&self) -> &Supervisor {
        &self.supervisor
    }

    /// The wake-up alone, for those who have something that is no event.
    pub fn waker(&self) -> Arc<dyn Fn() + Send + Sync> {
        Arc::clone(&self.wake)
    }
}

/// APDUs that a visit cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct ApduCount {
    pub read: u32,
    pub sign: u32,
    pub face: u32,
}

/// The devices of one kiosk: what carries out the session's effects.
pub struct Devices {
    card: CardHandle,
    card_face: Box<dyn CardFaceReader>,
    face: FaceHandle,
    speech: SpeechHandle,
    office: Office,
    paper: PaperHandle,
    supervisor: Supervisor,
    facility: String,
    key: VisitKey,
    staff_calls: u32,
}

/// The id under which centre and hospital know a visit: 128 random bits, so that it tells nothing and never repeats.
struct VisitKey {
    visit: VisitNumber,
    id: String,
}

impl VisitKey {
    fn new(visit: VisitNumber) -> Self {
        let mut bytes = [0_u8; 16];
        OsRng.fill_bytes(&mut bytes);
        Self { visit, id: bytes.iter().map(|byte| format!("{byte:02x}")).collect() }
    }
}

impl Devices {
    pub fn new(
        card: CardHandle,
        card_face: Box<dyn CardFaceReader>,
        face: FaceHandle,
        speech: SpeechHandle,
        office: Office,
        paper: PaperHandle,
        supervisor: Supervisor,
        facility: String,
    ) -> Self {
        Self {
            card,
            card_face,
            face,
            speech,
            office,
            paper,
            supervisor,
            facility,
            key: VisitKey::new(VisitNumber(0)),
            staff_calls: 0,
        }
    }

    /// The parts of the program that are not as they should be.
    pub fn ailments(&self) -> Vec<(Part, Ailment)> {
        self.supervisor.ailments()
    }

    /// Who keeps all threads at work.
    pub fn supervisor(&self) -> &Supervisor {
        &self.supervisor
    }

    /// What prints.
    pub fn paper(&self) -> &PaperHandle {
        &self.paper
    }

    /// What speaks.
    pub fn speech(&self) -> &SpeechHandle {
        &self.speech
    }

    /// APDUs of the running visit so far.
    pub fn apdus(&self) -> ApduCount {
        let tally = self.card.tally();
        ApduCount { read: tally.sent(Purpose::Read), sign: tally.sent(Purpose::Sign), face: tally.sent(Purpose::Face) }
    }

    /// Where the picture of the mirror arrives.
    pub fn preview(&self) -> Slot<Preview> {
        self.face.preview()
    }

    /// How often staff were called since the start.
    pub fn staff_calls(&self) -> u32 {
        self.staff_calls
    }

    /// Gives an effect to its device. An order that no queue takes is answered at once, so that nobody waits for it.
    pub fn perform(&mut self, effect: Effect) -> Option<Event> {
        match effect {
            Effect::ReadCard { visit } => {
                let refused = self.card.send(CardCommand::Read { visit }).is_err();
                refused.then_some(Event::CardRead { visit, result: Err(CardTrouble::Silent) })
            }
            Effect::Sign { visit, pin, permit, nonce } => {
                let digest = self.digest(visit, &nonce);
                let last_try_allowed = permit == PinPermit::LastTryAccepted;
                let refused = self.card.send(CardCommand::Sign { visit, pin, digest, last_try_allowed }).is_err();
                let silent = SignTrouble::Card(CardTrouble::Silent);
                refused.then_some(Event::Signed { visit, result: Err(silent) })
            }
            Effect::ReadPhoto { visit } => {
                let Some(code) = self.card_face.read() else {
                    let result = Err(PhotoTrouble::Refused(FaceRefusal::CodeUnknown));
                    return Some(Event::PhotoRead { visit, result });
                };
                let refused = self.card.send(CardCommand::ReadPhoto { visit, code }).is_err();
                let silent = PhotoTrouble::Card(CardTrouble::Silent);
                refused.then_some(Event::PhotoRead { visit, result: Err(silent) })
            }
            Effect::LookAtFace { visit, photo } => {
                let refused = self.face.look(visit, photo).is_err();
                refused.then_some(Event::FaceChecked { visit, result: Err(FaceRefusal::MatchingFailed) })
            }
            Effect::StopLooking { .. } => {
                self.face.stop();
                None
            }
            Effect::SignAsTerminal { visit, nonce } => {
                let digest = self.digest(visit, &nonce);
                let refused = self.card.send(CardCommand::SignAsTerminal { visit, digest }).is_err();
                let silent = SignTrouble::Card(CardTrouble::Silent);
                refused.then_some(Event::Signed { visit, result: Err(silent) })
            }
            Effect::OpenVisit { visit, certificate } => {
                let id = self.visit_id(visit).to_owned();
                let refused = self.office.open_visit(visit, id, &certificate).is_err();
                refused.then_some(Event::VisitOpened { visit, result: Err(CentreTrouble::Busy) })
            }
            Effect::Identify { visit, signature } => {
                let id = self.visit_id(visit).to_owned();
                let refused = self.office.identify(visit, id, &signature).is_err();
                refused.then_some(Event::Identified { visit, result: Err(CentreTrouble::Busy) })
            }
            Effect::Register { visit } => {
                let id = self.visit_id(visit).to_owned();
                let refused = self.office.register(visit, id).is_err();
                refused.then_some(Event::Registered { visit, result: Err(CentreTrouble::Busy) })
            }
            Effect::FindSubsidies { visit } => {
                let id = self.visit_id(visit).to_owned();
                let refused = self.office.find_subsidies(visit, id).is_err();
                refused.then_some(Event::SubsidiesSought { visit, result: Err(CentreTrouble::Busy) })
            }
            Effect::Query { visit, choices } => {
                let id = self.visit_id(visit).to_owned();
                let refused = self.office.query(visit, id, choices).is_err();
                refused.then_some(Event::Answered { visit, result: Err(CentreTrouble::Busy) })
            }
            Effect::WriteResult { visit, answer, how } => {
                let id = self.visit_id(visit).to_owned();
                self.office.write_result(visit, id, answer, how)
            }
            Effect::EndVisit { visit } => {
                self.office.end_visit(visit);
                // A full control queue means that the card device is gone; the next read says so.
                self.card.send(CardCommand::End { visit }).ok();
                None
            }
            Effect::CallStaff => {
                self.staff_calls += 1;
                None
            }
            Effect::PrintStatement { statement } => self.paper.print(statement),
            Effect::RestartReader => {
                self.card.restart();
                None
            }
            Effect::RestartFace => {
                self.face.restart();
                None
            }
            // Codes and orders are no matter of a device.
            Effect::CheckPasscode { .. } | Effect::AnswerOrder { .. } | Effect::OpenPanel => None,
        }
    }

    /// The id under which centre, hospital and record know this visit.
    pub fn visit_id(&mut self, visit: VisitNumber) -> &str {
        if self.key.visit != visit {
            self.key = VisitKey::new(visit);
        }
        &self.key.id
    }

    /// SHA-256 over (context ‖ facility ‖ visit ‖ nonce), made here: the centre never chooses what a card signs.
    fn digest(&mut self, visit: VisitNumber, nonce: &[u8]) -> [u8; 32] {
        let facility = self.facility.clone();
        Sha256::digest(message_to_sign(&facility, self.visit_id(visit), nonce)).into()
    }
}
