//! The thread "card": talks to the card and may hang in it. It holds the card, over a PC/SC context of its own, from
//! the first read of a visit to its end.

use super::apdu::{ApduTally, Application, Purpose};
use super::guard::{AnswerBuffer, Guard, GuardError, Progress, Transport, TransportTrouble};
use super::reading::{self, Failure};
use super::refused::RefusedCodes;
use super::{CardTrust, FaceTrouble, ReaderPolicy, TerminalKey, pcsc, trust};
use crate::session::event::{CardFacts, CardTrouble, PinState, SignTrouble};
use crate::session::secret::{CardFaceCode, CardPhoto, CertificatePrint, Pin, Signature};
use ::pcsc::{Card, Disposition, Transaction};
use crossbeam_channel::{Receiver, Sender};
use std::sync::Arc;

/// What the worker is asked to do; the reply goes to whoever still waits for it.
pub enum Job {
    Read {
        progress: Arc<Progress>,
        reply: Sender<Result<CardFacts, CardTrouble>>,
    },
    Sign {
        order: SignOrder,
        progress: Arc<Progress>,
        reply: Sender<Result<Signature, SignTrouble>>,
    },
    Face {
        code: CardFaceCode,
        progress: Arc<Progress>,
        reply: Sender<Result<CardPhoto, FaceTrouble>>,
    },
    Terminal {
        digest: [u8; 32],
        progress: Arc<Progress>,
        reply: Sender<Result<Signature, SignTrouble>>,
    },
    /// Reset the card and let it go; `done` is told when that has happened.
    End {
        done: Option<Sender<()>>,
    },
    /// Shows that the worker is alive.
    Nothing,
}

pub struct SignOrder {
    pub pin: Pin,
    pub digest: [u8; 32],
    pub last_try_allowed: bool,
}

/// What every worker of a kiosk shares.
#[derive(Clone)]
pub struct Shared {
    pub policy: ReaderPolicy,
    pub trust: Arc<CardTrust>,
    pub tally: Arc<ApduTally>,
    pub refused: Arc<RefusedCodes>,
    pub terminal: Option<Arc<dyn TerminalKey>>,
}

/// A card that was taken, and what is known of it.
struct Held {
    /// `None` only while dropping.
    card: Option<Card>,
    selected: Option<Application>,
    /// Whether it reads whole files at once; found out by the first read.
    extended: Option<bool>,
    /// Set when its certificate was read and accepted.
    print: Option<CertificatePrint>,
    /// It did not answer: most likely it was pulled out.
    gone: bool,
}

impl Drop for Held {
    /// Resets the card (the `pcsc` crate does that by itself), so that an accepted PIN serves nobody else. One that is
    /// gone must not be reset. pcscd 1.9.9 resets whatever lies there then and writes down what it found, past its own
    /// polling: it calls the reader empty, and a card that is placed within the next 400 ms is never noticed; or it
    /// calls it full because of the next patient's card, and never misses that one.
    fn drop(&mut self) {
        let Some(mut card) = self.card.take() else { return };
        // A handle whose card left gets no transaction any more.
        if self.gone || card.transaction().is_err() {
            let _ = card.disconnect(Disposition::LeaveCard);
        }
    }
}

/// A transaction that remembers whether the card stopped answering.
pub(super) struct Line<'a> {
    transaction: Transaction<'a>,
    gone: &'a mut bool,
}

impl Transport for Line<'_> {
    fn transmit(&mut self, apdu: &[u8], answer: &mut [u8]) -> Result<usize, TransportTrouble> {
        let length = self.transaction.transmit(apdu, answer);
        *self.gone |= !matches!(length, Ok(1..));
        length
    }
}

pub struct Worker {
    shared: Shared,
    buffer: AnswerBuffer,
    held: Option<Held>,
    /// The card that this visit began with: no other one is signed with.
    visitor: Option<CertificatePrint>,
}

impl Worker {
    pub fn new(shared: Shared) -> Self {
        Self { shared, buffer: AnswerBuffer::new(), held: None, visitor: None }
    }

    /// Works until nobody can send jobs any more.
    pub fn run(mut self, jobs: Receiver<Job>) {
        // A reply that nobody waits for is late, and dropped.
        for job in jobs {
            match job {
                Job::Read { progress, reply } => drop(reply.send(self.read(&progress))),
                Job::Sign { order, progress, reply } => drop(reply.send(self.sign(order, &progress))),
                Job::Face { code, progress, reply } => drop(reply.send(self.face(code, &progress))),
                Job::Terminal { digest, progress, reply } => {
                    drop(reply.send(self.sign_as_terminal(&digest, &progress)));
                }
                Job::End { done } => {
                    self.let_go();
                    done.map(|done| done.try_send(()));
                }
                Job::Nothing => {}
            }
        }
    }

    fn let_go(&mut self) {
        self.held = None;
        self.visitor = None;
    }

    fn read(&mut self, progress: &Progress) -> Result<CardFacts, CardTrouble> {
        self.let_go();
        self.shared.tally.reset();
        let result = self.take_and_read(progress, Purpose::Read);
        if result.is_err() {
            self.let_go();
        }
        let facts = result?;
        self.visitor = Some(facts.print);
        Ok(facts)
    }

    /// Takes the card and reads what it is: select, tries, certificate.
    fn take_and_read(&mut self, progress: &Progress, purpose: Purpose) -> Result<CardFacts, CardTrouble> {
        self.connect().map_err(|trouble| CardTrouble::from(GuardError::from(trouble)))?;
        let trust = Arc::clone(&self.shared.trust);
        let facts = self.series(progress, purpose, |guard, selected| {
            reading::select(guard, Application::Jpki)?;
            *selected = Some(Application::Jpki);
            let pin = reading::pin_state(guard)?;
            let certificate = trust::check(&reading::certificate(guard)?, &trust)?;
            trust::facts(&certificate, pin)
        })??;
        if let Some(held) = &mut self.held {
            held.print = Some(facts.print);
        }
        Ok(facts)
    }

    fn sign(&mut self, order: SignOrder, progress: &Progress) -> Result<Signature, SignTrouble> {
        self.visitors_card(progress, Purpose::Sign).map_err(SignTrouble::Card)?;
        let SignOrder { pin, digest, last_try_allowed } = order;
        let result = self.series(progress, Purpose::Sign, |guard, selected| {
            if *selected != Some(Application::Jpki) {
                reading::select(guard, Application::Jpki).map_err(|t| Failure::Known(SignTrouble::Card(t)))?;
                *selected = Some(Application::Jpki);
            }
            reading::sign(guard, pin, &digest, last_try_allowed)
        });
        match result.map_err(SignTrouble::Card)? {
            Ok(signature) => Ok(signature),
            Err(Failure::Known(trouble)) => Err(trouble),
            Err(Failure::AnswerLost) => Err(SignTrouble::AnswerLost(self.pin_state_after_loss(progress))),
        }
    }

    fn face(&mut self, code: CardFaceCode, progress: &Progress) -> Result<CardPhoto, FaceTrouble> {
        let print = self.visitors_card(progress, Purpose::Face).map_err(FaceTrouble::Card)?;
        let refused = Arc::clone(&self.shared.refused);
        let result = self.series(progress, Purpose::Face, |guard, selected| {
            *selected = Some(Application::Surface);
            reading::face(guard, code, print, &refused)
        });
        match result.map_err(FaceTrouble::Card)? {
            Ok(file) => Ok(file),
            Err(Failure::Known(trouble)) => Err(trouble),
            Err(Failure::AnswerLost) => {
                let left = self.after_loss(progress, Purpose::Face, |guard| reading::face_tries(guard).ok());
                Err(FaceTrouble::AnswerLost { left })
            }
        }
    }

    fn sign_as_terminal(&mut self, digest: &[u8; 32], progress: &Progress) -> Result<Signature, SignTrouble> {
        let terminal = self.shared.terminal.clone().ok_or(SignTrouble::TerminalRefused)?;
        self.visitors_card(progress, Purpose::Sign).map_err(SignTrouble::Card)?;
        let result = self.series(progress, Purpose::Sign, |guard, selected| {
            // Leaving the card's face shuts it again.
            reading::select(guard, Application::Jpki).map_err(SignTrouble::Card)?;
            *selected = Some(Application::Jpki);
            reading::sign_as_terminal(guard, terminal.as_ref(), digest)
        });
        result.map_err(SignTrouble::Card)?
    }

    /// Makes sure that the visit's own card is held and trusted before a secret is sent to it.
    fn visitors_card(&mut self, progress: &Progress, purpose: Purpose) -> Result<CertificatePrint, CardTrouble> {
        let visitor = self.visitor.ok_or(CardTrouble::Removed)?;
        let print = match self.held.as_ref().and_then(|held| held.print) {
            Some(print) => print,
            None => self.take_and_read(progress, purpose)?.print,
        };
        if print == visitor { Ok(print) } else { Err(CardTrouble::Removed) }
    }

    fn pin_state_after_loss(&mut self, progress: &Progress) -> Option<PinState> {
        self.after_loss(progress, Purpose::Sign, |guard| {
            reading::select(guard, Application::Jpki).ok()?;
            reading::pin_state(guard).ok()
        })
    }

    /// Asks a counter anew over a fresh connection. The secret is gone, so nothing can be sent twice here.
    fn after_loss<R>(
        &mut self,
        progress: &Progress,
        purpose: Purpose,
        ask: impl FnOnce(&mut Guard<'_, Line<'_>>) -> Option<R>,
    ) -> Option<R> {
        self.held = None;
        self.connect().ok()?;
        let answer = self.series(progress, purpose, |guard, _| Ok::<_, ()>(ask(guard))).ok()?.ok()?;
        // The next series selects, reads and checks the card again.
        self.held = None;
        answer
    }

    fn connect(&mut self) -> Result<(), TransportTrouble> {
        // A context outlives its pcscd without saying so, and a new one costs a fraction of an APDU.
        let card = pcsc::connect(&pcsc::context()?, &self.shared.policy)?;
        self.held = Some(Held { card: Some(card), selected: None, extended: None, print: None, gone: false });
        Ok(())
    }

    /// Runs a series of APDUs in one PC/SC transaction. The outer error: there was no transaction to be had. After a
    /// failure it is not known which application is selected, so the next series selects anew.
    fn series<R, E>(
        &mut self,
        progress: &Progress,
        purpose: Purpose,
        run: impl FnOnce(&mut Guard<'_, Line<'_>>, &mut Option<Application>) -> Result<R, E>,
    ) -> Result<Result<R, E>, CardTrouble> {
        // Taken out and put back, so that a card that allows no transaction is let go.
        let mut held = self.held.take().ok_or(CardTrouble::Removed)?;
        let card = held.card.as_mut().ok_or(CardTrouble::Removed)?;
        let transaction = card.transaction().map_err(|error| GuardError::from(TransportTrouble::from(error)))?;
        let transport = Line { transaction, gone: &mut held.gone };
        let mut guard = Guard {
            transport,
            buffer: &mut self.buffer,
            tally: &self.shared.tally,
            progress,
            purpose,
            extended: &mut held.extended,
        };
        let result = run(&mut guard, &mut held.selected);
        drop(guard);
        if result.is_err() {
            held.selected = None;
        }
        self.held = Some(held);
        Ok(result)
    }
}
