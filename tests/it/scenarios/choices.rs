use crate::harness::{Kiosk, Setting};
use uketsuke::devices::hospital::fhir::FhirSink;
use uketsuke::session::FacilitySettings;

fn with(settings: FacilitySettings) -> Kiosk {
    // Bundles find no folder: nobody has to wait for that.
    let fhir = Some(FhirSink::Folder("/nowhere/fhir".into()));
    Kiosk::with(Setting { consents: settings, fhir, ..Setting::default() })
}

#[test]
fn a_subsidy_that_would_not_reach_the_hospital_is_not_asked_about() {
    let mut kiosk = Kiosk::with(Setting { consents: everything(), ..Setting::default() });
    at_the_prescription(&mut kiosk, "rin");
    kiosk.tap("紙の処方箋").expect("まだ 送って いません").expect_no("受給者証");
}

fn everything() -> FacilitySettings {
    FacilitySettings { prescription: true, subsidies: true, ..FacilitySettings::default() }
}

fn at_the_prescription(kiosk: &mut Kiosk, person: &str) {
    kiosk.place_card(person).tap("暗証番号").enter_pin("1234").tap("すべて同意する").expect("処方箋は どちらに");
}

#[test]
fn the_form_of_the_prescription_reaches_the_hospital() {
    for (choice, code) in [("電子処方箋", 1), ("紙の処方箋", 2)] {
        let mut kiosk = with(FacilitySettings { prescription: true, ..FacilitySettings::default() });
        at_the_prescription(&mut kiosk, "kenji");
        kiosk
            .tap(choice)
            .expect("まだ 送って いません")
            .expect("処方箋")
            .tap("これで送る")
            .expect("受付が 終わりました");
        let code = format!("<PrescriptionIssueSelect>{code}<");
        assert!(kiosk.result().contains(&code), "{}", kiosk.result());
    }
}

#[test]
fn a_subsidy_is_used_left_or_not_found_and_the_visit_goes_on() {
    let mut kiosk = with(everything());
    at_the_prescription(&mut kiosk, "rin");
    kiosk
        .tap("紙の処方箋")
        .tap("使う")
        .expect("受給者証 使う")
        .tap("これで送る")
        .expect("受付が 終わりました")
        .pull_card();
    at_the_prescription(&mut kiosk, "rin");
    kiosk.tap("紙の処方箋").tap("使わない").expect("受給者証 使わない").tap("これで送る").expect("受付が").pull_card();
    at_the_prescription(&mut kiosk, "kenji");
    kiosk.tap("紙の処方箋").tap("使う").expect("受給者証は 見つかりません").expect("受付に 見せて").tap("次に進む");
    kiosk.expect("受給者証 使わない").tap("これで送る").expect("受付が 終わりました").pull_card();
    at_the_prescription(&mut kiosk, "rin");
    kiosk.tap("紙の処方箋").step("centre down").tap("使う").expect("調べられません でした").tap("次に進む");
    kiosk.tap("これで送る").expect("受付が 終わりました");
    assert_eq!(kiosk.results().len(), 4);
}

#[test]
fn going_back_leads_through_the_questions_to_the_consents() {
    let mut kiosk = with(everything());
    at_the_prescription(&mut kiosk, "kenji");
    kiosk.tap("電子処方箋").expect("受給者証を 使いますか").tap("もどる").expect("処方箋は どちらに").tap("もどる");
    kiosk.expect("提供しますか").tap("同意しない").expect("処方箋は どちらに");
}

#[test]
fn a_medical_ticket_is_confirmed_and_told_to_nobody_but_the_hospital() {
    let mut kiosk = Kiosk::start();
    kiosk
        .place_card("haru")
        .tap("暗証番号")
        .enter_pin("1234")
        .tap("同意しない")
        .expect("医療券を この病院で")
        .tap("確認しました");
    kiosk.tap("これで送る").expect("受付が 終わりました");
    let result = kiosk.result();
    assert!(result.contains("<QualificationValidity>6<") && result.contains("<IssueNumber>A0012345<"), "{result}");
    assert!(!format!("{:?}", kiosk.recorded()).to_lowercase().contains("ticket"));
}

#[test]
fn in_an_emergency_staff_say_that_nobody_could_be_asked_and_elsewhere_nobody_can() {
    let mut kiosk = with(FacilitySettings { emergency: true, ..FacilitySettings::default() });
    kiosk.place_card("kenji").tap("暗証番号").enter_pin("1234").tap("同意を とれません");
    kiosk.expect("薬の情報 同意を とれません").tap("これで送る").expect("受付が 終わりました");
    assert!(kiosk.result().contains("<PharmacistsInfoConsFlg>3<"), "{}", kiosk.result());
    let mut kiosk = Kiosk::start();
    kiosk.place_card("kenji").tap("暗証番号").enter_pin("1234").expect("提供しますか").expect_no("同意を とれません");
}

#[test]
fn below_forty_checkups_are_not_asked_about_where_the_facility_says_so() {
    let mut kiosk = with(FacilitySettings { tkk_under_40: false, ..FacilitySettings::default() });
    kiosk
        .place_card("hanako")
        .tap("暗証番号")
        .enter_pin("1234")
        .expect("薬の情報")
        .expect_no("健康診断の結果")
        .pull_card();
    kiosk.place_card("kenji").tap("暗証番号").enter_pin("1234").expect("健康診断の結果");
}

#[test]
fn a_disease_reaches_the_hospital_with_its_consent_only() {
    for (answer, shown) in [("すべて同意する", true), ("同意しない", false)] {
        let mut kiosk = Kiosk::start();
        kiosk.place_card("kenji").tap("暗証番号").enter_pin("1234").tap(answer).tap("これで送る");
        kiosk.expect("受付が 終わりました");
        assert_eq!(kiosk.result().contains("<SpecificDiseasesDiseaseCategory>"), shown, "{}", kiosk.result());
    }
}

/// A whole look at the questions.
fn is_not_asked_about_examinations(kiosk: &mut Kiosk) {
    kiosk
        .place_card("kenji")
        .tap("暗証番号")
        .enter_pin("1234")
        .expect("薬の情報")
        .expect_no("健康診断の結果")
        .pull_card();
}

#[test]
fn settings_count_while_the_kiosk_runs_and_a_broken_file_changes_nothing() {
    let mut kiosk = Kiosk::start();
    kiosk.place_card("kenji").tap("暗証番号").enter_pin("1234").expect("健康診断の結果");
    kiosk.write_settings("tkk = false\n");
    kiosk.until("the file was read", |kiosk| !kiosk.newest_settings().tkk);
    kiosk
        .tap("すべて同意する")
        .expect("健康診断の結果 提供する")
        .tap("これで送る")
        .expect("受付が 終わりました")
        .pull_card();
    is_not_asked_about_examinations(&mut kiosk);
    kiosk.write_settings("tkk = maybe\n");
    kiosk.until("staff are told", |kiosk| kiosk.troubles().contains(&uketsuke::link::protocol::Trouble::Settings));
    is_not_asked_about_examinations(&mut kiosk);
    kiosk.write_settings("tkk = true\n");
    kiosk.until("it is well", |kiosk| !kiosk.troubles().contains(&uketsuke::link::protocol::Trouble::Settings));
    kiosk.place_card("kenji").tap("暗証番号").enter_pin("1234").expect("健康診断の結果");
}

#[test]
fn each_answer_is_a_bundle_as_well_and_a_folder_that_is_away_gets_it_later() {
    let folder = tempfile::tempdir().unwrap();
    let bundles = folder.path().join("fhir");
    std::fs::create_dir(&bundles).unwrap();
    let fhir = Some(FhirSink::Folder(bundles.clone()));
    let mut kiosk = Kiosk::with(Setting { fhir, ..Setting::default() });
    let arrived = |bundles: &std::path::Path| std::fs::read_dir(bundles).map_or(0, Iterator::count);
    kiosk.place_card("kenji").tap("暗証番号").enter_pin("1234").tap("同意しない").tap("これで送る");
    kiosk.expect("受付が 終わりました").pull_card();
    kiosk.until("the bundle has come", |_| arrived(&bundles) == 1);
    let file = std::fs::read_dir(&bundles).unwrap().next().unwrap().unwrap().path();
    let bundle: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    assert_eq!((&bundle["resourceType"], &bundle["type"]), (&"Bundle".into(), &"transaction".into()));
    std::fs::remove_dir_all(&bundles).unwrap();
    kiosk.place_card("ume").tap("暗証番号").enter_pin("1234").tap("同意しない").tap("これで送る");
    kiosk.expect("受付が 終わりました").pull_card();
    assert_eq!(kiosk.results().len(), 2, "the file does not wait for the bundle");
    std::fs::create_dir(&bundles).unwrap();
    kiosk.until("the second bundle has come", |_| arrived(&bundles) == 1);
}
