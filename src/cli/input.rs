//! The files that a subcommand names: `-`, or none at all, is standard input.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use anyhow::Context;
use jiff::Timestamp;

use super::engine;
use crate::{
    extract::{
        Declared, Input, InputFormat,
        decode::{self, Document},
    },
    settings::Settings,
};

static STANDARD_INPUT: LazyLock<[PathBuf; 1]> = LazyLock::new(|| [PathBuf::from("-")]);

/// The files to read.
pub(super) fn files(named: &[PathBuf]) -> &[PathBuf] {
    if named.is_empty() { &*STANDARD_INPUT } else { named }
}

/// How the documents of files are read: by the settings and `--published`.
#[derive(Debug)]
pub(super) struct Reading {
    format: InputFormat,
    published: Option<Timestamp>,
    /// The same as text: unlike the timestamp of a message, it may lie in any year.
    written: Option<String>,
}

impl Reading {
    /// The reading that the settings ask for; `published` dates a document without a date.
    pub(super) fn new(settings: &Settings, published: Option<Timestamp>) -> Self {
        Self { format: engine::input_format(settings), published, written: published.map(|at| at.to_string()) }
    }

    /// The documents of a file, each with the line on which it begins.
    pub(super) fn documents<'a>(&self, bytes: &'a [u8], name: &str) -> impl Iterator<Item = Document<'a>> + use<'a> {
        decode::documents(bytes, Some(self.hint(name)))
    }

    /// Whether each document of the file has to be JSON.
    pub(super) fn are_json_lines(&self, bytes: &[u8], name: &str) -> bool {
        decode::are_json_lines(bytes, Some(self.hint(name)))
    }

    /// A document as a message.
    pub(super) fn message<'a>(&'a self, document: &'a [u8], is_json: bool) -> Input<'a> {
        let content_type = is_json.then_some("application/json");
        let declared = Declared { content_type, time: self.written.as_deref(), ..Declared::default() };
        Input { bytes: Some(document), received_at: self.published, declared, format: self.format, ..Input::default() }
    }

    /// The hint for how a file is split. Plain text and pages are whole, unless the name promises lines.
    fn hint<'a>(&self, name: &'a str) -> &'a str {
        match self.format {
            InputFormat::Text | InputFormat::Html if !decode::is_named_lines(name) => ".txt",
            _ => name,
        }
    }
}

/// The bytes of a file, or of standard input.
pub(super) fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
        return Ok(bytes);
    }
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_split_only_where_the_name_promises_lines() {
        for (name, format, expected) in [
            ("a.json", InputFormat::Text, 1),
            ("a.jsonl", InputFormat::Text, 2),
            ("a.jsonl.gz", InputFormat::Html, 2),
            ("a.json", InputFormat::Auto, 2),
        ] {
            let reading = Reading { format, published: None, written: None };
            assert_eq!(reading.documents(b"{\"a\": 1}\n{\"b\": 2}\n", name).count(), expected, "{name} {format:?}");
        }
    }
}
