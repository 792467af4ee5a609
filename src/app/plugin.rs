//! Puts the app together: the same systems in a window and without one.

use super::activate::{Activated, LastStrike, act};
use super::announce::{self, Accepted, Announced, Felt};
use super::caption::{self, Leafing};
use super::clock::Clock;
use super::display::{Display, Looks};
use super::key_map::KeyMap;
use super::keys::{read_assistive_technology, read_keys};
use super::kiosk::{Inbox, Kiosk, close, drain_inbox};
use super::link::{DeskLink, hear_desk, tell_desk};
use super::mirror::{self, Mirror};
use super::stop;
use super::switches::{self, SwitchDesk, SwitchPressed};
use super::touch::{Contact, mark_pushed, read_contacts};
use super::view::{self, Drawn, Refocus, Sentences};
use super::voice::Voice;
use super::wake::{self, Waker};
use super::watchdog;
use crate::a11y::{show_focus, take_first_focus};
use crate::i18n::Catalogue;
use crate::practice::tray::{self, TrayHand};
use crate::script::driver::{self, CentreAdmin, Driver};
use crate::script::frame_times::FrameTimes;
use crate::staff::plugin::{self as staff, StaffPanel, remember};
use crate::ui::theme::Theme;
use crate::ui::widgets::{FontFiles, Fonts, Icons, PadOrder};
use bevy::a11y::ActionRequest;
use bevy::log::LogPlugin;
use bevy::prelude::*;
use bevy::render::RenderPlugin;
use bevy::render::settings::{RenderCreation, WgpuSettings};
use bevy::window::{ExitCondition, MonitorSelection, RequestRedraw, WindowMode, WindowResolution};
use bevy::winit::{WinitPlugin, WinitSettings};
use std::sync::Arc;

/// Where the screens are drawn.
#[derive(Debug, Clone, Copy)]
pub enum Platform {
    /// A real window; `size` in pixels, or the whole screen.
    Window { size: Option<UVec2> },
    /// Layout, input and accessibility tree without a window: for tests.
    Headless { size: UVec2 },
}

/// Everything that the app is made of.
pub struct Parts {
    pub kiosk: Kiosk,
    pub inbox: Inbox,
    pub waker: Waker,
    pub clock: Clock,
    pub theme: Theme,
    pub voice: Voice,
    pub keys: KeyMap,
    pub fonts: FontFiles,
    pub catalogue: Arc<Catalogue>,
    pub looks: Looks,
    pub motion: bool,
    pub hand: Option<TrayHand>,
    pub script: Option<Driver>,
    pub frame_times: Option<FrameTimes>,
    pub centre_admin: Option<CentreAdmin>,
    /// Where the kiosk is paired with a desk.
    pub link: Option<DeskLink>,
    pub staff: StaffPanel,
}

/// The app, ready to run.
pub fn build(platform: Platform, parts: Parts) -> App {
    let mut app = App::new();
    add_bevy(&mut app, platform);
    let fonts = Fonts::add(parts.fonts, &mut app.world_mut().resource_mut::<Assets<Font>>());
    app.insert_resource(fonts)
        .insert_resource(parts.kiosk)
        .insert_resource(parts.inbox)
        .insert_resource(parts.waker)
        .insert_resource(parts.clock)
        .insert_resource(parts.theme)
        .insert_resource(parts.voice)
        .insert_resource(parts.keys)
        .insert_resource(ClearColor(parts.theme.palette().ground))
        .insert_resource(Sentences(parts.catalogue))
        .insert_resource(Display::new(parts.looks, parts.motion))
        .init_resource::<Icons>()
        .init_resource::<Contact>()
        .init_resource::<Felt>()
        .init_resource::<Accepted>()
        .init_resource::<Announced>()
        .init_resource::<Leafing>()
        .init_resource::<LastStrike>()
        .init_resource::<SwitchDesk>()
        .init_resource::<Drawn>()
        .init_resource::<Refocus>()
        .init_resource::<Mirror>()
        .init_resource::<PadOrder>()
        .add_message::<Activated>()
        .add_message::<SwitchPressed>()
        // Added by winit, where there is a window.
        .add_message::<ActionRequest>()
        .add_message::<RequestRedraw>();
    if let Some(hand) = parts.hand {
        app.insert_resource(hand);
    }
    if let Some(admin) = parts.centre_admin {
        app.insert_resource(admin);
    }
    if let Some(link) = parts.link {
        app.insert_resource(link);
    }
    if let Some(script) = parts.script {
        app.insert_resource(script).add_systems(First, driver::drive);
    }
    if let Some(times) = parts.frame_times {
        app.add_plugins(times);
    }
    let StaffPanel { own, backlight, .. } = &parts.staff;
    let world = app.world_mut();
    world.resource_scope(|world, mut display: Mut<Display>| {
        remember(*own, backlight.as_ref(), &mut display, &mut world.resource_mut::<Voice>());
    });
    app.insert_resource(parts.staff);
    staff::add(&mut app, matches!(platform, Platform::Window { .. }));
    add_systems(&mut app);
    app.add_systems(Last, (tell_desk, stop::obey, close).chain());
    if matches!(platform, Platform::Window { .. }) {
        app.add_systems(Startup, wake::connect)
            .add_systems(PreUpdate, (view::forget_requests, wake::take_assistive_actions))
            .add_systems(Last, (watchdog::tell, wake::set_sleep).chain().after(close))
            .add_systems(Last, wake::attend_assistive_technology);
    }
    // Widgets smooth their own edges and are drawn past the samples, which would only be cleared and resolved each frame.
    app.world_mut().spawn((Camera2d, Msaa::Off));
    app
}

fn add_systems(app: &mut App) {
    app.add_systems(PreUpdate, (drain_inbox, hear_desk, announce::hear_reports, tray::place_own_card).chain())
        .add_systems(
            Update,
            (
                (read_contacts, read_keys, read_assistive_technology).run_if(staff::is_closed),
                switches::work,
                act,
                (view::reset_for_next_visit, view::fit_to_glass),
                view::rebuild,
                ApplyDeferred,
                (take_first_focus, view::refocus).chain(),
                (view::update_dots, view::move_card, mirror::show_preview).chain(),
                ApplyDeferred,
                (announce::announce, caption::follow).chain(),
                (mark_pushed, view::show_pushed, switches::show_frame, ApplyDeferred, show_focus).chain(),
                view::request_frames,
            )
                .chain(),
        );
}

/// Bevy's own plugins, for a window or without one.
pub fn add_bevy(app: &mut App, platform: Platform) {
    let pixels = |size: UVec2| WindowResolution::new(size.x, size.y).with_scale_factor_override(1.0);
    let log = LogPlugin { filter: "error,uketsuke=warn".into(), ..default() };
    match platform {
        Platform::Window { size } => {
            let (resolution, mode) = match size {
                Some(size) => (pixels(size), WindowMode::Windowed),
                None => (pixels(UVec2::new(1080, 1920)), WindowMode::BorderlessFullscreen(MonitorSelection::Primary)),
            };
            app.add_plugins(DefaultPlugins.set(window(resolution, mode)).set(log))
                .insert_resource(WinitSettings::desktop_app());
        }
        Platform::Headless { size } => {
            app.add_plugins(
                DefaultPlugins
                    .set(window(pixels(size), WindowMode::Windowed))
                    .set(no_renderer())
                    .disable::<LogPlugin>()
                    .disable::<WinitPlugin>(),
            );
            app.finish();
            app.cleanup();
        }
    }
}

/// A window can be closed; the whole screen of a kiosk cannot, whatever keys a compositor has for it: it ends as the system
/// ends it.
fn window(resolution: WindowResolution, mode: WindowMode) -> WindowPlugin {
    WindowPlugin {
        primary_window: Some(Window {
            title: "Uketsuke 受付".into(),
            name: Some("uketsuke".into()),
            resolution,
            mode,
            ..default()
        }),
        exit_condition: ExitCondition::OnPrimaryClosed,
        close_when_requested: mode == WindowMode::Windowed,
        ..default()
    }
}

/// Layout, but no picture.
fn no_renderer() -> RenderPlugin {
    RenderPlugin {
        render_creation: RenderCreation::Automatic(Box::new(WgpuSettings { backends: None, ..default() })),
        ..default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kiosk_is_not_closed_as_a_window_is() {
        let whole = WindowMode::BorderlessFullscreen(MonitorSelection::Primary);
        assert!(!window(WindowResolution::new(1080, 1920), whole).close_when_requested);
        assert!(window(WindowResolution::new(1280, 800), WindowMode::Windowed).close_when_requested);
    }
}
