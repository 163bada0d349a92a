//! Whether the worker could run: is the broker there, do the topics exist, may this user do what the worker does?

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use rdkafka::{
    ClientConfig, ClientContext, Message, Offset, TopicPartitionList,
    consumer::{BaseConsumer, Consumer, ConsumerContext},
    error::{KafkaError, RDKafkaErrorCode},
    message::DeliveryResult,
    metadata::{Metadata, MetadataTopic},
    producer::{BaseProducer, BaseRecord, Producer, ProducerContext},
};

use super::{ConnectError, config::Configs, context::is_shut_out};
use crate::settings::{Settings, topics};

/// How long each answer may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long one question for the topics may take; errors are heard of in between.
const ATTEMPT: Duration = Duration::from_secs(1);

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub subject: String,
    /// What was found, or what is wrong and what to do.
    pub result: Result<String, String>,
}

/// Whether librdkafka takes the settings: nothing is connected to.
///
/// # Errors
/// The first setting that it does not know or whose value it refuses.
pub fn validate(settings: &Settings) -> Result<(), ConnectError> {
    let mut configs = Configs::of(settings)?;
    // Without addresses the clients do nothing.
    for config in [&mut configs.consumer, &mut configs.producer] {
        config.set("bootstrap.servers", "").set("log_level", "0");
    }
    let names: Vec<&str> = settings.topics.articles.iter().map(String::as_str).collect();
    let refused = |error: KafkaError| ConnectError::Topics(format!("topics.articles = {names:?}: {error}"));
    consumer(&configs.consumer)?.subscribe(&names).map_err(refused)?;
    producer(&configs.producer).map(|_| ())
}

fn consumer(config: &ClientConfig) -> Result<BaseConsumer<Quiet>, ConnectError> {
    config
        .create_with_context(Quiet::default())
        .map_err(|error| ConnectError::Settings { client: "consumer", reason: error.to_string() })
}

fn producer(config: &ClientConfig) -> Result<BaseProducer<Deliveries>, ConnectError> {
    config
        .create_with_context(Deliveries::default())
        .map_err(|error| ConnectError::Settings { client: "producer", reason: error.to_string() })
}

/// Looks at the broker, the topics and the permissions that the worker needs.
///
/// No group is joined and no worker disturbed. Whether it may write is tried with one record in a transaction of its own,
/// which is aborted: a reader with `read_committed` never sees it.
///
/// # Errors
/// When the clients cannot be made of the settings.
pub fn check(settings: &Settings) -> Result<Vec<Finding>, ConnectError> {
    let configs = Configs::of(settings)?;
    let mut config = configs.consumer.clone();
    config.set("allow.auto.create.topics", "false").set("statistics.interval.ms", "0");
    let consumer = consumer(&config)?;
    let metadata = match greet(&consumer) {
        Ok(metadata) => metadata,
        Err(reason) => {
            return Ok(vec![Finding { subject: format!("broker {}", configs.servers), result: Err(reason) }]);
        }
    };
    let brokers = Ok(format!("{} in the cluster", metadata.brokers().len()));
    let mut findings = vec![Finding { subject: format!("broker {}", configs.servers), result: brokers }];
    let mut inputs = Vec::new();
    for entry in &settings.topics.articles {
        inputs.extend(named(entry, &metadata));
        if topics::is_expression(entry) {
            findings.push(matching(entry, &metadata));
        }
    }
    for topic in &inputs {
        findings.extend(input(&consumer, &metadata, topic));
    }
    findings.push(group(&consumer, &inputs, &settings.kafka.group_id));
    let outputs =
        [Some(&settings.topics.events), Some(&settings.topics.dead_letters), settings.topics.annotated.as_ref()];
    let outputs: Vec<&str> = outputs.into_iter().flatten().map(String::as_str).collect();
    let there: Vec<Finding> = outputs.iter().map(|topic| exists(&metadata, topic)).collect();
    let writable: Vec<&str> =
        outputs.iter().zip(&there).filter(|(_, f)| f.result.is_ok()).map(|(topic, _)| *topic).collect();
    findings.extend(there);
    if configs.is_transactional {
        findings.extend(transaction(&configs, &writable)?);
    }
    Ok(findings)
}

/// Asks for the topics until there is an answer, or it is clear that there will be none.
fn greet(consumer: &BaseConsumer<Quiet>) -> Result<Metadata, String> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let error = match consumer.fetch_metadata(None, ATTEMPT) {
            Ok(metadata) => return Ok(metadata),
            Err(error) => error,
        };
        // Errors are told while it is polled.
        while consumer.poll(Duration::ZERO).is_some() {}
        match consumer.context().heard() {
            Some(Heard { is_shut_out: true, reason }) => {
                return Err(format!(
                    "no connection is allowed: {reason}; check the security settings in [kafka.common]"
                ));
            }
            heard if Instant::now() > deadline => {
                let reason = heard.map_or_else(|| error.to_string(), |heard| heard.reason);
                let remedy = "check kafka.bootstrap_servers, and the security settings in [kafka.common]";
                return Err(format!("no answer ({reason}); {remedy}"));
            }
            _ => {}
        }
    }
}

/// Says nothing by itself: what matters comes as the result of a call. It keeps what explains why none comes.
#[derive(Debug, Default)]
pub(super) struct Quiet(Mutex<Option<Heard>>);

#[derive(Debug, Clone)]
struct Heard {
    is_shut_out: bool,
    reason: String,
}

impl Quiet {
    fn heard(&self) -> Option<Heard> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl ClientContext for Quiet {
    fn error(&self, error: KafkaError, reason: &str) {
        tracing::debug!(%error, reason, "from the Kafka client");
        // That no broker is left follows from something that was told before it.
        if error.rdkafka_error_code() != Some(RDKafkaErrorCode::AllBrokersDown) {
            let heard = Heard { is_shut_out: is_shut_out(&error), reason: reason.to_owned() };
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(heard);
        }
    }
}

impl ConsumerContext for Quiet {}

/// The topics that an entry of `topics.articles` stands for.
fn named(entry: &str, metadata: &Metadata) -> Vec<String> {
    if !topics::is_expression(entry) {
        return vec![entry.to_owned()];
    }
    let names = metadata.topics().iter().map(MetadataTopic::name);
    names.filter(|name| topics::stands_for(entry, name)).map(str::to_owned).collect()
}

fn matching(entry: &str, metadata: &Metadata) -> Finding {
    let found = named(entry, metadata);
    let result = match found.as_slice() {
        [] => Ok("no topic matches yet; one that comes later is read".to_owned()),
        names => Ok(names.join(", ")),
    };
    Finding { subject: format!("topics {entry}"), result }
}

fn exists(metadata: &Metadata, topic: &str) -> Finding {
    let found = metadata.topics().iter().find(|known| known.name() == topic);
    let result = match found.map(|known| known.partitions().len()) {
        Some(partitions) if partitions > 0 => Ok(format!("{partitions} partitions")),
        _ => Err("it does not exist, or this user may not see it; create it, or grant Describe on it".to_owned()),
    };
    Finding { subject: format!("topic {topic}"), result }
}

/// Whether an input topic exists and may be read.
fn input(consumer: &BaseConsumer<Quiet>, metadata: &Metadata, topic: &str) -> Vec<Finding> {
    let there = exists(metadata, topic);
    if there.result.is_err() {
        return vec![there];
    }
    let result = match read(consumer, topic) {
        Ok(()) => Ok("allowed".to_owned()),
        Err(error) => Err(format!("refused ({error}); grant Read on the topic")),
    };
    vec![there, Finding { subject: format!("read from {topic}"), result }]
}

/// Asks for what comes after the end of a partition: the broker answers at once, or refuses.
fn read(consumer: &BaseConsumer<Quiet>, topic: &str) -> Result<(), KafkaError> {
    let mut partitions = TopicPartitionList::new();
    partitions.add_partition_offset(topic, 0, Offset::End)?;
    consumer.assign(&partitions)?;
    let deadline = Instant::now() + PATIENCE;
    let answer = loop {
        match consumer.poll(Duration::from_millis(100)) {
            Some(Ok(_) | Err(KafkaError::PartitionEOF(_))) => break Ok(()),
            Some(Err(error)) if !is_passing(&error) => break Err(error),
            _ if Instant::now() > deadline => {
                break Err(KafkaError::MessageConsumption(RDKafkaErrorCode::OperationTimedOut));
            }
            _ => {}
        }
    };
    consumer.unassign()?;
    answer
}

fn is_passing(error: &KafkaError) -> bool {
    matches!(
        error.rdkafka_error_code(),
        Some(RDKafkaErrorCode::BrokerTransportFailure | RDKafkaErrorCode::AllBrokersDown | RDKafkaErrorCode::Resolve)
    )
}

fn group(consumer: &BaseConsumer<Quiet>, topics: &[String], group_id: &str) -> Finding {
    let mut partitions = TopicPartitionList::new();
    for topic in topics {
        partitions.add_partition(topic, 0);
    }
    if topics.is_empty() {
        let result = Ok("not asked for, since no topic matches yet".to_owned());
        return Finding { subject: format!("group {group_id}"), result };
    }
    let result = match consumer.committed_offsets(partitions, PATIENCE) {
        Ok(_) => Ok("its offsets can be read".to_owned()),
        Err(error) => Err(format!("refused ({error}); grant Read on the group")),
    };
    Finding { subject: format!("group {group_id}"), result }
}

/// What became of the trial records.
#[derive(Debug, Default)]
struct Deliveries(Mutex<Vec<(String, KafkaError)>>);

impl ClientContext for Deliveries {}

impl ProducerContext for Deliveries {
    type DeliveryOpaque = ();

    fn delivery(&self, result: &DeliveryResult<'_>, (): ()) {
        if let Err((error, message)) = result {
            let mut failed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            failed.push((message.topic().to_owned(), error.clone()));
        }
    }
}

/// Whether a transaction may be begun and the output topics written to.
fn transaction(configs: &Configs, topics: &[&str]) -> Result<Vec<Finding>, ConnectError> {
    // A name of its own, or the running worker of this name would be fenced off.
    let id = format!("{}-check", configs.transactional_id);
    let mut config = configs.producer.clone();
    config.set("transactional.id", &id);
    let producer = producer(&config)?;
    let begun = producer.init_transactions(PATIENCE).and_then(|()| producer.begin_transaction());
    let result = match &begun {
        Ok(()) => Ok("allowed".to_owned()),
        Err(error) => {
            let grant =
                format!("grant Write and Describe on transactional ids that begin with {}", configs.transactional_id);
            Err(format!("refused ({error}); {grant}"))
        }
    };
    let mut findings = vec![Finding { subject: format!("transactions as {id}"), result }];
    if begun.is_ok() {
        findings.extend(topics.iter().map(|topic| write(&producer, topic)));
        // Nothing of it may stay. A failure here leaves it to the broker, which aborts it by itself in time.
        let _ = producer.abort_transaction(PATIENCE);
    }
    Ok(findings)
}

fn write(producer: &BaseProducer<Deliveries>, topic: &str) -> Finding {
    let record: BaseRecord<'_, str, [u8]> = BaseRecord::to(topic).key("dateline check-config");
    let sent = producer.send(record).map_err(|(error, _)| error).and_then(|()| producer.flush(PATIENCE));
    let failed = producer.context().0.lock().unwrap_or_else(PoisonError::into_inner);
    let refused = failed.iter().find(|(of, _)| of == topic).map(|(_, error)| error.clone());
    let result = match sent.err().or(refused) {
        None => Ok("allowed".to_owned()),
        Some(error) => Err(format!("refused ({error}); grant Write and Describe on the topic")),
    };
    Finding { subject: format!("write to {topic}"), result }
}
