//! The photo on the card's chip: JPEG 2000, grey, a few kilobytes. A card may be hostile, so the decoder is written in
//! safe Rust, and its sizes are checked before it takes memory for them.

use super::picture::Picture;
use hayro_jpeg2000::{ColorSpace, DecodeSettings, DecoderContext, Image};
use std::panic::catch_unwind;
use zeroize::Zeroizing;

/// A photo of a card has about 2 to 16 kB.
const MAX_BYTES: usize = 64 << 10;
/// Sides in pixels; the photos that were seen have 240×320 and 378×472.
const SIDES: std::ops::RangeInclusive<u32> = 64..=1024;

/// SOC and SIZ: with these a codestream begins, and nothing else does.
const BEGINS: [u8; 4] = [0xFF, 0x4F, 0xFF, 0x51];
/// Grey, colours, and room for one more.
const MOST_COMPONENTS: u16 = 4;

/// Why a photo cannot be used: it is the card's fault, and the patient goes on without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhotoError {
    #[error("the photo on the card has {0} bytes: this is no photo of a My Number card; check the face by eye")]
    Size(usize),
    #[error("the photo on the card is damaged: check the face by eye")]
    Damaged,
    #[error("the photo on the card has {width} by {height} pixels, which no card has: check the face by eye")]
    Pixels { width: u32, height: u32 },
}

/// Decodes the photo.
pub fn decode(jpeg2000: &[u8]) -> Result<Picture, PhotoError> {
    if jpeg2000.is_empty() || jpeg2000.len() > MAX_BYTES {
        return Err(PhotoError::Size(jpeg2000.len()));
    }
    if !jpeg2000.windows(BEGINS.len()).enumerate().all(|(at, four)| four != BEGINS || is_one_tile(&jpeg2000[at..])) {
        return Err(PhotoError::Damaged);
    }
    // The decoder means to give an error for every input; should it panic instead, the card is refused all the same.
    catch_unwind(|| decode_bounded(jpeg2000)).unwrap_or(Err(PhotoError::Damaged))
}

/// What a codestream says of itself fits a photo: one tile, a few components. hayro-jpeg2000 0.5.0 takes memory for each
/// tile that is claimed before it looks for one, and four billion can be claimed in a few bytes.
fn is_one_tile(codestream: &[u8]) -> bool {
    let long = |at: usize| codestream.get(at..)?.first_chunk().map(|bytes| u32::from_be_bytes(*bytes));
    let short = |at: usize| codestream.get(at..)?.first_chunk().map(|bytes| u16::from_be_bytes(*bytes));
    // Width and height of the grid behind SOC, SIZ, its length and capabilities; two offsets; then a tile's.
    let fits = |grid: Option<u32>, tile: Option<u32>| grid <= Some(*SIDES.end()) && tile >= grid;
    fits(long(8), long(24)) && fits(long(12), long(28)) && short(40).is_some_and(|count| count <= MOST_COMPONENTS)
}

fn decode_bounded(jpeg2000: &[u8]) -> Result<Picture, PhotoError> {
    let settings = DecodeSettings { strict: true, ..DecodeSettings::default() };
    let image = Image::new(jpeg2000, &settings).map_err(|_| PhotoError::Damaged)?;
    let (width, height) = (image.width(), image.height());
    if !SIDES.contains(&width) || !SIDES.contains(&height) {
        return Err(PhotoError::Pixels { width, height });
    }
    let channels = match (image.color_space(), image.has_alpha()) {
        (ColorSpace::Gray, false) => 1,
        (ColorSpace::RGB, false) => 3,
        _ => return Err(PhotoError::Damaged),
    };
    let mut context = DecoderContext::default();
    let decoded = image.decode(&mut context).map_err(|_| PhotoError::Damaged)?;
    let bytes = Zeroizing::new(decoded.data_u8());
    let (width, height) = (width as usize, height as usize);
    let picture = match channels {
        1 => Picture::from_grey(width, height, &bytes),
        _ => Picture::new(width, height, bytes.to_vec()),
    };
    picture.ok_or(PhotoError::Damaged)
}
