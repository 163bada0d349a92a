//! The files that a subcommand names: `-`, or none at all, is standard input.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use anyhow::Context;
use jiff::Timestamp;

use crate::extract::{Declared, Input, InputFormat};

static STANDARD_INPUT: LazyLock<[PathBuf; 1]> = LazyLock::new(|| [PathBuf::from("-")]);

/// The files to read.
pub(super) fn files(named: &[PathBuf]) -> &[PathBuf] {
    if named.is_empty() { &*STANDARD_INPUT } else { named }
}

/// A document as a message. `published`, as text too, dates it where it gives no date: unlike the timestamp of a message, it may lie
/// in any year.
pub(super) fn message<'a>(document: &'a [u8], published: Option<Timestamp>, text: Option<&'a str>) -> Input<'a> {
    let declared = Declared { time: text, ..Declared::default() };
    Input { bytes: Some(document), received_at: published, declared, ..Input::default() }
}

/// The hint for how a file is taken apart. Plain text and pages are whole, except where the name promises lines.
pub(super) fn hint(name: &str, format: InputFormat) -> &str {
    let is_lines = [".jsonl", ".ndjson", ".jsonlines"].iter().any(|end| name.to_ascii_lowercase().ends_with(end));
    match format {
        InputFormat::Text | InputFormat::Html if !is_lines => ".txt",
        _ => name,
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
