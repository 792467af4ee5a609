use super::*;
use crate::devices::hospital::ResultFolder;
use crossbeam_channel::unbounded;
use std::fs;
use std::path::Path;

/// Long enough for a slow machine.
const LONG: Duration = Duration::from_secs(20);

struct Bench {
    root: tempfile::TempDir,
    delivery: Option<Delivery>,
    told: Receiver<ResultsWay>,
}

impl Bench {
    fn new(prepare: impl FnOnce(&Path)) -> Self {
        let root = tempfile::tempdir().unwrap();
        prepare(root.path());
        let folder = ResultFolder::new(root.path().join("share/face"));
        let (delivery, told) = start(folder, root.path(), LONG);
        Self { root, delivery: Some(delivery), told }
    }

    fn hand_on(&self, name: &str) -> Result<Written, HospitalTrouble> {
        hand_on(self.delivery.as_ref().unwrap(), name)
    }

    fn told(&self) -> ResultsWay {
        self.told.recv_timeout(LONG).unwrap()
    }

    fn arrived(&self) -> usize {
        fs::read_dir(self.root.path().join("share/face")).unwrap().count()
    }
}

fn start(writer: impl Writer + Send + 'static, root: &Path, share: Duration) -> (Delivery, Receiver<ResultsWay>) {
    let (tell, told) = unbounded();
    let pauses = (Duration::from_millis(20), Duration::from_millis(100));
    let patience = Patience { share, pauses };
    let delivery =
        Delivery::start(writer, root.join("spool"), patience, (&Supervisor::default(), Part::Files), move |way| {
            _ = tell.send(way)
        })
        .unwrap();
    (delivery, told)
}

fn hand_on(delivery: &Delivery, name: &str) -> Result<Written, HospitalTrouble> {
    delivery.hand_on(Kind::OqsFile { name: name.into() }, b"x".to_vec().into())
}

fn with_share(root: &Path) {
    fs::create_dir_all(root.join("share/face")).unwrap();
}

fn waiting(count: u32) -> ResultsWay {
    ResultsWay { waiting: count, ..ResultsWay::default() }
}

#[test]
fn a_share_that_is_there_gets_results_at_once_and_nobody_is_told() {
    let bench = Bench::new(with_share);
    assert_eq!(bench.hand_on("1.xml"), Ok(Written::Delivered));
    assert_eq!(bench.hand_on("2.xml"), Ok(Written::Delivered));
    assert_eq!((bench.arrived(), bench.told.len()), (2, 0));
}

#[test]
fn a_share_that_is_away_is_told_at_once_and_gets_everything_when_it_comes_back() {
    let bench = Bench::new(|_| ());
    assert_eq!(bench.hand_on("1.xml"), Ok(Written::Kept(HospitalTrouble::FolderMissing)));
    assert_eq!(bench.told(), waiting(1));
    assert_eq!(bench.hand_on("2.xml"), Ok(Written::Kept(HospitalTrouble::FolderMissing)));
    assert_eq!(bench.told(), waiting(2));
    with_share(bench.root.path());
    assert_eq!(bench.told(), waiting(0));
    assert_eq!(bench.arrived(), 2);
}

#[test]
fn what_an_earlier_run_left_is_told_and_handed_on_without_any_new_result() {
    let mut bench = Bench::new(|_| ());
    assert!(bench.hand_on("1.xml").is_ok());
    bench.delivery = None;
    // The thread lets go of the spool when it sees that.
    while Spool::open(&bench.root.path().join("spool")).is_err() {
        std::thread::yield_now();
    }
    let folder = ResultFolder::new(bench.root.path().join("share/face"));
    let (_delivery, told) = start(folder, bench.root.path(), LONG);
    assert_eq!(told.recv_timeout(LONG), Ok(waiting(1)));
    with_share(bench.root.path());
    assert_eq!(told.recv_timeout(LONG), Ok(waiting(0)));
    assert_eq!(bench.arrived(), 1);
}

#[test]
fn where_nothing_can_be_kept_results_go_directly_or_are_refused_and_staff_are_told() {
    let bench = Bench::new(|root| {
        with_share(root);
        fs::write(root.join("spool"), b"a file").unwrap();
    });
    assert!(bench.told().not_kept);
    assert_eq!(bench.hand_on("1.xml"), Ok(Written::Delivered));
    assert_eq!(bench.arrived(), 1);
    fs::rename(bench.root.path().join("share"), bench.root.path().join("away")).unwrap();
    assert_eq!(bench.hand_on("2.xml"), Err(HospitalTrouble::FolderMissing));
    fs::remove_file(bench.root.path().join("spool")).unwrap();
    assert_eq!(bench.told(), ResultsWay::default(), "it is opened as soon as it can be");
    assert_eq!(bench.hand_on("3.xml"), Ok(Written::Kept(HospitalTrouble::FolderMissing)));
}

/// Does not come back before it is let go.
struct Hangs(Receiver<()>, ResultFolder);

impl Writer for Hangs {
    fn takes(&self, _: &Kind) -> bool {
        true
    }

    fn deliver(&self, kind: &Kind, bytes: &[u8]) -> Result<(), crate::devices::hospital::spool::DeliveryError> {
        self.0.recv().ok();
        Writer::deliver(&self.1, kind, bytes)
    }

    fn forget(&self, kind: &Kind) {
        Writer::forget(&self.1, kind);
    }
}

#[test]
fn a_share_that_hangs_holds_up_nobody_and_loses_nothing() {
    let root = tempfile::tempdir().unwrap();
    with_share(root.path());
    let (let_go, hangs) = bounded(0);
    let writer = Hangs(hangs, ResultFolder::new(root.path().join("share/face")));
    let (delivery, told) = start(writer, root.path(), Duration::from_millis(50));
    for number in 1..=8 {
        assert_eq!(hand_on(&delivery, &format!("{number}.xml")), Ok(Written::Kept(HospitalTrouble::Other)));
        assert_eq!(told.recv_timeout(LONG), Ok(waiting(number)));
    }
    drop(let_go);
    assert_eq!(told.recv_timeout(LONG), Ok(waiting(0)));
    assert_eq!(fs::read_dir(root.path().join("share/face")).unwrap().count(), 8);
}
