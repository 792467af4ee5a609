//! Keeps the mirror of the face check true to the camera, without building the screen anew.

use super::kiosk::Kiosk;
use crate::devices::camera::PREVIEW;
use crate::session::State;
use crate::ui::widgets::MirrorPicture;
use bevy::asset::RenderAssetUsages;
use bevy::prelude::*;
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat};

/// The one texture that the camera's picture is drawn on.
#[derive(Resource, Default)]
pub struct Mirror {
    image: Option<Handle<Image>>,
    /// A picture of somebody is on it.
    filled: bool,
}

/// The newest picture from the camera onto the glass; a black one as soon as the face screen is gone.
pub fn show_preview(
    kiosk: Res<Kiosk>,
    mut mirror: ResMut<Mirror>,
    mut images: ResMut<Assets<Image>>,
    mut places: Query<(&mut ImageNode, &mut Visibility), With<MirrorPicture>>,
) {
    if !matches!(kiosk.session().state(), State::Face { .. }) {
        if mirror.filled {
            fill(&mut mirror, &mut images, &blank());
            mirror.filled = false;
        }
        return;
    }
    if let Some(preview) = kiosk.devices().preview().take() {
        fill(&mut mirror, &mut images, preview.rgba());
        mirror.filled = true;
    }
    let Some(image) = mirror.image.as_ref().filter(|_| mirror.filled) else { return };
    for (mut node, mut visibility) in &mut places {
        if node.image != *image {
            node.image = image.clone();
        }
        visibility.set_if_neq(Visibility::Inherited);
    }
}

fn blank() -> Vec<u8> {
    [0, 0, 0, 255].repeat(PREVIEW.0 * PREVIEW.1)
}

/// Writes into the texture that is there, so that the picture before is overwritten.
fn fill(mirror: &mut Mirror, images: &mut Assets<Image>, rgba: &[u8]) {
    if let Some(mut image) = mirror.image.as_ref().and_then(|image| images.get_mut(image)) {
        if let Some(data) = &mut image.data {
            data.copy_from_slice(rgba);
        }
        return;
    }
    mirror.image = Some(images.add(texture(rgba)));
}

/// A texture of the mirror's size.
pub fn texture(rgba: &[u8]) -> Image {
    let size = Extent3d { width: PREVIEW.0 as u32, height: PREVIEW.1 as u32, depth_or_array_layers: 1 };
    let usage = RenderAssetUsages::MAIN_WORLD | RenderAssetUsages::RENDER_WORLD;
    Image::new(size, TextureDimension::D2, rgba.to_vec(), TextureFormat::Rgba8UnormSrgb, usage)
}
