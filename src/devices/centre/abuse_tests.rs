//! A centre that wants to do harm, against the real client: real sockets, and a real server at the other end.

use super::{Centre, CentreError, HttpCentre, Limits};
use crate::abuse::{Cost, MB, mutation, tree, try_all, within};
use crate::centre::test_bench::Bench;
use crate::devices::hospital::samples::everything;
use crate::eligibility::{Answer, CertificateStanding, Identified, Registration, SubsidiesFound, VisitOpened};
use serde_json::{json, to_value};
use std::cell::RefCell;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

const LIMITS: Limits = Limits { connect: Duration::from_secs(1), total: Duration::from_secs(1) };
/// An answer of a megabyte, and what becomes of it.
const COST: Cost = Cost { bytes: 8 * MB, time: Duration::from_secs(5) };
/// So slowly that nothing ends in time, so often that the client always waits for the next one.
const DRIP: Duration = Duration::from_millis(20);
const OK: &[u8] = b"HTTP/1.1 200 OK\r\n";

/// Serves everybody who connects, each on a thread of its own, until the test's process ends.
fn server(serve: impl Fn(&mut TcpStream) -> std::io::Result<()> + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let serve = Arc::new(serve);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (Ok(mut stream), serve) = (stream, Arc::clone(&serve)) else { return };
            thread::spawn(move || {
                let _ = stream.read(&mut [0; 16 * 1024]);
                let _ = serve(&mut stream);
                let _ = stream.shutdown(Shutdown::Write);
                // Closing with unread bytes would reset the connection: wait until the client has had enough.
                let _ = std::io::copy(&mut stream, &mut std::io::sink());
            });
        }
    });
    url
}

/// The same bytes as fast as they are taken, for as long as anybody takes them.
fn flood(begin: &'static [u8], endlessly: &'static [u8]) -> String {
    server(move |stream| {
        stream.write_all(begin)?;
        let much = endlessly.repeat(64 * 1024 / endlessly.len());
        // A gigabyte, and the client had enough long before.
        (0..16 * 1024).try_for_each(|_| stream.write_all(&much))
    })
}

/// Byte by byte.
fn drip(begin: &'static [u8], endlessly: &'static [u8]) -> String {
    server(move |stream| {
        stream.set_nodelay(true)?;
        stream.write_all(begin)?;
        endlessly.iter().cycle().take(500).try_for_each(|byte| {
            thread::sleep(DRIP);
            stream.write_all(&[*byte])
        })
    })
}

fn once(answer: impl Into<Vec<u8>>) -> String {
    let answer = answer.into();
    server(move |stream| stream.write_all(&answer))
}

fn body(body: &str) -> Vec<u8> {
    [OK, format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes()].concat()
}

/// Over one line that is kept it would be taken for the answer about the next patient.
#[test]
fn a_second_answer_to_a_question_is_nobodys() {
    let bench = Bench::new();
    let answers = Arc::new(Mutex::new(0_u8));
    let url = server(move |stream| {
        for _ in 0..2 {
            let mut count = answers.lock().unwrap();
            *count += 1;
            let opened =
                VisitOpened { nonce: vec![*count; 32], certificate: CertificateStanding::Valid, registered: true };
            stream.write_all(&body(&to_value(opened).unwrap().to_string()))?;
        }
        Ok(())
    });
    let mut centre = HttpCentre::new(&url, LIMITS).unwrap();
    for first_of_its_connection in [1, 3, 5] {
        let opened = centre.open_visit(&bench.open_request(1, "hanako")).unwrap();
        assert_eq!(opened.nonce, [first_of_its_connection; 32]);
    }
}

#[test]
fn whatever_a_hostile_centre_does_ends_in_time_with_a_name() {
    let bench = Bench::new();
    let request = bench.open_request(1, "hanako");
    type Named = fn(&CentreError) -> bool;
    let rubbish: Named = |error| matches!(error, CentreError::Rubbish(_));
    let timed_out: Named = |error| matches!(error, CentreError::TimedOut);
    let cut: Named = |error| matches!(error, CentreError::Unreachable(_));
    let either: Named =
        |error| matches!(error, CentreError::Rubbish(_) | CentreError::Unreachable(_) | CentreError::TimedOut);
    let nested = "[".repeat(400_000);
    let redirect = b"HTTP/1.1 302 Found\r\nLocation: /v1/visits\r\nContent-Length: 0\r\n\r\n";
    for (what, url, named) in [
        (
            "a body of a gigabyte",
            flood(b"HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n", b"{\"nonce\":"),
            either,
        ),
        ("a body without an end", flood(b"HTTP/1.1 200 OK\r\n\r\n", b" "), either),
        (
            "chunks without an end",
            flood(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"4\r\n    \r\n"),
            either,
        ),
        (
            "empty words in a chunk's size",
            flood(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", b"x"),
            either,
        ),
        ("headers without an end", flood(OK, b"X-More: more\r\n"), either),
        ("a header without an end", flood(b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"), either),
        ("a first line without an end", flood(b"HTTP/1.1 200 ", b"x"), either),
        ("continue, continue", flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), either),
        ("hints without an end", flood(b"", b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"), either),
        ("a body in drops", drip(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", b"{"), timed_out),
        ("headers in drops", drip(OK, b"X-More: more\r\n"), timed_out),
        ("a first line in drops", drip(b"", b"HTTP/1.1 200 OK OK OK"), timed_out),
        ("chunks in drops", drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"), timed_out),
        ("nothing", server(|_| loop_until_closed()), timed_out),
        ("a redirect to itself", once(*redirect), rubbish),
        ("cut in mid-body", once(&b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{\"nonce\":\"AA"[..]), cut),
        ("cut in mid-header", once(&b"HTTP/1.1 200 OK\r\nContent-Le"[..]), cut),
        ("cut in mid-chunk", once(&b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFF\r\n{"[..]), either),
        ("closed at once", once(Vec::new()), cut),
        ("nested too deep", once(body(&nested)), rubbish),
        ("objects nested too deep", once(body(&"{\"a\":".repeat(100_000))), rubbish),
        (
            "a number too large",
            once(body("{\"nonce\":1e99999,\"certificate\":\"valid\",\"registered\":true}")),
            rubbish,
        ),
        ("half a letter", once(body("{\"nonce\":\"\\ud800\"}")), rubbish),
        (
            "a page",
            once(&b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 14\r\n\r\n<h1>200 OK</h1>"[..]),
            rubbish,
        ),
        (
            "packed",
            once(&b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1F\x8B\x08\x00"[..]),
            rubbish,
        ),
        ("a length below nothing", once(&b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}"[..]), either),
        (
            "a length beyond all",
            once(&b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\n{}"[..]),
            either,
        ),
        ("two lengths", once(&b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 4\r\n\r\n{}{}"[..]), either),
        (
            "a chunk beyond all",
            once(&b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n{}"[..]),
            either,
        ),
        ("another protocol", once(&b"\0\0\x12\x04\0\0\0\0\0\0\x03\0\0\0\x80"[..]), either),
        ("a status of none", once(&b"HTTP/1.1 999 Fine\r\nContent-Length: 2\r\n\r\n{}"[..]), either),
    ] {
        let mut client = HttpCentre::new(&url, LIMITS).unwrap();
        let error = Mutex::new(None);
        let held = within(COST, || {
            *error.lock().unwrap() = client.open_visit(&request).err();
            Ok(())
        });
        assert!(held.is_ok(), "{what}: {held:?}");
        let error = error.into_inner().unwrap().unwrap_or_else(|| panic!("{what} is an answer"));
        assert!(named(&error), "{what}: {error:?}");
    }
}

/// The server says nothing; the client leaves.
fn loop_until_closed() -> std::io::Result<()> {
    thread::sleep(LIMITS.total * 2);
    Ok(())
}

/// One server for all cases: it sends what lies here to whoever asks next.
struct Said {
    url: String,
    answer: Arc<Mutex<Vec<u8>>>,
}

impl Said {
    fn new() -> Self {
        let answer = Arc::new(Mutex::new(Vec::new()));
        let said = Arc::clone(&answer);
        let url = server(move |stream| {
            let answer = said.lock().unwrap().clone();
            stream.write_all(&answer)
        });
        Self { url, answer }
    }
}

#[test]
fn bent_answers_on_the_line_are_read_or_named() {
    let bench = Bench::new();
    let said = Said::new();
    let client = RefCell::new(HttpCentre::new(&said.url, LIMITS).unwrap());
    let request = bench.open_request(1, "hanako");
    let nonce = "A".repeat(43) + "=";
    let good = body(&json!({ "nonce": nonce, "certificate": "valid", "registered": true }).to_string());
    let chunked = [OK, b"Transfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n4\r\n\":1}\r\n0\r\n\r\n"].concat();
    let refused = b"HTTP/1.1 503 No\r\nContent-Length: 25\r\n\r\n{\"refused\":\"maintenance\"}".to_vec();
    let words: [&[u8]; 8] = [
        b"Transfer-Encoding: chunked\r\n",
        b"Content-Length: 5\r\n",
        b"\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"\0",
        b"Connection: upgrade\r\n",
        b"\r\n ",
        b"FFFFFFFF\r\n",
    ];
    try_all(
        "answers on the line",
        COST,
        mutation::almost(vec![good, chunked, refused], &words, mutation::none),
        |bytes| {
            *said.answer.lock().unwrap() = bytes;
            let _ = client.borrow_mut().open_visit(&request);
            Ok(())
        },
    );
}

#[test]
fn bent_answers_of_every_kind_are_read_or_refused() {
    let offer = json!({ "from_forty": true, "ticket": false, "standing": [{ "group": "tkk", "consent": "yes", "until": "20261123090000" }] });
    let seeds = vec![
        to_value(everything()).unwrap(),
        json!({ "nonce": "AAAA", "certificate": "valid", "registered": true }),
        json!({ "pass": "AAAA", "offer": offer }),
        json!({ "registration": "processing", "ask_again_millis": 5 }),
        json!({ "found": true }),
        json!({ "refused": "maintenance" }),
    ];
    try_all("answers of every kind", COST, tree::almost_json(seeds), |text| {
        let status = |code| ureq::http::StatusCode::from_u16(code).unwrap();
        let _ = super::http::understand::<Answer>(status(200), text.as_bytes());
        let _ = super::http::understand::<VisitOpened>(status(503), text.as_bytes());
        let _ = super::http::understand::<Identified>(status(200), text.as_bytes());
        let _ = super::http::understand::<Registration>(status(409), text.as_bytes());
        let _ = super::http::understand::<SubsidiesFound>(status(200), text.as_bytes());
        Ok(())
    });
}
