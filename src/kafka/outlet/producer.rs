//! Creates the producer, registers it with the broker, and replaces it.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use rdkafka::{
    error::{KafkaError, KafkaResult},
    producer::{BaseProducer, Producer as _},
    types::RDKafkaErrorCode,
};

use super::RETRY;
use crate::{
    kafka::{ConnectError, config::Configs, context::ProducerEvents},
    stream::Failure,
    telemetry::health::Health,
};

/// Time limit for registering a producer when the worker starts.
const ADMISSION: Duration = Duration::from_secs(30);
/// Time limit of one attempt to register; errors are read between two attempts.
const ATTEMPT: Duration = Duration::from_secs(3);
/// How long a broker may be away that was there before.
pub(in crate::kafka) const ABSENCE: Duration = Duration::from_mins(10);

/// A producer that is registered with the broker.
pub(super) struct Producer {
    /// What each new client is made of; never change.
    configs: Configs,
    /// The only share, or there is another in a call that did not come back.
    client: Arc<BaseProducer<ProducerEvents>>,
    /// What the client said since it was made.
    notes: ProducerEvents,
    /// While it waits for a broker that is away, the worker is alive.
    health: Arc<Health>,
}

impl Producer {
    /// Makes the producer; ends the transaction that an earlier process with this name left open.
    pub(super) fn open(configs: &Configs, health: Arc<Health>) -> Result<Self, ConnectError> {
        let notes = ProducerEvents::new(&configs.scrub);
        let client = Arc::new(create(configs, &notes)?);
        let mut producer = Self { configs: configs.clone(), client, notes, health };
        producer
            .admit(ADMISSION, true)
            .map_err(|reason| ConnectError::Broker { servers: configs.servers.clone(), reason })?;
        Ok(producer)
    }

    /// Replaces the producer by one of the same name. This fences the old one and ends its transaction.
    pub(super) fn recreate(&mut self) -> Result<(), Failure> {
        self.renew().map_err(Failure::Fatal)?;
        self.admit(ABSENCE, false).map_err(Failure::Fatal)
    }

    /// A new client, which nobody has admitted yet. The remaining reports of the old one no longer matter.
    fn renew(&mut self) -> Result<(), String> {
        self.notes = ProducerEvents::new(&self.configs.scrub);
        self.client = Arc::new(create(&self.configs, &self.notes).map_err(|error| error.to_string())?);
        Ok(())
    }

    pub(super) fn configs(&self) -> &Configs {
        &self.configs
    }

    pub(super) fn client(&self) -> &Arc<BaseProducer<ProducerEvents>> {
        &self.client
    }

    pub(super) fn notes(&self) -> &ProducerEvents {
        &self.notes
    }

    pub(super) fn health(&self) -> &Health {
        &self.health
    }

    /// Serves delivery reports; waits for one at most `wait`.
    pub(super) fn poll(&self, wait: Duration) {
        self.client.poll(wait);
    }

    /// Makes the broker know the producer, and end what an earlier one of this name left open. When the worker starts, a wrong
    /// password is reported at once; later it may be the broker that does not know its users for a while.
    fn admit(&mut self, patience: Duration, is_start: bool) -> Result<(), String> {
        let deadline = Instant::now() + patience;
        let was_ready = self.health.ready().is_ok();
        loop {
            self.health.tick();
            let Err(error) = self.greet(is_start) else {
                if was_ready {
                    self.health.set_ready();
                }
                return Ok(());
            };
            self.client.poll(RETRY);
            if self.notes.has_no_broker() {
                self.renew()?;
            }
            if is_start && let Some(reason) = self.notes.take_refusal() {
                return Err(format!(
                    "authentication or TLS failed: {reason}; check the security settings in [kafka.common]"
                ));
            }
            let is_retriable = match &error {
                KafkaError::Transaction(cause) => cause.is_retriable(),
                _ => !self.configs.is_transactional,
            };
            if !is_retriable || Instant::now() > deadline {
                return Err(self.forbidden(&error).unwrap_or_else(|| error.to_string()));
            }
            if was_ready {
                self.health.set_unready(format!("the broker does not admit the producer: {error}"));
            }
        }
    }

    /// Without transactions there is nothing to register; at the start this checks that a broker answers.
    fn greet(&self, is_start: bool) -> KafkaResult<()> {
        if self.configs.is_transactional {
            return self.client.init_transactions(ATTEMPT);
        }
        if is_start { self.client.client().fetch_metadata(None, ATTEMPT).map(|_| ()) } else { Ok(()) }
    }

    fn forbidden(&self, error: &KafkaError) -> Option<String> {
        let is_so = error.rdkafka_error_code() == Some(RDKafkaErrorCode::TransactionalIdAuthorizationFailed);
        is_so.then(|| {
            let id = &self.configs.transactional_id;
            format!("not authorised for the transactional id {id}; grant Write and Describe on it ({error})")
        })
    }

    /// The error after which librdkafka does nothing more with this producer, if there was one.
    pub(super) fn fatal_error(&self) -> Option<Failure> {
        let (code, reason) = self.client.client().fatal_error()?;
        Some(Failure::Fatal(self.explained(code, &self.configs.scrub.text(&reason))))
    }

    /// A failure of the producer: its fatal error, or else this one.
    pub(super) fn fatal(&self, what: &str, error: &KafkaError) -> Failure {
        self.fatal_error().unwrap_or_else(|| Failure::Fatal(format!("{what}: {error}")))
    }

    fn explained(&self, code: RDKafkaErrorCode, reason: &str) -> String {
        if !is_fence(code) {
            return reason.to_owned();
        }
        format!(
            "another worker uses the transactional id {}; give each worker of the group its own kafka.instance ({reason})",
            self.configs.transactional_id
        )
    }
}

/// Whether the broker takes another producer for the one of this name.
pub(super) fn is_fence(code: RDKafkaErrorCode) -> bool {
    matches!(code, RDKafkaErrorCode::Fenced | RDKafkaErrorCode::ProducerFenced | RDKafkaErrorCode::InvalidProducerEpoch)
}

fn create(configs: &Configs, notes: &ProducerEvents) -> Result<BaseProducer<ProducerEvents>, ConnectError> {
    let created = configs.producer.create_with_context(notes.clone());
    created.map_err(|error| configs.scrub.refused("producer", &error))
}
