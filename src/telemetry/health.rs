//! The worker's health: written by the loop that consumes, read by `/livez` and `/readyz`.

use std::{
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// How long the loop may be silent before the worker counts as stuck.
pub const STALL: Duration = Duration::from_secs(30);

/// Shared health; share it in an `Arc`.
#[derive(Debug)]
pub struct Health {
    /// Times are counted from here.
    started: Instant,
    /// When the loop was alive last, in milliseconds. Only rises.
    last_tick_ms: AtomicU64,
    /// What the loop said last.
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// Why the worker cannot go on. Once set, it stays.
    fatal: Option<String>,
    /// Why the worker does not work now; `None`: it does.
    unready: Option<String>,
    /// What is wrong although the worker works.
    warning: Option<String>,
}

impl Default for Health {
    fn default() -> Self {
        Self::new()
    }
}

impl Health {
    /// A worker that is alive and not yet ready.
    pub fn new() -> Self {
        let state = State { fatal: None, unready: Some("starting".to_owned()), warning: None };
        Self { started: Instant::now(), last_tick_ms: AtomicU64::new(0), state: Mutex::new(state) }
    }

    /// The loop is alive: to be called at least every few seconds.
    pub fn tick(&self) {
        self.last_tick_ms.store(self.elapsed_ms(), Ordering::Relaxed);
    }

    /// The worker does its work.
    pub fn set_ready(&self) {
        self.state().unready = None;
    }

    /// The worker lives but does no work now, for example without partitions or while it drains.
    pub fn set_unready(&self, reason: impl Into<String>) {
        self.state().unready = Some(reason.into());
    }

    /// Sets what is wrong although the worker works; `None` clears the warning.
    pub fn set_warning(&self, warning: Option<String>) {
        self.state().warning = warning;
    }

    /// What is wrong although the worker works.
    pub fn warning(&self) -> Option<String> {
        self.state().warning.clone()
    }

    /// The worker cannot go on and is about to end.
    pub fn set_fatal(&self, reason: impl Into<String>) {
        self.state().fatal = Some(reason.into());
    }

    /// Whether the process should be left running.
    ///
    /// # Errors
    /// The reason why not.
    pub fn live(&self) -> Result<(), String> {
        if let Some(fatal) = &self.state().fatal {
            return Err(format!("fatal: {fatal}"));
        }
        let silent = Duration::from_millis(self.elapsed_ms().saturating_sub(self.last_tick_ms.load(Ordering::Relaxed)));
        if silent > STALL {
            return Err(format!("the main loop has not responded for {} s", silent.as_secs()));
        }
        Ok(())
    }

    /// Whether the worker does its work.
    ///
    /// # Errors
    /// The reason why not.
    pub fn ready(&self) -> Result<(), String> {
        self.live()?;
        self.state().unready.clone().map_or(Ok(()), Err)
    }

    fn elapsed_ms(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// The state; a panic elsewhere while it was held leaves it usable.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_worker_starts_alive_and_becomes_ready() {
        let health = Health::new();
        assert_eq!(health.live(), Ok(()));
        assert_eq!(health.ready(), Err("starting".to_owned()));
        health.set_ready();
        assert_eq!(health.ready(), Ok(()));
        health.set_unready("draining");
        assert_eq!(health.ready(), Err("draining".to_owned()));
    }

    #[test]
    fn a_fatal_error_ends_life_and_readiness() {
        let health = Health::new();
        health.set_ready();
        health.set_fatal("fenced by another worker");
        assert_eq!(health.live(), Err("fatal: fenced by another worker".to_owned()));
        assert_eq!(health.ready(), Err("fatal: fenced by another worker".to_owned()));
    }
}
