//! An A4 page, drawn in millimetres from its upper left corner; letters have their size in points and stand on their
//! base line.

use super::PaperError;
use super::embed::{self, Used};
use super::fonts::{Glyph, Letters, Weight};
use icu_segmenter::LineSegmenter;
use icu_segmenter::options::{LineBreakOptions, LineBreakStrictness, LineBreakWordOption};
use pdf_writer::types::{LineCapStyle, LineJoinStyle};
use pdf_writer::{Content, Name, Pdf, Rect, Ref, Str, TextStr};
use zeroize::Zeroizing;

/// A4, in millimetres.
pub(super) const WIDTH: f32 = 210.0;
pub(super) const HEIGHT: f32 = 297.0;
/// What printers leave white, and a little more.
pub(super) const MARGIN: f32 = 17.0;
/// Points in a millimetre.
const PT: f32 = 72.0 / 25.4;
/// From base line to base line, and from the upper edge of a line to its base line, in em.
pub(super) const LINE_EM: f32 = 1.4;
const BASE_EM: f32 = 0.88;

/// 0 is black.
pub(super) const BLACK: u8 = 0;
pub(super) const GREY: u8 = 90;
const RULE: u8 = 60;
pub(super) const SHADE: u8 = 234;

/// How letters look. `pt`: their size.
#[derive(Clone, Copy)]
pub(super) struct Style {
    pub pt: f32,
    pub weight: Weight,
    pub grey: u8,
}

pub(super) const fn regular(pt: f32) -> Style {
    Style { pt, weight: Weight::Regular, grey: BLACK }
}

pub(super) const fn bold(pt: f32) -> Style {
    Style { pt, weight: Weight::Bold, grey: BLACK }
}

pub(super) const fn small(pt: f32) -> Style {
    Style { pt, weight: Weight::Regular, grey: GREY }
}

/// A place on the page, in millimetres.
#[derive(Clone, Copy)]
pub(super) struct Area {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

impl Area {
    /// Without a strip at its left and right.
    pub fn padded(self, by: f32) -> Self {
        Self { x: self.x + by, width: self.width - 2.0 * by, ..self }
    }

    /// Its left part, and what is right of it.
    pub fn split(self, left: f32) -> (Self, Self) {
        (Self { width: left, ..self }, Self { x: self.x + left, width: self.width - left, ..self })
    }
}

/// One page while it is drawn.
pub(super) struct Sheet<'a> {
    content: Content,
    letters: &'a Letters<'a>,
    /// Of each font, what the page uses.
    used: Vec<Used>,
}

/// One page as PDF. `title` names the kind of paper, nobody; `language` as in BCP 47.
pub(super) fn page(
    title: &str,
    language: &str,
    letters: &Letters<'_>,
    draw: impl FnOnce(&mut Sheet<'_>) -> Result<(), PaperError>,
) -> Result<Zeroizing<Vec<u8>>, PaperError> {
    let used = letters.faces().iter().map(|_| Used::default()).collect();
    let mut sheet = Sheet { content: Content::new(), letters, used };
    sheet.content.set_line_cap(LineCapStyle::RoundCap).set_line_join(LineJoinStyle::RoundJoin);
    draw(&mut sheet)?;
    document(title, language, sheet)
}

fn document(title: &str, language: &str, sheet: Sheet<'_>) -> Result<Zeroizing<Vec<u8>>, PaperError> {
    let mut numbers = 1..;
    let mut next = || Ref::new(numbers.next().unwrap_or(i32::MAX));
    let (catalog, pages, page, content) = (next(), next(), next(), next());
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(pages).lang(TextStr(language)).viewer_preferences().display_doc_title(true);
    pdf.pages(pages).kids([page]).count(1);
    pdf.document_info(next()).title(TextStr(title)).creator(TextStr("Uketsuke"));
    let mut fonts = Vec::new();
    for (place, (face, used)) in sheet.letters.faces().iter().zip(&sheet.used).enumerate() {
        if !used.is_empty() {
            fonts.push((font_name(place), embed::font(&mut pdf, &mut next, face, used)?));
        }
    }
    let mut written = pdf.page(page);
    written.parent(pages).media_box(Rect::new(0.0, 0.0, WIDTH * PT, HEIGHT * PT)).contents(content);
    let mut resources = written.resources();
    let mut list = resources.fonts();
    for (name, font) in &fonts {
        list.pair(Name(name.as_bytes()), *font);
    }
    drop(list);
    drop(resources);
    drop(written);
    embed::packed(&mut pdf, content, &sheet.content.finish())?;
    Ok(Zeroizing::new(pdf.finish()))
}

/// What the page calls a font.
fn font_name(place: usize) -> String {
    format!("F{place}")
}

/// Height of so many lines, in millimetres.
pub(super) fn lines_height(lines: usize, pt: f32) -> f32 {
    lines as f32 * pt * LINE_EM / PT
}

impl Sheet<'_> {
    /// A line from its left end on its base line. Returns where it ends.
    pub fn text(&mut self, x: f32, base: f32, style: Style, text: &str) -> f32 {
        let glyphs = self.letters.glyphs(text, style.weight);
        self.glyphs(x, base, style, text, &glyphs)
    }

    /// A shape that means other letters than its own to whoever copies the text. Returns where it ends.
    pub fn symbol(&mut self, x: f32, base: f32, style: Style, shape: char, meaning: &str) -> f32 {
        let mut glyphs = self.letters.glyphs(shape.encode_utf8(&mut [0; 4]), style.weight);
        for glyph in &mut glyphs {
            glyph.range = 0..meaning.len();
        }
        self.glyphs(x, base, style, meaning, &glyphs)
    }

    fn glyphs(&mut self, x: f32, base: f32, style: Style, text: &str, glyphs: &[Glyph]) -> f32 {
        self.content.set_fill_gray(share(style.grey));
        let mut shown = Vec::with_capacity(glyphs.len());
        for glyph in glyphs {
            shown.push((glyph, self.used[glyph.face].show(glyph, &text[glyph.range.clone()])));
        }
        let mut x = x;
        // One run for neighbours of a font; a glyph that means other letters here than elsewhere is a run of its own.
        for run in shown.chunk_by(|(one, said), (next, also)| one.face == next.face && said.usual && also.usual) {
            x = self.run(x, base, style.pt, text, run);
        }
        x
    }

    fn run(&mut self, x: f32, base: f32, pt: f32, text: &str, run: &[(&Glyph, embed::Shown)]) -> f32 {
        let Some((first, shown)) = run.first() else { return x };
        if !shown.usual {
            let mut span = self.content.begin_marked_content_with_properties(Name(b"Span"));
            span.properties().actual_text(TextStr(&text[first.range.clone()]));
        }
        let bytes: Vec<u8> = run.iter().flat_map(|(_, shown)| shown.number.to_be_bytes()).collect();
        let name = font_name(first.face);
        let (left, below) = at(x, base);
        self.content
            .begin_text()
            .set_font(Name(name.as_bytes()), pt)
            .next_line(left, below)
            .show(Str(&bytes))
            .end_text();
        if !shown.usual {
            self.content.end_marked_content();
        }
        x + run.iter().map(|(glyph, _)| glyph.advance).sum::<f32>() * pt / PT
    }

    /// Width of a line, in millimetres.
    pub fn width(&self, style: Style, text: &str) -> f32 {
        self.letters.width(text, style.weight) * style.pt / PT
    }

    pub fn centred(&mut self, base: f32, style: Style, text: &str) {
        let x = (WIDTH - self.width(style, text)) / 2.0;
        self.text(x, base, style, text);
    }

    /// A line that ends at `right`.
    pub fn right(&mut self, right: f32, base: f32, style: Style, text: &str) {
        let x = right - self.width(style, text);
        self.text(x, base, style, text);
    }

    /// Lines from the upper edge `y`, broken at `width`. Returns the lower edge.
    pub fn paragraph(&mut self, x: f32, y: f32, width: f32, style: Style, text: &str) -> f32 {
        let mut y = y;
        for line in self.lines(width, style, text) {
            self.text(x, y + style.pt * (BASE_EM + (LINE_EM - 1.0) / 2.0) / PT, style, line);
            y += lines_height(1, style.pt);
        }
        y
    }

    /// Text in the middle of an area's height: on one line where a little smaller letters make it fit there, or else as
    /// large as its lines fit, down to half the style's size.
    pub fn fitted(&mut self, area: Area, style: Style, text: &str) {
        let sizes = |smallest: f32| {
            let steps = (0..).map(|step| style.pt - 0.5 * step as f32);
            steps.take_while(move |pt| *pt >= style.pt * smallest).map(move |pt| Style { pt, ..style })
        };
        let one_line = sizes(0.8).find(|style| self.width(*style, text) <= area.width && !text.contains('\n'));
        let some_lines = || sizes(0.5).find(|style| self.height(area.width, *style, text) <= area.height);
        let style = one_line.or_else(some_lines).unwrap_or(Style { pt: style.pt * 0.5, ..style });
        let height = self.height(area.width, style, text);
        self.paragraph(area.x, area.y + (area.height - height) / 2.0, area.width, style, text);
    }

    /// Height of a paragraph, in millimetres.
    pub fn height(&self, width: f32, style: Style, text: &str) -> f32 {
        lines_height(self.lines(width, style, text).len(), style.pt)
    }

    /// No mark of punctuation begins a line, and no word is torn unless it is longer than a line.
    fn lines<'t>(&self, width: f32, style: Style, text: &'t str) -> Vec<&'t str> {
        let mut lines = Vec::new();
        for paragraph in text.lines() {
            let mut start = 0;
            for pair in self.breaks(width, style, paragraph).windows(2) {
                if self.width(style, paragraph[start..pair[1]].trim_end()) > width && pair[0] > start {
                    lines.push(paragraph[start..pair[0]].trim_end());
                    start = pair[0];
                }
            }
            lines.push(paragraph[start..].trim_end());
        }
        lines
    }

    /// Where a line may end, in bytes.
    fn breaks(&self, width: f32, style: Style, line: &str) -> Vec<usize> {
        let mut options = LineBreakOptions::default();
        options.strictness = Some(LineBreakStrictness::Strict);
        options.word_option = self.letters.korean.then_some(LineBreakWordOption::KeepAll);
        let words: Vec<usize> = LineSegmenter::new_for_non_complex_scripts(options).segment_str(line).collect();
        let mut breaks = Vec::from_iter(words.first().copied());
        for pair in words.windows(2) {
            let word = &line[pair[0]..pair[1]];
            if self.width(style, word.trim_end()) > width {
                breaks.extend(word.char_indices().skip(1).map(|(place, _)| pair[0] + place));
            }
            breaks.push(pair[1]);
        }
        breaks
    }

    /// A box of thin lines.
    pub fn frame(&mut self, area: Area, width: f32) {
        self.line_style(width, RULE);
        self.rectangle(area);
        self.content.stroke();
    }

    /// A box filled with light grey, to be copied and faxed without harm.
    pub fn shade(&mut self, area: Area, grey: u8) {
        self.content.set_fill_gray(share(grey));
        self.rectangle(area);
        self.content.fill_nonzero();
    }

    fn rectangle(&mut self, area: Area) {
        let (left, below) = at(area.x, area.y + area.height);
        self.content.rect(left, below, area.width * PT, area.height * PT);
    }

    pub fn rule(&mut self, from: (f32, f32), to: (f32, f32), width: f32) {
        self.line_style(width, RULE);
        self.curve(&[from, to]);
    }

    /// A stroke of a pen through points, in millimetres. One point is a dot.
    pub fn pen(&mut self, points: &[(f32, f32)], width: f32) {
        self.line_style(width, BLACK);
        match points {
            // A line without length is drawn by some printers and left out by others.
            [(x, y)] => self.curve(&[(*x, *y), (x + 0.05, *y)]),
            others => self.curve(others),
        }
    }

    fn line_style(&mut self, width: f32, grey: u8) {
        self.content.set_stroke_gray(share(grey)).set_line_width(width * PT);
    }

    /// Rounded: between two points the curve goes through their middle, and each point draws it towards itself.
    fn curve(&mut self, points: &[(f32, f32)]) {
        let (Some(first), Some(last)) = (points.first(), points.last()) else { return };
        let mut from = at(first.0, first.1);
        self.content.move_to(from.0, from.1);
        for pair in points.windows(2).skip(1) {
            let (pull, next) = (at(pair[0].0, pair[0].1), at(pair[1].0, pair[1].1));
            let to = between(pull, next, 0.5);
            // PDF has cubic curves only; this one is the quadratic one.
            let (leaving, arriving) = (between(from, pull, 2.0 / 3.0), between(to, pull, 2.0 / 3.0));
            self.content.cubic_to(leaving.0, leaving.1, arriving.0, arriving.1, to.0, to.1);
            from = to;
        }
        let end = at(last.0, last.1);
        self.content.line_to(end.0, end.1).stroke();
    }
}

/// A place on the page as PDF has it: points from the lower left corner.
fn at(x: f32, y: f32) -> (f32, f32) {
    (x * PT, (HEIGHT - y) * PT)
}

fn between(one: (f32, f32), other: (f32, f32), part: f32) -> (f32, f32) {
    (one.0 + (other.0 - one.0) * part, one.1 + (other.1 - one.1) * part)
}

/// 0 is black, 1 is white.
fn share(grey: u8) -> f32 {
    f32::from(grey) / 255.0
}
