//! The APDUs that the kiosk sends, as bytes, and the count of them. Nothing here talks to a card.
//!
//! Own bytes instead of `myna_card::Command`, because that one shows the PIN in its `Debug` and leaves it in memory.
//! Sources: card.md of the design notes; ISO/IEC 7816-4; `myna_card::card::ins`.

use crate::session::secret::{CardFaceCode, Pin};
use myna_card::ap::{jpki, surface};
use std::sync::atomic::{AtomicU32, Ordering};
use zeroize::Zeroizing;

/// No answer of a card is longer: 65,536 bytes of data and the status word.
pub const MAX_ANSWER: usize = 65_538;
/// No elementary file is longer.
pub const MAX_FILE: usize = 65_536;
/// READ BINARY has 15 bits for the offset.
pub const MAX_OFFSET: usize = 0x7FFF;
/// Data of a VERIFY, at most (JICSAP 6.4.9).
const MAX_SECRET: usize = 16;

/// What an APDU is sent for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Read,
    Sign,
    Face,
}

/// How many APDUs the running visit has sent, by purpose. Set back by every `CardCommand::Read`.
#[derive(Debug, Default)]
pub struct ApduTally {
    read: AtomicU32,
    sign: AtomicU32,
    face: AtomicU32,
}

impl ApduTally {
    /// APDUs sent for `purpose` in this visit, GET RESPONSE included.
    pub fn sent(&self, purpose: Purpose) -> u32 {
        self.counter(purpose).load(Ordering::Relaxed)
    }

    pub(super) fn count(&self, purpose: Purpose) {
        self.counter(purpose).fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn reset(&self) {
        for purpose in [Purpose::Read, Purpose::Sign, Purpose::Face] {
            self.counter(purpose).store(0, Ordering::Relaxed);
        }
    }

    fn counter(&self, purpose: Purpose) -> &AtomicU32 {
        match purpose {
            Purpose::Read => &self.read,
            Purpose::Sign => &self.sign,
            Purpose::Face => &self.face,
        }
    }
}

/// A card application, by the name that SELECT gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Application {
    /// 公的個人認証AP: certificates and keys.
    Jpki,
    /// 券面事項確認AP: what is printed on the card.
    Surface,
}

impl Application {
    fn name(self) -> [u8; 10] {
        match self {
            Self::Jpki => jpki::DF,
            Self::Surface => surface::DF,
        }
    }
}

/// A key with a try counter, as the short identifier of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyFile {
    /// The 4-digit PIN of the 利用者証明用電子証明書, 3 tries.
    AuthPin,
    /// 照合番号B, 10 tries.
    CardFaceCode,
}

impl KeyFile {
    fn reference(self) -> u8 {
        short(match self {
            Self::AuthPin => jpki::ef::AUTH_PIN,
            Self::CardFaceCode => surface::ef::CODE_B,
        })
    }
}

/// A file that is one BER-TLV object, perhaps with filler behind it.
#[derive(Debug, Clone, Copy)]
pub struct File {
    pub(super) id: u16,
    /// Tag of the object; anything else in the file is refused.
    pub(super) tag: u32,
    /// A longer object is refused before memory is taken for it.
    pub(super) max: usize,
}

/// The 利用者証明用電子証明書, about 1,590 bytes on cards that were seen.
pub const AUTH_CERTIFICATE: File = File { id: jpki::ef::AUTH_CERTIFICATE, tag: 0x30, max: 8_192 };
/// The card face with the photo; 3,070 bytes on the test card, size in production not published.
pub const CARD_FACE: File = File { id: surface::ef::CARD_FACE, tag: surface::CardFace::TAG, max: MAX_FILE };

/// `80 | SFI`: names a file within P1 or P2. All files of this card have a short identifier (0001-001E).
fn short(id: u16) -> u8 {
    0x80 | (id & 0x1F) as u8
}

pub(super) fn select(application: Application) -> [u8; 15] {
    let mut apdu = [0; 15];
    // P1 04: by name. P2 0C: no description of the application wanted.
    apdu[..5].copy_from_slice(&[0x00, 0xA4, 0x04, 0x0C, 10]);
    apdu[5..].copy_from_slice(&application.name());
    apdu
}

/// VERIFY without data: asks how many tries are left and costs none.
pub(super) fn ask_tries(key: KeyFile) -> [u8; 4] {
    [0x00, 0x20, 0x00, key.reference()]
}

/// READ BINARY of a whole file at once, with an extended Le.
pub(super) fn read_whole(file: File) -> [u8; 7] {
    [0x00, 0xB0, short(file.id), 0x00, 0x00, 0x00, 0x00]
}

/// READ BINARY of the first `le` bytes of a file; 0 means 256.
pub(super) fn read_start(file: File, le: u8) -> [u8; 5] {
    [0x00, 0xB0, short(file.id), 0x00, le]
}

/// READ BINARY of the file read last, from `offset` (at most [`MAX_OFFSET`]); `le` 0 means 256.
pub(super) fn read_more(offset: u16, le: u8) -> [u8; 5] {
    let [high, low] = offset.to_be_bytes();
    [0x00, 0xB0, high & 0x7F, low, le]
}

pub(super) fn get_response(le: u8) -> [u8; 5] {
    [0x00, 0xC0, 0x00, 0x00, le]
}

/// COMPUTE DIGITAL SIGNATURE with the auth key over a SHA-256 digest. P1 00: the DigestInfo comes from the caller.
pub(super) fn compute_signature(digest: &[u8; 32]) -> [u8; 57] {
    /// DER of `DigestInfo { sha256, NULL }` up to the digest (RFC 8017, 9.2).
    const SHA256_INFO: [u8; 19] = [
        0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04,
        0x20,
    ];
    let mut apdu = [0; 57];
    apdu[..5].copy_from_slice(&[0x80, 0x2A, 0x00, short(jpki::ef::AUTH_KEY), 51]);
    apdu[5..24].copy_from_slice(&SHA256_INFO);
    apdu[24..56].copy_from_slice(digest);
    apdu
}

/// Bytes of the challenge that a terminal signs.
pub const CHALLENGE: usize = 32;

/// `80 A2`: a terminal's certificate, to be checked by the key in EF 0016.
pub(super) fn terminal_certificate(certificate: &[u8]) -> Vec<u8> {
    extended([0x80, 0xA2, 0x00, short(jpki::ef::TERMINAL_CA)], certificate)
}

pub(super) fn get_challenge() -> [u8; 5] {
    [0x00, 0x84, 0x00, 0x00, CHALLENGE as u8]
}

/// EXTERNAL AUTHENTICATE with an RSA signature.
pub(super) fn external_authenticate(answer: &[u8]) -> Vec<u8> {
    extended([0x00, 0x82, 0x00, short(jpki::ef::TERMINAL_CA)], answer)
}

/// A command whose data does not fit a short APDU (at most 65,535 bytes; ours have some hundred).
fn extended(header: [u8; 4], data: &[u8]) -> Vec<u8> {
    let [high, low] = (data.len() as u16).to_be_bytes();
    [&header[..], &[0, high, low], data].concat()
}

/// What VERIFY may carry. Both are used up by it.
pub trait CardSecret {
    /// ASCII digits.
    fn digits(&self) -> &[u8];
    fn key(&self) -> KeyFile;
}

impl CardSecret for Pin {
    fn digits(&self) -> &[u8] {
        self.expose()
    }
    fn key(&self) -> KeyFile {
        KeyFile::AuthPin
    }
}

impl CardSecret for CardFaceCode {
    fn digits(&self) -> &[u8] {
        self.expose()
    }
    fn key(&self) -> KeyFile {
        KeyFile::CardFaceCode
    }
}

/// VERIFY with data, in a buffer that wipes itself; the second value is the APDU's length in it. The secret is gone
/// afterwards, so that a second VERIFY with it cannot be written.
pub(super) fn verify<S: CardSecret>(secret: S) -> (Zeroizing<[u8; 5 + MAX_SECRET]>, usize) {
    let mut apdu = Zeroizing::new([0; 5 + MAX_SECRET]);
    let length = secret.digits().len().min(MAX_SECRET);
    apdu[..5].copy_from_slice(&[0x00, 0x20, 0x00, secret.key().reference(), length as u8]);
    apdu[5..5 + length].copy_from_slice(&secret.digits()[..length]);
    (apdu, 5 + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_are_those_of_the_card_notes() {
        assert_eq!(ask_tries(KeyFile::AuthPin), [0x00, 0x20, 0x00, 0x98]);
        assert_eq!(read_whole(AUTH_CERTIFICATE), [0x00, 0xB0, 0x8A, 0x00, 0x00, 0x00, 0x00]);
        let (apdu, length) = verify(Pin::new("1234").unwrap());
        assert_eq!(apdu[..length], [0x00, 0x20, 0x00, 0x98, 4, b'1', b'2', b'3', b'4']);
        let (apdu, length) = verify(CardFaceCode::new("12345678901234").unwrap());
        assert_eq!((apdu[3], apdu[4], length), (0x92, 14, 19));
        let sign = compute_signature(&[7; 32]);
        assert_eq!((sign[3], sign[4], sign[55], sign[56]), (0x97, 51, 7, 0));
    }
}
