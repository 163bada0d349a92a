//! Reading of tab-separated lists: one entry a line, `#` opens a comment line, the first field is the key.

use std::fmt;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Something wrong in a list, with what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableProblem {
    /// The file's name.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong and how to fix it.
    pub message: String,
}

impl TableProblem {
    /// A problem at a line, counted from 1.
    pub fn new(file: &str, line: usize, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, message: message.into() }
    }
}

impl fmt::Display for TableProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.file, self.line, self.message)
    }
}

impl std::error::Error for TableProblem {}

/// One list, and the problems found while reading it.
pub(super) struct Table<'a> {
    file: &'a str,
    text: &'a str,
    columns: usize,
    problems: Vec<TableProblem>,
}

impl<'a> Table<'a> {
    /// A list whose rows have `columns` columns.
    pub(super) fn new(file: &'a str, text: &'a str, columns: usize) -> Self {
        Self { file, text, columns, problems: Vec::new() }
    }

    /// Calls a function for every row: it gets the fields, and returns what is wrong with them.
    pub(super) fn read(mut self, mut row: impl FnMut(&[&'a str]) -> Result<(), String>) -> Vec<TableProblem> {
        let mut previous = "";
        for (index, line) in self.text.lines().enumerate() {
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            let fields: Vec<&str> = line.split('\t').collect();
            if fields.len() != self.columns {
                let message = format!("{} fields instead of {}; separate them with tabs", fields.len(), self.columns);
                self.report(index, message);
                continue;
            }
            if line <= previous {
                self.report(index, format!("out of order or duplicate after {previous:?}; sort the rows by bytes"));
            }
            previous = line;
            if let Err(message) = row(&fields) {
                self.report(index, message);
            }
        }
        self.problems
    }

    fn report(&mut self, index: usize, message: String) {
        self.problems.push(TableProblem { file: self.file.to_owned(), line: index + 1, message });
    }
}

/// The form of a name by which it is looked up: lower case without accents and full stops, hyphens and apostrophes as
/// spaces, no article in front.
pub fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for letter in text.nfkd().filter(|letter| !is_combining_mark(*letter)) {
        match letter {
            '.' => {}
            '-' | '–' | '—' | '‑' | '\'' | '’' | '‘' | '`' | '´' | '/' => push_space(&mut key),
            letter if letter.is_whitespace() => push_space(&mut key),
            'ł' | 'Ł' => key.push('l'),
            'ø' | 'Ø' => key.push('o'),
            'ı' => key.push('i'),
            'đ' | 'Đ' => key.push('d'),
            letter => key.extend(letter.to_lowercase()),
        }
    }
    key.truncate(key.trim_end().len());
    match key.strip_prefix("the ") {
        Some(rest) => rest.to_owned(),
        None => key,
    }
}

fn push_space(key: &mut String) {
    if !key.is_empty() && !key.ends_with(' ') {
        key.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_ignore_case_accents_and_punctuation() {
        assert_eq!(key("The Côte d’Ivoire"), "cote d ivoire");
        assert_eq!(key("U.S."), "us");
        assert_eq!(key("al-Qaeda"), key("Al Qaeda"));
        assert_eq!(key("People 's Republic"), key("People's Republic"));
    }

    #[test]
    fn rows_out_of_order_and_of_the_wrong_width_are_reported() {
        let problems = Table::new("x.tsv", "# c\nb\t1\na\t1\na\n", 2).read(|_| Ok(()));
        let lines: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [3, 4]);
        assert!(problems.iter().all(|problem| problem.to_string().starts_with("x.tsv:")));
    }
}
