//! The tray drawn below the practice screens: whose card, place it, take it.

use super::persons::{CardKind, Person, persons};
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

/// The tray and the hand behind it.
#[derive(Resource)]
pub struct TrayHand {
    hand: Box<dyn Hand>,
    chosen: usize,
    placed: bool,
}

/// What of the tray is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraySign {
    chosen: usize,
    placed: bool,
}

impl TrayHand {
    pub fn new(hand: Box<dyn Hand>) -> Self {
        Self { hand, chosen: 0, placed: false }
    }

    pub fn sign(&self) -> TraySign {
        TraySign { chosen: self.chosen, placed: self.placed }
    }

    /// What a touch of the tray does. Whoever chooses another person takes the card away first.
    pub fn act(&mut self, action: Action) {
        let count = persons().len().max(1);
        let done = match action {
            Action::NextPerson => self.take().map(|()| self.chosen = (self.chosen + 1) % count),
            Action::PreviousPerson => self.take().map(|()| self.chosen = (self.chosen + count - 1) % count),
            Action::PlaceCard => self.person().map_or(Ok(()), |person| self.place(&person.id)),
            Action::TakeCard => self.take(),
            _ => Ok(()),
        };
        if let Err(error) = done {
            bevy::log::error!("the practice card did not move: {error}");
        }
    }

    /// Puts a person's card on the reader.
    pub fn place(&mut self, id: &str) -> Result<(), String> {
        self.hand.place(id)?;
        self.chosen = persons().iter().position(|person| person.id == id).unwrap_or(self.chosen);
        self.placed = true;
        Ok(())
    }

    pub fn take(&mut self) -> Result<(), String> {
        self.hand.take()?;
        self.placed = false;
        Ok(())
    }

    pub fn fault(&mut self, fault: &str) -> Result<(), String> {
        self.hand.fault(fault)
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
        Tray { person, pin, placed: self.placed }
    }
}

fn pin(person: &Person) -> Text {
    match (&person.pin, person.kind) {
        (Some(pin), CardKind::MyNumber) => tr("tray-pin").verbatim("pin", pin.clone()),
        _ => tr("tray-no-pin"),
    }
}
