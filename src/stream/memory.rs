//! A broker in memory and a pool in virtual time, so that the pipeline's tests are exact: nothing here takes real time.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use tokio::{
    sync::Notify,
    time::{Instant, sleep, sleep_until},
};

use super::{
    Arrival, Article, Broker, BrokerEvent, Budget, Done, Failure, Job, Marks, Partition, Pool, Position, Processor,
    Record, Ticket,
};

/// How a commit fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is refused.
    Refused,
    /// It is done, but the answer is lost.
    InDoubt,
    /// The client is unusable from now on.
    Fatal,
}

/// What the broker holds.
#[derive(Debug, Default)]
pub struct State {
    input: BTreeMap<Partition, Vec<Arc<Article>>>,
    positions: BTreeMap<Partition, i64>,
    pub committed: BTreeMap<Partition, i64>,
    /// What stands beside the committed positions.
    pub marks: Marks,
    /// What a `read_committed` client sees.
    pub output: Vec<Record>,
    open: Vec<Record>,
    events: VecDeque<BrokerEvent>,
    /// Partitions whose hand-over is waited for.
    leaving: Option<BTreeSet<Partition>>,
    /// How the next commits end; `None` is well.
    pub faults: VecDeque<Option<Fault>>,
    is_in_doubt: bool,
    pub is_stopped: bool,
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

/// The broker and the test's hand on it.
#[derive(Debug, Clone)]
pub struct MemoryBroker {
    state: Arc<Mutex<State>>,
    budget: Arc<Budget>,
    changed: Arc<Notify>,
}

impl MemoryBroker {
    pub fn new(budget: Arc<Budget>) -> Self {
        let state = State { max_record_bytes: usize::MAX, commit_time: Duration::from_millis(5), ..State::default() };
        Self { state: Arc::new(Mutex::new(state)), budget, changed: Arc::new(Notify::new()) }
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    pub fn publish(&self, article: Article) {
        self.state().input.entry(article.partition.clone()).or_default().push(Arc::new(article));
        self.changed.notify_one();
    }

    pub fn tell(&self, event: BrokerEvent) {
        self.state().events.push_back(event);
        self.changed.notify_one();
    }

    /// Gives partitions to the worker, from what is committed.
    pub fn assign(&self, partitions: &[Partition]) {
        let mut state = self.state();
        for partition in partitions {
            let start = state.committed.get(partition).copied().unwrap_or(0);
            state.positions.insert(partition.clone(), start);
        }
        state.events.push_back(BrokerEvent::Assigned(partitions.to_vec()));
        let marks: Marks = state
            .marks
            .iter()
            .filter(|(at, _)| partitions.contains(at))
            .map(|(at, mark)| (at.clone(), *mark))
            .collect();
        state.events.push_back(BrokerEvent::Marked(marks));
        drop(state);
        self.changed.notify_one();
    }

    /// Takes partitions away; `is_lost`: without waiting for the worker.
    pub fn revoke(&self, partitions: &[Partition], is_lost: bool) {
        let mut state = self.state();
        if is_lost {
            state.positions.retain(|partition, _| !partitions.contains(partition));
        }
        let names = partitions.to_vec();
        state.events.push_back(if is_lost { BrokerEvent::Lost(names) } else { BrokerEvent::Revoked(names) });
        drop(state);
        self.changed.notify_one();
    }

    /// Whether the worker has let go of all that was taken from it. A group gives nothing back before.
    pub fn has_released(&self) -> bool {
        let state = self.state();
        let leaves = |event: &BrokerEvent| matches!(event, BrokerEvent::Revoked(_) | BrokerEvent::Lost(_));
        state.leaving.is_none() && !state.events.iter().any(leaves)
    }

    /// The process that used it is gone, and what it had not committed with it.
    pub fn forget_client(&self) {
        let mut state = self.state();
        state.open.clear();
        state.events.clear();
        state.positions.clear();
        (state.leaving, state.is_stopped, state.is_in_doubt) = (None, false, false);
    }

    fn poll(&self) -> Option<BrokerEvent> {
        /// Articles that come at once.
        const BURST: usize = 5;
        let mut state = self.state();
        if state.leaving.is_some() {
            return None;
        }
        if let Some(event) = state.events.pop_front() {
            if let BrokerEvent::Revoked(partitions) | BrokerEvent::Lost(partitions) = &event {
                state.leaving = Some(partitions.iter().cloned().collect());
            }
            return Some(event);
        }
        let mut arrivals = Vec::new();
        let state = &mut *state;
        for (partition, position) in &mut state.positions {
            for article in state.input.get(partition).into_iter().flatten() {
                let has_room = self.budget.has_room() && arrivals.len() < BURST && !state.is_stopped;
                if article.offset >= *position && has_room {
                    *position = article.offset + 1;
                    arrivals.push(Arrival { article: Arc::clone(article), permit: self.budget.take(article.size()) });
                }
            }
        }
        state.most_in_flight = state.most_in_flight.max(self.budget.articles());
        (!arrivals.is_empty()).then_some(BrokerEvent::Arrived(arrivals))
    }
}

impl State {
    fn apply(&mut self, positions: &[Position], marks: Marks) {
        for position in positions {
            let before = self.committed.insert(position.partition.clone(), position.offset);
            assert!(
                before.is_none_or(|before| before <= position.offset),
                "the committed position went back: {position:?}"
            );
            self.marks.remove(&position.partition);
        }
        self.marks.extend(marks);
        self.output.append(&mut self.open);
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
        self.state().open.extend(records);
    }

    async fn commit(&mut self, positions: Vec<Position>, marks: Marks) -> Result<(), Failure> {
        let took = self.state().commit_time;
        sleep(took).await;
        let mut state = self.state();
        let fenced = positions.iter().any(|position| !state.positions.contains_key(&position.partition));
        let fault = if fenced { Some(Fault::Refused) } else { state.faults.pop_front().flatten() };
        match fault {
            None => state.apply(&positions, marks),
            Some(Fault::Refused) => return Err(Failure::Abort("refused".into())),
            Some(Fault::Fatal) => return Err(Failure::Fatal("fenced".into())),
            Some(Fault::InDoubt) => {
                state.apply(&positions, marks);
                state.is_in_doubt = true;
                return Err(Failure::Abort("timed out".into()));
            }
        }
        Ok(())
    }

    async fn abort(&mut self, rewind: Vec<Position>) -> Result<Vec<Position>, Failure> {
        let mut state = self.state();
        state.open.clear();
        state.aborts += 1;
        let is_in_doubt = std::mem::take(&mut state.is_in_doubt);
        let correct = |position: Position| match state.committed.get(&position.partition) {
            Some(offset) if is_in_doubt => Position { offset: *offset, ..position },
            _ => position,
        };
        let positions: Vec<Position> = rewind.into_iter().map(correct).collect();
        for position in &positions {
            if let Some(place) = state.positions.get_mut(&position.partition) {
                *place = position.offset;
            }
        }
        self.changed.notify_one();
        Ok(positions)
    }

    fn hand_over(&mut self, partitions: Vec<Partition>) {
        let mut state = self.state();
        assert_eq!(state.leaving.take(), Some(partitions.iter().cloned().collect()), "handed over as asked");
        self.changed.notify_one();
        state.positions.retain(|partition, _| !partitions.contains(partition));
    }

    fn stop(&mut self) {
        self.state().is_stopped = true;
    }

    fn hold(&mut self) {
        self.state().is_stopped = true;
    }

    fn max_record_bytes(&self, _topic: &str) -> usize {
        self.state().max_record_bytes
    }

    async fn close(self) {
        self.state().is_closed = true;
    }
}

/// A pool that works in virtual time: an article takes the milliseconds of its header `delay`.
#[derive(Debug)]
pub struct VirtualPool {
    pub threads: usize,
    pub processor: Arc<Processor>,
    pub queue: VecDeque<Job>,
    /// An article `kill …` ends the process: this tells it, and nothing more is done.
    pub killed: Arc<Notify>,
    /// When it began and when it will be done.
    running: Vec<(Instant, Instant, Job)>,
}

impl VirtualPool {
    pub fn new(threads: usize, processor: Arc<Processor>) -> Self {
        Self { threads, processor, queue: VecDeque::new(), killed: Arc::default(), running: Vec::new() }
    }

    fn begin(&mut self) {
        let now = Instant::now();
        while self.running.len() < self.threads {
            let Some(job) = self.queue.pop_front() else { break };
            let delay = job.article.header("delay").and_then(|text| text.parse().ok()).unwrap_or(1);
            self.running.push((now, now + Duration::from_millis(delay), job));
        }
    }
}

impl Pool for VirtualPool {
    fn submit(&mut self, job: Job) {
        self.queue.push_back(job);
        self.begin();
    }

    async fn done(&mut self) -> Vec<Done> {
        self.begin();
        let Some(index) = (0..self.running.len()).min_by_key(|index| self.running[*index].1) else {
            return std::future::pending().await;
        };
        sleep_until(self.running[index].1).await;
        if self.running[index].2.article.value.as_deref().is_some_and(|value| value.starts_with(b"kill")) {
            self.killed.notify_one();
            return std::future::pending().await;
        }
        let (began, ended, job) = self.running.remove(index);
        let output = self.processor.process(&job.article);
        vec![Done { ticket: job.ticket, output, took: ended - began }]
    }

    fn withdraw(&mut self) -> Vec<Ticket> {
        self.queue.drain(..).map(|job| job.ticket).collect()
    }

    fn give_up(&mut self, longer_than: Duration) -> Vec<Job> {
        let now = Instant::now();
        let (late, others) =
            std::mem::take(&mut self.running).into_iter().partition(|(began, ..)| now - *began > longer_than);
        self.running = others;
        let late: Vec<(Instant, Instant, Job)> = late;
        late.into_iter().map(|(_, _, job)| job).collect()
    }

    fn stuck(&self) -> usize {
        0
    }
}
