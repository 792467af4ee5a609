//! The letters: BIZ UDPGothic, made to be told apart by weak eyes, and Noto Sans CJK for the languages whose letters it
//! lacks. Read from the paths in the config; the system's choice of fonts is not relied on.

use crate::i18n::{Face, Language};
use crate::ui::measure::Measure;
use bevy::prelude::*;
use bevy::text::{FontSource, FontWeight};
use std::path::{Path, PathBuf};

/// Where Debian's and Ubuntu's package fonts-morisawa-bizud-gothic puts them.
pub const DEFAULT_FONT_FOLDER: &str = "/usr/share/fonts/truetype/bizud-gothic";
/// Where their package fonts-noto-cjk puts the others.
const NOTO_FOLDER: &str = "/usr/share/fonts/opentype/noto";
const FACES: [&str; 2] = ["BIZUDPGothic-Regular.ttf", "BIZUDPGothic-Bold.ttf"];
const NOTO: [&str; 2] = ["NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"];

#[derive(Debug, thiserror::Error)]
#[error(
    "the font {path} cannot be read ({cause}); install the Debian packages fonts-morisawa-bizud-gothic and \
     fonts-noto-cjk, or name the folder of BIZ UDPGothic as screen.fonts in the config"
)]
pub struct FontError {
    path: PathBuf,
    cause: std::io::Error,
}

/// All font files, regular and bold.
pub struct FontFiles {
    universal: [Font; 2],
    noto: [Font; 2],
}

impl FontFiles {
    /// Reads them; also what `doctor` checks.
    pub fn read(folder: &Path) -> Result<Self, FontError> {
        let noto = Path::new(NOTO_FOLDER);
        Ok(Self { universal: read(folder, FACES)?, noto: read(noto, NOTO)? })
    }

    pub fn measure(&self) -> Measure {
        Measure::new(&self.universal, &self.noto)
    }
}

fn read(folder: &Path, [regular, bold]: [&str; 2]) -> Result<[Font; 2], FontError> {
    let read = |name: &str| {
        let path = folder.join(name);
        std::fs::read(&path).map(Font::from_bytes).map_err(|cause| FontError { path, cause })
    };
    Ok([read(regular)?, read(bold)?])
}

/// The loaded fonts, and how wide their letters are.
#[derive(Resource, Clone)]
pub struct Fonts {
    universal: [Handle<Font>; 2],
    /// Found by the names of the families in them; held so that they stay.
    noto: [Handle<Font>; 2],
    pub measure: Measure,
}

impl Fonts {
    pub fn add(files: FontFiles, assets: &mut Assets<Font>) -> Self {
        let measure = files.measure();
        let mut add = |faces: [Font; 2]| faces.map(|font| assets.add(font));
        Self { universal: add(files.universal), noto: add(files.noto), measure }
    }

    /// The file of the usual letters, for whoever draws them otherwise.
    pub fn regular<'a>(&self, assets: &'a Assets<Font>) -> Option<&'a Font> {
        assets.get(&self.universal[0])
    }

    /// The file of the letters that those lack.
    pub fn of_neighbours<'a>(&self, assets: &'a Assets<Font>) -> Option<&'a Font> {
        assets.get(&self.noto[0])
    }

    /// The letters of a language.
    pub fn of(&self, language: Language, bold: bool, px: f32) -> TextFont {
        let font = match language.face() {
            Face::Universal => FontSource::Handle(self.universal[usize::from(bold)].clone()),
            Face::Noto(family) => FontSource::Family(family.into()),
        };
        let weight = if bold { FontWeight::BOLD } else { FontWeight::NORMAL };
        TextFont { font, font_size: bevy::text::FontSize::Px(px), weight, ..default() }
    }
}
