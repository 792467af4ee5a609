//! Sizes in millimetres on the real glass, and colours. Every number that a person sees or touches is here.

use bevy::prelude::*;
use serde::{Deserialize, Serialize};

/// Height of a capital letter in em of BIZ UDPGothic (1567 of 2048 units, from its OS/2 table).
pub const CAPITAL_HEIGHT_EM: f32 = 1567.0 / 2048.0;
/// Millimetres of an inch, for densities given in dots per inch.
pub const MM_PER_INCH: f32 = 25.4;

/// Capital heights in millimetres at text scale 1. None is below 4.8 (Section 508, 402.4).
#[derive(Debug, Clone, Copy)]
pub enum TextSize {
    Title,
    Button,
    Body,
    /// Digits of the PIN pad.
    Key,
}

impl TextSize {
    pub fn capital_mm(self) -> f32 {
        match self {
            Self::Title => 6.4,
            Self::Button => 5.2,
            Self::Body => 4.9,
            Self::Key => 8.0,
        }
    }
}

/// Smallest side of anything that is touched.
pub const TARGET_MM: f32 = 20.0;
/// Smallest gap between two targets.
pub const GAP_MM: f32 = 5.0;
pub const MARGIN_MM: f32 = 6.0;
pub const BORDER_MM: f32 = 0.7;
pub const FOCUS_MM: f32 = 1.2;
pub const CORNER_MM: f32 = 2.0;
/// The smallest glasses on which every screen fits at text scale 1, in millimetres: about a 10 inch panel. On a larger
/// one everything grows alike.
pub const SMALLEST_LANDSCAPE_MM: Vec2 = Vec2::new(200.0, 134.0);
pub const SMALLEST_PORTRAIT_MM: Vec2 = Vec2::new(168.0, 215.0);
/// Growing further would put the answers out of reach.
const LARGEST_ROOM: f32 = 1.6;

/// The colours of a theme. Contrasts are held by a test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Palette {
    pub ground: Color,
    pub text: Color,
    /// Filled controls: the usual way on.
    pub primary: Color,
    pub on_primary: Color,
    /// Outlined controls.
    pub control: Color,
    pub pressed: Color,
    pub on_pressed: Color,
    pub edge: Color,
    pub focus: Color,
    /// A bar behind sentences that need attention.
    pub attention: Color,
    pub success: Color,
    /// The oval on the camera's picture, before and when all is well.
    pub mirror_wait: Color,
    pub mirror_good: Color,
    /// The practice banner and tray: never mistaken for the real thing.
    pub practice: Color,
    pub on_practice: Color,
}

/// Which palette; `black` is white on black.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Colours {
    #[default]
    Standard,
    Black,
}

impl Colours {
    pub fn palette(self) -> Palette {
        let rgb = Color::srgb_u8;
        match self {
            Self::Standard => Palette {
                ground: rgb(255, 255, 255),
                text: rgb(20, 24, 31),
                primary: rgb(0, 62, 115),
                on_primary: rgb(255, 255, 255),
                control: rgb(255, 255, 255),
                pressed: rgb(20, 24, 31),
                on_pressed: rgb(255, 255, 255),
                edge: rgb(0, 62, 115),
                focus: rgb(200, 60, 0),
                attention: rgb(255, 233, 173),
                success: rgb(214, 240, 222),
                mirror_wait: rgb(255, 214, 0),
                mirror_good: rgb(0, 214, 92),
                practice: rgb(74, 20, 110),
                on_practice: rgb(255, 255, 255),
            },
            Self::Black => Palette {
                ground: rgb(0, 0, 0),
                text: rgb(255, 255, 255),
                primary: rgb(255, 255, 255),
                on_primary: rgb(0, 0, 0),
                control: rgb(0, 0, 0),
                pressed: rgb(255, 255, 255),
                on_pressed: rgb(0, 0, 0),
                edge: rgb(255, 255, 255),
                focus: rgb(255, 214, 0),
                attention: rgb(0, 0, 0),
                success: rgb(0, 0, 0),
                mirror_wait: rgb(255, 214, 0),
                mirror_good: rgb(255, 255, 255),
                practice: rgb(40, 0, 60),
                on_practice: rgb(255, 255, 255),
            },
        }
    }
}

/// How the screens look on this glass.
#[derive(Resource, Debug, Clone, Copy, PartialEq)]
pub struct Theme {
    /// Physical pixels of a millimetre.
    pub px_per_mm: f32,
    /// How much larger than its smallest everything is drawn, 1.0 to 1.6.
    pub room: f32,
    /// 1.0 is the default; 2.0 doubles every letter.
    pub text_scale: f32,
    pub colours: Colours,
}

impl Theme {
    pub fn palette(&self) -> Palette {
        self.colours.palette()
    }

    /// The theme for a glass of this many pixels, of which `taken_mm` of the height are not the kiosk's own.
    pub fn fitted(self, pixels: UVec2, taken_mm: f32) -> Self {
        let glass = pixels.as_vec2() / self.px_per_mm;
        let smallest = if glass.x > glass.y { SMALLEST_LANDSCAPE_MM } else { SMALLEST_PORTRAIT_MM };
        let room = (glass.x / smallest.x).min(glass.y / (smallest.y + taken_mm));
        // Larger letters need the room themselves.
        Self { room: (room / self.text_scale).clamp(1.0, LARGEST_ROOM), ..self }
    }

    /// A length on the glass, at least this long. The windows of this program have a scale factor of 1, so that a pixel
    /// is a pixel.
    pub fn mm(&self, mm: f32) -> Val {
        Val::Px(mm * self.px_per_mm * self.room)
    }

    /// The em that gives this size its capital height.
    pub fn font_px(&self, size: TextSize) -> f32 {
        size.capital_mm() * self.text_scale * self.px_per_mm * self.room / CAPITAL_HEIGHT_EM
    }
}

/// WCAG 2 contrast ratio, 1 to 21.
pub fn contrast(a: Color, b: Color) -> f32 {
    let (a, b) = (a.to_linear(), b.to_linear());
    let luminance = |c: LinearRgba| 0.2126 * c.red + 0.7152 * c.green + 0.0722 * c.blue;
    let (light, dark) = (luminance(a).max(luminance(b)), luminance(a).min(luminance(b)));
    (light + 0.05) / (dark + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_readable_and_edges_are_visible_in_every_theme() {
        for colours in [Colours::Standard, Colours::Black] {
            let p = colours.palette();
            let texts = [
                (p.text, p.ground),
                (p.on_primary, p.primary),
                (p.text, p.control),
                (p.on_pressed, p.pressed),
                (p.text, p.attention),
                (p.text, p.success),
                (p.on_practice, p.practice),
            ];
            for (text, ground) in texts {
                assert!(contrast(text, ground) >= 10.0, "{colours:?}: {}", contrast(text, ground));
            }
            for (edge, ground) in [(p.edge, p.ground), (p.focus, p.ground)] {
                assert!(contrast(edge, ground) >= 3.0, "{colours:?}: {}", contrast(edge, ground));
            }
        }
    }

    #[test]
    fn no_text_is_smaller_than_section_508_asks() {
        for size in [TextSize::Title, TextSize::Button, TextSize::Body, TextSize::Key] {
            assert!(size.capital_mm() >= 4.8);
        }
    }
}
