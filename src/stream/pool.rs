//! The CPU pool as the pipeline sees it.

use std::{future::Future, sync::Arc, time::Duration};

use super::{Message, Output, Ticket};

/// A message whose article is to be extracted.
#[derive(Debug, Clone)]
pub struct Job {
    /// What the result must show.
    pub ticket: Ticket,
    /// The message.
    pub message: Arc<Message>,
}

/// A message whose article was extracted.
#[derive(Debug)]
pub struct Done {
    /// The ticket of the job.
    pub ticket: Ticket,
    /// What came of it.
    pub output: Output,
    /// How long it took.
    pub took: Duration,
}

/// Who works on articles.
pub trait Pool: Send {
    /// Puts an article at the end of the queue.
    fn submit(&mut self, job: Job);
    /// Waits for results: at least one, in the order in which they were done. Cancel-safe.
    fn done(&mut self) -> impl Future<Output = Vec<Done>> + Send;
    /// Takes back the jobs that no thread has begun.
    fn withdraw(&mut self) -> Vec<Ticket>;
    /// Gives up articles that take longer than this and returns them; their results will not come.
    fn give_up(&mut self, longer_than: Duration) -> Vec<Job>;
    /// Number of abandoned threads that are still running.
    fn stuck(&self) -> usize;
    /// The share of the threads that work on an article now.
    fn busy(&self) -> f64 {
        0.0
    }
}
