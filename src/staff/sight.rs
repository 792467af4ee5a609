//! What staff see of a kiosk: the same at its panel and at the desk.

use crate::audit::{entry as audit, observer};
use crate::link::protocol::{Help, Stage, Trouble};
use crate::session::face::{FaceReadiness, FaceRefusal};
use crate::session::{Session, SettingsFile, StaffCall, State, StepName, VisualCard, VisualPart};
use crate::supervisor::{Ailment, Part};

/// Where the kiosk stands, without anything of the patient.
pub fn stage(state: &State) -> Stage {
    match (observer::stage(state), state.step_name()) {
        (Some(audit::Stage::Identity), _) => Stage::Identity,
        (Some(audit::Stage::Consent), _) => Stage::Consent,
        (Some(audit::Stage::Query), _) => Stage::Query,
        (Some(audit::Stage::Done), _) => Stage::Done,
        (None, StepName::OutOfOrder) => Stage::OutOfOrder,
        (None, StepName::Paused) => Stage::Paused,
        (None, StepName::Idle) => Stage::Idle,
        (None, StepName::Ways | StepName::Statement) => Stage::Ways,
        (None, _) => Stage::Ended,
    }
}

pub fn help(call: StaffCall) -> Help {
    match call {
        StaffCall::NotCalled => Help::None,
        StaffCall::Called => Help::Called,
        StaffCall::Coming => Help::Coming,
    }
}

/// Whether a visual check would be taken now: a card lies there, and nothing is under way with it.
pub fn visual_is_possible(state: &State) -> bool {
    match state {
        State::Method { .. }
        | State::Face { .. }
        | State::FaceAgain { .. }
        | State::LastTry { .. }
        | State::Pin { .. } => true,
        State::Visual { place, part, .. } => *place == VisualCard::Placed && !matches!(part, VisualPart::Impossible),
        _ => false,
    }
}

/// What does not work. A kiosk without the state's key, or a card without its code, is as it should be.
pub fn troubles(
    session: &Session,
    sound_is_dead: bool,
    codes_locked: bool,
    ailments: &[(Part, Ailment)],
) -> Vec<Trouble> {
    let reader = session.state().reader_is_gone().then_some(Trouble::Reader);
    let face = match session.face() {
        FaceReadiness::Ready => None,
        FaceReadiness::Not(why) => match why {
            FaceRefusal::NoCamera | FaceRefusal::CameraBroken => Some(Trouble::Camera),
            FaceRefusal::CameraBusy => Some(Trouble::CameraBusy),
            FaceRefusal::NoModels => Some(Trouble::FaceModels),
            FaceRefusal::MatchingFailed => Some(Trouble::FaceMatching),
            FaceRefusal::Starting
            | FaceRefusal::NoTerminalKey
            | FaceRefusal::CodeUnknown
            | FaceRefusal::CodeRefused
            | FaceRefusal::PhotoUnusable
            | FaceRefusal::TerminalRefused => None,
        },
    };
    let sound = sound_is_dead.then_some(Trouble::Sound);
    let codes = codes_locked.then_some(Trouble::CodesLocked);
    let way = session.results();
    let wait = (way.waiting > 0).then_some(Trouble::ResultsWait);
    let unreadable = (way.unreadable > 0).then_some(Trouble::ResultsUnreadable);
    let not_kept = way.not_kept.then_some(Trouble::ResultsNotKept);
    let settings = (session.settings_file() == SettingsFile::Broken).then_some(Trouble::Settings);
    let stands = ailments.iter().any(|(_, ailment)| matches!(ailment, Ailment::Down | Ailment::Hangs));
    let program = stands.then_some(Trouble::Program);
    [reader, face, sound, codes, wait, unreadable, not_kept, settings, program].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Event, FacilitySettings, Now, ResultsWay};
    use jiff::civil::date;
    use std::time::Duration;

    #[test]
    fn each_thing_that_is_wrong_with_results_is_told_by_itself() {
        let mut session = Session::new(FacilitySettings::default());
        let mut told = |way| {
            session.step(Now { at: Duration::ZERO, today: date(2026, 11, 23) }, Event::ResultsWay(way));
            troubles(&session, false, false, &[])
        };
        // There is no reader.
        assert_eq!(told(ResultsWay::default()), [Trouble::Reader]);
        let all = ResultsWay { waiting: 2, unreadable: 1, not_kept: true };
        let results = [Trouble::ResultsWait, Trouble::ResultsUnreadable, Trouble::ResultsNotKept];
        assert_eq!(told(all)[1..], results);
        assert_eq!(told(ResultsWay { waiting: 2, ..ResultsWay::default() })[1..], results[..1]);
    }
}
