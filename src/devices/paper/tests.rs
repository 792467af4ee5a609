//! Pages, printing and saving. What is on a page is read by strangers: `tests/paper/check.sh`.

use super::*;
use crate::fallback::statement::{CardShown, InsurerKind, Sex, Share, Writer, Written};
use crate::fallback::{PersonalText, Statement};
use jiff::civil::{date, datetime};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

const FONTS: &str = "/usr/share/fonts/truetype/bizud-gothic";

fn fonts() -> PaperFonts {
    PaperFonts::read(FONTS.as_ref()).unwrap()
}

fn text(text: &str) -> Written {
    Written::Text(PersonalText::new(text).unwrap())
}

fn whole() -> Statement {
    let mut whole = Statement::default();
    whole.kana = text("レンシュウ　ハナコ");
    whole.name = text("練習　花子");
    whole.born = Some(date(1948, 2, 29).into());
    whole.sex = Sex::Female;
    whole.address = text("東京都練習区見本町一丁目２番３号　メゾン・ド・練習 405号室");
    whole.phone = text("03-0000-0000");
    whole.card = CardShown::Shown;
    whole.insurer_kind = InsurerKind::Employee;
    whole.insurer = text("練習健康保険組合");
    whole.workplace = text("株式会社見本製作所 本社工場");
    whole.share = Share::Two;
    whole.writer = Writer::Patient;
    whole.declared = Some(date(2026, 11, 28).into());
    whole
}

/// What is hard to type is left to a pen, and nothing is known.
fn vague() -> Statement {
    let mut vague = Statement::default();
    vague.kana = text("タカハシ　ゼンジロウ");
    vague.name = Written::ByPen;
    vague.born = Some(date(1926, 12, 25).into());
    vague.sex = Sex::Male;
    vague.address = Written::ByPen;
    vague.phone = Written::NotKnown;
    vague.card = CardShown::NotHere;
    vague.insurer_kind = InsurerKind::Unknown;
    vague.insurer = Written::NotKnown;
    vague.share = Share::Unknown;
    vague.writer = Writer::Helper;
    vague
}

/// As long as lines can be, with letters that are rare, that have two shapes, and that no font has.
fn long() -> Statement {
    let mut long = whole();
    let of = |unit: &str| text(&unit.chars().cycle().take(PersonalText::MAX).collect::<String>());
    long.kana = of("レンシュウ");
    long.name = text("𠮷田　髙𣘺　葛\u{E0100}城　\u{10FFFD}子");
    long.address = of("東京都練習区見本町一丁目２番３号、");
    long.insurer = of("練習健康保険組合・");
    long.workplace = of("W");
    long
}

const WAYS: WaysSheet<'static> = WaysSheet {
    language: "ja",
    title: "受付機が使えないとき",
    promise: "患者さんに医療費の全額（10割）を求めることはありません。次のどれか一つで、いつもの負担割合で受付できます。",
    ways: &[
        WayText { title: "資格確認書", body: "見せていただくだけで受付できます。" },
        WayText {
            title: "マイナポータルの資格情報の画面、またはPDF",
            body: "患者さんのスマートフォンで見せていただきます。前に保存したPDFでもかまいません。",
        },
        WayText {
            title: "資格情報のお知らせ",
            body: "マイナンバーカードと一緒に見せていただきます。お知らせだけでは受付できません。",
        },
        WayText {
            title: "前に受診したことがある", body: "保険が前と同じかどうかを、口頭で確かめます。"
        },
        WayText {
            title: "被保険者資格申立書",
            body: "受付機で印刷するか、用紙に書いていただきます。分かる範囲でかまいません。",
        },
        WayText {
            title: "カードの４つの項目を書き写す",
            body: "氏名、生年月日、性別、住所を控え、システム障害時モードで、または後で照会します。",
        },
    ],
    closing: "システムの障害：オンライン資格確認等コールセンター 0800-080-4583\n\
              患者さんの問い合わせ：マイナンバー総合フリーダイヤル 0120-95-0178",
};

/// Languages whose words must not be torn, or whose letters come from other fonts.
const OTHER_LANGUAGES: [WaysSheet<'static>; 4] = [
    WaysSheet {
        language: "en",
        title: "When the machine does not work",
        promise: "Nobody is asked for the whole price. One of these ways is enough to be treated at one's usual share.",
        ways: &[WayText {
            title: "Statement of insurance",
            body: "Print it at the machine, or fill in the form by hand, as far as the patient knows the answers.",
        }],
        closing: "Perguntas: 0120-95-0178 (declaração)",
    },
    WaysSheet {
        language: "vi",
        title: "Khi máy không hoạt động",
        promise: "Không ai phải trả toàn bộ chi phí.",
        ways: &[WayText {
            title: "Bảng khai bảo hiểm", body: "Điền những gì mình biết vào mẫu đơn."
        }],
        closing: "0120-95-0178",
    },
    WaysSheet {
        language: "ko",
        title: "기계를 사용할 수 없을 때",
        promise: "의료비 전액을 부담하지 않습니다.",
        ways: &[WayText { title: "자격 확인서", body: "보여 주시기만 하면 접수할 수 있습니다." }],
        closing: "0120-95-0178",
    },
    WaysSheet {
        language: "zh-Hans",
        title: "机器无法使用时",
        promise: "不会要求您支付全部医疗费用。",
        ways: &[WayText { title: "资格确认书", body: "出示即可办理。" }],
        closing: "0120-95-0178",
    },
];

fn samples() -> Vec<(&'static str, Zeroizing<Vec<u8>>)> {
    let fonts = fonts();
    let statement = |statement| statement_pdf(&statement, "練習総合病院", &fonts).unwrap();
    let mut samples = vec![
        ("statement", statement(whole())),
        ("by-pen", statement(vague())),
        ("long", statement(long())),
        ("ways", ways_pdf(&WAYS, "練習総合病院", &fonts).unwrap()),
    ];
    for sheet in &OTHER_LANGUAGES {
        samples.push((sheet.language, ways_pdf(sheet, "練習総合病院", &fonts).unwrap()));
    }
    samples
}

/// For `tests/paper/check.sh`, which names the folder.
#[test]
#[ignore = "writes files; tests/paper/check.sh runs it"]
fn write_samples() {
    let folder = std::env::var("PAPER_SAMPLES").unwrap();
    for (name, pdf) in samples() {
        fs::write(Path::new(&folder).join(name).with_extension("pdf"), &*pdf).unwrap();
    }
}

#[test]
fn the_same_statement_makes_the_same_bytes_and_shows_no_name_in_them() {
    let (one, again) = (samples(), samples());
    assert!(one == again);
    for (name, pdf) in one {
        assert!(pdf.starts_with(b"%PDF-"), "{name}");
        assert!(pdf.len() < 300_000, "{name} has {} bytes", pdf.len());
        for unwanted in ["練習　花子", "CreationDate", "ModDate"] {
            assert!(!pdf.windows(unwanted.len()).any(|part| part == unwanted.as_bytes()), "{unwanted} in {name}");
        }
    }
}

#[test]
fn an_empty_statement_can_be_printed_to_be_filled_in_by_pen() {
    assert!(statement_pdf(&Statement::default(), "", &fonts()).is_ok());
}

#[test]
fn what_does_not_fit_on_one_page_is_refused() {
    let way = WayText { title: "資格確認書", body: "見せていただくだけで受付できます。" };
    let ways = vec![way; 40];
    let sheet = WaysSheet { ways: &ways, ..WAYS };
    assert!(matches!(ways_pdf(&sheet, "練習総合病院", &fonts()), Err(PaperError::TooMuch)));
}

#[test]
fn missing_and_broken_fonts_are_told() {
    assert!(matches!(PaperFonts::read("/nowhere".as_ref()), Err(PaperError::Font { .. })));
    let broken = PaperFonts::from_bytes([vec![1, 2, 3], vec![]], None);
    assert!(matches!(statement_pdf(&whole(), "", &broken), Err(PaperError::BrokenFont)));
}

#[test]
fn a_saved_page_is_for_this_user_only_and_its_name_tells_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let at = datetime(2026, 11, 28, 10, 30, 59, 0);
    let path = save(b"%PDF-", folder.path(), Paper::Statement, at).unwrap();
    let again = save(b"%PDF-", folder.path(), Paper::Statement, at).unwrap();
    assert_ne!(path, again);
    let name = path.file_name().unwrap().to_str().unwrap();
    assert!(name.starts_with("statement-20261128-103059-") && name.ends_with(".pdf"), "{name}");
    assert_eq!(fs::read(&path).unwrap(), b"%PDF-");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    let missing = save(b"%PDF-", &folder.path().join("none"), Paper::Ways, at);
    assert!(matches!(missing, Err(PaperError::Save { .. })));
}

/// An `lp` that does what a script says.
fn fake_lp(folder: &Path, script: &str) -> Printer {
    let program = folder.join("lp");
    fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
    Printer { program, ..Printer::new(Some("reception".into())) }
}

/// Prints with the fake. Another test's child may hold the script open for writing between its fork and its exec: then
/// the kernel says ETXTBSY, and the next try is good.
fn print_with(script: &str, pdf: &[u8]) -> Result<(), PrintError> {
    let folder = tempfile::tempdir().unwrap();
    let mut printer = fake_lp(folder.path(), script);
    printer.limit = Duration::from_secs(10);
    loop {
        match print(pdf, &printer) {
            Err(PrintError::Run { cause, .. }) if cause.kind() == std::io::ErrorKind::ExecutableFileBusy => {}
            other => return other,
        }
    }
}

#[test]
fn lp_gets_the_page_on_its_input_and_the_printers_name() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().display();
    let pdf: Vec<u8> = (0..200_000_u32).map(|byte| byte as u8).collect();
    let script = format!("echo \"$@\" >{out}/args; cat >{out}/page; echo \"$LC_ALL\" >{out}/locale");
    print_with(&script, &pdf).unwrap();
    let args = "-d reception -t uketsuke -n 1 -o media=A4 -o sides=one-sided -\n";
    assert_eq!(fs::read_to_string(folder.path().join("args")).unwrap(), args);
    assert_eq!(fs::read(folder.path().join("page")).unwrap(), pdf);
    assert_eq!(fs::read_to_string(folder.path().join("locale")).unwrap(), "C\n");
}

#[test]
fn what_lp_says_against_it_is_told_by_its_kind() {
    let page = vec![0; 200_000];
    let fails = |words: &str| print_with(&format!("echo '{words}' >&2; exit 1"), &page).unwrap_err();
    assert!(matches!(fails("lp: The printer or class does not exist."), PrintError::NoPrinter));
    assert!(matches!(fails("lp: Error - No default destination available."), PrintError::NoPrinter));
    assert!(matches!(fails("lp: Error - The scheduler is not responding."), PrintError::NoService));
    let refused = fails("lp: Destination \"reception\" is not accepting jobs.");
    assert!(matches!(&refused, PrintError::Refused { words } if words.contains("not accepting jobs")), "{refused}");
}

#[test]
fn without_lp_the_package_is_named() {
    let printer = Printer { program: "/nowhere/lp".into(), ..Printer::new(None) };
    let error = print(b"%PDF-", &printer).unwrap_err();
    assert!(matches!(error, PrintError::NoProgram { .. }));
    assert!(error.to_string().contains("cups-client"));
}

#[test]
fn an_lp_that_hangs_is_stopped_with_all_that_it_started() {
    let folder = tempfile::tempdir().unwrap();
    let mut printer = fake_lp(folder.path(), "sleep 600 & echo $! >\"${0%lp}pid\"; wait");
    printer.limit = Duration::from_secs(1);
    let began = Instant::now();
    let stopped = loop {
        match print(&[0; 200_000], &printer) {
            Err(PrintError::Run { cause, .. }) if cause.kind() == std::io::ErrorKind::ExecutableFileBusy => {}
            other => break other,
        }
    };
    assert!(matches!(stopped, Err(PrintError::TooSlow { .. })));
    assert!(began.elapsed() < Duration::from_secs(30));
    let pid = fs::read_to_string(folder.path().join("pid")).unwrap();
    let state = fs::read_to_string(format!("/proc/{}/stat", pid.trim())).unwrap_or_default();
    assert!(state.is_empty() || state.contains(") Z "), "{state}");
}
