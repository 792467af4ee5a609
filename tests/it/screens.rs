//! Every page of every screen in every language and every size of letters, laid out on both glasses: nothing is cut or
//! overlaps, what is touched is large enough and far enough from the next, everything has a name.

use crate::measured;
use bevy::prelude::*;
use bevy::text::FontSource;
use bevy::ui::UiGlobalTransform;
use bevy::ui::prelude::AccessibleLabel;
use uketsuke::app::display::Looks;
use uketsuke::app::plugin::{Platform, add_bevy};
use uketsuke::app::voice::Voice;
use uketsuke::commands::Format;
use uketsuke::devices::speech::{Route, SpeechHandle};
use uketsuke::i18n::{Catalogue, Face, Language, tr};
use uketsuke::session::State;
use uketsuke::ui::action::{Action, VoiceAction};
use uketsuke::ui::layout::{self, Frame, Paging, Panel, ScreenRoot, VoiceFrame, Warning};
use uketsuke::ui::spec::{Bell, Choice, Look as Weight};
use uketsuke::ui::theme::{Colours, GAP_MM, Letters, TARGET_MM, Theme};
use uketsuke::ui::widgets::{Control, DEFAULT_FONT_FOLDER, FontFiles, Fonts, Icons, Look, PinDots, Written};
use uketsuke::ui::{samples, screens};

/// The format, and the density of a common panel of that format: 21.5 inch upright, 10.1 inch across.
const GLASSES: [(Format, f32); 2] = [(Format::Portrait, 4.03), (Format::Landscape, 5.9)];
/// Layout rounds to whole pixels.
const ROUNDING_PX: f32 = 1.5;

/// What may stand around or in place of a screen.
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
    /// The choice of languages.
    Languages,
    /// Everything in the lower half.
    Low,
    /// Readings above the kanji.
    Readings,
}

impl Around {
    fn has_voice(self) -> bool {
        matches!(self, Self::Voice | Self::FixedPad | Self::Panel)
    }
}

fn looks(language: Language) -> Looks {
    Looks { language, readings: false, letters: Letters::Usual, colours: Colours::Standard, low: false }
}

fn panel(language: Language) -> Panel {
    let mut voice = Voice::new(true, "place-front", 0.0);
    voice.start(Route::Loudspeaker);
    voice.act(VoiceAction::OpenPanel, &SpeechHandle::silent());
    voice.open_panel(&looks(language)).unwrap()
}

fn languages(language: Language) -> Panel {
    let mut voice = Voice::new(true, "place-front", 0.0);
    voice.open_languages();
    voice.open_panel(&looks(language)).unwrap()
}

struct Glass {
    app: App,
    theme: Theme,
    fonts: Fonts,
    icons: Icons,
    catalogue: Catalogue,
    size: UVec2,
    /// Of all that was shown, in millimetres.
    smallest_target: f32,
    smallest_gap: f32,
}

/// What stands on a glass, and how.
#[derive(Clone, Copy)]
struct View<'a> {
    language: Language,
    letters: Letters,
    state: &'a State,
    around: Around,
    page: usize,
}

impl Glass {
    fn new(format: Format, px_per_mm: f32) -> Self {
        let size = format.size();
        let mut app = App::new();
        add_bevy(&mut app, Platform::Headless { size });
        let faces = FontFiles::read(DEFAULT_FONT_FOLDER.as_ref()).unwrap();
        let fonts = Fonts::add(faces, &mut app.world_mut().resource_mut::<Assets<Font>>());
        app.world_mut().spawn(Camera2d);
        let theme = Theme { px_per_mm, room: 1.0, letters: Letters::Usual, colours: Colours::Standard };
        let catalogue = Catalogue::bundled().unwrap();
        let (smallest_target, smallest_gap) = (f32::INFINITY, f32::INFINITY);
        let icons = Icons::default();
        Self { app, theme, fonts, icons, catalogue, size, smallest_target, smallest_gap }
    }

    fn show(&mut self, view: View) -> Paging {
        let View { language, letters, state, around, page } = view;
        let world = self.app.world_mut();
        let roots: Vec<Entity> = world.query_filtered::<Entity, With<ScreenRoot>>().iter(world).collect();
        for root in roots {
            world.despawn(root);
        }
        let taken = if around.has_voice() { TARGET_MM + GAP_MM } else { 0.0 };
        self.theme = Theme { letters, ..self.theme }.fitted(self.size, taken, around == Around::Low);
        self.icons.fit(&self.theme, &mut world.resource_mut::<Assets<Image>>());
        let (theme, fonts, icons, catalogue) = (&self.theme, &self.fonts, &self.icons, &self.catalogue);
        let look = Look { theme, fonts, icons, catalogue, language, readings: around == Around::Readings };
        let caption = look.text(&tr("speech-withheld"));
        let frame = Frame {
            screen: &screens::of(state),
            window: self.size,
            page,
            digits: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
            bell: match around {
                Around::StaffCalled => Bell::Rings,
                Around::Low => Bell::Unheard,
                Around::Warning => Bell::Coming,
                _ => Bell::Still,
            },
            warning: (around == Around::Warning).then(|| Warning {
                title: tr("warning-title"),
                line: tr("warning-line").number("seconds", 60),
                choice: Some(Choice {
                    label: tr("control-more-time"),
                    action: Action::MoreTime,
                    look: Weight::Primary,
                }),
            }),
            tray: None,
            voice: around.has_voice().then_some(VoiceFrame { caption, withheld: true, blank: false }),
            panel: match around {
                Around::Panel => Some(panel(language)),
                Around::Languages => Some(languages(language)),
                _ => None,
            },
            fixed_pad: around == Around::FixedPad,
            low: around == Around::Low,
        };
        let paging = layout::spawn(&mut world.commands(), look, &frame);
        // Texts are measured in one update and placed in the next.
        for _ in 0..3 {
            self.app.update();
        }
        paging
    }

    /// Boxes of what carries this component, with their names.
    fn boxes<C: Component>(&mut self) -> Vec<(String, Rect)> {
        let world = self.app.world_mut();
        let mut nodes =
            world.query_filtered::<(&ComputedNode, &UiGlobalTransform, Option<&AccessibleLabel>), With<C>>();
        nodes
            .iter(world)
            .map(|(node, transform, name)| {
                let name = name.map_or_else(|| "letters".to_owned(), |name| name.0.clone());
                (name, Rect::from_center_size(transform.translation, node.size()))
            })
            .collect()
    }
}

/// The screens that differ most: what every size and language is tried on.
fn states(around: Around) -> Vec<(String, State)> {
    match around {
        // They stand in place of the screen.
        Around::Warning | Around::Panel | Around::Languages => vec![("idle".to_owned(), State::Idle)],
        Around::FixedPad => samples::all().into_iter().filter(|(name, _)| name.starts_with("pin")).collect(),
        _ => samples::all(),
    }
}

/// Calls `check` with every page; collects what it finds wrong.
fn on_every_page(format: Format, around: Around, check: impl Fn(&mut Glass) -> Vec<String>) {
    let mut wrong = Vec::new();
    let mut pages = Vec::new();
    let (_, px_per_mm) = GLASSES.into_iter().find(|(of, _)| *of == format).unwrap();
    let mut glass = Glass::new(format, px_per_mm);
    for &language in Language::ALL.iter().filter(|language| language.has_voice() || !around.has_voice()) {
        for letters in Letters::ALL {
            for (name, state) in states(around) {
                let mut page = 0;
                loop {
                    let paging = glass.show(View { language, letters, state: &state, around, page });
                    let mut found = check(&mut glass);
                    found.truncate(2);
                    let place = format!("{format:?} {} {letters:?} {around:?} {name} page {page}", language.code());
                    wrong.extend(found.into_iter().map(|what| format!("{place}: {what}")));
                    page += 1;
                    if page >= paging.of {
                        pages.push(paging.of);
                        break;
                    }
                }
            }
        }
    }
    let most = pages.iter().max().unwrap();
    let one = pages.iter().filter(|pages| **pages == 1).count();
    let line = format!(
        "{} screens, {one} on one page, at most {most} pages; smallest target {:.1} mm, smallest gap {:.1} mm",
        pages.len(),
        glass.smallest_target,
        glass.smallest_gap
    );
    measured::keep(&format!("layout {format:?} {around:?}"), &line);
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong[..wrong.len().min(60)].join("\n"));
}

macro_rules! on_both_glasses {
    ($($name:ident $around:ident)*) => { $(mod $name {
        use super::*;

        #[test]
        fn upright() {
            on_every_page(Format::Portrait, Around::$around, everything);
        }

        #[test]
        fn across() {
            on_every_page(Format::Landscape, Around::$around, everything);
        }
    })* };
}

on_both_glasses! {
    a_screen_fits StaffCalled
    a_screen_fits_beside_a_voice Voice
    the_keys_of_a_telephone_fit FixedPad
    a_warning_fits Warning
    the_panel_of_the_voice_fits Panel
    the_languages_fit Languages
    readings_fit Readings
}

#[test]
fn the_low_layout_fits() {
    on_every_page(Format::Portrait, Around::Low, |glass| {
        let half = glass.size.y as f32 / 2.0 - ROUNDING_PX;
        let high = glass.boxes::<Control>().into_iter().filter(|(_, area)| area.min.y < half);
        let high = high.map(|(name, area)| format!("'{name}' begins at {}", area.min.y)).collect::<Vec<_>>();
        high.into_iter().chain(everything(glass)).collect()
    });
}

/// All that must hold of whatever stands on the glass.
fn everything(glass: &mut Glass) -> Vec<String> {
    [small_or_close, misplaced, unnamed, without_a_shape, told_by_a_picture_alone]
        .into_iter()
        .flat_map(|check| check(glass))
        .collect()
}

fn small_or_close(glass: &mut Glass) -> Vec<String> {
    let mm = glass.theme.px_per_mm;
    let controls = glass.boxes::<Control>();
    let mut wrong = Vec::new();
    for (index, (name, area)) in controls.iter().enumerate() {
        glass.smallest_target = glass.smallest_target.min(area.size().min_element() / mm);
        if area.size().min_element() < TARGET_MM * mm {
            wrong.push(format!("'{name}' is {} mm", area.size() / mm));
        }
        for (other_name, other) in &controls[index + 1..] {
            let apart = (area.min - other.max).max(other.min - area.max).max_element();
            glass.smallest_gap = glass.smallest_gap.min(apart / mm);
            if apart < GAP_MM * mm {
                wrong.push(format!("'{name}' and '{other_name}' are {} mm apart", apart / mm));
            }
        }
    }
    wrong
}

fn misplaced(glass: &mut Glass) -> Vec<String> {
    let screen = Rect::from_corners(Vec2::ZERO, glass.size.as_vec2()).inflate(ROUNDING_PX);
    let controls = glass.boxes::<Control>();
    let mut texts = glass.boxes::<Written>();
    texts.extend(glass.boxes::<PinDots>());
    let rows = glass.boxes::<uketsuke::ui::widgets::ListRow>();
    let mut wrong = Vec::new();
    for (name, area) in controls.iter().chain(&texts).chain(&rows) {
        if !screen.contains(area.min) || !screen.contains(area.max) {
            wrong.push(format!("'{name}' leaves the glass: {area:?}"));
        }
    }
    for (text, area) in texts.iter().chain(&rows) {
        for (control, other) in &controls {
            let common = area.intersect(*other).inflate(-ROUNDING_PX);
            // Letters of a control lie wholly inside it.
            let inside = other.contains(area.min + ROUNDING_PX) && other.contains(area.max - ROUNDING_PX);
            if !common.is_empty() && !inside {
                wrong.push(format!("'{text}' lies on '{control}': {area:?} {other:?}"));
            }
        }
    }
    for (index, (text, area)) in texts.iter().enumerate() {
        for (other, beside) in &texts[index + 1..] {
            if !area.intersect(*beside).inflate(-ROUNDING_PX).is_empty() {
                wrong.push(format!("'{text}' lies on '{other}': {area:?} {beside:?}"));
            }
        }
    }
    wrong
}

/// Letters for which the font that they are drawn in has nothing but a box.
fn without_a_shape(glass: &mut Glass) -> Vec<String> {
    let world = glass.app.world_mut();
    let mut letters = world.query::<(&Text, &TextFont)>();
    let mut wrong = Vec::new();
    for (text, font) in letters.iter(world) {
        let face = Language::ALL.iter().map(|language| language.face()).find(|face| match (face, &font.font) {
            (Face::Noto(name), FontSource::Family(family)) => family.as_str() == *name,
            (Face::Universal, FontSource::Handle(_)) => true,
            _ => false,
        });
        let missing = glass.fonts.measure.missing(&text.0.replace('\u{2060}', ""), face.unwrap());
        if !missing.is_empty() {
            wrong.push(format!("{missing:?} of '{}' have no shape", text.0));
        }
    }
    wrong
}

fn unnamed(glass: &mut Glass) -> Vec<String> {
    let keys = glass.catalogue.keys(Language::Japanese);
    let world = glass.app.world_mut();
    let mut named = world.query::<(&AccessibleLabel, &bevy::a11y::AccessibilityNode, Has<Control>)>();
    let mut wrong = Vec::new();
    for (name, node, control) in named.iter(world) {
        if name.0.trim().is_empty() || keys.contains(&name.0) || name.0.contains('{') {
            wrong.push(format!("a text is '{}'", name.0));
        }
        if control && node.role() != accesskit::Role::Button {
            wrong.push(format!("'{}' has the role {:?}", name.0, node.role()));
        }
    }
    wrong
}

/// Controls without a word, and pictures that assistive technology would stumble over without learning anything.
fn told_by_a_picture_alone(glass: &mut Glass) -> Vec<String> {
    let world = glass.app.world_mut();
    let mut controls = world.query_filtered::<(Entity, &AccessibleLabel), With<Control>>();
    let mut texts = world.query::<&Text>();
    let mut inside = world.query::<&Children>();
    let children = inside.query(world);
    let mut wrong = Vec::new();
    for (control, name) in controls.query(world).iter() {
        let words: String = children
            .iter_descendants(control)
            .filter_map(|part| texts.query(world).get(part).ok().map(|text| text.0.clone()))
            .collect();
        if !words.chars().any(char::is_alphanumeric) {
            wrong.push(format!("'{}' has no word on it", name.0));
        }
    }
    let mut pictures = world.query_filtered::<Option<&bevy::a11y::AccessibilityNode>, With<ImageNode>>();
    let silent = |node: &bevy::a11y::AccessibilityNode| node.is_hidden() || node.label().is_some();
    if !pictures.iter(world).all(|node| node.is_some_and(silent)) {
        wrong.push("a picture is neither named nor hidden".to_owned());
    }
    wrong
}

#[test]
fn agreeing_and_not_agreeing_are_equal_in_size_and_look() {
    let mut glass = Glass::new(Format::Portrait, 4.03);
    let samples = samples::all();
    let (_, state) = samples.iter().find(|(name, _)| name == "consent-item-1").unwrap();
    let (language, letters) = (Language::Japanese, Letters::Usual);
    glass.show(View { language, letters, state, around: Around::Nothing, page: 0 });
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
fn every_language_has_the_same_sentences() {
    let catalogue = Catalogue::bundled().unwrap();
    for language in Language::ALL {
        assert_eq!(catalogue.patients_keys(Language::Japanese), catalogue.patients_keys(*language), "{language:?}");
    }
    assert_eq!(catalogue.keys(Language::Japanese).len(), catalogue.keys(Language::English).len(), "doctor's too");
}
