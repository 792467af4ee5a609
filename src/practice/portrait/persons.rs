//! The practice persons' faces, designed by hand to be told apart.

use super::traits::{Glasses, Traits, anybody};

/// The traits of a practice person; `None` for any other id.
pub fn designed(id: &str, seed: u32) -> Option<Traits> {
    Some(match id {
        "hanako" => Traits {
            hair_line: -0.24,
            swoop: 0.03,
            part: 0.0,
            hair_end: 0.75,
            curtain: 1.05,
            volume: 0.10,
            width: 0.70,
            clothes: [0.85, 0.62, 0.62],
            ..anybody(true, 23.0, seed)
        },
        "kenji" => Traits {
            glasses: Some(Glasses { width: 0.18, height: 0.115, square: 4.5, rim: 0.028, colour: [0.08, 0.07, 0.07] }),
            bald: 0.35,
            grey: 0.35,
            jaw: 0.92,
            width: 0.74,
            clothes: [0.25, 0.28, 0.36],
            collar: 1.0,
            ..anybody(false, 60.0, seed)
        },
        "ume" => Traits {
            wave: 0.9,
            hair_end: 0.3,
            volume: 0.13,
            grey: 1.0,
            hair_line: -0.5,
            clothes: [0.55, 0.42, 0.56],
            ..anybody(true, 82.0, seed)
        },
        "takahashi" => Traits {
            hair_line: -0.62,
            hair_end: -1.0,
            bun: 0.2,
            volume: 0.05,
            collar: 1.0,
            clothes: [0.22, 0.24, 0.28],
            jaw: 0.74,
            chin: 0.36,
            glasses: Some(Glasses { width: 0.17, height: 0.14, square: 2.1, rim: 0.012, colour: [0.55, 0.42, 0.25] }),
            ..anybody(true, 37.0, seed)
        },
        "sakura" => Traits {
            hair: [0.45, 0.30, 0.20],
            wave: 0.7,
            hair_end: 1.5,
            curtain: 1.2,
            part: 0.3,
            swoop: 0.35,
            hair_line: -0.6,
            clothes: [0.90, 0.85, 0.70],
            spots: 0.5,
            ..anybody(true, 27.0, seed)
        },
        "ichiro" => Traits {
            beard: 0.9,
            moustache: 0.9,
            width: 0.76,
            clothes: [0.35, 0.45, 0.35],
            hair_line: -0.5,
            ..anybody(false, 51.0, seed)
        },
        "kiku" => Traits {
            hair_end: -1.0,
            volume: 0.06,
            bun: 0.16,
            grey: 0.5,
            width: 0.66,
            hair_line: -0.58,
            skin: [0.85, 0.68, 0.56],
            clothes: [0.40, 0.45, 0.55],
            ..anybody(true, 72.0, seed)
        },
        "goro" => Traits {
            skin: [0.74, 0.54, 0.42],
            hair_line: -0.35,
            swoop: 0.05,
            volume: 0.08,
            stubble: 0.8,
            clothes: [0.75, 0.75, 0.70],
            ..anybody(false, 44.0, seed)
        },
        "mei" => Traits {
            hair_line: -0.5,
            part: -0.5,
            swoop: 0.5,
            temple: 0.8,
            hair_end: 0.45,
            curtain: 0.95,
            lip_red: 1.0,
            jaw: 0.72,
            clothes: [0.45, 0.60, 0.55],
            ..anybody(true, 25.0, seed)
        },
        "fumi" => Traits {
            glasses: Some(Glasses { width: 0.185, height: 0.15, square: 2.3, rim: 0.022, colour: [0.45, 0.15, 0.18] }),
            hair_end: -1.0,
            grey: 0.95,
            width: 0.74,
            cheek: 0.98,
            jaw: 0.86,
            volume: 0.09,
            wave: 0.6,
            clothes: [0.60, 0.50, 0.40],
            ..anybody(true, 86.0, seed)
        },
        "jiro" => Traits {
            bald: 1.0,
            grey: 0.6,
            jaw: 0.80,
            width: 0.69,
            clothes: [0.42, 0.32, 0.30],
            moustache: 0.9,
            ..anybody(false, 55.0, seed)
        },
        "yuki" => Traits {
            hair: [0.26, 0.16, 0.11],
            hair_line: -0.6,
            part: 0.0,
            swoop: 0.45,
            hair_end: 1.7,
            curtain: 1.0,
            temple: 0.85,
            width: 0.67,
            jaw: 0.82,
            clothes: [0.30, 0.38, 0.55],
            ..anybody(true, 33.0, seed)
        },
        "suica" => anybody(false, 36.0, seed),
        "silent" => anybody(true, 41.0, seed),
        _ => return None,
    })
}
