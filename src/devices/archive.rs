//! Archives that the set-up fetches: each is checked by its SHA-256 before it is looked into, and no more of it is unpacked
//! than is asked for.

use sha2::{Digest, Sha256};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::Command;

/// An archive from PyPI: what pip calls it, how it is asked for it, and what comes.
pub struct Archive {
    pub package: &'static str,
    pub file: &'static str,
    pub sha256: &'static str,
    pub pip: &'static [&'static str],
}

/// What an installation came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Installed {
    Now,
    /// All files were there and right, whether they are these or somebody's own.
    Before,
}

/// No file in them is larger: a bomb is not unpacked.
const MAX_UNPACKED: u64 = 64 << 20;

/// Why an archive could not be used. Each message names the remedy.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    #[error("{path}: {cause}; check that the folder exists and that this user may write to it")]
    File { path: PathBuf, cause: io::Error },
    #[error("{folder} does not hold {files}; fetch what is missing elsewhere and lay it there")]
    Missing { folder: PathBuf, files: String },
    #[error("{program} could not be started ({cause}): install the Debian package {package}")]
    NoProgram { program: &'static str, package: &'static str, cause: io::Error },
    #[error(
        "{package} could not be fetched:\n{why}\ncheck the network; or fetch {file} elsewhere and name its folder with \
         --from"
    )]
    Fetch { package: &'static str, file: &'static str, why: String },
    #[error("{path} is not the file that was expected (SHA-256 {found}): delete it and fetch it again")]
    WrongFile { path: String, found: String },
    #[error("{archive} cannot be unpacked ({cause}): delete it and fetch it again")]
    Broken { archive: &'static str, cause: String },
}

pub fn file_error(path: &Path, cause: io::Error) -> ArchiveError {
    ArchiveError::File { path: path.to_owned(), cause }
}

/// A folder beside the files' place, so that each file can be moved into it in one step; gone when it is dropped.
pub fn work_folder(folder: &Path) -> Result<tempfile::TempDir, ArchiveError> {
    fs::create_dir_all(folder).map_err(|cause| file_error(folder, cause))?;
    tempfile::tempdir_in(folder).map_err(|cause| file_error(folder, cause))
}

/// SHA-256 in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

pub fn check(name: &str, bytes: &[u8], wanted: &str) -> Result<(), ArchiveError> {
    let found = sha256(bytes);
    if found == wanted { Ok(()) } else { Err(ArchiveError::WrongFile { path: name.into(), found }) }
}

/// Writes a file beside the folder's files and moves it in.
pub fn place(folder: &Path, work: &Path, name: &str, bytes: &[u8]) -> Result<(), ArchiveError> {
    let (new, path) = (work.join(name), folder.join(name));
    fs::write(&new, bytes).and_then(|()| fs::rename(&new, &path)).map_err(|cause| file_error(&path, cause))
}

/// The bytes of a file that must be this one.
pub fn read_checked(path: &Path, sha256: &str) -> Result<Vec<u8>, ArchiveError> {
    let bytes = fs::read(path).map_err(|cause| file_error(path, cause))?;
    check(&path.display().to_string(), &bytes, sha256)?;
    Ok(bytes)
}

impl Archive {
    /// Its bytes, checked: from the folder that is named, or else fetched into `work`.
    pub fn get(&self, from: Option<&Path>, work: &Path) -> Result<Vec<u8>, ArchiveError> {
        let folder = match from {
            Some(folder) => folder,
            None => self.fetch(work).map(|()| work)?,
        };
        read_checked(&folder.join(self.file), self.sha256)
    }

    /// pip knows where packages come from on this machine; it checks the hash too, before it looks into the file.
    fn fetch(&self, work: &Path) -> Result<(), ArchiveError> {
        let requirement = work.join("requirement.txt");
        let line = format!("{} --hash=sha256:{}\n", self.package, self.sha256);
        fs::write(&requirement, line).map_err(|cause| file_error(&requirement, cause))?;
        let mut pip = Command::new("python3");
        pip.args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"])
            .args(self.pip)
            .env("PYTHONPATH", work)
            .arg("--dest")
            .arg(work)
            .arg("--requirement")
            .arg(&requirement);
        run(pip, "python3", "python3-pip").map(drop).map_err(|error| match error {
            ArchiveError::Broken { cause, .. } => {
                ArchiveError::Fetch { package: self.package, file: self.file, why: cause }
            }
            other => other,
        })
    }
}

/// What a program writes; `Broken` with its own words where it fails.
pub fn run(mut command: Command, program: &'static str, package: &'static str) -> Result<Vec<u8>, ArchiveError> {
    let output = command.output().map_err(|cause| ArchiveError::NoProgram { program, package, cause })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let cause = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(ArchiveError::Broken { archive: program, cause })
}

/// Some files of a tar.gz, checked, in the order in which they were asked for. The others are not read.
pub fn from_tar<const N: usize>(
    archive: &Archive,
    bytes: &[u8],
    wanted: [(&str, &str); N],
) -> Result<[Vec<u8>; N], ArchiveError> {
    from_plain_tar(archive.file, flate2::read::GzDecoder::new(bytes), wanted)
}

/// The same of a tar that is not packed.
pub fn from_plain_tar<const N: usize>(
    archive: &'static str,
    bytes: impl Read,
    wanted: [(&str, &str); N],
) -> Result<[Vec<u8>; N], ArchiveError> {
    let error = |cause: io::Error| ArchiveError::Broken { archive, cause: cause.to_string() };
    let mut found = [const { Vec::new() }; N];
    let mut tar = tar::Archive::new(bytes);
    for entry in tar.entries().map_err(error)? {
        let entry = entry.map_err(error)?;
        let path = entry.path().map_err(error)?.to_string_lossy().into_owned();
        if let Some(place) = wanted.iter().position(|(end, _)| path.ends_with(end)) {
            found[place] = read_bounded(entry).map_err(error)?;
        }
    }
    for ((name, sha256), bytes) in wanted.iter().zip(&found) {
        check(name, bytes, sha256)?;
    }
    Ok(found)
}

pub fn read_bounded(file: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(MAX_UNPACKED + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_UNPACKED { Err(io::Error::other("it is too large")) } else { Ok(bytes) }
}
