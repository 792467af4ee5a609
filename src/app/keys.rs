//! The keyboard, and controllers that arrive as one: Tab and arrows move, Enter and Space activate, digits type.

use super::activate::Activated;
use super::announce::{Felt, Item};
use super::key_map::{KeyMap, Meaning};
use super::kiosk::Kiosk;
use super::switches::SwitchPressed;
use super::voice::{PanelSign, Voice};
use crate::a11y::switch::Switch;
use crate::a11y::{Focusable, Step, focus_order, move_focus};
use crate::i18n::tr;
use crate::ui::action::{Action, VoiceAction};
use crate::ui::widgets::{Control, Says};
use bevy::a11y::ActionRequest;
use bevy::input::ButtonState;
use bevy::input::keyboard::{Key, KeyboardInput};
use bevy::input_focus::{FocusCause, InputFocus, InputFocusVisible};
use bevy::prelude::*;

/// A held key is one stroke: repeats are ignored, so that a key pressed on one screen never answers the next.
pub fn read_keys(
    mut keys: MessageReader<KeyboardInput>,
    mut shift: Local<bool>,
    (mut activated, mut switched): (MessageWriter<Activated>, MessageWriter<SwitchPressed>),
    (mut focus, mut visible): (ResMut<InputFocus>, ResMut<InputFocusVisible>),
    (kiosk, map, mut voice, mut felt): (Res<Kiosk>, Res<KeyMap>, ResMut<Voice>, ResMut<Felt>),
    (controls, names): (Query<&Control>, Query<&Says, With<Control>>),
    (roots, children, focusable): (
        Query<Entity, (With<Node>, Without<ChildOf>)>,
        Query<&Children>,
        Query<(), With<Focusable>>,
    ),
) {
    let screen = kiosk.session().screen();
    for key in keys.read() {
        // In the order in which they came: a keypad sends a whole chord at once.
        if key.logical_key == Key::Shift {
            *shift = key.state == ButtonState::Pressed;
        }
        if key.state == ButtonState::Released || key.repeat {
            continue;
        }
        let backwards = *shift;
        let step = match (map.meaning(&key.logical_key), backwards) {
            (Some(Meaning::Next), false) | (Some(Meaning::Previous), true) => Step::Next,
            (Some(Meaning::Previous), false) | (Some(Meaning::Next), true) => Step::Previous,
            (Some(Meaning::Select), _) => {
                let focused = focus.get().and_then(|entity| controls.get(entity).ok()).map(|control| control.action);
                // After typing digits, Enter is 決定: on the pad it cannot answer anything else.
                let enter = controls.iter().map(|control| control.action).find(|action| *action == Action::EnterPin);
                let name = focus.get().and_then(|entity| names.get(entity).ok());
                match (focused.or(enter), name) {
                    (Some(action), Some(says)) if voice.asks_back(&says.0, action, screen) => {
                        felt.0 = Some(Item { text: tr("speech-ask-back"), action: Some(action) });
                    }
                    (Some(action), _) => {
                        activated.write(Activated { action, screen, deliberate: false });
                    }
                    (None, _) => {}
                }
                continue;
            }
            (Some(Meaning::Switch), _) => {
                switched.write(SwitchPressed(Switch::First));
                continue;
            }
            (Some(Meaning::OtherSwitch), _) => {
                switched.write(SwitchPressed(Switch::Second));
                continue;
            }
            // Esc leaves what lies over the screen before it leaves the visit.
            (Some(Meaning::Cancel), _) if voice.panel() != PanelSign::Closed || voice.is_blank() => {
                let blank = voice.is_blank();
                let action = Action::Voice(if blank { VoiceAction::Blank } else { VoiceAction::ClosePanel });
                activated.write(Activated { action, screen, deliberate: false });
                continue;
            }
            (other, _) => {
                let action = other.map_or_else(|| typed(&key.logical_key), |meaning| meaning.action(voice.is_on()));
                // Only what is on the screen can be typed: a digit key presses that digit's own key of the pad. The
                // voice has no place on the screen.
                let offered = |action| {
                    matches!(action, Action::Voice(_)) || controls.iter().any(|control| control.action == action)
                };
                if let Some(action) = action.filter(|action| offered(*action)) {
                    activated.write(Activated { action, screen, deliberate: false });
                }
                continue;
            }
        };
        visible.0 = true;
        move_focus(&focus_order(&roots, &children, &focusable), &mut focus, step);
    }
}

fn typed(key: &Key) -> Option<Action> {
    match key {
        Key::Character(text) => {
            let digit = text.parse::<u8>().ok().filter(|digit| *digit <= 9)?;
            Some(Action::Digit(digit))
        }
        Key::Backspace => Some(Action::EraseDigit),
        _ => None,
    }
}

/// What the platform's assistive technology asks for.
pub fn read_assistive_technology(
    mut requests: MessageReader<ActionRequest>,
    mut activated: MessageWriter<Activated>,
    mut focus: ResMut<InputFocus>,
    kiosk: Res<Kiosk>,
    controls: Query<&Control>,
    focusable: Query<(), With<Focusable>>,
) {
    for request in requests.read() {
        let Some(entity) = Entity::try_from_bits(request.target_node.0) else { continue };
        match request.action {
            accesskit::Action::Click => {
                if let Ok(control) = controls.get(entity) {
                    let screen = kiosk.session().screen();
                    // Nothing trembles here: assistive technology has filters of its own.
                    activated.write(Activated { action: control.action, screen, deliberate: true });
                }
            }
            accesskit::Action::Focus if focusable.contains(entity) => focus.set(entity, FocusCause::Navigated),
            _ => {}
        }
    }
}
