use crate::harness::Kiosk;
use std::ops::RangeInclusive;

/// A visit in single moments, as its patient does them; the machine is at work after some, and waits after others.
const VISIT: [&str; 10] = [
    "place card hanako",
    "expect ご本人の確認の",
    "tap 暗証番号",
    "enter pin 1234",
    "expect 提供しますか",
    "tap すべて同意する",
    "tap これで送る",
    "expect 受付が 終わりました",
    "pull card",
    "wait 30 s",
];
/// With this one the patient's choice goes out.
const SENT: usize = 6;
/// Now the answer is with the hospital.
const ANSWERED: usize = 7;
/// After these nothing is under way.
const WAITING: [usize; 6] = [1, 2, 4, 5, 7, 9];

/// A new kiosk, in which this moment was the last.
fn until(moment: usize) -> Kiosk {
    let mut kiosk = Kiosk::start();
    for done in &VISIT[..=moment] {
        kiosk.step(done);
    }
    kiosk
}

/// One visit from the beginning; whether the one before had its answer is open while the machine was at work.
fn the_next_visit_is_whole(kiosk: &mut Kiosk, moment: usize) {
    for step in VISIT {
        kiosk.step(step);
    }
    let visits: RangeInclusive<usize> = match moment {
        ..SENT => 1..=1,
        SENT => 1..=2,
        ANSWERED.. => 2..=2,
    };
    assert!(visits.contains(&kiosk.results().len()), "after {:?}: {:?}", VISIT[moment], kiosk.results());
    let consents = kiosk.consents_at_the_centre()["count"].as_u64().unwrap() as usize;
    // Three groups a visit.
    assert!(consents.is_multiple_of(3) && visits.contains(&(consents / 3)), "after {:?}: {consents}", VISIT[moment]);
}

#[test]
fn a_kiosk_that_starts_anew_at_any_moment_loses_nothing_and_doubles_nothing() {
    for (moment, after) in VISIT.iter().enumerate() {
        let mut kiosk = until(moment);
        let (recorded, results) = (kiosk.recorded(), kiosk.results());
        kiosk.restart().pull_card();
        assert_eq!(kiosk.recorded()[..recorded.len()], recorded[..], "after {after:?}");
        assert!(kiosk.results().starts_with(&results), "after {after:?}");
        the_next_visit_is_whole(&mut kiosk, moment);
    }
}

#[test]
fn a_centre_that_starts_anew_at_any_moment_loses_nothing_and_doubles_nothing() {
    for moment in 0..VISIT.len() {
        let mut kiosk = until(moment);
        kiosk.restart_centre().pull_card();
        the_next_visit_is_whole(&mut kiosk, moment);
    }
}

#[test]
fn a_centre_that_starts_anew_while_the_patient_reads_is_not_noticed() {
    for moment in WAITING {
        let mut kiosk = until(moment);
        kiosk.restart_centre();
        for step in &VISIT[moment + 1..] {
            kiosk.step(step);
        }
        assert_eq!(kiosk.results().len(), 1, "after {:?}", VISIT[moment]);
        assert_eq!(kiosk.consents_at_the_centre()["count"], 3, "after {:?}", VISIT[moment]);
    }
}
