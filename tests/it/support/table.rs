//! Tables of sentences: tab-separated, the first line that is no comment names the columns.

use super::files;

/// A table.
pub(crate) struct Table {
    /// Its file, from the root of the repository.
    pub(crate) name: String,
    text: String,
    heads: Vec<String>,
    /// Its rows.
    pub(crate) rows: Vec<Row>,
}

/// One row.
pub(crate) struct Row {
    /// Its number in the file, from 1.
    pub(crate) line: usize,
    cells: Vec<(String, String)>,
}

/// A cell that is to be rewritten: the line, the head of the column, the new text.
pub(crate) type Change = (usize, &'static str, String);

impl Table {
    /// The table of the sentences on a subject.
    pub(crate) fn of(subject: &str) -> Self {
        let name = format!("tests/it/sentences/{subject}.tsv");
        let text = files::text(&name);
        Self::parse(name, text)
    }

    /// The table of that text.
    pub(crate) fn parse(name: String, text: String) -> Self {
        let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let (_, head) = lines.next().unwrap_or_else(|| panic!("{name} has no head"));
        let heads: Vec<String> = head.split('\t').map(str::to_owned).collect();
        let row = |(line, cells): (usize, &str)| {
            let cells: Vec<String> = cells.split('\t').map(str::to_owned).collect();
            assert_eq!(cells.len(), heads.len(), "{name}:{line}: as many cells as heads");
            Row { line, cells: heads.iter().cloned().zip(cells).collect() }
        };
        let rows = lines.map(row).collect();
        Self { name, text, heads, rows }
    }

    /// The heads of its columns.
    pub(crate) fn heads(&self) -> impl Iterator<Item = &str> {
        self.heads.iter().map(String::as_str)
    }

    /// The text of its file with some cells rewritten.
    pub(crate) fn with(&self, changes: &[Change]) -> String {
        let mut lines: Vec<String> = self.text.lines().map(str::to_owned).collect();
        for (line, head, found) in changes {
            let column = self.heads.iter().position(|known| known == head).unwrap();
            let mut cells: Vec<&str> = lines[line - 1].split('\t').collect();
            cells[column] = found;
            lines[line - 1] = cells.join("\t");
        }
        lines.join("\n") + "\n"
    }
}

impl Row {
    /// The cell under a head, unless it is empty.
    pub(crate) fn get(&self, head: &str) -> Option<&str> {
        self.cells.iter().find(|(known, cell)| known == head && !cell.is_empty()).map(|(_, cell)| cell.as_str())
    }

    /// The cell under a head.
    pub(crate) fn cell(&self, head: &str) -> &str {
        self.get(head).unwrap_or_else(|| panic!("line {} has no {head}", self.line))
    }
}
