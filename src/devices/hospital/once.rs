//! A file arrives once, however often it has to be tried: the hospital's programs may take it away the moment it is
//! there, so an empty `face/` does not say that it never came.
//!
//! Two files in the workshop say how far it got, and they lie on the share itself: an answer of the server that was lost on
//! the way is as good as a power cut.
//!
//! | `NAME.whole` | `NAME.moving` | |
//! |---|---|---|
//! | any | absent | it may be half, or nothing is known of it: it is written anew |
//! | there | there | whole on the disk, and not moved: it is moved now |
//! | absent | there | it was moved; whoever watches `face/` may have it already |
//!
//! The second is made once the first is on the disk, and goes away by [`ResultFolder::forget`] only. A move takes a file away
//! there and brings it here in one step, so there is no fourth line. Where the second was lost (the share was emptied or
//! replaced by another, a month went by), the file is written anew: twice is better than never.

use super::writer::{ResultFolder, ResultFolderError, explain};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A whole file that waits for its move.
const WHOLE: &str = "whole";
/// The sign that the move was begun. It holds nothing.
const MOVING: &str = "moving";
/// Files with a patient's data that nobody works on for so long are leftovers of a power cut.
const LEFTOVER: Duration = Duration::from_secs(60 * 60);
/// A kiosk that was away for longer may bring a file twice. The sign itself tells nothing of anybody.
const SIGN_STAYS: Duration = Duration::from_secs(30 * 24 * 60 * 60);

impl ResultFolder {
    /// Brings the file into `face/`, once: after an error or a power cut it is called again with the same name.
    ///
    /// # Errors
    /// [`ResultFolderError`]; the file may be there all the same, and the next call knows.
    pub fn deliver(&self, name: &str, bytes: &[u8]) -> Result<(), ResultFolderError> {
        match fs::metadata(&self.face) {
            Ok(found) if found.is_dir() => {}
            Ok(_) => return Err(ResultFolderError::Missing(self.face.clone())),
            Err(error) => return Err(explain(&self.face, error)),
        }
        let in_workshop = |error| explain(&self.workshop, error);
        self.open_workshop().map_err(in_workshop)?;
        let (whole, moving) = (self.beside(name, WHOLE), self.beside(name, MOVING));
        if !is_there(&moving).map_err(in_workshop)? {
            self.prepare(&whole, &moving, bytes).map_err(in_workshop)?;
        }
        if is_there(&whole).map_err(in_workshop)? {
            fs::rename(&whole, self.face.join(name)).map_err(|error| self.stays_here(&whole, &moving, error))?;
        }
        sync_folder(&self.face).map_err(|error| explain(&self.face, error))?;
        sync_folder(&self.workshop).map_err(in_workshop)
    }

    /// The file of this name is never brought again: whoever kept it has forgotten it too.
    pub fn forget(&self, name: &str) {
        // A sign that stays is swept away when it is old.
        fs::remove_file(self.beside(name, MOVING)).ok();
    }

    fn beside(&self, name: &str, sign: &str) -> PathBuf {
        self.workshop.join(format!("{name}.{sign}"))
    }

    /// The file on the disk, and then the sign.
    fn prepare(&self, whole: &Path, moving: &Path, bytes: &[u8]) -> io::Result<()> {
        if let Err(error) = write(whole, bytes) {
            fs::remove_file(whole).ok();
            return Err(error);
        }
        sync_folder(&self.workshop)?;
        write(moving, &[])?;
        sync_folder(&self.workshop)
    }

    /// A patient's data lie on a share no longer than they must. Where it is not certain that nothing was moved (the
    /// server did not answer), both stay as they are.
    fn stays_here(&self, whole: &Path, moving: &Path, error: io::Error) -> ResultFolderError {
        let certain = matches!(
            error.kind(),
            ErrorKind::PermissionDenied
                | ErrorKind::ReadOnlyFilesystem
                | ErrorKind::StorageFull
                | ErrorKind::QuotaExceeded
                | ErrorKind::CrossesDevices
        );
        if certain {
            forget_both(whole, moving);
        }
        explain(&self.face, error)
    }
}

/// Removes what somebody left in the workshop, if it is old enough. Other kiosks may be at work in it.
pub(super) fn sweep(path: &Path, age: Duration) {
    match path.extension().and_then(|sign| sign.to_str()) {
        Some(MOVING) if path.with_extension(WHOLE).exists() || age <= SIGN_STAYS => {}
        Some(WHOLE) if age > LEFTOVER => forget_both(path, &path.with_extension(MOVING)),
        // Another kiosk on the same share may have been faster.
        _ if age > LEFTOVER => _ = fs::remove_file(path),
        _ => {}
    }
}

/// The sign goes first: alone it would say that the file was moved.
fn forget_both(whole: &Path, moving: &Path) {
    match fs::remove_file(moving) {
        Err(error) if error.kind() != ErrorKind::NotFound => {}
        Ok(()) | Err(_) => _ = fs::remove_file(whole),
    }
}

/// On the disk when it comes back. Its group may read it: the hospital's programs.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::options().write(true).create(true).truncate(true).mode(0o640).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn is_there(path: &Path) -> io::Result<bool> {
    fs::exists(path)
}

/// Network shares know no such thing: there it is the server's.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder)?.sync_all() {
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::SystemTime;

    const NAME: &str = "OQSsiquc01res_face_1_20260401090000.xml";

    struct Share {
        root: tempfile::TempDir,
        folder: ResultFolder,
    }

    impl Share {
        fn new() -> Self {
            let root = tempfile::tempdir().unwrap();
            fs::create_dir(root.path().join("face")).unwrap();
            let folder = ResultFolder::new(root.path().join("face"));
            Self { root, folder }
        }

        fn at(&self, path: &str) -> PathBuf {
            self.root.path().join(path)
        }

        fn arrived(&self) -> Vec<String> {
            names(&self.at("face"))
        }

        fn in_workshop(&self) -> Vec<String> {
            names(&self.folder.workshop)
        }

        fn consumer_takes_all(&self) {
            for name in self.arrived() {
                fs::remove_file(self.at("face").join(name)).unwrap();
            }
        }
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn make_old(path: &Path, age: Duration) {
        File::options().write(true).open(path).unwrap().set_modified(SystemTime::now() - age).unwrap();
    }

    #[test]
    fn a_file_arrives_whole_and_after_it_is_forgotten_nothing_else_stays() {
        let share = Share::new();
        share.folder.deliver(NAME, b"all of it").unwrap();
        assert_eq!(fs::read(share.at("face").join(NAME)).unwrap(), b"all of it");
        share.folder.forget(NAME);
        assert_eq!((share.arrived(), share.in_workshop()), (vec![NAME.to_owned()], vec![]));
    }

    #[test]
    fn what_was_taken_at_once_is_not_brought_again() {
        let share = Share::new();
        for _ in 0..3 {
            share.folder.deliver(NAME, b"x").unwrap();
            share.consumer_takes_all();
        }
        assert_eq!(share.arrived(), [""; 0]);
    }

    #[test]
    fn a_cut_at_each_point_leaves_a_file_that_arrives_once() {
        let (whole, moving) = (format!("{NAME}.{WHOLE}"), format!("{NAME}.{MOVING}"));
        // What a cut leaves in the workshop, and whether the file is still to come.
        for (left, comes) in [
            (vec![], true),
            (vec![(&whole, &b"ha"[..])], true),
            (vec![(&whole, &b"half or whole"[..])], true),
            (vec![(&whole, &b"right"[..]), (&moving, b"")], true),
            (vec![(&moving, &b""[..])], false),
        ] {
            let share = Share::new();
            fs::create_dir(&share.folder.workshop).unwrap();
            for (name, bytes) in &left {
                fs::write(share.folder.workshop.join(name), bytes).unwrap();
            }
            share.folder.deliver(NAME, b"right").unwrap();
            assert_eq!(share.arrived().len(), usize::from(comes), "{left:?}");
            if comes {
                assert_eq!(fs::read(share.at("face").join(NAME)).unwrap(), b"right", "{left:?}");
            }
            share.consumer_takes_all();
            share.folder.deliver(NAME, b"right").unwrap();
            assert_eq!(share.arrived(), [""; 0], "{left:?}");
        }
    }

    #[test]
    fn another_share_in_the_same_place_gets_the_file_anew() {
        let share = Share::new();
        share.folder.deliver(NAME, b"x").unwrap();
        fs::remove_dir_all(share.at("face")).unwrap();
        fs::remove_dir_all(&share.folder.workshop).unwrap();
        fs::create_dir(share.at("face")).unwrap();
        share.folder.deliver(NAME, b"x").unwrap();
        assert_eq!(share.arrived(), [NAME]);
    }

    #[test]
    fn a_move_that_failed_for_certain_leaves_no_data_in_the_workshop() {
        let share = Share::new();
        // A folder of the file's name: the move cannot be, and the server's word is not lost.
        fs::create_dir(share.at("face").join(NAME)).unwrap();
        share.folder.deliver(NAME, b"x").unwrap_err();
        let (whole, moving) = (share.folder.beside(NAME, WHOLE), share.folder.beside(NAME, MOVING));
        assert!(whole.exists() && moving.exists(), "not certain: both stay");
        share.folder.stays_here(&whole, &moving, ErrorKind::PermissionDenied.into());
        assert_eq!(share.in_workshop(), [""; 0]);
    }

    /// `/dev/full` has no place for anything.
    #[test]
    fn a_full_share_is_named_and_the_file_comes_when_there_is_room() {
        let share = Share::new();
        fs::create_dir(&share.folder.workshop).unwrap();
        std::os::unix::fs::symlink("/dev/full", share.folder.beside(NAME, WHOLE)).unwrap();
        let error = share.folder.deliver(NAME, b"x").unwrap_err();
        assert!(matches!(error, ResultFolderError::Full(_)), "{error}");
        assert_eq!((share.arrived(), share.in_workshop()), (vec![], vec![]));
        share.folder.deliver(NAME, b"x").unwrap();
        assert_eq!(share.arrived(), [NAME]);
    }

    #[test]
    fn leftovers_go_and_signs_stay_for_a_month() {
        let share = Share::new();
        fs::create_dir(&share.folder.workshop).unwrap();
        let in_workshop = |name: &str, age: Duration| {
            fs::write(share.folder.workshop.join(name), b"").unwrap();
            make_old(&share.folder.workshop.join(name), age);
        };
        in_workshop("a.xml.moving", 2 * LEFTOVER);
        in_workshop("b.xml.moving", 2 * SIGN_STAYS);
        in_workshop("c.xml.moving", 2 * LEFTOVER);
        in_workshop("c.xml.whole", 2 * LEFTOVER);
        in_workshop("d.xml.moving", LEFTOVER / 2);
        in_workshop("d.xml.whole", LEFTOVER / 2);
        in_workshop("e.tmp", 2 * LEFTOVER);
        share.folder.deliver(NAME, b"x").unwrap();
        share.folder.forget(NAME);
        assert_eq!(share.in_workshop(), ["a.xml.moving", "d.xml.moving", "d.xml.whole"]);
    }
}
