//! Event records as lines for a terminal: what happened at a glance, and the sentence under it.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use crate::extract::encode::EventRecord;

const FAINT: Style = Style::new().dimmed();
const BOLD: Style = Style::new().bold();

/// The colour of a quad class: green for cooperation, yellow for words of conflict, red for deeds.
fn colour(quad: &str) -> Style {
    let colour = match quad {
        "verbal_cooperation" | "material_cooperation" => AnsiColor::Green,
        "verbal_conflict" => AnsiColor::Yellow,
        _ => AnsiColor::Red,
    };
    Style::new().fg_color(Some(colour.into())).bold()
}

/// All events of an article under its title.
pub(super) fn article(article_id: &str, records: &[EventRecord]) -> Vec<u8> {
    let mut out = Vec::new();
    let title = records.first().and_then(|record| record.title.as_deref()).unwrap_or(article_id);
    let count = records.len();
    // Writing to memory does not fail.
    let _ = writeln!(out, "{title} ({count} {})", if count == 1 { "event" } else { "events" });
    for record in records {
        let _ = event(&mut out, record);
    }
    out
}

/// Writes one event: its headline, then the sentence.
///
/// # Errors
/// When the writer fails.
pub fn event(out: &mut impl Write, record: &EventRecord) -> io::Result<()> {
    headline(out, record)?;
    let sentence = record.evidence_text.split_whitespace().collect::<Vec<_>>().join(" ");
    writeln!(out, "      {FAINT}{sentence}{FAINT:#}")
}

/// Writes an event as one line: type and mode, who and to whom, when, where, how certain, who says so.
///
/// # Errors
/// When the writer fails.
pub fn headline(out: &mut impl Write, record: &EventRecord) -> io::Result<()> {
    let style = colour(&record.quad_code);
    let kind = match &record.event_mode {
        Some(mode) => format!("{} ({mode})", record.event_type),
        None => record.event_type.clone(),
    };
    write!(out, "  {style}{kind:<24}{style:#} {}", actors(record))?;
    if let Some(recipients) = recipients(record) {
        write!(out, " {BOLD}{}{BOLD:#} {recipients}", if record.is_reciprocal { "↔" } else { "→" })?;
    }
    if let Some(date) = when(record) {
        write!(out, "  {date}")?;
    }
    if let Some(place) = place(record) {
        write!(out, "  @ {place}")?;
    }
    let notes = notes(record);
    if !notes.is_empty() {
        write!(out, "  [{}]", notes.join(", "))?;
    }
    writeln!(out)
}

fn actors(record: &EventRecord) -> String {
    let first = side(record.actor_name.as_ref(), record.actor_text.as_ref(), record.actor_code.as_ref());
    joined(first, &record.actor_names).unwrap_or_else(|| "(unknown)".to_owned())
}

fn recipients(record: &EventRecord) -> Option<String> {
    let first = side(record.recipient_name.as_ref(), record.recipient_text.as_ref(), record.recipient_code.as_ref());
    joined(first, &record.recipient_names)
}

fn joined(first: Option<String>, further: &[String]) -> Option<String> {
    let all: Vec<String> = first.into_iter().chain(further.iter().cloned()).collect();
    Some(all.join(" + ")).filter(|text| !text.is_empty())
}

fn side(name: Option<&String>, text: Option<&String>, code: Option<&String>) -> Option<String> {
    let words = name.or(text)?;
    Some(code.map_or_else(|| words.clone(), |code| format!("{words} <{code}>")))
}

/// The day, or the first and last one, or what stands for them.
fn when(record: &EventRecord) -> Option<String> {
    let first = record.event_date.as_ref()?;
    let last = record.event_date_end.as_ref().filter(|last| *last != first);
    let days = last.map_or_else(|| first.clone(), |last| format!("{first}…{last}"));
    Some(if record.event_date_from == "published" { format!("~{days}") } else { days })
}

/// The place, by the name that the gazetteer has or by its words, and its country: "Nairobi, KEN".
fn place(record: &EventRecord) -> Option<String> {
    let name = record.place_name.as_ref().or(record.place_text.as_ref())?;
    let is_country = record.place_precision.as_deref() == Some("country");
    let country = record.place_country.as_ref().filter(|_| !is_country);
    Some(country.map_or_else(|| name.clone(), |country| format!("{name}, {country}")))
}

fn notes(record: &EventRecord) -> Vec<String> {
    let flags = [
        (record.is_negated, "negated"),
        (record.is_future, "future"),
        (record.is_hypothetical, "hypothetical"),
        (record.is_historical, "historical"),
    ];
    let mut notes: Vec<String> = flags.iter().filter(|flag| flag.0).map(|flag| flag.1.to_owned()).collect();
    if let (Some(claim), Some(speaker)) = (&record.claim, record.speaker_name.as_ref().or(record.speaker_text.as_ref()))
    {
        notes.push(format!("{claim} by {speaker}"));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_one_line_and_its_sentence() {
        let record = EventRecord {
            event_type: "THREATEN".to_owned(),
            event_mode: Some("violence".to_owned()),
            quad_code: "verbal_conflict".to_owned(),
            actor_text: Some("the rebels".to_owned()),
            actor_code: Some("REB".to_owned()),
            recipient_text: Some("the capital".to_owned()),
            event_date: Some("2024-05-06".to_owned()),
            event_date_end: Some("2024-05-06".to_owned()),
            event_date_from: "published".to_owned(),
            place_name: Some("Nairobi".to_owned()),
            place_country: Some("KEN".to_owned()),
            is_future: true,
            claim: Some("stated".to_owned()),
            speaker_name: Some("Reuters".to_owned()),
            evidence_text: "The rebels\nthreatened the capital.".to_owned(),
            ..EventRecord::default()
        };
        let mut out = anstream::StripStream::new(Vec::new());
        event(&mut out, &record).unwrap();
        let text = String::from_utf8(out.into_inner()).unwrap();
        assert_eq!(
            text,
            "  THREATEN (violence)      the rebels <REB> → the capital  ~2024-05-06  @ Nairobi, KEN  [future, stated by Reuters]\n      The rebels threatened the capital.\n"
        );
    }
}
