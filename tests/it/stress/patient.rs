//! Somebody who uses the kiosk by what it shows, whatever it shows.

use crate::harness::Kiosk;
use std::time::{Duration, Instant};
use uketsuke::session::StepName;

/// How somebody says who they are, if the kiosk lets them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Pin,
    Face,
}

impl Way {
    /// Before and after each of their acts something may go wrong: card, method, PIN, consent, sending, card.
    pub fn moments(self) -> usize {
        match self {
            Self::Pin => 12,
            Self::Face => 10,
        }
    }
}

/// What a visit came to, for whoever stood there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    pub done: bool,
    /// They chose, and said "send".
    pub sent: bool,
    /// Everything on the last screen.
    pub words: String,
}

/// Longer than everything that a device may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// After this the visit's own clock goes faster than the real one.
const LONG: Duration = Duration::from_secs(20);
const PIN: &str = "1234";

enum Next {
    Press(&'static str),
    Pin,
    Wait,
    End { done: bool },
}

/// One visit, from the card on the reader until the card is taken. `meanwhile` is called before and after every act.
pub fn visit(kiosk: &mut Kiosk, person: &str, way: Way, mut meanwhile: impl FnMut(&mut Kiosk, usize)) -> Ending {
    let mut moment = 0;
    let mut act = |kiosk: &mut Kiosk, act: &dyn Fn(&mut Kiosk)| {
        meanwhile(kiosk, moment);
        act(kiosk);
        meanwhile(kiosk, moment + 1);
        moment += 2;
    };
    act(kiosk, &|kiosk| _ = kiosk.place_card(person));
    let (began, mut looked, mut sent) = (Instant::now(), false, false);
    let ending = loop {
        assert!(began.elapsed() < PATIENCE, "{person} stands before {:?}", kiosk.texts());
        match next(kiosk, way, looked) {
            Next::Press(name) => {
                looked |= name == "顔認証";
                sent |= name == "これで送る";
                act(kiosk, &|kiosk| kiosk.press(name));
            }
            Next::Pin => act(kiosk, &type_pin),
            Next::Wait => {
                kiosk.wait_a_moment();
                let long = began.elapsed() > LONG;
                kiosk.pass(Duration::from_millis(if long { 1000 } else { 20 }));
            }
            Next::End { done } => break Ending { done, sent, words: kiosk.texts().join(" ") },
        }
    };
    act(kiosk, &|kiosk| _ = kiosk.pull_card());
    ending
}

/// What somebody would do now.
fn next(kiosk: &mut Kiosk, way: Way, looked: bool) -> Next {
    match kiosk.step_name() {
        StepName::Done => return Next::End { done: true },
        StepName::Ended | StepName::OutOfOrder => return Next::End { done: false },
        StepName::Pin if kiosk.is_offered("決定") => return Next::Pin,
        _ => {}
    }
    let face = (way == Way::Face && !looked).then_some("顔認証");
    let wanted = ["暗証番号", "すべて同意する", "これで送る", "次に進む"];
    face.into_iter().chain(wanted).find(|name| kiosk.is_offered(name)).map_or(Next::Wait, Next::Press)
}

fn type_pin(kiosk: &mut Kiosk) {
    for digit in PIN.chars() {
        kiosk.press(&digit.to_string());
    }
    kiosk.press("決定");
}
