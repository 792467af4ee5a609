//! One Consent for each group of the answer. Base R4: JP Core has no profile for these.

use super::parties::Parties;
use super::values::{concept, instant};
use super::{Bundle, FhirError};
use crate::eligibility::consent::ConsentGroup;
use crate::eligibility::{Answer, ConsentRecord};
use serde_json::{Value, json};

/// The groups have no public code system: ours, with the three letters of the field.
const GROUP: &str = "urn:uketsuke:fhir:consent-group";
const SCOPE: &str = "http://terminology.hl7.org/CodeSystem/consentscope";
const ACT_CODE: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
const ACTION: &str = "http://terminology.hl7.org/CodeSystem/consentaction";
const PARTICIPATION: &str = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
const REASON: &str = "http://terminology.hl7.org/CodeSystem/v3-ActReason";

pub fn add(bundle: &mut Bundle<'_>, answer: &Answer, parties: &Parties) -> Result<(), FhirError> {
    for record in &answer.consents {
        let part = format!("consent-{}", record.group.code());
        let resource = consent(bundle.own_identifier(&part), record, answer, parties)?;
        bundle.add_own(&part, resource);
    }
    Ok(())
}

fn consent(own: Value, record: &ConsentRecord, answer: &Answer, parties: &Parties) -> Result<Value, FhirError> {
    let asked_at = record.cons_time.as_deref().unwrap_or(&answer.processed_at);
    let mut consent = json!({
        "resourceType": "Consent",
        "identifier": [own],
        "scope": { "coding": [{ "system": SCOPE, "code": "patient-privacy" }] },
        "category": [
            { "coding": [{ "system": "http://loinc.org", "code": "59284-0" }] },
            group(record.group),
        ],
        "patient": parties.patient.json(),
        "dateTime": instant("ConsTime", asked_at)?,
        "organization": [parties.facility.json()],
    });
    match record.flag {
        0 => refused(&mut consent, record, parties),
        1 => given(&mut consent, record, parties)?,
        3 => not_obtainable(&mut consent),
        _ => return Err(FhirError::Value("ConsFlg")),
    }
    Ok(consent)
}

/// Without both its times a consent would hold for ever, so they must be there.
fn given(consent: &mut Value, record: &ConsentRecord, parties: &Parties) -> Result<(), FhirError> {
    let (start, end) = (record.cons_time.as_deref(), record.available_time.as_deref());
    let start = instant("ConsTime", start.ok_or(FhirError::Value("ConsTime"))?)?;
    let end = instant("AvailableTime", end.ok_or(FhirError::Value("AvailableTime"))?)?;
    if start > end {
        return Err(FhirError::Value("AvailableTime"));
    }
    consent["status"] = "active".into();
    consent["performer"] = json!([parties.patient.json()]);
    consent["policyRule"] = concept(ACT_CODE, "OPTIN", "患者が同意しました");
    let mut provision = provision("permit", record.group, parties);
    provision["period"] = json!({ "start": start, "end": end });
    consent["provision"] = provision;
    Ok(())
}

/// The flag 0 means refused or never asked, and the answer does not say which: what is in force is told, not what
/// somebody said. So nobody is named as having decided.
fn refused(consent: &mut Value, record: &ConsentRecord, parties: &Parties) {
    consent["status"] = "active".into();
    consent["policyRule"] = json!({ "text": "同意はありません（同意しない、または尋ねていない）" });
    consent["provision"] = provision("deny", record.group, parties);
}

/// 取得困難: the patient could not agree, so this is a consent that is still to be had: `proposed`, and it permits
/// nothing. What an emergency allows without a consent is not a consent's to say.
fn not_obtainable(consent: &mut Value) {
    consent["status"] = "proposed".into();
    consent["policyRule"] = json!({ "text": "同意の取得困難（救急）" });
}

fn provision(kind: &str, of: ConsentGroup, parties: &Parties) -> Value {
    json!({
        "type": kind,
        "actor": [{
            "role": { "coding": [{ "system": PARTICIPATION, "code": "IRCP" }] },
            "reference": parties.facility.json(),
        }],
        "action": [{ "coding": [{ "system": ACTION, "code": "access" }] }],
        "purpose": [{ "system": REASON, "code": "TREAT" }],
        "code": [group(of)],
    })
}

fn group(group: ConsentGroup) -> Value {
    let wording = match group {
        ConsentGroup::Tkk => "特定健診",
        ConsentGroup::Yzk => "薬剤・処方",
        ConsentGroup::Srj => "診療・アレルギー・検査",
        ConsentGroup::Shj => "手術・傷病名・感染症",
        ConsentGroup::Tsr => "特定疾病",
    };
    concept(GROUP, group.code(), wording)
}
