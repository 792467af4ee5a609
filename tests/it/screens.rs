//! Every screen in every language, laid out on both glasses: nothing is cut or overlaps, what is touched is large
//! enough and far enough from the next, everything has a name.

use bevy::prelude::*;
use bevy::ui::UiGlobalTransform;
use bevy::ui::prelude::AccessibleLabel;
use uketsuke::a11y::ModalScope;
use uketsuke::app::plugin::{Platform, add_bevy};
use uketsuke::app::voice::Voice;
use uketsuke::commands::Format;
use uketsuke::devices::speech::{Route, SpeechHandle};
use uketsuke::i18n::{Catalogue, Language, tr};
use uketsuke::session::State;
use uketsuke::ui::action::{Action, VoiceAction};
use uketsuke::ui::layout::{self, Frame, ScreenRoot, VOICE_BAR_MM, VoiceFrame, Warning};
use uketsuke::ui::spec::{Choice, Look as Weight};
use uketsuke::ui::theme::{Colours, GAP_MM, TARGET_MM, Theme};
use uketsuke::ui::widgets::{Control, DEFAULT_FONT_FOLDER, Fonts, Look};
use uketsuke::ui::{samples, screens};

/// The format, and the density of a common panel of that format: 21.5 inch upright, 10.1 inch across.
const GLASSES: [(Format, f32); 2] = [(Format::Portrait, 4.03), (Format::Landscape, 5.9)];
/// Layout rounds to whole pixels.
const ROUNDING_PX: f32 = 1.5;

/// What may stand around or over a screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Around {
    Nothing,
    StaffCalled,
    Warning,
    /// A voice speaks: the bar along the bottom edge.
    Voice,
    /// With the pad that lies as on a telephone.
    FixedPad,
    /// And its panel with everything that it can have.
    Panel,
}

fn panel() -> VoiceFrame {
    let mut voice = Voice::new(true, "place-front", 0.0);
    voice.start(Route::Loudspeaker);
    let (catalogue, device) = (Catalogue::bundled().unwrap(), SpeechHandle::silent());
    voice.act(VoiceAction::OpenPanel, &device);
    voice.frame(&[], &catalogue, Language::Japanese).unwrap()
}

struct Glass {
    app: App,
    theme: Theme,
    fonts: Fonts,
    catalogue: Catalogue,
    size: UVec2,
}

impl Glass {
    fn new(format: Format, px_per_mm: f32) -> Self {
        let size = format.size();
        let mut app = App::new();
        add_bevy(&mut app, Platform::Headless { size });
        let faces = Fonts::read(DEFAULT_FONT_FOLDER.as_ref()).unwrap();
        let fonts = Fonts::add(faces, &mut app.world_mut().resource_mut::<Assets<Font>>());
        app.world_mut().spawn(Camera2d);
        let theme = Theme { px_per_mm, room: 1.0, text_scale: 1.0, colours: Colours::Standard };
        Self { app, theme, fonts, catalogue: Catalogue::bundled().unwrap(), size }
    }

    fn show(&mut self, language: Language, state: &State, around: Around) {
        let world = self.app.world_mut();
        let roots: Vec<Entity> = world.query_filtered::<Entity, With<ScreenRoot>>().iter(world).collect();
        for root in roots {
            world.despawn(root);
        }
        let taken = if matches!(around, Around::Voice | Around::FixedPad | Around::Panel) { VOICE_BAR_MM } else { 0.0 };
        self.theme = self.theme.fitted(self.size, taken);
        let look = Look { theme: &self.theme, fonts: &self.fonts, catalogue: &self.catalogue, language };
        let frame = Frame {
            screen: &screens::of(state),
            digits: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
            landscape: self.size.x > self.size.y,
            staff_called: matches!(around, Around::StaffCalled | Around::Warning),
            warning: (around == Around::Warning).then(|| Warning {
                title: tr("warning-title"),
                line: tr("warning-line"),
                choice: Some(Choice {
                    label: tr("control-more-time"),
                    action: Action::MoreTime,
                    look: Weight::Primary,
                }),
            }),
            tray: None,
            voice: (around == Around::Voice)
                .then(|| VoiceFrame {
                    caption: look.text(&tr("speech-withheld")),
                    withheld: true,
                    panel: None,
                    blank: false,
                })
                .or_else(|| (around == Around::Panel).then(panel)),
            fixed_pad: around == Around::FixedPad,
        };
        layout::spawn(&mut world.commands(), look, &frame);
        // Texts are measured in one update and placed in the next.
        for _ in 0..3 {
            self.app.update();
        }
    }

    /// Boxes of what carries this component, with their names.
    fn boxes<C: Component>(&mut self) -> Vec<(String, Rect)> {
        let world = self.app.world_mut();
        let mut nodes = world.query_filtered::<(&ComputedNode, &UiGlobalTransform, &AccessibleLabel), With<C>>();
        nodes
            .iter(world)
            .map(|(node, transform, name)| (name.0.clone(), Rect::from_center_size(transform.translation, node.size())))
            .collect()
    }
}

/// Calls `check` with every screen; collects what it finds wrong.
fn on_every_screen(around: Around, check: impl Fn(&mut Glass) -> Vec<String>) {
    let mut wrong = Vec::new();
    for (format, px_per_mm) in GLASSES {
        let mut glass = Glass::new(format, px_per_mm);
        for language in Language::ALL {
            for (name, state) in samples::all() {
                glass.show(language, &state, around);
                let found = check(&mut glass);
                wrong.extend(found.into_iter().map(|what| format!("{format:?} {} {name}: {what}", language.code())));
            }
        }
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn controls_are_large_enough_and_apart() {
    on_every_screen(Around::Nothing, small_or_close);
    on_every_screen(Around::Voice, small_or_close);
    on_every_screen(Around::FixedPad, small_or_close);
}

fn small_or_close(glass: &mut Glass) -> Vec<String> {
    let mm = glass.theme.px_per_mm;
    let controls = glass.boxes::<Control>();
    let mut wrong = Vec::new();
    for (index, (name, area)) in controls.iter().enumerate() {
        if area.size().min_element() + ROUNDING_PX < TARGET_MM * mm {
            wrong.push(format!("'{name}' is {} mm", area.size() / mm));
        }
        for (other_name, other) in &controls[index + 1..] {
            let apart = (area.min - other.max).max(other.min - area.max).max_element();
            if apart + ROUNDING_PX < GAP_MM * mm {
                wrong.push(format!("'{name}' and '{other_name}' are {} mm apart", apart / mm));
            }
        }
    }
    wrong
}

#[test]
fn nothing_leaves_the_glass_or_lies_on_something_else() {
    on_every_screen(Around::StaffCalled, misplaced);
    on_every_screen(Around::Voice, misplaced);
    on_every_screen(Around::FixedPad, misplaced);
}

fn misplaced(glass: &mut Glass) -> Vec<String> {
    let screen = Rect::from_corners(Vec2::ZERO, glass.size.as_vec2()).inflate(ROUNDING_PX);
    let controls = glass.boxes::<Control>();
    let texts = glass.boxes::<Text>();
    let rows = glass.boxes::<uketsuke::ui::widgets::ListRow>();
    let mut wrong = Vec::new();
    for (name, area) in controls.iter().chain(&texts).chain(&rows) {
        if !screen.contains(area.min) || !screen.contains(area.max) {
            wrong.push(format!("'{name}' leaves the glass: {area:?}"));
        }
    }
    for (text, area) in texts.iter().chain(&rows) {
        for (control, other) in &controls {
            if !area.intersect(*other).inflate(-ROUNDING_PX).is_empty() {
                wrong.push(format!("'{text}' lies on '{control}'"));
            }
        }
    }
    wrong
}

#[test]
fn the_voices_panel_has_room_for_everything() {
    for (format, px_per_mm) in GLASSES {
        let mut glass = Glass::new(format, px_per_mm);
        for language in Language::ALL {
            glass.show(language, &State::Idle, Around::Panel);
            let mut wrong = letters_outside(&mut glass);
            let world = glass.app.world_mut();
            let mut scopes = world.query_filtered::<Entity, With<ModalScope>>();
            let scope = scopes.single(world).unwrap();
            let mut children = world.query::<&Children>();
            let below: Vec<Entity> = children.query(world).iter_descendants(scope).collect();
            let area = |entity: Entity| {
                let (node, at) = (world.get::<ComputedNode>(entity)?, world.get::<UiGlobalTransform>(entity)?);
                world.get::<AccessibleLabel>(entity)?;
                Some(Rect::from_center_size(at.translation, node.size()))
            };
            let outer = Rect::from_center_size(
                world.get::<UiGlobalTransform>(scope).unwrap().translation,
                world.get::<ComputedNode>(scope).unwrap().size(),
            );
            for inner in below.into_iter().filter_map(area) {
                if !outer.contains(inner.min) || !outer.contains(inner.max) {
                    wrong.push(format!("{inner:?} leaves the panel {outer:?}"));
                }
            }
            assert!(wrong.is_empty(), "{format:?} {}: {wrong:#?}", language.code());
        }
    }
}

#[test]
fn letters_stay_inside_their_controls() {
    on_every_screen(Around::StaffCalled, letters_outside);
    on_every_screen(Around::Warning, letters_outside);
}

fn letters_outside(glass: &mut Glass) -> Vec<String> {
    let world = glass.app.world_mut();
    let mut controls = world.query::<(&Control, &ComputedNode, &Children, &AccessibleLabel)>();
    let mut wrong = Vec::new();
    for (_, node, children, name) in controls.iter(world) {
        for child in children {
            let letters = world.get::<ComputedNode>(*child).map(|letters| letters.size()).unwrap_or_default();
            let room = node.size() + ROUNDING_PX;
            if letters.x > room.x || letters.y > room.y {
                wrong.push(format!("'{}' is {letters} in {room}", name.0));
            }
        }
    }
    wrong
}

#[test]
fn every_control_has_a_name_and_a_role_and_every_sentence_exists() {
    on_every_screen(Around::Nothing, |glass| {
        let keys = glass.catalogue.keys(Language::Japanese);
        let world = glass.app.world_mut();
        let mut named = world.query::<(&AccessibleLabel, &bevy::a11y::AccessibilityNode, Has<Control>)>();
        let mut wrong = Vec::new();
        for (name, node, control) in named.iter(world) {
            if name.0.trim().is_empty() || keys.contains(&name.0) || name.0.contains("{") {
                wrong.push(format!("a text is '{}'", name.0));
            }
            if control && node.role() != accesskit::Role::Button {
                wrong.push(format!("'{}' has the role {:?}", name.0, node.role()));
            }
        }
        wrong
    });
}

#[test]
fn agreeing_and_not_agreeing_are_equal_in_size_and_look() {
    let mut glass = Glass::new(Format::Portrait, 4.03);
    let samples = samples::all();
    let (_, state) = samples.iter().find(|(name, _)| name == "consent-item-1").unwrap();
    glass.show(Language::Japanese, state, Around::Nothing);
    let world = glass.app.world_mut();
    let mut controls = world.query::<(&Control, &ComputedNode, &AccessibleLabel, &BackgroundColor, &BorderColor)>();
    let looks: Vec<_> = controls
        .iter(world)
        .filter(|(_, _, name, ..)| name.0.starts_with("同意"))
        .map(|(control, node, _, ground, border)| (control.weight, node.size(), ground.0, *border))
        .collect();
    let [(weight_a, size_a, ground_a, border_a), (weight_b, size_b, ground_b, border_b)] = looks[..] else {
        panic!("{looks:?}")
    };
    assert_eq!((weight_a, ground_a, border_a), (weight_b, ground_b, border_b));
    assert!((size_a - size_b).abs().max_element() < ROUNDING_PX, "{size_a} {size_b}");
}

#[test]
fn both_languages_have_the_same_sentences() {
    let catalogue = Catalogue::bundled().unwrap();
    assert_eq!(catalogue.keys(Language::Japanese), catalogue.keys(Language::English));
}
