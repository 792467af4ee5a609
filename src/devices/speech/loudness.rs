//! Makes all prompts equally loud, and cuts the silence around them.

use super::SAMPLE_RATE;

/// Loudness of speech, as the root mean square of its frames that are not pauses, of full scale: -20 dB leaves room for
/// the peaks of these voices.
pub const SPEECH_RMS: f32 = 0.1;
/// No sample is larger, of full scale.
pub const MOST_PEAK: f32 = 0.89;
/// A frame of 20 ms that is this much quieter than the loudest one is a pause.
const PAUSE: f32 = 0.05;
const FRAME: usize = SAMPLE_RATE as usize / 50;
/// Kept before and after the words.
const MARGIN: usize = SAMPLE_RATE as usize / 50;

/// Root mean square of each frame, of full scale.
pub fn frames(samples: &[f32]) -> Vec<f32> {
    samples.chunks(FRAME).map(|frame| (frame.iter().map(|s| s * s).sum::<f32>() / frame.len() as f32).sqrt()).collect()
}

/// Loudness of the speech in it, without the pauses; 0 where there is nothing.
pub fn speech_rms(samples: &[f32]) -> f32 {
    let frames = frames(samples);
    let loudest = frames.iter().copied().fold(0.0, f32::max);
    let spoken: Vec<f32> = frames.into_iter().filter(|rms| *rms > loudest * PAUSE).collect();
    if spoken.is_empty() {
        return 0.0;
    }
    (spoken.iter().map(|rms| rms * rms).sum::<f32>() / spoken.len() as f32).sqrt()
}

/// Samples of full scale 1.0, trimmed, of even loudness, with single peaks rounded off.
pub fn even(samples: &[f32]) -> Vec<i16> {
    let spoken = trim(samples);
    let rms = speech_rms(spoken);
    let gain = if rms > 0.0 { SPEECH_RMS / rms } else { 0.0 };
    spoken.iter().map(|sample| (round_off(sample * gain) * f32::from(i16::MAX)) as i16).collect()
}

/// Above a knee, peaks grow ever less and never pass [`MOST_PEAK`].
fn round_off(sample: f32) -> f32 {
    const KNEE: f32 = 0.6;
    let size = sample.abs();
    if size <= KNEE {
        return sample;
    }
    let room = MOST_PEAK - KNEE;
    (KNEE + room * ((size - KNEE) / room).tanh()).copysign(sample)
}

fn trim(samples: &[f32]) -> &[f32] {
    let frames = frames(samples);
    let loudest = frames.iter().copied().fold(0.0, f32::max);
    let is_spoken = |rms: &f32| *rms > loudest * PAUSE;
    let (Some(first), Some(last)) = (frames.iter().position(is_spoken), frames.iter().rposition(is_spoken)) else {
        return &[];
    };
    let end = ((last + 1) * FRAME + MARGIN).min(samples.len());
    &samples[(first * FRAME).saturating_sub(MARGIN)..end]
}

/// By how many decibels.
pub fn factor(gain_db: f32) -> f32 {
    10_f32.powf(gain_db / 20.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(peak: f32, quiet_ms: usize, ms: usize) -> Vec<f32> {
        let rate = SAMPLE_RATE as usize / 1000;
        let words = (0..ms * rate).map(|at| (at as f32 * 0.05).sin() * peak);
        std::iter::repeat_n(0.0, quiet_ms * rate)
            .chain(words)
            .chain(std::iter::repeat_n(0.0, quiet_ms * rate))
            .collect()
    }

    #[test]
    fn loud_and_soft_words_come_out_alike_and_without_their_silence() {
        for peak in [0.01, 0.3, 3.0] {
            let even = even(&tone(peak, 400, 500));
            let ms = even.len() * 1000 / SAMPLE_RATE as usize;
            assert!((500..600).contains(&ms), "{ms} ms");
            let heard: Vec<f32> = even.iter().map(|s| f32::from(*s) / 32768.0).collect();
            assert!((speech_rms(&heard) / SPEECH_RMS).log10().abs() * 20.0 < 1.0);
        }
    }

    #[test]
    fn nothing_clips_and_nothing_stays_nothing() {
        let mut words = tone(0.1, 0, 1000);
        words[24_000] = 40.0;
        assert!(even(&words).iter().all(|sample| f32::from(sample.unsigned_abs()) / 32768.0 <= MOST_PEAK));
        assert!(even(&[0.0; 4000]).is_empty() && even(&[]).is_empty());
    }
}
