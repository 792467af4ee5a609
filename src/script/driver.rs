//! Runs a script inside the app: touches and keys go in as window events, what is expected is read off the
//! accessibility tree.

use super::picture;
use super::verb::{KeyName, Verb};
use crate::app::display::Display;
use crate::app::key_map;
use crate::app::view::Drawn;
use crate::app::voice::{PanelSign, Voice};
use crate::app::{Clock, Kiosk};
use crate::practice::tray::TrayHand;
use crate::session::ScreenNumber;
use crate::ui::action::{Action, VoiceAction};
use crate::ui::widgets::Control;
use bevy::input::ButtonState;
use bevy::input::keyboard::{Key, KeyboardInput, NativeKeyCode};
use bevy::input::touch::{TouchInput, TouchPhase};
use bevy::prelude::*;
use bevy::render::renderer::RenderDevice;
use bevy::ui::UiGlobalTransform;
use bevy::ui::prelude::AccessibleLabel;
use bevy::window::{PrimaryWindow, WindowEvent};
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

/// How long a step may wait for card, centre or hospital, in real time.
pub const PATIENCE: Duration = Duration::from_secs(20);
/// A hand needs this long between two keys of the pad; more than the double-strike filter.
const HAND_PACE: Duration = Duration::from_millis(600);
/// Virtual time passes in such steps, so that each warning and stop is seen.
const CLOCK_STEP: Duration = Duration::from_secs(1);
/// A finger that stays so long explores.
const FEEL: Duration = Duration::from_millis(250);
const SELECT: Action = Action::Voice(VoiceAction::Select);

/// Why a script stopped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct Failure {
    pub line: usize,
    pub what: String,
}

/// The end of a script; empty while it runs.
pub type Outcome = Arc<OnceLock<Result<(), Failure>>>;

/// How far a script is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    Running,
    Finished,
    Failed(Failure),
}

/// What a verb comes down to.
#[derive(Debug, Clone, PartialEq)]
enum Move {
    Verb(Verb),
    TapAction(Action),
    Release(Vec2),
    PassTime(Duration),
    /// Until a real clock shows this.
    Until(Duration),
    /// Until the reader has seen so many cards put down.
    SeePlaced(u64),
    SeeTaken,
    /// Until the speech device knows that headphones are in, or out.
    Plugged(bool),
    /// A tap on the bar that chooses what was said last.
    TapBar,
}

/// Where the pictures go, and of which screens there is one already.
struct Album {
    folder: PathBuf,
    /// Screen, and whether the time-out warning or the voice's panel stood over it.
    last: Option<(ScreenNumber, bool, Option<PanelSign>)>,
    count: usize,
}

/// A running script.
#[derive(Resource)]
pub struct Driver {
    moves: VecDeque<(usize, Move)>,
    waiting_since: Option<Instant>,
    album: Option<Album>,
    /// A step begins when the one before is on the glass.
    watches_glass: bool,
    progress: Progress,
    ends_app: bool,
    outcome: Outcome,
}

enum Step {
    Done,
    /// Not yet: look again after the next event.
    Wait(String),
    /// Not yet, however long that is.
    Later,
    Fail(String),
}

impl Driver {
    /// `pictures`: a folder for a picture of every screen. The app ends with the script.
    pub fn new(script: Vec<(usize, Verb)>, pictures: Option<PathBuf>) -> Self {
        let mut driver = Self::idle();
        driver.moves = script.into_iter().map(|(line, verb)| (line, Move::Verb(verb))).collect();
        driver.album = pictures.map(|folder| Album { folder, last: None, count: 0 });
        driver.ends_app = true;
        driver
    }

    /// A script by whose transcript time is measured: it takes no pictures, and each step waits for the glass. The app ends
    /// with it.
    pub fn timed(script: Vec<(usize, Verb)>) -> Self {
        Self { watches_glass: true, ..Self::new(script, None) }
    }

    /// A driver that is given its verbs one by one, by a test.
    pub fn idle() -> Self {
        Self {
            moves: VecDeque::new(),
            waiting_since: None,
            album: None,
            watches_glass: false,
            progress: Progress::Finished,
            ends_app: false,
            outcome: Outcome::default(),
        }
    }

    /// Gives it one more verb.
    pub fn push(&mut self, line: usize, verb: Verb) {
        self.moves.push_back((line, Move::Verb(verb)));
        self.progress = Progress::Running;
    }

    /// What the script came to, for whoever started the app: the app itself is gone by then.
    pub fn outcome(&self) -> Outcome {
        Arc::clone(&self.outcome)
    }

    /// The step at hand waits for a device.
    pub fn is_waiting(&self) -> bool {
        self.waiting_since.is_some()
    }

    pub fn progress(&self) -> &Progress {
        &self.progress
    }
}

/// One look at the script a frame.
pub fn drive(world: &mut World) {
    world.resource_scope(|world, mut driver: Mut<Driver>| {
        if picture::pending(world) || !driver.photograph(world) {
            return;
        }
        driver.progress = driver.next(world);
        if driver.ends_app && driver.progress != Progress::Running {
            let ended = match &driver.progress {
                Progress::Failed(failure) => Err(failure.clone()),
                Progress::Running | Progress::Finished => Ok(()),
            };
            let exit = if ended.is_ok() { AppExit::Success } else { AppExit::error() };
            driver.outcome.get_or_init(|| ended);
            world.write_message(exit);
        }
    });
}

impl Driver {
    /// Takes a picture of each screen once it stands still. `false` while it does not.
    fn photograph(&mut self, world: &mut World) -> bool {
        let drawn = world.resource::<Drawn>();
        let Some(album) = &mut self.album else { return !self.watches_glass || drawn.settled() };
        if !drawn.settled() {
            return false;
        }
        let screen = drawn.screen().map(|screen| (screen, drawn.warned(), drawn.panel()));
        if screen == album.last {
            return true;
        }
        album.last = screen;
        album.count += 1;
        let step = world.resource::<Kiosk>().session().state().step_name();
        let step = serde_json::to_string(&step).unwrap_or_default();
        let file = format!("{:02}-{}.png", album.count, step.trim_matches('"'));
        picture::take(world, album.folder.join(&file));
        let at = world.resource::<Clock>().elapsed();
        if let Some(transcript) = world.resource_mut::<Kiosk>().transcript() {
            transcript.picture(at, &file);
        }
        false
    }

    fn next(&mut self, world: &mut World) -> Progress {
        let Some((line, next)) = self.moves.pop_front() else {
            return match &self.progress {
                Progress::Failed(failure) => Progress::Failed(failure.clone()),
                Progress::Running | Progress::Finished => Progress::Finished,
            };
        };
        match self.make(world, line, &next) {
            Step::Done => {
                self.waiting_since = None;
                Progress::Running
            }
            Step::Fail(what) => self.fail(line, what),
            Step::Wait(what) => {
                #[allow(clippy::disallowed_methods, reason = "devices answer in real time, also in a script")]
                let since = *self.waiting_since.get_or_insert_with(Instant::now);
                if since.elapsed() > PATIENCE {
                    return self.fail(line, format!("waited {} s, but {what}", PATIENCE.as_secs()));
                }
                self.moves.push_front((line, next));
                Progress::Running
            }
            Step::Later => {
                self.moves.push_front((line, next));
                Progress::Running
            }
        }
    }

    fn fail(&mut self, line: usize, what: String) -> Progress {
        self.moves.clear();
        self.waiting_since = None;
        Progress::Failed(Failure { line, what })
    }

    fn make(&mut self, world: &mut World, line: usize, next: &Move) -> Step {
        match next {
            Move::Verb(verb) => self.make_verb(world, line, verb),
            Move::TapAction(action) => match find_control(world, |control, _| control.action == *action).as_slice() {
                [(at, _)] => self.press(world, line, *at),
                _ => Step::Wait(format!("no key for {action:?} is on the screen")),
            },
            Move::Release(at) => {
                touch(world, TouchPhase::Ended, *at);
                Step::Done
            }
            Move::SeePlaced(count) if world.resource::<Kiosk>().reader().insertions >= *count => Step::Done,
            Move::SeePlaced(_) => Step::Wait("the reader did not see the card".into()),
            Move::SeeTaken if !world.resource::<Kiosk>().reader().card => Step::Done,
            Move::SeeTaken => Step::Wait("the reader did not see the card leave".into()),
            Move::Plugged(is_in) if world.resource::<Voice>().is_on() == *is_in => Step::Done,
            Move::Plugged(_) => Step::Wait("the headphones were not noticed".into()),
            Move::TapBar => match find_control(world, |control, _| control.action == SELECT).as_slice() {
                [(at, _)] => {
                    touch(world, TouchPhase::Started, *at);
                    self.moves.push_front((line, Move::Release(*at)));
                    Step::Done
                }
                _ => Step::Wait("the bar of the voice is not on the screen".into()),
            },
            Move::PassTime(left) if world.resource::<Clock>().goes_by_itself() => {
                self.moves.push_front((line, Move::Until(world.resource::<Clock>().elapsed() + *left)));
                Step::Done
            }
            Move::Until(time) if world.resource::<Clock>().elapsed() >= *time => Step::Done,
            Move::Until(_) => Step::Later,
            Move::PassTime(left) => {
                let step = (*left).min(CLOCK_STEP);
                world.resource_mut::<Clock>().advance(step);
                if *left > step {
                    self.moves.push_front((line, Move::PassTime(*left - step)));
                }
                Step::Done
            }
        }
    }

    fn make_verb(&mut self, world: &mut World, line: usize, verb: &Verb) -> Step {
        if self.waiting_since.is_none() {
            let at = world.resource::<Clock>().elapsed();
            if let Some(transcript) = world.resource_mut::<Kiosk>().transcript() {
                transcript.script(at, line, verb_name(verb));
            }
        }
        match verb {
            Verb::PlaceCard(person) => {
                let seen = world.resource::<Kiosk>().reader().insertions;
                self.moves.push_front((line, Move::SeePlaced(seen + 1)));
                with_hand(world, |hand| hand.place(person))
            }
            Verb::PullCard => {
                self.moves.push_front((line, Move::SeeTaken));
                with_hand(world, TrayHand::take)
            }
            Verb::CardFault(fault) => with_hand(world, |hand| hand.fault(fault)),
            Verb::CameraShows(scene) => with_hand(world, |hand| hand.film(scene)),
            Verb::CameraFault(fault) => with_hand(world, |hand| hand.camera_fault(fault)),
            Verb::Headphones(is_in) => {
                self.moves.push_front((line, Move::Plugged(*is_in)));
                with_hand(world, |hand| {
                    hand.plug(*is_in);
                    Ok(())
                })
            }
            Verb::Listen if world.resource::<Voice>().is_speaking() => Step::Wait("the voice did not end".into()),
            Verb::Listen => Step::Done,
            Verb::CentreFault(order) => match world.get_resource::<CentreAdmin>() {
                Some(admin) => admin.order(order).map_or_else(Step::Fail, |()| Step::Done),
                None => Step::Fail("there is no simulated centre here".into()),
            },
            Verb::LoseGpu => match world.get_resource::<RenderDevice>() {
                Some(device) => {
                    device.wgpu_device().destroy();
                    Step::Done
                }
                None => Step::Fail("nothing is drawn here".into()),
            },
            Verb::Tap(name) => self.tap(world, line, name),
            Verb::Press(key) => {
                press_key(world, *key);
                self.moves.push_front((line, Move::PassTime(HAND_PACE)));
                Step::Done
            }
            Verb::EnterPin(pin) => {
                let digits = pin.bytes().map(|byte| Action::Digit(byte - b'0')).chain([Action::EnterPin]);
                for action in digits.collect::<Vec<_>>().into_iter().rev() {
                    self.moves.push_front((line, Move::TapAction(action)));
                }
                Step::Done
            }
            Verb::Expect(text) => {
                let shown = texts(world);
                if shown.iter().any(|line| line.contains(text)) {
                    Step::Done
                } else {
                    Step::Wait(format!("'{text}' is not on the screen, which says: {}", shown.join(" / ")))
                }
            }
            Verb::ExpectNot(text) => match texts(world).iter().find(|line| line.contains(text)) {
                None => Step::Done,
                Some(line) => Step::Fail(format!("'{text}' is on the screen, in '{line}'")),
            },
            Verb::Wait(time) => {
                self.moves.push_front((line, Move::PassTime(*time)));
                Step::Done
            }
            Verb::Language(language) => {
                world.resource_mut::<Display>().act(Action::ChooseLanguage(*language));
                Step::Done
            }
        }
    }

    /// By the whole name, or else by a part of it that only one control has.
    fn tap(&mut self, world: &mut World, line: usize, name: &str) -> Step {
        let whole = find_control(world, |_, label| label == name);
        let found = if whole.is_empty() { find_control(world, |_, label| label.contains(name)) } else { whole };
        match found.as_slice() {
            [(at, _)] => self.press(world, line, *at),
            [] => Step::Wait(format!("no control '{name}' is on the screen, only: {}", control_names(world))),
            several => {
                let names: Vec<&str> = several.iter().map(|(_, label)| label.as_str()).collect();
                Step::Fail(format!("'{name}' fits several controls: {}", names.join(" / ")))
            }
        }
    }

    /// A tap; while a voice speaks, a finger that feels for the control, and a tap on the bar.
    fn press(&mut self, world: &mut World, line: usize, at: Vec2) -> Step {
        touch(world, TouchPhase::Started, at);
        if world.resource::<Voice>().is_on() && !is_of_tray(world, at) {
            self.moves.push_front((line, Move::TapBar));
            self.moves.push_front((line, Move::Release(at)));
            self.moves.push_front((line, Move::PassTime(FEEL)));
        } else {
            // A hand needs its time for the way to the next control; where time is measured, before it lets go, because the
            // machine works from then on.
            let (first, then) = match self.watches_glass {
                true => (Move::PassTime(HAND_PACE), Move::Release(at)),
                false => (Move::Release(at), Move::PassTime(HAND_PACE)),
            };
            self.moves.push_front((line, then));
            self.moves.push_front((line, first));
        }
        Step::Done
    }
}

/// The admin route of the simulated centre.
#[derive(Resource, Clone)]
pub struct CentreAdmin {
    pub base_url: String,
}

impl CentreAdmin {
    fn order(&self, order: &str) -> Result<(), String> {
        ureq::post(format!("{}/admin/faults", self.base_url))
            .header("content-type", "application/json")
            .send(order)
            .map(drop)
            .map_err(|error| format!("the centre did not take the fault: {error}"))
    }
}

fn with_hand(world: &mut World, act: impl FnOnce(&mut TrayHand) -> Result<(), String>) -> Step {
    match world.get_resource_mut::<TrayHand>() {
        Some(mut hand) => act(&mut hand).map_or_else(Step::Fail, |()| Step::Done),
        None => Step::Fail("there is no practice tray here".into()),
    }
}

fn is_of_tray(world: &mut World, at: Vec2) -> bool {
    find_control(world, |control, _| control.action.of_tray()).iter().any(|(middle, _)| *middle == at)
}

/// Middle and name of every control that fits.
pub fn find_control(world: &mut World, fits: impl Fn(&Control, &str) -> bool) -> Vec<(Vec2, String)> {
    let mut controls = world.query::<(&Control, &AccessibleLabel, &UiGlobalTransform, &ComputedNode)>();
    controls
        .iter(world)
        // Before its first layout a control has no size and no place.
        .filter(|(control, label, _, node)| node.size().min_element() > 0.0 && fits(control, &label.0))
        .map(|(_, label, transform, _)| (transform.translation, label.0.clone()))
        .collect()
}

fn control_names(world: &mut World) -> String {
    let names: Vec<String> = find_control(world, |_, _| true).into_iter().map(|(_, name)| name).collect();
    names.join(" / ")
}

/// Everything that the screen says, in the order of the tree.
pub fn texts(world: &mut World) -> Vec<String> {
    world.query::<&AccessibleLabel>().iter(world).map(|label| label.0.clone()).collect()
}

/// One touch event of one finger.
pub fn touch(world: &mut World, phase: TouchPhase, position: Vec2) {
    let Ok(window) = world.query_filtered::<Entity, With<PrimaryWindow>>().single(world) else { return };
    let input = TouchInput { phase, position, window, force: None, id: 1 };
    world.write_message(WindowEvent::TouchInput(input));
}

fn press_key(world: &mut World, key: KeyName) {
    let Ok(window) = world.query_filtered::<Entity, With<PrimaryWindow>>().single(world) else { return };
    let (key_code, logical_key) = match key {
        KeyName::Tab | KeyName::ShiftTab => (KeyCode::Tab, Key::Tab),
        KeyName::Enter => (KeyCode::Enter, Key::Enter),
        KeyName::Escape => (KeyCode::Escape, Key::Escape),
        KeyName::Left => (KeyCode::ArrowLeft, Key::ArrowLeft),
        KeyName::Right => (KeyCode::ArrowRight, Key::ArrowRight),
        KeyName::Up => (KeyCode::ArrowUp, Key::ArrowUp),
        KeyName::Down => (KeyCode::ArrowDown, Key::ArrowDown),
        KeyName::Letter(letter) => return strike_named(world, &letter.to_string()),
        KeyName::Function(number) => return strike_named(world, &format!("F{number}")),
    };
    strike(world, window, key_code, logical_key, key == KeyName::ShiftTab);
}

/// Strikes a key by its name, as `F1` or `r`.
pub fn strike_named(world: &mut World, name: &str) {
    let Ok(window) = world.query_filtered::<Entity, With<PrimaryWindow>>().single(world) else { return };
    let function_keys =
        [Key::F1, Key::F2, Key::F3, Key::F4, Key::F5, Key::F6, Key::F7, Key::F8, Key::F9, Key::F10, Key::F11];
    let key = function_keys.into_iter().find(|key| key_map::name(key) == name);
    let key = key.unwrap_or_else(|| Key::Character(name.into()));
    strike(world, window, KeyCode::Unidentified(NativeKeyCode::Unidentified), key, false);
}

/// Strikes a character key, as on a keyboard.
pub fn type_character(world: &mut World, character: char) {
    let Ok(window) = world.query_filtered::<Entity, With<PrimaryWindow>>().single(world) else { return };
    strike(
        world,
        window,
        KeyCode::Unidentified(NativeKeyCode::Unidentified),
        Key::Character(character.to_string().into()),
        false,
    );
}

fn strike(world: &mut World, window: Entity, key_code: KeyCode, logical_key: Key, shift: bool) {
    let mut strokes = vec![(key_code, logical_key)];
    if shift {
        strokes.insert(0, (KeyCode::ShiftLeft, Key::Shift));
    }
    let ends = strokes.iter().rev().map(|stroke| (stroke.clone(), ButtonState::Released));
    let all: Vec<_> = strokes.iter().map(|stroke| (stroke.clone(), ButtonState::Pressed)).chain(ends).collect();
    for ((key_code, logical_key), state) in all {
        world.write_message(KeyboardInput { key_code, logical_key, state, text: None, repeat: false, window });
    }
}

fn verb_name(verb: &Verb) -> &'static str {
    match verb {
        Verb::PlaceCard(_) => "place card",
        Verb::PullCard => "pull card",
        Verb::Tap(_) => "tap",
        Verb::Press(_) => "press",
        Verb::EnterPin(_) => "enter pin",
        Verb::Expect(_) => "expect",
        Verb::ExpectNot(_) => "expect no",
        Verb::Wait(_) => "wait",
        Verb::Language(_) => "language",
        Verb::CardFault(_) => "card fault",
        Verb::CameraShows(_) => "camera shows",
        Verb::CameraFault(_) => "camera fault",
        Verb::Headphones(_) => "headphones",
        Verb::Listen => "listen",
        Verb::CentreFault(_) => "centre",
        Verb::LoseGpu => "lose gpu",
    }
}
