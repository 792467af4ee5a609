use crate::harness::Kiosk;
use crate::scenarios::identified;
use uketsuke::audit::Entry;
use uketsuke::audit::entry::Device;
use uketsuke::link::protocol::Trouble;
use uketsuke::session::StepName;

#[test]
fn a_centre_that_is_down_or_talks_rubbish_is_told_and_tried_again_with_the_next_card() {
    let mut kiosk = Kiosk::start();
    kiosk
        .step("centre down")
        .place_card("hanako")
        .expect("センターが いま 使えません")
        .expect("あなたのせいでは")
        .pull_card();
    kiosk.step("centre maintenance").place_card("hanako").expect("センターが 休みの 時間").pull_card();
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
fn while_the_result_folder_is_missing_patients_are_done_staff_are_told_and_the_file_comes_later_once() {
    let mut kiosk = identified("hanako");
    std::fs::remove_dir(kiosk.result_folder()).unwrap();
    kiosk.tap("すべて同意する").tap("これで送る").expect("受付が 終わりました").pull_card();
    kiosk.until("staff are told", |kiosk| kiosk.troubles().contains(&Trouble::ResultsWait));
    assert_eq!(kiosk.step_name(), StepName::Done, "nothing disturbs the patient");
    let folder = kiosk.result_folder();
    std::fs::create_dir(&folder).unwrap();
    kiosk.until("the file has come", |_| std::fs::read_dir(&folder).unwrap().count() == 1);
    kiosk.until("staff see that it is well", |kiosk| !kiosk.troubles().contains(&Trouble::ResultsWait));
    assert!(kiosk.result().contains("練習　花子"));
    let results = |device: &Entry| match device {
        Entry::DeviceFailed { device: Device::Results } => Some("failed"),
        Entry::DeviceWell { device: Device::Results } => Some("well"),
        _ => None,
    };
    assert_eq!(kiosk.recorded().iter().filter_map(results).collect::<Vec<_>>(), ["failed", "well"]);
    // The hospital's system takes it; it does not come again with the next patient's.
    std::fs::remove_file(&kiosk.results()[0]).unwrap();
    kiosk.place_card("kenji").expect("ご本人の確認の").tap("暗証番号").enter_pin("1234").expect("提供しますか");
    kiosk.tap("すべて同意する").tap("これで送る").expect("受付が 終わりました");
    assert_eq!(kiosk.results().len(), 1);
    assert!(!kiosk.result().contains("練習　花子"));
}

#[test]
fn where_results_can_neither_be_handed_on_nor_kept_it_is_told_and_nothing_is_pretended() {
    let mut kiosk = identified("hanako");
    std::fs::remove_dir(kiosk.result_folder()).unwrap();
    // The key cannot be made, for a folder lies in its place.
    std::fs::create_dir(kiosk.spool_folder().with_extension("key.part")).unwrap();
    kiosk.tap("すべて同意する").tap("これで送る").expect("結果を 病院に わたせません").expect("係員を 呼んで");
    kiosk.until("staff are told", |kiosk| kiosk.troubles().contains(&Trouble::ResultsNotKept));
    kiosk.pull_card();
    std::fs::create_dir(kiosk.result_folder()).unwrap();
    kiosk
        .place_card("hanako")
        .tap("暗証番号")
        .enter_pin("1234")
        .tap("すべて同意する")
        .tap("これで送る")
        .expect("受付が 終わりました");
    assert_eq!(kiosk.results().len(), 1, "handed on without being kept");
}
