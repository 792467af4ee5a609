//! What a visit leaves behind: nothing in the kiosk's memory, and on the disk only what the hospital gets.
//!
//! Two processes. This one plays card, centre and hospital, for a person that it makes up anew each time. The other one,
//! started below, is the kiosk and nothing else; when its visits are over it is looked through, byte by byte.

use crate::bench::{BENCH, run_alone};
use jiff::{Timestamp, civil::date};
use memchr::memmem;
use rand::Rng;
use rustix::process::{Resource, Rlimit, setrlimit};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use uketsuke::centre::{self, CentreOptions};
use uketsuke::devices::card::SOCKET_VARIABLE;
use uketsuke::devices::card::virtual_card::Reader;
use uketsuke::devices::face::describe_photo;
use uketsuke::devices::face::models::{Models, default_folder};
use uketsuke::memory;
use uketsuke::practice::jpeg2000::{CARD_PHOTO_BYTES, CARD_PHOTO_SIZE, encode_grey};
use uketsuke::practice::persons::{self, Person};
use uketsuke::practice::portrait::{self, Covering, Head, Light, Placement, Pose, Sitter};
use uketsuke::session::secret::CardPhoto;

const TODAY: jiff::civil::Date = date(2026, 11, 23);
const NOW: &str = "2026-11-23T00:00:00Z";
const PIN: &str = "7391";

mod kiosk;

use kiosk::{WAYS, Way};

/// Nobody has this name, and no file of the program holds it. `like`: whose card it is like.
fn stranger(like: &str) -> Person {
    let letters: Vec<char> = "鵺鸞驢麒麟鼈齋龕靄霹".chars().collect();
    let mut random = rand::thread_rng();
    let mut name = || -> String { (0..4).map(|_| letters[random.gen_range(0..letters.len())]).collect() };
    let mut person = persons::find(like).unwrap().clone();
    person.name = format!("{}　{}", name(), name());
    person.id = format!("stranger{}", random.r#gen::<u32>());
    person.pin = Some(PIN.into());
    person
}

/// What the camera films: the stranger, moving a little.
fn film(person: &Person, folder: &Path) {
    std::fs::create_dir(folder).unwrap();
    let head = Head::of(&portrait::traits_of(&person.id));
    for frame in 0..12_u8 {
        let sitter = Sitter {
            head: &head,
            pose: Pose { yaw: f32::from(frame) - 6.0, pitch: 0.0, roll: 1.0 },
            placement: Placement { x: 320.0, y: 240.0, face_height: 250.0 },
            covering: Covering::None,
            eyes_open: 1.0,
        };
        let scene = portrait::Scene {
            width: 640,
            height: 480,
            sitters: &[sitter],
            light: Light::default(),
            blur: 0.0,
            grain: u32::from(frame),
        };
        let picture = image::RgbImage::from_raw(640, 480, portrait::film(&scene)).unwrap();
        picture.save(folder.join(format!("{frame:02}.png"))).unwrap();
    }
}

/// The kiosk's process.
struct Kiosk {
    child: Child,
    orders: Option<std::process::ChildStdin>,
    answers: BufReader<std::process::ChildStdout>,
}

impl Kiosk {
    fn wait_for(&mut self, word: &str) {
        let mut line = String::new();
        while !line.contains(word) {
            line.clear();
            assert!(self.answers.read_line(&mut line).unwrap() > 0, "the kiosk ended before it said {word:?}");
        }
    }

    fn go_on(&mut self) {
        writeln!(self.orders.as_mut().unwrap(), "on").unwrap();
    }

    /// Everything that the process has in its memory.
    fn core(&self, folder: &Path) -> Vec<u8> {
        let prefix = folder.join("core");
        let output = Command::new("gcore").arg("-o").arg(&prefix).arg(self.child.id().to_string()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        std::fs::read(folder.join(format!("core.{}", self.child.id()))).unwrap()
    }
}

impl Drop for Kiosk {
    fn drop(&mut self) {
        self.orders = None;
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// What must not be found, with its name.
fn forbidden(person: &Person, photo: &CardPhoto) -> Vec<(String, Vec<u8>)> {
    let utf16: Vec<u8> = person.name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let verify = [&[0x00, 0x20, 0x00, 0x98, 0x04][..], PIN.as_bytes()].concat();
    let mut found = vec![
        ("the name in UTF-8".to_owned(), person.name.as_bytes().to_vec()),
        ("the name in UTF-16".to_owned(), utf16),
        ("the name in Shift_JIS".to_owned(), encoding_rs::SHIFT_JIS.encode(&person.name).0.into_owned()),
        ("the VERIFY of the PIN".to_owned(), verify),
    ];
    // Any stretch of the photo will do; its first bytes are the same for every photo.
    let bytes = photo.expose();
    for at in [300, bytes.len() / 2, bytes.len() - 200] {
        found.push((format!("the photo from byte {at}"), bytes[at..at + 24].to_vec()));
    }
    let mut models = Models::load(&default_folder().unwrap()).unwrap();
    let descriptor = describe_photo(&mut models, photo).unwrap().unwrap();
    for at in [0, 40, 100] {
        let four = descriptor.numbers()[at..at + 4].iter().flat_map(|number| number.to_le_bytes()).collect();
        found.push((format!("the descriptor from number {at}"), four));
    }
    found
}

/// Files below a folder that hold these bytes.
fn files_with(folder: &Path, needle: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files_with(&path, needle));
        } else if std::fs::read(&path).is_ok_and(|bytes| memmem::find(&bytes, needle).is_some()) {
            found.push(path.display().to_string());
        }
    }
    found
}

#[test]
fn nothing_of_a_visit_stays_in_memory_or_on_the_disk() {
    let slot = BENCH.take_slot();
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    for name in ["cards", "face", "own"] {
        std::fs::create_dir(place(name)).unwrap();
    }
    let person = stranger("hanako");
    // No insurance card yet.
    let newcomer = stranger("mei");
    let (width, height) = CARD_PHOTO_SIZE;
    let portrait = portrait::passport(&person.id, width, height);
    let photo = || CardPhoto::new(encode_grey(width, height, &portrait, CARD_PHOTO_BYTES).unwrap());
    film(&person, &place("film"));
    let now: Timestamp = NOW.parse().unwrap();
    let centre = centre::spawn(CentreOptions {
        listen: ([127, 0, 0, 1], 0).into(),
        data: place("centre.sqlite"),
        trust: BENCH.ca_file(),
        clock: Arc::new(move || now),
        people: vec![person.clone(), newcomer.clone()],
    })
    .unwrap();
    let mut reader = Reader::start(slot.address(), Arc::clone(&BENCH.pki), place("cards")).unwrap();
    let mut kiosk = start(&slot.reader(), &centre.base_url(), &person, folder.path());

    for way in WAYS {
        kiosk.wait_for("place");
        let person = if way == Way::Registration { &newcomer } else { &person };
        reader.place_card(person, Some(photo()), TODAY).unwrap();
        kiosk.wait_for("take");
        reader.take().unwrap();
    }
    kiosk.wait_for("over");
    let core = kiosk.core(&place("own"));
    assert!(core.len() > 50_000_000, "a core of {} bytes", core.len());
    // The search itself works: this is in the memory of every kiosk.
    assert!(memmem::find(&core, "マイナンバーカードを".as_bytes()).is_some());
    let needles: Vec<_> = [&person, &newcomer].into_iter().flat_map(|person| forbidden(person, &photo())).collect();
    let left: Vec<&str> = needles
        .iter()
        .filter(|(_, bytes)| memmem::find(&core, bytes).is_some())
        .map(|(what, _)| what.as_str())
        .collect();
    assert!(left.is_empty(), "still in the kiosk's memory: {left:?}");
    drop(core);
    std::fs::remove_dir_all(place("own")).unwrap();

    let name_in_files = |needle: &[u8]| files_with(folder.path(), needle);
    let results = name_in_files(&encoding_rs::SHIFT_JIS.encode(&person.name).0);
    // Of those who went through to the end, newcomers aside.
    assert!(results.len() == 3 && results.iter().all(|file| file.contains("/face/")), "{results:?}");
    let simulators = name_in_files(person.name.as_bytes());
    assert!(simulators.iter().all(|file| file.contains("centre.sqlite")), "{simulators:?}");
    assert!(name_in_files(&photo().expose()[300..324]).is_empty(), "the photo is on the disk");
    kiosk.go_on();
}

fn start(reader: &str, centre: &str, person: &Person, folder: &Path) -> Kiosk {
    let own = folder.join("own");
    let mut child = run_alone("residue::kiosk::")
        .env(memory::VARIABLE, memory::VALUE)
        .env("TMPDIR", &own)
        .env(kiosk::READER, reader)
        .env(kiosk::CENTRE, centre)
        .env(kiosk::FOLDER, folder)
        .env(kiosk::KEYS, BENCH.ca_file().parent().unwrap())
        .env(kiosk::CODE, &person.card_face_code)
        .env(kiosk::PIN, PIN)
        .env(SOCKET_VARIABLE, BENCH.options.socket_path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (orders, answers) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
    Kiosk { child, orders, answers }
}

#[test]
fn what_a_kiosk_knows_is_written_nowhere_when_it_crashes() {
    let folder = tempfile::tempdir().unwrap();
    // As the shell's `ulimit -c unlimited`, which a process hands on.
    let unlimited = Rlimit { current: None, maximum: None };
    setrlimit(Resource::Core, unlimited).ok();
    let mut crash = run_alone("residue::crash::");
    let status = crash.current_dir(folder.path()).env("UKETSUKE_CRASH", "1").status().unwrap();
    assert!(!status.success(), "it should have crashed");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "a core dump was written");
}

/// Runs in a process of its own.
mod crash {
    use rustix::process::{DumpableBehavior, Resource, dumpable_behavior, getrlimit};
    use uketsuke::memory::{Swap, keep_to_ourselves};

    #[test]
    #[ignore = "runs inside what_a_kiosk_knows_is_written_nowhere_when_it_crashes"]
    fn crashes() {
        let unlimited = getrlimit(Resource::Memlock).current.is_none();
        assert_eq!(keep_to_ourselves().unwrap() == Swap::Never, unlimited);
        assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::NotDumpable);
        // Where it may be locked, all of it is.
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let locked = status.lines().find(|line| line.starts_with("VmLck:")).unwrap();
        assert_eq!(!locked.ends_with(" 0 kB"), unlimited, "{locked}");
        if std::env::var_os("UKETSUKE_CRASH").is_some() {
            std::process::abort();
        }
    }
}
