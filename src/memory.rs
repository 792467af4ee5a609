//! What is in memory stays there, and only while it is needed. What is freed is overwritten: Rust's memory by the allocator,
//! that of C and C++ libraries (graphics, ONNX Runtime, PC/SC) by glibc, which has to be told so in the environment before the
//! program starts. So has ONNX Runtime, to keep quiet.

#[cfg(test)]
use crate::abuse::ceiling::Counted as System;
use rustix::mm::{MlockAllFlags, mlockall};
use rustix::process::{DumpableBehavior, Resource, Rlimit, getrlimit, set_dumpable_behavior, setrlimit};
#[cfg(not(test))]
use std::alloc::System;
use std::env;
use std::io;
use std::os::unix::process::CommandExt;
use std::process::Command;
use zeroizing_alloc::ZeroAlloc;

#[global_allocator]
static WIPING: ZeroAlloc<System> = ZeroAlloc(System);

/// Keeps what this process knows to itself: no core dump is written, no other user's program may look into it, and where
/// this user may lock memory without limit, none of it goes to swap.
///
/// # Errors
/// Where the system refuses the first two.
pub fn keep_to_ourselves() -> io::Result<Swap> {
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    // Under a limit, memory that is asked for later would be refused, and the program would end.
    if getrlimit(Resource::Memlock).current.is_some() {
        return Ok(Swap::Possible);
    }
    // Each page as it is first used: the whole address space is a multiple of what is needed.
    let locked = mlockall(MlockAllFlags::CURRENT | MlockAllFlags::FUTURE | MlockAllFlags::ONFAULT);
    Ok(if locked.is_ok() { Swap::Never } else { Swap::Possible })
}

/// Whether memory of this process can get to the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Swap {
    Never,
    /// `LimitMEMLOCK=infinity` is missing.
    Possible,
}

/// glibc fills what is freed with this byte (mallopt(3), M_PERTURB).
pub const VARIABLE: &str = "MALLOC_PERTURB_";
/// Any but 0.
pub const VALUE: &str = "165";

/// ONNX Runtime (1.32) gives the machine a number and writes events for its maker as soon as it is loaded, into
/// `~/.cache/Microsoft`; what ort's `with_telemetry(false)` says comes later than the first of them.
pub const NO_TELEMETRY: &str = "ORT_DISABLE_TELEMETRY";

/// Replaces this process by the same one with both variables set; returns where they are set already.
///
/// # Errors
/// Where the program cannot be started anew.
pub fn wipe_libraries() -> io::Result<()> {
    if [VARIABLE, NO_TELEMETRY].into_iter().all(|name| env::var_os(name).is_some()) {
        return Ok(());
    }
    let mut same = Command::new(env::current_exe()?);
    Err(same.args(env::args_os().skip(1)).env(VARIABLE, VALUE).env(NO_TELEMETRY, "1").exec())
}
