//! Pairs of a thing and what became of it.

use super::text::{Says, spawn_letters};
use super::{Look, role};
use crate::i18n::{Text as Message, tr};
use crate::ui::theme::{BORDER_MM, TextSize};
use crate::ui::typeset::Lines;
use accesskit::Role;
use bevy::prelude::*;
use bevy::ui::prelude::AccessibleLabel;

/// A row of a list.
#[derive(Component)]
pub struct ListRow;

/// What a row says: a thing, or a thing and its state.
#[derive(Debug, Clone, PartialEq)]
pub struct RowText {
    pub thing: Message,
    pub state: Option<Message>,
}

/// A row as it is set for a width.
#[derive(Debug, Clone)]
pub struct RowShape {
    thing: Lines,
    state: Lines,
    beside: bool,
    pub height: f32,
}

const PAD_MM: f32 = 0.4;
const GAP_MM: f32 = 4.0;

impl RowText {
    /// As one sentence.
    pub fn sentence(&self) -> Message {
        match &self.state {
            Some(state) => pair(&self.thing, state),
            None => self.thing.clone(),
        }
    }

    /// Side by side where both have room on one line, else one under the other.
    pub fn shape(&self, look: Look, width: f32) -> RowShape {
        let em = look.em(TextSize::Body);
        let gap = look.theme.px(GAP_MM);
        let alone = self.state.is_none();
        let mut thing = look.set(&self.thing, TextSize::Body, alone, width);
        let mut state = Lines::default();
        let mut beside = false;
        if let Some(said) = &self.state {
            state = look.set(said, TextSize::Body, true, width);
            let left = width - gap - state.width() * em;
            let narrow = look.set(&self.thing, TextSize::Body, false, left);
            beside = state.lines.len() == 1 && narrow.lines.len() == 1 && !narrow.torn;
            if beside {
                thing = narrow;
            }
        }
        let (above, below) = (look.height(&thing, TextSize::Body), look.height(&state, TextSize::Body));
        let letters = if beside { above.max(below) } else { above + below };
        Self::shape_of(look, thing, state, beside, letters)
    }

    fn shape_of(look: Look, thing: Lines, state: Lines, beside: bool, letters: f32) -> RowShape {
        let height = letters + look.theme.px(PAD_MM * 2.0 + BORDER_MM / 2.0);
        RowShape { thing, state, beside, height: height.ceil() }
    }
}

/// One row a thing; each is read out as one sentence.
pub fn list(parent: &mut ChildSpawnerCommands, look: Look, rows: &[(&RowText, &RowShape)]) {
    let palette = look.theme.palette();
    let column = Node { flex_direction: FlexDirection::Column, flex_shrink: 0.0, ..default() };
    parent.spawn((column, role(Role::List))).with_children(|parent| {
        for (text, shape) in rows {
            let row = (row(look, &text.sentence(), shape), BorderColor::all(palette.edge));
            parent.spawn(row).with_children(|row| {
                let alone = text.state.is_none();
                spawn_letters(row, (), look, &shape.thing, TextSize::Body, alone, palette.text, Justify::Left);
                if !alone {
                    spawn_letters(row, (), look, &shape.state, TextSize::Body, true, palette.text, Justify::Left);
                }
            });
        }
    });
}

/// Both as one sentence.
pub fn pair(thing: &Message, state: &Message) -> Message {
    tr("list-pair").word("thing", thing.clone()).word("state", state.clone())
}

fn row(look: Look, sentence: &Message, shape: &RowShape) -> impl Bundle + use<> {
    let theme = look.theme;
    let node = Node {
        flex_direction: if shape.beside { FlexDirection::Row } else { FlexDirection::Column },
        justify_content: JustifyContent::SpaceBetween,
        column_gap: theme.mm(GAP_MM),
        padding: UiRect::vertical(theme.mm(PAD_MM)),
        border: UiRect::bottom(theme.mm(BORDER_MM / 2.0)),
        height: Val::Px(shape.height),
        flex_shrink: 0.0,
        ..default()
    };
    (ListRow, Says(sentence.clone()), role(Role::ListItem), AccessibleLabel::new(look.text(sentence)), node)
}
