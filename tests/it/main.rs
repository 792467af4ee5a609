//! All integration tests in one binary: a link against Bevy costs about ten seconds.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on should say where it stopped")]
#![allow(clippy::disallowed_methods, reason = "real devices answer in real time; waits for them have a bound")]

mod accessibility;
mod architecture;
mod bench;
mod blind;
mod calm;
mod contract;
mod desk;
mod harness;
mod liveness;
mod measured;
mod old_card;
mod package;
mod persons;
mod practice_faces;
mod record;
mod residue;
mod scenarios;
mod scenarios_alone;
mod screens;
mod speech;
mod stress;
