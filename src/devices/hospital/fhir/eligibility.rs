//! What was asked, and what the centre answered.

use super::coverage::{Coverages, certificate_dates};
use super::parties::Parties;
use super::values::{OwnValues, concept, date, instant, text, yen};
use super::{Bundle, FhirError, Reference, named};
use crate::eligibility::consent::ConsentGroup;
use crate::eligibility::{Answer, LimitCertificate, Prescription, Qualification, SpecificDisease};
use serde_json::{Value, json};

/// QualificationValidity as codes. No public system is known: ours.
const VALIDITY: &str = "urn:uketsuke:fhir:qualification-validity";
/// Kinds of certificate beside an insurance. Ours.
const CERTIFICATE: &str = "urn:uketsuke:fhir:certificate";

/// Adds the request and the response, and refers to the response.
pub fn add(
    bundle: &mut Bundle<'_>,
    answer: &Answer,
    parties: &Parties,
    coverages: &Coverages,
) -> Result<Reference, FhirError> {
    let request = base(bundle, "CoverageEligibilityRequest", "request", answer, parties)?;
    let mut request = request;
    request["provider"] = parties.facility.json();
    let request = bundle.add_own("request", request);
    let mut response = base(bundle, "CoverageEligibilityResponse", "response", answer, parties)?;
    response["requestor"] = parties.facility.json();
    response["request"] = request.json();
    response["outcome"] = if answer.validity == 5 { "error" } else { "complete" }.into();
    response["disposition"] = wording(answer.validity).into();
    let mut own = OwnValues::default();
    own.text("QualificationValidity", Some(&answer.validity.to_string()))?;
    own.text("PrescriptionIssueSelect", prescription(answer))?;
    own.put_into(&mut response);
    if answer.validity == 5 {
        response["error"] = json!([{ "code": concept(VALIDITY, "5", wording(5)) }]);
    } else {
        response["insurance"] = insurances(answer, coverages)?.into();
    }
    Ok(bundle.add_own("response", response))
}

/// What request and response share.
fn base(
    bundle: &Bundle<'_>,
    resource: &str,
    part: &str,
    answer: &Answer,
    parties: &Parties,
) -> Result<Value, FhirError> {
    Ok(json!({
        "resourceType": resource,
        "identifier": [bundle.own_identifier(part)],
        "status": "active",
        "purpose": ["validation"],
        "patient": parties.patient.json(),
        "servicedDate": date("QualificationConfirmationDate", &answer.confirmed_on)?,
        "created": instant("ProcessExecutionTime", &answer.processed_at)?,
        "insurer": parties.some_insurer(),
    }))
}

fn wording(validity: u8) -> &'static str {
    match validity {
        1 => "有効",
        2 => "無効",
        3 => "無効・新しい資格あり",
        4 => "該当資格なし",
        5 => "複数該当",
        _ => "有効（未登録・医療扶助）",
    }
}

fn prescription(answer: &Answer) -> Option<&'static str> {
    match answer.prescription? {
        Prescription::Electronic => Some("1"),
        Prescription::Paper => Some("2"),
    }
}

fn insurances(answer: &Answer, coverages: &Coverages) -> Result<Vec<Value>, FhirError> {
    let inforce = matches!(answer.validity, 1 | 6);
    // R4 wants a coverage beside every `inforce`; 該当資格なし has none.
    if answer.validity == 4 {
        return Ok(vec![json!({ "coverage": { "display": wording(4) }, "inforce": false })]);
    }
    let diseases_given = answer.consented(ConsentGroup::Tsr);
    let mut insurances = Vec::new();
    for (held, coverage) in named(answer).iter().zip(&coverages.insurances) {
        let mut insurance = json!({ "coverage": coverage.json(), "inforce": inforce });
        let items = items(held, diseases_given)?;
        if !items.is_empty() {
            insurance["item"] = items.into();
        }
        insurances.push(insurance);
    }
    let tickets = coverages.tickets.iter();
    insurances.extend(tickets.map(|ticket| json!({ "coverage": ticket.json(), "inforce": inforce })));
    // Of a 受給者証 the centre does not say whether it holds.
    insurances.extend(coverages.subsidies.iter().map(|subsidy| json!({ "coverage": subsidy.json() })));
    Ok(insurances)
}

/// 限度額適用認定証 and 特定疾病療養受療証: what a coverage pays beyond its share. The latter only with its consent.
fn items(held: &Qualification, diseases_given: bool) -> Result<Vec<Value>, FhirError> {
    let mut items = Vec::new();
    if let Some(certificate) = &held.limit {
        items.push(limit(certificate)?);
    }
    if diseases_given {
        for certificate in &held.specific_diseases {
            items.push(disease(certificate)?);
        }
    }
    Ok(items)
}

fn limit(certificate: &LimitCertificate) -> Result<Value, FhirError> {
    let mut own = OwnValues::default();
    own.text("LimitApplicationCertificateClassification", certificate.classification.as_deref())?;
    own.text("LimitApplicationCertificateClassificationFlag", Some(&certificate.classification_flag))?;
    certificate_dates(
        &mut own,
        [
            "LimitApplicationCertificateDate",
            "LimitApplicationCertificateValidStartDate",
            "LimitApplicationCertificateValidEndDate",
        ],
        [&certificate.issued, &certificate.valid_from, &certificate.valid_until],
    )?;
    own.date("LimitApplicationCertificateLongTermDate", certificate.long_term_date.as_deref())?;
    let flag = text("LimitApplicationCertificateClassificationFlag", &certificate.classification_flag)?;
    let mut item = item("limit", "限度額適用認定証");
    item["description"] = format!("適用区分 {flag}").into();
    own.put_into(&mut item);
    Ok(item)
}

fn disease(certificate: &SpecificDisease) -> Result<Value, FhirError> {
    let name = match certificate.category {
        1 => "人工透析",
        2 => "血友病",
        3 => "HIV",
        _ => return Err(FhirError::Value("SpecificDiseasesDiseaseCategory")),
    };
    let mut own = OwnValues::default();
    own.text("SpecificDiseasesDiseaseCategory", Some(&certificate.category.to_string()))?;
    certificate_dates(
        &mut own,
        ["SpecificDiseasesCertificateDate", "SpecificDiseasesValidStartDate", "SpecificDiseasesValidEndDate"],
        [&certificate.issued, &certificate.valid_from, &certificate.valid_until],
    )?;
    let mut item = item("specific-disease", "特定疾病療養受療証");
    item["description"] = name.into();
    own.put_into(&mut item);
    if let Some(amount) = certificate.self_pay {
        item["benefit"] = json!([{ "type": { "text": "自己負担限度額" }, "allowedMoney": yen(amount) }]);
    }
    Ok(item)
}

fn item(code: &str, name: &str) -> Value {
    json!({ "category": concept(CERTIFICATE, code, name), "name": name })
}
