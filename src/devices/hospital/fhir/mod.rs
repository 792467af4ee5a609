//! A visit's answer as FHIR R4 (4.0.1): one Bundle a visit. What is in it and why: `docs/fhir.md`.

mod consent;
mod coverage;
mod eligibility;
mod parties;
pub mod sink;
mod trail;
mod values;

pub use crate::session::IdentityCheck;
pub use sink::{FhirDeliveryError, FhirSink, deliver};

use crate::eligibility::visit::{is_facility_code, is_visit_id};
use crate::eligibility::{Answer, Qualification};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use values::instant;
use zeroize::{Zeroize, Zeroizing};

/// A bundle of one person stays below this, so the buffer never moves and leaves no copies behind.
const BUFFER_BYTES: usize = 64 * 1024;
/// Identifiers that the kiosk itself gives. Ours, like every `urn:uketsuke:` name: the project owns no web address
/// that could stand for them, and nobody else's is invented.
const OWN_ID: &str = "urn:uketsuke:fhir:id";
/// Values of the OQS answer that R4 has no place for, under the answer's own element names.
const OWN_VALUES: &str = "urn:uketsuke:fhir:oqs";

/// What the bundle needs beside the answer.
#[derive(Debug, Clone, Copy)]
pub struct FhirFacts<'a> {
    /// 医療機関コード, 10 digits.
    pub facility: &'a str,
    /// The visit id, 32 hexadecimal digits; every id in the bundle is derived from it.
    pub visit: &'a str,
    /// Version of the kiosk's software.
    pub version: &'a str,
    pub identity: IdentityCheck,
}

/// Why an answer cannot become a bundle. No message holds a value of the answer.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum FhirError {
    #[error("{0} has no form that FHIR can carry: the eligibility centre sent a wrong value, call support")]
    Value(&'static str),
    #[error("{0} is not what the kiosk's own settings should hold: correct the configuration")]
    Fact(&'static str),
    #[error("the JSON of the bundle cannot be written")]
    Json,
}

/// Makes the bundle of a visit, in UTF-8.
///
/// It is a `transaction`: a FHIR server takes all of it or nothing. Every entry is a conditional create
/// (`ifNoneExist`), so a bundle that is sent twice doubles nothing, and nothing that the hospital keeps is ever
/// overwritten. Why not PUT with ids of ours: it would overwrite what the hospital has changed since, and many servers
/// take no ids from outside, or refuse a second PUT of an AuditEvent and with it the whole bundle.
///
/// # Errors
/// [`FhirError::Value`] names the element whose value does not fit.
pub fn bundle(answer: &Answer, facts: &FhirFacts<'_>) -> Result<Zeroizing<Vec<u8>>, FhirError> {
    if !is_facility_code(facts.facility) {
        return Err(FhirError::Fact("facility.code"));
    }
    if !is_visit_id(facts.visit) {
        return Err(FhirError::Fact("the visit id"));
    }
    if !matches!(answer.validity, 1..=6) {
        return Err(FhirError::Value("QualificationValidity"));
    }
    let mut bundle = Bundle { visit: facts.visit, entries: Vec::new(), own: Vec::new() };
    let parties = parties::add(&mut bundle, answer, facts)?;
    let coverages = coverage::add(&mut bundle, answer, &parties)?;
    let response = eligibility::add(&mut bundle, answer, &parties, &coverages)?;
    consent::add(&mut bundle, answer, &parties)?;
    trail::add(&mut bundle, answer, facts, &parties, &response)?;
    bundle.finish(answer)
}

/// The coverages that the answer names. 該当資格なし and 複数該当 name nobody: none may be picked among several.
fn named(answer: &Answer) -> &[Qualification] {
    if matches!(answer.validity, 4 | 5) { &[] } else { &answer.results }
}

/// `urn:uuid:` of a part of a visit: always the same, so that a bundle made again is the same one. Version 8, the
/// one for own derivations (RFC 9562).
fn urn(visit: &str, part: &str) -> String {
    let hash = Sha256::digest(format!("{OWN_ID}|{visit}|{part}"));
    let mut hex = String::with_capacity(45);
    hex.push_str("urn:uuid:");
    for (place, byte) in hash.iter().take(16).enumerate() {
        let byte = match place {
            6 => (byte & 0x0F) | 0x80,
            8 => (byte & 0x3F) | 0x80,
            _ => *byte,
        };
        if matches!(place, 4 | 6 | 8 | 10) {
            hex.push('-');
        }
        // Writing into a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// A reference to an entry of the bundle, by its `fullUrl`.
#[derive(Clone)]
struct Reference(String);

impl Reference {
    fn json(&self) -> Value {
        json!({ "reference": self.0 })
    }
}

/// The bundle while it grows.
struct Bundle<'a> {
    visit: &'a str,
    entries: Vec<Value>,
    /// What this visit alone has: what the kiosk itself made.
    own: Vec<Reference>,
}

impl Bundle<'_> {
    /// Our identifier of a part of this visit.
    fn own_identifier(&self, part: &str) -> Value {
        json!({ "system": OWN_ID, "value": format!("{}.{part}", self.visit) })
    }

    /// Adds a resource that this visit alone has. `part` tells it from the others of its visit.
    fn add_own(&mut self, part: &str, resource: Value) -> Reference {
        let condition = format!("identifier={OWN_ID}|{}.{part}", self.visit);
        let reference = self.add(part, resource, &condition);
        self.own.push(reference.clone());
        reference
    }

    /// Adds a resource of which a server may have one already: the one that `condition` (a search) finds.
    fn add(&mut self, part: &str, resource: Value, condition: &str) -> Reference {
        let url = urn(self.visit, part);
        let request = json!({ "method": "POST", "url": resource["resourceType"], "ifNoneExist": condition });
        self.entries.push(json!({ "fullUrl": url, "resource": resource, "request": request }));
        Reference(url)
    }

    fn finish(mut self, answer: &Answer) -> Result<Zeroizing<Vec<u8>>, FhirError> {
        let whole = Wiped(json!({
            "resourceType": "Bundle",
            "type": "transaction",
            "identifier": { "system": OWN_ID, "value": self.visit },
            "timestamp": instant("ProcessExecutionTime", &answer.processed_at)?,
            "entry": std::mem::take(&mut self.entries),
        }));
        let mut bytes = Zeroizing::new(Vec::with_capacity(BUFFER_BYTES));
        serde_json::to_writer(&mut *bytes, &whole.0).map_err(|_| FhirError::Json)?;
        Ok(bytes)
    }
}

/// Also on the way out through an error.
impl Drop for Bundle<'_> {
    fn drop(&mut self) {
        self.entries.iter_mut().for_each(wipe);
    }
}

/// JSON that wipes its texts.
struct Wiped(Value);

impl Drop for Wiped {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

/// What `json!` drops on the way (a resource that an error kept out) is left to the allocator, see [`crate::memory`].
fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(values) => values.iter_mut().for_each(wipe),
        Value::Object(fields) => fields.values_mut().for_each(wipe),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests;
