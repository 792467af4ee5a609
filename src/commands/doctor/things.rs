//! The things that practice terminal and kiosk have in common.

use super::report::Row;
use crate::app::clock::JAPAN;
use crate::audit::verify::verify;
use crate::config::Paper;
use crate::devices::camera::v4l2::{V4l2Camera, list};
use crate::devices::camera::{Camera, Eye};
use crate::devices::centre::{HttpCentre, Limits};
use crate::devices::face::models::{Models, default_folder};
use crate::devices::hospital::fhir::FhirSink;
use crate::devices::hospital::spool;
use crate::devices::settings;
use crate::devices::speech::jack::{AlsaJack, Jack};
use crate::devices::speech::sound::alsa::AlsaOutput;
use crate::devices::speech::sound::{Output, SoundError};
use crate::devices::speech::voices::{self, Voices};
use crate::devices::speech::{Route, VoiceName};
use crate::i18n::{Catalogue, Language, tr};
use crate::link::pairing::Pairing;
use crate::link::{Client, LinkError};
use crate::session::FacilitySettings;
use crate::staff::StaffConfig;
use crate::ui::widgets::FontFiles;
use bevy::render::renderer::initialize_renderer;
use bevy::render::settings::{RenderResources, WgpuSettings};
use bevy::tasks::block_on;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::fs;
use std::io::{self, ErrorKind};
use std::net::{TcpStream, ToSocketAddrs};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::{SocketAddr, UnixStream};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// How long a server may take to answer the doctor.
const ANSWER: Duration = Duration::from_secs(2);
/// Where result files grow, as `devices/hospital/writer.rs` has it; a test holds that the names agree.
const WORKSHOP: &str = ".uketsuke-unfinished";
/// Readers that the system's PC/SC service has besides those on USB.
const READER_LISTS: &str = "/etc/reader.conf.d";
/// vpcd's driver, by whichever path.
const VIRTUAL_DRIVER: &str = "libifdvpcd";
/// X servers of this machine listen here, and under the same name in the abstract namespace.
const X11_SOCKETS: &str = "/tmp/.X11-unix/X";
/// Display N of another machine listens on this port plus N.
const X11_PORT: u16 = 6000;

/// Whether memory can get to the disk at all. The kiosk locks its own where it may; cage and the X server do not.
pub fn swap() -> Row {
    match fs::read_to_string("/proc/swaps") {
        Ok(list) if list.lines().count() > 1 => Row::note("doctor-swap", tr("doctor-swap-on"), "doctor-do-swap"),
        Ok(_) | Err(_) => Row::good("doctor-swap", tr("doctor-swap-off")),
    }
}

/// The sentences of the screens.
pub fn sentences(catalogue: &Catalogue) -> Row {
    let japanese = catalogue.patients_keys(Language::Japanese);
    let count = i64::try_from(japanese.len()).unwrap_or(i64::MAX);
    let others = Language::ALL.iter().map(|language| catalogue.patients_keys(*language));
    match others.flat_map(|keys| keys.symmetric_difference(&japanese).cloned().collect::<Vec<_>>()).next() {
        None => Row::good("doctor-sentences", tr("doctor-sentences-found").number("count", count)),
        Some(key) => {
            let text = tr("doctor-sentences-differ").verbatim("key", key);
            Row::missing("doctor-sentences", text, "doctor-do-build")
        }
    }
}

/// Who may help at the kiosk.
pub fn staff(staff: &StaffConfig) -> Row {
    if staff.persons.is_empty() && staff.passcode.is_none() {
        return Row::note("doctor-staff", tr("doctor-staff-none"), "doctor-do-staff");
    }
    let key = if staff.passcode.is_some() { "doctor-staff-passcode" } else { "doctor-staff-found" };
    Row::good("doctor-staff", tr(key).verbatim("count", staff.persons.len().to_string()))
}

/// The reception desk: whether the kiosk is paired, and whether it answers.
pub fn desk(folder: &Path) -> Row {
    let pairing = match Pairing::read(folder) {
        Ok(Some(pairing)) => pairing,
        Ok(None) => return Row::note("doctor-desk", tr("doctor-desk-none"), "doctor-do-desk-none"),
        Err(cause) => {
            let text = tr("doctor-desk-broken").verbatim("path", folder.display().to_string());
            return Row::note("doctor-desk", text.verbatim("why", cause.to_string()), "doctor-do-desk-pair");
        }
    };
    let named = |key| tr(key).verbatim("name", &pairing.name).verbatim("url", &pairing.url);
    match asked(&pairing) {
        Ok(()) => Row::good("doctor-desk", named("doctor-desk-answers")),
        Err(error) => {
            let text = named("doctor-desk-silent").verbatim("why", error.to_string());
            Row::note("doctor-desk", text, "doctor-do-desk")
        }
    }
}

fn asked(pairing: &Pairing) -> Result<(), LinkError> {
    let client = Client::new(pairing)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|cause| LinkError::Record(cause.to_string()))?;
    runtime.block_on(client.receipt()).map(drop)
}

/// The record: whether it is as it was written. A kiosk that never ran has none.
pub fn record(folder: &Path) -> Row {
    let text = |key: &'static str| tr(key).verbatim("path", folder.display().to_string());
    if !folder.is_dir() {
        return Row::note("doctor-record", text("doctor-record-none"), "doctor-do-record-none");
    }
    match verify(folder, |_| ()) {
        Ok(finding) if finding.faults.is_empty() => {
            let count = i64::try_from(finding.entries).unwrap_or(i64::MAX);
            Row::good("doctor-record", text("doctor-record-found").number("count", count))
        }
        Ok(finding) => {
            let count = i64::try_from(finding.faults.len()).unwrap_or(i64::MAX);
            Row::note("doctor-record", text("doctor-record-wrong").number("count", count), "doctor-do-record")
        }
        Err(error) => {
            let text = text("doctor-record-fails").verbatim("why", error.to_string());
            Row::missing("doctor-record", text, "doctor-do-record-none")
        }
    }
}

/// The two font files.
pub fn fonts(folder: &Path) -> Row {
    match FontFiles::read(folder) {
        Ok(_) => Row::good("doctor-fonts", tr("doctor-fonts-found").verbatim("path", folder.display().to_string())),
        Err(error) => {
            let text = tr("doctor-fonts-missing").verbatim("why", error.to_string());
            Row::missing("doctor-fonts", text, "doctor-do-fonts")
        }
    }
}

/// The networks of the face check, loaded and tried. A visit runs without them, by PIN or staff.
pub fn face_models(folder: Option<&Path>) -> Row {
    let Some(folder) = folder.map(Path::to_owned).or_else(default_folder) else {
        let text = tr("doctor-models-missing").verbatim("why", "HOME");
        return Row::note("doctor-models", text, "doctor-do-models");
    };
    match Models::load(&folder) {
        Ok(models) => {
            let recogniser = &models.manifest.recogniser;
            let text = tr("doctor-models-found")
                .verbatim("name", recogniser.file.name.clone())
                .verbatim("distance", recogniser.distance.to_string());
            Row::good("doctor-models", text)
        }
        Err(error) => {
            let text = tr("doctor-models-missing").verbatim("why", error.to_string());
            Row::note("doctor-models", text, "doctor-do-models")
        }
    }
}

/// The voices, each of which says a word. A visit runs without them, with captions.
pub fn voices(folder: Option<&Path>) -> Row {
    let mut voices = Voices::new(folder.map(Path::to_owned).or_else(voices::default_folder));
    let names = [(VoiceName::Mei, "はい"), (VoiceName::Nitech, "はい"), (VoiceName::Slt, "yes")];
    match names.into_iter().try_for_each(|(voice, word)| voices.speak(voice, word, 100).map(drop)) {
        Ok(()) => Row::good("doctor-voices", tr("doctor-voices-found")),
        Err(error) => {
            let text = tr("doctor-voices-missing").verbatim("why", error.to_string());
            Row::note("doctor-voices", text, "doctor-do-voices")
        }
    }
}

/// The sound devices of a kiosk, each opened for a moment.
pub fn sound(output: AlsaOutput) -> [Row; 2] {
    [(Route::Headphones, "doctor-headphones"), (Route::Loudspeaker, "doctor-loudspeaker")].map(|(route, thing)| {
        match output.clone().open(route) {
            Ok(_) => Row::good(thing, tr("doctor-sound-found")),
            Err(SoundError::NotConfigured) => Row::note(thing, tr("doctor-sound-none"), "doctor-do-sound"),
            Err(error) => {
                let text = tr("doctor-sound-fails").verbatim("why", error.to_string());
                Row::note(thing, text, "doctor-do-sound-name")
            }
        }
    })
}

/// Whether somebody can tell that headphones are in.
pub fn jack(jack: Option<&str>) -> Row {
    let Some(jack) = jack else {
        return Row::note("doctor-jack", tr("doctor-jack-none"), "doctor-do-jack");
    };
    match AlsaJack::new(jack).wait(Duration::ZERO) {
        Ok(_) => Row::good("doctor-jack", tr("doctor-jack-found").verbatim("jack", jack)),
        Err(error) => {
            Row::note("doctor-jack", tr("doctor-jack-fails").verbatim("why", error.to_string()), "doctor-do-jack")
        }
    }
}

/// The camera of a kiosk, opened for a moment and asked for one frame.
pub fn camera(mut camera: V4l2Camera) -> Row {
    let names = list().into_iter().map(|(path, name)| format!("{} ({name})", path.display())).collect::<Vec<_>>();
    let frame = camera.open(Eye::Visible).and_then(|mut stream| stream.next(ANSWER));
    match frame {
        Ok(frame) => {
            let text = tr("doctor-camera-found")
                .verbatim("names", names.join(", "))
                .verbatim("size", format!("{}x{}", frame.width(), frame.height()));
            Row::good("doctor-camera", text)
        }
        Err(trouble) => {
            let text = tr("doctor-camera-missing").verbatim("why", trouble.to_string());
            Row::note("doctor-camera", text, "doctor-do-camera")
        }
    }
}

/// Names of the readers of whichever PC/SC service this process has in its environment; no card is asked for.
pub fn readers() -> Result<Vec<String>, String> {
    let context = pcsc::Context::establish(pcsc::Scope::User).map_err(|error| error.to_string())?;
    match context.list_readers_owned() {
        Ok(names) => Ok(names.iter().map(|name| name.to_string_lossy().into_owned()).collect()),
        Err(pcsc::Error::NoReadersAvailable) => Ok(Vec::new()),
        Err(error) => Err(error.to_string()),
    }
}

/// A row where the system's own PC/SC service offers a virtual reader to the network.
pub fn system_reader() -> Option<Row> {
    let entry = fs::read_dir(READER_LISTS)
        .ok()?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| fs::read_to_string(path).is_ok_and(|list| offers_virtual_reader(&list)))?;
    let text = tr("doctor-system-reader-open").verbatim("path", entry.display().to_string());
    Some(Row::note("doctor-system-reader", text, "doctor-do-system-reader"))
}

fn offers_virtual_reader(list: &str) -> bool {
    list.lines().any(|line| !line.trim_start().starts_with('#') && line.contains(VIRTUAL_DRIVER))
}

/// Any HTTP answer will do: the service has no route for asking how it is.
pub fn centre(url: &str) -> Row {
    if let Err(error) = HttpCentre::new(url, Limits::default()) {
        let text = tr("doctor-centre-fails").verbatim("why", error.to_string());
        return Row::missing("doctor-centre", text, "doctor-do-config");
    }
    let agent = ureq::Agent::config_builder()
        .timeout_global(Some(ANSWER))
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(None)
        .build()
        .new_agent();
    match agent.get(url).call() {
        Ok(_) => Row::good("doctor-centre", tr("doctor-centre-answers").verbatim("url", url)),
        Err(error) => {
            let text = tr("doctor-centre-silent").verbatim("url", url).verbatim("why", error.to_string());
            Row::missing("doctor-centre", text, "doctor-do-centre")
        }
    }
}

/// The folder that the hospital's system watches. Whatever is tried in it has no name, so nobody sees it there.
pub fn results(face: &Path) -> Row {
    let path = face.display().to_string();
    match try_results(face) {
        Ok(()) => Row::good("doctor-results", tr("doctor-results-found").verbatim("path", path)),
        Err(error) => {
            let remedy = match error.kind() {
                ErrorKind::NotFound | ErrorKind::NotADirectory => "doctor-do-results-connect",
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => "doctor-do-results-rights",
                ErrorKind::CrossesDevices => "doctor-do-results-mount",
                _ => "doctor-do-results",
            };
            let text = tr("doctor-results-fails").verbatim("path", path).verbatim("why", error.to_string());
            Row::missing("doctor-results", text, remedy)
        }
    }
}

/// Results that wait for that folder on this disk. The kiosk may run meanwhile.
pub fn spool(folder: &Path) -> Row {
    let text = |key: &'static str| tr(key).verbatim("path", folder.display().to_string());
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    match spool::look(folder) {
        Ok(None) => Row::good("doctor-spool", text("doctor-spool-none")),
        Ok(Some(look)) if look.unreadable > 0 => {
            let text = text("doctor-spool-unreadable").number("waiting", number(look.waiting));
            Row::note("doctor-spool", text.number("unreadable", number(look.unreadable)), "doctor-do-spool-unreadable")
        }
        Ok(Some(look)) if look.waiting > 0 => {
            let since = look.since.and_then(|at| Timestamp::try_from(at).ok());
            let since = since.map(|at| TimeZone::fixed(JAPAN).to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string());
            let text = text("doctor-spool-waiting").number("waiting", number(look.waiting));
            Row::note("doctor-spool", text.verbatim("since", since.unwrap_or_else(|| "-".into())), "doctor-do-spool")
        }
        Ok(Some(_)) => Row::good("doctor-spool", text("doctor-spool-empty")),
        Err(error) => {
            let text = text("doctor-spool-fails").verbatim("why", error.to_string());
            Row::note("doctor-spool", text, "doctor-do-spool-fails")
        }
    }
}

/// What is asked. The settings too, where they can be read.
pub fn settings(path: &Path) -> (Row, Option<FacilitySettings>) {
    match settings::read(path) {
        Ok(settings) => {
            let found = tr("doctor-settings-found").verbatim("path", path.display().to_string());
            (Row::good("doctor-settings", found), Some(settings))
        }
        Err(error) => {
            let text = tr("doctor-settings-fails").verbatim("why", error.to_string());
            (Row::missing("doctor-settings", text, "doctor-do-settings"), None)
        }
    }
}

/// Where a statement goes; it matters where one can be filled in.
pub fn paper(paper: &Paper, statement: bool) -> Row {
    let missing = |key, what: &str| {
        let text = tr(key).verbatim("what", what);
        if statement {
            Row::missing("doctor-paper", text, "doctor-do-paper")
        } else {
            Row::note("doctor-paper", text, "doctor-do-paper")
        }
    };
    match (&paper.printer, &paper.folder) {
        (None, None) => missing("doctor-paper-none", ""),
        (Some(printer), _) if queues().is_none_or(|queues| queues.contains(printer)) => {
            Row::good("doctor-paper", tr("doctor-paper-printer").verbatim("what", printer))
        }
        (Some(printer), _) => missing("doctor-paper-unknown", printer),
        (None, Some(folder)) => match tempfile::tempfile_in(folder) {
            Ok(_) => {
                Row::good("doctor-paper", tr("doctor-paper-folder").verbatim("what", folder.display().to_string()))
            }
            Err(_) => missing("doctor-paper-no-folder", &folder.display().to_string()),
        },
    }
}

/// The printers that CUPS knows; `None` where there is no CUPS to ask.
fn queues() -> Option<Vec<String>> {
    let output = Command::new("lpstat").arg("-e").env("LC_ALL", "C").output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
}

/// Where bundles go. A server is not asked: whatever is sent there is somebody's.
pub fn fhir(sink: &FhirSink) -> Row {
    match sink {
        FhirSink::Server { base_url } => Row::good("doctor-fhir", tr("doctor-fhir-server").verbatim("url", base_url)),
        FhirSink::Folder(folder) => {
            let path = folder.display().to_string();
            match try_results(folder) {
                Ok(()) => Row::good("doctor-fhir", tr("doctor-results-found").verbatim("path", path)),
                Err(error) => {
                    let text = tr("doctor-results-fails").verbatim("path", path).verbatim("why", error.to_string());
                    Row::note("doctor-fhir", text, "doctor-do-fhir")
                }
            }
        }
    }
}

/// A file is written beside the folder, then moved in: both must take files, and be one file system.
fn try_results(face: &Path) -> io::Result<()> {
    let found = fs::metadata(face)?;
    if !found.is_dir() {
        return Err(ErrorKind::NotADirectory.into());
    }
    let parent = face.parent().unwrap_or(Path::new(""));
    let workshop = parent.join(WORKSHOP);
    let beside = if workshop.is_dir() { workshop.as_path() } else { parent };
    if fs::metadata(beside)?.dev() != found.dev() {
        return Err(ErrorKind::CrossesDevices.into());
    }
    tempfile::tempfile_in(beside)?;
    tempfile::tempfile_in(face)?;
    Ok(())
}

/// What can be done without a display.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Without {
    /// Scripted visits, in Xvfb.
    Xvfb,
    Nothing,
}

/// The X server that DISPLAY names.
pub fn display(without: Without) -> Row {
    let name = std::env::var("DISPLAY").unwrap_or_default();
    match knock(&name) {
        Ok(()) => return Row::good("doctor-display", tr("doctor-display-found").verbatim("name", name)),
        Err(_) if without == Without::Xvfb && Path::new("/usr/bin/xvfb-run").exists() => {
            return Row::note("doctor-display", tr("doctor-display-none"), "doctor-display-xvfb");
        }
        Err(_) => {}
    }
    let wayland = std::env::var_os("WAYLAND_DISPLAY").is_some();
    let remedy = if wayland { "doctor-do-xwayland" } else { "doctor-do-display" };
    Row::missing("doctor-display", tr("doctor-display-none"), remedy)
}

/// Connects to `[host]:display[.screen]` and says nothing.
fn knock(display: &str) -> io::Result<()> {
    let (host, number) = parse_display(display).ok_or(ErrorKind::InvalidInput)?;
    if host.is_empty() || host == "unix" {
        let path = format!("{X11_SOCKETS}{number}");
        let unnamed = || UnixStream::connect_addr(&SocketAddr::from_abstract_name(&path)?);
        return UnixStream::connect(&path).or_else(|_| unnamed()).map(drop);
    }
    let port = X11_PORT.checked_add(number).ok_or(ErrorKind::InvalidInput)?;
    let address = (host, port).to_socket_addrs()?.next().ok_or(ErrorKind::NotFound)?;
    TcpStream::connect_timeout(&address, ANSWER).map(drop)
}

fn parse_display(name: &str) -> Option<(&str, u16)> {
    let (host, number) = name.rsplit_once(':')?;
    let number = number.split('.').next()?.parse().ok()?;
    Some((host, number))
}

/// Who draws: Bevy is asked to begin, without a window.
pub fn drawing() -> Row {
    match adapter() {
        Some((name, true)) => {
            let text = tr("doctor-drawing-processor").verbatim("name", name);
            Row::note("doctor-drawing", text, "doctor-drawing-slow")
        }
        Some((name, false)) => Row::good("doctor-drawing", tr("doctor-drawing-found").verbatim("name", name)),
        None => Row::missing("doctor-drawing", tr("doctor-drawing-none"), "doctor-do-vulkan"),
    }
}

/// Name of the adapter, and whether it is the processor.
fn adapter() -> Option<(String, bool)> {
    let settings = WgpuSettings::default();
    let backends = settings.backends?;
    // Bevy has no gentler way to say that there is no driver than a panic.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let begun = std::thread::spawn(move || block_on(initialize_renderer(backends, None, &settings))).join();
    std::panic::set_hook(hook);
    let RenderResources(_, _, info, ..) = begun.ok()?;
    // wgpu's type of it has no name here.
    Some((info.name.clone(), format!("{:?}", info.device_type) == "Cpu"))
}

#[cfg(test)]
mod tests {
    use super::super::report::State;
    use super::*;
    use crate::devices::hospital::spool::{Kind, Spool};
    use crate::devices::hospital::{OqsFile, ResultFolder};
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_result_folder_is_tried_where_files_grow_and_left_as_it_was() {
        let root = tempfile::tempdir().unwrap();
        let face = root.path().join("face");
        assert_eq!(results(&face).state(), State::Missing);
        fs::create_dir(&face).unwrap();
        assert_eq!(results(&face).state(), State::Good);
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
        let file = OqsFile { name: "a.xml".into(), bytes: b"a".to_vec().into() };
        ResultFolder::new(face.clone()).write(&file).unwrap();
        assert!(root.path().join(WORKSHOP).is_dir());
        assert_eq!(results(&face).state(), State::Good);
    }

    #[test]
    fn results_that_wait_are_a_note_and_stop_no_visit() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("spool");
        assert_eq!(super::spool(&folder).state(), State::Good);
        let open = Spool::open(&folder).unwrap();
        assert_eq!(super::spool(&folder).state(), State::Good);
        open.keep(&Kind::OqsFile { name: "a.xml".into() }, b"a").unwrap();
        assert_eq!(super::spool(&folder).state(), State::Note);
        fs::write(folder.join("0000000000000001"), b"rubbish").unwrap();
        open.flush(&ResultFolder::new(root.path().join("face")));
        assert_eq!(super::spool(&folder).state(), State::Note);
        fs::remove_dir_all(folder.join("unreadable")).unwrap();
        assert_eq!(super::spool(&folder).state(), State::Good);
    }

    #[test]
    fn a_folder_that_takes_no_files_is_missing() {
        let root = tempfile::tempdir().unwrap();
        let face = root.path().join("face");
        fs::create_dir(&face).unwrap();
        fs::set_permissions(&face, fs::Permissions::from_mode(0o555)).unwrap();
        // Rights do not stop root.
        let root_runs = fs::metadata("/proc/self").unwrap().uid() == 0;
        assert_eq!(results(&face).state(), if root_runs { State::Good } else { State::Missing });
    }

    #[test]
    fn displays_are_read_as_x11_reads_them() {
        assert_eq!(parse_display(":0"), Some(("", 0)));
        assert_eq!(parse_display("localhost:10.0"), Some(("localhost", 10)));
        assert_eq!(parse_display(""), None);
        assert_eq!(parse_display(":x"), None);
        assert!(knock("host:65535").is_err());
    }

    #[test]
    fn a_commented_reader_is_none() {
        assert!(offers_virtual_reader("LIBPATH /usr/lib/libifdvpcd.so\n"));
        assert!(!offers_virtual_reader(" #LIBPATH /usr/lib/libifdvpcd.so\n"));
    }

    #[test]
    fn a_centre_without_tls_elsewhere_is_refused_and_an_absent_one_is_missing() {
        assert_eq!(centre("http://centre.example").state(), State::Missing);
        assert_eq!(centre("http://127.0.0.1:1").state(), State::Missing);
    }
}
