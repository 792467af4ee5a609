//! Surfaces of triangles, lit at their corners and drawn into a picture with depth.

use super::maths::{Turn, V3, cross, dot, minus, mix, mix3, plus, scaled, smooth, unit};

/// Where the head meets the body, in head lengths: the body follows the head up to here.
const PIVOT: V3 = [0.0, 0.75, -0.15];

/// A picture in linear light: red, green, blue, depth (greater is nearer).
pub struct Canvas {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<[f32; 4]>,
}

/// A grid of points with colours: `columns` × `rows`, the outside where columns run right and rows run down.
pub struct Mesh {
    columns: usize,
    at: Vec<V3>,
    normals: Vec<V3>,
    /// Place in the texture, in the texture's own coordinates.
    places: Vec<[f32; 2]>,
    /// Linear colour: multiplied with the light and the texture.
    tints: Vec<V3>,
    /// Strength of the mirror light.
    gloss: f32,
    /// The inside is seen too.
    thin: bool,
    /// Lower parts follow the body rather than the head.
    hangs: bool,
}

/// One point of a surface before it belongs to a mesh.
pub struct Point {
    pub at: V3,
    pub place: [f32; 2],
    pub tint: V3,
}

impl Mesh {
    /// A surface of `columns` × `rows` points, both counted from 0 to 1.
    pub fn new(columns: usize, rows: usize, mut point: impl FnMut(f32, f32) -> Point) -> Self {
        let mut mesh = Self {
            columns,
            at: Vec::with_capacity(columns * rows),
            normals: Vec::new(),
            places: Vec::with_capacity(columns * rows),
            tints: Vec::with_capacity(columns * rows),
            gloss: 0.0,
            thin: false,
            hangs: false,
        };
        for row in 0..rows {
            for column in 0..columns {
                let Point { at, place, tint } =
                    point(column as f32 / (columns - 1) as f32, row as f32 / (rows - 1) as f32);
                mesh.at.push(at);
                mesh.places.push(place);
                mesh.tints.push(tint);
            }
        }
        mesh.normals = (0..mesh.at.len()).map(|index| mesh.normal(index)).collect();
        mesh
    }

    pub fn glossy(self, gloss: f32) -> Self {
        Self { gloss, ..self }
    }

    pub fn thin(self) -> Self {
        Self { thin: true, ..self }
    }

    pub fn hanging(self) -> Self {
        Self { hangs: true, ..self }
    }

    fn normal(&self, index: usize) -> V3 {
        let (rows, row, column) = (self.at.len() / self.columns, index / self.columns, index % self.columns);
        let at = |row: usize, column: usize| self.at[row * self.columns + column];
        // The first and last column of a closed surface are the same points.
        let last = self.columns - 1;
        let closed = distance(at(row, 0), at(row, last)) < 1e-4;
        let (left, right) = match column {
            0 if closed => (last - 1, 1),
            0 => (0, 1),
            _ if column == last && closed => (last - 1, 1),
            _ => (column - 1, (column + 1).min(last)),
        };
        let across = minus(at(row, right), at(row, left));
        let down = minus(at((row + 1).min(rows - 1), column), at(row.saturating_sub(1), column));
        let normal = cross(across, down);
        // Poles have no direction of their own.
        if dot(normal, normal) < 1e-14 { unit(self.at[index]) } else { unit(normal) }
    }
}

fn distance(a: V3, b: V3) -> f32 {
    dot(minus(a, b), minus(a, b)).sqrt()
}

/// The light of the room as one sitter receives it.
#[derive(Clone, Copy)]
pub struct Lamps {
    /// Unit vector to the main light.
    pub key: V3,
    pub key_strength: f32,
    /// Unit vector to the weaker light of the other side.
    pub fill: V3,
    pub fill_strength: f32,
    pub ambient: f32,
    /// Light of a window behind that grazes the outline.
    pub rim: f32,
    /// Above this height in the head's own coordinates a brim keeps the main light away.
    pub brim: Option<f32>,
}

/// How far light creeps around an edge of skin or hair, for red, green and blue: skin glows red at the edge of shadow.
const WRAP: V3 = [0.38, 0.27, 0.22];

impl Lamps {
    fn at(&self, normal: V3, gloss: f32, shadow: f32) -> (V3, f32) {
        let ambient = self.ambient * (1.0 - 0.28 * normal[1]) * mix(0.6, 1.0, shadow);
        let (key, fill) = (dot(normal, self.key), dot(normal, self.fill));
        let rim = self.rim * (1.0 - normal[2].abs()).powi(3);
        let light = WRAP.map(|wrap| {
            let soft = |facing: f32| ((facing + wrap) / (1.0 + wrap)).max(0.0);
            ambient + self.key_strength * shadow * soft(key) + self.fill_strength * soft(fill) + rim
        });
        let half = unit(plus(self.key, [0.0, 0.0, 1.0]));
        let mirror = dot(normal, half).max(0.0).powi(2).powi(2).powi(2).powi(2);
        (light, gloss * mirror * self.key_strength * shadow)
    }
}

/// Where a sitter is: turns points of the head into points of the picture.
#[derive(Clone, Copy)]
pub struct Stand {
    pub head: Turn,
    pub body: Turn,
    /// Middle of the head in the picture, in pixels.
    pub middle: [f32; 2],
    /// Pixels a unit (half the height of the head).
    pub scale: f32,
    /// From the middle of the head to the lens, in units.
    pub away: f32,
    /// Added to the depth: who sits nearer hides who sits behind.
    pub depth: f32,
    pub lamps: Lamps,
}

/// A corner on the picture: depth, two of place, three of light, mirror light.
#[derive(Clone, Copy, Default)]
pub struct Corner {
    at: [f32; 2],
    rest: [f32; 8],
}

impl Stand {
    fn corner(&self, mesh: &Mesh, index: usize) -> Corner {
        let (point, normal) = (mesh.at[index], mesh.normals[index]);
        let (mut to, mut facing) = (self.head.of(point), self.head.of(normal));
        if mesh.hangs {
            let part = smooth(0.65, 1.5, point[1]);
            let hung = plus(self.head.of(PIVOT), self.body.of(minus(point, PIVOT)));
            to = mix3(to, hung, part);
            facing = mix3(facing, self.body.of(normal), part);
        }
        if mesh.thin && facing[2] < 0.0 {
            facing = scaled(facing, -1.0);
        }
        let shadow = match self.lamps.brim {
            Some(edge) => mix(0.28, 1.0, smooth(edge - 0.16, edge + 0.14, point[1])),
            None => 1.0,
        };
        let (light, mirror) = self.lamps.at(facing, mesh.gloss, shadow);
        let zoom = self.scale * self.away / (self.away - to[2]).max(0.2);
        let [u, v] = mesh.places[index];
        let [r, g, b] = std::array::from_fn(|part| light[part] * mesh.tints[index][part]);
        Corner {
            at: [self.middle[0] + to[0] * zoom, self.middle[1] + to[1] * zoom],
            rest: [to[2] + self.depth, u, v, r, g, b, mirror, 0.0],
        }
    }
}

/// Draws meshes; keeps its corners to spare allocations.
pub struct Painter<'a> {
    pub canvas: &'a mut Canvas,
    corners: Vec<Corner>,
}

impl<'a> Painter<'a> {
    pub fn new(canvas: &'a mut Canvas) -> Self {
        Self { canvas, corners: Vec::new() }
    }

    /// Draws `mesh`; `colour` gives red, green, blue (of the eye, not linear) and cover at a place of the texture.
    pub fn draw(&mut self, mesh: &Mesh, stand: &Stand, colour: impl Fn(f32, f32) -> [f32; 4]) {
        let mut corners = std::mem::take(&mut self.corners);
        corners.clear();
        corners.extend((0..mesh.at.len()).map(|index| stand.corner(mesh, index)));
        for top in 0..mesh.at.len() / mesh.columns - 1 {
            for column in 0..mesh.columns - 1 {
                let first = top * mesh.columns + column;
                let [a, b] = [&corners[first], &corners[first + 1]];
                let [c, d] = [&corners[first + mesh.columns], &corners[first + mesh.columns + 1]];
                self.triangle([a, b, c], mesh.thin, &colour);
                self.triangle([b, d, c], mesh.thin, &colour);
            }
        }
        self.corners = corners;
    }

    #[inline]
    fn triangle(&mut self, [a, b, c]: [&Corner; 3], thin: bool, colour: &impl Fn(f32, f32) -> [f32; 4]) {
        let side = |from: [f32; 2], to: [f32; 2], x: f32, y: f32| {
            (to[0] - from[0]) * (y - from[1]) - (to[1] - from[1]) * (x - from[0])
        };
        let area = side(a.at, b.at, c.at[0], c.at[1]);
        let (b, c, area) = if area < 0.0 && thin { (c, b, -area) } else { (b, c, area) };
        if area.is_nan() || area <= 1e-6 {
            return;
        }
        let span = |axis: usize, limit: usize| {
            let (low, high) = (a.at[axis].min(b.at[axis]).min(c.at[axis]), a.at[axis].max(b.at[axis]).max(c.at[axis]));
            ((low - 0.5).ceil().max(0.0) as usize, ((high - 0.5).floor() + 1.0).clamp(0.0, limit as f32) as usize)
        };
        let ((left, right), (top, bottom)) = (span(0, self.canvas.width), span(1, self.canvas.height));
        for row in top..bottom {
            let y = row as f32 + 0.5;
            for column in left..right {
                let x = column as f32 + 0.5;
                let (wa, wb, wc) = (side(b.at, c.at, x, y), side(c.at, a.at, x, y), side(a.at, b.at, x, y));
                if wa < 0.0 || wb < 0.0 || wc < 0.0 {
                    continue;
                }
                let (wa, wb, wc) = (wa / area, wb / area, wc / area);
                let depth = wa * a.rest[0] + wb * b.rest[0] + wc * c.rest[0];
                let pixel = &mut self.canvas.pixels[row * self.canvas.width + column];
                if depth <= pixel[3] {
                    continue;
                }
                let all: [f32; 8] = std::array::from_fn(|k| wa * a.rest[k] + wb * b.rest[k] + wc * c.rest[k]);
                let [red, green, blue, cover] = colour(all[1], all[2]);
                let lit = |seen: f32, light: f32| seen * seen * light + all[6];
                let drawn = [lit(red, all[3]), lit(green, all[4]), lit(blue, all[5])];
                for (old, new) in pixel.iter_mut().zip(drawn) {
                    *old += (new - *old) * cover;
                }
                if cover > 0.5 {
                    pixel[3] = depth;
                }
            }
        }
    }
}

/// A picture that is laid on a surface: red, green, blue and cover, a byte each.
pub struct Texture {
    width: usize,
    height: usize,
    texels: Vec<[u8; 4]>,
    /// Place of the left upper corner and of the right lower corner.
    from: [f32; 2],
    to: [f32; 2],
}

impl Texture {
    /// Paints every texel by its place.
    pub fn new(
        (width, height): (usize, usize),
        from: [f32; 2],
        to: [f32; 2],
        mut paint: impl FnMut(f32, f32) -> [f32; 4],
    ) -> Self {
        let mut texels = Vec::with_capacity(width * height);
        for row in 0..height {
            let v = mix(from[1], to[1], row as f32 / (height - 1) as f32);
            for column in 0..width {
                let u = mix(from[0], to[0], column as f32 / (width - 1) as f32);
                texels.push(paint(u, v).map(|part| (part.clamp(0.0, 1.0) * 255.0 + 0.5) as u8));
            }
        }
        Self { width, height, texels, from, to }
    }

    /// The colour between the four nearest texels.
    #[inline]
    pub fn at(&self, u: f32, v: f32) -> [f32; 4] {
        let axis = |place: f32, from: f32, to: f32, count: usize| {
            let at = ((place - from) / (to - from) * (count - 1) as f32).clamp(0.0, (count - 1) as f32 - 0.001);
            (at as usize, at - (at as usize) as f32)
        };
        let (column, across) = axis(u, self.from[0], self.to[0], self.width);
        let (row, down) = axis(v, self.from[1], self.to[1], self.height);
        let first = row * self.width + column;
        let (a, b) = (self.texels[first], self.texels[first + 1]);
        let (c, d) = (self.texels[first + self.width], self.texels[first + self.width + 1]);
        std::array::from_fn(|part| {
            let [a, b, c, d] = [a, b, c, d].map(|texel| f32::from(texel[part]));
            mix(mix(a, b, across), mix(c, d, across), down) * (1.0 / 255.0)
        })
    }
}
