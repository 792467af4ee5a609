//! Data that must not outlive its step: each type wipes itself, shows nothing in `Debug`, and is not `Clone`.

use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Number of digits of the PIN of the 利用者証明用電子証明書.
pub const PIN_DIGITS: usize = 4;
/// Number of digits of 照合番号B: birth date 6, expiry year 4, security code 4.
pub const CARD_FACE_CODE_DIGITS: usize = 14;

/// Ends with a fixed text: neither the value nor its length reaches a log.
macro_rules! hide_in_debug {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(hidden)"))
            }
        }
    )*};
}
hide_in_debug!(Digit, PinEntry, Pin, CardFaceCode, CardPhoto, CertificateDer, Signature);

/// One digit that a person touched, 0-9. Secret, because four of them are the PIN.
#[derive(PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Digit(u8);

impl Digit {
    /// `None` for anything above 9.
    pub fn new(value: u8) -> Option<Self> {
        (value <= 9).then_some(Self(value))
    }
}

/// The PIN while it is being typed: 0 to 4 digits.
#[derive(Default, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct PinEntry {
    digits: [u8; PIN_DIGITS],
    len: usize,
}

impl PinEntry {
    /// A fifth digit is ignored: a double strike must not change what was typed.
    pub fn push(&mut self, digit: &Digit) {
        if let Some(place) = self.digits.get_mut(self.len) {
            *place = b'0' + digit.0;
            self.len += 1;
        }
    }

    /// Takes the last digit away.
    pub fn erase(&mut self) {
        self.len = self.len.saturating_sub(1);
        self.digits[self.len] = 0;
    }

    /// How many dots to show.
    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The whole PIN, once; the entry is empty afterwards. `None` while digits are missing.
    pub fn take(&mut self) -> Option<Pin> {
        if self.len < PIN_DIGITS {
            return None;
        }
        let pin = Pin(self.digits);
        self.zeroize();
        Some(pin)
    }
}

/// A complete PIN, as ASCII digits. Whoever holds it may send it to the card once.
#[derive(PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Pin([u8; PIN_DIGITS]);

impl Pin {
    /// From four ASCII digits.
    pub fn new(ascii: &str) -> Option<Self> {
        let digits: [u8; PIN_DIGITS] = ascii.as_bytes().try_into().ok()?;
        digits.iter().all(u8::is_ascii_digit).then_some(Self(digits))
    }

    /// The ASCII digits, for VERIFY only.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

/// The facility's passcode, typed by staff. A type of its own, so that it can never be sent to a card.
#[derive(Debug)]
pub struct Passcode(Pin);

impl From<Pin> for Passcode {
    fn from(typed: Pin) -> Self {
        Self(typed)
    }
}

impl Passcode {
    /// The ASCII digits, to be compared with the facility's.
    pub fn expose(&self) -> &[u8] {
        self.0.expose()
    }
}

/// 照合番号B, 14 ASCII digits printed on the card's face. It has ten tries of its own.
#[derive(PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct CardFaceCode([u8; CARD_FACE_CODE_DIGITS]);

impl CardFaceCode {
    /// From fourteen ASCII digits.
    pub fn new(ascii: &str) -> Option<Self> {
        let digits: [u8; CARD_FACE_CODE_DIGITS] = ascii.as_bytes().try_into().ok()?;
        digits.iter().all(u8::is_ascii_digit).then_some(Self(digits))
    }

    /// The ASCII digits, for VERIFY only.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

/// The photo on the chip as a JPEG 2000 file, grey.
#[derive(PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct CardPhoto(Vec<u8>);

impl CardPhoto {
    pub fn new(jpeg2000: Vec<u8>) -> Self {
        Self(jpeg2000)
    }

    /// The bytes of the JPEG 2000 file.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

/// The 利用者証明用電子証明書 in DER. It names nobody, but it identifies one person everywhere.
#[derive(PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct CertificateDer(Vec<u8>);

impl CertificateDer {
    pub fn new(der: Vec<u8>) -> Self {
        Self(der)
    }

    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

/// What the card signed: PKCS#1 v1.5 over SHA-256, 256 bytes for RSA-2048.
#[derive(PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Signature(Vec<u8>);

impl Signature {
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

/// Tells one certificate from another: SHA-256 over its DER. Lives only within a visit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct CertificatePrint(pub [u8; 32]);

impl fmt::Debug for CertificatePrint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CertificatePrint(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(digits: &[u8]) -> PinEntry {
        let mut entry = PinEntry::default();
        for digit in digits {
            entry.push(&Digit::new(*digit).unwrap());
        }
        entry
    }

    #[test]
    fn a_pin_comes_out_once_and_only_whole() {
        assert!(typed(&[1, 2, 3]).take().is_none());
        let mut entry = typed(&[1, 2, 3, 4, 5]);
        assert_eq!(entry.take().unwrap().expose(), b"1234");
        assert!(entry.take().is_none());
        assert!(entry.is_empty());
    }

    #[test]
    fn erasing_stops_at_nothing() {
        let mut entry = typed(&[1]);
        entry.erase();
        entry.erase();
        assert_eq!(entry.len(), 0);
    }

    #[test]
    fn nothing_secret_is_shown() {
        assert_eq!(format!("{:?}", typed(&[1, 2, 3, 4])), "PinEntry(hidden)");
        assert_eq!(format!("{:?}", Pin::new("1234")), "Some(Pin(hidden))");
    }
}
