//! Files that a person writes: config, settings, a manifest. Whatever else was put in their place is not read whole.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// Sixteen times the config of the package. For brackets the TOML parser takes more than a hundred times as much memory.
pub const LARGEST: usize = 64 * 1024;

/// Its text. Fails as reading does, with `FileTooLarge`, and with `InvalidData` where it is no UTF-8.
pub fn read(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)?.take(LARGEST as u64 + 1).read_to_string(&mut text)?;
    if text.len() > LARGEST {
        let why = format!("it has more than {LARGEST} bytes, and so is another file than it should be");
        return Err(io::Error::new(ErrorKind::FileTooLarge, why));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_large_for_a_person_to_have_written_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kiosk.toml");
        std::fs::write(&path, "# あ".repeat(1_000)).unwrap();
        assert_eq!(read(&path).unwrap().len(), 5_000);
        std::fs::write(&path, "#".repeat(LARGEST + 1)).unwrap();
        assert_eq!(read(&path).unwrap_err().kind(), ErrorKind::FileTooLarge);
        // Endless ones too.
        assert!(read(Path::new("/dev/zero")).is_err());
        assert_eq!(read(&folder.path().join("none")).unwrap_err().kind(), ErrorKind::NotFound);
    }
}
