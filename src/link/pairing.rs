//! Pairing: the desk shows a code, somebody types it at the kiosk. Half of it is a secret that is good once; the other half
//! is the beginning of the fingerprint of the desk's authority, so that the secret is told to no other machine.

use super::protocol::{PairRequest, Paired};
use super::{LinkError, tls};
use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair};
use serde::{Deserialize, Serialize};
use std::fs::DirBuilder;
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// 80 bits: nobody makes another authority that begins with them.
const FINGERPRINT_BYTES: usize = 10;
/// 50 bits, good once and for ten minutes.
const SECRET_LETTERS: usize = 10;
/// Without letters and digits that are taken for one another.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// A code as it is typed: `ABCD-EFGH-…`, 26 letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairingCode {
    pub secret: String,
    pub authority_begins: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no pairing code: it has 26 letters and digits, in groups of four")]
pub struct NoPairingCode;

impl PairingCode {
    pub fn new(authority_fingerprint: &[u8; 32]) -> Self {
        Self {
            secret: random_letters(SECRET_LETTERS),
            authority_begins: authority_fingerprint[..FINGERPRINT_BYTES].into(),
        }
    }

    /// What the desk shows.
    pub fn text(&self) -> String {
        let letters = format!("{}{}", self.secret, to_letters(&self.authority_begins));
        let groups: Vec<&str> =
            (0..letters.len()).step_by(4).map(|at| &letters[at..letters.len().min(at + 4)]).collect();
        groups.join("-")
    }

    /// However it was typed: small letters and spaces are as good.
    pub fn parse(typed: &str) -> Result<Self, NoPairingCode> {
        let letters: String =
            typed.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).collect();
        if letters.len() != SECRET_LETTERS + FINGERPRINT_BYTES * 8 / 5 || !letters.is_ascii() {
            return Err(NoPairingCode);
        }
        let (secret, fingerprint) = letters.split_at(SECRET_LETTERS);
        if !secret.bytes().all(|letter| LETTERS.contains(&letter)) {
            return Err(NoPairingCode);
        }
        Ok(Self { secret: secret.into(), authority_begins: from_letters(fingerprint).ok_or(NoPairingCode)? })
    }
}

/// So many letters that nobody can guess.
pub fn random_letters(count: usize) -> String {
    use rand::Rng;
    (0..count).map(|_| char::from(LETTERS[rand::rngs::OsRng.gen_range(0..LETTERS.len())])).collect()
}

fn to_letters(bytes: &[u8]) -> String {
    let bits = |at: usize| (bytes[at / 8] >> (7 - at % 8)) & 1;
    (0..bytes.len() * 8 / 5)
        .map(|letter| (0..5).fold(0_usize, |value, bit| value << 1 | usize::from(bits(letter * 5 + bit))))
        .map(|value| char::from(LETTERS[value]))
        .collect()
}

fn from_letters(text: &str) -> Option<Vec<u8>> {
    let mut bytes = vec![0_u8; text.len() * 5 / 8];
    for (letter, typed) in text.bytes().enumerate() {
        let value = LETTERS.iter().position(|known| *known == typed)?;
        for bit in 0..5 {
            let at = letter * 5 + bit;
            bytes[at / 8] |= u8::from(value >> (4 - bit) & 1 == 1) << (7 - at % 8);
        }
    }
    Some(bytes)
}

/// Everything that makes a kiosk known to its desk, on the kiosk's disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pairing {
    /// Of the desk: `https://desk.hospital.example:8443`.
    pub url: String,
    /// The desk's socket, where it runs on the same machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub socket: Option<PathBuf>,
    pub name: String,
    /// PEM, all three.
    pub authority: String,
    pub certificate: String,
    pub key: String,
}

const FILE: &str = "desk.json";

impl Pairing {
    /// `None` where the kiosk is not paired.
    pub fn read(folder: &Path) -> io::Result<Option<Self>> {
        match std::fs::read(folder.join(FILE)) {
            Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(cause),
        }
    }

    /// For its owner's eyes only: it holds the key.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let part = folder.join(format!("{FILE}.part"));
        let mut file = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
        file.write_all(&serde_json::to_vec_pretty(self)?)?;
        file.sync_all()?;
        std::fs::rename(part, folder.join(FILE))
    }
}

/// A key of one's own, and the request for a certificate of it.
pub fn certificate_request() -> Result<(KeyPair, String), rcgen::Error> {
    let key = KeyPair::generate()?;
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    // The desk gives the name.
    params.distinguished_name.push(DnType::CommonName, "kiosk");
    let request = params.serialize_request(&key)?.pem()?;
    Ok((key, request))
}

/// Pairs this kiosk with the desk at `url`.
pub async fn pair(url: &str, socket: Option<PathBuf>, code: &PairingCode) -> Result<Pairing, LinkError> {
    let tls = tls::pairing_client(code.authority_begins.clone())?;
    let client = super::client::builder(tls, socket.as_deref()).build()?;
    let (key, request) = certificate_request()?;
    let ask = PairRequest { secret: code.secret.clone(), request };
    let answer = client
        .post(format!("{url}/v1/pair"))
        .timeout(super::client::ANSWER)
        .json(&ask)
        .send()
        .await
        .map_err(not_this_desk)?;
    if answer.status() == reqwest::StatusCode::FORBIDDEN {
        return Err(LinkError::CodeRefused);
    }
    let Paired { name, certificate, authority } = super::client::read(answer.error_for_status()?).await?;
    Ok(Pairing { url: url.into(), socket, name, authority, certificate, key: key.serialize_pem() })
}

/// A desk that is there, and is not the one of the code.
fn not_this_desk(error: reqwest::Error) -> LinkError {
    let mut cause = std::error::Error::source(&error);
    while let Some(inner) = cause {
        if inner.to_string().contains("UnknownIssuer") {
            return LinkError::OtherDesk;
        }
        cause = inner.source();
    }
    error.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_survives_being_typed() {
        let fingerprint: [u8; 32] = std::array::from_fn(|at| u8::try_from(at * 37 % 256).unwrap());
        let code = PairingCode::new(&fingerprint);
        let text = code.text();
        assert_eq!(text.len(), 26 + 6);
        assert_eq!(PairingCode::parse(&text), Ok(code.clone()));
        assert_eq!(PairingCode::parse(&format!("  {} ", text.to_lowercase().replace('-', " "))), Ok(code.clone()));
        assert_eq!(code.authority_begins, fingerprint[..10]);
    }

    #[test]
    fn what_is_no_code_is_told_from_one() {
        for wrong in
            ["", "ABCD", "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-A1", "ああああああああああああああああああああああああああ"]
        {
            assert_eq!(PairingCode::parse(wrong), Err(NoPairingCode), "{wrong}");
        }
    }
}
