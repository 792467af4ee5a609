//! The centre's rules, through the kiosk's own client.

use super::test_bench::{Bench, ENDS, FACILITY, Flaw, START, card_signature};
use super::{CentreOptions, ServeError, spawn};
use crate::devices::centre::{Centre, CentreError};
use crate::eligibility::consent::Consent;
use crate::eligibility::consent::ConsentGroup::{Srj, Tkk, Tsr, Yzk};
use crate::eligibility::{
    Answer, CertificateStanding, Choices, FindSubsidies, Identify, OpenVisit, Query, Refusal, Register, Registration,
    Standing, message_to_sign,
};
use crate::practice::persons;
use crate::practice::pki::Pki;
use jiff::Timestamp;
use jiff::civil::date;
use std::sync::Arc;

fn refused<T: std::fmt::Debug>(result: Result<T, CentreError>) -> Refusal {
    match result {
        Err(CentreError::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

fn flags(answer: &Answer) -> Vec<u8> {
    answer.consents.iter().map(|record| record.flag).collect()
}

#[test]
fn an_ordinary_visit_is_answered_and_its_consents_are_recorded() {
    let bench = Bench::new();
    let opened = bench.client().open_visit(&bench.open_request(1, "hanako")).unwrap();
    assert_eq!((opened.certificate, opened.registered), (CertificateStanding::Valid, true));
    let query = bench.signed_query(1, "hanako", &[(Tkk, false), (Yzk, true), (Tsr, true)]);
    let answer = bench.client().query(&query).unwrap();
    assert_eq!((answer.validity(), &*answer.results[0].name), (1, "練習　花子"));
    assert_eq!(answer.processed_at, "20260401090000");
    assert_eq!(flags(&answer), [0, 1, 0, 0, 1]);
    assert_eq!(answer.consents[1].cons_time.as_deref(), Some("20260401090000"));
    assert_eq!(answer.consents[1].available_time.as_deref(), Some("20260402090000"));
    assert_eq!(bench.recorded(), ["TKK 0", "YZK 1", "TSR 1"]);
}

#[test]
fn a_repeated_query_gets_the_stored_answer_even_after_a_restart_and_another_one_is_refused() {
    let bench = Bench::new();
    let mut query = bench.signed_query(1, "hanako", &[(Yzk, true)]);
    let first = bench.client().query(&query).unwrap();
    bench.set_clock("2026-04-01T00:30:00Z");
    assert_eq!(bench.client().query(&query).unwrap(), first);
    let bench = bench.restart();
    assert_eq!(bench.client().query(&query).unwrap(), first);
    assert_eq!(bench.recorded(), ["YZK 1"]);
    query.choices.consents[0].consent = Consent::No;
    assert_eq!(refused(bench.client().query(&query)), Refusal::Conflict);
    assert_eq!(bench.recorded(), ["YZK 1"]);
}

#[test]
fn within_the_grace_there_is_eligibility_and_nothing_medical() {
    let bench = Bench::new();
    bench.set_clock("2028-08-31T14:59:59Z"); // the certificate ended in May
    let request = bench.open_request(1, "hanako");
    assert_eq!(bench.client().open_visit(&request).unwrap().certificate, CertificateStanding::Grace);
    let answer = bench.client().query(&bench.signed_query(1, "hanako", &[(Yzk, true), (Srj, true)])).unwrap();
    assert_eq!((answer.validity(), answer.results.len(), flags(&answer)), (1, 1, vec![0; 5]));
    assert_eq!(bench.recorded(), [""; 0]);
}

#[test]
fn who_may_not_ask_is_told_so_when_the_visit_opens_and_is_refused() {
    let bench = Bench::new();
    for (visit, person, standing, registered, refusal) in [
        (1, "goro", CertificateStanding::Revoked, true, Refusal::CertificateRevoked),
        (2, "nobody", CertificateStanding::Untrusted, false, Refusal::CertificateUntrusted),
    ] {
        let opened = bench.client().open_visit(&bench.open_request(visit, person)).unwrap();
        assert_eq!((opened.certificate, opened.registered), (standing, registered), "{person}");
        assert_eq!(refused(bench.client().identify(&bench.signed(visit, person))), refusal, "{person}");
    }
    let opened = bench.client().open_visit(&bench.open_request(3, "mei")).unwrap();
    assert_eq!((opened.certificate, opened.registered), (CertificateStanding::Valid, false));
    let query = bench.signed_query(3, "mei", &[(Yzk, true)]);
    assert_eq!(refused(bench.client().query(&query)), Refusal::NotRegistered);
    bench.set_clock("2028-08-31T15:00:00Z");
    let opened = bench.client().open_visit(&bench.open_request(4, "hanako")).unwrap();
    assert_eq!(opened.certificate, CertificateStanding::Expired);
    assert_eq!(refused(bench.client().identify(&bench.signed(4, "hanako"))), Refusal::CertificateExpired);
    assert_eq!(bench.recorded(), [""; 0]);
}

#[test]
fn a_nonce_is_good_once_and_for_ten_minutes() {
    let bench = Bench::new();
    let mut request = bench.signed(1, "hanako");
    let right = std::mem::replace(&mut request.signature, card_signature(b"something else"));
    assert_eq!(refused(bench.client().identify(&request)), Refusal::Signature);
    request.signature = right;
    assert_eq!(refused(bench.client().identify(&request)), Refusal::NonceSpent);
    let late = bench.signed(2, "hanako");
    let in_time = bench.signed(3, "hanako");
    let late_query = bench.signed_query(4, "hanako", &[]);
    bench.set_clock("2026-04-01T00:10:00Z");
    assert!(bench.client().identify(&in_time).is_ok());
    bench.set_clock("2026-04-01T00:10:01Z");
    assert_eq!(refused(bench.client().identify(&late)), Refusal::NonceExpired);
    assert_eq!(refused(bench.client().query(&late_query)), Refusal::NotIdentified);
}

#[test]
fn a_signature_and_a_pass_of_one_visit_open_no_other() {
    let bench = Bench::new();
    let stolen = bench.signed(1, "hanako");
    let mut request = bench.signed(2, "takahashi");
    request.signature.clone_from(&stolen.signature);
    assert_eq!(refused(bench.client().identify(&request)), Refusal::Signature);
    let mut elsewhere = bench.signed(3, "hanako");
    elsewhere.facility = "1300000000".into();
    assert_eq!(refused(bench.client().identify(&elsewhere)), Refusal::UnknownVisit);
    let stolen = bench.signed_query(4, "hanako", &[]);
    let mut query = bench.signed_query(5, "takahashi", &[]);
    query.pass.clone_from(&stolen.pass);
    assert_eq!(refused(bench.client().query(&query)), Refusal::NotIdentified);
    query.pass.clear();
    assert_eq!(refused(bench.client().query(&query)), Refusal::NotIdentified);
}

#[test]
fn who_is_identified_again_by_the_same_signature_gets_the_same_pass() {
    let bench = Bench::new();
    let request = bench.signed(1, "hanako");
    let first = bench.client().identify(&request).unwrap();
    let bench = bench.restart();
    assert!(bench.client().identify(&request).unwrap() == first);
    let other = Identify { facility: FACILITY.into(), visit: request.visit.clone(), signature: vec![1; 256] };
    assert_eq!(refused(bench.client().identify(&other)), Refusal::Conflict);
}

#[test]
fn an_application_registers_once_and_for_who_signed() {
    let bench = Bench::new();
    let query = bench.signed_query(1, "mei", &[(Yzk, true)]);
    let application =
        |pass: &[u8]| Register { facility: FACILITY.into(), visit: query.visit.clone(), pass: pass.into() };
    assert_eq!(refused(bench.client().register(&application(&[0; 32]))), Refusal::NotIdentified);
    assert_eq!(bench.registered(), [""; 0]);
    let bench = bench.restart();
    assert_eq!(bench.client().register(&application(&query.pass)).unwrap(), Registration::Registered);
    let bench = bench.restart();
    assert_eq!(bench.client().register(&application(&query.pass)).unwrap(), Registration::Registered);
    assert_eq!(bench.registered(), ["mei"]);
    assert_eq!(bench.client().query(&query).unwrap().validity(), 1);
    assert!(bench.client().open_visit(&bench.open_request(2, "mei")).unwrap().registered);
}

#[test]
fn an_application_in_the_middle_of_a_change_of_insurer_waits() {
    let bench = Bench::new();
    let query = bench.signed_query(1, "tetsu", &[]);
    let request = Register { facility: FACILITY.into(), visit: query.visit.clone(), pass: query.pass.clone() };
    assert_eq!(bench.client().register(&request).unwrap(), Registration::InsurerChanging);
    assert_eq!(refused(bench.client().query(&query)), Refusal::NotRegistered);
    assert_eq!(bench.registered(), [""; 0]);
}

#[test]
fn what_somebody_answered_here_stands_for_a_day_and_the_last_answer_counts() {
    let bench = Bench::new();
    for (visit, given) in [(1, true), (2, false)] {
        bench.client().query(&bench.signed_query(visit, "hanako", &[(Yzk, given)])).unwrap();
    }
    bench.client().query(&bench.signed_query(3, "takahashi", &[(Yzk, true)])).unwrap();
    let standing = |visit, moment: &str| {
        bench.set_clock(moment);
        bench.client().identify(&bench.signed(visit, "hanako")).unwrap().offer.standing.clone()
    };
    let told = |stands: &[Standing]| stands.iter().map(|one| (one.group, one.consent)).collect::<Vec<_>>();
    assert_eq!(told(&standing(4, "2026-04-01T23:59:59Z")), [(Yzk, Consent::No)]);
    bench.set_clock(START);
    bench.client().query(&bench.signed_query(5, "hanako", &[(Yzk, true), (Tkk, true)])).unwrap();
    let stands = standing(6, "2026-04-01T23:59:59Z");
    assert_eq!(told(&stands), [(Tkk, Consent::Yes), (Yzk, Consent::Yes)]);
    assert_eq!(stands[0].until, "20260402090000");
    assert_eq!(standing(7, "2026-04-02T00:00:00Z"), []);
}

#[test]
fn the_offer_says_what_concerns_this_person() {
    let bench = Bench::new();
    let offer = |visit, person| bench.client().identify(&bench.signed(visit, person)).unwrap().offer.clone();
    assert_eq!((offer(1, "hanako").from_forty, offer(2, "kenji").from_forty), (false, true));
    assert_eq!((offer(3, "hanako").ticket, offer(4, "haru").ticket), (false, true));
    for (visit, person, found) in [(5, "hanako", false), (6, "rin", true)] {
        let query = bench.signed_query(visit, person, &[]);
        let request = FindSubsidies { facility: FACILITY.into(), visit: query.visit.clone(), pass: query.pass.clone() };
        assert_eq!(bench.client().find_subsidies(&request).unwrap().found, found);
    }
}

#[test]
fn a_visit_id_belongs_to_one_card_and_one_query() {
    let bench = Bench::new();
    let query = bench.signed_query(1, "hanako", &[]);
    let open = |person: &str| bench.client().open_visit(&bench.open_request(1, person));
    assert_eq!(open("takahashi").unwrap_err(), CentreError::Refused(Refusal::Conflict));
    assert_eq!(refused(bench.client().query(&unknown(&query))), Refusal::UnknownVisit);
    bench.client().query(&query).unwrap();
    assert_eq!(open("hanako").unwrap_err(), CentreError::Refused(Refusal::Conflict));
}

fn unknown(query: &Query) -> Query {
    Query {
        visit: "f".repeat(32),
        facility: query.facility.clone(),
        pass: query.pass.clone(),
        choices: Choices::default(),
    }
}

#[test]
fn malformed_requests_are_refused() {
    let bench = Bench::new();
    let mut request = bench.open_request(1, "hanako");
    request.visit = "../1".into();
    assert_eq!(bench.client().open_visit(&request).unwrap_err(), CentreError::Refused(Refusal::Malformed));
    let mut request = bench.open_request(1, "hanako");
    request.certificate = vec![0; 9_000];
    assert_eq!(bench.client().open_visit(&request).unwrap().certificate, CertificateStanding::Untrusted);
    // The centre hangs up on the rest of it, so what the client sees is a matter of chance.
    request.certificate = vec![0; 100_000];
    assert!(bench.client().open_visit(&request).is_err());
    let twice = bench.signed_query(2, "hanako", &[(Yzk, true), (Yzk, false)]);
    assert_eq!(refused(bench.client().query(&twice)), Refusal::Malformed);
    let query = bench.signed_query(3, "hanako", &[(Yzk, true)]);
    for key in [None, Some("f".repeat(32))] {
        let url = format!("{}/v1/visits/{}/query", bench.centre.base_url(), query.visit);
        let mut post = ureq::post(url).config().http_status_as_error(false).build();
        if let Some(key) = key {
            post = post.header("Idempotency-Key", key);
        }
        assert_eq!(post.send_json(&query).unwrap().status(), 400);
    }
    assert_eq!(bench.recorded(), [""; 0]);
}

#[test]
fn old_visits_are_forgotten_at_the_start() {
    let bench = Bench::new();
    let query = bench.signed_query(1, "hanako", &[(Yzk, true)]);
    bench.client().query(&query).unwrap();
    bench.set_clock("2026-04-02T00:00:01Z");
    let bench = bench.restart();
    assert_eq!(bench.recorded(), [""; 0]);
    assert_eq!(refused(bench.client().query(&query)), Refusal::UnknownVisit);
}

#[test]
fn it_listens_on_this_machine_only_and_needs_its_authority() {
    let folder = tempfile::tempdir().unwrap();
    let options = |listen: &str| CentreOptions {
        listen: listen.parse().unwrap(),
        data: folder.path().join("centre.sqlite"),
        trust: folder.path().join("ca.der"),
        clock: Arc::new(Timestamp::now),
        people: crate::practice::persons::persons().to_vec(),
    };
    assert!(matches!(spawn(options("0.0.0.0:0")).err().unwrap(), ServeError::NotLoopback(_)));
    assert!(matches!(spawn(options("127.0.0.1:0")).err().unwrap(), ServeError::Trust(..)));
}

/// Where virtual card and centre meet: what the practice authority issues, the centre takes for what it shows.
#[test]
fn the_practice_cards_are_what_they_show() {
    let bench = Bench::new();
    let pki = Pki::open(&bench.folder.path().join("pki")).unwrap();
    std::fs::write(bench.folder.path().join("ca.der"), pki.ca_certificate_der()).unwrap();
    let bench = bench.restart();
    for (visit, person, expected) in [
        (1, "hanako", CertificateStanding::Valid),
        (2, "sakura", CertificateStanding::Valid),
        (3, "ichiro", CertificateStanding::Grace),
        (4, "kiku", CertificateStanding::Expired),
    ] {
        let identity = pki.identity(persons::find(person).unwrap(), date(2026, 4, 1)).unwrap();
        let visit = format!("{visit:032x}");
        let request = OpenVisit { facility: FACILITY.into(), visit, certificate: identity.certificate_der };
        let opened = bench.client().open_visit(&request).unwrap();
        assert_eq!((opened.certificate, opened.registered), (expected, true), "{person}");
    }
}

/// The end of the test cards' certificate is the end of a day in Japan, as on real cards.
#[test]
fn the_last_second_counts() {
    let bench = Bench::new();
    bench.set_clock(ENDS);
    let certificate = bench.ca.issue_until("hanako", ENDS, Flaw::None);
    let request = OpenVisit { facility: FACILITY.into(), visit: "0".repeat(32), certificate };
    let opened = bench.client().open_visit(&request).unwrap();
    assert_eq!(opened.certificate, CertificateStanding::Valid);
    assert_eq!(opened.nonce.len(), 32);
    assert!(!message_to_sign(FACILITY, &request.visit, &opened.nonce).is_empty());
}
