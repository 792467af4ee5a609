//! `uketsuke old-card`, as a receptionist uses it.

use std::io::Write;
use std::process::{Command, Stdio};

/// What it says of three lines, and what it ends with.
fn asked(kind: &str, on: &str, lines: &str) -> (String, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_uketsuke"));
    command.args(["old-card", "--language", "ja", "--kind", kind, "--on", on]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (String::from_utf8(said).unwrap(), output.status.code())
}

#[test]
fn reception_is_told_until_when_an_old_card_held_and_why() {
    let (said, code) = asked("employee", "2025-08-01", "1955-07-08\n\n\n");
    assert!(said.contains("2025-07-31 までの カードでした") && said.contains("70歳"), "{said}");
    assert_eq!(code, Some(3));
    let (said, code) = asked("employee", "2025-07-31", "1955-07-08\n\n\n");
    assert!(said.contains("2025-07-31 は 使えました"), "{said}");
    assert_eq!(code, Some(0));
    let (said, code) = asked("national", "2025-03-16", "1990-04-04\n2025-07-31\n2025-03-15\n");
    assert!(said.contains("2025-03-15 までの") && said.contains("在留期限"), "{said}");
    assert_eq!(code, Some(3));
}

#[test]
fn a_birthday_that_cannot_be_read_is_not_repeated() {
    let (said, code) = asked("employee", "2025-08-01", "8.7.1955\n\n\n");
    assert!(said.contains("生年月日: 1955-07-08 のように") && !said.contains("8.7.1955"), "{said}");
    assert_eq!(code, Some(1));
}
