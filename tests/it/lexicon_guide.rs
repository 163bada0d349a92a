//! The walk-through of docs/LEXICON.md, step by step as a reader does it: its files are written, its commands run, and
//! what it shows is what they print.

use std::{fs, path::Path, process::Command};

/// A fenced block: language, the path of the file that it is, if it is one, and its lines.
struct Block<'a> {
    language: &'a str,
    path: Option<&'a str>,
    lines: Vec<&'a str>,
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut found: Vec<Block<'_>> = Vec::new();
    let mut is_open = false;
    for line in text.lines() {
        match (line.strip_prefix("```"), is_open) {
            (Some(head), false) => {
                let (language, path) = head.split_once(' ').map_or((head, None), |(one, two)| (one, Some(two)));
                found.push(Block { language, path, lines: Vec::new() });
                is_open = true;
            }
            (Some(_), true) => is_open = false,
            (None, true) => found.last_mut().unwrap().lines.push(line),
            (None, false) => {}
        }
    }
    found
}

/// The words of a command line, with those in quotation marks together.
fn words(command: &str) -> Vec<String> {
    let parts = command.split('"').enumerate();
    parts
        .flat_map(|(number, part)| {
            let is_quoted = number % 2 == 1;
            if is_quoted { vec![part.to_owned()] } else { part.split_whitespace().map(str::to_owned).collect() }
        })
        .collect()
}

/// Runs a command and looks for the shown lines in its output, in order; `…` stands for any lines.
fn check(directory: &Path, command: &str, shown: &[&str]) {
    let words = words(command);
    assert_eq!(words[0], "dateline", "{command}");
    let output =
        Command::new(env!("CARGO_BIN_EXE_dateline")).args(&words[1..]).current_dir(directory).output().unwrap();
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let mut lines = text.lines();
    for expected in shown {
        if *expected != "…" {
            let is_there = lines.any(|line| line == *expected);
            assert!(is_there, "{command} does not print, in this order: {expected}\n{text}\n{output:?}");
        }
    }
    if !shown.contains(&"…") {
        assert_eq!(text.lines().collect::<Vec<_>>(), shown, "{command} prints more than is shown");
    }
}

#[test]
fn its_steps_do_what_it_says() {
    let document = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/LEXICON.md")).unwrap();
    let walk = document.split("\n## Walk-through").nth(1).unwrap();
    let walk = walk.split("\n## ").next().unwrap();
    let directory = tempfile::tempdir().unwrap();
    let (mut files, mut commands) = (0, 0);
    for block in blocks(walk) {
        if let Some(path) = block.path {
            let path = directory.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, block.lines.join("\n") + "\n").unwrap();
            files += 1;
        } else {
            assert_eq!(block.language, "console", "a block is a file or a session");
            for session in block.lines.chunk_by(|_, next| !next.starts_with("$ ")) {
                check(directory.path(), session[0].strip_prefix("$ ").unwrap(), &session[1..]);
                commands += 1;
            }
        }
    }
    assert!(files >= 5 && commands >= 9, "{files} files, {commands} commands");
}
