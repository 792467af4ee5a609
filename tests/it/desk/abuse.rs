//! Whoever reaches the desk's port and wants to do harm: bodies, lines and connections without measure. Nobody of them is
//! signed in, or paired; the desk goes on for everybody else.

use super::{CODE, Desk, Engine, PATIENCE, Receptionist};
use serde_json::{Value, json};
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Instant;
use uketsuke::staff::Role;

fn connect(desk: &Desk) -> TcpStream {
    to(desk.plain())
}

fn to(at: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(at).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// What comes back until the desk closes; it has to.
fn answer(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    match stream.read_to_end(&mut bytes) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
        Err(error) => panic!("{error}: {}", String::from_utf8_lossy(&bytes)),
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn post(path: &str, headers: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n{headers}\r\n"
    )
}

/// Somebody who works there is served as ever.
fn still_works(desk: &Desk) {
    let (status, _) = Receptionist::at(desk.plain()).get("/api/terminal");
    assert_eq!(status, 200);
}

#[test]
fn a_body_of_a_gigabyte_is_refused_at_its_beginning() {
    let desk = Desk::on(Engine::Sqlite);
    for path in ["/api/sign-in", "/api/persons", "/api/passkeys/signed-in", "/v1/pair", "/v1/link/record"] {
        let mut stream = connect(&desk);
        stream.write_all(post(path, "Content-Length: 1073741824\r\n").as_bytes()).unwrap();
        // As much as it takes, which is not much.
        let sent = (0..1024).take_while(|_| stream.write_all(&[b'['; 64 * 1024]).is_ok()).count();
        assert!(sent < 1024, "{path}: 64 megabytes were taken");
        let told = answer(&mut stream);
        assert!(told.is_empty() || told.starts_with("HTTP/1.1 4"), "{path}: {told}");
    }
    still_works(&desk);
}

#[test]
fn a_name_of_a_megabyte_is_kept_nowhere() {
    let desk = Desk::on(Engine::Sqlite);
    let supervisor = desk.staff("abe", Role::Supervisor);
    let body = json!({ "name": "長".repeat(300_000), "code": CODE, "terminal": "" }).to_string();
    let origin = format!("Origin: http://localhost:{}\r\n", desk.plain().port());
    let mut stream = connect(&desk);
    // It may close before all of it is sent.
    let _ = stream
        .write_all((post("/api/sign-in", &format!("{origin}Content-Length: {}\r\n", body.len())) + &body).as_bytes());
    let told = answer(&mut stream);
    assert!(told.is_empty() || told.starts_with("HTTP/1.1 4"), "{told}");
    let (status, _) = Receptionist::at(desk.plain()).sign_in(&"長".repeat(1_000), CODE, "");
    assert!(matches!(status, 400..500), "{status}");
    assert!(supervisor.acts().iter().all(|act| act.chars().count() < 200), "a name that nobody has is on record whole");
}

#[test]
fn rubbish_is_refused_and_tokens_that_are_none_open_nothing() {
    let desk = Desk::on(Engine::Sqlite);
    let deep = "[".repeat(10_000);
    let requests = [
        post("/api/sign-in", &format!("Origin: http://localhost:{}\r\nContent-Length: {}\r\n", desk.plain().port(), deep.len())) + &deep,
        post("/api/sign-in", "Content-Length: -1\r\n"),
        post("/api/sign-in", "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n") + "FFFFFFFFFFFFFFFFF\r\n",
        post("/v1/link/state", "Content-Length: 2\r\n") + "{}",
        format!("GET /{} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "a/".repeat(100_000)),
        format!("GET /api/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: uketsuke-session={}\r\n\r\n", "x".repeat(7_000)),
        "GET /api/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: uketsuke-session=\"; uketsuke-session=;;;=\r\n\r\n".into(),
        "GET /api/kiosks/%00%ff%2e%2e/record?language=%f0%9f HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".into(),
        format!("GET / HTTP/1.1\r\n{}\r\n", "X-More: more\r\n".repeat(20_000)),
        "\u{16}\u{3}\u{1}\0\0 no words".into(),
    ];
    for request in requests {
        let mut stream = connect(&desk);
        // It may close before all of it is sent.
        let _ = stream.write_all(request.as_bytes());
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let told = answer(&mut stream);
        assert!(told.is_empty() || told.starts_with("HTTP/1.1 4"), "{:.60}: {:.200}", request, told);
    }
    still_works(&desk);
}

#[test]
fn many_connections_of_one_machine_keep_nobody_else_out() {
    let desk = Desk::on(Engine::Sqlite);
    let begun = Instant::now();
    let idle: Vec<TcpStream> = (0..400).map(|_| connect(&desk)).collect();
    let half: Vec<TcpStream> = (0..400)
        .map(|_| {
            let mut stream = connect(&desk);
            let _ = stream.write_all(b"POST /api/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n{");
            stream
        })
        .collect();
    // Those that are too many are sent away at once, and the first ones stay.
    let closed = idle.iter().chain(&half).filter(|stream| is_closed(stream)).count();
    assert!(closed >= 700, "only {closed} of 800 were sent away");
    drop((idle, half));
    super::until("somebody is served again", || {
        let mut stream = connect(&desk);
        let asked = stream.write_all(b"GET /api/terminal HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        asked.is_ok() && answer(&mut stream).starts_with("HTTP/1.1 200")
    });
    assert!(begun.elapsed() < PATIENCE);
}

/// The other end has closed it, and said nothing.
fn is_closed(mut stream: &TcpStream) -> bool {
    stream.set_read_timeout(Some(std::time::Duration::from_millis(20))).unwrap();
    match stream.read(&mut [0; 16]) {
        Ok(0) => true,
        Err(error) => error.kind() == ErrorKind::ConnectionReset || error.kind() == ErrorKind::BrokenPipe,
        Ok(_) => false,
    }
}

#[test]
fn a_kiosk_may_bring_no_number_that_is_none() {
    let desk = Desk::on(Engine::Sqlite);
    let (folder, _link) = desk.pair("玄関");
    let pairing = uketsuke::link::pairing::Pairing::read(folder.path()).unwrap().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let client = uketsuke::link::Client::new(&pairing).unwrap();
    let entry = |seq: u64| json!({ "seq": seq, "at": "", "entry": "", "hash": "00".repeat(32) });
    for seq in [0, u64::MAX, i64::MAX as u64] {
        let batch: Value = json!({ "before": "00".repeat(32), "entries": [entry(seq)] });
        let brought = runtime.block_on(client.send_record(&serde_json::from_value(batch).unwrap()));
        let refused = matches!(brought, Err(uketsuke::link::LinkError::OtherRecord(_)));
        assert!(refused, "{seq}: {brought:?}");
    }
}
