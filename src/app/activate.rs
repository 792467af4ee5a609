//! What happens when a control is activated, by whatever means.

use super::announce::Accepted;
use super::clock::Clock;
use super::display::Display;
use super::kiosk::Kiosk;
use super::switches::SwitchDesk;
use super::view::{Drawn, GlassSign, Sentences};
use super::voice::Voice;
use crate::practice::tray::TrayHand;
use crate::session::{Event, ScreenNumber};
use crate::ui::action::Action;
use bevy::prelude::*;
use std::time::Duration;

/// EN 301 549, 5.8: a second strike of the same key within this time is a tremor, not a wish.
pub const DOUBLE_STRIKE: Duration = Duration::from_millis(500);

/// A control was activated; `screen` is the one on which the touch or key stroke began.
#[derive(Message, Debug, Clone, Copy)]
pub struct Activated {
    pub action: Action,
    pub screen: ScreenNumber,
    /// Not an accident: it was chosen by two taps or by a bar, so that no second strike of it is a tremor.
    pub deliberate: bool,
}

/// The last strike, for the double-strike filter.
#[derive(Resource, Default)]
pub struct LastStrike(Option<(Action, Option<GlassSign>, Duration)>);

/// Sends what was activated to the session, to the screen's own switches, or to the practice tray.
pub fn act(
    mut activated: MessageReader<Activated>,
    mut last: ResMut<LastStrike>,
    mut kiosk: ResMut<Kiosk>,
    mut display: ResMut<Display>,
    mut hand: Option<ResMut<TrayHand>>,
    (clock, drawn): (Res<Clock>, Res<Drawn>),
    (mut voice, mut desk, mut accepted, sentences): (
        ResMut<Voice>,
        ResMut<SwitchDesk>,
        ResMut<Accepted>,
        Res<Sentences>,
    ),
) {
    let glass = drawn.glass();
    for Activated { action, screen, deliberate } in activated.read() {
        let now = clock.elapsed();
        // The same again; or something that stands there only since, which the same trembling has come upon.
        let soon = last.0.filter(|(.., at)| now < *at + DOUBLE_STRIKE);
        let same = soon.is_some_and(|(before, ..)| before == *action);
        let elsewhere = soon.is_some_and(|(_, on, _)| on != glass);
        let tremor = !deliberate && (same || elsewhere);
        // What stands there only since is measured from the strike that brought it: a third strike is no wish either.
        if same || !elsewhere || *deliberate {
            let on = soon.filter(|_| tremor).map_or(glass, |(_, on, _)| on);
            last.0 = Some((*action, on, now));
        }
        if tremor {
            continue;
        }
        accepted.0 |= !action.of_tray();
        display.used_at = now;
        match (action.input(), *action) {
            (Some(input), _) => kiosk.handle(&clock, Event::User { screen: *screen, input }),
            (None, Action::OpenLanguages) => voice.open_languages(),
            (None, Action::Switch(action)) => desk.act(action, &mut voice),
            (None, action) if display.act(action) => {
                if matches!(action, Action::ChooseLanguage(_) | Action::Furigana) {
                    voice.close_panel();
                }
            }
            (None, Action::Voice(action)) => {
                let device = kiosk.devices().speech();
                if let Some(said) = voice.act(action, device) {
                    voice.say(said, device, &sentences.0, display.language());
                    accepted.0 = false;
                }
            }
            (None, action) => {
                if let Some(hand) = &mut hand {
                    hand.act(action);
                }
            }
        }
    }
}
