//! Cards that want to do harm: every answer of theirs is bent.

use super::apdu::{ApduTally, Application, Purpose};
use super::guard::{AnswerBuffer, Guard, Progress, Transport, TransportTrouble};
use super::refused::RefusedCodes;
use super::{CardTrust, apdu, reading, trust};
use crate::abuse::{Cost, KB, MB, der, mutation, try_all};
use crate::practice::persons::persons;
use crate::practice::pki::Pki;
use crate::session::event::PinState;
use crate::session::secret::{CardFaceCode, CertificatePrint, Pin};
use jiff::civil::date;
use myna_card::ap::surface::CardFace;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::sync::LazyLock;
use std::time::Duration;

/// The certificates of the practice CA and of one of its cards. The keys are made once a test run.
static CERTIFICATES: LazyLock<[Vec<u8>; 2]> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let pki = Pki::open(folder.path()).unwrap();
    let card = pki.identity(&persons()[0], date(2026, 11, 23)).unwrap().certificate_der;
    [pki.ca_certificate_der().to_vec(), card]
});

/// Gives its answers in turn, for ever. It may claim that an answer is longer than there is room for.
#[derive(Debug, Clone)]
struct Hostile {
    answers: Vec<(Vec<u8>, u16)>,
    claims: usize,
    sent: Vec<u8>,
    secrets: usize,
    next: usize,
}

impl Transport for &mut Hostile {
    fn transmit(&mut self, apdu: &[u8], answer: &mut [u8]) -> Result<usize, TransportTrouble> {
        self.sent.push(apdu[1]);
        self.secrets += usize::from(apdu[1] == 0x20 && apdu.len() > 4);
        let (data, status) = &self.answers[self.next % self.answers.len()];
        self.next += 1;
        let whole = [data.as_slice(), &status.to_be_bytes()].concat();
        let fits = whole.len().min(answer.len());
        answer[..fits].copy_from_slice(&whole[..fits]);
        Ok(whole.len().saturating_add(self.claims))
    }
}

fn card() -> impl Strategy<Value = Hostile> {
    let status = select(vec![
        0x9000_u16, 0x9000, 0x9000, 0x9000, 0x63C3, 0x63C1, 0x63C0, 0x63CF, 0x6282, 0x6100, 0x6101, 0x61FF, 0x6C00,
        0x6C01, 0x6CFF, 0x6700, 0x6982, 0x6984, 0x6A82, 0x6A88, 0x6F00, 0x0000, 0xFFFF,
    ]);
    let length = select(vec![0_usize, 1, 2, 4, 16, 32, 255, 256, 257, 1_590, 4_096, 65_535, 65_536]);
    let header: [&[u8]; 9] = [
        &[0x30, 0x82, 0x06, 0x36],
        &[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF],
        &[0x30, 0x80],
        &[0x7F],
        &[0xFF; 6],
        &[0x30, 0x82, 0x20, 0x00],
        &[0x30, 0x00],
        &[0x5F, 0x81],
        &[0x30, 0x83, 0x00, 0xFF, 0xF0],
    ];
    let headers = header.map(<[u8]>::to_vec).to_vec();
    let face_tag = CardFace::TAG.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect::<Vec<_>>();
    let face = [face_tag, vec![0x82, 0x40, 0x00]].concat();
    let data = prop_oneof![
        3 => (select([headers, vec![face]].concat()), length.clone(), any::<u8>()).prop_map(|(mut data, length, filler)| {
            data.resize(length, filler);
            data
        }),
        1 => vec(any::<u8>(), 0..300),
        1 => mutation::almost(vec![CERTIFICATES[1].clone()], &[], mutation::none),
        1 => length.prop_map(|length| vec![0x90; length]),
    ];
    let claims = prop_oneof![9 => Just(0), 1 => select(vec![1_usize, 65_538, usize::MAX])];
    (vec((data, status), 1..8), claims).prop_map(|(answers, claims)| Hostile {
        answers,
        claims,
        sent: Vec::new(),
        secrets: 0,
        next: 0,
    })
}

/// A whole visit over this card: certificate, face, PIN.
fn visit(card: &mut Hostile) {
    let (mut buffer, tally, progress) = (AnswerBuffer::new(), ApduTally::default(), Progress::default());
    let mut guard = Guard {
        transport: card,
        buffer: &mut buffer,
        tally: &tally,
        progress: &progress,
        purpose: Purpose::Read,
        extended: &mut None,
    };
    let _ = reading::select(&mut guard, Application::Jpki);
    let _ = reading::pin_state(&mut guard);
    if let Ok(der) = reading::certificate(&mut guard) {
        let _ = trust::check(&der, &CardTrust::Production);
    }
    let code = CardFaceCode::new("12345678901234").unwrap();
    let _ = reading::face(&mut guard, code, CertificatePrint([0; 32]), &RefusedCodes::new());
    let _ = reading::sign(&mut guard, Pin::new("1234").unwrap(), &[7; 32], false);
}

#[test]
fn a_hostile_card_gets_each_secret_once_and_holds_nobody_up() {
    let cost = Cost { bytes: MB, time: Duration::from_secs(10) };
    try_all("cards, answer by answer", cost, card(), |mut card| {
        visit(&mut card);
        prop_assert!(card.secrets <= 2, "{} secrets were sent", card.secrets);
        // Two files of 301 reads and 64 links each; the watchdog ends it long before.
        prop_assert!(card.sent.len() < 2 * 301 * 66, "{} APDUs", card.sent.len());
        Ok(())
    });
}

#[test]
fn certificates_with_absurd_fields_are_refused_or_told_truly() {
    let [ca, seed] = &*CERTIFICATES;
    let bent = prop_oneof![
        2 => der::almost(seed),
        1 => mutation::almost(vec![seed.clone()], &[&[0x30, 0x80], &[0x02, 0x84, 0x7F, 0xFF, 0xFF, 0xFF]], mutation::none),
    ];
    let trusts = [CardTrust::Production, CardTrust::PracticeCa(ca.clone())];
    let cost = Cost { bytes: 512 * KB, time: Duration::from_secs(5) };
    // What is longer is not read off a card.
    let bent = bent.prop_filter("longer than is read", |der| der.len() <= apdu::AUTH_CERTIFICATE.max);
    try_all("certificates", cost, bent, |der| {
        for trust in &trusts {
            if let Ok(certificate) = trust::check(&der, trust) {
                prop_assert!(matches!(trust, CardTrust::PracticeCa(_)), "no root of J-LIS signed it");
                prop_assert_eq!(certificate.der(), seed.as_slice());
            }
        }
        if let Ok(certificate) = myna_card::Certificate::parse(&der) {
            let _ = trust::facts(&certificate, PinState::Tries(3));
        }
        Ok(())
    });
}
