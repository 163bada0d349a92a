//! `dateline lexicon` as a shell sees it: what is printed, and with which code it ends.

use std::path::Path;

use crate::support::{
    files,
    program::{Finished, run_in},
};

fn lexicon(folder: &Path, arguments: &[&str]) -> Finished {
    run_in(folder, &[&["lexicon"], arguments].concat())
}

const RULE: &str = r#"type = "AID"

[[rule]]
id = "aid.frobnicate"
trigger = { verb = ["frobnicate"] }
example = ["Norway frobnicated Chad.", "Norway saw Chad."]
counterexample = ["Kenya frobnicated Malawi."]
"#;

/// A folder with an overlay `own` of this rule file.
fn overlay(rules: &str) -> tempfile::TempDir {
    files::folder(&[("own/rules/aid.toml", rules)])
}

#[test]
fn check_tells_every_problem_and_ends_with_1() {
    let folder =
        overlay(&RULE.replace("aid.frobnicate", "frobnicate").replace("[\"Kenya frobnicated Malawi.\"]", "[]"));
    let output = lexicon(folder.path(), &["check", "own"]);
    assert_eq!(output.code, Some(1));
    let lines = &output.stdout;
    assert!(lines.contains("own/rules/aid.toml:4: rule frobnicate: the id must be aid. followed by words"), "{lines}");
    assert!(lines.contains("own/rules/aid.toml:7: rule frobnicate: no counterexample; write"), "{lines}");
    assert!(output.stderr.contains("2 problems in the lexicon"));
    let valid = lexicon(folder.path(), &["check"]);
    assert!(valid.code == Some(0) && valid.stdout.starts_with("the lexicon is valid: "));
    let settings = lexicon(folder.path(), &["stats", "--set", "lexicon.dir=own"]);
    assert_eq!(settings.code, Some(78));
    assert!(settings.stderr.contains("lexicon.dir") && settings.stderr.contains("own/rules/aid.toml:4: "));
}

#[test]
fn test_says_why_a_sentence_fails_and_ends_with_1() {
    let folder = overlay(RULE);
    let output = lexicon(folder.path(), &["test", "aid.frob", "--set", "lexicon.dir=own"]);
    assert_eq!(output.code, Some(1));
    let lines = &output.stdout;
    let place = "own/rules/aid.toml:3: aid.frobnicate";
    let wrong = "it yields AID Kenya → Malawi at “frobnicated”";
    assert!(lines.contains(&format!("{place} counterexample “Kenya frobnicated Malawi.”: {wrong}")), "{lines}");
    let silent = "no word triggers the rule; its triggers are frobnicate; the sentence yields no event";
    assert!(lines.contains(&format!("{place} example “Norway saw Chad.”: {silent}")), "{lines}");
    assert!(lines.ends_with("3 sentences of 1 rules: 2 failed\n"), "{lines}");
    let output = lexicon(folder.path(), &["test", "aid.nonsense"]);
    assert_eq!(output.code, Some(64));
}

#[test]
fn test_passes_on_the_built_in_rules_of_a_type() {
    let output = lexicon(Path::new("."), &["test", "concede."]);
    assert_eq!(output.code, Some(0), "{}", output.stdout);
    assert!(output.stdout.ends_with(" 0 failed\n"));
}

#[test]
fn stats_and_find_show_what_an_overlay_adds() {
    let folder = overlay(RULE);
    let output = lexicon(folder.path(), &["stats", "--json", "--set", "lexicon.dir=own"]);
    let stats: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!(stats["tables"][0]["table"], "rules");
    assert_eq!(stats["tables"][0]["added"], 1);
    assert_eq!(stats["types"].as_array().unwrap().len(), 16);
    let output = lexicon(folder.path(), &["find", "frobnicate", "--set", "lexicon.dir=own"]);
    let expected = "rules\n  aid.frobnicate: AID, verb frobnicate  own/rules/aid.toml:3\n";
    assert_eq!(output.stdout, expected);
    let output = lexicon(folder.path(), &["find", "frobnicate"]);
    assert_eq!(output.code, Some(1));
    let output = lexicon(folder.path(), &["find", "aid", "--limit", "3"]);
    assert!(output.stdout.contains("more; raise --limit"));
}

#[test]
fn diff_gives_the_records_before_and_after() {
    let folder = overlay(RULE);
    let text = "Norway frobnicated Chad. The snow lay deep on the roofs of the village, and nobody left the house.";
    files::write(folder.path(), "news.txt", text);
    let output = lexicon(folder.path(), &["diff", "news.txt", "--with", "own", "--format", "json"]);
    assert_eq!(output.code, Some(0), "{output:?}");
    let change: serde_json::Value = serde_json::from_str(output.stdout.lines().next().unwrap()).unwrap();
    assert_eq!((&change["change"], &change["before"]), (&"appeared".into(), &serde_json::Value::Null));
    assert_eq!(change["after"]["rule_id"], "aid.frobnicate");
    assert_eq!(output.stdout.lines().count(), 1);
}
