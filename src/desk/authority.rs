//! The desk's own certification authority, made at its first start: it signs the desk's certificate at every start, and a
//! certificate for each kiosk that is paired.

use crate::link::tls;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use rcgen::{
    BasicConstraints, CertificateParams, CertificateSigningRequestParams, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose, date_time_ymd,
};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::fs::DirBuilder;
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    #[error("the desk's folder {path} cannot be used ({cause})")]
    Folder { path: PathBuf, cause: io::Error },
    #[error(
        "the desk's authority {path} cannot be used ({why}); restore it, or move the folder away and pair everything anew"
    )]
    Unusable { path: PathBuf, why: String },
}

/// The authority, open for signing.
pub struct Authority {
    certificate: CertificateDer<'static>,
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

const CERTIFICATE: &str = "authority.pem";
const KEY: &str = "authority-key.pem";
/// A desk that runs longer without a restart is looked at anyway.
const YEARS_OF_THE_DESK: i16 = 1;
const YEARS_OF_A_KIOSK: i16 = 20;

impl Authority {
    /// Opens it where there is one, and makes none.
    pub fn find(folder: &Path) -> Result<Option<Self>, AuthorityError> {
        let there = folder.join(CERTIFICATE).exists() || folder.join(KEY).exists();
        if there { Self::open(folder).map(Some) } else { Ok(None) }
    }

    /// Opens it, or makes it.
    pub fn open(folder: &Path) -> Result<Self, AuthorityError> {
        let failed = |cause| AuthorityError::Folder { path: folder.to_owned(), cause };
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)?;
        let (certificate, key) = (folder.join(CERTIFICATE), folder.join(KEY));
        let unusable = |why: String| AuthorityError::Unusable { path: certificate.clone(), why };
        if !certificate.exists() && !key.exists() {
            let (made, its_key) = make().map_err(|error| unusable(error.to_string()))?;
            write_private(&key, its_key.as_bytes()).map_err(failed)?;
            write_private(&certificate, made.as_bytes()).map_err(failed)?;
        }
        let read = |path: &Path| std::fs::read_to_string(path).map_err(|cause| unusable(cause.to_string()));
        let (pem, its_key) = (read(&certificate)?, read(&key)?);
        let opened = || -> Result<Self, String> {
            let key = KeyPair::from_pem(&its_key).map_err(|error| error.to_string())?;
            let issuer = Issuer::from_ca_cert_pem(&pem, key).map_err(|error| error.to_string())?;
            let certificate = CertificateDer::from_pem_slice(pem.as_bytes()).map_err(|error| error.to_string())?;
            Ok(Self { certificate, pem: pem.clone(), issuer })
        };
        opened().map_err(unusable)
    }

    /// PEM, for browsers and kiosks.
    pub fn pem(&self) -> &str {
        &self.pem
    }

    pub fn certificate(&self) -> &CertificateDer<'static> {
        &self.certificate
    }

    pub fn fingerprint(&self) -> [u8; 32] {
        tls::fingerprint(&self.certificate)
    }

    /// A certificate of the desk for these host names and addresses, made for this run.
    pub fn desk(&self, hosts: &[String]) -> Result<(CertificateDer<'static>, PrivateKeyDer<'static>), rcgen::Error> {
        let mut params = CertificateParams::new(hosts.to_vec())?;
        params.distinguished_name = named("Uketsuke desk");
        valid_for(&mut params, YEARS_OF_THE_DESK);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        let key = KeyPair::generate()?;
        let certificate = params.signed_by(&key, &self.issuer)?;
        let key = PrivateKeyDer::try_from(key.serialize_der()).map_err(|_| rcgen::Error::CouldNotParseKeyPair)?;
        Ok((certificate.der().clone(), key))
    }

    /// A certificate for whoever holds the key of this request. PEM, and the id under which its owner is known: the
    /// beginning of its fingerprint.
    pub fn kiosk(&self, request: &str) -> Result<(String, String), rcgen::Error> {
        let mut request = CertificateSigningRequestParams::from_pem(request)?;
        // Nothing of the request but its key counts.
        request.params = CertificateParams::default();
        request.params.distinguished_name = named("Uketsuke kiosk");
        valid_for(&mut request.params, YEARS_OF_A_KIOSK);
        request.params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        let certificate = request.signed_by(&self.issuer)?;
        Ok((certificate.pem(), kiosk_id(certificate.der())))
    }
}

/// The id of a kiosk with this certificate.
pub fn kiosk_id(certificate: &CertificateDer) -> String {
    tls::fingerprint(certificate)[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}

fn named(name: &str) -> DistinguishedName {
    let mut names = DistinguishedName::new();
    names.push(DnType::CommonName, name);
    names
}

fn make() -> Result<(String, String), rcgen::Error> {
    let mut params = CertificateParams::default();
    params.distinguished_name = named("Uketsuke desk authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
    params.not_before = date_time_ymd(2024, 1, 1);
    params.not_after = date_time_ymd(2074, 1, 1);
    let key = KeyPair::generate()?;
    Ok((params.self_signed(&key)?.pem(), key.serialize_pem()))
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// From the day before yesterday, because clocks differ.
fn valid_for(params: &mut CertificateParams, years: i16) {
    let moment = |away: Span| {
        let day = TimeZone::UTC.to_datetime(Timestamp::now()).date().saturating_add(away);
        date_time_ymd(day.year().into(), day.month().unsigned_abs(), day.day().unsigned_abs())
    };
    params.not_before = moment(Span::new().days(-2));
    params.not_after = moment(Span::new().years(years).days(30));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looking_for_an_authority_makes_none() {
        let folder = tempfile::tempdir().unwrap();
        let desk = folder.path().join("desk");
        assert!(Authority::find(&desk).unwrap().is_none() && !desk.exists());
        let made = Authority::open(&desk).unwrap().fingerprint();
        assert_eq!(Authority::find(&desk).unwrap().map(|authority| authority.fingerprint()), Some(made));
    }
}
