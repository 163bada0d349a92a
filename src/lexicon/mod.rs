//! The words and codes that the engine knows: loaded once, validated, then immutable.
//! docs/LEXICON.md describes the format of every file.

mod actors;
mod class;
pub mod cues;
mod grammar;
mod layers;
mod numbers;
mod ontology;
pub mod rule;
mod rule_file;
mod rules;
mod scores;
mod source;
mod speech;
mod table;
pub mod vocabulary;
pub mod wordnet;
mod words;

use std::{
    fmt::{self, Write as _},
    path::Path,
};

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

pub use actors::{ActorTables, Membership, NameEntry, NameKind, Office, PersonEntry, RoleEntry};
pub use class::NounClass;
pub use grammar::{ActorTerms, BodyTerms, DateTerms, EventTerms, Grammar, PhraseTerms, QuantityTerms, Terms};
pub use layers::TableCounts;
pub use numbers::{NumberWord, Numbers};
pub use ontology::{Cameo, Ontology};
pub use scores::Scores;
pub use source::Origin;
pub use table::{TableProblem, key};

use cues::Cues;
use rule::{Rule, TriggerKind};
use source::Sources;
use speech::Speech;
use vocabulary::{Vocabulary, WordId, Words};
use wordnet::{Link, Reach, Relation};
use words::WordLists;

use crate::model::Claim;

pub use words::WordList;

/// How many words of a set are shown before the rest is only counted.
const SHOWN: usize = 8;

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
    /// The words of numbers and currencies.
    pub numbers: Numbers,
    words: WordLists,
    grammar_lists: WordLists,
    speech: Speech,
    rules: Vec<Rule>,
    counts: Vec<TableCounts>,
    by_trigger: FxHashMap<(TriggerKind, WordId), Vec<u32>>,
    reach: Reach,
    /// The relations of WordNet that lead to events.
    relations: Vec<Relation>,
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
        write!(out, "problems in the lexicon: {}", self.problems.len())?;
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
            let message = "no such directory; set lexicon.dir to an existing directory, or leave it empty";
            problems.push(TableProblem::new(&directory.display().to_string(), 1, message));
        }
        sources.add_overlay(directory, &mut problems);
        Self::build(&sources, problems)
    }

    fn build(sources: &Sources, mut problems: Vec<TableProblem>) -> Result<Self, LexiconError> {
        let mut vocabulary = Vocabulary::default();
        problems.extend(Ontology::problems());
        let ontology = Ontology::embedded();
        let (words, of_words) = words::read("words.toml", &sources.words, &mut problems);
        let (lists, of_grammar) = words::read("grammar.toml", &sources.grammar, &mut problems);
        let grammar = Grammar::build("grammar.toml", lists.clone(), &mut vocabulary, &mut problems);
        let (speech, of_speech) = speech::read(&sources.speech, &mut vocabulary, &mut problems);
        let (rules, of_rules) = rules::read(&sources.rules, &words, &ontology, &mut vocabulary, &mut problems);
        let (cues, of_cues) = Cues::read(&sources.cues, &ontology, &mut problems);
        let (reach, of_wordnet) = Reach::read(&sources.wordnet, &mut vocabulary, &mut problems);
        let (numbers, of_numbers) = Numbers::read(&sources.numbers, &mut problems);
        let (actors, of_actors) = ActorTables::read(&sources.tables, &mut problems);
        let counts = [of_rules, of_words, of_grammar, of_speech, of_wordnet];
        let counts = counts.into_iter().chain(of_cues).chain(of_numbers).chain(of_actors).collect();
        if !problems.is_empty() {
            return Err(LexiconError { problems });
        }
        let by_trigger = index(&rules);
        Ok(Self {
            actors,
            grammar,
            vocabulary,
            ontology,
            cues,
            numbers,
            words,
            grammar_lists: lists,
            speech,
            rules,
            by_trigger,
            reach,
            relations: Vec::new(),
            counts,
            version: version_of(sources),
        })
    }

    /// The same lexicon in which words that no rule lists stand for a trigger by these relations of WordNet.
    #[must_use]
    pub fn with_relations(mut self, relations: &[Relation]) -> Self {
        self.relations = relations.to_vec();
        // What is found with other relations has another version.
        self.version = version_with(&self.version, relations);
        self
    }

    /// The hash of the lexicon's content, which stands in every record as `lexicon_version`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// All rules, in the order of the files.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The word lists that rules name, by their names.
    pub fn word_lists(&self) -> impl Iterator<Item = (&str, &WordList)> {
        self.words.iter().map(|(name, list)| (name.as_str(), list))
    }

    /// The lists of the engine's own grammar, by their names.
    pub fn grammar_lists(&self) -> impl Iterator<Item = (&str, &WordList)> {
        self.grammar_lists.iter().map(|(name, list)| (name.as_str(), list))
    }

    /// How the speaker of a verb of speech stands to what is said; nothing for other verbs.
    pub fn claim(&self, verb: WordId) -> Option<Claim> {
        self.speech.get(&verb).copied()
    }

    /// The words of a set for a person, sorted, after its classes; of a long one only the first.
    pub fn shown(&self, words: &Words) -> String {
        let mut listed: Vec<&str> = words.iter().map(|word| self.vocabulary.word(word)).collect();
        listed.sort_unstable();
        let mut all: Vec<&str> = words.classes().iter().map(|class| class.name()).chain(listed).collect();
        let rest = all.len().saturating_sub(SHOWN);
        all.truncate(SHOWN);
        let more = if rest > 0 { format!(" … ({rest} more)") } else { String::new() };
        all.join(", ") + &more
    }

    /// How many entries each table has, and what an overlay does to it.
    pub fn counts(&self) -> &[TableCounts] {
        &self.counts
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

    /// The trigger that a word of that kind stands for, when no rule lists the word itself and the relation counts.
    pub fn stands_for(&self, kind: TriggerKind, word: WordId) -> Option<&Link> {
        let link = self.reach.link(kind, word).filter(|link| self.relations.contains(&link.relation))?;
        (!self.by_trigger.contains_key(&(kind, word))).then_some(link)
    }

    /// The link of a word, whether its relation counts or not.
    pub fn link(&self, kind: TriggerKind, word: WordId) -> Option<&Link> {
        self.reach.link(kind, word)
    }
}

/// The version of a lexicon that uses relations of WordNet.
fn version_with(version: &str, relations: &[Relation]) -> String {
    if relations.is_empty() {
        return version.to_owned();
    }
    let mut hash = Sha256::new();
    hash.update(version);
    for relation in relations {
        hash.update(relation.name());
    }
    short(&hash.finalize())
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
    let files = [&sources.words, &sources.grammar, &sources.speech, &sources.rules, &sources.cues, &sources.wordnet];
    for file in files.into_iter().chain([&sources.numbers, &sources.tables]).flatten() {
        hash.update((file.text.len() as u64).to_le_bytes());
        hash.update(file.text.as_bytes());
    }
    short(&hash.finalize())
}

fn short(hash: &[u8]) -> String {
    hash.iter().take(6).fold(String::with_capacity(12), |mut hex, byte| {
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
        assert_eq!(lexicon.counts()[0].removed, 1);
    }

    /// The problems of an overlay of these files.
    fn problems(files: &[(&str, &str)]) -> Vec<String> {
        let directory = tempfile::tempdir().unwrap();
        std::fs::create_dir(directory.path().join("rules")).unwrap();
        for (name, text) in files {
            std::fs::write(directory.path().join(name), text).unwrap();
        }
        let problems = Lexicon::with_overlay(directory.path()).err().map(|error| error.problems).unwrap_or_default();
        let prefix = format!("{}/", directory.path().display());
        problems.iter().map(|problem| problem.to_string().replace(&prefix, "")).collect()
    }

    #[track_caller]
    fn check(files: &[(&str, &str)], expected: &[&str]) {
        let problems = problems(files);
        for words in expected {
            assert!(problems.iter().any(|problem| problem.starts_with(words)), "{words}: {problems:#?}");
        }
        assert_eq!(problems.len(), expected.len(), "{problems:#?}");
    }

    const WRONG_RULES: &str = r#"type = "AID"
remove = ["aid.nowhere"]

[[rule]]
id = "wrong"
mode = "odd"
contexts = ["military", "strange"]
cameo = "999"
trigger = { verb = ["@none", "two words"], preposition = { mit = [] } }
actor = ["subjekt"]
recipient = []
needs = ["recipient", "place"]

[[rule]]
id = "aid.twice"
trigger = { verb = ["frobnicate"], noun = ["frobnication"] }
example = ["Norway frobnicates Chad."]
counterexample = ["Norway sleeps."]

[[rule]]
id = "aid.twice"
colour = "red"
taste = "sour"
trigger = { verb = ["frobnicate"] }
example = ["Norway frobnicates Chad."]
counterexample = ["Norway sleeps."]

[[rule]]
id = "aid.twice"
cameo = "190"
trigger = { verb = ["frobnicate"] }
example = ["Norway frobnicates Chad."]
counterexample = ["Norway sleeps."]

[[rule]]
id = "aid.untriggered"
trigger = { particle = ["up"] }
needs = ["actor"]
example = ["Norway frobnicates Chad."]
counterexample = ["Norway sleeps."]

[[rule]]
id = "aid.classes"
trigger = { verb = ["frobnicate", "any:sum"], object = ["any:sum", "any:money"], complement = ["any:thing"] }
unless = { preposition = { to = ["any:place"] }, subject = ["any:one"] }
example = ["Norway frobnicates Chad."]
counterexample = ["Norway sleeps."]
"#;

    #[test]
    fn every_problem_of_a_rule_file_is_told_at_its_line() {
        check(
            &[("rules/own.toml", WRONG_RULES)],
            &[
                "rules/own.toml:2: no built-in rule aid.nowhere to remove",
                "rules/own.toml:5: rule wrong: the id must be aid. followed by words",
                "rules/own.toml:6: rule wrong: AID has no mode \"odd\"",
                "rules/own.toml:7: rule wrong: unknown context \"strange\"",
                "rules/own.toml:8: rule wrong: unknown CAMEO code \"999\"",
                "rules/own.toml:9: rule wrong: unknown word list @none",
                "rules/own.toml:9: rule wrong: \"two words\" is more than one word",
                "rules/own.toml:9: rule wrong: \"mit\" is not a preposition",
                "rules/own.toml:10: rule wrong: unknown slot source \"subjekt\"",
                "rules/own.toml:12: rule wrong: unknown slot \"place\"",
                "rules/own.toml:12: rule wrong: `needs` lists \"recipient\", which has no source",
                "rules/own.toml:4: rule wrong: no example; ",
                "rules/own.toml:4: rule wrong: no counterexample; ",
                "rules/own.toml:16: rule aid.twice: a trigger needs exactly one of",
                "rules/own.toml:20: rule aid.twice has the same id as the rule at ",
                "rules/own.toml:22: unknown field `colour`",
                "rules/own.toml:23: unknown field `taste`",
                "rules/own.toml:30: rule aid.twice: CAMEO code 190 does not belong to AID",
                "rules/own.toml:28: rule aid.twice has the same id as the rule at ",
                "rules/own.toml:36: rule aid.untriggered: a trigger needs exactly one of",
                "rules/own.toml:44: rule aid.classes: \"any:sum\" is a class of nouns; only object, subject and preposition",
                "rules/own.toml:44: rule aid.classes: unknown class of nouns \"any:money\"; use one of any:agent, any:person",
                "rules/own.toml:44: rule aid.classes: \"any:thing\" is a class of nouns; only object, subject",
                "rules/own.toml:45: rule aid.classes: unknown class of nouns \"any:one\"",
            ],
        );
    }

    #[test]
    fn problems_of_all_files_are_told_at_once() {
        check(
            &[
                ("rules/own.toml", "type = \"HELP\"\n[[rule]]\nname = \"x\"\n"),
                ("words.toml", "# mine\nattack = [\"-nonsense\", \"@attack\"]\nempty = [\"b\", \"a\"]\n"),
                ("grammar.toml", "strange = []\n"),
                ("speech.tsv", "-frobnicate\nsay\tsung\n"),
                ("roles.tsv", "-frobnicator\n"),
                ("actors.tsv", ""),
            ],
            &[
                "actors.tsv:1: unknown file",
                "words.toml:2: list attack: no \"nonsense\" to remove",
                "words.toml:3: list empty: \"a\" follows \"b\"",
                "grammar.toml:1: unknown list strange",
                "speech.tsv:1: speech.tsv has no \"frobnicate\" to remove",
                "speech.tsv:2: unknown claim \"sung\"",
                "rules/own.toml:1: unknown event type \"HELP\"",
                "rules/own.toml:3: unknown field `name`",
                "rules/own.toml:2: missing field `id`",
                "roles.tsv:1: roles.tsv has no \"frobnicator\" to remove",
            ],
        );
    }

    #[test]
    fn a_list_that_an_overlay_empties_is_a_problem_where_a_rule_needs_it() {
        let problems = problems(&[("words.toml", "attack = []\n")]);
        assert!(problems.iter().any(|problem| problem.contains("the word list @attack is empty")), "{problems:#?}");
    }
}
