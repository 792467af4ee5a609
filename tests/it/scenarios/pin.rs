use crate::harness::{Kiosk, Setting};
use bevy::math::UVec2;
use uketsuke::ui::theme::Letters;

#[test]
fn a_wrong_pin_is_told_with_the_tries_left() {
    let mut kiosk = Kiosk::start();
    kiosk.place_card("hanako").tap("暗証番号").enter_pin("0000").expect("暗証番号が ちがいます").expect("あと 2回");
    assert_eq!(kiosk.pin_tries_left("hanako"), 2);
    kiosk.enter_pin("1234").expect("提供しますか");
    assert_eq!(kiosk.pin_tries_left("hanako"), 3);
}

#[test]
fn the_last_try_is_never_spent_without_a_warning() {
    let mut kiosk = Kiosk::start();
    kiosk.place_card("hanako").tap("暗証番号").enter_pin("0000").expect("あと 2回").enter_pin("0001");
    kiosk.expect("1回しか 入れられません").expect("係員に確認してもらう");
    assert_eq!(kiosk.pin_tries_left("hanako"), 1);
    kiosk.tap("暗証番号を入れる").expect("最後の 1回です").enter_pin("0002").expect("ロックされて います");
    assert_eq!(kiosk.pin_tries_left("hanako"), 0);
    kiosk.expect("顔認証").expect("係員に確認してもらう").expect_no("暗証番号を入れる");
}

#[test]
fn a_card_with_one_try_left_warns_before_the_pad() {
    let mut kiosk = Kiosk::start();
    kiosk.place_card("yuki").tap("暗証番号").expect("1回しか 入れられません").tap("もどる").expect("ご本人の確認の");
    kiosk.tap("暗証番号").tap("暗証番号を入れる").enter_pin("1234").expect("提供しますか");
    assert_eq!(kiosk.pin_tries_left("yuki"), 3);
}

#[test]
fn a_locked_or_missing_pin_is_not_asked_for() {
    let mut kiosk = Kiosk::start();
    kiosk.place_card("jiro").expect("ロックされて います").expect_no("暗証番号を入れる").pull_card();
    kiosk.place_card("fumi").expect("このカードには 暗証番号が ありません").expect_no("暗証番号を入れる");
    kiosk.tap("係員に確認してもらう").expect("係員が 確認します");
    assert_eq!(kiosk.staff_calls(), 1);
}

#[test]
fn a_digit_can_be_taken_back_and_the_pad_is_shuffled() {
    let mut kiosk = Kiosk::start();
    kiosk.place_card("hanako").tap("暗証番号").tap("9").wait_seconds(1).tap("消す").wait_seconds(1);
    kiosk.expect("0桁 入りました").enter_pin("1234").expect("提供しますか");
}

#[test]
fn a_lost_answer_is_asked_anew_and_never_sent_again() {
    let mut kiosk = Kiosk::start();
    // The fifth APDU is VERIFY: the card takes it, the answer comes back cut.
    kiosk.step("card fault truncate-at 5").place_card("hanako").tap("暗証番号").enter_pin("0000");
    kiosk.expect("カードの返事が とどきません").expect("あと 2回");
    assert_eq!(kiosk.pin_tries_left("hanako"), 2);
    kiosk.step("card fault none").enter_pin("1234").expect("提供しますか");
}

#[test]
fn the_pad_stays_within_the_practice_window_in_every_size_of_letters() {
    // As `uketsuke practice` opens on a common screen.
    let size = UVec2::new(1280, 955);
    let mut kiosk = Kiosk::with(Setting { size, px_per_mm: 3.78, ..Setting::default() });
    kiosk.place_card("hanako").expect("方法を").tap("暗証番号").expect("4桁を");
    for _ in Letters::ALL {
        kiosk.update();
        let letters = kiosk.looks().letters;
        let seen = kiosk.look();
        let top = seen.iter().find(|seen| seen.name.contains("練習モード")).unwrap().area.max.y;
        let of_kiosk = seen.iter().filter(|seen| !seen.name.contains("練習モード"));
        let outside: Vec<_> = of_kiosk.filter(|seen| seen.area.min.y < top || seen.area.max.y > 955.0).collect();
        assert!(outside.is_empty(), "{letters:?}: {outside:#?}");
        kiosk.tap("文字");
    }
}
