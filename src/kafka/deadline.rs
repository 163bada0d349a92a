//! A time limit for calls that keep none.

use std::{sync::Arc, thread, time::Duration};

use crossbeam_channel::bounded;

/// Makes the call on a thread of its own and waits for it, at most `limit`. `None` if it has not returned by then; the thread
/// then keeps its share of `subject` until it does.
pub(super) fn within<S, T>(limit: Duration, subject: &Arc<S>, call: impl FnOnce(&S) -> T + Send + 'static) -> Option<T>
where
    S: Send + Sync + 'static,
    T: Send + 'static,
{
    let (sender, answer) = bounded(1);
    let shared = Arc::clone(subject);
    let body = move || {
        let result = call(&shared);
        // Before the answer: who waits for it may rely on having the only share again.
        drop(shared);
        let _ = sender.send(result);
    };
    thread::Builder::new().name("kafka-call".to_owned()).spawn(body).ok()?;
    answer.recv_timeout(limit).ok()
}
