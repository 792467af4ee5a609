//! The two faces of BIZ UDPGothic, read from the path in the config; the system's fonts are not relied on.

use bevy::prelude::*;
use bevy::text::{FontSource, FontWeight};
use std::path::{Path, PathBuf};

/// Where Debian's and Ubuntu's package fonts-morisawa-bizud-gothic puts them.
pub const DEFAULT_FONT_FOLDER: &str = "/usr/share/fonts/truetype/bizud-gothic";
const REGULAR: &str = "BIZUDPGothic-Regular.ttf";
const BOLD: &str = "BIZUDPGothic-Bold.ttf";

#[derive(Debug, thiserror::Error)]
#[error(
    "the font {path} cannot be read ({cause}); install the Debian package fonts-morisawa-bizud-gothic, or name its \
     folder as screen.fonts in the config"
)]
pub struct FontError {
    path: PathBuf,
    cause: std::io::Error,
}

/// Handles of the loaded faces.
#[derive(Resource, Clone)]
pub struct Fonts {
    regular: Handle<Font>,
    bold: Handle<Font>,
}

impl Fonts {
    /// The bytes of both faces; also what `doctor` checks.
    pub fn read(folder: &Path) -> Result<[Vec<u8>; 2], FontError> {
        let read = |name: &str| {
            let path = folder.join(name);
            std::fs::read(&path).map_err(|cause| FontError { path, cause })
        };
        Ok([read(REGULAR)?, read(BOLD)?])
    }

    pub fn add([regular, bold]: [Vec<u8>; 2], assets: &mut Assets<Font>) -> Self {
        Self { regular: assets.add(Font::from_bytes(regular)), bold: assets.add(Font::from_bytes(bold)) }
    }

    pub fn regular(&self, px: f32) -> TextFont {
        font(&self.regular, px, FontWeight::NORMAL)
    }

    pub fn bold(&self, px: f32) -> TextFont {
        font(&self.bold, px, FontWeight::BOLD)
    }
}

fn font(handle: &Handle<Font>, px: f32, weight: FontWeight) -> TextFont {
    TextFont { font: FontSource::Handle(handle.clone()), font_size: bevy::text::FontSize::Px(px), weight, ..default() }
}
