//! Whether a transaction may be begun, and whether the output topics may be written to.

use std::sync::{Mutex, PoisonError};

use rdkafka::{
    ClientConfig, ClientContext, Message,
    config::RDKafkaLogLevel,
    error::KafkaError,
    message::DeliveryResult,
    producer::{BaseProducer, BaseRecord, Producer, ProducerContext},
};

use super::{Finding, PATIENCE};
use crate::kafka::{ConnectError, config::Configs, context::log, scrub::Scrub};

/// What became of the trial records.
#[derive(Debug, Default)]
pub(super) struct Deliveries {
    failed: Mutex<Vec<(String, KafkaError)>>,
    /// Knows the values that must not be printed.
    scrub: Scrub,
}

impl ClientContext for Deliveries {
    fn log(&self, level: RDKafkaLogLevel, fac: &str, message: &str) {
        log(&self.scrub, level, fac, message);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        log(&self.scrub, RDKafkaLogLevel::Error, "ERROR", &format!("{error}: {reason}"));
    }
}

impl ProducerContext for Deliveries {
    type DeliveryOpaque = ();

    fn delivery(&self, result: &DeliveryResult<'_>, (): ()) {
        if let Err((error, message)) = result {
            let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
            failed.push((message.topic().to_owned(), error.clone()));
        }
    }
}

/// Makes a producer.
pub(super) fn producer(config: &ClientConfig, scrub: &Scrub) -> Result<BaseProducer<Deliveries>, ConnectError> {
    let deliveries = Deliveries { scrub: scrub.clone(), ..Deliveries::default() };
    config.create_with_context(deliveries).map_err(|error| scrub.refused("producer", &error))
}

/// Tries to begin transactions, and in each to write to one of these topics.
pub(super) fn attempt(configs: &Configs, topics: &[&str]) -> Result<Vec<Finding>, ConnectError> {
    // A name of its own, or the running worker of this name would be fenced off.
    let id = format!("{}-check", configs.transactional_id);
    let mut config = configs.producer.clone();
    config.set("transactional.id", &id);
    let producer = producer(&config, &configs.scrub)?;
    let admitted = producer.init_transactions(PATIENCE);
    let result = match &admitted {
        Ok(()) => Ok("allowed".to_owned()),
        Err(error) => {
            let grant =
                format!("grant Write and Describe on transactional ids with the prefix {}", configs.transactional_id);
            Err(format!("refused ({error}); {grant}"))
        }
    };
    let mut findings = vec![Finding { subject: format!("transactions as {id}"), result }];
    if admitted.is_ok() {
        findings.extend(topics.iter().map(|topic| write(&producer, topic)));
    }
    Ok(findings)
}

/// Tries to write to a topic, in a transaction that is aborted.
fn write(producer: &BaseProducer<Deliveries>, topic: &str) -> Finding {
    let record: BaseRecord<'_, str, [u8]> = BaseRecord::to(topic).key("dateline check-config");
    // A transaction for each topic: a refusal spoils the whole.
    let begun = producer.begin_transaction();
    let sent =
        begun.and_then(|()| producer.send(record).map_err(|(error, _)| error)).and_then(|()| producer.flush(PATIENCE));
    // Nothing of it may stay. A failure here leaves it to the broker, which aborts it by itself in time.
    let _ = producer.abort_transaction(PATIENCE);
    let failed = producer.context().failed.lock().unwrap_or_else(PoisonError::into_inner);
    let refused = failed.iter().find(|(of, _)| of == topic).map(|(_, error)| error.clone());
    let result = match sent.err().or(refused) {
        None => Ok("allowed".to_owned()),
        Some(error) => Err(format!("refused ({error}); grant Write and Describe on the topic")),
    };
    Finding { subject: format!("write to {topic}"), result }
}
