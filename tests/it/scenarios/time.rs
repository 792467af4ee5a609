use crate::harness::Kiosk;
use crate::scenarios::identified;

#[test]
fn one_touch_gives_more_time_as_often_as_wanted() {
    let mut kiosk = Kiosk::start();
    kiosk.place_card("hanako").tap("暗証番号").expect("4桁");
    kiosk
        .wait_seconds(65)
        .expect("まだ 使っていますか")
        .expect("秒で 最初の画面に もどります")
        .tap("もっと時間がほしい")
        .expect("4桁");
    // Who has asked for more time has four times as much from then on.
    for _ in 0..12 {
        kiosk.expect_no("まだ 使っていますか").wait_seconds(225).expect_no("まだ 使っていますか").wait_seconds(15);
        kiosk
            .expect("まだ 使っていますか")
            .expect("秒で 最初の画面に もどります")
            .tap("もっと時間がほしい")
            .expect("4桁");
    }
    kiosk.wait_seconds(301).expect("時間がたったので").expect("カードを 取ってください").pull_card();
    kiosk.wait_seconds(16).expect("ここに 置いてください");
}

#[test]
fn a_card_left_behind_calls_staff() {
    let mut kiosk = identified("hanako");
    kiosk
        .tap("すべて同意する")
        .tap("これで送る")
        .expect("受付が 終わりました")
        .wait_seconds(21)
        .expect("カードが 残っています");
    kiosk.wait_seconds(26).expect("受付に 知らせてください").expect_no("提供しました");
    assert_eq!(kiosk.staff_calls(), 1);
    kiosk.tap("カードを 取る").expect("ここに 置いてください");
}

#[test]
fn a_warning_covers_the_kiosk_and_not_the_practice_tray() {
    let mut kiosk = identified("hanako");
    kiosk
        .tap("すべて同意する")
        .tap("これで送る")
        .expect("受付が 終わりました")
        .wait_seconds(21)
        .expect("カードが 残っています");
    kiosk.expect("練習モード").tap("カードを 取る").pull_card().wait_seconds(6).expect("ここに 置いてください");
}

#[test]
fn staff_are_one_touch_away_and_who_called_them_is_not_hurried() {
    let mut kiosk = Kiosk::start();
    kiosk.tap("係員を呼ぶ").expect("受付に 声を かけて");
    kiosk.place_card("hanako").expect("顔認証").tap("係員を呼ぶ").expect("受付に 声を かけて");
    kiosk.wait_seconds(170).expect_no("まだ 使っていますか").wait_seconds(15).expect("まだ 使っていますか");
    assert_eq!(kiosk.staff_calls(), 2);
}

#[test]
fn the_patient_can_stop_on_any_screen() {
    let mut kiosk = identified("hanako");
    kiosk.tap("やめる").expect("受付を やめました").pull_card().expect("ここに 置いてください");
    kiosk.place_card("hanako").expect("ご本人の確認の").tap("やめる").expect("受付を やめました").pull_card();
    assert!(kiosk.results().is_empty());
}
