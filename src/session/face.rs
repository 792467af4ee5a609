//! The words in which the face check speaks with a visit. How faces are found and compared is the face device's matter.

use std::time::Duration;

/// One instruction to the person before the camera. Directions are the person's own, as in a mirror.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Advice {
    /// Camera and networks are getting ready.
    Wait,
    LookHere,
    OnePersonOnly,
    ComeCloser,
    MoveBack,
    MoveLeft,
    MoveRight,
    MoveUp,
    MoveDown,
    LookStraight,
    HoldHeadUpright,
    TooDark,
    LightBehind,
    TakeOffMask,
    TakeOffSunglasses,
    LiftHat,
    HoldStill,
    /// For the check that a head is there and no flat photo.
    TurnLeft,
    TurnRight,
    /// All is well: the comparison is under way.
    Good,
    /// The camera sends nothing new; it is being started anew.
    CameraStopped,
}

impl Advice {
    pub const ALL: [Self; 21] = [
        Self::Wait,
        Self::LookHere,
        Self::OnePersonOnly,
        Self::ComeCloser,
        Self::MoveBack,
        Self::MoveLeft,
        Self::MoveRight,
        Self::MoveUp,
        Self::MoveDown,
        Self::LookStraight,
        Self::HoldHeadUpright,
        Self::TooDark,
        Self::LightBehind,
        Self::TakeOffMask,
        Self::TakeOffSunglasses,
        Self::LiftHat,
        Self::HoldStill,
        Self::TurnLeft,
        Self::TurnRight,
        Self::Good,
        Self::CameraStopped,
    ];
}

/// What stands on the screen of the face check: it changes at most once in a while, so that it can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coaching {
    pub advice: Advice,
    pub since: Duration,
}

/// Whether this kiosk can check faces at all, and if not, why: the first thing that is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaceReadiness {
    Ready,
    Not(FaceRefusal),
}

/// Why the face check is not offered; told to staff, since a patient can do nothing about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaceRefusal {
    /// The device has not said anything yet.
    Starting,
    NoCamera,
    /// No networks, or damaged ones.
    NoModels,
    /// The state's terminal key (特定機関認証) is not there, so that a match would prove nothing to the centre.
    NoTerminalKey,
    /// Another program has the camera.
    CameraBusy,
    /// The camera sends nothing that can be used.
    CameraBroken,
    /// 照合番号B of this card is not known, so that its photo stays closed.
    CodeUnknown,
    /// The card refused 照合番号B, or too few tries are left to risk one.
    CodeRefused,
    /// The photo on this card is damaged or shows no face.
    PhotoUnusable,
    /// The card did not accept the terminal key.
    TerminalRefused,
    /// The networks failed while they were used.
    MatchingFailed,
}

impl FaceRefusal {
    pub const ALL: [Self; 11] = [
        Self::Starting,
        Self::NoCamera,
        Self::NoModels,
        Self::NoTerminalKey,
        Self::CameraBusy,
        Self::CameraBroken,
        Self::CodeUnknown,
        Self::CodeRefused,
        Self::PhotoUnusable,
        Self::TerminalRefused,
        Self::MatchingFailed,
    ];
}

/// What a comparison came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Match,
    NoMatch,
    /// The head did not turn as it was asked to.
    NotTurned,
}

/// Why a check of the face ended without the person being recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaceEnd {
    NoMatch,
    NotTurned,
    /// Time ran out before a comparison was possible; what was advised last.
    NotSeen(Advice),
}
