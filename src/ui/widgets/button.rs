//! The one button of the kiosk.

use super::Look;
use super::text::{Says, drawn};
use crate::ui::action::Action as Does;
use crate::ui::spec::{Choice, Look as Weight};
use crate::ui::theme::{BORDER_MM, CORNER_MM, TARGET_MM, TextSize};
use accesskit::{Action, Node as AccessNode, Role};
use bevy::a11y::AccessibilityNode;
use bevy::prelude::*;
use bevy::ui::prelude::AccessibleLabel;

/// Something that can be touched, focused and activated.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub struct Control {
    pub action: Does,
    pub weight: Weight,
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

/// A button that fills the width it is given, at least 20 mm high.
pub fn button(look: Look, choice: &Choice, size: TextSize) -> impl Bundle + use<> {
    let palette = look.theme.palette();
    let label = look.text(&choice.label);
    let (ground, ink) = match choice.look {
        Weight::Primary => (palette.primary, palette.on_primary),
        Weight::Equal | Weight::Quiet => (palette.control, palette.text),
    };
    let theme = look.theme;
    // The square keys of the PIN pad need all their width for letters.
    let side = if matches!(size, TextSize::Key | TextSize::Body) { 1.0 } else { 3.0 };
    (
        Control { action: choice.action, weight: choice.look },
        crate::a11y::Focusable,
        Says(choice.label.clone()),
        pressable(),
        AccessibleLabel::new(label.clone()),
        Node {
            min_width: theme.mm(TARGET_MM),
            min_height: theme.mm(TARGET_MM),
            padding: UiRect::axes(theme.mm(side), theme.mm(1.0)),
            border: UiRect::all(theme.mm(BORDER_MM)),
            border_radius: BorderRadius::all(theme.mm(CORNER_MM)),
            align_items: AlignItems::Center,
            justify_content: JustifyContent::Center,
            ..default()
        },
        BackgroundColor(ground),
        BorderColor::all(palette.edge),
        Outline { width: Val::ZERO, offset: theme.mm(BORDER_MM), color: palette.focus },
        children![(
            drawn(look, label, size, matches!(choice.look, Weight::Primary | Weight::Equal), ink),
            TextLayout::justify(Justify::Center),
        )],
    )
}
