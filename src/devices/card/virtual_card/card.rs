//! One practice card: an APDU in, an answer out. No socket, no clock, no thread.

use jiff::civil::Date;
use rand::RngCore;
use rsa::Pkcs1v15Sign;
use thiserror::Error;

use super::apdu::{self, Command, Status};
use super::counters::{Counters, CountersError, Key};
use super::files::{Application, File, applications};
use super::photo::PhotoError;
use crate::practice::persons::{CardKind, Person};
use crate::practice::pki::{Pki, PkiError};

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
    Photo(#[from] PhotoError),
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
}

impl VirtualCard {
    /// Makes the card of `person` as of `today`. The first time it makes the person's key: about a second.
    pub fn new(person: &Person, pki: &Pki, today: Date, counters: Counters) -> Result<Self, CardError> {
        let applications = match person.kind {
            CardKind::MyNumber => applications(person, pki, today)?,
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
            (0x00, 0x84) => get_challenge(command),
            (0x80, 0x2A) => self.sign(command),
            (_, 0xA4 | 0xB0 | 0x20 | 0x84 | 0x2A) => Err(apdu::NO_CLASS),
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
        if !self.state.verified.contains(after) {
            return Err(apdu::NOT_ALLOWED);
        }
        if command.data.is_empty() || command.data.len() > MAX_SIGNING_INPUT {
            return Err(apdu::WRONG_LENGTH);
        }
        let signature = key.sign(Pkcs1v15Sign::new_unprefixed(), command.data).map_err(|_| apdu::FAILURE)?;
        self.state.file = Some(id);
        Ok(signature)
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
