//! Which words of a document the tables know: names of countries, bodies and places, and words for offices and groups.

use crate::{
    lexicon::{ActorTables, NameEntry, NameKind, RoleEntry, key},
    model::{Doc, Pos},
};

/// An entry of the tables and the tokens `first..last` that stand for it.
#[derive(Debug)]
pub(super) struct Found<'a, T> {
    pub first: usize,
    pub last: usize,
    pub entry: &'a T,
}

impl<T> Clone for Found<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Found<'_, T> {}

/// For every token, the name and the role that it is part of.
#[derive(Debug)]
pub(super) struct Words<'a> {
    names: Vec<Option<Found<'a, NameEntry>>>,
    roles: Vec<Option<Found<'a, RoleEntry>>>,
}

impl<'a> Words<'a> {
    /// Looks every stretch of the document up, the longest first.
    pub(super) fn find(doc: &Doc, tables: &'a ActorTables) -> Self {
        let mut words = Self { names: vec![None; doc.len()], roles: vec![None; doc.len()] };
        for sentence in doc.sentences() {
            for first in sentence.clone() {
                words.look_up(doc, tables, first, sentence.end);
            }
        }
        words
    }

    /// The name that a token is part of.
    pub(super) fn name(&self, token: usize) -> Option<Found<'a, NameEntry>> {
        self.names.get(token).copied().flatten()
    }

    /// The role that a token is part of.
    pub(super) fn role(&self, token: usize) -> Option<Found<'a, RoleEntry>> {
        self.roles.get(token).copied().flatten()
    }

    /// The role whose last token is the one before this.
    pub(super) fn role_before(&self, token: usize) -> Option<Found<'a, RoleEntry>> {
        self.role(token.checked_sub(1)?).filter(|role| role.last == token)
    }

    fn look_up(&mut self, doc: &Doc, tables: &'a ActorTables, first: usize, end: usize) {
        let opening = key(doc.word(first));
        let longest = opening.split(' ').next().map_or(0, |word| tables.longest_from(word));
        if longest == 0 {
            return;
        }
        let furthest = end.min(first + 2 * longest + 2);
        for last in (first + 1..=furthest).rev() {
            let key = key(doc.slice(first, last));
            if key.is_empty() || key.bytes().filter(|byte| *byte == b' ').count() >= longest {
                continue;
            }
            if self.name(first).is_none()
                && let Some(entry) = tables.name(&key).filter(|entry| is_written_as(doc, first, last, entry))
                && !is_inside_name(doc, tables, first, last, entry)
                && !is_continent(doc, first, entry)
            {
                fill(&mut self.names, first, last, entry);
            }
            if self.role(first).is_none()
                && let Some(entry) = tables.role(&key).filter(|_| is_noun(doc, last - 1))
            {
                fill(&mut self.roles, first, last, entry);
            }
        }
    }
}

/// "Congress" in "Trade Union Congress", "Labour" in "Labour Federation": a word for some country's party or parliament
/// that is a part of a longer name stands for neither.
fn is_inside_name(doc: &Doc, tables: &ActorTables, first: usize, last: usize, entry: &NameEntry) -> bool {
    let is_generic = last - first == 1
        && entry.kind == NameKind::Organisation
        && entry.sectors.iter().any(|sector| ["LEG", "PTY", "GOV"].contains(&sector.as_str()))
        && !is_capitals(&entry.form);
    let Some(entity) = doc.entity_at(first).filter(|entity| is_generic && doc.entity_type(entity) == "ORG") else {
        return false;
    };
    let is_of_same = |token: usize| tables.name(&key(doc.word(token))).is_some_and(|name| name.code == entry.code);
    let mut others = (entity.first..entity.last).filter(|token| *token < first || *token >= last);
    others.any(|token| doc.pos(token) == Pos::Propn && starts_upper(doc.word(token)) && !is_of_same(token))
}

/// "Latin America" and "Central American" are no country.
fn is_continent(doc: &Doc, first: usize, entry: &NameEntry) -> bool {
    let before = first.checked_sub(1).map(|before| key(doc.word(before))).unwrap_or_default();
    entry.code == "USA"
        && ["latin", "central", "south", "north"].contains(&before.as_str())
        && key(doc.word(first)).starts_with("america")
}

fn fill<'a, T>(slots: &mut [Option<Found<'a, T>>], first: usize, last: usize, entry: &'a T) {
    for slot in slots.iter_mut().take(last).skip(first) {
        *slot = Some(Found { first, last, entry });
    }
}

fn is_noun(doc: &Doc, token: usize) -> bool {
    matches!(doc.pos(token), Pos::Noun | Pos::Propn | Pos::Adj | Pos::X)
        || matches!(doc.dep(token), "nsubj" | "nsubjpass" | "dobj" | "pobj")
}

/// Whether a stretch has the capitals that a name needs, and is not a part of somebody's name.
fn is_written_as(doc: &Doc, first: usize, last: usize, entry: &NameEntry) -> bool {
    let text = doc.slice(first, last);
    if doc.word(last - 1).eq_ignore_ascii_case("'s")
        || doc.word(last - 1).chars().all(|letter| !letter.is_alphanumeric())
    {
        return false;
    }
    let is_acronym = is_capitals(&entry.form) && !entry.form.contains(' ');
    if is_acronym {
        let is_name_like = text.chars().count() >= 4 && doc.pos(first) == Pos::Propn && starts_upper(text);
        if !is_capitals(text) && !is_name_like {
            return false;
        }
    } else if !text.chars().any(char::is_uppercase) || (starts_upper(&entry.form) && !starts_upper(text)) {
        return false;
    }
    let is_word = last - first == 1 && !is_capitals(text);
    if is_word && entry.kind != NameKind::Nationality && !matches!(doc.pos(first), Pos::Propn | Pos::Noun | Pos::Adj) {
        return false;
    }
    if is_word
        && matches!(entry.kind, NameKind::Organisation | NameKind::Place)
        && doc.pos(first) != Pos::Propn
        && doc.entity_at(first).is_none()
    {
        return false;
    }
    if entry.form.starts_with("The ") && first.checked_sub(1).is_none_or(|before| doc.word(before) != "The") {
        return false;
    }
    entry.kind == NameKind::Nationality || !is_inside_person(doc, first, last)
}

fn is_inside_person(doc: &Doc, first: usize, last: usize) -> bool {
    doc.entity_at(first).is_some_and(|entity| {
        doc.entity_type(entity) == "PERSON"
            && entity.first <= first
            && last <= entity.last
            && entity.last - entity.first > last - first
            && !doc.word(entity.last - 1).starts_with(['\'', '’'])
    })
}

fn starts_upper(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_uppercase)
}

/// Whether a text has letters and all of them are capitals.
pub(super) fn is_capitals(text: &str) -> bool {
    text.chars().any(char::is_alphabetic) && text.chars().all(|letter| !letter.is_lowercase())
}
