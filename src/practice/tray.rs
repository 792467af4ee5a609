//! The tray drawn below the practice screens: whose card, place it, take it.

use super::persons::{CardKind, Person, persons};
use super::scene::Scene;
use crate::devices::camera::played::{CameraFault, Film, Projector};
use crate::devices::card::PracticeCardFace;
use crate::i18n::{Text, tr};
use crate::ui::action::Action;
use crate::ui::layout::Tray;
use bevy::prelude::*;

/// What moves the virtual card: a child process, or a thread in the tests.
pub trait Hand: Send + Sync {
    /// Puts this person's card on the reader.
    fn place(&mut self, person: &str) -> Result<(), String>;
    fn take(&mut self) -> Result<(), String>;
    /// Orders a fault, in the words of `virtual-card`.
    fn fault(&mut self, fault: &str) -> Result<(), String>;
}

/// What the tray moves besides the card: who stands before the camera, and what can be read off the card's face.
#[derive(Clone)]
pub struct Stage {
    pub projector: Projector,
    pub card_face: PracticeCardFace,
}

/// Who stands before the practice camera.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// The person whose card it is.
    Owner,
    SomebodyElse,
    Nobody,
    TwoPeople,
    OwnerWithMask,
    OwnerInTheDark,
    /// A recording, or what a script said: the tray does not change it.
    AsOrdered,
}

impl Before {
    fn next(self) -> Self {
        match self {
            Self::Owner => Self::SomebodyElse,
            Self::SomebodyElse => Self::Nobody,
            Self::Nobody => Self::TwoPeople,
            Self::TwoPeople => Self::OwnerWithMask,
            Self::OwnerWithMask => Self::OwnerInTheDark,
            Self::OwnerInTheDark | Self::AsOrdered => Self::Owner,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Owner => "before-owner",
            Self::SomebodyElse => "before-other",
            Self::Nobody => "before-nobody",
            Self::TwoPeople => "before-two",
            Self::OwnerWithMask => "before-mask",
            Self::OwnerInTheDark => "before-dark",
            Self::AsOrdered => "before-ordered",
        }
    }

    /// In the words of a scene.
    fn scene(self, owner: &str) -> Option<String> {
        let other = if owner == "kenji" { "hanako" } else { "kenji" };
        match self {
            Self::Owner => Some(owner.to_owned()),
            Self::SomebodyElse => Some(other.to_owned()),
            Self::Nobody => Some("nobody".to_owned()),
            Self::TwoPeople => Some(format!("{owner} {other}")),
            Self::OwnerWithMask => Some(format!("{owner} mask")),
            Self::OwnerInTheDark => Some(format!("{owner} dark")),
            Self::AsOrdered => None,
        }
    }
}

/// The tray and the hand behind it.
#[derive(Resource)]
pub struct TrayHand {
    hand: Box<dyn Hand>,
    stage: Stage,
    chosen: usize,
    placed: bool,
    before: Before,
}

/// What of the tray is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraySign {
    chosen: usize,
    placed: bool,
    before: Before,
}

impl TrayHand {
    /// `before`: what the camera shows at first.
    pub fn new(hand: Box<dyn Hand>, stage: Stage, before: Before) -> Self {
        let tray = Self { hand, stage, chosen: 0, placed: false, before };
        tray.project();
        tray
    }

    pub fn sign(&self) -> TraySign {
        TraySign { chosen: self.chosen, placed: self.placed, before: self.before }
    }

    /// What a touch of the tray does. Whoever chooses another person takes the card away first.
    pub fn act(&mut self, action: Action) {
        let count = persons().len().max(1);
        let done = match action {
            Action::NextPerson => self.take().map(|()| self.chosen = (self.chosen + 1) % count),
            Action::PlaceCard => self.person().map_or(Ok(()), |person| self.place(&person.id)),
            Action::TakeCard => self.take(),
            Action::NextBeforeCamera => {
                self.before = self.before.next();
                Ok(())
            }
            _ => Ok(()),
        };
        if let Err(error) = done {
            bevy::log::error!("the practice card did not move: {error}");
        }
        self.project();
    }

    /// Puts a person's card on the reader.
    pub fn place(&mut self, id: &str) -> Result<(), String> {
        self.hand.place(id)?;
        self.chosen = persons().iter().position(|person| person.id == id).unwrap_or(self.chosen);
        self.placed = true;
        self.stage.card_face.lay_card_of(id);
        self.project();
        Ok(())
    }

    pub fn take(&mut self) -> Result<(), String> {
        self.hand.take()?;
        self.placed = false;
        self.stage.card_face.lay(None);
        Ok(())
    }

    pub fn fault(&mut self, fault: &str) -> Result<(), String> {
        self.hand.fault(fault)
    }

    /// Puts somebody before the camera, in the words of a scene, until the tray or a script says otherwise; `owner` is
    /// whoever owns the card.
    pub fn film(&mut self, scene: &str) -> Result<(), String> {
        if scene.trim() == "owner" {
            self.before = Before::Owner;
            self.project();
            return Ok(());
        }
        let scene: Scene = scene.parse().map_err(|error| format!("{error}"))?;
        self.before = Before::AsOrdered;
        self.stage.projector.show(Film::Scene(scene));
        Ok(())
    }

    /// Orders a fault of the camera.
    pub fn camera_fault(&mut self, fault: &str) -> Result<(), String> {
        let fault: CameraFault = fault.parse().map_err(|error| format!("{error}"))?;
        self.stage.projector.fault(fault);
        Ok(())
    }

    /// What stands before the camera follows the tray.
    fn project(&self) {
        let owner = self.person().map_or("hanako", |person| person.id.as_str());
        if let Some(scene) = self.before.scene(owner).and_then(|words| words.parse().ok()) {
            self.stage.projector.show(Film::Scene(scene));
        }
    }

    fn person(&self) -> Option<&'static Person> {
        persons().get(self.chosen)
    }

    /// The tray as the layout draws it.
    pub fn tray(&self) -> Tray {
        let (person, pin) = match self.person() {
            Some(person) => (tr(format!("person-{}", person.id)), pin(person)),
            None => (tr("tray-title"), tr("tray-no-pin")),
        };
        Tray { person, pin, placed: self.placed, before: tr("tray-before").word("who", tr(self.before.name())) }
    }
}

fn pin(person: &Person) -> Text {
    match (&person.pin, person.kind) {
        (Some(pin), CardKind::MyNumber) => tr("tray-pin").verbatim("pin", pin.clone()),
        _ => tr("tray-no-pin"),
    }
}
