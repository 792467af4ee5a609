//! All integration tests in one binary: a link against Bevy costs about ten seconds.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on should say where it stopped")]

mod bench;
mod contract;
mod harness;
mod scenarios;
mod screens;
