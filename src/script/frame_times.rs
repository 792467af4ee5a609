//! How long the kiosk's thread is busy with one frame, screen and picture together, by step of the visit.

use crate::app::Clock;
use crate::app::kiosk::Kiosk;
use crate::devices::face::speed::Spread;
use crate::session::StepName;
use bevy::prelude::*;
use bevy::render::{Render, RenderApp, RenderSystems};
use serde::Serialize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Collects from the app it is added to; without a renderer it stays empty.
#[derive(Resource, Clone, Default)]
pub struct FrameTimes(Arc<Mutex<Measured>>);

#[derive(Default)]
struct Measured {
    begun: Option<(Instant, Duration, StepName)>,
    frames: Vec<(Duration, StepName, Duration)>,
}

/// One line of the file.
#[derive(Serialize)]
struct Frame {
    /// When it began, by the visit's clock.
    at_ms: u128,
    step: StepName,
    ms: f64,
}

impl FrameTimes {
    fn lock(&self) -> MutexGuard<'_, Measured> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The frames of each step, in the order in which the steps came.
    pub fn spreads(&self) -> Vec<(StepName, Spread)> {
        let measured = self.lock();
        let mut steps: Vec<StepName> = Vec::new();
        for (_, step, _) in &measured.frames {
            if !steps.contains(step) {
                steps.push(*step);
            }
        }
        let of = |step: StepName| measured.frames.iter().filter(move |frame| frame.1 == step).map(|frame| frame.2);
        steps.into_iter().filter_map(|step| Some((step, Spread::of(of(step).collect())?))).collect()
    }

    /// Every frame, one line of JSON each.
    pub fn lines(&self) -> String {
        let measured = self.lock();
        let frames = measured.frames.iter().map(|(at, step, took)| Frame {
            at_ms: at.as_millis(),
            step: *step,
            ms: took.as_secs_f64() * 1e3,
        });
        frames.filter_map(|frame| Some(serde_json::to_string(&frame).ok()? + "\n")).collect()
    }
}

impl Plugin for FrameTimes {
    fn build(&self, app: &mut App) {
        app.insert_resource(self.clone()).add_systems(First, begin);
        if let Some(renderer) = app.get_sub_app_mut(RenderApp) {
            renderer.insert_resource(self.clone()).add_systems(Render, end.in_set(RenderSystems::PostCleanup));
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "measures this machine, not the visit")]
fn begin(times: Res<FrameTimes>, kiosk: Res<Kiosk>, clock: Res<Clock>) {
    times.lock().begun = Some((Instant::now(), clock.elapsed(), kiosk.session().state().step_name()));
}

fn end(times: Res<FrameTimes>) {
    let mut measured = times.lock();
    if let Some((begun, at, step)) = measured.begun.take() {
        measured.frames.push((at, step, begun.elapsed()));
    }
}
