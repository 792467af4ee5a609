//! The practice terminal's key, and what a practice card checks of it.

use super::files::{public_key, sign};
use super::tlv::object;
use crate::devices::card::TerminalKey;
use crate::practice::pki::{Pki, PkiError};
use myna_card::data::{CardVerifiableCertificate, RsaPublicKey};
use rsa::RsaPrivateKey;
use sha2::{Digest, Sha256};
use std::fmt;

/// Key identifiers in the certificate, shaped like those of the card-verifiable certificates on a card.
const TERMINAL_CA_ID: &[u8; 16] = b"0000003\x08\x05001\0\0\0\0";
const TERMINAL_ID: &[u8; 16] = b"0000004\x08\x05001\0\0\0\0";

/// Accepted by practice cards, and by no others.
pub struct PracticeTerminalKey {
    key: RsaPrivateKey,
    certificate: Vec<u8>,
}

impl fmt::Debug for PracticeTerminalKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PracticeTerminalKey(hidden)")
    }
}

impl PracticeTerminalKey {
    /// The practice PKI's terminal key; made at first need.
    pub fn new(pki: &Pki) -> Result<Self, PkiError> {
        let (ca, key) = (pki.terminal_ca_key()?, pki.terminal_key()?);
        let body = [&TERMINAL_CA_ID[..], &TERMINAL_ID[..], &public_key(&key)].concat();
        let signature = sign(&ca, &Sha256::digest(&body))?;
        Ok(Self { key, certificate: [object(0x5F4E, &body), object(0x5F37, &signature)].concat() })
    }
}

impl TerminalKey for PracticeTerminalKey {
    fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    fn answer(&self, challenge: &[u8]) -> Option<Vec<u8>> {
        sign(&self.key, &Sha256::digest(challenge)).ok()
    }
}

/// The key that a terminal's certificate certifies, if the certificate is signed by `ca`.
pub(super) fn certified_key(certificate: &[u8], ca: &[u8]) -> Option<RsaPublicKey> {
    let ca = RsaPublicKey::parse(ca).ok()?;
    let certificate = CardVerifiableCertificate::parse(certificate).ok()?;
    certificate.verify_with(&ca).ok()?;
    Some(certificate.public_key)
}

#[cfg(test)]
mod tests {
    use super::super::files::JPKI;
    use super::super::{Counters, VirtualCard};
    use super::*;
    use crate::practice::persons::find;
    use jiff::civil::date;

    const SIGN: [u8; 8] = [0x80, 0x2A, 0x00, 0x97, 0x02, 1, 2, 0];

    fn extended(header: [u8; 4], data: &[u8]) -> Vec<u8> {
        [&header[..], &[0], &(data.len() as u16).to_be_bytes(), data].concat()
    }

    fn card(pki: &Pki, state: &std::path::Path) -> VirtualCard {
        let person = find("hanako").unwrap();
        let counters = Counters::open(state, person).unwrap();
        let mut card = VirtualCard::new(person, None, pki, date(2026, 11, 23), counters).unwrap();
        assert_eq!(card.answer(&[&[0x00, 0xA4, 0x04, 0x0C, 10][..], &JPKI].concat()), [0x90, 0x00]);
        card
    }

    /// How far a terminal comes: the status words of certificate, answer and signature.
    fn present(card: &mut VirtualCard, terminal: &PracticeTerminalKey) -> [u16; 3] {
        let word = |answer: Vec<u8>| answer.last_chunk::<2>().map_or(0, |word| u16::from_be_bytes(*word));
        let certificate = word(card.answer(&extended([0x80, 0xA2, 0x00, 0x96], terminal.certificate())));
        let challenge = card.answer(&[0x00, 0x84, 0x00, 0x00, 32]);
        let answer = terminal.answer(&challenge[..32]).unwrap();
        let answer = word(card.answer(&extended([0x00, 0x82, 0x00, 0x96], &answer)));
        [certificate, answer, word(card.answer(&SIGN))]
    }

    #[test]
    fn a_card_signs_for_its_own_terminal_and_for_no_stranger() {
        let (ours, theirs, state) =
            (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (ours, theirs) = (Pki::open(ours.path()).unwrap(), Pki::open(theirs.path()).unwrap());
        let (known, stranger) = (PracticeTerminalKey::new(&ours).unwrap(), PracticeTerminalKey::new(&theirs).unwrap());
        let mut card = card(&ours, state.path());
        assert_eq!(present(&mut card, &stranger), [0x6982; 3]);
        assert_eq!(present(&mut card, &known), [0x9000; 3]);
        // A stranger with the right certificate does not have its key.
        let thief = PracticeTerminalKey { certificate: known.certificate.clone(), ..stranger };
        card.reset();
        assert_eq!(card.answer(&[&[0x00, 0xA4, 0x04, 0x0C, 10][..], &JPKI].concat()), [0x90, 0x00]);
        assert_eq!(present(&mut card, &thief), [0x9000, 0x6982, 0x6982]);
        assert_eq!(format!("{known:?}"), "PracticeTerminalKey(hidden)");
    }

    #[test]
    fn an_answer_is_good_once_and_nothing_outlives_a_reset() {
        let (keys, state) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let pki = Pki::open(keys.path()).unwrap();
        let known = PracticeTerminalKey::new(&pki).unwrap();
        let mut card = card(&pki, state.path());
        assert_eq!(card.answer(&extended([0x00, 0x82, 0x00, 0x96], &[0; 256])), [0x69, 0x82], "no challenge was given");
        assert_eq!(present(&mut card, &known), [0x9000; 3]);
        card.reset();
        card.answer(&[&[0x00, 0xA4, 0x04, 0x0C, 10][..], &JPKI].concat());
        assert_eq!(card.answer(&SIGN), [0x69, 0x82]);
    }
}
