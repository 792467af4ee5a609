//! The seat of the virtual card: a thread that speaks vpcd's protocol over TCP while a card is placed.
//!
//! A card is present exactly while its connection to vpcd lives: placing connects, taking closes. Each message is a
//! 2-byte big-endian length and data; one byte 00, 01, 02, 04 is power off, power on, reset, "tell your ATR"; all else
//! is an APDU. (The other direction, in which vpcd connects to the card, knows no empty reader: vpcd 3.3 aborts pcscd
//! as soon as such a connection is lost or refused.)

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, TryRecvError, after, at, bounded};
use jiff::civil::Date;
use thiserror::Error;

use super::card::{CardError, VirtualCard};
use super::counters::Counters;
use super::fault::{Fault, Reply};
use crate::practice::persons::{self, Person};
use crate::practice::pki::Pki;
use crate::session::secret::CardPhoto;

/// vpcd accepts at once when it runs on this machine.
const CONNECT_LIMIT: Duration = Duration::from_secs(2);
/// No hand changes cards faster. It is twice pcscd's polling interval: a card that is replaced between two polls after
/// it left in the middle of an APDU is never seen to have left, and pcscd 1.9.9 then calls the slot empty for good.
const LEAST_ABSENCE: Duration = Duration::from_millis(800);

const POWER_OFF: u8 = 0x00;
const POWER_ON: u8 = 0x01;
const RESET: u8 = 0x02;
const TELL_ATR: u8 = 0x04;

/// Why a card could not be placed, or why it failed on the reader.
#[derive(Debug, Error)]
pub enum ReaderError {
    /// No such practice person.
    #[error("nobody is called {0:?}; the ids are in persons.toml")]
    UnknownPerson(String),
    /// One card at a time.
    #[error("there is a card on the reader already; take it first")]
    Occupied,
    /// The card could not be made, or could not keep its counters.
    #[error(transparent)]
    Card(#[from] CardError),
    /// vpcd is not there.
    #[error("no virtual reader at {address}: {source}; start pcscd with the vpcd driver, or correct the address")]
    Connect {
        /// Where vpcd should listen.
        address: SocketAddr,
        /// What the operating system said.
        source: io::Error,
    },
    /// The line to vpcd broke.
    #[error("the line to the virtual reader broke: {0}; place the card again")]
    Line(io::Error),
    /// The thread could not be started, or is gone.
    #[error("the thread of the virtual card does not run: {0}; restart the program")]
    Thread(String),
}

/// One slot of the virtual reader, on which one card at a time is placed. Dropping it takes the card and ends the
/// thread.
pub struct Reader {
    vpcd: SocketAddr,
    pki: Arc<Pki>,
    state_dir: PathBuf,
    fault: Arc<Mutex<Fault>>,
    /// Of the placed card; closing it takes the card, whatever the thread waits for.
    line: Option<TcpStream>,
    /// `None` only while dropping.
    cards: Option<Sender<Placed>>,
    /// One for each placed card, when it is gone.
    outcomes: Receiver<Outcome>,
    /// When the last card left.
    left: Option<Instant>,
    thread: Option<JoinHandle<()>>,
}

struct Placed {
    card: VirtualCard,
    line: TcpStream,
}

struct Outcome {
    left: Instant,
    result: Result<(), ReaderError>,
}

impl Reader {
    /// Starts the thread. `vpcd` is where vpcd listens (a slot's port: 35963 and 35964 unless configured otherwise);
    /// `state_dir` keeps the try counters.
    pub fn start(vpcd: SocketAddr, pki: Arc<Pki>, state_dir: PathBuf) -> Result<Self, ReaderError> {
        let fault = Arc::new(Mutex::new(Fault::None));
        let (cards, placed) = bounded::<Placed>(1);
        let (report, outcomes) = bounded(1);
        let shared = Arc::clone(&fault);
        let thread = std::thread::Builder::new()
            .name("virtual-card".into())
            .spawn(move || {
                for Placed { mut card, line } in placed {
                    let result = serve(line, &mut card, &shared);
                    if report.send(Outcome { left: Instant::now(), result }).is_err() {
                        return;
                    }
                }
            })
            .map_err(|error| ReaderError::Thread(error.to_string()))?;
        let (cards, thread) = (Some(cards), Some(thread));
        Ok(Self { vpcd, pki, state_dir, fault, line: None, cards, outcomes, left: None, thread })
    }

    /// Places the card of a person. pcscd sees it at its next poll, within half a second.
    ///
    /// Blocks for up to a second: the first time the person's key is made, and between two cards some time passes.
    ///
    /// Fails also with what went wrong with the card before, if nobody took that one; then place again.
    pub fn place(&mut self, person_id: &str, today: Date) -> Result<(), ReaderError> {
        let person = persons::find(person_id).ok_or_else(|| ReaderError::UnknownPerson(person_id.to_owned()))?;
        self.place_card(person, None, today)
    }

    /// The same for anybody's card, with a photo of its own where there is one; the card lives in memory only.
    pub fn place_card(&mut self, person: &Person, photo: Option<CardPhoto>, today: Date) -> Result<(), ReaderError> {
        if self.line.is_some() {
            match self.outcomes.try_recv() {
                Ok(outcome) => self.left(outcome)?,
                Err(TryRecvError::Empty) => return Err(ReaderError::Occupied),
                Err(TryRecvError::Disconnected) => return Err(gone()),
            }
        }
        let counters = Counters::open(&self.state_dir, person).map_err(CardError::from)?;
        let card = VirtualCard::new(person, photo, &self.pki, today, counters)?;
        if let Some(left) = self.left {
            // The channel speaks at that time, at once if it is over.
            let _ = at(left + LEAST_ABSENCE).recv();
        }
        let connect = || {
            let line = TcpStream::connect_timeout(&self.vpcd, CONNECT_LIMIT)?;
            line.set_nodelay(true)?;
            Ok((line.try_clone()?, line))
        };
        let (handle, line) = connect().map_err(|source| ReaderError::Connect { address: self.vpcd, source })?;
        let cards = self.cards.as_ref().ok_or_else(gone)?;
        cards.send(Placed { card, line }).map_err(|_| gone())?;
        self.line = Some(handle);
        Ok(())
    }

    /// Takes the card; no card is no error. Fails with what went wrong while the card was on the reader.
    pub fn take(&mut self) -> Result<(), ReaderError> {
        let Some(line) = &self.line else { return Ok(()) };
        // Fails only when the line is closed already, which is what is wanted.
        let _ = line.shutdown(Shutdown::Both);
        let outcome = self.outcomes.recv().map_err(|_| gone())?;
        self.left(outcome)
    }

    fn left(&mut self, outcome: Outcome) -> Result<(), ReaderError> {
        self.line = None;
        self.left = Some(outcome.left);
        outcome.result
    }

    /// Sets the fault from the next APDU on, for this card and those to come.
    pub fn fault(&self, fault: Fault) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if let Some(line) = &self.line {
            let _ = line.shutdown(Shutdown::Both);
        }
        self.cards = None;
        if let Some(thread) = self.thread.take() {
            // A panic of the thread has been printed by its hook; there is nobody left to tell.
            let _ = thread.join();
        }
    }
}

fn gone() -> ReaderError {
    ReaderError::Thread("it ended".into())
}

/// Serves one placed card until its line is closed from either side.
fn serve(mut line: TcpStream, card: &mut VirtualCard, fault: &Mutex<Fault>) -> Result<(), ReaderError> {
    let mut number = 0;
    loop {
        let message = match receive(&mut line) {
            Ok(message) => message,
            Err(error) if is_end(&error) => break,
            Err(error) => return Err(ReaderError::Line(error)),
        };
        let answer = match message[..] {
            [] => None,
            [TELL_ATR] => Some(card.atr().to_vec()),
            [order @ (POWER_OFF | POWER_ON | RESET)] => {
                match order {
                    POWER_OFF => card.power_off(),
                    POWER_ON => card.power_on(),
                    _ => card.reset(),
                }
                None
            }
            ref apdu => {
                number += 1;
                let fault = *fault.lock().unwrap_or_else(PoisonError::into_inner);
                match fault.apply(number, apdu, |apdu| card.answer(apdu)) {
                    Reply::Answer(answer) => {
                        take_time(fault.delay(apdu.len() + answer.len()));
                        Some(answer)
                    }
                    Reply::Silence => None,
                    Reply::Broken(answer) => {
                        // It breaks anyway.
                        let _ = line.write_all(&partial(&answer));
                        break;
                    }
                    Reply::Gone => break,
                }
            }
        };
        if let Some(answer) = answer {
            match send(&mut line, &answer) {
                Err(error) if is_end(&error) => break,
                sent => sent.map_err(ReaderError::Line)?,
            }
        }
    }
    // Here and not by dropping: the handle has a clone of the line, which would keep it open.
    let _ = line.shutdown(Shutdown::Both);
    match card.take_error() {
        Some(error) => Err(ReaderError::Card(error.into())),
        None => Ok(()),
    }
}

fn take_time(delay: Duration) {
    if !delay.is_zero() {
        // The channel speaks once, when the time is over.
        let _ = after(delay).recv();
    }
}

fn receive(line: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut length = [0; 2];
    acknowledge_quickly(line)?;
    line.read_exact(&mut length)?;
    let mut message = vec![0; usize::from(u16::from_be_bytes(length))];
    acknowledge_quickly(line)?;
    line.read_exact(&mut message)?;
    Ok(message)
}

fn send(line: &mut TcpStream, answer: &[u8]) -> io::Result<()> {
    let length = u16::try_from(answer.len()).map_err(|_| io::Error::other("an answer of more than 65,535 bytes"))?;
    // One write, one segment: vpcd waits for both parts.
    line.write_all(&[&length.to_be_bytes(), answer].concat())
}

/// The length of an answer, and the first half of it.
fn partial(answer: &[u8]) -> Vec<u8> {
    let length = u16::try_from(answer.len()).unwrap_or(u16::MAX);
    [&length.to_be_bytes(), &answer[..answer.len() / 2]].concat()
}

/// vpcd sends length and data in two segments and lets Nagle's algorithm hold back the second until the first is
/// acknowledged: 44 ms an APDU unless that happens at once. Linux forgets the wish after a while.
fn acknowledge_quickly(line: &TcpStream) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    std::os::linux::net::TcpStreamExt::set_quickack(line, true)?;
    #[cfg(not(target_os = "linux"))]
    let _ = line;
    Ok(())
}

/// The line was closed, here (the card was taken) or there (pcscd ended).
fn is_end(error: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, NotConnected, UnexpectedEof};
    matches!(error.kind(), UnexpectedEof | BrokenPipe | ConnectionReset | ConnectionAborted | NotConnected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use std::net::TcpListener;

    fn exchange(line: &mut TcpStream, message: &[u8]) -> Vec<u8> {
        send(line, message).unwrap();
        receive(line).unwrap()
    }

    #[test]
    fn a_card_is_there_while_it_is_connected() {
        let dir = tempfile::tempdir().unwrap();
        let vpcd = TcpListener::bind("127.0.0.1:0").unwrap();
        let pki = Arc::new(Pki::open(dir.path()).unwrap());
        let today = date(2026, 11, 23);
        let mut reader = Reader::start(vpcd.local_addr().unwrap(), pki, dir.path().join("cards")).unwrap();

        reader.place("hanako", today).unwrap();
        assert!(matches!(reader.place("kenji", today), Err(ReaderError::Occupied)));
        let (mut line, _) = vpcd.accept().unwrap();
        assert_eq!(exchange(&mut line, &[TELL_ATR])[0], 0x3B);
        assert_eq!(exchange(&mut line, &[0, 0xB0, 0, 0, 0]), [0x69, 0x86]);
        reader.take().unwrap();
        assert_eq!(line.read(&mut [0]).unwrap(), 0);

        // Silence, and still the card can be taken; a pulled card leaves by itself.
        reader.fault(Fault::MuteAt(1));
        reader.place("hanako", today).unwrap();
        let (mut line, _) = vpcd.accept().unwrap();
        send(&mut line, &[0, 0xB0, 0, 0, 0]).unwrap();
        reader.take().unwrap();
        reader.fault(Fault::PullAt(1));
        reader.place("hanako", today).unwrap();
        let (mut line, _) = vpcd.accept().unwrap();
        send(&mut line, &[0, 0xB0, 0, 0, 0]).unwrap();
        assert_eq!(line.read(&mut [0]).unwrap(), 0);

        drop(vpcd);
        reader.take().unwrap();
        assert!(matches!(reader.place("nobody", today), Err(ReaderError::UnknownPerson(_))));
        assert!(matches!(reader.place("hanako", today), Err(ReaderError::Connect { .. })));
    }
}
