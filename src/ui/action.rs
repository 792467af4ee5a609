//! What a control does when it is activated, as data: the same for a finger, a key and a test.

use crate::eligibility::consent::ConsentGroup;
use crate::eligibility::{Prescription, SubsidyUse};
use crate::i18n::Language;
use crate::session::{Input, VisualReason, secret::Digit};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Continue,
    Back,
    Cancel,
    CallStaff,
    MoreTime,
    ChooseFace,
    TryFaceAgain,
    ChoosePin,
    ChooseVisual,
    StaffHere,
    Compared {
        same: bool,
    },
    Reason(VisualReason),
    Digit(u8),
    EraseDigit,
    EnterPin,
    RiskLastTry,
    AgreeToAll,
    ChooseEach,
    AgreeToNone,
    NobodyToAsk,
    Register,
    DeclineRegistration,
    Prescription(Prescription),
    Subsidies(SubsidyUse),
    Send,
    Consent {
        group: ConsentGroup,
        given: bool,
    },
    /// The language of every screen; no matter of the visit.
    OpenLanguages,
    ChooseLanguage(Language),
    /// ふりがな above the kanji, or no longer.
    Furigana,
    /// How the screens look: the next size of letters, the next colours.
    NextSize,
    NextColours,
    /// Everything in the lower half of an upright glass, or as usual.
    Low {
        on: bool,
    },
    /// About the switches of somebody who uses some.
    Switch(SwitchAction),
    /// Of a screen that has more to say than the glass holds.
    NextPage,
    PreviousPage,
    /// The practice tray: choose another card, place it, take it.
    NextPerson,
    PlaceCard,
    TakeCard,
    /// And who stands before the practice camera.
    NextBeforeCamera,
    /// Headphones into the practice jack, or out of it.
    PlugHeadphones,
    /// What the patient wants to hear, and how.
    Voice(VoiceAction),
}

/// How the frame of a single switch moves, and the beginning and the end of switches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SwitchAction {
    Slower,
    Faster,
    Start,
    Stop,
}

/// Everything about the voice; no matter of the visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VoiceAction {
    /// On the loudspeaker, or through headphones where they are in.
    Start,
    Stop,
    OpenPanel,
    ClosePanel,
    /// Whose voices these are.
    About,
    /// Chooses what was said last.
    Select,
    Repeat,
    /// Silent until told to go on, and on.
    Pause,
    Slower,
    Faster,
    Softer,
    Louder,
    /// The other voice of this language.
    OtherVoice,
    /// The screen goes black, or comes back.
    Blank,
    /// What is private may be said on the loudspeaker, or no longer.
    Aloud,
    /// The PIN pad as on a telephone, or shuffled again.
    FixedPad,
}

impl Action {
    /// A control of the practice tray: a hand beside the kiosk, which no screen of the kiosk can stop.
    pub fn of_tray(self) -> bool {
        matches!(
            self,
            Self::NextPerson | Self::PlaceCard | Self::TakeCard | Self::NextBeforeCamera | Self::PlugHeadphones
        )
    }

    /// What the session is told; `None` for actions that are none of its business.
    pub fn input(self) -> Option<Input> {
        Some(match self {
            Self::Continue => Input::Continue,
            Self::Back => Input::Back,
            Self::Cancel => Input::Cancel,
            Self::CallStaff => Input::CallStaff,
            Self::MoreTime => Input::MoreTime,
            Self::ChooseFace => Input::ChooseFace,
            Self::TryFaceAgain => Input::TryFaceAgain,
            Self::ChoosePin => Input::ChoosePin,
            Self::ChooseVisual => Input::ChooseVisual,
            Self::StaffHere => Input::StaffHere,
            Self::Compared { same } => Input::Compared { same },
            Self::Reason(reason) => Input::Reason(reason),
            Self::Digit(value) => Input::Digit(Digit::new(value)?),
            Self::EraseDigit => Input::EraseDigit,
            Self::EnterPin => Input::EnterPin,
            Self::RiskLastTry => Input::RiskLastTry,
            Self::AgreeToAll => Input::AgreeToAll,
            Self::ChooseEach => Input::ChooseEach,
            Self::AgreeToNone => Input::AgreeToNone,
            Self::NobodyToAsk => Input::NobodyToAsk,
            Self::Register => Input::Register,
            Self::DeclineRegistration => Input::DeclineRegistration,
            Self::Prescription(form) => Input::Prescription(form),
            Self::Subsidies(choice) => Input::Subsidies(choice),
            Self::Send => Input::Send,
            Self::Consent { group, given } => Input::Consent { group, given },
            Self::OpenLanguages
            | Self::ChooseLanguage(_)
            | Self::Furigana
            | Self::NextSize
            | Self::NextColours
            | Self::Low { .. }
            | Self::Switch(_)
            | Self::NextPage
            | Self::PreviousPage
            | Self::NextPerson
            | Self::PlaceCard
            | Self::TakeCard
            | Self::NextBeforeCamera
            | Self::PlugHeadphones
            | Self::Voice(_) => return None,
        })
    }
}
