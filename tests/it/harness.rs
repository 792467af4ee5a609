//! A kiosk that a test uses as a person does: `place_card`, `tap`, `enter_pin`, `expect`. Layout, touch, keys and names
//! are the app's own; card, PC/SC, centre, database and result folder are real; only window and clock are not.

use crate::bench::{BENCH, Slot};
use bevy::input::ButtonState;
use bevy::input::keyboard::{Key as KeyOf, KeyCode, KeyboardInput};
use bevy::input::touch::{TouchInput, TouchPhase};
use bevy::input_focus::InputFocus;
use bevy::prelude::*;
use bevy::ui::UiGlobalTransform;
use bevy::ui::prelude::AccessibleLabel;
use bevy::window::{PrimaryWindow, WindowEvent};
use crossbeam_channel::{Receiver, bounded, unbounded};
use jiff::{Timestamp, civil::Date};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use uketsuke::app::key_map::Meaning;
use uketsuke::app::plugin::{Parts, Platform, build};
use uketsuke::app::start::Seams;
use uketsuke::app::voice::Voice;
use uketsuke::app::{Clock, start};
use uketsuke::audit::Entry;
use uketsuke::audit::verify::verify;
use uketsuke::centre::{self, CentreHandle, CentreOptions};
use uketsuke::config::{Camera, Card, Centre, Config, Face, Facility, Link, Paper, Record, Results, Screen, Speech};
use uketsuke::devices::ApduCount;
use uketsuke::devices::camera::played::{Film, Projector};
use uketsuke::devices::card::virtual_card::{Counters, Key, PracticeTerminalKey, Reader};
use uketsuke::devices::card::{CardConfig, CardLimits, CardTrust, PracticeCardFace, ReaderPolicy, SOCKET_VARIABLE};
use uketsuke::devices::hospital::Encoding;
use uketsuke::devices::hospital::fhir::FhirSink;
use uketsuke::devices::speech::Heard;
use uketsuke::devices::speech::jack::PracticeJack;
use uketsuke::devices::speech::sound::tape::Tape;
use uketsuke::link::protocol::Trouble;
use uketsuke::practice::own_face::Webcam;
use uketsuke::practice::persons;
use uketsuke::practice::pki::Pki;
use uketsuke::practice::scene::Scene;
use uketsuke::practice::terminal::{FACILITY, practice_staff};
use uketsuke::practice::tray::{Before, Hand, Sound, Stage, TrayHand};
use uketsuke::script::driver::{self, CentreAdmin, Driver, Progress};
use uketsuke::script::transcript::Transcript;
use uketsuke::script::verb::{Verb, parse, parse_script};
use uketsuke::session::face::{FaceReadiness, FaceRefusal};
use uketsuke::session::secret::CardPhoto;
use uketsuke::session::{FacilitySettings, StepName};
use uketsuke::staff::{StaffConfig, sight};
use uketsuke::ui::layout::Caption;
use uketsuke::ui::widgets::{Control, Heading};

/// The day on which all tests take place, at nine in the morning in Japan.
const NOW: &str = "2026-11-23T00:00:00Z";
/// What takes longer than this does not come.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a look at the inbox may last, while a device works.
const LOOK: Duration = Duration::from_millis(20);

/// A hospital's choice of encoding and questions, and the glass.
pub struct Setting {
    pub consents: FacilitySettings,
    pub paper: Paper,
    /// Changes what the centre knows of people.
    pub people: fn(&mut Vec<persons::Person>),
    pub fhir: Option<FhirSink>,
    pub encoding: Encoding,
    pub size: UVec2,
    pub px_per_mm: f32,
    pub face: Face,
    /// A real camera for who practises with their own face.
    pub webcam: Option<Webcam>,
    pub speech: Speech,
    pub keys: BTreeMap<Meaning, String>,
    /// The practice tray is on the glass.
    pub tray: bool,
    /// What the voice is recorded on.
    pub tape: Tape,
    /// Where its pairing with a desk lies, if it has one.
    pub link: Link,
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            consents: FacilitySettings::default(),
            paper: Paper::default(),
            people: |_| {},
            fhir: None,
            encoding: Encoding::ShiftJis,
            size: UVec2::new(1080, 1920),
            px_per_mm: 4.03,
            face: Face::default(),
            webcam: None,
            speech: Speech { fixed_pad: true, ..Speech::default() },
            keys: BTreeMap::new(),
            tray: true,
            tape: Tape::default(),
            link: Link { folder: "/nonexistent".into() },
        }
    }
}

/// The glass of a kiosk, and the hands that use it.
pub struct Hands {
    app: App,
    wake: Receiver<()>,
    /// What was heard.
    ear: Receiver<Heard>,
    steps: usize,
    /// Which line of a script is running, for the message of a failure.
    what: String,
}

/// Something on the glass.
#[derive(Debug, Clone)]
pub struct Seen {
    pub name: String,
    pub area: Rect,
    pub is_control: bool,
    /// The frame of a scan is around it.
    pub framed: bool,
    pub focused: bool,
}

/// A kiosk with everything behind it.
pub struct Kiosk {
    hands: Hands,
    /// There, but for the moment of its restart.
    centre: Option<CentreHandle>,
    reader: Arc<Mutex<Reader>>,
    setting: Setting,
    folder: tempfile::TempDir,
    slot: Slot,
}

impl Deref for Kiosk {
    type Target = Hands;

    fn deref(&self) -> &Hands {
        &self.hands
    }
}

impl DerefMut for Kiosk {
    fn deref_mut(&mut self) -> &mut Hands {
        &mut self.hands
    }
}

/// A kiosk whose card, centre and hospital are in another process.
pub struct Elsewhere {
    pub reader: String,
    pub centre: String,
    /// Keys of the practice CA.
    pub keys: PathBuf,
    pub card_face_code: String,
    /// What the camera plays.
    pub film: PathBuf,
    pub results: PathBuf,
}

/// Moves the virtual card of this test.
struct TestHand {
    reader: Arc<Mutex<Reader>>,
    today: Date,
}

impl Hand for TestHand {
    fn place(&mut self, person: &str) -> Result<(), String> {
        self.reader.lock().unwrap().place(person, self.today).map_err(|error| error.to_string())
    }

    fn place_with_photo(&mut self, person: &str, photo: CardPhoto) -> Result<(), String> {
        let person = persons::find(person).ok_or("nobody")?;
        let mut reader = self.reader.lock().unwrap();
        reader.place_card(person, Some(photo), self.today).map_err(|error| error.to_string())
    }

    fn take(&mut self) -> Result<(), String> {
        // What a fault did to the card is the test's own doing.
        self.reader.lock().unwrap().take().ok();
        Ok(())
    }

    fn fault(&mut self, fault: &str) -> Result<(), String> {
        let fault = fault.parse().map_err(|error| format!("{error}"))?;
        self.reader.lock().unwrap().fault(fault);
        Ok(())
    }
}

impl Kiosk {
    /// With the field's default settings, at its first screen.
    pub fn start() -> Self {
        Self::with(Setting::default())
    }

    pub fn with(setting: Setting) -> Self {
        let slot = BENCH.take_slot();
        let folder = tempfile::tempdir().unwrap();
        let (cards, face) = (folder.path().join("cards"), folder.path().join("face"));
        for new in [&cards, &face] {
            std::fs::create_dir(new).unwrap();
        }
        let centre = start_centre(&setting, folder.path(), ([127, 0, 0, 1], 0).into());
        let reader = Reader::start(slot.address(), Arc::clone(&BENCH.pki), cards).unwrap();
        let reader = Arc::new(Mutex::new(reader));
        let hands = switch_on(&setting, &centre.base_url(), folder.path(), &slot, &reader);
        let mut kiosk = Self { hands, centre: Some(centre), reader, setting, folder, slot };
        kiosk.expect("マイナンバーカードを ここに");
        kiosk.await_faces();
        kiosk
    }

    /// The kiosk's program ends and starts again. What lies on the reader stays there.
    pub fn restart(&mut self) -> &mut Self {
        drop(std::mem::replace(&mut self.hands.app, App::new()));
        self.hands = switch_on(&self.setting, &self.centre_url(), self.folder.path(), &self.slot, &self.reader);
        self
    }

    /// The centre's program ends and starts again at its address, with what it had written.
    pub fn restart_centre(&mut self) -> &mut Self {
        let address = self.centre.take().unwrap().addr;
        self.centre = Some(start_centre(&self.setting, self.folder.path(), address));
        self
    }

    /// What the voice is recorded on.
    pub fn tape(&self) -> &Tape {
        &self.setting.tape
    }

    fn centre_url(&self) -> String {
        self.centre.as_ref().unwrap().base_url()
    }

    /// Another card in the place of the one that lies there, before the kiosk has looked.
    pub fn swap_card(&mut self, person: &str) {
        let today = self.app.world().resource::<Clock>().now().today;
        let mut reader = self.reader.lock().unwrap();
        reader.take().unwrap();
        reader.place(person, today).unwrap();
    }

    /// A whole script, then back to the first screen with new cards.
    pub fn run_script(&mut self, source: &str, name: &str) {
        self.step("camera shows owner").step("camera fault none");
        for (line, verb) in parse_script(source).unwrap_or_else(|error| panic!("{name}: {error}")) {
            self.what = format!("{name}, line {line}");
            self.perform(verb);
        }
        self.what.clear();
        self.pull_card().wait_seconds(30).expect("マイナンバーカードを ここに");
        for counters in std::fs::read_dir(self.folder.path().join("cards")).unwrap() {
            std::fs::remove_file(counters.unwrap().path()).unwrap();
        }
    }
}

fn start_centre(setting: &Setting, folder: &Path, listen: SocketAddr) -> CentreHandle {
    let now = now();
    let mut people = persons::persons().to_vec();
    (setting.people)(&mut people);
    centre::spawn(CentreOptions {
        listen,
        data: folder.join("centre.sqlite"),
        trust: BENCH.ca_file(),
        clock: Arc::new(move || now),
        people,
    })
    .unwrap()
}

/// A kiosk's program, with the ends of its devices in hand.
fn switch_on(setting: &Setting, centre: &str, folder: &Path, slot: &Slot, reader: &Arc<Mutex<Reader>>) -> Hands {
    let config = config(setting, centre.into(), folder.join("face"), folder.join("record"));
    let (heard, ear) = unbounded();
    let stage = Stage {
        projector: Projector::new(Film::Scene(Scene::default())),
        card_face: PracticeCardFace::default(),
        webcam: setting.webcam.clone(),
        jack: PracticeJack::default(),
        sound: Sound::Tape { tape: setting.tape.clone(), ear: Some(heard) },
    };
    let seams = seams(&stage, slot.reader(), &BENCH.pki);
    let clock = Clock::at(now());
    let today = clock.now().today;
    let mut parts = start::parts(&config, seams, clock).unwrap();
    parts.kiosk.transcribe(Transcript::create(&folder.join("transcript.jsonl")).unwrap());
    let hand = Box::new(TestHand { reader: Arc::clone(reader), today });
    let mut hand = TrayHand::new(hand, stage, Before::Owner, parts.waker.clone());
    if !setting.tray {
        hand.hide();
    }
    parts.hand = Some(hand);
    parts.centre_admin = Some(CentreAdmin { base_url: centre.into() });
    Hands::on(setting.size, parts, ear)
}

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

/// The virtual ends of a kiosk.
fn seams(stage: &Stage, reader: String, keys: &Pki) -> Seams {
    let socket = std::env::var_os(SOCKET_VARIABLE).unwrap().into();
    let card = CardConfig {
        readers: ReaderPolicy::OnlyVirtual { name: reader, socket },
        trust: CardTrust::PracticeCa(keys.ca_certificate_der().to_vec()),
        limits: CardLimits { silent_after: Duration::from_millis(1500), ..CardLimits::default() },
        terminal: Some(Arc::new(PracticeTerminalKey::new(keys).unwrap())),
    };
    Seams { card, card_face: Box::new(stage.card_face.clone()), camera: stage.camera(), speech: stage.speech() }
}

impl Hands {
    fn on(size: UVec2, mut parts: Parts, ear: Receiver<Heard>) -> Self {
        parts.script = Some(Driver::idle());
        let (woken, wake) = bounded(1);
        parts.waker.connect(move || {
            // A wake-up that waits already is enough.
            woken.try_send(()).ok();
        });
        Self { app: build(Platform::Headless { size }, parts), wake, ear, steps: 0, what: String::new() }
    }

    /// A kiosk alone in its process.
    pub fn alone(setting: &Setting, elsewhere: Elsewhere) -> Self {
        let record = elsewhere.results.with_file_name("record");
        let config = config(setting, elsewhere.centre, elsewhere.results, record);
        let (heard, ear) = unbounded();
        let stage = Stage {
            projector: Projector::new(Film::open(&elsewhere.film).unwrap()),
            card_face: PracticeCardFace::default(),
            webcam: None,
            jack: PracticeJack::default(),
            sound: Sound::Tape { tape: setting.tape.clone(), ear: Some(heard) },
        };
        stage.card_face.lay(Some(elsewhere.card_face_code));
        let seams = seams(&stage, elsewhere.reader, &Pki::open(&elsewhere.keys).unwrap());
        Self::on(setting.size, start::parts(&config, seams, Clock::at(now())).unwrap(), ear)
    }

    /// Any step, in the words of a script.
    pub fn step(&mut self, line: &str) -> &mut Self {
        let verb = parse(line).unwrap_or_else(|why| panic!("'{line}' {why}"));
        self.perform(verb)
    }

    pub fn place_card(&mut self, person: &str) -> &mut Self {
        self.step(&format!("place card {person}"))
    }

    pub fn pull_card(&mut self) -> &mut Self {
        self.perform(Verb::PullCard)
    }

    pub fn tap(&mut self, name: &str) -> &mut Self {
        self.perform(Verb::Tap(name.into()))
    }

    pub fn enter_pin(&mut self, pin: &str) -> &mut Self {
        self.perform(Verb::EnterPin(pin.into()))
    }

    pub fn expect(&mut self, text: &str) -> &mut Self {
        self.perform(Verb::Expect(text.into()))
    }

    pub fn expect_no(&mut self, text: &str) -> &mut Self {
        self.perform(Verb::ExpectNot(text.into()))
    }

    pub fn wait_seconds(&mut self, seconds: u64) -> &mut Self {
        self.perform(Verb::Wait(Duration::from_secs(seconds)))
    }

    fn perform(&mut self, verb: Verb) -> &mut Self {
        self.steps += 1;
        let step = self.steps;
        self.app.world_mut().resource_mut::<Driver>().push(step, verb.clone());
        loop {
            self.app.update();
            let driver = self.app.world().resource::<Driver>();
            match driver.progress() {
                Progress::Finished => return self,
                Progress::Failed(failure) => panic!("{} step {step}, {verb:?}: {}", self.what, failure.what),
                Progress::Running if driver.is_waiting() => {
                    // Woken by a device, or another look after a moment.
                    self.wake.recv_timeout(LOOK).ok();
                }
                Progress::Running => {}
            }
        }
    }

    /// Until the kiosk knows whether it can check faces: before, its choice of ways is another.
    fn await_faces(&mut self) {
        let begun = Instant::now();
        while self.session().face() == FaceReadiness::Not(FaceRefusal::Starting) {
            assert!(begun.elapsed() < driver::PATIENCE, "neither faces nor why not");
            self.wake.recv_timeout(LOOK).ok();
            self.app.update();
        }
    }

    /// Strokes of named keys, one after the other.
    pub fn keys(&mut self, keys: &[&str]) -> &mut Self {
        for key in keys {
            self.step(&format!("press {key}"));
            self.app.update();
        }
        self
    }

    /// What was heard since the last time, once the voice is silent.
    pub fn listen(&mut self) -> Vec<Heard> {
        let mut heard = Vec::new();
        let mut silent = 0;
        let began = Instant::now();
        while silent < 3 {
            assert!(began.elapsed() < driver::PATIENCE, "the voice does not come to its end: {heard:?}");
            self.app.update();
            heard.extend(self.ear.try_iter());
            if self.app.world().resource::<Voice>().is_speaking() {
                silent = 0;
                self.wake.recv_timeout(LOOK).ok();
            } else {
                silent += 1;
            }
        }
        heard.extend(self.ear.try_iter());
        heard
    }

    /// A finger, at parts of the glass's width and height.
    pub fn finger(&mut self, phase: TouchPhase, at: Vec2) {
        let size = self.size();
        driver::touch(self.app.world_mut(), phase, at * size);
        self.app.update();
    }

    /// Time passes for the hands, without a look at anything.
    pub fn pass(&mut self, time: Duration) {
        self.app.world_mut().resource_mut::<Clock>().advance(time);
        self.app.update();
    }

    pub fn size(&mut self) -> Vec2 {
        let mut windows = self.app.world_mut().query::<&Window>();
        windows.single(self.app.world()).unwrap().physical_size().as_vec2()
    }

    /// Waits until the caption of the voice says this.
    pub fn expect_caption(&mut self, words: &str) -> &mut Self {
        let seen = |hands: &mut Self| {
            // A long sentence comes leaf by leaf.
            hands.pass(Duration::from_millis(500));
            hands.caption().contains(&words.replace(' ', ""))
        };
        self.look_until(seen, words)
    }

    /// What the caption of the voice shows now, without the spaces between its phrases.
    pub fn caption(&mut self) -> String {
        let mut captions = self.app.world_mut().query_filtered::<&Text, With<Caption>>();
        let shown = captions.iter(self.app.world()).map(|text| text.0.as_str());
        shown.collect::<String>().replace(['\u{2060}', ' ', '\n'], "")
    }

    /// Waits until the voice is heard again.
    pub fn expect_no_trouble(&mut self) -> &mut Self {
        self.look_until(|hands| hands.voice().trouble().is_none(), "the voice is back")
    }

    fn look_until(&mut self, seen: impl Fn(&mut Self) -> bool, what: &str) -> &mut Self {
        let began = Instant::now();
        while !seen(self) {
            assert!(began.elapsed() < driver::PATIENCE, "waited for '{what}'");
            self.app.update();
            self.wait_a_moment();
        }
        self
    }

    /// Everything that can be read on the glass.
    pub fn texts(&mut self) -> Vec<String> {
        driver::texts(self.app.world_mut())
    }

    /// A tap of a finger, if the control is still there when it comes down.
    pub fn press(&mut self, name: &str) {
        for phase in [TouchPhase::Started, TouchPhase::Ended] {
            if let Some(at) = self.place_of(name) {
                self.touch(phase, at);
            }
            self.pass(Duration::from_millis(300));
        }
    }

    /// Somebody, or the network, sets the time of day.
    pub fn jump_clock(&mut self, hours: i64) {
        self.app.world_mut().resource_mut::<Clock>().set_by(hours);
    }

    pub fn devices(&self) -> &uketsuke::devices::Devices {
        self.app.world().resource::<uketsuke::app::Kiosk>().devices()
    }

    /// While a voice speaks: a finger comes upon a control, and is lifted.
    pub fn feel(&mut self, name: &str) -> &mut Self {
        // Where it comes to rest.
        self.look_until(|hands| hands.place_of(name).is_some_and(|at| hands.place_of(name) == Some(at)), name);
        let at = self.place_of(name).unwrap();
        for (phase, time) in [(TouchPhase::Started, 250), (TouchPhase::Ended, 600)] {
            driver::touch(self.app.world_mut(), phase, at);
            self.app.update();
            self.pass(Duration::from_millis(time));
        }
        self
    }

    fn place_of(&mut self, name: &str) -> Option<Vec2> {
        self.app.update();
        driver::find_control(self.app.world_mut(), |_, label| label == name).first().map(|(at, _)| *at)
    }

    /// A tap on the bar along the bottom edge.
    pub fn press_bar(&mut self) -> &mut Self {
        self.contact("選ぶ", TouchPhase::Started).contact("選ぶ", TouchPhase::Ended)
    }

    /// Strikes a key by its name.
    pub fn strike(&mut self, name: &str) -> &mut Self {
        driver::strike_named(self.app.world_mut(), name);
        self.app.update();
        self.wait_seconds(1)
    }

    /// The kiosk goes on until it is so.
    pub fn until(&mut self, what: &str, is_so: impl Fn(&mut Self) -> bool) -> &mut Self {
        let begun = Instant::now();
        while !is_so(self) {
            assert!(begun.elapsed() < PATIENCE, "waited {PATIENCE:?}, but not: {what}");
            self.wake.recv_timeout(LOOK).ok();
            self.app.update();
        }
        self
    }

    /// The kiosk goes on while somebody elsewhere waits for it.
    pub fn meanwhile<T>(&mut self, elsewhere: std::thread::JoinHandle<T>) -> T {
        self.until("it is done elsewhere", |_| elsewhere.is_finished());
        elsewhere.join().unwrap()
    }

    /// Its desk hears it.
    pub fn is_online(&self) -> bool {
        self.app.world().get_resource::<uketsuke::app::link::DeskLink>().is_some_and(|link| link.is_online())
    }

    /// A control of this name stands on the glass.
    pub fn is_offered(&mut self, name: &str) -> bool {
        self.controls_from_the_top().iter().any(|control| control == name)
    }

    /// Until a device says something, or a moment has passed.
    pub fn wait_a_moment(&mut self) {
        self.wake.recv_timeout(LOOK).ok();
    }

    pub fn voice(&self) -> &Voice {
        self.app.world().resource::<Voice>()
    }

    pub fn update(&mut self) {
        self.app.update();
    }

    /// Digits on the keyboard, at a hand's pace.
    pub fn type_digits(&mut self, digits: &str) -> &mut Self {
        for digit in digits.chars() {
            driver::type_character(self.app.world_mut(), digit);
            self.app.update();
            self.wait_seconds(1);
        }
        self
    }

    /// A finger comes down on a control and stays.
    pub fn press_down(&mut self, name: &str) -> &mut Self {
        self.contact(name, TouchPhase::Started)
    }

    /// The finger is lifted over a control, which may be another one.
    pub fn release_over(&mut self, name: &str) -> &mut Self {
        self.contact(name, TouchPhase::Ended)
    }

    fn contact(&mut self, name: &str, phase: TouchPhase) -> &mut Self {
        let world = self.app.world_mut();
        let found = driver::find_control(world, |_, label| label == name);
        assert_eq!(found.len(), 1, "controls named {name}: {found:?}");
        driver::touch(world, phase, found[0].0);
        self.app.update();
        self.app.update();
        self
    }

    pub fn step_name(&self) -> StepName {
        self.session().state().step_name()
    }

    fn session(&self) -> &uketsuke::session::Session {
        self.app.world().resource::<uketsuke::app::Kiosk>().session()
    }

    /// What the next patient is asked.
    pub fn newest_settings(&self) -> &FacilitySettings {
        self.session().newest_settings()
    }

    /// What staff are told that does not work.
    pub fn troubles(&self) -> Vec<Trouble> {
        sight::troubles(self.session(), self.voice().trouble().is_some(), false, &self.devices().ailments())
    }

    pub fn apdus(&self) -> ApduCount {
        self.app.world().resource::<uketsuke::app::Kiosk>().devices().apdus()
    }

    pub fn staff_calls(&self) -> u32 {
        self.app.world().resource::<uketsuke::app::Kiosk>().devices().staff_calls()
    }

    /// Names of all controls, the highest first.
    pub fn controls_from_the_top(&mut self) -> Vec<String> {
        let mut found = driver::find_control(self.app.world_mut(), |_, _| true);
        found.sort_by(|(a, _), (b, _)| a.y.total_cmp(&b.y));
        found.into_iter().map(|(_, name)| name).collect()
    }

    /// What somebody sees who looks at the glass.
    pub fn look(&mut self) -> Vec<Seen> {
        self.app.update();
        let world = self.app.world_mut();
        let focused = world.resource::<InputFocus>().get();
        let mut things = world.query::<(
            Entity,
            &AccessibleLabel,
            &ComputedNode,
            &UiGlobalTransform,
            Has<Control>,
            Has<uketsuke::a11y::Scanned>,
        )>();
        let seen = things.iter(world).map(|(entity, name, node, at, is_control, framed)| Seen {
            name: name.0.clone(),
            area: Rect::from_center_size(at.translation, node.size()),
            is_control,
            framed,
            focused: focused == Some(entity),
        });
        seen.collect()
    }

    /// The largest words on the glass; none while a screen is built.
    pub fn heading(&mut self) -> String {
        let world = self.app.world_mut();
        let mut headings = world.query_filtered::<&AccessibleLabel, With<Heading>>();
        headings.iter(world).map(|name| name.0.clone()).collect()
    }

    /// A finger at a pixel.
    pub fn touch(&mut self, phase: TouchPhase, at: Vec2) {
        driver::touch(self.app.world_mut(), phase, at);
        self.app.update();
    }

    /// One of many fingers, without a look at what comes of it. The staff panel hears it too.
    pub fn touch_by(&mut self, finger: u64, phase: TouchPhase, position: Vec2) {
        let world = self.app.world_mut();
        let window = world.query_filtered::<Entity, With<PrimaryWindow>>().single(world).unwrap();
        let input = TouchInput { phase, position, window, force: None, id: finger };
        world.write_message(input);
        world.write_message(WindowEvent::TouchInput(input));
    }

    /// Keys that go down in this order, and come up in the other.
    pub fn chord(&mut self, keys: &[(KeyCode, KeyOf)]) {
        let world = self.app.world_mut();
        let window = world.query_filtered::<Entity, With<PrimaryWindow>>().single(world).unwrap();
        let down = keys.iter().map(|key| (key, ButtonState::Pressed));
        let up = keys.iter().rev().map(|key| (key, ButtonState::Released));
        for ((key_code, logical_key), state) in down.chain(up) {
            let (key_code, logical_key) = (*key_code, logical_key.clone());
            world.write_message(KeyboardInput { key_code, logical_key, state, text: None, repeat: false, window });
        }
        self.app.update();
    }

    /// Nothing has asked the program to end, and its window is there.
    pub fn is_running(&mut self) -> bool {
        let world = self.app.world_mut();
        let windows = world.query_filtered::<(), With<PrimaryWindow>>().iter(world).count();
        windows == 1 && self.app.should_exit().is_none()
    }

    /// How many things there are in the app's world.
    pub fn things(&self) -> u32 {
        self.app.world().entities().count_spawned()
    }

    /// A key goes down, without waiting.
    pub fn stroke(&mut self, name: &str) {
        driver::strike_named(self.app.world_mut(), name);
        self.app.update();
    }

    /// How far down the card in the picture of the first screen is.
    pub fn card_in_the_picture(&mut self) -> Val {
        self.app.update();
        let mut cards = self.app.world_mut().query_filtered::<&Node, With<uketsuke::ui::widgets::MovingCard>>();
        cards.single(self.app.world()).unwrap().top
    }

    /// What the patient has chosen about the look.
    pub fn looks(&self) -> uketsuke::app::display::Looks {
        self.app.world().resource::<uketsuke::app::display::Display>().looks
    }

    /// The time of the visit.
    pub fn now(&self) -> Duration {
        self.app.world().resource::<Clock>().elapsed()
    }

    /// Waits for a text while the visit's clock goes on, a second at a time.
    pub fn expect_in_time(&mut self, text: &str) -> &mut Self {
        for _ in 0..10 {
            self.wait_seconds(1);
            for _ in 0..40 {
                self.app.update();
                if driver::texts(self.app.world_mut()).iter().any(|line| line.contains(text)) {
                    return self;
                }
                self.wake.recv_timeout(LOOK).ok();
            }
        }
        self.expect(text)
    }
}

impl Kiosk {
    /// What the card itself has kept of the tries of its PIN.
    pub fn pin_tries_left(&self, person: &str) -> u8 {
        self.tries_left(person, Key::AuthPin)
    }

    /// What the card itself has kept.
    pub fn tries_left(&self, person: &str, key: Key) -> u8 {
        let person = persons::find(person).unwrap();
        Counters::open(&self.folder.path().join("cards"), person).unwrap().left(key)
    }

    /// The files that the hospital's systems find.
    pub fn results(&self) -> Vec<PathBuf> {
        let files = std::fs::read_dir(self.folder.path().join("face")).unwrap();
        files.map(|file| file.unwrap().path()).collect()
    }

    /// Waits until so many results have come, or more.
    pub fn expect_results(&mut self, at_least: usize) {
        let folder = self.result_folder();
        let come = |_: &mut Hands| std::fs::read_dir(&folder).unwrap().count() >= at_least;
        self.until("every result has come", come);
    }

    /// The only file that the hospital's systems find, as text.
    pub fn result(&self) -> String {
        let results = self.results();
        assert_eq!(results.len(), 1, "{results:?}");
        let bytes = std::fs::read(&results[0]).unwrap();
        encoding_rs::SHIFT_JIS.decode(&bytes).0.into_owned()
    }

    pub fn result_folder(&self) -> PathBuf {
        self.folder.path().join("face")
    }

    /// Where results wait for that folder.
    pub fn spool_folder(&self) -> PathBuf {
        self.folder.path().join("spool")
    }

    /// What the kiosk has recorded so far.
    pub fn recorded(&self) -> Vec<Entry> {
        self.app.world().resource::<uketsuke::app::Kiosk>().record().flush();
        let mut entries = Vec::new();
        let finding = verify(&self.record_folder(), |kept| entries.push(kept.entry.clone())).unwrap();
        assert_eq!(finding.faults, []);
        entries
    }

    pub fn record_folder(&self) -> PathBuf {
        self.folder.path().join("record")
    }

    pub fn transcript(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("transcript.jsonl")).unwrap()
    }

    /// Whom the centre has registered for who asked.
    pub fn registered_at_the_centre(&self) -> Vec<String> {
        let url = format!("{}/admin/registered", self.centre_url());
        ureq::get(url).call().unwrap().body_mut().read_json().unwrap()
    }

    /// As the facility does, while the kiosk runs.
    pub fn write_settings(&self, text: &str) {
        std::fs::write(self.folder.path().join("facility.toml"), text).unwrap();
    }

    /// What the centre holds of consents, as its admin route tells it.
    pub fn consents_at_the_centre(&self) -> serde_json::Value {
        let url = format!("{}/admin/consents", self.centre_url());
        ureq::get(url).call().unwrap().body_mut().read_json().unwrap()
    }
}

impl Drop for Kiosk {
    fn drop(&mut self) {
        // The next test on this reader must not see a card that pcscd has not missed yet.
        if !std::thread::panicking() {
            self.pull_card();
        }
    }
}

/// Hashing takes a while; once is enough.
static STAFF: std::sync::OnceLock<StaffConfig> = std::sync::OnceLock::new();

fn config(setting: &Setting, centre: String, face: PathBuf, record: PathBuf) -> Config {
    let settings = record.with_file_name("facility.toml");
    std::fs::write(&settings, toml::to_string(&setting.consents).unwrap()).unwrap();
    Config {
        facility: Facility { code: FACILITY.into(), name: "練習病院".into(), settings },
        screen: Screen { px_per_mm: Some(setting.px_per_mm), ..Screen::default() },
        card: Card::default(),
        camera: Camera::default(),
        face: setting.face.clone(),
        speech: setting.speech.clone(),
        keys: setting.keys.clone(),
        centre: Centre { url: centre },
        results: Results {
            folder: face,
            encoding: setting.encoding,
            spool: record.with_file_name("spool"),
            fhir: setting.fhir.clone(),
        },
        paper: setting.paper.clone(),
        record: Record { folder: record, ..Record::default() },
        link: setting.link.clone(),
        staff: STAFF.get_or_init(practice_staff).clone(),
    }
}
