//! What is freed is overwritten: Rust's memory by the allocator, that of C and C++ libraries (graphics, ONNX Runtime,
//! PC/SC) by glibc, which has to be told so in the environment before the program starts.

#[cfg(test)]
use crate::abuse::ceiling::Counted as System;
#[cfg(not(test))]
use std::alloc::System;
use std::env;
use std::io;
use std::os::unix::process::CommandExt;
use std::process::Command;
use zeroizing_alloc::ZeroAlloc;

#[global_allocator]
static WIPING: ZeroAlloc<System> = ZeroAlloc(System);

/// glibc fills what is freed with this byte (mallopt(3), M_PERTURB).
pub const VARIABLE: &str = "MALLOC_PERTURB_";
/// Any but 0.
pub const VALUE: &str = "165";

/// Replaces this process by the same one with the variable set; returns where it is set already.
///
/// # Errors
/// Where the program cannot be started anew.
pub fn wipe_libraries() -> io::Result<()> {
    if env::var_os(VARIABLE).is_some() {
        return Ok(());
    }
    Err(Command::new(env::current_exe()?).args(env::args_os().skip(1)).env(VARIABLE, VALUE).exec())
}
