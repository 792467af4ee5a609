//! Which parts of a screen stand where. Side by side where the glass lies and all has room; else one under the other;
//! else on several pages.

use super::content::{Content, Kind, NUMBER_EM, page_count};
use super::rows::Rows;
use crate::i18n::{Text, tr};
use crate::ui::action::Action;
use crate::ui::spec::{Body, Choice, Look as Weight, Tone};
use crate::ui::theme::{GAP_MM, TextSize};
use crate::ui::typeset::{LINE_EM, Lines};
use crate::ui::widgets::{Look, MIRROR_MM, PICTURE_MM, PadShape, RowShape, RowText, pair};
use bevy::prelude::*;

/// Between sentences.
pub const SENTENCE_GAP_MM: f32 = 3.0;
/// Around sentences on a coloured ground, and the line at their side.
pub const TONE_PAD_MM: f32 = 3.0;
pub const TONE_EDGE_MM: f32 = 2.0;
/// A card smaller than this would not be known for one.
const SMALLEST_CARD: f32 = 0.45;

/// One part of a screen.
#[derive(Debug, Clone)]
pub enum Piece {
    Title(Lines),
    TitleRest(Lines),
    Line(Text, Lines),
    Row(RowText, RowShape),
    Dots,
    Pad(PadShape),
    /// How many times as large as a card.
    Card(f32),
    /// How high, in pixels.
    Mirror(f32),
    Choices(Rows),
}

/// What stands on the glass at once.
#[derive(Debug, Clone, Default)]
pub struct Page {
    pub says: Vec<Piece>,
    pub does: Vec<Piece>,
    /// もどる, やめる, つぎへ.
    pub nav: Option<Rows>,
    /// What the screen says on the left, what can be done on the right; else one under the other.
    pub parts: Option<Parts>,
    /// Without its header, for all the height.
    pub bare: bool,
    /// Where the number of a further page stands.
    pub number: NumberPlace,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum NumberPlace {
    #[default]
    InHeader,
    BesideNav,
    BesideDots,
}

/// The two parts of a glass that lies.
#[derive(Debug, Clone, Copy)]
pub struct Parts {
    pub widths: [f32; 2],
    pub nav: NavPlace,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NavPlace {
    BelowSentences,
    BelowAnswers,
}

/// Finds the first arrangement in which nothing is cut or torn.
pub fn plan(look: Look, content: &Content, area: Vec2, landscape: bool, fixed_pad: bool) -> Vec<Page> {
    let planner = Planner { look, content, landscape, fixed_pad };
    let below_header = Vec2::new(area.x, area.y - planner.header());
    let whole = if content.screen.step.is_some() { below_header } else { area };
    let one = planner.beside(whole).or_else(|| planner.one_page(whole)).or_else(|| planner.bare(area));
    one.map_or_else(|| planner.pages(area), |page| vec![page])
}

/// Boxes end at whole pixels, each of a page's rows.
const ROUNDING_MM: f32 = 2.5;

/// What the sentences may have of the width: half, or more where their words are long.
const PARTS: [f32; 4] = [0.5, 0.55, 0.6, 0.65];

struct Planner<'a> {
    look: Look<'a>,
    content: &'a Content,
    landscape: bool,
    fixed_pad: bool,
}

impl Planner<'_> {
    fn px(&self, mm: f32) -> f32 {
        self.look.theme.px(mm)
    }

    /// The step counter, the number of a further page, and the space below them.
    fn header(&self) -> f32 {
        (self.look.em(TextSize::Body) * LINE_EM).ceil() + self.px(SENTENCE_GAP_MM)
    }

    /// Both parts of a glass that lies: もどる and やめる stand below what the screen says, or below the answers.
    fn beside(&self, area: Vec2) -> Option<Page> {
        let answers = !self.content.screen.choices.is_empty();
        if !self.landscape || !answers && !matches!(self.content.screen.body, Body::PinPad | Body::Card) {
            return None;
        }
        let below = [NavPlace::BelowSentences, NavPlace::BelowAnswers];
        below.into_iter().find_map(|place| PARTS.into_iter().find_map(|part| self.parted(area, part, place)))
    }

    /// A telephone's keys need all the height of a small glass.
    fn bare(&self, area: Vec2) -> Option<Page> {
        let tall = self.fixed_pad && self.content.screen.body == Body::PinPad;
        self.beside(area).filter(|_| tall).map(|page| Page { bare: true, ..page })
    }

    fn parted(&self, area: Vec2, part: f32, place: NavPlace) -> Option<Page> {
        let gap = self.px(GAP_MM);
        let side = ((area.x - gap) * part).floor();
        let other = (area.x - gap - side).floor();
        let nav = self.nav(if place == NavPlace::BelowSentences { side } else { other }, 0, 1);
        let below = nav.as_ref().map_or(0.0, |nav| nav.size.y + gap);
        let (left, right) = match place {
            NavPlace::BelowSentences => (area.y - below, area.y),
            NavPlace::BelowAnswers => (area.y, area.y - below),
        };
        let mut says = self.sentences(side);
        let mut does = Vec::new();
        let choices = self.choices(other, 1);
        match &self.content.screen.body {
            Body::PinPad => {
                let pad = Piece::Pad(self.pad(other)?);
                // Near the keys, where there is room.
                let together = [Piece::Dots, pad.clone()];
                let apart = self.height(&together) > right;
                says.extend(apart.then_some(Piece::Dots));
                does.extend(if apart { vec![pad] } else { together.to_vec() });
            }
            Body::Card => does.push(Piece::Card(self.card(other, right - choices.size.y - gap)?)),
            Body::Mirror(_) => {
                let above = self.height(&says) + self.px(SENTENCE_GAP_MM);
                says.push(Piece::Mirror(self.mirror(side, left - above)?));
            }
            Body::Nothing | Body::Items(_) | Body::List(_) => says.extend(self.rows(side)),
        }
        if !choices.is_empty() {
            does.push(Piece::Choices(choices));
        }
        let fits = self.height(&says) <= left && self.height(&does) <= right;
        let whole = !torn(&says) && !torn(&does) && !nav.as_ref().is_some_and(Rows::torn);
        let parts = Some(Parts { widths: [side, other], nav: place });
        (fits && whole).then_some(Page { says, does, nav, parts, ..Page::default() })
    }

    /// One under the other; on a low glass that stands the shuffled keys lie in fours.
    fn one_page(&self, area: Vec2) -> Option<Page> {
        let keys: &[u16] = if self.fixed_pad { &[3] } else { &[3, 4, 5] };
        let keys = if self.content.screen.body == Body::PinPad { keys } else { &[3] };
        keys.iter().find_map(|columns| self.stacked(area, *columns))
    }

    fn stacked(&self, area: Vec2, columns: u16) -> Option<Page> {
        let gap = self.px(GAP_MM);
        let nav = self.nav(area.x, 0, 1);
        let mut says = self.sentences(area.x);
        let mut does = Vec::new();
        let choices = self.choices(area.x, self.columns(area.x));
        let below = if choices.is_empty() { 0.0 } else { choices.size.y + gap } + nav_height(nav.as_ref()) + gap;
        let left = area.y - self.height(&says) - below - self.px(SENTENCE_GAP_MM);
        match &self.content.screen.body {
            Body::PinPad => {
                does.extend([Piece::Dots, Piece::Pad(PadShape::of(self.look, area.x, columns)?)]);
            }
            Body::Card => says.push(Piece::Card(self.card(area.x, left)?)),
            Body::Mirror(_) => says.push(Piece::Mirror(self.mirror(area.x, left)?)),
            Body::Nothing | Body::Items(_) | Body::List(_) => says.extend(self.rows(area.x)),
        }
        if !choices.is_empty() {
            does.push(Piece::Choices(choices));
        }
        let between = if does.is_empty() { 0.0 } else { gap };
        let needed = self.height(&says) + between + self.height(&does) + gap + nav_height(nav.as_ref());
        let fits = needed <= area.y && !torn(&does);
        fits.then_some(Page { says, does, nav, ..Page::default() })
    }

    /// As many parts as a page holds, in their order. Answers stay together where a page can hold them.
    fn pages(&self, area: Vec2) -> Vec<Page> {
        // The first page, one in the middle and the last have different ways on.
        // With as many digits as a count can have.
        let navs = [(0, 10), (8, 10), (9, 10)].map(|(at, of)| nav_height(self.nav(area.x, at, of).as_ref()));
        let whole = area.y - navs.into_iter().fold(0.0, f32::max) - self.px(GAP_MM + ROUNDING_MM);
        let room = whole - self.header();
        let mut pages: Vec<Page> = vec![Page::default()];
        for pieces in self.all(area.x, room) {
            if !pages.last().is_some_and(|page| self.room_needed(page, &pieces) <= room) {
                pages.push(Page::default());
            }
            if let Some(page) = pages.last_mut() {
                page.add(pieces);
            }
        }
        pages.retain(|page| !page.says.is_empty() || !page.does.is_empty());
        pages.iter_mut().skip(1).for_each(|page| self.ask_again(area.x, [room, whole], page));
        let of = pages.len();
        for (at, page) in pages.iter_mut().enumerate() {
            page.nav = self.nav(area.x, at, of);
            // What belongs together and needs all the height has it.
            page.bare = self.room_needed(page, &[]) > room;
            if page.bare {
                let beside = self.nav(area.x - self.look.em(TextSize::Body) * NUMBER_EM, at, of);
                let fits = nav_height(beside.as_ref()) <= nav_height(page.nav.as_ref());
                page.number = if fits { NumberPlace::BesideNav } else { NumberPlace::BesideDots };
                page.nav = beside.filter(|_| fits).or_else(|| page.nav.take());
            }
            if self.landscape && page.bare && self.content.screen.body == Body::PinPad {
                self.part_pad(area, page, at, of);
            }
        }
        pages
    }

    /// Nobody answers a question that is no longer there: it stands on further pages too, smaller where it must, and in
    /// place of the header above answers.
    fn ask_again(&self, width: f32, [room, whole]: [f32; 2], page: &mut Page) {
        if page.says.iter().any(|piece| matches!(piece, Piece::TitleRest(_))) {
            return;
        }
        let title = self.sentences(width).into_iter().find_map(|piece| match piece {
            Piece::Title(lines) => Some(Piece::TitleRest(lines)),
            _ => None,
        });
        let small = self.look.set(&self.content.screen.title, TextSize::Body, false, self.inner(width));
        let small = Piece::Line(self.content.screen.title.clone(), small);
        let most = if page.does.is_empty() { room } else { whole };
        let tries = title.map(|title| (title, room)).into_iter().chain([(small.clone(), room), (small, most)]);
        let mut with = tries.map(|(title, room)| {
            let says = std::iter::once(title).chain(page.says.iter().cloned()).collect();
            (Page { says, ..page.clone() }, room)
        });
        let fits = |(page, room): &(Page, f32)| self.room_needed(page, &[]) <= *room && !torn(&page.says);
        if let Some((with, _)) = with.find(fits) {
            *page = with;
        }
    }

    /// A pad that is too high for the nav below it has it at its side.
    fn part_pad(&self, area: Vec2, page: &mut Page, at: usize, of: usize) {
        let gap = self.px(GAP_MM);
        if self.room_needed(page, &[]) + gap + nav_height(page.nav.as_ref()) <= area.y {
            return;
        }
        let Some(pad) = PadShape::of(self.look, area.x, 3) else { return };
        let other = pad.size.x.ceil();
        let side = area.x - gap - other;
        let nav = self.nav(side, at, of);
        let wide = nav.as_ref().is_some_and(|nav| nav.size.x > side || nav.torn());
        if wide || pad.size.y > area.y {
            return;
        }
        page.does = vec![Piece::Pad(pad)];
        page.says.push(Piece::Dots);
        page.nav = nav;
        page.number = NumberPlace::BesideNav;
        page.parts = Some(Parts { widths: [side, other], nav: NavPlace::BelowSentences });
    }

    fn room_needed(&self, page: &Page, more: &[Piece]) -> f32 {
        let mut page = page.clone();
        page.add(more.to_vec());
        let (says, does) = (page.says, page.does);
        let between = if says.is_empty() || does.is_empty() { 0.0 } else { self.px(GAP_MM) };
        self.height(&says) + between + self.height(&does)
    }

    /// All parts in their order, none higher than `room`; those that belong on one page are together.
    fn all(&self, width: f32, room: f32) -> Vec<Vec<Piece>> {
        let alone = |pieces: Vec<Piece>| pieces.into_iter().map(|piece| vec![piece]);
        let mut sentences = self.sentences(width);
        let lines = sentences.split_off(1);
        let below_title = room - self.height(&sentences) - self.px(SENTENCE_GAP_MM);
        // What to do stands with its picture.
        match &self.content.screen.body {
            Body::Card => sentences.extend(self.card(width, below_title).map(Piece::Card)),
            Body::Mirror(_) => sentences.extend(self.mirror(width, below_title).map(Piece::Mirror)),
            Body::Nothing | Body::PinPad | Body::Items(_) | Body::List(_) => {}
        }
        let title_alone = sentences.len() == 1;
        let mut parts = if title_alone {
            alone(sentences.into_iter().flat_map(|title| self.split(title, room)).collect()).collect()
        } else {
            vec![sentences]
        };
        parts.extend(alone(lines.into_iter().flat_map(|line| self.split(line, room)).collect()));
        match &self.content.screen.body {
            Body::PinPad => parts.push(std::iter::once(Piece::Dots).chain(self.pad(width).map(Piece::Pad)).collect()),
            Body::Card | Body::Mirror(_) => {}
            Body::Nothing | Body::Items(_) | Body::List(_) => parts.extend(alone(self.rows(width))),
        }
        let choices = self.choices(width, self.columns(width));
        if choices.size.y <= room {
            parts.extend((!choices.is_empty()).then(|| vec![Piece::Choices(choices)]));
        } else {
            let row = |row| vec![Piece::Choices(Rows { rows: vec![row], size: Vec2::ZERO }.measured(self.look))];
            parts.extend(choices.rows.into_iter().map(row));
        }
        parts
    }

    /// A sentence that is higher than a page, in parts that are not.
    fn split(&self, piece: Piece, room: f32) -> Vec<Piece> {
        let edge = if self.content.screen.tone == Tone::Calm { 0.0 } else { self.px(TONE_PAD_MM) * 2.0 };
        let parts = |lines: &Lines, size| {
            let one = self.look.height(&lines.part(0..1), size);
            let most = (((room - edge) / one).floor() as usize).max(1);
            let starts = (0..lines.lines.len()).step_by(most);
            starts.map(|from| lines.part(from..from + most)).collect::<Vec<_>>()
        };
        match piece {
            Piece::Title(lines) => {
                let mut parts = parts(&lines, TextSize::Title).into_iter();
                let first = parts.next().map(Piece::Title);
                first.into_iter().chain(parts.map(Piece::TitleRest)).collect()
            }
            Piece::Line(text, lines) => {
                let parts = parts(&lines, TextSize::Body).into_iter();
                parts.map(|part| Piece::Line(text.clone(), part)).collect()
            }
            other => vec![other],
        }
    }

    fn sentences(&self, width: f32) -> Vec<Piece> {
        let inner = self.inner(width);
        let title = Piece::Title(self.look.set(&self.content.screen.title, TextSize::Title, true, inner));
        let line = |text: &Text| Piece::Line(text.clone(), self.look.set(text, TextSize::Body, false, inner));
        std::iter::once(title).chain(self.content.screen.lines.iter().map(line)).collect()
    }

    /// What is left for letters on the ground that the screen's mood has.
    fn inner(&self, width: f32) -> f32 {
        let toned = self.content.screen.tone != Tone::Calm;
        if toned { width - self.px(TONE_PAD_MM * 2.0 + TONE_EDGE_MM) } else { width }
    }

    fn rows(&self, width: f32) -> Vec<Piece> {
        let row = |thing: &Text, state: Option<&Text>| {
            let text = RowText { thing: thing.clone(), state: state.cloned() };
            let shape = text.shape(self.look, width);
            Piece::Row(text, shape)
        };
        match &self.content.screen.body {
            Body::Items(items) => items.iter().map(|item| row(item, None)).collect(),
            Body::List(pairs) => pairs.iter().map(|(thing, state)| row(thing, Some(state))).collect(),
            Body::Nothing | Body::PinPad | Body::Card | Body::Mirror(_) => Vec::new(),
        }
    }

    fn choices(&self, width: f32, columns: usize) -> Rows {
        Rows::grid(self.look, &self.content.screen.choices, self.content.choice_size(), width, columns)
    }

    /// As many answers side by side as keep their words whole, at most two; keys of a panel or a keyboard as many as there is room for.
    fn columns(&self, width: f32) -> usize {
        let most = match (self.content.kind == Kind::Panel, self.landscape) {
            _ if self.content.screen.keys => 5,
            (true, true) => 4,
            (true, false) | (false, true) => 2,
            (false, false) => 1,
        };
        let fits = |columns: &usize| {
            let rows = self.choices(width, *columns);
            !rows.torn() && rows.rows.iter().flatten().all(|(_, shape)| shape.lines.lines.len() <= 2)
        };
        (2..=most).rev().find(fits).unwrap_or(1)
    }

    /// A telephone's keys stand in threes.
    fn pad(&self, width: f32) -> Option<PadShape> {
        let across = self.landscape && !self.fixed_pad;
        let columns: &[u16] = if across { &[4, 5, 3] } else { &[3] };
        columns.iter().find_map(|columns| PadShape::of(self.look, width, *columns))
    }

    fn card(&self, width: f32, height: f32) -> Option<f32> {
        let theme = self.look.theme;
        let room = theme.room.min(width / theme.px_per_mm / PICTURE_MM.x).min(height / theme.px_per_mm / PICTURE_MM.y);
        (room >= SMALLEST_CARD).then_some(room)
    }

    fn mirror(&self, width: f32, height: f32) -> Option<f32> {
        let [most, least] = MIRROR_MM;
        let height = self.px(most).min(width * 3.0 / 4.0).min(height).floor();
        (height >= least * self.look.theme.px_per_mm).then_some(height)
    }

    /// Of pieces one under the other.
    fn height(&self, pieces: &[Piece]) -> f32 {
        let toned = self.content.screen.tone != Tone::Calm && pieces.iter().any(Piece::is_sentence);
        let edge = if toned { self.px(TONE_PAD_MM) * 2.0 } else { 0.0 };
        let mut height = edge;
        let mut before: Option<&Piece> = None;
        for piece in pieces {
            let gap = match (before, piece) {
                (None, _) | (Some(Piece::Row(..)), Piece::Row(..)) => 0.0,
                (Some(_), Piece::Choices(_) | Piece::Pad(_)) => self.px(GAP_MM),
                (Some(_), _) => self.px(SENTENCE_GAP_MM),
            };
            height += gap + self.height_of(piece);
            before = Some(piece);
        }
        height.ceil()
    }

    fn height_of(&self, piece: &Piece) -> f32 {
        match piece {
            Piece::Title(lines) | Piece::TitleRest(lines) => self.look.height(lines, TextSize::Title),
            Piece::Line(_, lines) => self.look.height(lines, TextSize::Body),
            Piece::Row(_, shape) => shape.height,
            Piece::Dots => (self.look.em(TextSize::Key) * LINE_EM).ceil(),
            Piece::Pad(shape) => shape.size.y,
            Piece::Card(scale) => PICTURE_MM.y * scale * self.look.theme.px_per_mm,
            Piece::Mirror(height) => *height,
            Piece::Choices(rows) => rows.size.y,
        }
    }

    fn nav(&self, width: f32, at: usize, of: usize) -> Option<Rows> {
        let choice = |label, action, look| Choice { label, action, look };
        let back = if at > 0 {
            Some(choice(tr("control-previous-page"), Action::PreviousPage, Weight::Quiet))
        } else {
            self.content.screen.way_back.clone()
        };
        let next = pair(&tr("control-next-page"), &page_count(at, of));
        let next = (at + 1 < of).then(|| choice(next, Action::NextPage, Weight::Primary));
        let choices: Vec<Choice> = back.into_iter().chain(self.content.screen.way_out.clone()).chain(next).collect();
        let rows = Rows::compact(self.look, &choices, TextSize::Button, width);
        (!rows.is_empty()).then_some(rows)
    }
}

fn nav_height(nav: Option<&Rows>) -> f32 {
    nav.map_or(0.0, |rows| rows.size.y)
}

impl Page {
    fn add(&mut self, pieces: Vec<Piece>) {
        for piece in pieces {
            if piece.is_answer() { self.does.push(piece) } else { self.says.push(piece) }
        }
    }
}

impl Piece {
    fn is_answer(&self) -> bool {
        matches!(self, Self::Dots | Self::Pad(_) | Self::Choices(_))
    }

    pub fn is_sentence(&self) -> bool {
        matches!(self, Self::Title(_) | Self::TitleRest(_) | Self::Line(..))
    }
}

fn torn(pieces: &[Piece]) -> bool {
    pieces.iter().any(|piece| match piece {
        Piece::Title(lines) | Piece::TitleRest(lines) | Piece::Line(_, lines) => lines.torn,
        Piece::Choices(rows) => rows.torn(),
        Piece::Row(..) | Piece::Dots | Piece::Pad(_) | Piece::Card(_) | Piece::Mirror(_) => false,
    })
}
