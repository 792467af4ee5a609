//! Every defect that card.md lists of `myna-card` and `jpki` has its test here, over a scripted card.

use super::*;
use crate::session::secret::Pin;
use std::collections::VecDeque;

/// Gives the prepared answers one after the other (the last one for ever) and keeps what was sent.
pub struct Scripted {
    answers: VecDeque<Result<Vec<u8>, TransportTrouble>>,
    pub sent: Vec<Vec<u8>>,
}

impl Scripted {
    pub fn new(answers: impl IntoIterator<Item = Result<Vec<u8>, TransportTrouble>>) -> Self {
        Self { answers: answers.into_iter().collect(), sent: Vec::new() }
    }
}

impl Transport for &mut Scripted {
    fn transmit(&mut self, apdu: &[u8], answer: &mut [u8]) -> Result<usize, TransportTrouble> {
        self.sent.push(apdu.to_vec());
        let next = if self.answers.len() > 1 { self.answers.pop_front() } else { self.answers.front().cloned() };
        let bytes = next.unwrap()?;
        answer.get_mut(..bytes.len()).ok_or(TransportTrouble::Unusable)?.copy_from_slice(&bytes);
        Ok(bytes.len())
    }
}

/// Runs `series` over a guard around `card`.
pub fn guarded<R>(card: &mut Scripted, series: impl FnOnce(&mut Guard<'_, &mut Scripted>) -> R) -> R {
    series(&mut Guard {
        transport: card,
        buffer: &mut AnswerBuffer::new(),
        tally: &ApduTally::default(),
        progress: &Progress::default(),
        purpose: Purpose::Read,
        extended: &mut None,
    })
}

pub fn answer(data: &[u8], status: u16) -> Result<Vec<u8>, TransportTrouble> {
    Ok([data, &status.to_be_bytes()].concat())
}

/// A DER-like object of `length` bytes, header included.
fn object(length: usize) -> Vec<u8> {
    let mut bytes = vec![0x30, 0x82];
    bytes.extend_from_slice(&((length - 4) as u16).to_be_bytes());
    bytes.resize(length, 0xAB);
    bytes
}

fn read(answers: Vec<Result<Vec<u8>, TransportTrouble>>) -> (Result<Vec<u8>, GuardError>, Vec<Vec<u8>>) {
    let mut card = Scripted::new(answers);
    let file = guarded(&mut card, |guard| guard.read_file(apdu::AUTH_CERTIFICATE));
    (file.map(|bytes| bytes.to_vec()), card.sent)
}

#[test]
fn a_whole_file_costs_one_apdu_and_loses_its_filler() {
    let (file, sent) = read(vec![answer(&[object(1590), vec![0xFF; 400]].concat(), 0x9000)]);
    assert_eq!(file.unwrap(), object(1590));
    assert_eq!(sent, [apdu::read_whole(apdu::AUTH_CERTIFICATE).to_vec()]);
    let (file, _) = read(vec![answer(&object(300), 0x6282)]);
    assert_eq!(file.unwrap(), object(300));
}

#[test]
fn a_card_without_extended_lengths_is_read_in_steps() {
    let content = object(600);
    let (file, sent) = read(vec![
        answer(&[], 0x6700),
        answer(&content[..256], 0x9000),
        answer(&content[256..512], 0x9000),
        answer(&content[512..], 0x9000),
    ]);
    assert_eq!(file.unwrap(), content);
    assert_eq!(sent[1..], [vec![0, 0xB0, 0x8A, 0, 0], vec![0, 0xB0, 1, 0, 0], vec![0, 0xB0, 2, 0, 88]]);
}

#[test]
fn a_short_answer_to_an_extended_read_is_continued() {
    let content = object(600);
    let (file, sent) = read(vec![answer(&content[..256], 0x9000), answer(&content[256..], 0x9000)]);
    assert_eq!((file.unwrap(), sent.len()), (content, 2));
}

#[test]
fn a_monstrous_ber_length_is_refused_before_memory_is_taken() {
    for start in [
        &[0x30, 0x88, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF][..],
        &[0x30, 0x88, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        &[0x30, 0x83, 0x00, 0x20, 0x01],
        &[0x30, 0x80],
        &[0x31, 0x01, 0x00],
        &[],
    ] {
        let (file, sent) = read(vec![answer(start, 0x9000)]);
        assert_eq!((file, sent.len()), (Err(GuardError::Malformed), 1), "{start:02X?}");
    }
}

#[test]
fn an_endless_chain_ends() {
    let (file, sent) = read(vec![answer(&[0x30], 0x6100)]);
    assert_eq!(file, Err(GuardError::TooLong));
    assert_eq!(sent.len(), 1 + MAX_CHAIN);
    let (file, sent) = read(vec![answer(&[0xAB; 4096], 0x6110)]);
    assert_eq!((file, sent.len()), (Err(GuardError::TooLong), MAX_ANSWER / 4096 + 1));
}

#[test]
fn a_chain_with_6100_is_followed() {
    let content = object(512);
    let (file, sent) = read(vec![answer(&content[..256], 0x6100), answer(&content[256..], 0x9000)]);
    assert_eq!(file.unwrap(), content);
    assert_eq!(sent[1], [0x00, 0xC0, 0x00, 0x00, 0x00]);
}

#[test]
fn a_card_that_drips_or_dries_up_does_not_hold_the_kiosk() {
    let (file, sent) = read(vec![answer(&object(600)[..256], 0x9000), answer(&[1], 0x9000)]);
    assert_eq!((file, sent.len()), (Err(GuardError::TooLong), 1 + MAX_READS));
    let (file, _) = read(vec![answer(&object(600)[..256], 0x9000), answer(&[], 0x9000)]);
    assert_eq!(file, Err(GuardError::Malformed));
}

#[test]
fn a_read_is_corrected_once() {
    let (file, sent) = read(vec![answer(&[], 0x6CFF), answer(&object(255), 0x9000)]);
    assert_eq!((file.unwrap(), sent[1].clone()), (object(255), vec![0, 0xB0, 0x8A, 0, 0xFF]));
    let (file, sent) = read(vec![answer(&[], 0x6CFF)]);
    assert_eq!((file, sent.len()), (Err(GuardError::Status(StatusWord::new(0x6CFF))), 2));
}

#[test]
fn a_secret_is_sent_once_whatever_the_card_says() {
    let loud = [0x9000, 0x63C2, 0x6C04, 0x6104, 0x6700, 0x6F00].map(|status| vec![answer(&[], status)]);
    let quiet = [vec![Ok(vec![])], vec![Ok(vec![0x90])], vec![Err(TransportTrouble::Removed)]];
    for script in loud.into_iter().chain(quiet) {
        let mut card = Scripted::new(script.clone());
        let _ = guarded(&mut card, |guard| guard.verify_once(Pin::new("1234").unwrap()));
        assert_eq!(card.sent.len(), 1, "{script:02X?}");
    }
}

#[test]
fn an_ended_visit_sends_nothing_more() {
    let mut card = Scripted::new([answer(&[], 0x9000)]);
    let verified = guarded(&mut card, |guard| {
        guard.progress.cancelled.store(true, Ordering::SeqCst);
        assert_eq!(guard.select(Application::Jpki), Err(GuardError::Cancelled));
        (guard.verify_once(Pin::new("1234").unwrap()), guard.progress.secret_sent.load(Ordering::SeqCst))
    });
    assert_eq!((verified, card.sent.len()), ((Err(GuardError::Cancelled), false), 0));
}

#[test]
fn an_empty_answer_means_that_the_card_is_gone() {
    assert_eq!(read(vec![Ok(vec![])]).0, Err(TransportTrouble::Removed.into()));
    assert_eq!(read(vec![Ok(vec![0x90])]).0, Err(GuardError::NoStatusWord));
}
