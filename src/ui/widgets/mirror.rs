//! The mirror of the face check: the camera's picture with an oval for the face. The oval changes its colour, its line
//! and a sign with the instruction, so that no colour is the only sign; the heading says it in words.

use super::text::drawn;
use super::{Look, container, picture};
use crate::session::face::Advice;
use crate::ui::theme::{BORDER_MM, CORNER_MM, Palette, TextSize};
use bevy::prelude::*;
use bevy::ui::widget::NodeImageMode;

/// Height of the mirror in millimetres, 4 by 3: the largest, beside the smallest in which a face can be seen.
pub const MIRROR_MM: [f32; 2] = [105.0, 36.0];
/// The oval, as parts of the mirror's height.
const OVAL: Vec2 = Vec2::new(0.60, 0.78);

/// Where the camera's picture goes.
#[derive(Component)]
pub struct MirrorPicture;

/// The oval around the face.
#[derive(Component)]
pub struct MirrorOval;

/// The sign beside the oval.
#[derive(Component)]
pub struct MirrorSign;

/// `height` in pixels.
pub fn mirror(parent: &mut ChildSpawnerCommands, look: Look, advice: Advice, height: f32) {
    let theme = look.theme;
    let palette = theme.palette();
    let frame = Node {
        width: Val::Px(height * 4.0 / 3.0),
        height: Val::Px(height),
        border: UiRect::all(theme.mm(BORDER_MM)),
        border_radius: BorderRadius::all(theme.mm(CORNER_MM)),
        align_self: AlignSelf::Center,
        align_items: AlignItems::Center,
        justify_content: JustifyContent::Center,
        flex_shrink: 0.0,
        overflow: Overflow::clip(),
        ..default()
    };
    let ground = (BackgroundColor(palette.text), BorderColor::all(palette.edge));
    parent.spawn((frame, ground, container())).with_children(|frame| {
        frame.spawn((
            MirrorPicture,
            ImageNode { image_mode: NodeImageMode::Stretch, ..default() },
            picture(),
            Node {
                position_type: PositionType::Absolute,
                width: Val::Percent(100.0),
                height: Val::Percent(100.0),
                ..default()
            },
            Visibility::Hidden,
        ));
        let oval = Node {
            width: Val::Px(height * OVAL.x),
            height: Val::Px(height * OVAL.y),
            border: UiRect::all(theme.mm(BORDER_MM * line(advice))),
            border_radius: BorderRadius::all(Val::Percent(50.0)),
            ..default()
        };
        frame.spawn((MirrorOval, oval, BorderColor::all(colour(palette, advice))));
        let badge = Node {
            position_type: PositionType::Absolute,
            right: theme.mm(2.0),
            top: theme.mm(2.0),
            min_width: theme.mm(16.0),
            min_height: theme.mm(16.0),
            border: UiRect::all(theme.mm(BORDER_MM)),
            border_radius: BorderRadius::all(theme.mm(8.0)),
            align_items: AlignItems::Center,
            justify_content: JustifyContent::Center,
            ..default()
        };
        let colours = (BackgroundColor(palette.ground), BorderColor::all(palette.edge));
        frame.spawn((badge, colours)).with_children(|badge| {
            badge.spawn((MirrorSign, drawn(look, sign(advice).into(), TextSize::Key, true, palette.text)));
        });
    });
}

/// The oval's colour on a picture of any brightness.
pub fn colour(palette: Palette, advice: Advice) -> Color {
    if advice == Advice::Good { palette.mirror_good } else { palette.mirror_wait }
}

/// How many times as thick as a border the oval is: thick when all is well.
pub fn line(advice: Advice) -> f32 {
    if advice == Advice::Good { 4.0 } else { 1.5 }
}

/// One letter that says the same as the instruction. All of them are in JIS X 0208, which every Japanese font has.
pub fn sign(advice: Advice) -> &'static str {
    match advice {
        Advice::Wait => "…",
        Advice::LookHere | Advice::LookStraight => "◎",
        Advice::OnePersonOnly => "１",
        Advice::ComeCloser => "＋",
        Advice::MoveBack => "－",
        Advice::MoveLeft | Advice::TurnLeft => "←",
        Advice::MoveRight | Advice::TurnRight => "→",
        Advice::MoveUp | Advice::HoldHeadUpright => "↑",
        Advice::MoveDown => "↓",
        Advice::TooDark => "●",
        Advice::LightBehind => "☆",
        Advice::TakeOffMask | Advice::TakeOffSunglasses | Advice::LiftHat => "×",
        Advice::HoldStill => "＝",
        Advice::Good => "○",
        Advice::CameraStopped => "！",
    }
}
