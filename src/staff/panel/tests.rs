//! The panel, pressed by somebody who reads it.

use super::*;
use crate::staff::codes;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use std::cell::RefCell;
use std::rc::Rc;

/// The panel, and somebody who presses what they read.
struct Hand {
    harness: Harness<'static>,
    panel: Rc<RefCell<Panel>>,
    sight: Rc<RefCell<Sight>>,
    wishes: Rc<RefCell<Vec<Wish>>>,
}

fn person(name: &str, role: Role) -> Person {
    Person { name: name.into(), role, code: codes::hash("12345678").unwrap() }
}

/// Nothing goes on, and two answers wait.
pub(in crate::staff) fn idle() -> Sight {
    Sight {
        stage: Stage::Idle,
        help: Help::None,
        visual: false,
        ailments: Vec::new(),
        troubles: Vec::new(),
        face: FaceReadiness::Ready,
        centre: None,
        results: None,
        results_waiting: 2,
        sheet: None,
        today: jiff::civil::date(2026, 11, 28),
        counts: Counts::default(),
        seen: Seen { visit: 3, screen: 14 },
        desk: None,
        language: Language::Japanese,
        letters: Letters::Usual,
        colours: Colours::Standard,
        volume: (4, 6),
        brightness: None,
        practice: false,
    }
}

impl Hand {
    fn opened() -> Self {
        let persons =
            [person("sato", Role::Receptionist), person("abe", Role::Supervisor), person("ito", Role::Viewer)];
        let mut panel = Panel::new(&persons, Duration::from_secs(120));
        panel.open(Duration::ZERO, Language::English);
        let (panel, sight) = (Rc::new(RefCell::new(panel)), Rc::new(RefCell::new(idle())));
        let wishes = Rc::new(RefCell::new(Vec::new()));
        let words = Catalogue::bundled().unwrap();
        let (drawn, seen, wished) = (Rc::clone(&panel), Rc::clone(&sight), Rc::clone(&wishes));
        let harness = Harness::new_ui(move |ui| {
            wished.borrow_mut().extend(drawn.borrow_mut().show(ui, &words, &seen.borrow()));
        });
        Self { harness, panel, sight, wishes }
    }

    fn signed_in(name: &str, role: Role) -> Self {
        let mut hand = Self::opened();
        hand.press(name).press("1").press("OK");
        assert!(matches!(hand.wishes.borrow_mut().pop(), Some(Wish::SignIn { .. })));
        hand.panel.borrow_mut().hear(Signed { name: name.into(), result: Ok(role) });
        hand.harness.run();
        hand
    }

    fn press(&mut self, name: &str) -> &mut Self {
        self.harness.get_by_label_contains(name).click();
        self.harness.run();
        self
    }

    fn reads(&self, text: &str) -> bool {
        self.harness.query_by_label_contains(text).is_some()
    }

    fn sees(&mut self, change: impl FnOnce(&mut Sight)) -> &mut Self {
        change(&mut self.sight.borrow_mut());
        self.harness.run();
        self
    }
}

#[test]
fn a_code_is_typed_on_the_glass_and_never_shown() {
    let mut hand = Hand::opened();
    hand.press("sato");
    for digit in ["4", "7", "1"] {
        hand.press(digit);
    }
    assert!(hand.reads("●●●") && !hand.reads("471"));
    hand.press("OK");
    let wish = Wish::SignIn { name: "sato".into(), code: Zeroizing::new("471".into()) };
    assert_eq!(*hand.wishes.borrow(), [wish]);
    let result = Err(CodeTrouble::Wrong { wait_s: 4 });
    hand.panel.borrow_mut().hear(Signed { name: "sato".into(), result });
    hand.harness.run();
    assert!(hand.reads("Wait 4 seconds"));
    assert!(hand.panel.borrow().signed().is_none());
}

#[test]
fn a_visual_check_needs_the_tick_and_the_reason() {
    let mut hand = Hand::signed_in("sato", Role::Receptionist);
    hand.press("Visual check");
    assert!(hand.wishes.borrow().is_empty() && hand.reads("Waiting"), "no card: it cannot be pressed");
    hand.sees(|sight| (sight.visual, sight.stage) = (true, Stage::Identity)).press("Visual check");
    hand.press("The patient is not well enough").press("Visual check");
    assert!(hand.wishes.borrow().is_empty(), "not compared");
    hand.press("I compared").press("Visual check");
    let action = StaffAction::VisualCheck { reason: VisualReason::Condition };
    assert_eq!(*hand.wishes.borrow(), [Wish::Order { seen: Seen { visit: 3, screen: 14 }, action }]);
    hand.panel.borrow_mut().told(OrderVerdict::Done);
    assert!(!hand.panel.borrow().is_open(), "the patient goes on");
}

#[test]
fn the_order_is_for_the_screen_on_which_the_form_was_opened() {
    let mut hand = Hand::signed_in("sato", Role::Receptionist);
    hand.sees(|sight| (sight.visual, sight.stage) = (true, Stage::Identity)).press("Visual check");
    hand.sees(|sight| sight.seen = Seen { visit: 4, screen: 20 });
    hand.press("I compared").press("Trouble with the machine").press("Visual check");
    let seen = Seen { visit: 3, screen: 14 };
    assert!(matches!(hand.wishes.borrow()[..], [Wish::Order { seen: of, .. }] if of == seen));
}

#[test]
fn only_a_supervisor_closes_the_kiosk_and_changes_settings() {
    let mut hand = Hand::signed_in("sato", Role::Receptionist);
    hand.press("Close the kiosk").press("Settings");
    assert!(hand.wishes.borrow().is_empty() && !hand.reads("Loudness"));
    let mut hand = Hand::signed_in("abe", Role::Supervisor);
    hand.press("Close the kiosk");
    assert!(matches!(hand.wishes.borrow()[..], [Wish::Order { action: StaffAction::Pause, .. }]));
    hand.wishes.borrow_mut().clear();
    hand.press("Settings").press("Louder");
    assert_eq!(*hand.wishes.borrow(), [Wish::Set(Setting::Volume(5))]);
    assert!(hand.reads("cannot be set here"), "no backlight");
}

#[test]
fn each_trouble_is_told_with_its_remedy_in_both_languages() {
    let mut hand = Hand::signed_in("sato", Role::Receptionist);
    let words = Catalogue::bundled().unwrap();
    for trouble in Trouble::ALL {
        hand.sees(|sight| sight.troubles = vec![trouble]);
        for language in [Language::English, Language::Japanese] {
            let remedy = words.text(language, &tr(format!("{}-do", trouble.key())));
            assert!(hand.reads(&remedy), "{remedy}");
            assert_eq!(hand.reads("2 results wait") || hand.reads("結果が 2件"), trouble == Trouble::ResultsWait);
            hand.press(if language == Language::English { "日本語" } else { "English" });
        }
    }
}

#[test]
fn a_part_of_the_program_that_stopped_is_told_by_the_name_that_the_log_has_for_it() {
    let mut hand = Hand::signed_in("sato", Role::Receptionist);
    hand.sees(|sight| {
        sight.troubles = vec![Trouble::Program];
        sight.ailments = vec![(Part::Camera, Ailment::Restarted(3)), (Part::Face, Ailment::Hangs)];
    });
    assert!(hand.reads("(camera) stopped and was started again by itself (3 times)"));
    assert!(hand.reads("(face) does not answer"));
}

#[test]
fn what_is_left_alone_closes_and_forgets_who_was_there() {
    let hand = Hand::signed_in("abe", Role::Supervisor);
    let mut panel = hand.panel.borrow_mut();
    assert_eq!(panel.closes_at(), Some(Duration::from_secs(120)));
    panel.touch(Duration::from_secs(60));
    assert_eq!(panel.closes_at(), Some(Duration::from_secs(180)));
    panel.close();
    assert!(panel.signed().is_none() && panel.closes_at().is_none());
}

#[test]
fn every_device_is_listed_and_each_is_well_or_says_what_helps() {
    let mut hand = Hand::signed_in("sato", Role::Receptionist);
    hand.sees(|sight| (sight.centre, sight.results, sight.desk) = (Some(true), Some(true), Some(true)));
    let devices = ["Card reader", "Camera", "Face check", "Sound", "Eligibility centre", "Folder for results", "Desk"];
    for device in devices {
        assert!(hand.reads(&format!("{device}: Works.")), "{device}");
    }
    hand.sees(|sight| {
        sight.troubles = vec![Trouble::Camera];
        sight.face = FaceReadiness::Not(FaceRefusal::CameraBroken);
        (sight.centre, sight.results, sight.desk) = (Some(false), Some(false), Some(false));
    });
    for line in [
        "Card reader: Works.",
        "Camera: The camera does not work. Unplug",
        "Face check: It works again once the camera works.",
        "Eligibility centre: It did not answer the last time. Look",
        "Folder for results: The last result could not be handed over. See",
        "Desk: It is not connected. Everything",
    ] {
        assert!(hand.reads(line), "{line}");
    }
    hand.sees(|sight| (sight.centre, sight.desk) = (None, None));
    assert!(hand.reads("Eligibility centre: Not known") && hand.reads("Desk: This kiosk is not paired"));
}

#[test]
fn the_first_language_is_one_of_all_that_patients_may_choose_and_the_chosen_one_is_marked() {
    let mut hand = Hand::signed_in("abe", Role::Supervisor);
    hand.press("Settings");
    for name in
        ["● 日本語", "○ やさしい にほんご", "○ English", "○ 简体中文", "○ 한국어", "○ Português", "○ Tiếng Việt"]
    {
        assert!(hand.reads(name), "{name}");
    }
    hand.press("○ 한국어").press("○ Largest").press("○ White on black");
    let wished = [
        Wish::Set(Setting::Language(Language::Korean)),
        Wish::Set(Setting::Letters(Letters::Largest)),
        Wish::Set(Setting::Colours(Colours::Black)),
    ];
    assert_eq!(*hand.wishes.borrow(), wished);
    hand.sees(|sight| sight.language = Language::Korean);
    assert!(hand.reads("● 한국어") && hand.reads("○ 日本語"));
}

#[test]
fn from_the_codes_there_is_a_way_back_to_the_names_and_nothing_typed_stays() {
    let mut hand = Hand::opened();
    hand.press("sato").press("4").press("Back");
    assert!(hand.reads("Who are you?"));
    hand.press("abe");
    assert!(hand.reads("Type the code of abe") && !hand.reads("●"));
}

#[test]
fn what_is_said_moves_no_button() {
    let mut hand = Hand::opened();
    hand.press("sato").press("4");
    let place = |hand: &Hand, name: &str| hand.harness.get_by_label_contains(name).rect();
    let before = place(&hand, "OK");
    hand.press("OK");
    let result = Err(CodeTrouble::Locked);
    hand.panel.borrow_mut().hear(Signed { name: "sato".into(), result });
    hand.harness.run();
    assert!(hand.reads("wrong too often"));
    assert_eq!(place(&hand, "OK"), before);
    let mut hand = Hand::signed_in("abe", Role::Supervisor);
    let before = place(&hand, "Close the kiosk");
    hand.panel.borrow_mut().told(OrderVerdict::Stale);
    hand.harness.run();
    assert!(hand.reads("the screen had gone on"));
    assert_eq!(place(&hand, "Close the kiosk"), before);
    let settings = place(&hand, "Settings");
    hand.sees(|sight| {
        (sight.stage, sight.visual, sight.help) = (Stage::Identity, true, Help::Called);
        sight.troubles = vec![Trouble::Reader, Trouble::Sound, Trouble::CodesLocked];
    });
    assert_eq!(place(&hand, "Close the kiosk"), before, "another state, the same place");
    assert_eq!(place(&hand, "Settings"), settings, "whatever is told of devices");
    hand.press("Unlock the codes");
    assert_eq!(*hand.wishes.borrow(), [Wish::UnlockCodes]);
}

#[test]
fn a_button_that_does_nothing_says_why_beside_it() {
    let mut hand = Hand::signed_in("ito", Role::Viewer);
    assert!(hand.harness.get_all_by_label_contains("role \"receptionist\"").count() >= 5);
    assert!(hand.harness.get_all_by_label_contains("role \"supervisor\"").count() >= 2);
    let mut hand_of_supervisor = Hand::signed_in("abe", Role::Supervisor);
    assert!(hand_of_supervisor.reads("no visit is under way") && hand_of_supervisor.reads("nobody waits for staff"));
    hand_of_supervisor.sees(|sight| (sight.stage, sight.visual) = (Stage::Identity, true));
    assert!(!hand_of_supervisor.reads("no visit is under way"));
    hand_of_supervisor.press("Visual check");
    assert!(hand_of_supervisor.reads("choose the reason"));
    hand.press("Close the kiosk");
    assert!(hand.wishes.borrow().is_empty());
}

/// Relative luminance, as the web's guidelines define it.
fn luminance(colour: Color32) -> f32 {
    let part = |value: u8| {
        let value = f32::from(value) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(colour.r()) + 0.7152 * part(colour.g()) + 0.0722 * part(colour.b())
}

#[test]
fn what_cannot_be_pressed_can_be_read() {
    let ground = Color32::from_rgb(253, 250, 245);
    for (letters, behind) in [(QUIET, QUIET_FILL), (QUIET, ground), (TROUBLE, ground)] {
        let contrast = (luminance(behind) + 0.05) / (luminance(letters) + 0.05);
        assert!(contrast >= 4.5, "{letters:?} on {behind:?}: {contrast}");
    }
}
