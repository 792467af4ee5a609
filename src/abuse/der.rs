//! Certificates that are almost valid: the tree of their DER is bent, and its lengths are made right again.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// No object is given more parts than this, by repeating what is repeated already.
const MOST: usize = 50;

/// A DER object; what is marked as constructed has parts.
#[derive(Debug, Clone)]
enum Der {
    Value(u8, Vec<u8>),
    Parts(u8, Vec<Der>),
}

impl Der {
    /// All objects of `bytes`; `None` where they are no DER.
    fn read_all(mut bytes: &[u8]) -> Option<Vec<Self>> {
        let mut found = Vec::new();
        while let [tag, first, rest @ ..] = bytes {
            let wide = if *first < 0x80 { 0 } else { usize::from(first & 0x7F) };
            let (size, rest) = rest.split_at_checked(wide)?;
            let length = if wide == 0 {
                usize::from(*first)
            } else {
                size.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte))
            };
            let (value, rest) = rest.split_at_checked(length)?;
            let parts = if tag & 0x20 == 0 { None } else { Self::read_all(value) };
            found.push(parts.map_or_else(|| Self::Value(*tag, value.to_vec()), |parts| Self::Parts(*tag, parts)));
            bytes = rest;
        }
        bytes.is_empty().then_some(found)
    }

    fn write(&self, out: &mut Vec<u8>) {
        let (tag, value) = match self {
            Self::Value(tag, value) => (*tag, value.clone()),
            Self::Parts(tag, parts) => {
                let mut value = Vec::new();
                parts.iter().for_each(|part| part.write(&mut value));
                (*tag, value)
            }
        };
        out.push(tag);
        match u32::try_from(value.len()).unwrap() {
            length @ 0..0x80 => out.push(length as u8),
            length => {
                let size = length.to_be_bytes();
                let size = &size[size.iter().take_while(|byte| **byte == 0).count()..];
                out.push(0x80 | size.len() as u8);
                out.extend(size);
            }
        }
        out.extend(value);
    }

    fn count(&self) -> usize {
        match self {
            Self::Value(..) => 1,
            Self::Parts(_, parts) => 1 + parts.iter().map(Self::count).sum::<usize>(),
        }
    }

    fn nth(&mut self, left: &mut usize) -> Option<&mut Self> {
        if *left == 0 {
            return Some(self);
        }
        *left -= 1;
        match self {
            Self::Value(..) => None,
            Self::Parts(_, parts) => parts.iter_mut().find_map(|part| part.nth(left)),
        }
    }
}

#[derive(Debug, Clone)]
enum Edit {
    Tag(u8),
    Value(Vec<u8>),
    /// Within so many objects.
    Nest(u16),
    /// One of itself beside itself, so often.
    Many(u8),
    Flip(Index, u8),
}

impl Edit {
    fn apply(&self, object: &mut Der) {
        match self {
            Self::Tag(new) => match object {
                Der::Value(tag, _) | Der::Parts(tag, _) => *tag = *new,
            },
            Self::Value(new) => {
                let (Der::Value(tag, _) | Der::Parts(tag, _)) = *object;
                *object = Der::Value(tag, new.clone());
            }
            Self::Nest(depth) => {
                for _ in 0..*depth {
                    *object = Der::Parts(0x30, vec![object.clone()]);
                }
            }
            Self::Many(times) => {
                if let Der::Parts(_, parts) = object
                    && parts.len() < MOST
                {
                    *parts = (0..*times).flat_map(|_| parts.clone()).collect();
                }
            }
            Self::Flip(at, bit) => {
                if let Der::Value(_, value) = object
                    && !value.is_empty()
                {
                    let at = at.index(value.len());
                    value[at] ^= 1 << bit;
                }
            }
        }
    }
}

/// `seed` with up to five objects changed.
pub fn almost(seed: &[u8]) -> impl Strategy<Value = Vec<u8>> + use<> {
    let seed = Der::read_all(seed).unwrap().remove(0);
    let dates: [&[u8]; 5] = [b"99991231235959Z", b"000000000000Z", b"491231235960Z", b"20260230000000Z", b"-0001"];
    let value = prop_oneof![
        select(dates.map(<[u8]>::to_vec).to_vec()),
        (any::<u8>(), select(vec![0_usize, 1, 127, 128, 129, 256, 513, 2_048, 6_000]))
            .prop_map(|(of, times)| vec![of; times]),
        vec(any::<u8>(), 0..40),
    ];
    let edit = prop_oneof![
        1 => any::<u8>().prop_map(Edit::Tag),
        4 => value.prop_map(Edit::Value),
        1 => (1..400_u16).prop_map(Edit::Nest),
        1 => (0..40_u8).prop_map(Edit::Many),
        2 => (any::<Index>(), 0..8_u8).prop_map(|(at, bit)| Edit::Flip(at, bit)),
    ];
    vec((any::<Index>(), edit), 0..5).prop_map(move |edits| {
        let mut certificate = seed.clone();
        for (at, edit) in edits {
            let mut left = at.index(certificate.count());
            if let Some(object) = certificate.nth(&mut left) {
                edit.apply(object);
            }
        }
        let mut bytes = Vec::new();
        certificate.write(&mut bytes);
        bytes
    })
}
