//! The tray drawn below the practice screens: whose card, place it, take it.

use super::own_face::{EitherCamera, NoPicture, OWN_FACE, Webcam};
use super::persons::{CardKind, Person, persons};
use super::scene::Scene;
use crate::app::wake::Waker;
use crate::devices::camera::Camera;
use crate::devices::camera::played::{CameraFault, Film, Projector};
use crate::devices::card::PracticeCardFace;
use crate::devices::speech::jack::PracticeJack;
use crate::devices::speech::sound::Output;
use crate::devices::speech::sound::alsa::AlsaOutput;
use crate::devices::speech::sound::tape::Tape;
use crate::devices::speech::{Heard, SpeechSeams};
use crate::i18n::{Text, tr};
use crate::session::secret::CardPhoto;
use crate::ui::action::Action;
use crate::ui::layout::Tray;
use bevy::prelude::*;
use crossbeam_channel::{Receiver, Sender, TryRecvError};

/// What moves the virtual card: a child process, or a thread in the tests.
pub trait Hand: Send + Sync {
    /// Puts this person's card on the reader.
    fn place(&mut self, person: &str) -> Result<(), String>;
    /// The same with a photo that was taken of somebody; it lives in memory only.
    fn place_with_photo(&mut self, person: &str, photo: CardPhoto) -> Result<(), String>;
    fn take(&mut self) -> Result<(), String>;
    /// Orders a fault, in the words of `virtual-card`.
    fn fault(&mut self, fault: &str) -> Result<(), String>;
}

/// What the tray moves besides the card: who stands before the camera, and what can be read off the card's face.
#[derive(Clone)]
pub struct Stage {
    pub projector: Projector,
    pub card_face: PracticeCardFace,
    /// A real camera, for who practises with their own face.
    pub webcam: Option<Webcam>,
    /// Where practice headphones go in.
    pub jack: PracticeJack,
    pub sound: Sound,
}

/// Where the voice of a practice terminal goes.
#[derive(Clone)]
pub enum Sound {
    /// This machine's usual sound device, for both routes.
    Device,
    /// Onto a tape, and to whoever listens.
    Tape { tape: Tape, ear: Option<Sender<Heard>> },
}

impl Stage {
    /// What the kiosk speaks through.
    pub fn speech(&self) -> SpeechSeams {
        let (output, ear): (Box<dyn Output>, _) = match &self.sound {
            Sound::Device => (Box::new(AlsaOutput::usual()), None),
            Sound::Tape { tape, ear } => (Box::new(tape.clone()), ear.clone()),
        };
        SpeechSeams { output, jack: Box::new(self.jack.clone()), ear }
    }

    /// The camera that the kiosk looks through.
    pub fn camera(&self) -> Box<dyn Camera> {
        let played = Box::new(self.projector.camera());
        match &self.webcam {
            Some(webcam) => Box::new(EitherCamera { played, webcam: webcam.clone() }),
            None => played,
        }
    }
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

/// A picture of the person who practises.
#[derive(Default)]
enum OwnPicture {
    #[default]
    NotAsked,
    Awaited(Receiver<Result<CardPhoto, NoPicture>>),
    Failed(NoPicture),
}

/// The tray and the hand behind it.
#[derive(Resource)]
pub struct TrayHand {
    hand: Box<dyn Hand>,
    stage: Stage,
    chosen: usize,
    placed: bool,
    before: Before,
    own: OwnPicture,
    headphones: bool,
    waker: Waker,
    hidden: bool,
}

/// What of the tray is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraySign {
    chosen: usize,
    placed: bool,
    before: Before,
    headphones: bool,
    picture: &'static str,
}

impl TrayHand {
    /// `before`: what the camera shows at first. `waker`: of the app that the tray belongs to.
    pub fn new(hand: Box<dyn Hand>, stage: Stage, before: Before, waker: Waker) -> Self {
        let own = OwnPicture::NotAsked;
        let tray = Self { hand, stage, chosen: 0, placed: false, before, own, headphones: false, waker, hidden: false };
        tray.project();
        tray
    }

    pub fn sign(&self) -> TraySign {
        TraySign {
            chosen: self.chosen,
            placed: self.placed,
            before: self.before,
            headphones: self.headphones,
            picture: self.picture_sign(),
        }
    }

    /// The hand works, and nothing of it is on the glass.
    pub fn hide(&mut self) {
        self.hidden = true;
    }

    pub fn is_drawn(&self) -> bool {
        !self.hidden
    }

    /// What a touch of the tray does. Whoever chooses another person takes the card away first.
    pub fn act(&mut self, action: Action) {
        let done = match action {
            Action::NextPerson => self.take().map(|()| self.choose_next()),
            Action::PlaceCard => self.person().map_or(Ok(()), |person| self.place(&person.id)),
            Action::TakeCard => self.take(),
            Action::NextBeforeCamera => {
                self.before = self.before.next();
                Ok(())
            }
            Action::PlugHeadphones => {
                self.plug(!self.headphones);
                Ok(())
            }
            _ => Ok(()),
        };
        if let Err(error) = done {
            bevy::log::error!("the practice card did not move: {error}");
        }
        self.project();
    }

    /// Without a webcam nobody's own face can be chosen.
    fn choose_next(&mut self) {
        self.own = OwnPicture::NotAsked;
        self.chosen = (self.chosen + 1) % persons().len().max(1);
        if self.is_own() && self.stage.webcam.is_none() {
            self.choose_next();
        }
        if let Some(webcam) = &self.stage.webcam {
            webcam.use_it(self.is_own());
        }
    }

    fn is_own(&self) -> bool {
        self.person().is_some_and(|person| person.id == OWN_FACE)
    }

    /// Places the card with one's own face, once the picture is there.
    fn place_when_taken(&mut self) {
        let OwnPicture::Awaited(picture) = &self.own else { return };
        let taken = match picture.try_recv() {
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => Err(NoPicture::Broken),
            Ok(taken) => taken,
        };
        self.own = match taken {
            Ok(photo) => {
                let placed = self.hand.place_with_photo(OWN_FACE, photo);
                self.placed = placed.is_ok();
                self.stage.card_face.lay_card_of(OWN_FACE);
                if let Err(error) = placed {
                    bevy::log::error!("the practice card did not move: {error}");
                }
                OwnPicture::NotAsked
            }
            Err(why) => OwnPicture::Failed(why),
        };
    }

    /// Puts a person's card on the reader.
    pub fn place(&mut self, id: &str) -> Result<(), String> {
        if let Some(webcam) = self.stage.webcam.as_ref().filter(|_| id == OWN_FACE) {
            webcam.use_it(true);
            let waker = self.waker.clone();
            self.own = OwnPicture::Awaited(webcam.take_picture(move || waker.wake()));
            return Ok(());
        }
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
        self.own = OwnPicture::NotAsked;
        self.stage.card_face.lay(None);
        Ok(())
    }

    /// Headphones go in, or out.
    pub fn plug(&mut self, is_in: bool) {
        self.headphones = is_in;
        self.stage.jack.plug(is_in);
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

    /// What the tray says of one's own picture; nothing where there is nothing to say.
    fn picture_sign(&self) -> &'static str {
        match self.own {
            OwnPicture::NotAsked => "",
            OwnPicture::Awaited(_) => "own-look",
            OwnPicture::Failed(NoPicture::Camera(_)) => "own-no-camera",
            OwnPicture::Failed(NoPicture::Nobody) => "own-nobody",
            OwnPicture::Failed(NoPicture::Broken) => "own-broken",
        }
    }

    fn person(&self) -> Option<&'static Person> {
        persons().get(self.chosen)
    }

    /// The tray as the layout draws it.
    pub fn tray(&self) -> Tray {
        let (person, pin) = match self.person() {
            Some(person) if self.picture_sign() != "" => (tr(format!("person-{}", person.id)), tr(self.picture_sign())),
            Some(person) => (tr(format!("person-{}", person.id)), pin(person)),
            None => (tr("tray-title"), tr("tray-no-pin")),
        };
        Tray {
            person,
            pin,
            placed: self.placed,
            before: tr("tray-before").word("who", tr(self.before.name())),
            headphones: self.headphones,
        }
    }
}

/// Looks whether the picture has come that somebody waits for.
pub fn place_own_card(hand: Option<ResMut<TrayHand>>) {
    if let Some(mut hand) = hand {
        hand.bypass_change_detection().place_when_taken();
    }
}

fn pin(person: &Person) -> Text {
    match (&person.pin, person.kind) {
        (Some(pin), CardKind::MyNumber) => tr("tray-pin").verbatim("pin", pin.clone()),
        _ => tr("tray-no-pin"),
    }
}
