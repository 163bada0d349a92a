//! One actor given as a string, without its article: the same tables and rules on the parse of the string.

use jiff::civil::Date;

use super::{names::KnownWords, persons::from_list, resolve};
use crate::{
    extract::{mentions::month_of, syntax::Syntax},
    lexicon::{ActorTables, NameKind, key},
    model::{Country, Identity, ReferentKind, Sector},
};

/// Who a string means that is known to name an actor. `actor` is the parse of the string, `context` the parse of words
/// that stood around it, `date` the day of the text.
pub(in crate::extract::mentions) fn standalone(
    actor: &Syntax<'_>,
    context: Option<&Syntax<'_>>,
    date: Option<Date>,
) -> Identity {
    let tables = &actor.lexicon.actors;
    let month = date.map(month_of);
    let words = key(actor.doc.text().trim());
    let mentions = resolve::find(actor, month.as_deref());
    let depth = |token: usize| actor.upwards(token).count();
    let main = mentions
        .all()
        .iter()
        .min_by_key(|mention| (mention.what.identity.has_no_code(), depth(mention.head), mention.head));
    let mut found = main.map(|mention| mention.what.identity.clone()).unwrap_or_default();
    let entry = tables.name(&words);
    let is_settlement = main.is_some_and(|mention| mention.what.kind == ReferentKind::Place)
        && entry.is_none_or(|name| name.kind == NameKind::Place);
    if is_settlement && found.country.is_some() && found.sectors.is_empty() {
        found.sectors = vec![Sector::Cvl];
    }
    if let Some(entry) = entry.filter(|_| found.has_no_code()) {
        found.country = entry.country;
        found.sectors = match entry.kind {
            NameKind::Place => vec![Sector::Cvl],
            _ => entry.sectors.clone(),
        };
    }
    if let Some(listed) = from_list(&words, tables, month.as_deref()).filter(|_| found.has_no_code()) {
        found = Identity { role: found.role, ..listed };
    }
    found.country = found.country.or_else(|| country_of_place(actor, main?.head)).or_else(|| first_country(context?));
    found
}

/// The actor code that the list of people gives a name in a month (`YYYY-MM`).
pub fn listed_person(name: &str, tables: &ActorTables, month: &str) -> Option<String> {
    from_list(&key(name), tables, Some(month))?.actor_code()
}

/// The country of a one-word place of the tables before a noun: "**Rakhine** rebels".
fn country_of_place(actor: &Syntax<'_>, head: usize) -> Option<Country> {
    let before = actor.children(head).filter(|child| *child < head && actor.dep(*child).is_premodifier());
    let before = before.filter(|child| actor.doc.word(*child).starts_with(char::is_uppercase));
    let mut names = before.filter_map(|child| actor.lexicon.actors.name(&key(actor.doc.word(child))));
    names.find(|name| name.kind == NameKind::Place)?.country
}

/// The country of the first name that the tables know.
fn first_country(context: &Syntax<'_>) -> Option<Country> {
    let known = KnownWords::find(context, None);
    (0..context.doc.len()).find_map(|token| known.name(token))?.entry.country
}
