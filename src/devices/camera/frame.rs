//! From the bytes that a camera sends to a picture.

use super::{CameraTrouble, SIDES};
use crate::devices::face::picture::Picture;
use image::codecs::jpeg::JpegDecoder;
use image::{DynamicImage, ImageDecoder};
use nokhwa::utils::{Resolution, buf_nv12_to_rgb, buf_yuyv422_to_rgb};
use std::borrow::Cow;
use std::io::Cursor;

/// The formats that can be read, in the order in which they are preferred: what needs no decoding comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PixelFormat {
    Yuyv,
    Nv12,
    Grey,
    Mjpeg,
}

impl PixelFormat {
    pub const ALL: [Self; 4] = [Self::Yuyv, Self::Nv12, Self::Grey, Self::Mjpeg];

    /// V4L2's four letters.
    pub fn fourcc(self) -> &'static [u8; 4] {
        match self {
            Self::Yuyv => b"YUYV",
            Self::Nv12 => b"NV12",
            Self::Grey => b"GREY",
            Self::Mjpeg => b"MJPG",
        }
    }

    /// Bytes in a row of `width` pixels without padding; `None` where a frame has no rows.
    fn row(self, width: usize) -> Option<usize> {
        match self {
            Self::Yuyv => Some(2 * width),
            Self::Nv12 | Self::Grey => Some(width),
            Self::Mjpeg => None,
        }
    }

    /// Rows in a frame of this height: NV12 keeps colours in half as many again.
    fn rows(self, height: usize) -> usize {
        if self == Self::Nv12 { height + height / 2 } else { height }
    }
}

/// What a camera says of its frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrameLayout {
    pub format: PixelFormat,
    pub width: u32,
    pub height: u32,
    /// Bytes from one row to the next; at least what a row needs.
    pub stride: u32,
}

impl FrameLayout {
    /// nokhwa's conversions panic where there are no pixels, or half of a pair whose colour is kept once.
    fn makes_sense(&self) -> bool {
        let pairs = match self.format {
            PixelFormat::Yuyv => self.width.is_multiple_of(2),
            PixelFormat::Nv12 => self.width.is_multiple_of(2) && self.height.is_multiple_of(2),
            PixelFormat::Grey | PixelFormat::Mjpeg => true,
        };
        pairs && [self.width, self.height].iter().all(|side| (1..=*SIDES.end()).contains(side))
    }
}

/// Decodes one frame. A frame that is cut or makes no sense is `None`: the next one comes soon.
pub fn decode(layout: &FrameLayout, bytes: &[u8]) -> Option<Picture> {
    let (width, height) = (layout.width as usize, layout.height as usize);
    if layout.format == PixelFormat::Mjpeg {
        return decode_jpeg(bytes);
    }
    if !layout.makes_sense() {
        return None;
    }
    let bytes = without_padding(layout, bytes)?;
    let mut rgb = vec![0; width * height * 3];
    match layout.format {
        PixelFormat::Yuyv => buf_yuyv422_to_rgb(&bytes, &mut rgb, false).ok()?,
        PixelFormat::Nv12 => {
            buf_nv12_to_rgb(Resolution::new(layout.width, layout.height), &bytes, &mut rgb, false).ok()?;
        }
        PixelFormat::Grey => return Picture::from_grey(width, height, &bytes),
        PixelFormat::Mjpeg => return None,
    }
    Picture::new(width, height, rgb)
}

/// The rows without what the driver leaves between them.
fn without_padding<'a>(layout: &FrameLayout, bytes: &'a [u8]) -> Option<Cow<'a, [u8]>> {
    let row = layout.format.row(layout.width as usize)?;
    let (stride, rows) = (layout.stride as usize, layout.format.rows(layout.height as usize));
    if stride == row {
        return bytes.get(..row * rows).map(Cow::Borrowed);
    }
    let mut packed = Vec::with_capacity(row * rows);
    for place in 0..rows {
        packed.extend_from_slice(bytes.get(place * stride..place * stride + row)?);
    }
    Some(Cow::Owned(packed))
}

/// One JPEG picture, of a bounded size. What follows it in the buffer does not matter.
pub fn decode_jpeg(bytes: &[u8]) -> Option<Picture> {
    let decoder = JpegDecoder::new(Cursor::new(bytes)).ok()?;
    let (width, height) = decoder.dimensions();
    if !SIDES.contains(&width) || !SIDES.contains(&height) {
        return None;
    }
    let rgb = DynamicImage::from_decoder(decoder).ok()?.into_rgb8().into_raw();
    Picture::new(width as usize, height as usize, rgb)
}

/// The picture turned by quarters, clockwise.
pub fn turned(picture: Picture, quarters: u8) -> Picture {
    let (width, height) = (picture.width(), picture.height());
    let (columns, rows) = if quarters.is_multiple_of(2) { (width, height) } else { (height, width) };
    if quarters.is_multiple_of(4) {
        return picture;
    }
    let mut rgb = Vec::with_capacity(width * height * 3);
    for y in 0..rows {
        for x in 0..columns {
            rgb.extend(match quarters % 4 {
                1 => picture.pixel(y, height - 1 - x),
                2 => picture.pixel(width - 1 - x, height - 1 - y),
                _ => picture.pixel(width - 1 - y, x),
            });
        }
    }
    // As many bytes as before, so it is a picture.
    Picture::new(columns, rows, rgb).unwrap_or(picture)
}

/// What an error of the system means for a camera.
pub fn trouble(error: &std::io::Error, while_streaming: bool) -> CameraTrouble {
    use rustix::io::Errno;
    match error.raw_os_error().map(Errno::from_raw_os_error) {
        _ if error.kind() == std::io::ErrorKind::TimedOut => CameraTrouble::Stalled,
        Some(Errno::BUSY) => CameraTrouble::Busy,
        Some(Errno::ACCESS | Errno::PERM) => CameraTrouble::NotAllowed,
        Some(Errno::NODEV | Errno::NOENT | Errno::NXIO) if while_streaming => CameraTrouble::Unplugged,
        Some(Errno::NODEV | Errno::NOENT | Errno::NXIO) => CameraTrouble::Missing,
        Some(errno) => CameraTrouble::Other(errno.raw_os_error()),
        None => CameraTrouble::Other(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(format: PixelFormat, stride: u32) -> FrameLayout {
        FrameLayout { format, width: 4, height: 2, stride }
    }

    #[test]
    fn every_format_gives_its_colours() {
        let grey = [128; 8];
        let yuyv = [235, 128].repeat(8);
        let nv12 = [[235; 8].as_slice(), &[128; 4]].concat();
        let white = |bytes: &[u8], format, stride| {
            let picture = decode(&layout(format, stride), bytes).unwrap();
            assert!(picture.pixel(3, 1).iter().all(|value| *value > 225), "{format:?} {:?}", picture.pixel(3, 1));
        };
        white(&yuyv, PixelFormat::Yuyv, 8);
        white(&nv12, PixelFormat::Nv12, 4);
        assert_eq!(decode(&layout(PixelFormat::Grey, 4), &grey).unwrap().pixel(3, 1), [128; 3]);
    }

    #[test]
    fn padding_between_rows_is_left_out_and_a_cut_frame_is_none() {
        let padded = [1, 2, 3, 4, 99, 99, 5, 6, 7, 8, 99, 99];
        let picture = decode(&layout(PixelFormat::Grey, 6), &padded).unwrap();
        assert_eq!(picture.pixel(3, 1), [8; 3]);
        assert!(decode(&layout(PixelFormat::Grey, 6), &padded[..9]).is_none());
        assert!(decode(&layout(PixelFormat::Yuyv, 8), &[0; 15]).is_none());
        assert!(decode_jpeg(b"\xFF\xD8 no picture").is_none());
    }

    #[test]
    fn four_quarter_turns_are_none() {
        let picture = Picture::from_grey(3, 2, &[1, 2, 3, 4, 5, 6]).unwrap();
        let once = turned(picture.clone(), 1);
        assert_eq!((once.width(), once.height()), (2, 3));
        assert_eq!([once.pixel(0, 0)[0], once.pixel(1, 0)[0], once.pixel(1, 2)[0]], [4, 1, 3]);
        assert_eq!(turned(turned(once, 1), 2), picture);
    }
}
