//! Noun phrases: which tokens head one, and how far it reaches.

use super::{
    is_nominal,
    timex::{DAYS, MONTHS},
};
use crate::model::{Doc, Pos};

/// Labels of words that are inner parts of a name or a compound, not things of their own.
const INNER: &[&str] = &["compound", "nmod", "amod", "det", "case", "punct", "nummod"];

/// Labels of dependents that never belong to the phrase.
const OUTSIDE: &[&str] = &["preconj", "advcl", "case", "parataxis", "dep", "mark", "nsubj", "aux", "cop", "neg"];

/// Whether a token heads a noun phrase.
pub(super) fn is_head(doc: &Doc, token: usize) -> bool {
    is_nominal(doc.pos(token)) && !INNER.contains(&doc.dep(token))
}

/// The tokens `first..last` of the noun phrase that a token heads: determiners, modifiers, prepositional phrases and
/// appositions, without relative clauses, without further members of a coordination that are phrases of their own,
/// and without a possessive ending.
pub(super) fn bounds(doc: &Doc, head: usize) -> (usize, usize) {
    if head >= doc.len() {
        return (0, 0);
    }
    let mut inside = vec![head];
    collect(doc, head, head, &mut inside);
    inside.sort_unstable();
    let at = inside.partition_point(|token| *token < head);
    let mut first = head;
    for token in inside.iter().take(at).rev() {
        if gap_is_closed(doc, *token + 1, first) {
            first = *token;
        } else {
            break;
        }
    }
    let mut last = head + 1;
    for token in inside.iter().skip(at + 1) {
        if gap_is_closed(doc, last, *token) {
            last = *token + 1;
        } else {
            break;
        }
    }
    let is_both =
        |token: usize| matches!(doc.word(token), "both" | "Both" | "either" | "Either") && doc.head(token) == head;
    while first < head && (matches!(doc.pos(first), Pos::Punct | Pos::Space) && !opens(doc, first) || is_both(first)) {
        first += 1;
    }
    while last > head + 1 && matches!(doc.pos(last - 1), Pos::Punct | Pos::Space) && !closes(doc, last - 1) {
        last -= 1;
    }
    if doc.word(last) == ")"
        && (first..last).filter(|token| doc.word(*token) == "(").count() == 1 + closed(doc, first, last)
    {
        last += 1;
    }
    (first, last)
}

fn closed(doc: &Doc, first: usize, last: usize) -> usize {
    (first..last).filter(|token| doc.word(*token) == ")").count()
}

/// Whether only punctuation stands in `from..to`.
fn gap_is_closed(doc: &Doc, from: usize, to: usize) -> bool {
    (from..to).all(|token| matches!(doc.pos(token), Pos::Punct | Pos::Space))
}

fn opens(doc: &Doc, token: usize) -> bool {
    matches!(doc.word(token), "(" | "[" | "\"" | "“" | "``" | "‘")
}

fn closes(doc: &Doc, token: usize) -> bool {
    matches!(doc.word(token), ")" | "]" | "\"" | "”" | "''")
}

fn collect(doc: &Doc, top: usize, token: usize, inside: &mut Vec<usize>) {
    for child in doc.children(token) {
        if belongs(doc, top, token, child) {
            inside.push(child);
            collect(doc, top, child, inside);
        }
    }
}

fn belongs(doc: &Doc, top: usize, token: usize, child: usize) -> bool {
    let dep = doc.dep(child);
    if dep == "relcl" || is_temporal(doc, child) {
        return false;
    }
    if token != top {
        return true;
    }
    match dep {
        "cc" | "conj" => shares_determiner(doc, top),
        "acl" => !is_person(doc, top) && !is_loose_clause(doc, top, child),
        "prep" => !follows_comma(doc, top, child) && is_preposition_inside(doc, top, child),
        "advmod" => child < top && !is_date(doc, child) || child > top && doc.pos(child) != Pos::Adv,
        "appos" => is_close_apposition(doc, top, child),
        _ => !OUTSIDE.contains(&dep),
    }
}

/// Prepositions of circumstances, which tell more of what is done than of the noun before them.
const CIRCUMSTANCE: &[&str] = &[
    "on",
    "as",
    "over",
    "after",
    "following",
    "during",
    "despite",
    "since",
    "amid",
    "amidst",
    "because",
    "due",
    "before",
    "until",
    "without",
    "via",
    "according",
    "upon",
    "than",
];

/// Verbs whose object is followed by an "of" of the verb.
const OF_VERBS: &[&str] =
    &["accuse", "suspect", "acquit", "convict", "warn", "strip", "rid", "deprive", "rob", "remind", "inform", "assure"];

/// Verbs whose object is followed by a "from" of the verb.
const FROM_VERBS: &[&str] = &[
    "ban", "bar", "prevent", "stop", "block", "prohibit", "free", "release", "remove", "withdraw", "expel", "dismiss",
    "evacuate",
];

/// Verbs whose object is followed by a "to" of the verb.
const TO_VERBS: &[&str] = &[
    "release",
    "give",
    "send",
    "deliver",
    "hand",
    "return",
    "sell",
    "offer",
    "extradite",
    "deport",
    "transfer",
    "sentence",
    "deploy",
];

fn is_preposition_inside(doc: &Doc, top: usize, preposition: usize) -> bool {
    let word = doc.word(preposition).to_lowercase();
    if CIRCUMSTANCE.contains(&word.as_str()) {
        return false;
    }
    let is_object = doc.dep(top) == "dobj";
    let verb = doc.lemma(doc.head(top)).to_lowercase();
    let taken_by_verb = match word.as_str() {
        "of" => OF_VERBS,
        "from" => FROM_VERBS,
        "to" => TO_VERBS,
        _ => &[],
    };
    if is_object && taken_by_verb.contains(&verb.as_str()) {
        return false;
    }
    // "accusations by Chad of fraud": a country is of nothing that is not part of its name.
    let is_common = |object: usize| doc.pos(object) == Pos::Noun;
    if word == "of" && is_state(doc, top) && doc.children_by(preposition, &["pobj"]).any(is_common) {
        return false;
    }
    doc.pos(top) != Pos::Propn || matches!(word.as_str(), "of" | "for") || word == "to" && !is_person(doc, top)
}

fn follows_comma(doc: &Doc, top: usize, child: usize) -> bool {
    child > top && doc.word(child - 1) == ","
}

fn is_state(doc: &Doc, token: usize) -> bool {
    doc.entity_at(token).is_some_and(|entity| doc.entity_type(entity) == "GPE")
}

fn is_person(doc: &Doc, token: usize) -> bool {
    doc.entity_at(token).is_some_and(|entity| doc.entity_type(entity) == "PERSON")
}

/// An apposition that says who is meant ("the minister, Ana Ruiz", "Ana Ruiz, the minister", "Tartu, Estonia"), not one
/// that only tells more ("Ana Ruiz, a former minister", "Tartu, the second largest town").
fn is_close_apposition(doc: &Doc, top: usize, child: usize) -> bool {
    let opening = doc.subtree(child).first().copied().unwrap_or(child);
    if (top + 1..opening).all(|token| doc.word(token) != ",") {
        return true;
    }
    let is_vague = matches!(doc.word(opening).to_lowercase().as_str(), "its" | "their" | "his" | "her" | "some");
    let is_bare_name = doc.pos(child) == Pos::Propn && opening == child;
    !is_vague
        && (is_bare_name
            || is_person(doc, top)
            || is_person(doc, child)
            || doc.pos(top) == Pos::Noun && doc.pos(child) == Pos::Propn)
}

/// "a physician and nurse": plain nouns in coordination are one phrase; members with words of their own are several.
fn shares_determiner(doc: &Doc, top: usize) -> bool {
    let is_bare = |token: usize| {
        doc.pos(token) == Pos::Noun && doc.children_by(token, &["det", "poss", "amod", "nummod"]).next().is_none()
    };
    doc.pos(top) == Pos::Noun && doc.children_by(top, &["conj"]).all(is_bare)
}

/// Clauses that tell more about a noun without being needed to know which is meant: after a comma, "to …", "that …".
fn is_loose_clause(doc: &Doc, top: usize, clause: usize) -> bool {
    let begins = doc.subtree(clause).first().copied().unwrap_or(clause);
    doc.tag(clause) == "VB"
        || doc.children(clause).any(|child| doc.word(child).eq_ignore_ascii_case("that"))
        || (top + 1..begins).any(|token| doc.word(token) == ",")
}

/// Whether a dependent says when: "on Monday", "this week".
fn is_temporal(doc: &Doc, token: usize) -> bool {
    match doc.dep(token) {
        "prep" => doc.children_by(token, &["pobj"]).any(|object| is_time_word(doc.word(object))),
        "npadvmod" if doc.pos(doc.head(token)) == Pos::Adj => false,
        "compound" => is_date(doc, token) && is_deictic(doc, token),
        "npadvmod" | "nmod" | "appos" | "tmod" => is_time_word(doc.word(token)),
        _ => false,
    }
}

fn is_date(doc: &Doc, token: usize) -> bool {
    doc.entity_at(token).is_some_and(|entity| matches!(doc.entity_type(entity), "DATE" | "TIME"))
}

/// "last year", "this week" before a noun that they do not belong to.
fn is_deictic(doc: &Doc, token: usize) -> bool {
    let first = doc.entity_at(token).map(|entity| doc.word(entity.first).to_lowercase());
    first.is_some_and(|first| matches!(first.as_str(), "last" | "this" | "next" | "yesterday" | "today" | "earlier"))
}

/// Words that name a day, a month or a stretch of the calendar.
fn is_time_word(word: &str) -> bool {
    const OTHER: [&str; 6] = ["yesterday", "today", "tomorrow", "week", "month", "year"];
    let is_year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    let word = word.to_lowercase();
    is_year || [&DAYS[..], &MONTHS, &OTHER].iter().any(|words| words.contains(&word.as_str()))
}
