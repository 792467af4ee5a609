//! How many pixels a millimetre of this screen has. Screens say so themselves in their EDID; where one lies or is
//! silent, the config tells.

use super::theme::MM_PER_INCH;
use std::path::Path;

/// What a PC monitor has when nothing tells better.
pub const FALLBACK_PX_PER_MM: f32 = 96.0 / MM_PER_INCH;

/// Density of the first connected screen that tells a plausible one, from the kernel's copy of its EDID.
pub fn from_edid() -> Option<f32> {
    let connectors = std::fs::read_dir("/sys/class/drm").ok()?;
    connectors.flatten().find_map(|connector| read_connector(&connector.path()))
}

fn read_connector(path: &Path) -> Option<f32> {
    parse(&std::fs::read(path.join("edid")).ok()?)
}

/// Pixels of a millimetre from the first detailed timing of an EDID block (VESA E-EDID 1.4, §3.10.2): pixels in bytes
/// 2 and 4, millimetres in bytes 12 and 14.
fn parse(edid: &[u8]) -> Option<f32> {
    let timing = edid.get(54..72)?;
    let pixels = u16::from(timing[2]) | (u16::from(timing[4] & 0xF0) << 4);
    let mm = u16::from(timing[12]) | (u16::from(timing[14] & 0xF0) << 4);
    let density = f32::from(pixels) / f32::from(mm);
    // A projector or a broken EDID says anything; glass that people touch lies between these.
    (mm > 0 && (2.0..=20.0).contains(&density)).then_some(density)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_21_inch_portrait_panel_and_rubbish() {
        let mut edid = vec![0_u8; 128];
        edid[54 + 2] = 0x80; // 1920 = 0x780
        edid[54 + 4] = 0x70;
        edid[54 + 12] = 0xDC; // 476 mm = 0x1DC
        edid[54 + 14] = 0x10;
        assert!((parse(&edid).unwrap() - 1920.0 / 476.0).abs() < 1e-3);
        assert_eq!(parse(&[0; 128]), None);
        assert_eq!(parse(&[1, 2, 3]), None);
    }
}
