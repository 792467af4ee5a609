//! The guard in front of the card: every APDU goes through here, and nothing that a card answers is believed.
//!
//! It bounds the length of an answer, of a file and of a `61xx` chain; it corrects `6Cxx` once, and for reads only; and
//! it sends a secret exactly once, because [`Guard::verify_once`] uses the secret up. What `myna-card` 3.3.4 and `jpki`
//! get wrong here is listed in the tests.

use super::apdu::{self, ApduTally, Application, CardSecret, File, KeyFile, MAX_ANSWER, MAX_OFFSET, Purpose};
use myna_card::StatusWord;
use myna_card::tlv::ber;
use std::sync::atomic::{AtomicBool, Ordering};
use zeroize::{Zeroize, Zeroizing};

/// `61xx` answers in a row; the longest file needs 256 of 256 bytes, but no card seen chains more than a certificate.
const MAX_CHAIN: usize = 64;
/// READ BINARY commands for one file: a whole file in steps of 256 bytes, and some.
const MAX_READS: usize = 300;

/// Why an APDU had no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TransportTrouble {
    #[error("the card was taken away: place it again")]
    Removed,
    #[error("the card reader or the PC/SC service is gone: check the reader's cable, then `systemctl status pcscd`")]
    ReaderLost,
    #[error("the card gives no usable answer: take it out of its case and place it again")]
    Unusable,
}

/// Why a series of APDUs stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GuardError {
    #[error(transparent)]
    Transport(#[from] TransportTrouble),
    #[error("the card refused a command ({0}): place it again, or use another card")]
    Status(StatusWord),
    #[error("the card's answer has no status word: place the card again")]
    NoStatusWord,
    #[error("the card answers more than {MAX_ANSWER} bytes or chains without an end: this is no My Number card")]
    TooLong,
    #[error("a file on the card is not what it should be: this is no My Number card")]
    Malformed,
    #[error("the visit ended while the card was being read: nothing to do")]
    Cancelled,
}

/// The way to a card.
pub trait Transport {
    /// Sends one APDU and writes the answer, status word last, to the start of `answer`. Gives its length.
    fn transmit(&mut self, apdu: &[u8], answer: &mut [u8]) -> Result<usize, TransportTrouble>;
}

/// Room for one answer. It holds photos and certificates, so it wipes itself.
pub struct AnswerBuffer(Zeroizing<Vec<u8>>);

impl AnswerBuffer {
    pub fn new() -> Self {
        Self(Zeroizing::new(vec![0; MAX_ANSWER]))
    }
}

/// What outlives a single guard: shared between the card's thread and its watchdog, one for each command.
#[derive(Debug, Default)]
pub struct Progress {
    /// The visit is over: not one APDU more.
    pub cancelled: AtomicBool,
    /// A secret is on its way to the card, so a try may be lost.
    pub secret_sent: AtomicBool,
}

/// One series of APDUs for one purpose.
pub struct Guard<'a, T> {
    pub transport: T,
    pub buffer: &'a mut AnswerBuffer,
    pub tally: &'a ApduTally,
    pub progress: &'a Progress,
    pub purpose: Purpose,
    /// Whether this card reads a whole file at once; `None` until it was tried.
    pub extended: &'a mut Option<bool>,
}

impl<T: Transport> Guard<'_, T> {
    /// SELECT by name. `61xx` is success too: a description is there that nobody asked for. Any other status comes back
    /// as `Status`.
    pub fn select(&mut self, application: Application) -> Result<(), GuardError> {
        let (status, _) = self.command(&apdu::select(application), 0)?;
        if status.more_data_available().is_some() { Ok(()) } else { accept(status) }
    }

    /// The card's word about the tries left; costs none.
    pub fn ask_tries(&mut self, key: KeyFile) -> Result<StatusWord, GuardError> {
        Ok(self.command(&apdu::ask_tries(key), 0)?.0)
    }

    /// VERIFY, once. `Cancelled` means that nothing was sent; after any other error the secret may have cost a try.
    pub fn verify_once<S: CardSecret>(&mut self, secret: S) -> Result<StatusWord, GuardError> {
        let (apdu, length) = apdu::verify(secret);
        self.stop_if_cancelled()?;
        self.progress.secret_sent.store(true, Ordering::SeqCst);
        self.exchange(&apdu[..length], &mut Zeroizing::default())
    }

    /// The RSA signature over `digest`. The PIN must have been accepted before.
    pub fn compute_signature(&mut self, digest: &[u8; 32]) -> Result<Zeroizing<Vec<u8>>, GuardError> {
        let (status, signature) = self.command(&apdu::compute_signature(digest), MAX_CHAIN)?;
        accept(status).map(|()| signature)
    }

    /// Hands a terminal's certificate to the card.
    pub fn show_certificate(&mut self, certificate: &[u8]) -> Result<(), GuardError> {
        let (status, _) = self.command(&apdu::terminal_certificate(certificate), 0)?;
        accept(status)
    }

    /// Random bytes of the card, for the terminal to sign.
    pub fn challenge(&mut self) -> Result<Zeroizing<Vec<u8>>, GuardError> {
        let (status, challenge) = self.command(&apdu::get_challenge(), 0)?;
        accept(status)?;
        if challenge.len() == apdu::CHALLENGE { Ok(challenge) } else { Err(GuardError::Malformed) }
    }

    /// The terminal's answer to the challenge.
    pub fn authenticate(&mut self, answer: &[u8]) -> Result<(), GuardError> {
        let (status, _) = self.command(&apdu::external_authenticate(answer), 0)?;
        accept(status)
    }

    /// The one BER-TLV object of `file`, header included, filler cut off.
    pub fn read_file(&mut self, file: File) -> Result<Zeroizing<Vec<u8>>, GuardError> {
        let mut content = Zeroizing::new(Vec::with_capacity(file.max));
        let mut start = self.read_start(file)?;
        start.truncate(file.max);
        content.extend_from_slice(&start);
        let length = object_length(&content, file)?;
        for _ in 0..MAX_READS {
            if content.len() >= length {
                content.truncate(length);
                return Ok(content);
            }
            let offset = u16::try_from(content.len()).map_err(|_| GuardError::Malformed)?;
            if usize::from(offset) > MAX_OFFSET {
                return Err(GuardError::Malformed);
            }
            // 256 does not fit into a byte and is said with 0.
            let le = u8::try_from(length - content.len()).unwrap_or(0);
            let (status, chunk) = self.read_binary(apdu::read_more(offset, le))?;
            accept_end(status)?;
            // Capped, so that the content never moves to new memory and leaves a copy behind.
            let wanted = chunk.len().min(length - content.len());
            if wanted == 0 {
                return Err(GuardError::Malformed);
            }
            content.extend_from_slice(&chunk[..wanted]);
        }
        Err(GuardError::TooLong)
    }

    /// The start of a file: all of it where the card knows extended lengths, else 256 bytes.
    fn read_start(&mut self, file: File) -> Result<Zeroizing<Vec<u8>>, GuardError> {
        if *self.extended != Some(false) {
            let (status, content) = self.read_whole(file)?;
            if status.value() != 0x6700 {
                accept_end(status)?;
                *self.extended = Some(true);
                return Ok(content);
            }
            *self.extended = Some(false);
        }
        let (status, content) = self.read_binary(apdu::read_start(file, 0))?;
        accept_end(status).map(|()| content)
    }

    fn read_whole(&mut self, file: File) -> Result<(StatusWord, Zeroizing<Vec<u8>>), GuardError> {
        let (status, content) = self.command(&apdu::read_whole(file), MAX_CHAIN)?;
        match status.correct_le() {
            Some(le) => self.command(&apdu::read_start(file, le), MAX_CHAIN),
            None => Ok((status, content)),
        }
    }

    /// A READ BINARY; asked again once where the card names the right length (`6Cxx`). Reading twice does no harm.
    fn read_binary(&mut self, mut apdu: [u8; 5]) -> Result<(StatusWord, Zeroizing<Vec<u8>>), GuardError> {
        let (status, content) = self.command(&apdu, MAX_CHAIN)?;
        match status.correct_le() {
            Some(le) => {
                apdu[4] = le;
                self.command(&apdu, MAX_CHAIN)
            }
            None => Ok((status, content)),
        }
    }

    /// One command, and up to `max_chain` GET RESPONSE for the rest of its answer.
    fn command(&mut self, apdu: &[u8], max_chain: usize) -> Result<(StatusWord, Zeroizing<Vec<u8>>), GuardError> {
        self.stop_if_cancelled()?;
        let mut data = Zeroizing::new(Vec::new());
        let mut status = self.exchange(apdu, &mut data)?;
        let mut links = 0;
        while let Some(le) = status.more_data_available().filter(|_| max_chain > 0) {
            links += 1;
            if links > max_chain {
                return Err(GuardError::TooLong);
            }
            self.stop_if_cancelled()?;
            status = self.exchange(&apdu::get_response(le), &mut data)?;
        }
        Ok((status, data))
    }

    /// One APDU and its answer, appended to `data`.
    fn exchange(&mut self, apdu: &[u8], data: &mut Zeroizing<Vec<u8>>) -> Result<StatusWord, GuardError> {
        self.tally.count(self.purpose);
        let buffer = &mut self.buffer.0;
        let length = self.transport.transmit(apdu, buffer)?;
        let answer = buffer.get_mut(..length).ok_or(GuardError::TooLong)?;
        let result = match answer {
            // This is how PC/SC says that a card was pulled out in mid-word.
            [] => Err(TransportTrouble::Removed.into()),
            [_] => Err(GuardError::NoStatusWord),
            [content @ .., high, low] => {
                let status = StatusWord::new(u16::from_be_bytes([*high, *low]));
                append(data, content).map(|()| status)
            }
        };
        answer.zeroize();
        result
    }

    fn stop_if_cancelled(&self) -> Result<(), GuardError> {
        if self.progress.cancelled.load(Ordering::SeqCst) { Err(GuardError::Cancelled) } else { Ok(()) }
    }
}

/// Grows by hand, because `Vec` would leave an unwiped copy behind when it moves.
fn append(data: &mut Zeroizing<Vec<u8>>, content: &[u8]) -> Result<(), GuardError> {
    let length = data.len() + content.len();
    if length > MAX_ANSWER {
        return Err(GuardError::TooLong);
    }
    if length > data.capacity() {
        let mut grown = Zeroizing::new(Vec::with_capacity(length.next_power_of_two()));
        grown.extend_from_slice(data);
        *data = grown;
    }
    data.extend_from_slice(content);
    Ok(())
}

/// Header and value of the object at the start of `content`, checked against what is plausible for `file`.
fn object_length(content: &[u8], file: File) -> Result<usize, GuardError> {
    let header = ber::parse_header(content).map_err(|_| GuardError::Malformed)?;
    // Before the sum: a length near usize::MAX would overflow it.
    if header.tag != file.tag || header.length > file.max {
        return Err(GuardError::Malformed);
    }
    Some(header.total_len()).filter(|total| *total <= file.max).ok_or(GuardError::Malformed)
}

fn accept(status: StatusWord) -> Result<(), GuardError> {
    if status.is_success() { Ok(()) } else { Err(GuardError::Status(status)) }
}

/// For reads: `6282` is "end of file reached before Le bytes", which is what reading a whole file means.
fn accept_end(status: StatusWord) -> Result<(), GuardError> {
    if status.value() == 0x6282 { Ok(()) } else { accept(status) }
}

#[cfg(test)]
#[path = "guard_tests.rs"]
pub(super) mod tests;
