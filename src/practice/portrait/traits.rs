//! What makes a face this face and no other.
//!
//! Lengths are in units of half the height of the head, from its middle: the crown lies at -1, the chin at +1, the eyes
//! near 0. Colours are red, green, blue from 0 to 1, as the eye sees them.

use super::maths::{V3, chance, mix, mix3, scramble, smooth};

/// Frames of spectacles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glasses {
    /// Half the width of one lens.
    pub width: f32,
    /// Half the height of one lens.
    pub height: f32,
    /// 2 is round, 5 nearly a rectangle.
    pub square: f32,
    /// Thickness of the rim.
    pub rim: f32,
    pub colour: V3,
}

/// A dark spot on the skin.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mole {
    pub x: f32,
    pub y: f32,
    /// 0 is no mole.
    pub radius: f32,
}

/// What makes one face differ from another.
#[derive(Clone, Debug, PartialEq)]
pub struct Traits {
    /// Seed of everything that is by chance: strands, spots.
    pub seed: u32,
    pub woman: bool,
    /// Years: lines, bags, sagging.
    pub age: f32,
    /// Half the width of the head at the eyes.
    pub width: f32,
    /// Width at the height of the nose, of the mouth and of the chin, as parts of `width`.
    pub cheek: f32,
    pub jaw: f32,
    pub chin: f32,
    /// How far cheekbones, cheeks, chin and the edge above the eyes stand out.
    pub cheekbone: f32,
    pub fullness: f32,
    pub chin_out: f32,
    pub ridge: f32,
    pub skin: V3,
    /// Red of the cheeks, 0 to 1.
    pub blush: f32,
    /// Spots of age or freckles, 0 to 1.
    pub spots: f32,
    /// Shadow of a shaved beard, 0 to 1.
    pub stubble: f32,
    pub moustache: f32,
    /// A full beard around chin and jaw, 0 to 1.
    pub beard: f32,
    /// Height of the eyes; positive is lower.
    pub eye_y: f32,
    /// From the middle of the face to the middle of an eye.
    pub eye_gap: f32,
    /// Half the width of an eye.
    pub eye_width: f32,
    /// Height of the open eye.
    pub eye_height: f32,
    /// How much higher the outer corner is, as a slope.
    pub eye_slant: f32,
    /// Fold of the upper lid (double lid), 0 to 1.
    pub crease: f32,
    /// How much deeper the eyes lie than usual.
    pub deep: f32,
    /// Radius of the iris.
    pub iris_size: f32,
    pub bags: f32,
    /// Strength of lashes and of what is painted around the eyes, 0 to 1.
    pub lashes: f32,
    pub iris: V3,
    /// From the eyes up to the brows.
    pub brow_y: f32,
    pub brow_thick: f32,
    pub brow_length: f32,
    pub brow_arch: f32,
    /// How far the brows are moved outwards.
    pub brow_shift: f32,
    /// How much higher the outer end is, as a slope.
    pub brow_slant: f32,
    pub brow_dark: f32,
    /// Height of the tip of the nose.
    pub nose_y: f32,
    /// From the middle to the wing of the nose.
    pub nose_width: f32,
    /// How far tip and bridge of the nose stand out.
    pub nose_out: f32,
    /// Breadth of the tip of the nose, 1 is usual.
    pub tip: f32,
    pub bridge: f32,
    pub mouth_y: f32,
    pub mouth_width: f32,
    pub lip_upper: f32,
    pub lip_lower: f32,
    /// 0 is pale, 1 is lipstick.
    pub lip_red: f32,
    /// How far the mouth stands out.
    pub mouth_out: f32,
    /// How far the lips are open and show teeth.
    pub teeth: f32,
    /// How much higher the corners of the mouth are.
    pub smile: f32,
    pub hair: V3,
    /// Part of white strands, 0 to 1.
    pub grey: f32,
    /// Height where the hair begins in the middle of the forehead: -0.65 is a free forehead, -0.2 a fringe to the brows.
    pub hair_line: f32,
    /// Where the hair is parted; the line is highest here.
    pub part: f32,
    /// How far the hair falls from the parting to the sides.
    pub swoop: f32,
    /// Angle (radians) where the hair begins at the temples: small covers more of the face.
    pub temple: f32,
    /// Height where the hair beside the ears ends.
    pub sideburn: f32,
    /// Height where hanging hair ends; below 0 there is none.
    pub hair_end: f32,
    /// How far hanging hair covers the sides of the face: angle (radians) where it begins.
    pub curtain: f32,
    /// Thickness of the hair.
    pub volume: f32,
    /// Waves of the strands, 0 to 1.
    pub wave: f32,
    /// How bald the crown is, 0 to 1.
    pub bald: f32,
    /// A knot on the crown, radius.
    pub bun: f32,
    pub glasses: Option<Glasses>,
    pub moles: [Mole; 2],
    pub clothes: V3,
    /// 0 is a round neck, 1 an open shirt under a jacket.
    pub collar: f32,
}

/// Someone in the middle of everything, from whom the others differ.
pub fn anybody(woman: bool, age: f32, seed: u32) -> Traits {
    let old = smooth(35.0, 85.0, age);
    let sex = |woman_value: f32, man_value: f32| if woman { woman_value } else { man_value };
    Traits {
        seed,
        woman,
        age,
        width: sex(0.70, 0.72),
        cheek: sex(0.94, 0.96),
        jaw: sex(0.78, 0.86),
        chin: sex(0.42, 0.50),
        cheekbone: 0.05,
        fullness: 0.04,
        chin_out: sex(0.06, 0.09),
        ridge: sex(0.005, 0.035),
        skin: if woman { [0.93, 0.78, 0.68] } else { [0.87, 0.69, 0.56] },
        blush: sex(0.45, 0.2),
        spots: 0.6 * old,
        stubble: sex(0.0, 0.35),
        moustache: 0.0,
        beard: 0.0,
        eye_y: 0.02,
        eye_gap: 0.275,
        eye_width: 0.125,
        eye_height: sex(0.085, 0.070) - 0.018 * old,
        eye_slant: sex(0.10, 0.05) - 0.10 * old,
        crease: 0.5,
        deep: 0.0,
        iris_size: 0.058,
        bags: 0.1 + 0.7 * old,
        lashes: sex(0.7, 0.25),
        iris: [0.25, 0.15, 0.10],
        brow_y: sex(0.20, 0.175),
        brow_thick: sex(0.022, 0.036) - 0.006 * old,
        brow_length: 0.17,
        brow_arch: sex(0.03, 0.015),
        brow_shift: 0.0,
        brow_slant: sex(0.05, 0.08),
        brow_dark: mix(0.8, 0.45, old),
        nose_y: 0.36,
        nose_width: sex(0.115, 0.135),
        nose_out: sex(0.19, 0.22),
        bridge: sex(0.05, 0.07),
        tip: 1.0,
        mouth_y: 0.60,
        mouth_width: sex(0.19, 0.215),
        lip_upper: mix(0.036, 0.020, old),
        lip_lower: mix(0.050, 0.030, old),
        lip_red: sex(0.55, 0.2),
        mouth_out: 0.05,
        teeth: 0.0,
        smile: 0.018,
        hair: [0.10, 0.08, 0.075],
        grey: smooth(45.0, 90.0, age),
        hair_line: -0.55,
        part: sex(-0.15, -0.25),
        swoop: sex(0.25, 0.12),
        temple: sex(0.95, 1.05),
        sideburn: sex(0.25, 0.05),
        hair_end: sex(0.9, -1.0),
        curtain: 1.25,
        volume: 0.09,
        wave: 0.2,
        bald: 0.0,
        bun: 0.0,
        glasses: None,
        moles: [Mole::default(); 2],
        clothes: [0.45, 0.52, 0.62],
        collar: 0.0,
    }
}

/// The traits of the person with this id: the same every time. Practice persons are designed by hand; everybody else is
/// drawn by lot.
pub fn traits_of(id: &str) -> Traits {
    // FNV-1a: no face may change with the version of the standard library.
    let seed = id.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    super::persons::designed(id, seed).unwrap_or_else(|| by_lot(seed))
}

/// A plausible person for any number.
fn by_lot(seed: u32) -> Traits {
    let draw = |index: u32, low: f32, high: f32| mix(low, high, chance(scramble(seed).wrapping_add(index)));
    let (woman, age) = (draw(0, 0.0, 1.0) < 0.5, draw(1, 20.0, 88.0));
    let plain = anybody(woman, age, seed);
    let around = |index: u32, middle: f32, by: f32| middle + draw(index, -by, by);
    let long = woman && draw(2, 0.0, 1.0) < 0.7;
    let fringe = draw(3, 0.0, 1.0) < if woman { 0.45 } else { 0.2 };
    let glasses = (draw(4, 0.0, 1.0) < 0.3).then(|| Glasses {
        width: draw(5, 0.17, 0.20),
        height: draw(6, 0.11, 0.16),
        square: draw(7, 2.0, 5.0),
        rim: draw(8, 0.012, 0.035),
        colour: mix3([0.06, 0.05, 0.05], [0.45, 0.25, 0.15], draw(9, 0.0, 1.0)),
    });
    Traits {
        width: around(10, plain.width, 0.05),
        cheek: around(11, plain.cheek, 0.03),
        jaw: around(12, plain.jaw, 0.07),
        chin: around(13, plain.chin, 0.08),
        skin: mix3(plain.skin, [0.72, 0.52, 0.40], draw(14, -0.15, 0.6)),
        stubble: if woman { 0.0 } else { draw(15, 0.0, 0.8) },
        beard: if !woman && draw(16, 0.0, 1.0) < 0.15 { 0.9 } else { 0.0 },
        moustache: if !woman && draw(17, 0.0, 1.0) < 0.15 { 0.9 } else { 0.0 },
        eye_gap: around(18, plain.eye_gap, 0.02),
        eye_width: around(19, plain.eye_width, 0.015),
        eye_height: around(20, plain.eye_height, 0.015),
        eye_slant: around(21, plain.eye_slant, 0.1),
        crease: draw(22, 0.0, 1.0),
        brow_y: around(23, plain.brow_y, 0.03),
        brow_thick: around(24, plain.brow_thick, 0.01),
        nose_y: around(25, plain.nose_y, 0.04),
        nose_width: around(26, plain.nose_width, 0.02),
        mouth_y: around(27, plain.mouth_y, 0.025),
        mouth_width: around(28, plain.mouth_width, 0.035),
        lip_upper: around(29, plain.lip_upper, 0.01),
        lip_lower: around(30, plain.lip_lower, 0.012),
        lip_red: if woman { draw(31, 0.3, 1.0) } else { draw(31, 0.05, 0.3) },
        hair: mix3(plain.hair, [0.36, 0.24, 0.16], draw(32, 0.0, if woman { 0.8 } else { 0.3 })),
        hair_line: if fringe { draw(33, -0.30, -0.22) } else { draw(33, -0.64, -0.48) },
        part: draw(34, -0.4, 0.4),
        swoop: if fringe { 0.03 } else { draw(35, 0.05, 0.35) },
        hair_end: if long { draw(36, 0.5, 1.6) } else { -1.0 },
        curtain: draw(37, 0.95, 1.35),
        volume: draw(38, 0.05, 0.12),
        wave: draw(39, 0.0, 0.7),
        bald: if woman { 0.0 } else { (draw(40, -1.0, 1.0) * age / 60.0).clamp(0.0, 1.0) },
        glasses,
        clothes: [draw(41, 0.2, 0.8), draw(42, 0.2, 0.8), draw(43, 0.2, 0.8)],
        collar: f32::from(draw(44, 0.0, 1.0) < 0.4),
        ..plain
    }
}
