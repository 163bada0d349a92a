//! The open word lists live in the lexicon: the code holds no second copy of one that could drift away from it.

use std::collections::BTreeSet;

use dateline::lexicon::Lexicon;

use crate::support::source::sources;

/// Shorter lists are parts of a condition rather than lists.
const SHORTEST: usize = 4;

/// Where a list of the code may look like one of the lexicon, and why.
const ALLOWED: &[(&str, &str)] = &[
    ("src/extract/mentions/dates/relative.rs", "the grammar of date expressions is a closed one"),
    ("src/extract/mentions/dates/words.rs", "the grammar of date expressions is a closed one"),
];

/// The lists of string literals in some code, separated by commas or, in a pattern, by bars.
fn lists_in(code: &str) -> Vec<BTreeSet<&str>> {
    let (mut lists, mut list, mut separator) = (Vec::new(), BTreeSet::new(), "");
    let mut parts = code.split('"');
    // Code and the literals between it take turns.
    parts.next();
    while let Some(literal) = parts.next() {
        list.insert(literal);
        let Some(between) = parts.next() else { break };
        let mark = between.trim();
        if matches!(mark, "," | "|") && (separator.is_empty() || separator == mark) {
            separator = mark;
        } else {
            lists.push(std::mem::take(&mut list));
            separator = "";
        }
    }
    lists.push(list);
    lists.retain(|list| list.len() >= SHORTEST);
    lists
}

/// What some code shares more than half of a list with.
fn twins<'a>(code: &str, lexicon: &'a [(String, BTreeSet<String>)]) -> Vec<(usize, &'a str)> {
    let shares = |list: &BTreeSet<&str>, words: &BTreeSet<String>| {
        list.iter().filter(|word| words.contains(**word)).count() * 2 > list.len()
    };
    let of_list = |list: &BTreeSet<&str>| {
        let named =
            lexicon.iter().filter(|(_, words)| shares(list, words)).map(|(name, _)| (list.len(), name.as_str()));
        named.collect::<Vec<_>>()
    };
    // A quote within a literal would make code of the rest of the file.
    let code = code.replace("'\"'", "").replace("\\\"", "");
    lists_in(&code).iter().flat_map(of_list).collect()
}

fn lexicon_lists() -> Vec<(String, BTreeSet<String>)> {
    let lexicon = Lexicon::embedded().unwrap();
    let named = lexicon.word_lists().chain(lexicon.grammar_lists());
    let mut lists: Vec<_> =
        named.map(|(name, list)| (name.to_owned(), list.words.iter().cloned().collect::<BTreeSet<String>>())).collect();
    let speech = crate::support::files::text("config/lexicon/speech.tsv");
    let verbs = speech.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split('\t').next());
    lists.push(("speech.tsv".to_owned(), verbs.map(str::to_owned).collect()));
    lists
}

#[test]
fn no_list_of_the_code_is_a_twin_of_one_of_the_lexicon() {
    let lexicon = lexicon_lists();
    let mut found = Vec::new();
    for source in sources() {
        let twins = twins(&source.code, &lexicon);
        let is_allowed = ALLOWED.iter().any(|(path, _)| source.path == *path);
        assert!(!is_allowed || !twins.is_empty(), "{} has no twin any more: drop it from ALLOWED", source.path);
        if !is_allowed {
            found.extend(twins.into_iter().map(|(words, name)| format!("{}: {words} words like {name}", source.path)));
        }
    }
    assert!(found.is_empty(), "take the words from the lexicon: {found:#?}");
}

#[test]
fn a_twin_in_an_array_and_in_a_pattern_is_found() {
    let lexicon = lexicon_lists();
    let array = r#"const VERBS: [&str; 4] = ["say", "tell", "frobnicate", "warn"];"#;
    let pattern = r#"match verb { "plan" | "hope" | "aim" | "intend" => 1, _ => 2 }"#;
    assert!(twins(array, &lexicon).contains(&(4, "speech.tsv")));
    assert!(twins(pattern, &lexicon).iter().any(|(_, name)| *name == "dates.planning"));
    assert!(twins(r#"["say", "one", "two", "three"]"#, &lexicon).iter().all(|(_, name)| *name != "speech.tsv"));
}
