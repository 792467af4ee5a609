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

fn idle() -> Sight {
    Sight {
        stage: Stage::Idle,
        help: Help::None,
        visual: false,
        troubles: Vec::new(),
        results_waiting: 2,
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
        let persons = [person("sato", Role::Receptionist), person("abe", Role::Supervisor)];
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
    assert!(hand.reads("All devices work"));
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
fn what_is_left_alone_closes_and_forgets_who_was_there() {
    let hand = Hand::signed_in("abe", Role::Supervisor);
    let mut panel = hand.panel.borrow_mut();
    assert_eq!(panel.closes_at(), Some(Duration::from_secs(120)));
    panel.touch(Duration::from_secs(60));
    assert_eq!(panel.closes_at(), Some(Duration::from_secs(180)));
    panel.close();
    assert!(panel.signed().is_none() && panel.closes_at().is_none());
}
