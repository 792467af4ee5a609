//! The machine: `Session::step` takes the time and one event, moves the state, and says what is to be done.
//!
//! Arms that hold everywhere come first: stale input, the card leaving, the reader leaving, staff, cancel, time.

mod answers;
mod card;
mod face;
mod patient;
mod questions;
mod staff;
mod time;
mod wizard;

use super::effect::{Effect, Effects};
use super::event::{Event, ResultsWay, ScreenNumber, VisitNumber};
use super::face::{FaceReadiness, FaceRefusal};
use super::settings::FacilitySettings;
use super::state::{CardPlace, Ending, PausedReader, State, VisualCard};
use super::wizard::Wizard;
use jiff::civil::Date;
use std::time::Duration;

/// The time of an event: since the program's start for time-outs, and the day in Japan for certificates.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    pub at: Duration,
    pub today: Date,
}

/// The running time-out of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timer {
    Off,
    Running {
        warn_at: Option<Duration>,
        stop_at: Duration,
    },
    /// The warning stands on the screen, and says how long; one touch takes it away.
    Warned {
        stop_at: Duration,
        lasts: Duration,
    },
}

/// The bell: rings beside every step and changes none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffCall {
    NotCalled,
    Called,
    /// Somebody at the desk has said that they come.
    Coming,
}

/// The facility's settings on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingsFile {
    Fine,
    /// What was read before still counts.
    Broken,
}

/// How long this patient's screens wait: somebody who needed more time once is not hurried again in this visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    Usual,
    Long,
}

/// One kiosk's session: the visit that runs, or the wait for the next.
#[derive(Debug)]
pub struct Session {
    visit: VisitNumber,
    screen: ScreenNumber,
    /// Of the running visit: they do not change in the middle of it.
    settings: FacilitySettings,
    /// For the next one.
    newest: FacilitySettings,
    settings_file: SettingsFile,
    state: State,
    timer: Timer,
    staff: StaffCall,
    pace: Pace,
    face: FaceReadiness,
    results: ResultsWay,
}

impl Session {
    /// Starts without a reader; the first `ReaderEvent` opens the kiosk.
    pub fn new(settings: FacilitySettings) -> Self {
        Self {
            visit: VisitNumber(0),
            screen: ScreenNumber(1),
            newest: settings.clone(),
            settings,
            settings_file: SettingsFile::Fine,
            state: State::OutOfOrder,
            timer: Timer::Off,
            staff: StaffCall::NotCalled,
            pace: Pace::Usual,
            face: FaceReadiness::Not(FaceRefusal::Starting),
            results: ResultsWay::default(),
        }
    }

    pub fn state(&self) -> &State {
        &self.state
    }

    pub fn timer(&self) -> Timer {
        self.timer
    }

    pub fn staff(&self) -> StaffCall {
        self.staff
    }

    pub fn pace(&self) -> Pace {
        self.pace
    }

    /// Whether faces can be checked, as the device last said.
    pub fn face(&self) -> FaceReadiness {
        self.face
    }

    /// The settings that the next visit has.
    pub fn newest_settings(&self) -> &FacilitySettings {
        &self.newest
    }

    /// Whether the facility's settings could be read when they last changed.
    pub fn settings_file(&self) -> SettingsFile {
        self.settings_file
    }

    /// How the way of results to the hospital is, as it was last told.
    pub fn results(&self) -> ResultsWay {
        self.results
    }

    pub fn visit(&self) -> VisitNumber {
        self.visit
    }

    /// The number that input on the shown screen must carry.
    pub fn screen(&self) -> ScreenNumber {
        self.screen
    }

    /// When `Event::Tick` is due next; `None` while nothing runs out.
    pub fn next_deadline(&self) -> Option<Duration> {
        match self.timer {
            Timer::Off => None,
            Timer::Running { warn_at, stop_at } => Some(warn_at.unwrap_or(stop_at)),
            Timer::Warned { stop_at, .. } => Some(stop_at),
        }
    }

    /// Takes one event. Never fails: what does not fit the state changes nothing.
    pub fn step(&mut self, now: Now, event: Event) -> Effects {
        let mut effects = Effects::new();
        let looked = matches!(self.state, State::Face { .. });
        match event {
            Event::User { screen, input } => self.on_input(now, screen, input, &mut effects),
            Event::Reader(event) => self.on_reader(now, event, &mut effects),
            Event::CardRead { visit, result } if self.runs(visit) => self.on_card_read(now, result, &mut effects),
            Event::Signed { visit, result } if self.runs(visit) => self.on_signed(now, result, &mut effects),
            Event::VisitOpened { visit, result } if self.runs(visit) => self.on_opened(now, result, &mut effects),
            Event::Identified { visit, result } if self.runs(visit) => self.on_identified(now, result, &mut effects),
            Event::Registered { visit, result } if self.runs(visit) => self.on_registered(now, result, &mut effects),
            Event::SubsidiesSought { visit, result } if self.runs(visit) => self.on_subsidies(now, result),
            Event::Answered { visit, result } if self.runs(visit) => self.on_answered(now, result, &mut effects),
            Event::ResultWritten { visit, result } if self.runs(visit) => self.on_written(now, result, &mut effects),
            Event::PhotoRead { visit, result } if self.runs(visit) => self.on_photo(now, result, &mut effects),
            Event::FaceSeen { visit, advice } if self.runs(visit) => self.on_advice(now, advice),
            Event::FaceChecked { visit, result } if self.runs(visit) => self.on_face(now, result, &mut effects),
            Event::PasscodeChecked { visit, result } if self.runs(visit) => self.on_passcode(now, result),
            Event::Settings(read) => self.on_settings(read),
            Event::StatementPrinted(result) => self.on_statement_printed(now, result),
            Event::Staff(order) => self.on_order(now, order, &mut effects),
            Event::FaceReadiness(face) => self.on_readiness(face),
            Event::ResultsWay(results) => self.results = results,
            Event::CardRead { .. }
            | Event::PhotoRead { .. }
            | Event::FaceSeen { .. }
            | Event::FaceChecked { .. }
            | Event::Signed { .. }
            | Event::VisitOpened { .. }
            | Event::Identified { .. }
            | Event::Registered { .. }
            | Event::SubsidiesSought { .. }
            | Event::Answered { .. }
            | Event::ResultWritten { .. }
            | Event::PasscodeChecked { .. } => {}
            Event::Tick => self.on_tick(now, &mut effects),
        }
        // However the face screen was left: the camera runs while it is up, and only then.
        if looked && !matches!(self.state, State::Face { .. }) {
            effects.insert(0, Effect::StopLooking { visit: self.visit });
        }
        effects
    }

    fn on_settings(&mut self, read: Option<FacilitySettings>) {
        self.settings_file = if read.is_some() { SettingsFile::Fine } else { SettingsFile::Broken };
        if let Some(settings) = read {
            self.newest = settings;
        }
        if !self.state.in_visit() {
            self.settings = self.newest.clone();
        }
    }

    fn runs(&self, visit: VisitNumber) -> bool {
        visit == self.visit && self.state.in_visit()
    }

    /// Shows another screen: input that began before it no longer counts.
    fn enter(&mut self, now: Now, state: State) {
        if matches!(state, State::Idle) {
            self.staff = StaffCall::NotCalled;
            self.pace = Pace::Usual;
        }
        self.state = state;
        self.screen = ScreenNumber(self.screen.0 + 1);
        self.restart_timer(now);
    }

    fn end(&mut self, now: Now, why: Ending, place: CardPlace, effects: &mut Effects) {
        effects.push(Effect::EndVisit { visit: self.visit });
        self.enter(now, State::Ended { why, place });
    }

    fn card_place(&self) -> CardPlace {
        match &self.state {
            State::Visual { place: VisualCard::Lifted { .. }, .. }
            | State::Paused { reader: PausedReader::Gone | PausedReader::Empty }
            | State::Wizard(Wizard { reader: PausedReader::Gone | PausedReader::Empty, .. })
            | State::Delivering { place: CardPlace::Taken, .. }
            | State::Done { place: CardPlace::Taken, .. }
            | State::Ended { place: CardPlace::Taken, .. } => CardPlace::Taken,
            State::OutOfOrder
            | State::Idle
            | State::Wizard(Wizard { reader: PausedReader::CardOn, .. })
            | State::Reading
            | State::Opening { .. }
            | State::CertNotice { .. }
            | State::Register { .. }
            | State::Method { .. }
            | State::FacePhoto { .. }
            | State::Face { .. }
            | State::FaceAgain { .. }
            | State::FaceSigning { .. }
            | State::LastTry { .. }
            | State::Pin { .. }
            | State::Signing { .. }
            | State::Visual { place: VisualCard::Placed | VisualCard::Checking { .. }, .. }
            | State::VisualSigning { .. }
            | State::Paused { reader: PausedReader::CardOn }
            | State::Identifying { .. }
            | State::Registering { .. }
            | State::ConsentTop { .. }
            | State::ConsentItem { .. }
            | State::PrescriptionForm { .. }
            | State::Subsidies { .. }
            | State::SubsidyLookup { .. }
            | State::SubsidyNotice { .. }
            | State::Ticket { .. }
            | State::ConsentReview { .. }
            | State::Query { .. }
            | State::Delivering { place: CardPlace::OnReader, .. }
            | State::Done { place: CardPlace::OnReader, .. }
            | State::Ended { place: CardPlace::OnReader, .. } => CardPlace::OnReader,
        }
    }
}
