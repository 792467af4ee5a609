//! Fingers and the mouse. A control is activated when press and release both fall inside it; sliding off cancels.
//! Only one contact counts at a time. Own hit test instead of Bevy's picking, because there a press and its release
//! within one slow frame lose the click and leave the button pressed.
//!
//! While a voice speaks, fingers explore instead ([`crate::a11y::explore`]); only the practice tray stays as it is.

use super::activate::Activated;
use super::announce::{Felt, Item};
use super::clock::Clock;
use super::fingers::Fingers;
use super::kiosk::Kiosk;
use super::voice::Voice;
use crate::a11y::explore::{self, Gesture};
use crate::i18n::tr;
use crate::session::ScreenNumber;
use crate::ui::action::{Action, VoiceAction};
use crate::ui::widgets::{Control, Pushed, Says};
use bevy::input::ButtonState;
use bevy::input::mouse::MouseButtonInput;
use bevy::input::touch::{TouchInput, TouchPhase};
use bevy::input_focus::{FocusCause, InputFocus, InputFocusVisible};
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
    fingers: Fingers<Source>,
    mouse: Vec2,
    /// What an exploring finger is on.
    felt: Option<Entity>,
}

#[derive(Debug, Clone, Copy)]
enum Change {
    Down(Vec2),
    Moved(Vec2),
    Up(Vec2),
    Lost,
}

type Controls<'w, 's> = Query<'w, 's, (Entity, &'static Control, &'static ComputedNode, &'static UiGlobalTransform)>;
type Things<'w, 's> =
    Query<'w, 's, (Entity, &'static Says, Option<&'static Control>, &'static ComputedNode, &'static UiGlobalTransform)>;

/// Turns window events into activations, in the order in which they came.
pub fn read_contacts(
    mut events: MessageReader<WindowEvent>,
    mut contact: ResMut<Contact>,
    mut activated: MessageWriter<Activated>,
    (mut focus, mut visible): (ResMut<InputFocus>, ResMut<InputFocusVisible>),
    windows: Query<&Window, With<PrimaryWindow>>,
    (kiosk, clock): (Res<Kiosk>, Res<Clock>),
    (controls, things, controls_names): (Controls, Things, Query<(&Control, &Says)>),
    (mut voice, mut felt): (ResMut<Voice>, ResMut<Felt>),
) {
    let Ok(window) = windows.single() else { return };
    let scale = window.scale_factor();
    let now = clock.elapsed();
    let mut gestures = Vec::new();
    for event in events.read() {
        let (source, change) = match event {
            WindowEvent::CursorMoved(moved) => {
                contact.mouse = moved.position * scale;
                (Source::Mouse, Change::Moved(contact.mouse))
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
                    TouchPhase::Moved => Change::Moved(at),
                };
                (Source::Finger(*id), change)
            }
            _ => continue,
        };
        let counts = match change {
            Change::Down(_) => {
                let (lost, counts) = contact.fingers.down(source, now);
                for source in lost {
                    if contact.held.is_some_and(|(held, ..)| held == source) {
                        contact.held = None;
                    }
                    voice.explorer.contact(now, explored(source, Change::Lost, |_| false));
                }
                counts
            }
            Change::Up(_) | Change::Lost => {
                contact.fingers.up(source);
                true
            }
            Change::Moved(_) => true,
        };
        if !counts {
            contact.held = None;
            continue;
        }
        let hit = |at| hit(at, &controls);
        let of_tray = matches!(change, Change::Down(at) if hit(at).is_some_and(Action::of_tray));
        if voice.is_on() && contact.held.is_none() && !of_tray {
            let on_bar = |at| hit(at) == Some(Action::Voice(VoiceAction::Select));
            gestures.extend(voice.explorer.contact(now, explored(source, change, on_bar)));
            if matches!(change, Change::Up(_) | Change::Lost) {
                contact.felt = None;
            }
            continue;
        }
        match (change, contact.held) {
            (Change::Down(at), None) => {
                visible.0 = false;
                contact.held = Some((source, hit(at), kiosk.session().screen()));
            }
            (Change::Up(at), Some((held, began, screen))) if held == source => {
                contact.held = None;
                if let Some(action) = hit(at).filter(|action| Some(*action) == began) {
                    activated.write(Activated { action, screen, deliberate: false });
                }
            }
            (Change::Lost, Some((held, ..))) if held == source => contact.held = None,
            (Change::Down(_) | Change::Moved(_) | Change::Up(_) | Change::Lost, _) => {}
        }
    }
    if voice.is_on() {
        gestures.extend(voice.explorer.pass(now));
    }
    for gesture in gestures {
        match gesture {
            Gesture::Feel(at) => feel(at, &mut contact, &mut felt, &mut focus, &things),
            Gesture::Select => {
                let (action, screen) = voice.choice.unwrap_or((REPEAT, kiosk.session().screen()));
                let name = controls_names.iter().find(|(control, _)| control.action == action);
                if name.is_some_and(|(_, says)| voice.asks_back(&says.0, action, screen)) {
                    felt.0 = Some(Item { text: tr("speech-ask-back"), action: Some(action) });
                } else {
                    activated.write(Activated { action, screen, deliberate: true });
                }
            }
            Gesture::Repeat => {
                activated.write(Activated { action: REPEAT, screen: kiosk.session().screen(), deliberate: true });
            }
        }
        visible.0 = true;
    }
}

const REPEAT: Action = Action::Voice(VoiceAction::Repeat);

fn explored(source: Source, change: Change, on_bar: impl Fn(Vec2) -> bool) -> explore::Contact {
    // The mouse is one more finger.
    let finger = match source {
        Source::Finger(number) => number,
        Source::Mouse => u64::MAX,
    };
    match change {
        Change::Down(at) => explore::Contact::Down { finger, at, on_bar: on_bar(at) },
        Change::Moved(at) => explore::Contact::Moved { finger, at, on_bar: on_bar(at) },
        Change::Up(at) => explore::Contact::Up { finger, on_bar: on_bar(at) },
        Change::Lost => explore::Contact::Lost { finger },
    }
}

/// The smallest thing under the finger is what it feels; a thing is told once while the finger stays on it.
fn feel(at: Vec2, contact: &mut Contact, felt: &mut Felt, focus: &mut InputFocus, things: &Things) {
    let area = |node: &ComputedNode| node.size().x * node.size().y;
    let thing = things
        .iter()
        .filter(|(.., node, transform)| node.contains_point(**transform, at))
        .min_by(|(.., a, _), (.., b, _)| area(a).total_cmp(&area(b)));
    let before = std::mem::replace(&mut contact.felt, thing.map(|(entity, ..)| entity));
    let Some((entity, says, control, ..)) = thing else { return };
    if before == Some(entity) {
        return;
    }
    if control.is_some() {
        focus.set(entity, FocusCause::Navigated);
    }
    felt.0 = Some(Item { text: says.0.clone(), action: control.map(|control| control.action) });
}

fn hit(at: Vec2, controls: &Controls) -> Option<Action> {
    let mut under = controls.iter().filter(|(.., node, transform)| node.contains_point(**transform, at));
    under.next().map(|(_, control, ..)| control.action)
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
