//! Command APDUs and the status words the card answers with (ISO/IEC 7816-3 and -4).

/// SW1-SW2, big-endian.
pub(super) type Status = u16;

pub(super) const OK: Status = 0x9000;
/// `63Cx`: wrong, x tries left; also the answer to asking for the tries left.
pub(super) const TRIES_LEFT: Status = 0x63C0;
pub(super) const MEMORY_FAILURE: Status = 0x6581;
pub(super) const WRONG_LENGTH: Status = 0x6700;
pub(super) const NO_CHANNELS: Status = 0x6881;
pub(super) const NO_SECURE_MESSAGING: Status = 0x6882;
pub(super) const WRONG_KIND_OF_FILE: Status = 0x6981;
pub(super) const NOT_ALLOWED: Status = 0x6982;
pub(super) const BLOCKED: Status = 0x6984;
pub(super) const NO_CURRENT_FILE: Status = 0x6986;
pub(super) const NO_FILE: Status = 0x6A82;
pub(super) const WRONG_PARAMETERS: Status = 0x6A86;
pub(super) const PAST_THE_END: Status = 0x6B00;
pub(super) const NO_INSTRUCTION: Status = 0x6D00;
pub(super) const NO_CLASS: Status = 0x6E00;
pub(super) const FAILURE: Status = 0x6F00;

/// A command APDU in any of the four cases, short or extended.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Command<'a> {
    pub cla: u8,
    pub ins: u8,
    pub p1: u8,
    pub p2: u8,
    pub data: &'a [u8],
    /// How many bytes are expected at most; a coded 0 is 256, or 65,536 in the extended form.
    pub le: Option<usize>,
}

impl<'a> Command<'a> {
    /// Splits a command, or says 6700.
    pub(super) fn parse(apdu: &'a [u8]) -> Result<Self, Status> {
        let [cla, ins, p1, p2, body @ ..] = apdu else { return Err(WRONG_LENGTH) };
        let (data, le) = match body {
            [] => (&[][..], None),
            [le] => (&[][..], Some(short_le(*le))),
            [0, high, low] => (&[][..], Some(extended_le(*high, *low))),
            [0, high, low, rest @ ..] => {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                let (data, le) = rest.split_at_checked(length).ok_or(WRONG_LENGTH)?;
                match le {
                    _ if data.is_empty() => return Err(WRONG_LENGTH),
                    [] => (data, None),
                    [high, low] => (data, Some(extended_le(*high, *low))),
                    _ => return Err(WRONG_LENGTH),
                }
            }
            [length, rest @ ..] => {
                let (data, le) = rest.split_at_checked(usize::from(*length)).ok_or(WRONG_LENGTH)?;
                match le {
                    _ if data.is_empty() => return Err(WRONG_LENGTH),
                    [] => (data, None),
                    [le] => (data, Some(short_le(*le))),
                    _ => return Err(WRONG_LENGTH),
                }
            }
        };
        Ok(Self { cla: *cla, ins: *ins, p1: *p1, p2: *p2, data, le })
    }
}

/// Whether the command uses the extended length form: its fifth byte is 0 and more follow.
pub(super) fn is_extended(apdu: &[u8]) -> bool {
    apdu.len() > 5 && apdu[4] == 0
}

fn short_le(le: u8) -> usize {
    if le == 0 { 256 } else { usize::from(le) }
}

fn extended_le(high: u8, low: u8) -> usize {
    match u16::from_be_bytes([high, low]) {
        0 => 65_536,
        le => usize::from(le),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(apdu: &[u8]) -> Result<(usize, Option<usize>), Status> {
        Command::parse(apdu).map(|command| (command.data.len(), command.le))
    }

    #[test]
    fn all_cases_are_told_apart() {
        assert_eq!(parts(&[0, 0x20, 0, 0x80]), Ok((0, None)));
        assert_eq!(parts(&[0, 0xB0, 0, 0, 0]), Ok((0, Some(256))));
        assert_eq!(parts(&[0, 0xB0, 0x8A, 0, 0, 0, 0]), Ok((0, Some(65_536))));
        assert_eq!(parts(&[0, 0x20, 0, 0x80, 2, 1, 2]), Ok((2, None)));
        assert_eq!(parts(&[0x80, 0x2A, 0, 0x80, 2, 1, 2, 0]), Ok((2, Some(256))));
        assert_eq!(parts(&[0x80, 0x2A, 0, 0x80, 0, 0, 2, 1, 2]), Ok((2, None)));
        assert_eq!(parts(&[0x80, 0x2A, 0, 0x80, 0, 0, 2, 1, 2, 1, 0]), Ok((2, Some(256))));
    }

    #[test]
    fn lengths_that_do_not_fit_are_6700() {
        for apdu in [
            &[0u8, 0x20][..],
            &[0, 0x20, 0, 0x80, 5, 1],
            &[0, 0x20, 0, 0x80, 1, 1, 0, 0],
            &[0, 0x20, 0, 0x80, 0, 0xFF, 0xFF, 1],
        ] {
            assert_eq!(parts(apdu), Err(WRONG_LENGTH), "{apdu:02X?}");
        }
    }
}
