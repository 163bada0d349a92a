//! A noun phrase by its words: names of the tables, roles with their modifiers, countries before and behind.

use super::{
    locative::is_locative,
    names::{Found, KnownWords},
    sectors::Description,
};
use crate::{
    extract::syntax::{Dep, EntityLabel, prepositions::PLACE},
    lexicon::{ActorTerms, NameEntry, NameKind, RoleEntry},
    model::{Country, CountrySource, Doc, Identity, Pos, ReferentKind, Sector},
};

/// What a phrase describes by its own words.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Described {
    pub kind: ReferentKind,
    pub identity: Identity,
}

impl Described {
    /// Something of a kind of which nothing is known.
    pub(super) fn unknown(kind: ReferentKind) -> Self {
        Self { kind, identity: Identity::default() }
    }
}

/// How deep a phrase within a phrase is followed.
const DEPTH: usize = 4;

/// No role is longer, in bytes.
const LONGEST_ROLE: usize = 120;

/// What the phrase headed by a token describes, by its own words.
pub(super) fn describe(known: &KnownWords<'_>, head: usize) -> Described {
    describe_to(known, head, DEPTH)
}

fn describe_to(known: &KnownWords<'_>, head: usize, depth: usize) -> Described {
    if depth == 0 {
        return Described::unknown(ReferentKind::Thing);
    }
    if let Some(described) = quantified(known, head, depth) {
        return described;
    }
    if let Some(name) = known.name(head) {
        return named(known, head, name);
    }
    if let Some(state) = member_state(known, head) {
        return named(known, head, state);
    }
    if known.role(head).is_some() {
        return role_phrase(known, head, depth);
    }
    by_entity(known, head)
}

/// "NATO member **Turkey**" is Turkey, as long as it belongs to NATO when the article is published.
fn member_state<'a>(known: &KnownWords<'a>, head: usize) -> Option<Found<'a, NameEntry>> {
    let mut states = known.syntax.children_by(head, Dep::Appos).filter_map(|child| known.name(child));
    let state = states.find(|found| found.entry.kind == NameKind::Country)?;
    if !known.terms().member.contains(known.syntax.doc.lemma(head)) {
        return None;
    }
    let mut bodies = known.names_in(known.syntax.left_edge(head, head), head);
    let is_member =
        |body: Found<'_, NameEntry>| known.tables.is_member(&body.entry.full, state.entry.country, known.month);
    bodies.any(is_member).then_some(state)
}

/// "dozens of protesters" are protesters.
fn quantified(known: &KnownWords<'_>, head: usize, depth: usize) -> Option<Described> {
    let syntax = known.syntax;
    if !syntax.is_partitive(head) {
        return None;
    }
    let of = syntax.children_by(head, Dep::Prep).find(|prep| syntax.is_written(*prep, "of"))?;
    let object = syntax.child_by(of, Dep::Pobj)?;
    let mut described = describe_to(known, object, depth - 1);
    if described.identity.country.is_none() {
        described.identity.country = known.country_before(head);
    }
    if matches!(described.kind, ReferentKind::State | ReferentKind::Organisation) {
        described.kind = ReferentKind::Group;
        described.identity.name = None;
    }
    Some(described)
}

fn named(known: &KnownWords<'_>, head: usize, found: Found<'_, NameEntry>) -> Described {
    let entry = found.entry;
    let is_place = is_locative(known.syntax, head);
    let (kind, sectors) = match entry.kind {
        NameKind::Country if is_place => (ReferentKind::Place, Vec::new()),
        NameKind::Country => (ReferentKind::State, Vec::new()),
        NameKind::Nationality => (ReferentKind::Group, ordinary_people(known, found)),
        NameKind::Capital if is_place || is_bare_place(known, head) => (ReferentKind::Place, Vec::new()),
        NameKind::Capital => (ReferentKind::State, entry.sectors.clone()),
        NameKind::Organisation => (ReferentKind::Organisation, entry.sectors.clone()),
        NameKind::Place => (ReferentKind::Place, Vec::new()),
    };
    let is_settlement = kind == ReferentKind::Place && entry.kind == NameKind::Capital;
    let name = if is_settlement { &entry.form } else { &entry.full };
    let mut country = entry.country;
    if country.is_none() || (entry.kind == NameKind::Organisation && country == Some(Country::NGO)) {
        country = known.country_before(found.first).or(country);
    }
    if country.is_none() && kind != ReferentKind::Place {
        country = country_behind(known, head, found.last);
    }
    Described { kind, identity: Identity { name: Some(name.to_string()), country, sectors, ..Identity::default() } }
}

/// "Kurds in Turkey", "the Catholic Church of Poland": where a group or body without a country of its own is.
fn country_behind(known: &KnownWords<'_>, head: usize, after: usize) -> Option<Country> {
    let syntax = known.syntax;
    let preps = syntax.children_by(head, Dep::Prep).filter(|token| *token >= after);
    let preps = preps.filter(|token| matches!(syntax.doc.word(*token), "in" | "of" | "from"));
    let mut objects = preps.flat_map(|token| syntax.children_by(token, Dep::Pobj));
    let country = |object: usize| {
        let entry = known.name(object)?.entry;
        matches!(entry.kind, NameKind::Country | NameKind::Capital | NameKind::Place).then_some(entry.country)
    };
    objects.find_map(country).flatten()
}

/// "ordinary Kazakhs": a people as such is not its government.
fn ordinary_people(known: &KnownWords<'_>, found: Found<'_, NameEntry>) -> Vec<Sector> {
    let is_ordinary = |before: usize| known.terms().ordinary.contains_any_case(known.syntax.doc.word(before));
    if found.first.checked_sub(1).is_some_and(is_ordinary) { vec![Sector::Cvl] } else { Vec::new() }
}

/// A role with what belongs to it: "US Secretary of State", "troops from Chad", "head of the tribunal".
fn role_phrase(known: &KnownWords<'_>, head: usize, depth: usize) -> Described {
    let syntax = known.syntax;
    let Some(role) = known.role(head) else { return Described::unknown(ReferentKind::Thing) };
    let left = syntax.left_edge(head, head.min(role.first));
    let mut description = describe_role(known, left, role.last);
    let before = known.country_in(left, role.last);
    let (mut country, mut is_placed) = (before, false);
    description.has_state = country.is_some() && known.body_in(left, role.last).is_none();
    for (preposition, behind) in objects_behind(known, head, role.last, depth) {
        match preposition.as_str() {
            "of" | "for" | "at" | "with" if description.body_behind.is_empty() && behind.kind.is_actor() => {
                description.body_behind.clone_from(&behind.identity.sectors);
                description.is_of_unknown_body |= is_unknown_body(&behind);
                description.has_state |= preposition == "of" && behind.kind == ReferentKind::State;
                country = country.or(behind.identity.country);
            }
            word if matches!(word, "of" | "from" | "under") || PLACE.contains(&word) => {
                description.has_state |= preposition == "of" && behind.identity.country.is_some();
                is_placed |= country.is_none() && behind.identity.country.is_some() && PLACE.contains(&word);
                country = country.or(behind.identity.country);
            }
            _ => {}
        }
    }
    let holders = syntax.children_by(head, Dep::Poss).filter(|holder| known.name(*holder).is_none());
    description.is_of_unknown_body |=
        holders.map(|holder| by_entity(known, holder)).any(|holder| is_unknown_body(&holder));
    let of_body = known.body_in(left, role.last).and_then(|found| found.entry.country).filter(|_| before.is_none());
    is_placed = (is_placed || country.is_none()) && of_body.is_none();
    country = of_body.or(country).or_else(|| known.place_in(left, role.last));
    if is_outsider(known.terms(), &description.words) {
        country = country.filter(|_| description.words.starts_with("counterpart"));
        description.has_state &= country.is_some();
    }
    let sectors = description.sectors(known.terms());
    let is_person = description.is_title && !syntax.tag(head).is_plural_noun();
    let is_human = description.is_title && !known.terms().headship.contains(&description.words);
    let is_body = sectors.is_empty() && !is_human && country.is_none();
    let name = body_name(known, head, role);
    let role = is_person.then(|| role_text(known, left, role.last)).flatten();
    let country_from = if is_placed { CountrySource::Place } else { CountrySource::Name };
    Described {
        kind: if is_body { ReferentKind::Thing } else { ReferentKind::Group },
        identity: Identity { name, country, country_from, sectors, role },
    }
}

/// Whether somebody is a body of which nothing shows the sector, and that is not one of states.
fn is_unknown_body(described: &Described) -> bool {
    let Described { kind, identity } = described;
    let is_of_states = identity.country.is_some_and(|country| matches!(country.code(), "IGO" | "UNO" | "EUR"));
    *kind == ReferentKind::Organisation && identity.sectors.is_empty() && !is_of_states
}

/// The name of a body whose last word is a role: "the Harbour **Ministry**".
fn body_name(known: &KnownWords<'_>, head: usize, role: Found<'_, RoleEntry>) -> Option<String> {
    let syntax = known.syntax;
    let is_body = !role.entry.is_title && syntax.pos(head) == Pos::Propn;
    let entity =
        syntax.doc.entity_at(head).filter(|_| is_body && syntax.entity(head) == Some(EntityLabel::Organisation))?;
    (entity.last - entity.first > 1).then(|| name_text(&syntax.doc, entity.first, entity.last))
}

/// A title before a name, in the tokens `left..right`: what it makes of its bearer.
pub(super) fn title(known: &KnownWords<'_>, left: usize, right: usize) -> Identity {
    let stated = known.country_in(left, right);
    let description = Description { has_state: stated.is_some(), ..describe_role(known, left, right) };
    let country = stated.or_else(|| match known.body_in(left, right) {
        Some(body) => body.entry.country,
        None => known.names_in(left, right).next().and_then(|found| found.entry.country),
    });
    let role = role_text(known, left, right);
    Identity { country, sectors: description.sectors(known.terms()), role, ..Identity::default() }
}

/// The parts of a description in the tokens `left..right`, whose last role is the main one.
fn describe_role(known: &KnownWords<'_>, left: usize, right: usize) -> Description {
    let doc = &known.syntax.doc;
    let role = known.last_role_in(left, right);
    let body = known.body_in(left, right);
    let first = role.map_or(right, |role| role.first);
    let mut before_role = (left..first).map(|token| doc.word(token).to_lowercase());
    // A role before the main one is the body that it belongs to: "police spokesman", "army captain".
    let inner_body = || {
        let inner = (left..first).rev().find_map(|token| known.role(token)?.entry.sector);
        inner.into_iter().collect()
    };
    Description {
        words: role.map_or_else(String::new, |role| known.role_key(role)),
        is_role: role.is_some(),
        own_sector: role.and_then(|role| role.entry.sector),
        is_title: role.is_some_and(|role| role.entry.is_title),
        body: body.map_or_else(inner_body, |found| found.entry.sectors.clone()),
        body_behind: Vec::new(),
        is_of_unknown_body: false,
        has_state: false,
        is_international: body
            .is_some_and(|found| found.entry.sectors.is_empty() && found.entry.country != Some(Country::EUR)),
        is_former: before_role.clone().any(|word| known.terms().former.contains(&word) || word.starts_with("ex-")),
        is_opposition: before_role.any(|word| word == "opposition"),
    }
}

/// The objects of the prepositions that follow a role, each with its preposition.
fn objects_behind(known: &KnownWords<'_>, head: usize, after: usize, depth: usize) -> Vec<(String, Described)> {
    let syntax = known.syntax;
    let mut found = Vec::new();
    for preposition in syntax.children_by(head, Dep::Prep).filter(|token| *token >= after) {
        for object in syntax.children_by(preposition, Dep::Pobj) {
            found.push((syntax.doc.word(preposition).to_lowercase(), describe_to(known, object, depth - 1)));
        }
    }
    found
}

/// The words of a role as written, with the country and the body before them, without article.
fn role_text(known: &KnownWords<'_>, left: usize, right: usize) -> Option<String> {
    let doc = &known.syntax.doc;
    let first = (left..right).find(|token| {
        known.name(*token).is_some()
            || known.role(*token).is_some()
            || known.terms().former.contains(&doc.word(*token).to_lowercase())
    })?;
    let text = doc.slice(first, right).trim_end_matches([' ', ',', '\'', '’']);
    (!text.is_empty() && text.len() <= LONGEST_ROLE).then(|| text.to_owned())
}

/// "Kyiv, Ukraine" at the head of a story, or a name that stands alone, is a place.
fn is_bare_place(known: &KnownWords<'_>, head: usize) -> bool {
    let mut beside = known.syntax.children_by(head, Dep::Appos).filter_map(|token| known.name(token));
    beside.any(|found| found.entry.kind == NameKind::Country)
}

/// What the name recogniser says of a phrase that the tables do not know.
fn by_entity(known: &KnownWords<'_>, head: usize) -> Described {
    let syntax = known.syntax;
    let kind = match syntax.entity(head) {
        Some(EntityLabel::Organisation) if syntax.pos(head) == Pos::Propn => ReferentKind::Organisation,
        Some(EntityLabel::Place | EntityLabel::Location | EntityLabel::Facility) => ReferentKind::Place,
        Some(EntityLabel::Nationality) => ReferentKind::Group,
        _ => return Described::unknown(ReferentKind::Thing),
    };
    let (first, last) = syntax.doc.entity_at(head).map_or((head, head + 1), |entity| (entity.first, entity.last));
    let country = match kind {
        ReferentKind::Organisation => {
            let left = syntax.left_edge(first, first);
            known.country_in(left, last).or_else(|| known.place_in(left, last))
        }
        ReferentKind::Place => country_of_place(known, head),
        _ => country_behind(known, head, last),
    };
    let name = (kind != ReferentKind::Place).then(|| name_text(&syntax.doc, first, last));
    let sectors = if kind == ReferentKind::Organisation { sector_of_name(known, first, last) } else { None };
    Described {
        kind,
        identity: Identity { name, country, sectors: sectors.into_iter().collect(), ..Identity::default() },
    }
}

/// The sector that the words of a body's name show. What stands behind "of", "for" or "against", or in brackets, is what
/// the body cares for.
fn sector_of_name(known: &KnownWords<'_>, first: usize, last: usize) -> Option<Sector> {
    let (doc, bodies) = (&known.syntax.doc, &known.syntax.lexicon.grammar.bodies);
    let word = |token: usize| doc.word(token).to_lowercase();
    let is_end = |token: &usize| matches!(known.syntax.pos(*token), Pos::Adp) || matches!(doc.word(*token), "(" | ",");
    let end = (first + 1..last).find(is_end).unwrap_or(last);
    let of_stretch = |start: usize, end: usize| {
        (start..end).rev().find_map(|token| {
            let pair = token.checked_sub(1).filter(|before| *before >= start);
            let pair = pair.and_then(|before| bodies.sector(&format!("{} {}", word(before), word(token))));
            pair.or_else(|| bodies.sector(&word(token)))
        })
    };
    of_stretch(first, end).or_else(|| of_stretch(end, last))
}

/// "Springfield, Ruritania": the country stands behind the place.
fn country_of_place(known: &KnownWords<'_>, head: usize) -> Option<Country> {
    const BESIDE: &[Dep] = &[Dep::Appos, Dep::Npadvmod, Dep::Nmod];
    let behind = known.syntax.children_among(head, BESIDE).find_map(|token| known.name(token))?;
    behind.entry.country.filter(|_| behind.entry.kind == NameKind::Country)
}

/// Maximum length, in bytes, of an abbreviation with its full stop. The full stop of a longer last word ends the sentence.
const ABBREVIATION: usize = 4;

/// The text of a name in one line, without its article, its possessive ending, an unclosed bracket, and the full stop of the sentence.
pub(super) fn name_text(doc: &Doc, first: usize, last: usize) -> String {
    let text = doc.slice(first, last);
    let text = text.strip_prefix("the ").or_else(|| text.strip_prefix("The ")).unwrap_or(text);
    let text = text.strip_suffix("'s").or_else(|| text.strip_suffix("’s")).unwrap_or(text);
    let text = match text.rsplit_once('(') {
        Some((before, bracket)) if !bracket.contains(')') => before,
        _ => text,
    };
    let text = text.trim_end_matches([' ', ',']);
    let is_sentence_end = |word: &str| word.len() > ABBREVIATION && !word.trim_end_matches('.').contains('.');
    let stop = text.strip_suffix('.').filter(|text| text.rsplit(' ').next().is_some_and(is_sentence_end));
    let text = stop.unwrap_or(text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words for others than those before them: "US allies" are not of the United States.
pub(super) fn is_outsider(terms: &ActorTerms, words: &str) -> bool {
    terms.outsider.contains(words.strip_suffix('s').unwrap_or(words))
}
