//! Persons by name: where they stand, and how the article introduces them.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::{
    names::{Found, KnownWords, starts_upper},
    persons::from_list,
    titles::{describe, name_text, title},
};
use crate::{
    extract::syntax::{Dep, EntityLabel},
    lexicon::{NameEntry, NameKind, RoleEntry, key},
    model::{CountrySource, Identity, Pos, ReferentKind, Sector},
};

/// One place where a person is named.
#[derive(Debug, Clone)]
pub(super) struct Named {
    /// The first token of the name, without title.
    pub first: usize,
    /// The token behind its last one.
    pub last: usize,
    /// The token of the name that heads its phrase.
    pub head: usize,
    /// The name as written.
    pub text: String,
    /// Its key.
    pub key: String,
    /// What the words around it say of the person.
    pub introduction: Option<Identity>,
}

type Role<'a> = Found<'a, RoleEntry>;

/// Titles are looked for this far before a name, in tokens.
const TITLE_REACH: usize = 12;

/// The letters that a part of a name has at least that stands for the whole.
const SHORTEST_PART: usize = 3;

/// No name has more tokens.
const LONGEST_NAME: usize = 8;

/// A name that only its title gives away has no more tokens.
const LONGEST_TITLED: usize = 6;

/// All persons that are named, in order.
pub(super) fn persons(known: &KnownWords<'_>) -> Vec<Named> {
    let mut found: Vec<Named> = Vec::new();
    let mut token = 0;
    while token < known.syntax.doc.len() {
        match person_from(known, token) {
            Some((first, last)) if first < last => {
                found.push(named_person(known, first, last));
                token = last;
            }
            _ => token += 1,
        }
    }
    add_short_names(known, &mut found);
    found
}

/// The last or first names of persons who were named in full or hold an office, where the name recogniser saw something else.
fn add_short_names(known: &KnownWords<'_>, found: &mut Vec<Named>) {
    let doc = &known.syntax.doc;
    let parts = |part: fn(&str) -> Option<&str>| -> FxHashSet<String> {
        let parts = found.iter().filter_map(|name| part(&name.key));
        parts.filter(|part| part.chars().count() >= SHORTEST_PART).map(str::to_owned).collect()
    };
    let surnames = parts(|name| name.rsplit_once(' ').map(|(_, last)| last));
    let given_names = parts(|name| name.split_once(' ').map(|(first, _)| first));
    let mut taken = vec![false; doc.len()];
    for name in found.iter() {
        taken.iter_mut().take(name.last).skip(name.first).for_each(|slot| *slot = true);
    }
    for token in 0..doc.len() {
        let is_free = taken.get(token).is_some_and(|taken| !taken) && known.role(token).is_none();
        let is_longer_name = known.name(token).is_some_and(|name| name.last - name.first > 1);
        let is_named = || {
            let word = key(doc.word(token));
            let is_surname = || surnames.contains(&word);
            let is_given_name = || given_names.contains(&word) && may_be_given_name_alone(known, token);
            doc.pos(token) == Pos::Propn && (is_surname() || is_given_name()) || is_office_holder(known, token)
        };
        if is_free && !is_longer_name && is_named() {
            found.push(named_person(known, token, token + 1));
        }
    }
    found.sort_by_key(|name| name.first);
}

/// Whether a capitalised word stands alone, so that it may be somebody's given name: "Abiy said".
fn may_be_given_name_alone(known: &KnownWords<'_>, token: usize) -> bool {
    let syntax = known.syntax;
    let entity = syntax.doc.entity_at(token);
    let is_alone = entity.is_none_or(|entity| entity.last - entity.first == 1)
        && syntax.children_among(token, &[Dep::Compound, Dep::Flat, Dep::Det]).next().is_none();
    is_alone
        && starts_upper(syntax.doc.word(token))
        && !syntax.dep(token).is_premodifier()
        && known.name(token).is_none()
}

/// "Erdogan" alone, which the name recogniser takes for a place: one who holds an office at the time, where no place, body
/// or longer name has that name.
fn is_office_holder(known: &KnownWords<'_>, token: usize) -> bool {
    use EntityLabel::{Nationality, Organisation, Place};
    let syntax = known.syntax;
    let Some(entity) = syntax.doc.entity_at(token) else { return false };
    let stands_alone = entity.last - entity.first == 1
        && matches!(syntax.entity(token), Some(Place | Organisation | Nationality))
        && !syntax.dep(token).is_premodifier();
    stands_alone
        && matches!(syntax.pos(token), Pos::Propn | Pos::Noun)
        && starts_upper(syntax.doc.word(token))
        && known.name(token).is_none()
        && known.month.is_some()
        && from_list(&key(syntax.doc.word(token)), known.tables, known.month).is_some()
}

/// The name that begins at a token: by the name recogniser, by the list of people, or behind a title.
fn person_from(known: &KnownWords<'_>, token: usize) -> Option<(usize, usize)> {
    let syntax = known.syntax;
    let recognised = syntax
        .doc
        .entity_at(token)
        .filter(|entity| syntax.is_in_person(token) && entity.first == token)
        .and_then(|entity| trimmed(known, entity.first, entity.last));
    match (listed(known, token), recognised) {
        (Some(listed), Some(recognised)) if recognised.1 > listed.1 => Some(recognised),
        (listed, recognised) => {
            listed.or(recognised).or_else(|| titled(known, token)).or_else(|| described(known, token))
        }
    }
}

/// A recognised name without titles before and an ending behind it; none where the tables know it as something else.
fn trimmed(known: &KnownWords<'_>, mut first: usize, mut last: usize) -> Option<(usize, usize)> {
    let doc = &known.syntax.doc;
    // "Wang's Weibo" is no name: it ends before the first possessive.
    last = (first..last).find(|token| matches!(doc.word(*token), "'s" | "’s")).unwrap_or(last);
    let is_ending = |token: usize| {
        matches!(doc.word(token), "'s" | "’s" | "'" | "’") || doc.pos(token) == Pos::Punct && doc.word(token) != "."
    };
    while last > first && is_ending(last - 1) {
        last -= 1;
    }
    while first < last {
        match known.role(first).filter(|role| role.last <= last && role.entry.is_title) {
            Some(role) if role.last < last || known.role_before(first).is_some() => first = role.last,
            _ => break,
        }
    }
    while last > first + 1 && is_courtesy(known, first) {
        first += 1;
    }
    // "Kenyan Florence Maple": the word for a people is not part of the name.
    if let Some(people) = known.name(first).filter(|name| name.first == first && is_people(name))
        && people.last + 1 < last
    {
        first = people.last;
    }
    if known.name(first).is_some_and(|name| name.first <= first && name.last >= last) {
        return None;
    }
    // A surname alone is recognised where the given name was not: another given name is another person.
    while last > first && first > 0 && is_given_name(known, first - 1, first..last) {
        first -= 1;
    }
    let is_name = (first..last).any(|token| starts_upper(doc.word(token)))
        && !doc.slice(first, last).contains(|letter: char| letter.is_ascii_digit());
    let is_nominal = (first..last).any(|token| matches!(doc.pos(token), Pos::Propn | Pos::Noun | Pos::X | Pos::Adj));
    (is_name && last - first <= LONGEST_NAME && is_nominal).then_some((first, last))
}

/// "Mr", "Dr", "His Excellency": a word of politeness before a name, which says nothing of the person.
fn is_courtesy(known: &KnownWords<'_>, token: usize) -> bool {
    let word = known.syntax.doc.word(token);
    starts_upper(word) && known.terms().courtesy.contains(&key(word))
}

/// A capitalised word before a name that the parser takes for a part of it, and that nothing else knows.
fn is_given_name(known: &KnownWords<'_>, token: usize, name: Range<usize>) -> bool {
    let syntax = known.syntax;
    syntax.pos(token) == Pos::Propn
        && starts_upper(syntax.doc.word(token))
        && syntax.dep(token) == Dep::Compound
        && name.contains(&syntax.head(token))
        && known.role(token).is_none()
        && known.name(token).is_none()
        && !is_courtesy(known, token)
        && syntax.doc.entity_at(token).is_none()
        && syntax.doc.sentence_of(token) == syntax.doc.sentence_of(name.start)
}

/// "Florence Maple, a singer", "the director, Florence Maple", "farmer Florence Maple": two or three capitalised words, described
/// as an ordinary person or one who holds an office, which the name recogniser took for a body or place.
fn described(known: &KnownWords<'_>, first: usize) -> Option<(usize, usize)> {
    use EntityLabel::{Facility, Organisation, Place};
    let syntax = known.syntax;
    let entity = syntax.doc.entity_at(first).filter(|entity| (entity.first..entity.last).contains(&first))?;
    let last = entity.last;
    let is_taken_for_other = matches!(syntax.entity(first), Some(Organisation | Place | Facility));
    let is_name = is_taken_for_other
        && (2..=3).contains(&(last - first))
        && (first..last).all(|token| {
            syntax.pos(token) == Pos::Propn && starts_upper(syntax.doc.word(token)) && known.role(token).is_none()
        });
    if !is_name || known.name(first).is_some_and(|name| name.last >= last) || is_of_body(known, first..last) {
        return None;
    }
    let head = syntax.head_of(first..last).unwrap_or(last - 1);
    let is_introduced = entity.first == first && {
        let above = (syntax.dep(head) == Dep::Appos).then(|| syntax.head(head));
        let mut nouns = syntax.children_by(head, Dep::Appos).chain(above);
        nouns.any(|noun| is_one_person(known, noun))
    };
    let is_after_noun = || known.role_before(first).is_some_and(|role| is_one_person(known, role.last - 1));
    (is_introduced || is_after_noun()).then_some((first, last))
}

/// Whether a noun means one person, by an office or by what the person does.
fn is_one_person(known: &KnownWords<'_>, noun: usize) -> bool {
    let is_singular = !known.syntax.tag(noun).is_plural_noun();
    let role = known.role(noun).filter(|_| is_singular);
    role.is_some_and(|role| {
        let is_title = role.entry.is_title && !known.terms().headship.contains(&known.role_key(role));
        is_title || role.entry.sector == Some(Sector::Cvl) || is_doer(&key(known.syntax.doc.word(noun)))
    })
}

/// Whether a noun of the tables has the ending of one who does something: "trader", "activist".
fn is_doer(noun: &str) -> bool {
    const ENDINGS: &[&str] = &["er", "or", "ist", "man", "woman", "ian"];
    ENDINGS.iter().any(|ending| noun.ends_with(ending))
}

/// Whether a word in a name is one of the names of bodies: "Florence Maple Foundation".
fn is_of_body(known: &KnownWords<'_>, mut name: Range<usize>) -> bool {
    let bodies = &known.syntax.lexicon.grammar.bodies;
    name.any(|token| bodies.sector(&known.syntax.doc.word(token).to_lowercase()).is_some())
}

/// Two to eight tokens that the list of people has as a full name.
fn listed(known: &KnownWords<'_>, first: usize) -> Option<(usize, usize)> {
    let doc = &known.syntax.doc;
    if !starts_upper(doc.word(first)) || doc.pos(first) != Pos::Propn {
        return None;
    }
    let end = doc.sentences().get(doc.sentence_of(first)).map_or(doc.len(), |sentence| sentence.end);
    (first + 2..=(first + LONGEST_NAME).min(end)).rev().find_map(|last| {
        let text = doc.slice(first, last);
        let is_listed = |name: &str| known.tables.person(name).or_else(|| known.tables.person_spelled(name)).is_some();
        let is_name = !text.ends_with(['\'', '’']) && !text.ends_with("'s") && is_listed(&key(text));
        is_name.then_some((first, last))
    })
}

/// A capitalised name behind a title or a word of politeness, which the name recogniser missed.
fn titled(known: &KnownWords<'_>, first: usize) -> Option<(usize, usize)> {
    use EntityLabel::{Date, Event, Law, Place};
    let (syntax, doc) = (known.syntax, &known.syntax.doc);
    let is_after_title = || {
        let title = known.role_before(first).filter(|role| role.entry.is_title);
        title.is_some_and(|role| !syntax.tag(role.last - 1).is_plural_noun())
    };
    let is_after_courtesy = || first.checked_sub(1).is_some_and(|before| is_courtesy(known, before));
    let is_name =
        |token: usize| doc.pos(token) == Pos::Propn && starts_upper(doc.word(token)) && known.role(token).is_none();
    if !is_name(first) || is_courtesy(known, first) || !(is_after_title() || is_after_courtesy()) {
        return None;
    }
    let is_known_otherwise =
        known.name(first).is_some_and(|name| name.entry.kind != NameKind::Organisation || name.last - name.first > 1);
    let is_other_entity = matches!(syntax.entity(first), Some(Date | Place | Event | Law))
        && doc.entity_at(first).is_some_and(|entity| entity.first >= first);
    if is_known_otherwise || is_other_entity {
        return None;
    }
    let end = doc.sentences().get(doc.sentence_of(first)).map_or(doc.len(), |sentence| sentence.end);
    let is_link =
        |token: usize| known.terms().name_link.contains(doc.word(token)) && token + 1 < end && is_name(token + 1);
    let last = (first..end).find(|token| !is_name(*token) && !is_link(*token)).unwrap_or(end);
    Some((first, last.min(first + LONGEST_TITLED)))
}

fn named_person(known: &KnownWords<'_>, first: usize, last: usize) -> Named {
    let head = known.syntax.head_of(first..last).unwrap_or(last - 1);
    let text = name_text(&known.syntax.doc, first, last);
    let introduction = introduction(known, first, last, head);
    Named { first, last, head, key: key(&text), text, introduction }
}

/// "US Secretary of State X"; "X, the Russian foreign minister"; "the Russian foreign minister, X"; "X is president of …".
fn introduction(known: &KnownWords<'_>, first: usize, last: usize, head: usize) -> Option<Identity> {
    let introduction = match (title_before(known, first), apposition(known, first, last, head)) {
        (Some(mut title), Some(beside)) => {
            title.complete_from(&beside);
            Some(title)
        }
        (title, beside) => title.or(beside),
    };
    introduction.map(|found| Identity { country_from: CountrySource::Apposition, ..found })
}

fn title_before(known: &KnownWords<'_>, first: usize) -> Option<Identity> {
    let doc = &known.syntax.doc;
    let mut right = first;
    while right > 0 && (matches!(doc.word(right - 1), "-" | "“" | "\"") || is_courtesy(known, right - 1)) {
        right -= 1;
    }
    // A title stands in the sentence of the name, not in the headline before.
    if right == 0 || doc.sentence_of(right - 1) != doc.sentence_of(first) {
        return None;
    }
    // "told the court Ms Maple had left": a body before a name is no title, nor are several.
    let is_one = |role: &Role<'_>| {
        !is_of_body(known, role.last - 1..role.last) && !known.syntax.tag(role.last - 1).is_plural_noun()
    };
    let is_title = |role: &Role<'_>| role.entry.is_title || is_one(role);
    match known.role_before(right) {
        Some(role) if is_title(&role) => Some(title(known, start_of_title(known, right), right)),
        Some(_) => None,
        None => office_of_field(known, right).or_else(|| whose_countryman(known, right)),
    }
}

/// "Kenyan X", "Kenya's X", "Nairobi's X": the country of a person by what stands right before the name.
fn whose_countryman(known: &KnownWords<'_>, right: usize) -> Option<Identity> {
    use NameKind::{Capital, Country, Place};
    let word = known.syntax.doc.word(right.checked_sub(1)?);
    let is_possessive = matches!(word, "'s" | "’s" | "'" | "’");
    let end = if is_possessive { right - 1 } else { right };
    let before = known.name(end.checked_sub(1)?).filter(|name| name.last == end)?;
    let is_whose =
        if is_possessive { matches!(before.entry.kind, Country | Capital | Place) } else { is_people(&before) };
    let country = before.entry.country.filter(|_| is_whose)?;
    Some(Identity { country: Some(country), ..Identity::default() })
}

/// Whether a name is that of a people, as an adjective or as a noun for one of it: "Kenyan".
fn is_people(name: &Found<'_, NameEntry>) -> bool {
    name.entry.kind == NameKind::Nationality
}

/// Where the title begins whose last word is the one before a token.
fn start_of_title(known: &KnownWords<'_>, right: usize) -> usize {
    let doc = &known.syntax.doc;
    let sentence = doc.sentence_of(right.saturating_sub(1));
    let before = (right.saturating_sub(TITLE_REACH)..right).rev();
    let words = before.take_while(|token| doc.sentence_of(*token) == sentence && is_title_word(known, *token));
    words.last().unwrap_or(right)
}

/// "Minister of Trade and Industry X", "Secretary for Housing X": an office with a field that no table has, before a name.
fn office_of_field(known: &KnownWords<'_>, right: usize) -> Option<Identity> {
    let (syntax, doc) = (known.syntax, &known.syntax.doc);
    let end = right.checked_sub(1)?;
    let is_noun = |token: usize| matches!(syntax.pos(token), Pos::Propn | Pos::Noun | Pos::Adj);
    let is_in_field = |token: &usize| {
        let is_link = matches!(doc.word(*token), "of" | "for" | "and" | "&" | "," | "the");
        doc.sentence_of(*token) == doc.sentence_of(end) && (is_link || is_noun(*token))
    };
    let start = (right.saturating_sub(TITLE_REACH)..right).rev().take_while(is_in_field).last()?;
    let office = (start..end).rev().find_map(|token| {
        let role = known.role(token).filter(|role| role.last == token + 1 && role.entry.is_title)?;
        let is_the = role.last + 1 < right && doc.word(role.last + 1) == "the";
        let field = role.last + 1 + usize::from(is_the);
        let has_field = field < right && starts_upper(doc.word(field)) && is_noun(field);
        (matches!(doc.word(role.last), "of" | "for") && has_field).then_some(role)
    })?;
    let mut identity = title(known, start_of_title(known, office.last), office.last);
    let body = known.body_in(office.last, right).map(|body| body.entry);
    identity.take_country(known.country_in(office.last, right), CountrySource::Name);
    identity.take_country(body.and_then(|body| body.country), CountrySource::Name);
    if let Some(body) = body.filter(|body| identity.sectors.is_empty() && !body.sectors.is_empty()) {
        identity.sectors.clone_from(&body.sectors);
    }
    is_noun(end).then_some(identity)
}

/// Whether a word may stand in a title before a name.
fn is_title_word(known: &KnownWords<'_>, token: usize) -> bool {
    let syntax = known.syntax;
    if known.name(token).is_some() || known.role(token).is_some() {
        return true;
    }
    let word = syntax.doc.word(token);
    match syntax.pos(token) {
        Pos::Propn | Pos::Noun | Pos::Adj => {
            !matches!(syntax.dep(token), Dep::Dobj | Dep::Nsubj | Dep::NsubjPass | Dep::Attr)
        }
        Pos::Part => matches!(word, "'s" | "’s" | "'" | "’"),
        Pos::Adp => word == "of",
        Pos::Punct => matches!(word, "-" | "(" | ")"),
        _ => known.terms().former.contains(&word.to_lowercase()),
    }
}

/// A noun beside the name that says who it is.
fn apposition(known: &KnownWords<'_>, first: usize, last: usize, head: usize) -> Option<Identity> {
    let syntax = known.syntax;
    let above = syntax.head(head);
    // "Ruiz and a rebel, a Ruritanian leader": the apposition is that of the last member.
    let end = syntax.children_by(head, Dep::Conj).find(|member| *member >= last).unwrap_or(syntax.doc.len());
    let mut nouns: Vec<usize> =
        syntax.children_by(head, Dep::Appos).filter(|token| (last..end).contains(token)).collect();
    if matches!(syntax.dep(head), Dep::Appos | Dep::Nmod | Dep::Flat) && above < first {
        nouns.push(above);
        // "the minister of Ruritania, X": the parser may hang the name on the country.
        if syntax.dep(above) == Dep::Pobj {
            nouns.push(syntax.head(syntax.head(above)));
        }
    }
    if syntax.dep(head) == Dep::Nsubj && matches!(syntax.doc.word(above), "is" | "'s") {
        nouns.extend(syntax.children_by(above, Dep::Attr));
    }
    nouns.into_iter().find_map(|noun| {
        if known.role(noun).is_none() {
            return countryman(known, noun);
        }
        let described = describe(known, noun);
        let is_one = described.identity.role.is_some() || !syntax.tag(noun).is_plural_noun();
        let is_described = described.kind == ReferentKind::Group && described.identity.name.is_none() && is_one;
        is_described.then_some(described.identity)
    })
}

/// "X, a Ruritanian novelist": a noun that no table knows still says whose countryman somebody is.
fn countryman(known: &KnownWords<'_>, noun: usize) -> Option<Identity> {
    let is_one = known.syntax.pos(noun) == Pos::Noun && !known.syntax.tag(noun).is_plural_noun();
    let country = known.country_before(noun).filter(|_| is_one)?;
    Some(Identity { country: Some(country), ..Identity::default() })
}
