//! What the real kiosk of a config file needs.

use super::report::{Report, Row};
use super::things;
use crate::config::Config;
use crate::devices::camera::v4l2::V4l2Camera;
use crate::devices::card::{SOCKET_VARIABLE, VIRTUAL_READER};
use crate::devices::speech::sound::alsa::AlsaOutput;
use crate::i18n::{Catalogue, tr};
use crate::ui::density;
use crate::ui::theme::MM_PER_INCH;
use std::path::Path;

/// Looks at everything; with a broken config there is nothing more to look at.
pub fn look(path: &Path, sentences: &Catalogue) -> Report {
    let mut report = Report::new("doctor-kiosk-title");
    let config = match Config::read(path) {
        Ok(config) => config,
        Err(error) => {
            let why = error.to_string();
            report.add(Row::missing(
                "doctor-config",
                tr("doctor-config-fails").verbatim("why", why),
                "doctor-do-config",
            ));
            return report;
        }
    };
    report.add(Row::good("doctor-config", tr("doctor-config-found").verbatim("path", path.display().to_string())));
    report.add(facility(&config.facility.code));
    report.add(things::sentences(sentences));
    report.add(things::fonts(&config.screen.fonts));
    service_and_reader(config.card.reader.as_deref(), &mut report);
    report.add(Row::good("doctor-trust", tr("doctor-trust-production")));
    things::system_reader().into_iter().for_each(|row| report.add(row));
    report.add(Row::note("doctor-terminal-key", tr("doctor-terminal-key-none"), "doctor-do-terminal-key"));
    report.add(things::face_models(config.face.models.as_deref()));
    report.add(things::camera(V4l2Camera {
        visible: config.camera.device.clone(),
        infrared: config.camera.infrared_device.clone(),
    }));
    report.add(things::voices(config.speech.voices.as_deref()));
    let speech = &config.speech;
    let output = AlsaOutput { headphones: speech.headphones.clone(), loudspeaker: speech.loudspeaker.clone() };
    things::sound(output).into_iter().for_each(|row| report.add(row));
    report.add(things::jack(speech.jack.as_deref()));
    report.add(things::centre(&config.centre.url));
    report.add(things::results(&config.results.folder));
    report.add(things::spool(&config.results.spool));
    if let Some(sink) = &config.results.fhir {
        report.add(things::fhir(sink));
    }
    let settings = things::settings(&config.facility.settings);
    report.add(settings.0);
    report.add(things::paper(&config.paper, settings.1.is_some_and(|settings| settings.statement)));
    report.add(things::record(&config.record.folder));
    report.add(things::staff(&config.staff));
    report.add(things::desk(&config.link.folder));
    report.add(things::display(things::Without::Nothing));
    report.add(screen_density(config.screen.px_per_mm, density::from_edid()));
    report.add(things::drawing());
    report.add(things::swap());
    report
}

/// Whoever installs the package has to write their own.
fn facility(code: &str) -> Row {
    let found = tr("doctor-facility-code").verbatim("code", code);
    match code.bytes().all(|digit| digit == b'0') {
        true => Row::missing("doctor-facility", found, "doctor-do-facility"),
        false => Row::good("doctor-facility", found),
    }
}

fn service_and_reader(wanted: Option<&str>, report: &mut Report) {
    let names = match things::readers() {
        Ok(names) => names,
        Err(why) => {
            let found = tr("doctor-service-silent").verbatim("why", why);
            report.add(Row::missing("doctor-service", found, "doctor-do-service"));
            return;
        }
    };
    report.add(match std::env::var(SOCKET_VARIABLE) {
        Ok(socket) => {
            let found = tr("doctor-service-other").verbatim("variable", SOCKET_VARIABLE).verbatim("path", socket);
            Row::note("doctor-service", found, "doctor-do-unset")
        }
        Err(_) => Row::good("doctor-service", tr("doctor-service-answers")),
    });
    report.add(reader(wanted, &names));
}

/// The reader that the config names, or else any that is real.
fn reader(wanted: Option<&str>, names: &[String]) -> Row {
    let usable = |name: &&String| match wanted {
        Some(wanted) => name.as_str() == wanted,
        None => !name.starts_with(VIRTUAL_READER),
    };
    let found: Vec<&str> = names.iter().filter(usable).map(String::as_str).collect();
    match (found.as_slice(), wanted) {
        ([], Some(wanted)) => {
            let text = tr("doctor-reader-not-named").verbatim("wanted", wanted).verbatim("names", names.join(", "));
            Row::missing("doctor-reader", text, "doctor-do-reader-name")
        }
        ([], None) => Row::missing("doctor-reader", tr("doctor-reader-none"), "doctor-do-reader"),
        ([_, _, ..], None) => {
            let text = tr("doctor-reader-found").verbatim("names", found.join(", "));
            Row::note("doctor-reader", text, "doctor-do-choose-reader")
        }
        _ => Row::good("doctor-reader", tr("doctor-reader-found").verbatim("names", found.join(", "))),
    }
}

/// How large a millimetre is: all sizes of the screens hang on it.
fn screen_density(configured: Option<f32>, told: Option<f32>) -> Row {
    let text = |key: &'static str, density: f32| {
        tr(key).verbatim("pixels", format!("{density:.2}")).verbatim("inch", format!("{:.0}", density * MM_PER_INCH))
    };
    match (configured, told) {
        (Some(density), _) => Row::good("doctor-density", text("doctor-density-config", density)),
        (None, Some(density)) => Row::good("doctor-density", text("doctor-density-screen", density)),
        (None, None) => {
            let assumed = text("doctor-density-assumed", density::FALLBACK_PX_PER_MM);
            Row::note("doctor-density", assumed, "doctor-do-density")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::report::State;
    use super::*;

    #[test]
    fn a_virtual_reader_is_no_reader_for_a_kiosk() {
        let names = ["Virtual PCD 00 00".to_owned(), "ACS ACR39U ICC Reader 00 00".to_owned()];
        assert_eq!(reader(None, &names).state(), State::Good);
        assert_eq!(reader(None, &names[..1]).state(), State::Missing);
        assert_eq!(reader(Some("ACS ACR39U ICC Reader 00 00"), &names).state(), State::Good);
        assert_eq!(reader(Some("ACS"), &names).state(), State::Missing);
        assert_eq!(reader(None, &["a".to_owned(), "b".to_owned()]).state(), State::Note);
    }

    #[test]
    fn a_code_of_nobody_keeps_a_kiosk_from_going_live() {
        assert_eq!(facility("0000000000").state(), State::Missing);
        assert_eq!(facility("1312345678").state(), State::Good);
    }

    #[test]
    fn a_broken_config_is_the_only_thing_that_is_said() {
        let report = look(Path::new("/nonexistent/uketsuke.toml"), &Catalogue::bundled().unwrap());
        assert!(!report.a_visit_can_run());
    }
}
