//! The walk-through of docs/LEXICON.md, step by step as a reader does it: its files are written, its commands run, and
//! what it shows is what they print.

use std::path::Path;

use crate::support::{
    files::{self, blocks, commands, first_missing},
    program,
};

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
fn check(folder: &Path, command: &str, shown: &[&str]) {
    let words = words(command);
    assert_eq!(words[0], "dateline", "{command}");
    let arguments: Vec<&str> = words[1..].iter().map(String::as_str).collect();
    let mut command_line = program::command(&arguments);
    let found: program::Finished =
        command_line.current_dir(folder).env("DATELINE__READER__ENABLED", "false").output().unwrap().into();
    let missing = first_missing(&found.stdout, shown);
    assert_eq!(missing, None, "{command} does not print it, in this order:\n{found:#?}");
    if !shown.contains(&"…") {
        assert_eq!(found.stdout.lines().collect::<Vec<_>>(), shown, "{command} prints more than is shown");
    }
}

#[test]
fn its_steps_do_what_it_says() {
    let document = files::text("docs/LEXICON.md");
    let walk = document.split("\n## Walk-through").nth(1).unwrap();
    let walk = walk.split("\n## ").next().unwrap();
    let folder = files::folder(&[]);
    let (mut written, mut run) = (0, 0);
    for block in blocks(walk) {
        if let Some(name) = block.rest {
            files::write(folder.path(), name, &(block.lines.join("\n") + "\n"));
            written += 1;
        } else {
            assert_eq!(block.language, "console", "a block is a file or a session");
            for (command, shown) in commands(&block) {
                check(folder.path(), command, shown);
                run += 1;
            }
        }
    }
    assert!(written >= 5 && run >= 9, "{written} files, {run} commands");
}
