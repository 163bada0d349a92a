//! Reads the tables of the ontologies and checks them: every count, every reference from one to another.

use smol_str::SmolStr;

use super::{Cameo, Ontology, TableProblem};
use crate::{
    lexicon::table::Table,
    model::{Context, EventType, Mode, Sector},
};

/// The texts of the tables.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tables<'a> {
    pub events: &'a str,
    pub modes: &'a str,
    pub contexts: &'a str,
    pub sectors: &'a str,
    pub intensity: &'a str,
    pub cameo: &'a str,
    pub goldstein: &'a str,
    pub map: &'a str,
}

/// Reads all tables into an ontology and adds what is wrong with them to the problems.
pub(super) fn read(tables: &Tables<'_>, problems: &mut Vec<TableProblem>) -> Ontology {
    let mut ontology = Ontology::default();
    read_plover(tables, &mut ontology, problems);
    read_intensity(tables, &ontology, problems);
    read_cameo(tables, &mut ontology, problems);
    read_map(tables, &mut ontology, problems);
    ontology
}

/// A table and the numbers of columns and rows that it must have.
struct Expected<'t> {
    file: &'t str,
    text: &'t str,
    columns: usize,
    rows: usize,
}

/// Reads a table; reports its faulty rows and a wrong number of rows.
fn read_rows<'t>(
    expected: &Expected<'t>,
    problems: &mut Vec<TableProblem>,
    mut row: impl FnMut(&[&'t str]) -> Result<(), String>,
) {
    let &Expected { file, text, columns, rows: wanted } = expected;
    let mut count = 0;
    problems.extend(Table::new(file, text, columns).read(|fields| {
        count += 1;
        row(fields)
    }));
    if count != wanted {
        let message = format!("{count} rows instead of {wanted}; restore missing rows or remove extra ones");
        problems.push(TableProblem::new(file, text.lines().count(), message));
    }
}

fn event_type(name: &str) -> Result<EventType, String> {
    EventType::from_name(name).ok_or_else(|| format!("unknown event type {name:?}; use one of PLOVER's sixteen"))
}

fn read_plover(tables: &Tables<'_>, ontology: &mut Ontology, problems: &mut Vec<TableProblem>) {
    read_rows(&Expected { file: "events.tsv", text: tables.events, columns: 3, rows: 16 }, problems, |fields| {
        let [name, quad, recipient] = fields else { return Ok(()) };
        if event_type(name)?.quad().name() != *quad {
            return Err(format!("{name} is not of quad class {quad:?}; write {}", event_type(name)?.quad().name()));
        }
        match *recipient {
            "required" | "optional" => Ok(()),
            other => Err(format!("expected required or optional, found {other:?}")),
        }
    });
    read_rows(&Expected { file: "modes.tsv", text: tables.modes, columns: 2, rows: 67 }, problems, |fields| {
        let [name, mode] = fields else { return Ok(()) };
        let known =
            Mode::from_name(mode).ok_or_else(|| format!("unknown mode {mode:?}; use one that the engine knows"))?;
        ontology.modes.insert((event_type(name)?, known));
        Ok(())
    });
    names("contexts.tsv", tables.contexts, &Context::ALL.map(Context::name), problems);
    names("sectors.tsv", tables.sectors, &Sector::ALL.map(Sector::name), problems);
}

/// Reads a table of one column, whose rows must be the names that the engine knows.
fn names(file: &str, text: &str, known: &[&str], problems: &mut Vec<TableProblem>) {
    read_rows(&Expected { file, text, columns: 1, rows: known.len() }, problems, |fields| match fields {
        [name] if !known.contains(name) => Err(format!("unknown name {name:?}; use one of {}", known.join(" "))),
        _ => Ok(()),
    });
}

/// PLOVER gives no score to one mode, `PROTEST:vandalize`, which takes that of its type.
fn read_intensity(tables: &Tables<'_>, ontology: &Ontology, problems: &mut Vec<TableProblem>) {
    read_rows(&Expected { file: "intensity.tsv", text: tables.intensity, columns: 3, rows: 82 }, problems, |fields| {
        let [name, mode, score] = fields else { return Ok(()) };
        if !mode.is_empty() && ontology.mode(event_type(name)?, mode).is_none() {
            return Err(format!("{name} has no mode {mode:?}; see modes.tsv"));
        }
        check_score(score)
    });
}

fn check_score(score: &str) -> Result<(), String> {
    match score.parse::<f64>() {
        Ok(value) if (-10.0..=10.0).contains(&value) => Ok(()),
        _ => Err(format!("{score:?} is not a score; write a number from -10 to 10")),
    }
}

fn read_cameo(tables: &Tables<'_>, ontology: &mut Ontology, problems: &mut Vec<TableProblem>) {
    read_rows(&Expected { file: "cameo.tsv", text: tables.cameo, columns: 2, rows: 312 }, problems, |fields| {
        let [code, _] = fields else { return Ok(()) };
        if !(2..=4).contains(&code.len()) || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(format!("{code:?} is not a code; write two to four digits"));
        }
        ontology.cameo.insert(SmolStr::new(code), Cameo::default());
        Ok(())
    });
    read_rows(&Expected { file: "goldstein.tsv", text: tables.goldstein, columns: 2, rows: 312 }, problems, |fields| {
        let [code, score] = fields else { return Ok(()) };
        if !ontology.is_cameo(code) {
            return Err(format!("unknown CAMEO code {code:?}; see cameo.tsv"));
        }
        check_score(score)
    });
}

fn read_map(tables: &Tables<'_>, ontology: &mut Ontology, problems: &mut Vec<TableProblem>) {
    read_rows(&Expected { file: "cameo_plover.tsv", text: tables.map, columns: 5, rows: 312 }, problems, |fields| {
        let [code, name, modes, contexts, also] = fields else { return Ok(()) };
        let event_type_of_code = if name.is_empty() { None } else { Some(event_type(name)?) };
        let mode = |mode: &str| {
            let known = event_type_of_code.and_then(|event_type| ontology.mode(event_type, mode));
            known.ok_or_else(|| format!("{name} has no mode {mode:?}; see modes.tsv"))
        };
        let context = |context: &str| {
            Context::from_name(context).ok_or_else(|| format!("unknown context {context:?}; see contexts.tsv"))
        };
        let cameo = Cameo {
            event_type: event_type_of_code,
            modes: list(modes).map(mode).collect::<Result<_, _>>()?,
            contexts: list(contexts).map(context).collect::<Result<_, _>>()?,
            also: list(also).map(event_type).collect::<Result<_, _>>()?,
        };
        match ontology.cameo.get_mut(*code) {
            Some(known) => *known = cameo,
            None => return Err(format!("unknown CAMEO code {code:?}; see cameo.tsv")),
        }
        Ok(())
    });
}

/// The entries of a field, separated by bars.
fn list(field: &str) -> impl Iterator<Item = &str> {
    field.split('|').filter(|entry| !entry.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::ontology::TABLES;

    fn problems(tables: Tables<'_>) -> Vec<String> {
        let mut problems = Vec::new();
        read(&tables, &mut problems);
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_missing_row_is_told_by_its_table_and_by_those_that_refer_to_it() {
        let modes = TABLES.modes.replace("COERCE\tcurfew\n", "");
        let found = problems(Tables { modes: &modes, ..TABLES });
        assert!(found.iter().any(|line| line.starts_with("modes.tsv:") && line.contains("66 rows instead of 67")));
        assert!(found.iter().any(|line| line.starts_with("intensity.tsv:") && line.contains("no mode \"curfew\"")));
        assert!(found.iter().any(|line| line.starts_with("cameo_plover.tsv:") && line.contains("\"curfew\"")));
    }

    #[test]
    fn faulty_rows_are_told_with_their_line_and_a_hint() {
        let events = TABLES.events.replace("AID\tmaterial_cooperation", "AID\tverbal_conflict");
        let found = problems(Tables { events: &events, ..TABLES });
        assert_eq!(found, ["events.tsv:5: AID is not of quad class \"verbal_conflict\"; write material_cooperation"]);
        let goldstein = TABLES.goldstein.replace("\n195\t", "\n1950\t");
        assert!(problems(Tables { goldstein: &goldstein, ..TABLES })[0].contains("unknown CAMEO code \"1950\""));
        let map = TABLES.map.replace("\n042\tCONSULT\tvisit", "\n042\tCONSULT\tfly");
        assert!(problems(Tables { map: &map, ..TABLES })[0].contains("CONSULT has no mode \"fly\"; see modes.tsv"));
        let intensity = TABLES.intensity.replace("AID\t\t10", "AID\t\tten");
        assert!(problems(Tables { intensity: &intensity, ..TABLES })[0].contains("\"ten\" is not a score"));
    }
}
