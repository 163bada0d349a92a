//! Who can act: countries, organisations, titles, common nouns and people, with country codes and sectors.

mod read;
mod spelling;

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::{
    layers::TableCounts,
    source::{Origin, SourceFile},
    table::{TableProblem, key},
};
use crate::model::{Country, Sector};

/// PLOVER's codes for actors that belong to no one country.
const INTERNATIONAL: &[&str] = &["IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"];

/// People who are merely in a list: the second table of people.
const OFFICE_HOLDERS: &str = "office_holders.tsv";

/// The files of the tables and their texts, as built in, in the order in which they are read: codes come first.
pub(super) const FILES: [(&str, &str); 8] = [
    ("countries.tsv", include_str!("../../config/lexicon/countries.tsv")),
    ("organisations.tsv", include_str!("../../config/lexicon/organisations.tsv")),
    ("places.tsv", include_str!("../../config/lexicon/places.tsv")),
    ("roles.tsv", include_str!("../../config/lexicon/roles.tsv")),
    ("people.tsv", include_str!("../../config/lexicon/people.tsv")),
    (OFFICE_HOLDERS, include_str!("../../config/lexicon/office_holders.tsv")),
    ("memberships.tsv", include_str!("../../config/lexicon/memberships.tsv")),
    ("domains.tsv", include_str!("../../config/lexicon/domains.tsv")),
];

/// What a name is the name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameKind {
    /// A country.
    Country,
    /// An adjective of a country or of a place in it, or its people.
    Nationality,
    /// A seat of government.
    Capital,
    /// An organisation of any kind.
    Organisation,
    /// A city or area.
    Place,
}

/// A name of the tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameEntry {
    /// What it is the name of.
    pub kind: NameKind,
    /// The form as listed, whose capitals count.
    pub form: SmolStr,
    /// The full name, which may be the form itself.
    pub full: SmolStr,
    /// The country, or the kind of international body; none where it is not known.
    pub country: Option<Country>,
    /// Sectors, the primary one first.
    pub sectors: Vec<Sector>,
    /// Where it was read.
    pub origin: Origin,
}

/// A word for an office, a function, a body or a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleEntry {
    /// The words as listed.
    pub words: SmolStr,
    /// The sector; none for words that take the sector of the body they belong to.
    pub sector: Option<Sector>,
    /// An office or function that one person holds.
    pub is_title: bool,
    /// Where it was read.
    pub origin: Origin,
}

/// One office of a person. Months are `YYYY-MM`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// The first month.
    pub from: SmolStr,
    /// The last month; empty where it still lasts.
    pub to: SmolStr,
    /// The country, or the kind of international body.
    pub country: Option<Country>,
    /// The sector.
    pub sector: Option<Sector>,
    /// The office.
    pub office: SmolStr,
    /// Where it was read.
    pub origin: Origin,
}

impl Office {
    /// Whether the office is from the long list of office-holders, which nobody has checked row by row.
    pub fn is_from_list(&self) -> bool {
        self.origin.file.ends_with(OFFICE_HOLDERS)
    }

    /// Whether the office ended more than five years before a month.
    pub fn is_long_over(&self, month: &str) -> bool {
        !self.to.is_empty() && years_before(month).is_some_and(|limit| *self.to < *limit)
    }
}

/// A person of the tables, with offices in order of their beginning.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonEntry {
    /// The name as listed.
    pub name: SmolStr,
    /// The offices.
    pub offices: Vec<Office>,
}

/// That a state belongs to a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// The state.
    pub country: Option<Country>,
    /// The first month, `YYYY-MM`.
    pub from: SmolStr,
    /// The last month; empty while it lasts.
    pub to: SmolStr,
    /// Where it was read.
    pub origin: Origin,
}

impl Membership {
    /// Whether it holds in a month; without a month, whether it lasts.
    pub fn holds(&self, month: Option<&str>) -> bool {
        match month {
            Some(month) => *self.from <= *month && (self.to.is_empty() || *month <= *self.to),
            None => self.to.is_empty(),
        }
    }
}

/// Years before a month; an office that ended in them is recent.
const RECENT_YEARS: u32 = 5;

/// The tables of actors.
#[derive(Debug, Default)]
pub struct ActorTables {
    names: FxHashMap<String, NameEntry>,
    roles: FxHashMap<String, RoleEntry>,
    people: FxHashMap<String, PersonEntry>,
    /// The keys of the people with this last name, sorted.
    by_surname: FxHashMap<String, Vec<String>>,
    /// The key of the person whose name has this spelling.
    by_spelling: FxHashMap<String, String>,
    /// As [`ActorTables::recent`] says.
    recent: String,
    country_names: FxHashMap<Country, SmolStr>,
    /// The states of each body, by its full name.
    memberships: FxHashMap<SmolStr, Vec<Membership>>,
    /// The countries whose names, without spaces, these are.
    run_on: FxHashMap<String, Country>,
    /// The country of each Internet domain.
    domains: FxHashMap<String, Country>,
    /// For the first word of every name and role: the most words that any with it has.
    starts: FxHashMap<String, usize>,
}

impl ActorTables {
    /// The tables that are built into the binary.
    ///
    /// # Errors
    /// Every problem of the tables: none in a release, since a test reads them.
    pub fn embedded() -> Result<Self, Vec<TableProblem>> {
        let mut problems = Vec::new();
        let (tables, _) = Self::read(&FILES.map(SourceFile::built_in), &mut problems);
        if problems.is_empty() { Ok(tables) } else { Err(problems) }
    }

    /// The tables of files, with what an overlay among them does to each; what is wrong is added to the problems.
    pub(super) fn read(files: &[SourceFile], problems: &mut Vec<TableProblem>) -> (Self, Vec<TableCounts>) {
        let (mut tables, counts) = read::read(files, problems);
        tables.index_surnames();
        tables.index_spellings();
        tables.set_recent();
        (tables, counts)
    }

    /// All names, sorted by their keys.
    pub fn names(&self) -> Vec<(&str, &NameEntry)> {
        sorted(&self.names)
    }

    /// All roles, sorted by their keys.
    pub fn roles(&self) -> Vec<(&str, &RoleEntry)> {
        sorted(&self.roles)
    }

    /// All people, sorted by their keys.
    pub fn people(&self) -> Vec<(&str, &PersonEntry)> {
        sorted(&self.people)
    }

    /// The name with this key.
    pub fn name(&self, key: &str) -> Option<&NameEntry> {
        self.names.get(key)
    }

    /// The role with this key, in the singular or the plural.
    pub fn role(&self, key: &str) -> Option<&RoleEntry> {
        self.roles.get(key).or_else(|| singulars(key).find_map(|singular| self.roles.get(&singular)))
    }

    /// The person with this key.
    pub fn person(&self, key: &str) -> Option<&PersonEntry> {
        self.people.get(key)
    }

    /// The person whose full name is another spelling of this key: "Sameh Shokry" for "Sameh Shoukry".
    pub fn person_spelled(&self, key: &str) -> Option<&PersonEntry> {
        self.people.get(self.by_spelling.get(&spelling::spelling(key)?)?)
    }

    /// The people whose last name has this key, in alphabetical order.
    pub fn people_by_surname<'a>(&'a self, key: &str) -> impl Iterator<Item = &'a PersonEntry> {
        self.by_surname.get(key).into_iter().flatten().filter_map(|person| self.people.get(person))
    }

    /// The month `YYYY-MM` that is five years before the newest month in which an office began or ended; empty if there are no offices.
    pub fn recent(&self) -> &str {
        &self.recent
    }

    /// The memberships of a body, by its full name, in the order of the table.
    pub fn memberships(&self, organisation: &str) -> &[Membership] {
        self.memberships.get(organisation).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a country belongs to a body, by its full name, in a month.
    pub fn is_member(&self, organisation: &str, country: Option<Country>, month: Option<&str>) -> bool {
        self.memberships(organisation).iter().any(|member| member.country == country && member.holds(month))
    }

    /// The country whose news an Internet host publishes, by its longest ending in the table.
    pub fn country_of_host(&self, host: &str) -> Option<Country> {
        let endings = host.match_indices('.').map(|(dot, _)| dot + 1);
        std::iter::once(0).chain(endings).find_map(|start| self.domains.get(host.get(start..)?)).copied()
    }

    /// The country whose name, adjective or capital this is, in the lexicon's form but without spaces.
    pub fn country_of_run_on(&self, name: &str) -> Option<Country> {
        self.run_on.get(name).copied()
    }

    /// The short English name of a country.
    pub fn country_name(&self, country: Country) -> Option<&str> {
        self.country_names.get(&country).map(SmolStr::as_str)
    }

    /// The most words that a name or role has whose first word this is; 0 where there is none.
    pub fn longest_from(&self, first_word: &str) -> usize {
        let plain = self.starts.get(first_word).copied().unwrap_or(0);
        singulars(first_word).filter_map(|word| self.starts.get(&word).copied()).max().unwrap_or(0).max(plain)
    }

    /// Adds a name, unless its key is known: the first entry of a name holds.
    fn add_name(&mut self, entry: NameEntry) {
        let key = key(&entry.form);
        if key.is_empty() || self.names.contains_key(&key) {
            return;
        }
        self.add_start(&key);
        if let (Some(country), NameKind::Country | NameKind::Nationality | NameKind::Capital) =
            (entry.country, entry.kind)
        {
            self.run_on.entry(key.replace(' ', "")).or_insert(country);
        }
        self.names.insert(key, entry);
    }

    fn add_start(&mut self, key: &str) {
        let words = key.split(' ').count();
        if let Some(first) = key.split(' ').next() {
            let longest = self.starts.entry(first.to_owned()).or_default();
            *longest = words.max(*longest);
        }
    }

    /// The people whom a last name may mean by itself: those of the table by hand. One who is merely in a list of office-holders is
    /// named in full.
    fn index_surnames(&mut self) {
        let is_known = |entry: &PersonEntry| entry.offices.iter().any(|office| !office.is_from_list());
        let known = self.people.iter().filter(|(_, entry)| is_known(entry));
        let mut keys: Vec<&String> = known.map(|(key, _)| key).collect();
        keys.sort_unstable();
        for key in keys {
            let surname = key.rsplit(' ').next().unwrap_or_default();
            self.by_surname.entry(surname.to_owned()).or_default().push(key.clone());
        }
    }

    /// Indexes people whose names have several spellings, by country. People from two countries with one spelling are left out; of
    /// one country, the first by alphabet counts, because the two are usually one person. Common names are left out.
    fn index_spellings(&mut self) {
        let country = |entry: &PersonEntry| entry.offices.first().and_then(|office| office.country);
        let mut found: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (key, entry) in sorted(&self.people) {
            let is_spelled = country(entry).is_some_and(|country| spelling::is_transliterated(country.code()));
            if let Some(spelling) = spelling::spelling(key).filter(|_| is_spelled) {
                found.entry(spelling).or_default().push(key);
            }
        }
        let common = spelling::Common::of(found.keys());
        let of_one_country = |keys: &[&str]| {
            let mut countries = keys.iter().filter_map(|key| self.people.get(*key)).map(country);
            let first = countries.next();
            countries.all(|other| Some(other) == first)
        };
        let fit = found.iter().filter(|(spelling, keys)| !common.has(spelling) && of_one_country(keys));
        self.by_spelling =
            fit.filter_map(|(spelling, keys)| Some((spelling.clone(), (*keys.first()?).to_owned()))).collect();
    }

    /// Sets `recent`.
    fn set_recent(&mut self) {
        let offices = self.people.values().flat_map(|entry| &entry.offices);
        let newest = offices.flat_map(|office| [&office.from, &office.to]).max();
        self.recent = newest.and_then(|newest| years_before(newest)).unwrap_or_default();
    }
}

/// The month `YYYY-MM` that is five years before another.
fn years_before(month: &str) -> Option<String> {
    let (year, month) = month.split_once('-')?;
    Some(format!("{:04}-{month}", year.parse::<u32>().ok()?.saturating_sub(RECENT_YEARS)))
}

/// The entries of a table in the order of their keys.
fn sorted<T>(table: &FxHashMap<String, T>) -> Vec<(&str, &T)> {
    let mut entries: Vec<(&str, &T)> = table.iter().map(|(key, entry)| (key.as_str(), entry)).collect();
    entries.sort_unstable_by_key(|(key, _)| *key);
    entries
}

/// What a plural may be the plural of.
fn singulars(word: &str) -> impl Iterator<Item = String> + '_ {
    const ENDINGS: &[(&str, &str)] = &[("ies", "y"), ("men", "man"), ("women", "woman"), ("es", ""), ("s", "")];
    ENDINGS.iter().filter_map(|(plural, singular)| word.strip_suffix(plural).map(|stem| format!("{stem}{singular}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_tables_are_sorted_and_valid() {
        let problems = ActorTables::embedded().err().unwrap_or_default();
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert!(lines.is_empty(), "{}", lines.join("\n"));
    }

    #[test]
    fn names_roles_and_people_are_found_by_key() {
        let tables = ActorTables::embedded().unwrap();
        assert_eq!(tables.name("us").unwrap().country, Some(Country::USA));
        assert_eq!(tables.name("kiev").unwrap().kind, NameKind::Capital);
        assert_eq!(tables.name("russians").unwrap().kind, NameKind::Nationality);
        assert_eq!(tables.name("nato").unwrap().full, "North Atlantic Treaty Organization");
        assert_eq!(tables.role("prime ministers").unwrap().sector, Some(Sector::Gov));
        assert_eq!(tables.role("policemen").unwrap().sector, Some(Sector::Cop));
        assert_eq!(tables.person("angela merkel").unwrap().offices.len(), 1);
        assert!(tables.people_by_surname("putin").any(|person| person.name == "Vladimir Putin"));
        for person in tables.people.values() {
            let listed = person.offices.iter().filter(|office| office.is_from_list()).count();
            assert!(listed == 0 || listed == person.offices.len(), "{} is in both tables of people", person.name);
        }
        assert!(
            tables.person("andy kim").is_some()
                && tables.people_by_surname("kim").all(|person| person.name != "Andy Kim")
        );
        assert_eq!(tables.person_spelled("tarek al molla").unwrap().name, "Tarek El-Molla");
        assert!(["mohamed omar", "crispiano adamez"].iter().all(|name| tables.person_spelled(name).is_none()));
        assert!(tables.longest_from("ministry") >= 3);
    }

    /// The built-in tables under these files of an overlay, and what is wrong with them.
    fn over(files: &[(&str, &str)]) -> (ActorTables, Vec<String>) {
        let overlay = files.iter().map(|file| SourceFile { is_overlay: true, ..SourceFile::built_in(*file) });
        let files: Vec<SourceFile> = FILES.map(SourceFile::built_in).into_iter().chain(overlay).collect();
        let mut problems = Vec::new();
        let (tables, _) = ActorTables::read(&files, &mut problems);
        (tables, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn an_overlay_adds_replaces_and_removes_in_every_table() {
        let (tables, problems) = over(&[
            ("o/countries.tsv", "-LIE\nNOR\tNorway\tNorse\t\tBergen\nXYZ\tNowhere\tNowherian\t\tMidtown\n"),
            ("o/organisations.tsv", "-NATO\nFictional Guild\tXYZ\tSOC\t\nGreenpeace\tXYZ\tBUS\t\n"),
            (
                "o/people.tsv",
                "-Angela Merkel\nOla Dunk\t2001-01\t\tXYZ\tGOV\tking\nOlaf Scholz\t2001-01\t\tXYZ\tJUD\tjudge\n",
            ),
            ("o/places.tsv", "-Aalborg\nAarau\tXYZ\nUpper Fictionville\tXYZ\n"),
            ("o/roles.tsv", "-activist\nguildmaster\tSOC\ttitle\nsoldier\tREB\tgroup\n"),
        ]);
        assert!(problems.is_empty(), "{problems:?}");
        let code = |key: &str| tables.name(key).and_then(|entry| entry.country.as_ref()).map(Country::code);
        assert_eq!(
            (code("nowherians"), code("liechtenstein"), code("norwegian"), code("norse")),
            (Some("XYZ"), None, None, Some("NOR"))
        );
        assert_eq!((code("fictional guild"), code("nato"), code("greenpeace")), (Some("XYZ"), None, Some("XYZ")));
        assert_eq!((code("upper fictionville"), code("aalborg"), code("aarau")), (Some("XYZ"), None, Some("XYZ")));
        let sector = |key: &str| tables.role(key).and_then(|entry| entry.sector).map(Sector::name);
        assert_eq!((sector("guildmasters"), sector("activist"), sector("soldiers")), (Some("SOC"), None, Some("REB")));
        assert_eq!(sector("minister"), Some("GOV"));
        let country =
            |key: &str| tables.person(key).and_then(|person| person.offices[0].country.as_ref()).map(Country::code);
        assert_eq!(
            (country("ola dunk"), country("angela merkel"), country("olaf scholz")),
            (Some("XYZ"), None, Some("XYZ"))
        );
        assert_eq!(tables.person("olaf scholz").unwrap().offices.len(), 1);
        assert_eq!(tables.name("aarau").unwrap().origin, Origin { file: "o/places.tsv".into(), line: 2 });
    }

    #[test]
    fn an_overlays_name_outranks_a_built_in_one_of_another_table() {
        let (tables, problems) = over(&[("o/places.tsv", "Moscow\tUSA\n")]);
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(tables.name("moscow").unwrap().country, Some(Country::USA));
    }

    #[test]
    fn every_problem_of_a_row_is_told_with_its_line() {
        let (_, problems) = over(&[
            ("o/countries.tsv", "xy\t\t\t\t\n"),
            ("o/organisations.tsv", "# c\nGuild\tXXX\tABC,SOC\t\n"),
            (
                "o/people.tsv",
                "Ola Dunk\t2001-13\t99-1\tXXX\tABC\tking\nOla Munk\t\t\t\t\t\nOla Tunk\t2001-02\t2001-01\t\t\t\n",
            ),
            ("o/places.tsv", "-Nowhere Town\nTown\tXXX\n"),
            ("o/roles.tsv", "soldier\tABC\tperson\nthe soldier\tMIL\tgroup\n"),
        ]);
        let expected = [
            ("o/countries.tsv:1", "\"xy\" is not a code of three capitals"),
            ("o/countries.tsv:1", "xy has no name"),
            ("o/organisations.tsv:2", "unknown country code \"XXX\""),
            ("o/organisations.tsv:2", "unknown sector \"ABC\""),
            ("o/people.tsv:1", "unknown country code"),
            ("o/people.tsv:1", "unknown sector"),
            ("o/people.tsv:1", "\"2001-13\" is not a month"),
            ("o/people.tsv:1", "\"99-1\" is not a month"),
            ("o/people.tsv:2", "the first month is missing"),
            ("o/people.tsv:3", "2001-01 is before 2001-02"),
            ("o/places.tsv:1", "has no \"Nowhere Town\" to remove"),
            ("o/places.tsv:2", "unknown country code"),
            ("o/roles.tsv:1", "unknown sector"),
            ("o/roles.tsv:1", "unknown kind \"person\""),
            ("o/roles.tsv:2", "is equal to \"soldier\" in line 1"),
        ];
        for (place, words) in expected {
            assert!(
                problems.iter().any(|line| line.starts_with(place) && line.contains(words)),
                "{place} {words}: {problems:#?}"
            );
        }
        assert_eq!(problems.len(), expected.len(), "{problems:#?}");
    }
}
