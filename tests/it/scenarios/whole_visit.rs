use crate::harness::{Kiosk, Setting};
use crate::scenarios::identified;
use bevy::math::UVec2;

#[test]
fn hanako_shares_everything_and_the_hospital_finds_her_answer() {
    let mut kiosk = identified("hanako");
    kiosk.tap("すべて同意する").tap("これで送る").expect("受付が 終わりました").expect("薬の情報 提供しました");
    let (apdus, result) = (kiosk.apdus(), kiosk.result());
    // Read: SELECT, tries, certificate. Sign: tries, VERIFY, signature.
    assert_eq!((apdus.read, apdus.sign, apdus.face), (3, 3, 0));
    assert!(result.contains("<QualificationValidity>1</QualificationValidity>"), "{result}");
    assert!(result.contains("<PharmacistsInfoConsFlg>1</PharmacistsInfoConsFlg>"), "{result}");
    kiosk.pull_card().wait_seconds(6).expect("ここに 置いてください").expect_no("薬の情報");
}

#[test]
fn the_next_person_finds_nothing_of_the_one_before() {
    let mut kiosk = identified("hanako");
    kiosk.tap("すべて同意する").tap("これで送る").expect("受付が 終わりました").pull_card();
    // At once, while the last screen still stands.
    kiosk.place_card("kenji").expect("ご本人の確認の").expect_no("提供しました").tap("暗証番号");
    kiosk.expect("0桁 入りました").enter_pin("1234").tap("同意しない").tap("これで送る").expect("受付が 終わりました");
    assert_eq!(kiosk.results().len(), 2);
}

#[test]
fn the_transcript_tells_steps_and_no_secret() {
    let mut kiosk = identified("hanako");
    kiosk.tap("すべて同意する").tap("これで送る").expect("受付が 終わりました");
    let transcript = kiosk.transcript();
    assert!(transcript.contains(r#""step":"consent_top""#), "{transcript}");
    for secret in ["1234", "花子", "ハナコ", "hanako", "練習市"] {
        assert!(!transcript.contains(secret), "{secret} is in the transcript");
    }
}

#[test]
fn the_card_of_the_first_screen_moves_a_step_in_twenty_seconds() {
    let mut kiosk = Kiosk::start();
    kiosk.expect("ここに 置いてください");
    let mut places = vec![kiosk.card_in_the_picture()];
    for _ in 0..60 {
        kiosk.wait_seconds(1);
        let place = kiosk.card_in_the_picture();
        if places.last() != Some(&place) {
            places.push(place);
        }
    }
    assert_eq!(places.len(), 4, "{places:?}");
    assert_eq!(places[0], places[2]);
}

#[test]
fn looks_go_back_for_the_next_person() {
    let mut kiosk = Kiosk::start();
    let usual = kiosk.looks();
    kiosk.tap("文字").tap("色").tap("車いす").tap("Language").tap("ふりがなを つける");
    let chosen = kiosk.looks();
    assert!(chosen.letters != usual.letters && chosen.colours != usual.colours && chosen.low && chosen.readings);
    kiosk.place_card("hanako").expect("顔認証");
    assert_eq!(kiosk.looks(), chosen, "they stay for the visit");
    kiosk.tap("やめる").expect("受付を やめました").pull_card().expect("ここに 置いてください");
    assert_eq!(kiosk.looks(), usual);
    // Somebody who only looks around and goes away leaves nothing behind.
    kiosk.tap("文字").wait_seconds(61).expect("ここに 置いてください");
    assert_eq!(kiosk.looks(), usual);
}

#[test]
fn a_landscape_kiosk_speaks_english_until_the_visit_ends() {
    let mut kiosk = Kiosk::with(Setting { size: UVec2::new(1280, 1030), px_per_mm: 5.9, ..Setting::default() });
    kiosk.tap("Language").tap("English").expect("Please place your My Number Card").place_card("ume");
    kiosk
        .expect("How shall we check")
        .tap("PIN")
        .enter_pin("1234")
        .tap("Agree to all")
        .tap("Send this")
        .expect("You are checked in");
    kiosk.pull_card().wait_seconds(6).expect("マイナンバーカードを ここに");
}
