//! When an article was published and when its text was written, in the forms that feeds use.

mod clock;
mod figures;
mod names;
mod number;
mod plausible;
mod stated;
mod words;
mod written;
mod zone;

use jiff::Timestamp;
use jiff::civil::Date;

use super::{aliases, fields::Object};
use crate::model::{Issue, IssueCode, PublishedFrom};
use plausible::is_plausible;
use stated::Stated;
use written::{Doubt, Unread, Written};

/// Dates of a later change. They count where there is no date of publication, and for a text that is a later version.
const MODIFIED: &[&str] = &[
    "datemodified",
    "date_modify",
    "modified",
    "modified_at",
    "contentmodified",
    "updated",
    "updated_at",
    "date_updated",
    "lastmodified",
    "fields.lastmodified",
    "last_updated",
    "last_updated_date",
    "update_date",
];

/// The dates at which the version of a text was made.
const VERSION: &[&str] = &["versioncreated"];

/// When an article was published and its text was written, and where that is known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dated {
    /// When it was published.
    pub published_at: Option<Timestamp>,
    /// Source of that date.
    pub published_from: PublishedFrom,
    /// The day on which the text was written, at the publisher.
    pub written_on: Option<Date>,
}

/// What is known from outside of when an article was published.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sent<'a> {
    /// What an envelope or a header tells.
    pub told: Option<&'a str>,
    /// The timestamp of the message.
    pub received_at: Option<Timestamp>,
}

/// Dates as they are read, with what was odd about them.
struct Reader<'a> {
    sent: Sent<'a>,
    issues: &'a mut Vec<Issue>,
}

/// The instant of a date, for an embargo.
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    written::parse(text).ok().map(|written| written.at)
}

/// When the article of an object was published: the first of its dates that can be right. Its text was written then, or when
/// its version was.
pub(super) fn published(object: &Object, sent: Sent<'_>, issues: &mut Vec<Issue>) -> Dated {
    let mut reader = Reader { sent, issues };
    let published = reader.first(object, aliases::PUBLISHED);
    let version = reader.first(object, VERSION);
    let is_later = stated::version(object).is_some_and(|version| version > 1);
    let needs_change = version.is_none() && (published.is_none() || is_later);
    let changed = if needs_change { reader.first(object, MODIFIED) } else { None };
    let Some(first) = published.as_ref().or(version.as_ref()).or(changed.as_ref()) else { return reader.inferred() };
    let (published_at, published_from) = (Some(first.at), PublishedFrom::Article);
    let text = version.as_ref().or(changed.as_ref()).unwrap_or(first);
    Dated { published_at, published_from, written_on: Some(text.day) }
}

/// When a page was published: the first of its dates that can be right.
pub(super) fn published_in_page(dates: &[String], sent: Sent<'_>, issues: &mut Vec<Issue>) -> Dated {
    let mut reader = Reader { sent, issues };
    for text in dates {
        if let Some(written) = reader.sound("the date of the page", text, written::parse(text)) {
            let (published_at, published_from) = (Some(written.at), PublishedFrom::Article);
            return Dated { published_at, published_from, written_on: Some(written.day) };
        }
    }
    reader.inferred()
}

impl Reader<'_> {
    /// The first of these fields that states a date that can be right.
    fn first(&mut self, object: &Object, names: &[&str]) -> Option<Written> {
        names.iter().find_map(|name| {
            let Stated { text, written } = stated::stated(object, name)?;
            self.sound(name, &text, written)
        })
    }

    /// A date that was read and can be right; an issue where it was not or cannot be.
    fn sound(&mut self, name: &str, text: &str, read: Result<Written, Unread>) -> Option<Written> {
        let text: String = text.chars().take(60).collect();
        let (code, why) = match read {
            Ok(written) if is_plausible(written.at, self.sent.received_at) => {
                if let Some(doubt) = &written.doubt {
                    self.doubt(name, &text, doubt);
                }
                return Some(written);
            }
            Ok(_) => (IssueCode::DateImplausible, "which is implausible as a publication date"),
            Err(Unread::Form) => (IssueCode::DateUnreadable, "which cannot be read as a date"),
            Err(Unread::Exchangeable) => (
                IssueCode::DateUnreadable,
                "in which day and month could be exchanged; send it as YYYY-MM-DD, or with the name of the month",
            ),
        };
        self.note(code, format!("{name} is \"{text}\", {why}"));
        None
    }

    fn doubt(&mut self, name: &str, text: &str, doubt: &Doubt) {
        let zone = &doubt.name;
        let what = if doubt.is_ambiguous {
            "has several meanings; the most frequent one was taken"
        } else {
            "is unknown or has several meanings; the time was taken as UTC"
        };
        let message = format!("{name} is \"{text}\", whose time zone {zone} {what}; send an offset such as +02:00");
        self.note(IssueCode::ZoneUnknown, message);
    }

    /// Notes what is odd about a date once, however often it is asked for.
    fn note(&mut self, code: IssueCode, message: String) {
        let issue = Issue::new(code, message);
        if !self.issues.contains(&issue) {
            self.issues.push(issue);
        }
    }

    /// The time that the envelope or a header tells, else the message's, if the article has no date.
    fn inferred(mut self) -> Dated {
        let told = self.sent.told.map(str::trim).filter(|told| !told.is_empty());
        if let Some(told) = told
            && let Some(written) = self.sound("the time of the envelope", told, written::parse(told))
        {
            let message = format!(
                "the article has no date; the time of its envelope, or of what else it came with, is used: {told}"
            );
            self.note(IssueCode::DateInferred, message);
            let (published_at, published_from) = (Some(written.at), PublishedFrom::Envelope);
            return Dated { published_at, published_from, written_on: Some(written.day) };
        }
        let Some(date) = self.sent.received_at else {
            let message = "neither the article nor its envelope nor its message has a usable date";
            self.note(IssueCode::DateUnknown, message.to_owned());
            return Dated { published_at: None, published_from: PublishedFrom::Unknown, written_on: None };
        };
        let message = "the article has no date; the timestamp of the message is used";
        self.note(IssueCode::DateInferred, message.to_owned());
        let (published_at, published_from) = (Some(date), PublishedFrom::Message);
        Dated { published_at, published_from, written_on: Some(Written::in_utc(date).day) }
    }
}

#[cfg(test)]
mod tests;
