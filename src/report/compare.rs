//! Two runs over the same article compared: the events that appeared, vanished or changed.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use rustc_hash::FxHashMap;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::extract::encode::{EventRecord, formats::terminal};

const FAINT: Style = Style::new().dimmed();
const GREEN: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));
const RED: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red)));
const YELLOW: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Yellow)));

/// Fields that follow from others, or from the lexicon as a whole.
const DERIVED: [&str; 3] = ["lexicon_version", "cluster_key", "is_main"];

/// What became of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// Only the second run has it.
    Appeared,
    /// Only the first run has it.
    Vanished,
    /// Both have it, with other contents.
    Changed,
}

/// One difference between the runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Change {
    /// What became of the event.
    #[serde(rename = "change")]
    pub kind: Kind,
    /// The article.
    pub article_id: String,
    /// The event.
    pub event_id: String,
    /// The fields that differ, each with its value before and after.
    pub fields: Map<String, Value>,
    /// The record of the first run.
    pub before: Option<EventRecord>,
    /// The record of the second run.
    pub after: Option<EventRecord>,
}

/// How many events of two runs differ.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Totals {
    /// Articles that were read.
    pub articles: usize,
    /// Events of the second run alone.
    pub appeared: usize,
    /// Events of the first run alone.
    pub vanished: usize,
    /// Events of both with other contents.
    pub changed: usize,
    /// Events of both with the same contents.
    pub unchanged: usize,
}

impl Totals {
    /// Counts one more article.
    pub(crate) fn add(&mut self, changes: &[Change], before: usize) {
        let count = |kind: Kind| changes.iter().filter(|change| change.kind == kind).count();
        self.articles += 1;
        self.appeared += count(Kind::Appeared);
        self.vanished += count(Kind::Vanished);
        self.changed += count(Kind::Changed);
        self.unchanged += before - count(Kind::Vanished) - count(Kind::Changed);
    }
}

/// The differences between two runs over one article, in the order of the text. Events are the same when their ids are:
/// the same words trigger them in the same sentence.
pub(crate) fn compare(before: &[EventRecord], after: &[EventRecord]) -> Vec<Change> {
    let of_id: FxHashMap<&str, &EventRecord> = after.iter().map(|record| (record.event_id.as_str(), record)).collect();
    let mut changes = Vec::new();
    for old in before {
        match of_id.get(old.event_id.as_str()) {
            None => changes.push(change(Kind::Vanished, Some(old), None)),
            Some(new) => {
                let found = change(Kind::Changed, Some(old), Some(new));
                changes.extend(Some(found).filter(|found| !found.fields.is_empty()));
            }
        }
    }
    let is_new = |record: &&EventRecord| !before.iter().any(|old| old.event_id == record.event_id);
    changes.extend(after.iter().filter(is_new).map(|new| change(Kind::Appeared, None, Some(new))));
    changes.sort_by_key(|change| record(change).map(|record| (record.sentence_index, record.trigger_start)));
    changes
}

fn change(kind: Kind, before: Option<&EventRecord>, after: Option<&EventRecord>) -> Change {
    let either = after.or(before);
    let fields = match (before, after) {
        (Some(before), Some(after)) => differing(before, after),
        _ => Map::new(),
    };
    Change {
        kind,
        article_id: either.map(|record| record.article_id.clone()).unwrap_or_default(),
        event_id: either.map(|record| record.event_id.clone()).unwrap_or_default(),
        fields,
        before: before.cloned(),
        after: after.cloned(),
    }
}

/// The fields that differ, each with `[before, after]`.
fn differing(before: &EventRecord, after: &EventRecord) -> Map<String, Value> {
    let fields = |record: &EventRecord| match serde_json::to_value(record) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    let (before, after) = (fields(before), fields(after));
    let pairs = before.into_iter().filter(|(name, _)| !DERIVED.contains(&name.as_str()));
    pairs
        .filter_map(|(name, old)| {
            let new = after.get(&name).cloned().unwrap_or_default();
            (old != new).then(|| (name, Value::Array(vec![old, new])))
        })
        .collect()
}

fn record(change: &Change) -> Option<&EventRecord> {
    change.after.as_ref().or(change.before.as_ref())
}

/// Writes the differences of one article; `place` is the file and the line that it comes from.
///
/// # Errors
/// When the writer fails.
pub(crate) fn article(out: &mut impl Write, place: &str, changes: &[Change]) -> io::Result<()> {
    let Some(first) = changes.first().and_then(record) else { return Ok(()) };
    let title = first.title.as_deref().unwrap_or(&first.article_id);
    writeln!(out, "{title}  {FAINT}{place}{FAINT:#}")?;
    for change in changes {
        let Some(record) = record(change) else { continue };
        match change.kind {
            Kind::Appeared => write!(out, "{GREEN}+ appeared{GREEN:#}")?,
            Kind::Vanished => write!(out, "{RED}- vanished{RED:#}")?,
            Kind::Changed => write!(out, "{YELLOW}~ changed {YELLOW:#}")?,
        }
        terminal::headline(out, record)?;
        for (name, values) in &change.fields {
            if let Value::Array(values) = values
                && let [before, after] = &values[..]
            {
                writeln!(out, "      {name}: {before} → {after}")?;
            }
        }
        if change.kind != Kind::Changed {
            writeln!(out, "      rule {}", record.rule_id)?;
        }
        let sentence = record.evidence_text.split_whitespace().collect::<Vec<_>>().join(" ");
        writeln!(out, "      {FAINT}{sentence}{FAINT:#}")?;
    }
    Ok(())
}

/// Writes the totals as one line.
///
/// # Errors
/// When the writer fails.
pub(crate) fn totals(out: &mut impl Write, totals: Totals) -> io::Result<()> {
    let Totals { articles, appeared, vanished, changed, unchanged } = totals;
    writeln!(
        out,
        "{articles} articles: {appeared} events appeared, {vanished} vanished, {changed} changed, {unchanged} unchanged"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(id: &str, sentence: u32, mode: Option<&str>) -> EventRecord {
        EventRecord {
            event_id: id.to_owned(),
            article_id: "a".to_owned(),
            sentence_index: sentence,
            event_type: "AID".to_owned(),
            event_mode: mode.map(str::to_owned),
            evidence_text: format!("Sentence {sentence}."),
            rule_id: "aid.send".to_owned(),
            lexicon_version: id.to_owned(),
            ..EventRecord::default()
        }
    }

    #[test]
    fn events_are_matched_by_id_and_only_differing_fields_are_shown() {
        let before = [event("x", 0, None), event("y", 2, None), event("z", 3, None)];
        let mut other_version = event("z", 3, None);
        other_version.lexicon_version = "new".to_owned();
        let after = [event("x", 0, Some("food")), event("w", 1, None), other_version];
        let changes = compare(&before, &after);
        let kinds: Vec<(Kind, &str)> = changes.iter().map(|one| (one.kind, one.event_id.as_str())).collect();
        assert_eq!(kinds, [(Kind::Changed, "x"), (Kind::Appeared, "w"), (Kind::Vanished, "y")]);
        assert_eq!(Value::Object(changes[0].fields.clone()), serde_json::json!({"event_mode": [null, "food"]}));
        let mut counts = Totals::default();
        counts.add(&changes, before.len());
        assert_eq!(counts, Totals { articles: 1, appeared: 1, vanished: 1, changed: 1, unchanged: 1 });
        let mut out = anstream::StripStream::new(Vec::new());
        article(&mut out, "f:1", &changes).unwrap();
        let text = String::from_utf8(out.into_inner()).unwrap();
        for line in [
            "a  f:1\n",
            "event_mode: null → \"food\"\n",
            "+ appeared  AID ",
            "      rule aid.send\n      Sentence 1.\n",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }
}
