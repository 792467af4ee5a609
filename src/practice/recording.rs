//! What a scripted visit sounded like: a WAV file for each route, and its captions as WebVTT.

use crate::devices::speech::sound::tape::Tape;
use crate::devices::speech::{Heard, HeardPart, Route, SAMPLE_RATE};
use std::fmt::Write as _;
use std::io;
use std::path::Path;

/// Writes into `folder`; a route on which nothing was said leaves nothing.
pub fn write(folder: &Path, tape: &Tape, heard: &[Heard]) -> io::Result<()> {
    for (route, name) in [(Route::Headphones, "heard-headphones"), (Route::Loudspeaker, "heard-loudspeaker")] {
        let samples = tape.recording(route);
        if samples.is_empty() {
            continue;
        }
        std::fs::write(folder.join(name).with_extension("wav"), wav(&samples))?;
        std::fs::write(folder.join(name).with_extension("vtt"), captions(heard, route))?;
    }
    Ok(())
}

/// A WAV file of 16-bit mono.
pub fn wav(samples: &[i16]) -> Vec<u8> {
    let data = samples.len() as u32 * 2;
    let mut file = Vec::with_capacity(44 + samples.len() * 2);
    file.extend_from_slice(b"RIFF");
    file.extend_from_slice(&(36 + data).to_le_bytes());
    file.extend_from_slice(b"WAVEfmt ");
    for word in [16, 1 | (1 << 16), SAMPLE_RATE, SAMPLE_RATE * 2, 2 | (16 << 16)] {
        file.extend_from_slice(&word.to_le_bytes());
    }
    file.extend_from_slice(b"data");
    file.extend_from_slice(&data.to_le_bytes());
    file.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
    file
}

fn captions(heard: &[Heard], route: Route) -> String {
    let mut file = "WEBVTT\n".to_owned();
    for heard in heard.iter().filter(|heard| heard.route == route) {
        let words = match &heard.what {
            HeardPart::Words(words) => words.clone(),
            HeardPart::Tone(tone) => format!("[{tone:?}]"),
        };
        // Writing into a string does not fail.
        let _ = write!(file, "\n{} --> {}\n{words}\n", time(heard.from), time(heard.to));
    }
    file
}

fn time(sample: u64) -> String {
    let ms = sample * 1000 / u64::from(SAMPLE_RATE);
    format!("{:02}:{:02}.{:03}", ms / 60_000, ms / 1000 % 60, ms % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    #[test]
    #[allow(clippy::disallowed_methods, reason = "only a filler")]
    fn captions_stand_where_the_words_are() {
        let heard = Heard {
            what: HeardPart::Words("はい".into()),
            route: Route::Headphones,
            began: Instant::now(),
            from: 48_000 * 61,
            to: 48_000 * 62 + 24_000,
        };
        let file = captions(&[heard], Route::Headphones);
        assert_eq!(file, "WEBVTT\n\n01:01.000 --> 01:02.500\nはい\n");
        assert_eq!(wav(&[1, 2]).len(), 48);
    }
}
