//! The only clock of the screens. Scripts and tests replace it by one that they move.

use crate::audit::Stamp;
use crate::session::Now;
use bevy::prelude::*;
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use std::time::{Duration, Instant};

/// Japan has one time zone and no summer time.
pub const JAPAN: Offset = jiff::tz::offset(9);

#[derive(Resource, Debug, Clone)]
pub enum Clock {
    Real {
        started: Instant,
    },
    /// Moves only when told to.
    Virtual {
        elapsed: Duration,
        started: Timestamp,
    },
}

impl Clock {
    #[allow(clippy::disallowed_methods, reason = "this is the clock that everything else asks")]
    pub fn real() -> Self {
        Self::Real { started: Instant::now() }
    }

    pub fn at(started: Timestamp) -> Self {
        Self::Virtual { elapsed: Duration::ZERO, started }
    }

    /// Time since the program began.
    pub fn elapsed(&self) -> Duration {
        match self {
            Self::Real { started } => started.elapsed(),
            Self::Virtual { elapsed, .. } => *elapsed,
        }
    }

    pub fn timestamp(&self) -> Timestamp {
        match self {
            Self::Real { .. } => Timestamp::now(),
            Self::Virtual { elapsed, started } => *started + *elapsed,
        }
    }

    pub fn now(&self) -> Now {
        Now { at: self.elapsed(), today: TimeZone::fixed(JAPAN).to_datetime(self.timestamp()).date() }
    }

    /// Both clocks, for the record.
    pub fn stamp(&self) -> Stamp {
        Stamp { at: self.timestamp(), elapsed: self.elapsed() }
    }

    /// Somebody sets the time of day of a virtual clock; what has passed since the start stays.
    pub fn set_by(&mut self, hours: i64) {
        if let Self::Virtual { started, .. } = self {
            *started += jiff::SignedDuration::from_hours(hours);
        }
    }

    pub fn goes_by_itself(&self) -> bool {
        matches!(self, Self::Real { .. })
    }

    /// Moves a virtual clock; a real one goes by itself.
    pub fn advance(&mut self, by: Duration) {
        if let Self::Virtual { elapsed, .. } = self {
            *elapsed += by;
        }
    }
}
