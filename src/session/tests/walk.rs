//! Random walks through the machine: what may happen is generated as [`Op`]s, each of which becomes an event where the
//! session then stands. More than half lead onward, so that walks get deep; the others are what spoils a visit.

use super::bench::{
    Bench, CARD, ENDS_SOON, EXPIRED, GRACE, OTHER_CARD, VALID, answer, digit, facts, opening, photo, signature,
};
use crate::eligibility::consent::{Consent, ConsentGroup};
use crate::eligibility::{CertificateStanding, Offer, Prescription, Standing, SubsidyUse};
use crate::fallback::statement::{CardShown, InsurerKind, Sex, Share, Writer};
use crate::fallback::{Era, Way};
use crate::session::event::{
    Application, CardFacts, CardTrouble, CentreTrouble, HospitalTrouble, Opening, PhotoTrouble, PinState, ReaderEvent,
    SignTrouble, Written as W,
};
use crate::session::face::{Advice, FaceReadiness, FaceRefusal, Verdict};
use crate::session::wizard::{DateEntry, FormAt, KanaKeys, Mark, PaperTrouble};
use crate::session::{
    Actor, CardPlace, CodeTrouble, Effects, Event, FacilitySettings, Input, Order, ScreenNumber, Session, StaffAction,
    State, VisitNumber, VisualCard, VisualPart, VisualReason, Wizard, WizardInput, WizardPart,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::time::Duration;

#[derive(Debug)]
pub enum Op {
    /// What brings the visit on from where it stands; the number chooses among the ways.
    Onward(u8),
    Press(Input),
    /// Begun so many screens before.
    LatePress {
        ago: u64,
        input: Input,
    },
    Reader(ReaderEvent),
    Readiness(FaceReadiness),
    Printed(Result<(), PaperTrouble>),
    Settings(Option<FacilitySettings>),
    /// By staff, for the visit and the screen so many before.
    Order {
        ago: u64,
        action: StaffAction,
    },
    /// From a device, for the running visit (0) or for one so many visits before.
    Device {
        ago: u64,
        said: Said,
    },
    Wait {
        seconds: u64,
    },
    /// A tick just when the session asked for it.
    Due,
}

/// An answer of a device, before it has a visit's number.
#[derive(Debug)]
pub enum Said {
    CardRead(Result<CardFacts, CardTrouble>),
    Signed(Result<(), SignTrouble>),
    Photo(Result<(), PhotoTrouble>),
    Advice(Advice),
    Checked(Result<Verdict, FaceRefusal>),
    Opened(Result<Opening, CentreTrouble>),
    Identified(Result<Offer, CentreTrouble>),
    Registered(Result<Application, CentreTrouble>),
    Sought(Result<bool, CentreTrouble>),
    Answered(Result<u8, CentreTrouble>),
    Written(Result<W, HospitalTrouble>),
    Passcode(Result<(), CodeTrouble>),
}

/// A session, and what will happen to it.
pub struct Walk {
    bench: Bench,
    ops: std::vec::IntoIter<Op>,
}

impl Walk {
    pub fn new((settings, ops): (FacilitySettings, Vec<Op>)) -> Self {
        let bench = Bench::new(settings).after(|b| b.step(Event::FaceReadiness(FaceReadiness::Ready)));
        Self { bench, ops: ops.into_iter() }
    }

    pub fn session(&self) -> &Session {
        &self.bench.session
    }

    pub fn state(&self) -> &State {
        self.bench.session.state()
    }

    pub fn at(&self) -> Duration {
        self.bench.at
    }

    /// The next event, for [`Walk::step`]; the clock moves here.
    pub fn next_event(&mut self) -> Option<Event> {
        let op = self.ops.next()?;
        let op = if let Op::Onward(way) = op { onward(self.state(), way) } else { op };
        Some(self.event(op))
    }

    pub fn step(&mut self, event: Event) -> Effects {
        self.bench.step(event)
    }

    /// Whether the input of this event began on the screen that is shown.
    pub fn is_on_screen(&self, event: &Event) -> bool {
        matches!(event, Event::User { screen, .. } if *screen == self.session().screen())
    }

    /// The session where it stands after all that is left to happen.
    pub fn walked(mut self) -> Bench {
        while let Some(event) = self.next_event() {
            self.step(event);
        }
        self.bench
    }

    fn event(&mut self, op: Op) -> Event {
        let (screen, visit) = (self.session().screen(), self.session().visit());
        match op {
            Op::Press(input) => Event::User { screen, input },
            Op::LatePress { ago, input } => Event::User { screen: ScreenNumber(screen.0.saturating_sub(ago)), input },
            Op::Reader(event) => Event::Reader(event),
            Op::Order { ago, action } => {
                let screen = ScreenNumber(screen.0.saturating_sub(ago));
                Event::Staff(Order { visit, screen, by: Actor::Panel { person: "sato".into() }, action })
            }
            Op::Readiness(face) => Event::FaceReadiness(face),
            Op::Printed(result) => Event::StatementPrinted(result),
            Op::Settings(read) => Event::Settings(read),
            Op::Device { ago, said } => said.event(VisitNumber(visit.0.saturating_sub(ago))),
            Op::Wait { seconds } => {
                self.bench.at += Duration::from_secs(seconds);
                Event::Tick
            }
            Op::Onward(_) | Op::Due => {
                let due = self.session().next_deadline();
                self.bench.at = due.map_or(self.bench.at, |due| due.max(self.bench.at));
                Event::Tick
            }
        }
    }
}

impl Said {
    fn event(self, visit: VisitNumber) -> Event {
        match self {
            Self::CardRead(result) => Event::CardRead { visit, result },
            Self::Signed(result) => Event::Signed { visit, result: result.map(|()| signature()) },
            Self::Photo(result) => Event::PhotoRead { visit, result: result.map(|()| photo()) },
            Self::Advice(advice) => Event::FaceSeen { visit, advice },
            Self::Checked(result) => Event::FaceChecked { visit, result },
            Self::Opened(result) => Event::VisitOpened { visit, result },
            Self::Identified(result) => Event::Identified { visit, result },
            Self::Registered(result) => Event::Registered { visit, result },
            Self::Sought(result) => Event::SubsidiesSought { visit, result },
            Self::Answered(result) => Event::Answered { visit, result: result.map(answer) },
            Self::Written(result) => Event::ResultWritten { visit, result },
            Self::Passcode(result) => Event::PasscodeChecked { visit, result },
        }
    }
}

/// The way on, with a turn-off now and then.
fn onward(state: &State, way: u8) -> Op {
    let turn = way % 8;
    match state {
        State::OutOfOrder if turn < 2 => Op::Press(Input::Wizard(WizardInput::Open)),
        State::OutOfOrder => Op::Reader(ReaderEvent::Found),
        State::Idle | State::Visual { place: VisualCard::Lifted { .. }, .. } => Op::Reader(ReaderEvent::CardInserted),
        State::CertNotice { .. } => Op::Press(Input::Continue),
        State::Method { .. } => Op::Press(match turn {
            0 => Input::ChooseVisual,
            1..=3 => Input::ChooseFace,
            _ => Input::ChoosePin,
        }),
        State::FaceAgain { .. } => Op::Press(match turn {
            0 => Input::Back,
            1 => Input::ChoosePin,
            _ => Input::TryFaceAgain,
        }),
        State::Face { .. } if turn == 0 => Op::Due,
        State::LastTry { .. } => Op::Press(if turn == 0 { Input::Back } else { Input::RiskLastTry }),
        State::Pin { entry, .. } if entry.len() < 4 => Op::Press(digit(turn)),
        State::Pin { .. } => Op::Press(Input::EnterPin),
        State::Visual { place: VisualCard::Placed, part: VisualPart::PasscodeCheck, .. } => {
            Op::Device { ago: 0, said: awaited(state, way) }
        }
        State::Visual { place: VisualCard::Placed, .. } if turn == 0 => Op::Press(Input::Back),
        State::Visual { place: VisualCard::Placed, .. } if turn == 1 => Op::Reader(ReaderEvent::CardRemoved),
        State::Visual { place: VisualCard::Placed, part, .. } => Op::Press(match part {
            VisualPart::Waiting { .. } => Input::StaffHere,
            VisualPart::Passcode { entry, .. } if entry.len() < 4 => digit(turn),
            VisualPart::Passcode { .. } | VisualPart::PasscodeCheck => Input::EnterPin,
            VisualPart::Compare => Input::Compared { same: turn != 2 },
            VisualPart::Reason => Input::Reason(VisualReason::ALL[usize::from(turn) % 4]),
            VisualPart::Impossible => Input::Back,
        }),
        State::Paused { .. } => Op::Order { ago: 0, action: StaffAction::Resume },
        State::Wizard(wizard) => wizard_onward(wizard, way),
        State::Register { .. } => Op::Press(if turn == 0 { Input::DeclineRegistration } else { Input::Register }),
        State::PrescriptionForm { .. } => Op::Press(match turn {
            0 => Input::Back,
            1..=3 => Input::Prescription(Prescription::Paper),
            _ => Input::Prescription(Prescription::Electronic),
        }),
        State::Subsidies { .. } => Op::Press(match turn {
            0 => Input::Back,
            1 | 2 => Input::Subsidies(SubsidyUse::Leave),
            _ => Input::Subsidies(SubsidyUse::Use),
        }),
        State::SubsidyNotice { .. } => Op::Press(Input::Continue),
        State::Ticket { .. } => Op::Press(if turn == 0 { Input::Back } else { Input::Continue }),
        State::ConsentTop { .. } => Op::Press(match turn {
            0 if way < 64 => Input::NobodyToAsk,
            0 => Input::AgreeToNone,
            1 | 2 => Input::AgreeToAll,
            _ => Input::ChooseEach,
        }),
        State::ConsentItem { asking, .. } => match asking.current() {
            Some(group) if turn != 0 => Op::Press(Input::Consent { group, given: turn.is_multiple_of(2) }),
            Some(_) | None => Op::Press(Input::Back),
        },
        State::ConsentReview { .. } => Op::Press(if turn == 0 { Input::Back } else { Input::Send }),
        State::Delivering { place: CardPlace::OnReader, .. } if turn == 0 => Op::Reader(ReaderEvent::CardRemoved),
        state @ State::Ended { .. } if turn < 3 && state.trouble().is_some() => {
            Op::Press(Input::Wizard(WizardInput::Open))
        }
        State::Done { .. } | State::Ended { .. } if turn == 0 => Op::Due,
        State::Done { place: CardPlace::OnReader, .. } | State::Ended { place: CardPlace::OnReader, .. } => {
            Op::Reader(ReaderEvent::CardRemoved)
        }
        State::Done { .. } | State::Ended { .. } => Op::Reader(ReaderEvent::CardInserted),
        State::Reading
        | State::Opening { .. }
        | State::Signing { .. }
        | State::FacePhoto { .. }
        | State::Face { .. }
        | State::FaceSigning { .. }
        | State::VisualSigning { .. }
        | State::Visual { place: VisualCard::Checking { .. }, .. }
        | State::Identifying { .. }
        | State::Registering { .. }
        | State::SubsidyLookup { .. }
        | State::Query { .. }
        | State::Delivering { .. } => Op::Device { ago: 0, said: awaited(state, way) },
    }
}

/// Through the ways to the statement, and through that.
fn wizard_onward(wizard: &Wizard, way: u8) -> Op {
    use WizardInput as W;
    let turn = way % 8;
    let press = |input| Op::Press(Input::Wizard(input));
    let one_of = |choices: &[WizardInput]| press(choices[usize::from(turn) % choices.len()]);
    let at = match &wizard.part {
        WizardPart::Ways if turn == 0 => return press(W::Finish),
        WizardPart::Ways => return press(W::Way(Way::Statement)),
        WizardPart::Way(_) if turn < 2 => return Op::Press(Input::Back),
        WizardPart::Way(_) => return press(W::FillIn),
        WizardPart::Printing if turn == 0 => return Op::Printed(Err(PaperTrouble::Refused)),
        WizardPart::Printing => return Op::Printed(Ok(())),
        WizardPart::Printed(_) => return press(W::Finish),
        WizardPart::Form { at, .. } => at,
    };
    match at {
        FormAt::Kana { keys: KanaKeys::Letters { .. }, .. } => press(W::Letter('か')),
        FormAt::Kana { kana, .. } if kana.is_empty() => press(W::Row(1)),
        FormAt::Kana { .. } => one_of(&[W::Enter, W::Enter, W::Mark(Mark::Voiced), W::Erase, W::ByPen]),
        FormAt::Born { entry: DateEntry::Era, .. } => one_of(&[W::Era(Era::Showa), W::Era(Era::Reiwa)]),
        FormAt::Born { entry: DateEntry::Year { year: 0, .. } | DateEntry::Day { day: 0, .. }, .. } => {
            press(W::Digit(1 + turn))
        }
        FormAt::Born { entry: DateEntry::Month { .. }, .. } => press(W::Month(2)),
        FormAt::Born { .. } => press(W::Enter),
        FormAt::Sex => press(W::Sex(Sex::NotSaid)),
        FormAt::Phone { entry, .. } if entry.text().len() < 10 => one_of(&[W::Digit(0), W::Digit(9), W::ByPen]),
        FormAt::Phone { .. } => press(W::Enter),
        FormAt::Card => press(W::Card(CardShown::NotHere)),
        FormAt::InsurerKind => press(W::InsurerKind(InsurerKind::Unknown)),
        FormAt::Share => press(W::Share(Share::Unknown)),
        FormAt::Writer => press(W::Writer(Writer::Helper)),
        FormAt::Review => one_of(&[W::Print, W::Print, W::Finish]),
    }
}

/// What the device says for which the visit waits, mostly to its good.
fn awaited(state: &State, way: u8) -> Said {
    let turn = way % 8;
    match state {
        State::Reading => {
            use PinState::{Locked, NotSet, Tries};
            let pin = [Tries(3), Tries(3), Tries(3), Tries(2), Tries(1), Tries(1), Locked, NotSet];
            let ends = [VALID, VALID, VALID, VALID, VALID, ENDS_SOON, GRACE, GRACE];
            Said::CardRead(Ok(facts(pin[usize::from(way / 8) % 8], ends[usize::from(turn)], CARD)))
        }
        State::Opening { .. } if way == 7 => Said::Opened(Ok(opening(CertificateStanding::Untrusted, false))),
        State::Opening { .. } if turn == 0 => Said::Opened(Ok(opening(CertificateStanding::Grace, true))),
        State::Opening { .. } => Said::Opened(Ok(opening(CertificateStanding::Valid, turn > 2))),
        State::Identifying { .. } if way == 0 => Said::Identified(Err(CentreTrouble::TimedOut)),
        State::Identifying { .. } => Said::Identified(Ok(offer(turn))),
        State::Registering { .. } => Said::Registered(match turn {
            0 => Ok(Application::InsurerChanging),
            1 => Err(CentreTrouble::Busy),
            _ => Ok(Application::Registered),
        }),
        State::SubsidyLookup { .. } => Said::Sought(match turn {
            0 => Ok(false),
            1 => Err(CentreTrouble::Busy),
            _ => Ok(true),
        }),
        State::Signing { .. } => Said::Signed(match turn {
            0 if way < 128 => Err(SignTrouble::WrongPin(PinState::Tries(2))),
            0 => Err(SignTrouble::WrongPin(PinState::Locked)),
            1 => Err(SignTrouble::WrongPin(PinState::Tries(1))),
            2 => Err(SignTrouble::NotTried(PinState::Tries(1))),
            3 => Err(SignTrouble::AnswerLost(Some(PinState::Tries(1)).filter(|_| way < 128))),
            _ => Ok(()),
        }),
        State::FacePhoto { .. } if turn == 0 => Said::Photo(Err(PhotoTrouble::Refused(FaceRefusal::CodeUnknown))),
        State::FacePhoto { .. } => Said::Photo(Ok(())),
        State::Face { .. } => match turn {
            1 => Said::Checked(Err(FaceRefusal::CameraBroken)),
            2 => Said::Advice(Advice::ComeCloser),
            3 | 4 => Said::Checked(Ok(Verdict::NoMatch)),
            5 => Said::Checked(Ok(Verdict::NotTurned)),
            _ => Said::Checked(Ok(Verdict::Match)),
        },
        State::FaceSigning { .. } if turn == 0 => Said::Signed(Err(SignTrouble::TerminalRefused)),
        State::FaceSigning { .. } => Said::Signed(Ok(())),
        State::VisualSigning { .. } if turn == 0 => Said::Signed(Err(SignTrouble::TerminalRefused)),
        State::VisualSigning { .. } => Said::Signed(Ok(())),
        State::Visual { place: VisualCard::Placed, .. } => Said::Passcode(match turn {
            0 => Err(CodeTrouble::Locked),
            1 | 2 => Err(CodeTrouble::Wrong { wait_s: 2 }),
            _ => Ok(()),
        }),
        State::Visual { .. } if turn == 0 => Said::CardRead(Ok(facts(PinState::Tries(3), VALID, OTHER_CARD))),
        State::Visual { .. } => Said::CardRead(Ok(facts(PinState::Tries(turn % 4), VALID, CARD))),
        State::Query { .. } if turn == 0 => Said::Answered(Err(CentreTrouble::Busy)),
        State::Query { .. } => Said::Answered(Ok(if turn == 1 { 2 } else { 1 })),
        State::Delivering { .. }
        | State::OutOfOrder
        | State::Paused { .. }
        | State::Wizard(_)
        | State::Idle
        | State::CertNotice { .. }
        | State::Register { .. }
        | State::PrescriptionForm { .. }
        | State::Subsidies { .. }
        | State::SubsidyNotice { .. }
        | State::Ticket { .. }
        | State::Method { .. }
        | State::FaceAgain { .. }
        | State::LastTry { .. }
        | State::Pin { .. }
        | State::ConsentTop { .. }
        | State::ConsentItem { .. }
        | State::ConsentReview { .. }
        | State::Done { .. }
        | State::Ended { .. } => Said::Written(Ok(W::Delivered)),
    }
}

/// Every input there is.
fn input() -> impl Strategy<Value = Input> {
    (0_usize..26, select(ConsentGroup::ALL.to_vec()), any::<bool>(), 0_u8..10).prop_map(
        |(which, group, given, value)| {
            let plain = [
                Input::Continue,
                Input::Back,
                Input::Cancel,
                Input::CallStaff,
                Input::MoreTime,
                Input::ChooseFace,
                Input::TryFaceAgain,
                Input::ChoosePin,
                Input::ChooseVisual,
                Input::EraseDigit,
                Input::EnterPin,
                Input::RiskLastTry,
                Input::AgreeToAll,
                Input::ChooseEach,
                Input::AgreeToNone,
                Input::Send,
                Input::StaffHere,
                Input::Register,
                Input::DeclineRegistration,
                Input::NobodyToAsk,
                Input::Prescription(if given { Prescription::Paper } else { Prescription::Electronic }),
                Input::Subsidies(if given { SubsidyUse::Use } else { SubsidyUse::Leave }),
                Input::Compared { same: given },
                Input::Reason(VisualReason::ALL[usize::from(value) % 4]),
            ];
            let other = if value < 5 { digit(value) } else { Input::Consent { group, given } };
            plain.into_iter().nth(which).unwrap_or(other)
        },
    )
}

fn pin_state() -> impl Strategy<Value = PinState> {
    prop_oneof![3 => (0_u8..4).prop_map(PinState::Tries), 1 => Just(PinState::Locked), 1 => Just(PinState::NotSet)]
}

fn card_trouble() -> impl Strategy<Value = CardTrouble> {
    use CardTrouble as T;
    select(vec![
        T::NotRecognised,
        T::OtherCard,
        T::Removed,
        T::Silent,
        T::ReaderLost,
        T::PracticeCardRefused,
        T::RealCardRefused,
    ])
}

fn centre_trouble() -> impl Strategy<Value = CentreTrouble> {
    use CentreTrouble as T;
    select(vec![T::Unreachable, T::TimedOut, T::Busy, T::Maintenance, T::Rubbish, T::Refused])
}

fn refusal() -> impl Strategy<Value = FaceRefusal> {
    select(FaceRefusal::ALL.to_vec())
}

fn photo_trouble() -> impl Strategy<Value = PhotoTrouble> {
    prop_oneof![refusal().prop_map(PhotoTrouble::Refused), card_trouble().prop_map(PhotoTrouble::Card)]
}

fn readiness() -> impl Strategy<Value = FaceReadiness> {
    prop_oneof![2 => Just(FaceReadiness::Ready), 1 => refusal().prop_map(FaceReadiness::Not)]
}

fn sign_trouble() -> impl Strategy<Value = SignTrouble> {
    prop_oneof![
        pin_state().prop_map(SignTrouble::WrongPin),
        pin_state().prop_map(SignTrouble::NotTried),
        proptest::option::of(pin_state()).prop_map(SignTrouble::AnswerLost),
        Just(SignTrouble::TerminalRefused),
        card_trouble().prop_map(SignTrouble::Card),
    ]
}

fn result<T: std::fmt::Debug, E: std::fmt::Debug>(
    ok: impl Strategy<Value = T>,
    trouble: impl Strategy<Value = E>,
) -> impl Strategy<Value = Result<T, E>> {
    prop_oneof![2 => ok.prop_map(Ok), 1 => trouble.prop_map(Err)]
}

fn code_trouble() -> impl Strategy<Value = CodeTrouble> {
    use CodeTrouble as T;
    select(vec![T::Wrong { wait_s: 2 }, T::TooSoon { wait_s: 1 }, T::Locked, T::NotSet])
}

fn staff_action() -> impl Strategy<Value = StaffAction> {
    use StaffAction as A;
    prop_oneof![
        2 => select(VisualReason::ALL.to_vec()).prop_map(|reason| A::VisualCheck { reason }),
        1 => select(vec![A::Come, A::Cancel, A::Pause, A::Resume, A::RestartReader, A::RestartFace, A::OpenPanel, A::ShowWays]),
    ]
}

/// Every answer of every device.
fn said() -> impl Strategy<Value = Said> {
    use CertificateStanding as C;
    use HospitalTrouble as H;
    let card = (pin_state(), select(vec![VALID, ENDS_SOON, GRACE, EXPIRED]), select(vec![CARD, CARD, OTHER_CARD]))
        .prop_map(|(pin, valid_until, print)| facts(pin, valid_until, print));
    let standing = select(vec![C::Valid, C::Valid, C::Grace, C::Expired, C::Revoked, C::Untrusted]);
    let opened = (standing, any::<bool>()).prop_map(|(standing, registered)| opening(standing, registered));
    prop_oneof![
        result(card, card_trouble()).prop_map(Said::CardRead),
        result(Just(()), sign_trouble()).prop_map(Said::Signed),
        result(Just(()), photo_trouble()).prop_map(Said::Photo),
        select(Advice::ALL.to_vec()).prop_map(Said::Advice),
        result(select(vec![Verdict::Match, Verdict::NoMatch, Verdict::NotTurned]), refusal()).prop_map(Said::Checked),
        result(opened, centre_trouble()).prop_map(Said::Opened),
        result((0_u8..8).prop_map(offer), centre_trouble()).prop_map(Said::Identified),
        result(select(vec![Application::Registered, Application::InsurerChanging]), centre_trouble())
            .prop_map(Said::Registered),
        result(any::<bool>(), centre_trouble()).prop_map(Said::Sought),
        result(1_u8..7, centre_trouble()).prop_map(Said::Answered),
        result(
            select(vec![W::Delivered, W::Kept(H::DiskFull)]),
            select(vec![H::FolderMissing, H::NotWritable, H::DiskFull, H::Other])
        )
        .prop_map(Said::Written),
        result(Just(()), code_trouble()).prop_map(Said::Passcode),
    ]
}

fn op() -> impl Strategy<Value = Op> {
    use ReaderEvent as R;
    prop_oneof![
        50 => any::<u8>().prop_map(Op::Onward),
        6 => input().prop_map(Op::Press),
        3 => (1_u64..6, input()).prop_map(|(ago, input)| Op::LatePress { ago, input }),
        3 => select(vec![R::Lost, R::Found, R::CardInserted, R::CardInserted, R::CardRemoved, R::CardRemoved])
            .prop_map(Op::Reader),
        1 => readiness().prop_map(Op::Readiness),
        1 => Just(()).prop_map(|()| Op::Printed(Ok(()))),
        1 => Just(()).prop_map(|()| Op::Settings(None)),
        2 => staff_action().prop_map(|action| Op::Order { ago: 0, action }),
        1 => (1_u64..4, staff_action()).prop_map(|(ago, action)| Op::Order { ago, action }),
        3 => said().prop_map(|said| Op::Device { ago: 0, said }),
        2 => (1_u64..3, said()).prop_map(|(ago, said)| Op::Device { ago, said }),
        2 => (0_u64..400).prop_map(|seconds| Op::Wait { seconds }),
        3 => Just(()).prop_map(|()| Op::Due),
    ]
}

/// A facility's settings, and what happens at its kiosk.
pub fn walks() -> impl Strategy<Value = (FacilitySettings, Vec<Op>)> {
    let settings = any::<[bool; 10]>().prop_map(
        |[tkk, yzk, srj, shj, tsr, tkk_under_40, prescription, subsidies, emergency, statement]| FacilitySettings {
            tkk,
            yzk,
            srj,
            shj,
            tsr,
            tkk_under_40,
            prescription,
            subsidies,
            emergency,
            statement,
        },
    );
    (settings, vec(op(), 0..100))
}

/// What the centre says of somebody: by bits older than 40, with a ticket, with an answer that stands.
fn offer(bits: u8) -> Offer {
    let stands = Standing { group: ConsentGroup::Yzk, consent: Consent::Yes, until: "20261124093000".into() };
    Offer {
        from_forty: bits & 1 != 0,
        ticket: bits & 2 != 0,
        standing: if bits & 4 != 0 { vec![stands] } else { Vec::new() },
    }
}
