//! The source files.

use std::{fs, path::Path};

use super::files;

/// A source file: its path from the root of the repository, its text, and its text without unit tests and comments.
pub(crate) struct Source {
    /// The path, as `src/model/doc.rs`.
    pub(crate) path: String,
    /// The whole text.
    pub(crate) whole: String,
    /// The lines before the unit tests that are no comments.
    pub(crate) code: String,
}

/// All source files, sorted.
pub(crate) fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    collect(&files::path("src"), &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(found.len() > 20, "the source has moved: only {} files found", found.len());
    found
}

fn collect(folder: &Path, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let whole = fs::read_to_string(&path).unwrap();
            let path = path.strip_prefix(files::path("")).unwrap().to_str().unwrap().to_owned();
            found.push(Source { path, code: code(&whole), whole });
        }
    }
}

/// The lines before the unit tests that are no comments.
fn code(text: &str) -> String {
    let before_tests = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    before_tests.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}
