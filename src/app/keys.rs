//! The keyboard, and controllers that arrive as one: Tab and arrows move, Enter and Space activate, digits type.

use super::activate::Activated;
use super::key_map::{KeyMap, Meaning};
use super::kiosk::Kiosk;
use super::voice::Voice;
use crate::a11y::{Focusable, ModalScope, Step, focus_order, move_focus};
use crate::ui::action::Action;
use crate::ui::widgets::Control;
use bevy::a11y::ActionRequest;
use bevy::input::ButtonState;
use bevy::input::keyboard::{Key, KeyboardInput};
use bevy::input_focus::{FocusCause, InputFocus, InputFocusVisible};
use bevy::prelude::*;

/// A held key is one stroke: repeats are ignored, so that a key pressed on one screen never answers the next.
pub fn read_keys(
    mut keys: MessageReader<KeyboardInput>,
    mut shift: Local<bool>,
    mut activated: MessageWriter<Activated>,
    (mut focus, mut visible): (ResMut<InputFocus>, ResMut<InputFocusVisible>),
    (kiosk, map, voice): (Res<Kiosk>, Res<KeyMap>, Res<Voice>),
    controls: Query<&Control>,
    (scopes, roots, children, focusable): (
        Query<Entity, With<ModalScope>>,
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
                if let Some(action) = focused.or(enter) {
                    activated.write(Activated { action, screen, deliberate: false });
                }
                continue;
            }
            (other, _) => {
                let action = other.map_or_else(|| typed(&key.logical_key), |meaning| meaning.action(voice.is_on()));
                // Only what is on the screen can be typed: a digit key presses that digit's own key of the pad. The
                // voice has no place on the screen.
                let offered = |action| {
                    matches!(action, Action::Voice(_))
                        || scopes.is_empty() && controls.iter().any(|control| control.action == action)
                };
                if let Some(action) = action.filter(|action| offered(*action)) {
                    activated.write(Activated { action, screen, deliberate: false });
                }
                continue;
            }
        };
        visible.0 = true;
        move_focus(&focus_order(&scopes, &roots, &children, &focusable), &mut focus, step);
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
                    activated.write(Activated { action: control.action, screen, deliberate: false });
                }
            }
            accesskit::Action::Focus if focusable.contains(entity) => focus.set(entity, FocusCause::Navigated),
            _ => {}
        }
    }
}
