//! A session on the bench: the clock stands still until a test moves it, and devices answer when a test says so.

use crate::eligibility::{Answer, CertificateStanding, Offer, Prescription, SubsidyUse};
use crate::fallback::statement::{CardShown, InsurerKind, Sex, Share, Writer};
use crate::fallback::{Era, Way};
use crate::session::WizardInput;
use crate::session::event::{
    Application, CardFacts, CardTrouble, CentreTrouble, HospitalTrouble, Opening, PhotoTrouble, PinState, ReaderEvent,
    SignTrouble, Written,
};
use crate::session::face::{Advice, FaceReadiness, FaceRefusal, Verdict};
use crate::session::secret::{CardPhoto, CertificateDer, CertificatePrint, Digit, Signature};
use crate::session::{
    Actor, CodeTrouble, Effects, Event, FacilitySettings, Input, Now, Order, Session, StaffAction, State, VisualReason,
};
use jiff::civil::{Date, date};
use std::time::Duration;

pub const TODAY: Date = date(2026, 11, 23);
/// Last valid days of certificates, as seen on [`TODAY`].
pub const VALID: Date = date(2030, 5, 20);
pub const ENDS_SOON: Date = date(2026, 12, 31);
pub const GRACE: Date = date(2026, 9, 30);
pub const EXPIRED: Date = date(2026, 1, 31);

pub const CARD: CertificatePrint = CertificatePrint([1; 32]);
pub const OTHER_CARD: CertificatePrint = CertificatePrint([2; 32]);
pub const NONCE: [u8; 32] = [0xA7; 32];

pub fn facts(pin: PinState, valid_until: Date, print: CertificatePrint) -> CardFacts {
    CardFacts { certificate: CertificateDer::new(vec![0x30, 0x82]), print, valid_until, pin }
}

/// A valid card with this try counter.
pub fn card(pin: PinState) -> Result<CardFacts, CardTrouble> {
    Ok(facts(pin, VALID, CARD))
}

pub fn opening(certificate: CertificateStanding, registered: bool) -> Opening {
    Opening { nonce: NONCE.to_vec(), certificate, registered }
}

pub fn signature() -> Signature {
    Signature::new(vec![0x5A; 256])
}

pub fn photo() -> CardPhoto {
    CardPhoto::new(vec![0xF0; 64])
}

pub fn answer(validity: u8) -> Box<Answer> {
    let mut answer = Answer::default();
    answer.validity = validity;
    Box::new(answer)
}

pub fn digit(value: u8) -> Input {
    Input::Digit(Digit::new(value).unwrap())
}

pub struct Bench {
    pub session: Session,
    pub at: Duration,
}

impl Bench {
    /// A kiosk that has just been switched on.
    pub fn new(settings: FacilitySettings) -> Self {
        Self { session: Session::new(settings), at: Duration::from_secs(1000) }
    }

    /// At its first screen, with a camera and all that belongs to it.
    pub fn idle(settings: FacilitySettings) -> Self {
        Self::new(settings)
            .after(|b| b.reader(ReaderEvent::Found))
            .after(|b| b.step(Event::FaceReadiness(FaceReadiness::Ready)))
    }

    /// A card lies on the reader and is being read.
    pub fn reading() -> Self {
        Self::idle(FacilitySettings::default()).after(|b| b.reader(ReaderEvent::CardInserted))
    }

    /// The centre is being asked about this card.
    pub fn opening(result: Result<CardFacts, CardTrouble>) -> Self {
        Self::reading().after(|b| b.card_read(result))
    }

    /// The first screen with a choice, for a card with this try counter.
    pub fn method(pin: PinState) -> Self {
        Self::opening(card(pin)).after(|b| b.opened(Ok(opening(CertificateStanding::Valid, true))))
    }

    /// The whole PIN is typed.
    pub fn typed() -> Self {
        Self::method(PinState::Tries(3)).after(|b| b.press(Input::ChoosePin)).after(|b| b.type_digits(&[1, 2, 3, 4]))
    }

    pub fn signing() -> Self {
        Self::typed().after(|b| b.press(Input::EnterPin))
    }

    /// The centre is being told who signed.
    pub fn identifying() -> Self {
        Self::signing().after(|b| b.signed(Ok(signature())))
    }

    /// With the default settings: 健診, 薬剤 and 特定疾病 are asked about.
    pub fn consent() -> Self {
        Self::identifying().after(|b| b.identified(Ok(Offer::default())))
    }

    /// A card that is no insurance card yet.
    pub fn register() -> Self {
        Self::opening(card(PinState::Tries(3))).after(|b| b.opened(Ok(opening(CertificateStanding::Valid, false))))
    }

    /// The application is on its way.
    pub fn registering() -> Self {
        Self::register()
            .after(|b| b.press(Input::Register))
            .after(|b| b.press(Input::ChoosePin))
            .after(|b| b.type_digits(&[1, 2, 3, 4]))
            .after(|b| b.press(Input::EnterPin))
            .after(|b| b.signed(Ok(signature())))
            .after(|b| b.identified(Ok(Offer::default())))
    }

    /// A facility that asks everything, and a person whom everything concerns: at the form of the prescription.
    pub fn prescription() -> Self {
        let settings = FacilitySettings { prescription: true, subsidies: true, ..FacilitySettings::default() };
        let offer = Offer { from_forty: true, ticket: true, standing: Vec::new() };
        Self::idle(settings)
            .after(|b| b.reader(ReaderEvent::CardInserted))
            .after(|b| b.card_read(card(PinState::Tries(3))))
            .after(|b| b.opened(Ok(opening(CertificateStanding::Valid, true))))
            .after(|b| b.press(Input::ChoosePin))
            .after(|b| b.type_digits(&[1, 2, 3, 4]))
            .after(|b| b.press(Input::EnterPin))
            .after(|b| b.signed(Ok(signature())))
            .after(|b| b.identified(Ok(offer)))
            .after(|b| b.press(Input::AgreeToAll))
    }

    pub fn subsidies() -> Self {
        Self::prescription().after(|b| b.press(Input::Prescription(Prescription::Paper)))
    }

    pub fn subsidy_lookup() -> Self {
        Self::subsidies().after(|b| b.press(Input::Subsidies(SubsidyUse::Use)))
    }

    pub fn ticket() -> Self {
        Self::subsidy_lookup().after(|b| b.sought(Ok(true)))
    }

    pub fn review() -> Self {
        Self::consent().after(|b| b.press(Input::AgreeToAll))
    }

    pub fn query() -> Self {
        Self::review().after(|b| b.press(Input::Send))
    }

    pub fn delivering(validity: u8) -> Self {
        Self::query().after(|b| b.answered(Ok(answer(validity))))
    }

    pub fn done() -> Self {
        Self::delivering(1).after(|b| b.written(Ok(Written::Delivered)))
    }

    /// The centre did not answer, at a facility where a statement is filled in on the screen: what else is there?
    pub fn ways() -> Self {
        let settings = FacilitySettings { statement: true, ..FacilitySettings::default() };
        Self::idle(settings)
            .after(|b| b.reader(ReaderEvent::CardInserted))
            .after(|b| b.card_read(card(PinState::Tries(3))))
            .after(|b| b.opened(Err(CentreTrouble::TimedOut)))
            .after(|b| b.press(Input::Wizard(WizardInput::Open)))
    }

    pub fn way() -> Self {
        Self::ways().after(|b| b.press(Input::Wizard(WizardInput::Way(Way::Statement))))
    }

    /// At its first question.
    pub fn form() -> Self {
        Self::way().after(|b| b.press(Input::Wizard(WizardInput::FillIn)))
    }

    pub fn form_review() -> Self {
        use WizardInput as W;
        let born =
            [W::Era(Era::Showa), W::Digit(3), W::Digit(3), W::Enter, W::Month(2), W::Digit(1), W::Digit(1), W::Enter];
        let rest = [
            W::Sex(Sex::Female),
            W::ByPen,
            W::Card(CardShown::NotHere),
            W::InsurerKind(InsurerKind::Unknown),
            W::Share(Share::Unknown),
            W::Writer(Writer::Patient),
        ];
        let answers = std::iter::once(W::ByPen).chain(born).chain(rest);
        answers.fold(Self::form(), |bench, input| bench.after(|b| b.press(Input::Wizard(input))))
    }

    /// The photo is being read.
    pub fn face_photo() -> Self {
        Self::method(PinState::Tries(3)).after(|b| b.press(Input::ChooseFace))
    }

    /// The camera runs.
    pub fn face() -> Self {
        Self::face_photo().after(|b| b.photo(Ok(photo())))
    }

    /// So many faces did not match.
    pub fn mismatched(times: u8) -> Self {
        let first = Self::face().after(|b| b.checked(Ok(Verdict::NoMatch)));
        (1..times).fold(first, |bench, _| {
            bench
                .after(|b| b.press(Input::TryFaceAgain))
                .after(|b| b.photo(Ok(photo())))
                .after(|b| b.checked(Ok(Verdict::NoMatch)))
        })
    }

    pub fn face_signing() -> Self {
        Self::face().after(|b| b.checked(Ok(Verdict::Match)))
    }

    pub fn visual() -> Self {
        Self::method(PinState::Tries(3)).after(|b| b.press(Input::ChooseVisual))
    }

    /// Staff type the facility's passcode.
    pub fn passcode() -> Self {
        Self::visual().after(|b| b.press(Input::StaffHere))
    }

    /// It is being checked.
    pub fn passcode_check() -> Self {
        Self::passcode().after(|b| b.type_digits(&[2, 4, 6, 8])).after(|b| b.press(Input::EnterPin))
    }

    /// Staff are asked whether the person is the one of the photo.
    pub fn compare() -> Self {
        Self::passcode_check().after(|b| b.passcode_checked(Ok(())))
    }

    /// They said so, and are asked why it was done by eye.
    pub fn reason() -> Self {
        Self::compare().after(|b| b.press(Input::Compared { same: true }))
    }

    pub fn visual_signing() -> Self {
        Self::reason().after(|b| b.press(Input::Reason(VisualReason::Condition)))
    }

    pub fn paused() -> Self {
        Self::idle(FacilitySettings::default()).after(|b| b.order(StaffAction::Pause))
    }

    /// Staff hold the card in their hands.
    pub fn lifted() -> Self {
        Self::visual().after(|b| b.reader(ReaderEvent::CardRemoved))
    }

    /// Does one thing more, whatever effects it has.
    pub fn after(mut self, act: impl FnOnce(&mut Self) -> Effects) -> Self {
        act(&mut self);
        self
    }

    pub fn state(&self) -> &State {
        self.session.state()
    }

    pub fn step(&mut self, event: Event) -> Effects {
        self.session.step(Now { at: self.at, today: TODAY }, event)
    }

    /// Input on the screen that is shown.
    pub fn press(&mut self, input: Input) -> Effects {
        self.step(Event::User { screen: self.session.screen(), input })
    }

    pub fn type_digits(&mut self, digits: &[u8]) -> Effects {
        digits.iter().flat_map(|value| self.press(digit(*value))).collect()
    }

    pub fn reader(&mut self, event: ReaderEvent) -> Effects {
        self.step(Event::Reader(event))
    }

    pub fn card_read(&mut self, result: Result<CardFacts, CardTrouble>) -> Effects {
        self.step(Event::CardRead { visit: self.session.visit(), result })
    }

    pub fn signed(&mut self, result: Result<Signature, SignTrouble>) -> Effects {
        self.step(Event::Signed { visit: self.session.visit(), result })
    }

    pub fn passcode_checked(&mut self, result: Result<(), CodeTrouble>) -> Effects {
        self.step(Event::PasscodeChecked { visit: self.session.visit(), result })
    }

    /// For the visit and the screen that are shown.
    pub fn order(&mut self, action: StaffAction) -> Effects {
        let (visit, screen) = (self.session.visit(), self.session.screen());
        self.step(Event::Staff(Order { visit, screen, by: Actor::Desk { person: "sato".into() }, action }))
    }

    pub fn photo(&mut self, result: Result<CardPhoto, PhotoTrouble>) -> Effects {
        self.step(Event::PhotoRead { visit: self.session.visit(), result })
    }

    pub fn seen(&mut self, advice: Advice) -> Effects {
        self.step(Event::FaceSeen { visit: self.session.visit(), advice })
    }

    pub fn checked(&mut self, result: Result<Verdict, FaceRefusal>) -> Effects {
        self.step(Event::FaceChecked { visit: self.session.visit(), result })
    }

    pub fn opened(&mut self, result: Result<Opening, CentreTrouble>) -> Effects {
        self.step(Event::VisitOpened { visit: self.session.visit(), result })
    }

    pub fn identified(&mut self, result: Result<Offer, CentreTrouble>) -> Effects {
        self.step(Event::Identified { visit: self.session.visit(), result })
    }

    pub fn registered(&mut self, result: Result<Application, CentreTrouble>) -> Effects {
        self.step(Event::Registered { visit: self.session.visit(), result })
    }

    pub fn sought(&mut self, result: Result<bool, CentreTrouble>) -> Effects {
        self.step(Event::SubsidiesSought { visit: self.session.visit(), result })
    }

    pub fn answered(&mut self, result: Result<Box<Answer>, CentreTrouble>) -> Effects {
        self.step(Event::Answered { visit: self.session.visit(), result })
    }

    pub fn written(&mut self, result: Result<Written, HospitalTrouble>) -> Effects {
        self.step(Event::ResultWritten { visit: self.session.visit(), result })
    }

    pub fn wait(&mut self, seconds: u64) -> Effects {
        self.at += Duration::from_secs(seconds);
        self.step(Event::Tick)
    }

    /// Ticks when the session asked for it; nothing where it did not.
    pub fn tick_when_due(&mut self) -> Effects {
        let Some(due) = self.session.next_deadline() else { return Effects::new() };
        self.at = self.at.max(due);
        self.step(Event::Tick)
    }

    /// Lets the limit of the shown screen run out, past its warning.
    pub fn run_out(&mut self) -> Effects {
        let screen = self.session.screen();
        let mut effects = self.tick_when_due();
        if self.session.screen() == screen {
            effects.extend(self.tick_when_due());
        }
        effects
    }

    /// What always leads back to the first screen: the card is taken, the reader is there, time passes.
    pub fn recover(&mut self) {
        self.order(StaffAction::Resume);
        self.reader(ReaderEvent::CardRemoved);
        self.reader(ReaderEvent::Found);
        for _ in 0..6 {
            if !matches!(self.state(), State::Idle) {
                self.tick_when_due();
            }
        }
    }
}
