//! The async end of the thread "kafka".

use std::{future::Future, sync::Arc, thread, time::Duration};

use rdkafka::util::get_rdkafka_version;
use tokio::{sync::oneshot, time::timeout};

use super::{
    ConnectError,
    channel::{AsyncEnd, Command, channel},
    config::Configs,
    outlet::{Outlet, SizeLimits},
    protocol,
    worker::Worker,
};
use crate::{
    settings::Settings,
    stream::{Broker, BrokerEvent, Budget, FailPoint, Failure, Marks, Partition, Position, Record, Rewinds},
    telemetry::health::Health,
};

/// How long leaving the group may take.
const CLOSE: Duration = Duration::from_secs(10);

/// A consumer in a group and a producer, behind their thread.
#[derive(Debug)]
pub struct Client {
    /// The way to the thread.
    end: AsyncEnd,
    /// What the thread has learnt of the topics.
    limits: Arc<SizeLimits>,
    /// The limit of the producer, in bytes.
    max_message_bytes: usize,
    /// Which events in the channel are void.
    rewinds: Rewinds,
}

/// How often the consumer of a bounded run reports statistics. They show which partition has ended if several topics have one with
/// the same number.
const BOUNDED_STATISTICS_MS: &str = "500";

/// Connects to the cluster and joins the group. `is_bounded`: the ends of partitions are waited for.
///
/// # Errors
/// When the settings are not librdkafka's, or no broker answers in time.
pub async fn connect(
    settings: &Settings,
    budget: Arc<Budget>,
    health: Arc<Health>,
    fail_point: Option<FailPoint>,
    is_bounded: bool,
) -> Result<Client, ConnectError> {
    let mut configs = Configs::of(settings)?;
    configs.is_bounded = is_bounded;
    if is_bounded {
        configs.consumer.set("statistics.interval.ms", BOUNDED_STATISTICS_MS);
    }
    warn_of_protocol(&configs);
    let limits = Arc::new(SizeLimits::default());
    let (end, thread_end) = channel();
    let max_message_bytes = configs.max_message_bytes;
    let client = Client { end, limits: Arc::clone(&limits), max_message_bytes, rewinds: Rewinds::default() };
    let settings = settings.clone();
    start(move || {
        // First the producer: what an earlier process of this name left open must be ended before offsets are read.
        let outlet = Outlet::open(&configs, limits, fail_point, health)?;
        Worker::open(&settings, &configs, outlet, budget, thread_end)
    })
    .await?;
    Ok(client)
}

fn warn_of_protocol(configs: &Configs) {
    let (version, _) = get_rdkafka_version();
    let is_static = configs.consumer.get("group.instance.id").is_some();
    if let Some(warning) = protocol::warning(configs.consumer.get("group.protocol"), is_static, version) {
        tracing::warn!("{warning}");
    }
}

/// Starts the thread, and waits until its clients are connected.
async fn start(open: impl FnOnce() -> Result<Worker, ConnectError> + Send + 'static) -> Result<(), ConnectError> {
    let (ready, connected) = oneshot::channel();
    let body = move || match open() {
        Ok(worker) => {
            let _ = ready.send(Ok(()));
            worker.run();
        }
        Err(error) => {
            let _ = ready.send(Err(error));
        }
    };
    thread::Builder::new().name("kafka".to_owned()).spawn(body).map_err(|_| ConnectError::Thread)?;
    connected.await.map_err(|_| ConnectError::Thread)?
}

/// What the thread answers.
async fn answer<T>(reply: oneshot::Receiver<Result<T, Failure>>) -> Result<T, Failure> {
    reply.await.unwrap_or_else(|_| Err(gone()))
}

fn gone() -> Failure {
    Failure::Fatal("the thread of the Kafka clients has stopped".to_owned())
}

impl Broker for Client {
    async fn next(&mut self) -> BrokerEvent {
        loop {
            let Some((generation, event)) = self.end.event().await else { return BrokerEvent::Failed(gone()) };
            if let Some(event) = self.rewinds.sift(generation, event) {
                return event;
            }
        }
    }

    fn send(&mut self, records: Vec<Record>) {
        self.end.order(Command::Send(records));
    }

    async fn commit(&mut self, positions: Vec<Position>, marks: Marks) -> Result<(), Failure> {
        let (sender, reply) = oneshot::channel();
        self.end.order(Command::Commit { positions, marks, reply: sender });
        answer(reply).await
    }

    async fn abort(&mut self, rewind: Vec<Position>) -> Result<Vec<Position>, Failure> {
        let generation = self.rewinds.rewind(&rewind);
        let (sender, reply) = oneshot::channel();
        self.end.order(Command::Abort { generation, rewind, reply: sender });
        answer(reply).await
    }

    fn hand_over(&mut self, partitions: Vec<Partition>) {
        self.end.order(Command::HandOver(partitions));
    }

    fn stop(&mut self) {
        self.end.order(Command::Stop);
    }

    fn hold(&mut self) {
        self.end.order(Command::Hold);
    }

    fn max_record_bytes(&self, topic: &str) -> usize {
        self.limits.get(topic).unwrap_or(usize::MAX).min(self.max_message_bytes)
    }

    fn larger_records(&self) -> &'static str {
        "raise message.max.bytes in [kafka.producer] and max.message.bytes on the topic"
    }

    fn close(self) -> impl Future<Output = ()> + Send {
        let (sender, reply) = oneshot::channel();
        self.end.order(Command::Close(Some(sender)));
        async move {
            if timeout(CLOSE, reply).await.is_err() {
                tracing::warn!(
                    "leaving the group takes too long; the broker will remove this worker after session.timeout.ms"
                );
            }
        }
    }
}
