//! The session inside Bevy: every event goes through [`Kiosk::handle`], in the order in which it came.

use super::clock::Clock;
use crate::audit::observer::Before;
use crate::audit::{Entry, RecordHandle, VisitId};
use crate::devices::Devices;
use crate::link::protocol::Counts;
use crate::script::transcript::Transcript;
use crate::session::event::{ReaderEvent, SignTrouble};
use crate::session::{CodeTrouble, Effect, Event, Order, OrderVerdict, Session};
use crate::staff::{CodesHandle, Tally};
use bevy::prelude::*;
use crossbeam_channel::Receiver;

/// The session, the devices that do its work, and the record of a scripted visit.
#[derive(Resource)]
pub struct Kiosk {
    session: Session,
    devices: Devices,
    record: RecordHandle,
    codes: CodesHandle,
    tally: Tally,
    transcript: Option<Transcript>,
    reader: ReaderSign,
    /// Of the order that was handled last.
    verdict: Option<OrderVerdict>,
    panel_asked: bool,
}

/// What the reader last said, for scripts that wait for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReaderSign {
    /// Cards put down since the start.
    pub insertions: u64,
    pub card: bool,
}

/// What device threads reported.
#[derive(Resource)]
pub struct Inbox(pub Receiver<Event>);

impl Kiosk {
    pub fn new(session: Session, devices: Devices, record: RecordHandle, codes: CodesHandle, tally: Tally) -> Self {
        Self {
            session,
            devices,
            record,
            codes,
            tally,
            transcript: None,
            reader: ReaderSign::default(),
            verdict: None,
            panel_asked: false,
        }
    }

    /// From now on every step is written down for whoever runs a script.
    pub fn transcribe(&mut self, transcript: Transcript) {
        self.transcript = Some(transcript);
    }

    pub fn session(&self) -> &Session {
        &self.session
    }

    pub fn devices(&self) -> &Devices {
        &self.devices
    }

    /// Who did what.
    pub fn record(&self) -> &RecordHandle {
        &self.record
    }

    /// The codes of the staff.
    pub fn codes(&self) -> &CodesHandle {
        &self.codes
    }

    /// Today's visits.
    pub fn counts(&self) -> Counts {
        self.tally.counts()
    }

    /// What today's visits told of the machines elsewhere.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Something that staff did beside a visit.
    pub fn note(&mut self, clock: &Clock, entry: Entry) {
        self.keep(clock, entry);
    }

    /// The id under which centre, hospital, record and desk know the visit.
    pub fn visit_id(&mut self) -> VisitId {
        VisitId(self.devices.visit_id(self.session.visit()).to_owned())
    }

    /// An order of staff who were recognised, and what came of it.
    pub fn order(&mut self, clock: &Clock, order: Order) -> OrderVerdict {
        self.verdict = None;
        self.handle(clock, Event::Staff(order));
        self.verdict.take().unwrap_or(OrderVerdict::NotNow)
    }

    /// Whether somebody at the desk has asked for the panel since this was last asked.
    pub fn panel_was_asked(&mut self) -> bool {
        std::mem::take(&mut self.panel_asked)
    }

    pub fn transcript(&mut self) -> Option<&mut Transcript> {
        self.transcript.as_mut()
    }

    pub fn reader(&self) -> ReaderSign {
        self.reader
    }

    /// One event through the machine, its effects to the devices.
    pub fn handle(&mut self, clock: &Clock, event: Event) {
        let name = crate::script::transcript::event_name(&event);
        if let Event::Reader(event) = &event {
            self.reader.card = *event == ReaderEvent::CardInserted;
            self.reader.insertions += u64::from(self.reader.card);
        }
        let before = self.session.screen();
        let recorded = Before::step(&self.session, &event);
        let effects = self.session.step(clock.now(), event);
        let visit = self.visit_id();
        let recorded = recorded.entries(&self.session, &effects, &visit);
        // All of them, whatever became of the first.
        let failed = recorded.into_iter().filter(|entry| !self.keep(clock, entry.clone())).count();
        let kept = failed == 0;
        if let Some(transcript) = &mut self.transcript
            && (before != self.session.screen() || !effects.is_empty())
        {
            transcript.step(clock.elapsed(), name, &self.session, &effects);
        }
        for effect in effects {
            if let (Some(transcript), Effect::EndVisit { .. }) = (&mut self.transcript, &effect) {
                transcript.apdus(clock.elapsed(), self.devices.apdus());
            }
            if let Some(event) = self.perform(clock, effect, kept) {
                // A device that could not even take the order has answered at once.
                self.handle(clock, event);
            }
        }
    }

    /// `false`: it had to be on the disk before anything is done, and is not.
    fn keep(&mut self, clock: &Clock, entry: Entry) -> bool {
        self.tally.note(clock.now().today, &entry);
        if entry.comes_first() {
            return self.record.write_and_wait(clock.stamp(), entry).is_ok();
        }
        self.record.write(clock.stamp(), entry);
        true
    }

    fn perform(&mut self, clock: &Clock, effect: Effect, kept: bool) -> Option<Event> {
        match effect {
            // Nobody is let through by eye without its record.
            Effect::SignAsTerminal { visit, .. } if !kept => {
                self.verdict = Some(OrderVerdict::NotNow);
                Some(Event::Signed { visit, result: Err(SignTrouble::TerminalRefused) })
            }
            Effect::CheckPasscode { visit, code } => {
                let taken = self.codes.check_passcode(clock.elapsed(), visit, code);
                let result = Err(CodeTrouble::TooSoon { wait_s: 1 });
                (!taken).then_some(Event::PasscodeChecked { visit, result })
            }
            Effect::AnswerOrder { verdict } => {
                self.verdict.get_or_insert(verdict);
                None
            }
            Effect::OpenPanel => {
                self.panel_asked = true;
                None
            }
            effect => self.devices.perform(effect),
        }
    }
}

/// The program is stopped: the record ends with it.
pub fn close(mut kiosk: ResMut<Kiosk>, clock: Res<Clock>, exits: MessageReader<AppExit>) {
    if !exits.is_empty() {
        kiosk.record.stop(clock.stamp());
    }
}

/// Drains the inbox whole, in order, before anything is drawn.
pub fn drain_inbox(mut kiosk: ResMut<Kiosk>, inbox: Res<Inbox>, clock: Res<Clock>) {
    let events: Vec<Event> = inbox.0.try_iter().collect();
    for event in events {
        kiosk.handle(&clock, event);
    }
    // The timer is looked at without marking the kiosk as changed.
    let due = kiosk.session().next_deadline().is_some_and(|deadline| clock.elapsed() >= deadline);
    if due {
        kiosk.handle(&clock, Event::Tick);
    }
}
