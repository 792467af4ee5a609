//! One practice card: an APDU in, an answer out. No socket, no clock, no thread.

use jiff::civil::Date;
use myna_card::data::RsaPublicKey;
use rand::RngCore;
use rsa::Pkcs1v15Sign;
use thiserror::Error;

use super::apdu::{self, Command, Status};
use super::counters::{Counters, CountersError, Key};
use super::files::{Application, File, applications};
use super::terminal::certified_key;
use crate::practice::jpeg2000::EncodeError;
use crate::practice::persons::{CardKind, Person};
use crate::practice::pki::{Pki, PkiError};
use crate::session::secret::CardPhoto;

/// ATR of the My Number card's contact interface.
const ATR: [u8; 9] = [0x3B, 0xE0, 0x00, 0xFF, 0x81, 0x31, 0xFE, 0x45, 0x14];
/// What PC/SC readers make up for a FeliCa card (PC/SC part 3).
const OTHER_ATR: [u8; 20] = [
    0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0, 0x00, 0x00, 0x03, 0x06, 0x11, 0x00, 0x3B, 0x00, 0x00, 0x00, 0x00,
    0x42,
];
/// What PKCS#1 v1.5 leaves for a DigestInfo under RSA-2048.
const MAX_SIGNING_INPUT: usize = 245;

/// Why a virtual card could not be made, or could not work.
#[derive(Debug, Error)]
pub enum CardError {
    /// Keys or certificate.
    #[error(transparent)]
    Pki(#[from] PkiError),
    /// Try counters.
    #[error(transparent)]
    Counters(#[from] CountersError),
    /// The photo.
    #[error(transparent)]
    Photo(#[from] EncodeError),
    /// Signing the card's files.
    #[error("virtual card: signing its files: {0}")]
    Signing(#[from] rsa::Error),
}

/// A practice person's card.
pub struct VirtualCard {
    kind: CardKind,
    applications: Vec<Application>,
    counters: Counters,
    state: State,
    error: Option<CountersError>,
}

/// What power off and reset forget.
#[derive(Default)]
struct State {
    application: Option<usize>,
    file: Option<u16>,
    verified: Vec<Key>,
    terminal: Terminal,
}

/// How far a terminal is on its way to sign without a PIN.
#[derive(Default)]
enum Terminal {
    #[default]
    Unknown,
    /// Its certificate was accepted.
    Certified(RsaPublicKey),
    /// It has to answer this.
    Challenged(RsaPublicKey, Vec<u8>),
    Accepted,
}

impl VirtualCard {
    /// Makes the card of `person` as of `today`, with the drawn portrait or with another `photo` (JPEG 2000). The first
    /// time it makes the person's key: about a second.
    pub fn new(
        person: &Person,
        photo: Option<CardPhoto>,
        pki: &Pki,
        today: Date,
        counters: Counters,
    ) -> Result<Self, CardError> {
        let applications = match person.kind {
            CardKind::MyNumber => applications(person, photo, pki, today)?,
            CardKind::OtherCard | CardKind::Mute => Vec::new(),
        };
        Ok(Self { kind: person.kind, applications, counters, state: State::default(), error: None })
    }

    /// The answer to reset.
    pub fn atr(&self) -> &[u8] {
        match self.kind {
            CardKind::MyNumber | CardKind::Mute => &ATR,
            CardKind::OtherCard => &OTHER_ATR,
        }
    }

    /// Power on: nothing selected, nothing verified.
    pub fn power_on(&mut self) {
        self.reset();
    }

    /// Power off: forgets what was selected and verified.
    pub fn power_off(&mut self) {
        self.reset();
    }

    /// Warm reset: forgets what was selected and verified.
    pub fn reset(&mut self) {
        self.state = State::default();
    }

    /// Answers one command APDU with data and status word; empty is no answer at all (a mute card).
    pub fn answer(&mut self, apdu: &[u8]) -> Vec<u8> {
        if self.kind == CardKind::Mute {
            return Vec::new();
        }
        let (mut answer, status) = match Command::parse(apdu).and_then(|command| self.execute(&command)) {
            Ok(data) => (data, apdu::OK),
            Err(status) => (Vec::new(), status),
        };
        answer.extend(status.to_be_bytes());
        answer
    }

    /// The first failure to keep a try counter, if any; the card answered 6581 then.
    pub fn take_error(&mut self) -> Option<CountersError> {
        self.error.take()
    }

    fn execute(&mut self, command: &Command) -> Result<Vec<u8>, Status> {
        match command.cla {
            0x00 | 0x80 => {}
            cla if cla & 0x70 != 0 => return Err(apdu::NO_CLASS),
            cla if cla & 0x03 != 0 => return Err(apdu::NO_CHANNELS),
            _ => return Err(apdu::NO_SECURE_MESSAGING),
        }
        match (command.cla, command.ins) {
            (0x00, 0xA4) => self.select(command),
            (0x00, 0xB0) => self.read_binary(command),
            (0x00, 0x20) => self.verify(command),
            (0x00, 0x84) => self.get_challenge(command),
            (0x00, 0x82) => self.external_authenticate(command),
            (0x80, 0xA2) => self.check_terminal(command),
            (0x80, 0x2A) => self.sign(command),
            (_, 0xA4 | 0xB0 | 0x20 | 0x84 | 0x82 | 0xA2 | 0x2A) => Err(apdu::NO_CLASS),
            _ => Err(apdu::NO_INSTRUCTION),
        }
    }

    fn select(&mut self, command: &Command) -> Result<Vec<u8>, Status> {
        match (command.p1, command.p2) {
            (0x04, 0x00 | 0x0C) => {
                let found = self.applications.iter().position(|application| application.aid == command.data);
                let application = Some(found.ok_or(apdu::NO_FILE)?);
                // Also when it is the same application again: the strict reading.
                self.state = State { application, ..State::default() };
            }
            (0x02, 0x00 | 0x0C) => {
                let id = command.data.try_into().map_err(|_| apdu::WRONG_LENGTH)?;
                let id = u16::from_be_bytes(id);
                self.file(id)?;
                self.state.file = Some(id);
            }
            _ => return Err(apdu::WRONG_PARAMETERS),
        }
        Ok(Vec::new())
    }

    fn read_binary(&mut self, command: &Command) -> Result<Vec<u8>, Status> {
        let (id, offset) = if command.p1 & 0x80 == 0 {
            let offset = u16::from_be_bytes([command.p1, command.p2]);
            (self.state.file.ok_or(apdu::NO_CURRENT_FILE)?, usize::from(offset))
        } else {
            (self.short_id(command.p1)?, usize::from(command.p2))
        };
        let File::Readable { bytes, after } = self.file(id)? else { return Err(apdu::WRONG_KIND_OF_FILE) };
        if !after.is_empty() && !after.iter().any(|key| self.state.verified.contains(key)) {
            return Err(apdu::NOT_ALLOWED);
        }
        let le = command.le.ok_or(apdu::WRONG_LENGTH)?;
        if offset >= bytes.len() {
            return Err(apdu::PAST_THE_END);
        }
        let data = bytes[offset..].iter().take(le).copied().collect();
        self.state.file = Some(id);
        Ok(data)
    }

    /// VERIFY; without data it asks for the tries left, which costs none.
    fn verify(&mut self, command: &Command) -> Result<Vec<u8>, Status> {
        if command.p1 != 0 {
            return Err(apdu::WRONG_PARAMETERS);
        }
        let id = self.short_id(command.p2)?;
        let File::Secret { key, secret } = self.file(id)? else { return Err(apdu::WRONG_KIND_OF_FILE) };
        let key = *key;
        let right = secret.as_ref().is_some_and(|secret| secret.as_bytes() == command.data);
        let left = self.counters.left(key);
        self.state.file = Some(id);
        if command.data.is_empty() {
            return Err(apdu::TRIES_LEFT | u16::from(left));
        }
        if left == 0 {
            return Err(apdu::BLOCKED);
        }
        let left = if right { key.limit() } else { left - 1 };
        self.state.verified.retain(|verified| *verified != key);
        if left != self.counters.left(key) {
            self.counters.set(key, left).map_err(|error| {
                self.error.get_or_insert(error);
                apdu::MEMORY_FAILURE
            })?;
        }
        if !right {
            return Err(apdu::TRIES_LEFT | u16::from(left));
        }
        self.state.verified.push(key);
        Ok(Vec::new())
    }

    /// COMPUTE DIGITAL SIGNATURE with P1 = 00: PKCS#1 v1.5 over the caller's DigestInfo.
    fn sign(&mut self, command: &Command) -> Result<Vec<u8>, Status> {
        if command.p1 != 0 {
            return Err(apdu::WRONG_PARAMETERS);
        }
        let id = self.short_id(command.p2)?;
        let File::Signs { key, after } = self.file(id)? else { return Err(apdu::WRONG_KIND_OF_FILE) };
        // With the PIN, or for a terminal that has proven itself.
        if !self.state.verified.contains(after) && !matches!(self.state.terminal, Terminal::Accepted) {
            return Err(apdu::NOT_ALLOWED);
        }
        if command.data.is_empty() || command.data.len() > MAX_SIGNING_INPUT {
            return Err(apdu::WRONG_LENGTH);
        }
        let signature = key.sign(Pkcs1v15Sign::new_unprefixed(), command.data).map_err(|_| apdu::FAILURE)?;
        self.state.file = Some(id);
        Ok(signature)
    }

    /// The proprietary `80 A2`: a terminal's certificate against the key in EF 0016.
    fn check_terminal(&mut self, command: &Command) -> Result<Vec<u8>, Status> {
        if command.p1 != 0 {
            return Err(apdu::WRONG_PARAMETERS);
        }
        let File::TerminalCa(ca) = self.file(self.short_id(command.p2)?)? else {
            return Err(apdu::WRONG_KIND_OF_FILE);
        };
        let key = certified_key(command.data, ca).ok_or(apdu::NOT_ALLOWED)?;
        self.state.terminal = Terminal::Certified(key);
        Ok(Vec::new())
    }

    /// GET CHALLENGE; to a certified terminal it is the one to answer.
    fn get_challenge(&mut self, command: &Command) -> Result<Vec<u8>, Status> {
        let challenge = get_challenge(command)?;
        self.state.terminal = match std::mem::take(&mut self.state.terminal) {
            Terminal::Certified(key) | Terminal::Challenged(key, _) => Terminal::Challenged(key, challenge.clone()),
            other => other,
        };
        Ok(challenge)
    }

    /// EXTERNAL AUTHENTICATE: each challenge is good for one answer.
    fn external_authenticate(&mut self, command: &Command) -> Result<Vec<u8>, Status> {
        let Terminal::Challenged(key, challenge) = std::mem::take(&mut self.state.terminal) else {
            return Err(apdu::NOT_ALLOWED);
        };
        key.verify_pkcs1_sha256(&challenge, command.data).map_err(|_| apdu::NOT_ALLOWED)?;
        self.state.terminal = Terminal::Accepted;
        Ok(Vec::new())
    }

    /// `80`: the current file; `80 | SFI`: that file.
    fn short_id(&self, parameter: u8) -> Result<u16, Status> {
        match parameter {
            0x80 => self.state.file.ok_or(apdu::NO_CURRENT_FILE),
            0x81..=0x9E => Ok(u16::from(parameter & 0x1F)),
            _ => Err(apdu::WRONG_PARAMETERS),
        }
    }

    fn file(&self, id: u16) -> Result<&File, Status> {
        let application = self.state.application.ok_or(apdu::NO_FILE)?;
        let (_, file) =
            self.applications[application].files.iter().find(|(known, _)| *known == id).ok_or(apdu::NO_FILE)?;
        Ok(file)
    }
}

fn get_challenge(command: &Command) -> Result<Vec<u8>, Status> {
    match command.le {
        Some(length @ 1..=256) if command.data.is_empty() => {
            let mut challenge = vec![0; length];
            rand::rngs::OsRng.fill_bytes(&mut challenge);
            Ok(challenge)
        }
        _ => Err(apdu::WRONG_LENGTH),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::persons::find;
    use jiff::civil::date;
    use myna_card::ap::{jpki, surface, text};
    use myna_card::data::Date as CardDate;
    use myna_card::{Certificate, Pin, Transmit};
    use std::path::Path;

    impl Transmit for VirtualCard {
        fn transmit(&mut self, command: &[u8]) -> myna_card::Result<Vec<u8>> {
            Ok(self.answer(command))
        }
    }

    fn card(dir: &Path, id: &str) -> VirtualCard {
        let person = find(id).unwrap();
        let counters = Counters::open(dir, person).unwrap();
        VirtualCard::new(person, None, &Pki::open(dir).unwrap(), date(2026, 11, 23), counters).unwrap()
    }

    fn select(card: &mut VirtualCard, aid: &[u8]) -> Vec<u8> {
        card.answer(&[&[0x00, 0xA4, 0x04, 0x0C, aid.len() as u8], aid].concat())
    }

    /// VERIFY of JPKI AP 0018; empty asks for the tries left.
    fn pin(card: &mut VirtualCard, pin: &str) -> Vec<u8> {
        let mut apdu = vec![0x00, 0x20, 0x00, 0x98];
        if !pin.is_empty() {
            apdu.push(pin.len() as u8);
            apdu.extend(pin.as_bytes());
        }
        card.answer(&apdu)
    }

    #[test]
    fn a_strangers_library_reads_the_whole_card() {
        let dir = tempfile::tempdir().unwrap();
        let mut card = myna_card::Card::new(card(dir.path(), "hanako"));
        let code = Pin::new("15041220357781").unwrap();

        let mut face = surface::SurfaceAp::select(&mut card).unwrap();
        assert!(face.read_card_face().is_err());
        face.verify_code_b(&code).unwrap();
        let certificate = face.read_certificate().unwrap();
        let data = face.read_card_face().unwrap();
        data.verify(&certificate.public_key).unwrap();
        assert_eq!(data.expiry, CardDate { year: 2035, month: 4, day: 12 });
        face.verify_birth_date(&Pin::new("150412").unwrap()).unwrap();
        assert_eq!(face.read_age_record().unwrap().birth_date, data.birth_date);

        let mut attributes = text::TextAp::select(&mut card).unwrap();
        assert!(attributes.read_attributes().is_err());
        attributes.verify_code_b(&code).unwrap();
        assert_eq!(attributes.read_attributes().unwrap().name, "練習　花子");

        let mut ap = jpki::JpkiAp::select(&mut card).unwrap();
        assert_eq!(ap.read_token_info().unwrap().token_type, jpki::TokenType::Card);
        assert!(ap.read_certificate_availability().unwrap().has_auth_certificate());
        let chain = [ap.read_auth_certificate().unwrap(), ap.read_auth_ca_certificate().unwrap()];
        Certificate::verify_chain(&chain, CardDate { year: 2026, month: 11, day: 23 }).unwrap();
        let scheme = jpki::SignatureScheme::Verbatim;
        assert!(ap.sign_with_auth_key(scheme, &[7; 32]).is_err());
        ap.verify_auth_pin(&Pin::new("1234").unwrap()).unwrap();
        ap.sign_with_auth_key_checked(scheme, &[7; 32]).unwrap();
    }

    #[test]
    fn three_wrong_pins_lock_the_card_for_good() {
        let dir = tempfile::tempdir().unwrap();
        let mut first = card(dir.path(), "hanako");
        select(&mut first, &super::super::files::JPKI);
        assert_eq!(pin(&mut first, "0000"), [0x63, 0xC2]);
        assert_eq!(pin(&mut first, "1234"), [0x90, 0x00]);
        assert_eq!(pin(&mut first, ""), [0x63, 0xC3]);
        assert_eq!(pin(&mut first, "0000"), [0x63, 0xC2]);
        assert_eq!(pin(&mut first, "0000"), [0x63, 0xC1]);

        let mut again = card(dir.path(), "hanako");
        assert_eq!(pin(&mut again, ""), [0x6A, 0x82]);
        select(&mut again, &super::super::files::JPKI);
        assert_eq!(pin(&mut again, ""), [0x63, 0xC1]);
        assert_eq!(pin(&mut again, "0000"), [0x63, 0xC0]);
        assert_eq!(pin(&mut again, "1234"), [0x69, 0x84]);
        assert_eq!(pin(&mut again, ""), [0x63, 0xC0]);
    }

    #[test]
    fn the_verified_state_ends_with_select_reset_and_power() {
        const SIGN: [u8; 8] = [0x80, 0x2A, 0x00, 0x97, 0x02, 1, 2, 0];
        let dir = tempfile::tempdir().unwrap();
        let mut card = card(dir.path(), "hanako");
        for forget in [
            |card: &mut VirtualCard| card.reset(),
            |card: &mut VirtualCard| card.power_off(),
            |card: &mut VirtualCard| assert_eq!(select(card, &super::super::files::FACE), [0x90, 0x00]),
        ] {
            select(&mut card, &super::super::files::JPKI);
            pin(&mut card, "1234");
            assert_eq!(card.answer(&SIGN).len(), 258);
            forget(&mut card);
            select(&mut card, &super::super::files::JPKI);
            assert_eq!(card.answer(&SIGN), [0x69, 0x82]);
        }
    }

    #[test]
    fn status_words_name_what_is_wrong() {
        let dir = tempfile::tempdir().unwrap();
        let mut card = card(dir.path(), "fumi");
        assert_eq!(select(&mut card, b"nothing"), [0x6A, 0x82]);
        select(&mut card, &super::super::files::JPKI);
        for (apdu, status) in [
            (&[0x00, 0x20, 0x00, 0x98][..], 0x6A82_u16), // 顔認証マイナンバーカード: no PIN
            (&[0x01, 0xB0, 0x8A, 0x00, 0x00], 0x6881),
            (&[0x04, 0xB0, 0x8A, 0x00, 0x00], 0x6882),
            (&[0x90, 0xB0, 0x8A, 0x00, 0x00], 0x6E00),
            (&[0x00, 0xCA, 0x8A, 0x00, 0x00], 0x6D00),
            (&[0x00, 0xB0, 0x00, 0x00, 0x00], 0x6986),
            (&[0x00, 0xB0, 0x97, 0x00, 0x00], 0x6981),
            (&[0x00, 0xB0, 0x88, 0x03, 0x00], 0x6B00),
            (&[0x00, 0xB0], 0x6700),
        ] {
            assert_eq!(card.answer(apdu), status.to_be_bytes(), "{apdu:02X?}");
        }
        assert_eq!(card.answer(&[0x00, 0xB0, 0x88, 0x00, 0x00, 0x00, 0x00]), [0x00, 0x8F, 0x00, 0x90, 0x00]);
        assert_eq!(select(&mut self::card(dir.path(), "suica"), &super::super::files::JPKI), [0x6A, 0x82]);
        assert!(select(&mut self::card(dir.path(), "silent"), &super::super::files::JPKI).is_empty());
    }
}
