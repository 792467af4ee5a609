//! Pairs of a thing and what became of it.

use super::text::drawn;
use super::{Look, container, role};
use crate::i18n::Text as Message;
use crate::ui::theme::{BORDER_MM, TextSize};
use accesskit::Role;
use bevy::prelude::*;
use bevy::ui::prelude::AccessibleLabel;

/// One row a pair, the thing on the left and its state on the right; read out as one sentence.
pub fn list(parent: &mut ChildSpawnerCommands, look: Look, rows: &[(Message, Message)]) {
    let theme = look.theme;
    let palette = theme.palette();
    parent.spawn((Node { flex_direction: FlexDirection::Column, ..default() }, container())).with_children(|parent| {
        for (thing, state) in rows {
            let (thing, state) = (look.text(thing), look.text(state));
            parent.spawn((
                role(Role::ListItem),
                AccessibleLabel::new(format!("{thing} {state}")),
                Node {
                    justify_content: JustifyContent::SpaceBetween,
                    column_gap: theme.mm(4.0),
                    padding: UiRect::vertical(theme.mm(1.0)),
                    border: UiRect::bottom(theme.mm(BORDER_MM / 2.0)),
                    ..default()
                },
                BorderColor::all(palette.edge),
                children![
                    drawn(look, thing, TextSize::Body, false, palette.text),
                    drawn(look, state, TextSize::Body, true, palette.text),
                ],
            ));
        }
    });
}
