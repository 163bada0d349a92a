//! The typed settings. What each key means stands in `config/default.toml`; the types here say what is allowed.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, de::Error as _};

use super::{client::ClientSettings, duration};

/// All settings.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The cluster and the clients.
    pub kafka: Kafka,
    /// Where articles come from and records go to.
    pub topics: Topics,
    /// The guarantee and its rhythm.
    pub delivery: Delivery,
    /// The extraction's bounds.
    pub extract: Extract,
    /// The language model.
    pub model: Model,
    /// The lexicon.
    pub lexicon: Lexicon,
    /// The ranker.
    pub ranker: Ranker,
    /// Health and metrics.
    pub http: Http,
    /// Logs.
    pub log: Log,
}

/// The cluster and the clients.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Kafka {
    /// Brokers to start from: `host:port`, comma-separated.
    #[serde(deserialize_with = "not_empty")]
    #[schemars(length(min = 1))]
    pub bootstrap_servers: String,
    /// The consumer group.
    #[serde(deserialize_with = "not_empty")]
    #[schemars(length(min = 1))]
    pub group_id: String,
    /// This worker's name, stable across restarts and unique in the group. Empty: the host's name.
    #[serde(deserialize_with = "optional")]
    #[schemars(with = "String")]
    pub instance: Option<String>,
    /// Whether the group knows this worker by its instance, and keeps its partitions for it while it is restarted.
    pub static_membership: bool,
    /// librdkafka settings for both clients.
    pub common: ClientSettings,
    /// librdkafka settings for the consumer; they win over `common`.
    pub consumer: ClientSettings,
    /// librdkafka settings for the producer; they win over `common`.
    pub producer: ClientSettings,
}

/// Where articles come from and records go to.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Topics {
    /// Topics of articles: at least one.
    #[serde(deserialize_with = "some_names")]
    #[schemars(length(min = 1))]
    pub articles: Vec<String>,
    /// The topic of event records.
    #[serde(deserialize_with = "not_empty")]
    #[schemars(length(min = 1))]
    pub events: String,
    /// The topic of dead letters.
    #[serde(deserialize_with = "not_empty")]
    #[schemars(length(min = 1))]
    pub dead_letters: String,
    /// The topic of annotated articles. Empty: off.
    #[serde(deserialize_with = "optional")]
    #[schemars(with = "String")]
    pub annotated: Option<String>,
}

/// The guarantee and its rhythm.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    /// Exactly once, or at least once.
    pub guarantee: Guarantee,
    /// Where a group without committed offsets begins.
    pub start: Start,
    /// Articles after which a transaction is committed; at least 1.
    #[serde(deserialize_with = "positive")]
    #[schemars(range(min = 1))]
    pub batch_articles: usize,
    /// Time after which a transaction is committed.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(with = "String")]
    pub batch_interval: Duration,
    /// How long a transaction may be open before the broker aborts it.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(with = "String")]
    pub transaction_timeout: Duration,
    /// How long a stopping worker may take to finish what it has begun.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(with = "String")]
    pub drain_timeout: Duration,
    /// The circuit breaker looks at so many articles in a row. 0: it is off.
    pub breaker_articles: usize,
    /// It opens when so large a share of them has become dead letters, above 0 and at most 1.
    #[serde(deserialize_with = "share")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub breaker_ratio: f64,
    /// How often an article that is worked on alone may end the process before it becomes a dead letter. 0: for ever.
    pub crash_limit: u32,
}

/// What a crash may do to the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Guarantee {
    /// Nothing is lost and nothing comes twice.
    ExactlyOnce,
    /// Nothing is lost; records may come twice, under the same id.
    AtLeastOnce,
}

/// Where a consumer group without committed offsets begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String")]
pub enum Start {
    /// At the oldest article that the broker still has.
    Earliest,
    /// At articles that come after the start of the worker.
    Latest,
    /// At the first article of this time or later.
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

/// The extraction's bounds.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Extract {
    /// Threads that extract. 0: as many as the machine or the cgroup allows.
    pub threads: usize,
    /// The longest that an article may take.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(with = "String")]
    pub article_timeout: Duration,
    /// The largest article, in bytes.
    #[serde(deserialize_with = "positive")]
    #[schemars(range(min = 1))]
    pub max_article_bytes: usize,
    /// Bytes of articles that may be in work at once.
    #[serde(deserialize_with = "positive")]
    #[schemars(range(min = 1))]
    pub in_flight_bytes: usize,
}

impl Extract {
    /// The number of threads to use: the setting, or what the machine or the cgroup allows.
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
    /// A model file. Empty: the embedded one.
    #[serde(deserialize_with = "optional")]
    #[schemars(with = "String")]
    pub path: Option<PathBuf>,
}

/// The lexicon.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lexicon {
    /// A directory that overlays the embedded lexicon. Empty: no overlay.
    #[serde(deserialize_with = "optional")]
    #[schemars(with = "String")]
    pub dir: Option<PathBuf>,
    /// How words that no rule lists may lead to a rule's trigger. Empty: not at all.
    pub wordnet: Vec<WordNetRelation>,
}

/// How WordNet leads from a word to a trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum WordNetRelation {
    /// Both are in one set of synonyms.
    Synonym,
    /// The trigger is the wider word.
    Hypernym,
}

/// The ranker.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ranker {
    /// Whether it weighs what the rules find.
    pub enabled: bool,
    /// A file made by `dateline train`. Empty: the embedded one.
    #[serde(deserialize_with = "optional")]
    #[schemars(with = "String")]
    pub path: Option<PathBuf>,
}

/// Health and metrics.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Http {
    /// The address that `/livez`, `/readyz` and `/metrics` are served on. Empty: off.
    #[serde(deserialize_with = "address")]
    #[schemars(with = "String")]
    pub listen: Option<SocketAddr>,
}

/// Logs.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// For people or for machines.
    pub format: LogFormat,
    /// A level, or filters by module.
    #[serde(deserialize_with = "not_empty")]
    #[schemars(length(min = 1))]
    pub level: String,
}

/// The form of the logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// One readable line an event.
    Text,
    /// One JSON object an event.
    Json,
}

fn not_empty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.trim().is_empty() { Err(D::Error::custom("it must not be empty")) } else { Ok(text) }
}

fn optional<'de, D: Deserializer<'de>, T: From<String>>(deserializer: D) -> Result<Option<T>, D::Error> {
    let text = String::deserialize(deserializer)?;
    Ok(if text.is_empty() { None } else { Some(T::from(text)) })
}

fn some_names<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let names = Vec::<String>::deserialize(deserializer)?;
    if names.is_empty() || names.iter().any(String::is_empty) {
        return Err(D::Error::custom("expected at least one name, and none of them empty"));
    }
    Ok(names)
}

fn positive<'de, D: Deserializer<'de>>(deserializer: D) -> Result<usize, D::Error> {
    match usize::deserialize(deserializer)? {
        0 => Err(D::Error::custom("it must be at least 1")),
        number => Ok(number),
    }
}

fn share<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let number = f64::deserialize(deserializer)?;
    if number > 0.0 && number <= 1.0 { Ok(number) } else { Err(D::Error::custom("it must be above 0 and at most 1")) }
}

fn address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SocketAddr>, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.is_empty() {
        return Ok(None);
    }
    let expected = "expected an address and a port, such as \"0.0.0.0:9464\", or \"\" to turn it off";
    text.parse().map(Some).map_err(|_| D::Error::custom(expected))
}
