//! The staff panel: drawn by egui from what staff may see, it says what they wish. It knows no Bevy and no device, so that
//! a test can press its buttons.

use super::own_settings::Setting;
use super::{Person, Role, Signed};
use crate::fallback::{self, ways};
use crate::i18n::{Catalogue, Language, Text, tr};
use crate::link::protocol::{Counts, Help, Stage, Trouble};
use crate::session::face::{FaceReadiness, FaceRefusal};
use crate::session::wizard::PaperTrouble;
use crate::session::{CodeTrouble, OrderVerdict, StaffAction, VisualReason};
use crate::supervisor::{Ailment, Part};
use crate::ui::theme::{Colours, Letters};
use bevy_egui::egui::{self, Color32, RichText, Ui, vec2};
use jiff::civil::Date;
use std::time::Duration;
use zeroize::Zeroizing;

/// What the panel shows of the kiosk.
#[derive(Debug, Clone, PartialEq)]
pub struct Sight {
    pub stage: Stage,
    pub help: Help,
    pub visual: bool,
    pub troubles: Vec<Trouble>,
    /// Parts of the program that are not as they should be.
    pub ailments: Vec<(Part, Ailment)>,
    pub face: FaceReadiness,
    /// The centre answered, and the hospital took the result, the last time; `None`: nobody came so far today.
    pub centre: Option<bool>,
    pub results: Option<bool>,
    pub results_waiting: u32,
    pub counts: Counts,
    /// What became of the sheet that was printed last.
    pub sheet: Option<Result<(), PaperTrouble>>,
    /// The day in Japan.
    pub today: Date,
    /// What an order must carry to count.
    pub seen: Seen,
    /// `None`: not paired.
    pub desk: Option<bool>,
    pub language: Language,
    pub letters: Letters,
    pub colours: Colours,
    /// Step and number of steps.
    pub volume: (usize, usize),
    /// `None`: this screen's light cannot be set.
    pub brightness: Option<u8>,
    /// Everybody may know the codes of a practice terminal.
    pub practice: bool,
}

/// Visit and screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seen {
    pub visit: u64,
    pub screen: u64,
}

/// What staff want.
#[derive(Debug, PartialEq)]
pub enum Wish {
    SignIn {
        name: String,
        code: Zeroizing<String>,
    },
    Order {
        seen: Seen,
        action: StaffAction,
    },
    UnlockCodes,
    /// The sheet of the ways, on paper.
    PrintWays,
    Set(Setting),
}

#[derive(Debug, Default)]
enum Page {
    #[default]
    Closed,
    Names,
    Code {
        name: String,
        typed: Zeroizing<String>,
        trouble: Option<CodeTrouble>,
        waits: bool,
    },
    Board,
    Visual {
        seen: Seen,
        compared: bool,
        reason: Option<VisualReason>,
    },
    Settings,
    Fallback,
    About,
}

/// Whoever has signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    pub name: String,
    pub role: Role,
}

pub struct Panel {
    persons: Vec<(String, Role)>,
    closes_after: Duration,
    page: Page,
    signed: Option<SignedIn>,
    told: Option<Text>,
    touched: Duration,
    language: Language,
}

/// What a code can have at most.
const LONGEST_CODE: usize = 64;
/// Lines whose place is kept for what may have to be said.
const KEPT_LINES: f32 = 2.0;
/// So many heights of a line wide the glass has to be for two columns.
const TWO_COLUMNS: f32 = 45.0;
/// What does not work.
const TROUBLE: Color32 = Color32::from_rgb(140, 29, 24);
/// A button that does nothing now, and why: it can be read as well as any other.
const QUIET: Color32 = Color32::from_rgb(74, 83, 87);
const QUIET_FILL: Color32 = Color32::from_rgb(217, 214, 207);

impl Panel {
    pub fn new(persons: &[Person], closes_after: Duration) -> Self {
        let persons = persons.iter().map(|person| (person.name.clone(), person.role)).collect();
        let language = Language::Japanese;
        Self { persons, closes_after, page: Page::Closed, signed: None, told: None, touched: Duration::ZERO, language }
    }

    pub fn is_open(&self) -> bool {
        !matches!(self.page, Page::Closed)
    }

    pub fn signed(&self) -> Option<&SignedIn> {
        self.signed.as_ref()
    }

    pub fn open(&mut self, now: Duration, language: Language) {
        if !self.is_open() {
            self.page = Page::Names;
            self.touched = now;
            self.language = if language == Language::English { language } else { Language::Japanese };
        }
    }

    /// Nothing of a code and nobody's name stays.
    pub fn close(&mut self) {
        self.page = Page::Closed;
        self.signed = None;
        self.told = None;
    }

    /// Somebody touched it.
    pub fn touch(&mut self, now: Duration) {
        self.touched = now;
    }

    /// When it closes by itself.
    pub fn closes_at(&self) -> Option<Duration> {
        self.is_open().then(|| self.touched + self.closes_after)
    }

    /// What came of a sign-in.
    pub fn hear(&mut self, signed: Signed) {
        let Page::Code { name, typed, trouble, waits } = &mut self.page else { return };
        if *name != signed.name {
            return;
        }
        *waits = false;
        *typed = Zeroizing::default();
        match signed.result {
            Ok(role) => {
                self.signed = Some(SignedIn { name: signed.name, role });
                self.page = Page::Board;
            }
            Err(why) => *trouble = Some(why),
        }
    }

    /// What came of an order.
    pub fn told(&mut self, verdict: OrderVerdict) {
        self.told = Some(tr(match verdict {
            OrderVerdict::Done => "desk-outcome-done",
            OrderVerdict::Stale => "desk-outcome-stale",
            OrderVerdict::NotNow => "desk-outcome-not-now",
            OrderVerdict::NoCard => "desk-outcome-no-card",
            OrderVerdict::NoTerminalKey => "desk-outcome-no-terminal-key",
        }));
        // The patient goes on with what follows.
        if verdict == OrderVerdict::Done && matches!(self.page, Page::Visual { .. }) {
            self.close();
        }
    }

    /// Draws the page, and returns what was wished.
    pub fn show(&mut self, ui: &mut Ui, words: &Catalogue, sight: &Sight) -> Vec<Wish> {
        let mut wishes = Vec::new();
        let language = self.language;
        let say = |text: &Text| words.text(language, text);
        // Nothing is made pale: what cannot be pressed has colours of its own.
        ui.visuals_mut().disabled_alpha = 1.0;
        self.head(ui, &say);
        ui.add_space(8.0);
        egui::ScrollArea::vertical().show(ui, |ui| match &self.page {
            Page::Closed => {}
            Page::Names => self.names(ui, &say, sight),
            Page::Code { .. } => self.code(ui, &say, &mut wishes),
            Page::Board => self.board(ui, &say, sight, &mut wishes),
            Page::Visual { .. } => self.visual(ui, &say, &mut wishes),
            Page::Settings => settings(ui, &say, sight, &mut wishes),
            Page::Fallback => fallback(ui, &say, sight, &mut wishes),
            Page::About => about(ui, &say),
        });
        wishes
    }

    fn head(&mut self, ui: &mut Ui, say: &dyn Fn(&Text) -> String) {
        ui.horizontal_wrapped(|ui| {
            ui.heading(say(&tr("staff-panel-title")));
            if let Some(signed) = &self.signed {
                ui.label(format!("{} ({})", signed.name, say(&tr(signed.role.key()))));
            }
            let other = if self.language == Language::English { "日本語" } else { "English" };
            if ui.button(other).clicked() {
                self.language = if self.language == Language::English { Language::Japanese } else { Language::English };
            }
            if let Some(before) = self.before()
                && ui.button(say(&tr("staff-back"))).clicked()
            {
                self.page = before;
            }
            if ui.button(say(&tr("staff-close"))).clicked() {
                self.close();
            }
        });
        if self.signed.is_some() {
            let strong = ui.visuals().strong_text_color();
            kept_line(ui, strong, self.told.as_ref().map(say));
        }
    }

    /// The page on which this one was opened.
    fn before(&self) -> Option<Page> {
        match self.page {
            Page::Closed | Page::Names | Page::Board => None,
            Page::Code { .. } => Some(Page::Names),
            Page::Visual { .. } | Page::Settings | Page::Fallback | Page::About => Some(Page::Board),
        }
    }

    fn names(&mut self, ui: &mut Ui, say: &dyn Fn(&Text) -> String, sight: &Sight) {
        if self.persons.is_empty() {
            ui.label(say(&tr("staff-nobody")));
            return;
        }
        ui.label(say(&tr("staff-who")));
        if sight.practice {
            let code = crate::practice::terminal::PRACTICE_CODE;
            ui.label(say(&tr("staff-practice-code").verbatim("code", code)));
        }
        let chosen =
            self.persons.iter().find(|(name, role)| ui.button(format!("{name} ({})", say(&tr(role.key())))).clicked());
        if let Some((name, _)) = chosen {
            self.page = Page::Code { name: name.clone(), typed: Zeroizing::default(), trouble: None, waits: false };
        }
    }

    fn code(&mut self, ui: &mut Ui, say: &dyn Fn(&Text) -> String, wishes: &mut Vec<Wish>) {
        let Page::Code { name, typed, trouble, waits } = &mut self.page else { return };
        ui.label(say(&tr("staff-type-code").verbatim("name", name.clone())));
        kept_line(ui, TROUBLE, trouble.map(|trouble| say(&code_trouble(trouble))));
        for event in ui.input(|input| input.events.clone()) {
            if let egui::Event::Text(text) = event {
                type_on(typed, &text);
            }
        }
        if ui.input(|input| input.key_pressed(egui::Key::Backspace)) {
            typed.pop();
        }
        let dots = "●".repeat(typed.chars().count());
        ui.label(RichText::new(if dots.is_empty() { "―".to_owned() } else { dots }).heading());
        let mut sent = ui.input(|input| input.key_pressed(egui::Key::Enter));
        egui::Grid::new("keypad").show(ui, |ui| {
            for row in ["123", "456", "789"] {
                for digit in row.chars() {
                    if key(ui, &digit.to_string()) {
                        type_on(typed, &digit.to_string());
                    }
                }
                ui.end_row();
            }
            if key(ui, &say(&tr("control-erase"))) {
                typed.pop();
            }
            if key(ui, "0") {
                type_on(typed, "0");
            }
            sent |= key(ui, &say(&tr("control-enter")));
            ui.end_row();
        });
        if sent && !*waits && !typed.is_empty() {
            *waits = true;
            *trouble = None;
            wishes.push(Wish::SignIn { name: name.clone(), code: std::mem::take(typed) });
        }
    }

    /// What whoever signed in lacks for this, in words.
    fn lacks(&self, least: Role) -> Option<Text> {
        let role = self.signed.as_ref().map_or(Role::Viewer, |signed| signed.role);
        let why = || tr("desk-why-role").word("role", tr(role.key())).word("least", tr(least.key()));
        (role < least).then(why)
    }

    /// Buttons to the left or first, devices to the right or last: what is told of these moves none of those.
    fn board(&mut self, ui: &mut Ui, say: &dyn Fn(&Text) -> String, sight: &Sight, wishes: &mut Vec<Wish>) {
        state(ui, say, sight);
        ui.add_space(8.0);
        if ui.available_width() < ui.text_style_height(&egui::TextStyle::Body) * TWO_COLUMNS {
            self.buttons(ui, say, sight, wishes);
            ui.add_space(8.0);
            return devices(ui, say, sight);
        }
        ui.columns_const(|[left, right]| {
            self.buttons(left, say, sight, wishes);
            devices(right, say, sight);
        });
    }

    fn buttons(&mut self, ui: &mut Ui, say: &dyn Fn(&Text) -> String, sight: &Sight, wishes: &mut Vec<Wish>) {
        self.orders(ui, say, sight, wishes);
        ui.add_space(8.0);
        let hindrance = self.lacks(Role::Supervisor);
        ui.horizontal_wrapped(|ui| {
            for (word, allowed, page) in [
                ("staff-fallback", true, Page::Fallback),
                ("staff-about", true, Page::About),
                ("staff-settings", hindrance.is_none(), Page::Settings),
            ] {
                if button(ui, say, word, allowed) {
                    self.page = page;
                }
            }
            if let Some(why) = &hindrance {
                ui.colored_label(QUIET, say(why));
            }
        });
        // Not always there, and therefore the last.
        let locked = sight.troubles.contains(&Trouble::CodesLocked);
        if locked && offered(ui, say, "staff-unlock", hindrance) {
            wishes.push(Wish::UnlockCodes);
        }
    }

    /// One below the other and always in the same place; what cannot be done now says why beside it.
    fn orders(&mut self, ui: &mut Ui, say: &dyn Fn(&Text) -> String, sight: &Sight, wishes: &mut Vec<Wish>) {
        let running = matches!(sight.stage, Stage::Identity | Stage::Consent | Stage::Query);
        let (closed, called) = (sight.stage == Stage::Paused, running || sight.help != Help::None);
        let seen = sight.seen;
        let unless = |fits: bool, why: &'static str| (!fits).then(|| tr(why));
        let hindrance = self.lacks(Role::Receptionist).or(unless(sight.visual, "desk-why-visual"));
        if offered(ui, say, "desk-visual", hindrance) {
            self.page = Page::Visual { seen, compared: false, reason: None };
        }
        for (word, shown, hindrance, action) in [
            ("desk-come", true, unless(called, "desk-why-come"), StaffAction::Come),
            ("desk-cancel", true, unless(running, "desk-why-cancel"), StaffAction::Cancel),
            ("desk-pause", !closed, unless(!running, "desk-why-pause"), StaffAction::Pause),
            ("desk-resume", closed, None, StaffAction::Resume),
            ("staff-restart-reader", true, unless(!running, "desk-why-pause"), StaffAction::RestartReader),
            ("staff-restart-face", true, unless(!running, "desk-why-pause"), StaffAction::RestartFace),
            ("desk-show-ways", true, unless(!running && !closed, "desk-why-pause"), StaffAction::ShowWays),
        ] {
            if shown && offered(ui, say, word, self.lacks(Role::least_for(action)).or(hindrance)) {
                wishes.push(Wish::Order { seen, action });
            }
        }
    }

    fn visual(&mut self, ui: &mut Ui, say: &dyn Fn(&Text) -> String, wishes: &mut Vec<Wish>) {
        let Page::Visual { seen, compared, reason } = &mut self.page else { return };
        ui.label(say(&tr("staff-visual-line")));
        ui.checkbox(compared, say(&tr("desk-visual-compared")));
        ui.add_space(8.0);
        ui.label(say(&tr("desk-visual-reason")));
        for of in VisualReason::ALL {
            ui.radio_value(reason, Some(of), say(&tr(of.key())));
        }
        ui.add_space(8.0);
        let hindrance = (!*compared || reason.is_none()).then(|| tr("desk-why-visual-form"));
        if offered(ui, say, "desk-visual-go", hindrance)
            && let Some(reason) = *reason
        {
            wishes.push(Wish::Order { seen: *seen, action: StaffAction::VisualCheck { reason } });
        }
    }
}

/// For whoever comes new: languages, letters, colours, loudness, light.
fn settings(ui: &mut Ui, say: &dyn Fn(&Text) -> String, sight: &Sight, wishes: &mut Vec<Wish>) {
    ui.label(say(&tr("staff-settings-line")));
    ui.horizontal_wrapped(|ui| {
        ui.label(say(&tr("staff-set-language")));
        for language in Language::offered() {
            let name = say(&tr(language.name_key()));
            choice(ui, &name, sight.language == language, Setting::Language(language), wishes);
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.label(say(&tr("staff-set-letters")));
        for letters in Letters::ALL {
            choice(ui, &say(&of_letters(letters)), sight.letters == letters, Setting::Letters(letters), wishes);
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.label(say(&tr("staff-set-colours")));
        for colours in Colours::ALL {
            choice(ui, &say(&of_colours(colours)), sight.colours == colours, Setting::Colours(colours), wishes);
        }
    });
    volume(ui, say, sight, wishes);
    brightness(ui, say, sight, wishes);
}

fn of_letters(letters: Letters) -> Text {
    tr(match letters {
        Letters::Small => "staff-letters-small",
        Letters::Usual => "staff-letters-usual",
        Letters::Large => "staff-letters-large",
        Letters::Largest => "staff-letters-largest",
    })
}

fn of_colours(colours: Colours) -> Text {
    tr(match colours {
        Colours::Standard => "staff-colours-standard",
        Colours::White => "staff-colours-white",
        Colours::Black => "staff-colours-black",
        Colours::Soft => "staff-colours-soft",
    })
}

fn volume(ui: &mut Ui, say: &dyn Fn(&Text) -> String, sight: &Sight, wishes: &mut Vec<Wish>) {
    let (at, of) = sight.volume;
    ui.horizontal_wrapped(|ui| {
        ui.label(say(&tr("staff-set-volume").verbatim("at", (at + 1).to_string()).verbatim("of", of.to_string())));
        if button(ui, say, "speech-softer", at > 0) {
            wishes.push(Wish::Set(Setting::Volume(at - 1)));
        }
        if button(ui, say, "speech-louder", at + 1 < of) {
            wishes.push(Wish::Set(Setting::Volume(at + 1)));
        }
        end_of_scale(ui, say, at > 0, at + 1 < of);
    });
}

fn brightness(ui: &mut Ui, say: &dyn Fn(&Text) -> String, sight: &Sight, wishes: &mut Vec<Wish>) {
    ui.horizontal_wrapped(|ui| match sight.brightness {
        None => _ = ui.label(say(&tr("staff-no-brightness"))),
        Some(percent) => {
            ui.label(say(&tr("staff-set-brightness").verbatim("percent", percent.to_string())));
            if button(ui, say, "staff-darker", percent > 10) {
                wishes.push(Wish::Set(Setting::Brightness(percent.saturating_sub(10))));
            }
            if button(ui, say, "staff-brighter", percent < 100) {
                wishes.push(Wish::Set(Setting::Brightness((percent + 10).min(100))));
            }
            end_of_scale(ui, say, percent > 10, percent < 100);
        }
    });
}

/// Why one of two buttons does nothing.
fn end_of_scale(ui: &mut Ui, say: &dyn Fn(&Text) -> String, down: bool, up: bool) {
    if !down {
        ui.colored_label(QUIET, say(&tr("staff-why-least")));
    }
    if !up {
        ui.colored_label(QUIET, say(&tr("staff-why-most")));
    }
}

fn type_on(typed: &mut Zeroizing<String>, text: &str) {
    if typed.len() + text.len() <= LONGEST_CODE && !text.chars().any(char::is_control) {
        // Room for all of it from the start: a string that grows leaves copies behind.
        if typed.capacity() == 0 {
            typed.reserve(LONGEST_CODE);
        }
        typed.push_str(text);
    }
}

fn key(ui: &mut Ui, name: &str) -> bool {
    let side = ui.spacing().interact_size.y * 1.4;
    ui.add(egui::Button::new(name).min_size(vec2(side, side))).clicked()
}

fn button(ui: &mut Ui, say: &dyn Fn(&Text) -> String, word: &'static str, allowed: bool) -> bool {
    let name = say(&tr(word));
    if allowed {
        return ui.button(name).clicked();
    }
    // As wide a line as the others have: nothing moves when it can be pressed again.
    let line = ui.visuals().widgets.inactive.bg_stroke.width;
    let quiet = egui::Button::new(RichText::new(name).color(QUIET)).fill(QUIET_FILL).stroke((line, QUIET));
    ui.add_enabled(false, quiet);
    false
}

/// A button in a line of its own; where something hinders it, that stands beside it.
fn offered(ui: &mut Ui, say: &dyn Fn(&Text) -> String, word: &'static str, hindrance: Option<Text>) -> bool {
    let line = ui.horizontal(|ui| {
        let pressed = button(ui, say, word, hindrance.is_none());
        if let Some(why) = &hindrance {
            // Two lines of it are no higher than the button: what stands below stays there.
            ui.add(egui::Label::new(RichText::new(say(why)).color(QUIET)).wrap());
        }
        pressed
    });
    line.inner
}

/// What may be said there has its place when nothing is said, so that no button moves under a finger.
fn kept_line(ui: &mut Ui, colour: Color32, text: Option<String>) {
    let height = ui.text_style_height(&egui::TextStyle::Body) * KEPT_LINES;
    ui.scope(|ui| {
        ui.set_min_height(height);
        if let Some(text) = text {
            ui.colored_label(colour, RichText::new(text).strong().color(colour));
        }
    });
}

/// One of several, of which one is chosen: all look like buttons, and the mark does not hang on colours.
fn choice(ui: &mut Ui, name: &str, chosen: bool, setting: Setting, wishes: &mut Vec<Wish>) {
    let button = if chosen {
        let selection = ui.visuals().selection;
        let name = RichText::new(format!("● {name}")).strong().color(selection.stroke.color);
        egui::Button::new(name).fill(selection.bg_fill)
    } else {
        egui::Button::new(format!("○ {name}"))
    };
    if ui.add(button).clicked() && !chosen {
        wishes.push(Wish::Set(setting));
    }
}

fn code_trouble(trouble: CodeTrouble) -> Text {
    match trouble {
        CodeTrouble::Wrong { wait_s } => tr("staff-code-wrong").number("seconds", wait_s),
        CodeTrouble::TooSoon { wait_s } => tr("staff-code-too-soon").number("seconds", wait_s),
        CodeTrouble::Locked => tr("staff-code-locked"),
        CodeTrouble::NotSet => tr("staff-code-not-set"),
    }
}

/// Where the kiosk stands.
fn state(ui: &mut Ui, say: &dyn Fn(&Text) -> String, sight: &Sight) {
    let stage = match sight.stage {
        Stage::Idle => "desk-stage-idle",
        Stage::Paused => "desk-stage-paused",
        Stage::Identity => "desk-stage-identity",
        Stage::Consent => "desk-stage-consent",
        Stage::Query => "desk-stage-query",
        Stage::Done => "desk-stage-done",
        Stage::Ended => "desk-stage-ended",
        Stage::Ways => "desk-stage-ways",
        Stage::OutOfOrder => "desk-stage-out-of-order",
    };
    ui.label(RichText::new(say(&tr(stage))).strong());
    // Its line is there without a word too.
    ui.label(match sight.help {
        Help::None => " ".to_owned(),
        Help::Called => say(&tr("desk-help-called")),
        Help::Coming => say(&tr("desk-help-coming")),
    });
    let Counts { begun, done, visual, helped } = sight.counts;
    let counts = tr("desk-counts").number("begun", begun).number("done", done).number("visual", visual);
    ui.label(say(&counts.number("helped", helped)));
}

/// How it is with a device.
enum Health {
    Well,
    /// Somebody can mend it: what it is, with `-do` what helps.
    Trouble(&'static str),
    /// Neither: why.
    Otherwise(&'static str),
}

/// Every device and every other machine that the kiosk needs: well, or the trouble with its remedy.
fn devices(ui: &mut Ui, say: &dyn Fn(&Text) -> String, sight: &Sight) {
    let line = |device: &'static str, state: String| {
        say(&tr("staff-device-line").word("device", tr(device)).verbatim("state", state))
    };
    // Not from edge to edge, which would pull the words of a long line apart.
    ui.vertical(|ui| {
        // A list that is looked over, not touched.
        ui.spacing_mut().item_spacing.y /= 2.0;
        for (device, health) in healths(sight) {
            match health {
                Health::Well => _ = ui.label(line(device, say(&tr("staff-device-well")))),
                Health::Trouble(key) => _ = ui.colored_label(TROUBLE, line(device, with_remedy(say, sight, key))),
                Health::Otherwise(key) => _ = ui.colored_label(QUIET, line(device, say(&tr(key)))),
            }
        }
        for trouble in [Trouble::CodesLocked, Trouble::Settings, Trouble::Program] {
            if sight.troubles.contains(&trouble) {
                ui.colored_label(TROUBLE, with_remedy(say, sight, trouble.key()));
            }
        }
        for (part, ailment) in &sight.ailments {
            ui.colored_label(QUIET, say(&ailing(*part, *ailment)));
        }
    });
}

/// A part of the program, by the name that the log has for it.
fn ailing(part: Part, ailment: Ailment) -> Text {
    let text = match ailment {
        Ailment::Restarted(times) => tr("staff-part-restarted").number("times", times),
        Ailment::Down => tr("staff-part-down"),
        Ailment::Hangs => tr("staff-part-hangs"),
    };
    text.verbatim("part", part.name())
}

fn healths(sight: &Sight) -> [(&'static str, Health); 7] {
    [
        ("staff-device-reader", of_troubles(sight, &[Trouble::Reader]).unwrap_or(Health::Well)),
        ("staff-device-camera", camera(sight)),
        ("staff-device-face", face(sight)),
        ("staff-device-sound", of_troubles(sight, &[Trouble::Sound]).unwrap_or(Health::Well)),
        ("staff-device-centre", of_last_visit(sight.centre, "staff-trouble-centre")),
        ("staff-device-results", results(sight)),
        ("staff-device-desk", desk(sight)),
    ]
}

fn with_remedy(say: &dyn Fn(&Text) -> String, sight: &Sight, key: &'static str) -> String {
    format!("{} {}", say(&tr(key).number("waiting", sight.results_waiting)), say(&tr(format!("{key}-do"))))
}

fn of_troubles(sight: &Sight, of: &[Trouble]) -> Option<Health> {
    sight.troubles.iter().find(|trouble| of.contains(trouble)).map(|trouble| Health::Trouble(trouble.key()))
}

fn camera(sight: &Sight) -> Health {
    let trouble = of_troubles(sight, &[Trouble::Camera, Trouble::CameraBusy]);
    trouble.unwrap_or(match sight.face {
        FaceReadiness::Ready => Health::Well,
        FaceReadiness::Not(why) => match why {
            // Nothing was asked of the camera, or what it told is not known.
            FaceRefusal::Starting
            | FaceRefusal::NoTerminalKey
            | FaceRefusal::NoModels
            | FaceRefusal::MatchingFailed
            | FaceRefusal::NoCamera
            | FaceRefusal::CameraBusy
            | FaceRefusal::CameraBroken => Health::Otherwise("staff-device-not-known"),
            // These tell of a card.
            FaceRefusal::CodeUnknown
            | FaceRefusal::CodeRefused
            | FaceRefusal::PhotoUnusable
            | FaceRefusal::TerminalRefused => Health::Well,
        },
    })
}

fn face(sight: &Sight) -> Health {
    let trouble = of_troubles(sight, &[Trouble::FaceModels, Trouble::FaceMatching]);
    trouble.unwrap_or(match sight.face {
        FaceReadiness::Ready => Health::Well,
        FaceReadiness::Not(why) => match why {
            FaceRefusal::NoCamera | FaceRefusal::CameraBusy | FaceRefusal::CameraBroken => {
                Health::Otherwise("staff-device-face-camera")
            }
            FaceRefusal::Starting | FaceRefusal::NoModels | FaceRefusal::MatchingFailed => {
                Health::Otherwise("staff-device-not-known")
            }
            FaceRefusal::NoTerminalKey => Health::Otherwise("staff-device-face-no-key"),
            FaceRefusal::CodeUnknown
            | FaceRefusal::CodeRefused
            | FaceRefusal::PhotoUnusable
            | FaceRefusal::TerminalRefused => Health::Well,
        },
    })
}

fn of_last_visit(well: Option<bool>, trouble: &'static str) -> Health {
    match well {
        Some(true) => Health::Well,
        Some(false) => Health::Trouble(trouble),
        None => Health::Otherwise("staff-device-nobody-yet"),
    }
}

fn results(sight: &Sight) -> Health {
    let trouble = of_troubles(sight, &[Trouble::ResultsNotKept, Trouble::ResultsUnreadable, Trouble::ResultsWait]);
    trouble.unwrap_or_else(|| of_last_visit(sight.results, "staff-trouble-results"))
}

fn desk(sight: &Sight) -> Health {
    match sight.desk {
        Some(true) => Health::Well,
        Some(false) => Health::Trouble("staff-trouble-desk"),
        None => Health::Otherwise("staff-desk-none"),
    }
}

/// The ways when machines fail: nobody pays the whole price for it.
fn fallback(ui: &mut Ui, say: &dyn Fn(&Text) -> String, sight: &Sight, wishes: &mut Vec<Wish>) {
    ui.label(say(&tr("staff-fallback-line")));
    for way in ways(fallback::Trouble::ReaderBroken, sight.today) {
        ui.label(format!("• {}：{}", say(&tr(way.key())), say(&tr(way.todo_key()))));
    }
    ui.add_space(8.0);
    if button(ui, say, "staff-print-ways", true) {
        wishes.push(Wish::PrintWays);
    }
    match sight.sheet {
        None => {}
        Some(Ok(())) => _ = ui.label(say(&tr("staff-ways-printed"))),
        Some(Err(PaperTrouble::NotSet)) => _ = ui.colored_label(TROUBLE, say(&tr("staff-ways-not-set"))),
        Some(Err(PaperTrouble::Refused)) => _ = ui.colored_label(TROUBLE, say(&tr("staff-ways-not-printed"))),
    }
}

fn about(ui: &mut Ui, say: &dyn Fn(&Text) -> String) {
    ui.label(say(&tr("staff-about-version").verbatim("version", env!("CARGO_PKG_VERSION"))));
    for line in ["staff-about-licence", "staff-about-fonts", "staff-about-models", "staff-about-voices"] {
        ui.label(say(&tr(line)));
    }
}

#[cfg(test)]
pub(super) mod tests;
