//! The rules of all files: an overlay's over those built in, by their ids.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::{
    layers::TableCounts, ontology::Ontology, rule::Rule, rule_file::RuleReader, source::SourceFile,
    table::TableProblem, vocabulary::Vocabulary, words::WordLists,
};

/// Reads the rule files in order; a rule of an overlay takes the place of the built-in one of its id.
pub(super) fn read(
    files: &[SourceFile],
    lists: &WordLists,
    ontology: &Ontology,
    vocabulary: &mut Vocabulary,
    problems: &mut Vec<TableProblem>,
) -> (Vec<Rule>, TableCounts) {
    let (mut below, mut above) = (Vec::new(), Vec::new());
    let mut removals: Vec<(&SourceFile, String, usize)> = Vec::new();
    for file in files {
        let mut reader = RuleReader { lists, ontology, vocabulary, problems };
        let read = reader.read(&file.name, &file.text);
        removals.extend(read.removed.into_iter().map(|(id, line)| (file, id, line)));
        if file.is_overlay {
            above.extend(read.rules.into_iter().map(|rule| Rule { is_own: true, ..rule }));
        } else {
            below.extend(read.rules);
        }
    }
    tell_namesakes(&below, problems);
    tell_namesakes(&above, problems);
    let known: FxHashSet<SmolStr> = below.iter().map(|rule| rule.id.clone()).collect();
    let own: FxHashSet<SmolStr> = above.iter().map(|rule| rule.id.clone()).collect();
    let mut removed: FxHashSet<SmolStr> = FxHashSet::default();
    for (file, id, line) in removals {
        let id = SmolStr::from(id);
        let message = if !file.is_overlay {
            format!("only an overlay can remove; delete the rule {id} itself")
        } else if !known.contains(&id) {
            format!("no built-in rule {id} to remove; search with `dateline lexicon find`")
        } else if own.contains(&id) {
            format!("rule {id} is both removed and replaced; do one of the two")
        } else {
            removed.insert(id);
            continue;
        };
        problems.push(TableProblem::new(&file.name, line, message));
    }
    below.retain(|rule| !own.contains(&rule.id) && !removed.contains(&rule.id));
    let replaced = own.iter().filter(|id| known.contains(*id)).count();
    below.extend(above);
    let counts = TableCounts {
        name: "rules".to_owned(),
        entries: below.len(),
        added: own.len() - replaced,
        replaced,
        removed: removed.len(),
    };
    (below, counts)
}

/// Tells of rules of one layer that have the same id.
fn tell_namesakes(rules: &[Rule], problems: &mut Vec<TableProblem>) {
    let mut first: FxHashMap<&SmolStr, &Rule> = FxHashMap::default();
    for rule in rules {
        if let Some(other) = first.get(&rule.id) {
            let message = format!(
                "rule {} has the same id as the rule at {}:{}; rename or merge one",
                rule.id, other.file, other.line
            );
            problems.push(TableProblem::new(&rule.file, rule.line, message));
        } else {
            first.insert(&rule.id, rule);
        }
    }
}
