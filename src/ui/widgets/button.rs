//! The one button of the kiosk.

use super::text::{Says, spawn_letters};
use super::{Icon, Look, Symbol, icon, picture};
use crate::ui::action::Action as Does;
use crate::ui::spec::{Choice, Look as Weight};
use crate::ui::theme::{BORDER_MM, CORNER_MM, TARGET_MM, TextSize};
use crate::ui::typeset::Lines;
use accesskit::{Action, Node as AccessNode, Role};
use bevy::a11y::AccessibilityNode;
use bevy::prelude::*;
use bevy::ui::prelude::AccessibleLabel;

/// Something that can be touched, focused and activated.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub struct Control {
    pub action: Does,
    pub weight: Weight,
    /// One of those that every screen has.
    pub in_strip: bool,
}

/// A finger or key is on this control now.
#[derive(Component)]
pub struct Pushed;

/// What assistive technology can do with it.
fn pressable() -> AccessibilityNode {
    let mut node = AccessNode::new(Role::Button);
    node.add_action(Action::Click);
    node.add_action(Action::Focus);
    AccessibilityNode::from(node)
}

/// Where a button has its icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IconPlace {
    Nowhere,
    Before,
    Above,
}

/// A button as large as its words need it: known before it is drawn.
#[derive(Debug, Clone)]
pub struct Shape {
    pub width: f32,
    pub height: f32,
    pub lines: Lines,
    size: TextSize,
    place: IconPlace,
}

const PAD_Y_MM: f32 = 0.7;
const ICON_GAP_MM: f32 = 2.5;

/// Keys of a pad need all their width for letters.
fn pad_x_mm(size: TextSize) -> f32 {
    if matches!(size, TextSize::Key | TextSize::Body) { 1.0 } else { 2.0 }
}

fn is_bold(choice: &Choice) -> bool {
    matches!(choice.look, Weight::Primary | Weight::Equal)
}

/// A language is written in its own letters.
fn in_its_letters<'a>(look: Look<'a>, choice: &Choice) -> Look<'a> {
    match choice.action {
        Does::ChooseLanguage(language) => Look { language, ..look },
        _ => look,
    }
}

/// What is left and right, and above and below, of the letters.
fn around(look: Look, size: TextSize, place: IconPlace) -> Vec2 {
    let theme = look.theme;
    let edge = Vec2::new(pad_x_mm(size) + BORDER_MM, PAD_Y_MM + BORDER_MM) * 2.0;
    let icon = match place {
        IconPlace::Nowhere => Vec2::ZERO,
        IconPlace::Before => Vec2::new(Symbol::MM + ICON_GAP_MM, 0.0),
        IconPlace::Above => Vec2::new(0.0, Symbol::MM),
    };
    Vec2::new(theme.px(edge.x + icon.x), theme.px(edge.y + icon.y))
}

impl Shape {
    /// For this width; as high as the label then needs.
    pub fn of(look: Look, choice: &Choice, size: TextSize, width: f32, place: IconPlace) -> Self {
        let look = in_its_letters(look, choice);
        let around = around(look, size, place);
        let lines = look.set(&choice.label, size, is_bold(choice), width - around.x);
        let letters = look.height(&lines, size);
        let height = (letters + around.y).max(look.theme.px(TARGET_MM));
        Self { width, height, lines, size, place }
    }

    /// An icon would not cost a line or tear a word.
    pub fn has_room_for_icon(look: Look, choice: &Choice, size: TextSize, width: f32) -> bool {
        let [plain, with] =
            [IconPlace::Nowhere, IconPlace::Before].map(|place| Self::of(look, choice, size, width, place));
        with.lines.lines.len() <= plain.lines.lines.len() && !with.lines.torn
    }

    /// The width that keeps the label on one line.
    pub fn natural_width(look: Look, choice: &Choice, size: TextSize, place: IconPlace) -> f32 {
        let look = in_its_letters(look, choice);
        let line = look.set(&choice.label, size, is_bold(choice), f32::INFINITY);
        // A hair more, so that rounding breaks no line.
        (line.width() * look.em(size) + around(look, size, place).x).ceil().max(look.theme.px(TARGET_MM)) + 1.0
    }

    /// The width that keeps each word whole.
    pub fn narrowest(look: Look, choice: &Choice, size: TextSize, place: IconPlace) -> f32 {
        let look = in_its_letters(look, choice);
        let word = look.typesetter().narrowest(&look.text(&choice.label), is_bold(choice)) * look.em(size);
        (word + around(look, size, place).x).ceil().max(look.theme.px(TARGET_MM)) + 1.0
    }

    pub fn with_height(self, height: f32) -> Self {
        Self { height, ..self }
    }

    pub fn torn(&self) -> bool {
        self.lines.torn
    }
}

/// Letters and icon inside a control; they are dyed alike.
#[derive(Component)]
pub struct Ink;

/// Spawns a button of this shape.
pub fn button<'a>(
    parent: &'a mut ChildSpawnerCommands,
    look: Look,
    choice: &Choice,
    shape: &Shape,
) -> EntityCommands<'a> {
    let look = in_its_letters(look, choice);
    let theme = look.theme;
    let palette = theme.palette();
    let (ground, ink) = match choice.look {
        Weight::Primary => (palette.primary, palette.on_primary),
        Weight::Equal | Weight::Quiet => (palette.control, palette.text),
    };
    let above = shape.place == IconPlace::Above;
    let mut button = parent.spawn((
        Control { action: choice.action, weight: choice.look, in_strip: false },
        crate::a11y::Focusable,
        Says(choice.label.clone()),
        pressable(),
        AccessibleLabel::new(look.text(&choice.label)),
        Node {
            width: Val::Px(shape.width),
            height: Val::Px(shape.height),
            flex_shrink: 0.0,
            flex_direction: if above { FlexDirection::Column } else { FlexDirection::Row },
            border: UiRect::all(theme.mm(BORDER_MM)),
            border_radius: BorderRadius::all(theme.mm(CORNER_MM)),
            column_gap: theme.mm(ICON_GAP_MM),
            align_items: AlignItems::Center,
            justify_content: JustifyContent::Center,
            ..default()
        },
        BackgroundColor(ground),
        BorderColor::all(palette.edge),
        Outline { width: Val::ZERO, offset: theme.mm(BORDER_MM), color: palette.focus },
    ));
    button.with_children(|inside| {
        if let Some(symbol) = icon(choice.action).filter(|_| shape.place != IconPlace::Nowhere) {
            draw_icon(inside, look, symbol, ink);
        }
        spawn_letters(inside, (), look, &shape.lines, shape.size, is_bold(choice), ink, Justify::Center);
    });
    button
}

fn draw_icon(parent: &mut ChildSpawnerCommands, look: Look, symbol: Symbol, ink: Color) {
    let Some(image) = look.icons.get(symbol) else { return };
    let side = look.theme.mm(Symbol::MM);
    parent.spawn((
        Icon,
        Ink,
        ImageNode { image, color: ink, ..default() },
        Node { width: side, height: side, flex_shrink: 0.0, ..default() },
        picture(),
    ));
}
