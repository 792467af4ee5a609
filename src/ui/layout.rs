//! Draws a [`Screen`] with the bars that every screen has, in portrait and landscape from the same code.

use super::action::{Action, VoiceAction};
use super::spec::{Body, Choice, Look as Weight, Screen, Tone};
use super::theme::{BORDER_MM, GAP_MM, MARGIN_MM, TARGET_MM, TextSize};
use super::widgets::{
    Look, button, caption, card_picture, container, covered, dialog, drawn, heading, items_list, list, mirror,
    paragraph, pin_dots, pin_pad,
};
use crate::a11y::{Focusable, ModalScope};
use crate::i18n::{Text, tr};
use accesskit::Role;
use bevy::a11y::AccessibilityNode;
use bevy::prelude::*;

/// Height of the practice parts, which are not the kiosk's own: the tray's row of controls, the banner's line of text.
pub const PRACTICE_MM: f32 = TARGET_MM + GAP_MM + 14.0;

/// Height of the bar along the bottom edge while a voice speaks.
pub const VOICE_BAR_MM: f32 = TARGET_MM + GAP_MM;

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
    /// A voice speaks: its bar, and what lies over the screen.
    pub voice: Option<VoiceFrame>,
    pub fixed_pad: bool,
}

/// What is drawn for somebody who listens.
#[derive(Debug, Clone, PartialEq)]
pub struct VoiceFrame {
    /// What is being said.
    pub caption: String,
    /// Something on this screen is not said on the loudspeaker: offer to say it.
    pub withheld: bool,
    /// The panel for rate, volume and the rest.
    pub panel: Option<Panel>,
    /// Nobody can read along.
    pub blank: bool,
}

/// Something that lies over the screen while a voice speaks.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    pub title: Text,
    pub lines: Vec<Text>,
    pub choices: Vec<Choice>,
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
    /// Headphones are in the practice jack.
    pub headphones: bool,
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
                if let Some(voice) = &frame.voice {
                    voice_bar(glass, look, voice, &frame.beside_the_caption());
                }
                match (&frame.warning, frame.voice.as_ref().and_then(|voice| voice.panel.as_ref())) {
                    (Some(warning), _) => spawn_warning(glass, look, warning, frame.voice.is_some()),
                    (None, Some(panel)) => spawn_panel(glass, look, panel, frame.landscape),
                    (None, None) => {}
                }
                if frame.voice.as_ref().is_some_and(|voice| voice.blank) {
                    curtain(glass);
                }
            });
            if let Some(tray) = &frame.tray {
                spawn_tray(root, look, tray, frame.landscape);
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
    // Beside the sentences, above the answers, the picture has more room.
    let beside = frame.landscape && something_to_do && screen.body == Body::Card;
    let side = if frame.landscape && something_to_do { 48.0 } else { 100.0 };
    let node = |row_gap| column(Node { width: Val::Percent(side), row_gap, ..default() });
    root.spawn((area, frame.under())).with_children(|area| {
        area.spawn((node(theme.mm(3.0)), container())).with_children(|says| {
            sentences(says, look, screen);
            match &screen.body {
                Body::Nothing => {}
                Body::PinPad => pin_dots(says, look),
                Body::Card if beside => {}
                Body::Card => card_picture(says, look),
                Body::Mirror(advice) => mirror(says, look, *advice, frame.landscape),
                Body::Items(items) => items_list(says, look, items),
                Body::List(rows) => list(says, look, rows),
            }
            if !something_to_do || frame.has_tall_pad() {
                small_row(says, look, &frame.below_the_answers());
            }
        });
        if something_to_do {
            let does = Node { justify_content: JustifyContent::FlexEnd, ..node(gap) };
            area.spawn((does, container())).with_children(|does| {
                if beside {
                    card_picture(does, look);
                }
                if screen.body == Body::PinPad {
                    // A telephone's keys stand in threes.
                    let columns = if frame.landscape && !frame.fixed_pad { 4 } else { 3 };
                    pin_pad(does, look, frame.digits, columns);
                }
                for choice in &screen.choices {
                    does.spawn(button(look, choice, TextSize::Button));
                }
                if !frame.has_tall_pad() {
                    small_row(does, look, &frame.below_the_answers());
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
        says.spawn(heading(look, &screen.title, &screen.lines));
        for line in &screen.lines {
            says.spawn(paragraph(look, line));
        }
    });
}

/// One of the controls that most screens have.
fn usual(label: &'static str, action: Action, look: Weight) -> Choice {
    Choice { label: tr(label), action, look }
}

/// もどる やめる
fn ways_back(frame: &Frame) -> Vec<Choice> {
    frame.screen.way_back.iter().chain(&frame.screen.way_out).cloned().collect()
}

fn language() -> Choice {
    usual("control-language", Action::SwitchLanguage, Weight::Quiet)
}

/// 音声 係員を呼ぶ: on every screen.
fn voice_and_staff(frame: &Frame) -> Vec<Choice> {
    let start = Action::Voice(VoiceAction::Start);
    let voice = match &frame.voice {
        Some(_) => Some(Action::Voice(VoiceAction::OpenPanel)),
        None => Some(start).filter(|start| !frame.screen.choices.iter().any(|choice| choice.action == *start)),
    };
    let staff = match (frame.staff_called, frame.screen.staff_needed) {
        (true, _) => usual("control-staff-called", Action::CallStaff, Weight::Primary),
        (false, true) => usual("control-staff", Action::CallStaff, Weight::Primary),
        (false, false) => usual("control-staff", Action::CallStaff, Weight::Quiet),
    };
    voice.map(|action| usual("control-voice", action, Weight::Quiet)).into_iter().chain([staff]).collect()
}

/// もどる やめる English 音声 係員を呼ぶ. A glass that lies has no height for this bar and the one of the voice: then the
/// first part stands below the answers, and the last in the voice's bar.
fn bar(root: &mut ChildSpawnerCommands, look: Look, frame: &Frame) {
    if frame.is_tight() {
        return;
    }
    let choices: Vec<Choice> = ways_back(frame).into_iter().chain([language()]).chain(voice_and_staff(frame)).collect();
    row(root, look, None, frame.under(), |bar| buttons(bar, look, &choices));
}

/// Side by side, sharing the width; five of them must find room.
fn buttons(bar: &mut ChildSpawnerCommands, look: Look, choices: &[Choice]) {
    let padding = UiRect::all(look.theme.mm(1.0));
    for choice in choices {
        bar.spawn(button(look, choice, TextSize::Button)).entry::<Node>().and_modify(move |mut node| {
            node.flex_grow = 1.0;
            node.padding = padding;
        });
    }
}

impl Frame<'_> {
    /// The node of what warning or panel cover.
    fn under(&self) -> AccessibilityNode {
        if self.is_covered() { covered() } else { container() }
    }

    /// A telephone's keys stand four high, and leave no room below them on a glass that lies.
    fn has_tall_pad(&self) -> bool {
        self.fixed_pad && self.screen.body == Body::PinPad
    }

    fn is_covered(&self) -> bool {
        self.warning.is_some() || self.voice.as_ref().is_some_and(|voice| voice.panel.is_some())
    }

    fn is_tight(&self) -> bool {
        self.landscape && self.voice.is_some()
    }

    /// What of the bar stands below the answers.
    fn below_the_answers(&self) -> Vec<Choice> {
        let ways = if self.is_tight() { ways_back(self) } else { Vec::new() };
        let language = (!ways.is_empty()).then(language);
        ways.into_iter().chain(language).collect()
    }

    /// What of the bar stands in the voice's.
    fn beside_the_caption(&self) -> Vec<Choice> {
        // What covers the screen has a staff button of its own.
        if !self.is_tight() || self.is_covered() {
            return Vec::new();
        }
        let language = ways_back(self).is_empty().then(language);
        language.into_iter().chain(voice_and_staff(self)).collect()
    }
}

/// A row of its own for controls that belong to the bar.
fn small_row(parent: &mut ChildSpawnerCommands, look: Look, choices: &[Choice]) {
    if choices.is_empty() {
        return;
    }
    let node = Node { column_gap: look.theme.mm(GAP_MM), flex_shrink: 0.0, ..default() };
    parent.spawn((node, container())).with_children(|row| buttons(row, look, choices));
}

fn row(
    root: &mut ChildSpawnerCommands,
    look: Look,
    ground: Option<Color>,
    access: AccessibilityNode,
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
    let mut row = root.spawn((node, access));
    if let Some(ground) = ground {
        row.insert(BackgroundColor(ground));
    }
    row.with_children(fill);
}

fn banner(root: &mut ChildSpawnerCommands, look: Look, text: &Text) {
    let palette = look.theme.palette();
    row(root, look, Some(palette.practice), container(), |row| {
        row.spawn(caption(look, look.text(text), palette.on_practice));
    });
}

fn spawn_tray(root: &mut ChildSpawnerCommands, look: Look, tray: &Tray, landscape: bool) {
    let palette = look.theme.palette();
    let control = |label, action| Choice { label: tr(label), action, look: Weight::Quiet };
    let card =
        if tray.placed { control("tray-take", Action::TakeCard) } else { control("tray-place", Action::PlaceCard) };
    row(root, look, Some(palette.practice), container(), |row| {
        if landscape {
            // On its one row who it is gives way.
            let tray = row.target_entity();
            row.commands_mut().entity(tray).entry::<Node>().and_modify(|mut node| {
                node.flex_wrap = FlexWrap::NoWrap;
            });
        }
        row.spawn(button(look, &control("tray-next", Action::NextPerson), TextSize::Button));
        row.spawn((column(Node { flex_shrink: 1.0, ..default() }), container())).with_children(|who| {
            who.spawn(caption(look, look.text(&tray.person), palette.on_practice));
            who.spawn(caption(look, look.text(&tray.pin), palette.on_practice));
        });
        row.spawn(button(look, &card, TextSize::Button));
        let before = Choice { label: tray.before.clone(), action: Action::NextBeforeCamera, look: Weight::Quiet };
        row.spawn(button(look, &before, TextSize::Button));
        let plug = if tray.headphones { "tray-unplug" } else { "tray-plug" };
        row.spawn(button(look, &control(plug, Action::PlugHeadphones), TextSize::Button));
    });
}

/// The caption of the voice.
#[derive(Component)]
pub struct Caption;

/// Along the bottom edge, where a hand finds it: 選ぶ, and what is being said.
fn voice_bar(root: &mut ChildSpawnerCommands, look: Look, voice: &VoiceFrame, others: &[Choice]) {
    let theme = look.theme;
    let palette = theme.palette();
    let bar = Node {
        column_gap: theme.mm(GAP_MM),
        padding: UiRect::axes(theme.mm(MARGIN_MM), theme.mm(GAP_MM / 2.0)),
        flex_shrink: 0.0,
        ..default()
    };
    let control = |label, action| Choice { label: tr(label), action: Action::Voice(action), look: Weight::Equal };
    root.spawn((bar, container())).with_children(|bar| {
        let mut select = bar.spawn(button(look, &control("speech-select", VoiceAction::Select), TextSize::Button));
        // From its first line on, where there is not room for all of it.
        let top = Node { max_height: Val::Percent(100.0), overflow: Overflow::clip(), flex_shrink: 1.0, ..default() };
        let letters = drawn(look, voice.caption.clone(), TextSize::Body, false, palette.text);
        select.with_child((Caption, letters, top));
        let (height, gap) = (theme.mm(TARGET_MM), theme.mm(4.0));
        // Enter chooses for who uses keys: the bar would only stand in the way.
        select.remove::<Focusable>();
        select.entry::<Node>().and_modify(move |mut node| {
            node.flex_grow = 1.0;
            node.flex_basis = Val::ZERO;
            node.height = height;
            node.justify_content = JustifyContent::FlexStart;
            node.column_gap = gap;
            node.overflow = Overflow::clip();
        });
        if voice.withheld {
            bar.spawn(button(look, &control("speech-aloud", VoiceAction::Aloud), TextSize::Button));
        }
        for choice in others {
            bar.spawn(button(look, choice, TextSize::Button));
        }
    });
}

/// Everything about the voice, over the screen.
fn spawn_panel(root: &mut ChildSpawnerCommands, look: Look, panel: &Panel, landscape: bool) {
    let theme = look.theme;
    let palette = theme.palette();
    let grid = Node {
        display: Display::Grid,
        grid_template_columns: RepeatedGridTrack::flex(if landscape { 5 } else { 2 }, 1.0),
        column_gap: theme.mm(GAP_MM),
        row_gap: theme.mm(GAP_MM),
        ..default()
    };
    let colours = (BackgroundColor(palette.ground), BorderColor::all(palette.edge));
    root.spawn((
        over_the_screen(look),
        colours,
        dialog(Role::Dialog, look.text(&panel.title)),
        GlobalZIndex(1),
        ModalScope,
    ))
    .with_children(|parts| {
        parts.spawn(heading(look, &panel.title, &panel.lines));
        for line in &panel.lines {
            parts.spawn(paragraph(look, line));
        }
        parts.spawn((grid, container())).with_children(|keys| {
            for choice in &panel.choices {
                keys.spawn(button(look, choice, TextSize::Body));
            }
        });
    });
}

/// Covers the kiosk's part of the window, but for the bar of the voice.
fn over_the_screen(look: Look) -> Node {
    let theme = look.theme;
    column(Node {
        position_type: PositionType::Absolute,
        width: Val::Percent(100.0),
        top: Val::ZERO,
        bottom: theme.mm(VOICE_BAR_MM),
        padding: UiRect::all(theme.mm(MARGIN_MM)),
        border: UiRect::all(theme.mm(BORDER_MM * 4.0)),
        row_gap: theme.mm(GAP_MM),
        justify_content: JustifyContent::Center,
        ..default()
    })
}

/// Black over everything; what lies under it is still felt.
fn curtain(root: &mut ChildSpawnerCommands) {
    let node = Node {
        position_type: PositionType::Absolute,
        width: Val::Percent(100.0),
        height: Val::Percent(100.0),
        ..default()
    };
    root.spawn((node, container(), GlobalZIndex(2), BackgroundColor(Color::BLACK)));
}

/// Covers the kiosk's part of the window: while it stands, focus and touch stay in it, but for the practice tray.
fn spawn_warning(root: &mut ChildSpawnerCommands, look: Look, warning: &Warning, voice: bool) {
    let palette = look.theme.palette();
    let mut node = over_the_screen(look);
    if !voice {
        node.bottom = Val::ZERO;
    }
    let colours = (BackgroundColor(palette.attention), BorderColor::all(palette.edge));
    root.spawn((node, colours, dialog(Role::AlertDialog, look.text(&warning.title)), GlobalZIndex(1), ModalScope))
        .with_children(|parts| {
            parts.spawn(heading(look, &warning.title, std::slice::from_ref(&warning.line)));
            parts.spawn(paragraph(look, &warning.line));
            if let Some(choice) = &warning.choice {
                parts.spawn(button(look, choice, TextSize::Title));
            }
            let staff = Choice { label: tr("control-staff"), action: Action::CallStaff, look: Weight::Quiet };
            parts.spawn(button(look, &staff, TextSize::Button));
        });
}
