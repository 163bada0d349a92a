//! Notifies the service manager, if there is one, that the worker is ready, alive or stopping (`sd_notify`).

use std::{sync::Arc, time::Duration};

use sd_notify::NotifyState;
use tokio::time::{MissedTickBehavior, interval};

use super::health::Health;

/// How often the health is looked at.
const TICK: Duration = Duration::from_secs(1);

/// Tells the worker's state until it is dropped: once that it is ready, and its life sign as long as `/livez` would be well.
pub async fn attend(health: Arc<Health>) {
    let tick = sd_notify::watchdog_enabled().map_or(TICK, |limit| TICK.min(limit / 3));
    let mut ticks = interval(tick.max(Duration::from_millis(10)));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut was_ready, mut told) = (false, String::new());
    loop {
        ticks.tick().await;
        let state = health.ready();
        if state.is_ok() && !was_ready {
            was_ready = true;
            tell(&[NotifyState::Ready]);
        }
        if health.live().is_ok() {
            tell(&[NotifyState::Watchdog]);
        }
        let status = state.err().or_else(|| health.warning()).unwrap_or_else(|| "ready".to_owned());
        if status != told {
            tell(&[NotifyState::Status(&status)]);
            told = status;
        }
    }
}

/// The worker finishes what it has begun.
pub fn stopping() {
    tell(&[NotifyState::Stopping]);
}

fn tell(states: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(states) {
        tracing::debug!("cannot notify the service manager: {error}");
    }
}
