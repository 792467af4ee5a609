//! From a config and a card policy to a running app: the lines that the real kiosk, the practice terminal, scripted
//! visits and the tests share.

use super::clock::{Clock, JAPAN};
use super::display::Looks;
use super::key_map::KeyMap;
use super::kiosk::{Inbox, Kiosk};
use super::link::DeskLink;
use super::plugin::{Parts, Platform, build};
use super::stop::StopAsked;
use super::voice::Voice;
use super::wake::Waker;
use super::watchdog::Watchdog;
use crate::audit::{self, Keeping, RecordError, RecordHandle};
use crate::config::Config;
use crate::devices::backlight::{Backlight, SYSFS};
use crate::devices::camera::Camera;
use crate::devices::card::{self, CardConfig, CardError, CardFaceReader};
use crate::devices::centre::{CentreError, HttpCentre, Limits};
use crate::devices::face::models::default_folder;
use crate::devices::face::{FaceConfig, FaceHandle};
use crate::devices::hospital::ResultFolder;
use crate::devices::paper::{Outlet, PaperConfig, PaperHandle, Printer};
use crate::devices::settings::{self, SettingsError};
use crate::devices::speech::{SpeechConfig, SpeechHandle, SpeechSeams, voices};
use crate::devices::{Devices, INBOX, Office, OfficeConfig, Outbox};
use crate::i18n::{Catalogue, Language, LocaleError};
use crate::link::pairing::Pairing;
use crate::link::{LinkHandle, RecordOnDisk};
use crate::practice::terminal::FACILITY;
use crate::session::Session;
use crate::staff::own_settings::OwnSettings;
use crate::staff::panel::Panel;
use crate::staff::plugin::StaffPanel;
use crate::staff::{CodesHandle, Tally, codes};
use crate::supervisor::Supervisor;
use crate::ui::density;
use crate::ui::theme::Theme;
use crate::ui::widgets::{FontError, FontFiles};
use bevy::prelude::AppExit;
use crossbeam_channel::bounded;
use jiff::tz::TimeZone;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

/// Why the kiosk cannot start; each message names the remedy.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Locale(#[from] LocaleError),
    #[error(transparent)]
    Font(#[from] FontError),
    #[error(transparent)]
    Card(#[from] CardError),
    #[error(transparent)]
    Centre(#[from] CentreError),
    #[error(transparent)]
    Record(#[from] RecordError),
    #[error("there is no display: set DISPLAY, or run it as `xvfb-run uketsuke ...`; `make run` does so by itself")]
    NoDisplay,
    #[error("the kiosk could not start a thread: {0}; restart the machine")]
    Thread(#[from] std::io::Error),
    #[error(transparent)]
    Settings(#[from] SettingsError),
}

/// Windows are X11's. Asked first, because the window library ends the program where there is none.
pub fn need_display() -> Result<(), StartError> {
    std::env::var_os("DISPLAY").filter(|display| !display.is_empty()).map(drop).ok_or(StartError::NoDisplay)
}

/// How far a tapping finger may slip while it explores.
const STILL_MM: f32 = 6.0;

/// The ends at which a real kiosk and a practice terminal differ: everything above them is the same.
pub struct Seams {
    pub card: CardConfig,
    pub card_face: Box<dyn CardFaceReader>,
    pub camera: Box<dyn Camera>,
    pub speech: SpeechSeams,
}

/// Starts the devices and collects everything that the app is made of. Tray, script and transcript are added by those
/// who have them.
pub fn parts(config: &Config, seams: Seams, clock: Clock) -> Result<Parts, StartError> {
    let waker = Waker::default();
    let (sender, inbox) = bounded(INBOX);
    let wake = waker.clone();
    let outbox = Outbox::new(sender, move || wake.wake());
    let supervisor = outbox.supervisor().clone();
    let record = RecordHandle::start(keeping(config), clock.stamp(), &supervisor)?;
    let office = OfficeConfig {
        facility: config.facility.code.clone(),
        encoding: config.results.encoding,
        folder: ResultFolder::new(config.results.folder.clone()),
        spool: config.results.spool.clone(),
        fhir: config.results.fhir.clone(),
    };
    let centre = HttpCentre::new(&config.centre.url, Limits::default())?;
    let office = Office::start(office, Box::new(centre), &outbox)?;
    let paper = PaperHandle::start(paper(config), outbox.clone())?;
    let bundles = config.results.fhir.is_some();
    let settings = settings::fitting(settings::read(&config.facility.settings)?, bundles);
    settings::watch(config.facility.settings.clone(), bundles, outbox.clone())?;
    let face = FaceConfig {
        models: config.face.models.clone().or_else(default_folder),
        liveness: config.face.liveness,
        mount: config.camera.mount,
        terminal_key: seams.card.terminal.is_some(),
    };
    let face = FaceHandle::start(face, seams.camera, &outbox)?;
    let voices = config.speech.voices.clone().or_else(voices::default_folder);
    let speech = SpeechHandle::start(SpeechConfig { voices }, seams.speech, &outbox)?;
    let outbox_of_codes = outbox.clone();
    let card = card::start(seams.card, outbox)?;
    let devices = Devices::new(
        card,
        seams.card_face,
        face,
        speech,
        office,
        paper,
        supervisor.clone(),
        config.facility.code.clone(),
    );
    let codes = CodesHandle::start(config.staff.clone(), config.record.folder.join(codes::FILE), outbox_of_codes)?;
    let tally = tally(config, &clock);
    let link = link(config, waker.clone(), &supervisor);
    let theme = theme(config);
    let voice = Voice::new(config.speech.fixed_pad, config.speech.card_place.key(), STILL_MM * theme.px_per_mm);
    Ok(Parts {
        kiosk: Kiosk::new(Session::new(settings), devices, record, codes, tally),
        inbox: Inbox(inbox),
        waker,
        clock,
        theme,
        voice,
        keys: KeyMap::with(&config.keys),
        fonts: FontFiles::read(&config.screen.fonts)?,
        catalogue: Arc::new(Catalogue::bundled()?),
        looks: looks(config),
        motion: config.screen.motion,
        hand: None,
        script: None,
        frame_times: None,
        centre_admin: None,
        link,
        staff: panel(config),
    })
}

/// Where a statement of a patient goes.
fn paper(config: &Config) -> PaperConfig {
    let outlet = match (&config.paper.printer, &config.paper.folder) {
        (Some(printer), _) => Outlet::Printer(Printer::new(Some(printer.clone()))),
        (None, Some(folder)) => Outlet::Folder(folder.clone()),
        (None, None) => Outlet::Nowhere,
    };
    PaperConfig { facility: config.facility.name.clone(), fonts: config.screen.fonts.clone(), outlet }
}

/// Today's visits so far: a restart at noon forgets none.
fn tally(config: &Config, clock: &Clock) -> Tally {
    let today = clock.now().today;
    let mut tally = Tally::default();
    if let Ok(midnight) = TimeZone::fixed(JAPAN).to_timestamp(today.at(0, 0, 0, 0)) {
        for entry in audit::since(&config.record.folder, midnight).unwrap_or_default() {
            tally.note(today, &entry);
        }
    }
    tally
}

/// What staff see and set at the kiosk itself.
fn panel(config: &Config) -> StaffPanel {
    let closes_after = Duration::from_secs(config.staff.panel_closes_after_s.into());
    let panel = Panel::new(&config.staff.persons, closes_after);
    let (folder, backlight) = (config.record.folder.clone(), Backlight::find(Path::new(SYSFS)));
    StaffPanel::new(panel, OwnSettings::read(&folder), folder, backlight, config.facility.code == FACILITY)
}

/// The kiosk receives patients with a desk and without one.
fn link(config: &Config, waker: Waker, supervisor: &Supervisor) -> Option<DeskLink> {
    let folder = &config.link.folder;
    let pairing = Pairing::read(folder).unwrap_or_else(|cause| {
        bevy::log::error!("{} cannot be read ({cause}); pair the kiosk anew with `uketsuke pair`", folder.display());
        None
    })?;
    let record = RecordOnDisk(config.record.folder.clone());
    let started = LinkHandle::start(&pairing, record, Arc::new(move || waker.wake()), supervisor);
    started.inspect_err(|error| bevy::log::error!("{error}")).ok().map(DeskLink::new)
}

fn keeping(config: &Config) -> Keeping {
    let crate::config::Record { folder, rotation, keep_days } = config.record.clone();
    Keeping { folder, rotation, keep_days, version: env!("CARGO_PKG_VERSION").into() }
}

/// How the screens look for somebody who comes new.
fn looks(config: &Config) -> Looks {
    let screen = &config.screen;
    let (language, letters, colours) = (screen.language, screen.text_size, screen.colours);
    Looks { language, readings: language == Language::EasyJapanese, letters, colours, low: false }
}

/// How this config looks on this screen.
pub fn theme(config: &Config) -> Theme {
    let screen = &config.screen;
    Theme {
        px_per_mm: screen.px_per_mm.or_else(density::from_edid).unwrap_or(density::FALLBACK_PX_PER_MM),
        room: 1.0,
        letters: screen.text_size,
        colours: screen.colours,
    }
}

/// Runs until the window is closed, the script ends, or the system ends the program.
pub fn run(platform: Platform, parts: Parts) -> Result<ExitCode, StartError> {
    let asked = StopAsked::listen(parts.waker.clone())?;
    let watchdog = Watchdog::of_the_environment()?;
    let mut app = build(platform, parts);
    app.insert_resource(asked);
    if let Some(watchdog) = watchdog {
        app.insert_resource(watchdog);
    }
    Ok(match app.run() {
        AppExit::Success => ExitCode::SUCCESS,
        AppExit::Error(_) => ExitCode::FAILURE,
    })
}
