use super::*;
use crate::devices::hospital::samples::VISIT;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::thread;

const TAKEN: &str = r#"{"resourceType":"Bundle","type":"transaction-response"}"#;

/// A server on this machine that answers one request, and what it heard.
fn server(status: &'static str, body: &'static str) -> (FhirSink, thread::JoinHandle<(String, Vec<u8>)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base_url = format!("http://{}/fhir/", listener.local_addr().unwrap());
    let heard = thread::spawn(move || {
        let mut reader = BufReader::new(listener.accept().unwrap().0);
        let (mut head, mut length) = (String::new(), 0);
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            if line == "\r\n" {
                break;
            }
            head.push_str(&line);
        }
        let mut sent = vec![0; length];
        reader.read_exact(&mut sent).unwrap();
        let answer = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len());
        reader.get_mut().write_all(answer.as_bytes()).unwrap();
        (head, sent)
    });
    (FhirSink::Server { base_url }, heard)
}

fn keys(toml: &str) -> Result<FhirSink, String> {
    toml::from_str(toml).map_err(|error| error.to_string())
}

#[test]
fn a_folder_gets_one_file_a_visit() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("fhir");
    std::fs::create_dir(&folder).unwrap();
    let sink = FhirSink::Folder(folder.clone());
    deliver(&sink, VISIT, b"{}").unwrap();
    deliver(&sink, VISIT, b"{ }").unwrap();
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(files, [format!("{VISIT}.fhir.json").as_str()]);
    assert_eq!(std::fs::read(folder.join(&files[0])).unwrap(), b"{ }");
    assert!(matches!(deliver(&sink, "../../etc/passwd", b"{}"), Err(FhirDeliveryError::Visit)));
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(!deliver(&sink, VISIT, b"{}").unwrap_err().is_of_this_bundle());
}

#[test]
fn a_server_gets_the_whole_bundle_at_its_base() {
    let (sink, heard) = server("200 OK", TAKEN);
    deliver(&sink, VISIT, "{\"名\":1}".as_bytes()).unwrap();
    let (head, body) = heard.join().unwrap();
    assert!(head.starts_with("POST /fhir HTTP/1.1\r\n"), "{head}");
    assert!(head.to_lowercase().contains("content-type: application/fhir+json"), "{head}");
    assert_eq!(body, "{\"名\":1}".as_bytes());
}

#[test]
fn what_a_server_says_decides_what_happens_next_and_is_never_repeated() {
    let cases = [
        ("200 OK", "<html>welcome</html>", "no FHIR server", false),
        ("200 OK", r#"{"resourceType":"Bundle","type":"transaction"}"#, "no FHIR server", false),
        ("302 Found", "", "no FHIR server", false),
        ("401 Unauthorized", "", "let this kiosk write", false),
        ("412 Precondition Failed", "山田太郎", "refused", true),
        ("422 Unprocessable Entity", "山田太郎", "refused", true),
        ("429 Too Many Requests", "", "sent again", false),
        ("503 Service Unavailable", "山田太郎", "sent again", false),
    ];
    for (status, body, told, of_this_bundle) in cases {
        let (sink, heard) = server(status, body);
        let error = deliver(&sink, VISIT, b"{}").unwrap_err();
        heard.join().unwrap();
        assert!(error.to_string().contains(told), "{status}: {error}");
        assert!(!format!("{error} {error:?}").contains("山田"), "{error:?}");
        assert_eq!(error.is_of_this_bundle(), of_this_bundle, "{status}");
    }
}

#[test]
fn a_server_that_is_not_there_or_says_nothing_may_be_tried_again() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    let error = post(&base_url, b"{}", Duration::from_millis(200)).unwrap_err();
    assert!(matches!(error, FhirDeliveryError::TimedOut), "{error}");
    drop(listener);
    let error = post(&base_url, b"{}", TOTAL).unwrap_err();
    assert!(matches!(error, FhirDeliveryError::Unreachable(_)) && !error.is_of_this_bundle(), "{error}");
}

#[test]
fn plain_http_stays_on_this_machine() {
    for good in ["https://fhir.example/base", "http://localhost:8080/fhir", "http://[::1]/fhir", "http://127.0.0.1"] {
        assert_eq!(check_address(good), Ok(()), "{good}");
    }
    for bad in ["http://fhir.example/base", "fhir.example", "https://a:b@c/d", "https://a/b?c=d", "ftp://a/b", ""] {
        assert!(check_address(bad).is_err(), "{bad}");
        let sink = FhirSink::Server { base_url: bad.into() };
        assert!(matches!(deliver(&sink, VISIT, b"{}"), Err(FhirDeliveryError::Address(_))), "{bad}");
    }
}

#[test]
fn the_configuration_names_one_place() {
    assert_eq!(keys("folder = '/srv/fhir'"), Ok(FhirSink::Folder("/srv/fhir".into())));
    assert_eq!(keys("url = 'https://a/b'"), Ok(FhirSink::Server { base_url: "https://a/b".into() }));
    assert!(keys("").unwrap_err().contains("either"));
    assert!(keys("url = 'https://a/b'\nfolder = '/srv/fhir'").unwrap_err().contains("not both"));
    assert!(keys("url = 'http://a/b'").unwrap_err().contains("https://"));
    assert!(keys("link = '/srv/fhir'").unwrap_err().contains("link"));
}
