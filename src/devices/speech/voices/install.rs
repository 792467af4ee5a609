//! Fetches the dictionary of Open JTalk and the voices, checks each by its SHA-256, and builds the dictionary.

use super::super::VoiceName;
use super::super::japanese::Reader;
use super::{DICTIONARY, MEI, NITECH, Voices, VoicesError};
use crate::devices::archive::{
    self, Archive, ArchiveError, Installed, file_error, from_plain_tar, from_tar, place, read_checked,
};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The female voice lies in this package.
const PYOPENJTALK: Archive = Archive {
    package: "pyopenjtalk==0.4.1",
    file: "pyopenjtalk-0.4.1.tar.gz",
    sha256: "d5ada46f7fc2b52c1c79c273eb9668ff6ad7ab276a8db9d8be119ef93440f0dc",
    pip: &["--no-build-isolation", "--no-binary", ":all:", "--no-cache-dir"],
};
/// pip asks a source package for its name, and this one would compile half of its dependencies for the answer. Found
/// before the real setuptools, this answers instead; nothing of the package is run.
const STUB: &str = r#"
import os

def get_requires_for_build_wheel(config=None):
    return []

def prepare_metadata_for_build_wheel(folder, config=None):
    name = "pyopenjtalk-0.4.1.dist-info"
    os.mkdir(os.path.join(folder, name))
    with open(os.path.join(folder, name, "METADATA"), "w") as file:
        file.write("Metadata-Version: 2.1\nName: pyopenjtalk\nVersion: 0.4.1\n")
    return name
"#;
const OPEN_JTALK: Archive = Archive {
    package: "Debian's source of open-jtalk",
    file: "open-jtalk_1.11.orig.tar.gz",
    sha256: "20fdc6aeb6c757866034abc175820573db43e4284707c866fcd02c8ec18de71f",
    pip: &[],
};
const NITECH_DEB: Archive = Archive {
    package: "Debian's hts-voice-nitech-jp-atr503-m001",
    file: "hts-voice-nitech-jp-atr503-m001_1.05-7_all.deb",
    sha256: "b93783792cc0cf0eeeed0df43ff710c6eb16170f0fa2ab55f39cae49b398e328",
    pip: &[],
};

/// Files within the archives, by the end of their path, with their SHA-256.
const MEI_VOICE: (&str, &str) =
    ("/mei_normal.htsvoice", "f3be49a6838904a6c218790b64e07c3e83c1886e995dca284b413caab19184de");
const MEI_LICENCE: (&str, &str) =
    ("/LICENSE_mei_normal.htsvoice", "af8a05b6ce28e513658fdf0480f36dbf49cbe878d2571d97dd017e8052c71391");
const NITECH_VOICE: (&str, &str) =
    ("/nitech_jp_atr503_m001.htsvoice", "1329c5e4c0176dc037eef50a73712c60bede2b26ff4a1cba5008223608ca942f");
/// The dictionary's tables, and the licences that go with them.
const TABLES: [(&str, &str); 10] = [
    ("/mecab-naist-jdic/naist-jdic.csv", "ab4463fb4aa953986b4e4be13d332e5ca4bb0451615f34fdefc46c971ec8016e"),
    ("/mecab-naist-jdic/unidic-csj.csv", "8595729c9f4b21821edddb81d251ad9115d726370ac138452c6ad47e691e3a91"),
    ("/mecab-naist-jdic/matrix.def", "b8ff0c65c1024680ebf81b820d789435c64b039d077666e67b34093f041eb36a"),
    ("/mecab-naist-jdic/char.def", "e40bf63c2c0a792a03188355f11679fe75e982b6e0950462c5a339fb130804cd"),
    ("/mecab-naist-jdic/unk.def", "d923a2574107eb771f95c00fa9815c794654440337cbdbbd1984400eff4254e5"),
    ("/mecab-naist-jdic/feature.def", "ffc808aa261bb9b378e793c518befedc2bc6e776b640d9d87bfe54eb60e62b2a"),
    ("/mecab-naist-jdic/_left-id.def", "db1adac8a7f9e5854cd82ea044c85115249206c8181b9d88cf92ae2ee5e87b84"),
    ("/mecab-naist-jdic/_right-id.def", "db1adac8a7f9e5854cd82ea044c85115249206c8181b9d88cf92ae2ee5e87b84"),
    ("/mecab-naist-jdic/_rewrite.def", "7f7c8dfbfe24092e8a149a9b6e0a3a7f1c2cf37d6c3dc29d1cccc6c004da9c1c"),
    ("/mecab-naist-jdic/COPYING", "f4eca42ebd930e2c6e57fca58319d989bebcd1510cb7714b149c50f5425135ea"),
];
/// Written last: whoever finds it finds all the rest. Its content changes with what is installed.
const DONE: (&str, &str) = ("installed.txt", "open-jtalk 1.11, jpreprocess 0.15.0, mei 0.4.1, nitech 1.05\n");

/// Why the voices could not be installed. Each message names the remedy.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    #[error("the installed voices do not work: {0}")]
    Broken(#[from] VoicesError),
}

/// Installs into `folder`, from files in `from` or else fetched from Debian and PyPI. `say` is told of each step.
pub fn install(folder: &Path, from: Option<&Path>, mut say: impl FnMut(&str)) -> Result<Installed, InstallError> {
    if is_whole(folder) {
        return Ok(Installed::Before);
    }
    if let Some(from) = from {
        all_there(from)?;
    }
    let work = archive::work_folder(folder)?;
    say("1/4 female voice (1.4 MB)");
    mei(folder, from, work.path())?;
    say("2/4 dictionary and male voice (30 MB)");
    let fetched = match from {
        Some(from) => from,
        None => fetch_from_debian(work.path()).map(|()| work.path())?,
    };
    nitech(folder, fetched, work.path())?;
    say("3/4 building the dictionary (about 20 s)");
    dictionary(folder, fetched, work.path())?;
    say("4/4 trying them out");
    let mut voices = Voices::new(Some(folder.to_owned()));
    for voice in [VoiceName::Mei, VoiceName::Nitech] {
        voices.speak(voice, "こんにちは", 100)?;
    }
    place(folder, work.path(), DONE.0, DONE.1.as_bytes())?;
    Ok(Installed::Now)
}

/// Everything is there and right.
fn is_whole(folder: &Path) -> bool {
    fs::read_to_string(folder.join(DONE.0)).is_ok_and(|done| done == DONE.1)
        && read_checked(&folder.join(MEI), MEI_VOICE.1).is_ok()
        && read_checked(&folder.join(NITECH), NITECH_VOICE.1).is_ok()
        && Reader::load(&folder.join(DICTIONARY)).is_ok()
}

/// All files that a machine without a network needs.
fn all_there(from: &Path) -> Result<(), ArchiveError> {
    let needed = [PYOPENJTALK.file, OPEN_JTALK.file, NITECH_DEB.file];
    let missing: Vec<&str> = needed.into_iter().filter(|file| !from.join(file).is_file()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(ArchiveError::Missing { folder: from.to_owned(), files: missing.join(", ") })
}

fn mei(folder: &Path, from: Option<&Path>, work: &Path) -> Result<(), ArchiveError> {
    let stub = work.join("setuptools");
    fs::create_dir_all(&stub).map_err(|cause| file_error(&stub, cause))?;
    for (name, source) in [("__init__.py", ""), ("build_meta.py", STUB)] {
        fs::write(stub.join(name), source).map_err(|cause| file_error(&stub, cause))?;
    }
    let archive = PYOPENJTALK.get(from, work)?;
    let [voice, licence] = from_tar(&PYOPENJTALK, &archive, [MEI_VOICE, MEI_LICENCE])?;
    place(folder, work, "LICENSE-mei.txt", &licence)?;
    place(folder, work, MEI, &voice)
}

fn fetch_from_debian(work: &Path) -> Result<(), ArchiveError> {
    let mut sh = Command::new("sh");
    sh.args(["-c", include_str!("fetch-debian.sh"), "fetch-debian"]).arg(work);
    archive::run(sh, "apt-get", "apt").map(drop).map_err(|error| match error {
        ArchiveError::Broken { cause, .. } => {
            ArchiveError::Fetch { package: OPEN_JTALK.package, file: OPEN_JTALK.file, why: cause }
        }
        other => other,
    })
}

fn nitech(folder: &Path, fetched: &Path, work: &Path) -> Result<(), ArchiveError> {
    let package = fetched.join(NITECH_DEB.file);
    read_checked(&package, NITECH_DEB.sha256)?;
    let mut unpack = Command::new("dpkg-deb");
    unpack.arg("--fsys-tarfile").arg(&package);
    let tar = archive::run(unpack, "dpkg-deb", "dpkg")?;
    let [voice] = from_plain_tar(NITECH_DEB.file, tar.as_slice(), [NITECH_VOICE])?;
    place(folder, work, NITECH, &voice)
}

/// mecab's tables, under the names that the builder looks for, become the dictionary's own files.
fn dictionary(folder: &Path, fetched: &Path, work: &Path) -> Result<(), InstallError> {
    let source = read_checked(&fetched.join(OPEN_JTALK.file), OPEN_JTALK.sha256)?;
    let tables = work.join("tables");
    fs::create_dir_all(&tables).map_err(|cause| file_error(&tables, cause))?;
    let files = from_tar(&OPEN_JTALK, &source, TABLES)?;
    for ((path, _), bytes) in TABLES.iter().zip(files) {
        let name = path.rsplit('/').next().unwrap_or(path);
        if name == "COPYING" {
            place(folder, work, "LICENSE-dictionary.txt", &bytes)?;
        } else {
            let path = tables.join(name.trim_start_matches('_'));
            fs::write(&path, bytes).map_err(|cause| file_error(&path, cause))?;
        }
    }
    let (built, place) = (work.join(DICTIONARY), folder.join(DICTIONARY));
    build_apart(&tables, &built)?;
    if place.exists() {
        fs::remove_dir_all(&place).map_err(|cause| file_error(&place, cause))?;
    }
    fs::rename(&built, &place).map_err(|cause| file_error(&place, cause))?;
    Ok(())
}

/// Line that the builder writes for each word whose accent it does not understand.
const CHATTER: &str = "WARN:";

/// In a process of its own, because the builder writes a line for every odd word of the dictionary.
fn build_apart(tables: &Path, folder: &Path) -> Result<(), InstallError> {
    let program = std::env::current_exe().map_err(|cause| file_error(Path::new("/proc/self/exe"), cause))?;
    let mut child = Command::new(program);
    child.args(["voices", "build"]).arg(tables).arg(folder);
    archive::run(child, "uketsuke", "uketsuke").map(drop).map_err(|error| match error {
        ArchiveError::Broken { archive, cause } => {
            let cause: Vec<&str> = cause.lines().filter(|line| !line.starts_with(CHATTER)).collect();
            ArchiveError::Broken { archive, cause: cause.join("\n") }.into()
        }
        other => other.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_or_missing_file_is_named_and_nothing_is_installed() {
        let (from, into) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let error = install(into.path(), Some(from.path()), |_| {}).unwrap_err().to_string();
        assert!(error.contains(PYOPENJTALK.file), "{error}");
        for file in [PYOPENJTALK.file, OPEN_JTALK.file, NITECH_DEB.file] {
            assert!(error.contains(file), "{error}");
            fs::write(from.path().join(file), b"something else").unwrap();
        }
        let error = install(into.path(), Some(from.path()), |_| {}).unwrap_err().to_string();
        assert!(error.contains("is not the file"), "{error}");
        assert!(!into.path().join(DONE.0).exists());
    }
}
