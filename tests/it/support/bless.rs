//! Expected files. `DATELINE_BLESS=1 cargo test --test it` rewrites those that differ and prints what it changed.

use std::{env, fmt::Write as _, fs, io, io::Write as _};

use super::files;

/// Whether expected files are to be rewritten.
pub(crate) fn is_on() -> bool {
    env::var_os("DATELINE_BLESS").is_some()
}

/// Fails where a file of the repository does not hold this text, or rewrites it.
pub(crate) fn check(name: &str, found: &str) {
    let stored = fs::read_to_string(files::path(name)).unwrap_or_default();
    if stored == found {
        return;
    }
    let changed = changes(&stored, found);
    assert!(is_on(), "{name} is not what is found now; DATELINE_BLESS=1 rewrites it:\n{changed}");
    fs::write(files::path(name), found).unwrap();
    // Written past the capture of the test's output: nobody is to bless what they have not seen.
    io::stderr().write_all(format!("rewrote {name}:\n{changed}").as_bytes()).unwrap();
}

/// The lines that differ, those of the old text with `-`, those of the new with `+`.
pub(crate) fn changes(old: &str, new: &str) -> String {
    let (mut old, mut new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    while old.last().is_some_and(|line| new.last() == Some(line)) {
        old.pop();
        new.pop();
    }
    let same = old.iter().zip(&new).take_while(|(one, other)| one == other).count();
    let (old, new) = (&old[same..], &new[same..]);
    let mut shown = String::new();
    if old.len() == new.len() {
        for (one, other) in old.iter().zip(new).filter(|(one, other)| one != other) {
            writeln!(shown, "-{one}\n+{other}").unwrap();
        }
    } else {
        let signed = [(old, '-'), (new, '+')];
        for (line, sign) in signed.iter().flat_map(|(lines, sign)| lines.iter().map(move |line| (line, sign))) {
            writeln!(shown, "{sign}{line}").unwrap();
        }
    }
    shown
}

#[test]
fn changes_are_the_lines_that_differ() {
    assert_eq!(changes("a\nb\nc\nd\n", "a\nB\nc\nD\n"), "-b\n+B\n-d\n+D\n");
    assert_eq!(changes("a\nb\nd\n", "a\nb\nc\nd\n"), "+c\n");
    assert_eq!(changes("a\nb\nc\n", "a\nc\n"), "-b\n");
    assert_eq!(changes("a\n", "a\n"), "");
}
