//! One actor given as a string, without its article: the same tables and rules on the parse of the string.

use jiff::civil::Date;
use smol_str::SmolStr;

use super::{chains::from_list, names::Words, resolve, span_of};
use crate::{
    lexicon::{ActorTables, Lexicon, NameKind, key},
    model::{Doc, Mention, MentionKind, Participant},
};

/// Who a string means that is known to name an actor. `doc` is the parse of the string, `context` the parse of words
/// that stood around it, `date` the day of the text.
pub fn actor(doc: &Doc, context: Option<&Doc>, date: Option<Date>, lexicon: &Lexicon) -> Participant {
    let tables = &lexicon.actors;
    let month = date.map(|date| format!("{:04}-{:02}", date.year(), date.month()));
    let mentions = resolve::mentions(doc, tables, month.as_deref());
    let main = mentions.all().iter().min_by_key(|mention| (is_empty(mention), depth(doc, mention.head), mention.head));
    let mut found = Participant {
        span: span_of(doc, 0, doc.len()),
        name: main.and_then(|mention| mention.name.clone()),
        country: main.and_then(|mention| mention.country.clone()),
        sectors: main.map(|mention| mention.sectors.clone()).unwrap_or_default(),
        role: main.and_then(|mention| mention.role.clone()),
    };
    let is_settlement = main.is_some_and(|mention| mention.kind == MentionKind::Place);
    if is_settlement && found.country.is_some() && found.sectors.is_empty() && is_town(doc, tables) {
        found.sectors = vec![SmolStr::new_static("CVL")];
    }
    if found.country.is_none()
        && found.sectors.is_empty()
        && let Some(entry) = tables.name(&key(doc.text().trim()))
    {
        found.country = Some(entry.code.clone()).filter(|code| !code.is_empty());
        found.sectors = match entry.kind {
            NameKind::Place => vec![SmolStr::new_static("CVL")],
            _ => entry.sectors.clone(),
        };
    }
    let is_unknown = found.country.is_none() && found.sectors.is_empty();
    if is_unknown && let Some(profile) = from_list(&key(doc.text().trim()), tables, month.as_deref()) {
        found.name = profile.name;
        found.country = profile.country;
        found.sectors = profile.sectors;
    }
    if found.country.is_none()
        && let Some(context) = context
    {
        found.country = first_country(context, tables);
    }
    found
}

/// The actor code that the list of people gives a name in a month (`YYYY-MM`).
pub fn listed_person(name: &str, tables: &ActorTables, month: &str) -> Option<String> {
    let profile = from_list(&key(name), tables, Some(month))?;
    super::actor_code(profile.country.as_deref(), &profile.sectors)
}

fn is_empty(mention: &Mention) -> bool {
    mention.country.is_none() && mention.sectors.is_empty()
}

/// How many heads stand above a token.
fn depth(doc: &Doc, token: usize) -> usize {
    let mut depth = 0;
    let mut current = token;
    while doc.head(current) != current && depth < doc.len() {
        current = doc.head(current);
        depth += 1;
    }
    depth
}

fn is_town(doc: &Doc, tables: &ActorTables) -> bool {
    tables.name(&key(doc.text().trim())).is_none_or(|name| name.kind == NameKind::Place)
}

fn first_country(doc: &Doc, tables: &ActorTables) -> Option<SmolStr> {
    let words = Words::find(doc, tables);
    (0..doc.len())
        .find_map(|token| words.name(token))
        .map(|found| found.entry.code.clone())
        .filter(|code| !code.is_empty())
}
