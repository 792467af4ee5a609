//! The practice PKI: one test CA, and an authentication key and certificate for each practice person.
//!
//! Keys are RSA-2048, made at first need (about a second each) and kept in one folder, so that a person has the same
//! key every day; certificates are issued anew for a given `today`, so that "ends in two months" stays true. Nothing
//! here is trusted by anything but the practice eligibility centre: the names say "Practice".

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::ToSpan;
use jiff::civil::Date;
use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyIdMethod, KeyUsagePurpose, PKCS_RSA_SHA256, PublicKeyData, SerialNumber, SignatureAlgorithm, SigningKey,
};
use rsa::pkcs1::EncodeRsaPublicKey;
use rsa::pkcs8::{DecodePrivateKey, EncodePrivateKey, LineEnding};
use rsa::{Pkcs1v15Sign, RsaPrivateKey};
use sha2::{Digest, Sha256};
use thiserror::Error;
use zeroize::Zeroizing;

use super::persons::Person;

/// Common name of the practice CA, issuer of every practice certificate.
pub const CA_COMMON_NAME: &str = "Uketsuke Practice CA";

const ORGANIZATION: &str = "Uketsuke Practice (not a real card)";
/// The certificates' key size in bits, as on a real card.
const KEY_BITS: usize = 2048;
/// `CertificatePolicies { 1.2.392.200149.8.5.1.0.30 }` in DER: the policy of JPKI authentication certificates.
const AUTH_POLICY: [u8; 17] =
    [0x30, 0x0F, 0x30, 0x0D, 0x06, 0x0B, 0x2A, 0x83, 0x08, 0x8C, 0x9B, 0x55, 0x08, 0x05, 0x01, 0x00, 0x1E];
/// 23:59:59 in Japan is 14:59:59 UTC of the same date.
const END_OF_DAY_IN_JAPAN: Duration = Duration::from_secs(14 * 3600 + 59 * 60 + 59);

/// Why the practice PKI could not be used.
#[derive(Debug, Error)]
pub enum PkiError {
    /// The folder or a file in it could not be read or written.
    #[error("practice keys: {path}: {source}; check that the folder exists and that this user may write to it")]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A kept file is no RSA key, or does not fit the key beside it.
    #[error("practice keys: {path} is damaged; delete the folder, the keys are made anew")]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// A key could not be made or used.
    #[error("practice keys: RSA: {0}")]
    Rsa(#[from] rsa::Error),
    /// A certificate could not be issued.
    #[error("practice keys: certificate: {0}")]
    Issue(#[from] rcgen::Error),
    /// A person's id is not usable as a file name.
    #[error("practice keys: the person id {0:?} must be ASCII letters and digits; correct it in persons.toml")]
    PersonId(String),
}

/// The practice CA and the folder with the keys.
pub struct Pki {
    dir: PathBuf,
    signer: Signer,
    ca_certificate_der: Vec<u8>,
}

/// A person's authentication certificate and its private key.
pub struct Identity {
    /// X.509 in DER.
    pub certificate_der: Vec<u8>,
    /// The private key, RSA-2048.
    pub key: RsaPrivateKey,
}

impl Pki {
    /// Opens the CA under `dir`, or makes folder, key and certificate at first start.
    ///
    /// Safe when two processes start at once: each file is put in place without overwriting and read back.
    pub fn open(dir: &Path) -> Result<Self, PkiError> {
        fs::create_dir_all(dir).map_err(|source| PkiError::File { path: dir.to_owned(), source })?;
        let signer = Signer::new(load_or_make_key(&dir.join("ca.key"))?)?;
        let path = dir.join("ca.der");
        if !path.exists() {
            keep(&path, ca_params(&signer).self_signed(&signer)?.der())?;
        }
        let ca_certificate_der = read(&path)?;
        // The certificate names its key by identifier: one left over from another key would fail far from here.
        if !contains(&ca_certificate_der, &signer.public_der) {
            return Err(PkiError::Damaged { path });
        }
        Ok(Self { dir: dir.to_owned(), signer, ca_certificate_der })
    }

    /// The self-signed CA certificate in DER; the same bytes at every start.
    pub fn ca_certificate_der(&self) -> &[u8] {
        &self.ca_certificate_der
    }

    /// The CA's key: the virtual card signs its card-face file with it.
    pub fn ca_key(&self) -> &RsaPrivateKey {
        &self.signer.key
    }

    /// The key of the CA that certifies practice terminals; practice cards check terminals by it.
    pub fn terminal_ca_key(&self) -> Result<RsaPrivateKey, PkiError> {
        load_or_make_key(&self.dir.join("terminal-ca.key"))
    }

    /// The practice terminal's own key.
    pub fn terminal_key(&self) -> Result<RsaPrivateKey, PkiError> {
        load_or_make_key(&self.dir.join("terminal.key"))
    }

    /// The person's authentication key and a certificate for it as of `today`.
    ///
    /// Subject CN is the person's id. The certificate ends with the day (in Japan) of
    /// [`Person::certificate_end`] and begins five years before.
    pub fn identity(&self, person: &Person, today: Date) -> Result<Identity, PkiError> {
        if person.id.is_empty() || !person.id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(PkiError::PersonId(person.id.clone()));
        }
        let holder = Signer::new(load_or_make_key(&self.dir.join(format!("person-{}.key", person.id)))?)?;
        let params = holder_params(&person.id, person.certificate_end(today), &holder);
        let issuer = Issuer::new(ca_params(&self.signer), &self.signer);
        let certificate_der = params.signed_by(&holder, &issuer)?.der().to_vec();
        Ok(Identity { certificate_der, key: holder.key })
    }
}

fn ca_params(signer: &Signer) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = name(CA_COMMON_NAME);
    params.not_before = rcgen::date_time_ymd(2015, 1, 1);
    params.not_after = rcgen::date_time_ymd(2049, 12, 31);
    params.serial_number = Some(SerialNumber::from_slice(&[1]));
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.key_identifier_method = KeyIdMethod::PreSpecified(signer.key_id());
    params
}

fn holder_params(id: &str, end: Date, holder: &Signer) -> CertificateParams {
    let midnight = |day: Date| rcgen::date_time_ymd(i32::from(day.year()), day.month() as u8, day.day() as u8);
    let mut params = CertificateParams::default();
    params.distinguished_name = name(id);
    params.not_before = midnight(end.saturating_sub(5.years()));
    params.not_after = midnight(end) + END_OF_DAY_IN_JAPAN;
    params.serial_number = Some(serial(id, end));
    params.is_ca = IsCa::NoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    let mut policies = CustomExtension::from_oid_content(&[2, 5, 29, 32], AUTH_POLICY.to_vec());
    policies.set_criticality(true);
    params.custom_extensions = vec![policies];
    params.use_authority_key_identifier_extension = true;
    params.key_identifier_method = KeyIdMethod::PreSpecified(holder.key_id());
    params
}

fn name(common_name: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CountryName, "JP");
    name.push(DnType::OrganizationName, ORGANIZATION);
    name.push(DnType::CommonName, common_name);
    name
}

/// A serial number that is the same for the same certificate: reissuing on one day changes nothing.
fn serial(id: &str, end: Date) -> SerialNumber {
    let digest = Sha256::digest(format!("{id} {end}"));
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&digest[..8]);
    // Positive and of full length in DER.
    bytes[0] = (bytes[0] & 0x3F) | 0x40;
    SerialNumber::from_slice(&bytes)
}

/// RSA with the two traits rcgen needs; its own crypto is switched off.
struct Signer {
    key: RsaPrivateKey,
    /// PKCS#1 `RSAPublicKey`.
    public_der: Vec<u8>,
}

impl Signer {
    fn new(key: RsaPrivateKey) -> Result<Self, PkiError> {
        let public_der = key.to_public_key().to_pkcs1_der().map_err(|_| rsa::Error::Internal)?.into_vec();
        Ok(Self { key, public_der })
    }

    /// RFC 5280 key identifier; the method is free, this is RFC 7093 method 1.
    fn key_id(&self) -> Vec<u8> {
        Sha256::digest(&self.public_der)[..20].to_vec()
    }
}

impl PublicKeyData for Signer {
    fn der_bytes(&self) -> &[u8] {
        &self.public_der
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_RSA_SHA256
    }
}

impl SigningKey for Signer {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        self.key.sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message)).map_err(|_| rcgen::Error::RemoteKeyError)
    }
}

fn load_or_make_key(path: &Path) -> Result<RsaPrivateKey, PkiError> {
    if !path.exists() {
        let key = RsaPrivateKey::new(&mut rand::rngs::OsRng, KEY_BITS)?;
        let pem = key.to_pkcs8_pem(LineEnding::LF).map_err(|_| rsa::Error::Internal)?;
        keep(path, pem.as_bytes())?;
    }
    let pem = Zeroizing::new(read(path)?);
    let damaged = || PkiError::Damaged { path: path.to_owned() };
    let pem = std::str::from_utf8(&pem).map_err(|_| damaged())?;
    RsaPrivateKey::from_pkcs8_pem(pem).map_err(|_| damaged())
}

/// Puts a whole file in place, readable for its owner only, unless another process was faster.
fn keep(path: &Path, bytes: &[u8]) -> Result<(), PkiError> {
    let failed = |source| PkiError::File { path: path.to_owned(), source };
    let mut file = tempfile::NamedTempFile::new_in(path.parent().unwrap_or(Path::new("."))).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    match file.persist_noclobber(path) {
        Err(error) if error.error.kind() != io::ErrorKind::AlreadyExists => Err(failed(error.error)),
        _ => Ok(()),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, PkiError> {
    fs::read(path).map_err(|source| PkiError::File { path: path.to_owned(), source })
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::persons::{find, persons};
    use jiff::civil::date;
    use rsa::pkcs1v15::{Signature, VerifyingKey};
    use rsa::signature::Verifier;
    use x509_cert::Certificate;
    use x509_cert::der::{Decode, Encode};

    #[test]
    fn a_person_gets_a_certificate_of_the_practice_ca_and_keeps_the_key() {
        let dir = tempfile::tempdir().unwrap();
        let today = date(2026, 11, 23);
        let sakura = find("sakura").unwrap();
        let pki = Pki::open(dir.path()).unwrap();
        let first = pki.identity(sakura, today).unwrap();

        let certificate = Certificate::from_der(&first.certificate_der).unwrap();
        let tbs = certificate.tbs_certificate();
        assert!(tbs.issuer().to_string().contains(CA_COMMON_NAME));
        assert!(tbs.subject().to_string().contains("CN=sakura"));
        assert_eq!(tbs.validity().not_after.to_string(), "2027-01-23T14:59:59Z");
        assert_eq!(tbs.validity().not_before.to_string(), "2022-01-23T00:00:00Z");
        let ca = VerifyingKey::<Sha256>::new(pki.ca_key().to_public_key());
        let signature = Signature::try_from(certificate.signature().raw_bytes()).unwrap();
        ca.verify(&tbs.to_der().unwrap(), &signature).unwrap();

        let again = Pki::open(dir.path()).unwrap();
        assert_eq!(again.ca_certificate_der(), pki.ca_certificate_der());
        let second = again.identity(sakura, today).unwrap();
        assert_eq!(second.certificate_der, first.certificate_der);
        assert!(second.key == first.key);
    }

    #[test]
    fn a_damaged_or_foreign_file_is_named() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("ca.key"), "no key").unwrap();
        let Err(error) = Pki::open(dir.path()) else { panic!("a damaged key was taken") };
        assert!(error.to_string().contains("ca.key is damaged"), "{error}");
        let mut stranger = persons()[0].clone();
        stranger.id = "../x".into();
        let dir = tempfile::tempdir().unwrap();
        let pki = Pki::open(dir.path()).unwrap();
        assert!(matches!(pki.identity(&stranger, date(2026, 1, 1)), Err(PkiError::PersonId(_))));
    }
}
