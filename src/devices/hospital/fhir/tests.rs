//! The bundles of every kind of answer: written for `tests/fhir/check.sh`, and looked at here.

use super::*;
use crate::devices::hospital::samples::{FACILITY, VISIT, answer_of, everything, usual, welfare};
use crate::eligibility::consent::{Consent, ConsentGroup};
use std::path::Path;

fn facts(identity: IdentityCheck) -> FhirFacts<'static> {
    FhirFacts { facility: FACILITY, visit: VISIT, version: "0.1.0", identity }
}

fn made(answer: &Answer) -> Value {
    serde_json::from_slice(&bundle(answer, &facts(IdentityCheck::Pin)).unwrap()).unwrap()
}

fn resources<'a>(bundle: &'a Value, kind: &str) -> Vec<&'a Value> {
    let entries = bundle["entry"].as_array().unwrap();
    entries.iter().map(|entry| &entry["resource"]).filter(|resource| resource["resourceType"] == kind).collect()
}

fn with_validity(validity: u8) -> Answer {
    let mut answer = usual("hanako");
    answer.validity = validity;
    if matches!(validity, 4 | 5) {
        answer.results.clear();
    }
    answer
}

/// A certificate within the grace: eligibility only, nobody was asked.
fn grace() -> Answer {
    let mut answer = answer_of("hanako", &[]);
    answer.consents.clear();
    answer
}

fn all(consent: Consent) -> Answer {
    answer_of("hanako", &ConsentGroup::ALL.map(|group| (group, consent)))
}

fn several_coverages() -> Answer {
    let mut answer = usual("hanako");
    for id in ["ume", "hanako"] {
        answer.results.push(std::mem::take(&mut usual(id).results[0]));
    }
    answer
}

fn family() -> Answer {
    let mut answer = usual("hanako");
    answer.results[0].family = 2;
    answer.results[0].insured_name = Some("練習　太郎".into());
    answer
}

/// Whatever the centre need not send is not there.
fn bare() -> Answer {
    let mut answer = usual("hanako");
    let held = &mut answer.results[0];
    (held.symbol, held.branch, held.insured_name, held.address) = (None, None, None, None);
    (held.post_number, held.qualification_date, held.insurer_name) = (None, None, None);
    held.copayment_percent = None;
    answer
}

fn cases() -> Vec<(&'static str, Answer)> {
    vec![
        ("valid", with_validity(1)),
        ("everything", everything()),
        ("invalid", with_validity(2)),
        ("invalid-newer", with_validity(3)),
        ("none", with_validity(4)),
        ("several-persons", with_validity(5)),
        ("welfare", welfare()),
        ("rare-letters", usual("takahashi")),
        ("grace", grace()),
        ("all-given", all(Consent::Yes)),
        ("all-refused", all(Consent::No)),
        ("emergency", all(Consent::NotObtainable)),
        ("several-coverages", several_coverages()),
        ("family", family()),
        ("bare", bare()),
    ]
}

/// What `tests/fhir/validate.py` compares a bundle with.
fn expected(answer: &Answer) -> Value {
    let of = |flag| -> Vec<_> {
        answer.consents.iter().filter(|record| record.flag == flag).map(|record| record.group.code()).collect()
    };
    json!({ "validity": answer.validity, "given": of(1), "refused": of(0), "not_obtainable": of(3) })
}

/// Always written, so that the strangers' check never looks at yesterday's.
#[test]
fn the_bundles_for_the_strangers_check_are_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/fhir");
    let _ = std::fs::remove_dir_all(folder.join("cases"));
    std::fs::create_dir_all(folder.join("cases")).unwrap();
    let identities = [IdentityCheck::Pin, IdentityCheck::Face, IdentityCheck::Visual];
    for ((name, answer), identity) in cases().into_iter().zip(identities.into_iter().cycle()) {
        let bytes = bundle(&answer, &facts(identity)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(bytes.len() < BUFFER_BYTES / 2, "{name} has {} bytes", bytes.len());
        std::fs::write(folder.join(format!("cases/{name}.fhir.json")), &*bytes).unwrap();
        let expected = serde_json::to_vec(&expected(&answer)).unwrap();
        std::fs::write(folder.join(format!("cases/{name}.expected.json")), expected).unwrap();
    }
}

#[test]
fn a_bundle_made_again_is_the_same() {
    let again = || bundle(&everything(), &facts(IdentityCheck::Face)).unwrap();
    assert_eq!(again(), again());
    let other = FhirFacts { visit: "ffffffffffffffffffffffffffffffff", ..facts(IdentityCheck::Face) };
    assert_ne!(again(), bundle(&everything(), &other).unwrap());
}

#[test]
fn every_entry_is_a_conditional_create_and_no_two_are_the_same() {
    for (name, answer) in cases() {
        let bundle = made(&answer);
        let entries = bundle["entry"].as_array().unwrap();
        let mut seen = std::collections::BTreeSet::new();
        for entry in entries {
            let condition = entry["request"]["ifNoneExist"].as_str().unwrap();
            assert_eq!(entry["request"]["method"], "POST");
            assert!(condition.starts_with("identifier=") || condition.starts_with("_tag="), "{condition}");
            assert!(seen.insert(condition.to_owned()), "{name}: {condition} twice");
            assert!(seen.insert(entry["fullUrl"].to_string()), "{name}");
        }
    }
}

#[test]
fn a_name_with_a_bullet_keeps_it_and_has_its_kana_beside_it() {
    let bundle = made(&usual("takahashi"));
    let names = &resources(&bundle, "Patient")[0]["name"];
    assert_eq!((&names[0]["text"], &names[0]["extension"][0]["valueCode"]), (&"●橋　架子".into(), &"IDE".into()));
    assert_eq!((&names[1]["text"], &names[1]["extension"][0]["valueCode"]), (&"タカハシ　カコ".into(), &"SYL".into()));
    assert_eq!((&names[0]["family"], &names[0]["given"][0]), (&"●橋".into(), &"架子".into()));
}

#[test]
fn an_insurance_has_the_forms_of_jp_core() {
    let mut answer = usual("hanako");
    let held = &mut answer.results[0];
    held.insurer_number = "12345".into();
    held.symbol = Some("あいう".into());
    held.number = "187".into();
    held.branch = Some("05".into());
    let bundle = made(&answer);
    let coverage = resources(&bundle, "Coverage")[0];
    assert_eq!(coverage["identifier"][0]["value"], "00012345:あいう:１８７:05");
    assert_eq!(coverage["identifier"][1]["value"], r#""00012345","あいう","１８７","05""#);
    let values: Vec<_> = (0..3).map(|place| coverage["extension"][place]["valueString"].as_str().unwrap()).collect();
    assert_eq!(values, ["あいう", "１８７", "０５"]);
    assert_eq!((&coverage["dependent"], &coverage["subscriberId"]), (&"０５".into(), &"あいう:１８７".into()));
}

#[test]
fn the_validity_decides_what_is_in_force() {
    for (validity, status, inforce) in
        [(1, "active", true), (2, "cancelled", false), (3, "cancelled", false), (6, "active", true)]
    {
        let bundle = made(&with_validity(validity));
        assert_eq!(resources(&bundle, "Coverage")[0]["status"], status);
        let response = resources(&bundle, "CoverageEligibilityResponse")[0];
        assert_eq!(response["insurance"][0]["inforce"], inforce);
        assert_eq!(response["outcome"], "complete");
    }
    let none = made(&with_validity(4));
    assert!(resources(&none, "Coverage").is_empty());
    let response = resources(&none, "CoverageEligibilityResponse")[0];
    assert_eq!(response["insurance"][0]["inforce"], false);
}

#[test]
fn among_several_persons_none_is_picked() {
    let mut answer = with_validity(5);
    // Even where a centre sends candidates.
    answer.results.push(std::mem::take(&mut usual("hanako").results[0]));
    let bundle = made(&answer);
    let response = resources(&bundle, "CoverageEligibilityResponse")[0];
    assert_eq!((&response["outcome"], &response["error"][0]["code"]["text"]), (&"error".into(), &"複数該当".into()));
    assert!(response.get("insurance").is_none() && resources(&bundle, "Coverage").is_empty());
    assert!(resources(&bundle, "Patient")[0].get("name").is_none());
}

#[test]
fn only_a_given_consent_permits_and_only_for_its_day() {
    let bundle = made(&everything());
    let consent = |code: &str| {
        let of_group = |resource: &&&Value| resource["category"][1]["coding"][0]["code"] == code;
        *resources(&bundle, "Consent").iter().find(of_group).unwrap()
    };
    assert_eq!(consent("TKK")["provision"]["type"], "permit");
    assert_eq!(
        consent("TKK")["provision"]["period"],
        json!({ "start": "2026-04-01T09:30:05+09:00", "end": "2026-04-02T09:30:05+09:00" })
    );
    assert_eq!(consent("SRJ")["provision"]["type"], "deny");
    assert!(consent("SRJ").get("performer").is_none());
    assert_eq!(consent("SHJ")["status"], "proposed");
    assert!(consent("SHJ").get("provision").is_none() && consent("SHJ").get("performer").is_none());
    assert!(resources(&made(&grace()), "Consent").is_empty());
}

#[test]
fn a_special_disease_is_told_with_its_consent_only() {
    let mut answer = everything();
    assert_eq!(made(&answer).to_string().matches("特定疾病療養受療証").count(), 4);
    answer.consents.iter_mut().find(|record| record.group == ConsentGroup::Tsr).unwrap().flag = 0;
    let bundle = made(&answer).to_string();
    assert!(!bundle.contains("特定疾病療養受療証") && !bundle.contains("SpecificDiseases"));
}

#[test]
fn a_patient_of_the_server_is_this_one_only_by_number_and_birth() {
    let condition = |answer: &Answer| made(answer)["entry"][0]["request"]["ifNoneExist"].as_str().unwrap().to_owned();
    let own = format!("identifier=urn:uketsuke:fhir:id|{VISIT}.patient");
    assert_eq!(condition(&usual("hanako")), own);
    let mut answer = usual("hanako");
    answer.results[0].reference_number = Some("00012345".into());
    let number = "identifier=urn:oid:1.2.392.100495.20.3.51.11312345678|00012345&birthdate=2003-04-12";
    assert_eq!(condition(&answer), number);
    // What could mean something else in a search is not searched with.
    answer.results[0].reference_number = Some("1,2|3&name=a".into());
    assert_eq!(condition(&answer), own);
}

#[test]
fn a_value_that_does_not_fit_is_refused_by_name_and_never_shown() {
    let broken = |change: fn(&mut Answer)| {
        let mut answer = everything();
        change(&mut answer);
        bundle(&answer, &facts(IdentityCheck::Pin)).err()
    };
    let value = |element| Some(FhirError::Value(element));
    assert_eq!(broken(|a| a.validity = 7), value("QualificationValidity"));
    assert_eq!(broken(|a| a.results[0].birthdate = "19450230".into()), value("Birthdate"));
    assert_eq!(broken(|a| a.results[0].family = 3), value("PersonalFamilyClassification"));
    assert_eq!(broken(|a| a.results[0].insurer_number = "|".into()), value("InsurerNumber"));
    assert_eq!(broken(|a| a.results[0].name = "　".into()), value("Name"));
    assert_eq!(broken(|a| a.subsidies[0].payer_number = "1".into()), value("公費負担者番号"));
    assert_eq!(broken(|a| a.consents[0].available_time = None), value("AvailableTime"));
    assert_eq!(broken(|a| a.consents[0].flag = 2), value("ConsFlg"));
    let fact = |facts| bundle(&everything(), &facts).err();
    let good = facts(IdentityCheck::Pin);
    assert_eq!(fact(FhirFacts { facility: "13", ..good }), Some(FhirError::Fact("facility.code")));
    assert_eq!(fact(FhirFacts { visit: "../..", ..good }), Some(FhirError::Fact("the visit id")));
    assert_eq!(fact(FhirFacts { version: "1|2", ..good }), Some(FhirError::Fact("the version of the kiosk")));
}
