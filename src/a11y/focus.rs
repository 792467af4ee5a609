//! Keyboard focus: in the order of the tree, from the heading through every control, and round again.

use crate::ui::widgets::Heading;
use bevy::input_focus::{FocusCause, InputFocus, InputFocusVisible};
use bevy::prelude::*;

/// Can hold the focus.
#[derive(Component)]
pub struct Focusable;

/// The frame of a scan is around it.
#[derive(Component)]
pub struct Scanned;

/// Which way the focus moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Next,
    Previous,
}

/// Everything focusable, depth first.
pub fn focus_order(
    roots: &Query<Entity, (With<Node>, Without<ChildOf>)>,
    children: &Query<&Children>,
    focusable: &Query<(), With<Focusable>>,
) -> Vec<Entity> {
    roots
        .iter()
        .flat_map(|top| std::iter::once(top).chain(children.iter_descendants_depth_first(top)))
        .filter(|entity| focusable.contains(*entity))
        .collect()
}

/// The entity after or before the focused one; the first one when nothing is focused.
pub fn move_focus(order: &[Entity], focus: &mut InputFocus, step: Step) {
    let Some(last) = order.len().checked_sub(1) else { return };
    let at = focus.get().and_then(|entity| order.iter().position(|other| *other == entity));
    let to = match (at, step) {
        (None, _) => 0,
        (Some(at), Step::Next) => (at + 1) % order.len(),
        (Some(0), Step::Previous) => last,
        (Some(at), Step::Previous) => at - 1,
    };
    focus.set(order[to], FocusCause::Navigated);
}

/// A new screen starts at its heading: never at an answer, so that no key stroke answers a question unread.
pub fn take_first_focus(new: Query<Entity, Added<Heading>>, mut focus: ResMut<InputFocus>) {
    if let Some(heading) = new.iter().last() {
        focus.set(heading, FocusCause::Navigated);
    }
}

/// Draws the ring, once keys are used.
pub fn show_focus(
    focus: Res<InputFocus>,
    visible: Res<InputFocusVisible>,
    theme: Res<crate::ui::theme::Theme>,
    mut outlines: Query<(Entity, &mut Outline, Has<Scanned>), With<Focusable>>,
    scanned: Query<(), With<Scanned>>,
) {
    for (entity, mut outline, framed) in &mut outlines {
        let focused = visible.0 && scanned.is_empty() && focus.get() == Some(entity);
        let width = if focused || framed { theme.mm(crate::ui::theme::FOCUS_MM) } else { Val::ZERO };
        if outline.width != width {
            outline.width = width;
        }
    }
}
