//! What the practice terminal needs: most of it is started for a moment, so that what is said was tried.

use super::report::{Report, Row};
use super::things;
use crate::devices::speech::sound::alsa::AlsaOutput;
use crate::i18n::{Catalogue, tr};
use crate::practice::children::ChildCentre;
use crate::practice::pcscd::{PcscdError, PcscdOptions, PrivatePcscd, RunsAs};
use crate::practice::pki::Pki;
use crate::practice::terminal::{self, TerminalError};
use crate::ui::widgets::DEFAULT_FONT_FOLDER;
use std::path::{Path, PathBuf};

/// Looks at everything.
///
/// # Errors
/// Where this process cannot start itself anew with its own PC/SC socket, without which it must not look for readers.
pub fn look(sentences: &Catalogue) -> Result<Report, TerminalError> {
    let temporary = terminal::enter_private_pcsc()?;
    let mut report = Report::new("doctor-practice-title");
    report.add(things::sentences(sentences));
    report.add(things::fonts(Path::new(DEFAULT_FONT_FOLDER)));
    service_and_reader(&temporary, &mut report);
    data_and_centre(&temporary, &mut report);
    report.add(Row::good("doctor-trust", tr("doctor-trust-practice")));
    report.add(things::face_models(None));
    report.add(Row::good("doctor-camera", tr("doctor-camera-practice")));
    report.add(things::voices(None));
    let [_, loudspeaker] = things::sound(AlsaOutput::usual());
    report.add(loudspeaker);
    things::system_reader().into_iter().for_each(|row| report.add(row));
    report.add(things::display(things::Without::Xvfb));
    report.add(things::drawing());
    // It holds pcscd's log and sockets, and the database of a centre that nobody asked.
    std::fs::remove_dir_all(&temporary).ok();
    Ok(report)
}

/// Starts a private pcscd and asks it for its readers; the system's is never asked.
fn service_and_reader(folder: &Path, report: &mut Report) {
    let started = PcscdOptions::new(folder, 1).and_then(|options| PrivatePcscd::start(&options));
    let service = match &started {
        Ok(pcscd) if pcscd.runs_as() == RunsAs::Nobody => {
            Row::note("doctor-service", tr("doctor-service-nobody"), "doctor-do-setup")
        }
        Ok(pcscd) => Row::good("doctor-service", tr(runs_as(pcscd.runs_as()))),
        Err(error) => {
            let remedy = match error {
                PcscdError::NotReady { .. } | PcscdError::NoPorts => "doctor-do-close-others",
                _ => "doctor-do-setup",
            };
            Row::missing("doctor-service", tr("doctor-service-fails").verbatim("why", error.to_string()), remedy)
        }
    };
    report.add(service);
    if started.is_ok() {
        report.add(match things::readers() {
            Ok(names) if !names.is_empty() => {
                Row::good("doctor-reader", tr("doctor-reader-found").verbatim("names", names.join(", ")))
            }
            Ok(_) => Row::missing("doctor-reader", tr("doctor-reader-none"), "doctor-do-setup"),
            Err(why) => {
                Row::missing("doctor-reader", tr("doctor-reader-fails").verbatim("why", why), "doctor-do-setup")
            }
        });
    }
}

fn runs_as(user: RunsAs) -> &'static str {
    match user {
        RunsAs::Caller => "doctor-service-caller",
        RunsAs::OwnUser => "doctor-service-own-user",
        RunsAs::Nobody => "doctor-service-nobody",
    }
}

/// The user's data folder with the practice cards' keys, the result folder in it, and the centre that trusts the keys.
fn data_and_centre(temporary: &Path, report: &mut Report) {
    let data = match open_data() {
        Ok(data) => data,
        Err(error) => {
            let why = error.to_string();
            report.add(Row::missing("doctor-data", tr("doctor-data-fails").verbatim("why", why), "doctor-do-data"));
            return;
        }
    };
    report.add(Row::good("doctor-data", tr("doctor-data-found").verbatim("path", data.display().to_string())));
    report.add(things::results(&data.join("face")));
    report.add(things::spool(&data.join("spool")));
    let centre = ChildCentre::start(&temporary.join("centre.sqlite"), &data.join("keys/ca.der"));
    report.add(match centre {
        Ok(centre) => things::centre(centre.base_url()),
        Err(error) => {
            let why = error.to_string();
            Row::missing("doctor-centre", tr("doctor-centre-fails").verbatim("why", why), "doctor-do-data")
        }
    });
}

/// Makes what the practice terminal would make at its first start.
fn open_data() -> Result<PathBuf, TerminalError> {
    let data = terminal::data_folder()?;
    for folder in [data.join("keys"), data.join("face")] {
        std::fs::create_dir_all(&folder).map_err(|cause| TerminalError::Folder { path: folder, cause })?;
    }
    Pki::open(&data.join("keys"))?;
    Ok(data)
}
