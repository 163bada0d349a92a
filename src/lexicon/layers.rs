//! An overlay's rows over those of a built-in table: added, in place of one that is built in, or (`-name`) taking it away.

use rustc_hash::FxHashSet;

use super::{
    source::{Origin, SourceFile},
    table::{TableProblem, key},
};

/// What an overlay does to one table or set of lists.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableCounts {
    /// The file's name under `config/lexicon`.
    pub name: String,
    /// Entries in force.
    pub entries: usize,
    /// Entries that the overlay adds.
    pub added: usize,
    /// Entries that it replaces.
    pub replaced: usize,
    /// Entries that it takes away.
    pub removed: usize,
}

/// One row of a table.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub file: &'a SourceFile,
    /// Counted from 1.
    pub line: usize,
    pub fields: Vec<&'a str>,
}

impl Row<'_> {
    /// Where it was read.
    pub(super) fn origin(&self) -> Origin {
        Origin { file: self.file.name.as_str().into(), line: self.line }
    }

    /// A problem of this row.
    pub(super) fn problem(&self, message: impl Into<String>) -> TableProblem {
        TableProblem::new(&self.file.name, self.line, message)
    }
}

/// How the rows of a table are read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    /// The file's name under `config/lexicon`.
    pub name: &'static str,
    /// A second built-in file with rows of the same kind.
    pub more: Option<&'static str>,
    /// The names of its columns.
    pub columns: &'static [&'static str],
    /// The numbers of the columns by which a row is known: first comes the first.
    pub known_by: &'static [usize],
    /// Several rows may be known by the same name.
    pub has_repeats: bool,
    /// Names are compared by their [`key`], not letter by letter.
    pub is_by_key: bool,
}

impl Shape {
    /// A table in one file, in which a row is known by its first column, letter by letter, and no two by the same.
    pub(super) const fn of(name: &'static str, columns: &'static [&'static str]) -> Self {
        Self { name, more: None, columns, known_by: &[0], has_repeats: false, is_by_key: false }
    }

    /// What a row is known by.
    fn name(&self, fields: &[&str]) -> String {
        let fields = self.known_by.iter().filter_map(|column| fields.get(*column));
        self.known(&fields.copied().collect::<Vec<_>>().join("\t"))
    }

    /// Whether a file has rows of this table.
    fn has(&self, file: &SourceFile) -> bool {
        std::iter::once(self.name).chain(self.more).any(|name| file.name.ends_with(name))
    }

    fn known(&self, name: &str) -> String {
        if self.is_by_key { key(name) } else { name.to_owned() }
    }
}

/// The rows of a table that hold: an overlay's first, then those built in that it neither replaces nor removes.
pub(super) fn layered<'a>(
    shape: Shape,
    files: &'a [SourceFile],
    problems: &mut Vec<TableProblem>,
) -> (Vec<Row<'a>>, TableCounts) {
    let mut layers = (Vec::new(), Vec::new());
    let mut removals: Vec<(&SourceFile, usize, &str)> = Vec::new();
    for file in files.iter().filter(|file| shape.has(file)) {
        let rows = read(shape, file, &mut removals, problems);
        if file.is_overlay { layers.0.extend(rows) } else { layers.1.extend(rows) }
    }
    let (mut rows, below) = layers;
    let names = |rows: &[Row<'_>]| -> FxHashSet<String> { rows.iter().map(|row| shape.name(&row.fields)).collect() };
    let (above, known) = (names(&rows), names(&below));
    let mut removed = FxHashSet::default();
    for (file, line, name) in removals {
        let removal = shape.known(name);
        if !known.contains(&removal) {
            let message = format!("{} has no {name:?} to remove; search with `dateline lexicon find`", shape.name);
            problems.push(TableProblem::new(&file.name, line, message));
        }
        removed.insert(removal);
    }
    let (total, added) = (known.union(&above).count(), above.difference(&known).count());
    let gone = removed.iter().filter(|name| known.contains(*name) && !above.contains(*name)).count();
    let counts = TableCounts {
        name: shape.name.to_owned(),
        entries: total - gone,
        added,
        replaced: above.len() - added,
        removed: gone,
    };
    rows.extend(below.into_iter().filter(|row| {
        let name = shape.name(&row.fields);
        !above.contains(&name) && !removed.contains(&name)
    }));
    (rows, counts)
}

/// The rows of one file; what is out of order or of the wrong width is a problem.
fn read<'a>(
    shape: Shape,
    file: &'a SourceFile,
    removals: &mut Vec<(&'a SourceFile, usize, &'a str)>,
    problems: &mut Vec<TableProblem>,
) -> Vec<Row<'a>> {
    let (mut rows, mut previous): (Vec<Row<'a>>, &str) = (Vec::new(), "");
    let mut seen = FxHashSet::default();
    for (index, text) in file.text.lines().enumerate().filter(|(_, text)| !text.is_empty() && !text.starts_with('#')) {
        let line = index + 1;
        let mut report = |message: String| problems.push(TableProblem::new(&file.name, line, message));
        if text <= previous {
            report(format!("out of order or duplicate after {previous:?}; sort the rows by bytes"));
        }
        previous = text;
        let fields: Vec<&str> = text.split('\t').collect();
        let name = fields.first().copied().unwrap_or_default();
        let removed = text.strip_prefix('-').filter(|rest| !rest.is_empty() && fields.len() == shape.known_by.len());
        if let Some(removed) = removed {
            if file.is_overlay {
                removals.push((file, line, removed));
            } else {
                report(format!("only an overlay can remove; delete the row of {removed:?}"));
            }
        } else if fields.len() != shape.columns.len() {
            let (found, wanted) = (fields.len(), shape.columns.join(", "));
            report(format!("{found} fields instead of {}; separate them with tabs: {wanted}", shape.columns.len()));
        } else if name.trim().is_empty() {
            report(format!("the {} is empty; fill it in or delete the row", shape.columns.first().unwrap_or(&"name")));
        } else if !shape.has_repeats
            && !seen.insert(shape.known_by.iter().filter_map(|column| fields.get(*column).copied()).collect::<Vec<_>>())
        {
            report(format!("duplicate row {name:?}; keep one"));
        } else {
            rows.push(Row { file, line, fields });
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPE: Shape = Shape { is_by_key: true, ..Shape::of("x.tsv", &["name", "code"]) };

    fn file(text: &str, is_overlay: bool) -> SourceFile {
        let name = if is_overlay { "over/x.tsv" } else { "x.tsv" };
        SourceFile { name: name.to_owned(), text: text.to_owned(), is_overlay }
    }

    #[test]
    fn rows_out_of_order_of_the_wrong_width_or_twice_are_reported() {
        let mut problems = Vec::new();
        let files = [file("# c\nb\t1\na\t1\na\nb\t2\n-c\n\t1\n", false)];
        let (rows, _) = layered(SHAPE, &files, &mut problems);
        assert_eq!(rows.len(), 2);
        let lines: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [3, 4, 4, 5, 6, 6, 7, 7], "{problems:?}");
        assert!(problems.iter().all(|problem| problem.to_string().starts_with("x.tsv:")));
    }

    #[test]
    fn an_overlay_adds_replaces_and_removes_rows() {
        let mut problems = Vec::new();
        let files = [file("beta\t1\ngamma\t1\nÁlpha\t1\n", false), file("-gamma\nalpha\t2\ndelta\t2\n", true)];
        let (rows, counts) = layered(SHAPE, &files, &mut problems);
        let rows: Vec<String> = rows.iter().map(|row| format!("{}:{}", row.file.name, row.fields.join("="))).collect();
        assert_eq!(rows, ["over/x.tsv:alpha=2", "over/x.tsv:delta=2", "x.tsv:beta=1"]);
        assert_eq!((counts.entries, counts.added, counts.replaced, counts.removed), (3, 1, 1, 1));
        assert!(problems.is_empty());
    }

    #[test]
    fn a_removal_of_what_is_not_there_is_a_problem_with_its_line() {
        let mut problems = Vec::new();
        let files = [file("beta\t1\n", false), file("# c\n-gamma\n", true)];
        layered(SHAPE, &files, &mut problems);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].to_string().starts_with("over/x.tsv:2: x.tsv has no \"gamma\" to remove; "));
    }
}
