//! Just as much of the ONNX format (protobuf, onnx.proto3 of IR version 8) as our two networks need, written only.

use prost::Message;

/// Newest operator set that a runtime of api 17 knows for certain; all we use is older.
const OPSET: i64 = 17;
const IR_VERSION: i64 = 8;
/// `TensorProto.DataType`.
const FLOAT: i32 = 1;
const INT64: i32 = 7;

#[derive(Clone, PartialEq, Message)]
struct Model {
    #[prost(int64, tag = "1")]
    ir_version: i64,
    #[prost(string, tag = "2")]
    producer: String,
    #[prost(message, optional, tag = "7")]
    graph: Option<Graph>,
    #[prost(message, repeated, tag = "8")]
    opsets: Vec<Opset>,
}

#[derive(Clone, PartialEq, Message)]
struct Opset {
    #[prost(int64, tag = "2")]
    version: i64,
}

#[derive(Clone, PartialEq, Message)]
struct Graph {
    #[prost(message, repeated, tag = "1")]
    nodes: Vec<Node>,
    #[prost(string, tag = "2")]
    name: String,
    #[prost(message, repeated, tag = "5")]
    constants: Vec<Tensor>,
    #[prost(message, repeated, tag = "11")]
    inputs: Vec<ValueInfo>,
    #[prost(message, repeated, tag = "12")]
    outputs: Vec<ValueInfo>,
}

#[derive(Clone, PartialEq, Message)]
struct Node {
    #[prost(string, repeated, tag = "1")]
    inputs: Vec<String>,
    #[prost(string, repeated, tag = "2")]
    outputs: Vec<String>,
    #[prost(string, tag = "4")]
    operator: String,
    #[prost(message, repeated, tag = "5")]
    attributes: Vec<Attribute>,
}

#[derive(Clone, PartialEq, Message)]
struct Attribute {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(int64, repeated, packed = "false", tag = "8")]
    ints: Vec<i64>,
    /// `AttributeProto.AttributeType.INTS` is 7.
    #[prost(int32, tag = "20")]
    kind: i32,
}

#[derive(Clone, PartialEq, Message)]
struct Tensor {
    #[prost(int64, repeated, packed = "false", tag = "1")]
    dims: Vec<i64>,
    #[prost(int32, tag = "2")]
    data_type: i32,
    #[prost(string, tag = "8")]
    name: String,
    #[prost(bytes = "vec", tag = "9")]
    raw: Vec<u8>,
}

#[derive(Clone, PartialEq, Message)]
struct ValueInfo {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(message, optional, tag = "2")]
    kind: Option<TypeInfo>,
}

#[derive(Clone, PartialEq, Message)]
struct TypeInfo {
    #[prost(message, optional, tag = "1")]
    tensor: Option<TensorType>,
}

#[derive(Clone, PartialEq, Message)]
struct TensorType {
    #[prost(int32, tag = "1")]
    element: i32,
    #[prost(message, optional, tag = "2")]
    shape: Option<Shape>,
}

#[derive(Clone, PartialEq, Message)]
struct Shape {
    #[prost(message, repeated, tag = "1")]
    dims: Vec<Dim>,
}

#[derive(Clone, PartialEq, Message)]
struct Dim {
    #[prost(oneof = "DimValue", tags = "1, 2")]
    value: Option<DimValue>,
}

#[derive(Clone, PartialEq, prost::Oneof)]
enum DimValue {
    #[prost(int64, tag = "1")]
    Fixed(i64),
    #[prost(string, tag = "2")]
    Free(String),
}

/// One size of an input or output: a number, or free and only named.
#[derive(Debug, Clone, Copy)]
pub enum Size {
    Fixed(usize),
    Free(&'static str),
}

/// A network that grows by one operator after the other. A value in it is known by its name.
#[derive(Default)]
pub struct Network {
    graph: Graph,
    values: usize,
}

impl Network {
    /// Begins with this input.
    pub fn new(name: &str, input: &str, sizes: &[Size]) -> Self {
        let graph = Graph { name: name.into(), inputs: vec![value(input, sizes)], ..Graph::default() };
        Self { graph, values: 0 }
    }

    fn fresh(&mut self) -> String {
        self.values += 1;
        format!("v{}", self.values)
    }

    /// Numbers that are part of the network.
    pub fn constant(&mut self, dims: &[usize], numbers: &[f32]) -> String {
        let raw = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        self.keep(dims, FLOAT, raw)
    }

    fn keep(&mut self, dims: &[usize], data_type: i32, raw: Vec<u8>) -> String {
        let name = self.fresh();
        let dims = dims.iter().map(|size| *size as i64).collect();
        self.graph.constants.push(Tensor { dims, data_type, name: name.clone(), raw });
        name
    }

    fn ints(&mut self, numbers: &[i64]) -> String {
        let raw = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        self.keep(&[numbers.len()], INT64, raw)
    }

    /// Adds an operator with whole-number attributes and gives the name of its output.
    pub fn add(&mut self, operator: &str, inputs: &[&str], attributes: &[(&str, &[i64])]) -> String {
        let output = self.fresh();
        let attributes = attributes
            .iter()
            .map(|(name, ints)| Attribute { name: (*name).into(), ints: ints.to_vec(), kind: 7 })
            .collect();
        self.graph.nodes.push(Node {
            inputs: inputs.iter().map(|input| (*input).to_owned()).collect(),
            outputs: vec![output.clone()],
            operator: operator.into(),
            attributes,
        });
        output
    }

    /// Adds zeros behind channels, rows and columns.
    pub fn pad(&mut self, input: &str, [channels, rows, columns]: [usize; 3]) -> String {
        if channels + rows + columns == 0 {
            return input.to_owned();
        }
        let pads = self.ints(&[0, 0, 0, 0, 0, channels as i64, rows as i64, columns as i64]);
        self.add("Pad", &[input, &pads], &[])
    }

    /// Another arrangement of the same numbers.
    pub fn reshape(&mut self, input: &str, dims: &[i64]) -> String {
        let dims = self.ints(dims);
        self.add("Reshape", &[input, &dims], &[])
    }

    /// Makes this value an output of this name.
    pub fn output(&mut self, last: &str, name: &str, sizes: &[Size]) {
        self.graph.nodes.push(Node {
            inputs: vec![last.to_owned()],
            outputs: vec![name.to_owned()],
            operator: "Identity".into(),
            attributes: Vec::new(),
        });
        self.graph.outputs.push(value(name, sizes));
    }

    /// The file.
    pub fn finish(self) -> Vec<u8> {
        Model {
            ir_version: IR_VERSION,
            producer: "uketsuke".into(),
            graph: Some(self.graph),
            opsets: vec![Opset { version: OPSET }],
        }
        .encode_to_vec()
    }
}

fn value(name: &str, sizes: &[Size]) -> ValueInfo {
    let dims = sizes.iter().map(|size| match size {
        Size::Fixed(number) => Dim { value: Some(DimValue::Fixed(*number as i64)) },
        Size::Free(name) => Dim { value: Some(DimValue::Free((*name).into())) },
    });
    let tensor = TensorType { element: FLOAT, shape: Some(Shape { dims: dims.collect() }) };
    ValueInfo { name: name.into(), kind: Some(TypeInfo { tensor: Some(tensor) }) }
}
