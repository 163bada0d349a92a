//! The mark beside the committed position of a partition: work was begun there, and nothing of it is committed.

use std::{collections::BTreeMap, fmt};

use super::Partition;

/// The mark stored with the committed position of a partition while nothing after it is finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// How often work was begun there.
    pub begun: u32,
    /// The offset of the article, when it was alone.
    pub alone: Option<i64>,
    /// The process that wrote it.
    pub by: u64,
}

/// Marks by partition.
pub type Marks = BTreeMap<Partition, Mark>;

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "dateline by={:016x} begun={}", self.by, self.begun)?;
        self.alone.map_or(Ok(()), |offset| write!(f, " alone={offset}"))
    }
}

impl Mark {
    /// Reads what [`Display`](fmt::Display) wrote. `None` for what others may have put there.
    pub fn parse(text: &str) -> Option<Self> {
        let (by, rest) = text.strip_prefix("dateline by=")?.split_once(" begun=")?;
        let (begun, alone) = match rest.split_once(" alone=") {
            Some((begun, alone)) => (begun, Some(alone.parse().ok()?)),
            None => (rest, None),
        };
        Some(Self { begun: begun.parse().ok()?, alone, by: u64::from_str_radix(by, 16).ok()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_as_they_were_written() {
        for mark in [Mark { begun: 1, alone: None, by: 7 }, Mark { begun: 3, alone: Some(42), by: u64::MAX }] {
            assert_eq!(Mark::parse(&mark.to_string()), Some(mark));
        }
        for other in
            ["", "someone else's note", "dateline by=7", "dateline by=7 begun=x", "dateline by=7 begun=1 alone=y"]
        {
            assert_eq!(Mark::parse(other), None, "{other}");
        }
    }
}
