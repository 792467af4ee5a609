use crate::harness::Kiosk;
use crate::scenarios::identified;

#[test]
fn certificates_are_told_by_their_day() {
    let mut kiosk = Kiosk::start();
    kiosk.place_card("sakura").expect("期限が 近づいて").expect("2027年 1月").tap("次に進む").expect("ご本人の確認の");
    kiosk.pull_card().place_card("kiku").expect("E006").expect("市町村").pull_card();
    kiosk.place_card("goro").expect("E006").expect("使えなく").pull_card();
    kiosk.place_card("mei").tap("申し込まない").expect("まだ 健康保険証として").expect("資格確認書");
    assert!(kiosk.results().is_empty());
}

#[test]
fn within_the_grace_only_eligibility_is_given() {
    let mut kiosk = Kiosk::start();
    kiosk.place_card("ichiro").expect("有効期限切れ").tap("次に進む").tap("暗証番号").enter_pin("1234");
    kiosk.expect("受付が 終わりました").expect("資格だけ").expect_no("提供しました");
    assert!(!kiosk.result().contains("ConsFlg>1<"));
}

#[test]
fn a_name_outside_jis_x_0208_comes_with_a_dot_and_its_kana() {
    let mut kiosk = identified("takahashi");
    kiosk.tap("同意しない").tap("これで送る").expect("受付が 終わりました");
    let result = kiosk.result();
    assert!(result.contains("<Name>●橋"), "{result}");
    assert!(result.contains("<NameKana>ﾀｶﾊｼ"), "{result}");
}

#[test]
fn other_cards_and_silent_cards_have_their_own_words() {
    let mut kiosk = Kiosk::start();
    kiosk.place_card("suica").expect("E002").expect("カードを 取ってください").pull_card();
    kiosk.place_card("silent").expect("E001").expect("ケースから出して").pull_card();
    kiosk.place_card("hanako").expect("ご本人の確認の");
}

#[test]
fn a_card_pulled_at_any_screen_ends_the_visit() {
    let mut kiosk = Kiosk::start();
    kiosk.place_card("hanako").expect("ご本人の確認の").pull_card().expect("カードが 取られたので");
    kiosk.place_card("hanako").tap("暗証番号").expect("4桁").pull_card().expect("カードが 取られたので");
    kiosk.place_card("hanako").tap("暗証番号").enter_pin("1234").expect("提供しますか").pull_card();
    kiosk.expect("受付は まだです").wait_seconds(16).expect("ここに 置いてください");
    assert!(kiosk.results().is_empty());
    assert_eq!(kiosk.consents_at_the_centre()["count"], 0, "{}", kiosk.consents_at_the_centre());
}

#[test]
fn a_card_pulled_at_any_apdu_ends_on_a_screen_and_the_kiosk_recovers() {
    let mut kiosk = Kiosk::start();
    for apdu in 1..=6 {
        kiosk.step(&format!("card fault pull-at {apdu}")).place_card("kenji");
        if apdu > 3 {
            kiosk.tap("暗証番号").enter_pin("1234");
        }
        // Whichever comes first, the lost answer or the reader's word: both are true and both say what to do.
        kiosk.expect("受付は まだです").step("card fault none").pull_card();
    }
    assert_eq!(kiosk.pin_tries_left("kenji"), 3);
    kiosk.place_card("kenji").expect("ご本人の確認の");
}

#[test]
fn garbled_cards_are_e001_and_the_next_card_works() {
    let mut kiosk = Kiosk::start();
    for fault in ["overlong-at 3", "truncate-at 3", "garbage-at 3", "endless-61-at 3"] {
        kiosk.step(&format!("card fault {fault}")).place_card("hanako").expect("E001").pull_card();
    }
    kiosk.step("card fault no-extended").place_card("hanako").expect("ご本人の確認の");
}

#[test]
fn staff_may_lift_the_card_and_only_the_same_one_resumes() {
    let mut kiosk = Kiosk::start();
    kiosk.place_card("hanako").tap("係員に確認してもらう").expect("係員が 確認します");
    kiosk.pull_card().expect("カードを 見ています").wait_seconds(60).place_card("hanako").expect("係員が 確認します");
    kiosk.pull_card().expect("カードを 見ています").place_card("kenji").expect("前とちがうカード").pull_card();
    kiosk.place_card("hanako").tap("係員に確認してもらう").pull_card().expect("カードを 見ています");
    kiosk.wait_seconds(91).expect("時間がたったので");
    assert!(kiosk.results().is_empty());
}
