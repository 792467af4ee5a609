//! The letters of a page: BIZ UDPGothic, as on the screen, and Noto Sans CJK for what it lacks, rare letters of names.

use super::PaperError;
use skrifa::GlyphId;
use skrifa::charmap::{Charmap, MapVariant};
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider};
use std::ops::Range;
use std::path::Path;

/// Files of BIZ UDPGothic in its folder: regular, bold.
const FILES: [&str; 2] = ["BIZUDPGothic-Regular.ttf", "BIZUDPGothic-Bold.ttf"];
/// Where Debian's package fonts-noto-cjk has the rare letters.
const RARE: &str = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";

/// What stands for a letter that no font has, as the eligibility centre writes it too.
const LACKING: char = '●';

/// The bytes of the font files. They are large (12 and 19 MB): read them where a page is made, and let them go.
pub struct PaperFonts {
    /// Regular, bold, and rare letters if there are any.
    faces: Vec<Vec<u8>>,
}

impl PaperFonts {
    /// From the folder of BIZ UDPGothic. That the rare letters are not installed is no error.
    pub fn read(folder: &Path) -> Result<Self, PaperError> {
        let read = |name: &str| {
            let path = folder.join(name);
            std::fs::read(&path).map_err(|cause| PaperError::Font { path, cause })
        };
        Ok(Self::from_bytes(read(FILES[0])?, read(FILES[1])?, std::fs::read(RARE).ok()))
    }

    /// TrueType or OpenType files, or collections whose first font counts.
    pub fn from_bytes(regular: Vec<u8>, bold: Vec<u8>, rare: Option<Vec<u8>>) -> Self {
        Self { faces: [Some(regular), Some(bold), rare].into_iter().flatten().collect() }
    }

    pub(super) fn letters(&self) -> Result<Letters<'_>, PaperError> {
        let faces = self
            .faces
            .iter()
            .map(|bytes| Face::new(bytes))
            .collect::<Option<Vec<_>>>()
            .ok_or(PaperError::BrokenFont)?;
        Ok(Letters { faces })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

/// The fonts, looked into.
pub(super) struct Letters<'a> {
    faces: Vec<Face<'a>>,
}

/// One font of a page.
pub(super) struct Face<'a> {
    pub bytes: &'a [u8],
    pub font: FontRef<'a>,
    letters: Charmap<'a>,
    metrics: GlyphMetrics<'a>,
}

/// A letter as it is drawn.
pub(super) struct Glyph {
    /// Its font, by place.
    pub face: usize,
    /// Its number in that font.
    pub id: u16,
    /// In em.
    pub advance: f32,
    /// Its bytes in the text.
    pub range: Range<usize>,
}

impl<'a> Face<'a> {
    fn new(bytes: &'a [u8]) -> Option<Self> {
        let font = FontRef::from_index(bytes, 0).ok()?;
        let (letters, metrics) = (font.charmap(), font.glyph_metrics(Size::new(1.0), LocationRef::default()));
        Some(Self { bytes, font, letters, metrics })
    }

    /// A selector asks for one of the shapes of a letter (異体字); a font without that shape shows the usual one.
    fn glyph(&self, letter: char, selector: Option<char>) -> Option<GlyphId> {
        let variant = selector.and_then(|selector| self.letters.map_variant(letter, selector));
        match variant {
            Some(MapVariant::Variant(glyph)) => Some(glyph),
            Some(MapVariant::UseDefault) | None => self.letters.map(letter),
        }
    }
}

impl Letters<'_> {
    pub fn faces(&self) -> &[Face<'_>] {
        &self.faces
    }

    /// The glyphs of a line, each letter from the first font that has it.
    pub fn glyphs(&self, text: &str, weight: Weight) -> Vec<Glyph> {
        let mut letters = text.char_indices().peekable();
        let mut glyphs = Vec::new();
        while let Some((start, letter)) = letters.next() {
            let selector = letters.next_if(|(_, next)| is_selector(*next)).map(|(_, selector)| selector);
            let end = letters.peek().map_or(text.len(), |(next, _)| *next);
            glyphs.extend(self.glyph(letter, selector, weight, start..end));
        }
        glyphs
    }

    /// In em.
    pub fn width(&self, text: &str, weight: Weight) -> f32 {
        self.glyphs(text, weight).iter().map(|glyph| glyph.advance).sum()
    }

    fn glyph(&self, letter: char, selector: Option<char>, weight: Weight, range: Range<usize>) -> Option<Glyph> {
        let order: &[usize] = match weight {
            Weight::Regular => &[0, 1, 2],
            Weight::Bold => &[1, 0, 2],
        };
        let find = |letter, selector| {
            order.iter().find_map(|face| Some((*face, self.faces.get(*face)?.glyph(letter, selector)?)))
        };
        let (face, id) = find(letter, selector).or_else(|| find(LACKING, None))?;
        let advance = self.faces[face].metrics.advance_width(id).unwrap_or(1.0);
        Some(Glyph { face, id: u16::try_from(id.to_u32()).ok()?, advance, range })
    }
}

fn is_selector(letter: char) -> bool {
    matches!(letter, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}
