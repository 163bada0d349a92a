//! A date as it is written → an instant, and the day that the writer's calendar had then.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::{number, words, zone};

/// No date is longer, with whatever stands beside it.
const LONGEST: usize = 160;

/// A date that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::extract::decode) struct Written {
    /// The instant; in UTC where the date names no zone.
    pub at: Timestamp,
    /// The day in the zone of the date.
    pub day: Date,
    /// A zone that is not known for certain.
    pub doubt: Option<Doubt>,
}

/// A zone that is not known for certain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::extract::decode) struct Doubt {
    /// Its name.
    pub name: String,
    /// Whether it was taken for the likeliest of its meanings, and not for UTC.
    pub is_ambiguous: bool,
}

/// Why a date was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract::decode) enum Unread {
    /// It has no form that is known.
    Form,
    /// Day and month could be exchanged.
    Exchangeable,
}

impl Written {
    /// An instant without a zone of its own.
    pub(super) fn in_utc(at: Timestamp) -> Self {
        Self { at, day: at.to_zoned(TimeZone::UTC).date(), doubt: None }
    }

    /// The same instant on the clock of a publisher who is so far ahead of UTC.
    pub(super) fn ahead_by(self, offset: SignedDuration) -> Self {
        let local = self.at.checked_add(offset).map(|at| at.to_zoned(TimeZone::UTC).date());
        Self { day: local.unwrap_or(self.day), ..self }
    }
}

/// A date in any of the forms.
pub(in crate::extract::decode) fn parse(text: &str) -> Result<Written, Unread> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return Err(Unread::Form);
    }
    // `/Date(1715160600000+0200)/`, as .NET writes a date in JSON: the offset is only how it was shown.
    if let Some(inner) = text.strip_prefix("/Date(").and_then(|text| text.strip_suffix(")/")) {
        let number = inner.split(['+', '-']).next().unwrap_or(inner);
        return number::digits(number).map(Written::in_utc).ok_or(Unread::Form);
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        let ordinal = || words::read(text);
        return number::digits(text).map(Written::in_utc).map_or_else(ordinal, Ok);
    }
    if let Ok(number) = text.parse::<f64>() {
        return number::from_number(number).map(Written::in_utc).ok_or(Unread::Form);
    }
    words::read(&zone::shorten(text))
}

#[cfg(test)]
mod tests;
