//! Pictures from a hostile card or a hostile camera.

use super::{Cost, MB, mutation, try_all, within};
use crate::devices::camera::frame::{FrameLayout, PixelFormat, decode, decode_jpeg};
use crate::devices::face::photo;
use crate::practice::jpeg2000::{CARD_PHOTO_BYTES, CARD_PHOTO_SIZE, encode_grey};
use crate::practice::portrait::passport;
use image::{ExtendedColorType, ImageEncoder, codecs::jpeg::JpegEncoder};
use proptest::prelude::*;
use proptest::sample::select;
use std::sync::LazyLock;
use std::time::Duration;

/// A photo as a card has it, in grey, as JP2.
static PHOTO: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let (width, height) = CARD_PHOTO_SIZE;
    encode_grey(width, height, &passport("hanako", width, height), CARD_PHOTO_BYTES).unwrap()
});
/// The largest photo that is taken at all has a megapixel; a decoder has it in numbers of 32 bits, several times.
const OF_A_PHOTO: Cost = Cost { bytes: 64 * MB, time: Duration::from_secs(20) };

/// Markers of the codestream, and boxes around it.
fn fields(bytes: &[u8]) -> Vec<usize> {
    let boxes: [&[u8]; 7] = [b"jP  ", b"ftyp", b"jp2h", b"ihdr", b"colr", b"bpcc", b"jp2c"];
    let at = |begins: &dyn Fn(&[u8]) -> bool| (0..bytes.len()).filter(|at| begins(&bytes[*at..])).collect::<Vec<_>>();
    let markers = at(&|rest| matches!(rest, [0xFF, 0x4F..=0x64 | 0x90..=0x93, ..]));
    let boxes = at(&|rest| boxes.iter().any(|name| rest.starts_with(name)));
    // Often enough beside the markers, which the picture's own bytes seem to hold too.
    [markers.iter().take(6).copied().collect(), boxes].concat()
}

#[test]
fn photos_that_are_almost_right_are_pictures_or_refused() {
    let markers: [&[u8]; 6] = [
        &[0xFF, 0x4F],
        &[0xFF, 0x51, 0, 41],
        &[0xFF, 0x52, 0, 12],
        &[0xFF, 0x5C, 0, 5],
        &[0xFF, 0x90, 0, 10],
        &[0xFF, 0xD9],
    ];
    try_all("photos of a card", OF_A_PHOTO, mutation::almost(vec![PHOTO.clone()], &markers, fields), |bytes| {
        let _ = photo::decode(&bytes);
        Ok(())
    });
}

/// A header's field changed: which marker, how far behind it, and what stands there then.
fn bomb(marker: u8, changes: &[(usize, &[u8])]) -> Vec<u8> {
    let mut bytes = PHOTO.clone();
    let at = bytes.windows(2).position(|two| two == [0xFF, marker]).unwrap();
    for (behind, field) in changes {
        bytes[at + behind..at + behind + field.len()].copy_from_slice(field);
    }
    bytes
}

#[test]
fn jpeg_2000_bombs_do_not_go_off() {
    const SIZ: u8 = 0x51;
    const COD: u8 = 0x52;
    let (huge, most) = ([0x7F, 0xFF, 0xFF, 0xFF], [0, 0, 0x04, 0]);
    let one = [0, 0, 0, 1];
    for (what, bytes) in [
        ("sides of 2^31", bomb(SIZ, &[(6, &huge), (10, &huge)])),
        ("tiles of 2^31", bomb(SIZ, &[(22, &huge), (26, &huge)])),
        ("tiles of one pixel", bomb(SIZ, &[(22, &one), (26, &one)])),
        ("a megapixel of tiles of one pixel", bomb(SIZ, &[(6, &most), (10, &most), (22, &one), (26, &one)])),
        // The grid is 255 times as fine as the picture: four billion tiles for 257 by 257 pixels.
        (
            "four billion tiles",
            bomb(
                SIZ,
                &[(6, &[0, 0, 0xFF, 0xFF]), (10, &[0, 0, 0xFF, 0xFF]), (22, &one), (26, &one), (41, &[255, 255])],
            ),
        ),
        ("a picture that begins at its end", bomb(SIZ, &[(14, &huge), (18, &huge)])),
        ("16,384 components", bomb(SIZ, &[(38, &[0x40, 0])])),
        ("38 bits", bomb(SIZ, &[(40, &[37])])),
        ("one pixel in 255", bomb(SIZ, &[(41, &[255]), (42, &[255])])),
        ("no pixel in any", bomb(SIZ, &[(41, &[0]), (42, &[0])])),
        ("65,535 layers", bomb(COD, &[(6, &[0xFF, 0xFF])])),
        ("32 levels", bomb(COD, &[(9, &[32])])),
        ("255 levels", bomb(COD, &[(9, &[255])])),
        ("blocks of 2^16", bomb(COD, &[(10, &[14]), (11, &[14])])),
        ("a megapixel, 32 levels, 65,535 layers, blocks of four", {
            let grown = bomb(SIZ, &[(6, &most), (10, &most), (22, &most), (26, &most)]);
            let at = grown.windows(2).position(|two| two == [0xFF, COD]).unwrap();
            let mut grown = grown;
            grown[at + 6..at + 8].copy_from_slice(&[0xFF, 0xFF]);
            grown[at + 9..at + 12].copy_from_slice(&[32, 0, 0]);
            grown
        }),
    ] {
        let held = within(OF_A_PHOTO, || {
            let _ = photo::decode(&bytes);
            Ok(())
        });
        assert!(held.is_ok(), "{what}: {held:?}");
    }
    assert!(photo::decode(&PHOTO).is_ok());
}

#[test]
fn frames_of_a_hostile_camera_are_pictures_or_nothing() {
    let mut jpeg = Vec::new();
    JpegEncoder::new(&mut jpeg).write_image(&passport("hanako", 240, 320), 240, 320, ExtendedColorType::L8).unwrap();
    let headers: [&[u8]; 3] = [&[0xFF, 0xC0, 0, 17, 8, 0xFF, 0xFF, 0xFF, 0xFF], &[0xFF, 0xC2], &[0xFF, 0xDA]];
    let markers = |bytes: &[u8]| {
        (0..bytes.len() - 1).filter(|at| matches!(bytes[*at..], [0xFF, 0xC0..=0xFE, ..])).collect::<Vec<_>>()
    };
    // A camera may send four thousand rows.
    let cost = Cost { bytes: 256 * MB, time: Duration::from_secs(20) };
    try_all("frames in JPEG", cost, mutation::almost(vec![jpeg], &headers, markers), |bytes| {
        let _ = decode_jpeg(&bytes);
        Ok(())
    });
    let side = || select(vec![0_u32, 1, 2, 3, 16, 17, 640, 4_096]);
    let layout = (select(PixelFormat::ALL.to_vec()), side(), side(), prop_oneof![side(), Just(u32::MAX)]);
    let frame = (layout, 0..70_000_usize);
    try_all("frames in pixels", cost, frame, |((format, width, height, stride), length)| {
        let _ = decode(&FrameLayout { format, width, height, stride }, &vec![7; length]);
        Ok(())
    });
}
