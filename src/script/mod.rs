//! Scripted visits: one step a line, written as people speak. The program's `visit` command and the tests use the same
//! verbs and the same driver.

pub mod driver;
pub mod frame_times;
pub mod picture;
pub mod transcript;
pub mod verb;
