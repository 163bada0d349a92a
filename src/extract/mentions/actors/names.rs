//! Which words of a document the tables know: names of countries, bodies and places, and words for offices and groups.

use crate::{
    extract::syntax::{Dep, EntityLabel, Syntax},
    lexicon::{ActorTables, ActorTerms, NameEntry, NameKind, RoleEntry, key},
    model::{Country, Pos, Sector},
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

/// A document with the names and roles of the tables that its tokens are part of.
#[derive(Debug)]
pub(super) struct KnownWords<'a> {
    pub syntax: &'a Syntax<'a>,
    pub tables: &'a ActorTables,
    /// The month of publication, `YYYY-MM`.
    pub month: Option<&'a str>,
    names: Vec<Option<Found<'a, NameEntry>>>,
    roles: Vec<Option<Found<'a, RoleEntry>>>,
}

/// In a document with few capitals, names with fewer letters are words.
const SHORTEST_SMALL: usize = 4;

impl<'a> KnownWords<'a> {
    /// Looks every stretch of the document up, the longest first.
    pub(super) fn find(syntax: &'a Syntax<'a>, month: Option<&'a str>) -> Self {
        let (doc, tables) = (&syntax.doc, &syntax.lexicon.actors);
        let (names, roles) = (vec![None; doc.len()], vec![None; doc.len()]);
        let mut known = Self { syntax, tables, month, names, roles };
        for sentence in doc.sentences() {
            for first in sentence.clone() {
                known.look_up(first, sentence.end);
            }
        }
        known.settle_places();
        known.settle_namesakes();
        known
    }

    /// Puts another entry in the place of a name.
    pub(super) fn put(&mut self, found: Found<'a, NameEntry>) {
        fill(&mut self.names, found.first, found.last, found.entry);
    }

    /// Takes the names from tokens.
    pub(super) fn forget(&mut self, tokens: &[usize]) {
        for token in tokens {
            if let Some(slot) = self.names.get_mut(*token) {
                *slot = None;
            }
        }
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

    /// The words of a role as the tables of the article's persons know them.
    pub(super) fn role_key(&self, role: Found<'_, RoleEntry>) -> String {
        key(self.syntax.doc.slice(role.first, role.last))
    }

    /// The last role that begins and ends in `left..right`, or reaches into it.
    pub(super) fn last_role_in(&self, left: usize, right: usize) -> Option<Found<'a, RoleEntry>> {
        (left..right).rev().find_map(|token| self.role(token))
    }

    /// The names in `left..right`, unless they only stand behind or against: "Russian-backed".
    pub(super) fn names_in(&self, left: usize, right: usize) -> impl Iterator<Item = Found<'a, NameEntry>> {
        let mut next = left;
        (left..right).filter_map(move |token| {
            let found = self.name(token)?;
            if token < next || found.last > right {
                return None;
            }
            next = found.last;
            (!self.is_bystander(found)).then_some(found)
        })
    }

    /// The first country named in `left..right` by name, adjective or capital.
    pub(super) fn country_in(&self, left: usize, right: usize) -> Option<Country> {
        let is_of_state =
            |kind: NameKind| matches!(kind, NameKind::Country | NameKind::Nationality | NameKind::Capital);
        self.names_in(left, right).find(|found| is_of_state(found.entry.kind)).and_then(|found| found.entry.country)
    }

    /// The last organisation named in `left..right`.
    pub(super) fn body_in(&self, left: usize, right: usize) -> Option<Found<'a, NameEntry>> {
        self.names_in(left, right).filter(|found| found.entry.kind == NameKind::Organisation).last()
    }

    /// The country of the first place named in `left..right`.
    pub(super) fn place_in(&self, left: usize, right: usize) -> Option<Country> {
        let place = self.names_in(left, right).find(|found| found.entry.kind == NameKind::Place);
        place.and_then(|found| found.entry.country)
    }

    /// The country that stands before a token within its phrase.
    pub(super) fn country_before(&self, token: usize) -> Option<Country> {
        self.country_in(self.syntax.left_edge(token, token), token)
    }

    /// The terms that say who is meant.
    pub(super) fn terms(&self) -> &'a ActorTerms {
        &self.syntax.lexicon.grammar.actors
    }

    /// "Russian-backed", "pro-Russian", "anti-American": the country is not the actor's own.
    fn is_bystander(&self, found: Found<'a, NameEntry>) -> bool {
        let doc = &self.syntax.doc;
        let word = |token: usize| if token < doc.len() { doc.word(token).to_lowercase() } else { String::new() };
        let is_hyphen = |token: usize| matches!(word(token).as_str(), "-" | "–" | "‑");
        if is_hyphen(found.last) && self.terms().backing.contains(&word(found.last + 1)) {
            return true;
        }
        found.first >= 2
            && is_hyphen(found.first - 1)
            && matches!(word(found.first - 2).as_str(), "pro" | "anti" | "non" | "counter")
    }

    fn is_written_as(&self, first: usize, last: usize, entry: &NameEntry) -> bool {
        let syntax = self.syntax;
        is_written_as(syntax, first, last, entry)
            || syntax.has_few_capitals && is_small_name(syntax, first, last, entry)
    }

    fn look_up(&mut self, first: usize, end: usize) {
        let (syntax, tables) = (self.syntax, self.tables);
        let opening = key(syntax.doc.word(first));
        let longest = opening.split(' ').next().map_or(0, |word| tables.longest_from(word));
        if longest == 0 {
            return;
        }
        let furthest = end.min(first + 2 * longest + 2);
        for last in (first + 1..=furthest).rev() {
            let key = key(syntax.doc.slice(first, last));
            if key.is_empty() || key.bytes().filter(|byte| *byte == b' ').count() >= longest {
                continue;
            }
            if self.name(first).is_none()
                && let Some(entry) = tables.name(&key).filter(|entry| self.is_written_as(first, last, entry))
                && !is_inside_name(syntax, first, last, entry)
                && !is_of_another_people(syntax, first, entry)
                && !is_larger(syntax, first, last, entry)
            {
                fill(&mut self.names, first, last, entry);
            }
            if self.role(first).is_none()
                && let Some(entry) = tables.role(&key).filter(|_| is_noun(syntax, last - 1))
                && (!is_capitals(&entry.words) || is_capitals(syntax.doc.slice(first, last)))
            {
                fill(&mut self.roles, first, last, entry);
            }
        }
    }
}

/// "Congress" in "Trade Union Congress", "Labour" in "Labour Federation": a word for some country's party or parliament
/// that is a part of a longer name stands for neither.
fn is_inside_name(syntax: &Syntax<'_>, first: usize, last: usize, entry: &NameEntry) -> bool {
    let (doc, tables) = (&syntax.doc, &syntax.lexicon.actors);
    let is_generic = last - first == 1
        && entry.kind == NameKind::Organisation
        && entry.sectors.iter().any(|sector| [Sector::Leg, Sector::Pty, Sector::Gov].contains(sector))
        && !is_capitals(&entry.form);
    let is_in_body = is_generic && syntax.entity(first) == Some(EntityLabel::Organisation);
    let Some(entity) = doc.entity_at(first).filter(|_| is_in_body) else { return false };
    let is_of_same =
        |token: usize| tables.name(&key(doc.word(token))).is_some_and(|name| name.country == entry.country);
    let mut others = (entity.first..entity.last).filter(|token| *token < first || *token >= last);
    others.any(|token| doc.pos(token) == Pos::Propn && starts_upper(doc.word(token)) && !is_of_same(token))
}

/// "Sudanese People's Liberation Army": a body of state or a party of one country's name that another people has too.
fn is_of_another_people(syntax: &Syntax<'_>, first: usize, entry: &NameEntry) -> bool {
    let (doc, tables) = (&syntax.doc, &syntax.lexicon.actors);
    let is_of_state = entry.kind == NameKind::Organisation
        && !is_capitals(&entry.form)
        && entry.sectors.first().is_some_and(|sector| {
            matches!(sector, Sector::Gov | Sector::Leg | Sector::Pty | Sector::Mil | Sector::Jud | Sector::Cop)
        });
    let people = first.checked_sub(1).filter(|_| is_of_state).and_then(|before| tables.name(&key(doc.word(before))));
    people.is_some_and(|name| {
        name.kind == NameKind::Nationality && name.country.is_some() && name.country != entry.country
    })
}

/// "Latin America" and "Central American" are no country, and the Korean Peninsula is two.
fn is_larger(syntax: &Syntax<'_>, first: usize, last: usize, entry: &NameEntry) -> bool {
    const OF_BOTH: &[&str] = &["peninsula", "war", "unification", "reunification", "armistice"];
    let doc = &syntax.doc;
    match entry.country {
        Some(Country::USA) => {
            let before = first.checked_sub(1).map(|before| key(doc.word(before))).unwrap_or_default();
            ["latin", "central", "south", "north"].contains(&before.as_str())
                && key(doc.word(first)).starts_with("america")
        }
        Some(Country::KOR) => {
            matches!(key(&entry.form).as_str(), "korea" | "korean")
                && last < doc.len()
                && OF_BOTH.contains(&key(doc.word(last)).as_str())
        }
        _ => false,
    }
}

fn fill<'a, T>(slots: &mut [Option<Found<'a, T>>], first: usize, last: usize, entry: &'a T) {
    for slot in slots.iter_mut().take(last).skip(first) {
        *slot = Some(Found { first, last, entry });
    }
}

fn is_noun(syntax: &Syntax<'_>, token: usize) -> bool {
    matches!(syntax.pos(token), Pos::Noun | Pos::Propn | Pos::Adj | Pos::X)
        || matches!(syntax.dep(token), Dep::Nsubj | Dep::NsubjPass | Dep::Dobj | Dep::Pobj)
}

/// Whether a stretch of a document with few capitals is the name of a country, its people or its capital, or of a place where the
/// name recogniser found one.
fn is_small_name(syntax: &Syntax<'_>, first: usize, last: usize, entry: &NameEntry) -> bool {
    let is_known = match entry.kind {
        NameKind::Country | NameKind::Nationality | NameKind::Capital => true,
        NameKind::Place => syntax.entity(first) == Some(EntityLabel::Place),
        NameKind::Organisation => false,
    };
    is_known
        && entry.form.chars().count() >= SHORTEST_SMALL
        && matches!(syntax.pos(last - 1), Pos::Propn | Pos::Noun | Pos::Adj)
}

/// Whether a stretch has the capitals that a name needs, and is not a part of somebody's name.
fn is_written_as(syntax: &Syntax<'_>, first: usize, last: usize, entry: &NameEntry) -> bool {
    let doc = &syntax.doc;
    let text = doc.slice(first, last);
    let ending = doc.word(last - 1);
    if ending.eq_ignore_ascii_case("'s") || ending.chars().all(|letter| !letter.is_alphanumeric()) {
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
        && !is_among_small(syntax, first, last)
    {
        return false;
    }
    if entry.form.starts_with("The ") && first.checked_sub(1).is_none_or(|before| doc.word(before) != "The") {
        return false;
    }
    entry.kind == NameKind::Nationality || !is_inside_person(syntax, first, last)
}

/// Whether a capitalised stretch follows a word in small letters and no capital follows it; it is then a name, whatever its tag.
fn is_among_small(syntax: &Syntax<'_>, first: usize, last: usize) -> bool {
    let doc = &syntax.doc;
    let starts_small = |token: usize| doc.word(token).starts_with(char::is_lowercase);
    let of_sentence = doc.sentences().get(doc.sentence_of(first));
    of_sentence.is_some_and(|sentence| {
        first > sentence.start && starts_small(first - 1) && (last >= sentence.end || !starts_upper(doc.word(last)))
    })
}

fn is_inside_person(syntax: &Syntax<'_>, first: usize, last: usize) -> bool {
    let doc = &syntax.doc;
    doc.entity_at(first).filter(|_| syntax.is_in_person(first)).is_some_and(|entity| {
        entity.first <= first
            && last <= entity.last
            && entity.last - entity.first > last - first
            && !doc.word(entity.last - 1).starts_with(['\'', '’'])
    })
}

/// Whether a text begins with a capital.
pub(super) fn starts_upper(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_uppercase)
}

/// Whether a text has letters and all of them are capitals.
fn is_capitals(text: &str) -> bool {
    text.chars().any(char::is_alphabetic) && text.chars().all(|letter| !letter.is_lowercase())
}
