//! The async end of the thread "kafka".

use std::{future::Future, sync::Arc, thread, time::Duration};

use crossbeam_channel::Sender;
use tokio::{
    sync::{
        mpsc::{UnboundedReceiver, unbounded_channel},
        oneshot,
    },
    time::timeout,
};

use super::{
    ConnectError,
    config::Configs,
    produce::{Outlet, SizeLimits},
    worker::{Command, Event, Worker},
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
    commands: Sender<Command>,
    events: UnboundedReceiver<Event>,
    limits: Arc<SizeLimits>,
    max_message_bytes: usize,
    rewinds: Rewinds,
}

/// Connects to the cluster and joins the group.
///
/// # Errors
/// When the settings are not librdkafka's, or no broker answers in time.
pub async fn connect(
    settings: &Settings,
    budget: Arc<Budget>,
    health: Arc<Health>,
    fail_point: Option<FailPoint>,
) -> Result<Client, ConnectError> {
    let configs = Configs::of(settings)?;
    let limits = Arc::new(SizeLimits::default());
    let (commands, orders) = crossbeam_channel::unbounded();
    let (sender, events) = unbounded_channel();
    let (ready, connected) = oneshot::channel();
    let client = Client {
        commands,
        events,
        limits: Arc::clone(&limits),
        max_message_bytes: configs.max_message_bytes,
        rewinds: Rewinds::default(),
    };
    let settings = settings.clone();
    let body = move || {
        // First the producer: what an earlier process of this name left open must be ended before offsets are read.
        let opened = Outlet::open(&configs, limits, fail_point, health)
            .and_then(|outlet| Worker::open(&settings, &configs, outlet, orders, sender, budget));
        match opened {
            Ok(worker) => {
                let _ = ready.send(Ok(()));
                worker.run();
            }
            Err(error) => {
                let _ = ready.send(Err(error));
            }
        }
    };
    thread::Builder::new().name("kafka".to_owned()).spawn(body).map_err(|_| ConnectError::Thread)?;
    connected.await.map_err(|_| ConnectError::Thread)??;
    Ok(client)
}

impl Client {
    fn order(&self, command: Command) {
        // The thread is gone only after it has failed or panicked; both are told by the event channel.
        let _ = self.commands.send(command);
    }

    async fn answer<T>(reply: oneshot::Receiver<Result<T, Failure>>) -> Result<T, Failure> {
        reply.await.unwrap_or_else(|_| Err(gone()))
    }
}

fn gone() -> Failure {
    Failure::Fatal("the thread of the Kafka clients has ended".to_owned())
}

impl Broker for Client {
    async fn next(&mut self) -> BrokerEvent {
        loop {
            let Some((generation, event)) = self.events.recv().await else { return BrokerEvent::Failed(gone()) };
            if let Some(event) = self.rewinds.sift(generation, event) {
                return event;
            }
        }
    }

    fn send(&mut self, records: Vec<Record>) {
        self.order(Command::Send(records));
    }

    async fn commit(&mut self, positions: Vec<Position>, marks: Marks) -> Result<(), Failure> {
        let (sender, reply) = oneshot::channel();
        self.order(Command::Commit(positions, marks, sender));
        Self::answer(reply).await
    }

    async fn abort(&mut self, rewind: Vec<Position>) -> Result<Vec<Position>, Failure> {
        let generation = self.rewinds.rewind(&rewind);
        let (sender, reply) = oneshot::channel();
        self.order(Command::Abort { generation, rewind, reply: sender });
        Self::answer(reply).await
    }

    fn hand_over(&mut self, partitions: Vec<Partition>) {
        self.order(Command::HandOver(partitions));
    }

    fn stop(&mut self) {
        self.order(Command::Stop);
    }

    fn hold(&mut self) {
        self.order(Command::Hold);
    }

    fn max_record_bytes(&self, topic: &str) -> usize {
        self.limits.get(topic).unwrap_or(usize::MAX).min(self.max_message_bytes)
    }

    fn larger_records(&self) -> &'static str {
        "raise message.max.bytes in [kafka.producer] and on the topic"
    }

    fn close(self) -> impl Future<Output = ()> + Send {
        let (sender, reply) = oneshot::channel();
        self.order(Command::Close(Some(sender)));
        async move {
            if timeout(CLOSE, reply).await.is_err() {
                tracing::warn!("leaving the group takes too long; the broker will notice by itself");
            }
        }
    }
}
