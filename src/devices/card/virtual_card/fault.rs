//! What may go wrong with an APDU, for rehearsing and testing: injected between the card and the line.

use std::str::FromStr;
use std::time::Duration;

use thiserror::Error;

use super::apdu;

/// A fault of the card. Numbers count the APDUs since the card was placed, from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fault {
    /// The card works.
    #[default]
    None,
    /// The card is pulled while it works on this APDU: it has acted, the answer is lost.
    PullAt(u32),
    /// The line breaks in the middle of this answer: its length was told, half of it came.
    PartialAt(u32),
    /// The second half of the answer is lost; of a mere status word one byte is left.
    TruncateAt(u32),
    /// The answer is longer than asked for, and begins with a BER length of 2⁶³.
    OverlongAt(u32),
    /// From this APDU on every answer ends with 6110: more data is there, for ever.
    Endless61At(u32),
    /// The data is noise; an answer without data gets an unheard-of status word.
    GarbageAt(u32),
    /// From this APDU on there is no answer, though the card stays.
    MuteAt(u32),
    /// The answer is 6C10: the command should be sent again with that length.
    WrongLengthAt(u32),
    /// APDUs of extended length are refused with 6700, as older readers and cards do.
    NoExtended,
    /// Every answer takes so many milliseconds, and every byte its time at so many kbit/s (0: none), as over the air.
    Slow { ms: u32, kbit_s: u32 },
}

/// Bits that the air takes for a byte: ten of Type B (ISO/IEC 14443-3), and what blocks of 256 bytes and their
/// acknowledgements add. A visit of 15,216 bytes at 424 kbit/s then takes 431 ms; calculated from the standard it is 440.
const BITS_A_BYTE: u64 = 12;

/// What goes out for one APDU.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reply {
    Answer(Vec<u8>),
    /// This much of it, then the line breaks.
    Broken(Vec<u8>),
    Silence,
    /// The card is no longer there.
    Gone,
}

impl Fault {
    /// How long an APDU and its answer take, `bytes` together.
    pub(super) fn delay(self, bytes: usize) -> Duration {
        let Self::Slow { ms, kbit_s } = self else { return Duration::ZERO };
        let air = (bytes as u64 * BITS_A_BYTE * 1_000_000).checked_div(kbit_s.into()).unwrap_or(0);
        Duration::from_millis(ms.into()) + Duration::from_nanos(air)
    }

    /// Passes APDU number `number` through the fault; `answer` is the card's own answer, empty for none.
    pub(super) fn apply(self, number: u32, apdu: &[u8], answer: impl FnOnce(&[u8]) -> Vec<u8>) -> Reply {
        match self {
            Self::MuteAt(from) if number >= from => return Reply::Silence,
            Self::Endless61At(from) if number >= from => {
                return Reply::Answer([vec![0; 16], vec![0x61, 0x10]].concat());
            }
            Self::WrongLengthAt(at) if number == at => return Reply::Answer(vec![0x6C, 0x10]),
            Self::NoExtended if apdu::is_extended(apdu) => {
                return Reply::Answer(apdu::WRONG_LENGTH.to_be_bytes().to_vec());
            }
            _ => {}
        }
        let mut answer = answer(apdu);
        match self {
            _ if answer.is_empty() => return Reply::Silence,
            Self::PullAt(at) if number == at => return Reply::Gone,
            Self::PartialAt(at) if number == at => return Reply::Broken(answer),
            Self::TruncateAt(at) if number == at => answer.truncate(answer.len() / 2),
            Self::OverlongAt(at) if number == at => answer = overlong(apdu),
            Self::GarbageAt(at) if number == at => garble(&mut answer),
            _ => {}
        }
        Reply::Answer(answer)
    }
}

fn overlong(apdu: &[u8]) -> Vec<u8> {
    // A short APDU asks for 256 bytes at most; an extended one must fit vpcd's 16-bit length.
    let asked = if apdu::is_extended(apdu) { 65_000 } else { 256 };
    let mut answer = vec![0x30, 0x88, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
    answer.resize(asked + 64, 0);
    answer.extend(apdu::OK.to_be_bytes());
    answer
}

fn garble(answer: &mut [u8]) {
    let data = answer.len() - 2;
    if data == 0 {
        answer.copy_from_slice(&[0xDE, 0xAD]);
    }
    let mut noise = 0x9E37_79B9_u32;
    for byte in &mut answer[..data] {
        noise ^= noise << 13;
        noise ^= noise >> 17;
        noise ^= noise << 5;
        *byte = noise as u8;
    }
}

/// A fault that nobody knows.
#[derive(Debug, Error)]
#[error(
    "unknown fault {0:?}: say none, no-extended, slow with milliseconds and kbit/s, or pull-at, partial-at, \
     truncate-at, overlong-at, endless-61-at, garbage-at, mute-at, wrong-length-at with the number of the APDU (from 1)"
)]
pub struct FaultSyntax(String);

impl FromStr for Fault {
    type Err = FaultSyntax;

    fn from_str(text: &str) -> Result<Self, FaultSyntax> {
        let unknown = || FaultSyntax(text.to_owned());
        let mut words = text.split_whitespace();
        let name = words.next().ok_or_else(unknown)?;
        let number = words.next().map(|word| word.parse().ok().filter(|number| *number > 0).ok_or_else(unknown));
        let number: Option<u32> = number.transpose()?;
        match (name, number, words.next()) {
            ("slow", Some(ms), Some(kbit_s)) if words.next().is_none() => {
                Ok(Self::Slow { ms, kbit_s: kbit_s.parse().map_err(|_| unknown())? })
            }
            ("none", None, None) => Ok(Self::None),
            ("no-extended", None, None) => Ok(Self::NoExtended),
            ("pull-at", Some(number), None) => Ok(Self::PullAt(number)),
            ("partial-at", Some(number), None) => Ok(Self::PartialAt(number)),
            ("truncate-at", Some(number), None) => Ok(Self::TruncateAt(number)),
            ("overlong-at", Some(number), None) => Ok(Self::OverlongAt(number)),
            ("endless-61-at", Some(number), None) => Ok(Self::Endless61At(number)),
            ("garbage-at", Some(number), None) => Ok(Self::GarbageAt(number)),
            ("mute-at", Some(number), None) => Ok(Self::MuteAt(number)),
            ("wrong-length-at", Some(number), None) => Ok(Self::WrongLengthAt(number)),
            _ => Err(unknown()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const READ: [u8; 5] = [0x00, 0xB0, 0x00, 0x00, 0x00];

    fn reply(fault: &str, number: u32, answer: &[u8]) -> Reply {
        fault.parse::<Fault>().unwrap().apply(number, &READ, |_| answer.to_vec())
    }

    #[test]
    fn a_fault_strikes_its_apdu_only() {
        let good = Reply::Answer(vec![1, 2, 0x90, 0]);
        assert_eq!(reply("pull-at 3", 2, &[1, 2, 0x90, 0]), good);
        assert_eq!(reply("pull-at 3", 3, &[1, 2, 0x90, 0]), Reply::Gone);
        assert_eq!(reply("truncate-at 1", 1, &[0x90, 0]), Reply::Answer(vec![0x90]));
        assert_eq!(reply("garbage-at 1", 1, &[0x90, 0]), Reply::Answer(vec![0xDE, 0xAD]));
        assert_eq!(reply("mute-at 2", 5, &[0x90, 0]), Reply::Silence);
        assert_eq!(reply("wrong-length-at 1", 1, &[0x90, 0]), Reply::Answer(vec![0x6C, 0x10]));
        let Reply::Answer(long) = reply("overlong-at 1", 1, &[0x90, 0]) else { panic!() };
        assert!(long.len() > 258 && long.ends_with(&[0x90, 0]));
    }

    #[test]
    fn an_unknown_fault_is_refused() {
        for text in
            ["", "pull-at", "pull-at 0", "pull-at x", "none 1", "pull-at 1 2", "slow 15", "slow 15 x", "explode"]
        {
            assert!(text.parse::<Fault>().is_err(), "{text}");
        }
        assert_eq!("endless-61-at 4".parse::<Fault>().unwrap(), Fault::Endless61At(4));
    }

    #[test]
    fn a_slow_card_takes_the_time_of_the_air() {
        let slow: Fault = "slow 15 424".parse().unwrap();
        assert_eq!(slow.delay(15_216).as_millis(), 15 + 430);
        assert_eq!("slow 15 0".parse::<Fault>().unwrap().delay(15_216).as_millis(), 15);
        assert_eq!(Fault::PullAt(1).delay(15_216), Duration::ZERO);
        assert_eq!(reply("slow 15 424", 1, &[0x90, 0]), Reply::Answer(vec![0x90, 0]));
    }
}
