//! Who can act: countries, organisations, titles, common nouns and people, with country codes and sectors.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::{
    ontology,
    table::{Table, TableProblem, key},
};

/// PLOVER's codes for actors that belong to no one country.
const INTERNATIONAL: &[&str] = &["IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"];

/// The files of the tables and their texts, as built in, in the order in which they are read: codes come first.
pub(super) const FILES: [(&str, &str); 5] = [
    ("countries.tsv", include_str!("../../config/lexicon/countries.tsv")),
    ("organisations.tsv", include_str!("../../config/lexicon/organisations.tsv")),
    ("places.tsv", include_str!("../../config/lexicon/places.tsv")),
    ("roles.tsv", include_str!("../../config/lexicon/roles.tsv")),
    ("people.tsv", include_str!("../../config/lexicon/people.tsv")),
];

/// What a name is the name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameKind {
    /// A country.
    Country,
    /// An adjective of a country, or its people.
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
    /// ISO 3166-1 alpha-3, KOS or an international code; empty where unknown.
    pub code: SmolStr,
    /// Sectors, the primary one first.
    pub sectors: Vec<SmolStr>,
}

/// A word for an office, a function, a body or a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleEntry {
    /// The sector; empty for words that take the sector of the body they belong to.
    pub sector: SmolStr,
    /// An office or function that one person holds.
    pub is_title: bool,
}

/// One office of a person. Months are `YYYY-MM`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// The first month.
    pub from: SmolStr,
    /// The last month; empty where it still lasts.
    pub to: SmolStr,
    /// The country's or international code.
    pub country: SmolStr,
    /// The sector.
    pub sector: SmolStr,
    /// The office.
    pub office: SmolStr,
}

/// A person of the tables, with offices in order of their beginning.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonEntry {
    /// The name as listed.
    pub name: SmolStr,
    /// The offices.
    pub offices: Vec<Office>,
}

/// The tables of actors.
#[derive(Debug, Default)]
pub struct ActorTables {
    names: FxHashMap<String, NameEntry>,
    roles: FxHashMap<String, RoleEntry>,
    people: FxHashMap<String, PersonEntry>,
    /// The keys of the people with this last name, sorted.
    by_surname: FxHashMap<String, Vec<String>>,
    country_names: FxHashMap<SmolStr, SmolStr>,
    /// For the first word of every name and role: the most words that any with it has.
    starts: FxHashMap<String, usize>,
}

impl ActorTables {
    /// The tables that are built into the binary.
    ///
    /// # Errors
    /// Every problem of the tables: none in a release, since a test reads them.
    pub fn embedded() -> Result<Self, Vec<TableProblem>> {
        Self::read(&FILES)
    }

    /// The tables of files, given by name and text. Where two files of one name tell of the same words, the first holds,
    /// so that an overlay stands before what is built in.
    ///
    /// # Errors
    /// Every problem of the files.
    pub fn read(files: &[(&str, &str)]) -> Result<Self, Vec<TableProblem>> {
        let mut tables = Self::default();
        let mut problems = Vec::new();
        for (kind, _) in FILES {
            for (name, text) in files.iter().filter(|(name, _)| name.ends_with(kind)) {
                problems.extend(match kind {
                    "countries.tsv" => tables.read_countries(name, text),
                    "organisations.tsv" => tables.read_organisations(name, text),
                    "places.tsv" => tables.read_places(name, text),
                    "roles.tsv" => tables.read_roles(name, text),
                    _ => tables.read_people(name, text),
                });
            }
        }
        tables.index_surnames();
        if problems.is_empty() { Ok(tables) } else { Err(problems) }
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

    /// The people whose last name has this key, in alphabetical order.
    pub fn people_by_surname<'a>(&'a self, key: &str) -> impl Iterator<Item = &'a PersonEntry> {
        self.by_surname.get(key).into_iter().flatten().filter_map(|person| self.people.get(person))
    }

    /// The short English name of a country.
    pub fn country_name(&self, code: &str) -> Option<&str> {
        self.country_names.get(code).map(SmolStr::as_str)
    }

    /// The most words that a name or role has whose first word this is; 0 where there is none.
    pub fn longest_from(&self, first_word: &str) -> usize {
        let plain = self.starts.get(first_word).copied().unwrap_or(0);
        singulars(first_word).filter_map(|word| self.starts.get(&word).copied()).max().unwrap_or(0).max(plain)
    }

    fn add_name(&mut self, form: &str, full: &str, kind: NameKind, code: &str, sectors: &[SmolStr]) {
        let key = key(form);
        if key.is_empty() || self.names.contains_key(&key) {
            return;
        }
        self.add_start(&key);
        let entry =
            NameEntry { kind, form: form.into(), full: full.into(), code: code.into(), sectors: sectors.to_vec() };
        self.names.insert(key, entry);
    }

    fn add_start(&mut self, key: &str) {
        let words = key.split(' ').count();
        if let Some(first) = key.split(' ').next() {
            let longest = self.starts.entry(first.to_owned()).or_default();
            *longest = words.max(*longest);
        }
    }

    fn read_countries(&mut self, file: &str, text: &str) -> Vec<TableProblem> {
        Table::new(file, text, 5).read(|fields| {
            let [code, names, adjectives, people, capitals] = fields else { return Ok(()) };
            if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
                return Err(format!("{code:?} is no code of three capitals"));
            }
            let full = names.split('|').next().unwrap_or_default();
            self.country_names.entry((*code).into()).or_insert_with(|| full.into());
            for name in list(names) {
                self.add_name(name, full, NameKind::Country, code, &[]);
            }
            for adjective in list(adjectives) {
                self.add_name(adjective, full, NameKind::Nationality, code, &[]);
                self.add_name(&format!("{adjective}s"), full, NameKind::Nationality, code, &[]);
            }
            for person in list(people) {
                self.add_name(person, full, NameKind::Nationality, code, &[]);
            }
            for capital in list(capitals) {
                self.add_name(capital, full, NameKind::Capital, code, &[SmolStr::new_static("GOV")]);
            }
            Ok(())
        })
    }

    fn read_organisations(&mut self, file: &str, text: &str) -> Vec<TableProblem> {
        Table::new(file, text, 4).read(|fields| {
            let [form, code, sectors, full] = fields else { return Ok(()) };
            self.check_code(code)?;
            let sectors = check_sectors(sectors)?;
            let full = if full.is_empty() { form } else { full };
            self.add_name(form, full, NameKind::Organisation, code, &sectors);
            Ok(())
        })
    }

    fn read_places(&mut self, file: &str, text: &str) -> Vec<TableProblem> {
        Table::new(file, text, 2).read(|fields| {
            let [name, code] = fields else { return Ok(()) };
            self.check_code(code)?;
            self.add_name(name, name, NameKind::Place, code, &[]);
            Ok(())
        })
    }

    fn read_roles(&mut self, file: &str, text: &str) -> Vec<TableProblem> {
        let mut here = FxHashMap::default();
        let problems = Table::new(file, text, 3).read(|fields| {
            let [words, sector, kind] = fields else { return Ok(()) };
            check_sectors(sector)?;
            if !matches!(*kind, "title" | "group") {
                return Err(format!("kind {kind:?} is neither title nor group"));
            }
            let key = key(words);
            self.add_start(&key);
            let entry = RoleEntry { sector: (*sector).into(), is_title: *kind == "title" };
            match here.insert(key, entry) {
                Some(_) => Err(format!("{words:?} is listed twice")),
                None => Ok(()),
            }
        });
        for (key, entry) in here {
            self.roles.entry(key).or_insert(entry);
        }
        problems
    }

    fn read_people(&mut self, file: &str, text: &str) -> Vec<TableProblem> {
        let known: FxHashSet<String> = self.people.keys().cloned().collect();
        Table::new(file, text, 6).read(|fields| {
            let [name, from, to, country, sector, office] = fields else { return Ok(()) };
            self.check_code(country)?;
            check_sectors(sector)?;
            check_month(from)?;
            if !to.is_empty() {
                check_month(to)?;
                if to < from {
                    return Err(format!("{to} is before {from}"));
                }
            }
            let key = key(name);
            if known.contains(&key) {
                return Ok(());
            }
            let entry = self.people.entry(key).or_default();
            entry.name = (*name).into();
            entry.offices.push(Office {
                from: (*from).into(),
                to: (*to).into(),
                country: (*country).into(),
                sector: (*sector).into(),
                office: (*office).into(),
            });
            Ok(())
        })
    }

    fn index_surnames(&mut self) {
        let mut keys: Vec<&String> = self.people.keys().collect();
        keys.sort_unstable();
        for key in keys {
            let surname = key.rsplit(' ').next().unwrap_or_default();
            self.by_surname.entry(surname.to_owned()).or_default().push(key.clone());
        }
    }

    fn check_code(&self, code: &str) -> Result<(), String> {
        if code.is_empty() || INTERNATIONAL.contains(&code) || self.country_names.contains_key(code) {
            return Ok(());
        }
        Err(format!("{code:?} is neither a code of countries.tsv nor one of {}", INTERNATIONAL.join(" ")))
    }
}

fn list(field: &str) -> impl Iterator<Item = &str> {
    field.split('|').filter(|name| !name.is_empty())
}

fn check_sectors(field: &str) -> Result<Vec<SmolStr>, String> {
    field
        .split(',')
        .filter(|sector| !sector.is_empty())
        .map(|sector| {
            if ontology::sectors().any(|known| known == sector) {
                return Ok(sector.into());
            }
            Err(format!("{sector:?} is no sector; there are {}", ontology::sectors().collect::<Vec<_>>().join(" ")))
        })
        .collect()
}

fn check_month(field: &str) -> Result<(), String> {
    match field.split_once('-') {
        Some((year, month)) if year.len() == 4 && month.len() == 2 && month.parse().is_ok_and(|m: u8| m <= 12) => {
            Ok(())
        }
        _ => Err(format!("{field:?} is no month; write it as 1999-12")),
    }
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
        assert_eq!(tables.name("us").unwrap().code, "USA");
        assert_eq!(tables.name("kiev").unwrap().kind, NameKind::Capital);
        assert_eq!(tables.name("russians").unwrap().kind, NameKind::Nationality);
        assert_eq!(tables.name("nato").unwrap().full, "North Atlantic Treaty Organization");
        assert_eq!(tables.role("prime ministers").unwrap().sector, "GOV");
        assert_eq!(tables.role("policemen").unwrap().sector, "COP");
        assert_eq!(tables.person("angela merkel").unwrap().offices.len(), 1);
        assert!(tables.people_by_surname("putin").any(|person| person.name == "Vladimir Putin"));
        assert!(tables.longest_from("ministry") >= 3);
    }

    #[test]
    fn what_stands_first_replaces_what_is_built_in() {
        let overlay =
            [("o/organisations.tsv", "NATO\tNGO\tSOC\tFictional Guild\n"), ("o/roles.tsv", "soldier\tREB\tgroup\n")];
        let files: Vec<(&str, &str)> = overlay.into_iter().chain(FILES).collect();
        let tables = ActorTables::read(&files).unwrap();
        assert_eq!(tables.name("nato").unwrap().full, "Fictional Guild");
        assert_eq!(tables.role("soldiers").unwrap().sector, "REB");
        assert_eq!(tables.role("minister").unwrap().sector, "GOV");
    }

    #[test]
    fn an_unknown_code_or_sector_is_a_problem_with_its_line() {
        let mut tables = ActorTables::default();
        let problems = tables.read_organisations("o.tsv", "# c\nGuild\tXXX\tSOC\t\nLodge\tNGO\tABC\t\n");
        assert_eq!(problems.len(), 2);
        assert!(problems[0].to_string().starts_with("o.tsv:2: \"XXX\""));
        assert!(problems[1].to_string().contains("\"ABC\" is no sector"));
    }
}
