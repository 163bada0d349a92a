//! How the worker reports on itself: logs, metrics, health.

pub mod health;
pub mod http;
pub mod logs;
pub mod metrics;
pub mod systemd;
