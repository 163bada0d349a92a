//! Where a bounded run ends, and how far it has come.

use jiff::Timestamp;

/// Where a bounded run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// At the end of the partitions, as it is when it is reached.
    End,
    /// Before the first message of this time or later, in each partition.
    Time(Timestamp),
}

impl std::str::FromStr for Until {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "end" => Ok(Self::End),
            time => time
                .parse()
                .map(Self::Time)
                .map_err(|_| "expected \"end\" or a time such as \"2026-01-31T00:00:00Z\"".to_owned()),
        }
    }
}
