//! Persons that belong to nobody, as a camera would see them: heads in three dimensions, drawn in software.
//!
//! A real face matcher finds them and tells them apart; yaw, pitch, roll, distance and light are geometrically true, so a
//! nose moves along the line of the eyes when the head turns. The unit of length is half the height of a head: x to the
//! picture's right, y down, z to the viewer.

mod body;
mod camera;
mod eyes;
mod hair;
mod head;
mod maths;
mod persons;
mod raster;
mod room;
mod skin;
mod traits;
mod wear;

use camera::Exposure;
use eyes::Eyes;
use maths::{Turn, unit};
use raster::{Canvas, Lamps, Mesh, Painter, Stand, Texture};

pub use traits::{Glasses, Mole, Traits, traits_of};

/// What covers the face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covering {
    /// Nothing; own glasses stay on.
    None,
    /// A white mask over nose, mouth and chin.
    Mask,
    /// Dark glasses, in place of own glasses.
    Sunglasses,
    /// A hat whose brim shades forehead and brows.
    HatBrim,
}

/// Where the head looks, in degrees; all 0 is straight into the camera.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pose {
    /// Positive: the face turns towards the picture's right.
    pub yaw: f32,
    /// Positive: looks up.
    pub pitch: f32,
    /// Positive: clockwise in the picture.
    pub roll: f32,
}

/// Where the head is in the frame, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placement {
    /// The middle of the head; it stays when the head turns.
    pub x: f32,
    pub y: f32,
    /// From the crown (without hair) to the chin. Greater is nearer: perspective follows.
    pub face_height: f32,
}

/// The light in the room.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Light {
    /// Brightness of the picture: 1 is a normal room, 0.1 very dark.
    pub level: f32,
    /// Where the main light comes from: -1 the picture's left, 1 its right.
    pub side: f32,
    /// Strength of a window behind the person, 0 to 1: bright background, dark face.
    pub behind: f32,
}

impl Default for Light {
    fn default() -> Self {
        Self { level: 1.0, side: 0.25, behind: 0.0 }
    }
}

/// A person in front of the camera.
#[derive(Clone, Copy)]
pub struct Sitter<'a> {
    pub head: &'a Head,
    pub pose: Pose,
    pub placement: Placement,
    pub covering: Covering,
    /// 1 open, 0 shut.
    pub eyes_open: f32,
}

/// One moment in front of the camera.
pub struct Scene<'a> {
    /// Pixels.
    pub width: usize,
    /// Pixels.
    pub height: usize,
    /// Who has the greater `face_height` hides the others.
    pub sitters: &'a [Sitter<'a>],
    pub light: Light,
    /// Length in pixels of the smear of motion, along x.
    pub blur: f32,
    /// Seed of the sensor's noise; differs from frame to frame.
    pub grain: u32,
}

/// Everything about a person that stays the same from frame to frame. Takes some ten milliseconds to make and about
/// three megabytes.
pub struct Head {
    traits: Traits,
    face: Mesh,
    skin: Texture,
    shell: Mesh,
    strands: Texture,
    hanging: Option<Mesh>,
    bun: Option<Mesh>,
    body: Vec<Mesh>,
    glasses: Vec<Mesh>,
    sunglasses: Vec<Mesh>,
    mask: Vec<Mesh>,
    hat: Vec<Mesh>,
}

impl Head {
    /// Builds the head of a person.
    pub fn of(traits: &Traits) -> Self {
        let shape = head::Shape::new(traits);
        Self {
            traits: traits.clone(),
            face: shape.face(),
            skin: skin::painted(&shape),
            shell: hair::shell(&shape),
            strands: hair::strands(&shape),
            hanging: hair::hanging(&shape),
            bun: hair::bun(&shape),
            body: vec![body::chest(&shape), body::neck(&shape), body::ear(&shape, -1.0), body::ear(&shape, 1.0)],
            glasses: traits.glasses.iter().flat_map(|glasses| wear::glasses(&shape, glasses)).collect(),
            sunglasses: wear::sunglasses(&shape),
            mask: wear::mask(&shape),
            hat: wear::hat(&shape),
        }
    }

    fn draw(&self, painter: &mut Painter<'_>, stand: &Stand, covering: Covering, eyes_open: f32) {
        let plain = |_: f32, _: f32| [1.0; 4];
        let strands = |u: f32, v: f32| self.strands.at(u, v);
        self.body.iter().for_each(|mesh| painter.draw(mesh, stand, plain));
        if let Some(hanging) = &self.hanging {
            painter.draw(hanging, stand, strands);
        }
        let eyes = Eyes::new(&self.traits, eyes_open, stand.scale);
        painter.draw(&self.face, stand, |x, y| {
            let [red, green, blue, _] = self.skin.at(x, y);
            let [red, green, blue] = eyes.over(x, y, [red, green, blue]);
            [red, green, blue, 1.0]
        });
        painter.draw(&self.shell, stand, strands);
        if let (Some(bun), true) = (&self.bun, covering != Covering::HatBrim) {
            painter.draw(bun, stand, strands);
        }
        let own: &[Mesh] = if covering == Covering::Sunglasses { &[] } else { &self.glasses };
        let worn: &[Mesh] = match covering {
            Covering::None => &[],
            Covering::Mask => &self.mask,
            Covering::Sunglasses => &self.sunglasses,
            Covering::HatBrim => &self.hat,
        };
        worn.iter().chain(own).for_each(|mesh| painter.draw(mesh, stand, plain));
    }
}

/// How the room's light falls on a sitter.
fn lamps(light: &Light, covering: Covering) -> Lamps {
    let shaded = 1.0 - 0.62 * light.behind.clamp(0.0, 1.0);
    let side = light.side.clamp(-1.0, 1.0);
    Lamps {
        key: unit([0.8 * side, -0.50, 0.78]),
        key_strength: 0.62 * shaded,
        fill: unit([-0.9 * side, -0.05, 0.8]),
        fill_strength: 0.24 * shaded,
        ambient: 0.33 * shaded,
        rim: 0.06 + 0.6 * light.behind,
        brim: (covering == Covering::HatBrim).then_some(wear::BRIM + 0.22),
    }
}

/// Takes one frame: red, green, blue, a byte each, row by row from the top.
pub fn film(scene: &Scene<'_>) -> Vec<u8> {
    let (width, height) = (scene.width, scene.height);
    if width == 0 || height == 0 {
        return Vec::new();
    }
    let mut canvas = Canvas { width, height, pixels: vec![[0.0; 4]; width * height] };
    room::lobby(&mut canvas, scene.light.behind);
    let mut nearest_last: Vec<&Sitter<'_>> = scene.sitters.iter().collect();
    nearest_last.sort_by(|a, b| a.placement.face_height.total_cmp(&b.placement.face_height));
    let mut painter = Painter::new(&mut canvas);
    for (index, sitter) in nearest_last.into_iter().enumerate() {
        let Placement { x, y, face_height } = sitter.placement;
        let face_height = face_height.max(1.0);
        let Pose { yaw, pitch, roll } = sitter.pose;
        let stand = Stand {
            head: Turn::new(yaw, pitch, roll),
            body: Turn::new(0.25 * yaw, 0.0, 0.15 * roll),
            middle: [x, y],
            scale: face_height / 2.0,
            // A usual webcam: the picture's longer side spans about 51 degrees.
            away: 2.1 * width.max(height) as f32 / face_height,
            depth: 100.0 * index as f32,
            lamps: lamps(&scene.light, sitter.covering),
        };
        sitter.head.draw(&mut painter, &stand, sitter.covering, sitter.eyes_open);
    }
    let level = scene.light.level.max(0.0);
    let noise = 2.2 + 1.6 * (1.0 - level).max(0.0);
    camera::develop(&canvas, &Exposure { level, veil: scene.light.behind, blur: scene.blur, grain: scene.grain, noise })
}

/// Whether this person has a face of their own design, which the networks tell from all others. Extras, who are there to
/// practise something else, have one by lot.
pub fn is_designed(id: &str) -> bool {
    persons::designed(id, 0).is_some()
}

/// The portrait on a card: 8-bit grey, row by row; frontal, even light, plain background.
pub fn passport(id: &str, width: usize, height: usize) -> Vec<u8> {
    portrait(&Head::of(&traits_of(id)), width, height)
}

/// [`passport`] of a head that is there already.
pub fn portrait(head: &Head, width: usize, height: usize) -> Vec<u8> {
    if width == 0 || height == 0 {
        return Vec::new();
    }
    // Twice as large, then halved: clean edges.
    let (wide, tall) = (width * 2, height * 2);
    let mut canvas = Canvas { width: wide, height: tall, pixels: vec![[0.0; 4]; wide * tall] };
    room::booth(&mut canvas);
    let lamps = Lamps {
        key: unit([-0.25, -0.35, 0.9]),
        key_strength: 0.50,
        fill: unit([0.5, -0.1, 0.85]),
        fill_strength: 0.33,
        ambient: 0.32,
        rim: 0.0,
        brim: None,
    };
    let scale = 0.345 * tall as f32;
    let stand = Stand {
        head: Turn::new(-1.5, 1.0, 0.5),
        body: Turn::new(0.0, 0.0, 0.0),
        middle: [0.5 * wide as f32, 0.475 * tall as f32],
        scale,
        // A photographer stands at about one and a half metres.
        away: 13.0,
        depth: 0.0,
        lamps,
    };
    head.draw(&mut Painter::new(&mut canvas), &stand, Covering::None, 1.0);
    let exposure = Exposure { level: 1.0, veil: 0.0, blur: 0.0, grain: head.traits.seed, noise: 1.5 };
    let large = camera::develop(&canvas, &exposure);
    let mut grey = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let four = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(dx, dy)| {
                let first = ((2 * y + dy) * wide + 2 * x + dx) * 3;
                // Weights of brightness (ITU-R BT.601) in parts of 1000.
                299 * u32::from(large[first]) + 587 * u32::from(large[first + 1]) + 114 * u32::from(large[first + 2])
            });
            grey.push(((four.iter().sum::<u32>() + 2000) / 4000) as u8);
        }
    }
    grey
}
