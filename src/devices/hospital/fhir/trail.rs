//! Where it all came from: the kiosk, the visit, and the two records about them.

use super::parties::Parties;
use super::values::{instant, text};
use super::{Bundle, FhirError, FhirFacts, IdentityCheck, OWN_ID, Reference};
use crate::eligibility::Answer;
use serde_json::{Value, json};

const ACT_CODE: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
const DICOM: &str = "http://dicom.nema.org/resources/ontology/DCM";
const DATA_OPERATION: &str = "http://terminology.hl7.org/CodeSystem/v3-DataOperation";
const PROVENANCE_ROLE: &str = "http://terminology.hl7.org/CodeSystem/provenance-participant-type";
const CENTRE: &str = "オンライン資格確認等システム";

pub fn add(
    bundle: &mut Bundle<'_>,
    answer: &Answer,
    facts: &FhirFacts<'_>,
    parties: &Parties,
    response: &Reference,
) -> Result<(), FhirError> {
    let at = instant("ProcessExecutionTime", &answer.processed_at)?;
    let device = add_device(bundle, facts, parties)?;
    let encounter = encounter(bundle.own_identifier("encounter"), answer, parties, &at);
    let encounter = bundle.add_own("encounter", encounter);
    let event = audit_event(bundle, facts, parties, &device, [response, &encounter], &at);
    add_tagged(bundle, "audit-event", event);
    let provenance = provenance(bundle, parties, &device, &at);
    add_tagged(bundle, "provenance", provenance);
    Ok(())
}

/// AuditEvent and Provenance have no identifier in R4: a tag says whose they are, and finds them again.
fn add_tagged(bundle: &mut Bundle<'_>, part: &str, mut resource: Value) {
    let tag = format!("{}.{part}", bundle.visit);
    resource["meta"] = json!({ "tag": [{ "system": OWN_ID, "code": tag }] });
    bundle.add(part, resource, &format!("_tag={OWN_ID}|{tag}"));
}

/// One device for each version of the software at a facility, whatever the visit: a server keeps one, not thousands.
fn add_device(bundle: &mut Bundle<'_>, facts: &FhirFacts<'_>, parties: &Parties) -> Result<Reference, FhirError> {
    let version = text("the version", facts.version).map_err(|_| FhirError::Fact("the version of the kiosk"))?;
    let plain = version.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
    if !plain {
        return Err(FhirError::Fact("the version of the kiosk"));
    }
    let id = format!("{}.kiosk.{version}", facts.facility);
    let device = json!({
        "resourceType": "Device",
        "identifier": [{ "system": OWN_ID, "value": id }],
        "status": "active",
        "deviceName": [{ "name": "Uketsuke", "type": "user-friendly-name" }],
        "type": { "text": "受付端末" },
        "version": [{ "value": version }],
        "owner": parties.facility.json(),
    });
    Ok(bundle.add("device", device, &format!("identifier={OWN_ID}|{id}")))
}

/// Arrived, and no more: what follows is the hospital's to say. A consent that could not be obtained (取得困難) exists
/// in emergencies only.
fn encounter(own: Value, answer: &Answer, parties: &Parties, at: &str) -> Value {
    let emergency = answer.consents.iter().any(|record| record.flag == 3);
    json!({
        "resourceType": "Encounter",
        "identifier": [own],
        "status": "arrived",
        "class": { "system": ACT_CODE, "code": if emergency { "EMER" } else { "AMB" } },
        "subject": parties.patient.json(),
        "period": { "start": at },
        "serviceProvider": parties.facility.json(),
    })
}

fn audit_event(
    bundle: &Bundle<'_>,
    facts: &FhirFacts<'_>,
    parties: &Parties,
    device: &Reference,
    about: [&Reference; 2],
    at: &str,
) -> Value {
    let [response, encounter] = about;
    let checked = match facts.identity {
        IdentityCheck::Pin => "pin",
        IdentityCheck::Face => "face",
        IdentityCheck::Visual => "visual",
    };
    json!({
        "resourceType": "AuditEvent",
        "type": { "system": DICOM, "code": "110112", "display": "Query" },
        "action": "E",
        "recorded": at,
        "outcome": "0",
        "agent": [
            { "who": parties.patient.json(), "requestor": true },
            { "who": device.json(), "requestor": false },
        ],
        "source": { "site": facts.facility, "observer": device.json() },
        "entity": [
            { "what": response.json() },
            {
                "what": encounter.json(),
                "detail": [
                    { "type": "identity-check", "valueString": checked },
                    { "type": "visit", "valueString": bundle.visit },
                ],
            },
        ],
    })
}

/// The kiosk put the bundle together out of the centre's answer. Only what is this visit's own: a facility, an insurer or
/// a patient that the server knew before is not the kiosk's work.
fn provenance(bundle: &Bundle<'_>, parties: &Parties, device: &Reference, at: &str) -> Value {
    json!({
        "resourceType": "Provenance",
        "target": bundle.own.iter().map(Reference::json).collect::<Vec<_>>(),
        "recorded": at,
        "activity": { "coding": [{ "system": DATA_OPERATION, "code": "CREATE" }] },
        "agent": [{
            "type": { "coding": [{ "system": PROVENANCE_ROLE, "code": "assembler" }] },
            "who": device.json(),
            "onBehalfOf": parties.facility.json(),
        }],
        "entity": [{
            "role": "source",
            "what": { "identifier": { "system": OWN_ID, "value": bundle.visit }, "display": CENTRE },
        }],
    })
}
