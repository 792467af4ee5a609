use super::Failed;
use super::practice::Look;
use crate::app::mirror::texture;
use crate::app::plugin::{Platform, add_bevy};
use crate::app::start;
use crate::devices::camera::{Preview, WANTED};
use crate::i18n::{Catalogue, Language, tr};
use crate::practice::scene::Studio;
use crate::script::picture;
use crate::session::State;
use crate::session::face::Advice;
use crate::ui::layout::{self, Frame, Paging, ScreenRoot, VoiceFrame};
use crate::ui::spec::Bell;
use crate::ui::theme::{GAP_MM, TARGET_MM, Theme};
use crate::ui::widgets::{
    DEFAULT_FONT_FOLDER, FontFiles, Fonts, Heading, Icons, Look as WidgetLook, MirrorPicture, Written,
};
use crate::ui::{density, samples, screens};
use bevy::prelude::*;
use bevy::ui::UiGlobalTransform;
use bevy::ui::prelude::AccessibleLabel;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Pictures of every page of every screen, in all languages, into a folder: for looking at.
///
/// Needs a display; without one: tools/headless.sh gallery ...
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Folder for the pictures: LANGUAGE/NAME.png
    #[arg(long, default_value = "target/gallery")]
    out: PathBuf,
    #[command(flatten)]
    look: Look,
    /// Only the screens whose name contains this.
    #[arg(long, default_value = "")]
    only: String,
    /// Only this language.
    #[arg(long)]
    only_language: Option<String>,
    /// While a voice speaks.
    #[arg(long)]
    voice: bool,
    /// Everything in the lower half of an upright glass.
    #[arg(long)]
    low: bool,
    /// Beside each picture a file that tells where which words are.
    #[arg(long)]
    boxes: bool,
    /// With readings above the kanji.
    #[arg(long)]
    furigana: bool,
}

/// The screens that are still to be pictured.
#[derive(Resource)]
struct Queue {
    todo: VecDeque<Todo>,
    /// The one that stands on the glass, and for how many frames.
    shown: Option<(PathBuf, u8)>,
    out: PathBuf,
    window: UVec2,
    voice: bool,
    low: bool,
    furigana: bool,
    boxes: bool,
}

struct Todo {
    language: Language,
    name: String,
    state: State,
    page: usize,
}

impl Todo {
    fn file(&self) -> PathBuf {
        let name = if self.page == 0 { self.name.clone() } else { format!("{}-page-{}", self.name, self.page + 1) };
        Path::new(self.language.code()).join(format!("{name}.png"))
    }
}

/// The bar of a voice that says something long.
fn voice(look: WidgetLook) -> VoiceFrame {
    VoiceFrame { caption: look.text(&tr("speech-withheld")), withheld: true, blank: false }
}

/// Who stands before the mirror, for the pictures.
#[derive(Resource, Default)]
struct Sitters(Studio);

/// Frames until all glyphs of a screen are on the glass.
const SETTLED_AFTER: u8 = 3;

#[derive(Resource)]
struct Sentences(Catalogue);

#[allow(clippy::print_stdout, reason = "tells where the pictures are")]
pub fn run(options: &Options) -> Result<ExitCode, Failed> {
    start::need_display()?;
    let theme = Theme {
        px_per_mm: options.look.px_per_mm.unwrap_or(density::FALLBACK_PX_PER_MM),
        room: 1.0,
        letters: options.look.text_size,
        colours: options.look.colours,
    }
    .fitted(options.look.format.size(), if options.voice { TARGET_MM + GAP_MM } else { 0.0 }, options.low);
    let todo: VecDeque<_> = Language::ALL
        .iter()
        .copied()
        .filter(|language| options.only_language.as_ref().is_none_or(|code| code == language.code()))
        .flat_map(|language| {
            samples::all().into_iter().map(move |(name, state)| Todo { language, name, state, page: 0 })
        })
        .filter(|todo| todo.name.contains(&options.only))
        .collect();
    for todo in &todo {
        std::fs::create_dir_all(options.out.join(todo.language.code()))?;
    }
    let count = todo.len();
    let mut app = App::new();
    add_bevy(&mut app, Platform::Window { size: Some(options.look.format.size()) });
    let faces = FontFiles::read(Path::new(DEFAULT_FONT_FOLDER))?;
    let fonts = Fonts::add(faces, &mut app.world_mut().resource_mut::<Assets<Font>>());
    app.insert_resource(fonts)
        .insert_resource(theme)
        .insert_resource(ClearColor(theme.palette().ground))
        .insert_resource(Sentences(Catalogue::bundled()?))
        .insert_resource(Queue {
            todo,
            shown: None,
            out: options.out.clone(),
            window: options.look.format.size(),
            voice: options.voice,
            low: options.low,
            furigana: options.furigana,
            boxes: options.boxes,
        })
        .init_resource::<Sitters>()
        .insert_resource(bevy::winit::WinitSettings::continuous())
        .add_systems(Update, next);
    app.world_mut().spawn(Camera2d);
    app.run();
    println!("{count} pictures are in {}", options.out.display());
    Ok(ExitCode::SUCCESS)
}

/// Takes the picture of what stands still, then puts up the next screen; ends after the last.
fn next(world: &mut World) {
    if picture::pending(world) {
        return;
    }
    world.resource_scope(|world, mut queue: Mut<Queue>| match &mut queue.shown {
        Some((_, frames)) if *frames < SETTLED_AFTER => *frames += 1,
        Some((path, _)) => {
            picture::take(world, path.clone());
            let path = path.clone();
            if queue.boxes {
                tell_boxes(world, &path, queue.furigana);
            }
            queue.shown = None;
        }
        None => match queue.todo.pop_front() {
            Some(todo) => {
                let paging = put_up(world, &todo, &queue);
                queue.shown = Some((queue.out.join(todo.file()), 0));
                if todo.page + 1 < paging.of {
                    queue.todo.push_front(Todo { page: todo.page + 1, ..todo });
                }
            }
            None => {
                world.write_message(AppExit::Success);
            }
        },
    });
}

fn put_up(world: &mut World, todo: &Todo, queue: &Queue) -> Paging {
    let mut roots = world.query_filtered::<Entity, With<ScreenRoot>>();
    let roots: Vec<Entity> = roots.iter(world).collect();
    for root in roots {
        world.despawn(root);
    }
    let (theme, fonts) = (*world.resource::<Theme>(), world.resource::<Fonts>().clone());
    let mut icons = world.remove_resource::<Icons>().unwrap_or_default();
    icons.fit(&theme, &mut world.resource_mut::<Assets<Image>>());
    let paging = world.resource_scope(|world, sentences: Mut<Sentences>| {
        let Todo { language, state, page, .. } = todo;
        let readings = queue.furigana || *language == Language::EasyJapanese;
        let (fonts, catalogue) = (&fonts, &sentences.0);
        let look = WidgetLook { theme: &theme, fonts, icons: &icons, catalogue, language: *language, readings };
        let frame = Frame {
            screen: &screens::of(state),
            window: queue.window,
            page: *page,
            digits: [3, 8, 1, 6, 0, 9, 4, 7, 2, 5],
            bell: Bell::Still,
            warning: None,
            tray: None,
            voice: queue.voice.then(|| voice(look)),
            panel: None,
            fixed_pad: false,
            low: queue.low,
        };
        layout::spawn(&mut world.commands(), look, &frame)
    });
    world.flush();
    world.insert_resource(icons);
    if let State::Face { coaching, .. } = &todo.state {
        film(world, coaching.advice);
    }
    paging
}

/// Where which words are, for who looks at the picture.
fn tell_boxes(world: &mut World, picture: &Path, readings: bool) {
    let mut written =
        world.query::<(&Written, Option<&AccessibleLabel>, &ComputedNode, &UiGlobalTransform, Has<Heading>)>();
    let boxes: Vec<_> = written
        .iter(world)
        .map(|(_, name, node, at, title)| {
            let area = Rect::from_center_size(at.translation, node.size());
            serde_json::json!({
                "text": name.map(|name| name.0.as_str()), "title": title, "area": [area.min.x, area.min.y, area.max.x, area.max.y],
            })
        })
        .collect();
    let language = picture.parent().and_then(Path::file_name).and_then(|name| name.to_str());
    let colours = world.resource::<Theme>().colours;
    let told = serde_json::json!({ "language": language, "colours": colours, "readings": readings, "boxes": boxes });
    // A folder that cannot be written to is told by the picture itself.
    std::fs::write(picture.with_extension("json"), told.to_string()).ok();
}

/// Puts somebody into the mirror for whom this instruction is the right one.
fn film(world: &mut World, advice: Advice) {
    let Ok(scene) = scene(advice).parse() else { return };
    let frame = world.resource_mut::<Sitters>().0.film(&scene, WANTED, 30);
    let image = world.resource_mut::<Assets<Image>>().add(texture(Preview::of(&frame).rgba()));
    let mut places = world.query_filtered::<(&mut ImageNode, &mut Visibility), With<MirrorPicture>>();
    for (mut node, mut visibility) in places.iter_mut(world) {
        node.image = image.clone();
        *visibility = Visibility::Inherited;
    }
}

fn scene(advice: Advice) -> &'static str {
    match advice {
        Advice::Wait | Advice::LookHere | Advice::CameraStopped => "nobody",
        Advice::OnePersonOnly => "ume kenji",
        Advice::ComeCloser => "ume far",
        Advice::MoveBack => "ume near",
        Advice::MoveLeft => "ume right",
        Advice::MoveRight => "ume left",
        Advice::MoveUp => "ume low",
        Advice::MoveDown => "ume high",
        Advice::LookStraight => "ume turned",
        Advice::HoldHeadUpright => "ume tilted",
        Advice::TooDark => "ume dark",
        Advice::LightBehind => "ume backlit",
        Advice::TakeOffMask => "ume mask",
        Advice::TakeOffSunglasses => "ume sunglasses",
        Advice::LiftHat => "ume hat",
        Advice::HoldStill => "ume shaking",
        Advice::TurnLeft | Advice::TurnRight => "ume turning",
        Advice::Good => "ume",
    }
}
