//! What the centre holds of a certificate: chain, purpose, time. Revocation is the person's flag, elsewhere.

use super::answer::in_japan;
use crate::eligibility::CertificateStanding;
use jiff::{Timestamp, ToSpan};
use rsa::RsaPublicKey;
use rsa::pkcs1v15::{Signature, VerifyingKey};
use rsa::pkcs8::DecodePublicKey;
use rsa::sha2::Sha256;
use rsa::signature::Verifier;
use rsa::traits::PublicKeyParts;
use std::path::Path;
use x509_cert::Certificate;
use x509_cert::der::asn1::ObjectIdentifier;
use x509_cert::der::oid::AssociatedOid;
use x509_cert::der::{Decode, Encode};
use x509_cert::ext::pkix::{BasicConstraints, CertificatePolicies, ExtendedKeyUsage, KeyUsage};
use x509_cert::time::Time;

/// Months of grace, counted from the end of the month of expiry.
const GRACE_MONTHS: i32 = 3;
/// The longest certificate that is read, in bytes; real ones have about 1,600.
const MAX_CERTIFICATE_BYTES: usize = 8 * 1024;
/// Shorter RSA keys prove nothing.
const MIN_KEY_BYTES: usize = 2048 / 8;
const SHA256_WITH_RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");
const CLIENT_AUTH: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2");
/// 利用者証明用電子証明書: what tells it from the card's signing certificate.
const AUTHENTICATION_POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.392.200149.8.5.1.0.30");

/// The one certification authority that the centre believes.
pub struct TrustAnchor {
    certificate: Certificate,
    key: RsaPublicKey,
}

/// A certificate that the anchor issued for authentication.
pub struct Checked {
    /// [`CertificateStanding::Valid`], `Grace` or `Expired`.
    pub standing: CertificateStanding,
    /// Subject CN: the practice person's id.
    pub person: String,
    pub key: RsaPublicKey,
}

impl TrustAnchor {
    /// Reads the DER file.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn read(path: &Path) -> Result<Self, String> {
        let der = std::fs::read(path).map_err(|error| error.to_string())?;
        let certificate = parse(&der).ok_or("it is not DER")?;
        let key = key_of(&certificate).ok_or("its key is not RSA of 2048 bits or more")?;
        let may_issue = extension::<BasicConstraints>(&certificate).is_some_and(|limits| limits.ca)
            && extension::<KeyUsage>(&certificate).is_some_and(|usage| usage.key_cert_sign());
        if may_issue { Ok(Self { certificate, key }) } else { Err("it may not issue certificates".to_owned()) }
    }

    /// `None` where the certificate is to be treated as untrusted: not issued by the anchor, not for
    /// authentication, not yet valid, or the anchor's own time is over.
    pub fn check(&self, der: &[u8], now: Timestamp) -> Option<Checked> {
        let certificate = parse(der)?;
        self.issued(&certificate)?;
        is_for_authentication(&certificate)?;
        let (own, theirs) = (self.certificate.tbs_certificate(), certificate.tbs_certificate());
        let own_time = span(own.validity().not_before, own.validity().not_after)?;
        let (from, to) = span(theirs.validity().not_before, theirs.validity().not_after)?;
        if now < own_time.0 || now > own_time.1 || now < from {
            return None;
        }
        let person = theirs.subject().common_name().ok()??.value().into_owned();
        Some(Checked { standing: standing(to, now), person, key: key_of(&certificate)? })
    }

    fn issued(&self, certificate: &Certificate) -> Option<()> {
        let tbs = certificate.tbs_certificate();
        let fits = tbs.issuer() == self.certificate.tbs_certificate().subject()
            && tbs.signature().oid == SHA256_WITH_RSA
            && tbs.signature() == certificate.signature_algorithm();
        let signature = Signature::try_from(certificate.signature().as_bytes()?).ok()?;
        let signed = tbs.to_der().ok()?;
        let verified = VerifyingKey::<Sha256>::new(self.key.clone()).verify(&signed, &signature).is_ok();
        (fits && verified).then_some(())
    }
}

/// EKU clientAuth, the authentication policy, a key for signatures, not itself an authority, and no critical
/// extension that nobody here understands.
fn is_for_authentication(certificate: &Certificate) -> Option<()> {
    let understood = [BasicConstraints::OID, KeyUsage::OID, ExtendedKeyUsage::OID, CertificatePolicies::OID];
    let all_understood = certificate
        .tbs_certificate()
        .extensions()?
        .iter()
        .all(|extension| !extension.critical || understood.contains(&extension.extn_id));
    let is_authority = extension::<BasicConstraints>(certificate).is_some_and(|limits| limits.ca);
    let fits = extension::<ExtendedKeyUsage>(certificate)?.0.contains(&CLIENT_AUTH)
        && extension::<KeyUsage>(certificate)?.digital_signature()
        && extension::<CertificatePolicies>(certificate)?
            .0
            .iter()
            .any(|p| p.policy_identifier == AUTHENTICATION_POLICY);
    (all_understood && fits && !is_authority).then_some(())
}

/// Grace lasts until the end of the third month after the month of expiry, in Japan.
fn standing(not_after: Timestamp, now: Timestamp) -> CertificateStanding {
    if now <= not_after {
        return CertificateStanding::Valid;
    }
    let month = in_japan(not_after).date().first_of_month();
    match month.checked_add(GRACE_MONTHS.months()).map(|month| month.last_of_month()) {
        Ok(last) if in_japan(now).date() <= last => CertificateStanding::Grace,
        _ => CertificateStanding::Expired,
    }
}

fn parse(der: &[u8]) -> Option<Certificate> {
    (der.len() <= MAX_CERTIFICATE_BYTES).then(|| Certificate::from_der(der).ok()).flatten()
}

/// An extension that stands there exactly once and is well formed.
fn extension<'a, T: Decode<'a> + AssociatedOid>(certificate: &'a Certificate) -> Option<T> {
    certificate.tbs_certificate().get_extension::<T>().ok()?.map(|(_, extension)| extension)
}

fn key_of(certificate: &Certificate) -> Option<RsaPublicKey> {
    let der = certificate.tbs_certificate().subject_public_key_info().to_der().ok()?;
    RsaPublicKey::from_public_key_der(&der).ok().filter(|key| key.size() >= MIN_KEY_BYTES)
}

fn span(from: Time, to: Time) -> Option<(Timestamp, Timestamp)> {
    let moment = |time: Time| Timestamp::from_second(i64::try_from(time.to_unix_duration().as_secs()).ok()?).ok();
    Some((moment(from)?, moment(to)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::centre::test_bench::{Flaw, TestCa};

    const NOW: &str = "2026-04-01T00:00:00Z";

    fn standing_at(not_after: &str, now: &str) -> CertificateStanding {
        standing(not_after.parse().unwrap(), now.parse().unwrap())
    }

    #[test]
    fn grace_ends_with_the_third_month_after_the_month_of_expiry_in_japan() {
        let ends = "2026-01-10T14:59:59Z"; // the end of 10 January in Japan
        for (now, expected) in [
            ("2026-01-10T14:59:59Z", CertificateStanding::Valid),
            ("2026-01-10T15:00:00Z", CertificateStanding::Grace),
            ("2026-04-30T14:59:59Z", CertificateStanding::Grace),
            ("2026-04-30T15:00:00Z", CertificateStanding::Expired),
        ] {
            assert_eq!(standing_at(ends, now), expected, "{now}");
        }
        // The last second of November in UTC is December in Japan.
        assert_eq!(standing_at("2026-11-30T23:59:59Z", "2027-03-31T14:59:59Z"), CertificateStanding::Grace);
    }

    #[test]
    fn only_an_authentication_certificate_of_the_anchor_is_trusted() {
        let (ours, other) = (TestCa::new(), TestCa::new_with_other_key());
        let folder = tempfile::tempdir().unwrap();
        let anchor = TrustAnchor::read(&ours.write_to(folder.path())).unwrap();
        let now = NOW.parse().unwrap();
        let good = ours.issue("hanako", Flaw::None);
        let checked = anchor.check(&good, now).unwrap();
        assert_eq!((&*checked.person, checked.standing), ("hanako", CertificateStanding::Valid));
        for flaw in [Flaw::NoClientAuth, Flaw::NoPolicy, Flaw::IsAuthority, Flaw::UnknownCritical, Flaw::NotYetValid] {
            assert!(anchor.check(&ours.issue("hanako", flaw), now).is_none(), "{flaw:?}");
        }
        assert!(anchor.check(&other.issue("hanako", Flaw::None), now).is_none(), "another authority of the same name");
        for place in [20, good.len() / 2, good.len() - 1] {
            let mut changed = good.clone();
            changed[place] ^= 1;
            assert!(anchor.check(&changed, now).is_none(), "a changed byte at {place}");
        }
        assert!(anchor.check(&good[..good.len() - 1], now).is_none());
        assert!(anchor.check(&[], now).is_none());
    }

    #[test]
    fn a_persons_certificate_is_no_anchor() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("hanako.der");
        std::fs::write(&path, TestCa::new().issue("hanako", Flaw::None)).unwrap();
        assert_eq!(TrustAnchor::read(&path).err().unwrap(), "it may not issue certificates");
        assert!(TrustAnchor::read(folder.path()).is_err());
    }
}
