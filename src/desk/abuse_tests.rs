//! A desk that wants to do harm, against the kiosk's own client: its certificate is the right one, its answers are not.

use super::authority::Authority;
use super::listener::server_config;
use crate::abuse::{Cost, MB, within};
use crate::link::pairing::{PairingCode, pair};
use crate::link::{Client, LinkError};
use proptest::prelude::*;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// What a kiosk may take for an answer, and how long.
const COST: Cost = Cost { bytes: 8 * MB, time: Duration::from_secs(30) };

/// Sends `begin`, then the same without an end, to whoever connects.
fn desk(folder: &Path, begin: &'static [u8], endlessly: &'static [u8]) -> (SocketAddr, PairingCode) {
    let authority = Authority::open(folder).unwrap();
    let code = PairingCode::new(&authority.fingerprint());
    let config = server_config(&authority, &["localhost".into()]).unwrap();
    let (told, at) = mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            told.send(listener.local_addr().unwrap()).unwrap();
            let acceptor = TlsAcceptor::from(config);
            while let Ok((stream, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    let mut stream = acceptor.accept(stream).await.ok()?;
                    // Whatever the kiosk asks.
                    let _asked = stream.read(&mut [0; 16 * 1024]).await.ok()?;
                    stream.write_all(begin).await.ok()?;
                    let much = endlessly.repeat(64 * 1024 / endlessly.len());
                    // A quarter of a gigabyte, and the kiosk had enough long before.
                    for _ in 0..4 * 1024 {
                        stream.write_all(&much).await.ok()?;
                    }
                    Some(())
                });
            }
        });
    });
    (at.recv().unwrap(), code)
}

/// What comes of asking, on this very thread, so that what it takes is counted.
fn ask<T>(what: &str, question: impl AsyncFnOnce() -> Result<T, LinkError>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let held = within(COST, || {
        prop_assert!(runtime.block_on(question()).is_err(), "it is an answer");
        Ok(())
    });
    assert!(held.is_ok(), "{what}: {held:?}");
}

const BODY: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 268435456\r\n\r\n{\"name\":\"";
const STREAM: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

#[test]
fn a_desk_whose_answers_have_no_end_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let (at, code) = desk(folder.path(), BODY, b"x");
    let url = format!("https://localhost:{}", at.port());
    ask("pairing", async || pair(&url, None, &code).await);
    // A kiosk that was paired with it before it turned.
    let honest = Authority::open(folder.path()).unwrap();
    let (key, request) = crate::link::pairing::certificate_request().unwrap();
    let (certificate, _) = honest.kiosk(&request).unwrap();
    let pairing = crate::link::pairing::Pairing {
        url,
        socket: None,
        name: "玄関".into(),
        authority: honest.pem().into(),
        certificate,
        key: key.serialize_pem(),
    };
    let client = Client::new(&pairing).unwrap();
    ask("a receipt", async || client.receipt().await);
    for (what, begin, endlessly) in [
        ("an event without an end", STREAM, &b"data: x\n"[..]),
        ("a line without an end", STREAM, b"x"),
        ("headers without an end", b"HTTP/1.1 200 OK\r\n", b"X-More: more\r\n"),
    ] {
        let (at, _) = desk(folder.path(), begin, endlessly);
        let pairing =
            crate::link::pairing::Pairing { url: format!("https://localhost:{}", at.port()), ..pairing.clone() };
        let client = Client::new(&pairing).unwrap();
        ask(what, async || client.commands(|| (), |_| ()).await);
    }
}

#[test]
fn numbers_at_their_ends_are_no_record() {
    use super::store::fits;
    use crate::audit::chained;
    use crate::link::protocol::{Receipt, RecordBatch, RecordEntry};
    use crate::link::to_hex;
    let entry = |seq: u64| RecordEntry {
        seq,
        at: String::new(),
        entry: String::new(),
        hash: to_hex(&chained(&[0; 32], seq, "", "")),
    };
    let batch = |seq| RecordBatch { before: "00".repeat(32), entries: vec![entry(seq)] };
    const LAST: u64 = i64::MAX as u64;
    for seq in [0, LAST + 1, u64::MAX] {
        assert_eq!(fits(&Receipt::default(), &batch(seq)), None, "{seq}");
    }
    for seq in [LAST, u64::MAX] {
        let held = Receipt { seq, head: "00".repeat(32) };
        assert_eq!(fits(&held, &batch(seq.wrapping_add(1))), None, "after {seq}");
    }
    assert!(fits(&Receipt::default(), &batch(1)).is_some());
}
