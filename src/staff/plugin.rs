//! Puts the panel into the app: how it is opened, what it is shown, and what becomes of its wishes.

use super::own_settings::{OwnSettings, Setting};
use super::panel::{Panel, Seen, Sight, Wish};
use super::{Role, sight};
use crate::app::announce::give_time;
use crate::app::clock::Clock;
use crate::app::display::{Display, Looks};
use crate::app::fingers::LONGEST;
use crate::app::kiosk::Kiosk;
use crate::app::link::DeskLink;
use crate::app::view::Sentences;
use crate::app::voice::Voice;
use crate::audit::Entry;
use crate::devices::backlight::Backlight;
use crate::devices::paper::WaysWords;
use crate::fallback::{self, ways};
use crate::i18n::{Catalogue, Language, tr};
use crate::session::{Actor, Order, ScreenNumber, VisitNumber};
use crate::ui::theme::{Colours, Letters, TextSize, Theme};
use crate::ui::widgets::Fonts;
use bevy::input::ButtonState;
use bevy::input::keyboard::KeyboardInput;
use bevy::input::touch::{TouchInput, TouchPhase};
use bevy::prelude::*;
use bevy::window::{PrimaryWindow, RequestRedraw};
use bevy_egui::{
    EguiContextSettings, EguiContexts, EguiFullOutput, EguiGlobalSettings, EguiPlugin, EguiPostUpdateSet,
    EguiPrimaryContextPass, PrimaryEguiContext, egui,
};
use jiff::civil::Date;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Two fingers, one in each upper corner of the glass, held so long.
const HOLD: Duration = Duration::from_secs(3);
/// How large a corner is.
const CORNER_MM: f32 = 30.0;

/// The panel and what it changes.
#[derive(Resource)]
pub struct StaffPanel {
    pub panel: Panel,
    pub own: OwnSettings,
    /// Where its settings are kept.
    pub folder: PathBuf,
    pub backlight: Option<Backlight>,
    pub practice: bool,
    corners: Corners,
}

/// Which fingers lie where, and since when both corners are held.
#[derive(Default)]
struct Corners {
    /// Where each is, and when it was heard of last.
    fingers: HashMap<u64, (Vec2, Duration)>,
    since: Option<Duration>,
}

impl Corners {
    fn hear(&mut self, touch: &TouchInput, now: Duration) {
        match touch.phase {
            TouchPhase::Started | TouchPhase::Moved => _ = self.fingers.insert(touch.id, (touch.position, now)),
            TouchPhase::Ended | TouchPhase::Canceled => _ = self.fingers.remove(&touch.id),
        }
    }

    /// `true` when both have been held long enough. A third finger is a hand that rests there.
    fn judge(&mut self, now: Duration, width: f32, corner: f32) -> bool {
        // One that was lifted, and nobody was told, keeps the panel closed for a while only.
        self.fingers.retain(|_, (_, heard)| now < *heard + LONGEST);
        let fingers: Vec<Vec2> = self.fingers.values().map(|(at, _)| *at).collect();
        let left = |at: &Vec2| at.x <= corner && at.y <= corner;
        let right = |at: &Vec2| at.x >= width - corner && at.y <= corner;
        let held = fingers.len() == 2 && fingers.iter().any(left) && fingers.iter().any(right);
        if !held {
            self.since = None;
            return false;
        }
        let since = *self.since.get_or_insert(now);
        if now < since + HOLD {
            return false;
        }
        self.since = None;
        true
    }
}

/// Ctrl and Alt, as they are held.
#[derive(Default)]
struct Chord {
    control: bool,
    alt: bool,
}

impl Chord {
    /// In the order in which they came: a keypad sends a whole chord at once. `true`: S with both held.
    fn hear(&mut self, key: &KeyboardInput) -> bool {
        let down = key.state == ButtonState::Pressed;
        match key.key_code {
            KeyCode::ControlLeft | KeyCode::ControlRight => self.control = down,
            KeyCode::AltLeft | KeyCode::AltRight => self.alt = down,
            KeyCode::KeyS => return down && !key.repeat && self.control && self.alt,
            _ => {}
        }
        false
    }
}

impl StaffPanel {
    pub fn new(panel: Panel, own: OwnSettings, folder: PathBuf, backlight: Option<Backlight>, practice: bool) -> Self {
        Self { panel, own, folder, backlight, practice, corners: Corners::default() }
    }

    /// When it has to be looked at, though nobody does anything.
    pub fn deadline(&self) -> Option<Duration> {
        let held = self.corners.since.map(|since| since + HOLD);
        held.into_iter().chain(self.panel.closes_at()).min()
    }
}

/// The screens of patients take no input while the panel lies over them.
pub fn is_closed(panel: Option<Res<StaffPanel>>) -> bool {
    panel.is_none_or(|panel| !panel.panel.is_open())
}

/// With a window: egui draws above everything.
pub fn add(app: &mut App, window: bool) {
    app.add_systems(PreUpdate, (open, hear_codes, close_in_time).chain());
    if window {
        app.add_plugins(EguiPlugin::default()).add_systems(EguiPrimaryContextPass, draw).add_systems(Last, lay_glass);
        app.add_systems(PostUpdate, rest.before(EguiPostUpdateSet::ProcessOutput));
        // It would draw without end, though there is nothing to be seen of it.
        app.world_mut().resource_mut::<EguiGlobalSettings>().auto_create_primary_context = false;
    }
}

/// egui runs only while the panel is open: a context that shows nothing asks for frame after frame. Once it is there it
/// rests; taking it away again would leave its other half in the renderer alone.
fn lay_glass(
    panel: Option<Res<StaffPanel>>,
    mut cameras: Query<(Entity, Option<&mut EguiContextSettings>), With<Camera2d>>,
    mut redraw: MessageWriter<RequestRedraw>,
    mut commands: Commands,
) {
    let open = panel.is_some_and(|panel| panel.panel.is_open());
    for (camera, settings) in &mut cameras {
        match settings {
            None if open => _ = commands.entity(camera).insert(PrimaryEguiContext),
            Some(mut settings) if settings.run_manually == open => settings.run_manually = !open,
            Some(_) | None => continue,
        }
        redraw.write(RequestRedraw);
    }
}

/// What a context that rests puts on the glass: nothing.
fn rest(mut contexts: Query<(&EguiContextSettings, &mut EguiFullOutput)>) {
    for (settings, mut output) in &mut contexts {
        if settings.run_manually {
            **output = Some(egui::FullOutput { pixels_per_point: 1.0, ..default() });
        }
    }
}

/// By two fingers in the upper corners, by Ctrl+Alt+S, or by the desk.
fn open(
    panel: Option<ResMut<StaffPanel>>,
    mut touches: MessageReader<TouchInput>,
    (mut keys, mut chord): (MessageReader<KeyboardInput>, Local<Chord>),
    windows: Query<&Window, With<PrimaryWindow>>,
    (theme, clock, display): (Res<Theme>, Res<Clock>, Res<Display>),
    mut kiosk: ResMut<Kiosk>,
) {
    let (Some(mut panel), Ok(window)) = (panel, windows.single()) else { return };
    let panel = panel.bypass_change_detection();
    let now = clock.elapsed();
    for touch in touches.read() {
        panel.corners.hear(touch, now);
    }
    let held = panel.corners.judge(now, window.width(), CORNER_MM * theme.px_per_mm);
    let struck = keys.read().filter(|key| chord.hear(key)).count() > 0;
    let asked = kiosk.bypass_change_detection().panel_was_asked();
    if held || struck || asked {
        panel.panel.open(now, display.usual().language);
    }
}

/// What came of typed codes; each is on record.
fn hear_codes(panel: Option<ResMut<StaffPanel>>, mut kiosk: ResMut<Kiosk>, clock: Res<Clock>) {
    let Some(mut panel) = panel else { return };
    while let Some(signed) = kiosk.bypass_change_detection().codes().signed() {
        let by = Actor::Panel { person: signed.name.clone() };
        kiosk.note(&clock, Entry::CodeChecked { by, outcome: signed.result.map(drop).into() });
        panel.panel.hear(signed);
    }
}

fn close_in_time(panel: Option<ResMut<StaffPanel>>, clock: Res<Clock>) {
    if let Some(mut panel) = panel
        && panel.panel.closes_at().is_some_and(|at| clock.elapsed() >= at)
    {
        panel.panel.close();
    }
}

/// What the panel shows of the kiosk just now.
fn sight(
    panel: &StaffPanel,
    kiosk: &Kiosk,
    display: &Display,
    voice: &Voice,
    link: Option<&DeskLink>,
    today: Date,
) -> Sight {
    let (session, looks, ailments) = (kiosk.session(), display.usual(), kiosk.devices().ailments());
    Sight {
        stage: sight::stage(session.state()),
        help: sight::help(session.staff()),
        visual: sight::visual_is_possible(session.state()),
        troubles: sight::troubles(session, voice.trouble().is_some(), kiosk.codes().any_locked(), &ailments),
        ailments,
        face: session.face(),
        centre: kiosk.tally().centre(),
        results: kiosk.tally().results(),
        results_waiting: session.results().waiting,
        sheet: kiosk.devices().paper().last_sheet(),
        today,
        counts: kiosk.counts(),
        seen: Seen { visit: session.visit().0, screen: session.screen().0 },
        desk: link.map(DeskLink::is_online),
        language: looks.language,
        letters: looks.letters,
        colours: looks.colours,
        volume: voice.usual_volume(),
        brightness: panel.backlight.as_ref().and_then(|light| light.percent().ok()),
        practice: panel.practice,
    }
}

fn draw(
    panel: Option<ResMut<StaffPanel>>,
    mut contexts: EguiContexts,
    (mut kiosk, mut display, mut voice): (ResMut<Kiosk>, ResMut<Display>, ResMut<Voice>),
    (sentences, theme, clock): (Res<Sentences>, Res<Theme>, Res<Clock>),
    (link, fonts, assets): (Option<Res<DeskLink>>, Res<Fonts>, Res<Assets<Font>>),
) -> Result {
    let Some(mut panel) = panel.filter(|panel| panel.panel.is_open()) else { return Ok(()) };
    let context = contexts.ctx_mut()?;
    let key = egui::Id::new("dressed");
    let dressed = context.data_mut(|data| std::mem::replace(data.get_temp_mut_or_default(key), true));
    if !dressed {
        let letters = fonts.regular(&assets).into_iter().chain(fonts.of_neighbours(&assets));
        dress(context, &theme, letters.map(|font| font.data.data().to_vec()));
    }
    let seen = sight(&panel, &kiosk, &display, &voice, link.as_deref(), clock.now().today);
    let mut wishes = Vec::new();
    let margin = theme.px_per_mm * 5.0;
    let frame = egui::Frame::central_panel(&context.style_of(egui::Theme::Light)).inner_margin(margin);
    let whole = egui::UiBuilder::new().layer_id(egui::LayerId::background()).max_rect(context.viewport_rect());
    let mut glass = egui::Ui::new(context.clone(), "staff-panel".into(), whole);
    egui::CentralPanel::default().frame(frame).show(&mut glass, |ui| {
        wishes = panel.panel.show(ui, &sentences.0, &seen);
    });
    if context.input(|input| !input.events.is_empty()) {
        panel.panel.touch(clock.elapsed());
        // Whoever waits beside it is not hurried meanwhile.
        give_time(kiosk.bypass_change_detection(), &clock);
    }
    for wish in wishes {
        fulfil(wish, &mut panel, &mut kiosk, &mut display, &mut voice, &clock, &sentences.0);
    }
    Ok(())
}

/// Does what was wished, where whoever signed in may.
pub fn fulfil(
    wish: Wish,
    panel: &mut StaffPanel,
    kiosk: &mut Kiosk,
    display: &mut Display,
    voice: &mut Voice,
    clock: &Clock,
    sentences: &Catalogue,
) {
    if let Wish::SignIn { name, code } = wish {
        kiosk.codes().sign_in(clock.elapsed(), name, code);
        return;
    }
    // A wish of somebody whom the time-out has signed out meanwhile.
    let Some(signed) = panel.panel.signed() else { return };
    let by = Actor::Panel { person: signed.name.clone() };
    match wish {
        Wish::SignIn { .. } => {}
        Wish::Order { action, .. } if signed.role < Role::least_for(action) => {}
        Wish::Order { seen, action } => {
            let (visit, screen) = (VisitNumber(seen.visit), ScreenNumber(seen.screen));
            let verdict = kiosk.order(clock, Order { visit, screen, by, action });
            panel.panel.told(verdict);
        }
        Wish::PrintWays => {
            kiosk.devices().paper().print_ways(ways_words(sentences, display.usual().language, clock.now().today))
        }
        Wish::UnlockCodes => {
            kiosk.codes().unlock();
            kiosk.note(clock, Entry::CodesUnlocked { by });
        }
        Wish::Set(setting) => {
            set(setting, panel, display, voice);
            let (setting, value) = (setting.name().into(), setting.value());
            kiosk.note(clock, Entry::SettingChanged { by, setting, value });
        }
    }
}

/// The sheet of page 17, in the language in which the kiosk begins.
fn ways_words(sentences: &Catalogue, language: Language, today: Date) -> WaysWords {
    let say = |key: &'static str| sentences.text(language, &tr(key));
    let ways = ways(fallback::Trouble::ReaderBroken, today);
    WaysWords {
        language: language.code(),
        title: say("wizard-title"),
        promise: say("wizard-line"),
        ways: ways.into_iter().map(|way| (say(way.key()), say(way.todo_key()))).collect(),
        closing: say("ended-staff-todo"),
    }
}

fn set(setting: Setting, panel: &mut StaffPanel, display: &mut Display, voice: &mut Voice) {
    panel.own.set(setting);
    if let Err(cause) = panel.own.write(&panel.folder) {
        error!("the settings of the panel cannot be kept in {} ({cause})", panel.folder.display());
    }
    apply(setting, panel.backlight.as_ref(), display, voice);
}

fn apply(setting: Setting, backlight: Option<&Backlight>, display: &mut Display, voice: &mut Voice) {
    let usual = display.usual();
    match setting {
        Setting::Language(language) => {
            let readings = language == Language::EasyJapanese;
            display.set_usual(Looks { language, readings, ..usual });
        }
        Setting::Letters(letters) => display.set_usual(Looks { letters, ..usual }),
        Setting::Colours(colours) => display.set_usual(Looks { colours, ..usual }),
        Setting::Volume(step) => voice.set_usual_volume(step),
        Setting::Brightness(percent) => {
            if let Some(Err(cause)) = backlight.map(|light| light.set(percent)) {
                error!("the screen's brightness cannot be set ({cause}): is the kiosk's user in the group video?");
            }
        }
    }
}

/// What staff have set at an earlier time.
pub fn remember(own: OwnSettings, backlight: Option<&Backlight>, display: &mut Display, voice: &mut Voice) {
    let settings = [
        own.language.map(Setting::Language),
        own.letters.map(Setting::Letters),
        own.colours.map(Setting::Colours),
        own.volume.map(Setting::Volume),
        own.brightness.map(Setting::Brightness),
    ];
    for setting in settings.into_iter().flatten() {
        apply(setting, backlight, display, voice);
    }
}

/// The kiosk's own fonts: the usual letters, and after them those that they lack.
fn letters(files: impl Iterator<Item = Vec<u8>>) -> egui::FontDefinitions {
    let mut fonts = egui::FontDefinitions::empty();
    for (number, file) in files.enumerate() {
        let name = format!("kiosk-{number}");
        fonts.font_data.insert(name.clone(), Arc::new(egui::FontData::from_owned(file)));
        for family in [egui::FontFamily::Proportional, egui::FontFamily::Monospace] {
            fonts.families.entry(family).or_default().push(name.clone());
        }
    }
    fonts
}

/// The kiosk's fonts, its sizes in millimetres, and its colours.
fn dress(context: &egui::Context, theme: &Theme, files: impl Iterator<Item = Vec<u8>>) {
    context.set_fonts(letters(files));
    context.set_theme(egui::Theme::Light);
    let palette = Colours::Standard.palette();
    let of = |colour: Color| {
        let [r, g, b, _] = colour.to_srgba().to_u8_array();
        egui::Color32::from_rgb(r, g, b)
    };
    let theme = Theme { letters: Letters::Small, ..*theme };
    let size = |size| theme.font_px(size, crate::i18n::Face::Universal);
    context.style_mut_of(egui::Theme::Light, |style| {
        for (text, font) in &mut style.text_styles {
            font.size = size(if *text == egui::TextStyle::Heading { TextSize::Title } else { TextSize::Body });
        }
        style.spacing.interact_size.y = theme.px_per_mm * 11.0;
        style.spacing.item_spacing = egui::vec2(theme.px_per_mm * 3.0, theme.px_per_mm * 2.5);
        style.spacing.button_padding = egui::vec2(theme.px_per_mm * 3.5, theme.px_per_mm * 2.0);
        style.spacing.icon_width = theme.px_per_mm * 6.0;
        style.spacing.icon_width_inner = theme.px_per_mm * 4.0;
        style.spacing.icon_spacing = theme.px_per_mm * 2.5;
        style.visuals.override_text_color = Some(of(palette.text));
        style.visuals.panel_fill = of(palette.ground);
        style.visuals.widgets.inactive.weak_bg_fill = of(palette.control);
        style.visuals.widgets.inactive.bg_stroke = egui::Stroke::new(2.0, of(palette.edge));
        style.visuals.selection.bg_fill = of(palette.primary);
        style.visuals.selection.stroke.color = of(palette.on_primary);
        style.visuals.widgets.hovered.weak_bg_fill = of(palette.strip);
        style.visuals.widgets.hovered.bg_stroke = egui::Stroke::new(2.0, of(palette.edge));
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::protocol::{Stage, Trouble};

    const WIDTH: f32 = 1000.0;

    #[test]
    fn the_panel_has_the_letters_of_every_language_that_it_offers() {
        let context = egui::Context::default();
        context.set_fonts(letters(files()));
        context.begin_pass(egui::RawInput::default());
        let there = context.fonts_mut(|view| view.fonts.font(&egui::FontFamily::Proportional).characters().clone());
        let words = crate::i18n::Catalogue::bundled().unwrap();
        for language in Language::offered() {
            let name = format!("●○{}", words.text(language, &crate::i18n::tr(language.name_key())));
            let lacking: String = name.chars().filter(|of| *of != ' ' && !there.contains_key(of)).collect();
            assert_eq!(lacking, "", "{name}");
        }
    }

    fn corners(fingers: &[(u64, f32, f32)]) -> Corners {
        let fingers = fingers.iter().map(|&(id, x, y)| (id, (Vec2::new(x, y), Duration::from_secs(10)))).collect();
        Corners { fingers, since: None }
    }

    fn held(mut corners: Corners, seconds: u64) -> bool {
        let at = Duration::from_secs;
        corners.judge(at(10), WIDTH, 100.0) || corners.judge(at(10 + seconds), WIDTH, 100.0)
    }

    #[test]
    fn only_two_fingers_in_the_two_upper_corners_held_long_enough_open_it() {
        assert!(held(corners(&[(1, 50.0, 50.0), (2, 950.0, 20.0)]), 3));
        assert!(!held(corners(&[(1, 50.0, 50.0), (2, 950.0, 20.0)]), 2));
        assert!(!held(corners(&[(1, 50.0, 50.0)]), 60), "one finger");
        assert!(!held(corners(&[(1, 50.0, 50.0), (2, 60.0, 50.0)]), 60), "both on one side");
        assert!(!held(corners(&[(1, 50.0, 50.0), (2, 950.0, 500.0)]), 60), "not at the top");
        assert!(!held(corners(&[(1, 50.0, 50.0), (2, 950.0, 20.0), (3, 500.0, 500.0)]), 20), "a hand rests there");
        let mut lost = corners(&[(1, 50.0, 50.0), (2, 950.0, 20.0), (3, 500.0, 500.0)]);
        lost.fingers.insert(3, (Vec2::ZERO, Duration::ZERO));
        assert!(!held(lost, 3), "somebody else's finger lies there");
        let mut lost = corners(&[(1, 50.0, 50.0), (2, 950.0, 20.0)]);
        lost.fingers.insert(3, (Vec2::ZERO, Duration::ZERO));
        assert!(!lost.judge(Duration::from_secs(29), WIDTH, 100.0));
        assert!(!lost.judge(Duration::from_secs(30), WIDTH, 100.0), "it is given up, and the corners are held since");
        assert!(lost.judge(Duration::from_secs(33), WIDTH, 100.0));
    }

    /// The kiosk's fonts in their files.
    fn files() -> impl Iterator<Item = Vec<u8>> {
        let folders = [crate::ui::widgets::DEFAULT_FONT_FOLDER, "/usr/share/fonts/opentype/noto"];
        let files = folders.into_iter().zip(["BIZUDPGothic-Regular.ttf", "NotoSansCJK-Regular.ttc"]);
        files.map(|(folder, file)| std::fs::read(std::path::Path::new(folder).join(file)).unwrap())
    }

    fn seen(stage: Stage, troubles: Vec<Trouble>) -> Sight {
        let idle = super::super::panel::tests::idle();
        Sight { stage, visual: stage == Stage::Identity, troubles, results_waiting: 0, desk: Some(false), ..idle }
    }

    #[test]
    fn on_a_glass_with_real_letters_no_button_moves_when_the_state_changes() {
        use egui_kittest::kittest::Queryable;
        let person = crate::staff::Person { name: "abe".into(), role: Role::Supervisor, code: String::new() };
        let mut panel = Panel::new(&[person], Duration::from_secs(120));
        panel.open(Duration::ZERO, Language::Japanese);
        let panel = std::rc::Rc::new(std::cell::RefCell::new(panel));
        let sight = std::rc::Rc::new(std::cell::RefCell::new(seen(Stage::Idle, Vec::new())));
        let (drawn, shown) = (std::rc::Rc::clone(&panel), std::rc::Rc::clone(&sight));
        let words = crate::i18n::Catalogue::bundled().unwrap();
        let glass = egui_kittest::Harness::builder().with_size(egui::vec2(1280.0, 900.0));
        let mut harness = glass.build_ui(move |ui| drop(drawn.borrow_mut().show(ui, &words, &shown.borrow())));
        let theme = Theme { px_per_mm: 3.78, room: 1.0, letters: Letters::Usual, colours: Colours::Standard };
        dress(&harness.ctx, &theme, files());
        harness.run();
        harness.get_by_label_contains("abe").click();
        harness.run();
        panel.borrow_mut().hear(crate::staff::Signed { name: "abe".into(), result: Ok(Role::Supervisor) });
        harness.run();
        let mut places = [(Stage::Idle, Vec::new()), (Stage::Identity, vec![Trouble::Camera, Trouble::Sound])].map(
            |(stage, troubles)| {
                *sight.borrow_mut() = seen(stage, troubles);
                harness.run();
                ["係員がまいります", "休止する", "顔認証を 読みこみなおす", "設定"]
                    .map(|name| harness.get_by_label(name).rect().min)
            },
        );
        let last = places[1].map(|place| place.y);
        assert!(last.is_sorted() && last[3] < 900.0, "all of them are on the glass: {last:?}");
        places.iter_mut().for_each(|of| of.iter_mut().for_each(|place| *place = place.round()));
        assert_eq!(places[0], places[1]);
    }
}
