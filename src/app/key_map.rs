//! What the keys mean. A keypad for blind people arrives as a keyboard; which of its keys does what is configuration.

use crate::ui::action::{Action, VoiceAction};
use bevy::input::keyboard::Key;
use bevy::prelude::Resource;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a key can be for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    Next,
    Previous,
    Select,
    Back,
    Cancel,
    Staff,
    Language,
    /// Starts the voice, or ends it.
    Voice,
    Repeat,
    Pause,
    Slower,
    Faster,
    Softer,
    Louder,
    Blank,
    Aloud,
    /// What the switches of a patient send.
    Switch,
    OtherSwitch,
}

impl Meaning {
    /// In the order in which they are learnt.
    pub const ALL: [Self; 18] = [
        Self::Next,
        Self::Previous,
        Self::Select,
        Self::Back,
        Self::Cancel,
        Self::Staff,
        Self::Language,
        Self::Voice,
        Self::Repeat,
        Self::Pause,
        Self::Slower,
        Self::Faster,
        Self::Softer,
        Self::Louder,
        Self::Blank,
        Self::Aloud,
        Self::Switch,
        Self::OtherSwitch,
    ];

    /// Its message in `locales/`.
    pub fn message(self) -> &'static str {
        match self {
            Self::Next => "keys-next",
            Self::Previous => "keys-previous",
            Self::Select => "speech-select",
            Self::Back => "control-back",
            Self::Cancel => "control-cancel",
            Self::Staff => "control-staff",
            Self::Language => "keys-language",
            Self::Voice => "control-voice",
            Self::Repeat => "speech-repeat",
            Self::Pause => "speech-pause",
            Self::Slower => "speech-slower",
            Self::Faster => "speech-faster",
            Self::Softer => "speech-softer",
            Self::Louder => "speech-louder",
            Self::Blank => "speech-blank",
            Self::Aloud => "speech-aloud",
            Self::Switch => "keys-switch",
            Self::OtherSwitch => "keys-other-switch",
        }
    }

    /// What it does, where that is an action; moving and choosing depend on the focus.
    pub fn action(self, voice_is_on: bool) -> Option<Action> {
        Some(match self {
            Self::Next | Self::Previous | Self::Select | Self::Switch | Self::OtherSwitch => return None,
            Self::Back => Action::Back,
            Self::Cancel => Action::Cancel,
            Self::Staff => Action::CallStaff,
            Self::Language => Action::OpenLanguages,
            Self::Voice if voice_is_on => Action::Voice(VoiceAction::Stop),
            Self::Voice => Action::Voice(VoiceAction::Start),
            Self::Repeat => Action::Voice(VoiceAction::Repeat),
            Self::Pause => Action::Voice(VoiceAction::Pause),
            Self::Slower => Action::Voice(VoiceAction::Slower),
            Self::Faster => Action::Voice(VoiceAction::Faster),
            Self::Softer => Action::Voice(VoiceAction::Softer),
            Self::Louder => Action::Voice(VoiceAction::Louder),
            Self::Blank => Action::Voice(VoiceAction::Blank),
            Self::Aloud => Action::Voice(VoiceAction::Aloud),
        })
    }
}

/// Names of keys, as the `key` of a browser's keyboard event (`Tab`, `ArrowDown`, `F2`, `a`), with what they mean.
#[derive(Resource, Debug, Clone)]
pub struct KeyMap(BTreeMap<String, Meaning>);

impl Default for KeyMap {
    fn default() -> Self {
        let usual = [
            ("Tab", Meaning::Next),
            ("ArrowDown", Meaning::Next),
            ("ArrowRight", Meaning::Next),
            ("ArrowUp", Meaning::Previous),
            ("ArrowLeft", Meaning::Previous),
            ("Enter", Meaning::Select),
            ("Space", Meaning::Select),
            ("Escape", Meaning::Cancel),
            ("F1", Meaning::Voice),
            ("F2", Meaning::Repeat),
            ("F3", Meaning::Pause),
            ("F4", Meaning::Language),
            ("F5", Meaning::Slower),
            ("F6", Meaning::Faster),
            ("F7", Meaning::Softer),
            ("F8", Meaning::Louder),
            ("F9", Meaning::Blank),
            ("F10", Meaning::Staff),
            ("F11", Meaning::Aloud),
            ("[", Meaning::Switch),
            ("]", Meaning::OtherSwitch),
        ];
        Self(usual.map(|(name, meaning)| (name.to_owned(), meaning)).into())
    }
}

impl KeyMap {
    /// The usual keys, with these instead or besides.
    pub fn with(keys: &BTreeMap<Meaning, String>) -> Self {
        let mut map = Self::default();
        for (meaning, name) in keys {
            map.0.insert(name.clone(), *meaning);
        }
        map
    }

    pub fn meaning(&self, key: &Key) -> Option<Meaning> {
        self.0.get(&name(key)).copied()
    }
}

/// What a key is called in a config.
pub fn name(key: &Key) -> String {
    match key {
        Key::Character(letter) => letter.to_string(),
        other => format!("{other:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keypad_may_send_anything() {
        let keys = [(Meaning::Next, "n".to_owned()), (Meaning::Select, "MediaPlayPause".to_owned())].into();
        let map = KeyMap::with(&keys);
        assert_eq!(map.meaning(&Key::Character("n".into())), Some(Meaning::Next));
        assert_eq!(map.meaning(&Key::MediaPlayPause), Some(Meaning::Select));
        assert_eq!(map.meaning(&Key::Tab), Some(Meaning::Next), "the usual keys stay");
        assert_eq!(map.meaning(&Key::Character("5".into())), None, "digits are digits");
    }
}
