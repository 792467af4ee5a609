//! What a kiosk and an eligibility centre say to each other: the types of the wire, as JSON over HTTP.
//!
//! Both sides use these types, the kiosk's client (`devices::centre`) and the simulated centre (`centre`). The real
//! online eligibility network (オンライン資格確認等システム) has no public description of this exchange, so the
//! exchange is ours; the fields of [`Answer`] are those of the files that hospitals read.

pub mod answer;
pub mod consent;
pub mod jis;
pub mod refusal;
pub mod visit;

pub use answer::{
    Answer, ConsentRecord, ElderlyCertificate, LimitCertificate, MedicalTicket, Prescription, Qualification,
    SpecificDisease, Subsidy,
};
pub use refusal::{Refusal, RefusalBody};
pub use visit::{
    CertificateStanding, Choices, FindSubsidies, Identified, Identify, NONCE_BYTES, Offer, OpenVisit, PASS_BYTES,
    Query, Register, Registration, Standing, SubsidiesFound, SubsidyUse, VisitOpened, message_to_sign,
};
