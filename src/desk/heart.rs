//! Tells systemd, where it asks for it, that the desk is up and that its runtime still works: a desk that stands still is
//! started again from outside.

use crate::systemd::Asked;
use sd_notify::{NotifyState, notify};

/// Never ends where it is asked for again and again. systemd that takes no message is waited for, and sees to it.
pub async fn beat(asked: Asked) {
    tell(NotifyState::Ready).await;
    let Some(every) = asked.every else { return };
    let mut times = tokio::time::interval(every);
    loop {
        times.tick().await;
        tell(NotifyState::Watchdog).await;
    }
}

async fn tell(state: NotifyState<'static>) {
    let told = tokio::task::spawn_blocking(move || notify(&[state])).await;
    if let Ok(Err(cause)) = told {
        bevy::log::warn!("systemd cannot be told that the desk works ({cause})");
    }
}
