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
