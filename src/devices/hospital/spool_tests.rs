use super::*;
use std::cell::RefCell;
use std::os::unix::fs::PermissionsExt;

/// A folder for the spool, and the share that results go to.
struct Bench {
    root: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        let bench = Self { root: tempfile::tempdir().unwrap() };
        fs::create_dir_all(bench.at("share/face")).unwrap();
        bench
    }

    fn at(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    fn spool(&self) -> Spool {
        Spool::open(&self.at("spool")).unwrap()
    }

    fn share(&self) -> ResultFolder {
        ResultFolder::new(self.at("share/face"))
    }

    fn arrived(&self) -> Vec<String> {
        names(&self.at("share/face"))
    }

    fn kept(&self) -> Vec<String> {
        names(&self.at("spool")).into_iter().filter(|name| name.starts_with('0')).collect()
    }

    fn take_share_away(&self) {
        fs::rename(self.at("share"), self.at("away")).unwrap();
    }

    fn bring_share_back(&self) {
        fs::rename(self.at("away"), self.at("share")).unwrap();
    }
}

fn names(folder: &Path) -> Vec<String> {
    let found = fs::read_dir(folder).into_iter().flatten();
    let mut names: Vec<_> = found.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn result(number: usize) -> Kind {
    Kind::OqsFile { name: format!("OQSsiquc01res_face_{number}_20260401090000.xml") }
}

fn content(number: usize) -> Vec<u8> {
    format!("<Name>東京 花子 {number}</Name>").into_bytes()
}

/// Notes what comes, and fails when it is told to.
#[derive(Default)]
struct Notes {
    came: RefCell<Vec<Kind>>,
    forgotten: RefCell<Vec<Kind>>,
    fails: bool,
}

impl Writer for Notes {
    fn takes(&self, _: &Kind) -> bool {
        true
    }

    fn deliver(&self, kind: &Kind, _: &[u8]) -> Result<(), DeliveryError> {
        if self.fails {
            return Err(ResultFolderError::Full("/share".into()).into());
        }
        self.came.borrow_mut().push(kind.clone());
        Ok(())
    }

    fn forget(&self, kind: &Kind) {
        self.forgotten.borrow_mut().push(kind.clone());
    }
}

#[test]
fn what_is_kept_while_the_share_is_away_arrives_once_when_it_is_back() {
    let bench = Bench::new();
    let spool = bench.spool();
    bench.take_share_away();
    spool.keep(&result(1), &content(1)).unwrap();
    let flushed = spool.flush(&bench.share());
    assert!(matches!(
        flushed.trouble,
        Some(FlushTrouble::Target(DeliveryError::Folder(ResultFolderError::Missing(_))))
    ));
    assert_eq!((flushed.written.len(), flushed.left), (0, 1));
    bench.bring_share_back();
    let flushed = spool.flush(&bench.share());
    assert!(flushed.trouble.is_none());
    assert_eq!((flushed.written.len(), flushed.left), (1, 0));
    assert_eq!(fs::read(bench.at("share/face").join(result(1).name())).unwrap(), content(1));
    assert_eq!(names(&bench.at("share/.uketsuke-unfinished")), [""; 0]);
    assert_eq!(spool.flush(&bench.share()).written, []);
}

#[test]
fn a_file_in_place_of_the_folder_takes_nothing_and_loses_nothing() {
    let bench = Bench::new();
    fs::remove_dir(bench.at("share/face")).unwrap();
    fs::write(bench.at("share/face"), b"").unwrap();
    let spool = bench.spool();
    spool.keep(&result(1), b"x").unwrap();
    assert!(spool.flush(&bench.share()).trouble.is_some());
    fs::remove_file(bench.at("share/face")).unwrap();
    fs::create_dir(bench.at("share/face")).unwrap();
    assert_eq!(spool.flush(&bench.share()).left, 0);
    assert_eq!(bench.arrived().len(), 1);
}

#[test]
fn a_restart_goes_on_with_what_waits() {
    let bench = Bench::new();
    let spool = bench.spool();
    spool.keep(&result(1), b"one").unwrap();
    spool.keep(&result(2), b"two").unwrap();
    drop(spool);
    fs::write(bench.at("spool/0000000000000003.part"), b"a power cut").unwrap();
    let spool = bench.spool();
    let three = spool.keep(&result(3), b"three").unwrap();
    assert_eq!((spool.waiting(), three.to_string().as_str()), (3, "3"));
    assert_eq!(spool.flush(&bench.share()).written.len(), 3);
    assert_eq!(bench.arrived().len(), 3);
    assert_eq!(names(&bench.at("spool")), [LOCK]);
}

#[test]
fn a_cut_between_writing_and_deleting_makes_no_double() {
    let bench = Bench::new();
    let spool = bench.spool();
    spool.keep(&result(1), b"x").unwrap();
    // What a flush does, up to the cut.
    bench.share().deliver(result(1).name(), b"x").unwrap();
    drop(spool);
    // The hospital's program takes the file before the kiosk is up again.
    fs::remove_file(bench.at("share/face").join(result(1).name())).unwrap();
    let flushed = bench.spool().flush(&bench.share());
    assert_eq!((flushed.written.len(), flushed.left, bench.arrived().len()), (1, 0, 0));
}

#[test]
fn what_cannot_be_deleted_is_not_forgotten_by_the_writer() {
    let bench = Bench::new();
    let spool = bench.spool();
    spool.keep(&result(1), b"x").unwrap();
    let entry = bench.at("spool/0000000000000001");
    let sealed = fs::read(&entry).unwrap();
    let notes = Notes::default();
    // The disk refuses: a folder lies where the file is to be deleted, once it was read.
    struct Blocks<'a>(&'a Notes, &'a Path);
    impl Writer for Blocks<'_> {
        fn takes(&self, kind: &Kind) -> bool {
            self.0.takes(kind)
        }
        fn deliver(&self, kind: &Kind, bytes: &[u8]) -> Result<(), DeliveryError> {
            fs::remove_file(self.1).unwrap();
            fs::create_dir(self.1).unwrap();
            self.0.deliver(kind, bytes)
        }
        fn forget(&self, kind: &Kind) {
            self.0.forget(kind);
        }
    }
    let flushed = spool.flush(&Blocks(&notes, &entry));
    assert!(matches!(flushed.trouble, Some(FlushTrouble::Spool(SpoolError::Folder { .. }))));
    assert_eq!((flushed.left, notes.forgotten.borrow().len()), (1, 0));
    fs::remove_dir(&entry).unwrap();
    fs::write(&entry, sealed).unwrap();
    assert_eq!(spool.flush(&notes).left, 0);
    assert_eq!(*notes.forgotten.borrow(), [result(1)]);
}

#[test]
fn a_thousand_arrive_in_order_though_the_share_comes_and_goes() {
    let bench = Bench::new();
    let spool = bench.spool();
    for number in 0..1000 {
        spool.keep(&result(number), &content(number)).unwrap();
    }
    let fails = Notes { fails: true, ..Notes::default() };
    assert_eq!(spool.flush(&fails).left, 1000);
    let notes = Notes::default();
    assert_eq!(spool.flush(&notes).written.len(), 1000);
    assert_eq!(*notes.came.borrow(), (0..1000).map(result).collect::<Vec<_>>());
    assert_eq!(*notes.forgotten.borrow(), *notes.came.borrow());
}

/// A server that refuses some by their number, and counts what it was asked.
struct Particular {
    refused: std::ops::Range<usize>,
    asked: RefCell<usize>,
    taken: RefCell<Vec<Kind>>,
}

impl Writer for Particular {
    fn takes(&self, _: &Kind) -> bool {
        true
    }

    fn deliver(&self, kind: &Kind, _: &[u8]) -> Result<(), DeliveryError> {
        *self.asked.borrow_mut() += 1;
        if self.refused.clone().any(|number| *kind == result(number)) {
            return Err(FhirDeliveryError::Refused(422).into());
        }
        self.taken.borrow_mut().push(kind.clone());
        Ok(())
    }

    fn forget(&self, _: &Kind) {}
}

#[test]
fn what_a_server_refuses_waits_and_holds_up_no_other() {
    let bench = Bench::new();
    let spool = bench.spool();
    for number in 1..=4 {
        spool.keep(&result(number), b"x").unwrap();
    }
    let server = Particular { refused: 1..3, asked: RefCell::default(), taken: RefCell::default() };
    let flushed = spool.flush(&server);
    assert_eq!(*server.taken.borrow(), [result(3), result(4)]);
    assert_eq!((flushed.left, flushed.set_aside.len()), (2, 0));
    assert!(flushed.trouble.is_some(), "staff are told");
    // The server was mended.
    let server = Particular { refused: 0..0, asked: RefCell::default(), taken: RefCell::default() };
    assert!(spool.flush(&server).trouble.is_none());
    assert_eq!(*server.taken.borrow(), [result(1), result(2)]);
}

#[test]
fn a_server_that_refuses_everything_is_not_asked_without_end() {
    let bench = Bench::new();
    let spool = bench.spool();
    for number in 0..100 {
        spool.keep(&result(number), b"x").unwrap();
    }
    let server = Particular { refused: 0..100, asked: RefCell::default(), taken: RefCell::default() };
    assert_eq!(spool.flush(&server).left, 100);
    assert_eq!(*server.asked.borrow(), MOST_REFUSED);
}

#[test]
fn a_consumer_that_takes_everything_at_once_gets_everything_once() {
    struct Taken<'a>(ResultFolder, &'a Bench, RefCell<Vec<String>>);
    impl Writer for Taken<'_> {
        fn takes(&self, kind: &Kind) -> bool {
            self.0.takes(kind)
        }
        fn deliver(&self, kind: &Kind, bytes: &[u8]) -> Result<(), DeliveryError> {
            Writer::deliver(&self.0, kind, bytes)?;
            for name in self.1.arrived() {
                fs::remove_file(self.1.at("share/face").join(&name)).unwrap();
                self.2.borrow_mut().push(name);
            }
            // Each is tried twice, as after an answer that was lost.
            Writer::deliver(&self.0, kind, bytes)
        }
        fn forget(&self, kind: &Kind) {
            Writer::forget(&self.0, kind);
        }
    }
    let bench = Bench::new();
    let spool = bench.spool();
    for number in 0..50 {
        spool.keep(&result(number), b"x").unwrap();
    }
    let writer = Taken(bench.share(), &bench, RefCell::default());
    assert_eq!(spool.flush(&writer).written.len(), 50);
    assert_eq!(*writer.2.borrow(), (0..50).map(|number| result(number).name().to_owned()).collect::<Vec<_>>());
    assert_eq!(bench.arrived(), [""; 0]);
}

#[test]
fn nothing_of_the_patient_is_readable_on_the_disk_and_nobody_else_may_look() {
    let bench = Bench::new();
    let spool = bench.spool();
    spool.keep(&result(1), &content(1)).unwrap();
    let sealed = fs::read(bench.at("spool/0000000000000001")).unwrap();
    for plain in ["花子".as_bytes(), b"Name", b"OQS", b"20260401"] {
        assert!(!sealed.windows(plain.len()).any(|window| window == plain), "{plain:?}");
    }
    let mode = |path: &str| fs::metadata(bench.at(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("spool"), mode("spool.key"), mode("spool/0000000000000001")), (0o700, 0o600, 0o600));
    spool.keep(&result(1), &content(1)).unwrap();
    assert_ne!(fs::read(bench.at("spool/0000000000000002")).unwrap()[8..], sealed[8..], "a nonce of its own");
}

#[test]
fn damaged_and_foreign_entries_are_set_aside_and_the_others_go_on() {
    let bench = Bench::new();
    let spool = bench.spool();
    for number in 1..=8 {
        spool.keep(&result(number), &content(number)).unwrap();
    }
    let entry = |number: usize| bench.at(&format!("spool/{number:016}"));
    let mut tampered = fs::read(entry(1)).unwrap();
    *tampered.last_mut().unwrap() ^= 1;
    fs::write(entry(1), tampered).unwrap();
    let half = fs::read(entry(2)).unwrap();
    fs::write(entry(2), &half[..half.len() / 2]).unwrap();
    fs::write(entry(3), b"").unwrap();
    fs::write(entry(4), b"rubbish that is longer than magic and nonce together").unwrap();
    fs::remove_file(entry(5)).unwrap();
    fs::create_dir(entry(5)).unwrap();
    File::create(entry(6)).unwrap().set_len(MOST_OF_ONE + 1).unwrap();
    fs::remove_file(entry(7)).unwrap();
    let flushed = spool.flush(&bench.share());
    let aside: Vec<u64> = flushed.set_aside.iter().map(|(number, _)| number.0).collect();
    assert_eq!((aside, flushed.left), (vec![1, 2, 3, 4, 5, 6, 7], 0));
    assert_eq!(bench.arrived(), [result(8).name()]);
    assert_eq!((spool.unreadable(), bench.kept().len()), (6, 0), "one was taken away by hand");
    drop(spool);
    assert_eq!(bench.spool().keep(&result(9), b"x").unwrap(), Number(7), "after what lies aside");
}

#[test]
fn entries_that_changed_places_are_not_read() {
    let bench = Bench::new();
    let spool = bench.spool();
    spool.keep(&result(1), b"one").unwrap();
    spool.keep(&result(2), b"two").unwrap();
    spool.keep(&result(3), b"three").unwrap();
    let entry = |number: usize| bench.at(&format!("spool/{number:016}"));
    fs::rename(entry(1), bench.at("x")).unwrap();
    fs::rename(entry(2), entry(1)).unwrap();
    fs::rename(bench.at("x"), entry(2)).unwrap();
    let flushed = spool.flush(&bench.share());
    assert_eq!((flushed.set_aside.len(), flushed.written.len()), (2, 1));
    assert_eq!(bench.arrived(), [result(3).name()]);
}

#[test]
fn with_another_key_old_entries_are_set_aside_and_with_the_right_one_they_can_be_put_back() {
    let bench = Bench::new();
    bench.spool().keep(&result(1), b"one").unwrap();
    fs::rename(bench.at("spool.key"), bench.at("backup.key")).unwrap();
    let spool = bench.spool();
    let two = spool.keep(&result(2), b"two").unwrap();
    let flushed = spool.flush(&bench.share());
    assert_eq!((flushed.set_aside.len(), flushed.written), (1, vec![two]));
    drop(spool);
    fs::rename(bench.at("backup.key"), bench.at("spool.key")).unwrap();
    fs::rename(bench.at("spool/unreadable/0000000000000001"), bench.at("spool/0000000000000001")).unwrap();
    assert_eq!(bench.spool().flush(&bench.share()).written, [Number(1)]);
    assert_eq!(bench.arrived().len(), 2);
}

#[test]
fn a_lost_key_sets_aside_and_a_damaged_one_is_replaced_and_stays_beside() {
    let bench = Bench::new();
    bench.spool().keep(&result(1), b"one").unwrap();
    fs::remove_file(bench.at("spool.key")).unwrap();
    assert_eq!(bench.spool().flush(&bench.share()).set_aside.len(), 1);
    fs::write(bench.at("spool.key"), b"half a key").unwrap();
    let spool = bench.spool();
    spool.keep(&result(2), b"two").unwrap();
    assert_eq!(spool.flush(&bench.share()).written.len(), 1);
    assert_eq!(fs::read(bench.at("spool.key.damaged")).unwrap(), b"half a key");
}

#[test]
fn a_full_spool_refuses_by_name_and_keeps_what_it_has() {
    let bench = Bench::new();
    let spool = bench.spool();
    spool.keep(&result(1), b"x").unwrap();
    spool.shelf().entries.extend((2..=MOST_ENTRIES as u64).map(|number| (Number(number), 1)));
    let error = spool.keep(&result(2), b"x").unwrap_err();
    assert!(matches!(error, SpoolError::Full { .. }) && error.to_string().contains("result folder"), "{error}");
    spool.shelf().entries.retain(|number, _| *number == Number(1));
    spool.shelf().entries.insert(Number(2), MOST_BYTES);
    assert!(matches!(spool.keep(&result(2), b"x"), Err(SpoolError::Full { .. })));
    spool.shelf().entries.remove(&Number(2));
    let too_large = vec![0; usize::try_from(MOST_OF_ONE).unwrap()];
    assert!(matches!(spool.keep(&result(2), &too_large), Err(SpoolError::TooLarge(_))));
    assert_eq!(spool.flush(&bench.share()).written.len(), 1);
}

/// `/dev/full` has no place for anything.
#[test]
fn a_full_disk_is_told_and_leaves_no_half_entry() {
    let bench = Bench::new();
    let spool = bench.spool();
    spool.keep(&result(1), b"x").unwrap();
    std::os::unix::fs::symlink("/dev/full", bench.at("spool/0000000000000002.part")).unwrap();
    let error = spool.keep(&result(2), b"x").unwrap_err();
    assert!(error.to_string().contains("make room"), "{error}");
    assert_eq!((bench.kept().len(), spool.waiting()), (1, 1));
    spool.keep(&result(2), b"x").unwrap();
    assert_eq!(spool.flush(&bench.share()).written.len(), 2);
}

#[test]
fn a_second_program_is_refused_and_a_folder_that_is_a_file_is_named() {
    let bench = Bench::new();
    let _spool = bench.spool();
    assert!(matches!(Spool::open(&bench.at("spool")), Err(SpoolError::InUse(_))));
    fs::write(bench.at("file"), b"").unwrap();
    let error = Spool::open(&bench.at("file")).err().unwrap().to_string();
    assert!(error.contains("/file") && error.contains("results.spool"), "{error}");
}

#[test]
fn what_a_writer_does_not_take_stays_for_another() {
    let bench = Bench::new();
    let spool = bench.spool();
    let bundle = Kind::FhirBundle { name: "bundle-1.json".into() };
    spool.keep(&bundle, b"{}").unwrap();
    spool.keep(&result(2), b"x").unwrap();
    let flushed = spool.flush(&bench.share());
    assert_eq!((flushed.written, flushed.left), (vec![Number(2)], 1));
    let notes = Notes::default();
    spool.flush(&notes);
    assert_eq!(*notes.came.borrow(), [bundle]);
}

#[test]
fn a_name_that_leads_elsewhere_is_not_followed() {
    let bench = Bench::new();
    let spool = bench.spool();
    for name in ["../x.xml", "/etc/x", ".hidden", ""] {
        spool.keep(&Kind::OqsFile { name: name.into() }, b"x").unwrap();
    }
    assert_eq!(spool.flush(&bench.share()).set_aside.len(), 4);
    assert_eq!(names(&bench.at("share")), ["face"]);
}

#[test]
fn whoever_looks_from_outside_sees_how_many_wait_and_changes_nothing() {
    let bench = Bench::new();
    assert_eq!(look(&bench.at("spool")).unwrap(), None);
    let spool = bench.spool();
    assert_eq!(look(&bench.at("spool")).unwrap(), Some(Look::default()));
    spool.keep(&result(1), b"x").unwrap();
    spool.keep(&result(2), b"x").unwrap();
    fs::write(bench.at("spool/0000000000000001"), b"rubbish").unwrap();
    spool.flush(&Notes { fails: true, ..Notes::default() });
    let seen = look(&bench.at("spool")).unwrap().unwrap();
    assert_eq!((seen.waiting, seen.unreadable, seen.since.is_some()), (1, 1, true));
}
