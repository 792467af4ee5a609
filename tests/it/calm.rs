//! Nothing flashes, and nothing is asked twice.

use crate::harness::Kiosk;
use crate::measured::keep;
use std::time::Duration;

/// How often the glass changes by itself in its most restless second of half a minute: letters, boxes, frames, focus.
fn most_changes_in_a_second(kiosk: &mut Kiosk) -> usize {
    const STEP: Duration = Duration::from_millis(50);
    let look = |kiosk: &mut Kiosk| {
        let seen = kiosk.look().into_iter().map(|seen| format!("{seen:?}")).collect::<Vec<_>>();
        (seen, kiosk.caption())
    };
    let mut before = look(kiosk);
    let mut changed = Vec::new();
    for _ in 0..600 {
        kiosk.pass(STEP);
        let now = look(kiosk);
        changed.push(usize::from(now != before));
        before = now;
    }
    changed.windows(20).map(|second| second.iter().sum()).max().unwrap()
}

#[test]
fn nothing_flashes() {
    let mut kiosk = Kiosk::start();
    let mut most = vec![("first screen", most_changes_in_a_second(&mut kiosk))];
    kiosk.place_card("hanako").expect("方法を").expect("顔認証");
    most.push(("choice", most_changes_in_a_second(&mut kiosk)));
    for _ in 0..2 {
        kiosk.stroke("[");
        kiosk.pass(Duration::from_secs(1));
    }
    for _ in 0..6 {
        kiosk.tap("枠を 速く");
    }
    kiosk.tap("始める");
    most.push(("one switch, fastest", most_changes_in_a_second(&mut kiosk)));
    let told = most.iter().map(|(what, times)| format!("{what}: {times}")).collect::<Vec<_>>().join(", ");
    keep("29-flashes", &format!("changes in the most restless second: {told}"));
    assert!(most.iter().all(|(_, times)| *times <= 3), "{told}");
    assert!(most[2].1 > 0, "the frame of the switch does not go on: nothing was measured");
}

/// Goes through a visit, and answers each heading that is known; all headings in their order.
fn asked(person: &str, answers: &[(&str, &str)]) -> Vec<String> {
    let mut kiosk = Kiosk::start();
    kiosk.place_card(person);
    let mut headings: Vec<String> = Vec::new();
    for _ in 0..2000 {
        kiosk.wait_a_moment();
        kiosk.update();
        let heading = kiosk.heading();
        if headings.last() == Some(&heading) {
            continue;
        }
        headings.push(heading.clone());
        match answers.iter().find(|(words, _)| heading.contains(words)) {
            Some((_, "1234")) => _ = kiosk.enter_pin("1234"),
            Some((_, answer)) => _ = kiosk.tap(answer),
            None if heading.contains("受付が 終わりました") => return headings,
            None => {}
        }
    }
    panic!("the visit has no end: {headings:#?}");
}

#[test]
fn nothing_is_asked_twice() {
    let by_pin = [("方法を", "暗証番号"), ("4桁を", "1234"), ("よければ", "これで送る")];
    let by_face = [("方法を", "顔認証"), ("よければ", "これで送る")];
    let at_once = [("過去の 医療情報を", "すべて同意する")];
    let one_by_one = [("過去の 医療情報を", "一つずつ選ぶ"), ("提供しますか", "同意する")];
    let mut screens = 0;
    for answers in [
        [&by_pin[..], &at_once[..]].concat(),
        [&by_pin[..], &one_by_one[..]].concat(),
        [&by_face[..], &at_once[..]].concat(),
        [&by_face[..], &one_by_one[..]].concat(),
    ] {
        let headings = asked("kenji", &answers);
        screens += headings.len();
        let mut once = headings.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), headings.len(), "asked twice: {headings:#?}");
    }
    keep("45-twice", &format!("0 headings twice in {screens} screens of 4 visits"));
}
