//! Whose card it is: decided from the certificate, before any secret is sent to the card.

use super::CardTrust;
use crate::session::event::{CardFacts, CardTrouble, PinState};
use crate::session::secret::{CertificateDer, CertificatePrint};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use myna_card::Certificate;
use myna_card::certificate::roots::{self, Accept};
use sha2::{Digest, Sha256};
use x509_cert::der::oid::ObjectIdentifier;
use x509_cert::ext::pkix::ExtendedKeyUsage;

/// Common name of the CA that issues practice cards (`crate::practice::pki::CA_COMMON_NAME`). A real kiosk refuses it by
/// this name, without knowing any practice key.
const PRACTICE_CA: &str = "Uketsuke Practice CA";
/// id-kp-clientAuth: what the 利用者証明用電子証明書 is for.
const CLIENT_AUTH: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2");
/// Japan has had one time zone and no summer time since 1951.
const JAPAN: Offset = Offset::constant(9);

/// Checks issuer and purpose of a certificate that was read from a card. Validity and revocation are the centre's to
/// judge: an expired certificate still has its months of grace.
pub fn check(der: &[u8], trust: &CardTrust) -> Result<Certificate, CardTrouble> {
    let certificate = Certificate::parse(der).map_err(|_| CardTrouble::NotRecognised)?;
    // Nobody signs the outer name of the algorithm: where it is not the inner one (RFC 5280, 4.1.1.2) one certificate would
    // have many forms, and a card as many names.
    let whole = certificate.inner();
    if whole.signature_algorithm() != whole.tbs_certificate().signature() {
        return Err(CardTrouble::NotRecognised);
    }
    match trust {
        CardTrust::PracticeCa(ca) => {
            let ca = Certificate::parse(ca).map_err(|_| CardTrouble::RealCardRefused)?;
            if certificate.issuer() != ca.subject() || certificate.verify_signature(&ca).is_err() {
                return Err(CardTrouble::RealCardRefused);
            }
        }
        CardTrust::Production => {
            if certificate.issuer().contains(PRACTICE_CA) {
                return Err(CardTrouble::PracticeCardRefused);
            }
            // Signed by no root of J-LIS: whatever it is, it is no My Number card of the public.
            roots::issuer_of(&certificate, Accept::ProductionOnly).map_err(|_| CardTrouble::OtherCard)?;
        }
    }
    if !is_for_authentication(&certificate) {
        return Err(CardTrouble::NotRecognised);
    }
    Ok(certificate)
}

/// What the session is told of a card.
pub fn facts(certificate: &Certificate, pin: PinState) -> Result<CardFacts, CardTrouble> {
    Ok(CardFacts {
        certificate: CertificateDer::new(certificate.der().to_vec()),
        print: print(certificate.der()),
        valid_until: last_day(certificate).ok_or(CardTrouble::NotRecognised)?,
        pin,
    })
}

/// SHA-256 over the certificate's DER.
pub fn print(der: &[u8]) -> CertificatePrint {
    CertificatePrint(Sha256::digest(der).into())
}

fn is_for_authentication(certificate: &Certificate) -> bool {
    let usage = certificate.inner().tbs_certificate().get_extension::<ExtendedKeyUsage>();
    matches!(usage, Ok(Some((_, ExtendedKeyUsage(purposes)))) if purposes.contains(&CLIENT_AUTH))
}

/// The day of notAfter in Japan; in UTC it would be a day early for the first nine hours.
fn last_day(certificate: &Certificate) -> Option<Date> {
    let not_after = certificate.inner().tbs_certificate().validity().not_after.to_unix_duration();
    let instant = Timestamp::from_second(i64::try_from(not_after.as_secs()).ok()?).ok()?;
    Some(JAPAN.to_datetime(instant).date())
}
