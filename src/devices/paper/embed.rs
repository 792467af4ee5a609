//! Fonts in a PDF: only the glyphs that a page uses, and what they mean, so that its text can be searched and copied.

use super::PaperError;
use super::fonts::{Face, Glyph};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Filter, Finish, Name, Pdf, Rect, Ref, Str};
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::Metrics;
use skrifa::raw::TableProvider;
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider, Tag};
use std::collections::BTreeMap;
use std::io::Write;
use subsetter::GlyphRemapper;
use zeroize::Zeroizing;

/// Glyphs are numbered by their place in the subset, whatever their letters: "Identity".
const SYSTEM: SystemInfo<'static> = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };
/// PDF reckons the widths of such fonts in thousandths of an em.
const PER_EM: f32 = 1000.0;
/// Thickness of a stem, for viewers that must do without the font. Nobody needs it here.
const STEM: f32 = 80.0;

/// What a page uses of a font.
#[derive(Default)]
pub(super) struct Used {
    numbers: GlyphRemapper,
    /// By number in the subset.
    glyphs: BTreeMap<u16, Meaning>,
}

struct Meaning {
    /// In em.
    advance: f32,
    letters: Zeroizing<String>,
}

/// A glyph as the page shows it.
pub(super) struct Shown {
    /// In the subset.
    pub number: u16,
    /// Whether it means here what it means elsewhere on the page: the font can say only one meaning.
    pub usual: bool,
}

impl Used {
    pub fn show(&mut self, glyph: &Glyph, letters: &str) -> Shown {
        let number = self.numbers.remap(glyph.id);
        let first = || Meaning { advance: glyph.advance, letters: Zeroizing::new(letters.to_owned()) };
        let meaning = self.glyphs.entry(number).or_insert_with(first);
        Shown { number, usual: meaning.letters.as_str() == letters }
    }

    pub fn is_empty(&self) -> bool {
        self.glyphs.is_empty()
    }
}

/// Writes a font. Returns what the page refers to.
pub(super) fn font(
    pdf: &mut Pdf,
    next: &mut impl FnMut() -> Ref,
    face: &Face<'_>,
    used: &Used,
) -> Result<Ref, PaperError> {
    let (font, descendant, descriptor, file, meanings) = (next(), next(), next(), next(), next());
    let subset = subsetter::subset(face.bytes, face.index, &used.numbers).map_err(|_| PaperError::BrokenFont)?;
    let outlines = Outlines::of(&subset)?;
    let name = name(face, used);
    pdf.type0_font(font)
        .base_font(Name(outlines.whole_name(&name).as_bytes()))
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(descendant)
        .to_unicode(meanings);
    glyphs(pdf, descendant, descriptor, &name, &outlines, used);
    describe(pdf, descriptor, file, face, &name, &outlines);
    outlines.write(pdf, file)?;
    packed(pdf, meanings, &cmap(used))?;
    Ok(font)
}

/// The two kinds of outlines, which PDF wants in two ways.
enum Outlines<'a> {
    /// The whole file of the subset.
    TrueType(&'a [u8]),
    /// One table of it.
    Cff(&'a [u8]),
}

impl<'a> Outlines<'a> {
    fn of(subset: &'a [u8]) -> Result<Self, PaperError> {
        let font = FontRef::new(subset).map_err(|_| PaperError::BrokenFont)?;
        let cff = font.data_for_tag(Tag::new(b"CFF "));
        Ok(cff.map_or(Self::TrueType(subset), |table| Self::Cff(table.as_bytes())))
    }

    fn kind(&self) -> CidFontType {
        match self {
            Self::TrueType(_) => CidFontType::Type2,
            Self::Cff(_) => CidFontType::Type0,
        }
    }

    /// The name of the font together with its encoding.
    fn whole_name(&self, name: &str) -> String {
        match self {
            Self::TrueType(_) => name.to_owned(),
            Self::Cff(_) => format!("{name}-Identity-H"),
        }
    }

    fn write(&self, pdf: &mut Pdf, file: Ref) -> Result<(), PaperError> {
        match self {
            Self::TrueType(bytes) => {
                let small = deflated(bytes)?;
                let length = i32::try_from(bytes.len()).map_err(|_| PaperError::BrokenFont)?;
                pdf.stream(file, &small).filter(Filter::FlateDecode).pair(Name(b"Length1"), length);
            }
            Self::Cff(table) => {
                let small = deflated(table)?;
                pdf.stream(file, &small).filter(Filter::FlateDecode).pair(Name(b"Subtype"), Name(b"CIDFontType0C"));
            }
        }
        Ok(())
    }
}

fn glyphs(pdf: &mut Pdf, font: Ref, descriptor: Ref, name: &str, outlines: &Outlines<'_>, used: &Used) {
    let mut written = pdf.cid_font(font);
    written.subtype(outlines.kind()).base_font(Name(name.as_bytes())).system_info(SYSTEM);
    written.font_descriptor(descriptor).default_width(PER_EM);
    match outlines {
        Outlines::TrueType(_) => {
            written.cid_to_gid_map_predefined(Name(b"Identity"));
        }
        Outlines::Cff(_) => {}
    }
    let mut widths = written.widths();
    for (number, meaning) in &used.glyphs {
        widths.consecutive(*number, [meaning.advance * PER_EM]);
    }
}

fn describe(pdf: &mut Pdf, descriptor: Ref, file: Ref, face: &Face<'_>, name: &str, outlines: &Outlines<'_>) {
    // Sizes in em, at the size of 1000 to an em.
    let metrics = Metrics::new(&face.font, Size::new(PER_EM), LocationRef::default());
    let bounds = metrics.bounds.unwrap_or_default();
    let mut written = pdf.font_descriptor(descriptor);
    written
        .name(Name(name.as_bytes()))
        .flags(FontFlags::SYMBOLIC)
        .bbox(Rect::new(bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max))
        .italic_angle(0.0)
        .ascent(metrics.ascent)
        .descent(metrics.descent)
        .cap_height(metrics.cap_height.unwrap_or(metrics.ascent))
        .stem_v(STEM);
    match outlines {
        Outlines::TrueType(_) => written.font_file2(file),
        Outlines::Cff(_) => written.font_file3(file),
    };
}

/// The letters of each glyph.
fn cmap(used: &Used) -> Vec<u8> {
    let mut cmap = UnicodeCmap::<u16>::new(Name(b"Letters"), SYSTEM);
    for (number, meaning) in &used.glyphs {
        cmap.pair_with_multiple(*number, meaning.letters.chars());
    }
    cmap.finish().to_vec()
}

/// Six letters for the choice of glyphs, then the font's own name: printers keep fonts by name, and two subsets must
/// not be taken for each other.
fn name(face: &Face<'_>, used: &Used) -> String {
    let own = face.font.localized_strings(StringId::POSTSCRIPT_NAME).english_or_first();
    let own = own.map_or_else(|| "Font".to_owned(), |name| name.chars().filter(char::is_ascii_graphic).collect());
    let mut sum =
        used.numbers.remapped_gids().fold(FNV_BASIS, |sum, glyph| (sum ^ u64::from(glyph)).wrapping_mul(FNV_PRIME));
    let mut tag = String::with_capacity(6);
    for _ in 0..6 {
        tag.push(char::from(b'A' + (sum % 26) as u8));
        sum /= 26;
    }
    format!("{tag}+{own}")
}

/// The hash function FNV-1a for 64 bits.
const FNV_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;

/// Writes a stream.
pub(super) fn packed(pdf: &mut Pdf, number: Ref, bytes: &[u8]) -> Result<(), PaperError> {
    let small = deflated(bytes)?;
    pdf.stream(number, &small).filter(Filter::FlateDecode).finish();
    Ok(())
}

fn deflated(bytes: &[u8]) -> Result<Vec<u8>, PaperError> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
    // Memory takes everything: the error cannot come.
    packer.write_all(bytes).and_then(|()| packer.finish()).map_err(|_| PaperError::TooMuch)
}
