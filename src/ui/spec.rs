//! A screen as data: what it says and what can be done on it. One question a screen.

use super::action::Action;
use crate::i18n::{Text, tr};
use crate::session::face::Advice;

/// A whole screen, without the bars that every screen has.
#[derive(Debug, Clone, PartialEq)]
pub struct Screen {
    /// What to do now: the largest text, the heading, the first focus.
    pub title: Text,
    /// One plain sentence each.
    pub lines: Vec<Text>,
    pub body: Body,
    pub choices: Vec<Choice>,
    pub tone: Tone,
    /// もどる and やめる, where they make sense.
    pub way_back: Option<Choice>,
    pub way_out: Option<Choice>,
    /// How far the visit is, once it has begun.
    pub step: Option<Progress>,
    /// The patient cannot go on alone: the staff button is the usual way on.
    pub staff_needed: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    Nothing,
    /// The dots of the PIN and its shuffled keys.
    PinPad,
    /// A card in its real size: what to put down.
    Card,
    /// What the camera sees, as in a mirror, and a sign of what to do; the heading says the same.
    Mirror(Advice),
    /// Things that the question is about.
    Items(Vec<Text>),
    /// Pairs of a thing and what became of it, as on the last screen.
    List(Vec<(Text, Text)>),
}

/// What the button of the staff says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bell {
    Still,
    /// It is heard at the desk.
    Rings,
    /// Called, and no desk hears it: the patient has to know, or would wait for nobody.
    Unheard,
    /// Somebody has said that they come.
    Coming,
}

/// One control.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    pub label: Text,
    pub action: Action,
    pub look: Look,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// The usual way on.
    Primary,
    /// One of several answers that must weigh the same.
    Equal,
    /// A way round, a way back.
    Quiet,
}

/// The mood of a screen; always said in words too, never by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Calm,
    Attention,
    Success,
}

/// One of the four parts of a visit: the card, the person, the consents, the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub at: u8,
}

impl Progress {
    pub const OF: u8 = 4;

    pub fn name(self) -> Text {
        tr(match self.at {
            1 => "step-card",
            2 => "step-person",
            3 => "step-consent",
            _ => "step-done",
        })
    }
}

impl Screen {
    /// A calm screen with a heading and nothing else yet.
    pub fn new(title: Text) -> Self {
        Self {
            title,
            lines: Vec::new(),
            body: Body::Nothing,
            choices: Vec::new(),
            tone: Tone::Calm,
            way_back: None,
            way_out: None,
            step: None,
            staff_needed: false,
        }
    }

    pub fn line(mut self, line: Text) -> Self {
        self.lines.push(line);
        self
    }

    pub fn body(mut self, body: Body) -> Self {
        self.body = body;
        self
    }

    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }

    pub fn choice(mut self, label: &'static str, action: Action, look: Look) -> Self {
        self.choices.push(Choice { label: tr(label), action, look });
        self
    }

    pub fn with_back(mut self) -> Self {
        self.way_back = Some(Choice { label: tr("control-back"), action: Action::Back, look: Look::Quiet });
        self
    }

    pub fn with_cancel(mut self) -> Self {
        self.way_out = Some(Choice { label: tr("control-cancel"), action: Action::Cancel, look: Look::Quiet });
        self
    }
}
