//! `dateline extract` says something about every input, whatever is in it.

use crate::support::{files, program::run};

const GOOD: &str =
    r#"{"id": "g", "text": "Peru expelled a Bolivian envoy on Monday.", "published_at": "2026-03-10T08:00:00Z"}"#;

/// Extracts a file of this name and text: the exit code, the ids of the records and standard error without the folder.
fn extracted(name: &str, text: &str) -> (Option<i32>, usize, String) {
    let folder = files::folder(&[(name, text)]);
    let path = folder.path().join(name);
    let output = run(&["extract", "--format", "jsonl", path.to_str().unwrap()]);
    let stderr = output.stderr.replace(&format!("{}/", folder.path().display()), "");
    (output.code, output.stdout.lines().count(), stderr)
}

#[test]
fn every_input_is_spoken_of() {
    let lines = format!("{GOOD}\njob 7 is done\n\n{GOOD}\n");
    let headline = r#"{"id": "h", "title": "Peru expels Bolivian envoy", "published_at": "2026-03-10T08:00:00Z"}"#;
    for (name, text, code, records, said) in [
        ("a.json", "", 0, 0, "a.json: no article in it"),
        ("b.txt", " \n", 0, 0, "b.txt: no article in it"),
        ("c.json", "[]", 0, 0, "c.json: no article in it"),
        ("d.jsonl", "null\n", 0, 0, "d.jsonl:1: skipped (retraction_without_id)"),
        ("e.json", "null", 0, 0, "e.json: no article in it"),
        ("f.json", r#"{"status": "ok", "articles": []}"#, 0, 0, "f.json:1: skipped (no_text)"),
        ("g.jsonl", &lines, 1, 2, "g.jsonl:2: rejected (invalid_json)"),
        ("h.log", &lines, 1, 2, "h.log:2: rejected (invalid_json)"),
        ("i.json", r#"{"id": "i", "text": 4}"#, 1, 0, "i.json:1: rejected (not_an_article): text is a number"),
        ("j.json", r#"{"id": "j", "wording": "Peru expelled an envoy on Monday."}"#, 1, 0, "look like text: wording;"),
        ("k.json", headline, 0, 1, ""),
        ("l.txt", "Peru expelled a Bolivian envoy on Monday.", 0, 1, ""),
    ] {
        let found = extracted(name, text);
        assert_eq!((found.0, found.1), (Some(code), records), "{name}: {}", found.2);
        assert!(found.2.contains(said) && found.2.is_empty() == said.is_empty(), "{name}: {}", found.2);
    }
}
