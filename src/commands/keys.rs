use super::Failed;
use super::practice::Look;
use crate::app::key_map::{Meaning, name};
use crate::app::plugin::{Platform, add_bevy};
use crate::app::start;
use crate::i18n::{Catalogue, Language, Text as Message, tr};
use crate::ui::theme::{MARGIN_MM, TextSize, Theme};
use crate::ui::widgets::{DEFAULT_FONT_FOLDER, FontFiles, Fonts, Icons, Look as WidgetLook, heading, paragraph};
use bevy::input::ButtonState;
use bevy::input::keyboard::{Key, KeyboardInput};
use bevy::prelude::*;
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

/// Learns the keys of a keypad: asks for each in a window, and prints the lines for the config.
#[derive(Debug, clap::Args)]
pub struct Options {
    #[command(flatten)]
    look: Look,
}

/// What was learnt, and what is asked for now.
#[derive(Resource, Clone, Default)]
struct Lesson(Arc<Mutex<Vec<(Meaning, Option<String>)>>>);

impl Lesson {
    fn asks_for(&self) -> Option<Meaning> {
        Meaning::ALL.get(self.0.lock().unwrap_or_else(PoisonError::into_inner).len()).copied()
    }

    /// A digit types the PIN, and a key that was learnt before has its meaning: neither is taken.
    fn learn(&self, meaning: Meaning, key: Option<String>) {
        let mut learnt = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = key.is_some() && learnt.iter().any(|(_, other)| *other == key);
        if !taken && key.as_ref().is_none_or(|key| key.parse::<u8>().is_err()) {
            learnt.push((meaning, key));
        }
    }
}

#[derive(Resource)]
struct Words(Catalogue, Language);

#[allow(clippy::print_stdout, reason = "the answer")]
pub fn run(options: &Options) -> Result<ExitCode, Failed> {
    start::need_display()?;
    let look = &options.look;
    let language = Language::of(&look.language).ok_or_else(|| format!("--language: one of {}", Language::codes()))?;
    let px_per_mm = look.px_per_mm.unwrap_or(crate::ui::density::FALLBACK_PX_PER_MM);
    let theme = Theme { px_per_mm, room: 1.0, letters: look.text_size, colours: look.colours };
    let lesson = Lesson::default();
    let mut app = App::new();
    add_bevy(&mut app, Platform::Window { size: Some(look.format.size()) });
    let fonts = FontFiles::read(Path::new(DEFAULT_FONT_FOLDER))?;
    let fonts = Fonts::add(fonts, &mut app.world_mut().resource_mut::<Assets<Font>>());
    app.insert_resource(fonts)
        .insert_resource(theme)
        .insert_resource(ClearColor(theme.palette().ground))
        .insert_resource(Words(Catalogue::bundled()?, language))
        .insert_resource(lesson.clone())
        .init_resource::<Icons>()
        .add_systems(Startup, ask)
        .add_systems(Update, (learn, ask.run_if(resource_changed::<Lesson>)).chain());
    app.world_mut().spawn(Camera2d);
    app.run();
    println!("[keys]");
    for (meaning, key) in lesson.0.lock().unwrap_or_else(PoisonError::into_inner).iter() {
        if let Some(key) = key {
            let meaning = serde_json::to_string(meaning)?;
            println!("{} = {}", meaning.trim_matches('"'), toml::Value::from(key.as_str()));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The next key that is pressed is the one; Esc where there is none.
fn learn(mut keys: MessageReader<KeyboardInput>, mut lesson: ResMut<Lesson>, mut exit: MessageWriter<AppExit>) {
    for key in keys.read().filter(|key| key.state == ButtonState::Pressed && !key.repeat) {
        if let Some(meaning) = lesson.asks_for() {
            lesson.learn(meaning, (key.logical_key != Key::Escape).then(|| name(&key.logical_key)));
            lesson.set_changed();
        }
    }
    if lesson.asks_for().is_none() {
        exit.write(AppExit::Success);
    }
}

#[derive(Component)]
struct Question;

fn ask(
    mut commands: Commands,
    lesson: Res<Lesson>,
    (words, theme, fonts, icons): (Res<Words>, Res<Theme>, Res<Fonts>, Res<Icons>),
    windows: Query<&Window>,
    before: Query<Entity, With<Question>>,
) {
    before.iter().for_each(|entity| commands.entity(entity).despawn());
    let Some(meaning) = lesson.asks_for() else { return };
    let Ok(window) = windows.single() else { return };
    let (catalogue, language) = (&words.0, words.1);
    let look = WidgetLook { theme: &theme, fonts: &fonts, icons: &icons, catalogue, language, readings: false };
    let width = window.physical_width() as f32 - 2.0 * theme.px(MARGIN_MM);
    let what: Message = tr(meaning.message());
    let node = Node {
        flex_direction: FlexDirection::Column,
        padding: UiRect::all(theme.mm(MARGIN_MM)),
        row_gap: theme.mm(8.0),
        ..default()
    };
    commands.spawn((Question, node)).with_children(|parts| {
        let (press, skip) = (tr("keys-press").word("what", what), tr("keys-skip"));
        heading(parts, look, &press, &[], &look.set(&press, TextSize::Title, true, width), TextSize::Title);
        paragraph(parts, look, &skip, &look.set(&skip, TextSize::Body, false, width));
    });
}
