//! A place for the latest value: who puts never waits, who takes gets the newest or waits for one.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Shared by both sides.
pub struct Slot<T>(Arc<(Mutex<Option<T>>, Condvar)>);

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self(Arc::new((Mutex::new(None), Condvar::new())))
    }
}

impl<T> Clone for Slot<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Slot<T> {
    /// Puts a value in place of the one that nobody took. `true` where the place was empty.
    pub fn put(&self, value: T) -> bool {
        let old = self.value().replace(value);
        self.0.1.notify_one();
        old.is_none()
    }

    pub fn take(&self) -> Option<T> {
        self.value().take()
    }

    /// Waits for a value, at most this long.
    pub fn wait(&self, limit: Duration) -> Option<T> {
        let empty = |value: &mut Option<T>| value.is_none();
        let waited = self.0.1.wait_timeout_while(self.value(), limit, empty);
        waited.unwrap_or_else(PoisonError::into_inner).0.take()
    }

    fn value(&self) -> MutexGuard<'_, Option<T>> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_latest_value_is_there() {
        let slot = Slot::default();
        assert!(slot.put(1) && !slot.put(2));
        assert_eq!((slot.wait(Duration::ZERO), slot.take()), (Some(2), None));
        assert_eq!(slot.wait(Duration::from_millis(1)), None);
    }
}
