//! What every card reader must do, over real PC/SC: our card path → libpcsclite → a private pcscd → vpcd → virtual card.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::bench::{BENCH, Slot, run_inside};
use crossbeam_channel::{Receiver, unbounded};
use jiff::civil::{Date, date};
use rsa::Pkcs1v15Sign;
use rsa::pkcs1::DecodeRsaPublicKey;
use uketsuke::devices::Outbox;
use uketsuke::devices::card::virtual_card::{Counters, Fault, Key, PracticeTerminalKey, Reader};
use uketsuke::devices::card::{
    self, CardCommand, CardConfig, CardFaceReader, CardHandle, CardLimits, CardTrust, PracticeCardFace, Purpose,
    ReaderPolicy, TypedCardFace,
};
use uketsuke::practice::pcscd::PrivatePcscd;
use uketsuke::practice::persons;
use uketsuke::practice::pki::Pki;
use uketsuke::session::Event;
use uketsuke::session::event::{CardFacts, CardTrouble, PhotoTrouble, PinState, ReaderEvent, SignTrouble, VisitNumber};
use uketsuke::session::face::FaceRefusal;
use uketsuke::session::secret::{CardFaceCode, CardPhoto, Pin, Signature};

const TODAY: Date = date(2026, 11, 23);
const DIGEST: [u8; 32] = [0x5A; 32];
/// Nothing here takes longer, however busy the machine is.
const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn the_card_path_outlives_pcscd() {
    run_inside(concat!(module_path!(), "::alone"));
}

/// A virtual reader with a kiosk's card device on it.
struct Desk {
    slot: Slot,
    reader: Reader,
    device: CardHandle,
    events: Receiver<Event>,
    kept: Vec<Event>,
    visit: VisitNumber,
    person: &'static str,
    lying: bool,
}

impl Desk {
    fn new() -> Self {
        Self::with(CardTrust::PracticeCa(BENCH.pki.ca_certificate_der().to_vec()), CardLimits::default())
    }

    fn with(trust: CardTrust, limits: CardLimits) -> Self {
        let slot = BENCH.take_slot();
        let state = slot.state();
        let reader = Reader::start(slot.address(), Arc::clone(&BENCH.pki), state).unwrap();
        let (inbox, events) = unbounded();
        let readers = ReaderPolicy::OnlyVirtual { name: slot.reader(), socket: BENCH.options.socket_path() };
        let terminal = Some(Arc::new(PracticeTerminalKey::new(&BENCH.pki).unwrap()) as _);
        let config = CardConfig { readers, trust, limits, terminal };
        let device = card::start(config, Outbox::new(inbox, || {})).unwrap();
        let mut desk =
            Self { slot, reader, device, events, kept: Vec::new(), visit: VisitNumber(0), person: "", lying: false };
        desk.expect(ReaderEvent::Found);
        desk
    }

    fn expect(&mut self, wanted: ReaderEvent) {
        let found = self.wait(|event| matches!(event, Event::Reader(event) if *event == wanted));
        assert!(found.is_some(), "no {wanted:?}");
    }

    /// The first event that fits and was not waited for yet; the others are kept.
    fn wait(&mut self, fits: impl Fn(&Event) -> bool) -> Option<Event> {
        let end = Instant::now() + PATIENCE;
        let mut kept = std::mem::take(&mut self.kept);
        let mut found = kept.iter().position(&fits).map(|index| kept.remove(index));
        while found.is_none() {
            let event = self.events.recv_deadline(end).ok()?;
            if fits(&event) { found = Some(event) } else { kept.push(event) }
        }
        self.kept = kept;
        found
    }

    fn place(&mut self, person: &'static str) {
        self.person = person;
        self.reader.place(person, TODAY).unwrap();
        self.expect(ReaderEvent::CardInserted);
        self.lying = true;
    }

    /// Takes the card, or what a fault has left of it, and sets the next fault.
    fn take(&mut self, next: &str) {
        let _ = self.reader.take();
        self.expect(ReaderEvent::CardRemoved);
        self.lying = false;
        self.reader.fault(next.parse().unwrap());
    }

    /// Begins a visit.
    fn read(&mut self) -> Result<CardFacts, CardTrouble> {
        static VISITS: AtomicU64 = AtomicU64::new(1);
        self.visit = VisitNumber(VISITS.fetch_add(1, Ordering::Relaxed));
        self.device.send(CardCommand::Read { visit: self.visit }).unwrap();
        let ours = self.visit;
        match self.wait(|event| matches!(event, Event::CardRead { visit, .. } if *visit == ours)) {
            Some(Event::CardRead { result, .. }) => result,
            other => panic!("{other:?}"),
        }
    }

    fn sign(&mut self, pin: &str, last_try_allowed: bool) -> Result<Signature, SignTrouble> {
        let pin = Pin::new(pin).unwrap();
        let command = CardCommand::Sign { visit: self.visit, pin, digest: DIGEST, last_try_allowed };
        self.device.send(command).unwrap();
        let ours = self.visit;
        match self.wait(|event| matches!(event, Event::Signed { visit, .. } if *visit == ours)) {
            Some(Event::Signed { result, .. }) => result,
            other => panic!("{other:?}"),
        }
    }

    fn sign_as_terminal(&mut self) -> Result<Signature, SignTrouble> {
        self.device.send(CardCommand::SignAsTerminal { visit: self.visit, digest: DIGEST }).unwrap();
        let ours = self.visit;
        match self.wait(|event| matches!(event, Event::Signed { visit, .. } if *visit == ours)) {
            Some(Event::Signed { result, .. }) => result,
            other => panic!("{other:?}"),
        }
    }

    fn photo(&mut self, code: CardFaceCode) -> Result<CardPhoto, PhotoTrouble> {
        self.device.send(CardCommand::ReadPhoto { visit: self.visit, code }).unwrap();
        let ours = self.visit;
        match self.wait(|event| matches!(event, Event::PhotoRead { visit, .. } if *visit == ours)) {
            Some(Event::PhotoRead { result, .. }) => result,
            other => panic!("{other:?}"),
        }
    }

    /// What the card itself has kept.
    fn left(&self, key: Key) -> u8 {
        Counters::open(&self.slot.state(), persons::find(self.person).unwrap()).unwrap().left(key)
    }

    fn sent(&self, purpose: Purpose) -> u32 {
        self.device.tally().sent(purpose)
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.reader.take();
        // The next test on this reader must not see the card that pcscd has not missed yet.
        if self.lying && !std::thread::panicking() {
            self.expect(ReaderEvent::CardRemoved);
        }
    }
}

mod together {
    use super::*;

    #[test]
    fn a_card_is_read_and_signs_in_three_apdus_each() {
        let mut desk = Desk::new();
        desk.place("hanako");
        let facts = desk.read().unwrap();
        assert_eq!(facts.pin, PinState::Tries(3));
        assert_eq!(facts.valid_until, persons::find("hanako").unwrap().certificate_end(TODAY));
        assert_eq!(desk.sent(Purpose::Read), 3);

        let signature = desk.sign("1234", false).unwrap();
        assert_eq!(desk.sent(Purpose::Sign), 3);
        verify(&facts, &signature);
    }

    /// The signature is the certificate's, over the digest.
    fn verify(facts: &CardFacts, signature: &Signature) {
        let certificate = myna_card::Certificate::parse(facts.certificate.expose()).unwrap();
        let key = certificate.inner().tbs_certificate().subject_public_key_info().subject_public_key.raw_bytes();
        let key = rsa::RsaPublicKey::from_pkcs1_der(key).unwrap();
        key.verify(Pkcs1v15Sign::new::<sha2::Sha256>(), &DIGEST, signature.expose()).unwrap();
    }

    #[test]
    fn a_card_pulled_anywhere_on_the_way_of_a_face_is_told_and_loses_no_try() {
        let mut desk = Desk::new();
        let mut card_face = PracticeCardFace::default();
        card_face.lay_card_of("kenji");
        for at in 4..=12 {
            desk.reader.fault(Fault::PullAt(at));
            desk.place("kenji");
            desk.read().unwrap();
            let photo = desk.photo(card_face.read().unwrap());
            if at <= 7 {
                // At the sixth, VERIFY, the card has taken the code already: whether it was right is not known.
                let lost = if at == 6 { CardTrouble::NotRecognised } else { CardTrouble::Removed };
                assert_eq!(photo.err(), Some(PhotoTrouble::Card(lost)), "photo, pulled at {at}");
            } else {
                let lost = Some(SignTrouble::Card(CardTrouble::Removed));
                assert_eq!(desk.sign_as_terminal().err(), lost, "terminal, pulled at {at}");
            }
            desk.take("none");
            assert_eq!((desk.left(Key::AuthPin), desk.left(Key::FaceCodeB)), (3, 10), "pulled at {at}");
        }
    }

    #[test]
    fn a_wrong_pin_costs_exactly_one_try() {
        let mut desk = Desk::new();
        desk.place("hanako");
        desk.read().unwrap();
        assert_eq!(desk.sign("0000", false), Err(SignTrouble::WrongPin(PinState::Tries(2))));
        assert_eq!(desk.left(Key::AuthPin), 2);
        assert_eq!(desk.sign("0001", false), Err(SignTrouble::WrongPin(PinState::Tries(1))));
        assert_eq!(desk.sign("0002", false), Err(SignTrouble::NotTried(PinState::Tries(1))));
        assert_eq!(desk.left(Key::AuthPin), 1);
        desk.sign("1234", true).unwrap();
        assert_eq!(desk.left(Key::AuthPin), 3);
    }

    #[test]
    fn a_card_pulled_at_any_apdu_is_told_and_loses_one_try_at_most() {
        let mut desk = Desk::new();
        for (at, pin) in (1..=6).map(|at| (at, "1234")).chain([(5, "0000")]) {
            desk.reader.fault(Fault::PullAt(at));
            desk.place("kenji");
            let read = desk.read();
            assert_eq!(read.as_ref().err().copied(), (at <= 3).then_some(CardTrouble::Removed), "read, pulled at {at}");
            if read.is_ok() {
                let lost =
                    if at == 5 { SignTrouble::AnswerLost(None) } else { SignTrouble::Card(CardTrouble::Removed) };
                assert_eq!(desk.sign(pin, false), Err(lost), "sign, pulled at {at}");
            }
            desk.take("none");
            assert_eq!(desk.left(Key::AuthPin), if pin == "0000" { 2 } else { 3 }, "pulled at {at}");
            desk.place("kenji");
            assert!(desk.read().is_ok(), "after a pull at {at}");
            desk.take("none");
        }
    }

    /// A visit ends after its card has left and when the next one lies there already: that one is not the card to reset.
    #[test]
    fn a_card_that_comes_and_goes_while_a_visit_ends_is_not_seen_for_ever() {
        let mut desk = Desk::new();
        for _ in 0..4 {
            desk.place("hanako");
            desk.read().unwrap();
            desk.take("none");
            desk.reader.place("kenji", TODAY).unwrap();
            desk.device.send(CardCommand::End { visit: desk.visit }).unwrap();
            // Answered when the card was let go.
            let ended = desk.visit;
            desk.device.send(CardCommand::Read { visit: VisitNumber(u64::MAX) }).unwrap();
            desk.wait(|event| matches!(event, Event::CardRead { visit, .. } if *visit != ended)).unwrap();
            desk.reader.take().unwrap();
            let last = std::iter::from_fn(|| desk.events.recv_timeout(Duration::from_secs(3)).ok()).last();
            assert!(!matches!(last, Some(Event::Reader(ReaderEvent::CardInserted))), "no card lies there");
            desk.kept.clear();
        }
    }

    #[test]
    fn a_silent_card_is_told_within_the_limit() {
        let limits = CardLimits { silent_after: Duration::from_millis(1500), ..CardLimits::default() };
        let mut desk = Desk::with(CardTrust::PracticeCa(BENCH.pki.ca_certificate_der().to_vec()), limits);
        for at in [1, 3, 5] {
            desk.reader.fault(Fault::MuteAt(at));
            desk.place("hanako");
            let read = desk.read();
            if at <= 3 {
                assert_eq!(read.err(), Some(CardTrouble::Silent), "mute at {at}");
            } else {
                assert_eq!(desk.sign("1234", false), Err(SignTrouble::AnswerLost(None)));
            }
            desk.take("none");
            desk.place("hanako");
            assert!(desk.read().is_ok(), "after silence at {at}");
            desk.take("none");
        }
    }

    #[test]
    fn a_card_that_talks_nonsense_is_not_recognised() {
        let mut desk = Desk::new();
        for fault in ["overlong-at 3", "truncate-at 3", "garbage-at 3", "endless-61-at 2", "endless-61-at 3"] {
            desk.reader.fault(fault.parse().unwrap());
            desk.place("hanako");
            assert_eq!(desk.read().err(), Some(CardTrouble::NotRecognised), "{fault}");
            desk.take("none");
        }
        desk.reader.fault(Fault::NoExtended);
        desk.place("hanako");
        desk.read().unwrap();
        desk.sign("1234", false).unwrap();
    }

    #[test]
    fn a_pin_is_never_sent_again_whatever_comes_back() {
        let mut desk = Desk::new();
        // The card acts on a truncated and a garbled VERIFY; one answered with 6C10 has not reached it. A second VERIFY
        // would show in the counter.
        for (fault, left) in [("wrong-length-at 5", 3), ("truncate-at 5", 2), ("garbage-at 5", 1)] {
            desk.reader.fault(fault.parse().unwrap());
            desk.place("ume");
            desk.read().unwrap();
            let lost = SignTrouble::AnswerLost(Some(PinState::Tries(left)));
            assert_eq!(desk.sign("0000", false), Err(lost), "{fault}");
            assert_eq!(desk.left(Key::AuthPin), left, "{fault}");
            desk.take("none");
        }
    }

    #[test]
    fn each_card_is_told_for_what_it_is() {
        let mut desk = Desk::new();
        desk.place("suica");
        assert_eq!(desk.read().err(), Some(CardTrouble::OtherCard));
        desk.take("none");
        for (person, state) in [("jiro", PinState::Locked), ("yuki", PinState::Tries(1)), ("fumi", PinState::NotSet)] {
            desk.place(person);
            assert_eq!(desk.read().unwrap().pin, state, "{person}");
            assert_eq!(desk.sign("1234", false), Err(SignTrouble::NotTried(state)), "{person}");
            desk.take("none");
        }
    }

    #[test]
    fn foreign_cards_are_refused_before_any_secret() {
        let mut real_kiosk = Desk::with(CardTrust::Production, CardLimits::default());
        real_kiosk.place("hanako");
        assert_eq!(real_kiosk.read().err(), Some(CardTrouble::PracticeCardRefused));
        assert_eq!(real_kiosk.sign("1234", true), Err(SignTrouble::Card(CardTrouble::Removed)));
        assert_eq!(real_kiosk.sent(Purpose::Sign), 0);

        let folder = tempfile::tempdir().unwrap();
        let other_ca = Pki::open(folder.path()).unwrap().ca_certificate_der().to_vec();
        let mut other_practice = Desk::with(CardTrust::PracticeCa(other_ca), CardLimits::default());
        other_practice.place("hanako");
        assert_eq!(other_practice.read().err(), Some(CardTrouble::RealCardRefused));
    }

    #[test]
    fn the_photo_takes_four_apdus_and_a_refused_code_is_not_repeated() {
        let mut desk = Desk::new();
        desk.place("hanako");
        desk.read().unwrap();
        let mut card_face = PracticeCardFace::default();
        assert!(card_face.read().is_none(), "nothing lies there");
        card_face.lay_card_of("hanako");
        let photo = desk.photo(card_face.read().unwrap()).unwrap();
        assert!(!photo.expose().is_empty());
        assert_eq!(desk.sent(Purpose::Face), 4);
        let wrong = || TypedCardFace(CardFaceCode::new("00000000000000")).read().unwrap();
        let refused = Some(PhotoTrouble::Refused(FaceRefusal::CodeRefused));
        assert_eq!(desk.photo(wrong()).err(), refused);
        assert_eq!((desk.left(Key::FaceCodeB), desk.sent(Purpose::Face)), (9, 7));
        assert_eq!(desk.photo(wrong()).err(), refused);
        assert_eq!((desk.left(Key::FaceCodeB), desk.sent(Purpose::Face)), (9, 7), "it was sent again");
        // The signature still works after the other application was selected.
        desk.sign("1234", false).unwrap();
    }

    #[test]
    fn a_terminal_signs_without_a_pin_and_without_a_try() {
        for person in ["hanako", "fumi", "jiro"] {
            let mut desk = Desk::new();
            desk.place(person);
            let facts = desk.read().unwrap();
            let signature = desk.sign_as_terminal().unwrap();
            verify(&facts, &signature);
            assert_eq!(desk.sent(Purpose::Sign), 5, "select, certificate, challenge, answer, signature");
            if person == "hanako" {
                assert_eq!((desk.left(Key::AuthPin), desk.left(Key::FaceCodeB)), (3, 10));
            }
        }
    }

    #[test]
    fn a_card_without_extended_lengths_refuses_the_terminal_and_keeps_its_pin() {
        let mut desk = Desk::new();
        desk.reader.fault(Fault::NoExtended);
        desk.place("hanako");
        desk.read().unwrap();
        assert_eq!(desk.sign_as_terminal().err(), Some(SignTrouble::TerminalRefused));
        desk.sign("1234", false).unwrap();
    }

    #[test]
    fn an_ended_visit_does_nothing_more() {
        let mut desk = Desk::new();
        desk.place("hanako");
        desk.read().unwrap();
        let ended = desk.visit;
        desk.device.send(CardCommand::End { visit: ended }).unwrap();
        let pin = Pin::new("0000").unwrap();
        desk.device.send(CardCommand::Sign { visit: ended, pin, digest: DIGEST, last_try_allowed: false }).unwrap();
        desk.read().unwrap();
        assert_eq!((desk.left(Key::AuthPin), desk.sent(Purpose::Sign)), (3, 0));
    }
}

mod alone {
    use super::*;

    #[test]
    #[ignore = "runs inside the_card_path_outlives_pcscd"]
    fn the_reader_is_back_after_pcscd_was_killed() {
        let mut desk = Desk::new();
        desk.place("hanako");
        desk.read().unwrap();
        let mut pcscd = BENCH.pcscd.lock().unwrap();
        pcscd.as_ref().unwrap().kill();
        assert!(!pcscd.as_ref().unwrap().is_alive());
        desk.expect(ReaderEvent::Lost);
        desk.lying = false;
        assert_eq!(desk.sign("1234", false), Err(SignTrouble::Card(CardTrouble::ReaderLost)));
        let _ = desk.reader.take();
        drop(pcscd.take());
        *pcscd = Some(PrivatePcscd::start(&BENCH.options).unwrap());
        desk.expect(ReaderEvent::Found);
        desk.place("hanako");
        desk.read().unwrap();
        desk.sign("1234", false).unwrap();
    }
}
