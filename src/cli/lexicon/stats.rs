//! `dateline lexicon stats`: how many rules and entries there are, and what an overlay changes.

use std::io::{self, Write};

use serde::Serialize;

use crate::lexicon::{Lexicon, rule::TriggerKind};
use crate::model::EventType;

/// The rules of one type.
#[derive(Debug, Default, Serialize)]
struct OfType {
    #[serde(rename = "type")]
    name: &'static str,
    verb: usize,
    noun: usize,
    adjective: usize,
    rules: usize,
    examples: usize,
    counterexamples: usize,
}

#[derive(Debug, Serialize)]
struct OfTable<'a> {
    table: &'a str,
    entries: usize,
    added: usize,
    replaced: usize,
    removed: usize,
}

#[derive(Debug, Serialize)]
struct Stats<'a> {
    version: &'a str,
    types: Vec<OfType>,
    tables: Vec<OfTable<'a>>,
}

/// Prints the counts.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn run(lexicon: &Lexicon, as_json: bool) -> anyhow::Result<()> {
    let stats = Stats {
        version: lexicon.version(),
        types: EventType::ALL.into_iter().map(|event_type| of_type(lexicon, event_type)).collect(),
        tables: lexicon
            .counts()
            .iter()
            .map(|table| OfTable {
                table: &table.name,
                entries: table.entries,
                added: table.added,
                replaced: table.replaced,
                removed: table.removed,
            })
            .collect(),
    };
    let mut out = io::stdout().lock();
    if as_json {
        writeln!(out, "{}", serde_json::to_string(&stats)?)?;
    } else {
        print(&mut out, &stats)?;
    }
    Ok(())
}

fn of_type(lexicon: &Lexicon, event_type: EventType) -> OfType {
    let mut counts = OfType { name: event_type.name(), ..OfType::default() };
    for rule in lexicon.rules().iter().filter(|rule| rule.event_type == event_type) {
        match rule.kind {
            TriggerKind::Verb => counts.verb += 1,
            TriggerKind::Noun => counts.noun += 1,
            TriggerKind::Adjective => counts.adjective += 1,
        }
        counts.rules += 1;
        counts.examples += rule.examples.len();
        counts.counterexamples += rule.counterexamples.len();
    }
    counts
}

fn print(out: &mut impl Write, stats: &Stats<'_>) -> io::Result<()> {
    writeln!(out, "lexicon {}\n", stats.version)?;
    writeln!(out, "type        rules   verb   noun  adjective  examples  counterexamples")?;
    let mut total = OfType { name: "all", ..OfType::default() };
    for one in &stats.types {
        total.verb += one.verb;
        total.noun += one.noun;
        total.adjective += one.adjective;
        total.rules += one.rules;
        total.examples += one.examples;
        total.counterexamples += one.counterexamples;
    }
    for OfType { name, verb, noun, adjective, rules, examples, counterexamples } in stats.types.iter().chain([&total]) {
        writeln!(out, "{name:<10} {rules:>6} {verb:>6} {noun:>6} {adjective:>10} {examples:>9} {counterexamples:>16}")?;
    }
    writeln!(out, "\ntable              entries   added  replaced  removed")?;
    for OfTable { table, entries, added, replaced, removed } in &stats.tables {
        writeln!(out, "{table:<18} {entries:>7} {added:>7} {replaced:>9} {removed:>8}")?;
    }
    Ok(())
}
