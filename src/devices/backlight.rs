//! The brightness of the screen, where the kernel lets it be set.

use std::io;
use std::path::{Path, PathBuf};

/// Where Linux tells of backlights.
pub const SYSFS: &str = "/sys/class/backlight";

/// A screen whose light can be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backlight {
    folder: PathBuf,
    most: u32,
}

impl Backlight {
    /// The first one below this folder; `None` where the screen has none.
    pub fn find(sysfs: &Path) -> Option<Self> {
        let mut folders: Vec<PathBuf> = std::fs::read_dir(sysfs).ok()?.flatten().map(|entry| entry.path()).collect();
        folders.sort();
        let lit = |folder: PathBuf| Some(Self { most: read(&folder.join("max_brightness")).ok()?, folder });
        folders.into_iter().filter_map(lit).find(|light| light.most > 0)
    }

    /// 0 to 100.
    pub fn percent(&self) -> io::Result<u8> {
        let now = u64::from(read(&self.folder.join("brightness"))?);
        Ok(u8::try_from(now * 100 / u64::from(self.most)).unwrap_or(100))
    }

    /// Never quite dark: a black screen looks like a broken kiosk.
    pub fn set(&self, percent: u8) -> io::Result<()> {
        let percent = u64::from(percent.clamp(10, 100));
        let value = u64::from(self.most) * percent / 100;
        std::fs::write(self.folder.join("brightness"), value.to_string())
    }
}

fn read(path: &Path) -> io::Result<u32> {
    std::fs::read_to_string(path)?.trim().parse().map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_light_is_set_in_percent_and_never_to_nothing() {
        let sysfs = tempfile::tempdir().unwrap();
        assert_eq!(Backlight::find(sysfs.path()), None);
        let folder = sysfs.path().join("intel_backlight");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("max_brightness"), "1500\n").unwrap();
        std::fs::write(folder.join("brightness"), "750\n").unwrap();
        let light = Backlight::find(sysfs.path()).unwrap();
        assert_eq!(light.percent().unwrap(), 50);
        light.set(80).unwrap();
        assert_eq!(light.percent().unwrap(), 80);
        light.set(0).unwrap();
        assert_eq!(light.percent().unwrap(), 10);
    }
}
