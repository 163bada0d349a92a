//! Settings that go to librdkafka as they are, and the ones that are refused because the delivery guarantee hangs on them.

use std::{collections::BTreeMap, fmt};

use schemars::JsonSchema;
use serde::Deserialize;

/// librdkafka settings by name.
#[derive(Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ClientSettings(BTreeMap<String, String>);

impl ClientSettings {
    /// The settings in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// One setting.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }
}

impl fmt::Debug for ClientSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map()
            .entries(self.iter().map(|(key, value)| (key, if is_secret(key) { REDACTED } else { value })))
            .finish()
    }
}

/// What is shown in place of a secret.
pub(super) const REDACTED: &str = "(redacted)";

/// Whether the value of a key must not be shown.
pub(super) fn is_secret(key: &str) -> bool {
    const PARTS: [&str; 6] = ["password", "secret", "token", "ssl.key.pem", "private", "oauthbearer.config"];
    PARTS.iter().any(|part| key.contains(part))
}

/// Why a librdkafka setting is refused, and what to do instead; `None` where it is allowed.
pub(super) fn refusal(key: &str) -> Option<&'static str> {
    let offsets = "the worker commits offsets together with the records; remove the setting";
    Some(match key {
        "bootstrap.servers" | "metadata.broker.list" => "set kafka.bootstrap_servers instead",
        "group.id" => "set kafka.group_id instead",
        "enable.auto.commit"
        | "enable.auto.offset.store"
        | "auto.commit.interval.ms"
        | "auto.commit.enable"
        | "offset.store.method"
        | "offset.store.path"
        | "offset.store.sync.interval.ms" => offsets,
        "auto.offset.reset" => "set delivery.start instead",
        "isolation.level" => "the worker must read committed articles only; remove the setting",
        "transactional.id" => {
            "the transactional id consists of kafka.group_id and kafka.instance; set kafka.instance instead"
        }
        "enable.idempotence" | "enable.gapless.guarantee" | "acks" | "request.required.acks" => {
            "the delivery guarantee depends on it; set delivery.guarantee instead"
        }
        "max.in.flight" | "max.in.flight.requests.per.connection" | "retries" | "message.send.max.retries" => {
            "the idempotent producer needs librdkafka's default to preserve order; remove the setting"
        }
        "transaction.timeout.ms" | "message.timeout.ms" | "delivery.timeout.ms" => {
            "the worker derives both timeouts from delivery.transaction_timeout; set that instead"
        }
        "enable.partition.eof" => "--until end depends on it; remove the setting",
        "group.instance.id" => "set kafka.static_membership instead",
        "partition.assignment.strategy" => "the worker needs cooperative-sticky assignment; remove the setting",
        "plugin.library.paths" => "a plug-in could intercept records; remove the setting",
        _ => return None,
    })
}
