//! What a screen says and asks, or what stands in its place; drawn as it was planned.

use super::pages::{NavPlace, NumberPlace, Page, Parts, Piece, SENTENCE_GAP_MM, TONE_EDGE_MM, TONE_PAD_MM};
use super::{Frame, PAD_Y_MM, column};
use crate::i18n::{Text, tr};
use crate::ui::spec::{Body, Progress, Screen, Tone};
use crate::ui::theme::{GAP_MM, MARGIN_MM, TextSize};
use crate::ui::typeset::{LINE_EM, Lines};
use crate::ui::widgets::{
    Look, RowShape, RowText, Says, caption, card_picture, container, dialog, drawn, heading, letters, list, mirror,
    paragraph, pin_dots, pin_pad, spawn_letters,
};
use accesskit::Role;
use bevy::a11y::AccessibilityNode;
use bevy::prelude::*;
use bevy::ui::prelude::AccessibleLabel;

/// What stands on the glass: a screen, or what takes its place for a while.
pub struct Content {
    pub screen: Screen,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Screen,
    Panel,
    Warning,
}

impl Content {
    pub fn of(frame: &Frame) -> Self {
        if let Some(warning) = &frame.warning {
            let choices = warning.choice.iter().cloned().collect();
            let screen = Screen::new(warning.title.clone()).line(warning.line.clone()).tone(Tone::Attention);
            return Self { screen: Screen { choices, ..screen }, kind: Kind::Warning };
        }
        if let Some(panel) = &frame.panel {
            let (lines, choices) = (panel.lines.clone(), panel.choices.clone());
            return Self { screen: Screen { lines, choices, ..Screen::new(panel.title.clone()) }, kind: Kind::Panel };
        }
        Self { screen: frame.screen.clone(), kind: Kind::Screen }
    }

    /// The one answer to a warning is the largest of all.
    pub fn choice_size(&self) -> TextSize {
        if self.kind == Kind::Warning { TextSize::Title } else { TextSize::Button }
    }

    /// What a further page says, after its number.
    pub fn of_page(&self, plan: &[Page], at: usize) -> Vec<Text> {
        let Some(page) = plan.get(at) else { return Vec::new() };
        let of_piece = |piece: &Piece| match piece {
            Piece::Title(_) | Piece::TitleRest(_) => vec![self.screen.title.clone()],
            Piece::Line(text, _) => vec![text.clone()],
            Piece::Row(row, _) => vec![row.sentence()],
            Piece::Choices(rows) => rows.rows.iter().flatten().map(|(choice, _)| choice.label.clone()).collect(),
            Piece::Dots | Piece::Pad(_) | Piece::Card(_) | Piece::Mirror(_) => Vec::new(),
        };
        let number = (plan.len() > 1).then(|| page_count(at, plan.len()));
        number.into_iter().chain(page.says.iter().chain(&page.does).flat_map(of_piece)).collect()
    }

    fn access(&self, look: Look) -> AccessibilityNode {
        match self.kind {
            Kind::Warning => dialog(Role::AlertDialog, look.text(&self.screen.title)),
            Kind::Panel => dialog(Role::Dialog, look.text(&self.screen.title)),
            Kind::Screen => container(),
        }
    }
}

/// 「2 / 3」
pub fn page_count(at: usize, of: usize) -> Text {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    tr("page-count").number("at", number(at + 1)).number("of", number(of))
}

pub fn spawn(
    parent: &mut ChildSpawnerCommands,
    look: Look,
    frame: &Frame,
    content: &Content,
    plan: &[Page],
    page: usize,
    area: Vec2,
) {
    let theme = look.theme;
    let node = column(Node {
        flex_grow: 1.0,
        padding: UiRect::axes(theme.mm(MARGIN_MM), theme.mm(PAD_Y_MM)),
        row_gap: theme.mm(SENTENCE_GAP_MM),
        min_height: Val::ZERO,
        ..default()
    });
    let Some(on_glass) = plan.get(page) else { return };
    parent.spawn((node, content.access(look))).with_children(|parent| {
        if (content.screen.step.is_some() || page > 0) && !on_glass.bare {
            header(parent, look, content, plan, page, area.x);
        }
        let nav = |parent: &mut ChildSpawnerCommands| {
            nav(parent, look, on_glass, |row| {
                if on_glass.number == NumberPlace::BesideNav && page > 0 {
                    page_heading(row, look, content, plan, page);
                }
            });
        };
        let beside_dots = |parent: &mut ChildSpawnerCommands| {
            if on_glass.number == NumberPlace::BesideDots && page > 0 {
                page_heading(parent, look, content, plan, page);
            }
        };
        let number = if on_glass.number == NumberPlace::BesideDots && page > 0 {
            look.em(TextSize::Body) * NUMBER_EM + theme.px(GAP_MM)
        } else {
            0.0
        };
        let draw = Draw { look, frame, content, beside_dots: &beside_dots, width: area.x, number };
        match on_glass.parts {
            Some(parts) => beside(parent, draw, on_glass, parts, nav),
            None => stacked(parent, draw, on_glass, nav),
        }
    });
}

/// On the left 「2 / 4」 and what this step is called, on the right the number of a further page: the focus starts there.
fn header(parent: &mut ChildSpawnerCommands, look: Look, content: &Content, plan: &[Page], page: usize, width: f32) {
    let row = Node {
        justify_content: JustifyContent::SpaceBetween,
        align_items: AlignItems::Center,
        height: Val::Px((look.em(TextSize::Body) * LINE_EM).ceil()),
        flex_shrink: 0.0,
        ..default()
    };
    parent.spawn((row, container())).with_children(|row| {
        if let Some(step) = content.screen.step {
            progress(row, look, step, width);
        }
        if page > 0 {
            page_heading(row, look, content, plan, page);
        }
    });
}

fn page_heading(row: &mut ChildSpawnerCommands, look: Look, content: &Content, plan: &[Page], page: usize) {
    let (number, says) = (page_count(page, plan.len()), content.of_page(plan, page));
    let set = look.set(&number, TextSize::Body, true, f32::INFINITY);
    heading(row, look, &number, &says[1..], &set, TextSize::Body);
}

/// 「2 / 4」, what this step is called, and a bar of four parts; the last two where there is room.
fn progress(parent: &mut ChildSpawnerCommands, look: Look, step: Progress, width: f32) {
    let theme = look.theme;
    let palette = theme.palette();
    let count = tr("step-count").number("at", i64::from(step.at)).number("of", i64::from(Progress::OF));
    let row = Node { align_items: AlignItems::Center, column_gap: theme.mm(3.0), flex_shrink: 0.0, ..default() };
    let name = look.set(&step.name(), TextSize::Body, false, f32::INFINITY).width() * look.em(TextSize::Body);
    // Twice the counter: the number of a page stands on the other side.
    let left = width - 8.0 * look.em(TextSize::Body);
    let bars = theme.px(BAR_MM.x * 5.0);
    parent.spawn((row, container())).with_children(|row| {
        let text = look.text(&count);
        let named = (Says(count.clone()), letters(&text), AccessibleLabel::new(text.clone()));
        row.spawn((named, drawn(look, text, TextSize::Body, true, palette.edge)));
        if name < left {
            row.spawn(caption(look, look.text(&step.name()), palette.text));
        }
        if name + bars < left {
            row.spawn(Node { column_gap: theme.mm(1.5), ..default() }).with_children(|bars| {
                (1..=Progress::OF).for_each(|at| bar(bars, look, at <= step.at));
            });
        }
    });
}

const BAR_MM: Vec2 = Vec2::new(10.0, 3.0);

fn bar(parent: &mut ChildSpawnerCommands, look: Look, full: bool) {
    let theme = look.theme;
    let palette = theme.palette();
    let node = Node {
        width: theme.mm(BAR_MM.x),
        height: theme.mm(BAR_MM.y),
        border: UiRect::all(theme.mm(0.5)),
        border_radius: BorderRadius::all(theme.mm(BAR_MM.y / 2.0)),
        ..default()
    };
    let inside = if full { palette.edge } else { palette.ground };
    parent.spawn((node, BackgroundColor(inside), BorderColor::all(palette.edge)));
}

/// What the parts of a page are drawn with.
#[derive(Clone, Copy)]
struct Draw<'a> {
    look: Look<'a>,
    frame: &'a Frame<'a>,
    content: &'a Content,
    beside_dots: &'a dyn Fn(&mut ChildSpawnerCommands),
    /// Of the part that is drawn, and what a page's number beside the dots has of it.
    width: f32,
    number: f32,
}

/// 「2 / 3」 in em.
pub const NUMBER_EM: f32 = 4.0;

fn beside(
    parent: &mut ChildSpawnerCommands,
    draw: Draw,
    page: &Page,
    parts: Parts,
    nav: impl Fn(&mut ChildSpawnerCommands),
) {
    let gap = draw.look.theme.mm(GAP_MM);
    let [side, other] = parts.widths;
    let part = |width: f32, node: Node| column(Node { width: Val::Px(width), row_gap: gap, flex_shrink: 0.0, ..node });
    let row = Node { flex_grow: 1.0, column_gap: gap, min_height: Val::ZERO, ..default() };
    parent.spawn((row, container())).with_children(|row| {
        let left = part(side, Node::default());
        row.spawn((left, container())).with_children(|left| pieces(left, Draw { width: side, ..draw }, &page.says));
        let right = part(other, Node { justify_content: JustifyContent::FlexEnd, ..default() });
        row.spawn((right, container())).with_children(|right| {
            pieces(right, Draw { width: other, ..draw }, &page.does);
            if parts.nav == NavPlace::BelowAnswers {
                nav(right);
            }
        });
        // After the answers, for who goes from one to the next; in the corner, for who looks.
        if parts.nav == NavPlace::BelowSentences {
            let corner =
                Node { position_type: PositionType::Absolute, bottom: Val::ZERO, width: Val::Px(side), ..default() };
            row.spawn((column(corner), container())).with_children(|corner| nav(corner));
        }
    });
}

fn stacked(parent: &mut ChildSpawnerCommands, draw: Draw, page: &Page, nav: impl Fn(&mut ChildSpawnerCommands)) {
    let gap = draw.look.theme.mm(GAP_MM);
    let justify_content = if page.says.is_empty() { JustifyContent::FlexEnd } else { JustifyContent::SpaceBetween };
    let node = Node { flex_grow: 1.0, justify_content, row_gap: gap, ..default() };
    parent.spawn((column(node), container())).with_children(|whole| {
        if !page.says.is_empty() {
            pieces(whole, draw, &page.says);
        }
        let below = column(Node { row_gap: gap, flex_shrink: 0.0, ..default() });
        whole.spawn((below, container())).with_children(|below| {
            if !page.does.is_empty() {
                pieces(below, draw, &page.does);
            }
            nav(below);
        });
    });
}

/// Sentences that follow each other stand on one ground, rows in one list.
fn pieces(parent: &mut ChildSpawnerCommands, draw: Draw, pieces: &[Piece]) {
    let Draw { look, frame, content, beside_dots, width, number } = draw;
    let theme = look.theme;
    let node = column(Node { row_gap: theme.mm(SENTENCE_GAP_MM), flex_shrink: 0.0, ..default() });
    parent.spawn((node, container())).with_children(|parent| {
        let sentences: Vec<&Piece> = pieces.iter().filter(|piece| piece.is_sentence()).collect();
        if !sentences.is_empty() {
            toned(parent, look, content, &sentences);
        }
        let mut rows: Vec<(&RowText, &RowShape)> = Vec::new();
        for piece in pieces {
            if let Piece::Row(text, shape) = piece {
                rows.push((text, shape));
            }
        }
        if !rows.is_empty() {
            list(parent, look, &rows);
        }
        for (place, piece) in pieces.iter().enumerate() {
            if place > 0 && matches!(piece, Piece::Pad(_) | Piece::Choices(_)) {
                // Answers stand further apart than sentences: twice the gap of the column, less what is too much.
                let more = theme.px(GAP_MM) - 2.0 * theme.px(SENTENCE_GAP_MM);
                parent.spawn(Node { margin: UiRect::bottom(Val::Px(more)), flex_shrink: 0.0, ..default() });
            }
            match piece {
                Piece::Title(_) | Piece::TitleRest(_) | Piece::Line(..) | Piece::Row(..) => {}
                Piece::Dots => {
                    let row =
                        Node { justify_content: JustifyContent::Center, column_gap: theme.mm(GAP_MM), ..default() };
                    parent.spawn((row, container())).with_children(|row| {
                        pin_dots(row, look, width - number);
                        beside_dots(row);
                    });
                }
                Piece::Pad(shape) => pin_pad(parent, look, frame.digits, shape),
                Piece::Card(scale) => card_picture(parent, look, *scale),
                Piece::Mirror(height) => {
                    if let Body::Mirror(advice) = content.screen.body {
                        mirror(parent, look, advice, *height);
                    }
                }
                Piece::Choices(rows) => rows.spawn(parent, look),
            }
        }
    });
}

/// Heading and sentences, on a coloured ground where the screen has a mood.
fn toned(parent: &mut ChildSpawnerCommands, look: Look, content: &Content, sentences: &[&Piece]) {
    let theme = look.theme;
    let palette = theme.palette();
    let ground = match content.screen.tone {
        Tone::Calm => palette.ground,
        Tone::Attention => palette.attention,
        Tone::Success => palette.success,
    };
    let toned = content.screen.tone != Tone::Calm;
    let node = column(Node {
        row_gap: theme.mm(SENTENCE_GAP_MM),
        padding: UiRect::all(if toned { theme.mm(TONE_PAD_MM) } else { Val::ZERO }),
        border: UiRect::left(theme.mm(if toned { TONE_EDGE_MM } else { 0.0 })),
        flex_shrink: 0.0,
        ..default()
    });
    parent.spawn((node, container(), BackgroundColor(ground), BorderColor::all(palette.edge))).with_children(|says| {
        for piece in sentences {
            match piece {
                Piece::Title(set) => {
                    heading(says, look, &content.screen.title, &content.screen.lines, set, TextSize::Title)
                }
                Piece::TitleRest(set) => title_rest(says, look, set),
                Piece::Line(text, set) => paragraph(says, look, text, set),
                _ => {}
            }
        }
    });
}

/// The end of a title that no page holds whole.
fn title_rest(parent: &mut ChildSpawnerCommands, look: Look, set: &Lines) {
    let text = set.text().replace('\n', " ");
    let named = (letters(&text), AccessibleLabel::new(text));
    spawn_letters(parent, named, look, set, TextSize::Title, true, look.theme.palette().text, Justify::Left);
}

fn nav(parent: &mut ChildSpawnerCommands, look: Look, page: &Page, beside: impl Fn(&mut ChildSpawnerCommands)) {
    let Some(rows) = &page.nav else { return };
    let upwards = page.parts.is_some();
    let row = Node {
        flex_direction: if upwards { FlexDirection::ColumnReverse } else { FlexDirection::Row },
        justify_content: JustifyContent::SpaceBetween,
        align_items: if upwards { AlignItems::Start } else { AlignItems::Center },
        row_gap: look.theme.mm(SENTENCE_GAP_MM),
        flex_shrink: 0.0,
        ..default()
    };
    parent.spawn((row, container())).with_children(|row| {
        rows.spawn(row, look);
        beside(row);
    });
}
