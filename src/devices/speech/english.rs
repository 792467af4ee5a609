//! English: flite's voice slt. The program runs for each sentence and gets the words by a pipe, so that they stand in no
//! list of processes; the samples come back in a file that is only in memory.

use super::SAMPLE_RATE;
use rustix::fs::{MemfdFlags, memfd_create};
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::process::{Command, Stdio};

/// What it is called, and found by in PATH.
pub const PROGRAM: &str = "flite";
/// Samples a second that slt makes.
const MADE: u32 = 16_000;
/// Of a WAV file, before its samples.
const HEADER: usize = 44;

#[derive(Debug, thiserror::Error)]
pub enum EnglishError {
    #[error("flite cannot be started ({0}): install the Debian package flite")]
    NotStarted(io::Error),
    #[error("flite failed: {0}")]
    Failed(String),
}

/// Samples, full scale 1.0.
pub fn speak(words: &str, rate_percent: u16) -> Result<Vec<f32>, EnglishError> {
    let stretch = 100.0 / f32::from(rate_percent.max(1));
    let mut sound = File::from(memfd_create("sound", MemfdFlags::CLOEXEC).map_err(|error| not_started(error.into()))?);
    let mut child = Command::new(PROGRAM)
        // It reads back what it wrote, and would wait for itself at a pipe.
        .args(["-voice", "slt", "-f", "/dev/stdin", "-o", "/proc/self/fd/1", "--setf"])
        .arg(format!("duration_stretch={stretch:.3}"))
        .stdin(Stdio::piped())
        .stdout(sound.try_clone().map_err(not_started)?)
        .stderr(Stdio::piped())
        .spawn()
        .map_err(not_started)?;
    if let Some(mut stdin) = child.stdin.take() {
        // Whoever dies early says why below.
        stdin.write_all(words.as_bytes()).ok();
    }
    let output = child.wait_with_output().map_err(not_started)?;
    if !output.status.success() {
        return Err(EnglishError::Failed(String::from_utf8_lossy(&output.stderr).trim().to_owned()));
    }
    let mut wav = Vec::new();
    sound.rewind().and_then(|()| sound.read_to_end(&mut wav)).map_err(not_started)?;
    let data = wav.get(HEADER..).ok_or_else(|| EnglishError::Failed("it made no sound".into()))?;
    let made: Vec<f32> = data.chunks_exact(2).map(|b| f32::from(i16::from_le_bytes([b[0], b[1]])) / 32768.0).collect();
    Ok(three_times(&made))
}

fn not_started(cause: io::Error) -> EnglishError {
    EnglishError::NotStarted(cause)
}

/// Taps on each side of a sample.
const REACH: usize = 12;

/// From 16 to 48 kHz: two new samples after each one, by a windowed sinc.
fn three_times(made: &[f32]) -> Vec<f32> {
    const { assert!(MADE * 3 == SAMPLE_RATE) };
    let sinc = |x: f32| if x == 0.0 { 1.0 } else { (std::f32::consts::PI * x).sin() / (std::f32::consts::PI * x) };
    let tap = |offset: f32| sinc(offset) * (0.5 + 0.5 * (std::f32::consts::PI * offset / (REACH as f32 + 1.0)).cos());
    let mut samples = Vec::with_capacity(made.len() * 3);
    for at in 0..made.len() {
        for third in 0..3 {
            let place = third as f32 / 3.0;
            let from = at.saturating_sub(REACH - 1);
            let to = (at + REACH).min(made.len() - 1);
            let sum: f32 = (from..=to).map(|i| made[i] * tap(i as f32 - at as f32 - place)).sum();
            samples.push(sum);
        }
    }
    samples
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tone_stays_the_same_tone() {
        let hertz = 1000.0;
        let wave = |at: f32, rate: u32| (at * hertz / rate as f32 * std::f32::consts::TAU).sin();
        let made: Vec<f32> = (0..1600).map(|at| wave(at as f32, MADE)).collect();
        let more = three_times(&made);
        assert_eq!(more.len(), 4800);
        for (at, sample) in more.iter().enumerate().skip(300).take(4200) {
            assert!((sample - wave(at as f32, SAMPLE_RATE)).abs() < 0.01, "{at}: {sample}");
        }
    }
}
