//! Sizes in millimetres on the real glass, and colours. Every number that a person sees or touches is here.

use crate::i18n::Face;
use bevy::prelude::*;
use serde::{Deserialize, Serialize};

/// Height of a capital letter in em, from the OS/2 tables: BIZ UDPGothic 1567 of 2048 units, Noto Sans CJK 733 of 1000.
fn capital_em(face: Face) -> f32 {
    match face {
        Face::Universal => 1567.0 / 2048.0,
        Face::Noto(_) => 0.733,
    }
}
/// Millimetres of an inch, for densities given in dots per inch.
pub const MM_PER_INCH: f32 = 25.4;

/// What a text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextSize {
    Title,
    Button,
    Body,
    /// Digits of the PIN pad.
    Key,
}

/// How large the letters are: the four sizes of VVSG 2.0, 7.1-G.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Letters {
    Small,
    #[default]
    Usual,
    Large,
    Largest,
}

impl Letters {
    pub const ALL: [Self; 4] = [Self::Small, Self::Usual, Self::Large, Self::Largest];

    /// Height of a capital letter in millimetres.
    pub fn capital_mm(self, size: TextSize) -> f32 {
        let [body, button, title, key] = match self {
            Self::Small => [3.7, 4.0, 4.9, 6.0],
            Self::Usual => [4.9, 5.2, 6.4, 8.0],
            Self::Large => [6.5, 6.8, 8.0, 9.0],
            Self::Largest => [8.6, 8.8, 10.0, 10.0],
        };
        match size {
            TextSize::Body => body,
            TextSize::Button => button,
            TextSize::Title => title,
            TextSize::Key => key,
        }
    }

    /// The next larger one; after the largest the smallest.
    pub fn next(self) -> Self {
        match self {
            Self::Small => Self::Usual,
            Self::Usual => Self::Large,
            Self::Large => Self::Largest,
            Self::Largest => Self::Small,
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
    /// Behind the controls that are always there.
    pub strip: Color,
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

/// Which palette: the usual one, black on white, white on black, or one of little colour and glare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Colours {
    #[default]
    Standard,
    White,
    Black,
    Soft,
}

impl Colours {
    pub const ALL: [Self; 4] = [Self::Standard, Self::White, Self::Black, Self::Soft];

    pub fn next(self) -> Self {
        match self {
            Self::Standard => Self::White,
            Self::White => Self::Black,
            Self::Black => Self::Soft,
            Self::Soft => Self::Standard,
        }
    }

    pub fn palette(self) -> Palette {
        let rgb = Color::srgb_u8;
        match self {
            Self::Standard => Palette {
                ground: rgb(253, 250, 245),
                text: rgb(22, 27, 34),
                primary: rgb(0, 70, 78),
                on_primary: rgb(255, 255, 255),
                control: rgb(255, 255, 255),
                pressed: rgb(22, 27, 34),
                on_pressed: rgb(255, 255, 255),
                edge: rgb(0, 70, 78),
                focus: rgb(196, 58, 0),
                strip: rgb(232, 240, 239),
                attention: rgb(255, 233, 173),
                success: rgb(214, 240, 222),
                mirror_wait: rgb(255, 214, 0),
                mirror_good: rgb(0, 214, 92),
                practice: rgb(74, 20, 110),
                on_practice: rgb(255, 255, 255),
            },
            Self::White => Palette {
                ground: rgb(255, 255, 255),
                text: rgb(0, 0, 0),
                primary: rgb(0, 0, 0),
                on_primary: rgb(255, 255, 255),
                control: rgb(255, 255, 255),
                pressed: rgb(0, 0, 0),
                on_pressed: rgb(255, 255, 255),
                edge: rgb(0, 0, 0),
                focus: rgb(196, 58, 0),
                strip: rgb(255, 255, 255),
                attention: rgb(255, 255, 255),
                success: rgb(255, 255, 255),
                mirror_wait: rgb(255, 214, 0),
                mirror_good: rgb(255, 255, 255),
                practice: rgb(0, 0, 0),
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
                strip: rgb(0, 0, 0),
                attention: rgb(0, 0, 0),
                success: rgb(0, 0, 0),
                mirror_wait: rgb(255, 214, 0),
                mirror_good: rgb(255, 255, 255),
                practice: rgb(0, 0, 0),
                on_practice: rgb(255, 255, 255),
            },
            Self::Soft => Palette {
                ground: rgb(236, 231, 222),
                text: rgb(30, 30, 30),
                primary: rgb(46, 52, 54),
                on_primary: rgb(244, 240, 232),
                control: rgb(244, 240, 232),
                pressed: rgb(46, 52, 54),
                on_pressed: rgb(244, 240, 232),
                edge: rgb(70, 76, 78),
                focus: rgb(140, 58, 20),
                strip: rgb(226, 221, 211),
                attention: rgb(244, 232, 202),
                success: rgb(222, 232, 218),
                mirror_wait: rgb(240, 214, 120),
                mirror_good: rgb(150, 214, 160),
                practice: rgb(66, 50, 76),
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
    pub letters: Letters,
    pub colours: Colours,
}

impl Theme {
    pub fn palette(&self) -> Palette {
        self.colours.palette()
    }

    /// The theme for a glass of this many pixels, of which `taken_mm` of the height are not the kiosk's own; `low`: only
    /// the lower half of one that stands is used.
    pub fn fitted(self, pixels: UVec2, taken_mm: f32, low: bool) -> Self {
        let mut glass = pixels.as_vec2() / self.px_per_mm;
        let smallest = if glass.x > glass.y { SMALLEST_LANDSCAPE_MM } else { SMALLEST_PORTRAIT_MM };
        if low && glass.x < glass.y {
            glass.y /= 2.0;
        }
        let room = (glass.x / smallest.x).min(glass.y / (smallest.y + taken_mm));
        // Larger letters need the room themselves.
        let letters = self.letters.capital_mm(TextSize::Body) / Letters::Usual.capital_mm(TextSize::Body);
        Self { room: (room / letters.max(1.0)).clamp(1.0, LARGEST_ROOM), ..self }
    }

    /// Pixels of a length on the glass, at least this long. The windows of this program have a scale factor of 1, so that
    /// a pixel is a pixel.
    pub fn px(&self, mm: f32) -> f32 {
        // Whole pixels, so that no rounding makes a gap narrower than it was asked for.
        (mm * self.px_per_mm * self.room).ceil()
    }

    pub fn mm(&self, mm: f32) -> Val {
        Val::Px(self.px(mm))
    }

    /// The em that gives this size its capital height. What to do now and what it is done with grow with the glass: who
    /// needs larger letters must first read where to ask for them. Sentences have the size that was asked for.
    pub fn font_px(&self, size: TextSize, face: Face) -> f32 {
        let room = match size {
            TextSize::Title | TextSize::Key | TextSize::Button => self.room,
            TextSize::Body => 1.0,
        };
        self.letters.capital_mm(size) * self.px_per_mm * room / capital_em(face)
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
        for colours in Colours::ALL {
            let p = colours.palette();
            let asked = if matches!(colours, Colours::White | Colours::Black) { 20.0 } else { 10.0 };
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
                assert!(contrast(text, ground) >= asked, "{colours:?}: {}", contrast(text, ground));
            }
            for (edge, ground) in [(p.edge, p.ground), (p.focus, p.ground), (p.edge, p.strip), (p.focus, p.strip)] {
                assert!(contrast(edge, ground) >= 3.0, "{colours:?}: {}", contrast(edge, ground));
            }
        }
    }

    #[test]
    fn the_four_sizes_are_those_of_vvsg() {
        for (letters, band) in Letters::ALL.into_iter().zip([3.5..=4.2, 4.8..=5.6, 6.4..=7.1, 8.5..=9.0]) {
            for size in [TextSize::Body, TextSize::Button] {
                assert!(band.contains(&letters.capital_mm(size)), "{letters:?} {size:?}");
            }
            // What to do now is the largest text.
            assert!(letters.capital_mm(TextSize::Title) > letters.capital_mm(TextSize::Button));
        }
    }
}
