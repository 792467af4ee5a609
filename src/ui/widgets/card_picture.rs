//! A drawn card, so that nobody has to know the word for it. Decoration: the sentence above it says the same.

use super::Look;
use crate::ui::theme::{BORDER_MM, CORNER_MM, Theme};
use bevy::prelude::*;

/// ISO/IEC 7810 ID-1, in millimetres.
pub const CARD_MM: Vec2 = Vec2::new(85.6, 54.0);
const PHOTO_MM: Vec2 = Vec2::new(18.0, 23.0);

/// A card with a photo and lines of print, `scale` times as large as it is.
pub fn card_picture(parent: &mut ChildSpawnerCommands, look: Look, scale: f32) {
    let theme = Theme { room: scale, ..*look.theme };
    let palette = theme.palette();
    let edge = |mm: f32| (UiRect::all(theme.mm(mm)), BorderColor::all(palette.edge));
    let (border, border_colour) = edge(BORDER_MM * 1.5);
    let card = Node {
        width: theme.mm(CARD_MM.x),
        height: theme.mm(CARD_MM.y),
        border,
        border_radius: BorderRadius::all(theme.mm(CORNER_MM * 1.5)),
        padding: UiRect::all(theme.mm(5.0)),
        column_gap: theme.mm(5.0),
        align_items: AlignItems::End,
        align_self: AlignSelf::Center,
        flex_shrink: 0.0,
        ..default()
    };
    parent.spawn((card, border_colour)).with_children(|card| {
        let (border, border_colour) = edge(BORDER_MM);
        let photo = Node {
            width: theme.mm(PHOTO_MM.x),
            height: theme.mm(PHOTO_MM.y),
            border,
            flex_direction: FlexDirection::Column,
            align_items: AlignItems::Center,
            justify_content: JustifyContent::End,
            row_gap: theme.mm(1.0),
            overflow: Overflow::clip(),
            ..default()
        };
        card.spawn((photo, border_colour)).with_children(|photo| {
            let round = |width: f32, height: f32, radius: Val| {
                (
                    Node {
                        width: theme.mm(width),
                        height: theme.mm(height),
                        border_radius: BorderRadius::all(radius),
                        ..default()
                    },
                    BackgroundColor(palette.edge),
                )
            };
            photo.spawn(round(8.0, 9.0, Val::Percent(50.0)));
            photo.spawn(round(14.0, 8.0, theme.mm(4.0)));
        });
        let print = Node { flex_direction: FlexDirection::Column, row_gap: theme.mm(4.0), flex_grow: 1.0, ..default() };
        card.spawn(print).with_children(|print| {
            for width in [70.0, 100.0, 55.0, 85.0] {
                print.spawn((
                    Node { width: Val::Percent(width), height: theme.mm(2.0), ..default() },
                    BackgroundColor(palette.edge),
                ));
            }
        });
    });
}
