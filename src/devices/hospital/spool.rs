//! What cannot be handed on now waits on the kiosk's disk, encrypted, and goes out later, in order.
//!
//! `0000000000000001` and so on in the spool's folder, an entry each; whatever an entry is and holds is encrypted, and bound to
//! its number, so that two files cannot change places. The key lies beside the folder (`spool.key` beside `spool`), for the
//! kiosk's user only: a copy of the folder alone tells nothing but how many results wait. An entry that cannot be
//! read (damaged, foreign, the key lost) goes into `unreadable/` and holds up no other; put back there with the right
//! key it is read again at the next start.
//!
//! # Exactly once
//! An entry is on the disk before anybody tries to hand it on, and goes only after the file is on the other disk. A power cut
//! between the two leaves the entry, so its file is handed on again: that it still arrives once is the writer's part,
//! which knows files by their names until it is told to forget one ([`super::once`]), and it is told so after the entry is
//! gone from this disk. Not held: a spool folder that was brought back from a backup hands on again what it holds.

use super::fhir::{self, FhirDeliveryError, FhirSink};
use super::once::sync_folder;
use super::writer::{ResultFolder, ResultFolderError};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};
use rustix::fs::FlockOperation;
use rustix::io::Errno;
use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, DirBuilder, File};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;
use zeroize::Zeroizing;

/// Several days of a large hospital. A result takes some 10 KB.
const MOST_ENTRIES: usize = 5_000;
const MOST_BYTES: u64 = 256 * 1024 * 1024;
/// No result comes near it; a larger file was not written here.
const MOST_OF_ONE: u64 = 8 * 1024 * 1024;
/// Of what is refused for itself, in one attempt at everything: so many mean that it is the server.
const MOST_REFUSED: usize = 16;
const UNREADABLE: &str = "unreadable";
/// Held while the spool is open: two programs would hand on everything twice.
const LOCK: &str = "lock";
/// How an entry is called while it grows.
const PART: &str = "part";
const NUMBER_DIGITS: usize = 16;
const KEY_BYTES: usize = 32;
/// What every entry begins with, and the name of this way of keeping them.
const MAGIC: &[u8; 8] = b"UKSPOOL1";

/// Why something cannot be kept, or what is kept cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SpoolError {
    #[error(
        "the spool folder {path} cannot be used ({cause}): make room there and let the kiosk's user write, or choose \
         another as results.spool", path = .path.display()
    )]
    Folder { path: PathBuf, cause: io::Error },
    #[error("the spool folder {} is used by another program: end it, or give each kiosk its own results.spool", .0.display())]
    InUse(PathBuf),
    #[error(
        "the spool's key {path} cannot be used ({why}): let the kiosk's user write into the folder that it lies in",
        path = .path.display()
    )]
    Key { path: PathBuf, why: String },
    #[error("the spool is full ({entries} results, {bytes} bytes wait): make the result folder work again")]
    Full { entries: usize, bytes: u64 },
    #[error("a result of {0} bytes is too large to be kept: call support")]
    TooLarge(usize),
}

/// What an entry is, and under which name it goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// For the folder that the hospital's systems watch.
    OqsFile { name: String },
    /// A FHIR bundle; its name is the visit's id.
    FhirBundle { name: String },
}

impl Kind {
    fn tag(&self) -> u8 {
        match self {
            Self::OqsFile { .. } => 1,
            Self::FhirBundle { .. } => 2,
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::OqsFile { name } | Self::FhirBundle { name } => name,
        }
    }

    fn of(tag: u8, name: String) -> Option<Self> {
        match tag {
            1 => Some(Self::OqsFile { name }),
            2 => Some(Self::FhirBundle { name }),
            _ => None,
        }
    }
}

/// The number of an entry, which is also its file's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number(u64);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Number {
    fn file_name(self) -> String {
        format!("{:0digits$}", self.0, digits = NUMBER_DIGITS)
    }

    fn parse(name: &str) -> Option<Self> {
        let fits = name.len() == NUMBER_DIGITS && name.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| name.parse().ok().map(Self)).flatten()
    }
}

/// Where entries go.
pub trait Writer {
    /// Whether entries of this kind go here; the others stay.
    fn takes(&self, kind: &Kind) -> bool;

    /// Hands it on. Called again after an error or a power cut, until [`Self::forget`]: it arrives once all the same.
    fn deliver(&self, kind: &Kind, bytes: &[u8]) -> Result<(), DeliveryError>;

    /// It will not come again.
    fn forget(&self, kind: &Kind);
}

impl Writer for ResultFolder {
    fn takes(&self, kind: &Kind) -> bool {
        matches!(kind, Kind::OqsFile { .. })
    }

    fn deliver(&self, kind: &Kind, bytes: &[u8]) -> Result<(), DeliveryError> {
        Ok(Self::deliver(self, kind.name(), bytes)?)
    }

    fn forget(&self, kind: &Kind) {
        Self::forget(self, kind.name());
    }
}

impl Writer for FhirSink {
    fn takes(&self, kind: &Kind) -> bool {
        matches!(kind, Kind::FhirBundle { .. })
    }

    fn deliver(&self, kind: &Kind, bytes: &[u8]) -> Result<(), DeliveryError> {
        Ok(fhir::deliver(self, kind.name(), bytes)?)
    }

    /// The same bundle again doubles nothing.
    fn forget(&self, _: &Kind) {}
}

/// Why something was not taken.
#[derive(Debug, thiserror::Error)]
pub enum DeliveryError {
    #[error(transparent)]
    Folder(#[from] ResultFolderError),
    #[error(transparent)]
    Fhir(#[from] FhirDeliveryError),
}

/// What stopped a flush.
#[derive(Debug, thiserror::Error)]
pub enum FlushTrouble {
    #[error(transparent)]
    Target(#[from] DeliveryError),
    #[error(transparent)]
    Spool(#[from] SpoolError),
}

impl FlushTrouble {
    /// Whether it says nothing about the others that wait.
    fn is_of_one_entry(&self) -> bool {
        match self {
            Self::Target(DeliveryError::Fhir(error)) => error.is_of_this_bundle(),
            Self::Target(DeliveryError::Folder(_)) | Self::Spool(_) => false,
        }
    }
}

/// What came of an attempt to hand everything on.
#[derive(Debug, Default)]
pub struct Flushed {
    pub written: Vec<Number>,
    /// Moved into `unreadable/`, and why.
    pub set_aside: Vec<(Number, &'static str)>,
    /// How many wait now.
    pub left: usize,
    pub trouble: Option<FlushTrouble>,
}

/// How a spool looks from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Look {
    pub waiting: usize,
    /// When the oldest was kept.
    pub since: Option<SystemTime>,
    pub unreadable: usize,
}

/// Looks without touching anything; the kiosk may run meanwhile. `None` where there is no spool yet.
pub fn look(folder: &Path) -> io::Result<Option<Look>> {
    let waiting = match numbered(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        found => found?,
    };
    let oldest = waiting.first_key_value().map(|(number, _)| folder.join(number.file_name()));
    // One that has gone out meanwhile has no age.
    let since = oldest.and_then(|path| fs::metadata(path).ok()?.modified().ok());
    Ok(Some(Look { waiting: waiting.len(), since, unreadable: count(&folder.join(UNREADABLE)) }))
}

/// The open spool. One thread may keep while another hands on.
pub struct Spool {
    folder: PathBuf,
    shelf: Mutex<Shelf>,
    /// Lets go when it is dropped, however the program ends.
    _lock: File,
}

struct Shelf {
    /// Each with its size.
    entries: BTreeMap<Number, u64>,
    next: u64,
    key: Option<LessSafeKey>,
}

/// What came out of an entry.
struct Opened {
    kind: Kind,
    bytes: Zeroizing<Vec<u8>>,
}

enum OpenTrouble {
    /// It will never be read.
    Unreadable(&'static str),
    /// It may be read another time.
    Spool(SpoolError),
}

impl Spool {
    /// Makes the folder where it is missing.
    pub fn open(folder: &Path) -> Result<Self, SpoolError> {
        let failed = |cause| SpoolError::Folder { path: folder.to_owned(), cause };
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)?;
        let lock = File::options().write(true).create(true).truncate(false).mode(0o600).open(folder.join(LOCK));
        let lock = lock.map_err(failed)?;
        match rustix::fs::flock(&lock, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {}
            Err(Errno::WOULDBLOCK) => return Err(SpoolError::InUse(folder.to_owned())),
            Err(cause) => return Err(failed(cause.into())),
        }
        remove_parts(folder).map_err(failed)?;
        let entries = numbered(folder).map_err(failed)?;
        let set_aside = numbered(&folder.join(UNREADABLE)).unwrap_or_default();
        let last = entries.keys().chain(set_aside.keys()).max().map_or(0, |number| number.0);
        let shelf = Shelf { entries, next: last + 1, key: None };
        Ok(Self { folder: folder.to_owned(), shelf: Mutex::new(shelf), _lock: lock })
    }

    /// How many wait.
    pub fn waiting(&self) -> usize {
        self.shelf().entries.len()
    }

    pub fn holds(&self, number: Number) -> bool {
        self.shelf().entries.contains_key(&number)
    }

    pub fn unreadable(&self) -> usize {
        count(&self.folder.join(UNREADABLE))
    }

    /// It is on the disk when this comes back with its number.
    ///
    /// # Errors
    /// Nothing was kept then, and nothing that waits was lost.
    pub fn keep(&self, kind: &Kind, bytes: &[u8]) -> Result<Number, SpoolError> {
        let mut shelf = self.shelf();
        shelf.has_room_for(bytes.len())?;
        if shelf.key.is_none() {
            shelf.key = Some(self.read_key()?.map_or_else(|| self.new_key(), Ok)?);
        }
        let number = Number(shelf.next);
        let key = shelf.key.as_ref().ok_or_else(|| self.key_error("it is not there"))?;
        let sealed = seal(key, number, kind, bytes).map_err(|why| self.key_error(why))?;
        self.write(number, &sealed).map_err(|cause| self.folder_error(cause))?;
        shelf.entries.insert(number, sealed.len() as u64);
        shelf.next += 1;
        Ok(number)
    }

    /// Hands on whatever this writer takes, the oldest first, until something stands in the way. What is refused for
    /// itself waits, and holds up no other.
    pub fn flush(&self, writer: &impl Writer) -> Flushed {
        let mut flushed = Flushed::default();
        let mut refused = 0;
        let mut next = self.after(Number(0));
        while let Some(number) = next {
            if let Err(trouble) = self.bring(number, writer, &mut flushed) {
                refused += 1;
                let goes_on = trouble.is_of_one_entry() && refused < MOST_REFUSED;
                // The first is what staff are told.
                flushed.trouble.get_or_insert(trouble);
                if !goes_on {
                    break;
                }
            }
            next = self.after(number);
        }
        flushed.left = self.waiting();
        flushed
    }

    fn bring(&self, number: Number, writer: &impl Writer, flushed: &mut Flushed) -> Result<(), FlushTrouble> {
        let Opened { kind, bytes } = match self.open_entry(number) {
            Ok(opened) => opened,
            Err(OpenTrouble::Spool(error)) => return Err(error.into()),
            Err(OpenTrouble::Unreadable(why)) => {
                self.set_aside(number)?;
                flushed.set_aside.push((number, why));
                return Ok(());
            }
        };
        if !writer.takes(&kind) {
            return Ok(());
        }
        writer.deliver(&kind, &bytes)?;
        self.remove(number)?;
        // Not earlier: until the entry is gone for good, the same file may have to be handed on again.
        writer.forget(&kind);
        flushed.written.push(number);
        Ok(())
    }

    fn open_entry(&self, number: Number) -> Result<Opened, OpenTrouble> {
        let mut sealed = match read_at_most(&self.folder.join(number.file_name()), MOST_OF_ONE) {
            Ok(Some(sealed)) => sealed,
            Ok(None) => return Err(OpenTrouble::Unreadable("it is larger than any result")),
            Err(error) if is_of_the_entry(&error) => {
                return Err(OpenTrouble::Unreadable("its file is gone, or cannot be read"));
            }
            Err(cause) => return Err(OpenTrouble::Spool(self.folder_error(cause))),
        };
        let mut shelf = self.shelf();
        if shelf.key.is_none() {
            shelf.key = self.read_key().map_err(OpenTrouble::Spool)?;
        }
        let key = shelf.key.as_ref().ok_or(OpenTrouble::Unreadable("the key that it was kept with is gone"))?;
        unseal(key, number, &mut sealed).ok_or(OpenTrouble::Unreadable("it is damaged, or not of this kiosk"))
    }

    fn set_aside(&self, number: Number) -> Result<(), SpoolError> {
        let aside = self.folder.join(UNREADABLE);
        let moved = make_folder(&aside).and_then(|()| {
            // One of the same number lies there already where somebody has put files back and forth.
            let names = std::iter::once(number.file_name()).chain((2..).map(|n| format!("{}.{n}", number.file_name())));
            let free = names.map(|name| aside.join(name)).find(|path| !path.exists());
            let free = free.ok_or(ErrorKind::AlreadyExists)?;
            match fs::rename(self.folder.join(number.file_name()), free) {
                Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
                Ok(()) | Err(_) => Ok(()),
            }
        });
        moved.and_then(|()| sync_folder(&self.folder)).map_err(|cause| self.folder_error(cause))?;
        self.shelf().entries.remove(&number);
        Ok(())
    }

    /// Gone from the disk when this comes back.
    fn remove(&self, number: Number) -> Result<(), SpoolError> {
        let removed = match fs::remove_file(self.folder.join(number.file_name())) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => sync_folder(&self.folder),
        };
        removed.map_err(|cause| self.folder_error(cause))?;
        self.shelf().entries.remove(&number);
        Ok(())
    }

    /// Whole under its name, or not there.
    fn write(&self, number: Number, sealed: &[u8]) -> io::Result<()> {
        let path = self.folder.join(number.file_name());
        let part = path.with_extension(PART);
        let written = write_private(&part, sealed).and_then(|()| fs::rename(&part, &path));
        let written = written.and_then(|()| sync_folder(&self.folder));
        if written.is_err() {
            fs::remove_file(&part).ok();
            fs::remove_file(&path).ok();
        }
        written
    }

    fn after(&self, number: Number) -> Option<Number> {
        self.shelf().entries.range(Number(number.0 + 1)..).next().map(|(number, _)| *number)
    }

    /// Whoever panicked while holding it left no half entry: what counts is on the disk.
    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn folder_error(&self, cause: io::Error) -> SpoolError {
        SpoolError::Folder { path: self.folder.clone(), cause }
    }
}

impl Spool {
    /// Beside the folder, under its name.
    fn key_path(&self) -> PathBuf {
        self.folder.with_extension("key")
    }

    fn key_error(&self, why: impl ToString) -> SpoolError {
        SpoolError::Key { path: self.key_path(), why: why.to_string() }
    }

    /// `None` where there is none, or something that is no key.
    fn read_key(&self) -> Result<Option<LessSafeKey>, SpoolError> {
        match read_at_most(&self.key_path(), KEY_BYTES as u64) {
            Ok(bytes) => Ok(bytes.and_then(|bytes| UnboundKey::new(&AES_256_GCM, &bytes).ok()).map(LessSafeKey::new)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(self.key_error(cause)),
        }
    }

    /// What lay in its place and was no key stays beside it.
    fn new_key(&self) -> Result<LessSafeKey, SpoolError> {
        let mut bytes = Zeroizing::new([0_u8; KEY_BYTES]);
        let no_random = "this machine gives no random numbers";
        SystemRandom::new().fill(&mut *bytes).map_err(|_| self.key_error(no_random))?;
        let path = self.key_path();
        if path.exists() {
            fs::rename(&path, path.with_extension("key.damaged")).map_err(|cause| self.key_error(cause))?;
        }
        let part = path.with_extension("key.part");
        let written = write_private(&part, &*bytes).and_then(|()| fs::rename(&part, &path));
        let written = written.and_then(|()| sync_folder(parent(&path)));
        written.map_err(|cause| self.key_error(cause))?;
        let key = UnboundKey::new(&AES_256_GCM, &*bytes).map_err(|_| self.key_error("it is damaged"))?;
        Ok(LessSafeKey::new(key))
    }
}

impl Shelf {
    fn has_room_for(&self, bytes: usize) -> Result<(), SpoolError> {
        if bytes as u64 > MOST_OF_ONE / 2 {
            return Err(SpoolError::TooLarge(bytes));
        }
        let held: u64 = self.entries.values().sum();
        if self.entries.len() >= MOST_ENTRIES || held + bytes as u64 > MOST_BYTES {
            return Err(SpoolError::Full { entries: self.entries.len(), bytes: held });
        }
        Ok(())
    }
}

/// Magic, nonce, and under the seal: tag of the kind, length of the name, name, content.
fn seal(key: &LessSafeKey, number: Number, kind: &Kind, bytes: &[u8]) -> Result<Vec<u8>, &'static str> {
    let name = kind.name().as_bytes();
    let length = u16::try_from(name.len()).map_err(|_| "the name of a result is too long")?;
    let mut nonce = [0_u8; NONCE_LEN];
    SystemRandom::new().fill(&mut nonce).map_err(|_| "this machine gives no random numbers")?;
    // It must not grow while it is plain: that would leave a copy behind.
    let mut content = Zeroizing::new(Vec::with_capacity(3 + name.len() + bytes.len() + AES_256_GCM.tag_len()));
    content.push(kind.tag());
    content.extend_from_slice(&length.to_be_bytes());
    content.extend_from_slice(name);
    content.extend_from_slice(bytes);
    let nonce_of_ring = Nonce::assume_unique_for_key(nonce);
    key.seal_in_place_append_tag(nonce_of_ring, bound_to(number), &mut *content).map_err(|_| "it cannot be sealed")?;
    Ok([MAGIC.as_slice(), &nonce, &content].concat())
}

/// `None`: not sealed with this key under this number, or not by this program.
fn unseal(key: &LessSafeKey, number: Number, sealed: &mut [u8]) -> Option<Opened> {
    let (magic, rest) = sealed.split_at_mut_checked(MAGIC.len())?;
    let (nonce, content) = rest.split_at_mut_checked(NONCE_LEN)?;
    if magic != MAGIC {
        return None;
    }
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let content = key.open_in_place(nonce, bound_to(number), content).ok()?;
    let (tag, rest) = content.split_first()?;
    let (length, rest) = rest.split_first_chunk::<2>()?;
    let (name, bytes) = rest.split_at_checked(u16::from_be_bytes(*length).into())?;
    let name = std::str::from_utf8(name).ok().filter(|name| is_plain(name))?;
    Some(Opened { kind: Kind::of(*tag, name.to_owned())?, bytes: Zeroizing::new(bytes.to_vec()) })
}

fn bound_to(number: Number) -> Aad<Vec<u8>> {
    Aad::from([b"uketsuke spool v1 ".as_slice(), number.file_name().as_bytes()].concat())
}

/// The name of a file in a folder, and of no other place.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\0'])
}

/// `None` where it is larger. What is read is sealed, or a key.
fn read_at_most(path: &Path, most: u64) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    if size > most {
        return Ok(None);
    }
    // As large as it gets: a buffer that grows leaves copies.
    let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(size).unwrap_or_default() + 1));
    file.take(most).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// Whether it concerns this one file for good: taken away or put there by hand, or a bad place on the disk. Anything else,
/// as too many open files, is no reason to give an entry up.
fn is_of_the_entry(error: &io::Error) -> bool {
    let kinds = [ErrorKind::NotFound, ErrorKind::IsADirectory, ErrorKind::PermissionDenied];
    kinds.contains(&error.kind()) || Errno::from_io_error(error) == Some(Errno::IO)
}

/// The entries of a folder by their numbers, with their sizes.
fn numbered(folder: &Path) -> io::Result<BTreeMap<Number, u64>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if let Some(number) = entry.file_name().to_str().and_then(Number::parse) {
            // One that has just gone takes no room.
            found.insert(number, entry.metadata().map_or(0, |data| data.len()));
        }
    }
    Ok(found)
}

fn count(folder: &Path) -> usize {
    fs::read_dir(folder).map_or(0, Iterator::count)
}

/// What a power cut left half written was never kept.
fn remove_parts(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == PART) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

fn make_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::options().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
#[path = "spool_tests.rs"]
mod tests;
