use crate::harness::{Kiosk, Setting};
use uketsuke::audit::Entry;
use uketsuke::audit::entry::ApplicationOutcome;
use uketsuke::session::FacilitySettings;

#[test]
fn a_card_is_registered_on_the_spot_and_the_same_visit_goes_on() {
    let mut kiosk = Kiosk::start();
    kiosk.place_card("mei").expect("使う 申し込みを しますか").expect("少し 時間が").tap("申し込む");
    kiosk.expect("ご本人の確認の").tap("暗証番号").enter_pin("1234").expect("提供しますか");
    assert_eq!(kiosk.registered_at_the_centre(), ["mei"]);
    kiosk.tap("すべて同意する").tap("これで送る").expect("受付が 終わりました").pull_card();
    assert_eq!(kiosk.results().len(), 1);
    let applied = |entry: &Entry| matches!(entry, Entry::Applied { outcome: ApplicationOutcome::Registered, .. });
    assert_eq!(kiosk.recorded().iter().filter(|entry| applied(entry)).count(), 1);
    // The next time the card is an insurance card.
    kiosk.place_card("mei").expect("ご本人の確認の");
}

#[test]
fn who_does_not_want_to_be_registered_is_led_on_and_nothing_is_registered() {
    let mut kiosk = Kiosk::start();
    kiosk.place_card("mei").tap("申し込まない").expect("まだ 健康保険証として").expect("資格確認書でも");
    kiosk.tap("ほかの方法を 見る").expect("資格確認書を 見せる").pull_card();
    assert!(kiosk.registered_at_the_centre().is_empty());
    assert!(kiosk.results().is_empty());
}

#[test]
fn an_insurer_that_is_changing_is_told_and_other_ways_are_there() {
    let mut kiosk = Kiosk::start();
    kiosk.place_card("tetsu").tap("申し込む").tap("暗証番号").enter_pin("1234");
    kiosk.expect("変更の 手続きが まだ").expect("全額になることは ありません").tap("ほかの方法を 見る");
    kiosk.expect("ほかの方法で 受付できます");
    assert!(kiosk.registered_at_the_centre().is_empty());
}

#[test]
fn a_centre_that_fails_in_the_middle_of_an_application_is_told() {
    let mut kiosk = Kiosk::start();
    kiosk.place_card("mei").tap("申し込む").tap("暗証番号");
    // The identification comes through, the application does not.
    kiosk.step("centre down after 1").enter_pin("1234").expect("利用の 申し込みが できませんでした").pull_card();
    assert!(kiosk.registered_at_the_centre().is_empty());
    kiosk.place_card("mei").expect("使う 申し込みを しますか");
}

#[test]
fn a_face_only_card_is_registered_without_a_pin_pad() {
    let people = |people: &mut Vec<uketsuke::practice::persons::Person>| {
        people.iter_mut().filter(|person| person.id == "fumi").for_each(|person| person.registered = false);
    };
    let mut kiosk = Kiosk::with(Setting { people, ..Setting::default() });
    kiosk.place_card("fumi").tap("申し込む").expect("顔認証").expect_no("4桁").tap("顔認証").expect("提供しますか");
    assert_eq!(kiosk.registered_at_the_centre(), ["fumi"]);
}

#[test]
fn what_was_answered_within_the_day_stands_on_the_screen_and_can_be_changed() {
    let mut kiosk = Kiosk::with(Setting { consents: FacilitySettings::default(), ..Setting::default() });
    kiosk.place_card("kenji").tap("暗証番号").enter_pin("1234").expect("提供しますか").expect_no("前の 答え");
    kiosk.tap("すべて同意する").tap("これで送る").expect("受付が 終わりました").pull_card();
    kiosk
        .place_card("kenji")
        .tap("暗証番号")
        .enter_pin("1234")
        .expect("前の 答えが 有効です")
        .expect("薬の情報 提供する");
    kiosk.tap("同意しない").tap("これで送る").expect("薬の情報 提供していません").pull_card();
    kiosk.place_card("kenji").tap("暗証番号").enter_pin("1234").expect("薬の情報 提供しない");
}
