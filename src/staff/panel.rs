//! The staff panel: drawn by egui from what staff may see, it says what they wish. It knows no Bevy and no device, so that
//! a test can press its buttons.

use super::own_settings::Setting;
use super::{Person, Role, Signed};
use crate::i18n::{Catalogue, Language, Text, tr};
use crate::link::protocol::{Counts, Help, Stage, Trouble};
use crate::session::{CodeTrouble, OrderVerdict, StaffAction, VisualReason};
use crate::ui::theme::{Colours, Letters};
use bevy_egui::egui::{self, Color32, RichText, Ui, vec2};
use std::time::Duration;
use zeroize::Zeroizing;

/// What the panel shows of the kiosk.
#[derive(Debug, Clone, PartialEq)]
pub struct Sight {
    pub stage: Stage,
    pub help: Help,
    pub visual: bool,
    pub troubles: Vec<Trouble>,
    pub results_waiting: u32,
    pub counts: Counts,
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
    SignIn { name: String, code: Zeroizing<String> },
    Order { seen: Seen, action: StaffAction },
    UnlockCodes,
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
        self.head(ui, &say);
        ui.add_space(8.0);
        egui::ScrollArea::vertical().show(ui, |ui| match &self.page {
            Page::Closed => {}
            Page::Names => self.names(ui, &say, sight),
            Page::Code { .. } => self.code(ui, &say, &mut wishes),
            Page::Board => self.board(ui, &say, sight, &mut wishes),
            Page::Visual { .. } => self.visual(ui, &say, &mut wishes),
            Page::Settings => self.settings(ui, &say, sight, &mut wishes),
            Page::Fallback => fallback(ui, &say),
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
            let inside = matches!(self.page, Page::Visual { .. } | Page::Settings | Page::Fallback | Page::About);
            if inside && ui.button(say(&tr("staff-back"))).clicked() {
                self.page = Page::Board;
            }
            if ui.button(say(&tr("staff-close"))).clicked() {
                self.close();
            }
        });
        if let Some(told) = &self.told {
            ui.label(RichText::new(say(told)).strong());
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
        if let Some(trouble) = trouble {
            ui.colored_label(Color32::from_rgb(140, 29, 24), say(&code_trouble(*trouble)));
        }
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

    fn may(&self, least: Role) -> bool {
        self.signed.as_ref().is_some_and(|signed| signed.role >= least)
    }

    fn board(&mut self, ui: &mut Ui, say: &dyn Fn(&Text) -> String, sight: &Sight, wishes: &mut Vec<Wish>) {
        state(ui, say, sight);
        ui.add_space(8.0);
        let (helps, leads) = (self.may(Role::Receptionist), self.may(Role::Supervisor));
        let running = matches!(sight.stage, Stage::Identity | Stage::Consent | Stage::Query);
        let seen = sight.seen;
        let mut ordered = None;
        ui.horizontal_wrapped(|ui| {
            if button(ui, say, "desk-visual", helps && sight.visual) {
                self.page = Page::Visual { seen, compared: false, reason: None };
            }
            let closed = sight.stage == Stage::Paused;
            let called = running || sight.help != Help::None;
            for (word, shown, fits, action) in [
                ("desk-come", true, called, StaffAction::Come),
                ("desk-cancel", true, running, StaffAction::Cancel),
                ("desk-pause", !closed, !running, StaffAction::Pause),
                ("desk-resume", closed, true, StaffAction::Resume),
                ("staff-restart-reader", true, !running, StaffAction::RestartReader),
                ("staff-restart-face", true, !running, StaffAction::RestartFace),
            ] {
                if shown && button(ui, say, word, fits && self.may(Role::least_for(action))) {
                    ordered = Some(action);
                }
            }
            let locked = sight.troubles.contains(&Trouble::CodesLocked);
            if locked && button(ui, say, "staff-unlock", leads) {
                wishes.push(Wish::UnlockCodes);
            }
        });
        wishes.extend(ordered.map(|action| Wish::Order { seen, action }));
        ui.add_space(8.0);
        ui.horizontal_wrapped(|ui| {
            for (word, allowed, page) in [
                ("staff-fallback", true, Page::Fallback),
                ("staff-settings", leads, Page::Settings),
                ("staff-about", true, Page::About),
            ] {
                if button(ui, say, word, allowed) {
                    self.page = page;
                }
            }
        });
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
        let ready = *compared && reason.is_some();
        if button(ui, say, "desk-visual-go", ready)
            && let Some(reason) = *reason
        {
            wishes.push(Wish::Order { seen: *seen, action: StaffAction::VisualCheck { reason } });
        }
    }

    fn settings(&mut self, ui: &mut Ui, say: &dyn Fn(&Text) -> String, sight: &Sight, wishes: &mut Vec<Wish>) {
        ui.label(say(&tr("staff-settings-line")));
        ui.horizontal_wrapped(|ui| {
            ui.label(say(&tr("staff-set-language")));
            for language in [Language::Japanese, Language::EasyJapanese, Language::English] {
                let name = say(&tr(language.name_key()));
                choice(ui, &name, sight.language == language, Setting::Language(language), wishes);
            }
        });
        ui.horizontal_wrapped(|ui| {
            ui.label(say(&tr("staff-set-letters")));
            for (letters, word) in
                Letters::ALL.into_iter().zip(["size-is-small", "size-is-default", "size-is-large", "size-is-largest"])
            {
                choice(ui, &say(&tr(word)), sight.letters == letters, Setting::Letters(letters), wishes);
            }
        });
        ui.horizontal_wrapped(|ui| {
            ui.label(say(&tr("staff-set-colours")));
            for (colours, word) in [
                (Colours::Standard, "colours-are-standard"),
                (Colours::White, "colours-are-white"),
                (Colours::Black, "colours-are-black"),
                (Colours::Soft, "colours-are-soft"),
            ] {
                choice(ui, &say(&tr(word)), sight.colours == colours, Setting::Colours(colours), wishes);
            }
        });
        ui.horizontal_wrapped(|ui| {
            let (at, of) = sight.volume;
            ui.label(say(&tr("staff-set-volume").verbatim("at", (at + 1).to_string()).verbatim("of", of.to_string())));
            if button(ui, say, "speech-softer", at > 0) {
                wishes.push(Wish::Set(Setting::Volume(at - 1)));
            }
            if button(ui, say, "speech-louder", at + 1 < of) {
                wishes.push(Wish::Set(Setting::Volume(at + 1)));
            }
        });
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
            }
        });
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
    ui.add_enabled(allowed, egui::Button::new(say(&tr(word)))).clicked()
}

fn choice(ui: &mut Ui, name: &str, chosen: bool, setting: Setting, wishes: &mut Vec<Wish>) {
    if ui.selectable_label(chosen, name).clicked() && !chosen {
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

/// Where the kiosk stands, and what does not work, with its remedy.
fn state(ui: &mut Ui, say: &dyn Fn(&Text) -> String, sight: &Sight) {
    let stage = match sight.stage {
        Stage::Idle => "desk-stage-idle",
        Stage::Paused => "desk-stage-paused",
        Stage::Identity => "desk-stage-identity",
        Stage::Consent => "desk-stage-consent",
        Stage::Query => "desk-stage-query",
        Stage::Done => "desk-stage-done",
        Stage::Ended => "desk-stage-ended",
        Stage::OutOfOrder => "desk-stage-out-of-order",
    };
    ui.label(RichText::new(say(&tr(stage))).strong());
    match sight.help {
        Help::None => {}
        Help::Called => _ = ui.label(say(&tr("desk-help-called"))),
        Help::Coming => _ = ui.label(say(&tr("desk-help-coming"))),
    }
    let Counts { begun, done, visual, helped } = sight.counts;
    let counts = tr("desk-counts").number("begun", begun).number("done", done).number("visual", visual);
    ui.label(say(&counts.number("helped", helped)));
    ui.label(say(&tr(match sight.desk {
        None => "staff-desk-none",
        Some(true) => "staff-desk-online",
        Some(false) => "staff-desk-offline",
    })));
    if sight.troubles.is_empty() {
        ui.label(say(&tr("staff-all-well")));
    }
    for trouble in &sight.troubles {
        let what = tr(trouble.key()).number("waiting", sight.results_waiting);
        let text = format!("{} {}", say(&what), say(&tr(format!("{}-do", trouble.key()))));
        ui.colored_label(Color32::from_rgb(140, 29, 24), text);
    }
}

/// The ways when machines fail: nobody pays the whole price for it.
fn fallback(ui: &mut Ui, say: &dyn Fn(&Text) -> String) {
    ui.label(say(&tr("staff-fallback-line")));
    for way in ["staff-fallback-portal", "staff-fallback-notice", "staff-fallback-known", "staff-fallback-form"] {
        ui.label(format!("• {}", say(&tr(way))));
    }
    ui.label(say(&tr("staff-fallback-certificate")));
}

fn about(ui: &mut Ui, say: &dyn Fn(&Text) -> String) {
    ui.label(say(&tr("staff-about-version").verbatim("version", env!("CARGO_PKG_VERSION"))));
    for line in ["staff-about-licence", "staff-about-fonts", "staff-about-models", "staff-about-voices"] {
        ui.label(say(&tr(line)));
    }
}

#[cfg(test)]
mod tests;
