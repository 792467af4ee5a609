//! What lies over the screen when it is asked for: the voice's settings, the languages, the switches.

use super::Voice;
use crate::a11y::reading::Pad;
use crate::a11y::switch::PACES_MS;
use crate::app::display::Looks;
use crate::devices::speech::Route;
use crate::i18n::{Language, Text, tr};
use crate::ui::action::{Action, SwitchAction, VoiceAction};
use crate::ui::layout::Panel;
use crate::ui::spec::{Choice, Look as Weight};

/// Which panel lies over the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PanelSign {
    Closed,
    Voice,
    About,
    Languages,
    /// A switch was pressed: is there another?
    SwitchAsked,
    SwitchTwo,
    /// At which pace.
    SwitchOne(usize),
}

impl Voice {
    pub fn panel(&self) -> PanelSign {
        self.panel
    }

    /// What lies over the screen.
    pub fn open_panel(&self, looks: &Looks) -> Option<Panel> {
        match self.panel {
            PanelSign::Closed => None,
            PanelSign::Voice => {
                Some(Panel { title: tr("speech-panel-title"), lines: Vec::new(), choices: self.choices() })
            }
            PanelSign::SwitchAsked => Some(Panel {
                title: tr("switch-title"),
                lines: ["switch-first", "switch-other", "switch-only"].map(tr).to_vec(),
                choices: vec![switch("switch-stop", SwitchAction::Stop, Weight::Quiet)],
            }),
            PanelSign::SwitchTwo => Some(Panel {
                title: tr("switch-two-title"),
                lines: vec![tr("switch-two-line")],
                choices: switch_ends(),
            }),
            PanelSign::SwitchOne(pace) => Some(Panel {
                title: tr("switch-one-title"),
                lines: vec![tr("switch-one-line"), switch_pace(pace)],
                choices: switch_paces().into_iter().chain(switch_ends()).collect(),
            }),
            PanelSign::Languages => {
                Some(Panel { title: tr("language-title"), lines: Vec::new(), choices: self.languages(looks) })
            }
            PanelSign::About => {
                let back = Action::Voice(VoiceAction::OpenPanel);
                let lines =
                    ["speech-about-mei", "speech-about-nitech", "speech-about-dictionary", "speech-about-flite"];
                Some(Panel {
                    title: tr("speech-about"),
                    lines: lines.map(tr).to_vec(),
                    choices: vec![Choice { label: tr("control-back"), action: back, look: Weight::Equal }],
                })
            }
        }
    }

    /// Who listens is offered what can be heard.
    fn languages(&self, looks: &Looks) -> Vec<Choice> {
        let label = if looks.readings { "language-no-furigana" } else { "language-furigana" };
        let furigana = Choice { label: tr(label), action: Action::Furigana, look: Weight::Quiet };
        let furigana = looks.language.has_readings().then_some(furigana);
        let offered = Language::offered().filter(|language| !self.is_on() || language.has_voice());
        let choice = |language: Language| Choice {
            label: tr(language.name_key()),
            action: Action::ChooseLanguage(language),
            look: Weight::Equal,
        };
        let close =
            Choice { label: tr("speech-close"), action: Action::Voice(VoiceAction::ClosePanel), look: Weight::Quiet };
        offered.map(choice).chain(furigana).chain([close]).collect()
    }

    fn choices(&self) -> Vec<Choice> {
        let s = self.settings;
        let pick = |yes: bool, a: &'static str, b: &'static str| if yes { a } else { b };
        let mut labels = vec![
            ("speech-repeat", VoiceAction::Repeat),
            (pick(self.paused, "speech-go-on", "speech-pause"), VoiceAction::Pause),
            ("speech-slower", VoiceAction::Slower),
            ("speech-faster", VoiceAction::Faster),
            ("speech-softer", VoiceAction::Softer),
            ("speech-louder", VoiceAction::Louder),
            ("speech-other-voice", VoiceAction::OtherVoice),
            (pick(s.blank, "speech-show-screen", "speech-blank"), VoiceAction::Blank),
        ];
        if self.on == Some(Route::Loudspeaker) {
            labels.push((pick(s.aloud, "speech-not-aloud", "speech-aloud"), VoiceAction::Aloud));
        }
        if self.may_fix_pad {
            labels.push((pick(s.pad == Pad::Fixed, "speech-shuffled-pad", "speech-fixed-pad"), VoiceAction::FixedPad));
        }
        labels.push(("speech-about", VoiceAction::About));
        labels.push(("speech-stop", VoiceAction::Stop));
        labels.push(("speech-close", VoiceAction::ClosePanel));
        labels
            .into_iter()
            .map(|(label, action)| Choice { label: tr(label), action: Action::Voice(action), look: Weight::Equal })
            .collect()
    }

    pub fn open_languages(&mut self) {
        self.open(PanelSign::Languages);
    }

    pub fn open(&mut self, panel: PanelSign) {
        self.panel = panel;
    }

    /// The visit goes on: nothing lies over it any more.
    pub fn close_panel(&mut self) {
        self.panel = PanelSign::Closed;
    }
}

fn switch(label: &'static str, action: SwitchAction, look: Weight) -> Choice {
    Choice { label: tr(label), action: Action::Switch(action), look }
}

fn switch_ends() -> Vec<Choice> {
    vec![
        switch("switch-start", SwitchAction::Start, Weight::Primary),
        switch("switch-stop", SwitchAction::Stop, Weight::Quiet),
    ]
}

fn switch_paces() -> [Choice; 2] {
    [
        switch("switch-slower", SwitchAction::Slower, Weight::Equal),
        switch("switch-faster", SwitchAction::Faster, Weight::Equal),
    ]
}

/// 「一つに 1.5秒」
fn switch_pace(pace: usize) -> Text {
    let ms = PACES_MS.get(pace).copied().unwrap_or_default();
    let seconds = if ms % 1000 == 0 { format!("{}", ms / 1000) } else { format!("{}.{}", ms / 1000, ms % 1000 / 100) };
    tr("switch-pace").verbatim("seconds", seconds)
}
