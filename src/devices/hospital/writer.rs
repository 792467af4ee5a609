//! Puts finished files into the folder that the hospital's systems watch.

use super::once::sweep;
use super::oqs::OqsFile;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Sibling of `face/` where files grow. Hidden, and on the same file system, so that the last step is one rename.
const WORKSHOP: &str = ".uketsuke-unfinished";

/// Why a file did not reach the hospital's systems. Nothing of it is in `face/` then.
#[derive(Debug, thiserror::Error)]
pub enum ResultFolderError {
    #[error("the folder {} is not there: connect the share, or correct the result folder in the configuration", .0.display())]
    Missing(PathBuf),
    #[error("the folder {} does not let this program write: give its user the right to write there", .0.display())]
    NotWritable(PathBuf),
    #[error("the disk of {} is full: make room there", .0.display())]
    Full(PathBuf),
    #[error(
        "{} is a file system of its own, so no file can be moved in whole: mount the folder above it instead", .0.display()
    )]
    OtherFileSystem(PathBuf),
    #[error("the folder {path} cannot be used ({why})", path = .0.display(), why = .1)]
    Other(PathBuf, io::Error),
}

/// A folder that the hospital's systems watch: `face/` below the OQS root, or the one of the FHIR bundles.
#[derive(Debug, Clone)]
pub struct ResultFolder {
    pub(super) face: PathBuf,
    pub(super) workshop: PathBuf,
}

impl ResultFolder {
    /// `face` need not be there yet: a share may come later, and [`Self::write`] says so meanwhile.
    pub fn new(face: PathBuf) -> Self {
        let workshop = face.parent().unwrap_or(Path::new("")).join(WORKSHOP);
        Self { face, workshop }
    }

    /// [`Self::put`] of an OQS file.
    ///
    /// # Errors
    /// [`ResultFolderError`]; `face/` is then as it was.
    pub fn write(&self, file: &OqsFile) -> Result<PathBuf, ResultFolderError> {
        self.put(&file.name, &file.bytes)
    }

    /// Writes a file elsewhere, flushes it to the disk, and moves it in: whoever watches the folder sees the whole
    /// file or none. A file of the same name (the same visit, written again) is replaced. `name` is a plain file name.
    ///
    /// # Errors
    /// [`ResultFolderError`]; the folder is then as it was.
    pub fn put(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, ResultFolderError> {
        match fs::metadata(&self.face) {
            Ok(found) if found.is_dir() => {}
            Ok(_) => return Err(ResultFolderError::Missing(self.face.clone())),
            Err(error) => return Err(explain(&self.face, error)),
        }
        self.open_workshop().map_err(|error| explain(&self.workshop, error))?;
        let unfinished = self.unfinished(bytes).map_err(|error| explain(&self.workshop, error))?;
        let path = self.face.join(name);
        unfinished.persist(&path).map_err(|error| explain(&self.face, error.error))?;
        self.flush_folder().map_err(|error| explain(&self.face, error))?;
        Ok(path)
    }

    /// Leftovers of a power cut hold a patient's data; what is old is nobody's work in progress.
    pub(super) fn open_workshop(&self) -> io::Result<()> {
        match fs::create_dir(&self.workshop) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
            Ok(()) | Err(_) => {}
        }
        for leftover in fs::read_dir(&self.workshop)? {
            let leftover = leftover?;
            let age =
                leftover.metadata().and_then(|data| data.modified()).map(|time| SystemTime::now().duration_since(time));
            if let Ok(Ok(age)) = age {
                sweep(&leftover.path(), age);
            }
        }
        Ok(())
    }

    /// Removed again when it is dropped before the move. Its group may read it: the hospital's programs.
    fn unfinished(&self, bytes: &[u8]) -> io::Result<tempfile::NamedTempFile> {
        let mut builder = tempfile::Builder::new();
        builder.suffix(".tmp");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o640));
        let mut unfinished = builder.tempfile_in(&self.workshop)?;
        unfinished.write_all(bytes)?;
        unfinished.as_file().sync_all()?;
        Ok(unfinished)
    }

    /// Makes the move itself outlive a power cut. Network shares know no such thing: there the move is the server's.
    fn flush_folder(&self) -> io::Result<()> {
        match File::open(&self.face)?.sync_all() {
            Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
            other => other,
        }
    }
}

pub(super) fn explain(folder: &Path, error: io::Error) -> ResultFolderError {
    let folder = folder.to_owned();
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => ResultFolderError::Missing(folder),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => ResultFolderError::NotWritable(folder),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ResultFolderError::Full(folder),
        ErrorKind::CrossesDevices => ResultFolderError::OtherFileSystem(folder),
        _ => ResultFolderError::Other(folder, error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;
    use zeroize::Zeroizing;

    fn file(bytes: &[u8]) -> OqsFile {
        OqsFile { name: "OQSsiquc01res_face_1_20260401090000.xml".into(), bytes: Zeroizing::new(bytes.to_vec()) }
    }

    fn names(folder: &Path) -> Vec<String> {
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_file_arrives_whole_and_nothing_else_stays() {
        let root = tempfile::tempdir().unwrap();
        let face = root.path().join("face");
        fs::create_dir(&face).unwrap();
        let folder = ResultFolder::new(face.clone());
        folder.write(&file(b"first")).unwrap();
        let path = folder.write(&file(b"again")).unwrap();
        assert_eq!(fs::read(path).unwrap(), b"again");
        assert_eq!(names(&face), ["OQSsiquc01res_face_1_20260401090000.xml"]);
        assert_eq!(names(&root.path().join(WORKSHOP)), [""; 0]);
    }

    #[test]
    fn old_leftovers_go_and_work_in_progress_stays() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("face")).unwrap();
        let workshop = root.path().join(WORKSHOP);
        fs::create_dir(&workshop).unwrap();
        fs::write(workshop.join("now.tmp"), b"").unwrap();
        fs::write(workshop.join("old.tmp"), b"").unwrap();
        let old = File::options().write(true).open(workshop.join("old.tmp")).unwrap();
        old.set_modified(SystemTime::now() - Duration::from_secs(2 * 60 * 60)).unwrap();
        ResultFolder::new(root.path().join("face")).write(&file(b"x")).unwrap();
        assert_eq!(names(&workshop), ["now.tmp"]);
    }

    #[test]
    fn a_missing_folder_is_named_and_nothing_is_made() {
        let root = tempfile::tempdir().unwrap();
        let error = ResultFolder::new(root.path().join("face")).write(&file(b"x")).unwrap_err();
        assert!(matches!(&error, ResultFolderError::Missing(folder) if folder.ends_with("face")), "{error}");
        assert!(names(root.path()).is_empty());
        fs::write(root.path().join("face"), b"a file, not a folder").unwrap();
        let error = ResultFolder::new(root.path().join("face")).write(&file(b"x")).unwrap_err();
        assert!(matches!(error, ResultFolderError::Missing(_)), "{error}");
    }

    #[test]
    fn each_cause_has_its_own_remedy() {
        let told = |kind: ErrorKind| explain(Path::new("/oqs/face"), kind.into()).to_string();
        assert!(told(ErrorKind::PermissionDenied).contains("right to write"));
        assert!(told(ErrorKind::ReadOnlyFilesystem).contains("right to write"));
        assert!(told(ErrorKind::StorageFull).contains("full"));
        assert!(told(ErrorKind::CrossesDevices).contains("file system of its own"));
        assert!(told(ErrorKind::BrokenPipe).contains("/oqs/face"));
    }
}
