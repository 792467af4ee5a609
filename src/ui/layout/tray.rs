//! The practice banner and tray: no part of the kiosk, and drawn in letters of their own.

use super::rows::Rows;
use crate::i18n::{Text, tr};
use crate::ui::action::Action;
use crate::ui::spec::{Choice, Look as Weight};
use crate::ui::theme::{GAP_MM, Letters, MARGIN_MM, TARGET_MM, TextSize, Theme};
use crate::ui::typeset::{LINE_EM, Lines};
use crate::ui::widgets::{Look, caption, container, letters, spawn_letters};
use bevy::prelude::*;
use bevy::ui::prelude::AccessibleLabel;

/// Height of the practice parts in a window that lies: the tray's row of controls, the banner's line of text.
pub const PRACTICE_MM: f32 = TARGET_MM + GAP_MM + 16.0;

/// The practice tray: whose card, and where it is.
pub struct Tray {
    pub person: Text,
    pub pin: Text,
    pub placed: bool,
    /// Who stands before the practice camera.
    pub before: Text,
    /// Headphones are in the practice jack.
    pub headphones: bool,
}

/// Beside the kiosk all is of one size.
fn own(theme: &Theme) -> Theme {
    Theme { letters: Letters::Small, room: 1.0, ..*theme }
}

fn banner_height(look: Look) -> f32 {
    (look.em(TextSize::Body) * LINE_EM).ceil() + look.theme.px(GAP_MM)
}

fn controls(tray: &Tray) -> Vec<Choice> {
    let control = |label, action| Choice { label: tr(label), action, look: Weight::Quiet };
    let card =
        if tray.placed { control("tray-take", Action::TakeCard) } else { control("tray-place", Action::PlaceCard) };
    let plug = if tray.headphones { "tray-unplug" } else { "tray-plug" };
    vec![
        control("tray-next", Action::NextPerson),
        card,
        Choice { label: tray.before.clone(), action: Action::NextBeforeCamera, look: Weight::Quiet },
        control(plug, Action::PlugHeadphones),
    ]
}

/// The controls for a width; who it is stands beside them, in what they leave.
fn arranged(look: Look, tray: &Tray, width: f32) -> (Rows, [Lines; 2]) {
    let gap = look.theme.px(GAP_MM);
    let inner = width - 2.0 * look.theme.px(MARGIN_MM);
    let rows = Rows::narrow(look, &controls(tray), TextSize::Button, inner);
    let left = inner - rows.size.x - gap;
    (rows, [&tray.person, &tray.pin].map(|text| look.set(text, TextSize::Body, false, left)))
}

/// Of banner and tray together, in pixels.
pub fn height(look: Look, tray: &Tray, width: f32) -> f32 {
    let theme = own(look.theme);
    let look = Look { theme: &theme, readings: false, ..look };
    banner_height(look) + tray_height(look, tray, width)
}

fn tray_height(look: Look, tray: &Tray, width: f32) -> f32 {
    let (rows, who) = arranged(look, tray, width);
    let who: f32 = who.iter().map(|lines| look.height(lines, TextSize::Body)).sum();
    rows.size.y.max(who) + look.theme.px(GAP_MM)
}

pub fn banner(root: &mut ChildSpawnerCommands, look: Look) {
    let theme = own(look.theme);
    let look = Look { theme: &theme, readings: false, ..look };
    let palette = theme.palette();
    let node = Node {
        height: Val::Px(banner_height(look)),
        padding: UiRect::axes(theme.mm(MARGIN_MM), theme.mm(GAP_MM / 2.0)),
        flex_shrink: 0.0,
        ..default()
    };
    root.spawn((node, container(), BackgroundColor(palette.practice))).with_children(|row| {
        row.spawn(caption(look, look.text(&tr("practice-banner")), palette.on_practice));
    });
}

pub fn spawn(root: &mut ChildSpawnerCommands, look: Look, tray: &Tray, width: f32) {
    let theme = own(look.theme);
    let look = Look { theme: &theme, readings: false, ..look };
    let palette = theme.palette();
    let (rows, who) = arranged(look, tray, width);
    let node = Node {
        align_items: AlignItems::Center,
        justify_content: JustifyContent::SpaceBetween,
        height: Val::Px(tray_height(look, tray, width)),
        padding: UiRect::axes(theme.mm(MARGIN_MM), theme.mm(GAP_MM / 2.0)),
        flex_shrink: 0.0,
        ..default()
    };
    root.spawn((node, container(), BackgroundColor(palette.practice))).with_children(|row| {
        let column = Node { flex_direction: FlexDirection::Column, ..default() };
        row.spawn((column, container())).with_children(|column| {
            for (text, set) in [&tray.person, &tray.pin].into_iter().zip(&who) {
                let text = look.text(text);
                let named = (letters(&text), AccessibleLabel::new(text));
                spawn_letters(column, named, look, set, TextSize::Body, false, palette.on_practice, Justify::Left);
            }
        });
        rows.spawn(row, look);
    });
}
