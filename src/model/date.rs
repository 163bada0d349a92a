//! Dates: what an expression says, the days that it stands for, and the days of an event.

use jiff::civil::Date;

use super::{Span, codes::codes};

codes! {
    /// How exactly a date is known.
    DatePrecision {
        Day = "day",
        Week = "week",
        Month = "month",
        Quarter = "quarter",
        Season = "season",
        Year = "year",
        Decade = "decade",
    }
}

/// Days in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
    /// How exactly they are known.
    pub precision: DatePrecision,
}

/// What a date expression is about, in the terms of `TimeML`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateType {
    /// A day or a longer stretch of the calendar.
    Date,
    /// A time of the day.
    Time,
    /// How long something lasts.
    Duration,
    /// Something that recurs.
    Set,
}

/// What the days of an expression were counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateAnchor {
    /// The day of the live-blog update, or of the article: from its dateline, its version or its publication.
    Published,
    /// Nothing: the expression names its days by itself.
    Text,
    /// It has no days.
    None,
}

/// What a date expression says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateValue {
    /// What it is about.
    pub kind: DateType,
    /// The TIMEX3 value: `2022-01-19`, `2022-W03`, `2021-12`, `P3M`, `PAST_REF`.
    pub value: String,
    /// The days that it stands for.
    pub days: Option<Days>,
    /// What they were counted from.
    pub anchor: DateAnchor,
}

/// What the date of an event was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateSource {
    /// An expression of the text.
    Text,
    /// The day of the article, because the text has no date.
    Published,
}

/// The days on which an event happened or is to happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventDate {
    /// The days.
    pub days: Days,
    /// What they were read from.
    pub source: DateSource,
    /// The bytes of the expression, where there is one.
    pub span: Option<Span>,
}
