//! How wide letters are, from the font files themselves: what stands on a line is known before anything is drawn.

use crate::i18n::{Face, Language};
use bevy::text::Font;
use skrifa::instance::{LocationRef, Size};
use skrifa::raw::FileRef;
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};

/// A font file, and which of the fonts in it.
type Member = (Font, u32);

/// The fonts by face, regular and bold.
#[derive(Clone)]
pub struct Measure {
    universal: [Member; 2],
    /// Each family of the collections.
    noto: Vec<(&'static str, [Member; 2])>,
}

impl Measure {
    pub fn new(universal: &[Font; 2], noto: &[Font; 2]) -> Self {
        let families = Language::ALL.iter().filter_map(|language| match language.face() {
            Face::Noto(family) => Some(family),
            Face::Universal => None,
        });
        let member = |font: &Font, family| (font.clone(), index_of(font, family));
        let noto = families.map(|family| (family, [0, 1].map(|weight: usize| member(&noto[weight], family)))).collect();
        Self { universal: [0, 1].map(|weight: usize| (universal[weight].clone(), 0)), noto }
    }

    /// In em.
    pub fn width(&self, text: &str, face: Face, bold: bool) -> f32 {
        // A file that is no font was refused when the program started; a letter that a font lacks is a square.
        let Some(font) = self.font(face, bold) else { return text.chars().map(|_| 1.0).sum() };
        let (letters, widths) = (font.charmap(), font.glyph_metrics(Size::new(1.0), LocationRef::default()));
        text.chars()
            .map(|letter| letters.map(letter).and_then(|glyph| widths.advance_width(glyph)).unwrap_or(1.0))
            .sum()
    }

    /// The letters of `text` that this face lacks.
    pub fn missing(&self, text: &str, face: Face) -> Vec<char> {
        let Some(font) = self.font(face, false) else { return text.chars().collect() };
        let letters = font.charmap();
        text.chars().filter(|letter| !letter.is_whitespace() && letters.map(*letter).is_none()).collect()
    }

    fn font(&self, face: Face, bold: bool) -> Option<FontRef<'_>> {
        let members = match face {
            Face::Universal => &self.universal,
            Face::Noto(family) => self.noto.iter().find(|(name, _)| *name == family).map(|(_, members)| members)?,
        };
        let (file, index) = &members[usize::from(bold)];
        FontRef::from_index(file.data.as_ref(), *index).ok()
    }
}

/// Which font of a collection has this name.
fn index_of(font: &Font, family: &str) -> u32 {
    let Ok(file) = FileRef::new(font.data.as_ref()) else { return 0 };
    let has_name = |font: &FontRef| {
        let mut names = font.localized_strings(StringId::FAMILY_NAME);
        names.any(|name| name.to_string() == family)
    };
    let at = file.fonts().position(|font| font.is_ok_and(|font| has_name(&font)));
    at.and_then(|at| u32::try_from(at).ok()).unwrap_or(0)
}
