//! The documents of a file: the whole of it, or one a line of JSON.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::Path,
};

use anyhow::Context;
use serde::Deserialize;

use super::InputKind;

#[derive(Deserialize)]
struct Line {
    text: String,
}

/// The texts of a file, or what is wrong with a line.
pub(super) enum Texts {
    /// A file of one document.
    Whole(Option<String>),
    /// A file of a document a line.
    Lines { lines: Box<dyn Iterator<Item = io::Result<Vec<u8>>>>, name: String, number: usize },
}

impl Texts {
    /// Opens a file; `-` is standard input.
    pub(super) fn open(path: &Path, kind: Option<InputKind>) -> anyhow::Result<Self> {
        let is_stdin = path == Path::new("-");
        let name = if is_stdin { "standard input".to_owned() } else { path.display().to_string() };
        let reader: Box<dyn Read> = if is_stdin {
            Box::new(io::stdin())
        } else {
            Box::new(File::open(path).with_context(|| format!("cannot open {name}"))?)
        };
        let by_name = path.extension().is_some_and(|extension| extension == "jsonl" || extension == "ndjson");
        if kind.map_or(by_name, |kind| kind == InputKind::Jsonl) {
            return Ok(Self::Lines { lines: Box::new(BufReader::new(reader).split(b'\n')), name, number: 0 });
        }
        let mut text = String::new();
        BufReader::new(reader)
            .read_to_string(&mut text)
            .with_context(|| format!("cannot read {name} as UTF-8 text"))?;
        Ok(Self::Whole(Some(text)))
    }
}

impl Iterator for Texts {
    type Item = Result<String, String>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Whole(text) => text.take().map(Ok),
            Self::Lines { lines, name, number } => loop {
                let line = lines.next()?;
                *number += 1;
                let problem = |error: &dyn std::fmt::Display| {
                    Err(format!("{name}:{number}: {error}; each line must be a JSON object with a string `text`"))
                };
                let line = match line {
                    Ok(line) => line,
                    Err(error) => return Some(problem(&error)),
                };
                if line.trim_ascii().is_empty() {
                    continue;
                }
                return Some(
                    serde_json::from_slice::<Line>(&line).map_or_else(|error| problem(&error), |line| Ok(line.text)),
                );
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_line_costs_that_line_only() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a.jsonl");
        std::fs::write(&path, "{\"text\": \"one\"}\n\n{oops\n{\"text\": \"two\"}").unwrap();
        let texts: Vec<_> = Texts::open(&path, None).unwrap().collect();
        assert_eq!(texts.len(), 3);
        assert_eq!((texts[0].as_deref(), texts[2].as_deref()), (Ok("one"), Ok("two")));
        assert!(texts[1].as_ref().unwrap_err().contains(":3: "));
    }

    #[test]
    fn a_plain_file_is_one_document() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a.txt");
        std::fs::write(&path, "one\n\ntwo").unwrap();
        assert_eq!(Texts::open(&path, None).unwrap().collect::<Vec<_>>(), [Ok("one\n\ntwo".to_owned())]);
        assert!(Texts::open(&directory.path().join("absent"), None).is_err());
    }
}
