//! The controls that every screen has in the same place: language, size of letters, colours, low, voice, staff. Beside
//! the screen where the glass lies, below it where it stands.

use super::Frame;
use crate::i18n::tr;
use crate::ui::action::{Action, VoiceAction};
use crate::ui::spec::{Bell, Choice, Look as Weight};
use crate::ui::theme::{GAP_MM, TARGET_MM, TextSize, Theme};
use crate::ui::widgets::{Control, IconPlace, Look, Shape, button, container};
use bevy::prelude::*;

/// What stands in the strip; a place may be empty, so that the others keep theirs.
pub struct Strip {
    cells: Vec<Option<(Choice, Shape)>>,
    columns: usize,
    cell: f32,
    margin: f32,
    readings: bool,
    pub size: Vec2,
}

/// Below the screen, and beside it.
const MARGIN_MM: f32 = 2.5;
const SIDE_MARGIN_MM: f32 = 1.0;
/// How much of the height it may have for icons.
const LARGEST_PART: f32 = 0.2;
/// How much wider the next try is.
const STEP_MM: f32 = 2.0;

impl Strip {
    pub fn of(look: Look, frame: &Frame, glass: Vec2) -> Self {
        let choices = choices(look, frame);
        if frame.landscape() { Self::beside(look, choices, glass) } else { Self::below(look, choices, glass) }
    }

    /// One under the other; with icons and readings where there is height for them, and no wider than it must be.
    fn beside(look: Look, choices: Vec<Option<Choice>>, glass: Vec2) -> Self {
        let close = Theme { room: 1.0, ..*look.theme };
        let bare = Look { readings: false, theme: &close, ..look };
        let narrow = |(look, place)| Self::column(look, &choices, widest(look, &choices, place, false), place, glass);
        let tries = [(look, IconPlace::Above), (look, IconPlace::Nowhere), (bare, IconPlace::Nowhere)];
        if let Some((strip, _)) = tries.into_iter().map(narrow).find(|(_, height)| *height <= glass.y) {
            return strip;
        }
        let [from, to] = [false, true].map(|on_one_line| widest(bare, &choices, IconPlace::Nowhere, on_one_line));
        let step = look.theme.px(STEP_MM);
        let widths = (1..).map(|at| from + step * at as f32).take_while(|width| *width < to);
        let wider = |width| Self::column(bare, &choices, width, IconPlace::Nowhere, glass);
        let fitting = widths.map(wider).find(|(_, height)| *height <= glass.y);
        fitting.unwrap_or_else(|| wider(to)).0
    }

    fn column(look: Look, choices: &[Option<Choice>], cell: f32, place: IconPlace, glass: Vec2) -> (Self, f32) {
        let margin = look.theme.px(SIDE_MARGIN_MM);
        let cells = shapes(look, choices, cell, place);
        let height = heights(look, &cells) + look.theme.px(GAP_MM) * (cells.len() - 1) as f32 + 2.0 * margin;
        let size = Vec2::new(cell + 2.0 * margin, glass.y);
        (Self { cells, columns: 1, cell, margin, readings: look.readings, size }, height)
    }

    /// In threes; icons where there is width for them, or height.
    fn below(look: Look, choices: Vec<Option<Choice>>, glass: Vec2) -> Self {
        let set = |place| Self::in_threes(look, &choices, glass, place);
        let (before, torn) = set(IconPlace::Before);
        if !torn {
            return before;
        }
        let (above, torn) = set(IconPlace::Above);
        if torn || above.size.y > glass.y * LARGEST_PART { set(IconPlace::Nowhere).0 } else { above }
    }

    /// And whether a word is torn.
    fn in_threes(look: Look, choices: &[Option<Choice>], glass: Vec2, place: IconPlace) -> (Self, bool) {
        let gap = look.theme.px(GAP_MM);
        let margin = look.theme.px(MARGIN_MM);
        let columns = 3;
        let cell = ((glass.x - 2.0 * margin - gap * (columns - 1) as f32) / columns as f32).floor();
        let torn = widest(look, choices, place, false) > cell;
        let mut cells = shapes(look, choices, cell, place);
        let mut height = 2.0 * margin;
        for row in cells.chunks_mut(columns) {
            let tallest = row.iter().flatten().map(|(_, shape)| shape.height).fold(0.0, f32::max);
            for (_, shape) in row.iter_mut().flatten() {
                shape.height = tallest;
            }
            height += tallest + gap;
        }
        let size = Vec2::new(glass.x, height - gap);
        (Self { cells, columns, cell, margin, readings: look.readings, size }, torn)
    }
}

/// Of all of them, the width that keeps their words whole, or each on one line.
fn widest(look: Look, choices: &[Option<Choice>], place: IconPlace, on_one_line: bool) -> f32 {
    let width = |choice: &Choice| match on_one_line {
        true => Shape::natural_width(look, choice, TextSize::Button, place),
        false => Shape::narrowest(look, choice, TextSize::Button, place),
    };
    choices.iter().flatten().map(width).fold(0.0, f32::max)
}

fn shapes(look: Look, choices: &[Option<Choice>], cell: f32, place: IconPlace) -> Vec<Option<(Choice, Shape)>> {
    let shape = |choice: &Choice| (choice.clone(), Shape::of(look, choice, TextSize::Button, cell, place));
    choices.iter().map(|choice| choice.as_ref().map(shape)).collect()
}

fn heights(look: Look, cells: &[Option<(Choice, Shape)>]) -> f32 {
    let empty = look.theme.px(TARGET_MM);
    cells.iter().map(|cell| cell.as_ref().map_or(empty, |(_, shape)| shape.height)).sum()
}

fn usual(label: &'static str, action: Action) -> Choice {
    Choice { label: tr(label), action, look: Weight::Quiet }
}

fn choices(look: Look, frame: &Frame) -> Vec<Option<Choice>> {
    let voice = match &frame.voice {
        Some(_) => Some(usual("control-voice", Action::Voice(VoiceAction::OpenPanel))),
        None => look.language.has_voice().then(|| usual("control-voice", Action::Voice(VoiceAction::Start))),
    };
    let (label, stands_out) = match frame.bell {
        Bell::Still => ("control-staff", frame.screen.staff_needed),
        Bell::Rings => ("control-staff-called", true),
        Bell::Unheard => ("control-staff-unheard", true),
        Bell::Coming => ("control-staff-coming", true),
    };
    let look_of_staff = if stands_out { Weight::Primary } else { Weight::Quiet };
    let staff = Choice { look: look_of_staff, ..usual(label, Action::CallStaff) };
    let low = usual(if frame.low { "control-high" } else { "control-low" }, Action::Low { on: !frame.low });
    let language = usual("control-language", Action::OpenLanguages);
    let (size, colours) = (usual("control-size", Action::NextSize), usual("control-colours", Action::NextColours));
    if frame.landscape() {
        vec![Some(language), Some(size), Some(colours), voice, Some(staff)]
    } else {
        vec![Some(language), Some(size), Some(colours), Some(low), voice, Some(staff)]
    }
}

pub fn spawn(parent: &mut ChildSpawnerCommands, look: Look, strip: &Strip) {
    let look = Look { readings: strip.readings, ..look };
    let theme = look.theme;
    let gap = theme.mm(GAP_MM);
    let node = Node {
        flex_direction: FlexDirection::Column,
        justify_content: JustifyContent::SpaceBetween,
        width: Val::Px(strip.size.x),
        height: Val::Px(strip.size.y),
        padding: UiRect::all(Val::Px(strip.margin)),
        flex_shrink: 0.0,
        ..default()
    };
    parent.spawn((node, container(), BackgroundColor(theme.palette().strip))).with_children(|rows| {
        for row in strip.cells.chunks(strip.columns) {
            let node = Node { column_gap: gap, flex_shrink: 0.0, ..default() };
            rows.spawn((node, container())).with_children(|cells| {
                for cell in row {
                    match cell {
                        Some((choice, shape)) => {
                            let mut button = button(cells, look, choice, shape);
                            button.entry::<Control>().and_modify(|mut control| control.in_strip = true);
                        }
                        None => {
                            let empty = Node { width: Val::Px(strip.cell), height: theme.mm(TARGET_MM), ..default() };
                            cells.spawn((empty, container()));
                        }
                    }
                }
            });
        }
    });
}
