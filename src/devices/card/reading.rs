//! The series of APDUs for a certificate, a signature and a card face, over the guard. Each is as short as the card
//! allows, because air time is what a patient waits for.

use super::apdu::{self, Application, KeyFile};
use super::guard::{Guard, GuardError, Transport, TransportTrouble};
use super::refused::RefusedCodes;
use super::{FaceTrouble, TerminalKey};
use crate::session::event::{CardTrouble, PinState, SignTrouble};
use crate::session::secret::{CardFaceCode, CardPhoto, CertificatePrint, Pin, Signature};
use myna_card::StatusWord;
use myna_card::ap::surface::CardFace;
use myna_card::tlv::ber;
use zeroize::Zeroizing;

/// Tries of 照合番号B that must be left before one is risked: ten lock it, and only the municipality unlocks it.
pub const MIN_FACE_CODE_TRIES: u8 = 5;
/// Bytes of an RSA-2048 signature.
const SIGNATURE_LENGTH: usize = 256;
/// Tag of the photo within the card face file (JPEG 2000).
const PHOTO: u32 = 0xDF27;

/// How a secret fared at the card.
pub enum Failure<E> {
    /// It is known what happened.
    Known(E),
    /// The secret was sent and no usable answer came: the counter must be read again, and the secret is never resent.
    AnswerLost,
}

impl From<GuardError> for CardTrouble {
    fn from(error: GuardError) -> Self {
        match error {
            GuardError::Transport(TransportTrouble::Removed) | GuardError::Cancelled => Self::Removed,
            GuardError::Transport(TransportTrouble::ReaderLost) => Self::ReaderLost,
            GuardError::Transport(TransportTrouble::Unusable)
            | GuardError::Status(_)
            | GuardError::NoStatusWord
            | GuardError::TooLong
            | GuardError::Malformed => Self::NotRecognised,
        }
    }
}

/// Selects an application; a card that does not have it is another card.
pub fn select<T: Transport>(guard: &mut Guard<'_, T>, application: Application) -> Result<(), CardTrouble> {
    guard.select(application).map_err(|error| match error {
        GuardError::Status(status) if refuses(status) => CardTrouble::OtherCard,
        GuardError::Status(_) => CardTrouble::NotRecognised,
        other => other.into(),
    })
}

/// Whether this says that there is no such application. 61 and 6C ask for another command, and what begins with another
/// figure is no status word of ISO 7816-4 but noise.
fn refuses(status: StatusWord) -> bool {
    status.value() >> 12 == 6 && !matches!(status.value() >> 8, 0x61 | 0x6C)
}

/// What the card says of a try counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counter {
    State(PinState),
    /// It was accepted earlier and the card counts no more until another application is selected.
    AlreadyVerified,
    Unknown,
}

/// Reads the answer to a VERIFY.
fn counter(status: StatusWord) -> Counter {
    match (status.value(), status.retries_remaining()) {
        (0x9000, _) => Counter::AlreadyVerified,
        // 63C0 by the try that locks it, 6984 (or 6983 in ISO 7816-4) ever after.
        (_, Some(0)) | (0x6984 | 0x6983, _) => Counter::State(PinState::Locked),
        (_, Some(left)) => Counter::State(PinState::Tries(left)),
        // ASSUMPTION, here and nowhere else: what a 顔認証マイナンバーカード answers is not published. 6A88 is
        // "referenced key not correctly set" and 6A82 "no file" in JICSAP, so both are read as "there is no PIN".
        (0x6A88 | 0x6A82, _) => Counter::State(PinState::NotSet),
        _ => Counter::Unknown,
    }
}

/// The try counter of the auth PIN, with the JPKI application selected.
pub fn pin_state<T: Transport>(guard: &mut Guard<'_, T>) -> Result<PinState, CardTrouble> {
    key_state(guard, KeyFile::AuthPin, Application::Jpki, Application::Surface)
}

/// A secret that an earlier visit left accepted hides the counter; leaving the application `home` shuts the card again
/// (JICSAP 5.1.3), so that is done first.
fn key_state<T: Transport>(
    guard: &mut Guard<'_, T>,
    key: KeyFile,
    home: Application,
    elsewhere: Application,
) -> Result<PinState, CardTrouble> {
    let mut word = counter(guard.ask_tries(key)?);
    if word == Counter::AlreadyVerified {
        select(guard, elsewhere)?;
        select(guard, home)?;
        word = counter(guard.ask_tries(key)?);
    }
    match word {
        Counter::State(state) => Ok(state),
        Counter::AlreadyVerified | Counter::Unknown => Err(CardTrouble::NotRecognised),
    }
}

/// The 利用者証明用電子証明書, with the JPKI application selected.
pub fn certificate<T: Transport>(guard: &mut Guard<'_, T>) -> Result<Zeroizing<Vec<u8>>, CardTrouble> {
    Ok(guard.read_file(apdu::AUTH_CERTIFICATE)?)
}

/// Counter, VERIFY, signature: three APDUs, with the JPKI application selected. The last try is sent only where
/// `last_try_allowed`: the patient was asked.
pub fn sign<T: Transport>(
    guard: &mut Guard<'_, T>,
    pin: Pin,
    digest: &[u8; 32],
    last_try_allowed: bool,
) -> Result<Signature, Failure<SignTrouble>> {
    let known = |trouble: GuardError| Failure::Known(SignTrouble::Card(trouble.into()));
    let state = pin_state(guard).map_err(|trouble| Failure::Known(SignTrouble::Card(trouble)))?;
    match state {
        PinState::Tries(2..) => {}
        PinState::Tries(_) if last_try_allowed => {}
        PinState::Tries(_) | PinState::Locked | PinState::NotSet => {
            return Err(Failure::Known(SignTrouble::NotTried(state)));
        }
    }
    let status = match guard.verify_once(pin) {
        Ok(status) => status,
        Err(GuardError::Cancelled) => return Err(known(GuardError::Cancelled)),
        Err(_) => return Err(Failure::AnswerLost),
    };
    match counter(status) {
        Counter::AlreadyVerified => {}
        Counter::State(state @ (PinState::Tries(_) | PinState::Locked)) => {
            return Err(Failure::Known(SignTrouble::WrongPin(state)));
        }
        // A word that says nothing about the try: ask the counter instead of guessing.
        Counter::State(PinState::NotSet) | Counter::Unknown => return Err(Failure::AnswerLost),
    }
    let signature = guard.compute_signature(digest).map_err(known)?;
    if signature.len() != SIGNATURE_LENGTH {
        return Err(known(GuardError::Malformed));
    }
    Ok(Signature::new(signature.to_vec()))
}

/// A signature without a PIN, for a terminal that proves itself: certificate, challenge, its answer, signature; four
/// APDUs, with the JPKI application selected. No try of anything is at stake.
pub fn sign_as_terminal<T: Transport>(
    guard: &mut Guard<'_, T>,
    terminal: &dyn TerminalKey,
    digest: &[u8; 32],
) -> Result<Signature, SignTrouble> {
    // Whatever the card refuses here, it refuses the terminal.
    let refused = |trouble: GuardError| match trouble {
        GuardError::Status(_) => SignTrouble::TerminalRefused,
        other => SignTrouble::Card(other.into()),
    };
    guard.show_certificate(terminal.certificate()).map_err(refused)?;
    let challenge = guard.challenge().map_err(refused)?;
    let answer = terminal.answer(&challenge).ok_or(SignTrouble::TerminalRefused)?;
    guard.authenticate(&answer).map_err(refused)?;
    let signature = guard.compute_signature(digest).map_err(refused)?;
    if signature.len() != SIGNATURE_LENGTH {
        return Err(SignTrouble::Card(GuardError::Malformed.into()));
    }
    Ok(Signature::new(signature.to_vec()))
}

/// The photo behind 照合番号B: select, counter, VERIFY, read, four APDUs where the card knows extended lengths.
/// `card` names the card, so that a refused value is remembered for it alone.
pub fn face<T: Transport>(
    guard: &mut Guard<'_, T>,
    code: CardFaceCode,
    card: CertificatePrint,
    refused: &RefusedCodes,
) -> Result<CardPhoto, Failure<FaceTrouble>> {
    let known = |trouble: GuardError| Failure::Known(FaceTrouble::Card(trouble.into()));
    let mark = refused.mark(card, &code);
    if refused.contains(&mark) {
        return Err(Failure::Known(FaceTrouble::RefusedBefore));
    }
    match face_tries(guard).map_err(|trouble| Failure::Known(FaceTrouble::Card(trouble)))? {
        0 => return Err(Failure::Known(FaceTrouble::Locked)),
        left if left < MIN_FACE_CODE_TRIES => return Err(Failure::Known(FaceTrouble::TooFewTries { left })),
        _ => {}
    }
    let status = match guard.verify_once(code) {
        Ok(status) => status,
        Err(GuardError::Cancelled) => return Err(known(GuardError::Cancelled)),
        Err(_) => return Err(Failure::AnswerLost),
    };
    match counter(status) {
        Counter::AlreadyVerified => {}
        Counter::State(PinState::Tries(left)) => {
            refused.insert(mark);
            return Err(Failure::Known(FaceTrouble::WrongCode { left }));
        }
        Counter::State(PinState::Locked) => {
            refused.insert(mark);
            return Err(Failure::Known(FaceTrouble::Locked));
        }
        Counter::State(PinState::NotSet) | Counter::Unknown => return Err(Failure::AnswerLost),
    }
    let file = guard.read_file(apdu::CARD_FACE).map_err(known)?;
    photo(&file).map(CardPhoto::new).ok_or(known(GuardError::Malformed))
}

/// Tries left for 照合番号B; selects 券面事項確認AP.
pub fn face_tries<T: Transport>(guard: &mut Guard<'_, T>) -> Result<u8, CardTrouble> {
    select(guard, Application::Surface)?;
    match key_state(guard, KeyFile::CardFaceCode, Application::Surface, Application::Jpki)? {
        PinState::Tries(left) => Ok(left),
        PinState::Locked => Ok(0),
        PinState::NotSet => Err(CardTrouble::NotRecognised),
    }
}

/// Cuts the photo out of the face file. `CardFace::parse` would copy name, address and photo into plain vectors.
fn photo(file: &[u8]) -> Option<Vec<u8>> {
    let face = ber::parse(file).ok().filter(|face| face.tag == CardFace::TAG)?;
    let mut fields = ber::iter(face.value).map_while(Result::ok);
    fields.find(|field| field.tag == PHOTO).map(|field| field.value.to_vec())
}

#[cfg(test)]
#[path = "reading_tests.rs"]
mod tests;
