//! The same person under several names: a short name, a name with a title, an entry of the list of people.

use std::iter;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::{
    known_names::{KnownNames, Place},
    people::Named,
    profile::Profile,
};
use crate::{
    lexicon::{ActorTables, Office, PersonEntry},
    model::MentionKind,
};

/// Sectors of an office: who leaves it is one of the elite.
const OFFICES: &[&str] = &["GOV", "LEG", "MIL", "JUD", "COP", "SPY"];

/// One person of an article.
#[derive(Debug, Clone)]
pub(super) struct Person {
    /// The key of the longest name.
    key: String,
    /// The number of the first place where the person is named.
    first_seen: usize,
    /// What is known.
    pub profile: Profile,
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
                profile: Profile { name: Some(name.text.clone()), ..Profile::unknown(MentionKind::Person) },
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
                found.profile.name = Some(name.text.clone());
            }
            known.add(&found.key, found.first_seen, person);
        }
    }
    for (number, name) in named.iter().enumerate() {
        let person = of.get(number).and_then(|person| persons.get_mut(*person));
        if let (Some(person), Some(introduction)) = (person, &name.introduction) {
            learn(&mut person.profile, introduction);
        }
    }
    for person in &mut persons {
        consult(person, tables, month);
    }
    Cast { persons, of }
}

/// The person that a name may mean: the same full name, or a part of it; of several, the last one named before.
fn find_person(known: &KnownNames, persons: &[Person], number: usize, name: &str) -> Option<usize> {
    let fits = |places: &mut dyn Iterator<Item = Place>, fit: fn(&str, &str) -> bool| {
        let is_fit = |person: usize| persons.get(person).is_some_and(|person| fit(&person.key, name));
        let found = places.filter_map(|place| known.nearest(place, number, is_fit));
        let rank = |seen: usize| (seen <= number, if seen <= number { seen } else { usize::MAX - seen });
        found.max_by_key(|(seen, _)| rank(*seen)).map(|(_, person)| person)
    };
    fits(&mut iter::once(Place::whole(name)), |full, name| full == name)
        .or_else(|| fits(&mut Place::of_alike(name), ends_alike))
        .or_else(|| fits(&mut iter::once(Place::first(name)), begins_alike))
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

/// "xi" of "xi jinping": a family name that stands first.
fn begins_alike(full: &str, name: &str) -> bool {
    !name.contains(' ') && full.strip_prefix(name).is_some_and(|rest| rest.starts_with(' '))
}

/// What is told first stays; what is told later fills the gaps.
fn learn(profile: &mut Profile, told: &Profile) {
    if profile.country.is_none() {
        profile.country.clone_from(&told.country);
    }
    if profile.sectors.is_empty() {
        profile.sectors.clone_from(&told.sectors);
    }
    if profile.role.is_none() {
        profile.role.clone_from(&told.role);
    }
}

/// The list of people fills what the article does not tell.
fn consult(person: &mut Person, tables: &ActorTables, month: Option<&str>) {
    if person.profile.country.is_some() && !person.profile.sectors.is_empty() && person.key.contains(' ') {
        return;
    }
    let Some((entry, office)) = listed(&person.key, tables, month) else { return };
    let told = Profile {
        country: Some(office.country.clone()),
        sectors: sectors_at(office, entry, month),
        ..Profile::unknown(MentionKind::Person)
    };
    if person.profile.country.as_ref().is_some_and(|country| *country != office.country) {
        return;
    }
    learn(&mut person.profile, &told);
    if !person.key.contains(' ') {
        person.profile.name = Some(entry.name.to_string());
    }
}

/// What the list of people says of a name without any article.
pub(super) fn from_list(name: &str, tables: &ActorTables, month: Option<&str>) -> Option<Profile> {
    let (entry, office) = listed(name, tables, month)?;
    Some(Profile {
        name: Some(entry.name.to_string()),
        country: Some(office.country.clone()),
        sectors: sectors_at(office, entry, month),
        ..Profile::unknown(MentionKind::Person)
    })
}

/// The entry of a full name, or the only one that a last name can mean at that time, with the office that counts.
fn listed<'a>(name: &str, tables: &'a ActorTables, month: Option<&str>) -> Option<(&'a PersonEntry, &'a Office)> {
    let words: Vec<&str> = name.split(' ').collect();
    if words.len() > 1 {
        let short = [words.first().copied().unwrap_or_default(), words.last().copied().unwrap_or_default()].join(" ");
        let entry = tables.person(name).or_else(|| tables.person(&short))?;
        return Some((entry, office_at(entry, month)?));
    }
    let candidates: Vec<(&PersonEntry, &Office)> = tables
        .people_by_surname(name)
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

/// The sector of an office at a time: before it nothing is known, after it the person is one of the elite.
fn sectors_at(office: &Office, entry: &PersonEntry, month: Option<&str>) -> Vec<SmolStr> {
    let has_begun = month.is_none_or(|month| entry.offices.iter().any(|office| office.from.as_str() <= month));
    if !has_begun {
        return Vec::new();
    }
    if !is_current(office, month) && OFFICES.contains(&office.sector.as_str()) {
        return vec![SmolStr::new_static("ELI")];
    }
    vec![office.sector.clone()]
}

/// Groups and bodies that the article named with their country, for later mentions without one.
#[derive(Debug, Default)]
pub(super) struct Antecedents {
    countries: FxHashMap<String, Vec<SmolStr>>,
}

impl Antecedents {
    /// Remembers that words were used for something of a country.
    pub(super) fn note(&mut self, words: &str, country: &SmolStr) {
        let countries = self.countries.entry(words.to_owned()).or_default();
        if !countries.contains(country) {
            countries.push(country.clone());
        }
    }

    /// The country, where the words were used for no other so far.
    pub(super) fn country(&self, words: &str) -> Option<SmolStr> {
        match self.countries.get(words).map(Vec::as_slice) {
            Some([country]) => Some(country.clone()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str, introduction: Option<Profile>) -> Named {
        Named { first: 0, last: 1, head: 0, text: text.into(), key: crate::lexicon::key(text), introduction }
    }

    fn minister(country: &'static str) -> Profile {
        Profile {
            kind: MentionKind::Person,
            name: None,
            country: Some(SmolStr::new_static(country)),
            sectors: vec![SmolStr::new_static("GOV")],
            role: Some("minister".into()),
        }
    }

    #[test]
    fn short_names_join_the_full_one_even_from_a_headline() {
        let tables = ActorTables::embedded().unwrap();
        let names = [named("Orlova", None), named("Vera Orlova", Some(minister("LVA"))), named("Orlova", None)];
        let cast = cast(&names, &tables, None);
        assert_eq!(cast.of, [0, 0, 0]);
        assert_eq!(cast.persons[0].profile.country.as_deref(), Some("LVA"));
        assert_eq!(cast.persons[0].profile.name.as_deref(), Some("Vera Orlova"));
    }

    #[test]
    fn of_two_with_one_surname_the_last_named_before_is_meant() {
        let tables = ActorTables::embedded().unwrap();
        let names =
            [named("Ana Ruzova", None), named("Ruzova", None), named("Petr Ruzova", None), named("Ruzova", None)];
        assert_eq!(cast(&names, &tables, None).of, [0, 0, 1, 1]);
    }

    #[test]
    fn the_article_outranks_the_list_and_the_list_knows_when() {
        let tables = ActorTables::embedded().unwrap();
        let by_article = cast(&[named("Angela Merkel", Some(minister("AUT")))], &tables, Some("2015-03"));
        assert_eq!(by_article.persons[0].profile.country.as_deref(), Some("AUT"));
        let then = cast(&[named("Angela Merkel", None)], &tables, Some("2015-03"));
        assert_eq!(then.persons[0].profile.sectors, ["GOV"]);
        let later = cast(&[named("Merkel", None), named("Angela Merkel", None)], &tables, Some("2023-03"));
        assert_eq!(later.persons[0].profile.sectors, ["ELI"]);
    }

    /// The person whom comparing a name with all persons finds.
    fn one_by_one(persons: &[Person], number: usize, name: &str) -> Option<usize> {
        [(|full, name| full == name) as fn(&str, &str) -> bool, ends_alike, begins_alike].into_iter().find_map(|fit| {
            let fitting = persons.iter().enumerate().filter(|(_, person)| fit(&person.key, name));
            let rank = |seen: usize| (seen <= number, if seen <= number { seen } else { usize::MAX - seen });
            fitting.max_by_key(|(_, person)| rank(person.first_seen)).map(|(index, _)| index)
        })
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
            persons.push(Person {
                key: name.clone(),
                first_seen: number,
                profile: Profile::unknown(MentionKind::Person),
            });
            if number % 5 == 0 {
                let longer = format!("{name} {}", WORDS[number % 4]);
                known.remove(name, number);
                known.add(&longer, number, persons.len() - 1);
                persons.last_mut().unwrap().key = longer;
            }
        }
    }

    #[test]
    fn a_body_named_for_two_countries_passes_neither_on() {
        let mut antecedents = Antecedents::default();
        antecedents.note("army", &SmolStr::new_static("MLI"));
        assert_eq!(antecedents.country("army").as_deref(), Some("MLI"));
        antecedents.note("army", &SmolStr::new_static("TCD"));
        assert_eq!(antecedents.country("army"), None);
    }
}
