//! `dateline features FILE…`: what the engine knows of each sentence before it decides, one JSON object per article.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use serde_json::{Value, json};

use super::{engine, input};
use crate::{
    extract::{
        Extractor, Outcome, Reading, Reject, Skip,
        encode::CharOffsets,
        events::{Dating, Trait, datings, seen},
        reader::{Candidate, Finding, Interest, Seen, Vote, Word},
    },
    model::{Event, Mode, Span},
    settings::Loaded,
};

/// Arguments of `features`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Article files: JSON, JSON Lines, XML, plain text or HTML; `-` or no FILE reads standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Publication time for articles without one, to resolve dates such as "on Monday" (RFC 3339)
    #[arg(long, value_name = "TIME")]
    published: Option<jiff::Timestamp>,
}

/// A word is printed where the reader holds it for an event with at least this probability.
const LEAST: f32 = 0.1;

/// Prints the features of every article of every file.
///
/// # Errors
/// When a file cannot be read or standard output cannot be written.
pub fn run(args: &Args, loaded: &Loaded) -> anyhow::Result<()> {
    let extractor = engine::load(&loaded.settings)?;
    let reading = input::Reading::new(&loaded.settings, args.published);
    let mut out = BufWriter::new(io::stdout().lock());
    for path in input::files(&args.files) {
        let name = path.display().to_string();
        let bytes = input::read(path)?;
        let is_json = reading.are_json_lines(&bytes, &name);
        for (line, document) in reading.documents(&bytes, &name) {
            match extractor.code(&reading.message(&document, is_json)) {
                Ok(coded) => writeln!(out, "{}", article(&extractor, &coded.reading))?,
                Err(Outcome::Skip(Skip { reason, message, .. })) => {
                    super::warn(&format!("{name}:{line}: skipped ({reason}): {message}"));
                }
                Err(Outcome::Reject(Reject { reason, message, .. })) => {
                    super::warn(&format!("{name}:{line}: cannot be read ({reason}): {message}"));
                }
                Err(Outcome::Emit(_)) => {}
            }
        }
    }
    out.flush()?;
    Ok(())
}

fn article(extractor: &Extractor, reading: &Reading<'_>) -> Value {
    let chars = CharOffsets::new(&reading.clean.text);
    let (tokens, seen): (Vec<_>, Vec<_>) = seen(reading.prepared(), extractor.ranker()).into_iter().unzip();
    let mut sentences: Vec<Value> =
        tokens.iter().zip(&seen).map(|(tokens, seen)| sentence(reading, tokens.start, seen, &chars)).collect();
    if let Some(reader) = extractor.reader() {
        for (sentence, findings) in sentences.iter_mut().zip(reader.read(&seen, Interest { told: LEAST, asked: LEAST }))
        {
            sentence["found"] = findings.iter().map(found).collect();
        }
    }
    let datings = datings(reading.prepared(), &reading.events);
    let events: Vec<Value> =
        reading.events.iter().zip(&datings).map(|(event, dating)| choices(reading, event, dating, &chars)).collect();
    json!({"id": reading.article.id, "text": reading.clean.text, "sentences": sentences, "events": events})
}

/// An event with its mode by rules and words, and what may date it.
fn choices(reading: &Reading<'_>, event: &Event, dating: &Dating, chars: &CharOffsets) -> Value {
    let traits = |all: &[Trait]| all.iter().map(|one| json!([one.about, one.value, one.with])).collect::<Vec<_>>();
    let expression = |(number, all): &(usize, Vec<Trait>)| {
        let Span { start, end } = reading.mentions.dates().all().get(*number).map(|date| reading.date_span(date))?;
        Some(json!([chars.at(start), chars.at(end), traits(all)]))
    };
    json!({
        "trigger": [chars.at(event.trigger_span.start), chars.at(event.trigger_span.end)],
        "type": event.event_type.name(),
        "mode": event.rule_mode.map(Mode::name),
        "undated": traits(&dating.none),
        "dates": dating.expressions.iter().filter_map(expression).collect::<Vec<_>>(),
    })
}

fn sentence(reading: &Reading<'_>, first: usize, seen: &Seen<'_>, chars: &CharOffsets) -> Value {
    let words = seen.words.iter().enumerate().map(|(place, word)| {
        let token = reading.doc().tokens().get(first + place);
        let (start, end) = token.map_or((0, 0), |token| (token.start, token.end));
        let Word { text, tag, label, head, is_named } = word;
        json!([text, tag, label, head, is_named, chars.at(start as usize), chars.at(end as usize)])
    });
    let phrases = seen.phrases.iter().map(|head| {
        let (Span { start, end }, identity) = reading.noun_phrase(first + head);
        json!([head, chars.at(start), chars.at(end), identity.name])
    });
    let vote = |vote: &Vote| json!([vote.trigger, vote.event_type.name(), vote.actors, vote.recipients]);
    json!({
        "words": words.collect::<Vec<_>>(),
        "phrases": phrases.collect::<Vec<_>>(),
        "rules": seen.rules.iter().map(vote).collect::<Vec<_>>(),
        "ranked": seen.ranked.iter().map(vote).collect::<Vec<_>>(),
    })
}

/// What the reader says of a word.
fn found(finding: &Finding) -> Value {
    let Finding { trigger, event_type, types, candidates, nobody, nowhere, flags, domains } = finding;
    let candidates: Vec<Value> = candidates
        .iter()
        .map(|Candidate { before, head, roles, place, .. }| json!([before, head, roles, place]))
        .collect();
    json!({
        "trigger": trigger,
        "type": event_type.name(),
        "types": types,
        "candidates": candidates,
        "nobody": nobody,
        "nowhere": nowhere,
        "flags": flags,
        "domains": domains,
    })
}
