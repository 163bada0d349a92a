//! Settings that go to librdkafka as they are, and the ones that are refused because the delivery guarantee hangs on them.

use std::{collections::BTreeMap, fmt};

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    java,
    properties::{self, Verdict},
};

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

    /// The values that must not be printed.
    pub fn private_values(&self) -> impl Iterator<Item = &str> {
        self.iter().filter(|(key, value)| !properties::is_shown(key, value)).map(|(_, value)| value)
    }
}

impl fmt::Debug for ClientSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |key: &str, value| if properties::is_shown(key, value) { value } else { REDACTED };
        f.debug_map().entries(self.iter().map(|(key, value)| (key, shown(key, value)))).finish()
    }
}

/// What is shown in place of a value that must not be printed.
pub const REDACTED: &str = "(redacted)";

/// What is wrong with a setting of `table`, one of the tables that take librdkafka's settings; its value is not repeated.
pub(super) fn problem(
    table: &str,
    name: &str,
    value: &str,
    librdkafka: impl Fn(&str, &str) -> Verdict,
) -> Option<String> {
    if let Some(why) = refusal(name) {
        return Some(format!("this librdkafka setting is not allowed: {why}"));
    }
    let known = properties::find(name);
    let elsewhere = known.and_then(properties::Property::only_client).filter(|client| {
        let place = table.rsplit('.').next().unwrap_or(table);
        place != "common" && place != *client
    });
    if let Some(remedy) = java::remedy(name).filter(|_| known.is_none() || elsewhere.is_some()) {
        return Some(format!("a setting of the Java client; {remedy}"));
    }
    if let Some(client) = elsewhere {
        return Some(format!("only the {client} has this librdkafka setting; set kafka.{client}.{name} instead"));
    }
    match librdkafka(name, value) {
        Verdict::Accepted => None,
        Verdict::Unknown => Some(unknown(name)),
        Verdict::Unsupported => Some("the librdkafka in this program was built without what this needs".to_owned()),
        Verdict::Refused => Some(match known.map(|property| property.allowed) {
            Some("") => "librdkafka does not accept this value".to_owned(),
            Some(allowed) => format!("librdkafka does not accept this value; allowed: {allowed}"),
            None => "librdkafka does not take this from a configuration; remove the setting".to_owned(),
        }),
    }
}

/// The key under which a librdkafka setting with a name of several words is given, where it may be.
pub(super) fn place(name: &str) -> Option<String> {
    let known = properties::find(name).filter(|_| name.contains('.') && refusal(name).is_none())?;
    Some(format!("kafka.{}.{name}", known.only_client().unwrap_or("common")))
}

fn unknown(name: &str) -> String {
    let Some(near) = properties::nearest(name) else {
        return "unknown librdkafka setting; librdkafka's CONFIGURATION.md lists all of them".to_owned();
    };
    match java::remedy(near).filter(|_| properties::find(near).is_none()) {
        Some(remedy) => format!("unknown librdkafka setting; it is like {near} of the Java client: {remedy}"),
        None => format!("unknown librdkafka setting; did you mean {near}?"),
    }
}

/// Why a librdkafka setting is refused, and what to do instead; `None` where it is allowed.
fn refusal(name: &str) -> Option<&'static str> {
    let offsets = "the worker commits offsets together with the records; remove the setting";
    Some(match properties::first_name(name) {
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
