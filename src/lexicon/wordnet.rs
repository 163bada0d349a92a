//! Words that no rule lists, and the listed trigger that WordNet leads to from each of them. Read from `wordnet.tsv`.

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    layers::{Row, Shape, TableCounts, layered},
    rule::TriggerKind,
    source::{Origin, SourceFile},
    table::TableProblem,
    vocabulary::{Vocabulary, WordId},
};

const SHAPE: Shape =
    Shape { known_by: &[0, 1], ..Shape::of("wordnet.tsv", &["word", "part", "trigger", "relation", "sense"]) };

/// How WordNet leads from a word to a trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// Word and trigger share a synonym set.
    Synonym,
    /// The trigger is the more general word.
    Hypernym,
}

impl Relation {
    fn named(name: &str) -> Option<Self> {
        match name {
            "synonym" => Some(Self::Synonym),
            "hypernym" => Some(Self::Hypernym),
            _ => None,
        }
    }

    /// Its name in the table and the settings.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Synonym => "synonym",
            Self::Hypernym => "hypernym",
        }
    }
}

/// What a word stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The trigger of a rule.
    pub trigger: WordId,
    /// How it is reached.
    pub relation: Relation,
    /// From which sense of the word, the most frequent being 1.
    pub sense: u8,
    /// Where it was read.
    pub origin: Origin,
}

/// All links.
#[derive(Debug, Default)]
pub struct Reach {
    links: FxHashMap<(TriggerKind, WordId), Link>,
}

impl Reach {
    /// Reads the table and an overlay's.
    pub(super) fn read(
        files: &[SourceFile],
        vocabulary: &mut Vocabulary,
        problems: &mut Vec<TableProblem>,
    ) -> (Self, TableCounts) {
        let (rows, counts) = layered(SHAPE, files, problems);
        let mut reach = Self::default();
        for row in &rows {
            match link(row, vocabulary) {
                Ok((kind, word, link)) => {
                    reach.links.insert((kind, word), link);
                }
                Err(message) => problems.push(row.problem(message)),
            }
        }
        (reach, counts)
    }

    /// What a word of that kind stands for.
    pub fn link(&self, kind: TriggerKind, word: WordId) -> Option<&Link> {
        self.links.get(&(kind, word))
    }
}

fn link(row: &Row<'_>, vocabulary: &mut Vocabulary) -> Result<(TriggerKind, WordId, Link), String> {
    let [word, part, trigger, relation, sense] = row.fields[..] else {
        return Err("a row needs five fields".to_owned());
    };
    let kind = match part {
        "verb" => TriggerKind::Verb,
        "noun" => TriggerKind::Noun,
        _ => return Err(format!("unknown part of speech {part:?}; write verb or noun")),
    };
    let relation =
        Relation::named(relation).ok_or_else(|| format!("unknown relation {relation:?}; write synonym or hypernym"))?;
    let sense = sense.parse().ok().filter(|sense| (1..=2).contains(sense));
    let sense = sense.ok_or_else(|| "the sense must be 1 or 2".to_owned())?;
    let origin = row.origin();
    Ok((kind, vocabulary.intern(word), Link { trigger: vocabulary.intern(trigger), relation, sense, origin }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Reach, Vocabulary, Vec<String>) {
        let (mut vocabulary, mut problems) = (Vocabulary::default(), Vec::new());
        let file = SourceFile { name: "wordnet.tsv".to_owned(), text: text.to_owned(), is_overlay: false };
        let (reach, _) = Reach::read(&[file], &mut vocabulary, &mut problems);
        (reach, vocabulary, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_word_stands_for_a_trigger_of_its_part_of_speech() {
        let (reach, vocabulary, problems) = read("decry\tverb\tcondemn\tsynonym\t2\n");
        assert_eq!(problems, [""; 0]);
        let link = reach.link(TriggerKind::Verb, vocabulary.get("decry")).unwrap();
        assert_eq!((vocabulary.word(link.trigger), link.relation, link.sense), ("condemn", Relation::Synonym, 2));
        assert_eq!(reach.link(TriggerKind::Noun, vocabulary.get("decry")), None);
    }

    #[test]
    fn what_is_wrong_in_a_row_is_told_at_its_line() {
        let (_, _, problems) = read("a\tadverb\tb\tsynonym\t1\nb\tverb\tc\tcousin\t1\nc\tverb\td\tsynonym\t3\n");
        let begins = [
            "wordnet.tsv:1: unknown part of speech \"adverb\"",
            "wordnet.tsv:2: unknown relation \"cousin\"",
            "wordnet.tsv:3: the sense",
        ];
        assert_eq!(problems.len(), begins.len(), "{problems:?}");
        for (problem, begin) in problems.iter().zip(begins) {
            assert!(problem.starts_with(begin), "{problem}");
        }
    }
}
