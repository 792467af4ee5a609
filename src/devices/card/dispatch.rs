//! The thread "card-dispatch": takes the commands, gives them to the worker, and is the watchdog for it.
//!
//! SCardTransmit cannot be interrupted, so a card that goes silent holds the worker and not the kiosk: after the limit
//! the trouble is reported from here, the late answer is dropped, and not one APDU more is sent for that command. The
//! next command gives the worker a moment (a card taken away frees it) and, where it is still stuck, leaves it behind
//! and starts another.

use super::guard::Progress;
use super::worker::{Job, Shared, SignOrder, Worker};
use super::{CardCommand, CardLimits, FaceTrouble};
use crate::devices::Outbox;
use crate::session::event::{CardTrouble, Event, SignTrouble, VisitNumber};
use crate::supervisor::Beat;
use crossbeam_channel::{Receiver, Sender, after, bounded, select_biased};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::{io, thread};

/// Jobs that may wait for one worker: the running one, an end or two, and the next.
const JOBS: usize = 4;

/// What must not wait behind commands.
pub enum Control {
    End { visit: VisitNumber },
    Stop,
}

/// How waiting for the worker ended.
enum Waited<R> {
    Replied(R),
    Silent,
    /// The worker died; the next command gets a new one.
    Died,
    Stopped,
}

pub struct Dispatcher {
    shared: Shared,
    outbox: Outbox,
    limits: CardLimits,
    jobs: Sender<Job>,
    /// The worker did not reply to its last job in time.
    stuck: bool,
    /// Commands of visits up to this one are dropped.
    ended: Option<VisitNumber>,
}

impl Dispatcher {
    pub fn new(shared: Shared, outbox: Outbox, limits: CardLimits) -> io::Result<Self> {
        let jobs = start_worker(&shared)?;
        Ok(Self { shared, outbox, limits, jobs, stuck: false, ended: None })
    }

    /// Runs until it is stopped or nobody listens.
    pub fn run(&mut self, commands: &Receiver<CardCommand>, control: &Receiver<Control>, beat: &Beat) {
        loop {
            beat.waits();
            let goes_on = select_biased! {
                recv(control) -> message => match message {
                    Ok(Control::End { visit }) => {
                        self.end(visit);
                        true
                    }
                    Ok(Control::Stop) | Err(_) => false,
                },
                recv(commands) -> command => match command {
                    Ok(command) => {
                        beat.works();
                        self.carry_out(command, control)
                    }
                    Err(_) => false,
                },
            };
            if !goes_on {
                return;
            }
        }
    }

    /// The card is reset, and what still waits for this visit will not be done.
    fn end(&mut self, visit: VisitNumber) {
        self.ended = self.ended.max(Some(visit));
        // A full queue means a stuck worker, and that one is told again before its next job.
        let _ = self.jobs.try_send(Job::End { done: None });
    }

    /// `false` when the thread should go.
    fn carry_out(&mut self, command: CardCommand, control: &Receiver<Control>) -> bool {
        if Some(command.visit()) <= self.ended {
            return true;
        }
        match command {
            CardCommand::End { visit } => {
                self.end(visit);
                true
            }
            CardCommand::Read { visit } => {
                let (waited, _) = self.ask(visit, control, |progress, reply| Job::Read { progress, reply });
                let result = match waited {
                    Waited::Replied(result) => result,
                    Waited::Silent => Err(CardTrouble::Silent),
                    Waited::Died => Err(CardTrouble::ReaderLost),
                    Waited::Stopped => return false,
                };
                self.outbox.send(Event::CardRead { visit, result })
            }
            CardCommand::Sign { visit, pin, digest, last_try_allowed } => {
                let order = SignOrder { pin, digest, last_try_allowed };
                let waited = self.ask(visit, control, |progress, reply| Job::Sign { order, progress, reply });
                let result = match waited {
                    (Waited::Replied(result), _) => result,
                    // The try may be lost: that must not look as if nothing had happened.
                    (Waited::Silent | Waited::Died, true) => Err(SignTrouble::AnswerLost(None)),
                    (Waited::Silent, false) => Err(SignTrouble::Card(CardTrouble::Silent)),
                    (Waited::Died, false) => Err(SignTrouble::Card(CardTrouble::ReaderLost)),
                    (Waited::Stopped, _) => return false,
                };
                self.outbox.send(Event::Signed { visit, result })
            }
            CardCommand::SignAsTerminal { visit, digest } => {
                let (waited, _) = self.ask(visit, control, |progress, reply| Job::Terminal { digest, progress, reply });
                let result = match waited {
                    Waited::Replied(result) => result,
                    Waited::Silent => Err(SignTrouble::Card(CardTrouble::Silent)),
                    Waited::Died => Err(SignTrouble::Card(CardTrouble::ReaderLost)),
                    Waited::Stopped => return false,
                };
                self.outbox.send(Event::Signed { visit, result })
            }
            CardCommand::ReadPhoto { visit, code } => {
                let waited = self.ask(visit, control, |progress, reply| Job::Face { code, progress, reply });
                let result = match waited {
                    (Waited::Replied(result), _) => result,
                    (Waited::Silent | Waited::Died, true) => Err(FaceTrouble::AnswerLost { left: None }),
                    (Waited::Silent, false) => Err(FaceTrouble::Card(CardTrouble::Silent)),
                    (Waited::Died, false) => Err(FaceTrouble::Card(CardTrouble::ReaderLost)),
                    (Waited::Stopped, _) => return false,
                };
                if let Err(trouble) = &result {
                    bevy::log::warn!("{trouble}");
                }
                self.outbox.send(Event::PhotoRead { visit, result: result.map_err(Into::into) })
            }
        }
    }

    /// Gives a job to the worker and waits for it. The second value: whether a secret was on its way to the card.
    fn ask<R>(
        &mut self,
        visit: VisitNumber,
        control: &Receiver<Control>,
        job: impl FnOnce(Arc<Progress>, Sender<R>) -> Job,
    ) -> (Waited<R>, bool) {
        let progress = Arc::new(Progress::default());
        let (reply, replied) = bounded(1);
        if self.free_worker().is_err() || self.jobs.send(job(Arc::clone(&progress), reply)).is_err() {
            return (Waited::Died, false);
        }
        let limit = after(self.limits.silent_after);
        let waited = loop {
            select_biased! {
                recv(control) -> message => match message {
                    Ok(Control::End { visit: ended }) => {
                        if ended >= visit {
                            progress.cancelled.store(true, Ordering::SeqCst);
                        }
                        self.end(ended);
                    }
                    Ok(Control::Stop) | Err(_) => break Waited::Stopped,
                },
                recv(replied) -> reply => break reply.map_or(Waited::Died, Waited::Replied),
                recv(limit) -> _ => {
                    self.stuck = true;
                    break Waited::Silent;
                }
            }
        };
        progress.cancelled.store(true, Ordering::SeqCst);
        (waited, progress.secret_sent.load(Ordering::SeqCst))
    }

    /// Makes sure that the worker can take a job, if need be by starting another one.
    fn free_worker(&mut self) -> io::Result<()> {
        if self.stuck {
            let (done, free) = bounded(1);
            let told = self.jobs.try_send(Job::End { done: Some(done) }).is_ok();
            if !told || free.recv_timeout(self.limits.grace).is_err() {
                self.jobs = start_worker(&self.shared)?;
            }
            self.stuck = false;
        } else if self.jobs.try_send(Job::Nothing).is_err() {
            // It died: a panic in the PC/SC library's wrapper, for example.
            self.jobs = start_worker(&self.shared)?;
        }
        Ok(())
    }
}

fn start_worker(shared: &Shared) -> io::Result<Sender<Job>> {
    let (jobs, queue) = bounded(JOBS);
    let worker = Worker::new(shared.clone());
    thread::Builder::new().name("card".into()).spawn(move || worker.run(queue))?;
    Ok(jobs)
}
