//! Tones that need no words. Each is short, and unlike the others in its melody, so that it is known by ear alone.

use super::SAMPLE_RATE;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Earcon {
    /// A key or a choice was taken.
    Accepted,
    /// Something went wrong; words follow.
    Error,
    /// Time runs out; words follow.
    TimeOut,
    CardIn,
    CardOut,
    /// The finger or the focus is on a key of the PIN pad whose digit must not be heard.
    PadKey,
    /// The same on a corner of the pad (1, 3, 消す, 決定 on the fixed pad), and on its middle (5).
    PadCorner,
    PadCentre,
}

/// Notes of a tone: hertz and milliseconds. 0 Hz is a rest.
fn notes(earcon: Earcon) -> &'static [(f32, u32)] {
    match earcon {
        Earcon::Accepted => &[(1320.0, 70)],
        Earcon::Error => &[(330.0, 140), (0.0, 40), (247.0, 220)],
        Earcon::TimeOut => &[(880.0, 90), (0.0, 60), (880.0, 90), (0.0, 60), (880.0, 90)],
        Earcon::CardIn => &[(660.0, 90), (990.0, 130)],
        Earcon::CardOut => &[(990.0, 90), (660.0, 130)],
        Earcon::PadKey => &[(700.0, 45)],
        Earcon::PadCorner => &[(1050.0, 45), (0.0, 25), (1050.0, 45)],
        Earcon::PadCentre => &[(440.0, 120)],
    }
}

/// Peak of a tone, of full scale: about as loud as speech.
const PEAK: f32 = 0.22;
/// Fades in and out over this long, so that nothing clicks.
const FADE_MS: u32 = 8;

/// The samples of a tone.
pub fn samples(earcon: Earcon) -> Vec<i16> {
    notes(earcon).iter().flat_map(|(hertz, ms)| note(*hertz, *ms)).collect()
}

fn note(hertz: f32, ms: u32) -> Vec<i16> {
    let count = ms * SAMPLE_RATE / 1000;
    let fade = FADE_MS * SAMPLE_RATE / 1000;
    (0..count)
        .map(|at| {
            let edge = at.min(count - at) as f32 / fade as f32;
            let phase = at as f32 * hertz / SAMPLE_RATE as f32 * std::f32::consts::TAU;
            (phase.sin() * edge.min(1.0) * PEAK * f32::from(i16::MAX)) as i16
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Earcon; 8] = [
        Earcon::Accepted,
        Earcon::Error,
        Earcon::TimeOut,
        Earcon::CardIn,
        Earcon::CardOut,
        Earcon::PadKey,
        Earcon::PadCorner,
        Earcon::PadCentre,
    ];

    #[test]
    fn each_is_short_heard_and_unlike_the_others() {
        for (place, earcon) in ALL.iter().enumerate() {
            let sound = samples(*earcon);
            assert!(sound.len() < SAMPLE_RATE as usize / 2, "{earcon:?} lasts {} samples", sound.len());
            assert!(sound.iter().any(|sample| sample.unsigned_abs() > 5000), "{earcon:?} is not heard");
            assert!(ALL[place + 1..].iter().all(|other| notes(*other) != notes(*earcon)));
        }
    }
}
