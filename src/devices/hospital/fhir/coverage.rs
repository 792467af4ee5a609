//! Coverage: insurances, 医療券, 公費.

use super::parties::Parties;
use super::values::{OwnValues, concept, date, digits, full_width, percent, period, put, text, yen};
use super::{Bundle, FhirError, Reference, named};
use crate::eligibility::{Answer, MedicalTicket, Qualification, Subsidy};
use serde_json::{Value, json};

const COVERAGE: &str = "http://jpfhir.jp/fhir/core/StructureDefinition/JP_Coverage";
const SYMBOL: &str = "http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_Coverage_InsuredPersonSymbol";
const NUMBER: &str = "http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_Coverage_InsuredPersonNumber";
const SUB_NUMBER: &str = "http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_Coverage_InsuredPersonSubNumber";
const MEMBER_ID: &str = "http://jpfhir.jp/fhir/clins/Idsystem/JP_Insurance_memberID";
const COVERAGE_ID: &str = "http://jpfhir.jp/fhir/core/IdSystem/JP_Coverage_id";
const PUBLIC_RECIPIENT: &str = "http://jpfhir.jp/fhir/core/mhlw/IdSystem/PublicInsuredPersonNumber";
const INSURED_PERSON: &str = "http://jpfhir.jp/fhir/core/mhlw/CodeSystem/InsuredPersonCategory";
const INSURANCE_CATEGORY: &str = "http://jpfhir.jp/fhir/core/mhlw/CodeSystem/InsuranceMajorCategory";
const ACT_CODE: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
const COPAY_TYPE: &str = "http://terminology.hl7.org/CodeSystem/coverage-copay-type";
const COVERAGE_CLASS: &str = "http://terminology.hl7.org/CodeSystem/coverage-class";
/// 交付番号 of a 医療券 has no public system: ours.
const TICKET_NUMBER: &str = "urn:uketsuke:fhir:medical-ticket-number";

/// References to the coverages of a visit, each in the order of the answer.
pub struct Coverages {
    pub insurances: Vec<Reference>,
    pub tickets: Vec<Reference>,
    pub subsidies: Vec<Reference>,
}

pub fn add(bundle: &mut Bundle<'_>, answer: &Answer, parties: &Parties) -> Result<Coverages, FhirError> {
    let mut coverages = Coverages { insurances: Vec::new(), tickets: Vec::new(), subsidies: Vec::new() };
    for (place, held) in named(answer).iter().enumerate() {
        let part = format!("insurance-{place}");
        let resource = insurance(bundle.own_identifier(&part), held, status(answer), parties)?;
        coverages.insurances.push(bundle.add_own(&part, resource));
    }
    for (place, held) in answer.tickets.iter().enumerate() {
        let part = format!("ticket-{place}");
        let payer = named(answer).first().and_then(|held| parties.insurer(held));
        let resource = ticket(bundle.own_identifier(&part), held, status(answer), parties, payer)?;
        coverages.tickets.push(bundle.add_own(&part, resource));
    }
    for (place, held) in answer.subsidies.iter().enumerate() {
        let part = format!("subsidy-{place}");
        let resource = subsidy(bundle.own_identifier(&part), held, parties)?;
        coverages.subsidies.push(bundle.add_own(&part, resource));
    }
    Ok(coverages)
}

/// The answer's validity speaks of all its coverages.
fn status(answer: &Answer) -> &'static str {
    if matches!(answer.validity, 1 | 6) { "active" } else { "cancelled" }
}

/// What all three kinds have.
fn coverage(identifiers: Vec<Value>, status: &str, kind: Value, parties: &Parties) -> Value {
    json!({
        "resourceType": "Coverage",
        "meta": { "profile": [COVERAGE] },
        "identifier": identifiers,
        "status": status,
        "type": kind,
        "beneficiary": parties.patient.json(),
    })
}

fn insurance(own: Value, held: &Qualification, status: &str, parties: &Parties) -> Result<Value, FhirError> {
    let member = Member::of(held)?;
    let identifiers = vec![
        json!({ "system": MEMBER_ID, "value": member.id() }),
        json!({ "system": COVERAGE_ID, "value": member.quoted_id() }),
        own,
    ];
    let kind = json!({ "coding": [{ "system": ACT_CODE, "code": "PUBLICPOL" }] });
    let mut coverage = coverage(identifiers, status, kind, parties);
    let mut extensions = member.extensions();
    extensions.extend(card(held)?.extension());
    coverage["extension"] = extensions.into();
    coverage["subscriberId"] = format!("{}:{}", member.symbol, member.number).into();
    put(&mut coverage, "subscriber", subscriber(held, parties)?);
    put(&mut coverage, "dependent", member.branch.as_deref().map(|branch| full_width(branch).into()));
    coverage["relationship"] = relationship(held.family)?;
    let start = held.qualification_date.as_deref().or(held.card_valid_from.as_deref());
    let end = held.disqualification_date.as_deref().or(held.card_expires.as_deref());
    put(&mut coverage, "period", period("QualificationDate or DisqualificationDate", start, end)?);
    coverage["payor"] = json!([parties.insurer(held).ok_or(FhirError::Value("InsurerNumber"))?]);
    let shares = shares(held)?;
    put(&mut coverage, "costToBeneficiary", (!shares.is_empty()).then(|| shares.into()));
    Ok(coverage)
}

/// 記号, 番号 and 枝番 in JP Core's forms.
struct Member {
    /// Zeros on the left, 8 digits.
    insurer: String,
    /// Full width; empty where there is none.
    symbol: String,
    number: String,
    /// Half width, 2 digits.
    branch: Option<String>,
}

impl Member {
    fn of(held: &Qualification) -> Result<Self, FhirError> {
        let insurer = digits("InsurerNumber", &held.insurer_number, 1..=8)?;
        let symbol = held.symbol.as_deref().map(|symbol| text("InsuredCardSymbol", symbol)).transpose()?;
        let branch = held.branch.as_deref().map(|branch| digits("InsuredBranchNumber", branch, 2..=2)).transpose()?;
        Ok(Self {
            insurer: format!("{insurer:0>8}"),
            symbol: full_width(&symbol.unwrap_or_default()),
            number: full_width(&text("InsuredIdentificationNumber", &held.number)?),
            branch: branch.map(str::to_owned),
        })
    }

    /// `00012345:あいう:１８７:05`
    fn id(&self) -> String {
        format!("{}:{}:{}:{}", self.insurer, self.symbol, self.number, self.branch.as_deref().unwrap_or_default())
    }

    /// `"00012345","あいう","１８７","05"`
    fn quoted_id(&self) -> String {
        let branch = self.branch.as_deref().unwrap_or_default();
        format!("\"{}\",\"{}\",\"{}\",\"{branch}\"", self.insurer, self.symbol, self.number)
    }

    fn extensions(&self) -> Vec<Value> {
        let mut extensions = Vec::new();
        if !self.symbol.is_empty() {
            extensions.push(json!({ "url": SYMBOL, "valueString": self.symbol }));
        }
        extensions.push(json!({ "url": NUMBER, "valueString": self.number }));
        if let Some(branch) = &self.branch {
            extensions.push(json!({ "url": SUB_NUMBER, "valueString": full_width(branch) }));
        }
        extensions
    }
}

/// What else stands on an insurance.
fn card(held: &Qualification) -> Result<OwnValues, FhirError> {
    let mut own = OwnValues::default();
    own.text("InsuredCardClassification", held.card_classification.as_deref())?;
    own.date("InsuredCertificateIssuanceDate", held.certificate_issued.as_deref())?;
    own.date("InsuredCardValidDate", held.card_valid_from.as_deref())?;
    own.date("InsuredCardExpirationDate", held.card_expires.as_deref())?;
    own.text("PreschoolClassification", held.preschool.as_deref())?;
    own.text("ReasonOfLoss", held.reason_of_loss.as_deref())?;
    Ok(own)
}

/// Of a family member's insured person the answer has at most the name.
fn subscriber(held: &Qualification, parties: &Parties) -> Result<Option<Value>, FhirError> {
    if held.family == 1 {
        return Ok(Some(parties.patient.json()));
    }
    let name = held.insured_name.as_deref().map(|name| text("InsuredName", name)).transpose()?;
    Ok(name.map(|name| json!({ "display": name })))
}

fn relationship(family: u8) -> Result<Value, FhirError> {
    match family {
        1 => Ok(concept(INSURED_PERSON, "1", "被保険者")),
        2 => Ok(concept(INSURED_PERSON, "2", "被扶養者")),
        _ => Err(FhirError::Value("PersonalFamilyClassification")),
    }
}

/// 負担割合, and that of a 高齢受給者証 with its dates.
fn shares(held: &Qualification) -> Result<Vec<Value>, FhirError> {
    let mut shares = Vec::new();
    if let Some(share) = held.copayment_percent {
        let value = percent("InsuredPartialContributionRatio", share)?;
        shares.push(json!({ "type": concept(COPAY_TYPE, "copaypct", "負担割合"), "valueQuantity": value }));
    }
    if let Some(certificate) = &held.elderly {
        let value = percent("ElderlyRecipientContributionRatio", certificate.copayment_percent)?;
        let kind = concept(COPAY_TYPE, "copaypct", "高齢受給者証の負担割合");
        let mut share = json!({ "type": kind, "valueQuantity": value });
        let mut own = OwnValues::default();
        certificate_dates(
            &mut own,
            ["ElderlyRecipientCertificateDate", "ElderlyRecipientValidStartDate", "ElderlyRecipientValidEndDate"],
            [&certificate.issued, &certificate.valid_from, &certificate.valid_until],
        )?;
        own.put_into(&mut share);
        shares.push(share);
    }
    Ok(shares)
}

/// 8 公費
fn public_kind() -> Value {
    concept(INSURANCE_CATEGORY, "8", "公費")
}

/// 医療券. Its payer is the welfare office, whose number the answer has in the place of the insurer's.
fn ticket(
    own: Value,
    held: &MedicalTicket,
    status: &str,
    parties: &Parties,
    payer: Option<Value>,
) -> Result<Value, FhirError> {
    let number = json!({ "system": TICKET_NUMBER, "value": text("IssueNumber", &held.issue_number)? });
    let mut coverage = coverage(vec![number, own], status, public_kind(), parties);
    let mut values = OwnValues::default();
    values.text("TicketType", Some(&held.ticket_type))?;
    values.text("MedicalTreatmentMonth", Some(digits("MedicalTreatmentMonth", &held.treatment_month, 6..=6)?))?;
    values.text("DesignatedMedicalInstitutionCode", held.institution_code.as_deref())?;
    values.text("DesignatedMedicalInstitutionName", held.institution_name.as_deref())?;
    values.put_into(&mut coverage);
    let (from, until) = (Some(held.valid_from.as_str()), Some(held.valid_until.as_str()));
    put(&mut coverage, "period", period("MedicalTicketValidDate or MedicalTicketExpirationDate", from, until)?);
    coverage["payor"] = json!([payer.unwrap_or_else(|| json!({ "display": "医療扶助の実施機関" }))]);
    if let Some(amount) = held.self_pay {
        let kind = concept(COPAY_TYPE, "copay", "本人支払額");
        coverage["costToBeneficiary"] = json!([{ "type": kind, "valueMoney": yen(amount) }]);
    }
    Ok(coverage)
}

/// 受給者証 of 医療費助成. Whether it holds, the centre does not say: it is a certificate that the patient wants to use.
fn subsidy(own: Value, held: &Subsidy, parties: &Parties) -> Result<Value, FhirError> {
    let number = digits("受給者番号", &held.recipient_number, 1..=7)?;
    let identifiers = vec![json!({ "system": PUBLIC_RECIPIENT, "value": number }), own];
    let mut coverage = coverage(identifiers, "active", public_kind(), parties);
    coverage["subscriberId"] = number.into();
    let (from, until) = (held.valid_from.as_deref(), held.valid_until.as_deref());
    put(&mut coverage, "period", period("the validity of a 受給者証", from, until)?);
    coverage["payor"] = json!([parties.public_payer(&held.payer_number).ok_or(FhirError::Value("公費負担者番号"))?]);
    let kind = json!({ "coding": [{ "system": COVERAGE_CLASS, "code": "plan" }] });
    let name = text("the name of a 受給者証", &held.name)?;
    coverage["class"] = json!([{ "type": kind, "value": held.payer_number, "name": name }]);
    Ok(coverage)
}

/// The dates of a certificate, issued, from and until; the response's items have them too.
pub fn certificate_dates(
    own: &mut OwnValues,
    elements: [&'static str; 3],
    dates: [&Option<String>; 3],
) -> Result<(), FhirError> {
    for (element, value) in elements.into_iter().zip(dates) {
        own.date(element, value.as_deref())?;
    }
    // An end before the start is a wrong value here too.
    if let [_, Some(start), Some(end)] = dates
        && date(elements[1], start)? > date(elements[2], end)?
    {
        return Err(FhirError::Value(elements[2]));
    }
    Ok(())
}
