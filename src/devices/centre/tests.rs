//! The client against the real centre, its faults, and servers that misbehave worse.

use super::{Centre, CentreError, HttpCentre, Limits};
use crate::centre::test_bench::Bench;
use crate::eligibility::consent::ConsentGroup::Yzk;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::{Duration, Instant};

const SHORT: Limits = Limits { connect: Duration::from_secs(1), total: Duration::from_millis(700) };

#[test]
fn a_lost_answer_is_asked_for_once_more_and_nothing_is_recorded_twice() {
    let bench = Bench::new();
    let query = bench.signed_query(1, "hanako", &[(Yzk, true)]);
    bench.order_fault(r#"{"fault": "cut", "times": 1}"#);
    assert_eq!(bench.client().query(&query).unwrap().validity(), 1);
    assert_eq!(bench.recorded(), ["YZK 1"]);
    let query = bench.signed_query(2, "hanako", &[(Yzk, true)]);
    bench.order_fault(r#"{"fault": "cut", "times": 2}"#);
    assert!(matches!(bench.client().query(&query), Err(CentreError::Unreachable(_))));
    assert_eq!(bench.client().query(&query).unwrap().validity(), 1, "a third time, by hand");
    assert_eq!(bench.recorded(), ["YZK 1", "YZK 1"]);
}

#[test]
fn every_fault_has_its_own_error() {
    let bench = Bench::new();
    let request = bench.open_request(1, "hanako");
    let faulty = |order: &str, limits: Limits| {
        bench.order_fault(order);
        HttpCentre::new(&bench.centre.base_url(), limits).unwrap().open_visit(&request)
    };
    let patient = |order: &str| faulty(order, Limits::default());
    assert_eq!(patient(r#"{"fault": "down"}"#).unwrap_err(), CentreError::Busy(503));
    assert!(matches!(patient(r#"{"fault": "rubbish"}"#).unwrap_err(), CentreError::Rubbish(_)));
    assert!(matches!(patient(r#"{"fault": "cut"}"#).unwrap_err(), CentreError::Unreachable(_)));
    assert!(patient(r#"{"fault": "slow", "millis": 50}"#).is_ok());
    let before = Instant::now();
    assert_eq!(faulty(r#"{"fault": "never"}"#, SHORT).unwrap_err(), CentreError::TimedOut);
    assert_eq!(faulty(r#"{"fault": "slow", "millis": 60000}"#, SHORT).unwrap_err(), CentreError::TimedOut);
    assert!(before.elapsed() < Limits::default().total);
    assert!(patient(r#"{"fault": "none"}"#).is_ok());
}

#[test]
fn no_centre_is_unreachable() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let bench = Bench::new();
    let mut client = HttpCentre::new(&format!("http://{nobody}"), SHORT).unwrap();
    let error = client.open_visit(&bench.open_request(1, "hanako")).unwrap_err();
    assert!(matches!(error, CentreError::Unreachable(_)), "{error}");
}

/// A server that sends these bytes to whoever asks first.
fn server(answer: Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 16 * 1024]);
        let _ = stream.write_all(&answer);
        // Closing with unread bytes would reset the connection: wait until the client has had enough.
        let _ = std::io::copy(&mut stream, &mut std::io::sink());
    });
    url
}

#[test]
fn strange_answers_are_rubbish_and_stay_bounded() {
    let bench = Bench::new();
    let request = bench.open_request(1, "hanako");
    let huge = [b"HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n".to_vec(), vec![b' '; 1_100_000]].concat();
    let redirect =
        format!("HTTP/1.1 307 Moved\r\nLocation: {}/v1/visits\r\nContent-Length: 0\r\n\r\n", bench.centre.base_url());
    let nonce = br#"{"nonce":"AAAA","certificate":"valid","registered":true}"#;
    let short_nonce =
        [format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", nonce.len()).as_bytes(), nonce].concat();
    for answer in [
        huge,
        redirect.into_bytes(),
        short_nonce,
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\n\r\n???".to_vec(),
        b"SSH-2.0-OpenSSH_9.2\r\n".to_vec(),
    ] {
        let start = String::from_utf8_lossy(&answer[..20]).into_owned();
        let error = HttpCentre::new(&server(answer), Limits::default()).unwrap().open_visit(&request).unwrap_err();
        assert!(matches!(error, CentreError::Rubbish(_)), "{start}: {error}");
    }
}

#[test]
fn only_tls_or_this_machine() {
    for good in [
        "https://centre.example",
        "https://centre.example:8443/",
        "http://127.0.0.1:1",
        "http://[::1]:1",
        "http://localhost:1",
    ] {
        assert!(HttpCentre::new(good, Limits::default()).is_ok(), "{good}");
    }
    for bad in [
        "http://centre.example",
        "http://192.168.0.10:8080",
        "http://127.0.0.1@centre.example",
        "http://localhost.example",
        "https://centre.example/path",
        "https://centre.example?x",
        "ftp://127.0.0.1",
        "127.0.0.1:80",
        "",
    ] {
        let error = HttpCentre::new(bad, Limits::default()).err();
        assert!(matches!(error, Some(CentreError::Address(..))), "{bad}");
    }
}
