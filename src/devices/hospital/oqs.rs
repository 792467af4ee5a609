//! An answer as the XML file that a hospital's systems read after a patient used the reader.
//!
//! `OQSsiquc01res_face_<id>_<yyyyMMddHHmmss>.xml`, elements in the order of the OQS answer, CRLF. Elements without
//! a value are left out, as in the files of the field.

use super::kana::half_width;
use crate::eligibility::consent::ConsentGroup;
use crate::eligibility::{Answer, LimitCertificate, MedicalTicket, Prescription, Qualification, SpecificDisease, jis};
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::writer::Writer;
use std::io;
use zeroize::Zeroizing;

/// A file of one person stays below this, so the buffer never moves and leaves no copies behind.
const BUFFER_BYTES: usize = 32 * 1024;
/// The elements of the consents in the order of the file, and the group each belongs to. That 禁忌
/// (Contraindication) goes with アレルギー is our assumption.
const CONSENT_ELEMENTS: [(&str, ConsentGroup); 10] = [
    ("SpecificHealthCheckupsInfo", ConsentGroup::Tkk),
    ("PharmacistsInfo", ConsentGroup::Yzk),
    ("DiagnosisInfo", ConsentGroup::Srj),
    ("OperationInfo", ConsentGroup::Shj),
    ("DiagnosisName", ConsentGroup::Shj),
    ("InfectiousInfo", ConsentGroup::Shj),
    ("AllergyInfo", ConsentGroup::Srj),
    ("ContraindicationInfo", ConsentGroup::Srj),
    ("TestInfo", ConsentGroup::Srj),
    ("PrescriptionInfo", ConsentGroup::Yzk),
];

/// Encoding of the file, as the hospital's systems are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// CharacterCodeIdentifier 0
    Utf8,
    /// CharacterCodeIdentifier 1
    ShiftJis,
}

/// What the file needs beside the answer.
#[derive(Debug, Clone, Copy)]
pub struct FileFacts<'a> {
    /// 医療機関コード, 10 digits.
    pub facility: &'a str,
    /// ArbitraryFileIdentifier and part of the file's name: 1 to 64 ASCII letters and digits. The visit id does.
    pub file_id: &'a str,
    pub encoding: Encoding,
}

/// A finished file.
pub struct OqsFile {
    pub name: String,
    pub bytes: Zeroizing<Vec<u8>>,
}

/// Why an answer cannot become a file. No message holds a value of the answer.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum OqsError {
    #[error("{0} has not the form of the hospital's files: the eligibility centre sent a wrong value, call support")]
    Value(&'static str),
    #[error("the XML of the answer cannot be written")]
    Xml,
}

/// Makes the file. ProcessExecutionTime, in the header and in the name, is the centre's.
///
/// # Errors
/// [`OqsError::Value`] names the element whose value does not fit.
pub fn oqs_file(answer: &Answer, facts: &FileFacts<'_>) -> Result<OqsFile, OqsError> {
    let name_fits = (1..=64).contains(&facts.file_id.len()) && facts.file_id.bytes().all(|b| b.is_ascii_alphanumeric());
    if !name_fits {
        return Err(OqsError::Value("ArbitraryFileIdentifier"));
    }
    let time = digits("ProcessExecutionTime", &answer.processed_at, 14)?;
    let name = format!("OQSsiquc01res_face_{}_{time}.xml", facts.file_id);
    let mut document = Document::new(facts.encoding)?;
    document.open("XmlMsg")?;
    header(&mut document, answer, facts)?;
    body(&mut document, answer)?;
    document.close("XmlMsg")?;
    Ok(OqsFile { name, bytes: document.finish(facts.encoding) })
}

fn header(document: &mut Document, answer: &Answer, facts: &FileFacts<'_>) -> Result<(), OqsError> {
    document.open("MessageHeader")?;
    document.element("ProcessExecutionTime", digits("ProcessExecutionTime", &answer.processed_at, 14)?)?;
    let confirmed_on = digits("QualificationConfirmationDate", &answer.confirmed_on, 8)?;
    document.element("QualificationConfirmationDate", confirmed_on)?;
    document.element("MedicalInstitutionCode", digits("MedicalInstitutionCode", facts.facility, 10)?)?;
    document.element("ArbitraryFileIdentifier", facts.file_id)?;
    // Asked with a card; ended well.
    document.element("ReferenceClassification", "1")?;
    document.element("SegmentOfResult", "1")?;
    document.element("CharacterCodeIdentifier", if facts.encoding == Encoding::Utf8 { "0" } else { "1" })?;
    document.close("MessageHeader")
}

fn body(document: &mut Document, answer: &Answer) -> Result<(), OqsError> {
    document.open("MessageBody")?;
    document.element("ProcessingResultStatus", "1")?;
    document.element("QualificationValidity", &code("QualificationValidity", answer.validity, 1, 6)?)?;
    match answer.prescription {
        Some(Prescription::Electronic) => document.element("PrescriptionIssueSelect", "1")?,
        Some(Prescription::Paper) => document.element("PrescriptionIssueSelect", "2")?,
        None => {}
    }
    if !answer.results.is_empty() {
        document.open("ResultList")?;
        for (place, result) in answer.results.iter().enumerate() {
            document.open("ResultOfQualificationConfirmation")?;
            insurance(document, result)?;
            person(document, result)?;
            dates_and_share(document, result)?;
            elderly(document, result)?;
            limit(document, answer, result.limit.as_ref())?;
            consents(document, answer, &result.specific_diseases)?;
            document.text("ReferenceNumber", result.reference_number.as_deref())?;
            // The tickets are the person's, not a coverage's: a second time they would count double.
            tickets(document, if place == 0 { &answer.tickets } else { &[] })?;
            document.close("ResultOfQualificationConfirmation")?;
        }
        document.close("ResultList")?;
    }
    document.close("MessageBody")
}

fn insurance(document: &mut Document, result: &Qualification) -> Result<(), OqsError> {
    document.text("InsuredCardClassification", result.card_classification.as_deref())?;
    let number = &result.insurer_number;
    if !matches!(number.len(), 1..=8) || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(OqsError::Value("InsurerNumber"));
    }
    // Left-padded with spaces to 8, as the field has it: 6-digit numbers of 国民健康保険.
    document.element("InsurerNumber", &Zeroizing::new(format!("{number:>8}")))?;
    document.text("InsuredCardSymbol", result.symbol.as_deref())?;
    document.text("InsuredIdentificationNumber", Some(&result.number))?;
    document.text("InsuredBranchNumber", result.branch.as_deref())?;
    document.element("PersonalFamilyClassification", &code("PersonalFamilyClassification", result.family, 1, 2)?)
}

fn person(document: &mut Document, result: &Qualification) -> Result<(), OqsError> {
    document.text("InsuredName", result.insured_name.as_deref())?;
    document.text("Name", Some(&result.name))?;
    document.text("NameOfOther", result.name_of_other.as_deref())?;
    document.kana("NameKana", Some(&result.kana))?;
    document.kana("NameOfOtherKana", result.kana_of_other.as_deref())?;
    document.element("Sex1", &code("Sex1", result.sex1, 1, 3)?)?;
    if let Some(sex2) = result.sex2 {
        document.element("Sex2", &code("Sex2", sex2, 1, 3)?)?;
    }
    document.date("Birthdate", Some(&result.birthdate))?;
    document.text("Address", result.address.as_deref())?;
    document.text("PostNumber", result.post_number.as_deref())
}

fn dates_and_share(document: &mut Document, result: &Qualification) -> Result<(), OqsError> {
    document.date("QualificationDate", result.qualification_date.as_deref())?;
    document.date("DisqualificationDate", result.disqualification_date.as_deref())?;
    document.date("InsuredCertificateIssuanceDate", result.certificate_issued.as_deref())?;
    document.date("InsuredCardValidDate", result.card_valid_from.as_deref())?;
    document.date("InsuredCardExpirationDate", result.card_expires.as_deref())?;
    if let Some(percent) = result.copayment_percent {
        document.share("InsuredPartialContributionRatio", percent)?;
    }
    document.text("PreschoolClassification", result.preschool.as_deref())?;
    document.text("ReasonOfLoss", result.reason_of_loss.as_deref())?;
    document.text("InsurerName", result.insurer_name.as_deref())
}

/// 高齢受給者証
fn elderly(document: &mut Document, result: &Qualification) -> Result<(), OqsError> {
    let Some(certificate) = &result.elderly else { return Ok(()) };
    document.open("ElderlyRecipientCertificateInfo")?;
    document.date("ElderlyRecipientCertificateDate", certificate.issued.as_deref())?;
    document.date("ElderlyRecipientValidStartDate", certificate.valid_from.as_deref())?;
    document.date("ElderlyRecipientValidEndDate", certificate.valid_until.as_deref())?;
    document.share("ElderlyRecipientContributionRatio", certificate.copayment_percent)?;
    document.close("ElderlyRecipientCertificateInfo")
}

/// 限度額適用認定証: nobody is asked since 2024-10, so where there is one its flag says given, at the time of the answer.
fn limit(document: &mut Document, answer: &Answer, certificate: Option<&LimitCertificate>) -> Result<(), OqsError> {
    let Some(certificate) = certificate else { return Ok(()) };
    document.element("LimitApplicationCertificateRelatedConsFlg", "1")?;
    document.time("LimitApplicationCertificateRelatedConsTime", Some(&answer.processed_at))?;
    document.open("LimitApplicationCertificateRelatedInfo")?;
    document.text("LimitApplicationCertificateClassification", certificate.classification.as_deref())?;
    document.text("LimitApplicationCertificateClassificationFlag", Some(&certificate.classification_flag))?;
    document.date("LimitApplicationCertificateDate", certificate.issued.as_deref())?;
    document.date("LimitApplicationCertificateValidStartDate", certificate.valid_from.as_deref())?;
    document.date("LimitApplicationCertificateValidEndDate", certificate.valid_until.as_deref())?;
    document.date("LimitApplicationCertificateLongTermDate", certificate.long_term_date.as_deref())?;
    document.close("LimitApplicationCertificateRelatedInfo")
}

/// 特定疾病療養受療証
fn disease_certificates(document: &mut Document, certificates: &[SpecificDisease]) -> Result<(), OqsError> {
    if certificates.is_empty() {
        return Ok(());
    }
    document.open("SpecificDiseasesCertificateList")?;
    for certificate in certificates {
        document.open("SpecificDiseasesCertificateInfo")?;
        let category = code("SpecificDiseasesDiseaseCategory", certificate.category, 1, 3)?;
        document.element("SpecificDiseasesDiseaseCategory", &category)?;
        document.date("SpecificDiseasesCertificateDate", certificate.issued.as_deref())?;
        document.date("SpecificDiseasesValidStartDate", certificate.valid_from.as_deref())?;
        document.date("SpecificDiseasesValidEndDate", certificate.valid_until.as_deref())?;
        document.yen("SpecificDiseasesSelfPay", certificate.self_pay)?;
        document.close("SpecificDiseasesCertificateInfo")?;
    }
    document.close("SpecificDiseasesCertificateList")
}

/// 医療券
fn tickets(document: &mut Document, tickets: &[MedicalTicket]) -> Result<(), OqsError> {
    if tickets.is_empty() {
        return Ok(());
    }
    document.open("PublicExpenseResultList")?;
    for ticket in tickets {
        document.open("MedicalTicketInfo")?;
        document.text("TicketType", Some(&ticket.ticket_type))?;
        document.date("MedicalTicketValidDate", Some(&ticket.valid_from))?;
        document.date("MedicalTicketExpirationDate", Some(&ticket.valid_until))?;
        document.text("IssueNumber", Some(&ticket.issue_number))?;
        document.element("MedicalTreatmentMonth", digits("MedicalTreatmentMonth", &ticket.treatment_month, 6)?)?;
        document.text("DesignatedMedicalInstitutionCode", ticket.institution_code.as_deref())?;
        document.text("DesignatedMedicalInstitutionName", ticket.institution_name.as_deref())?;
        document.yen("SelfPayAmount", ticket.self_pay)?;
        document.close("MedicalTicketInfo")?;
    }
    document.close("PublicExpenseResultList")
}

/// 特定疾病 first, without a time of expiry, and its certificates only where the patient gave this consent; then the
/// groups whose elements share one pattern. A group that the answer does not name has the flag 0.
fn consents(document: &mut Document, answer: &Answer, certificates: &[SpecificDisease]) -> Result<(), OqsError> {
    let record_of = |group| answer.consents.iter().find(|record| record.group == group);
    let diseases = record_of(ConsentGroup::Tsr);
    let flag = code("ConsFlg", diseases.map_or(0, |record| record.flag), 0, 3)?;
    document.element("SpecificDiseasesCertificateRelatedConsFlg", &flag)?;
    let time = diseases.and_then(|record| record.cons_time.as_deref());
    document.time("SpecificDiseasesCertificateRelatedConsTime", time)?;
    if answer.consented(ConsentGroup::Tsr) {
        disease_certificates(document, certificates)?;
    }
    for (element, group) in CONSENT_ELEMENTS {
        let record = record_of(group);
        let flag = code("ConsFlg", record.map_or(0, |record| record.flag), 0, 3)?;
        document.element(&format!("{element}ConsFlg"), &flag)?;
        document.time(&format!("{element}ConsTime"), record.and_then(|record| record.cons_time.as_deref()))?;
        document
            .time(&format!("{element}AvailableTime"), record.and_then(|record| record.available_time.as_deref()))?;
    }
    Ok(())
}

/// A number between `from` and `to` as text.
fn code(element: &'static str, value: u8, from: u8, to: u8) -> Result<String, OqsError> {
    if (from..=to).contains(&value) { Ok(value.to_string()) } else { Err(OqsError::Value(element)) }
}

/// Exactly `length` ASCII digits.
fn digits<'a>(element: &'static str, value: &'a str, length: usize) -> Result<&'a str, OqsError> {
    let fits = value.len() == length && value.bytes().all(|byte| byte.is_ascii_digit());
    if fits { Ok(value) } else { Err(OqsError::Value(element)) }
}

/// The XML while it grows, one element a line.
struct Document {
    writer: Writer<Vec<u8>>,
}

impl Document {
    fn new(encoding: Encoding) -> Result<Self, OqsError> {
        let mut document = Self { writer: Writer::new_with_indent(Vec::with_capacity(BUFFER_BYTES), b' ', 0) };
        let encoding = if encoding == Encoding::Utf8 { "UTF-8" } else { "Shift_JIS" };
        document.event(Event::Decl(BytesDecl::new("1.0", Some(encoding), Some("no"))))?;
        Ok(document)
    }

    fn event(&mut self, event: Event<'_>) -> Result<(), OqsError> {
        self.writer.write_event(event).map_err(|_: io::Error| OqsError::Xml)
    }

    fn open(&mut self, element: &str) -> Result<(), OqsError> {
        self.event(Event::Start(BytesStart::new(element)))
    }

    fn close(&mut self, element: &str) -> Result<(), OqsError> {
        self.event(Event::End(BytesEnd::new(element)))
    }

    /// A value whose form is known to fit.
    fn element(&mut self, element: &str, value: &str) -> Result<(), OqsError> {
        self.open(element)?;
        self.event(Event::Text(BytesText::new(value)))?;
        self.close(element)
    }

    /// Free text, within the character set of the insurers' data.
    fn text(&mut self, element: &str, value: Option<&str>) -> Result<(), OqsError> {
        value.map_or(Ok(()), |value| self.element(element, &Zeroizing::new(jis::limit(value))))
    }

    fn kana(&mut self, element: &str, value: Option<&str>) -> Result<(), OqsError> {
        let half = value.map(|value| Zeroizing::new(half_width(value)));
        self.text(element, half.as_ref().map(|half| half.as_str()))
    }

    fn date(&mut self, element: &'static str, value: Option<&str>) -> Result<(), OqsError> {
        value.map_or(Ok(()), |value| self.element(element, digits(element, value, 8)?))
    }

    fn time(&mut self, element: &str, value: Option<&str>) -> Result<(), OqsError> {
        value.map_or(Ok(()), |value| self.element(element, digits("ConsTime or AvailableTime", value, 14)?))
    }

    /// A share in percent, as three digits.
    fn share(&mut self, element: &'static str, percent: u8) -> Result<(), OqsError> {
        code(element, percent, 0, 100)?;
        self.element(element, &format!("{percent:03}"))
    }

    fn yen(&mut self, element: &str, amount: Option<u32>) -> Result<(), OqsError> {
        amount.map_or(Ok(()), |amount| self.element(element, &amount.to_string()))
    }

    /// CRLF and the file's encoding. Every text is within [`jis`], so no value holds a line end of its own and
    /// none is lost in Shift_JIS.
    fn finish(self, encoding: Encoding) -> Zeroizing<Vec<u8>> {
        let utf8 = Zeroizing::new(self.writer.into_inner());
        let mut text = Zeroizing::new(String::from_utf8_lossy(&utf8).replace('\n', "\r\n"));
        text.push_str("\r\n");
        match encoding {
            Encoding::Utf8 => Zeroizing::new(text.as_bytes().to_vec()),
            Encoding::ShiftJis => Zeroizing::new(encoding_rs::SHIFT_JIS.encode(&text).0.into_owned()),
        }
    }
}
