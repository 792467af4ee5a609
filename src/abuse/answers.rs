//! Answers of a hostile centre, on their way into the hospital's files, and such files of somebody else.

use super::{Cost, MB, mutation, tree, try_all};
use crate::devices::hospital::fhir::{FhirFacts, bundle};
use crate::devices::hospital::oqs::{Encoding, FileFacts, oqs_file};
use crate::devices::hospital::reading::read;
use crate::devices::hospital::samples::{FACILITY, VISIT, everything, usual, welfare};
use crate::eligibility::Answer;
use crate::session::IdentityCheck;
use proptest::prelude::*;
use std::time::Duration;

const COST: Cost = Cost { bytes: 16 * MB, time: Duration::from_secs(10) };
const FACTS: FhirFacts<'static> =
    FhirFacts { facility: FACILITY, visit: VISIT, version: "0.1.0", identity: IdentityCheck::Pin };

#[test]
fn what_a_hostile_centre_answers_becomes_a_whole_file_or_none() {
    let seeds = [everything(), welfare(), usual("hanako")].map(|answer| serde_json::to_value(&answer).unwrap());
    try_all("answers into files", COST, tree::almost(seeds.to_vec()), |answer| {
        let Ok(answer) = serde_json::from_value::<Answer>(answer) else { return Ok(()) };
        for encoding in [Encoding::ShiftJis, Encoding::Utf8] {
            let facts = FileFacts { facility: FACILITY, file_id: VISIT, encoding };
            let Ok(file) = oqs_file(&answer, &facts) else { continue };
            prop_assert!(file.name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.')));
            match read(&file.bytes) {
                Ok(summary) => prop_assert_eq!(summary.coverages, answer.results.len()),
                Err(why) => return Err(TestCaseError::fail(format!("the file is no answer: {why:?}"))),
            }
        }
        if let Ok(bytes) = bundle(&answer, &FACTS) {
            prop_assert!(serde_json::from_slice::<serde_json::Value>(&bytes).is_ok());
        }
        Ok(())
    });
}

#[test]
fn files_of_somebody_else_in_the_result_folder_are_told_from_answers() {
    const UTF8: &[u8] = include_bytes!("../../tests/it/golden/everything_utf8.xml");
    const SHIFT_JIS: &[u8] = include_bytes!("../../tests/it/golden/everything_shift_jis.xml");
    let words: [&[u8]; 9] = [
        b"<!DOCTYPE x [<!ENTITY a \"&a;&a;\">]>",
        b"&a;",
        b"&#1114112;",
        b"&#0;",
        b"<![CDATA[",
        b"<a>",
        b"]]>",
        b"encoding='utf-16'",
        b"\xFF\xFE<\0",
    ];
    let begin = |_: &[u8]| vec![0_usize, 20, 40];
    try_all("result files", COST, mutation::almost(vec![UTF8.to_vec(), SHIFT_JIS.to_vec()], &words, begin), |bytes| {
        let _ = read(&bytes);
        Ok(())
    });
}
