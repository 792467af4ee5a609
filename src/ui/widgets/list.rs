//! Pairs of a thing and what became of it.

use super::text::drawn;
use super::{Look, container, role};
use crate::i18n::Text as Message;
use crate::ui::theme::{BORDER_MM, TextSize};
use accesskit::Role;
use bevy::prelude::*;
use bevy::ui::prelude::AccessibleLabel;

/// A row of a list.
#[derive(Component)]
pub struct ListRow;

/// One thing a row.
pub fn items_list(parent: &mut ChildSpawnerCommands, look: Look, items: &[Message]) {
    rows(parent, |parent| {
        for item in items {
            let item = look.text(item);
            parent.spawn((row(look, item.clone()), BorderColor::all(look.theme.palette().edge))).with_child((drawn(
                look,
                item,
                TextSize::Body,
                true,
                look.theme.palette().text,
            ),));
        }
    });
}

/// One row a pair, the thing on the left and its state on the right; read out as one sentence.
pub fn list(parent: &mut ChildSpawnerCommands, look: Look, pairs: &[(Message, Message)]) {
    let palette = look.theme.palette();
    rows(parent, |parent| {
        for (thing, state) in pairs {
            let (thing, state) = (look.text(thing), look.text(state));
            parent.spawn((
                row(look, format!("{thing} {state}")),
                BorderColor::all(palette.edge),
                children![
                    drawn(look, thing, TextSize::Body, false, palette.text),
                    drawn(look, state, TextSize::Body, true, palette.text),
                ],
            ));
        }
    });
}

fn rows(parent: &mut ChildSpawnerCommands, fill: impl FnOnce(&mut ChildSpawnerCommands)) {
    parent.spawn((Node { flex_direction: FlexDirection::Column, ..default() }, container())).with_children(fill);
}

fn row(look: Look, spoken: String) -> impl Bundle + use<> {
    let theme = look.theme;
    let node = Node {
        justify_content: JustifyContent::SpaceBetween,
        column_gap: theme.mm(4.0),
        flex_wrap: FlexWrap::Wrap,
        padding: UiRect::vertical(theme.mm(0.4)),
        border: UiRect::bottom(theme.mm(BORDER_MM / 2.0)),
        ..default()
    };
    (ListRow, role(Role::ListItem), AccessibleLabel::new(spoken), node)
}
