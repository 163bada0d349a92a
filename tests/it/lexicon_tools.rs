//! `dateline lexicon` as a shell sees it: what is printed, and with which code it ends.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

fn lexicon(directory: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.arg("lexicon").args(arguments).current_dir(directory).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

const RULE: &str = r#"type = "AID"

[[rule]]
id = "aid.frobnicate"
trigger = { verb = ["frobnicate"] }
example = ["Norway frobnicated Chad.", "Norway saw Chad."]
counterexample = ["Kenya frobnicated Malawi."]
"#;

/// A directory with an overlay `own` of this rule file.
fn overlay(rules: &str) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    fs::create_dir_all(directory.path().join("own/rules")).unwrap();
    fs::write(directory.path().join("own/rules/aid.toml"), rules).unwrap();
    directory
}

#[test]
fn check_tells_every_problem_and_ends_with_1() {
    let directory =
        overlay(&RULE.replace("aid.frobnicate", "frobnicate").replace("[\"Kenya frobnicated Malawi.\"]", "[]"));
    let output = lexicon(directory.path(), &["check", "own"]);
    assert_eq!(output.status.code(), Some(1));
    let lines = stdout(&output);
    assert!(lines.contains("own/rules/aid.toml:4: rule frobnicate: the id is to be aid. and words"), "{lines}");
    assert!(lines.contains("own/rules/aid.toml:7: rule frobnicate: no counterexample, write"), "{lines}");
    assert!(stderr(&output).contains("2 problems in the lexicon"));
    let valid = lexicon(directory.path(), &["check"]);
    assert!(valid.status.success() && stdout(&valid).starts_with("the lexicon is valid: "));
    let settings = lexicon(directory.path(), &["stats", "--set", "lexicon.dir=own"]);
    assert_eq!(settings.status.code(), Some(78));
    assert!(stderr(&settings).contains("lexicon.dir") && stderr(&settings).contains("own/rules/aid.toml:4: "));
}

#[test]
fn test_says_why_a_sentence_fails_and_ends_with_1() {
    let directory = overlay(RULE);
    let output = lexicon(directory.path(), &["test", "aid.frob", "--set", "lexicon.dir=own"]);
    assert_eq!(output.status.code(), Some(1));
    let lines = stdout(&output);
    let place = "own/rules/aid.toml:3: aid.frobnicate";
    let wrong = "it gives AID Kenya → Malawi at “frobnicated”";
    assert!(lines.contains(&format!("{place} counterexample “Kenya frobnicated Malawi.”: {wrong}")), "{lines}");
    let silent = "no word triggers the rule, which wants frobnicate; the sentence gives no event";
    assert!(lines.contains(&format!("{place} example “Norway saw Chad.”: {silent}")), "{lines}");
    assert!(lines.ends_with("3 sentences of 1 rules, 2 failed\n"), "{lines}");
    let output = lexicon(directory.path(), &["test", "aid.nonsense"]);
    assert_eq!(output.status.code(), Some(64));
}

#[test]
fn test_passes_on_the_built_in_rules_of_a_type() {
    let output = lexicon(Path::new("."), &["test", "concede."]);
    assert!(output.status.success(), "{}", stdout(&output));
    assert!(stdout(&output).ends_with(" 0 failed\n"));
}

#[test]
fn stats_and_find_show_what_an_overlay_adds() {
    let directory = overlay(RULE);
    let output = lexicon(directory.path(), &["stats", "--json", "--set", "lexicon.dir=own"]);
    let stats: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(stats["tables"][0]["table"], "rules");
    assert_eq!(stats["tables"][0]["added"], 1);
    assert_eq!(stats["types"].as_array().unwrap().len(), 16);
    let output = lexicon(directory.path(), &["find", "frobnicate", "--set", "lexicon.dir=own"]);
    let expected = "rules\n  aid.frobnicate: AID, verb frobnicate  own/rules/aid.toml:3\n";
    assert_eq!(stdout(&output), expected);
    let output = lexicon(directory.path(), &["find", "frobnicate"]);
    assert_eq!(output.status.code(), Some(1));
    let output = lexicon(directory.path(), &["find", "aid", "--limit", "3"]);
    assert!(stdout(&output).contains("more, see --limit"));
}

#[test]
fn diff_gives_the_records_before_and_after() {
    let directory = overlay(RULE);
    let text = "Norway frobnicated Chad. The snow lay deep on the roofs of the village, and nobody left the house.";
    fs::write(directory.path().join("news.txt"), text).unwrap();
    let output = lexicon(directory.path(), &["diff", "news.txt", "--with", "own", "--format", "json"]);
    assert!(output.status.success(), "{output:?}");
    let change: serde_json::Value = serde_json::from_str(stdout(&output).lines().next().unwrap()).unwrap();
    assert_eq!((&change["change"], &change["before"]), (&"appeared".into(), &serde_json::Value::Null));
    assert_eq!(change["after"]["rule_id"], "aid.frobnicate");
    assert_eq!(stdout(&output).lines().count(), 1);
}
