//! What the README says is so: its commands, the output it shows, its settings, its links, its length.

use std::fs;

use clap::Parser;
use dateline::{
    cli::Arguments,
    settings::{self, Layers},
};
use regex::Regex;

use crate::support::{
    files::{self, Block, blocks, commands, first_missing, folder},
    program,
};

fn readme() -> String {
    files::text("README.md")
}

fn in_language<'a>(document: &'a str, language: &'a str) -> impl Iterator<Item = Block<'a>> {
    blocks(document).into_iter().filter(move |block| block.language == language)
}

#[test]
fn it_is_short() {
    let words = readme().split_whitespace().count();
    assert!(words <= 1000, "{words} words");
}

#[test]
fn the_first_command_comes_early_and_shows_real_output() {
    let text = readme();
    let block = in_language(&text, "console").next().unwrap();
    assert!(block.line <= 20, "the first command stands on line {}", block.line);
    let (command, shown) = commands(&block).next().unwrap();
    assert_eq!(command, "cargo run --release -- demo");
    let shown: Vec<&str> = shown.iter().copied().filter(|line| !line.is_empty()).collect();
    let demo = program::run(&["demo"]);
    assert_eq!(demo.code, Some(0), "{demo:?}");
    let missing = first_missing(&demo.stdout, &shown);
    assert_eq!(missing, None, "not in the demo's output, in this order:\n{}", demo.stdout);
    assert!(shown.iter().filter(|line| **line != "…").count() >= 8, "the README shows {shown:?}");
}

#[test]
fn every_command_is_understood() {
    let text = readme();
    let mut count = 0;
    for block in in_language(&text, "console") {
        for (command, _) in commands(&block) {
            let before_redirection = command.split(" > ").next().unwrap();
            if let Some(rest) = before_redirection.strip_prefix("dateline ") {
                let words = ["dateline"].into_iter().chain(rest.split_whitespace());
                Arguments::try_parse_from(words).unwrap_or_else(|error| panic!("{command}: {error}"));
                count += 1;
            }
        }
    }
    assert!(count >= 5);
}

#[test]
fn every_settings_block_is_valid() {
    let text = readme();
    let mut count = 0;
    for block in in_language(&text, "toml") {
        let folder = folder(&[("readme.toml", &block.lines.join("\n"))]);
        let layers = Layers { files: vec![folder.path().join("readme.toml")], ..Layers::default() };
        settings::load(&layers, []).unwrap_or_else(|error| panic!("{error}"));
        count += 1;
    }
    assert!(count > 0);
}

#[test]
fn links_between_documents_lead_somewhere() {
    let link = Regex::new(r"\]\(([^)#]+)[^)]*\)").unwrap();
    let documents = [files::path("README.md"), files::path("CHANGELOG.md")];
    for document in documents.into_iter().chain(files::entries("docs", Some("md"))) {
        let text = fs::read_to_string(&document).unwrap();
        for target in link.captures_iter(&text).map(|found| found.get(1).unwrap().as_str()) {
            let is_local = !target.contains("://");
            assert!(!is_local || document.parent().unwrap().join(target).exists(), "{}: {target}", document.display());
        }
    }
}

#[test]
fn the_fields_it_names_are_fields_of_the_record() {
    let schema = files::text("docs/schemas/event.json");
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
