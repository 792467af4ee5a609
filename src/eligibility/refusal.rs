//! Why a centre that understood a request says no.

use serde::{Deserialize, Serialize};

/// The reasons, as they stand on the wire (snake case). The messages are for whoever looks after the kiosk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    #[error("the request has not the form that the centre expects: kiosk and centre are of different versions")]
    Malformed,
    #[error("the centre does not know this visit: let the patient place the card again")]
    UnknownVisit,
    #[error("the visit was opened more than ten minutes ago: let the patient place the card again")]
    NonceExpired,
    #[error("this visit's nonce was used before: let the patient place the card again")]
    NonceSpent,
    #[error("the card's signature is wrong: let the patient place the card again; if it stays, the card is faulty")]
    Signature,
    #[error("the card's certificate is expired: the patient renews it at the municipality")]
    CertificateExpired,
    #[error("the card's certificate is revoked: the patient asks at the municipality")]
    CertificateRevoked,
    #[error("the card's certificate is not from the centre's certification authority")]
    CertificateUntrusted,
    #[error("the card is not registered for use as an insurance card (健康保険証利用登録)")]
    NotRegistered,
    #[error("nobody was identified in this visit, or more than ten minutes ago: let the patient place the card again")]
    NotIdentified,
    #[error(
        "the centre is closed for maintenance: look at its notices, and confirm eligibility by another way meanwhile"
    )]
    Maintenance,
    #[error("this visit was asked before with other contents: let the patient place the card again")]
    Conflict,
}

/// Body of every refusal (status 400, 403, 404 or 409).
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusalBody {
    pub refused: Refusal,
}
