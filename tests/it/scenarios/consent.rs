use crate::harness::{Kiosk, Setting};
use crate::scenarios::identified;
use uketsuke::session::FacilitySettings;

const NONE: FacilitySettings = FacilitySettings {
    tkk: false,
    yzk: false,
    srj: false,
    shj: false,
    tsr: false,
    tkk_under_40: true,
    prescription: false,
    subsidies: false,
    emergency: false,
    statement: false,
};

#[test]
fn each_question_is_answered_by_itself_and_can_be_taken_back() {
    let mut kiosk = identified("kenji");
    kiosk.tap("一つずつ選ぶ").expect("健康診断の結果を").tap("同意する");
    kiosk.expect("薬の情報を").tap("もどる").expect("健康診断の結果を").tap("同意しない");
    kiosk.expect("薬の情報を").tap("同意する").expect("特定疾病の情報を").tap("同意しない");
    kiosk
        .expect("まだ 送って いません")
        .expect("薬の情報 提供する")
        .expect("健康診断の結果 提供しない")
        .tap("これで送る");
    kiosk.expect("受付が 終わりました").expect("薬の情報 提供しました").expect("健康診断の結果 提供していません");
    let result = kiosk.result();
    for (element, flag) in [("SpecificHealthCheckupsInfo", 0), ("PharmacistsInfo", 1)] {
        assert!(result.contains(&format!("<{element}ConsFlg>{flag}</{element}ConsFlg>")), "{element}: {result}");
    }
}

#[test]
fn a_patient_who_agrees_to_nothing_is_received_all_the_same() {
    let mut kiosk = identified("kenji");
    kiosk.tap("同意しない").tap("これで送る").expect("受付が 終わりました").expect("薬の情報 提供していません");
    assert!(kiosk.result().contains("<PharmacistsInfoConsFlg>0</PharmacistsInfoConsFlg>"));
}

#[test]
fn a_facility_asks_only_what_it_wants_to_know() {
    let medicines_only = FacilitySettings { yzk: true, ..NONE };
    let mut kiosk = Kiosk::with(Setting { consents: medicines_only, ..Setting::default() });
    kiosk.place_card("kenji").tap("暗証番号").enter_pin("1234").expect("提供しますか").expect_no("健康診断");
    kiosk.tap("すべて同意する").tap("これで送る").expect("受付が 終わりました").expect_no("健康診断");
}

#[test]
fn a_facility_that_asks_nothing_gets_eligibility_only() {
    let mut kiosk = Kiosk::with(Setting { consents: NONE, ..Setting::default() });
    kiosk.place_card("kenji").tap("暗証番号").enter_pin("1234").expect("受付が 終わりました").expect("資格だけ");
}

#[test]
fn nobody_answers_by_waiting() {
    let mut kiosk = identified("hanako");
    kiosk.wait_seconds(95).expect("まだ 使っていますか").wait_seconds(70).expect("時間がたったので");
    assert!(kiosk.results().is_empty());
    assert_eq!(kiosk.consents_at_the_centre()["count"], 0, "{}", kiosk.consents_at_the_centre());
}

#[test]
fn a_patient_who_sees_a_mistake_in_the_review_chooses_anew() {
    let mut kiosk = identified("kenji");
    kiosk.tap("すべて同意する").expect("まだ 送って いません").expect("薬の情報 提供する");
    assert_eq!(kiosk.consents_at_the_centre()["count"], 0, "nothing is sent unseen");
    kiosk
        .tap("選びなおす")
        .tap("同意しない")
        .expect("薬の情報 提供しない")
        .tap("これで送る")
        .expect("薬の情報 提供していません");
}
