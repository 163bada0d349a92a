//! Places where a test can make the worker stop or die: at a step of a transaction, or at an article.

use std::{process, str::FromStr, sync::Arc, thread};

use super::Extract;

/// A step of a transaction at which a worker can be stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// All records are acknowledged.
    AfterProduce,
    /// The positions are sent with the transaction.
    AfterOffsets,
    /// The commit is about to be called.
    BeforeCommit,
    /// The commit has succeeded.
    AfterCommit,
}

impl Place {
    const ALL: [Self; 4] = [Self::AfterProduce, Self::AfterOffsets, Self::BeforeCommit, Self::AfterCommit];

    const fn name(self) -> &'static str {
        match self {
            Self::AfterProduce => "after-produce",
            Self::AfterOffsets => "after-offsets",
            Self::BeforeCommit => "before-commit",
            Self::AfterCommit => "after-commit",
        }
    }
}

/// Stops the thread when a place is reached for the given time: `NAME[:COUNT]`, where 1 is the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailPoint {
    place: Place,
    /// How often the place must still be reached: at least once, before the thread stops.
    left: u32,
}

impl FailPoint {
    /// Counts how often the chosen place was reached. Does not return at the given time.
    pub fn reached(&mut self, place: Place) {
        if self.place != place {
            return;
        }
        self.left = self.left.saturating_sub(1);
        if self.left == 0 {
            tracing::error!(fail_point = place.name(), "fail point reached: blocking until killed");
            loop {
                thread::park();
            }
        }
    }
}

impl FromStr for FailPoint {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, count) = text.split_once(':').unwrap_or((text, "1"));
        let place = Place::ALL.into_iter().find(|place| place.name() == name);
        let left = count.parse().ok().filter(|count| *count > 0);
        place.zip(left).map(|(place, left)| Self { place, left }).ok_or_else(|| {
            let names: Vec<_> = Place::ALL.iter().map(|place| place.name()).collect();
            format!("expected NAME or NAME:COUNT, where NAME is one of {}", names.join(", "))
        })
    }
}

/// Wraps the extraction so that an article that contains `text` ends the process, as a fault in the extraction could.
pub fn crash_on(text: String, extract: Extract) -> Extract {
    Arc::new(move |input| {
        let bytes = input.bytes.unwrap_or_default();
        if !text.is_empty() && bytes.windows(text.len()).any(|window| window == text.as_bytes()) {
            process::abort();
        }
        extract(input)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_counts_are_read() {
        let once: FailPoint = "before-commit".parse().unwrap();
        assert_eq!(once, FailPoint { place: Place::BeforeCommit, left: 1 });
        let third: FailPoint = "after-produce:3".parse().unwrap();
        assert_eq!(third, FailPoint { place: Place::AfterProduce, left: 3 });
        for wrong in ["", "commit", "after-commit:", "after-commit:0", "after-commit:x"] {
            assert!(wrong.parse::<FailPoint>().unwrap_err().contains("after-offsets"), "{wrong}");
        }
    }

    #[test]
    fn other_places_and_earlier_times_pass() {
        let mut point: FailPoint = "after-commit:2".parse().unwrap();
        point.reached(Place::BeforeCommit);
        point.reached(Place::AfterCommit);
        assert_eq!(point.left, 1);
    }
}
