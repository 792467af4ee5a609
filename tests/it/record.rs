//! The record: what gets in, that nothing else does, and that whatever is done to it afterwards is found and located.

use crate::harness::Kiosk;
use jiff::{Timestamp, ToSpan};
use rusqlite::Connection;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use uketsuke::audit::entry::{Before, CheckOutcome, Method, Stage, VisitEnd};
use uketsuke::audit::verify::{Fault, Finding, verify};
use uketsuke::audit::{Entry, Keeping, Record, RecordHandle, Rotation, Stamp, VisitId, chained, files};
use uketsuke::eligibility::consent::Consent;
use uketsuke::supervisor::Supervisor;

const BEGAN: &str = "2026-11-23T00:00:00Z";

fn keeping(folder: &Path) -> Keeping {
    Keeping { folder: folder.to_owned(), rotation: Rotation::Monthly, keep_days: 1827, version: "test".into() }
}

/// So many seconds after the first start, by both clocks.
fn at(seconds: i64) -> Stamp {
    let began: Timestamp = BEGAN.parse().unwrap();
    Stamp { at: began + seconds.seconds(), elapsed: Duration::from_secs(seconds.unsigned_abs()) }
}

fn visit(number: i64) -> VisitId {
    VisitId(format!("{number:032x}"))
}

/// A folder with a record of 300 entries and more, in one file.
fn written() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut record = Record::open(keeping(folder.path()), at(0)).unwrap();
    for number in 0..100 {
        let second = |step: i64| at(number * 10 + step);
        record.append(second(1), &Entry::VisitBegan { visit: visit(number) }).unwrap();
        let checked = Entry::Checked { visit: visit(number), method: Method::Pin, outcome: CheckOutcome::Confirmed };
        record.append(second(2), &checked).unwrap();
        record.append(second(3), &Entry::VisitEnded { visit: visit(number), end: VisitEnd::Done }).unwrap();
    }
    record.append(at(2000), &Entry::Stopped).unwrap();
    folder
}

fn look(folder: &Path) -> Finding {
    verify(folder, |_| ()).unwrap()
}

/// Changes the only file behind the record's back.
fn tamper(folder: &Path, sql: &str) {
    let file = files(folder).unwrap().remove(0);
    let db = Connection::open(file).unwrap();
    db.execute_batch("DROP TRIGGER entry_stays; DROP TRIGGER entry_is_kept;").unwrap();
    db.execute_batch(sql).unwrap();
}

#[test]
fn what_was_written_is_found_as_it_was() {
    let folder = written();
    let finding = look(folder.path());
    assert_eq!((finding.entries, finding.first, finding.head.seq), (302, 1, 302));
    assert_eq!(finding.faults, []);
    assert!(finding.seals >= 100, "each visit's end is sealed");
}

#[test]
fn an_entry_that_was_changed_is_located() {
    let folder = written();
    tamper(folder.path(), "UPDATE entry SET entry = replace(entry, 'confirmed', 'refused') WHERE seq = 120;");
    assert_eq!(look(folder.path()).faults, [Fault::Altered { seq: 120 }]);
}

#[test]
fn an_entry_whose_time_was_changed_is_located() {
    let folder = written();
    tamper(folder.path(), "UPDATE entry SET at = '2026-11-23T05:00:00Z' WHERE seq = 7;");
    assert_eq!(look(folder.path()).faults, [Fault::Altered { seq: 7 }]);
}

#[test]
fn entries_that_were_removed_are_located() {
    let folder = written();
    tamper(folder.path(), "DELETE FROM entry WHERE seq BETWEEN 50 AND 52;");
    assert_eq!(look(folder.path()).faults, [Fault::Missing { from: 50, to: 52 }]);
}

#[test]
fn entries_that_changed_places_are_located() {
    let folder = written();
    tamper(
        folder.path(),
        "UPDATE entry SET seq = -1 WHERE seq = 80; UPDATE entry SET seq = 80 WHERE seq = 81; \
         UPDATE entry SET seq = 81 WHERE seq = -1;",
    );
    let faults = look(folder.path()).faults;
    assert!(faults.contains(&Fault::Altered { seq: 80 }), "{faults:?}");
    assert!(faults.contains(&Fault::Altered { seq: 81 }), "{faults:?}");
}

#[test]
fn a_tail_that_was_cut_off_is_missed_and_the_next_start_says_so() {
    let folder = written();
    tamper(folder.path(), "DELETE FROM entry WHERE seq > 290; DELETE FROM seal WHERE seq > 290;");
    assert_eq!(look(folder.path()).faults, [Fault::CutOff { ends: 290, sealed: 302 }]);
    Record::open(keeping(folder.path()), at(3000)).unwrap();
    let mut last = None;
    verify(folder.path(), |kept| last = Some(kept.entry.clone())).unwrap();
    assert_eq!(last, Some(Entry::Started { version: "test".into(), before: Before::CutOff }));
}

#[test]
fn a_record_that_was_written_anew_does_not_fit_its_seals() {
    let folder = written();
    let file = files(folder.path()).unwrap().remove(0);
    tamper(folder.path(), "UPDATE entry SET entry = replace(entry, 'confirmed', 'refused') WHERE seq = 120;");
    // Somebody who knows how the chain is made, and has no key.
    let db = Connection::open(&file).unwrap();
    let mut rows = db.prepare("SELECT seq, at, entry FROM entry ORDER BY seq").unwrap();
    let rows: Vec<(i64, String, String)> =
        rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap().map(Result::unwrap).collect();
    let mut before = [0; 32];
    for (seq, at, entry) in rows {
        before = chained(&before, seq.unsigned_abs(), &at, &entry);
        db.execute("UPDATE entry SET hash = ? WHERE seq = ?", rusqlite::params![before.as_slice(), seq]).unwrap();
    }
    let faults = look(folder.path()).faults;
    // The first seal after it.
    assert_eq!(faults.first(), Some(&Fault::WrongSeal { seq: 121 }), "{faults:?}");
}

#[test]
fn a_flipped_bit_changes_nothing_unseen() {
    let folder = written();
    let file = files(folder.path()).unwrap().remove(0);
    let mut entries = Vec::new();
    verify(folder.path(), |kept| entries.push(kept.clone())).unwrap();
    let whole = std::fs::read(&file).unwrap();
    let mut found = 0;
    // Every 97th byte: all pages, headers and payloads.
    for place in (0..whole.len()).step_by(97) {
        let mut bent = whole.clone();
        bent[place] ^= 1 << (place % 8);
        std::fs::write(&file, bent).unwrap();
        let mut seen = Vec::new();
        let faults = verify(folder.path(), |kept| seen.push(kept.clone())).unwrap().faults;
        assert!(!faults.is_empty() || seen == entries, "byte {place} changes the record, and nobody sees it");
        found += usize::from(!faults.is_empty());
    }
    assert!(found > whole.len() / 97 / 4, "only {found} flips were found");
}

#[test]
fn a_new_month_in_japan_is_a_new_file_and_old_ones_go_when_their_time_is_over() {
    let folder = tempfile::tempdir().unwrap();
    let keeping = Keeping { keep_days: 40, ..keeping(folder.path()) };
    // 23:59:50 on the last of November in Japan.
    let start = 7 * 86_400 + 15 * 3600 - 10 - 9 * 3600 + 9 * 3600;
    let mut record = Record::open(keeping, at(start)).unwrap();
    record.append(at(start + 9), &Entry::StaffCalled { visit: None }).unwrap();
    record.append(at(start + 10), &Entry::StaffCalled { visit: None }).unwrap();
    let names = || {
        let name = |file: PathBuf| file.file_name().unwrap().to_string_lossy().into_owned();
        files(folder.path()).unwrap().into_iter().map(name).collect::<Vec<_>>()
    };
    assert_eq!(names(), ["record-2026-11.sqlite", "record-2026-12.sqlite"]);
    assert_eq!(look(folder.path()).faults, []);
    // Forty days after the end of November, a new month begins.
    record.append(at(start + 70 * 86_400), &Entry::StaffCalled { visit: None }).unwrap();
    assert_eq!(names(), ["record-2026-12.sqlite", "record-2027-02.sqlite"]);
    let mut dropped = None;
    let finding = verify(folder.path(), |kept| {
        if let Entry::Dropped { through } = kept.entry {
            dropped = Some(through);
        }
    })
    .unwrap();
    assert_eq!((finding.faults, finding.first, dropped), (vec![], 3, Some(2)));
}

#[test]
fn a_clock_that_was_set_is_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let mut record = Record::open(keeping(folder.path()), at(0)).unwrap();
    let later = at(60);
    record.append(later, &Entry::StaffCalled { visit: None }).unwrap();
    let set_back = Stamp { at: at(-3540).at, elapsed: Duration::from_secs(120) };
    record.append(set_back, &Entry::StaffCalled { visit: None }).unwrap();
    let mut set = Vec::new();
    let faults = verify(folder.path(), |kept| {
        if let Entry::ClockSet { seconds } = kept.entry {
            set.push((kept.seq, seconds));
        }
    });
    assert_eq!((set, faults.unwrap().faults), (vec![(3, -3660)], vec![]));
}

#[test]
fn a_record_that_cannot_be_read_is_set_aside_and_the_kiosk_goes_on() {
    let folder = written();
    let file = files(folder.path()).unwrap().remove(0);
    std::fs::write(&file, b"not a database at all, and long enough to be looked at").unwrap();
    Record::open(keeping(folder.path()), at(3000)).unwrap();
    let mut entries = Vec::new();
    let finding = verify(folder.path(), |kept| entries.push(kept.entry.clone())).unwrap();
    assert_eq!(finding.faults, []);
    assert_eq!(entries, [Entry::Started { version: "test".into(), before: Before::Damaged }]);
    let aside = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let aside: Vec<PathBuf> = aside.filter(|path| path.is_dir()).collect();
    assert!(aside.len() == 1 && files(&aside[0]).unwrap().len() == 1, "{aside:?}");
}

#[test]
fn entries_that_the_disk_did_not_take_are_counted_in_the_record() {
    let folder = tempfile::tempdir().unwrap();
    let record = RecordHandle::start(keeping(folder.path()), at(0), &Supervisor::default()).unwrap();
    let called = || Entry::StaffCalled { visit: None };
    record.write_and_wait(at(1), called()).unwrap();
    let elsewhere = Connection::open(files(folder.path()).unwrap().remove(0)).unwrap();
    elsewhere.execute_batch("BEGIN IMMEDIATE").unwrap();
    record.write(at(2), called());
    assert!(record.write_and_wait(at(3), called()).is_err(), "what is not on the disk is not acknowledged");
    elsewhere.execute_batch("COMMIT").unwrap();
    let head = record.write_and_wait(at(4), called()).unwrap();
    let mut entries = Vec::new();
    let finding = verify(folder.path(), |kept| entries.push(kept.entry.clone())).unwrap();
    assert_eq!((finding.faults, finding.head), (vec![], head));
    assert_eq!(entries[2..], [Entry::Missed { entries: 2 }, called()]);
}

const FOLDER: &str = "UKETSUKE_TEST_RECORD";

/// The other process of the next test.
#[test]
#[ignore = "run by record::kill_9_loses_nothing_that_was_acknowledged"]
#[allow(clippy::print_stdout, reason = "tells the other process what is acknowledged")]
fn writes_until_it_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let mut record = Record::open(keeping(Path::new(&folder)), at(0)).unwrap();
    for second in 1.. {
        let head = record.append(at(second), &Entry::StaffCalled { visit: None }).unwrap();
        println!("\nacknowledged {}", head.seq);
    }
}

#[test]
fn kill_9_loses_nothing_that_was_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..8 {
        let mut writer = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "--nocapture", "record::writes_until_it_is_killed"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut acknowledged = 0;
        let lines = BufReader::new(writer.stdout.take().unwrap()).lines();
        let told = lines.map_while(Result::ok).filter_map(|line| line.strip_prefix("acknowledged ")?.parse().ok());
        for seq in told.take(20 + round * 13) {
            acknowledged = seq;
        }
        writer.kill().unwrap();
        writer.wait().unwrap();
        let mut broken_off = 0;
        let finding = verify(folder.path(), |kept| {
            let after_crash = |entry: &Entry| matches!(entry, Entry::Started { before: Before::BrokenOff, .. });
            broken_off += usize::from(after_crash(&kept.entry));
        })
        .unwrap();
        assert_eq!(finding.faults, [], "round {round}");
        assert!(finding.head.seq >= acknowledged, "round {round}: {} of {acknowledged}", finding.head.seq);
        assert_eq!(broken_off, round, "each start says that the one before broke off");
    }
}

/// All bytes of all files, the newest entries of SQLite's log included.
fn everything_in(folder: &Path) -> Vec<u8> {
    let files = std::fs::read_dir(folder).unwrap();
    files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
}

/// What the kiosk recorded, as its kinds tell it.
fn kinds(entries: &[Entry]) -> Vec<&'static str> {
    entries.iter().map(Entry::kind).collect()
}

#[test]
fn a_visit_leaves_its_steps_and_nothing_of_the_patient() {
    let mut kiosk = Kiosk::start();
    kiosk.place_card("kenji").expect("方法を").tap("暗証番号").enter_pin("9999").expect("ちがいます");
    kiosk
        .enter_pin("1234")
        .expect("提供しますか")
        .tap("すべて同意する")
        .tap("これで送る")
        .expect("受付が 終わりました");
    let entries = kiosk.recorded();
    let of_visit: Vec<&Entry> = entries.iter().filter(|entry| !entry.kind().starts_with("device")).collect();
    let visit = match of_visit.get(1) {
        Some(Entry::VisitBegan { visit }) => visit.clone(),
        other => panic!("{other:?}"),
    };
    let checked = |outcome| Entry::Checked { visit: visit.clone(), method: Method::Pin, outcome };
    let stage = |stage| Entry::VisitStage { visit: visit.clone(), stage };
    assert_eq!(of_visit[2], &checked(CheckOutcome::Refused));
    assert_eq!(of_visit[3], &checked(CheckOutcome::Confirmed));
    assert_eq!(of_visit[4], &stage(Stage::Consent));
    assert!(
        matches!(of_visit[5], Entry::Consented { answers, .. } if answers.iter().all(|answer| answer.consent == Consent::Yes))
    );
    assert_eq!(of_visit[6], &stage(Stage::Query));
    assert_eq!(of_visit[7], &Entry::VisitEnded { visit: visit.clone(), end: VisitEnd::Done });
    // Digits may stand in a random id.
    let told = entries.iter().map(Entry::to_json).collect::<String>().replace(&visit.0, "");
    let on_disk = everything_in(&kiosk.record_folder());
    for secret in ["9999", "1234"] {
        assert!(!told.contains(secret), "'{secret}' is in the record");
    }
    for secret in ["健二", "練習", "ケンジ", "レンシユウ", "あいう"] {
        assert!(memchr::memmem::find(&on_disk, secret.as_bytes()).is_none(), "'{secret}' is on the disk");
    }
}

#[test]
fn each_way_a_visit_ends_is_told_apart() {
    let mut kiosk = Kiosk::start();
    kiosk.place_card("hanako").expect("方法を").pull_card().expect("止まりました");
    kiosk.place_card("hanako").expect("方法を").tap("やめる").expect("やめました").pull_card();
    kiosk.place_card("suica").expect("E002").pull_card();
    kiosk.place_card("hanako").expect("方法を").tap("係員を呼ぶ");
    // Time is up, and then the card lies there for too long.
    kiosk.wait_seconds(400).expect("カードが 残っています");
    let entries = kiosk.recorded();
    let ends: Vec<VisitEnd> = entries
        .iter()
        .filter_map(|entry| if let Entry::VisitEnded { end, .. } = entry { Some(*end) } else { None })
        .collect();
    assert_eq!(ends, [VisitEnd::CardPulled, VisitEnd::Cancelled, VisitEnd::Card, VisitEnd::TimedOut]);
    assert!(kinds(&entries).contains(&"staff-called"));
}
