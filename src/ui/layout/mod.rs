//! Draws a [`Screen`] with what every screen has around it, upright and across from the same code. Everything is
//! measured before it is drawn: what does not fit on the glass goes on to a further page.

mod content;
mod pages;
mod rows;
mod strip;
mod tray;
mod voice_bar;

pub use content::Content;
pub use pages::{Page, Piece};
pub use tray::{PRACTICE_MM, Tray};
use voice_bar::bar_height;
pub use voice_bar::{Caption, VoiceFrame};

use super::spec::{Bell, Choice, Screen};
use super::theme::{MARGIN_MM, Theme};
use super::widgets::{Look, container};
use crate::i18n::Text;
use bevy::prelude::*;

/// The root of all that is drawn; taken away whole when the screen changes.
#[derive(Component)]
pub struct ScreenRoot;

/// Above and below what a screen says.
const PAD_Y_MM: f32 = 4.0;

/// What is drawn besides the screen itself.
pub struct Frame<'a> {
    pub screen: &'a Screen,
    /// The whole window, in pixels.
    pub window: UVec2,
    /// Which page of the screen.
    pub page: usize,
    pub digits: [u8; 10],
    /// What the button of the staff says.
    pub bell: Bell,
    /// The time-out warning, in place of everything.
    pub warning: Option<Warning>,
    /// The practice banner and tray.
    pub tray: Option<Tray>,
    /// A voice speaks: its bar.
    pub voice: Option<VoiceFrame>,
    /// What stands in place of the screen until it is closed.
    pub panel: Option<Panel>,
    pub fixed_pad: bool,
    /// Everything in the lower half of an upright glass.
    pub low: bool,
}

/// What stands in place of the screen for a while: how the voice speaks, or the languages.
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

impl Frame<'_> {
    pub fn landscape(&self) -> bool {
        self.window.x > self.window.y
    }
}

/// Where things are, in pixels.
struct Places {
    /// The kiosk's own part of the window.
    glass: Vec2,
    /// What a screen says and asks, within its margins.
    content: Vec2,
    strip: strip::Strip,
    /// The bar of the voice.
    bar: Vec2,
}

impl Places {
    fn of(look: Look, frame: &Frame) -> Self {
        let theme = look.theme;
        let window = frame.window.as_vec2();
        let taken = frame.tray.as_ref().map_or(0.0, |tray| tray::height(look, tray, window.x));
        let whole = Vec2::new(window.x, window.y - taken);
        let low = frame.low && !frame.landscape();
        let glass = if low { Vec2::new(whole.x, (whole.y / 2.0).floor()) } else { whole };
        let strip = strip::Strip::of(look, frame, glass);
        let bar = frame.voice.as_ref().map_or(0.0, |_| bar_height(look, glass));
        let left = if frame.landscape() {
            Vec2::new(glass.x - strip.size.x, glass.y - bar)
        } else {
            Vec2::new(glass.x, glass.y - strip.size.y - bar)
        };
        let bar = Vec2::new(left.x, bar);
        let margins = Vec2::new(theme.px(MARGIN_MM), theme.px(PAD_Y_MM)) * 2.0;
        Self { glass, content: (left - margins).floor(), strip, bar }
    }
}

/// Which page stands on the glass, of how many, and what it says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Paging {
    pub at: usize,
    pub of: usize,
    pub says: Vec<Text>,
}

/// Spawns the whole window's content.
pub fn spawn(commands: &mut Commands, look: Look, frame: &Frame) -> Paging {
    let content = Content::of(frame);
    let places = Places::of(look, frame);
    // What counts is the part of the glass that is used: in the lower half of one that stands it lies.
    let across = frame.landscape() || places.content.x > places.content.y;
    let plan_with = |look| pages::plan(look, &content, places.content, across, frame.fixed_pad);
    // Rather than on a further page things stand a little closer.
    let close = Theme { room: 1.0, ..*look.theme };
    let close = Look { theme: &close, ..look };
    let plan = plan_with(look);
    let (plan, inner) = if plan.len() > 1 { (plan_with(close), close) } else { (plan, look) };
    let page = frame.page.min(plan.len() - 1);
    let paging = Paging { at: page, of: plan.len(), says: content.of_page(&plan, page) };
    let root = column(Node { width: Val::Percent(100.0), height: Val::Percent(100.0), ..default() });
    // No ground of its own: the window is cleared with it, and a node as large as the glass costs a processor that draws.
    commands.spawn((ScreenRoot, root, container())).with_children(|root| {
        if frame.tray.is_some() {
            tray::banner(root, look);
        }
        // The kiosk's own part: what covers it leaves banner and tray alone.
        let whole =
            column(Node { flex_grow: 1.0, min_height: Val::ZERO, justify_content: JustifyContent::End, ..default() });
        root.spawn((whole, container())).with_children(|whole| {
            let (across, height) = (frame.landscape(), Val::Px(places.glass.y));
            let direction = if across { FlexDirection::Row } else { FlexDirection::Column };
            let glass = Node { flex_direction: direction, height, flex_shrink: 0.0, ..default() };
            whole.spawn((glass, container())).with_children(|glass| {
                if across {
                    let width = Val::Px(places.glass.x - places.strip.size.x);
                    let left = column(Node { width, flex_shrink: 0.0, ..default() });
                    glass.spawn((left, container())).with_children(|left| {
                        content::spawn(left, inner, frame, &content, &plan, page, places.content);
                        voice_bar::spawn(left, look, frame.voice.as_ref(), places.bar);
                    });
                    strip::spawn(glass, look, &places.strip);
                } else {
                    content::spawn(glass, inner, frame, &content, &plan, page, places.content);
                    strip::spawn(glass, look, &places.strip);
                    voice_bar::spawn(glass, look, frame.voice.as_ref(), places.bar);
                }
            });
            if frame.voice.as_ref().is_some_and(|voice| voice.blank) {
                curtain(whole);
            }
        });
        if let Some(tray) = &frame.tray {
            tray::spawn(root, look, tray, frame.window.as_vec2().x);
        }
    });
    paging
}

fn column(node: Node) -> Node {
    Node { flex_direction: FlexDirection::Column, ..node }
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
