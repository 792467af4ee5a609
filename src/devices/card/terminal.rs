//! Signing without a PIN. The field's certified readers do it by 特定機関認証: the card accepts a terminal whose key the
//! state has certified. That key is not to be had, so a real kiosk has none and says so. Behind this trait stands the
//! practice terminal's own key, which only cards of the practice CA accept.
//!
//! Known in public of the exchange: the JPKI application's command `80 A2` takes a card-verifiable certificate, checks
//! it against the key in EF 0016 and keeps the key that it certifies (crate `myna-card`, `CardVerifiableCertificate`).
//! What its P1 and P2 mean, and how the terminal then proves that it has the private key, is not published. Ours:
//! P1-P2 name EF 0016, then GET CHALLENGE and EXTERNAL AUTHENTICATE of ISO/IEC 7816-4.

use std::fmt;

/// A terminal's key and the certificate that cards check it by.
pub trait TerminalKey: fmt::Debug + Send + Sync {
    /// Contents of the template 7F21: body 5F4E and signature 5F37.
    fn certificate(&self) -> &[u8];

    /// RSA-2048, PKCS#1 v1.5 over SHA-256 of the card's challenge; `None` where the key cannot be used.
    fn answer(&self, challenge: &[u8]) -> Option<Vec<u8>>;
}
