//! Reads the tables of actors: countries, organisations, places, roles and people. Every problem of a row is reported.

use rustc_hash::FxHashSet;

use super::{ActorTables, INTERNATIONAL, Membership, NameEntry, NameKind, OFFICE_HOLDERS, Office, RoleEntry};
use crate::{
    lexicon::{
        layers::{Row, Shape, TableCounts, layered},
        source::SourceFile,
        table::{TableProblem, key},
    },
    model::{Country, Sector},
};

const fn shape(name: &'static str, columns: &'static [&'static str]) -> Shape {
    Shape { is_by_key: true, ..Shape::of(name, columns) }
}

const COUNTRIES: Shape = Shape::of("countries.tsv", &["code", "names", "adjectives", "people", "capitals"]);
const ORGANISATIONS: Shape = shape("organisations.tsv", &["name", "code", "sectors", "full name"]);
const PLACES: Shape = shape("places.tsv", &["name", "country"]);
const ROLES: Shape = shape("roles.tsv", &["words", "sector", "kind"]);
const MEMBERSHIPS: Shape =
    Shape { known_by: &[0, 1, 2], ..Shape::of("memberships.tsv", &["organisation", "country", "from", "to"]) };
const DOMAINS: Shape = Shape::of("domains.tsv", &["domain", "country"]);
const PEOPLE: Shape = Shape {
    more: Some(OFFICE_HOLDERS),
    has_repeats: true,
    ..shape("people.tsv", &["name", "from", "to", "country", "sector", "office"])
};

/// Reads the tables, an overlay's rows before those built in, so that the first one of a name holds.
pub(super) fn read(files: &[SourceFile], problems: &mut Vec<TableProblem>) -> (ActorTables, Vec<TableCounts>) {
    let mut counts = Vec::new();
    let mut rows = |shape: Shape, problems: &mut Vec<TableProblem>| {
        let (rows, of_table) = layered(shape, files, problems);
        counts.push(of_table);
        rows
    };
    let countries = rows(COUNTRIES, problems);
    let organisations = rows(ORGANISATIONS, problems);
    let places = rows(PLACES, problems);
    let (roles, people) = (rows(ROLES, problems), rows(PEOPLE, problems));
    let (memberships, domains) = (rows(MEMBERSHIPS, problems), rows(DOMAINS, problems));
    // A country that an overlay removes has no names any more; rows may still have its code.
    let lines = files.iter().filter(|file| file.name.ends_with(COUNTRIES.name)).flat_map(|file| file.text.lines());
    let codes = lines.filter_map(|line| line.split('\t').next()).collect();
    let mut reader = Reader { tables: ActorTables::default(), codes, problems };
    for row in &countries {
        reader.country_code(row);
    }
    for is_overlay in [true, false] {
        let of_layer = |row: &&Row<'_>| row.file.is_overlay == is_overlay;
        countries.iter().filter(of_layer).for_each(|row| reader.country(row));
        organisations.iter().filter(of_layer).for_each(|row| reader.organisation(row));
        places.iter().filter(of_layer).for_each(|row| reader.place(row));
    }
    for row in &roles {
        reader.role(row);
    }
    for row in &people {
        reader.person(row);
    }
    for row in &memberships {
        reader.membership(row);
    }
    for row in &domains {
        reader.domain(row);
    }
    (reader.tables, counts)
}

struct Reader<'p> {
    tables: ActorTables,
    codes: FxHashSet<&'p str>,
    problems: &'p mut Vec<TableProblem>,
}

impl Reader<'_> {
    /// Codes come first: the rows of all tables refer to them.
    fn country_code(&mut self, row: &Row<'_>) {
        let [code, names, ..] = row.fields[..] else { return };
        if Country::from_code(code).is_none() {
            self.problems
                .push(row.problem(format!("{code:?} is not a code of three capitals; see ISO 3166-1 alpha-3")));
        }
        let full = names.split('|').next().unwrap_or_default();
        if full.is_empty() {
            self.problems.push(row.problem(format!("{code} has no name; write at least one")));
        }
        if let Some(country) = Country::from_code(code) {
            self.tables.country_names.entry(country).or_insert_with(|| full.into());
        }
    }

    fn country(&mut self, row: &Row<'_>) {
        let [code, names, adjectives, people, capitals] = row.fields[..] else { return };
        let full = names.split('|').next().unwrap_or_default();
        let mut add = |name: &str, kind: NameKind, sectors: &[Sector]| {
            self.tables.add_name(NameEntry {
                kind,
                form: name.into(),
                full: full.into(),
                country: Country::from_code(code),
                sectors: sectors.to_vec(),
                origin: row.origin(),
            });
        };
        list(names).for_each(|name| add(name, NameKind::Country, &[]));
        for adjective in list(adjectives) {
            add(adjective, NameKind::Nationality, &[]);
            add(&format!("{adjective}s"), NameKind::Nationality, &[]);
        }
        list(people).for_each(|person| add(person, NameKind::Nationality, &[]));
        list(capitals).for_each(|capital| add(capital, NameKind::Capital, &[Sector::Gov]));
    }

    fn organisation(&mut self, row: &Row<'_>) {
        let [form, code, sectors, full] = row.fields[..] else { return };
        let (country, sectors) = (self.country_of(row, code), self.sectors(row, sectors));
        let full = if full.is_empty() { form } else { full };
        let (kind, form, full, origin) = (NameKind::Organisation, form.into(), full.into(), row.origin());
        self.tables.add_name(NameEntry { kind, form, full, country, sectors, origin });
    }

    fn place(&mut self, row: &Row<'_>) {
        let [name, code] = row.fields[..] else { return };
        let country = self.country_of(row, code);
        let (kind, form, full, origin) = (NameKind::Place, name.into(), name.into(), row.origin());
        self.tables.add_name(NameEntry { kind, form, full, country, sectors: Vec::new(), origin });
    }

    fn role(&mut self, row: &Row<'_>) {
        let [words, sector, kind] = row.fields[..] else { return };
        let sector = self.sectors(row, sector).first().copied();
        if !matches!(kind, "title" | "group") {
            self.problems.push(row.problem(format!("unknown kind {kind:?}; write title or group")));
        }
        let key = key(words);
        self.tables.add_start(&key);
        let entry = RoleEntry { words: words.into(), sector, is_title: kind == "title", origin: row.origin() };
        match self.tables.roles.get(&key) {
            Some(first) => {
                let message = format!(
                    "{words:?} is equal to {:?} in line {} after normalisation; keep one",
                    first.words, first.origin.line
                );
                self.problems.push(row.problem(message));
            }
            None => {
                self.tables.roles.insert(key, entry);
            }
        }
    }

    fn membership(&mut self, row: &Row<'_>) {
        let [organisation, country, from, to] = row.fields[..] else { return };
        let country = self.country_of(row, country);
        self.check_months(row, from, to);
        let known = self.tables.name(&key(organisation));
        if known.is_none_or(|known| known.kind != NameKind::Organisation) {
            let message = format!("unknown organisation {organisation:?}; add it to organisations.tsv");
            self.problems.push(row.problem(message));
        }
        let membership = Membership { country, from: from.into(), to: to.into(), origin: row.origin() };
        self.tables.memberships.entry(organisation.into()).or_default().push(membership);
    }

    fn domain(&mut self, row: &Row<'_>) {
        let [domain, code] = row.fields[..] else { return };
        match self.country_of(row, code) {
            Some(country) => {
                self.tables.domains.insert(domain.to_owned(), country);
            }
            None if code.is_empty() => {
                self.problems.push(row.problem(format!("{domain} has no country; write its code")));
            }
            None => {}
        }
    }

    fn person(&mut self, row: &Row<'_>) {
        let [name, from, to, country, sector, office] = row.fields[..] else { return };
        let (country, sector) = (self.country_of(row, country), self.sectors(row, sector).first().copied());
        self.check_months(row, from, to);
        let entry = self.tables.people.entry(key(name)).or_default();
        entry.name = name.into();
        entry.offices.push(Office {
            from: from.into(),
            to: to.into(),
            country,
            sector,
            office: office.into(),
            origin: row.origin(),
        });
    }

    fn check_months(&mut self, row: &Row<'_>, from: &str, to: &str) {
        for month in [from, to].into_iter().filter(|month| !month.is_empty() && !is_month(month)) {
            self.problems.push(row.problem(format!("{month:?} is not a month; write it like 1999-12")));
        }
        if from.is_empty() {
            self.problems.push(row.problem("the first month is missing; write it like 1999-12"));
        }
        if !to.is_empty() && to < from {
            self.problems.push(row.problem(format!("{to} is before {from}; swap or correct them")));
        }
    }

    /// The country of a code, which may be empty.
    fn country_of(&mut self, row: &Row<'_>, code: &str) -> Option<Country> {
        let is_known = code.is_empty() || INTERNATIONAL.contains(&code) || self.codes.contains(code);
        if !is_known {
            let international = INTERNATIONAL.join(" ");
            let message = format!("unknown country code {code:?}; use one from countries.tsv or {international}");
            self.problems.push(row.problem(message));
        }
        Country::from_code(code)
    }

    /// The sectors of a field, separated by commas.
    fn sectors(&mut self, row: &Row<'_>, field: &str) -> Vec<Sector> {
        let mut sectors = Vec::new();
        for name in field.split(',').filter(|name| !name.is_empty()) {
            let sector = Sector::from_name(name);
            if sector.is_none() {
                let known = Sector::ALL.map(Sector::name).join(" ");
                self.problems.push(row.problem(format!("unknown sector {name:?}; use one of {known}")));
            }
            sectors.extend(sector);
        }
        sectors
    }
}

fn list(field: &str) -> impl Iterator<Item = &str> {
    field.split('|').filter(|name| !name.is_empty())
}

fn is_month(field: &str) -> bool {
    field.split_once('-').is_some_and(|(year, month)| {
        year.len() == 4
            && year.parse::<u16>().is_ok()
            && month.len() == 2
            && month.parse().is_ok_and(|month: u8| (1..=12).contains(&month))
    })
}
