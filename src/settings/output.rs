//! Which events are published.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de::Error as _};

use super::{Settings, choice};
use crate::model::{Domain, EventType};

/// Which events are published; the others are held back.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// Least confidence of a record, 0 to 1.
    #[serde(deserialize_with = "probability")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub min_confidence: f64,
    /// Domains of the events to publish; `reader.enabled` must be true. Empty: all.
    #[serde(deserialize_with = "domains")]
    #[schemars(schema_with = "schema_of_domains")]
    pub domains: Vec<Domain>,
    /// PLOVER types of the events to publish. Empty: all.
    #[serde(deserialize_with = "types")]
    #[schemars(schema_with = "schema_of_types")]
    pub types: Vec<EventType>,
}

/// What is wrong with `output.domains` beside other settings.
pub(super) fn problem(settings: &Settings) -> Option<String> {
    let is_unknown = !settings.output.domains.is_empty() && !settings.reader.enabled;
    is_unknown.then(|| {
        "only the reader knows the domain of an event; set reader.enabled to true, or leave this list empty".to_owned()
    })
}

fn probability<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let number = f64::deserialize(deserializer)?;
    if (0.0..=1.0).contains(&number) { Ok(number) } else { Err(D::Error::custom("must be from 0 to 1")) }
}

fn domains<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Domain>, D::Error> {
    choice::names(deserializer, Domain::from_name, &Domain::ALL.map(Domain::name))
}

fn types<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<EventType>, D::Error> {
    choice::names(deserializer, EventType::from_name, &EventType::ALL.map(EventType::name))
}

fn schema_of_domains(_: &mut SchemaGenerator) -> Schema {
    schema_of_list(&Domain::ALL.map(Domain::name))
}

fn schema_of_types(_: &mut SchemaGenerator) -> Schema {
    schema_of_list(&EventType::ALL.map(EventType::name))
}

fn schema_of_list(names: &[&str]) -> Schema {
    json_schema!({ "type": "array", "items": { "type": "string", "enum": names } })
}
