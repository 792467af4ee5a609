//! What happens to a whole kiosk when the PC/SC service itself dies: in a process of its own, because it takes every
//! reader of the process with it.

#[test]
fn a_kiosk_outlives_pcscd() {
    crate::bench::run_inside(concat!(module_path!(), "::inside"));
}

mod inside {
    use crate::bench::BENCH;
    use crate::harness::Kiosk;
    use uketsuke::practice::pcscd::PrivatePcscd;

    #[test]
    #[ignore = "runs inside a_kiosk_outlives_pcscd"]
    fn the_kiosk_says_so_and_is_back_when_pcscd_is() {
        let mut kiosk = Kiosk::start();
        kiosk.place_card("hanako").tap("暗証番号").expect("4桁");
        let mut pcscd = BENCH.pcscd.lock().unwrap();
        pcscd.as_ref().unwrap().kill();
        kiosk.expect("いま この機械は 使えません").expect_no("4桁");
        kiosk.pull_card();
        drop(pcscd.take());
        *pcscd = Some(PrivatePcscd::start(&BENCH.options).unwrap());
        kiosk.expect("マイナンバーカードを ここに").place_card("hanako").expect("ご本人の確認の");
    }
}
