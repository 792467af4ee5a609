//! Buttons in rows: how many stand side by side, and how high each row is.

use crate::ui::spec::Choice;
use crate::ui::theme::{GAP_MM, TextSize};
use crate::ui::widgets::{IconPlace, Look, Shape, button, container, icon};
use bevy::prelude::*;

/// Buttons, and where they stand.
#[derive(Debug, Clone)]
pub struct Rows {
    pub rows: Vec<Vec<(Choice, Shape)>>,
    pub size: Vec2,
}

impl Rows {
    /// Each as wide as its words, as many in a row as it holds; with icons, where they cost no row.
    pub fn natural(look: Look, choices: &[Choice], size: TextSize, width: f32) -> Self {
        let [with, without] =
            [IconPlace::Before, IconPlace::Nowhere].map(|place| Self::packed(look, choices, size, width, place));
        if with.rows.len() <= without.rows.len() { with } else { without }
    }

    /// The same, but in one row of two lines rather than in two rows, where words stay whole.
    pub fn compact(look: Look, choices: &[Choice], size: TextSize, width: f32) -> Self {
        let natural = Self::natural(look, choices, size, width);
        let gap = look.theme.px(GAP_MM);
        let narrowest = |choice: &Choice| Shape::narrowest(look, choice, size, IconPlace::Nowhere);
        let widths: Vec<f32> = choices.iter().map(narrowest).collect();
        let left = width - widths.iter().sum::<f32>() - gap * choices.len().saturating_sub(1) as f32;
        if natural.rows.len() < 2 || left < 0.0 {
            return natural;
        }
        let more = (left / choices.len() as f32).floor();
        let shape = |(choice, narrow): (&Choice, f32)| {
            (choice.clone(), Shape::of(look, choice, size, narrow + more, IconPlace::Nowhere))
        };
        Self::leveled(look, vec![choices.iter().zip(widths).map(shape).collect()])
    }

    fn packed(look: Look, choices: &[Choice], size: TextSize, width: f32, place: IconPlace) -> Self {
        let gap = look.theme.px(GAP_MM);
        let mut rows: Vec<Vec<(Choice, Shape)>> = Vec::new();
        let mut used = f32::INFINITY;
        for choice in choices {
            let shape = natural(look, choice, size, width, place);
            if used + gap + shape.width > width {
                rows.push(Vec::new());
                used = -gap;
            }
            used += gap + shape.width;
            if let Some(row) = rows.last_mut() {
                row.push((choice.clone(), shape));
            }
        }
        Self::leveled(look, rows)
    }

    /// In one row, each as narrow as its words allow, where that has room.
    pub fn narrow(look: Look, choices: &[Choice], size: TextSize, width: f32) -> Self {
        let shape = |choice: &Choice| {
            let narrow = Shape::narrowest(look, choice, size, IconPlace::Nowhere);
            (choice.clone(), Shape::of(look, choice, size, narrow, IconPlace::Nowhere))
        };
        let row = Self::leveled(look, vec![choices.iter().map(shape).collect()]);
        if row.size.x <= width { row } else { Self::natural(look, choices, size, width) }
    }

    /// All of one width, in so many columns. All have their icons or none: answers look alike.
    pub fn grid(look: Look, choices: &[Choice], size: TextSize, width: f32, columns: usize) -> Self {
        let gap = look.theme.px(GAP_MM);
        let columns = columns.max(1);
        let each = ((width - gap * (columns - 1) as f32) / columns as f32).floor();
        let mut with_icons = choices.iter().filter(|choice| icon(choice.action).is_some());
        let place = match with_icons.all(|choice| Shape::has_room_for_icon(look, choice, size, each)) {
            true => IconPlace::Before,
            false => IconPlace::Nowhere,
        };
        let shape = |choice: &Choice| {
            let place = if icon(choice.action).is_some() { place } else { IconPlace::Nowhere };
            (choice.clone(), Shape::of(look, choice, size, each, place))
        };
        let rows = choices.chunks(columns).map(|row| row.iter().map(shape).collect()).collect();
        Self::leveled(look, rows)
    }

    /// The buttons of a row are of one height.
    fn leveled(look: Look, mut rows: Vec<Vec<(Choice, Shape)>>) -> Self {
        let gap = look.theme.px(GAP_MM);
        let mut size = Vec2::new(0.0, -gap);
        for row in &mut rows {
            let height = row.iter().map(|(_, shape)| shape.height).fold(0.0, f32::max);
            let width: f32 = row.iter().map(|(_, shape)| shape.width + gap).sum::<f32>() - gap;
            for (_, shape) in row.iter_mut() {
                shape.height = height;
            }
            size = Vec2::new(size.x.max(width), size.y + gap + height);
        }
        Self { rows, size: size.max(Vec2::ZERO) }
    }

    /// Its size anew, after its rows have changed.
    pub fn measured(self, look: Look) -> Self {
        Self::leveled(look, self.rows)
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub fn torn(&self) -> bool {
        self.rows.iter().flatten().any(|(_, shape)| shape.torn())
    }

    pub fn spawn(&self, parent: &mut ChildSpawnerCommands, look: Look) {
        let gap = look.theme.mm(GAP_MM);
        let rows = Node { flex_direction: FlexDirection::Column, row_gap: gap, flex_shrink: 0.0, ..default() };
        parent.spawn((rows, container())).with_children(|rows| {
            for row in &self.rows {
                let node = Node { column_gap: gap, flex_shrink: 0.0, ..default() };
                rows.spawn((node, container())).with_children(|cells| {
                    for (choice, shape) in row {
                        button(cells, look, choice, shape);
                    }
                });
            }
        });
    }
}

/// On one line, or on as many as it takes.
fn natural(look: Look, choice: &Choice, size: TextSize, width: f32, place: IconPlace) -> Shape {
    let place = if icon(choice.action).is_some() { place } else { IconPlace::Nowhere };
    let wanted = Shape::natural_width(look, choice, size, place);
    if wanted <= width {
        return Shape::of(look, choice, size, wanted, place);
    }
    Shape::of(look, choice, size, width, IconPlace::Nowhere)
}
