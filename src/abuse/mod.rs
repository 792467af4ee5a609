//! What the tests share that play a hostile card, centre, desk, camera or file: how long they run, what an input may cost,
//! and inputs that are almost right. Their modules are called `abuse`, beside the parser that each is about.
//!
//! `cargo test` runs a few hundred cases of each. `make fuzz` lets each run for `FUZZ_SECONDS`, in an optimised build, and
//! prints how many it were. Coverage does not guide them: the whole program would have to be built again, with Bevy, for a
//! sanitizer. Instead each begins with a valid input and bends what it is made of.

mod answers;
pub mod ceiling;
pub mod der;
mod desks;
mod files;
pub mod mutation;
mod pictures;
pub mod tree;

use proptest::prelude::*;
use proptest::test_runner::{TestCaseResult, TestError, TestRunner};
use std::fmt::Debug;
use std::time::{Duration, Instant};

/// What one input may cost.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// On the heap at once, beyond what was there before.
    pub bytes: usize,
    /// Generous: tests run beside each other, on slow machines, without optimisation.
    pub time: Duration,
}

pub const KB: usize = 1 << 10;
pub const MB: usize = 1 << 20;

/// Cases of a property in `cargo test`, where nobody asks for more by PROPTEST_CASES.
const CASES: u32 = 256;
/// Between two looks at the clock.
const BATCH: u32 = 64;

/// Tries `test` on many inputs. It holds where none of them panics, fails, or costs more than `cost`; the smallest input
/// that does is told. No file of failed cases: one worth keeping becomes an example.
#[track_caller]
pub fn try_all<S: Strategy>(name: &str, cost: Cost, inputs: S, test: impl Fn(S::Value) -> TestCaseResult)
where
    S::Value: Debug,
{
    let wanted = ProptestConfig::default().cases;
    let wanted = if std::env::var_os("PROPTEST_CASES").is_some() { wanted } else { CASES };
    let seconds = std::env::var("FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).map(Duration::from_secs);
    let config = ProptestConfig {
        cases: BATCH,
        failure_persistence: None,
        max_shrink_iters: 2_000,
        ..ProptestConfig::default()
    };
    let (began, mut done) = (now(), 0);
    while seconds.map_or(done < wanted, |seconds| began.elapsed() < seconds) {
        // A runner counts its cases over all of its runs: each batch has a new one, with a new seed.
        let outcome = TestRunner::new(config.clone()).run(&inputs, |input| within(cost, || test(input)));
        match outcome {
            Ok(()) => done += BATCH,
            Err(TestError::Fail(why, input)) => panic!("{name}: {why}\nsmallest input: {}", short(&input)),
            Err(TestError::Abort(why)) => panic!("{name}: {why}"),
        }
    }
    tell(&format!("fuzz: {name}: {done} cases in {:.0} s", began.elapsed().as_secs_f32()));
}

/// Runs one case and looks what it cost.
pub fn within(cost: Cost, case: impl FnOnce() -> TestCaseResult) -> TestCaseResult {
    let began = now();
    let (result, most) = ceiling::most_taken(case);
    result?;
    prop_assert!(most <= cost.bytes, "it took {most} bytes, {} are allowed", cost.bytes);
    let took = began.elapsed();
    prop_assert!(took <= cost.time, "it took {took:?}, {:?} are allowed", cost.time);
    Ok(())
}

#[allow(clippy::disallowed_methods, reason = "what an input costs in real time is what is measured")]
fn now() -> Instant {
    Instant::now()
}

/// `make fuzz` looks for these lines.
#[allow(clippy::print_stdout, reason = "the report of a run, captured by the test harness unless it is asked for")]
fn tell(line: &str) {
    println!("{line}");
}

fn short(input: &impl Debug) -> String {
    format!("{input:?}").chars().take(4_000).collect()
}
