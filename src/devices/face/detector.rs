//! Where is a face? Two kinds of detector: dlib's mmod, which slides a window of 80 pixels over pictures of several
//! sizes, and YuNet, which answers for all sizes at once and knows five marks.

use super::landmarks::Landmarks;
use super::marks::{Mark, Marks};
use super::models::manifest::{Detector as Facts, DetectorKind, Normalisation, Order};
use super::picture::{Area, Picture, Point};
use super::runtime::{Net, Outputs, RuntimeError};
use std::path::Path;
use zeroize::Zeroizing;

/// mmod's window, and where its cells lie, in pixels.
const WINDOW: f32 = 80.0;
const CELL: f32 = 8.0;
const FIRST_CELL: f32 = 14.0;
/// Two windows that share more than this are one face (dlib's own value).
const SAME_FACE: f32 = 0.338;
/// How far outside the picture a face is looked for, in its own width.
const OVER_THE_EDGE: f32 = 0.35;
/// From one size to the next in a search over all sizes.
const SIZE_STEP: f32 = 1.25;
/// YuNet's three grids, and what the sides of its input must be multiples of.
const STRIDES: [usize; 3] = [8, 16, 32];
const YUNET_OUTPUTS: usize = 12;
/// The smallest side that mmod's network takes.
const SMALLEST_SIDE: usize = 96;

/// A face in a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Face {
    pub area: Area,
    pub score: f32,
    pub marks: Marks,
}

/// Where to look, and for how large a face.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Search {
    /// The whole picture, faces from `smallest` pixels up.
    Everywhere { smallest: f32 },
    /// The whole picture, but only faces between these sizes, in pixels: a part of a search over all sizes.
    Between { smallest: f32, largest: f32 },
    /// Around this face, as large as it was.
    Near(Area),
    /// Around this face, a little smaller and larger too: for the frames that count.
    Thorough(Area),
}

/// A loaded detector with its marks.
pub struct Detector {
    facts: Facts,
    net: Net,
    /// Where the network knows no marks itself.
    landmarks: Option<Landmarks>,
}

impl Detector {
    pub fn new(library: &Path, facts: Facts, model: &[u8], landmarks: Option<Landmarks>) -> Result<Self, RuntimeError> {
        let outputs = match facts.kind {
            DetectorKind::Mmod => 1,
            DetectorKind::Yunet => YUNET_OUTPUTS,
        };
        let net = Net::load(library, &facts.file.name, model, [Some(1), Some(3), None, None], outputs)?;
        Ok(Self { facts, net, landmarks })
    }

    /// Faces from the best to the worst.
    pub fn find(&mut self, picture: &Picture, search: Search) -> Result<Vec<Face>, RuntimeError> {
        let mut found = match self.facts.kind {
            DetectorKind::Mmod => self.slide(picture, search)?,
            DetectorKind::Yunet => self.ask_yunet(picture, search)?,
        };
        keep_best(&mut found);
        if let Some(landmarks) = &self.landmarks {
            for face in &mut found {
                face.marks = landmarks.find(picture, face.area);
            }
        }
        Ok(found)
    }

    fn slide(&mut self, picture: &Picture, search: Search) -> Result<Vec<Face>, RuntimeError> {
        let whole = Area { left: 0.0, top: 0.0, right: picture.width() as f32, bottom: picture.height() as f32 };
        let (part, sizes) = match search {
            Search::Everywhere { smallest } => (None, sizes(smallest, whole.width().min(whole.height()))),
            Search::Between { smallest, largest } => (None, sizes(smallest, largest)),
            Search::Near(area) => (Some(around(area, &whole)), vec![area.width()]),
            Search::Thorough(area) => {
                (Some(around(area, &whole)), [0.85, 1.0, 1.18].map(|s| s * area.width()).to_vec())
            }
        };
        let mut found = Vec::new();
        for size in sizes {
            // A face may reach over the edge, and is to be found all the same: it has to be told where to go.
            let part = part.unwrap_or_else(|| whole.grown(OVER_THE_EDGE * size));
            self.slide_once(picture, part, size, &mut found)?;
        }
        Ok(found)
    }

    /// Looks for faces of about this size.
    fn slide_once(
        &mut self,
        picture: &Picture,
        part: Area,
        size: f32,
        found: &mut Vec<Face>,
    ) -> Result<(), RuntimeError> {
        let step = size / WINDOW;
        let sides = [part.height(), part.width()].map(|side| ((side / step) as usize).max(SMALLEST_SIDE));
        let (rows, columns) = (sides[0], sides[1]);
        let small = shrink(picture, part, step, columns, rows);
        let pixels = numbers(&small, &self.facts.normalisation);
        let (values, shapes) = self.net.run([1, 3, rows, columns], &pixels)?;
        let (Some(scores), Some([_, 1, _, across])) = (values.first(), shapes.first().map(Vec::as_slice)) else {
            return Ok(());
        };
        for (place, score) in scores.iter().enumerate().filter(|(_, score)| **score > self.facts.score) {
            let cell = |index: usize| CELL * index as f32 + FIRST_CELL;
            let (x, y) = (cell(place % across), cell(place / across));
            let centre = Point::new(part.left + x * step, part.top + y * step);
            found.push(Face { area: Area::around(centre, size, size), score: *score, marks: Marks::default() });
        }
        Ok(())
    }

    /// One run over the whole picture, or over the part around the last face.
    fn ask_yunet(&mut self, picture: &Picture, search: Search) -> Result<Vec<Face>, RuntimeError> {
        let whole = Area { left: 0.0, top: 0.0, right: picture.width() as f32, bottom: picture.height() as f32 };
        let (part, step) = match search {
            // Faces are found from about 16 pixels on.
            Search::Everywhere { smallest } => (whole, (smallest / 40.0).clamp(1.0, 2.0)),
            Search::Between { .. } => (whole, 1.0),
            Search::Near(area) => (around(area, &whole), (area.width() / 100.0).max(1.0)),
            Search::Thorough(area) => (around(area, &whole), (area.width() / 160.0).max(1.0)),
        };
        let sides = [part.height(), part.width()].map(|side| ((side / step) as usize).div_ceil(32) * 32);
        let (rows, columns) = (sides[0], sides[1]);
        let small = shrink(picture, part, step, columns, rows);
        let pixels = numbers(&small, &self.facts.normalisation);
        let (values, _) = self.net.run([1, 3, rows, columns], &pixels)?;
        let outputs = Grids { names: self.net.outputs(), values };
        let mut found = Vec::new();
        for stride in STRIDES {
            let grid = (columns / stride, rows / stride, stride);
            found.extend(outputs.faces(grid, self.facts.score));
        }
        for face in &mut found {
            let back = |point: Point| Point::new(part.left + point.x * step, part.top + point.y * step);
            face.marks = face.marks.map(back);
            let (centre, area) = (back(face.area.centre()), face.area);
            face.area = Area::around(centre, area.width() * step, area.height() * step);
        }
        Ok(found)
    }
}

/// What YuNet answered: for each stride whether there is a face (cls, obj), where (bbox) and its marks (kps).
struct Grids {
    names: Vec<String>,
    values: Outputs,
}

impl Grids {
    fn get(&self, kind: &str, stride: usize) -> &[f32] {
        let name = format!("{kind}_{stride}");
        let place = self.names.iter().position(|output| *output == name);
        place.and_then(|place| self.values.get(place)).map_or(&[], |values| values.as_slice())
    }

    fn faces(&self, (across, down, stride): (usize, usize, usize), least: f32) -> Vec<Face> {
        let cells = across * down;
        let [cls, obj, bbox, kps] = ["cls", "obj", "bbox", "kps"].map(|kind| self.get(kind, stride));
        // A network whose outputs have other names or sizes finds nobody; `doctor` tries it on a picture.
        if [cls.len(), obj.len(), bbox.len() / 4, kps.len() / 10] != [cells; 4] {
            return Vec::new();
        }
        let unit = stride as f32;
        let mut found = Vec::new();
        for cell in 0..cells {
            let score = (cls[cell].clamp(0.0, 1.0) * obj[cell].clamp(0.0, 1.0)).sqrt();
            if score <= least {
                continue;
            }
            let (column, row) = ((cell % across) as f32, (cell / across) as f32);
            let at = |x: f32, y: f32| Point::new((column + x) * unit, (row + y) * unit);
            let corner = |index: usize| at(kps[cell * 10 + 2 * index], kps[cell * 10 + 2 * index + 1]);
            let [x, y, width, height] = [0, 1, 2, 3].map(|index| bbox[cell * 4 + index]);
            let names = [Mark::RightEye, Mark::LeftEye, Mark::NoseTip, Mark::RightMouth, Mark::LeftMouth];
            let marks = names.into_iter().enumerate().map(|(index, mark)| (mark, corner(index))).collect();
            let area = Area::around(at(x, y), width.exp() * unit, height.exp() * unit);
            found.push(Face { area, score, marks: Marks::new(marks) });
        }
        found
    }
}

/// Sizes of faces from the smallest to the largest.
fn sizes(smallest: f32, largest: f32) -> Vec<f32> {
    let steps = (largest / smallest).max(1.0).ln() / SIZE_STEP.ln();
    (0..=steps as i32).map(|step| smallest * SIZE_STEP.powi(step)).collect()
}

/// The part of the picture in which a face that was here may be now.
fn around(face: Area, whole: &Area) -> Area {
    let wide = Area::around(face.centre(), face.width() * 2.2, face.height() * 2.2);
    let whole = whole.grown(OVER_THE_EDGE * face.width());
    Area {
        left: wide.left.max(whole.left),
        top: wide.top.max(whole.top),
        right: wide.right.min(whole.right),
        bottom: wide.bottom.min(whole.bottom),
    }
}

/// A part of the picture in another size. Far smaller pictures are halved first, so that no pixel is left out.
fn shrink(picture: &Picture, part: Area, step: f32, columns: usize, rows: usize) -> Picture {
    if step >= 2.0 {
        let half = |area: Area| Area {
            left: area.left / 2.0,
            top: area.top / 2.0,
            right: area.right / 2.0,
            bottom: area.bottom / 2.0,
        };
        return shrink(&picture.halved(), half(part), step / 2.0, columns, rows);
    }
    // Beyond the edge the last row or column goes on: a face that is cut off there looks more like one than over black.
    picture.sample(columns, rows, |x, y| picture.inside(Point::new(part.left + x * step, part.top + y * step)))
}

/// A picture as the numbers that a network takes: colour by colour, row by row.
pub fn numbers(picture: &Picture, normalisation: &Normalisation) -> Zeroizing<Vec<f32>> {
    let mut numbers = Zeroizing::new(Vec::with_capacity(picture.rgb().len()));
    let colours = match normalisation.order {
        Order::Rgb => [0, 1, 2],
        Order::Bgr => [2, 1, 0],
    };
    for (colour, mean) in colours.into_iter().zip(normalisation.mean) {
        let pixels = picture.rgb().as_chunks::<3>().0;
        numbers.extend(pixels.iter().map(|pixel| (f32::from(pixel[colour]) - mean) * normalisation.scale));
    }
    numbers
}

/// The best of those that are the same face, from the best to the worst.
fn keep_best(faces: &mut Vec<Face>) {
    faces.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut kept: Vec<Face> = Vec::new();
    for face in faces.drain(..) {
        let same = |other: &Face| {
            let (a, b) = (other.area.centre(), face.area.centre());
            // A window within another, larger or smaller, is the same face too.
            other.area.overlap(&face.area) > SAME_FACE
                || a.distance(b) < other.area.width().max(face.area.width()) / 3.0
        };
        if !kept.iter().any(same) {
            kept.push(face);
        }
    }
    *faces = kept;
}
