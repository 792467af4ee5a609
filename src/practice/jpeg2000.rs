//! Writes the photo of a practice card: JPEG 2000, grey, in the few kilobytes that a real card has for it.

use openjp2::openjpeg::{OPJ_CLRSPC_GRAY, OPJ_CODEC_JP2};
use openjp2::{Codec, Stream, opj_cparameters, opj_image, opj_image_comptparm};
use std::os::fd::AsRawFd;
use std::path::Path;
use thiserror::Error;

/// Width and height of a practice card's photo, in pixels.
pub const CARD_PHOTO_SIZE: (usize, usize) = (240, 320);
/// The wanted size of the file in bytes, as on real cards.
pub const CARD_PHOTO_BYTES: usize = 9_000;

/// Why a photo could not be made.
#[derive(Debug, Error)]
pub enum EncodeError {
    /// The encoder writes to files only, so it is given one in memory.
    #[error("practice photo: no file in memory: {0}; restart the program")]
    File(#[from] std::io::Error),
    /// The encoder refused.
    #[error("practice photo: the JPEG 2000 encoder failed at {0}; this is a fault of the program")]
    Encoder(&'static str),
}

/// A JP2 file of about `wanted` bytes from one byte a pixel. The same bytes for the same picture.
pub fn encode_grey(width: usize, height: usize, pixels: &[u8], wanted: usize) -> Result<Vec<u8>, EncodeError> {
    // openjp2's safe interface knows files only; one in memory leaves nothing on the disk.
    let file = rustix::fs::memfd_create("photo", rustix::fs::MemfdFlags::CLOEXEC).map_err(std::io::Error::from)?;
    let path = format!("/proc/self/fd/{}", file.as_raw_fd());
    encode(width, height, pixels, wanted, Path::new(&path))?;
    Ok(std::fs::read(&path)?)
}

fn encode(width: usize, height: usize, pixels: &[u8], wanted: usize, path: &Path) -> Result<(), EncodeError> {
    let (w, h) = (width as u32, height as u32);
    let component = opj_image_comptparm { dx: 1, dy: 1, w, h, prec: 8, bpp: 8, ..Default::default() };
    let mut image = opj_image::create(&[component], OPJ_CLRSPC_GRAY).ok_or(EncodeError::Encoder("the image"))?;
    (image.x1, image.y1) = (w, h);
    let component = image.comps_data_mut_iter().and_then(|mut components| components.next());
    for (sample, pixel) in component.ok_or(EncodeError::Encoder("the image"))?.iter_mut().zip(pixels) {
        *sample = i32::from(*pixel);
    }
    let mut parameters = opj_cparameters::default();
    parameters.set_defaults();
    parameters.irreversible = 1;
    parameters.tcp_numlayers = 1;
    parameters.cp_disto_alloc = 1;
    parameters.tcp_rates[0] = (width * height) as f32 / wanted as f32;
    let mut codec = Codec::new_encoder(OPJ_CODEC_JP2).ok_or(EncodeError::Encoder("the codec"))?;
    let mut stream = Stream::new_file(path, 1 << 16, false)?;
    let done = |result: i32, step| if result == 1 { Ok(()) } else { Err(EncodeError::Encoder(step)) };
    done(codec.setup_encoder(&mut parameters, &mut image), "the parameters")?;
    done(codec.start_compress(&mut image, &mut stream), "the header")?;
    done(codec.encode(&mut stream), "the picture")?;
    done(codec.end_compress(&mut stream), "the end")?;
    Ok(stream.flush()?)
}
