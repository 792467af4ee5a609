//! Pictures of the window.

use bevy::prelude::*;
use bevy::render::view::screenshot::{Screenshot, ScreenshotCaptured};
use std::path::PathBuf;

/// A picture that was asked for and has not come yet.
#[derive(Component)]
pub struct Pending;

/// Asks for a picture of the window; [`Pending`] goes when the file is written.
pub fn take(world: &mut World, path: PathBuf) {
    world.spawn((Screenshot::primary_window(), Pending)).observe(
        move |captured: On<ScreenshotCaptured>, mut commands: Commands| {
            let saved = captured.image.clone().try_into_dynamic().map(|image| image.to_rgb8().save(&path));
            match saved {
                Ok(Ok(())) => {}
                Ok(Err(error)) => error!("the picture {} cannot be written: {error}", path.display()),
                Err(error) => error!("the picture {} cannot be made: {error}", path.display()),
            }
            commands.entity(captured.entity).remove::<Pending>();
        },
    );
}

/// Whether a picture is still on its way.
pub fn pending(world: &mut World) -> bool {
    world.query_filtered::<(), With<Pending>>().iter(world).next().is_some()
}
