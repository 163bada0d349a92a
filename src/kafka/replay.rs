//! Reads dead letters, and sends chosen ones back: the letters sent and how far was read are committed in one transaction.

use std::{
    collections::BTreeSet,
    sync::Arc,
    time::{Duration, Instant},
};

use rdkafka::{
    Offset, TopicPartitionList,
    consumer::{BaseConsumer, Consumer},
    error::KafkaError,
    metadata::MetadataPartition,
};

use super::{
    ConnectError,
    config::Configs,
    context::{ConsumerEvents, ConsumerNotes},
    positions::{ask, list},
    produce::{Outlet, SizeLimits},
    wire::Names,
};
use crate::{
    settings::{Guarantee, Settings},
    stream::{Choice, FailPoint, Failure, Letter, Marks, Partition, Position, Record},
    telemetry::health::Health,
};

/// How long an answer of the broker may take.
const QUESTION: Duration = Duration::from_secs(10);
/// How long the broker may say nothing at all.
const SILENCE: Duration = Duration::from_mins(1);
/// Letters of one transaction.
const BATCH: usize = 500;

/// What a replay does.
#[derive(Debug, Clone, Default)]
pub struct Replay {
    /// The name of the run. What a run has passed by, it does not read again.
    pub run: String,
    /// Which letters are wanted.
    pub choice: Choice,
    /// At most so many letters.
    pub limit: Option<u64>,
    /// Send them; otherwise they are only shown.
    pub is_sent: bool,
    /// Where to, if not to the topic that each came from.
    pub to: Option<Arc<str>>,
    /// Where to stand still, for tests.
    pub fail_point: Option<FailPoint>,
}

/// What a replay has done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Letters read.
    pub read: u64,
    /// Letters wanted.
    pub chosen: u64,
    /// Letters sent back.
    pub sent: u64,
    /// Letters that were wanted and cannot be sent.
    pub kept: u64,
}

/// Why a replay failed.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// The broker could not be connected to.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The topic is not there.
    #[error("the topic of dead letters, {0}, does not exist or may not be read; check topics.dead_letters")]
    NoTopic(String),
    /// The broker did not answer.
    #[error("the broker does not answer: {0}; run the same command again, nothing is sent twice")]
    Silent(String),
    /// The transaction failed.
    #[error("{0}; run the same command again, nothing is sent twice")]
    Failed(#[from] Failure),
    /// What was read could not be shown.
    #[error(transparent)]
    Show(#[from] std::io::Error),
}

impl Replay {
    /// Goes through the topic of dead letters, as it is now, from where the run has come to; `show` sees each letter that is
    /// wanted, with why it cannot be sent.
    ///
    /// # Errors
    /// When the broker fails or `show` does. What was sent by then is committed with how far was read.
    pub fn go(
        &self,
        settings: &Settings,
        show: &mut dyn FnMut(&Letter, Option<&'static str>) -> std::io::Result<()>,
    ) -> Result<Tally, ReplayError> {
        let mut settings = settings.clone();
        settings.kafka.group_id = format!("{}-replay-{}", settings.kafka.group_id, self.run);
        settings.kafka.instance = Some("replay".to_owned());
        settings.kafka.static_membership = false;
        settings.delivery.guarantee = Guarantee::ExactlyOnce;
        let configs = Configs::of(&settings)?;
        // First the producer: what a killed run left open must be ended before its offsets are read.
        let outlet = if self.is_sent {
            let limits = Arc::new(SizeLimits::default());
            Some(Outlet::open(&configs, limits, self.fail_point.clone(), Arc::new(Health::new()))?)
        } else {
            None
        };
        let reader = Reader::open(&configs, &settings.topics.dead_letters)?;
        Run { replay: self, reader, outlet, tally: Tally::default(), records: Vec::new(), last_commit: Instant::now() }
            .go(show)
    }
}

/// A replay under way.
struct Run<'a> {
    replay: &'a Replay,
    reader: Reader,
    outlet: Option<Outlet>,
    tally: Tally,
    records: Vec<Record>,
    last_commit: Instant,
}

impl Run<'_> {
    fn go(
        mut self,
        show: &mut dyn FnMut(&Letter, Option<&'static str>) -> std::io::Result<()>,
    ) -> Result<Tally, ReplayError> {
        /// A transaction must not grow old.
        const AGE: Duration = Duration::from_secs(2);
        while self.replay.limit.is_none_or(|limit| self.tally.chosen < limit) {
            let Some(letter) = self.reader.next()? else { break };
            self.tally.read += 1;
            if self.replay.choice.wants(&letter) {
                self.take(&letter, show)?;
            }
            if self.records.len() >= BATCH || self.last_commit.elapsed() > AGE {
                self.commit()?;
            }
        }
        self.commit()?;
        Ok(self.tally)
    }

    fn take(
        &mut self,
        letter: &Letter,
        show: &mut dyn FnMut(&Letter, Option<&'static str>) -> std::io::Result<()>,
    ) -> Result<(), ReplayError> {
        self.tally.chosen += 1;
        match letter.resend(self.replay.to.as_ref()) {
            Ok(record) => {
                show(letter, None)?;
                if self.outlet.is_some() {
                    self.records.push(record);
                }
            }
            Err(reason) => {
                show(letter, Some(reason))?;
                self.tally.kept += 1;
            }
        }
        Ok(())
    }

    fn commit(&mut self) -> Result<(), ReplayError> {
        self.last_commit = Instant::now();
        let (Some(outlet), false) = (&mut self.outlet, self.reader.positions.is_empty()) else { return Ok(()) };
        let records = std::mem::take(&mut self.records);
        outlet.send(&records);
        if let Err(failure) = outlet.commit(&self.reader.consumer, &list(&self.reader.positions, &Marks::new())?) {
            // Ends the transaction, so that nothing of it is seen and the next run need not wait.
            let _ = outlet.abort();
            return Err(failure.into());
        }
        self.tally.sent += records.len() as u64;
        Ok(())
    }
}

/// The topic of dead letters, from where the run has come to until its end.
struct Reader {
    consumer: BaseConsumer<ConsumerEvents>,
    names: Names,
    /// Partitions that have not been read to their end.
    open: BTreeSet<i32>,
    /// Where each partition goes on, once something was read of it.
    positions: Vec<Position>,
}

impl Reader {
    fn open(configs: &Configs, topic: &str) -> Result<Self, ReplayError> {
        let refused = |error: KafkaError| ConnectError::Settings { client: "consumer", reason: error.to_string() };
        let mut config = configs.consumer.clone();
        config.set("allow.auto.create.topics", "false").set("statistics.interval.ms", "0");
        let consumer: BaseConsumer<_> =
            config.create_with_context(ConsumerEvents(Arc::new(ConsumerNotes::default()))).map_err(refused)?;
        let silent = |error: KafkaError| ReplayError::Silent(error.to_string());
        let metadata = consumer.fetch_metadata(Some(topic), QUESTION).map_err(silent)?;
        let found = metadata.topics().first().filter(|found| found.error().is_none());
        let numbers: BTreeSet<i32> =
            found.iter().flat_map(|found| found.partitions()).map(MetadataPartition::id).collect();
        if numbers.is_empty() {
            return Err(ReplayError::NoTopic(topic.to_owned()));
        }
        let mut start = TopicPartitionList::new();
        for number in &numbers {
            start.add_partition(topic, *number);
        }
        let committed = ask(|| consumer.committed_offsets(start.clone(), QUESTION)).map_err(ReplayError::Silent)?;
        for number in &numbers {
            let found = committed.find_partition(topic, *number).map(|element| element.offset());
            let from = found.filter(|offset| matches!(offset, Offset::Offset(_))).unwrap_or(Offset::Beginning);
            start.set_partition_offset(topic, *number, from).map_err(silent)?;
        }
        consumer.assign(&start).map_err(silent)?;
        Ok(Self { consumer, names: Names::default(), open: numbers, positions: Vec::new() })
    }

    /// The next letter; `None` at the end.
    fn next(&mut self) -> Result<Option<Letter>, ReplayError> {
        let mut asked = Instant::now();
        while !self.open.is_empty() {
            match self.consumer.poll(Duration::from_millis(100)) {
                Some(Ok(wire)) => {
                    let carrier = self.names.message(&wire);
                    // What came after the end was reached is for the next run: a letter that was sent back and put aside
                    // again must not go in circles.
                    if self.open.contains(&carrier.partition.number) {
                        self.move_to(carrier.partition.clone(), carrier.offset + 1);
                        return Ok(Some(Letter::read(carrier)));
                    }
                }
                Some(Err(KafkaError::PartitionEOF(number))) => {
                    self.open.remove(&number);
                    asked = Instant::now();
                }
                Some(Err(KafkaError::MessageConsumptionFatal(code))) => {
                    return Err(Failure::Fatal(format!("the consumer cannot go on: {code}")).into());
                }
                // librdkafka tries again by itself.
                Some(Err(error)) if asked.elapsed() > SILENCE => return Err(ReplayError::Silent(error.to_string())),
                None if asked.elapsed() > SILENCE => {
                    return Err(ReplayError::Silent(format!("nothing came for {} s", SILENCE.as_secs())));
                }
                Some(Err(_)) | None => {}
            }
        }
        Ok(None)
    }

    fn move_to(&mut self, partition: Partition, offset: i64) {
        match self.positions.iter_mut().find(|position| position.partition == partition) {
            Some(position) => position.offset = offset,
            None => self.positions.push(Position { partition, offset }),
        }
    }
}
