//! Pairs of a thing and what became of it.

use super::text::{Says, drawn};
use super::{Look, role};
use crate::i18n::{Text as Message, tr};
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
            parent.spawn((row(look, item), BorderColor::all(look.theme.palette().edge))).with_child((drawn(
                look,
                look.text(item),
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
            parent.spawn((
                row(look, &pair(thing, state)),
                BorderColor::all(palette.edge),
                children![
                    drawn(look, look.text(thing), TextSize::Body, false, palette.text),
                    drawn(look, look.text(state), TextSize::Body, true, palette.text),
                ],
            ));
        }
    });
}

fn rows(parent: &mut ChildSpawnerCommands, fill: impl FnOnce(&mut ChildSpawnerCommands)) {
    parent.spawn((Node { flex_direction: FlexDirection::Column, ..default() }, role(Role::List))).with_children(fill);
}

/// Both as one sentence.
pub fn pair(thing: &Message, state: &Message) -> Message {
    tr("list-pair").word("thing", thing.clone()).word("state", state.clone())
}

fn row(look: Look, sentence: &Message) -> impl Bundle + use<> {
    let theme = look.theme;
    let node = Node {
        justify_content: JustifyContent::SpaceBetween,
        column_gap: theme.mm(4.0),
        flex_wrap: FlexWrap::Wrap,
        padding: UiRect::vertical(theme.mm(0.4)),
        border: UiRect::bottom(theme.mm(BORDER_MM / 2.0)),
        ..default()
    };
    (ListRow, Says(sentence.clone()), role(Role::ListItem), AccessibleLabel::new(look.text(sentence)), node)
}
