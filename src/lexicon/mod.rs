//! The words and codes that the engine knows: loaded once, validated, then immutable.
//! docs/LEXICON.md describes the format of every file.

mod actors;
pub mod cues;
mod grammar;
mod ontology;
pub mod rule;
mod rule_file;
mod scores;
mod source;
mod table;
pub mod vocabulary;
mod words;

use std::{
    fmt::{self, Write as _},
    path::Path,
};

use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};

pub use actors::{ActorTables, NameEntry, NameKind, Office, PersonEntry, RoleEntry};
pub use grammar::Grammar;
pub use ontology::{Cameo, Ontology};
pub use scores::Scores;
pub use table::{TableProblem, key};

use cues::Cues;
use rule::{Rule, TriggerKind};
use rule_file::RuleReader;
use source::Sources;
use vocabulary::{Vocabulary, WordId};
use words::WordLists;

/// The lexicon.
#[derive(Debug)]
pub struct Lexicon {
    /// Countries, organisations, titles, people: who can act.
    pub actors: ActorTables,
    /// The engine's own word lists.
    pub grammar: Grammar,
    /// All lemmas of rules and lists.
    pub vocabulary: Vocabulary,
    /// The codes that rules and records use.
    pub ontology: Ontology,
    /// Phrases that tell modes, contexts and exact codes.
    pub cues: Cues,
    rules: Vec<Rule>,
    by_trigger: FxHashMap<(TriggerKind, WordId), Vec<u32>>,
    version: String,
}

/// Everything that is wrong in a lexicon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LexiconError {
    /// The problems, in the order of the files.
    pub problems: Vec<TableProblem>,
}

impl fmt::Display for LexiconError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "the lexicon has {} problem(s)", self.problems.len())?;
        self.problems.iter().try_for_each(|problem| write!(out, "\n{problem}"))
    }
}

impl std::error::Error for LexiconError {}

impl Lexicon {
    /// The lexicon that is built into the binary.
    ///
    /// # Errors
    /// With every problem of its files: none in a release, since a test reads them.
    pub fn embedded() -> Result<Self, LexiconError> {
        Self::build(&Sources::embedded(), Vec::new())
    }

    /// The embedded lexicon under an overlay: a directory laid out as `config/lexicon`, whose rules, by id, and lists,
    /// by name, are added or replace those built in, and whose rule files may name rules to `remove`.
    ///
    /// # Errors
    /// With every problem of all files.
    pub fn with_overlay(directory: &Path) -> Result<Self, LexiconError> {
        let (mut sources, mut problems) = (Sources::embedded(), Vec::new());
        if !directory.is_dir() {
            let message = "no such directory, set lexicon.dir to a lexicon or leave it empty";
            problems.push(TableProblem::new(&directory.display().to_string(), 1, message));
        }
        sources.add_overlay(directory, &mut problems);
        Self::build(&sources, problems)
    }

    fn build(sources: &Sources, mut problems: Vec<TableProblem>) -> Result<Self, LexiconError> {
        let mut vocabulary = Vocabulary::default();
        problems.extend(Ontology::problems());
        let ontology = Ontology::embedded();
        let mut lists = |files: &[source::SourceFile]| {
            let mut all = WordLists::new();
            for file in files {
                all.extend(words::parse(&file.name, &file.text, &mut problems));
            }
            all
        };
        let (words, grammar) = (lists(&sources.words), lists(&sources.grammar));
        let mut grammar = Grammar::build("grammar.toml", grammar, &mut vocabulary, &mut problems);
        for file in &sources.speech {
            grammar.read_speech(&file.name, &file.text, &mut vocabulary, &mut problems);
        }
        let rules = read_rules(sources, &words, &ontology, &mut vocabulary, &mut problems);
        let cues = Cues::read(&sources.cues, &ontology, &mut problems);
        let tables: Vec<(&str, &str)> =
            sources.tables.iter().map(|file| (file.name.as_str(), file.text.as_str())).collect();
        let actors = ActorTables::read(&tables).unwrap_or_else(|more| {
            problems.extend(more);
            ActorTables::default()
        });
        if !problems.is_empty() {
            return Err(LexiconError { problems });
        }
        let by_trigger = index(&rules);
        Ok(Self { actors, grammar, vocabulary, ontology, cues, rules, by_trigger, version: version_of(sources) })
    }

    /// The hash of the lexicon's content, which stands in every record as `lexicon_version`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// All rules, in the order of the files.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule of this id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The rules that a word of that kind may trigger, the most specific first.
    pub fn triggered_by(&self, kind: TriggerKind, word: WordId) -> impl Iterator<Item = &Rule> {
        let numbers = self.by_trigger.get(&(kind, word)).map(Vec::as_slice).unwrap_or_default();
        numbers.iter().filter_map(|number| self.rules.get(*number as usize))
    }
}

fn read_rules(
    sources: &Sources,
    lists: &WordLists,
    ontology: &Ontology,
    vocabulary: &mut Vocabulary,
    problems: &mut Vec<TableProblem>,
) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    for file in &sources.rules {
        let mut reader = RuleReader { lists, ontology, vocabulary, problems };
        let read = reader.read(&file.name, &file.text);
        let mut seen = FxHashSet::default();
        for rule in &read.rules {
            if !seen.insert(rule.id.clone()) {
                let message = format!("rule {} stands in the file twice, rename or merge one", rule.id);
                problems.push(TableProblem::new(&file.name, rule.line, message));
            }
        }
        rules.retain(|rule| !seen.contains(&rule.id) && !read.removed.iter().any(|id| *id == rule.id));
        rules.extend(read.rules);
    }
    rules
}

fn index(rules: &[Rule]) -> FxHashMap<(TriggerKind, WordId), Vec<u32>> {
    let mut by_trigger: FxHashMap<_, Vec<u32>> = FxHashMap::default();
    for (number, rule) in rules.iter().enumerate() {
        for word in rule.lemmas.iter() {
            by_trigger.entry((rule.kind, word)).or_default().push(number as u32);
        }
    }
    // Of rules that ask for as much, the one that lists fewer words is more specific.
    let order = |number: u32| {
        let rule = rules.get(number as usize);
        rule.map(|rule| (std::cmp::Reverse(rule.frame.specificity()), rule.frame.breadth(), rule.lemmas.len()))
    };
    for numbers in by_trigger.values_mut() {
        numbers.sort_by_key(|number| order(*number));
    }
    by_trigger
}

/// The first 12 hexadecimal digits of a hash over all files.
fn version_of(sources: &Sources) -> String {
    let mut hash = Sha256::new();
    for file in [&sources.words, &sources.grammar, &sources.speech, &sources.rules, &sources.cues, &sources.tables]
        .into_iter()
        .flatten()
    {
        hash.update((file.text.len() as u64).to_le_bytes());
        hash.update(file.text.as_bytes());
    }
    hash.finalize().iter().take(6).fold(String::with_capacity(12), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The line of a byte, counted from 1.
fn line_of(text: &str, byte: usize) -> usize {
    text.get(..byte).map_or(0, |before| before.matches('\n').count()) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_lexicon_has_no_problem() {
        match Lexicon::embedded() {
            Ok(lexicon) => assert_eq!(lexicon.version().len(), 12),
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn an_overlay_adds_replaces_and_removes_rules_and_tells_its_faults() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::create_dir(directory.path().join("rules")).unwrap();
        let base = Lexicon::embedded().unwrap();
        let gone = base.rules()[0].id.clone();
        let head = format!("type = \"{}\"\nremove = [\"{gone}\"]\n", base.rules()[0].event_type.name());
        let path = directory.path().join("rules/own.toml");
        std::fs::write(&path, &head).unwrap();
        let lexicon = Lexicon::with_overlay(directory.path()).unwrap();
        assert_eq!(lexicon.rules().len() + 1, base.rules().len());
        assert_ne!(lexicon.version(), base.version());
        let rule = "[[rule]]\nid = \"wrong\"\nmode = \"odd\"\ntrigger = { verb = [\"@none\"] }\n";
        std::fs::write(&path, format!("{head}{rule}")).unwrap();
        let problems = Lexicon::with_overlay(directory.path()).unwrap_err().problems;
        assert!(problems.len() >= 4 && problems.iter().all(|problem| problem.line == 3), "{problems:?}");
    }
}
