use crate::harness::Kiosk;
use crate::scenarios::identified;

#[test]
fn a_centre_that_is_down_or_talks_rubbish_is_told_and_tried_again_with_the_next_card() {
    let mut kiosk = Kiosk::start();
    kiosk
        .step("centre down")
        .place_card("hanako")
        .expect("センターが こみあって")
        .expect("あなたのせいでは")
        .pull_card();
    kiosk.step("centre rubbish").place_card("hanako").expect("返事が 読めません").pull_card();
    kiosk.place_card("hanako").expect("ご本人の確認の");
}

#[test]
fn a_lost_answer_records_the_consents_once() {
    let mut kiosk = identified("hanako");
    kiosk.step("centre cut").tap("すべて同意する").tap("これで送る").expect("受付が 終わりました");
    assert_eq!(kiosk.consents_at_the_centre()["count"], 3, "{}", kiosk.consents_at_the_centre());
    assert_eq!(kiosk.results().len(), 1);
}

#[test]
fn a_slow_centre_is_waited_for_and_a_pulled_card_ends_the_wait() {
    let mut kiosk = identified("hanako");
    kiosk.step("centre slow 3000").tap("すべて同意する").tap("これで送る").expect("資格を 確認して").pull_card();
    kiosk.expect("カードが 取られたので").place_card("hanako").expect("ご本人の確認の");
    assert!(kiosk.results().is_empty());
}

#[test]
fn a_missing_result_folder_is_told_and_nothing_is_pretended() {
    let mut kiosk = identified("hanako");
    std::fs::remove_dir(kiosk.result_folder()).unwrap();
    kiosk.tap("すべて同意する").tap("これで送る").expect("結果を 病院に わたせません").expect("係員を 呼んで");
    kiosk.pull_card();
    std::fs::create_dir(kiosk.result_folder()).unwrap();
    kiosk
        .place_card("hanako")
        .tap("暗証番号")
        .enter_pin("1234")
        .tap("すべて同意する")
        .tap("これで送る")
        .expect("受付が 終わりました");
}
