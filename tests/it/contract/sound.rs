//! ALSA itself, with files for devices: samples go to the device that is named, and to no other.

use crossbeam_channel::{Receiver, bounded, unbounded};
use std::path::{Path, PathBuf};
use std::time::Duration;
use uketsuke::devices::Outbox;
use uketsuke::devices::speech::earcon::Earcon;
use uketsuke::devices::speech::jack::{AlsaJack, Jack, PracticeJack};
use uketsuke::devices::speech::sound::alsa::AlsaOutput;
use uketsuke::devices::speech::sound::{Output, SoundError};
use uketsuke::devices::speech::{
    Heard, Manner, Part, Route, SpeechConfig, SpeechHandle, SpeechSeams, Utterance, UtteranceNumber, VoiceName, voices,
};

/// A device that is a file.
fn device(file: &Path) -> String {
    format!("file:FILE={},FORMAT=raw", file.display())
}

struct Room {
    headphones: PathBuf,
    loudspeaker: PathBuf,
    jack: PracticeJack,
    speech: SpeechHandle,
    ear: Receiver<Heard>,
    _folder: tempfile::TempDir,
}

fn room() -> Room {
    let folder = tempfile::tempdir().unwrap();
    let (headphones, loudspeaker) = (folder.path().join("headphones.raw"), folder.path().join("loudspeaker.raw"));
    let output = AlsaOutput { headphones: Some(device(&headphones)), loudspeaker: Some(device(&loudspeaker)) };
    let jack = PracticeJack::default();
    let (heard, ear) = unbounded();
    let seams = SpeechSeams { output: Box::new(output), jack: Box::new(jack.clone()), ear: Some(heard) };
    let config = SpeechConfig { voices: voices::default_folder() };
    let (inbox, _) = bounded(1);
    let outbox = Outbox::new(inbox, || {});
    let speech = SpeechHandle::start(config, seams, &outbox).unwrap();
    Room { headphones, loudspeaker, jack, speech, ear, _folder: folder }
}

impl Room {
    fn say(&self, route: Route, words: &str) {
        let manner = Manner { voice: VoiceName::Mei, route, rate_percent: 100, gain_db: 0.0 };
        let parts = vec![Part::Tone(Earcon::Accepted), Part::Words { words: words.to_owned().into(), fixed: true }];
        self.speech.say(Utterance { number: UtteranceNumber(1), manner, parts });
    }

    fn plug(&self, is_in: bool) {
        self.jack.plug(is_in);
        while self.speech.headphones() != is_in {
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Until tone and words were heard; `false` where nothing comes.
    fn hears_it(&self) -> bool {
        (0..2).all(|_| self.ear.recv_timeout(Duration::from_secs(3)).is_ok())
    }
}

/// Loudest sample of a raw file; 0 where there is none.
fn loudest(file: &Path) -> u16 {
    let bytes = std::fs::read(file).unwrap_or_default();
    bytes.chunks_exact(2).map(|b| i16::from_le_bytes([b[0], b[1]]).unsigned_abs()).max().unwrap_or(0)
}

#[test]
fn words_go_to_the_device_that_is_named_and_nowhere_else() {
    let room = room();
    room.plug(true);
    room.say(Route::Headphones, "薬の情報、提供しました");
    assert!(room.hears_it());
    assert!(loudest(&room.headphones) > 5000);
    assert_eq!(loudest(&room.loudspeaker), 0);
}

#[test]
fn without_headphones_private_words_are_heard_by_nobody() {
    let room = room();
    room.plug(true);
    room.plug(false);
    room.say(Route::Headphones, "薬の情報、提供しました");
    assert!(room.ear.recv_timeout(Duration::from_millis(700)).is_err());
    assert_eq!((loudest(&room.headphones), loudest(&room.loudspeaker)), (0, 0));
    // Those for all still are.
    room.say(Route::Loudspeaker, "受付が終わりました");
    assert!(room.hears_it());
    assert!(loudest(&room.loudspeaker) > 5000);
    assert_eq!(loudest(&room.headphones), 0);
}

#[test]
fn a_device_that_is_not_there_and_a_jack_that_is_not_there_say_so() {
    let mut output = AlsaOutput { headphones: Some("plughw:CARD=Nope".into()), loudspeaker: None };
    assert!(
        matches!(output.open(Route::Headphones), Err(SoundError::Device { device, .. }) if device.contains("Nope"))
    );
    assert!(matches!(output.open(Route::Loudspeaker), Err(SoundError::NotConfigured)));
    let error = AlsaJack::new("hw:Nope,Headphone Jack").wait(Duration::ZERO).unwrap_err().to_string();
    assert!(error.contains("Headphone Jack") && error.contains("hw:Nope"), "{error}");
}
