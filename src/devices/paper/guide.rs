//! The sheet for staff, to lie at the desk: what to do when the machine does not work. Its sentences come from outside,
//! in whatever language; they are drawn as large as the page lets them.

use super::PaperError;
use super::fonts::PaperFonts;
use super::sheet::{Area, HEIGHT, MARGIN, SHADE, Sheet, Style, WIDTH, bold, page, regular, small};
use zeroize::Zeroizing;

/// One way: what to do in a few words, and how.
#[derive(Debug, Clone, Copy)]
pub struct WayText<'a> {
    pub title: &'a str,
    pub body: &'a str,
}

/// The sentences of the sheet. Nothing on it is about a person.
#[derive(Debug, Clone, Copy)]
pub struct WaysSheet<'a> {
    /// As in BCP 47.
    pub language: &'a str,
    pub title: &'a str,
    /// What always holds; stands in a box above the ways.
    pub promise: &'a str,
    /// In the order in which to try them.
    pub ways: &'a [WayText<'a>],
    /// Help lines and the like, below.
    pub closing: &'a str,
}

const TOP: f32 = 16.0;
const BODY_WIDTH: f32 = WIDTH - 2.0 * MARGIN;
/// Where the text of a way begins, right of its number.
const INDENT: f32 = 13.0;
/// Of the sizes below. Few words are drawn large, to be read from a step away.
const LARGEST: f32 = 1.35;
const SMALLEST: f32 = 0.6;
const STEP: f32 = 0.05;

/// Sizes at one scale.
#[derive(Clone, Copy)]
struct Sizes {
    title: Style,
    promise: Style,
    way: Style,
    body: Style,
    note: Style,
    /// Between two ways, and between what to do and how, in millimetres.
    gap: f32,
    line_gap: f32,
}

impl Sizes {
    fn at(scale: f32) -> Self {
        Self {
            title: bold(24.0 * scale),
            promise: bold(15.0 * scale),
            way: bold(16.0 * scale),
            body: regular(12.5 * scale),
            note: small(10.0),
            gap: 5.0 * scale,
            line_gap: 0.8 * scale,
        }
    }
}

/// The sheet as a PDF of one A4 page. `facility`: the name of the hospital.
///
/// [`PaperError::TooMuch`] where the sentences do not fit with letters of 7.5 points.
pub fn ways_pdf(texts: &WaysSheet<'_>, facility: &str, fonts: &PaperFonts) -> Result<Zeroizing<Vec<u8>>, PaperError> {
    let letters = fonts.letters(texts.language)?;
    page(texts.title, texts.language, &letters, |sheet| {
        let sizes = largest(sheet, texts).ok_or(PaperError::TooMuch)?;
        let y = head(sheet, texts, &sizes);
        ways(sheet, texts, &sizes, y);
        foot(sheet, texts, facility, &sizes);
        Ok(())
    })
}

fn largest(sheet: &Sheet<'_>, texts: &WaysSheet<'_>) -> Option<Sizes> {
    let mut scale = LARGEST;
    while scale >= SMALLEST - STEP / 2.0 {
        let sizes = Sizes::at(scale);
        if height(sheet, texts, &sizes) <= HEIGHT - TOP - MARGIN {
            return Some(sizes);
        }
        scale -= STEP;
    }
    None
}

/// Of all, in millimetres.
fn height(sheet: &Sheet<'_>, texts: &WaysSheet<'_>, sizes: &Sizes) -> f32 {
    let title = sheet.height(BODY_WIDTH, sizes.title, texts.title);
    let promise = promise_height(sheet, texts, sizes);
    let ways: f32 = texts.ways.iter().map(|way| way_height(sheet, way, sizes) + sizes.gap).sum();
    title + promise + 2.0 * sizes.gap + ways + foot_height(sheet, texts, sizes)
}

fn promise_height(sheet: &Sheet<'_>, texts: &WaysSheet<'_>, sizes: &Sizes) -> f32 {
    sheet.height(BODY_WIDTH - 10.0, sizes.promise, texts.promise) + 6.0
}

fn way_height(sheet: &Sheet<'_>, way: &WayText<'_>, sizes: &Sizes) -> f32 {
    let width = BODY_WIDTH - INDENT;
    sheet.height(width, sizes.way, way.title) + sizes.line_gap + sheet.height(width, sizes.body, way.body)
}

fn foot_height(sheet: &Sheet<'_>, texts: &WaysSheet<'_>, sizes: &Sizes) -> f32 {
    sheet.height(BODY_WIDTH, sizes.body, texts.closing) + 12.0
}

fn head(sheet: &mut Sheet<'_>, texts: &WaysSheet<'_>, sizes: &Sizes) -> f32 {
    let y = sheet.paragraph(MARGIN, TOP, BODY_WIDTH, sizes.title, texts.title) + sizes.gap * 0.6;
    let frame = Area { x: MARGIN, y, width: BODY_WIDTH, height: promise_height(sheet, texts, sizes) };
    sheet.shade(frame, SHADE);
    sheet.frame(frame, 0.6);
    sheet.paragraph(MARGIN + 5.0, y + 3.0, BODY_WIDTH - 10.0, sizes.promise, texts.promise);
    y + frame.height + sizes.gap * 1.4
}

fn ways(sheet: &mut Sheet<'_>, texts: &WaysSheet<'_>, sizes: &Sizes, y: f32) {
    let (x, width) = (MARGIN + INDENT, BODY_WIDTH - INDENT);
    let mut y = y;
    for (place, way) in texts.ways.iter().enumerate() {
        sheet.paragraph(MARGIN, y, INDENT, sizes.way, &format!("{}.", place + 1));
        y = sheet.paragraph(x, y, width, sizes.way, way.title) + sizes.line_gap;
        y = sheet.paragraph(x, y, width, sizes.body, way.body) + sizes.gap;
    }
}

fn foot(sheet: &mut Sheet<'_>, texts: &WaysSheet<'_>, facility: &str, sizes: &Sizes) {
    let y = HEIGHT - MARGIN - foot_height(sheet, texts, sizes) + 4.0;
    sheet.rule((MARGIN, y), (WIDTH - MARGIN, y), 0.3);
    let y = sheet.paragraph(MARGIN, y + 2.0, BODY_WIDTH, sizes.body, texts.closing);
    sheet.right(WIDTH - MARGIN, y + 4.5, sizes.note, facility);
}
