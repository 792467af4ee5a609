//! Reads dlib's own serialisation: numbers, tensors and names in a byte stream without an index. Strict: every byte is
//! accounted for, every count is bounded before memory is taken for it, and an error names the place in the file.

use std::fmt;

/// No tensor of the files that we know has more numbers (the whole face network has 5.6 million).
const MAX_NUMBERS: usize = 8_000_000;
/// No name is longer.
const MAX_NAME: usize = 64;

/// Why a `.dat` file is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("byte {at}: {what}; the file is damaged or of another version: fetch it anew with `uketsuke models install`")]
pub struct DatError {
    pub at: usize,
    pub what: String,
}

/// A place in a `.dat` file.
pub struct Dat<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Dat<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub fn error(&self, what: impl fmt::Display) -> DatError {
        DatError { at: self.at, what: what.to_string() }
    }

    /// The whole file was read.
    pub fn end(&self) -> Result<(), DatError> {
        match self.bytes.len() - self.at {
            0 => Ok(()),
            left => Err(self.error(format_args!("{left} bytes are left over"))),
        }
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], DatError> {
        let end = self.at.checked_add(count).filter(|end| *end <= self.bytes.len());
        let end = end.ok_or_else(|| self.error("the file ends too early"))?;
        let taken = &self.bytes[self.at..end];
        self.at = end;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, DatError> {
        Ok(self.take(1)?[0])
    }

    /// A control byte (bit 7: negative; low nibble: how many bytes follow), then the magnitude, little-endian.
    pub fn int(&mut self) -> Result<i64, DatError> {
        let control = self.byte()?;
        let length = usize::from(control & 0x0F);
        if control & 0x70 != 0 || !(1..=8).contains(&length) {
            return Err(self.error(format_args!("{control:#04x} begins no whole number")));
        }
        let magnitude = self.take(length)?.iter().rev().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        let magnitude = i64::try_from(magnitude).map_err(|_| self.error("a whole number is too large"))?;
        Ok(if control & 0x80 == 0 { magnitude } else { -magnitude })
    }

    /// A count or a size: whole, not negative, at most `most`.
    pub fn count(&mut self, most: usize) -> Result<usize, DatError> {
        let value = self.int()?;
        usize::try_from(value)
            .ok()
            .filter(|value| *value <= most)
            .ok_or_else(|| self.error(format_args!("{value} where at most {most} was expected")))
    }

    /// This very number, for versions and fixed sizes.
    pub fn expect(&mut self, wanted: i64) -> Result<(), DatError> {
        match self.int()? {
            value if value == wanted => Ok(()),
            value => Err(self.error(format_args!("{value} where {wanted} was expected"))),
        }
    }

    /// A mantissa and an exponent of two. Infinity and "not a number" are refused: no weight is one.
    pub fn float(&mut self) -> Result<f64, DatError> {
        let (mantissa, exponent) = (self.int()?, self.int()?);
        if !(-1100..=1100).contains(&exponent) {
            return Err(self.error("a number that is none"));
        }
        Ok(mantissa as f64 * (exponent as f64).exp2())
    }

    pub fn floats(&mut self, count: usize) -> Result<Vec<f64>, DatError> {
        (0..count).map(|_| self.float()).collect()
    }

    /// Three flags, as every layer has behind its record.
    pub fn flag(&mut self) -> Result<bool, DatError> {
        match self.byte()? {
            b'0' => Ok(false),
            b'1' => Ok(true),
            other => Err(self.error(format_args!("{other:#04x} is no flag"))),
        }
    }

    pub fn name(&mut self) -> Result<String, DatError> {
        let length = self.count(MAX_NAME)?;
        self.name_of(length)
    }

    /// A name whose length was read already.
    pub fn name_of(&mut self, length: usize) -> Result<String, DatError> {
        let text = std::str::from_utf8(self.take(length)?).map(str::to_owned);
        text.map_err(|_| self.error("a name that is no text"))
    }

    /// Version, four sizes, numbers of 32 bits.
    pub fn tensor(&mut self) -> Result<Vec<f32>, DatError> {
        self.expect(2)?;
        let mut numbers = 1_usize;
        for _ in 0..4 {
            let size = self.count(MAX_NUMBERS)?;
            numbers = numbers.saturating_mul(size);
        }
        if numbers > MAX_NUMBERS {
            return Err(self.error(format_args!("a tensor of {numbers} numbers")));
        }
        let bytes = self.take(numbers * 4)?;
        Ok(bytes.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four)).collect())
    }

    /// Where within a tensor a layer keeps its parts; follows from the sizes, so it is only checked to be there.
    pub fn alias(&mut self) -> Result<(), DatError> {
        self.expect(1)?;
        for _ in 0..4 {
            self.count(MAX_NUMBERS)?;
        }
        Ok(())
    }

    /// Rows and columns (their signs mean nothing), then the numbers row by row.
    pub fn matrix(&mut self, most: usize) -> Result<Vec<f32>, DatError> {
        let (rows, columns) = (self.int()?.unsigned_abs(), self.int()?.unsigned_abs());
        let numbers = rows.checked_mul(columns).and_then(|numbers| usize::try_from(numbers).ok());
        let numbers = numbers.filter(|numbers| *numbers <= most);
        let numbers = numbers.ok_or_else(|| self.error(format_args!("a matrix of {rows} by {columns}")))?;
        Ok(self.floats(numbers)?.into_iter().map(|number| number as f32).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_dlib_writes_them() {
        let mut dat = Dat::new(&[0x01, 0x05, 0x81, 0x04, 0x02, 0x34, 0x12, 0x01, 0x03, 0x81, 0x01]);
        assert_eq!((dat.int(), dat.int(), dat.int()), (Ok(5), Ok(-4), Ok(0x1234)));
        assert_eq!(dat.float(), Ok(1.5));
        assert_eq!(dat.end(), Ok(()));
    }

    #[test]
    fn rubbish_is_refused_with_its_place() {
        assert!(Dat::new(&[0x09]).int().is_err());
        assert!(Dat::new(&[0x02, 0x01]).int().is_err());
        assert!(Dat::new(&[0x01, 0x01, 0x02, 0xFF, 0x7F]).float().is_err());
        assert!(Dat::new(b"x").flag().is_err());
        let huge = [0x01, 2, 0x04, 0xFF, 0xFF, 0xFF, 0x7F];
        assert_eq!(Dat::new(&huge).tensor().unwrap_err().at, 7);
        assert!(Dat::new(&[0]).end().is_err());
    }
}
