//! The voice as a device: how soon it is heard, how soon it is silent, who hears it, and that it comes back.

use crate::harness::{Kiosk, Setting};
use crate::measured::keep;
use bevy::math::UVec2;
use std::time::{Duration, Instant};
use uketsuke::app::key_map::Meaning;
use uketsuke::app::voice::{RATES, VOLUMES_DB};
use uketsuke::devices::speech::earcon::Earcon;
use uketsuke::devices::speech::loudness::{SPEECH_RMS, frames, speech_rms};
use uketsuke::devices::speech::sound::tape::Tape;
use uketsuke::devices::speech::voices::{Voices, default_folder};
use uketsuke::devices::speech::{Heard, HeardPart, Route, SAMPLE_RATE, VoiceName, loudness};
use uketsuke::i18n::{Catalogue, Language, tr};

const HEADPHONES: Route = Route::Headphones;
const LOUDSPEAKER: Route = Route::Loudspeaker;

fn with_tape(tape: &Tape) -> Kiosk {
    Kiosk::with(Setting { tape: tape.clone(), tray: false, ..Setting::default() })
}

fn words(heard: &[Heard]) -> String {
    let words = heard.iter().filter_map(|heard| match &heard.what {
        HeardPart::Words(words) => Some(words.as_str()),
        HeardPart::Tone(_) => None,
    });
    words.collect::<Vec<_>>().join(" / ")
}

/// Milliseconds from an event until `tape` holds something that can be heard, or until it grows no more.
struct StopWatch<'a> {
    tape: &'a Tape,
    route: Route,
}

impl StopWatch<'_> {
    fn written(&self) -> usize {
        self.tape.recording(self.route).len()
    }

    /// Until the first sample after `from` that is not silent.
    fn until_heard(&self, from: usize, kiosk: &mut Kiosk) -> Duration {
        let began = Instant::now();
        while !self.tape.recording(self.route)[from..].iter().any(|sample| sample.unsigned_abs() > 100) {
            assert!(began.elapsed() < Duration::from_secs(5), "nothing was heard");
            kiosk.update();
            std::thread::sleep(Duration::from_millis(1));
        }
        began.elapsed()
    }
}

#[test]
fn what_a_key_comes_to_is_heard_at_once() {
    let tape = Tape::paced();
    let mut kiosk = with_tape(&tape);
    let watch = StopWatch { tape: &tape, route: HEADPHONES };
    let mut first = Vec::new();
    kiosk.step("headphones in");
    watch.until_heard(0, &mut kiosk);
    for key in ["tab", "tab", "tab", "shift-tab", "tab", "shift-tab", "tab"] {
        // In mid-word.
        let from = watch.written();
        kiosk.step(&format!("press {key}"));
        first.push(watch.until_heard(from, &mut kiosk));
    }
    first.sort();
    let (median, longest) = (first[first.len() / 2], first[first.len() - 1]);
    let value = format!(
        "first sample {} ms after a key, longest {} ms, of {}",
        median.as_millis(),
        longest.as_millis(),
        first.len()
    );
    keep("04-06-first-sample", &value);
    assert!(median <= Duration::from_millis(300), "{first:?}");
}

#[test]
fn what_was_said_stops_within_a_tenth_of_a_second() {
    let tape = Tape::paced();
    let mut kiosk = with_tape(&tape);
    let watch = StopWatch { tape: &tape, route: HEADPHONES };
    kiosk.step("headphones in");
    let mut samples = Vec::new();
    for _ in 0..5 {
        watch.until_heard(watch.written(), &mut kiosk);
        let from = watch.written();
        kiosk.devices().speech().stop();
        // Two looks that see the same amount: it is silent.
        let mut last = usize::MAX;
        while last != watch.written() {
            last = watch.written();
            std::thread::sleep(Duration::from_millis(60));
        }
        samples.push(last - from);
        kiosk.step("press tab");
    }
    samples.sort_unstable();
    let median = samples[samples.len() / 2] * 1000 / SAMPLE_RATE as usize;
    keep("06-stop", &format!("sound after a stop: median {median} ms of {}", samples.len()));
    assert!(median <= 100, "{samples:?}");
}

#[test]
fn headphones_that_vanish_in_mid_digit_leave_the_loudspeaker_silent() {
    let tape = Tape::paced();
    let mut kiosk = with_tape(&tape);
    let watch = StopWatch { tape: &tape, route: HEADPHONES };
    kiosk.step("headphones in").place_card("hanako").tap("暗証番号").expect("4桁を");
    watch.until_heard(watch.written(), &mut kiosk);
    // Onto a digit, and out in the middle of it.
    kiosk.keys(&["tab"]);
    watch.until_heard(watch.written(), &mut kiosk);
    kiosk.step("headphones out");
    let then = watch.written();
    kiosk.wait_seconds(5);
    std::thread::sleep(Duration::from_millis(300));
    kiosk.update();
    assert_eq!(watch.written(), then, "nothing more goes to the headphones");
    assert!(tape.recording(LOUDSPEAKER).is_empty(), "nothing ever went to the loudspeaker");
    assert!(!kiosk.voice().is_on());
}

/// Before the choice of the method, with everything ready: a camera that gets ready later brings the screen anew.
fn choosing(kiosk: &mut Kiosk) {
    kiosk.place_card("hanako").expect("方法を").feel("顔認証");
    kiosk.listen();
}

/// Taps one after the other, and hears each to its end.
fn tap_each(kiosk: &mut Kiosk, names: &[&str]) -> Vec<Heard> {
    let mut heard = Vec::new();
    for name in names {
        // The finger comes upon it, and what it says is heard; then the bar is pressed.
        kiosk.feel(name);
        heard.extend(kiosk.listen());
        kiosk.press_bar();
        let mut answer = kiosk.listen();
        if words(&answer).contains("もう一度 選ぶと 決まります") {
            kiosk.wait_seconds(1).press_bar();
            answer.extend(kiosk.listen());
        }
        heard.extend(answer);
        kiosk.wait_seconds(1);
    }
    heard
}

#[test]
fn the_loudspeaker_says_nothing_private_unless_told_to() {
    let tape = Tape::default();
    let mut kiosk = with_tape(&tape);
    kiosk.tap("音声で 案内する");
    let mut heard = kiosk.listen();
    kiosk.place_card("yuki").expect("方法を").feel("顔認証");
    heard.extend(tap_each(&mut kiosk, &["暗証番号"]));
    kiosk.expect("あと1回しか");
    heard.extend(tap_each(&mut kiosk, &["暗証番号を入れる", "1", "2", "3", "4", "決定"]));
    kiosk.expect("提供しますか");
    heard.extend(tap_each(&mut kiosk, &["一つずつ選ぶ", "同意する", "同意しない", "同意する"]));
    kiosk.expect("まだ 送って いません");
    heard.extend(tap_each(&mut kiosk, &["これで送る"]));
    kiosk.expect("受付が 終わりました");
    heard.extend(kiosk.listen());
    let said = words(&heard);
    for private in ["1回", "最後", "ロック", "同意", "健康診断", "薬の", "特定疾病", "提供しました", "一つずつ"]
    {
        assert!(!said.contains(private), "'{private}' was said aloud: {said}");
    }
    for digit in "0123456789".chars() {
        assert!(!heard.iter().any(|heard| heard.what == HeardPart::Words(digit.to_string())), "{digit} was said");
    }
    assert!(heard.iter().any(|heard| heard.what == HeardPart::Tone(Earcon::PadKey)), "digits are tones");
    assert!(said.contains("受付が 終わりました") && said.contains("声に 出していません"), "{said}");
    assert!(tape.recording(HEADPHONES).is_empty());
    // Asked for, it is said.
    let said = words(&tap_each(&mut kiosk, &["声に 出す"]));
    assert!(said.contains("ほかの人にも") && said.contains("薬の情報、 提供していません"), "{said}");
}

#[test]
fn no_choice_makes_the_loudspeaker_say_a_digit() {
    let mut kiosk = with_tape(&Tape::default());
    kiosk.tap("音声で 案内する");
    choosing(&mut kiosk);
    let mut heard = tap_each(&mut kiosk, &["音声", "声に 出す", "暗証番号"]);
    heard.extend(kiosk.expect("4桁を").listen());
    let said = words(&heard);
    assert!(said.contains("数字は 声に 出しません"), "{said}");
    let heard = tap_each(&mut kiosk, &["1", "5"]);
    assert!(heard.iter().all(|heard| !matches!(&heard.what, HeardPart::Words(words) if words.len() == 1)));
    assert!(words(&heard).contains("1桁 入りました"), "{}", words(&heard));
    // On the pad that lies as on a telephone its corners and its middle are heard.
    let said = words(&tap_each(&mut kiosk, &["音声", "電話と 同じ キー"]));
    assert!(said.contains("電話と 同じ 並び") && !said.contains("毎回 変わります"), "{said}");
    kiosk.expect_no("毎回");
    let mut tones = Vec::new();
    for name in ["1", "5", "9"] {
        kiosk.feel(name);
        tones.extend(kiosk.listen().into_iter().map(|heard| heard.what));
    }
    let tone = HeardPart::Tone;
    assert_eq!(tones, [tone(Earcon::PadCorner), tone(Earcon::PadCentre), tone(Earcon::PadKey)]);
}

#[test]
fn a_device_that_dies_costs_only_its_sound_and_comes_back_by_itself() {
    let tape = Tape::default();
    let mut kiosk = with_tape(&tape);
    kiosk.step("headphones in");
    kiosk.listen();
    tape.set_broken(HEADPHONES, true);
    kiosk.place_card("hanako").expect("方法を").expect_caption("音声が 出ません");
    let before = tape.recording(HEADPHONES).len();
    tape.set_broken(HEADPHONES, false);
    kiosk.expect_no_trouble();
    kiosk.listen();
    assert!(tape.recording(HEADPHONES).len() > before);
    kiosk.tap("暗証番号").expect("4桁を");
}

#[test]
fn without_voices_the_captions_stay_and_the_visit_goes_on() {
    let nothing = tempfile::tempdir().unwrap();
    let mut setting = Setting { tray: false, ..Setting::default() };
    setting.speech.voices = Some(nothing.path().to_owned());
    let mut kiosk = Kiosk::with(setting);
    kiosk.step("headphones in").expect_caption("音声が 出ません").place_card("hanako").expect("方法を");
    kiosk.tap("暗証番号").enter_pin("1234").expect("提供しますか").expect_caption("提供しますか");
}

#[test]
fn pace_loudness_screen_and_pad_go_back_for_the_next_person() {
    let tape = Tape::default();
    let mut kiosk = with_tape(&tape);
    kiosk.step("headphones in");
    choosing(&mut kiosk);
    let panel = ["音声", "速く", "小さく", "画面を 消す", "電話と 同じ キー"];
    let said = words(&tap_each(&mut kiosk, &panel));
    assert!(said.contains("速さ 126 パーセント") && said.contains("音量、 6段階の 4"), "{said}");
    assert!(!kiosk.voice().is_as_usual());
    kiosk.pull_card().wait_seconds(30).expect("マイナンバーカードを ここに");
    assert!(kiosk.voice().is_on() && kiosk.voice().is_as_usual());
}

/// Fundamental frequency in hertz by the strongest autocorrelation between 120 and 400 Hz, median over voiced frames.
fn pitch(samples: &[f32]) -> f32 {
    let rate = SAMPLE_RATE as usize;
    let window = rate / 25;
    let mut found: Vec<f32> = samples
        .chunks_exact(window * 2)
        .filter_map(|frame| {
            let energy: f32 = frame[..window].iter().map(|s| s * s).sum();
            let lags = rate / 400..rate / 120;
            let at = |lag: usize| frame[..window].iter().zip(&frame[lag..]).map(|(a, b)| a * b).sum::<f32>();
            let (lag, best) = lags.map(|lag| (lag, at(lag))).max_by(|a, b| a.1.total_cmp(&b.1))?;
            (energy > 1.0 && best > 0.7 * energy).then(|| rate as f32 / lag as f32)
        })
        .collect();
    found.sort_by(f32::total_cmp);
    found[found.len() / 2]
}

#[test]
fn half_and_double_pace_keep_the_pitch() {
    let mut voices = Voices::new(default_folder());
    let sentences = [
        (VoiceName::Mei, "受付が終わりました。お名前が呼ばれるまでお待ちください。"),
        (VoiceName::Slt, "You are checked in. Please wait until your name is called."),
    ];
    for (voice, words) in sentences {
        let mut usual = None;
        for rate in [100, RATES[0], RATES[6]] {
            let samples = voices.speak(voice, words, rate).unwrap();
            let (seconds, hertz) = (samples.len() as f32 / SAMPLE_RATE as f32, pitch(&samples));
            keep(&format!("15-{voice:?}-{rate}"), &format!("{rate} %: {seconds:.2} s, {hertz:.0} Hz"));
            let (usual_seconds, usual_hertz) = *usual.get_or_insert((seconds, hertz));
            let wanted = usual_seconds * 100.0 / f32::from(rate);
            assert!((seconds / wanted - 1.0).abs() < 0.15, "{seconds} s instead of {wanted} s");
            assert!((hertz / usual_hertz - 1.0).abs() < 0.08, "{hertz} Hz instead of {usual_hertz} Hz");
        }
    }
}

#[test]
fn every_prompt_is_equally_loud_does_not_clip_and_has_no_hole() {
    let catalogue = Catalogue::bundled().unwrap();
    let mut voices = Voices::new(default_folder());
    for (language, voice) in [(Language::Japanese, VoiceName::Mei), (Language::English, VoiceName::Slt)] {
        let mut loudest_deviation: f32 = 0.0;
        let mut prompts = 0;
        for key in catalogue.keys(language).iter().filter(|key| is_spoken(key)) {
            let words = catalogue.spoken(language, &tr(key.clone()));
            let samples = loudness::even(&voices.speak(voice, &words, 100).unwrap());
            if samples.len() < SAMPLE_RATE as usize / 4 {
                continue;
            }
            prompts += 1;
            assert!(samples.iter().all(|s| s.unsigned_abs() < 32_000), "{key} clips");
            let heard: Vec<f32> = samples.iter().map(|s| f32::from(*s) / 32768.0).collect();
            let deviation = (speech_rms(&heard) / SPEECH_RMS).log10() * 20.0;
            assert!(deviation.abs() <= 1.5, "{key} is {deviation:.1} dB off");
            loudest_deviation = loudest_deviation.max(deviation.abs());
            let hole = longest_silence(&heard);
            assert!(hole < 2.0, "{key} is silent for {hole} s");
        }
        let value = format!("{prompts} prompts within {:.1} dB of each other", loudest_deviation * 2.0);
        keep(&format!("loudness-{}", language.code()), &value);
        assert!(prompts > 100);
    }
}

fn is_spoken(key: &str) -> bool {
    !["doctor-", "tray-", "person-", "before-", "own-", "practice-"].iter().any(|start| key.starts_with(start))
}

/// In seconds.
fn longest_silence(samples: &[f32]) -> f32 {
    let quiet = frames(samples).into_iter().map(|rms| rms < SPEECH_RMS * 0.03);
    let mut longest = 0;
    quiet.fold(0, |run, quiet| {
        let run = if quiet { run + 1 } else { 0 };
        longest = longest.max(run);
        run
    });
    longest as f32 / 50.0
}

#[test]
fn loudness_goes_in_steps_of_at_most_ten_decibels() {
    assert!(VOLUMES_DB.windows(2).all(|step| (0.0..=10.0).contains(&(step[1] - step[0]))));
}

#[test]
fn every_key_of_the_voice_works_without_sight() {
    let keys = [(Meaning::Repeat, "r".to_owned())].into();
    let mut kiosk = Kiosk::with(Setting { tray: false, keys, ..Setting::default() });
    let mut press = |key: &str| {
        kiosk.strike(key);
        words(&kiosk.listen())
    };
    assert!(press("F1").starts_with("音声案内を 始めます"));
    assert_eq!(press("F6"), "速さ 126 パーセント");
    assert_eq!(press("F5"), "速さ 100 パーセント");
    assert_eq!(press("F7"), "音量、 6段階の 4。");
    assert_eq!(press("F8"), "音量、 6段階の 5。");
    assert_eq!(press("r"), "音量、 6段階の 5。", "a key that the config names");
    assert_eq!(press("F9"), "画面を 消しました。");
    assert_eq!(press("F9"), "画面を 出しました。");
    assert!(press("F10").contains("受付の人に 声を かけてください"));
    assert!(press("F4").contains("ことばを 選んで ください"));
    assert!(press("Escape").contains("マイナンバーカードを ここに"));
    assert_eq!(press("F1"), "", "silent");
    assert!(!kiosk.voice().is_on());
}

#[test]
fn silence_is_kept_and_ended_by_the_same_key() {
    let tape = Tape::paced();
    let mut kiosk = with_tape(&tape);
    let watch = StopWatch { tape: &tape, route: LOUDSPEAKER };
    kiosk.strike("F1");
    watch.until_heard(0, &mut kiosk);
    kiosk.strike("F3");
    kiosk.listen();
    let silent = watch.written();
    kiosk.wait_seconds(3);
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(watch.written(), silent);
    kiosk.strike("F3");
    watch.until_heard(silent, &mut kiosk);
}

#[test]
fn a_voice_that_nobody_answers_falls_silent_on_the_first_screen() {
    let mut kiosk = with_tape(&Tape::default());
    kiosk.tap("音声で 案内する");
    kiosk.listen();
    kiosk.wait_seconds(58);
    assert!(kiosk.voice().is_on());
    kiosk.wait_seconds(4);
    assert!(!kiosk.voice().is_on());
    kiosk.expect("音声で 案内する");
}

#[test]
fn headphones_that_go_in_while_all_could_hear_take_the_voice_over() {
    let tape = Tape::default();
    let mut kiosk = with_tape(&tape);
    kiosk.tap("音声で 案内する");
    choosing(&mut kiosk);
    tap_each(&mut kiosk, &["暗証番号"]);
    kiosk.expect("4桁を").step("headphones in");
    let aloud = tape.recording(LOUDSPEAKER).len();
    let said = words(&kiosk.listen());
    assert!(said.contains("ヘッドホンで 話します") && said.contains("4桁を"), "{said}");
    kiosk.feel("7");
    assert_eq!(words(&kiosk.listen()), "7");
    assert_eq!(tape.recording(LOUDSPEAKER).len(), aloud);
}

#[test]
fn what_was_not_said_is_asked_back_about() {
    let mut kiosk = with_tape(&Tape::default());
    kiosk.tap("音声で 案内する").place_card("yuki").expect("方法を").feel("顔認証");
    tap_each(&mut kiosk, &["暗証番号"]);
    kiosk.expect("あと1回しか").feel("暗証番号を入れる");
    let said = words(&kiosk.listen());
    assert!(said.contains("声に 出しません"), "{said}");
    kiosk.press_bar();
    let said = words(&kiosk.listen());
    assert!(said.contains("もう一度 選ぶと 決まります"), "{said}");
    kiosk.expect("あと1回しか").wait_seconds(1).press_bar().expect("最後の 1回");
}

#[test]
fn what_lies_over_the_screen_leaves_when_the_visit_goes_on() {
    let mut kiosk = with_tape(&Tape::default());
    kiosk.step("headphones in");
    kiosk.listen();
    tap_each(&mut kiosk, &["音声", "この声に ついて"]);
    kiosk.place_card("hanako").expect("方法を");
    let said = words(&kiosk.listen());
    assert!(said.contains("方法を 選んでください"), "{said}");
    kiosk.feel("顔認証");
    kiosk.listen();
    kiosk.feel("暗証番号");
    assert_eq!(words(&kiosk.listen()), "暗証番号");
}

#[test]
fn keys_choose_nothing_for_a_voice_that_is_off() {
    let mut kiosk = with_tape(&Tape::default());
    for key in ["F5", "F7", "F9", "F11"] {
        kiosk.strike(key);
    }
    assert!(kiosk.voice().is_as_usual() && !kiosk.voice().is_on());
}

#[test]
fn all_of_a_long_sentence_is_shown_while_it_is_heard() {
    let size = UVec2::new(1280, 800);
    let mut kiosk = Kiosk::with(Setting { size, px_per_mm: 5.9, tray: false, ..Setting::default() });
    kiosk.tap("文字").tap("文字").step("headphones in").listen();
    let whole = kiosk.voice().caption(&Catalogue::bundled().unwrap(), Language::Japanese).replace(' ', "");
    let mut leaves = vec![kiosk.caption()];
    for _ in 0..200 {
        kiosk.pass(Duration::from_millis(100));
        let shown = kiosk.caption();
        if leaves.last() != Some(&shown) {
            leaves.push(shown);
        }
    }
    assert!(leaves.len() > 1, "{whole} fits: this glass is no small one");
    assert_eq!(leaves.concat(), whole);
    keep("48-captions", &format!("a sentence of {} letters in {} leaves", whole.chars().count(), leaves.len()));
}
