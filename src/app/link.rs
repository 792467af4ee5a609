//! The desk's side of the app: tells it where the kiosk stands, and does what its staff order.

use super::clock::Clock;
use super::kiosk::Kiosk;
use super::voice::Voice;
use crate::link::pairing::random_letters;
use crate::link::protocol::{Boot, Command, CommandVerdict, KioskState, Receipt};
use crate::link::{FromDesk, LinkHandle};
use crate::session::{Actor, Order, OrderVerdict, ScreenNumber, StaffCall, VisitNumber};
use crate::staff::sight;
use crate::ui::spec::Bell;
use bevy::prelude::*;
use std::collections::VecDeque;

/// Commands whose verdicts are remembered: the same one again has no second effect.
const REMEMBERED: usize = 256;

/// The link to the desk, where the kiosk is paired.
#[derive(Resource)]
pub struct DeskLink {
    handle: LinkHandle,
    boot: Boot,
    answered: VecDeque<CommandVerdict>,
    online: bool,
    received: Receipt,
}

impl DeskLink {
    pub fn new(handle: LinkHandle) -> Self {
        let boot = Boot(random_letters(20));
        Self { handle, boot, answered: VecDeque::new(), online: false, received: Receipt::default() }
    }

    pub fn is_online(&self) -> bool {
        self.online
    }

    /// How far the desk holds the record.
    pub fn received(&self) -> &Receipt {
        &self.received
    }

    fn remembered(&self, id: &str) -> Option<CommandVerdict> {
        self.answered.iter().find(|answered| answered.id == id).cloned()
    }

    fn remember(&mut self, verdict: CommandVerdict) {
        if self.answered.len() == REMEMBERED {
            self.answered.pop_front();
        }
        self.answered.push_back(verdict);
    }
}

/// What becomes of a call: without a desk nobody hears it.
pub fn bell(call: StaffCall, link: Option<&DeskLink>) -> Bell {
    match call {
        StaffCall::NotCalled => Bell::Still,
        StaffCall::Called if link.is_some_and(DeskLink::is_online) => Bell::Rings,
        StaffCall::Called => Bell::Unheard,
        StaffCall::Coming => Bell::Coming,
    }
}

/// What came from the desk, in its order.
pub fn hear_desk(link: Option<ResMut<DeskLink>>, mut kiosk: ResMut<Kiosk>, clock: Res<Clock>) {
    let Some(mut link) = link else { return };
    // The kiosk is marked as changed only where something came.
    while let Some(what) = link.bypass_change_detection().handle.take() {
        match what {
            FromDesk::Command(command) => {
                let answer = obey(&mut link, &mut kiosk, &clock, command);
                link.handle.answer(answer);
            }
            FromDesk::Received(receipt) => link.received = receipt,
            FromDesk::RecordDiffers => {
                error!("the desk holds another record than this kiosk: one of them was changed or set aside");
            }
            FromDesk::Online(online) => link.online = online,
        }
    }
}

fn obey(link: &mut DeskLink, kiosk: &mut Kiosk, clock: &Clock, command: Command) -> CommandVerdict {
    if let Some(answer) = link.remembered(&command.id) {
        return answer;
    }
    let Command { id, boot, visit, screen, person, action } = command;
    let verdict = if boot == link.boot {
        let (visit, screen) = (VisitNumber(visit), ScreenNumber(screen));
        kiosk.order(clock, Order { visit, screen, by: Actor::Desk { person }, action })
    } else {
        // Given before the kiosk was started anew: its visits are other ones.
        OrderVerdict::Stale
    };
    let answer = CommandVerdict { id, verdict };
    link.remember(answer.clone());
    answer
}

/// Only what is new goes out; the link itself compares.
pub fn tell_desk(link: Option<Res<DeskLink>>, kiosk: Res<Kiosk>, voice: Res<Voice>) {
    let Some(link) = link else { return };
    let session = kiosk.session();
    let state = session.state();
    link.handle.tell(KioskState {
        boot: link.boot.clone(),
        visit: session.visit().0,
        screen: session.screen().0,
        stage: sight::stage(state),
        help: sight::help(session.staff()),
        visual: sight::visual_is_possible(state),
        troubles: sight::troubles(
            session,
            voice.trouble().is_some(),
            kiosk.codes().any_locked(),
            &kiosk.devices().ailments(),
        ),
        results_waiting: session.results().waiting,
        counts: kiosk.counts(),
        version: env!("CARGO_PKG_VERSION").into(),
    });
}
