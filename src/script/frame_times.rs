//! How long the kiosk's thread is busy with one frame, screen and picture together, by step of the visit.

use crate::app::kiosk::Kiosk;
use crate::devices::face::speed::Spread;
use crate::session::StepName;
use bevy::prelude::*;
use bevy::render::{Render, RenderApp, RenderSystems};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Collects from the app it is added to; without a renderer it stays empty.
#[derive(Resource, Clone, Default)]
pub struct FrameTimes(Arc<Mutex<Measured>>);

#[derive(Default)]
struct Measured {
    begun: Option<(Instant, StepName)>,
    frames: Vec<(StepName, Duration)>,
}

impl FrameTimes {
    fn lock(&self) -> MutexGuard<'_, Measured> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The frames of each step, in the order in which the steps came.
    pub fn spreads(&self) -> Vec<(StepName, Spread)> {
        let measured = self.lock();
        let mut steps: Vec<StepName> = Vec::new();
        for (step, _) in &measured.frames {
            if !steps.contains(step) {
                steps.push(*step);
            }
        }
        let of = |step: StepName| measured.frames.iter().filter(move |frame| frame.0 == step).map(|frame| frame.1);
        steps.into_iter().filter_map(|step| Some((step, Spread::of(of(step).collect())?))).collect()
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
fn begin(times: Res<FrameTimes>, kiosk: Res<Kiosk>) {
    times.lock().begun = Some((Instant::now(), kiosk.session().state().step_name()));
}

fn end(times: Res<FrameTimes>) {
    let mut measured = times.lock();
    if let Some((begun, step)) = measured.begun.take() {
        measured.frames.push((step, begun.elapsed()));
    }
}
