//! A centre for tests, and certificates with and without flaws. The keys are made once a test run.

use super::{CentreHandle, CentreOptions, spawn};
use crate::devices::centre::{Centre, HttpCentre, Limits};
use crate::eligibility::consent::{Consent, ConsentAnswer, ConsentGroup};
use crate::eligibility::{Choices, Identify, OpenVisit, Query, message_to_sign};
use jiff::Timestamp;
use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyIdMethod,
    KeyUsagePurpose, PKCS_RSA_SHA256, PublicKeyData, SignatureAlgorithm, SigningKey, date_time_ymd,
};
use rsa::pkcs1::EncodeRsaPublicKey;
use rsa::pkcs1v15;
use rsa::sha2::Sha256;
use rsa::signature::{SignatureEncoding, Signer};
use rsa::{RsaPrivateKey, RsaPublicKey};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

static KEYS: LazyLock<[TestKey; 3]> = LazyLock::new(|| [TestKey::new(), TestKey::new(), TestKey::new()]);
/// Every test card's certificate ends then, unless it says otherwise.
pub const ENDS: &str = "2028-05-10T14:59:59Z";

/// What is wrong with a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    None,
    NoClientAuth,
    NoPolicy,
    IsAuthority,
    UnknownCritical,
    NotYetValid,
}

struct TestKey {
    private: pkcs1v15::SigningKey<Sha256>,
    public_der: Vec<u8>,
}

impl TestKey {
    fn new() -> Self {
        let key = RsaPrivateKey::new(&mut rand::thread_rng(), 2048).unwrap();
        let public_der = RsaPublicKey::from(&key).to_pkcs1_der().unwrap().into_vec();
        Self { private: pkcs1v15::SigningKey::new(key), public_der }
    }
}

impl PublicKeyData for TestKey {
    fn der_bytes(&self) -> &[u8] {
        &self.public_der
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_RSA_SHA256
    }
}

impl SigningKey for TestKey {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        Ok(self.private.sign(message).to_vec())
    }
}

/// The signature of every test card: they share one key.
pub fn card_signature(message: &[u8]) -> Vec<u8> {
    KEYS[2].private.sign(message).to_vec()
}

/// A certification authority.
pub struct TestCa {
    key: &'static TestKey,
    params: CertificateParams,
}

impl TestCa {
    pub fn new() -> Self {
        Self::with(&KEYS[0])
    }

    /// Of the same name, so that only the signature tells it apart.
    pub fn new_with_other_key() -> Self {
        Self::with(&KEYS[1])
    }

    fn with(key: &'static TestKey) -> Self {
        let mut params = named("Test CA", "2035-01-01T00:00:00Z");
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        Self { key, params }
    }

    /// Writes the CA's certificate and returns its path.
    pub fn write_to(&self, folder: &Path) -> PathBuf {
        let path = folder.join("ca.der");
        std::fs::write(&path, self.params.self_signed(self.key).unwrap().der()).unwrap();
        path
    }

    pub fn issue(&self, person: &str, flaw: Flaw) -> Vec<u8> {
        self.issue_until(person, ENDS, flaw)
    }

    /// A card's certificate that ends at `not_after`.
    pub fn issue_until(&self, person: &str, not_after: &str, flaw: Flaw) -> Vec<u8> {
        let mut params = named(person, not_after);
        if flaw == Flaw::NotYetValid {
            params.not_before = date_time_ymd(2028, 1, 1);
        }
        params.is_ca =
            if flaw == Flaw::IsAuthority { IsCa::Ca(BasicConstraints::Unconstrained) } else { IsCa::ExplicitNoCa };
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        let purpose = ExtendedKeyUsagePurpose::ClientAuth;
        let other = ExtendedKeyUsagePurpose::EmailProtection;
        params.extended_key_usages = vec![if flaw == Flaw::NoClientAuth { other } else { purpose }];
        if flaw != Flaw::NoPolicy {
            // SEQUENCE { SEQUENCE { OBJECT IDENTIFIER 1.2.392.200149.8.5.1.0.30 } }
            let oid = [0x2A, 0x83, 0x08, 0x8C, 0x9B, 0x55, 8, 5, 1, 0, 30];
            let policies = [&[0x30, 15, 0x30, 13, 0x06, 11][..], &oid].concat();
            params.custom_extensions.push(CustomExtension::from_oid_content(&[2, 5, 29, 32], policies));
        }
        if flaw == Flaw::UnknownCritical {
            let mut unknown = CustomExtension::from_oid_content(&[1, 3, 6, 1, 4, 1, 99999], vec![5, 0]);
            unknown.set_criticality(true);
            params.custom_extensions.push(unknown);
        }
        params.signed_by(&KEYS[2], &Issuer::from_params(&self.params, self.key)).unwrap().der().to_vec()
    }
}

fn named(common_name: &str, not_after: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    // rcgen makes these two by itself only with its own cryptography.
    params.serial_number = Some(1.into());
    params.key_identifier_method = KeyIdMethod::PreSpecified(vec![1; 20]);
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, common_name);
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(1970, 1, 1) + since_1970(not_after);
    params
}

fn since_1970(moment: &str) -> Duration {
    let moment: Timestamp = moment.parse().unwrap();
    Duration::from_secs(moment.as_second().try_into().unwrap())
}

/// A running centre, with a clock that stands still until it is set.
pub struct Bench {
    pub centre: CentreHandle,
    pub ca: TestCa,
    pub folder: tempfile::TempDir,
    seconds: Arc<AtomicI64>,
}

/// Start of the test clock: 1 April 2026, 9:00 in Japan.
pub const START: &str = "2026-04-01T00:00:00Z";
pub const FACILITY: &str = "1312345678";

impl Bench {
    pub fn new() -> Self {
        let (folder, ca, seconds) = (tempfile::tempdir().unwrap(), TestCa::new(), Arc::new(AtomicI64::new(0)));
        ca.write_to(folder.path());
        let centre = spawn(Self::options(folder.path(), &seconds)).unwrap();
        let bench = Self { centre, ca, folder, seconds };
        bench.set_clock(START);
        bench
    }

    fn options(folder: &Path, seconds: &Arc<AtomicI64>) -> CentreOptions {
        let seconds = Arc::clone(seconds);
        CentreOptions {
            listen: ([127, 0, 0, 1], 0).into(),
            data: folder.join("centre.sqlite"),
            trust: folder.join("ca.der"),
            clock: Arc::new(move || Timestamp::from_second(seconds.load(Ordering::SeqCst)).unwrap()),
            people: crate::practice::persons::persons().to_vec(),
        }
    }

    /// Stops the centre and starts it on the same database.
    pub fn restart(self) -> Self {
        let Self { centre, ca, folder, seconds } = self;
        drop(centre);
        let centre = spawn(Self::options(folder.path(), &seconds)).unwrap();
        Self { centre, ca, folder, seconds }
    }

    pub fn set_clock(&self, moment: &str) {
        self.seconds.store(moment.parse::<Timestamp>().unwrap().as_second(), Ordering::SeqCst);
    }

    pub fn client(&self) -> HttpCentre {
        HttpCentre::new(&self.centre.base_url(), Limits::default()).unwrap()
    }

    pub fn open_request(&self, visit: u32, person: &str) -> OpenVisit {
        OpenVisit {
            facility: FACILITY.to_owned(),
            visit: format!("{visit:032x}"),
            certificate: self.ca.issue(person, Flaw::None),
        }
    }

    /// Opens a visit and signs.
    pub fn signed(&self, visit: u32, person: &str) -> Identify {
        let request = self.open_request(visit, person);
        let opened = self.client().open_visit(&request).unwrap();
        let signature = card_signature(&message_to_sign(&request.facility, &request.visit, &opened.nonce));
        Identify { facility: request.facility.clone(), visit: request.visit.clone(), signature }
    }

    /// Opens a visit, identifies, and makes the query that goes with it.
    pub fn signed_query(&self, visit: u32, person: &str, consents: &[(ConsentGroup, bool)]) -> Query {
        let request = self.signed(visit, person);
        let pass = self.client().identify(&request).unwrap().pass.clone();
        let answer = |&(group, given)| ConsentAnswer { group, consent: Consent::given(given) };
        let choices = Choices { consents: consents.iter().map(answer).collect(), ..Choices::default() };
        Query { visit: request.visit.clone(), facility: request.facility.clone(), pass, choices }
    }

    pub fn order_fault(&self, order: &str) {
        let url = format!("{}/admin/faults", self.centre.base_url());
        ureq::post(url).content_type("application/json").send(order).unwrap();
    }

    /// Who was registered by an application.
    pub fn registered(&self) -> Vec<String> {
        let url = format!("{}/admin/registered", self.centre.base_url());
        ureq::get(url).call().unwrap().body_mut().read_json().unwrap()
    }

    /// `group flag` of every recorded consent.
    pub fn recorded(&self) -> Vec<String> {
        let url = format!("{}/admin/consents", self.centre.base_url());
        let list: serde_json::Value = ureq::get(url).call().unwrap().body_mut().read_json().unwrap();
        let rows = list["consents"].as_array().unwrap();
        assert_eq!(list["count"], rows.len());
        rows.iter().map(|row| format!("{} {}", row["group"].as_str().unwrap(), row["flag"])).collect()
    }
}
