//! What the headers of a message and the envelopes in it say about the article.

use super::{fields, fields::Object, source};
use crate::extract::Declared;

/// Names that transports use for the id and the time of a message.
const IDS: &[&str] = &["id", "messageid", "eventid", "event_id"];
const TIMES: &[&str] =
    &["@timestamp", "timestamp", "time", "publishtime", "eventtime", "approximatearrivaltimestamp", "ts"];

/// Facts about an article that stand outside it, as written. The innermost envelope wins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// An id.
    pub id: Option<String>,
    /// A time of publication or sending.
    pub time: Option<String>,
    /// Who sent it: an address, a path or a name.
    pub source: Option<String>,
}

impl Told {
    /// The facts in the headers of the message.
    pub(super) fn by(headers: &Declared) -> Self {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Self { id: owned(headers.id), time: owned(headers.time), source: owned(headers.source) }
    }

    /// Adds the facts of an envelope; a fact that it does not state stays as it was.
    pub(super) fn take(&mut self, id: Option<String>, time: Option<String>, source: Option<String>) {
        self.id = id.or(self.id.take());
        self.time = time.or(self.time.take());
        self.source = source.or(self.source.take());
    }

    /// Adds the facts that the record of a log or a queue states about its message.
    pub(super) fn take_from(&mut self, envelope: &Object) {
        self.take(fields::string(envelope, IDS), fields::string(envelope, TIMES), None);
    }

    /// The source, if it is the address of more than a front page.
    pub(super) fn address(&self) -> Option<String> {
        let source = self.source.as_deref().filter(|source| source::is_address(source))?;
        let path = source.split_once("://")?.1.trim_end_matches('/');
        path.contains('/').then(|| source.to_owned())
    }

    /// The host of the sender.
    pub(super) fn host(&self) -> Option<String> {
        let source = self.source.as_deref()?.trim();
        let is_host = source.contains('.')
            && source.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-'))
            && source.rsplit('.').next().is_some_and(|end| end.len() >= 2 && end.chars().all(char::is_alphabetic));
        if is_host {
            Some(source.to_ascii_lowercase())
        } else {
            source::host(source).filter(|_| source::is_address(source))
        }
    }
}
