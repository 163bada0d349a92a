//! Work on many items on all threads, with the results in the order of the items.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What came of each item.
///
/// # Errors
/// When a thread panicked.
pub(super) fn in_order<T: Sync, R: Send>(
    threads: usize,
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
) -> anyhow::Result<Vec<R>> {
    let next = AtomicUsize::new(0);
    let run = || {
        let mut done = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(number) else { return done };
            done.push((number, work(item)));
        }
    };
    let mut all: Vec<(usize, R)> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads.min(items.len())).map(|_| scope.spawn(run)).collect();
        let mut all = run();
        for other in others {
            all.extend(other.join().map_err(|_| anyhow::anyhow!("an extraction thread panicked"))?);
        }
        anyhow::Ok(all)
    })?;
    all.sort_by_key(|one| one.0);
    Ok(all.into_iter().map(|one| one.1).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..500).collect();
        for threads in [0, 1, 7] {
            let doubled = in_order(threads, &items, |item| item * 2).unwrap();
            assert!(doubled.iter().enumerate().all(|(number, double)| number * 2 == *double));
            assert_eq!(doubled.len(), items.len());
        }
    }
}
