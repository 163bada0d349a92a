//! Named word lists: `words.toml` for the rules (`@name`), `grammar.toml` for the engine's own grammar.

use std::collections::BTreeMap;

use super::{TableProblem, line_of};

/// Word lists by name; the entries are as written.
pub type WordLists = BTreeMap<String, Vec<String>>;

/// Reads `name = ["word", …]` lines, checks each list for order and doubles, and resolves entries `@other`.
pub fn parse(file: &str, text: &str, problems: &mut Vec<TableProblem>) -> WordLists {
    let table: WordLists = match toml::from_str(text) {
        Ok(table) => table,
        Err(error) => {
            let line = error.span().map_or(1, |span| line_of(text, span.start));
            problems.push(TableProblem::new(file, line, error.message().replace('\n', " ")));
            return WordLists::new();
        }
    };
    let mut lists = WordLists::new();
    for (name, words) in &table {
        let line = text.lines().position(|line| defines(line, name)).map_or(1, |index| index + 1);
        if let Some([before, after]) = words.array_windows::<2>().find(|[before, after]| before >= after) {
            let message = format!("list {name}: {after:?} stands behind {before:?}, sort the list and drop doubles");
            problems.push(TableProblem::new(file, line, message));
        }
        let mut resolved = Vec::new();
        for word in words {
            match word.strip_prefix('@').map(|other| (other, table.get(other))) {
                None => resolved.push(word.clone()),
                Some((_, Some(more))) => resolved.extend(more.iter().filter(|word| !word.starts_with('@')).cloned()),
                Some((other, None)) => {
                    let message = format!("list {name}: no list @{other}, define it in this file");
                    problems.push(TableProblem::new(file, line, message));
                }
            }
        }
        lists.insert(name.clone(), resolved);
    }
    lists
}

fn defines(line: &str, name: &str) -> bool {
    line.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with('='))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_take_in_others_and_every_problem_has_its_line() {
        let mut problems = Vec::new();
        let lists = parse("words.toml", "a = [\"@b\", \"x\"]\nb = [\"y\", \"z\"]\n", &mut problems);
        assert_eq!(lists.get("a").map(Vec::as_slice), Some(&["y".to_owned(), "z".to_owned(), "x".to_owned()][..]));
        assert!(problems.is_empty());
        parse("words.toml", "a = [\"@c\"]\n\nb = [\"z\", \"y\"]\n", &mut problems);
        let lines: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [1, 3]);
    }
}
