//! What systemd asks of a service that it started, in the service's environment.

use std::time::Duration;

/// So often is told within the time that systemd gives.
const SHARE: u32 = 3;

/// It wants to hear that the service is up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// And this often that it still works; `None`: never again.
    pub every: Option<Duration>,
}

/// `None` where nobody listens.
pub fn asked() -> Option<Asked> {
    std::env::var_os("NOTIFY_SOCKET")?;
    // The library's own reading takes no other process than the unit's first, and that one may be a compositor.
    Some(Asked { every: every(std::env::var("WATCHDOG_USEC").ok().as_deref()) })
}

fn every(limit: Option<&str>) -> Option<Duration> {
    Some(Duration::from_micros(limit?.parse().ok()?) / SHARE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_three_times_as_often_as_is_asked_for() {
        assert_eq!(every(Some("30000000")), Some(Duration::from_secs(10)));
        assert_eq!((every(None), every(Some("soon"))), (None, None));
    }
}
