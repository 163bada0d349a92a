//! The same person under several names: a short name, a name with a title, an entry of the list of people.

use std::iter;

use super::{
    known_names::{KnownNames, NamePart, inner_words},
    people::Named,
    sectors::OFFICES,
};
use crate::{
    lexicon::{ActorTables, Office, PersonEntry},
    model::{Identity, Sector},
};

/// One person of an article.
#[derive(Debug, Clone)]
pub(super) struct Person {
    /// The key of the longest name.
    key: String,
    /// The number of the first place where the person is named.
    first_seen: usize,
    /// What is known.
    pub identity: Identity,
}

/// The persons of an article, and who is meant at each place.
#[derive(Debug, Default)]
pub(super) struct Cast {
    pub persons: Vec<Person>,
    /// For every named place, the number of its person.
    pub of: Vec<usize>,
}

/// Sorts names into persons, and resolves each by the article first and the list second. The month is `YYYY-MM`.
pub(super) fn cast(named: &[Named], tables: &ActorTables, month: Option<&str>) -> Cast {
    let mut persons: Vec<Person> = Vec::new();
    let mut of = vec![usize::MAX; named.len()];
    let mut order: Vec<usize> = (0..named.len()).collect();
    order.sort_by_key(|number| named.get(*number).map_or(0, |name| usize::from(!name.key.contains(' '))));
    let mut known = KnownNames::default();
    for number in order {
        let Some(name) = named.get(number) else { continue };
        let person = find_person(&known, &persons, number, &name.key).unwrap_or_else(|| {
            persons.push(Person {
                key: name.key.clone(),
                first_seen: number,
                identity: Identity { name: Some(name.text.clone()), ..Identity::default() },
            });
            known.add(&name.key, number, persons.len() - 1);
            persons.len() - 1
        });
        if let Some(slot) = of.get_mut(number) {
            *slot = person;
        }
        let Some(found) = persons.get_mut(person) else { continue };
        let is_longer = name.key.len() > found.key.len() && name.key.contains(' ');
        if is_longer || number < found.first_seen {
            known.remove(&found.key, found.first_seen);
            found.first_seen = number.min(found.first_seen);
            if is_longer {
                found.key.clone_from(&name.key);
                found.identity.name = Some(name.text.clone());
            }
            known.add(&found.key, found.first_seen, person);
        }
    }
    for (number, name) in named.iter().enumerate() {
        let person = of.get(number).and_then(|person| persons.get_mut(*person));
        if let (Some(person), Some(introduction)) = (person, &name.introduction) {
            learn(&mut person.identity, introduction);
        }
    }
    for person in &mut persons {
        consult(person, tables, month);
    }
    Cast { persons, of }
}

/// Completes what is known of a person, and takes an office in place of what says less of the person.
fn learn(known: &mut Identity, other: &Identity) {
    if let (Some(own), Some(office)) = (known.sector(), other.sector())
        && yields(own, office)
    {
        known.sectors.clone_from(&other.sectors);
        if other.role.is_some() {
            known.role.clone_from(&other.role);
        }
    }
    known.complete_from(other);
}

/// Whether somebody of one sector is of another one if both are said: a general who is a minister is of the government.
const fn yields(own: Sector, office: Sector) -> bool {
    match own {
        Sector::Unk | Sector::Cvl => !matches!(office, Sector::Unk | Sector::Cvl),
        Sector::Pty | Sector::Opp => matches!(office, Sector::Gov | Sector::Leg),
        Sector::Mil => matches!(office, Sector::Gov | Sector::Leg | Sector::Cop | Sector::Spy),
        _ => false,
    }
}

/// The person that a name may mean: the same full name, or a part of it. Of several with one family name, the one whom the article
/// names first: "Floyd" stays George Floyd when his brother Philonise Floyd is named, in four of five cases of whole articles.
fn find_person(known: &KnownNames, persons: &[Person], number: usize, name: &str) -> Option<usize> {
    let fits = |places: &mut dyn Iterator<Item = NamePart>, fit: fn(&str, &str) -> bool| {
        let is_fit = |person: usize| persons.get(person).is_some_and(|person| fit(&person.key, name));
        places.filter_map(|place| known.earliest(place, is_fit)).min()
    };
    if let Some((_, person)) = fits(&mut iter::once(NamePart::whole(name)), |full, name| full == name) {
        return Some(person);
    }
    let first = name.split(' ').next().unwrap_or_default();
    let by_end = fits(&mut NamePart::of_alike(name), ends_alike);
    let by_start = fits(&mut iter::once(NamePart::first(first)), begins_alike);
    let by_inner = fits(&mut iter::once(NamePart::inner(name)), has_inside);
    // Who was named before is more likely than one whom only a later sentence names.
    let is_before = |(seen, _): &(usize, usize)| *seen <= number;
    let before = by_end.filter(is_before).or(by_start.filter(is_before)).or(by_inner.filter(is_before));
    before.or(by_end).or(by_start).map(|(_, person)| person)
}

/// "blinken" of "antony blinken", "antony j blinken" of "antony blinken".
fn ends_alike(full: &str, name: &str) -> bool {
    if full.strip_suffix(name).is_some_and(|rest| rest.ends_with(' '))
        || name.strip_suffix(full).is_some_and(|rest| rest.ends_with(' '))
    {
        return true;
    }
    let mut left = full.split(' ');
    let mut right = name.split(' ');
    let (first, other) = (left.next(), right.next());
    match (left.next_back(), right.next_back()) {
        (Some(last), Some(other_last)) => last == other_last && first == other,
        _ => false,
    }
}

/// "xi" of "xi jinping", "ana maria" of "ana maria ruiz": a family name that stands first, or a name without its end.
fn begins_alike(full: &str, name: &str) -> bool {
    full.strip_prefix(name).is_some_and(|rest| rest.starts_with(' '))
        || full.contains(' ') && name.strip_prefix(full).is_some_and(|rest| rest.starts_with(' '))
}

/// "chan" of "paul chan mo po", "perez" of "ana perez soto": a family name that stands between others.
fn has_inside(full: &str, name: &str) -> bool {
    inner_words(full).any(|word| word == name)
}

/// The list of people fills what the article does not say. Of a full name, its office goes before what says less of the person.
fn consult(person: &mut Person, tables: &ActorTables, month: Option<&str>) {
    let is_whole = person.key.contains(' ');
    let Some((entry, office)) = listed(&person.key, tables, month) else { return };
    if person.identity.country.is_some() && person.identity.country != office.country {
        return;
    }
    let identity = identity_of(entry, office, tables, month);
    // The long list is unchecked: its office of a party politician may be a former or a local one.
    let is_of_party = matches!(person.identity.sector(), Some(Sector::Pty | Sector::Opp));
    let is_weaker = office.is_from_list() && (is_of_party || identity.sector() == Some(Sector::Eli));
    if is_whole && !is_weaker {
        learn(&mut person.identity, &identity);
    } else {
        person.identity.complete_from(&identity);
    }
    if !is_whole {
        person.identity.name = Some(entry.name.to_string());
    }
}

/// What the list of people says of a name without any article.
pub(super) fn from_list(name: &str, tables: &ActorTables, month: Option<&str>) -> Option<Identity> {
    let (entry, office) = listed(name, tables, month)?;
    Some(identity_of(entry, office, tables, month))
}

fn identity_of(entry: &PersonEntry, office: &Office, tables: &ActorTables, month: Option<&str>) -> Identity {
    let (name, sectors) = (Some(entry.name.to_string()), sectors_at(office, entry, tables, month));
    Identity { name, country: office.country, sectors, ..Identity::default() }
}

/// The article that Arabic family names begin with: "Al-Sisi" is a last name as "Sisi" is.
const ARTICLES: &[&str] = &["al", "el"];

/// The entry of a full name, or the only one that a last name can mean at that time, with the office that counts.
fn listed<'a>(name: &str, tables: &'a ActorTables, month: Option<&str>) -> Option<(&'a PersonEntry, &'a Office)> {
    let words: Vec<&str> = name.split(' ').collect();
    let surname = match words.as_slice() {
        [article, surname] if ARTICLES.contains(article) => Some(*surname),
        [surname] => Some(*surname),
        _ => None,
    };
    if words.len() > 1 && (surname.is_none() || tables.person(name).is_some()) {
        let short = [words.first().copied().unwrap_or_default(), words.last().copied().unwrap_or_default()].join(" ");
        let spelled = || tables.person_spelled(name);
        let entry = tables.person(name).or_else(spelled).or_else(|| tables.person(&short))?;
        return Some((entry, office_at(entry, month)?));
    }
    let candidates: Vec<(&PersonEntry, &Office)> = tables
        .people_by_surname(surname.unwrap_or(name))
        .chain(tables.person(name))
        .filter_map(|entry| Some((entry, office_at(entry, month)?)))
        .filter(|(_, office)| is_current(office, month))
        .collect();
    let (entry, office) = candidates.first().copied()?;
    let agree = candidates.iter().all(|(_, other)| other.country == office.country && other.sector == office.sector);
    agree.then_some((entry, office))
}

/// The office held in a month, else the last one before it, else the first; of several held at once the latest begun.
fn office_at<'a>(entry: &'a PersonEntry, month: Option<&str>) -> Option<&'a Office> {
    let Some(month) = month else { return entry.offices.last() };
    let held = entry.offices.iter().rfind(|office| is_current(office, Some(month)));
    held.or_else(|| entry.offices.iter().rfind(|office| office.from.as_str() <= month)).or(entry.offices.first())
}

fn is_current(office: &Office, month: Option<&str>) -> bool {
    match month {
        Some(month) => office.from.as_str() <= month && (office.to.is_empty() || month <= office.to.as_str()),
        None => office.to.is_empty(),
    }
}

/// The sector of an office at a time: none before the office, elite after it. For people of the long list, elite ends after five years.
/// At an unknown time, a recent office counts as held: its holder is in the news more often than a former one.
fn sectors_at(office: &Office, entry: &PersonEntry, tables: &ActorTables, month: Option<&str>) -> Vec<Sector> {
    let has_begun = month.is_none_or(|month| entry.offices.iter().any(|office| office.from.as_str() <= month));
    if !has_begun {
        return Vec::new();
    }
    let is_over = match month {
        Some(_) => !is_current(office, month),
        None => !office.to.is_empty() && office.to.as_str() < tables.recent(),
    };
    // A minister of long ago is in the news for another reason.
    if is_over && office.is_from_list() && month.is_none_or(|month| office.is_long_over(month)) {
        return Vec::new();
    }
    let sector = office.sector.map(|sector| if is_over && OFFICES.contains(&sector) { Sector::Eli } else { sector });
    sector.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Country;

    fn named(text: &str, introduction: Option<Identity>) -> Named {
        Named { first: 0, last: 1, head: 0, text: text.into(), key: crate::lexicon::key(text), introduction }
    }

    fn minister(country: &str) -> Identity {
        let country = Country::from_code(country);
        Identity {
            name: None,
            country,
            sectors: vec![Sector::Gov],
            role: Some("minister".into()),
            ..Identity::default()
        }
    }

    /// Country and sector of a person.
    fn code(person: &Person) -> Option<String> {
        person.identity.actor_code()
    }

    #[test]
    fn short_names_join_the_full_one_even_from_a_headline() {
        let tables = ActorTables::embedded().unwrap();
        let names = [named("Orlova", None), named("Vera Orlova", Some(minister("LVA"))), named("Orlova", None)];
        let cast = cast(&names, &tables, None);
        assert_eq!(cast.of, [0, 0, 0]);
        assert_eq!(code(&cast.persons[0]).as_deref(), Some("LVAGOV"));
        assert_eq!(cast.persons[0].identity.name.as_deref(), Some("Vera Orlova"));
    }

    #[test]
    fn of_two_with_one_surname_the_first_named_is_meant() {
        let tables = ActorTables::embedded().unwrap();
        let names =
            [named("Ana Ruzova", None), named("Ruzova", None), named("Petr Ruzova", None), named("Ruzova", None)];
        assert_eq!(cast(&names, &tables, None).of, [0, 0, 1, 0]);
    }

    #[test]
    fn the_article_outranks_the_list_and_the_list_knows_when() {
        let tables = ActorTables::embedded().unwrap();
        let by_article = cast(&[named("Angela Merkel", Some(minister("AUT")))], &tables, Some("2015-03"));
        assert_eq!(code(&by_article.persons[0]).as_deref(), Some("AUTGOV"));
        let then = cast(&[named("Angela Merkel", None)], &tables, Some("2015-03"));
        assert_eq!(then.persons[0].identity.sectors, [Sector::Gov]);
        let later = cast(&[named("Merkel", None), named("Angela Merkel", None)], &tables, Some("2023-03"));
        assert_eq!(later.persons[0].identity.sectors, [Sector::Eli]);
    }

    #[test]
    fn at_an_unknown_time_a_recent_office_is_held() {
        let tables = ActorTables::embedded().unwrap();
        for (name, expected) in [("Joe Biden", "USAGOV"), ("Tony Blair", "GBRELI"), ("Barack Obama", "USAELI")] {
            let cast = cast(&[named(name, None)], &tables, None);
            assert_eq!(code(&cast.persons[0]).as_deref(), Some(expected), "{name}");
        }
    }

    #[test]
    fn a_last_name_with_its_article_is_looked_up_as_one_without() {
        let tables = ActorTables::embedded().unwrap();
        for name in ["Al-Sisi", "el-Sisi", "Sisi"] {
            let cast = cast(&[named(name, None)], &tables, Some("2020-05"));
            assert_eq!(code(&cast.persons[0]).as_deref(), Some("EGYGOV"), "{name}");
        }
    }

    /// The person whom comparing a name with all persons finds.
    fn one_by_one(persons: &[Person], number: usize, name: &str) -> Option<usize> {
        let fits = |fit: fn(&str, &str) -> bool| {
            let fitting = persons.iter().enumerate().filter(|(_, person)| fit(&person.key, name));
            fitting.min_by_key(|(_, person)| person.first_seen)
        };
        let alike = [fits(ends_alike), fits(begins_alike)];
        let mut all = alike.into_iter().chain([fits(has_inside)]).flatten();
        let before = all.find(|(_, person)| person.first_seen <= number);
        let found = fits(|full, name| full == name).or(before).or(alike.into_iter().flatten().next());
        found.map(|(index, _)| index)
    }

    #[test]
    fn who_is_looked_up_is_whom_comparing_all_names_finds() {
        const WORDS: &[&str] = &["ana", "ruiz", "li", "van", "kask", "ruizova"];
        let names: Vec<String> = (0..WORDS.len().pow(3))
            .map(|number| {
                let mut words = vec![WORDS[number % 6], WORDS[number / 6 % 6], WORDS[number / 36]];
                words.truncate(1 + number % 3);
                words.join(" ")
            })
            .collect();
        let (mut known, mut persons) = (KnownNames::default(), Vec::new());
        for (number, name) in names.iter().enumerate() {
            for at in [number / 2, number, 2 * number] {
                assert_eq!(find_person(&known, &persons, at, name), one_by_one(&persons, at, name), "{name} {at}");
            }
            known.add(name, number, persons.len());
            persons.push(Person { key: name.clone(), first_seen: number, identity: Identity::default() });
            if number % 5 == 0 {
                let longer = format!("{name} {}", WORDS[number % 4]);
                known.remove(name, number);
                known.add(&longer, number, persons.len() - 1);
                persons.last_mut().unwrap().key = longer;
            }
        }
    }
}
