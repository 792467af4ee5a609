//! The requests of a visit: open it with the card's certificate, identify the person by the card's signature, register
//! or look for subsidies where the patient wants it, then ask.

use super::answer::Prescription;
use super::consent::{Consent, ConsentAnswer, ConsentGroup};
use serde::{Deserialize, Serialize};
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Length of the centre's nonce in bytes.
pub const NONCE_BYTES: usize = 32;
/// Length of the pass that an identified visit gets, in bytes.
pub const PASS_BYTES: usize = 32;
/// Tells this signature from any other that the same key may ever make.
const CONTEXT: &str = "uketsuke/visit/v1";

/// `POST /v1/visits`: who stands at the kiosk?
#[derive(PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(deny_unknown_fields)]
pub struct OpenVisit {
    /// 医療機関コード, 10 digits.
    pub facility: String,
    /// The kiosk's id of the visit: 32 lower-case hexadecimal digits, random.
    pub visit: String,
    /// The 利用者証明用電子証明書 in DER; base64 on the wire.
    #[serde(with = "base64_bytes")]
    pub certificate: Vec<u8>,
}

/// Answer to [`OpenVisit`].
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitOpened {
    /// [`NONCE_BYTES`] random bytes, good for one query within ten minutes; base64 on the wire.
    #[serde(with = "base64_bytes")]
    pub nonce: Vec<u8>,
    pub certificate: CertificateStanding,
    /// 健康保険証利用登録
    pub registered: bool,
}

/// What the centre holds of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CertificateStanding {
    Valid,
    /// Ended, within three months from the end of the month of expiry: eligibility only, no medical information.
    Grace,
    Expired,
    Revoked,
    /// Not from the centre's certification authority, not for authentication, or of nobody known.
    Untrusted,
}

/// `POST /v1/visits/{visit}/identity`: what the card signed. The same again gets the same answer.
#[derive(PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(deny_unknown_fields)]
pub struct Identify {
    pub facility: String,
    pub visit: String,
    /// The card's signature over [`message_to_sign`]; base64 on the wire.
    #[serde(with = "base64_bytes")]
    pub signature: Vec<u8>,
}

/// Answer to [`Identify`].
#[derive(PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct Identified {
    /// [`PASS_BYTES`] random bytes that open the rest of this visit, for ten minutes; base64 on the wire.
    #[serde(with = "base64_bytes")]
    pub pass: Vec<u8>,
    #[zeroize(skip)]
    pub offer: Offer,
}

/// What the centre has to say before the questions: only what decides which are asked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Offer {
    /// The person has reached the age of 40, from which 特定健診 are made.
    pub from_forty: bool,
    /// 医療扶助: a 医療券 stands for this facility.
    pub ticket: bool,
    /// What this person answered here within the last 24 hours.
    pub standing: Vec<Standing>,
}

/// An answer that still counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    pub group: ConsentGroup,
    pub consent: Consent,
    /// Until when, `yyyyMMddHHmmss`, Japan's time.
    pub until: String,
}

/// `POST /v1/visits/{visit}/registration`: 健康保険証利用の申込み. Repeated until it is through; registers once.
#[derive(PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(deny_unknown_fields)]
pub struct Register {
    pub facility: String,
    pub visit: String,
    #[serde(with = "base64_bytes")]
    pub pass: Vec<u8>,
}

/// Answer to [`Register`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "registration", rename_all = "snake_case")]
pub enum Registration {
    /// The card is an insurance card now.
    Registered,
    /// Under way: ask again after this long.
    Processing { ask_again_millis: u64 },
    /// The insurer has changed and has not finished: it cannot be done today.
    InsurerChanging,
}

/// `POST /v1/visits/{visit}/subsidies`: has this person a 受給者証 of 医療費助成 (PMH)? Asked only for who wants to use it.
#[derive(PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(deny_unknown_fields)]
pub struct FindSubsidies {
    pub facility: String,
    pub visit: String,
    #[serde(with = "base64_bytes")]
    pub pass: Vec<u8>,
}

/// Answer to [`FindSubsidies`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubsidiesFound {
    pub found: bool,
}

/// What the patient chose in a visit.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choices {
    /// The groups that were asked about; a group that is not named counts as not given.
    pub consents: Vec<ConsentAnswer>,
    /// `None` where it was not asked.
    pub prescription: Option<Prescription>,
    /// `None` where it was not asked.
    pub subsidies: Option<SubsidyUse>,
}

impl Choices {
    /// Whether the patient said yes to this group.
    pub fn gives(&self, group: ConsentGroup) -> bool {
        self.consents.iter().any(|answer| answer.group == group && answer.consent == Consent::Yes)
    }
}

/// Whether the 受給者証 of 医療費助成 are used in this visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubsidyUse {
    Use,
    Leave,
}

/// `POST /v1/visits/{visit}/query`, with the visit id as `Idempotency-Key`.
#[derive(PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(deny_unknown_fields)]
pub struct Query {
    pub visit: String,
    pub facility: String,
    #[serde(with = "base64_bytes")]
    pub pass: Vec<u8>,
    #[zeroize(skip)]
    pub choices: Choices,
}

/// Shows which visit, and nothing of the person.
macro_rules! show_the_visit_only {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).field("visit", &self.visit).finish_non_exhaustive()
            }
        }
    )*};
}
show_the_visit_only!(OpenVisit, Identify, Register, FindSubsidies, Query);

impl fmt::Debug for Identified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identified").field("offer", &self.offer).finish_non_exhaustive()
    }
}

/// What the card signs: PKCS#1 v1.5 over SHA-256 of these bytes, hashed by the kiosk itself, never a digest that the
/// centre sent. Each part is preceded by its length (32 bits, big-endian), so that no two visits share a message.
pub fn message_to_sign(facility: &str, visit: &str, nonce: &[u8]) -> Vec<u8> {
    let mut message = Vec::new();
    for part in [CONTEXT.as_bytes(), facility.as_bytes(), visit.as_bytes(), nonce] {
        // Every part is bounded far below 4 GiB by the limits on requests and answers.
        message.extend_from_slice(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
        message.extend_from_slice(part);
    }
    message
}

/// Whether this is the form of a visit id: 32 lower-case hexadecimal digits.
pub fn is_visit_id(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Whether this is the form of a 医療機関コード: 10 digits.
pub fn is_facility_code(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Bytes as base64 text.
mod base64_bytes {
    use base64ct::{Base64, Encoding};
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use zeroize::Zeroizing;

    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&Zeroizing::new(Base64::encode_string(bytes)))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        Base64::decode_vec(&text).map_err(|_| D::Error::custom("not base64"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_visits_share_a_message() {
        assert_eq!(
            message_to_sign("12", "a", &[7]),
            b"\0\0\0\x11uketsuke/visit/v1\0\0\0\x0212\0\0\0\x01a\0\0\0\x01\x07"
        );
        assert_ne!(message_to_sign("12", "a", &[7]), message_to_sign("1", "2a", &[7]));
    }

    #[test]
    fn the_wire_is_base64_and_debug_shows_neither_certificate_nor_signature() {
        let open = OpenVisit { facility: "1312345678".into(), visit: "ab".repeat(16), certificate: vec![0xff; 3] };
        let json = serde_json::to_string(&open).unwrap();
        assert!(json.contains(r#""certificate":"////""#), "{json}");
        assert_eq!(serde_json::from_str::<OpenVisit>(&json).unwrap(), open);
        assert_eq!(format!("{open:?}"), format!("OpenVisit {{ visit: {:?}, .. }}", open.visit));
        assert!(serde_json::from_str::<OpenVisit>(&json.replace("////", "???")).is_err());
    }

    #[test]
    fn ids_have_one_form() {
        assert!(is_visit_id(&"0f".repeat(16)));
        for bad in ["", "0F", &"0F".repeat(16), &"0f".repeat(17), "../../../../../../../../../../ab"] {
            assert!(!is_visit_id(bad), "{bad}");
        }
        assert!(is_facility_code("1312345678") && !is_facility_code("131234567") && !is_facility_code("131234567x"));
    }
}
