//! A drawn card with its photo up, and the reader that it is put on: nobody has to know the words for them. Every ten
//! seconds the card lies down or is taken up again. Decoration: the sentence above it says the same.

use super::Look;
use crate::ui::theme::{BORDER_MM, CORNER_MM, Theme};
use bevy::prelude::*;
use std::time::Duration;

/// ISO/IEC 7810 ID-1, in millimetres.
const CARD_MM: Vec2 = Vec2::new(85.6, 54.0);
/// The card above the reader.
pub const PICTURE_MM: Vec2 = Vec2::new(94.0, 70.0);
/// How far the card is from its place on the reader.
const UP_MM: f32 = 16.0;
/// The reader is a slab with a rim around the card's lower edge.
const READER_MM: f32 = 26.0;
const PHOTO_MM: Vec2 = Vec2::new(18.0, 23.0);

/// How long the card stays where it is.
pub const STEP: Duration = Duration::from_secs(20);

/// The card of the picture: how far below its first place it lies when it is put down.
#[derive(Component)]
pub struct MovingCard {
    down: Val,
}

impl MovingCard {
    /// At which of the two places the card is at this time; whether it has moved.
    pub fn place(&self, node: &mut Node, now: Duration) -> bool {
        let steps = now.as_secs() / STEP.as_secs();
        let top = if steps.is_multiple_of(2) { Val::ZERO } else { self.down };
        std::mem::replace(&mut node.top, top) != top
    }
}

/// The picture, `scale` times as large as a card is.
pub fn card_picture(parent: &mut ChildSpawnerCommands, look: Look, scale: f32) {
    let theme = Theme { room: scale, ..*look.theme };
    let palette = theme.palette();
    let whole = Node {
        width: theme.mm(PICTURE_MM.x),
        height: theme.mm(PICTURE_MM.y),
        justify_content: JustifyContent::Center,
        align_self: AlignSelf::Center,
        flex_shrink: 0.0,
        ..default()
    };
    parent.spawn(whole).with_children(|whole| {
        let slab = Node {
            position_type: PositionType::Absolute,
            bottom: Val::ZERO,
            width: Val::Percent(100.0),
            height: theme.mm(READER_MM),
            border: UiRect::all(theme.mm(BORDER_MM * 1.5)),
            border_radius: BorderRadius::all(theme.mm(CORNER_MM * 2.0)),
            ..default()
        };
        whole.spawn((slab, BackgroundColor(palette.strip), BorderColor::all(palette.edge)));
        card(whole, &theme);
    });
}

/// A card with a photo and lines of print.
fn card(parent: &mut ChildSpawnerCommands, theme: &Theme) {
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
        flex_shrink: 0.0,
        ..default()
    };
    let moving = MovingCard { down: theme.mm(UP_MM - BORDER_MM * 3.0) };
    parent.spawn((card, moving, BackgroundColor(palette.control), border_colour)).with_children(|card| {
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
