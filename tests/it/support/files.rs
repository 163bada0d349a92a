//! The files of the repository, and folders that a test makes.

use std::{
    fs,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

/// A file or folder of the repository.
pub(crate) fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The text of a file of the repository.
pub(crate) fn text(name: &str) -> String {
    fs::read_to_string(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The entries of a folder of the repository, sorted; with an extension only the files that have it.
pub(crate) fn entries(folder: &str, extension: Option<&str>) -> Vec<PathBuf> {
    let entries = fs::read_dir(path(folder)).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| extension.is_none_or(|wanted| path.extension().is_some_and(|found| found == wanted)));
    paths.sort();
    paths
}

/// A temporary folder with files of these names and texts.
pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        write(folder.path(), name, text);
    }
    folder
}

/// Writes a file, and the folders that it lies in.
pub(crate) fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A fenced block of a Markdown document.
pub(crate) struct Block<'a> {
    /// The language behind the fence.
    pub(crate) language: &'a str,
    /// What follows the language.
    pub(crate) rest: Option<&'a str>,
    /// The number of its first line, from 1.
    pub(crate) line: usize,
    /// Its lines.
    pub(crate) lines: Vec<&'a str>,
}

/// The fenced blocks of a Markdown document.
pub(crate) fn blocks(document: &str) -> Vec<Block<'_>> {
    let mut found: Vec<Block<'_>> = Vec::new();
    let mut is_open = false;
    for (index, line) in document.lines().enumerate() {
        match (line.strip_prefix("```"), is_open) {
            (Some(head), false) => {
                let (language, rest) = head.split_once(' ').map_or((head, None), |(one, two)| (one, Some(two)));
                found.push(Block { language, rest, line: index + 2, lines: Vec::new() });
                is_open = true;
            }
            (Some(_), true) => is_open = false,
            (None, true) => found.last_mut().unwrap().lines.push(line),
            (None, false) => {}
        }
    }
    found
}

/// The session of a console block: each command, without its `$ `, and the lines that follow it.
pub(crate) fn commands<'a, 'b>(block: &'b Block<'a>) -> impl Iterator<Item = (&'a str, &'b [&'a str])> {
    let sessions = block.lines.chunk_by(|_, next| !next.starts_with("$ "));
    sessions
        .map(|lines| (lines[0].strip_prefix("$ ").unwrap_or_else(|| panic!("no command: {}", lines[0])), &lines[1..]))
}

/// The place of the first of these lines that does not stand in a text behind the one before it; `…` stands for any lines.
pub(crate) fn first_missing<'a>(text: &str, shown: &[&'a str]) -> Option<&'a str> {
    let mut lines = text.lines();
    shown.iter().copied().filter(|line| *line != "…").find(|expected| !lines.any(|line| line == *expected))
}
