//! What the README says is so: its commands, the output it shows, its settings, its links, its length.

use std::{fs, path::Path, process::Command, process::Stdio};

use clap::Parser;
use dateline::{
    cli::Arguments,
    settings::{self, Layers},
};
use regex::Regex;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).unwrap()
}

/// The fenced blocks of a language, each with the number of its first line, from 1.
fn blocks(text: &str, language: &str) -> Vec<(usize, Vec<String>)> {
    let mut found = Vec::new();
    let mut open: Option<(bool, usize, Vec<String>)> = None;
    for (index, line) in text.lines().enumerate() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(tag), None) => open = Some((tag == language, index + 2, Vec::new())),
            (Some(_), Some(_)) => {
                if let Some((true, first, lines)) = open.take() {
                    found.push((first, lines));
                }
            }
            (None, Some((_, _, lines))) => lines.push(line.to_owned()),
            (None, None) => {}
        }
    }
    found
}

#[test]
fn it_is_short() {
    let words = readme().split_whitespace().count();
    assert!(words <= 1000, "{words} words");
}

#[test]
fn the_first_command_comes_early_and_shows_real_output() {
    let text = readme();
    let (line, block) = blocks(&text, "console").into_iter().next().unwrap();
    assert!(line <= 20, "the first command stands on line {line}");
    assert_eq!(block[0], "$ cargo run --release -- demo");
    let demo = Command::new(env!("CARGO_BIN_EXE_dateline")).arg("demo").stdin(Stdio::null()).output().unwrap();
    assert!(demo.status.success(), "{demo:?}");
    let output = String::from_utf8(demo.stdout).unwrap();
    let mut rest = output.as_str();
    let mut shown = 0;
    for expected in block[1..].iter().filter(|line| !line.is_empty() && *line != "…") {
        let at = rest
            .find(&format!("{expected}\n"))
            .unwrap_or_else(|| panic!("not in the demo's output, in this order: {expected}\n{output}"));
        rest = rest.split_at(at + expected.len()).1;
        shown += 1;
    }
    assert!(shown >= 8, "the README shows {shown} lines of output");
}

#[test]
fn every_command_is_understood() {
    let mut commands = 0;
    for (_, block) in blocks(&readme(), "console") {
        for command in block.iter().filter_map(|line| line.strip_prefix("$ ")) {
            let before_redirection = command.split(" > ").next().unwrap();
            if let Some(rest) = before_redirection.strip_prefix("dateline ") {
                let words = ["dateline"].into_iter().chain(rest.split_whitespace());
                Arguments::try_parse_from(words).unwrap_or_else(|error| panic!("{command}: {error}"));
                commands += 1;
            }
        }
    }
    assert!(commands >= 5);
}

#[test]
fn every_settings_block_is_valid() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("readme.toml");
    let found = blocks(&readme(), "toml");
    assert!(!found.is_empty());
    for (_, block) in found {
        fs::write(&path, block.join("\n")).unwrap();
        let layers = Layers { files: vec![path.clone()], ..Layers::default() };
        settings::load(&layers, []).unwrap_or_else(|error| panic!("{error}"));
    }
}

#[test]
fn links_between_documents_lead_somewhere() {
    let link = Regex::new(r"\]\(([^)#]+)[^)]*\)").unwrap();
    let mut documents = vec![root().join("README.md"), root().join("CHANGELOG.md")];
    documents.extend(fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path()));
    for document in documents.iter().filter(|path| path.extension().is_some_and(|extension| extension == "md")) {
        let text = fs::read_to_string(document).unwrap();
        for target in link.captures_iter(&text).map(|found| found.get(1).unwrap().as_str()) {
            let is_local = !target.contains("://");
            assert!(!is_local || document.parent().unwrap().join(target).exists(), "{}: {target}", document.display());
        }
    }
}

#[test]
fn the_fields_it_names_are_fields_of_the_record() {
    let schema = fs::read_to_string(root().join("docs/schemas/event.json")).unwrap();
    let text = readme();
    let table = text.split("| fields | meaning |").nth(1).unwrap().split("\n\n").next().unwrap();
    let field = Regex::new(r"`([a-z_]+)`").unwrap();
    let mut fields = 0;
    for name in field.captures_iter(table).map(|found| found.get(1).unwrap().as_str()) {
        assert!(schema.contains(&format!("\"{name}\"")), "{name}");
        fields += 1;
    }
    assert!(fields >= 15);
}
