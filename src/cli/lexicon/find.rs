//! `dateline lexicon find PATTERN`: rules, actors and words, with what they stand for and where they are written.

use std::io::{self, Write};

use crate::extract::mentions::listed_person;
use crate::lexicon::{Lexicon, Membership, NameKind, Origin, PersonEntry, key, rule::Rule, rule::TriggerKind};
use crate::model::{Country, Identity, Sector};

/// Arguments of `find`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Rule id or a part of it, event type, word, or name or its first words
    #[arg(value_name = "PATTERN")]
    pattern: String,
    /// Print up to N results of each kind
    #[arg(long, value_name = "N", default_value_t = 40)]
    limit: usize,
}

/// Prints what the pattern finds.
///
/// # Errors
/// When it finds nothing.
pub(super) fn run(args: &Args, lexicon: &Lexicon) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    let sections = [
        ("rules", rules(lexicon, &args.pattern)),
        ("words", words(lexicon, &args.pattern)),
        ("names", names(lexicon, &args.pattern)),
        ("members", members(lexicon, &args.pattern)),
        ("offices and groups", roles(lexicon, &args.pattern)),
        ("people", people(lexicon, &args.pattern)),
    ];
    let is_empty = sections.iter().all(|(_, found)| found.is_empty());
    for (title, found) in sections.iter().filter(|(_, found)| !found.is_empty()) {
        writeln!(out, "{title}")?;
        found.iter().take(args.limit).try_for_each(|line| writeln!(out, "  {line}"))?;
        if let Some(more @ 1..) = found.len().checked_sub(args.limit) {
            writeln!(out, "  … and {more} more; raise --limit")?;
        }
    }
    if is_empty {
        anyhow::bail!("nothing in the lexicon matches {:?}", args.pattern);
    }
    Ok(())
}

/// The rules with the pattern in their id, of that type, or with that trigger word.
fn rules(lexicon: &Lexicon, pattern: &str) -> Vec<String> {
    let word = lexicon.vocabulary.get(pattern);
    let id = pattern.to_lowercase();
    let matches = |rule: &&Rule| {
        rule.id.contains(&id) || rule.event_type.name() == pattern.to_uppercase() || rule.lemmas.contains(word)
    };
    lexicon.rules().iter().filter(matches).map(|rule| show_rule(lexicon, rule)).collect()
}

fn show_rule(lexicon: &Lexicon, rule: &Rule) -> String {
    let kind = match rule.kind {
        TriggerKind::Verb => "verb",
        TriggerKind::Noun => "noun",
        TriggerKind::Adjective => "adjective",
    };
    let mode = rule.mode.as_ref().map(|mode| format!(" ({mode})")).unwrap_or_default();
    let (id, event_type, words) = (&rule.id, rule.event_type.name(), lexicon.shown(&rule.lemmas));
    format!("{id}: {event_type}{mode}, {kind} {words}  {}:{}", rule.file, rule.line)
}

/// The lists that hold the word.
fn words(lexicon: &Lexicon, pattern: &str) -> Vec<String> {
    let lower = pattern.trim_start_matches('@').to_lowercase();
    let holds = |words: &[String]| words.iter().any(|word| word.to_lowercase() == lower);
    let mut found = Vec::new();
    for (name, list) in lexicon.word_lists().filter(|(name, list)| *name == lower || holds(&list.words)) {
        found.push(format!("@{name}, {} words  {}", list.words.len(), show(&list.origin)));
    }
    for (name, list) in lexicon.grammar_lists().filter(|(name, list)| *name == lower || holds(&list.words)) {
        found.push(format!("grammar list {name}, {} words  {}", list.words.len(), show(&list.origin)));
    }
    for row in lexicon.cues.listed() {
        let holds = |phrase: &&String| phrase.split(' ').any(|word| word == lower) || **phrase == lower;
        for phrase in row.phrases.iter().filter(holds) {
            found.push(format!("phrase “{phrase}” sets {}  {}", row.what, show(&row.origin)));
        }
    }
    if let Some(claim) = lexicon.claim(lexicon.vocabulary.get(&lower)) {
        found.push(format!("verb of speech, {}  speech.tsv", claim.name()));
    }
    let word = lexicon.vocabulary.get(&lower);
    for (kind, part) in [(TriggerKind::Verb, "verb"), (TriggerKind::Noun, "noun")] {
        let Some(link) = lexicon.link(kind, word) else { continue };
        let counts = if lexicon.stands_for(kind, word).is_some() { "" } else { ", disabled in lexicon.wordnet" };
        let (trigger, relation) = (lexicon.vocabulary.word(link.trigger), link.relation.name());
        let (sense, place) = (link.sense, show(&link.origin));
        found.push(format!("as a {part} stands for {trigger}: {relation} of sense {sense}{counts}  {place}"));
    }
    found
}

/// The names that the pattern is, or begins.
fn names(lexicon: &Lexicon, pattern: &str) -> Vec<String> {
    let wanted = key(pattern);
    let all = lexicon.actors.names().into_iter();
    all.filter(|(known, _)| begins(known, &wanted))
        .map(|(_, entry)| {
            let kind = match entry.kind {
                NameKind::Country => "country",
                NameKind::Nationality => "nationality",
                NameKind::Capital => "seat of government",
                NameKind::Organisation => "organisation",
                NameKind::Place => "place",
            };
            let full = if entry.full == entry.form { String::new() } else { format!(", {}", entry.full) };
            format!("{}: {} {kind}{full}  {}", entry.form, code(entry.country, &entry.sectors), show(&entry.origin))
        })
        .collect()
}

/// The states that belong to the body of that name, and from when to when.
fn members(lexicon: &Lexicon, pattern: &str) -> Vec<String> {
    let Some(body) = lexicon.actors.name(&key(pattern)) else { return Vec::new() };
    let show_member = |member: &Membership| {
        let code = member.country.as_ref().map_or("", Country::code);
        let country = member.country.and_then(|country| lexicon.actors.country_name(country)).unwrap_or(code);
        let to = if member.to.is_empty() { "on" } else { &member.to };
        format!("{country} ({code}), {} to {to}  {}", member.from, show(&member.origin))
    };
    lexicon.actors.memberships(&body.full).iter().map(show_member).collect()
}

fn roles(lexicon: &Lexicon, pattern: &str) -> Vec<String> {
    let wanted = key(pattern);
    let all = lexicon.actors.roles().into_iter();
    all.filter(|(known, _)| begins(known, &wanted))
        .map(|(_, entry)| {
            let sector = entry.sector.map_or("sector of the body", Sector::name);
            let kind = if entry.is_title { "title" } else { "group" };
            format!("{}: {sector}, {kind}  {}", entry.words, show(&entry.origin))
        })
        .collect()
}

/// People by any of their names: each office, then what the name resolves to from which month on.
fn people(lexicon: &Lexicon, pattern: &str) -> Vec<String> {
    let wanted = key(pattern);
    let all = lexicon.actors.people().into_iter();
    let found = all.filter(|(known, _)| begins(known, &wanted) || known.ends_with(&format!(" {wanted}")));
    found.flat_map(|(known, entry)| show_person(lexicon, known, entry)).collect()
}

fn show_person(lexicon: &Lexicon, known: &str, entry: &PersonEntry) -> Vec<String> {
    let mut lines = vec![entry.name.to_string()];
    for office in &entry.offices {
        let to = if office.to.is_empty() { "on" } else { &office.to };
        let (from, what) = (&office.from, &office.office);
        lines.push(format!(
            "  {from} to {to}: {what}, {}  {}",
            code(office.country, office.sector.as_slice()),
            show(&office.origin)
        ));
    }
    let mut months: Vec<String> = entry.offices.iter().map(|office| office.from.to_string()).collect();
    months.extend(entry.offices.iter().filter_map(|office| month_after(&office.to)));
    months.sort_unstable();
    months.dedup();
    let mut last = None;
    for month in months {
        let resolved = listed_person(known, &lexicon.actors, &month);
        if resolved != last {
            lines.push(format!("  from {month} resolves to {}", resolved.as_deref().unwrap_or("nobody")));
        }
        last = resolved;
    }
    lines
}

fn month_after(month: &str) -> Option<String> {
    let (year, month) = month.split_once('-')?;
    let (year, month): (u16, u8) = (year.parse().ok()?, month.parse().ok()?);
    Some(if month >= 12 { format!("{:04}-01", year + 1) } else { format!("{year:04}-{:02}", month + 1) })
}

/// Whether a name is the wanted one, or goes on after it with another word.
fn begins(known: &str, wanted: &str) -> bool {
    !wanted.is_empty() && known.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

fn code(country: Option<Country>, sectors: &[Sector]) -> String {
    let identity = Identity { country, sectors: sectors.to_vec(), ..Identity::default() };
    identity.actor_code().unwrap_or_else(|| "no code".to_owned())
}

fn show(origin: &Origin) -> String {
    format!("{}:{}", origin.file, origin.line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn any(lines: &[String], words: &[&str]) -> bool {
        lines.iter().any(|line| words.iter().all(|word| line.contains(word)))
    }

    #[test]
    fn each_sort_of_entry_is_found_with_its_place() {
        let lexicon = Lexicon::embedded().unwrap();
        assert!(any(&rules(&lexicon, "kidnap"), &["assault.abduct: ASSAULT (abduct), verb", "rules/assault.toml:"]));
        let of_type = lexicon.rules().iter().filter(|rule| rule.event_type.name() == "AID").count();
        assert!(rules(&lexicon, "aid").len() >= of_type && of_type > 0);
        assert!(any(&rules(&lexicon, "abduct"), &["assault.abduct:"]));
        assert!(any(&words(&lexicon, "ambush"), &["@attack, ", "words.toml:"]));
        assert!(any(&words(&lexicon, "kidnapping"), &["phrase “kidnapping” sets ASSAULT abduct", "modes.tsv:"]));
        assert!(any(&words(&lexicon, "deny"), &["verb of speech, denied"]));
        assert!(any(&names(&lexicon, "Nato"), &["NATO: IGO", "organisation", "organisations.tsv:"]));
        assert!(any(&members(&lexicon, "EU"), &["United Kingdom (GBR), 1973-01 to 2020-01", "memberships.tsv:"]));
        assert!(any(&roles(&lexicon, "foreign minister"), &["GOV, title", "roles.tsv:"]));
        assert!(any(&words(&lexicon, "objurgate"), &["as a verb stands for ", "wordnet.tsv:"]));
        assert!(rules(&lexicon, "frobnicate").is_empty() && names(&lexicon, "Frobnic").is_empty());
    }

    #[test]
    fn a_person_is_shown_with_offices_and_what_the_name_resolves_to_when() {
        let lexicon = Lexicon::embedded().unwrap();
        let lines = people(&lexicon, "merkel");
        assert!(any(&lines, &["2005-11 to 2021-12: chancellor, DEUGOV", "people.tsv:"]), "{lines:?}");
        assert!(any(&lines, &["from 2005-11 resolves to DEUGOV"]), "{lines:?}");
        assert!(any(&lines, &["from 2022-01 resolves to DEUELI"]), "{lines:?}");
    }
}
