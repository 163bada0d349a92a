//! A pool in virtual time: nothing here takes real time.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use tokio::{
    sync::Notify,
    time::{Instant, sleep_until},
};

use crate::stream::{Done, Job, Pool, Processor, Ticket};

/// A pool that works in virtual time: an article takes the milliseconds of its header `delay`.
#[derive(Debug)]
pub(super) struct VirtualPool {
    pub threads: usize,
    pub processor: Arc<Processor>,
    pub queue: VecDeque<Job>,
    /// An article `kill …` ends the process: this reports it, and nothing more is done.
    pub killed: Arc<Notify>,
    /// When it began and when it will be done.
    running: Vec<(Instant, Instant, Job)>,
}

impl VirtualPool {
    pub(super) fn new(threads: usize, processor: Arc<Processor>) -> Self {
        Self { threads, processor, queue: VecDeque::new(), killed: Arc::default(), running: Vec::new() }
    }

    fn begin(&mut self) {
        let now = Instant::now();
        while self.running.len() < self.threads {
            let Some(job) = self.queue.pop_front() else { break };
            let delay = job.message.header("delay").and_then(|text| text.parse().ok()).unwrap_or(1);
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
        if self.running[index].2.message.value.as_deref().is_some_and(|value| value.starts_with(b"kill")) {
            self.killed.notify_one();
            return std::future::pending().await;
        }
        let (began, ended, job) = self.running.remove(index);
        let output = self.processor.process(&job.message);
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
