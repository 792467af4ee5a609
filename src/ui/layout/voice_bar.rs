//! Along the bottom edge while a voice speaks, where a hand finds it: 選ぶ with what is being said, and what is wanted
//! most.

use crate::a11y::Focusable;
use crate::i18n::tr;
use crate::ui::action::{Action, VoiceAction};
use crate::ui::spec::{Choice, Look as Weight};
use crate::ui::theme::{BORDER_MM, GAP_MM, MARGIN_MM, TARGET_MM, TextSize};
use crate::ui::typeset::LINE_EM;
use crate::ui::widgets::{IconPlace, Look, Shape, button, container, drawn};
use bevy::prelude::*;

/// The caption of the voice, and what it has room for: pixels in a line, and lines.
#[derive(Component)]
pub struct Caption {
    pub width: f32,
    pub lines: usize,
}

/// What is drawn for somebody who listens.
#[derive(Debug, Clone, PartialEq)]
pub struct VoiceFrame {
    /// What is being said.
    pub caption: String,
    /// Something on this screen is not said on the loudspeaker: offer to say it.
    pub withheld: bool,
    /// Nobody can read along.
    pub blank: bool,
}

/// Height of the bar with the space above it, in pixels: two lines of what is said, or one on a small glass.
pub fn bar_height(look: Look, glass: Vec2) -> f32 {
    let lines = if glass.y < look.theme.px_per_mm * SMALL_GLASS_MM { 1.0 } else { 2.0 };
    let letters = (look.em(TextSize::Body) * LINE_EM * lines).ceil() + look.theme.px(BORDER_MM * 2.0 + 1.0);
    letters.max(look.theme.px(TARGET_MM)) + look.theme.px(GAP_MM)
}

const SMALL_GLASS_MM: f32 = 150.0;
/// What is said has at least this part of the bar.
const CAPTION_PART: f32 = 0.45;
const CAPTION_GAP_MM: f32 = 4.0;

/// On as many lines as the bar holds.
fn shape(look: Look, choice: &Choice, height: f32) -> Shape {
    let of = |width| Shape::of(look, choice, TextSize::Button, width, IconPlace::Nowhere);
    let narrow = of(Shape::narrowest(look, choice, TextSize::Button, IconPlace::Nowhere));
    let fits = narrow.height <= height;
    let shape =
        if fits { narrow } else { of(Shape::natural_width(look, choice, TextSize::Button, IconPlace::Nowhere)) };
    shape.with_height(height)
}

fn control(label: &'static str, action: VoiceAction) -> Choice {
    Choice { label: tr(label), action: Action::Voice(action), look: Weight::Equal }
}

/// What else is wanted most, as far as there is room; all of it is in the panel too.
fn others(look: Look, voice: &VoiceFrame, width: f32, height: f32) -> Vec<(Choice, Shape)> {
    let aloud = voice.withheld.then(|| control("speech-aloud", VoiceAction::Aloud));
    let wanted = aloud.into_iter().chain([control("speech-repeat", VoiceAction::Repeat)]);
    let mut left = width * (1.0 - CAPTION_PART) - 2.0 * look.theme.px(MARGIN_MM);
    let mut others = Vec::new();
    for choice in wanted {
        let shape = shape(look, &choice, height);
        left -= shape.width + look.theme.px(GAP_MM);
        if left >= 0.0 {
            others.push((choice, shape));
        }
    }
    others
}

/// `size` with the space above it.
pub fn spawn(root: &mut ChildSpawnerCommands, look: Look, voice: Option<&VoiceFrame>, size: Vec2) {
    let Some(voice) = voice else { return };
    let theme = look.theme;
    let palette = theme.palette();
    let height = size.y - theme.px(GAP_MM);
    let bar = Node {
        column_gap: theme.mm(GAP_MM),
        padding: UiRect::axes(theme.mm(MARGIN_MM), theme.mm(GAP_MM / 2.0)),
        width: Val::Px(size.x),
        height: Val::Px(size.y),
        flex_shrink: 0.0,
        ..default()
    };
    root.spawn((bar, container())).with_children(|bar| {
        let select = control("speech-select", VoiceAction::Select);
        let own = shape(look, &select, height);
        let others = others(look, voice, size.x, height);
        let beside: f32 = others.iter().map(|(_, shape)| shape.width + theme.px(GAP_MM)).sum();
        let width = size.x - 2.0 * theme.px(MARGIN_MM) - beside - own.width - 3.0 * theme.px(CAPTION_GAP_MM);
        let lines = ((height - 2.0 * theme.px(BORDER_MM)) / (look.em(TextSize::Body) * LINE_EM)) as usize;
        let mut select = button(bar, look, &select, &own);
        // The rest follows with its sound, where there is not room for all of it.
        let whole = (lines.max(1) as f32 * look.em(TextSize::Body) * LINE_EM).ceil();
        let top = Node { max_height: Val::Px(whole), overflow: Overflow::clip(), flex_shrink: 1.0, ..default() };
        let letters = drawn(look, voice.caption.clone(), TextSize::Body, false, palette.text);
        select.with_child((Caption { width, lines: lines.max(1) }, letters, top));
        let (gap, least) = (theme.mm(CAPTION_GAP_MM), theme.mm(TARGET_MM));
        // Enter chooses for who uses keys: the bar would only stand in the way.
        select.remove::<Focusable>();
        select.entry::<Node>().and_modify(move |mut node| {
            node.width = Val::Auto;
            node.min_width = least;
            node.flex_grow = 1.0;
            node.flex_shrink = 1.0;
            node.flex_basis = Val::ZERO;
            node.padding = UiRect::horizontal(gap);
            node.justify_content = JustifyContent::FlexStart;
            node.column_gap = gap;
            node.overflow = Overflow::clip();
        });
        for (choice, shape) in &others {
            button(bar, look, choice, shape);
        }
    });
}
