//! Draws a [`Screen`] with the bars that every screen has, in portrait and landscape from the same code.

use super::action::Action;
use super::spec::{Body, Choice, Look as Weight, Screen, Tone};
use super::theme::{BORDER_MM, GAP_MM, MARGIN_MM, TARGET_MM, TextSize};
use super::widgets::{
    Look, button, caption, card_picture, container, heading, items_list, list, mirror, paragraph, pin_dots, pin_pad,
    role,
};
use crate::a11y::ModalScope;
use crate::i18n::{Text, tr};
use accesskit::Role;
use bevy::prelude::*;

/// Height of the practice parts, which are not the kiosk's own: the tray's row of controls, the banner's line of text.
pub const PRACTICE_MM: f32 = TARGET_MM + GAP_MM + 14.0;

/// The root of all that is drawn; taken away whole when the screen changes.
#[derive(Component)]
pub struct ScreenRoot;

/// What is drawn besides the screen itself.
pub struct Frame<'a> {
    pub screen: &'a Screen,
    pub digits: [u8; 10],
    pub landscape: bool,
    /// Staff are being called: their button says so.
    pub staff_called: bool,
    /// The time-out warning, over everything.
    pub warning: Option<Warning>,
    /// The practice banner and tray.
    pub tray: Option<Tray>,
}

/// What the time-out warning says, and what can be done about it.
pub struct Warning {
    pub title: Text,
    pub line: Text,
    pub choice: Option<Choice>,
}

/// The practice tray: whose card, and where it is.
pub struct Tray {
    pub person: Text,
    pub pin: Text,
    pub placed: bool,
    /// Who stands before the practice camera.
    pub before: Text,
}

/// Spawns the whole window's content.
pub fn spawn(commands: &mut Commands, look: Look, frame: &Frame) {
    let root = column(Node { width: Val::Percent(100.0), height: Val::Percent(100.0), ..default() });
    commands.spawn((ScreenRoot, root, container(), BackgroundColor(look.theme.palette().ground))).with_children(
        |root| {
            if frame.tray.is_some() {
                banner(root, look, &tr("practice-banner"));
            }
            // The kiosk's own part: what covers it leaves banner and tray alone.
            let glass = column(Node { flex_grow: 1.0, min_height: Val::ZERO, ..default() });
            root.spawn((glass, container())).with_children(|glass| {
                question(glass, look, frame);
                bar(glass, look, frame);
                if let Some(warning) = &frame.warning {
                    spawn_warning(glass, look, warning);
                }
            });
            if let Some(tray) = &frame.tray {
                spawn_tray(root, look, tray);
            }
        },
    );
}

fn column(node: Node) -> Node {
    Node { flex_direction: FlexDirection::Column, ..node }
}

/// Heading, sentences and choices: one under the other in portrait, side by side in landscape.
fn question(root: &mut ChildSpawnerCommands, look: Look, frame: &Frame) {
    let theme = look.theme;
    let screen = frame.screen;
    let gap = theme.mm(GAP_MM);
    let area = Node {
        flex_grow: 1.0,
        flex_direction: if frame.landscape { FlexDirection::Row } else { FlexDirection::Column },
        justify_content: JustifyContent::SpaceBetween,
        padding: UiRect::axes(theme.mm(MARGIN_MM), theme.mm(GAP_MM)),
        column_gap: gap,
        row_gap: gap,
        min_height: Val::ZERO,
        ..default()
    };
    let something_to_do = !screen.choices.is_empty() || screen.body == Body::PinPad;
    let side = if frame.landscape && something_to_do { 48.0 } else { 100.0 };
    let node = |row_gap| column(Node { width: Val::Percent(side), row_gap, ..default() });
    root.spawn((area, container())).with_children(|area| {
        area.spawn((node(theme.mm(3.0)), container())).with_children(|says| {
            sentences(says, look, screen);
            match &screen.body {
                Body::Nothing => {}
                Body::PinPad => pin_dots(says, look),
                Body::Card => card_picture(says, look),
                Body::Mirror(advice) => mirror(says, look, *advice, frame.landscape),
                Body::Items(items) => items_list(says, look, items),
                Body::List(rows) => list(says, look, rows),
            }
        });
        if something_to_do {
            let does = Node { justify_content: JustifyContent::FlexEnd, ..node(gap) };
            area.spawn((does, container())).with_children(|does| {
                if screen.body == Body::PinPad {
                    pin_pad(does, look, frame.digits, if frame.landscape { 4 } else { 3 });
                }
                for choice in &screen.choices {
                    does.spawn(button(look, choice, TextSize::Button));
                }
            });
        }
    });
}

/// Heading and sentences, on a coloured ground where the screen has a mood.
fn sentences(parent: &mut ChildSpawnerCommands, look: Look, screen: &Screen) {
    let theme = look.theme;
    let palette = theme.palette();
    let ground = match screen.tone {
        Tone::Calm => palette.ground,
        Tone::Attention => palette.attention,
        Tone::Success => palette.success,
    };
    let toned = screen.tone != Tone::Calm;
    let padding = if toned { theme.mm(3.0) } else { Val::ZERO };
    let node = column(Node {
        row_gap: theme.mm(3.0),
        padding: UiRect::all(padding),
        border: UiRect::left(theme.mm(if toned { 2.0 } else { 0.0 })),
        ..default()
    });
    parent.spawn((node, container(), BackgroundColor(ground), BorderColor::all(palette.edge))).with_children(|says| {
        says.spawn(heading(look, &screen.title));
        for line in &screen.lines {
            says.spawn(paragraph(look, line));
        }
    });
}

/// もどる やめる English 係員を呼ぶ: the last two are on every screen.
fn bar(root: &mut ChildSpawnerCommands, look: Look, frame: &Frame) {
    let always = |label, action, look| Choice { label: tr(label), action, look };
    let mut choices: Vec<Choice> = frame.screen.way_back.iter().chain(&frame.screen.way_out).cloned().collect();
    choices.push(always("control-language", Action::SwitchLanguage, Weight::Quiet));
    choices.push(match (frame.staff_called, frame.screen.staff_needed) {
        (true, _) => always("control-staff-called", Action::CallStaff, Weight::Primary),
        (false, true) => always("control-staff", Action::CallStaff, Weight::Primary),
        (false, false) => always("control-staff", Action::CallStaff, Weight::Quiet),
    });
    row(root, look, None, |bar| {
        for choice in &choices {
            bar.spawn(button(look, choice, TextSize::Button)).entry::<Node>().and_modify(|mut node| {
                node.flex_grow = 1.0;
            });
        }
    });
}

fn row(
    root: &mut ChildSpawnerCommands,
    look: Look,
    ground: Option<Color>,
    fill: impl FnOnce(&mut ChildSpawnerCommands),
) {
    let theme = look.theme;
    let node = Node {
        column_gap: theme.mm(GAP_MM),
        row_gap: theme.mm(GAP_MM),
        flex_wrap: FlexWrap::Wrap,
        align_items: AlignItems::Center,
        justify_content: JustifyContent::SpaceBetween,
        padding: UiRect::axes(theme.mm(MARGIN_MM), theme.mm(GAP_MM / 2.0)),
        flex_shrink: 0.0,
        ..default()
    };
    let mut row = root.spawn((node, container()));
    if let Some(ground) = ground {
        row.insert(BackgroundColor(ground));
    }
    row.with_children(fill);
}

fn banner(root: &mut ChildSpawnerCommands, look: Look, text: &Text) {
    let palette = look.theme.palette();
    row(root, look, Some(palette.practice), |row| {
        row.spawn(caption(look, look.text(text), palette.on_practice));
    });
}

fn spawn_tray(root: &mut ChildSpawnerCommands, look: Look, tray: &Tray) {
    let palette = look.theme.palette();
    let control = |label, action| Choice { label: tr(label), action, look: Weight::Quiet };
    let card =
        if tray.placed { control("tray-take", Action::TakeCard) } else { control("tray-place", Action::PlaceCard) };
    row(root, look, Some(palette.practice), |row| {
        row.spawn(button(look, &control("tray-next", Action::NextPerson), TextSize::Button));
        row.spawn((column(Node { flex_shrink: 1.0, ..default() }), container())).with_children(|who| {
            who.spawn(caption(look, look.text(&tray.person), palette.on_practice));
            who.spawn(caption(look, look.text(&tray.pin), palette.on_practice));
        });
        row.spawn(button(look, &card, TextSize::Button));
        let before = Choice { label: tray.before.clone(), action: Action::NextBeforeCamera, look: Weight::Quiet };
        row.spawn(button(look, &before, TextSize::Button));
    });
}

/// Covers the kiosk's part of the window: while it stands, focus and touch stay in it, but for the practice tray.
fn spawn_warning(root: &mut ChildSpawnerCommands, look: Look, warning: &Warning) {
    let theme = look.theme;
    let palette = theme.palette();
    let node = column(Node {
        position_type: PositionType::Absolute,
        width: Val::Percent(100.0),
        height: Val::Percent(100.0),
        padding: UiRect::all(theme.mm(MARGIN_MM)),
        border: UiRect::all(theme.mm(BORDER_MM * 4.0)),
        row_gap: theme.mm(GAP_MM),
        justify_content: JustifyContent::Center,
        ..default()
    });
    let colours = (BackgroundColor(palette.attention), BorderColor::all(palette.edge));
    root.spawn((node, colours, role(Role::AlertDialog), GlobalZIndex(1), ModalScope)).with_children(|parts| {
        parts.spawn(heading(look, &warning.title));
        parts.spawn(paragraph(look, &warning.line));
        if let Some(choice) = &warning.choice {
            parts.spawn(button(look, choice, TextSize::Title));
        }
        let staff = Choice { label: tr("control-staff"), action: Action::CallStaff, look: Weight::Quiet };
        parts.spawn(button(look, &staff, TextSize::Button));
    });
}
