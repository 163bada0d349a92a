//! Which date expression tells when an event happened: the nearest one of its own clause, else of the clause above.

use jiff::civil::Date;

use super::{
    calendar::Direction,
    dates::{self, DateExpression, DateType},
    span_of,
};
use crate::model::{DatePrecision, DateSource, Doc, EventDate, Pos};

/// Verbs of speech and thought, whose own date says when it was said.
const SPEECH: &[&str] = &[
    "say",
    "tell",
    "report",
    "announce",
    "claim",
    "state",
    "add",
    "note",
    "warn",
    "confirm",
    "allege",
    "write",
    "quote",
    "think",
    "believe",
    "declare",
    "insist",
    "reveal",
    "argue",
    "suggest",
    "accuse",
    "acknowledge",
    "comment",
    "explain",
    "testify",
];

/// The date of the event that a token triggers.
pub(super) fn date_for(
    doc: &Doc,
    trigger: usize,
    all: &[DateExpression],
    published: Option<Date>,
) -> Option<EventDate> {
    if trigger >= doc.len() {
        return None;
    }
    let found = in_clause(doc, trigger, all)
        .or_else(|| in_opening_clause(doc, clause_of(doc, trigger), all))
        .or_else(|| in_clauses_above(doc, trigger, all));
    if let Some(expression) = found
        && let Some((first, last, precision)) = expression.range
    {
        let span = Some(span_of(doc, expression.first, expression.last));
        return Some(EventDate { first, last, precision, source: DateSource::Text, span });
    }
    let day = published.filter(|_| happened(doc, trigger))?;
    Some(EventDate { first: day, last: day, precision: DatePrecision::Day, source: DateSource::Published, span: None })
}

/// Whether the clause of a trigger tells of something that has happened.
fn happened(doc: &Doc, trigger: usize) -> bool {
    let clause = clause_of(doc, trigger);
    let is_before_that = doc.children_by(clause, &["aux"]).any(|token| doc.word(token).eq_ignore_ascii_case("had"));
    match dates::direction(doc, clause) {
        Direction::Past => !is_before_that,
        Direction::Unknown => clause == trigger,
        Direction::Future => false,
    }
}

/// The verb of the clause that a token stands in, itself for a verb.
fn clause_of(doc: &Doc, token: usize) -> usize {
    let mut current = token;
    for _ in 0..doc.len() {
        if matches!(doc.pos(current), Pos::Verb | Pos::Aux) || doc.head(current) == current {
            return current;
        }
        current = doc.head(current);
    }
    token
}

/// The nearest expression whose own clause is the trigger's, or that stands under the trigger itself.
fn in_clause<'a>(doc: &Doc, trigger: usize, all: &'a [DateExpression]) -> Option<&'a DateExpression> {
    let clause = clause_of(doc, trigger);
    nearest(doc, trigger, all, |expression| {
        let head = root_of(doc, expression);
        doc.is_under(head, trigger) && same_clause(doc, head, trigger)
            || clause_of(doc, head) == clause && !belongs_to_noun(doc, head, trigger)
    })
}

/// "Speaking on Monday, she warned …": a participle before the verb tells when.
fn in_opening_clause<'a>(doc: &Doc, clause: usize, all: &'a [DateExpression]) -> Option<&'a DateExpression> {
    let opening = doc.children_by(clause, &["advcl"]).find(|token| *token < clause && doc.tag(*token) == "VBG")?;
    nearest(doc, clause, all, |expression| clause_of(doc, root_of(doc, expression)) == opening)
}

/// From a coordinated or subordinate clause the date of the clause above holds too, unless that one only speaks.
fn in_clauses_above<'a>(doc: &Doc, trigger: usize, all: &'a [DateExpression]) -> Option<&'a DateExpression> {
    let mut clause = clause_of(doc, trigger);
    for _ in 0..4 {
        let relation = doc.dep(clause);
        let is_safe = matches!(relation, "conj" | "xcomp" | "advcl" | "ccomp" | "acl" | "pcomp");
        let above = clause_of(doc, doc.head(clause));
        if !is_safe || above == clause {
            return None;
        }
        let speaks = SPEECH.contains(&doc.lemma(above).to_lowercase().as_str());
        if speaks || (relation == "ccomp" && !is_same_time(doc, clause, above)) || tense_differs(doc, clause, above) {
            return None;
        }
        let found = nearest(doc, trigger, all, |expression| {
            let head = root_of(doc, expression);
            clause_of(doc, head) == above && !belongs_to_noun(doc, head, above)
        })
        .or_else(|| in_opening_clause(doc, above, all));
        if found.is_some() {
            return found;
        }
        clause = above;
    }
    None
}

fn is_same_time(doc: &Doc, clause: usize, above: usize) -> bool {
    !tense_differs(doc, clause, above)
}

fn tense_differs(doc: &Doc, clause: usize, above: usize) -> bool {
    let is_future = |verb| dates::direction(doc, verb) == Direction::Future;
    is_future(clause) != is_future(above)
}

fn nearest<'a>(
    doc: &Doc,
    trigger: usize,
    all: &'a [DateExpression],
    test: impl Fn(&DateExpression) -> bool,
) -> Option<&'a DateExpression> {
    let is_usable = |expression: &&DateExpression| expression.range.is_some() && expression.kind != DateType::Set;
    in_sentence(doc, trigger, all).iter().filter(is_usable).filter(|expression| test(expression)).min_by_key(
        |expression| {
            let distance = expression.first.abs_diff(trigger);
            (expression.kind == DateType::Duration, distance)
        },
    )
}

/// The expressions that stand in the sentence of a token.
fn in_sentence<'a>(doc: &Doc, token: usize, all: &'a [DateExpression]) -> &'a [DateExpression] {
    let sentence = doc.sentences().get(doc.sentence_of(token)).cloned().unwrap_or_default();
    let place = |token: usize| all.partition_point(|expression| expression.first < token);
    all.get(place(sentence.start)..place(sentence.end)).unwrap_or_default()
}

/// The token of an expression that hangs on something outside it.
fn root_of(doc: &Doc, expression: &DateExpression) -> usize {
    let range = expression.first..expression.last;
    range
        .clone()
        .find(|token| doc.head(*token) == *token || !range.contains(&doc.head(*token)))
        .unwrap_or(expression.first)
}

/// Whether no verb stands between a token and one above it.
fn same_clause(doc: &Doc, token: usize, above: usize) -> bool {
    let mut current = doc.head(token);
    for _ in 0..doc.len() {
        if current == above {
            return true;
        }
        if doc.pos(current) == Pos::Verb || doc.head(current) == current {
            return false;
        }
        current = doc.head(current);
    }
    false
}

/// "the elections in May": the date belongs to another noun than the trigger, deep in its phrase.
fn belongs_to_noun(doc: &Doc, token: usize, trigger: usize) -> bool {
    let mut current = doc.head(token);
    if doc.pos(current) == Pos::Adp {
        current = doc.head(current);
    }
    matches!(doc.pos(current), Pos::Noun | Pos::Propn)
        && current != trigger
        && !doc.is_under(trigger, current)
        && !is_support_object(doc, current)
}

/// The object of a verb may carry the date of the verb by the parser's mistake: "launched an attack on Monday".
fn is_support_object(doc: &Doc, noun: usize) -> bool {
    matches!(doc.dep(noun), "dobj" | "pobj" | "attr" | "nsubj" | "nsubjpass")
}
