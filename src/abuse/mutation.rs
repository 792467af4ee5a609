//! Bytes that are almost a valid input.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Where an error of a parser likes to be: at the ends of what a field can hold.
const ABSURD: [u32; 12] = [0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF];
/// Nothing grows beyond this by repetition: what is too long is tried elsewhere.
const LONGEST: usize = 256 << 10;

/// One change to the bytes.
#[derive(Debug, Clone)]
enum Edit {
    Flip(Index, u8),
    /// A number of one, two or four bytes, the high one first.
    Number(Index, u32, u8),
    /// The same, somewhere behind one of the anchors.
    NumberAt(Index, usize, u32, u8),
    Cut(Index, u16),
    Repeat(Index, u16, u8),
    Insert(Index, Vec<u8>),
    End(Index),
}

/// Places in a seed where fields begin.
pub type Anchors = fn(&[u8]) -> Vec<usize>;

pub fn none(_: &[u8]) -> Vec<usize> {
    Vec::new()
}

/// One of `seeds` with up to eight changes; `words` are put in as they are.
pub fn almost(seeds: Vec<Vec<u8>>, words: &[&[u8]], anchors: Anchors) -> impl Strategy<Value = Vec<u8>> + use<> {
    let words: Vec<Vec<u8>> = words.iter().map(|word| word.to_vec()).chain([vec![0], vec![0xFF; 9]]).collect();
    let size = || select(vec![1_u8, 2, 4]);
    let number = || select(ABSURD.to_vec());
    let place = any::<Index>;
    let edit = prop_oneof![
        1 => (place(), 0..8_u8).prop_map(|(at, bit)| Edit::Flip(at, bit)),
        1 => (place(), number(), size()).prop_map(|(at, number, size)| Edit::Number(at, number, size)),
        4 => (place(), 0..48_usize, prop_oneof![number(), any::<u32>()], size())
            .prop_map(|(at, behind, number, size)| Edit::NumberAt(at, behind, number, size)),
        1 => (place(), 1..64_u16).prop_map(|(at, length)| Edit::Cut(at, length)),
        1 => (place(), 1..512_u16, 1..64_u8).prop_map(|(at, length, times)| Edit::Repeat(at, length, times)),
        2 => (place(), select(words)).prop_map(|(at, word)| Edit::Insert(at, word)),
        1 => place().prop_map(Edit::End),
    ];
    (select(seeds), vec(edit, 0..8)).prop_map(move |(mut bytes, edits)| {
        let anchors = anchors(&bytes);
        edits.iter().for_each(|edit| edit.apply(&mut bytes, &anchors));
        bytes
    })
}

/// The same of text; what is no text any more is mended as a reader of files would do it.
pub fn almost_text(seeds: &[&str], words: &[&str]) -> impl Strategy<Value = String> + use<> {
    let seeds = seeds.iter().map(|seed| seed.as_bytes().to_vec()).collect();
    let words: Vec<&[u8]> = words.iter().map(|word| word.as_bytes()).collect();
    almost(seeds, &words, none).prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

impl Edit {
    fn apply(&self, bytes: &mut Vec<u8>, anchors: &[usize]) {
        if bytes.is_empty() {
            return;
        }
        let length = bytes.len();
        match self {
            Self::Flip(at, bit) => bytes[at.index(length)] ^= 1 << bit,
            Self::Number(at, number, size) => put(bytes, at.index(length), *number, *size),
            Self::NumberAt(at, behind, number, size) if !anchors.is_empty() => {
                put(bytes, anchors[at.index(anchors.len())] + behind, *number, *size);
            }
            Self::NumberAt(at, _, number, size) => put(bytes, at.index(length), *number, *size),
            Self::Cut(at, wide) => {
                let from = at.index(length);
                drop(bytes.drain(from..length.min(from + usize::from(*wide))));
            }
            Self::Repeat(at, wide, times) => {
                let from = at.index(length);
                let piece = bytes[from..length.min(from + usize::from(*wide))].to_vec();
                let times = usize::from(*times).min(LONGEST.saturating_sub(length) / piece.len());
                drop(bytes.splice(from..from, piece.repeat(times)));
            }
            Self::Insert(at, word) => {
                let at = at.index(length + 1);
                drop(bytes.splice(at..at, word.iter().copied()));
            }
            Self::End(at) => bytes.truncate(at.index(length)),
        }
    }
}

fn put(bytes: &mut [u8], at: usize, number: u32, size: u8) {
    let number = &number.to_be_bytes()[4 - usize::from(size)..];
    if let Some(place) = bytes.get_mut(at..at + number.len()) {
        place.copy_from_slice(number);
    }
}
