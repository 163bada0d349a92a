//! The typed settings. `config/default.toml` explains each key; the types here define the allowed values.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, de::Error as _};

use super::{choice, client::ClientSettings, duration, output::Output, servers};

/// The settings of Dateline. Every key has a default.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The Kafka cluster and its clients.
    pub kafka: Kafka,
    /// Input and output topics.
    pub topics: Topics,
    /// Delivery guarantee, transactions and safeguards.
    pub delivery: Delivery,
    /// What the messages hold.
    pub input: Input,
    /// Limits of the extraction.
    pub extract: Extract,
    /// Which events are published.
    pub output: Output,
    /// The language model.
    pub model: Model,
    /// The lexicon.
    pub lexicon: Lexicon,
    /// The ranker.
    pub ranker: Ranker,
    /// The reader.
    pub reader: Reader,
    /// The gazetteer, which knows the places of the world.
    pub gazetteer: Gazetteer,
    /// Health and metrics.
    pub http: Http,
    /// The log on standard error.
    pub log: Log,
}

/// The Kafka cluster and its clients.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Kafka {
    /// Bootstrap brokers: `host:port`, comma-separated.
    #[serde(deserialize_with = "servers::deserialize")]
    #[schemars(length(min = 1))]
    pub bootstrap_servers: String,
    /// Consumer group, and first part of the transactional id.
    #[serde(deserialize_with = "not_empty")]
    #[schemars(length(min = 1))]
    pub group_id: String,
    /// Name of this worker: stable across restarts, unique in the group. Empty: the host name.
    #[serde(deserialize_with = "optional")]
    #[schemars(with = "String")]
    pub instance: Option<String>,
    /// Static membership: the group keeps the partitions of this worker, known by `kafka.instance`, while it restarts.
    pub static_membership: bool,
    /// librdkafka settings for both clients, passed through unchanged.
    pub common: ClientSettings,
    /// librdkafka settings for the consumer; they override `kafka.common`.
    pub consumer: ClientSettings,
    /// librdkafka settings for the producer; they override `kafka.common`.
    pub producer: ClientSettings,
}

/// Input and output topics.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Topics {
    /// Input topics, at least one. An entry that starts with `^` is a regular expression.
    #[serde(deserialize_with = "some_names")]
    #[schemars(length(min = 1))]
    pub articles: Vec<String>,
    /// Output topic for event records.
    #[serde(deserialize_with = "not_empty")]
    #[schemars(length(min = 1))]
    pub events: String,
    /// Output topic for dead letters.
    #[serde(deserialize_with = "not_empty")]
    #[schemars(length(min = 1))]
    pub dead_letters: String,
    /// Output topic for annotated articles and retractions, keyed by article id. Empty: off.
    #[serde(deserialize_with = "optional")]
    #[schemars(with = "String")]
    pub annotated: Option<String>,
}

/// Delivery guarantee, transactions and safeguards.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    /// What a crash may do to the output.
    #[serde(deserialize_with = "choice::one")]
    pub guarantee: Guarantee,
    /// Where a consumer group without committed offsets starts: `earliest`, `latest`, or an RFC 3339 time.
    pub start: Start,
    /// Number of articles after which a transaction is committed; at least 1.
    #[serde(deserialize_with = "positive")]
    #[schemars(range(min = 1))]
    pub batch_articles: usize,
    /// Age at which a transaction is committed, as a duration such as `100ms`.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(with = "String")]
    pub batch_interval: Duration,
    /// How long a transaction may stay open before the broker aborts it, as a duration such as `10s`.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(with = "String")]
    pub transaction_timeout: Duration,
    /// How long a stopping worker may take to finish the articles in progress, as a duration such as `20s`.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(with = "String")]
    pub drain_timeout: Duration,
    /// Number of consecutive articles that the circuit breaker observes. 0: the circuit breaker is off.
    pub breaker_articles: usize,
    /// Share of dead letters among `delivery.breaker_articles` at which the circuit breaker opens; above 0, at most 1.
    #[serde(deserialize_with = "share")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub breaker_ratio: f64,
    /// Crashes after which an article that is processed alone becomes a dead letter. 0: the crash-loop guard is off.
    pub crash_limit: u32,
}

/// What a crash may do to the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Guarantee {
    /// Nothing is lost, nothing is duplicated: input offsets and records are committed in one Kafka transaction.
    ExactlyOnce,
    /// Nothing is lost; after a crash, records may be published again with the same `event_id`.
    AtLeastOnce,
}

/// Where a consumer group without committed offsets starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String")]
pub enum Start {
    /// At the oldest article on the broker.
    Earliest,
    /// At the articles that arrive after the worker starts.
    Latest,
    /// At the first article at or after this time.
    At(Timestamp),
}

impl std::str::FromStr for Start {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "earliest" => Ok(Self::Earliest),
            "latest" => Ok(Self::Latest),
            time => time
                .parse()
                .map(Self::At)
                .map_err(|_| "expected \"earliest\", \"latest\" or a time such as \"2026-01-31T00:00:00Z\"".to_owned()),
        }
    }
}

impl<'de> Deserialize<'de> for Start {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// What the messages hold.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Format of the articles.
    #[serde(deserialize_with = "choice::one")]
    pub format: InputFormat,
}

/// Format of the articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InputFormat {
    /// Each message is recognised by its content.
    Auto,
    /// JSON; anything else becomes a dead letter.
    Json,
    /// Plain text, also where it looks like JSON or HTML.
    Text,
    /// HTML pages.
    Html,
}

/// Limits of the extraction.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Extract {
    /// Number of extraction threads. 0: as many as the machine or the cgroup allows.
    pub threads: usize,
    /// Longest time to spend on one article, as a duration such as `10s`; a slower article becomes a dead letter.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(with = "String")]
    pub article_timeout: Duration,
    /// Size of the largest article, in bytes; a larger article becomes a dead letter.
    #[serde(deserialize_with = "positive")]
    #[schemars(range(min = 1))]
    pub max_article_bytes: usize,
    /// Bytes in flight (articles in progress and waiting records) at which the worker stops consuming.
    #[serde(deserialize_with = "positive")]
    #[schemars(range(min = 1))]
    pub in_flight_bytes: usize,
}

impl Extract {
    /// The number of threads to use: `threads`, or as many as the machine or the cgroup allows.
    pub fn thread_count(&self) -> usize {
        match self.threads {
            0 => std::thread::available_parallelism().map_or(1, usize::from),
            count => count,
        }
    }
}

/// The language model.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Model file made by `dateline model convert`. Empty: the embedded model.
    #[serde(deserialize_with = "optional")]
    #[schemars(with = "String")]
    pub path: Option<PathBuf>,
}

/// The lexicon.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lexicon {
    /// Overlay directory whose files add, replace or remove entries of the embedded lexicon. Empty: no overlay.
    #[serde(deserialize_with = "optional")]
    #[schemars(with = "String")]
    pub dir: Option<PathBuf>,
    /// WordNet relations through which a word that no rule lists may stand for a trigger. Empty: none.
    #[serde(deserialize_with = "choice::list")]
    pub wordnet: Vec<WordNetRelation>,
}

/// How WordNet leads from a word to a trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum WordNetRelation {
    /// Word and trigger share a synonym set.
    Synonym,
    /// The trigger is the more general word.
    Hypernym,
}

/// The ranker.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ranker {
    /// Whether the ranker weighs the events that the rules find.
    pub enabled: bool,
    /// Ranker file made by `dateline train`. Empty: the embedded ranker.
    #[serde(deserialize_with = "optional")]
    #[schemars(with = "String")]
    pub path: Option<PathBuf>,
}

/// The reader.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reader {
    /// Whether the reader finds the event triggers, their types, actors and recipients.
    pub enabled: bool,
    /// Reader file made by `scripts/reader/export.py`. Empty: the embedded reader.
    #[serde(deserialize_with = "optional")]
    #[schemars(with = "String")]
    pub path: Option<PathBuf>,
}

/// The gazetteer.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gazetteer {
    /// Gazetteer file made by `dateline gazetteer build`. Empty: the embedded gazetteer.
    #[serde(deserialize_with = "optional")]
    #[schemars(with = "String")]
    pub path: Option<PathBuf>,
}

/// Health and metrics.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Http {
    /// Address that serves `/livez`, `/readyz` and `/metrics`. Empty: none.
    #[serde(deserialize_with = "address")]
    #[schemars(with = "String")]
    pub listen: Option<SocketAddr>,
}

/// The log on standard error.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// Format of the log: for people or for machines.
    #[serde(deserialize_with = "choice::one")]
    pub format: LogFormat,
    /// `error`, `warn`, `info`, `debug`, `trace`, or filters by module such as `info,dateline::stream=debug`.
    #[serde(deserialize_with = "not_empty")]
    #[schemars(length(min = 1))]
    pub level: String,
}

/// Format of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// One readable line per log event.
    Text,
    /// One JSON object per log event, one per line.
    Json,
}

fn not_empty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.trim().is_empty() { Err(D::Error::custom("must not be empty")) } else { Ok(text) }
}

fn optional<'de, D: Deserializer<'de>, T: From<String>>(deserializer: D) -> Result<Option<T>, D::Error> {
    let text = String::deserialize(deserializer)?;
    Ok(if text.is_empty() { None } else { Some(T::from(text)) })
}

fn some_names<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let names = Vec::<String>::deserialize(deserializer)?;
    if names.is_empty() || names.iter().any(String::is_empty) {
        return Err(D::Error::custom("expected at least one name, and no empty name"));
    }
    Ok(names)
}

fn positive<'de, D: Deserializer<'de>>(deserializer: D) -> Result<usize, D::Error> {
    match usize::deserialize(deserializer)? {
        0 => Err(D::Error::custom("must be at least 1")),
        number => Ok(number),
    }
}

fn share<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let number = f64::deserialize(deserializer)?;
    if number > 0.0 && number <= 1.0 { Ok(number) } else { Err(D::Error::custom("must be above 0 and at most 1")) }
}

fn address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SocketAddr>, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.is_empty() {
        return Ok(None);
    }
    let expected = "expected an address and a port, such as \"0.0.0.0:9464\", or \"\" to turn it off";
    text.parse().map(Some).map_err(|_| D::Error::custom(expected))
}
