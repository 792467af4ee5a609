//! Answers for the tests of both exporters: the practice centre's own, and by hand what it does not make.

use crate::centre::answer::{Stamp, answer, held};
use crate::eligibility::consent::{Consent, ConsentAnswer, ConsentGroup};
use crate::eligibility::{
    Answer, Choices, ElderlyCertificate, LimitCertificate, MedicalTicket, Prescription, SpecificDisease, Subsidy,
};
use crate::practice::persons;
use jiff::civil::date;

pub const VISIT: &str = "0123456789abcdef0123456789abcdef";
pub const FACILITY: &str = "1312345678";

/// The centre's answer about a practice person. Groups that are not named have the flag 0.
pub fn answer_of(id: &str, consents: &[(ConsentGroup, Consent)]) -> Answer {
    let asked = consents.iter().map(|&(group, consent)| ConsentAnswer { group, consent });
    let choices = Choices { consents: asked.collect(), prescription: None, subsidies: None };
    let day = date(2026, 4, 1);
    answer(VISIT, held(persons::find(id).unwrap(), day), &choices, &Stamp::at(day.at(9, 30, 5, 0)))
}

/// Some given, some refused, one never asked about; and a form of the prescription.
pub fn usual(id: &str) -> Answer {
    let mut answer = answer_of(
        id,
        &[(ConsentGroup::Tkk, Consent::No), (ConsentGroup::Yzk, Consent::Yes), (ConsentGroup::Tsr, Consent::Yes)],
    );
    answer.prescription = Some(Prescription::Paper);
    answer
}

/// Whatever an answer can have: every certificate, a ticket, a subsidy, every kind of consent.
pub fn everything() -> Answer {
    let mut answer = answer_of(
        "ume",
        &[
            (ConsentGroup::Tkk, Consent::Yes),
            (ConsentGroup::Srj, Consent::No),
            (ConsentGroup::Shj, Consent::NotObtainable),
            (ConsentGroup::Tsr, Consent::Yes),
        ],
    );
    answer.prescription = Some(Prescription::Electronic);
    let held = &mut answer.results[0];
    held.card_classification = Some("01".into());
    held.certificate_issued = Some("20240401".into());
    held.card_valid_from = Some("20240401".into());
    held.card_expires = Some("20270331".into());
    held.reference_number = Some("00012345".into());
    held.name_of_other = Some("練習　ウメ".into());
    held.kana_of_other = Some("レンシュウ　ウメ".into());
    held.sex2 = Some(3);
    held.elderly = Some(elderly());
    held.limit = Some(limit());
    held.specific_diseases = vec![disease(1, Some(10_000)), disease(2, None)];
    answer.tickets.push(ticket());
    answer.subsidies.push(subsidy());
    answer
}

/// 医療扶助: validity 6, a ticket, and the welfare office in the place of the insurer.
pub fn welfare() -> Answer {
    let mut answer = usual("hanako");
    answer.validity = 6;
    let held = &mut answer.results[0];
    held.insurer_number = "12131234".into();
    held.insurer_name = Some("練習市福祉事務所".into());
    held.symbol = None;
    held.branch = None;
    held.copayment_percent = None;
    answer.tickets.push(ticket());
    answer
}

fn elderly() -> ElderlyCertificate {
    let mut certificate = ElderlyCertificate::default();
    certificate.issued = Some("20250701".into());
    certificate.valid_from = Some("20250801".into());
    certificate.valid_until = Some("20260731".into());
    certificate.copayment_percent = 20;
    certificate
}

fn limit() -> LimitCertificate {
    let mut certificate = LimitCertificate::default();
    certificate.classification = Some("01".into());
    certificate.classification_flag = "B09".into();
    certificate.issued = Some("20250801".into());
    certificate.valid_from = Some("20250801".into());
    certificate.valid_until = Some("20260731".into());
    certificate.long_term_date = Some("20260101".into());
    certificate
}

fn disease(category: u8, self_pay: Option<u32>) -> SpecificDisease {
    let mut certificate = SpecificDisease::default();
    certificate.category = category;
    certificate.issued = Some("20240501".into());
    certificate.valid_from = Some("20240501".into());
    certificate.self_pay = self_pay;
    certificate
}

fn ticket() -> MedicalTicket {
    let mut ticket = MedicalTicket::default();
    ticket.ticket_type = "1".into();
    ticket.valid_from = "20260401".into();
    ticket.valid_until = "20260430".into();
    ticket.issue_number = "0001234".into();
    ticket.treatment_month = "202604".into();
    ticket.institution_code = Some(FACILITY.into());
    ticket.institution_name = Some("練習病院".into());
    ticket.self_pay = Some(1_500);
    ticket
}

fn subsidy() -> Subsidy {
    let mut subsidy = Subsidy::default();
    subsidy.name = "重度心身障害者医療費助成".into();
    subsidy.payer_number = "81131234".into();
    subsidy.recipient_number = "1234567".into();
    subsidy.valid_from = Some("20250801".into());
    subsidy.valid_until = Some("20260731".into());
    subsidy
}
