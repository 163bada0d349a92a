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

codes! {
    /// What a date expression is about, in the terms of `TimeML`: a stretch of the calendar, a time of the day, a length, or
    /// something that recurs.
    DateType {
        Date = "DATE",
        Time = "TIME",
        Duration = "DURATION",
        Set = "SET",
    }
}

codes! {
    /// What the days of an expression were counted from: the day of the live-blog update or of the article (from its dateline,
    /// its version or its publication); the text itself, where the expression or another one names the days; or nothing,
    /// because it has no days.
    DateAnchor {
        Published = "published",
        Text = "text",
        None = "none",
    }
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
    /// The days; none if the text is vague, such as "recently" or "soon".
    pub days: Option<Days>,
    /// What they were read from.
    pub source: DateSource,
    /// The bytes of the expression, where there is one.
    pub span: Option<Span>,
}
