//! Durations as people write them: `100ms`, `20s`, `1m 30s`.

use std::time::Duration;

use jiff::SignedDuration;
use serde::{Deserialize, Deserializer, de::Error as _};

/// Reads a duration that has a unit and is longer than zero.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let text = String::deserialize(deserializer)?;
    let parsed = text.parse::<SignedDuration>().ok().and_then(|signed| Duration::try_from(signed).ok());
    parsed
        .filter(|duration| !duration.is_zero())
        .ok_or_else(|| D::Error::custom("expected a positive duration with a unit, such as \"100ms\" or \"20s\""))
}
