use crate::harness::Kiosk;
use crate::scenarios::identified;
use uketsuke::session::StepName;

#[test]
fn a_whole_visit_by_keyboard_alone() {
    let mut kiosk = Kiosk::start();
    // Heading, face, PIN.
    kiosk.place_card("hanako").expect("ご本人の確認の").keys(&["tab", "tab", "enter"]).expect("4桁");
    kiosk.type_digits("1234").keys(&["enter"]).expect("提供しますか");
    kiosk.keys(&["tab", "enter"]).expect("送ります").keys(&["tab", "enter"]).expect("受付が 終わりました");
}

#[test]
fn enter_on_a_new_consent_screen_answers_nothing() {
    let mut kiosk = identified("hanako");
    kiosk.keys(&["enter", "enter"]).expect("提供しますか");
    assert_eq!(kiosk.step_name(), StepName::ConsentTop);
}

#[test]
fn sliding_off_a_key_cancels_it() {
    let mut kiosk = Kiosk::start();
    kiosk.place_card("hanako").expect("ご本人の確認の").press_down("暗証番号").release_over("やめる");
    kiosk.expect("ご本人の確認の");
    assert_eq!(kiosk.step_name(), StepName::Method);
}

#[test]
fn a_finger_that_came_down_on_the_screen_before_answers_nothing() {
    let mut kiosk = identified("hanako");
    // The finger comes down on 一つずつ選ぶ; before it is lifted, the screen changes by a key.
    kiosk.press_down("一つずつ選ぶ").keys(&["tab", "tab", "enter"]).expect("健康診断の結果を");
    kiosk.release_over("同意する").expect("健康診断の結果を");
    assert_eq!(kiosk.step_name(), StepName::ConsentItem);
}

#[test]
fn a_trembling_finger_types_each_digit_once() {
    let mut kiosk = Kiosk::start();
    kiosk.place_card("hanako").tap("暗証番号").expect("4桁");
    for _ in 0..2 {
        kiosk.press_down("1").release_over("1");
    }
    kiosk.expect("1桁 入りました").wait_seconds(1).tap("1").expect("2桁 入りました");
}

#[test]
fn a_trembling_finger_changes_one_thing_about_the_look() {
    let mut kiosk = Kiosk::start();
    let usual = kiosk.looks();
    // All moves when the letters grow: the second strike comes down on something else.
    kiosk.press_down("文字").release_over("文字").press_down("色").release_over("色").expect("ここに");
    assert_ne!(kiosk.looks().letters, usual.letters);
    assert_eq!(kiosk.looks().colours, usual.colours);
    kiosk.wait_seconds(1).tap("色").expect("ここに");
    assert_ne!(kiosk.looks().colours, usual.colours);
}

#[test]
fn a_trembling_finger_answers_one_screen_at_a_time() {
    let mut kiosk = Kiosk::start();
    // The second strike comes down where the next screen has another control.
    kiosk.place_card("hanako").expect("ご本人の確認の").press_down("暗証番号").release_over("暗証番号");
    kiosk.expect("4桁").press_down("もどる").release_over("もどる");
    kiosk.expect("4桁").wait_seconds(1).tap("もどる").expect("ご本人の確認の");
}
