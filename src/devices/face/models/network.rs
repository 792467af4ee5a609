//! dlib's two networks, the face detector (mmod) and the recogniser (a residual network), from `.dat` to ONNX.

use super::dat::{Dat, DatError};
use super::onnx::{Network, Size};

/// Most channels, filters or window sides that a layer of our files has.
const MAX_SIZE: usize = 4096;
/// Layers of the deeper network: about 150.
const MAX_LAYERS: usize = 400;

/// One layer, in the order in which a picture passes them.
#[derive(Debug, Clone, PartialEq)]
enum Layer {
    Convolution(Convolution),
    /// Times and plus, a channel at a time.
    Scale {
        times: Vec<f32>,
        plus: Vec<f32>,
    },
    Relu,
    Pool {
        average: bool,
        window: Window,
    },
    /// Remembers what is here, for an `Add` further on.
    Remember,
    /// Remembers what is here too, and goes on from what was remembered before.
    GoBack,
    Add,
    Connect {
        inputs: usize,
        outputs: usize,
        weights: Vec<f32>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Window {
    rows: usize,
    columns: usize,
    step: [usize; 2],
    pad: [usize; 2],
}

impl Window {
    fn read(dat: &mut Dat) -> Result<Self, DatError> {
        let mut size = || dat.count(MAX_SIZE);
        Ok(Self { rows: size()?, columns: size()?, step: [size()?, size()?], pad: [size()?, size()?] })
    }

    /// Rows and columns behind this window.
    fn of([rows, columns]: [usize; 2], window: &Self) -> Option<[usize; 2]> {
        let along = |size: usize, window: usize, step: usize, pad: usize| {
            (size + 2 * pad).checked_sub(window)?.checked_div(step).map(|steps| steps + 1)
        };
        Some([
            along(rows, window.rows, window.step[0], window.pad[0])?,
            along(columns, window.columns, window.step[1], window.pad[1])?,
        ])
    }

    fn attributes(&self) -> [(&'static str, Vec<i64>); 3] {
        let [down, right] = self.pad.map(|pad| pad as i64);
        [
            ("kernel_shape", vec![self.rows as i64, self.columns as i64]),
            ("strides", self.step.map(|step| step as i64).to_vec()),
            ("pads", vec![down, right, down, right]),
        ]
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Convolution {
    filters: usize,
    channels: usize,
    window: Window,
    weights: Vec<f32>,
    biases: Vec<f32>,
}

impl Convolution {
    fn read(dat: &mut Dat) -> Result<Self, DatError> {
        let mut numbers = dat.tensor()?;
        let filters = dat.count(MAX_SIZE)?;
        let window = Window::read(dat)?;
        dat.alias()?;
        dat.alias()?;
        dat.floats(4)?;
        let of_one_channel = filters * window.rows * window.columns;
        let weights = numbers.len().checked_sub(filters).filter(|weights| of_one_channel > 0 && *weights > 0);
        let weights = weights.filter(|weights| weights % of_one_channel == 0);
        let weights = weights.ok_or_else(|| dat.error("a convolution whose numbers do not fit its size"))?;
        let biases = numbers.split_off(weights);
        Ok(Self { filters, channels: weights / of_one_channel, window, weights: numbers, biases })
    }

    /// Takes over a scale that comes right behind it.
    fn scaled(mut self, times: &[f32], plus: &[f32]) -> Self {
        let of_one_filter = self.weights.len() / self.filters;
        for (filter, weights) in self.weights.chunks_mut(of_one_filter).enumerate() {
            weights.iter_mut().for_each(|weight| *weight *= times[filter]);
            self.biases[filter] = self.biases[filter] * times[filter] + plus[filter];
        }
        self
    }
}

/// What a `.dat` network says: mean colours of the input, layers.
#[derive(Debug, PartialEq)]
pub struct DlibNetwork {
    /// Subtracted from red, green and blue before the network; then everything is divided by 256.
    pub mean: [f32; 3],
    /// Fixed sides of the input, where it has them.
    pub sides: Option<[usize; 2]>,
    layers: Vec<Layer>,
}

impl DlibNetwork {
    /// Reads a whole file.
    pub fn read(bytes: &[u8]) -> Result<Self, DatError> {
        let mut dat = Dat::new(bytes);
        dat.expect(1)?;
        read_loss(&mut dat)?;
        let (marks, name) = read_marks(&mut dat)?;
        let input = dat.name_of(name)?;
        let mean = [dat.float()? as f32, dat.float()? as f32, dat.float()? as f32];
        let sides = match input.as_str() {
            "input_rgb_image_sized" => Some([dat.count(MAX_SIZE)?, dat.count(MAX_SIZE)?]),
            "input_rgb_image_pyramid" => None,
            other => return Err(dat.error(format_args!("an input named {other:?}"))),
        };
        let mut layers = Vec::new();
        for mark in marks {
            let layer = match mark {
                Mark::Layer { version } => read_layer(&mut dat, version)?,
                Mark::Remember => Layer::Remember,
                Mark::GoBack => Layer::GoBack,
            };
            push(&mut layers, layer).map_err(|what| dat.error(what))?;
        }
        dat.end()?;
        Ok(Self { mean, sides, layers })
    }

    /// The network as an ONNX file. Input `image`: 1×3×rows×columns, (RGB - mean) / 256; output `output`.
    pub fn to_onnx(&self, name: &str) -> Result<Vec<u8>, String> {
        let (rows, columns) = match self.sides {
            Some([rows, columns]) => (Size::Fixed(rows), Size::Fixed(columns)),
            None => (Size::Free("rows"), Size::Free("columns")),
        };
        let input = [Size::Fixed(1), Size::Fixed(3), rows, columns];
        let mut writer = Writer {
            network: Network::new(name, "image", &input),
            at: Value { name: "image".into(), channels: 3, sides: self.sides },
            remembered: None,
            other: None,
        };
        for layer in &self.layers {
            writer.layer(layer)?;
        }
        let Value { name, channels, sides } = writer.at;
        let output = match (sides, self.sides) {
            (None, None) => vec![Size::Fixed(1), Size::Fixed(channels), Size::Free("cells_down"), Size::Free("cells")],
            _ => vec![Size::Fixed(1), Size::Fixed(channels)],
        };
        writer.network.output(&name, "output", &output);
        Ok(writer.network.finish())
    }
}

/// One step of the way from the input up, before its layer is read.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Mark {
    Layer { version: i64 },
    Remember,
    GoBack,
}

/// The loss is for training; only the size of mmod's window would matter, and that is checked.
fn read_loss(dat: &mut Dat) -> Result<(), DatError> {
    match dat.name()?.as_str() {
        "loss_metric_2" => dat.floats(2).map(drop),
        "loss_mmod_" => {
            dat.expect(1)?;
            dat.expect(80)?;
            dat.expect(80)?;
            dat.floats(7).map(drop)
        }
        other => Err(dat.error(format_args!("a loss named {other:?}"))),
    }
}

/// The nesting is written from the top down, before any layer: 2 or 3 is a layer, 1 a tag or a jump to one. It ends
/// with the length of the input's name, which is the second value.
fn read_marks(dat: &mut Dat) -> Result<(Vec<Mark>, usize), DatError> {
    let mut from_the_top = Vec::new();
    let name = loop {
        match dat.int()? {
            mark @ 1..=3 => from_the_top.push(mark),
            other => break usize::try_from(other).map_err(|_| dat.error("a name of no length"))?,
        }
        if from_the_top.len() > MAX_LAYERS {
            return Err(dat.error("too many layers"));
        }
    };
    let mut marks = Vec::new();
    for mark in from_the_top.into_iter().rev() {
        match (mark, marks.last()) {
            (1, Some(Mark::Remember)) => {
                marks.pop();
                marks.push(Mark::GoBack);
            }
            (1, _) => marks.push(Mark::Remember),
            (version, _) => marks.push(Mark::Layer { version }),
        }
    }
    Ok((marks, name))
}

fn read_layer(dat: &mut Dat, version: i64) -> Result<Layer, DatError> {
    let layer = match dat.name()?.as_str() {
        "con_4" => Layer::Convolution(Convolution::read(dat)?),
        "affine_" => read_affine(dat)?,
        "bn_con2" => read_batch_norm(dat)?,
        "relu_" => Layer::Relu,
        "max_pool_2" => Layer::Pool { average: false, window: Window::read(dat)? },
        "avg_pool_2" => Layer::Pool { average: true, window: Window::read(dat)? },
        "add_prev_" => Layer::Add,
        "fc_2" => read_connected(dat)?,
        other => return Err(dat.error(format_args!("a layer named {other:?}"))),
    };
    // What training left: flags, gradients, a cached output.
    for _ in 0..3 {
        dat.flag()?;
    }
    for _ in 0..3 {
        dat.tensor()?;
    }
    if version == 3 {
        dat.int()?;
    }
    Ok(layer)
}

fn read_affine(dat: &mut Dat) -> Result<Layer, DatError> {
    let mut times = dat.tensor()?;
    dat.alias()?;
    dat.alias()?;
    dat.int()?;
    let plus = times.split_off(times.len() / 2);
    Ok(Layer::Scale { times, plus })
}

/// Batch normalisation with its running mean and variance is a scale.
fn read_batch_norm(dat: &mut Dat) -> Result<Layer, DatError> {
    let mut gamma = dat.tensor()?;
    dat.alias()?;
    dat.alias()?;
    dat.tensor()?;
    dat.tensor()?;
    let (mean, variance) = (dat.tensor()?, dat.tensor()?);
    dat.int()?;
    dat.int()?;
    dat.floats(4)?;
    let epsilon = dat.float()? as f32;
    let beta = gamma.split_off(gamma.len() / 2);
    if [mean.len(), variance.len(), beta.len()] != [gamma.len(); 3] {
        return Err(dat.error("a batch normalisation whose numbers do not fit"));
    }
    let times: Vec<f32> = gamma.iter().zip(&variance).map(|(gamma, var)| gamma / (var + epsilon).sqrt()).collect();
    let plus = beta.iter().zip(&mean).zip(&times).map(|((beta, mean), times)| beta - mean * times).collect();
    Ok(Layer::Scale { times, plus })
}

fn read_connected(dat: &mut Dat) -> Result<Layer, DatError> {
    let (outputs, inputs) = (dat.count(MAX_SIZE)?, dat.count(MAX_SIZE)?);
    let weights = dat.tensor()?;
    dat.alias()?;
    dat.alias()?;
    // 1: no bias.
    dat.expect(1)?;
    dat.floats(4)?;
    if weights.len() != inputs * outputs {
        return Err(dat.error("a connected layer whose numbers do not fit its size"));
    }
    Ok(Layer::Connect { inputs, outputs, weights })
}

/// Adds a layer; a scale right behind a convolution becomes part of it.
fn push(layers: &mut Vec<Layer>, layer: Layer) -> Result<(), &'static str> {
    match (layers.pop(), layer) {
        (Some(Layer::Convolution(before)), Layer::Scale { times, plus }) => {
            if [times.len(), plus.len()] != [before.filters; 2] {
                return Err("a scale that does not fit the convolution before it");
            }
            layers.push(Layer::Convolution(before.scaled(&times, &plus)));
        }
        (before, layer) => {
            layers.extend(before);
            layers.push(layer);
        }
    }
    Ok(())
}

/// A value within the network that is being written.
#[derive(Clone)]
struct Value {
    name: String,
    channels: usize,
    sides: Option<[usize; 2]>,
}

struct Writer {
    network: Network,
    at: Value,
    remembered: Option<Value>,
    /// Where `Add` finds its other part when that is not `remembered`.
    other: Option<Value>,
}

impl Writer {
    fn layer(&mut self, layer: &Layer) -> Result<(), String> {
        match layer {
            Layer::Convolution(convolution) => return self.convolution(convolution),
            Layer::Scale { times, plus } => {
                let dims = [1, times.len(), 1, 1];
                let (times, plus) = (self.network.constant(&dims, times), self.network.constant(&dims, plus));
                let scaled = self.network.add("Mul", &[&self.at.name, &times], &[]);
                self.at.name = self.network.add("Add", &[&scaled, &plus], &[]);
            }
            Layer::Relu => self.at.name = self.network.add("Relu", &[&self.at.name], &[]),
            Layer::Pool { average, window } => return self.pool(*average, window),
            Layer::Remember => self.remembered = Some(self.at.clone()),
            Layer::GoBack => {
                let back = self.remembered.clone().ok_or("a jump back to nowhere")?;
                self.other = Some(std::mem::replace(&mut self.at, back));
            }
            Layer::Add => {
                let other = self.other.take().or_else(|| self.remembered.clone()).ok_or("a sum with nothing")?;
                return self.add(other);
            }
            Layer::Connect { inputs, outputs, weights } => {
                let weights = self.network.constant(&[*inputs, *outputs], weights);
                let flat = self.network.reshape(&self.at.name, &[1, *inputs as i64]);
                let name = self.network.add("MatMul", &[&flat, &weights], &[]);
                self.at = Value { name, channels: *outputs, sides: Some([1, 1]) };
            }
        }
        Ok(())
    }

    fn behind(&self, window: &Window) -> Result<Option<[usize; 2]>, String> {
        self.at
            .sides
            .map(|sides| Window::of(sides, window).ok_or("a window larger than its picture".into()))
            .transpose()
    }

    fn convolution(&mut self, layer: &Convolution) -> Result<(), String> {
        if layer.channels != self.at.channels {
            return Err(format!("a convolution of {} channels over {}", layer.channels, self.at.channels));
        }
        let dims = [layer.filters, layer.channels, layer.window.rows, layer.window.columns];
        let weights = self.network.constant(&dims, &layer.weights);
        let biases = self.network.constant(&[layer.filters], &layer.biases);
        let sides = self.behind(&layer.window)?;
        let attributes = layer.window.attributes();
        let attributes = attributes.each_ref().map(|(name, ints)| (*name, ints.as_slice()));
        let name = self.network.add("Conv", &[&self.at.name, &weights, &biases], &attributes);
        self.at = Value { name, channels: layer.filters, sides };
        Ok(())
    }

    fn pool(&mut self, average: bool, window: &Window) -> Result<(), String> {
        // A window without a size is the whole picture.
        if window.rows == 0 {
            let operator = if average { "GlobalAveragePool" } else { "GlobalMaxPool" };
            self.at.name = self.network.add(operator, &[&self.at.name], &[]);
            self.at.sides = Some([1, 1]);
            return Ok(());
        }
        let sides = self.behind(window)?;
        let attributes = window.attributes();
        let attributes = attributes.each_ref().map(|(name, ints)| (*name, ints.as_slice()));
        let operator = if average { "AveragePool" } else { "MaxPool" };
        self.at.name = self.network.add(operator, &[&self.at.name], &attributes);
        self.at.sides = sides;
        Ok(())
    }

    /// The smaller part is filled up with zeros, in channels, rows and columns.
    fn add(&mut self, other: Value) -> Result<(), String> {
        let (Some(mine), Some(theirs)) = (self.at.sides, other.sides) else {
            return Err("a sum of pictures whose sizes are not known".into());
        };
        let (mine, theirs) = ([self.at.channels, mine[0], mine[1]], [other.channels, theirs[0], theirs[1]]);
        let all = [0, 1, 2].map(|side| mine[side].max(theirs[side]));
        let missing = |part: [usize; 3]| [0, 1, 2].map(|side| all[side] - part[side]);
        let a = self.network.pad(&self.at.name, missing(mine));
        let b = self.network.pad(&other.name, missing(theirs));
        let name = self.network.add("Add", &[&a, &b], &[]);
        self.at = Value { name, channels: all[0], sides: Some([all[1], all[2]]) };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_becomes_part_of_the_convolution_before_it() {
        let window = Window { rows: 1, columns: 1, step: [1, 1], pad: [0, 0] };
        let convolution =
            Convolution { filters: 2, channels: 1, window, weights: vec![3.0, 4.0], biases: vec![1.0, 1.0] };
        let mut layers = vec![Layer::Convolution(convolution)];
        push(&mut layers, Layer::Scale { times: vec![2.0, 10.0], plus: vec![5.0, 0.0] }).unwrap();
        let [Layer::Convolution(folded)] = layers.as_slice() else { panic!("{layers:?}") };
        assert_eq!((folded.weights.as_slice(), folded.biases.as_slice()), (&[6.0, 40.0][..], &[7.0, 10.0][..]));
        assert!(push(&mut layers, Layer::Scale { times: vec![1.0], plus: vec![1.0] }).is_err());
    }

    #[test]
    fn tags_are_read_from_the_bottom_up() {
        // From the top: a layer, a jump, a tag, a layer, a tag, a layer; then a name of 23 letters.
        let bytes = [[1, 2], [1, 1], [1, 1], [1, 2], [1, 1], [1, 3], [1, 23]].concat();
        let (marks, name) = read_marks(&mut Dat::new(&bytes)).unwrap();
        let layer = |version| Mark::Layer { version };
        assert_eq!(marks, [layer(3), Mark::Remember, layer(2), Mark::GoBack, layer(2)]);
        assert_eq!(name, 23);
    }

    #[test]
    fn a_file_that_is_cut_or_longer_is_refused() {
        assert!(DlibNetwork::read(&[]).is_err());
        assert!(DlibNetwork::read(b"\x01\x01\x01\x0dloss_metric_2").is_err());
        assert!(DlibNetwork::read(b"\x01\x01\x01\x03abc").unwrap_err().what.contains("abc"));
    }
}
