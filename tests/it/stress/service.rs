//! The PC/SC service itself dies, at every moment of a visit: in a process of its own, because it takes every reader of the
//! process with it.

#[test]
#[ignore = "minutes: `make stress`"]
fn pcscd_may_die_at_every_moment() {
    crate::bench::run_inside(concat!(module_path!(), "::inside"));
}

mod inside {
    use super::super::Report;
    use super::super::patient::{Way, visit};
    use crate::bench::BENCH;
    use crate::harness::Kiosk;
    use uketsuke::practice::pcscd::PrivatePcscd;

    const WORDS: [&str; 3] = ["いま この機械は 使えません", "読み取り機が 止まりました", "カードが 取られた"];

    #[test]
    #[ignore = "runs inside pcscd_may_die_at_every_moment"]
    fn the_kiosk_says_so_and_the_next_visit_is_whole() {
        let mut kiosk = Kiosk::start();
        let (mut tried, mut done) = (0, 0);
        // From the card on the reader until it is taken.
        for moment in 1..Way::Pin.moments() - 1 {
            let ending = visit(&mut kiosk, "hanako", Way::Pin, |_, now| {
                if now == moment {
                    BENCH.pcscd.lock().unwrap().as_ref().unwrap().kill();
                }
            });
            let told = WORDS.iter().any(|words| ending.words.contains(words));
            assert!(ending.done || told, "moment {moment}: the patient read {}", ending.words);
            let mut pcscd = BENCH.pcscd.lock().unwrap();
            drop(pcscd.take());
            *pcscd = Some(PrivatePcscd::start(&BENCH.options).unwrap());
            drop(pcscd);
            kiosk.wait_seconds(60).expect("マイナンバーカードを ここに");
            let next = visit(&mut kiosk, "hanako", Way::Pin, |_, _| {});
            assert!(next.done, "after moment {moment}: the next patient read {}", next.words);
            kiosk.wait_seconds(60).expect("マイナンバーカードを ここに");
            tried += 1;
            done += 1 + usize::from(ending.done);
            kiosk.expect_results(done);
            assert_eq!(kiosk.results().len(), done, "moment {moment}");
            assert_eq!(kiosk.pin_tries_left("hanako"), 3, "moment {moment}");
        }
        kiosk.recorded();
        let report = Report::new("service");
        report.say(format!("- pcscd killed at {tried} moments: none of {done} results lost or doubled, no try spent"));
        report.keep();
    }
}
