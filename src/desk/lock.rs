//! One desk a folder: the file stays, the lock on it ends with the process that holds it.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

const FILE: &str = "desk.lock";

#[derive(Debug, thiserror::Error)]
pub enum LockError {
    #[error(
        "a desk runs with the folder {0} already: use that one, end it first, or name another folder with --folder"
    )]
    Held(PathBuf),
    #[error("the desk's folder {path} cannot be used ({cause})")]
    Folder { path: PathBuf, cause: io::Error },
}

/// While it lives no other desk begins with this folder.
#[derive(Debug)]
pub struct FolderLock(#[expect(dead_code, reason = "open files hold locks")] File);

impl FolderLock {
    pub fn take(folder: &Path) -> Result<Self, LockError> {
        let failed = |cause| LockError::Folder { path: folder.to_owned(), cause };
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)?;
        let open = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(folder.join(FILE));
        let file = open.map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(LockError::Held(folder.to_owned())),
            Err(TryLockError::Error(cause)) => Err(failed(cause)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_desk_of_the_same_folder_is_refused_until_the_first_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let first = FolderLock::take(folder.path()).unwrap();
        let second = FolderLock::take(folder.path());
        assert!(matches!(second, Err(LockError::Held(of)) if of == folder.path()));
        drop(first);
        FolderLock::take(folder.path()).unwrap();
    }
}
