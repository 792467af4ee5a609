use crate::harness::{Kiosk, Setting};
use std::path::Path;
use uketsuke::audit::Entry;
use uketsuke::config::Paper;
use uketsuke::fallback::{Trouble, Way};
use uketsuke::session::FacilitySettings;

pub(super) fn with_paper(folder: &Path) -> Kiosk {
    let consents = FacilitySettings { statement: true, ..FacilitySettings::default() };
    let paper = Paper { printer: None, folder: Some(folder.to_owned()) };
    Kiosk::with(Setting { consents, paper, ..Setting::default() })
}

fn fill_in(kiosk: &mut Kiosk) {
    kiosk.step("centre down").place_card("hanako").expect("センターが いま 使えません").pull_card();
    kiosk.tap("ほかの方法を 見る").tap("申立書を 書く").tap("この画面で 書く").expect("お名前を かなで");
    for key in ["ら", "れ", "わ", "ん", "さ", "し", "や", "ゆ", "や→ゃ", "あ", "う"] {
        kiosk.tap(key).wait_seconds(1);
    }
    kiosk.expect("レンシュウ").tap("決定").tap("昭和").expect("昭和 何年に");
    kiosk.tap("3").wait_seconds(1).tap("3").wait_seconds(1).tap("決定").tap("2月");
    kiosk.expect("何日に").tap("1").wait_seconds(1).tap("1").wait_seconds(1).tap("決定").tap("女");
    kiosk.expect("電話番号を").tap("紙に 書く").tap("今日は 持っていない").tap("わからない").tap("1割").tap("本人");
    kiosk.expect("これを 紙に 印刷します").expect("レンシュウ").expect("昭和33. 2. 11");
}

#[test]
fn a_statement_is_filled_in_with_large_keys_and_becomes_one_page() {
    let folder = tempfile::tempdir().unwrap();
    let mut kiosk = with_paper(folder.path());
    fill_in(&mut kiosk);
    kiosk.tap("印刷する").expect("申立書が できました").expect("受付に わたして").tap("受付へ 行きます");
    kiosk.expect("ここに 置いてください");
    let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    assert!(std::fs::read(&files[0]).unwrap().starts_with(b"%PDF"));
    let record = kiosk.recorded();
    let chosen =
        |entry: &Entry| matches!(entry, Entry::WayChosen { trouble: Trouble::CentreDown, way: Way::Statement });
    assert!(record.iter().any(chosen) && record.contains(&Entry::StatementMade { printed: true }));
    assert!(!format!("{record:?}").contains("レンシュウ"));
}

#[test]
fn a_statement_that_cannot_be_printed_says_where_the_form_is() {
    let mut kiosk = with_paper(Path::new("/nowhere/at/all"));
    fill_in(&mut kiosk);
    kiosk.tap("印刷する").expect("印刷 できませんでした").expect("用紙は 受付に").tap("受付へ 行きます");
    kiosk.expect("ここに 置いてください");
}

#[test]
fn a_statement_that_is_left_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let mut kiosk = with_paper(folder.path());
    fill_in(&mut kiosk);
    kiosk.wait_seconds(95).expect("まだ 使っていますか").wait_seconds(70).expect("ここに 置いてください");
    kiosk.expect_no("レンシュウ");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn every_trouble_of_machine_or_card_leads_to_other_ways_and_back_to_the_first_screen() {
    let mut kiosk = Kiosk::start();
    for (step, person) in
        [("centre down", "hanako"), ("centre rubbish", "hanako"), ("wait 0 s", "kiku"), ("wait 0 s", "silent")]
    {
        kiosk.step(step).place_card(person).tap("ほかの方法を 見る").expect("全額になることは ありません");
        kiosk
            .tap("資格確認書を 見せる")
            .expect("受付で 見せてください")
            .tap("もどる")
            .expect("ほかの方法で 受付できます");
        kiosk.tap("やめる").expect("カードを 取ってください").pull_card().expect("ここに 置いてください");
    }
}

#[test]
fn every_answer_of_the_centre_says_what_staff_do_next() {
    for (validity, words) in [(2, "無効（2）"), (3, "新しい資格（3）"), (4, "該当なし（4）"), (5, "複数（5）")]
    {
        let people: fn(&mut Vec<uketsuke::practice::persons::Person>) = match validity {
            2 => |people| people.iter_mut().for_each(|person| person.insurance.validity = 2),
            3 => |people| people.iter_mut().for_each(|person| person.insurance.validity = 3),
            4 => |people| people.iter_mut().for_each(|person| person.insurance.validity = 4),
            _ => |people| people.iter_mut().for_each(|person| person.insurance.validity = 5),
        };
        let mut kiosk = Kiosk::with(Setting { people, ..Setting::default() });
        kiosk.place_card("kenji").tap("暗証番号").enter_pin("1234").tap("同意しない").tap("これで送る").expect(words);
        kiosk.expect("全額になることは ありません");
        assert!(kiosk.result().contains(&format!("<QualificationValidity>{validity}<")), "{}", kiosk.result());
        assert_eq!(
            kiosk.result().contains("練習") || kiosk.result().contains("架空"),
            validity < 4,
            "nobody is picked"
        );
        kiosk.tap("ほかの方法を 見る").expect("資格確認書を 見せる");
    }
}

#[test]
fn a_card_among_the_ways_begins_a_visit() {
    let mut kiosk = Kiosk::start();
    kiosk.step("centre down").place_card("hanako").expect("センターが いま 使えません").pull_card();
    kiosk.tap("ほかの方法を 見る").expect("ほかの方法で 受付できます").place_card("kenji").expect("ご本人の確認の");
}
