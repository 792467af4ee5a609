//! The applications and elementary files of a practice person's card.
//!
//! Identifiers, formats and access rules are those of the crate `myna-card` (read off test cards) and of OpenSC's
//! driver; what a practice card leaves out is listed in [`super`].

use jiff::civil::Date;
use rsa::traits::PublicKeyParts;
use rsa::{Pkcs1v15Sign, RsaPrivateKey};
use sha2::{Digest, Sha256};

use super::card::CardError;
use super::counters::Key;
use super::tlv::{object, object_with_offsets};
use crate::practice::jpeg2000::{CARD_PHOTO_BYTES, CARD_PHOTO_SIZE, encode_grey};
use crate::practice::persons::Person;
use crate::practice::pki::{Identity, Pki};
use crate::practice::portrait;
use crate::session::secret::CardPhoto;

/// 公的個人認証AP.
pub(super) const JPKI: [u8; 10] = [0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01];
/// 券面事項確認AP.
pub(super) const FACE: [u8; 10] = [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x02];
/// 券面入力補助AP.
pub(super) const ATTRIBUTES: [u8; 10] = [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08];

/// An elementary file is longer than its content: this many FF follow.
const FILLER: usize = 64;
/// A blank 24×12 PNG with one bit a pixel: name, address and security code as pictures are not drawn.
const BLANK_PNG: [u8; 72] = [
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00,
    0x18, 0x00, 0x00, 0x00, 0x0C, 0x01, 0x00, 0x00, 0x00, 0x00, 0x50, 0x4B, 0x40, 0xD8, 0x00, 0x00, 0x00, 0x0F, 0x49,
    0x44, 0x41, 0x54, 0x78, 0xDA, 0x63, 0xF8, 0xFF, 0xFF, 0x3F, 0x03, 0x09, 0x18, 0x00, 0x5C, 0xFD, 0x23, 0xDD, 0xF4,
    0xA6, 0xF3, 0xF7, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
];
/// Key identifiers in the card-verifiable certificates: digits, `08 05`, digits, four zero bytes. No real key has
/// these; real ones begin with 5 (production) or 6 (test).
const ISSUER_KEY_ID: &[u8; 16] = b"0000001\x08\x05001\0\0\0\0";
const FACE_KEY_ID: &[u8; 16] = b"0000002\x08\x05001\0\0\0\0";
/// What precedes a digest in a DigestInfo: `SEQUENCE { sha256, NULL }`.
const SHA256_ALGORITHM: [u8; 15] =
    [0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00];

/// One application (DF) and its files.
pub(super) struct Application {
    pub aid: [u8; 10],
    pub files: Vec<(u16, File)>,
}

/// An elementary file.
pub(super) enum File {
    /// Transparent, readable once one of the keys is verified; always, when there are none.
    Readable { bytes: Vec<u8>, after: &'static [Key] },
    /// A key file: VERIFY compares with `secret`, which is `None` where nobody knows it.
    Secret { key: Key, secret: Option<String> },
    /// The key, as `90 exponent, 91 modulus`, that a terminal's certificate is checked by.
    TerminalCa(Vec<u8>),
    /// A private key that signs once `after` is verified, or for a terminal that has proven itself.
    Signs { key: Box<RsaPrivateKey>, after: Key },
}

/// Builds the card's applications: key and certificate of `today`, photo, card face, attributes.
pub(super) fn applications(
    person: &Person,
    photo: Option<CardPhoto>,
    pki: &Pki,
    today: Date,
) -> Result<Vec<Application>, CardError> {
    let identity = pki.identity(person, today)?;
    let public_key = public_key(&identity.key);
    let certificate = card_verifiable_certificate(pki.ca_key())?;
    Ok(vec![
        jpki(person, identity, pki)?,
        Application {
            aid: FACE,
            files: vec![
                (0x0001, readable(age(person, &public_key, pki.ca_key())?, &[Key::FaceBirthDate])),
                (0x0002, readable(card_face(person, photo, &public_key, pki.ca_key())?, &[Key::FaceCodeB])),
                (0x0004, readable(certificate.clone(), &[])),
                (0x0011, secret(Key::FaceBirthDate, person.card_face_code.get(..6))),
                (0x0012, secret(Key::FaceCodeB, Some(&person.card_face_code))),
            ],
        },
        attributes(person, certificate),
    ])
}

fn jpki(person: &Person, identity: Identity, pki: &Pki) -> Result<Application, CardError> {
    let ca = pki.ca_certificate_der();
    // A 顔認証マイナンバーカード has neither PIN nor signing certificate. That a reader then finds no key file is our
    // assumption: no source tells it (card.md).
    let has_pin = person.pin.is_some();
    let availability = [if has_pin { 0x8F } else { 0x00 }, 0x8F, 0x00];
    let mut files = vec![
        (0x0006, File::Readable { bytes: token_info(), after: &[] }),
        (0x0008, File::Readable { bytes: availability.to_vec(), after: &[] }),
        (0x000A, readable(identity.certificate_der, &[])),
        (0x000B, readable(ca.to_vec(), &[])),
        (0x0016, File::TerminalCa(public_key(&pki.terminal_ca_key()?))),
        (0x0017, File::Signs { key: Box::new(identity.key), after: Key::AuthPin }),
    ];
    if has_pin {
        files.extend([
            (0x0001, readable(Vec::new(), &[Key::SignPassword])),
            (0x0002, readable(ca.to_vec(), &[])),
            (0x0018, secret(Key::AuthPin, person.pin.as_deref())),
            (0x001B, secret(Key::SignPassword, None)),
        ]);
    }
    Ok(Application { aid: JPKI, files })
}

fn attributes(person: &Person, certificate: Vec<u8>) -> Application {
    let birth = yyyymmdd(person.birth);
    let file = object_with_offsets(
        0xFF20,
        0xDF21,
        &[
            (0xDF22, person.name.as_bytes()),
            (0xDF23, person.address.as_bytes()),
            (0xDF24, birth.as_bytes()),
            (0xDF25, &[b'0' + person.sex]),
        ],
    );
    let mut files = vec![
        (0x0002, readable(file, &[Key::AttributesPin, Key::AttributesCodeB])),
        (0x0004, readable(certificate, &[])),
        (0x0015, secret(Key::AttributesCodeB, Some(&person.card_face_code))),
    ];
    if person.pin.is_some() {
        files.push((0x0011, secret(Key::AttributesPin, person.pin.as_deref())));
    }
    Application { aid: ATTRIBUTES, files }
}

fn readable(mut bytes: Vec<u8>, after: &'static [Key]) -> File {
    bytes.extend([0xFF; FILLER]);
    File::Readable { bytes, after }
}

fn secret(key: Key, secret: Option<&str>) -> File {
    File::Secret { key, secret: secret.map(str::to_owned) }
}

/// PKCS #11 `CK_TOKEN_INFO`, 160 bytes: 96 of text, eleven big-endian words, versions and time.
fn token_info() -> Vec<u8> {
    /// RNG, login required, PIN set, token initialised.
    const FLAGS: u32 = 0x0000_040D;
    let mut bytes =
        format!("{:<32}{:<32}{:<16}{:<16}", "JPKIAPICCTOKEN2", "Uketsuke Practice", "practice", "0").into_bytes();
    for word in [FLAGS, 0, 0, 0, 0, 4, 4, u32::MAX, u32::MAX, u32::MAX, u32::MAX] {
        bytes.extend(word.to_be_bytes());
    }
    bytes.extend(*b"0301");
    bytes.extend([b'0'; 16]);
    bytes
}

/// 券面事項確認AP 0001: date of birth, the card's key, a signature.
fn age(person: &Person, public_key: &[u8], issuer: &RsaPrivateKey) -> Result<Vec<u8>, CardError> {
    let mut fields = [object(0xDF11, yyyymmdd(person.birth).as_bytes()), object(0xDF12, public_key)].concat();
    let signature = sign(issuer, &Sha256::digest(&fields))?;
    fields.extend(object(0xDF13, &signature));
    Ok(object(0xFF10, &fields))
}

/// 券面事項確認AP 0002. The signature covers three digests: facts and key, pictures of the texts, photo.
fn card_face(
    person: &Person,
    photo: Option<CardPhoto>,
    public_key: &[u8],
    issuer: &RsaPrivateKey,
) -> Result<Vec<u8>, CardError> {
    let birth = yyyymmdd(person.birth);
    let sex = [b'0' + person.sex];
    // The card ends on the birthday in the year that 照合番号B names.
    let expiry = format!("{}{}", person.card_face_code.get(6..10).unwrap_or_default(), &birth[4..]);
    let photo = match photo {
        Some(photo) => photo,
        None => drawn(&person.id)?,
    };
    let signed: [(u16, &[u8]); 6] = [
        (0xDF22, birth.as_bytes()),
        (0xDF23, &sex),
        (0xDF24, public_key),
        (0xDF25, &BLANK_PNG),
        (0xDF26, &BLANK_PNG),
        (0xDF27, photo.expose()),
    ];
    let digest = |fields: &[(u16, &[u8])]| {
        let bytes: Vec<u8> = fields.iter().flat_map(|(tag, value)| object(*tag, value)).collect();
        Sha256::digest(bytes)
    };
    let digests = [digest(&signed[..3]), digest(&signed[3..5]), digest(&signed[5..])].concat();
    let signature = sign(issuer, &digests)?;
    let unsigned: [(u16, &[u8]); 3] = [(0xDF28, &signature), (0xDF29, expiry.as_bytes()), (0xDF2A, &BLANK_PNG)];
    Ok(object_with_offsets(0xFF20, 0xDF21, &[&signed[..], &unsigned].concat()))
}

/// The portrait of somebody who is nobody.
fn drawn(id: &str) -> Result<CardPhoto, CardError> {
    let (width, height) = CARD_PHOTO_SIZE;
    let portrait = portrait::passport(id, width, height);
    Ok(CardPhoto::new(encode_grey(width, height, &portrait, CARD_PHOTO_BYTES)?))
}

/// EF 0004 of both 券面 applications: certifies the key that signs their files. Here that is the CA's own key.
fn card_verifiable_certificate(issuer: &RsaPrivateKey) -> Result<Vec<u8>, CardError> {
    let body = [&ISSUER_KEY_ID[..], &FACE_KEY_ID[..], &public_key(issuer)].concat();
    let signature = sign(issuer, &Sha256::digest(&body))?;
    Ok(object(0x7F21, &[object(0x5F4E, &body), object(0x5F37, &signature)].concat()))
}

/// `90 exponent, 91 modulus`.
pub(super) fn public_key(key: &RsaPrivateKey) -> Vec<u8> {
    [object(0x90, &key.e().to_bytes_be()), object(0x91, &key.n().to_bytes_be())].concat()
}

/// PKCS#1 v1.5 over a SHA-256 DigestInfo. The card face puts three digests into one DigestInfo, so the length is free.
pub(super) fn sign(key: &RsaPrivateKey, digests: &[u8]) -> Result<Vec<u8>, rsa::Error> {
    let digest_info = object(0x30, &[&SHA256_ALGORITHM[..], &object(0x04, digests)].concat());
    key.sign(Pkcs1v15Sign::new_unprefixed(), &digest_info)
}

fn yyyymmdd(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}
