//! Certificate, signature and photo from one virtual card, 15 ms an APDU: the kiosk's own card device, plain wrappers of
//! the crate myna-card, and OpenSC's tools, one after the other in each round.

use crate::ms;
use crossbeam_channel::{Receiver, bounded};
use myna_card::ap::jpki::{JpkiAp, SignatureScheme};
use myna_card::ap::surface::SurfaceAp;
use myna_card::{Pin as PlainPin, Transmit};
use pcsc::{Context, Disposition, Protocols, Scope, ShareMode};
use serde_json::{Value, json};
use std::ffi::CString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};
use uketsuke::app::Clock;
use uketsuke::devices::card::virtual_card::Reader;
use uketsuke::devices::card::{
    CardCommand, CardConfig, CardHandle, CardLimits, CardTrust, Purpose, ReaderPolicy, SOCKET_VARIABLE, start,
};
use uketsuke::devices::{INBOX, Outbox};
use uketsuke::practice::pcscd::{PcscdOptions, PrivatePcscd};
use uketsuke::practice::persons::{self, Person};
use uketsuke::practice::pki::Pki;
use uketsuke::session::event::{Event, ReaderEvent, VisitNumber};
use uketsuke::session::secret::{CardFaceCode, Pin};

const PERSON: &str = "hanako";
const PIN: &str = "1234";
/// What the virtual card takes for each APDU; bytes cost nothing here.
const SLOW: &str = "slow 15 0";
/// Between two contenders, so that the card is let go of.
const PAUSE: Duration = Duration::from_millis(300);
const PATIENCE: Duration = Duration::from_secs(20);
/// What is signed.
const DIGEST: [u8; 32] = [7; 32];
/// DER of a SHA-256 DigestInfo up to the digest (RFC 8017, 9.2).
const DIGEST_INFO: [u8; 19] =
    [0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20];

/// What was read in one go, or what came to be.
struct Run {
    certificate: Duration,
    signature: Duration,
    photo: Duration,
    /// In the same order.
    apdus: [u32; 3],
}

impl Run {
    fn json(&self, who: &str) -> Value {
        json!({
            "who": who, "certificate": ms(self.certificate), "signature": ms(self.signature), "photo": ms(self.photo),
            "apdus": self.apdus,
        })
    }
}

/// Prints a line for each contender and round.
pub fn measure(folder: &Path, rounds: u32) {
    let options = PcscdOptions::new(folder, 1).unwrap();
    let _pcscd = PrivatePcscd::start(&options).unwrap();
    let slot = &options.slots()[0];
    let pki = Arc::new(Pki::open(&folder.join("pki")).unwrap());
    let mut reader = Reader::start(slot.address, Arc::clone(&pki), folder.join("cards")).unwrap();
    let person = persons::find(PERSON).unwrap();
    let mut kiosk = Kiosk::start(&slot.reader, &pki);
    reader.fault(SLOW.parse().unwrap());
    reader.place(PERSON, Clock::real().now().today).unwrap();
    kiosk.wait_for_card();

    let opensc = OpenSc::new(folder, &slot.reader);
    let (_, length) = plain(&slot.reader, person);
    let apdus = opensc.apdus(person, length);
    println!("{}", json!({ "face_file": length }));
    for round in 0..rounds {
        println!("{}", kiosk.read(u64::from(round) + 1, person).json("kiosk"));
        sleep(PAUSE);
        println!("{}", plain(&slot.reader, person).0.json("myna-card"));
        sleep(PAUSE);
        println!("{}", opensc.read(person, length, apdus).json("OpenSC"));
        sleep(PAUSE);
    }
}

/// The kiosk's card device.
struct Kiosk {
    card: CardHandle,
    inbox: Receiver<Event>,
}

impl Kiosk {
    fn start(reader: &str, pki: &Pki) -> Self {
        let (sender, inbox) = bounded(INBOX);
        let config = CardConfig {
            readers: ReaderPolicy::OnlyVirtual {
                name: reader.into(),
                socket: std::env::var_os(SOCKET_VARIABLE).unwrap().into(),
            },
            trust: CardTrust::PracticeCa(pki.ca_certificate_der().to_vec()),
            limits: CardLimits::default(),
            terminal: None,
        };
        Self { card: start(config, Outbox::new(sender, || {})).unwrap(), inbox }
    }

    fn wait_for_card(&mut self) {
        while !matches!(self.inbox.recv_timeout(PATIENCE).unwrap(), Event::Reader(ReaderEvent::CardInserted)) {}
    }

    /// Sends a command and waits for what answers it.
    fn ask(&self, command: CardCommand) -> (Duration, Event) {
        let began = Instant::now();
        self.card.send(command).unwrap();
        loop {
            let event = self.inbox.recv_timeout(PATIENCE).unwrap();
            if !matches!(event, Event::Reader(_)) {
                return (began.elapsed(), event);
            }
        }
    }

    fn read(&mut self, number: u64, person: &Person) -> Run {
        let visit = VisitNumber(number);
        let (certificate, event) = self.ask(CardCommand::Read { visit });
        assert!(matches!(event, Event::CardRead { result: Ok(_), .. }), "{event:?}");
        let pin = Pin::new(PIN).unwrap();
        let (signature, event) = self.ask(CardCommand::Sign { visit, pin, digest: DIGEST, last_try_allowed: false });
        assert!(matches!(event, Event::Signed { result: Ok(_), .. }), "{event:?}");
        let code = CardFaceCode::new(&person.card_face_code).unwrap();
        let (photo, event) = self.ask(CardCommand::ReadPhoto { visit, code });
        assert!(matches!(event, Event::PhotoRead { result: Ok(_), .. }), "{event:?}");
        let tally = self.card.tally();
        let apdus = [Purpose::Read, Purpose::Sign, Purpose::Face].map(|purpose| tally.sent(purpose));
        self.card.send(CardCommand::End { visit }).unwrap();
        Run { certificate, signature, photo, apdus }
    }
}

/// A card for myna-card, which counts.
struct Line {
    card: pcsc::Card,
    sent: u32,
    /// Bytes of data that came.
    came: usize,
}

impl Transmit for Line {
    fn transmit(&mut self, command: &[u8]) -> myna_card::Result<Vec<u8>> {
        let mut buffer = vec![0; pcsc::MAX_BUFFER_SIZE_EXTENDED];
        let answer = self.card.transmit(command, &mut buffer).unwrap().to_vec();
        self.sent += 1;
        self.came += answer.len() - 2;
        Ok(answer)
    }
}

/// The crate's wrappers as they are, on a connection of their own. Also the length of the face file.
fn plain(reader: &str, person: &Person) -> (Run, usize) {
    let began = Instant::now();
    let context = Context::establish(Scope::User).unwrap();
    let name = CString::new(reader).unwrap();
    let card = context.connect(&name, ShareMode::Exclusive, Protocols::T0 | Protocols::T1).unwrap();
    let mut card = myna_card::Card::new(Line { card, sent: 0, came: 0 });

    let mut jpki = JpkiAp::select(&mut card).unwrap();
    jpki.read_auth_certificate().unwrap();
    let (certificate, read) = (began.elapsed(), jpki.card().transport().sent);

    let began = Instant::now();
    jpki.verify_auth_pin(&PlainPin::new(PIN).unwrap()).unwrap();
    jpki.sign_with_auth_key(SignatureScheme::Verbatim, &[&DIGEST_INFO[..], &DIGEST].concat()).unwrap();
    let (signature, signed) = (began.elapsed(), card.transport().sent);

    let (began, before) = (Instant::now(), card.transport().came);
    let mut surface = SurfaceAp::select(&mut card).unwrap();
    surface.verify_code_b(&PlainPin::new(&person.card_face_code).unwrap()).unwrap();
    surface.read_card_face().unwrap();
    let photo = began.elapsed();
    let Line { card, sent, came } = card.into_transport();
    card.disconnect(Disposition::ResetCard).map_err(|(_, error)| error).unwrap();
    (Run { certificate, signature, photo, apdus: [read, signed - read, sent - signed] }, came - before)
}

/// OpenSC's tools, told that the card is Japan's, so that they try no other driver.
struct OpenSc {
    folder: PathBuf,
    reader: String,
    quiet: PathBuf,
    talkative: PathBuf,
    log: PathBuf,
}

impl OpenSc {
    fn new(folder: &Path, reader: &str) -> Self {
        let (quiet, talkative, log) =
            (folder.join("quiet.conf"), folder.join("talkative.conf"), folder.join("opensc.log"));
        let conf = |more: &str| format!("app default {{ card_drivers = jpki; {more} }}\n");
        std::fs::write(&quiet, conf("")).unwrap();
        std::fs::write(&talkative, conf(&format!("debug = 6; debug_file = {};", log.display()))).unwrap();
        std::fs::write(folder.join("digest"), DIGEST).unwrap();
        Self { folder: folder.into(), reader: reader.into(), quiet, talkative, log }
    }

    fn run(&self, conf: &Path, tool: &str, args: &[&str]) -> Duration {
        let began = Instant::now();
        let output = Command::new(tool)
            .args(["--reader", &self.reader])
            .args(args)
            .env("HOME", &self.folder)
            .env("OPENSC_CONF", conf)
            .current_dir(&self.folder)
            .output()
            .unwrap_or_else(|error| panic!("{tool}: {error}; it is in the Debian package opensc"));
        let took = began.elapsed();
        assert!(output.status.success(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
        took
    }

    /// It knows nothing of the card's face: that is read by APDUs as they would be typed, 256 bytes each, in one call.
    fn photo(&self, conf: &Path, person: &Person, length: usize) -> Duration {
        let code: String = person.card_face_code.bytes().map(|byte| format!("{byte:02X}")).collect();
        let mut apdus = vec![
            "00A4040C0AD3921000310001010402".to_owned(),
            format!("00200092{:02X}{code}", person.card_face_code.len()),
            "00B0820000".to_owned(),
        ];
        apdus.extend((256..length).step_by(256).map(|offset| format!("00B0{offset:04X}00")));
        let args: Vec<&str> = apdus.iter().flat_map(|apdu| ["--send-apdu", apdu]).collect();
        self.run(conf, "opensc-tool", &args)
    }

    fn certificate(&self, conf: &Path) -> Duration {
        self.run(conf, "pkcs15-tool", &["--read-certificate", "1", "--output", "certificate"])
    }

    fn signature(&self, conf: &Path) -> Duration {
        let files = ["--input", "digest", "--output", "signature"];
        let how = ["--sign", "--key", "1", "--pin", PIN, "--pkcs1", "--sha-256"];
        self.run(conf, "pkcs15-crypt", &[&how[..], &files].concat())
    }

    fn read(&self, person: &Person, length: usize, apdus: [u32; 3]) -> Run {
        let (certificate, signature) = (self.certificate(&self.quiet), self.signature(&self.quiet));
        Run { certificate, signature, photo: self.photo(&self.quiet, person, length), apdus }
    }

    /// How many APDUs each part sends, off its log.
    fn apdus(&self, person: &Person, length: usize) -> [u32; 3] {
        let count = || {
            let log = std::fs::read_to_string(&self.log).unwrap_or_default();
            std::fs::remove_file(&self.log).ok();
            log.lines().filter(|line| line.contains("Outgoing APDU")).count() as u32
        };
        self.certificate(&self.talkative);
        let certificate = count();
        self.signature(&self.talkative);
        let signature = count();
        self.photo(&self.talkative, person, length);
        [certificate, signature, count()]
    }
}
