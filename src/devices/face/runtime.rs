//! ONNX Runtime, loaded at run time from the library that the set-up has put into the models' folder.

use ort::environment::Environment;
use ort::ep::CPU;
use ort::session::Session;
use ort::session::builder::GraphOptimizationLevel;
use ort::value::{TensorRef, ValueType};
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};
use zeroize::{Zeroize, Zeroizing};

/// Why a network does not run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuntimeError {
    #[error("ONNX Runtime cannot be loaded from {path} ({cause}): run `uketsuke models install` again")]
    Library { path: String, cause: String },
    #[error("the network {name} cannot be used ({cause}): its file does not fit what models.toml says of it")]
    Network { name: String, cause: String },
    #[error("the network {name} failed ({cause}): restart the kiosk, then install the models anew")]
    Run { name: String, cause: String },
}

/// ONNX Runtime allows one environment in a process, for the whole of its life.
fn environment(library: &Path) -> Result<&'static Environment, RuntimeError> {
    static ENVIRONMENT: OnceLock<Environment> = OnceLock::new();
    static LOADING: Mutex<()> = Mutex::new(());
    let _one_at_a_time = LOADING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(environment) = ENVIRONMENT.get() {
        return Ok(environment);
    }
    let error = |cause: String| RuntimeError::Library { path: library.display().to_string(), cause };
    if !library.is_file() {
        return Err(error("there is no such file".into()));
    }
    let builder = ort::init_from(library).map_err(|cause| error(cause.to_string()))?;
    // Telemetry off: this program tells nobody anything.
    let environment = builder.with_telemetry(false).build().map_err(|cause| error(cause.to_string()))?;
    Ok(ENVIRONMENT.get_or_init(|| environment))
}

/// A network, ready to run. One thread, so that the screen never starves.
pub struct Net {
    name: String,
    session: Session,
    input: String,
}

/// What came out: one vector of numbers for each output, in the order of the network. Wiped when dropped, because a
/// face can be recognised by it.
pub type Outputs = Vec<Zeroizing<Vec<f32>>>;

impl Net {
    /// `input`: the expected sizes of the one input; `None` is any. `outputs`: how many outputs there must be.
    pub fn load(
        library: &Path,
        name: &str,
        model: &[u8],
        input: [Option<usize>; 4],
        outputs: usize,
    ) -> Result<Self, RuntimeError> {
        let error = |cause: String| RuntimeError::Network { name: name.into(), cause };
        let session = build(environment(library)?, model).map_err(error)?;
        let [only] = session.inputs() else { return Err(error("it has not one input".into())) };
        check_input(only.dtype(), input).map_err(error)?;
        if session.outputs().len() != outputs {
            return Err(error(format!("it has {} outputs instead of {outputs}", session.outputs().len())));
        }
        let input = only.name().to_owned();
        Ok(Self { name: name.into(), session, input })
    }

    /// The names of the outputs, in their order.
    pub fn outputs(&self) -> Vec<String> {
        self.session.outputs().iter().map(|output| output.name().to_owned()).collect()
    }

    /// Runs once over `pixels` (1 × 3 × rows × columns). `shapes` of the outputs come with them.
    pub fn run(&mut self, sizes: [usize; 4], pixels: &[f32]) -> Result<(Outputs, Vec<Vec<usize>>), RuntimeError> {
        let name = self.name.clone();
        let error = |cause: ort::Error| RuntimeError::Run { name: name.clone(), cause: cause.to_string() };
        let input = TensorRef::from_array_view((sizes, pixels)).map_err(error)?;
        let mut outputs = self.session.run(ort::inputs![self.input.as_str() => input]).map_err(error)?;
        let (mut values, mut shapes) = (Outputs::new(), Vec::new());
        for (_, mut output) in outputs.iter_mut() {
            let (shape, numbers) = output.try_extract_tensor_mut::<f32>().map_err(error)?;
            shapes.push(shape.iter().map(|size| usize::try_from(*size).unwrap_or(0)).collect());
            values.push(Zeroizing::new(numbers.to_vec()));
            // The library's own copy.
            numbers.zeroize();
        }
        Ok((values, shapes))
    }
}

fn build(environment: &Environment, model: &[u8]) -> Result<Session, String> {
    let text = |error: ort::Error<ort::session::builder::SessionBuilder>| error.to_string();
    Session::builder(environment)
        .map_err(|error| error.to_string())?
        .with_intra_threads(1)
        .map_err(text)?
        .with_optimization_level(GraphOptimizationLevel::All)
        .map_err(text)?
        // No arena: it would keep what a face left in it until the program ends.
        .with_execution_providers([CPU::default().with_arena_allocator(false).build()])
        .map_err(text)?
        .with_memory_pattern(false)
        .map_err(text)?
        .commit_from_memory(model)
        .map_err(|error| error.to_string())
}

fn check_input(kind: &ValueType, wanted: [Option<usize>; 4]) -> Result<(), String> {
    let Some(shape) = kind.tensor_shape() else { return Err("its input is no tensor".into()) };
    // A size of -1 is free.
    let fits = shape.len() == 4
        && shape.iter().zip(wanted).all(|(size, wanted)| {
            wanted.is_none_or(|wanted| usize::try_from(*size).is_err() || usize::try_from(*size) == Ok(wanted))
        });
    if fits { Ok(()) } else { Err(format!("its input is {shape:?}, and models.toml says {wanted:?}")) }
}
