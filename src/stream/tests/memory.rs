//! A broker in memory that a test can make fail. Nothing here takes real time.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use tokio::{
    sync::Notify,
    time::{Instant, sleep},
};

use crate::stream::{
    Arrival, Broker, BrokerEvent, Budget, Failure, Marks, Message, Partition, Position, Record, Rewinds,
};

/// How a commit fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is refused.
    Refused,
    /// It is done, but the answer is lost.
    InDoubt,
    /// It is refused for ever: a permission is missing.
    Forbidden,
    /// The client is unusable from now on.
    Fatal,
}

/// What the broker holds.
#[derive(Debug, Default)]
pub(super) struct State {
    input: BTreeMap<Partition, Vec<Arc<Message>>>,
    /// By the number of the client.
    clients: BTreeMap<usize, Connection>,
    /// Which client each partition belongs to. What another one commits for it is refused.
    owners: BTreeMap<Partition, usize>,
    pub committed: BTreeMap<Partition, i64>,
    /// What stands beside the committed positions.
    pub marks: Marks,
    /// What a `read_committed` client sees.
    pub output: Vec<Record>,
    /// How the next commits end; `None` is well.
    pub faults: VecDeque<Option<Fault>>,
    pub is_closed: bool,
    pub commits: usize,
    pub aborts: usize,
    /// The most articles that were in work at once.
    pub most_in_flight: usize,
    pub max_record_bytes: usize,
    pub commit_time: Duration,
    /// When each commit was done.
    pub commit_times: Vec<Instant>,
}

/// What one client has to do with the broker.
#[derive(Debug, Default)]
struct Connection {
    positions: BTreeMap<Partition, i64>,
    open: Vec<Record>,
    /// Events not yet taken, each with its generation: a consumer runs ahead of the pipeline.
    events: VecDeque<(u64, BrokerEvent)>,
    generation: u64,
    rewinds: Rewinds,
    /// Partitions whose hand-over is waited for.
    leaving: Option<BTreeSet<Partition>>,
    is_in_doubt: bool,
    is_stopped: bool,
}

/// One client of the broker and the test's hand on it.
#[derive(Debug, Clone)]
pub(super) struct MemoryBroker {
    number: usize,
    state: Arc<Mutex<State>>,
    budget: Arc<Budget>,
    changed: Arc<Notify>,
}

impl MemoryBroker {
    pub(super) fn new(budget: Arc<Budget>) -> Self {
        let state = State { max_record_bytes: usize::MAX, commit_time: Duration::from_millis(5), ..State::default() };
        Self { number: 0, state: Arc::new(Mutex::new(state)), budget, changed: Arc::new(Notify::new()) }
    }

    /// Another client of the same broker.
    pub(super) fn another(&self, number: usize, budget: Arc<Budget>) -> Self {
        Self { number, state: Arc::clone(&self.state), budget, changed: Arc::new(Notify::new()) }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    pub(super) fn publish(&self, message: Message) {
        self.state().input.entry(message.partition.clone()).or_default().push(Arc::new(message));
        self.changed.notify_one();
    }

    pub(super) fn tell(&self, event: BrokerEvent) {
        self.state().connection(self.number).tell(event);
        self.changed.notify_one();
    }

    /// Gives partitions to the worker, from what is committed.
    pub(super) fn assign(&self, partitions: &[Partition]) {
        let mut state = self.state();
        let state = &mut *state;
        let connection = state.clients.entry(self.number).or_default();
        for partition in partitions {
            let start = state.committed.get(partition).copied().unwrap_or(0);
            connection.positions.insert(partition.clone(), start);
            state.owners.insert(partition.clone(), self.number);
        }
        connection.tell(BrokerEvent::Assigned(partitions.to_vec()));
        let marks = state.marks.iter().filter(|(at, _)| partitions.contains(at)).map(|(at, mark)| (at.clone(), *mark));
        connection.tell(BrokerEvent::Marked(marks.collect()));
        self.changed.notify_one();
    }

    /// Takes partitions away; `is_lost`: without waiting for the worker.
    pub(super) fn revoke(&self, partitions: &[Partition], is_lost: bool) {
        let mut state = self.state();
        let connection = state.connection(self.number);
        if is_lost {
            connection.positions.retain(|partition, _| !partitions.contains(partition));
        }
        let names = partitions.to_vec();
        connection.tell(if is_lost { BrokerEvent::Lost(names) } else { BrokerEvent::Revoked(names) });
        self.changed.notify_one();
    }

    /// Whether the worker wants nothing more.
    pub(super) fn is_stopped(&self) -> bool {
        self.state().connection(self.number).is_stopped
    }

    /// Whether the worker has let go of all that was taken from it. A group gives nothing back before.
    pub(super) fn has_released(&self) -> bool {
        let mut state = self.state();
        let connection = state.connection(self.number);
        !connection.is_leaving()
    }

    /// The process that used it is gone, and what it had not committed with it.
    pub(super) fn forget_client(&self) {
        self.state().clients.remove(&self.number);
    }

    fn poll(&self) -> Option<BrokerEvent> {
        let mut state = self.state();
        let state = &mut *state;
        let connection = state.clients.entry(self.number).or_default();
        loop {
            connection.fetch(&state.input, &self.budget);
            state.most_in_flight = state.most_in_flight.max(self.budget.articles());
            if connection.leaving.is_some() {
                return None;
            }
            let (generation, event) = connection.events.pop_front()?;
            let Some(event) = connection.rewinds.sift(generation, event) else { continue };
            if let BrokerEvent::Revoked(partitions) | BrokerEvent::Lost(partitions) = &event {
                connection.leaving = Some(partitions.iter().cloned().collect());
            }
            return Some(event);
        }
    }
}

impl Connection {
    fn tell(&mut self, event: BrokerEvent) {
        self.events.push_back((self.generation, event));
    }

    /// Whether partitions are on their way out.
    fn is_leaving(&self) -> bool {
        let leaves = |event: &BrokerEvent| matches!(event, BrokerEvent::Revoked(_) | BrokerEvent::Lost(_));
        self.leaving.is_some() || self.events.iter().any(|(_, event)| leaves(event))
    }

    /// Consumes as far as there is room.
    fn fetch(&mut self, input: &BTreeMap<Partition, Vec<Arc<Message>>>, budget: &Arc<Budget>) {
        /// Articles that come at once.
        const BURST: usize = 5;
        if self.is_leaving() {
            return;
        }
        let mut arrivals = Vec::new();
        for (partition, position) in &mut self.positions {
            for message in input.get(partition).into_iter().flatten() {
                let has_room = budget.has_room() && arrivals.len() < BURST && !self.is_stopped;
                if message.offset >= *position && has_room {
                    *position = message.offset + 1;
                    arrivals.push(Arrival { message: Arc::clone(message), permit: budget.take(message.size()) });
                }
            }
        }
        if !arrivals.is_empty() {
            self.tell(BrokerEvent::Arrived(arrivals));
        }
    }
}

impl State {
    fn connection(&mut self, number: usize) -> &mut Connection {
        self.clients.entry(number).or_default()
    }

    fn apply(&mut self, number: usize, positions: &[Position], marks: Marks) {
        for position in positions {
            let before = self.committed.insert(position.partition.clone(), position.offset);
            assert!(
                before.is_none_or(|before| before <= position.offset),
                "the committed position went back: {position:?}"
            );
            self.marks.remove(&position.partition);
        }
        self.marks.extend(marks);
        let mut open = std::mem::take(&mut self.connection(number).open);
        self.output.append(&mut open);
        self.commits += 1;
        self.commit_times.push(Instant::now());
    }
}

impl Broker for MemoryBroker {
    async fn next(&mut self) -> BrokerEvent {
        loop {
            if let Some(event) = self.poll() {
                return event;
            }
            if self.budget.has_room() {
                self.changed.notified().await;
            } else {
                sleep(Duration::from_millis(1)).await;
            }
        }
    }

    fn send(&mut self, records: Vec<Record>) {
        self.state().connection(self.number).open.extend(records);
    }

    async fn commit(&mut self, positions: Vec<Position>, marks: Marks) -> Result<(), Failure> {
        let took = self.state().commit_time;
        sleep(took).await;
        let mut state = self.state();
        let is_ours = |position: &Position| state.owners.get(&position.partition) == Some(&self.number);
        let is_held = |position: &Position| {
            state.clients.get(&self.number).is_some_and(|client| client.positions.contains_key(&position.partition))
        };
        let fenced = positions.iter().any(|position| !is_ours(position) || !is_held(position));
        let fault = if fenced { Some(Fault::Refused) } else { state.faults.pop_front().flatten() };
        match fault {
            None => state.apply(self.number, &positions, marks),
            Some(Fault::Refused) => return Err(Failure::Abort("refused".into())),
            Some(Fault::Forbidden) => return Err(Failure::Refused("not authorised".into())),
            Some(Fault::Fatal) => return Err(Failure::Fatal("fenced".into())),
            Some(Fault::InDoubt) => {
                state.apply(self.number, &positions, marks);
                state.connection(self.number).is_in_doubt = true;
                return Err(Failure::Abort("timed out".into()));
            }
        }
        Ok(())
    }

    async fn abort(&mut self, rewind: Vec<Position>) -> Result<Vec<Position>, Failure> {
        let mut state = self.state();
        let state = &mut *state;
        state.aborts += 1;
        let connection = state.clients.entry(self.number).or_default();
        connection.open.clear();
        let is_in_doubt = std::mem::take(&mut connection.is_in_doubt);
        let correct = |position: Position| match state.committed.get(&position.partition) {
            Some(offset) if is_in_doubt => Position { offset: *offset, ..position },
            _ => position,
        };
        connection.generation = connection.rewinds.rewind(&rewind);
        let positions: Vec<Position> = rewind.into_iter().map(correct).collect();
        for position in &positions {
            if let Some(place) = connection.positions.get_mut(&position.partition) {
                *place = position.offset;
            }
        }
        self.changed.notify_one();
        Ok(positions)
    }

    fn hand_over(&mut self, partitions: Vec<Partition>) {
        let mut state = self.state();
        let connection = state.connection(self.number);
        assert_eq!(connection.leaving.take(), Some(partitions.iter().cloned().collect()), "handed over as asked");
        self.changed.notify_one();
        connection.positions.retain(|partition, _| !partitions.contains(partition));
    }

    fn stop(&mut self) {
        self.state().connection(self.number).is_stopped = true;
    }

    fn hold(&mut self) {
        self.state().connection(self.number).is_stopped = true;
    }

    fn max_record_bytes(&self, _topic: &str) -> usize {
        self.state().max_record_bytes
    }

    fn larger_records(&self) -> &'static str {
        "raise max_record_bytes"
    }

    async fn close(self) {
        self.state().is_closed = true;
    }
}
