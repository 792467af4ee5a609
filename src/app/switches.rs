//! Switches in the app: their keys, the rows of what stands on the glass, the frame around them.

use super::activate::Activated;
use super::announce::give_time;
use super::clock::Clock;
use super::kiosk::Kiosk;
use super::view::Drawn;
use super::voice::{PanelSign, Voice};
use crate::a11y::Scanned;
use crate::a11y::switch::{Frame, Pressed, Switch, Switches};
use crate::session::StepName;
use crate::ui::action::{Action, SwitchAction, VoiceAction};
use crate::ui::widgets::Control;
use bevy::input_focus::{FocusCause, InputFocus, InputFocusVisible};
use bevy::prelude::*;
use bevy::ui::UiGlobalTransform;
use std::time::Duration;

/// A switch went down.
#[derive(Message, Debug, Clone, Copy)]
pub struct SwitchPressed(pub Switch);

/// The switches, and what they were last used for.
#[derive(Resource, Default)]
pub struct SwitchDesk {
    pub switches: Switches,
    used_at: Duration,
    step: Option<StepName>,
    /// What stood on the glass when the frame began.
    glass: Option<super::view::GlassSign>,
}

/// Whoever used switches on the first screen and went away is forgotten after this long.
const LEFT_AFTER: Duration = Duration::from_secs(60);

impl SwitchDesk {
    /// When something must be looked at again.
    pub fn deadline(&self) -> Option<Duration> {
        let gone = (self.switches.is_on() && self.step == Some(StepName::Idle)).then(|| self.used_at + LEFT_AFTER);
        self.switches.deadline().into_iter().chain(gone).min()
    }

    /// What a control about the switches does.
    pub fn act(&mut self, action: SwitchAction, voice: &mut Voice) {
        match action {
            SwitchAction::Slower => self.switches.slower(),
            SwitchAction::Faster => self.switches.faster(),
            SwitchAction::Start => {}
            SwitchAction::Stop => self.switches.stop(),
        }
        match action {
            SwitchAction::Slower | SwitchAction::Faster => voice.open(PanelSign::SwitchOne(self.switches.pace())),
            SwitchAction::Start | SwitchAction::Stop => voice.close_panel(),
        }
    }
}

type Controls<'w, 's> = Query<'w, 's, (Entity, &'static Control, &'static ComputedNode, &'static UiGlobalTransform)>;

/// Presses, and the passing of time.
pub fn work(
    mut presses: MessageReader<SwitchPressed>,
    mut desk: ResMut<SwitchDesk>,
    (mut kiosk, clock, drawn): (ResMut<Kiosk>, Res<Clock>, Res<Drawn>),
    mut voice: ResMut<Voice>,
    controls: Controls,
    (mut focus, mut visible): (ResMut<InputFocus>, ResMut<InputFocusVisible>),
    mut activated: MessageWriter<Activated>,
) {
    let now = clock.elapsed();
    let step = kiosk.session().state().step_name();
    let ended = step == StepName::Idle && desk.step.is_some_and(|before| before != StepName::Idle);
    desk.step = Some(step);
    if ended || step == StepName::Idle && now >= desk.used_at + LEFT_AFTER {
        desk.switches.stop();
    }
    let rows = rows(&controls);
    let sizes: Vec<usize> = rows.iter().map(Vec::len).collect();
    let glass = drawn.glass();
    if desk.glass != glass {
        desk.glass = glass;
        desk.switches.restart(now);
    }
    for SwitchPressed(switch) in presses.read() {
        desk.used_at = now;
        visible.0 = true;
        give_time(&mut kiosk, &clock);
        let screen = kiosk.session().screen();
        match desk.switches.press(*switch, now, &sizes) {
            Pressed::Ask => voice.open(PanelSign::SwitchAsked),
            Pressed::TellTwo => voice.open(PanelSign::SwitchTwo),
            Pressed::TellOne => voice.open(PanelSign::SwitchOne(desk.switches.pace())),
            Pressed::Move => {
                let all: Vec<Entity> = rows.iter().flatten().map(|(entity, _)| *entity).collect();
                let at = focus.get().and_then(|entity| all.iter().position(|other| *other == entity));
                let next = at.map_or(0, |at| (at + 1) % all.len().max(1));
                if let Some(entity) = all.get(next) {
                    focus.set(*entity, FocusCause::Navigated);
                }
            }
            Pressed::Select => {
                let focused = rows.iter().flatten().find(|(entity, _)| focus.get() == Some(*entity));
                activated.write_batch(focused.map(|(_, action)| Activated {
                    action: *action,
                    screen,
                    deliberate: false,
                }));
            }
            Pressed::Pick { row, at } => {
                let picked = rows.get(row).and_then(|row| row.get(at));
                activated.write_batch(picked.map(|(_, action)| Activated {
                    action: *action,
                    screen,
                    deliberate: false,
                }));
            }
            Pressed::Nothing => {}
        }
    }
    desk.switches.pass(now, &sizes);
}

/// What can be chosen, row by row down the glass; the controls that are always there are one row of their own.
fn rows(controls: &Controls) -> Vec<Vec<(Entity, Action)>> {
    let mut here: Vec<(Entity, Action, Rect)> = Vec::new();
    let mut strip = Vec::new();
    for (entity, control, node, at) in controls {
        let area = Rect::from_center_size(at.translation, node.size());
        if control.action.of_tray() || control.action == Action::Voice(VoiceAction::Select) {
            continue;
        }
        let kept = if control.in_strip { &mut strip } else { &mut here };
        kept.push((entity, control.action, area));
    }
    let by_place = |a: &Rect, b: &Rect| a.min.y.total_cmp(&b.min.y).then(a.min.x.total_cmp(&b.min.x));
    here.sort_by(|(.., a), (.., b)| by_place(a, b));
    strip.sort_by(|(.., a), (.., b)| by_place(a, b));
    let mut rows: Vec<(f32, Vec<(Entity, Action)>)> = Vec::new();
    for (entity, action, area) in here {
        match rows.last_mut() {
            // Its middle lies above the end of the row.
            Some((end, row)) if area.center().y < *end => row.push((entity, action)),
            _ => rows.push((area.max.y, vec![(entity, action)])),
        }
    }
    let strip: Vec<_> = strip.into_iter().map(|(entity, action, _)| (entity, action)).collect();
    rows.into_iter().map(|(_, row)| row).chain((!strip.is_empty()).then_some(strip)).collect()
}

/// Draws the frame, and lets the voice follow it.
pub fn show_frame(
    desk: Res<SwitchDesk>,
    controls: Controls,
    scanned: Query<Entity, With<Scanned>>,
    mut focus: ResMut<InputFocus>,
    mut commands: Commands,
) {
    let framed: Vec<Entity> = match desk.switches.frame() {
        None => Vec::new(),
        Some(Frame::Row(row)) => {
            rows(&controls).into_iter().nth(row).into_iter().flatten().map(|(entity, _)| entity).collect()
        }
        Some(Frame::Item { row, at, .. }) => {
            let row = rows(&controls).into_iter().nth(row).unwrap_or_default();
            row.get(at).map(|(entity, _)| *entity).into_iter().collect()
        }
    };
    for entity in &scanned {
        if !framed.contains(&entity) {
            commands.entity(entity).remove::<Scanned>();
        }
    }
    for entity in &framed {
        if !scanned.contains(*entity) {
            commands.entity(*entity).insert(Scanned);
        }
    }
    if let Some(first) = framed.first()
        && focus.get() != Some(*first)
    {
        focus.set(*first, FocusCause::Navigated);
    }
}
