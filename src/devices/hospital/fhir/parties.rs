//! Who takes part: the patient, the facility, whoever pays.

use super::values::{OwnValues, date, digits, put, text};
use super::{Bundle, FhirError, FhirFacts, Reference, named};
use crate::eligibility::{Answer, Qualification};
use serde_json::{Value, json};

const PATIENT: &str = "http://jpfhir.jp/fhir/core/StructureDefinition/JP_Patient";
const ORGANIZATION: &str = "http://jpfhir.jp/fhir/core/StructureDefinition/JP_Organization";
const FACILITY_CODE: &str = "http://jpfhir.jp/fhir/core/IdSystem/insurance-medical-institution-no";
const INSURER_NUMBER: &str = "http://jpfhir.jp/fhir/core/mhlw/IdSystem/InsurerNumber";
const PUBLIC_PAYER_NUMBER: &str = "http://jpfhir.jp/fhir/core/mhlw/IdSystem/PublicPayerNumber";
/// A hospital's own patient numbers: followed by 1 and its 10 digits.
const PATIENT_NUMBER: &str = "urn:oid:1.2.392.100495.20.3.51.1";
const ORGANIZATION_TYPE: &str = "http://terminology.hl7.org/CodeSystem/organization-type";
const REPRESENTATION: &str = "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation";

/// References to the parties of a visit.
pub struct Parties {
    pub patient: Reference,
    pub facility: Reference,
    insurers: Vec<(String, Reference)>,
    public_payers: Vec<(String, Reference)>,
}

impl Parties {
    /// Who pays a coverage of the answer.
    pub fn insurer(&self, held: &Qualification) -> Option<Value> {
        find(&self.insurers, &held.insurer_number)
    }

    /// The first insurer. R4 wants one in every request and response: where the answer names none, a few words.
    pub fn some_insurer(&self) -> Value {
        let first = self.insurers.first().map(|(_, reference)| reference.json());
        first.unwrap_or_else(|| json!({ "display": "保険者は特定されていません" }))
    }

    pub fn public_payer(&self, number: &str) -> Option<Value> {
        find(&self.public_payers, number)
    }
}

fn find(payers: &[(String, Reference)], number: &str) -> Option<Value> {
    payers.iter().find(|(known, _)| known == number).map(|(_, reference)| reference.json())
}

pub fn add(bundle: &mut Bundle<'_>, answer: &Answer, facts: &FhirFacts<'_>) -> Result<Parties, FhirError> {
    let patient = add_patient(bundle, named(answer).first(), facts)?;
    let facility = organization("prov", FACILITY_CODE, facts.facility, None);
    let facility = bundle.add("facility", facility, &format!("identifier={FACILITY_CODE}|{}", facts.facility));
    let mut parties = Parties { patient, facility, insurers: Vec::new(), public_payers: Vec::new() };
    for held in named(answer) {
        let number = digits("InsurerNumber", &held.insurer_number, 1..=8)?;
        let name = held.insurer_name.as_deref().map(|name| text("InsurerName", name)).transpose()?;
        add_payer(bundle, &mut parties.insurers, INSURER_NUMBER, number, name);
    }
    for subsidy in &answer.subsidies {
        let number = digits("公費負担者番号", &subsidy.payer_number, 8..=8)?;
        add_payer(bundle, &mut parties.public_payers, PUBLIC_PAYER_NUMBER, number, None);
    }
    Ok(parties)
}

/// Each payer once: a bundle must not create the same one twice.
fn add_payer(
    bundle: &mut Bundle<'_>,
    payers: &mut Vec<(String, Reference)>,
    system: &str,
    number: &str,
    name: Option<String>,
) {
    if payers.iter().any(|(known, _)| known == number) {
        return;
    }
    let part = format!("payer-{system}-{number}");
    let condition = format!("identifier={system}|{number}");
    let reference = bundle.add(&part, organization("pay", system, number, name), &condition);
    payers.push((number.to_owned(), reference));
}

fn organization(kind: &str, system: &str, number: &str, name: Option<String>) -> Value {
    let mut organization = json!({
        "resourceType": "Organization",
        "meta": { "profile": [ORGANIZATION] },
        "identifier": [{ "system": system, "value": number }],
        "active": true,
        "type": [{ "coding": [{ "system": ORGANIZATION_TYPE, "code": kind }] }],
    });
    put(&mut organization, "name", name.map(Value::from));
    organization
}

/// Without `held` (nobody is named) the patient has no more than the visit's identifier.
fn add_patient(
    bundle: &mut Bundle<'_>,
    held: Option<&Qualification>,
    facts: &FhirFacts<'_>,
) -> Result<Reference, FhirError> {
    let mut patient = json!({
        "resourceType": "Patient",
        "meta": { "profile": [PATIENT] },
        "identifier": [bundle.own_identifier("patient")],
        "active": true,
    });
    let Some(held) = held else { return Ok(bundle.add_own("patient", patient)) };
    patient["name"] = names(held)?.into();
    patient["gender"] = gender(held.sex1)?.into();
    let birth = date("Birthdate", &held.birthdate)?;
    put(&mut patient, "address", address(held)?);
    let mut own = OwnValues::default();
    if let Some(sex2) = held.sex2 {
        gender(sex2).map_err(|_| FhirError::Value("Sex2"))?;
        own.text("Sex2", Some(&sex2.to_string()))?;
    }
    own.put_into(&mut patient);
    // Nobody is taken for another: a patient of the server is this one only where the hospital's own number and the
    // day of birth both agree.
    let number = held.reference_number.as_deref().filter(|number| is_plain(number));
    let condition = number.map(|number| {
        let system = format!("{PATIENT_NUMBER}{}", facts.facility);
        patient["identifier"] = json!([{ "system": system, "value": number }, bundle.own_identifier("patient")]);
        format!("identifier={system}|{number}&birthdate={birth}")
    });
    patient["birthDate"] = birth.into();
    Ok(match condition {
        Some(condition) => bundle.add("patient", patient, &condition),
        None => bundle.add_own("patient", patient),
    })
}

/// Can stand in a search as it is, and means one thing there.
fn is_plain(number: &str) -> bool {
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Kanji (IDE) and kana (SYL) beside each other; a ● stays, the kana tell what it was.
fn names(held: &Qualification) -> Result<Vec<Value>, FhirError> {
    let mut names = vec![name("Name", "IDE", &held.name)?, name("NameKana", "SYL", &held.kana)?];
    if let Some(other) = &held.name_of_other {
        names.push(name("NameOfOther", "IDE", other)?);
    }
    if let Some(other) = &held.kana_of_other {
        names.push(name("NameOfOtherKana", "SYL", other)?);
    }
    // Which of two names is the official one is said by their order, as in the answer: その他氏名 may be an earlier
    // name or one in use.
    for main in names.iter_mut().take(2) {
        main["use"] = "official".into();
    }
    Ok(names)
}

fn name(element: &'static str, representation: &str, value: &str) -> Result<Value, FhirError> {
    let whole = text(element, value)?;
    let mut name = json!({
        "extension": [{ "url": REPRESENTATION, "valueCode": representation }],
        "text": whole,
    });
    // Family and given name are told apart only where there is exactly one space between them.
    if let [family, given] = whole.split_whitespace().collect::<Vec<_>>()[..] {
        name["family"] = family.into();
        name["given"] = json!([given]);
    }
    Ok(name)
}

fn gender(sex: u8) -> Result<&'static str, FhirError> {
    match sex {
        1 => Ok("male"),
        2 => Ok("female"),
        3 => Ok("unknown"),
        _ => Err(FhirError::Value("Sex1")),
    }
}

fn address(held: &Qualification) -> Result<Option<Value>, FhirError> {
    let mut address = json!({ "country": "JP" });
    if let Some(line) = &held.address {
        address["text"] = text("Address", line)?.into();
    }
    if let Some(post_number) = &held.post_number {
        address["postalCode"] = text("PostNumber", post_number)?.into();
    }
    Ok((held.address.is_some() || held.post_number.is_some()).then(|| json!([address])))
}
