//! Fingers and the mouse. A control is activated when press and release both fall inside it; sliding off cancels.
//! Only one contact counts at a time. Own hit test instead of Bevy's picking, because there a press and its release
//! within one slow frame lose the click and leave the button pressed.

use super::activate::Activated;
use super::kiosk::Kiosk;
use crate::a11y::ModalScope;
use crate::session::ScreenNumber;
use crate::ui::action::Action;
use crate::ui::widgets::{Control, Pushed};
use bevy::input::ButtonState;
use bevy::input::mouse::MouseButtonInput;
use bevy::input::touch::{TouchInput, TouchPhase};
use bevy::input_focus::InputFocusVisible;
use bevy::prelude::*;
use bevy::ui::UiGlobalTransform;
use bevy::window::{PrimaryWindow, WindowEvent};

/// A finger's number, or the mouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Finger(u64),
    Mouse,
}

/// The contact that counts, what it began on, and on which screen.
#[derive(Resource, Default)]
pub struct Contact {
    held: Option<(Source, Option<Action>, ScreenNumber)>,
    mouse: Vec2,
}

enum Change {
    Down(Vec2),
    Up(Vec2),
    Lost,
}

type Controls<'w, 's> = Query<'w, 's, (Entity, &'static Control, &'static ComputedNode, &'static UiGlobalTransform)>;

/// Turns window events into activations, in the order in which they came.
pub fn read_contacts(
    mut events: MessageReader<WindowEvent>,
    mut contact: ResMut<Contact>,
    mut activated: MessageWriter<Activated>,
    mut visible: ResMut<InputFocusVisible>,
    windows: Query<&Window, With<PrimaryWindow>>,
    kiosk: Res<Kiosk>,
    controls: Controls,
    scopes: Query<Entity, With<ModalScope>>,
    parents: Query<&ChildOf>,
) {
    let Ok(window) = windows.single() else { return };
    let scale = window.scale_factor();
    for event in events.read() {
        let (source, change) = match event {
            WindowEvent::CursorMoved(moved) => {
                contact.mouse = moved.position * scale;
                continue;
            }
            WindowEvent::MouseButtonInput(MouseButtonInput { button: MouseButton::Left, state, .. }) => {
                let at = contact.mouse;
                (Source::Mouse, if *state == ButtonState::Pressed { Change::Down(at) } else { Change::Up(at) })
            }
            WindowEvent::TouchInput(TouchInput { phase, position, id, .. }) => {
                let at = *position * scale;
                let change = match phase {
                    TouchPhase::Started => Change::Down(at),
                    TouchPhase::Ended => Change::Up(at),
                    TouchPhase::Canceled => Change::Lost,
                    TouchPhase::Moved => continue,
                };
                (Source::Finger(*id), change)
            }
            _ => continue,
        };
        let hit = |at| hit(at, &controls, &scopes, &parents);
        match (change, contact.held) {
            (Change::Down(at), None) => {
                visible.0 = false;
                contact.held = Some((source, hit(at), kiosk.session().screen()));
            }
            (Change::Up(at), Some((held, began, screen))) if held == source => {
                contact.held = None;
                if let Some(action) = hit(at).filter(|action| Some(*action) == began) {
                    activated.write(Activated { action, screen });
                }
            }
            (Change::Lost, Some((held, ..))) if held == source => contact.held = None,
            (Change::Down(_) | Change::Up(_) | Change::Lost, _) => {}
        }
    }
}

fn hit(
    at: Vec2,
    controls: &Controls,
    scopes: &Query<Entity, With<ModalScope>>,
    parents: &Query<&ChildOf>,
) -> Option<Action> {
    let in_scope = |entity| scopes.is_empty() || parents.iter_ancestors(entity).any(|up| scopes.contains(up));
    controls
        .iter()
        .find(|(entity, control, node, transform)| {
            node.contains_point(**transform, at) && (control.action.of_tray() || in_scope(*entity))
        })
        .map(|(_, control, ..)| control.action)
}

/// Marks the control under the contact, so that it can be drawn pressed.
pub fn mark_pushed(contact: Res<Contact>, controls: Query<(Entity, &Control, Has<Pushed>)>, mut commands: Commands) {
    let pushed = contact.held.and_then(|(_, action, _)| action);
    for (entity, control, marked) in &controls {
        let now = pushed == Some(control.action);
        if now && !marked {
            commands.entity(entity).insert(Pushed);
        } else if marked && !now {
            commands.entity(entity).remove::<Pushed>();
        }
    }
}
