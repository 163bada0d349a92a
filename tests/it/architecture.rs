//! The invariants of docs/ARCHITECTURE.md that can be read off the source.

use std::fs;

use crate::support::{
    files::{self, text},
    source::sources,
};

/// Fails for every file outside `allowed` that has one of `words` in its code.
fn only_in(words: &[&str], allowed: &[&str]) {
    let mut broken = Vec::new();
    for source in sources() {
        if allowed.iter().any(|prefix| source.path.starts_with(prefix)) || source.path.ends_with("/tests.rs") {
            continue;
        }
        broken.extend(
            words.iter().filter(|word| source.code.contains(**word)).map(|word| format!("{}: {word}", source.path)),
        );
    }
    assert!(broken.is_empty(), "only {allowed:?} may say that: {broken:#?}");
}

/// Fails for every file under `folders` that has one of `words` in its code.
fn never_in(words: &[&str], folders: &[&str], but: &[&str]) {
    let mut broken = Vec::new();
    for source in sources().iter().filter(|source| folders.iter().any(|folder| source.path.starts_with(folder))) {
        if but.iter().any(|allowed| source.path.starts_with(allowed)) {
            continue;
        }
        broken.extend(
            words.iter().filter(|word| source.code.contains(**word)).map(|word| format!("{}: {word}", source.path)),
        );
    }
    assert!(broken.is_empty(), "{folders:?} must not say that: {broken:#?}");
}

const PURE: [&str; 5] = ["src/model/", "src/extract/", "src/spacy/", "src/bert/", "src/lexicon/"];

#[test]
fn kafka_is_named_in_one_folder() {
    only_in(&["rdkafka::"], &["src/kafka/"]);
}

#[test]
fn the_settings_crate_is_named_in_one_folder() {
    only_in(&["use config::", "config::Value", "config::File", "config::ConfigError"], &["src/settings/"]);
}

#[test]
fn only_the_command_line_and_the_reports_print() {
    only_in(&["println!", "eprintln!", "print!(", "io::stdout"], &["src/cli/", "src/report/"]);
}

#[test]
fn nothing_ends_the_process_by_itself() {
    only_in(&["process::exit", "process::abort"], &["src/stream/fail_point.rs"]);
}

#[test]
fn the_pure_modules_know_no_runtime_no_clock_and_no_environment() {
    never_in(
        &[
            "tokio",
            "axum",
            "Timestamp::now",
            "SystemTime",
            "Instant::now",
            "std::env",
            "env::var",
            "thread_rng",
            "RandomState",
        ],
        &PURE,
        &[],
    );
}

#[test]
fn the_pure_modules_read_no_files_but_to_load() {
    never_in(&["std::fs", "fs::", "File::open"], &PURE, &["src/spacy/", "src/lexicon/"]);
}

#[test]
fn nothing_pure_has_a_random_order() {
    never_in(&["std::collections::HashMap", "std::collections::HashSet", "collections::{HashMap"], &PURE, &[]);
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent: Vec<_> = sources().into_iter().filter(|s| !s.whole.starts_with("//! ")).map(|s| s.path).collect();
    assert!(silent.is_empty(), "without a //! line: {silent:?}");
}

#[test]
fn no_file_is_longer_than_five_hundred_lines() {
    let long: Vec<_> = sources().into_iter().filter(|s| s.whole.lines().count() > 500).map(|s| s.path).collect();
    assert!(long.is_empty(), "split these: {long:?}");
}

#[test]
fn the_main_file_stays_short() {
    assert!(text("src/main.rs").lines().count() <= 60);
}

#[test]
fn the_map_of_the_modules_is_complete() {
    let document = text("docs/ARCHITECTURE.md");
    for folder in files::entries("src", None).into_iter().filter(|path| path.is_dir()) {
        let row = format!("| `{}/` |", folder.file_name().unwrap().to_str().unwrap());
        assert!(document.contains(&row), "docs/ARCHITECTURE.md has no row {row}");
    }
}

#[test]
fn the_invariants_are_numbered_and_held_by_tests_that_exist() {
    let document = text("docs/ARCHITECTURE.md");
    let rows: Vec<Vec<&str>> = document
        .split("## Invariants")
        .nth(1)
        .unwrap()
        .split("\n## ")
        .next()
        .unwrap()
        .lines()
        .filter(|line| line.starts_with("| ") && line.as_bytes()[2].is_ascii_digit())
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    assert!(rows.len() >= 9, "{rows:?}");
    let mut code: String = sources().into_iter().map(|source| source.whole).collect();
    code.extend(files::entries("tests/it", Some("rs")).into_iter().map(|path| fs::read_to_string(path).unwrap()));
    for (index, row) in rows.iter().enumerate() {
        let [number, _, tests] = row[..] else { panic!("{row:?}") };
        assert_eq!(number, (index + 1).to_string());
        let named: Vec<&str> = tests.split('`').skip(1).step_by(2).filter(|name| !name.contains('/')).collect();
        assert!(!named.is_empty(), "no test holds invariant {number}");
        for name in named {
            assert!(code.contains(&format!("fn {name}(")), "no test is called {name}");
        }
    }
}
