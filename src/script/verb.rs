//! The verbs of a script, and how a line is read.

use crate::i18n::Language;
use crate::practice::persons;
use std::time::Duration;

/// One step of a visit.
#[derive(Debug, Clone, PartialEq)]
pub enum Verb {
    PlaceCard(String),
    PullCard,
    Tap(String),
    Press(KeyName),
    EnterPin(String),
    Expect(String),
    ExpectNot(String),
    Wait(Duration),
    Language(Language),
    /// A fault of the card, in the words of `virtual-card`.
    CardFault(String),
    /// Who stands before the practice camera, in the words of a scene.
    CameraShows(String),
    CameraFault(String),
    /// Headphones into the practice jack, or out of it.
    Headphones(bool),
    /// Until the voice has said everything.
    Listen,
    /// A fault of the centre, as the JSON its admin route takes.
    CentreFault(String),
    /// The graphics card, or its driver, goes away.
    LoseGpu,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyName {
    Tab,
    ShiftTab,
    Enter,
    Escape,
    Left,
    Right,
    Up,
    Down,
    /// One letter, as the switches `[` and `]`.
    Letter(char),
    /// F1 to F11.
    Function(u8),
}

/// All verbs, for `visit --help` and for error messages.
pub const HELP: &str = "\
place card PERSON     put that person's practice card on the reader: hanako, kenji, ume,
                      takahashi, sakura, ichiro, kiku, goro, mei, fumi, jiro, yuki, suica, silent,
                      rin, haru, tetsu, nobu
pull card             take the card away
tap NAME              touch the control with this name, or with this in its name
press KEY             tab, shift-tab, enter, escape, left, right, up, down, F1 to F11, or one
                      letter, as the switches [ and ]
enter pin 1234        touch the digits and 決定
expect TEXT           wait until TEXT is on the screen (at most 20 s of real time), else fail;
                      meanwhile the visit's clock stands still, and with it the instruction at the
                      camera: put `wait 2 s` before
expect no TEXT        fail when TEXT is on the screen
wait 90 s             let 90 s of the visit's clock pass
language ja | en      change the language of the screens
card fault FAULT      pull-at N, partial-at N, truncate-at N, overlong-at N, endless-61-at N,
                      garbage-at N, mute-at N, wrong-length-at N, no-extended, none; N counts the
                      APDUs since the card was placed; slow MILLISECONDS KBIT/S: each
                      APDU takes that long
camera shows SCENE    owner; nobody; or one or two persons and any of mask, sunglasses, hat, dark,
                      backlit, far, near, left, right, high, low, turned, tilted, shaking,
                      seated, turning: `camera shows hanako kenji dark`
camera fault FAULT    none, dark, backlit, blurred, frozen, stalled, unplugged, busy,
                      wrong-format, panics
headphones in | out   start the voice, or end it
listen                wait until the voice has said everything; while it speaks, `tap` feels for the
                      control and then presses the bar at the bottom
centre FAULT          none, down, maintenance, rubbish, never, cut, slow MILLISECONDS;
                      `centre down after 2` lets so many requests through before
lose gpu              the graphics card goes away: the program ends, for it cannot draw
# ...                 a comment";

/// A line that is no step.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("line {line}: '{text}' {why}")]
pub struct ScriptError {
    pub line: usize,
    pub text: String,
    pub why: String,
}

/// Reads a whole script; each step with the number of its line.
pub fn parse_script(source: &str) -> Result<Vec<(usize, Verb)>, ScriptError> {
    source
        .lines()
        .enumerate()
        .map(|(index, text)| (index + 1, text.trim()))
        .filter(|(_, text)| !text.is_empty() && !text.starts_with('#'))
        .map(|(line, text)| match parse(text) {
            Ok(verb) => Ok((line, verb)),
            Err(why) => Err(ScriptError { line, text: text.to_owned(), why }),
        })
        .collect()
}

/// Reads one step.
pub fn parse(text: &str) -> Result<Verb, String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        ["place", "card", person] => match persons::find(person) {
            Some(_) => Ok(Verb::PlaceCard((*person).to_owned())),
            None => Err(format!("names nobody: '{person}' is no practice person")),
        },
        ["pull", "card"] => Ok(Verb::PullCard),
        ["tap", _, ..] => Ok(Verb::Tap(rest(text, 1))),
        ["press", key] => key_name(key).map(Verb::Press),
        ["enter", "pin", pin] if pin.len() == 4 && pin.bytes().all(|b| b.is_ascii_digit()) => {
            Ok(Verb::EnterPin((*pin).to_owned()))
        }
        ["enter", "pin", ..] => Err("needs four digits, as in: enter pin 1234".into()),
        ["expect", "no", _, ..] => Ok(Verb::ExpectNot(rest(text, 2))),
        ["expect", _, ..] => Ok(Verb::Expect(rest(text, 1))),
        ["wait", seconds, "s"] => match seconds.parse::<u32>() {
            Ok(seconds) => Ok(Verb::Wait(Duration::from_secs(seconds.into()))),
            Err(_) => Err("needs whole seconds, as in: wait 90 s".into()),
        },
        ["language", code] => {
            Language::of(code).map(Verb::Language).ok_or_else(|| format!("needs one of {}", Language::codes()))
        }
        ["camera", "shows", _, ..] => Ok(Verb::CameraShows(rest(text, 2))),
        ["camera", "fault", _] => Ok(Verb::CameraFault(rest(text, 2))),
        ["card", "fault", _, ..] => Ok(Verb::CardFault(rest(text, 2))),
        ["lose", "gpu"] => Ok(Verb::LoseGpu),
        ["headphones", "in"] => Ok(Verb::Headphones(true)),
        ["headphones", "out"] => Ok(Verb::Headphones(false)),
        ["listen"] => Ok(Verb::Listen),
        ["centre", fault @ ("down" | "maintenance" | "rubbish" | "never" | "cut"), "after", after]
            if after.parse::<u32>().is_ok() =>
        {
            Ok(Verb::CentreFault(format!(r#"{{"fault":"{fault}","after":{after}}}"#)))
        }
        ["centre", fault @ ("none" | "down" | "maintenance" | "rubbish" | "never" | "cut")] => {
            Ok(Verb::CentreFault(format!(r#"{{"fault":"{fault}"}}"#)))
        }
        ["centre", "slow", millis] if millis.parse::<u64>().is_ok() => {
            Ok(Verb::CentreFault(format!(r#"{{"fault":"slow","millis":{millis}}}"#)))
        }
        _ => Err(format!("is no step; the steps are:\n{HELP}")),
    }
}

/// What follows the first `skip` words, as written.
fn rest(text: &str, skip: usize) -> String {
    let mut rest = text.trim();
    for _ in 0..skip {
        rest = rest.split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim_start());
    }
    rest.to_owned()
}

fn key_name(key: &str) -> Result<KeyName, String> {
    match key {
        "tab" => Ok(KeyName::Tab),
        "shift-tab" => Ok(KeyName::ShiftTab),
        "enter" => Ok(KeyName::Enter),
        "escape" => Ok(KeyName::Escape),
        "left" => Ok(KeyName::Left),
        "right" => Ok(KeyName::Right),
        "up" => Ok(KeyName::Up),
        "down" => Ok(KeyName::Down),
        _ => {
            one_letter(key).map(KeyName::Letter).or_else(|| function_key(key).map(KeyName::Function)).ok_or_else(|| {
                "needs a key: tab, shift-tab, enter, escape, left, right, up, down, F1 to F11, or one letter".into()
            })
        }
    }
}

fn one_letter(key: &str) -> Option<char> {
    let mut letters = key.chars();
    letters.next().filter(|_| letters.next().is_none())
}

fn function_key(key: &str) -> Option<u8> {
    key.strip_prefix('F')?.parse().ok().filter(|number| (1..=11).contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_reads_as_people_speak() {
        let script =
            "# a visit\nplace card hanako\n\n tap 暗証番号\nenter pin 1234\nexpect 同意 する\nwait 90 s\npull card\n";
        let verbs: Vec<Verb> = parse_script(script).unwrap().into_iter().map(|(_, verb)| verb).collect();
        assert_eq!(
            verbs,
            [
                Verb::PlaceCard("hanako".into()),
                Verb::Tap("暗証番号".into()),
                Verb::EnterPin("1234".into()),
                Verb::Expect("同意 する".into()),
                Verb::Wait(Duration::from_secs(90)),
                Verb::PullCard,
            ]
        );
    }

    #[test]
    fn a_wrong_line_is_named() {
        let error = parse_script("pull card\nplace card nobody").unwrap_err();
        assert_eq!((error.line, error.text.as_str()), (2, "place card nobody"));
        assert!(parse_script("enter pin 12").is_err());
        assert!(parse_script("dance").is_err());
    }
}
