//! The CPU pool in threads: a fixed number of them extract, one article at a time each.
//!
//! The extraction cannot be interrupted. An article that takes too long gets a dead letter, its thread is given up (it
//! ends by itself after the article, if ever), and another takes its place.

use std::{
    io, mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use crossbeam_channel::{Receiver, RecvError, Sender};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::{Budget, Done, Job, Pool, Processor, Ticket};

/// The stack of a pool thread: deep markup and long sentences recurse.
const STACK_BYTES: usize = 16 << 20;
/// How long a thread rests while too many records wait to be released.
const REST: Duration = Duration::from_millis(2);
/// The most results that are taken in one call.
const RESULTS: usize = 256;

/// A pool of threads.
#[derive(Debug)]
pub struct Threads {
    /// What a new thread is made of. It holds an end of each channel, so that neither closes before the pool is dropped.
    worker: Worker,
    /// Jobs that wait for a thread, in their order.
    queue: Sender<Job>,
    /// Results in the order in which they were done.
    results: UnboundedReceiver<Done>,
    /// As many threads as there were at the start. None of them was given up.
    seats: Vec<Seat>,
    /// Threads that were given up. Those that have ended are removed at the next look.
    given_up: Vec<thread::JoinHandle<()>>,
}

/// A thread and what it is working on.
#[derive(Debug)]
struct Seat {
    /// Shared with the thread.
    desk: Arc<Desk>,
    /// Of the thread that works at the desk.
    handle: thread::JoinHandle<()>,
}

/// What a thread is working on. When it is taken away, the thread was given up.
#[derive(Debug, Default)]
struct Desk(Mutex<Option<(Job, Instant)>>);

impl Desk {
    fn lock(&self) -> MutexGuard<'_, Option<(Job, Instant)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Threads {
    /// Starts `count` threads.
    ///
    /// # Errors
    /// When the system gives no more threads.
    pub fn start(count: usize, processor: Arc<Processor>, budget: Arc<Budget>) -> io::Result<Self> {
        let (queue, waiting) = crossbeam_channel::unbounded();
        let (sender, results) = unbounded_channel();
        let worker = Worker { processor, budget, waiting, sender };
        let seats = (0..count.max(1)).map(|_| Seat::take(&worker)).collect::<io::Result<_>>()?;
        Ok(Self { worker, queue, results, seats, given_up: Vec::new() })
    }
}

impl Seat {
    /// Starts a thread.
    fn take(worker: &Worker) -> io::Result<Self> {
        let desk = Arc::new(Desk::default());
        let (worker, own) = (worker.clone(), Arc::clone(&desk));
        let builder = thread::Builder::new().name("extract".to_owned()).stack_size(STACK_BYTES);
        Ok(Self { desk, handle: builder.spawn(move || worker.run(&own))? })
    }
}

/// What a thread works with.
#[derive(Debug, Clone)]
struct Worker {
    /// Shared by all threads.
    processor: Arc<Processor>,
    /// While it is clogged, no thread begins another article.
    budget: Arc<Budget>,
    /// The jobs; closed when the pool was dropped.
    waiting: Receiver<Job>,
    /// The results.
    sender: UnboundedSender<Done>,
}

impl Worker {
    fn next(&self) -> Result<Job, RecvError> {
        while self.budget.is_clogged() {
            thread::sleep(REST);
        }
        self.waiting.recv()
    }

    fn run(self, desk: &Desk) {
        while let Ok(job) = self.next() {
            let begun = Instant::now();
            let message = Arc::clone(&job.message);
            *desk.lock() = Some((job, begun));
            let output = self.processor.process(&message);
            drop(message);
            // Nothing there: the article was given up, and so was this thread.
            let Some((job, _)) = desk.lock().take() else { return };
            let done = Done { ticket: job.ticket, output, took: begun.elapsed() };
            if self.sender.send(done).is_err() {
                return;
            }
        }
    }
}

impl Pool for Threads {
    fn submit(&mut self, job: Job) {
        // The queue is open as long as the pool holds its other end.
        let _ = self.queue.send(job);
    }

    async fn done(&mut self) -> Vec<Done> {
        let mut done = Vec::new();
        self.results.recv_many(&mut done, RESULTS).await;
        done
    }

    fn withdraw(&mut self) -> Vec<Ticket> {
        self.worker.waiting.try_iter().map(|job| job.ticket).collect()
    }

    fn give_up(&mut self, longer_than: Duration) -> Vec<Job> {
        self.given_up.retain(|handle| !handle.is_finished());
        let mut jobs = Vec::new();
        for seat in &mut self.seats {
            let taken = seat.desk.lock().take_if(|(_, begun)| begun.elapsed() > longer_than);
            let Some((job, _)) = taken else { continue };
            jobs.push(job);
            match Seat::take(&self.worker) {
                Ok(fresh) => self.given_up.push(mem::replace(seat, fresh).handle),
                Err(error) => {
                    tracing::error!(%error, "cannot start a thread to replace one that exceeded extract.article_timeout");
                }
            }
        }
        jobs
    }

    fn stuck(&self) -> usize {
        self.given_up.len()
    }

    fn busy(&self) -> f64 {
        let busy = self.seats.iter().filter(|seat| seat.desk.lock().is_some()).count();
        busy as f64 / self.seats.len().max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{self, Sender as Gate};

    use super::*;
    use crate::{
        extract::{Extraction, Input, Outcome},
        settings::{Layers, load},
        stream::{Arrival, Budget, Message, Partition, Tracker},
    };

    /// A pool whose articles wait for a word through the gate, and tickets for them.
    fn pool(threads: usize) -> (Threads, Gate<()>, mpsc::Receiver<()>) {
        let (gate, word) = mpsc::channel();
        let (begins, begun) = mpsc::channel();
        let (word, begins) = (Mutex::new(word), Mutex::new(begins));
        let extract = move |_: &Input<'_>| {
            begins.lock().unwrap().send(()).unwrap();
            let _ = word.lock().unwrap().recv();
            Outcome::Emit(Extraction {
                article_id: String::new(),
                records: Vec::new(),
                held_back: Vec::new(),
                document: None,
            })
        };
        let settings = load(&Layers::default(), Vec::new()).unwrap().settings;
        let processor = Arc::new(Processor::new(Arc::new(extract), &settings.topics, &settings.extract));
        (Threads::start(threads, processor, Budget::new(10, 10)).unwrap(), gate, begun)
    }

    fn jobs(count: i64) -> Vec<Job> {
        let partition = Partition { topic: "in".into(), number: 0 };
        let mut tracker = Tracker::default();
        tracker.assign(vec![partition.clone()]);
        let job = |offset| {
            let partition = partition.clone();
            let message = Message { partition, offset, timestamp: None, key: None, value: None, headers: Vec::new() };
            let message = Arc::new(message);
            let permit = Budget::new(10, 10).take(0);
            let ticket = tracker.accept(Arrival { message: Arc::clone(&message), permit }).unwrap();
            Job { ticket, message }
        };
        (0..count).map(job).collect()
    }

    #[tokio::test]
    async fn an_article_that_is_given_up_gives_its_place_to_the_next() {
        let (mut pool, gate, begun) = pool(1);
        let jobs = jobs(2);
        for job in &jobs {
            pool.submit(job.clone());
        }
        begun.recv().unwrap();
        assert!(pool.give_up(Duration::from_hours(1)).is_empty());
        let given_up = pool.give_up(Duration::ZERO);
        assert_eq!(given_up.len(), 1);
        assert_eq!(given_up[0].ticket, jobs[0].ticket);
        assert_eq!(pool.stuck(), 1);
        // The new thread takes the next article; the word that comes first may reach either of the two.
        gate.send(()).unwrap();
        gate.send(()).unwrap();
        let done = pool.done().await;
        assert_eq!(done.len(), 1, "the result of what was given up does not come");
        assert_eq!(done[0].ticket, jobs[1].ticket);
    }

    #[tokio::test]
    async fn what_nobody_has_begun_can_be_withdrawn() {
        let (mut pool, gate, begun) = pool(1);
        let jobs = jobs(3);
        for job in &jobs {
            pool.submit(job.clone());
        }
        begun.recv().unwrap();
        assert_eq!(pool.withdraw(), [jobs[1].ticket.clone(), jobs[2].ticket.clone()]);
        gate.send(()).unwrap();
        assert_eq!(pool.done().await[0].ticket, jobs[0].ticket);
    }
}
