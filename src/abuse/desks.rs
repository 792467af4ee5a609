//! What a hostile desk, or a hostile kiosk, says on the link.

use super::{Cost, KB, MB, mutation, tree, try_all, within};
use crate::audit::words::sentence_of_json;
use crate::audit::{Entry, VisitId};
use crate::i18n::{Catalogue, Language};
use crate::link::pairing::{Pairing, PairingCode};
use crate::link::protocol::{
    Boot, Command, Counts, Help, KioskState, Paired, Receipt, RecordBatch, RecordEntry, Stage, Trouble,
};
use crate::session::{Actor, OrderVerdict, StaffAction};
use proptest::prelude::*;
use serde_json::{Value, json, to_value};
use std::time::Duration;

const COST: Cost = Cost { bytes: 4 * MB, time: Duration::from_secs(10) };

fn said() -> Vec<Value> {
    let boot = Boot("b".into());
    let state = KioskState {
        boot: boot.clone(),
        visit: 7,
        screen: 12,
        stage: Stage::Consent,
        help: Help::Called,
        visual: true,
        troubles: Trouble::ALL.to_vec(),
        results_waiting: 3,
        counts: Counts::default(),
        version: "0.1.0".into(),
    };
    let command =
        Command { id: "c".into(), boot, visit: 7, screen: 12, person: "abe".into(), action: StaffAction::Come };
    let entry = RecordEntry { seq: 1, at: "2026-11-23T00:00:00Z".into(), entry: "{}".into(), hash: "00".repeat(32) };
    vec![
        to_value(state).unwrap(),
        to_value(command).unwrap(),
        to_value(RecordBatch { before: String::new(), entries: vec![entry] }).unwrap(),
        to_value(Receipt { seq: 1, head: "00".repeat(32) }).unwrap(),
        json!({ "name": "a", "certificate": "-----BEGIN", "authority": "-----BEGIN", "url": "https://x", "key": "" }),
    ]
}

#[test]
fn what_comes_over_the_link_is_understood_or_refused() {
    try_all("the link's protocol", COST, tree::almost_json(said()), |text| {
        let _ = serde_json::from_str::<KioskState>(&text);
        let _ = serde_json::from_str::<Command>(&text);
        let _ = serde_json::from_str::<RecordBatch>(&text);
        let _ = serde_json::from_str::<Receipt>(&text);
        let _ = serde_json::from_str::<Paired>(&text);
        let _ = serde_json::from_str::<Pairing>(&text);
        Ok(())
    });
}

#[test]
fn codes_of_any_text_are_codes_or_none() {
    let letters = mutation::almost_text(&["ABCD-EFGH-JKLM-NPQR-STUV-WXYZ-23"], &["漢", "ß", "\u{200B}", "İ", "-"]);
    try_all("pairing codes", Cost { bytes: 4 * MB, ..COST }, letters, |text| {
        if let Ok(code) = PairingCode::parse(&text) {
            prop_assert_eq!(PairingCode::parse(&code.text()), Ok(code));
        }
        Ok(())
    });
}

#[test]
fn entries_of_any_kiosk_become_sentences() {
    let sentences = Catalogue::bundled().unwrap();
    let visit = VisitId("0123456789abcdef".into());
    let by = Actor::Desk { person: "abe".into() };
    let action = StaffAction::Pause;
    let seeds = [
        Entry::VisitBegan { visit: visit.clone() },
        Entry::StaffActed { visit: Some(visit), by: by.clone(), action, verdict: OrderVerdict::Done },
        Entry::SettingChanged { by, setting: "screen.language".into(), value: "en".into() },
        Entry::ClockSet { seconds: -3 },
    ];
    let seeds = seeds.iter().map(|entry| to_value(entry).unwrap()).collect();
    // A sentence is made of pieces, and each language has its own.
    try_all("entries of a record", Cost { bytes: 16 * MB, ..COST }, tree::almost_json(seeds), |json| {
        for language in [Language::Japanese, Language::English] {
            let said = sentence_of_json(&sentences, language, &json);
            prop_assert!(!said.is_empty() && said.len() < 256 * KB, "{} bytes are said", said.len());
        }
        Ok(())
    });
}

#[test]
fn a_stream_of_anything_never_grows() {
    let words: [&[u8]; 5] = [b"\n", b"\r\n\r\n", b"data:", b": alive\n", b"\xFF"];
    let stream = b"id: 1\ndata: {\"a\":1}\n\n: alive\n\n".repeat(40);
    let chunks = (mutation::almost(vec![stream], &words, mutation::none), 1..3_000_usize);
    let cost = Cost { bytes: 768 * KB, time: Duration::from_secs(10) };
    try_all("server-sent events", cost, chunks, |(bytes, size)| {
        let mut events = crate::link::sse::Events::default();
        let _ = bytes.chunks(size).try_for_each(|chunk| events.take(chunk).map(drop));
        Ok(())
    });
}

#[test]
fn a_stream_of_empty_lines_costs_no_time() {
    let lines = vec![b'\n'; 400 * KB];
    let held = within(Cost { bytes: MB, time: Duration::from_secs(2) }, || {
        prop_assert_eq!(crate::link::sse::Events::default().take(&lines), Ok(Vec::new()));
        Ok(())
    });
    assert!(held.is_ok(), "{held:?}");
}
