//! The engine's own word lists: support verbs, governors of modality and control, verbs of speech.

use rustc_hash::FxHashMap;

use super::{
    TableProblem,
    layers::{Shape, TableCounts, layered},
    source::SourceFile,
    vocabulary::{Vocabulary, WordId, Words},
    words::WordLists,
};
use crate::model::Claim;

const SPEECH: Shape =
    Shape { name: "speech.tsv", columns: &["lemma", "claim"], known_by: &[0], has_repeats: false, is_by_key: false };

/// The lists of `grammar.toml`, each described there, and `speech.tsv`.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "each list is described where it is written, in grammar.toml")]
pub struct Grammar {
    pub affliction: Words,
    pub agent: Words,
    pub bare_passive: Words,
    pub belligerent: Words,
    pub conflict_end: Words,
    pub disaster: Words,
    pub document: Words,
    pub future: Words,
    pub hypothetical: Words,
    pub naming: Words,
    pub negative: Words,
    pub object_control: Words,
    pub own_force: Words,
    pub partitive: Words,
    pub place: Words,
    pub potential: Words,
    pub proxy: Words,
    pub relative: Words,
    pub support_actor: Words,
    pub support_preposition: Words,
    pub support_recipient: Words,
    pub transparent: Words,
    speech: FxHashMap<WordId, Claim>,
}

impl Grammar {
    /// Takes the lists by name; one that is missing or not known is a problem.
    pub(super) fn build(
        file: &str,
        mut lists: WordLists,
        vocabulary: &mut Vocabulary,
        problems: &mut Vec<TableProblem>,
    ) -> Self {
        let mut take = |name: &str| {
            let Some(list) = lists.remove(name) else {
                problems.push(TableProblem::new(file, 1, format!("no list {name}, which the engine needs")));
                return Words::default();
            };
            Words::new(list.words.iter().map(|word| vocabulary.intern(word)).collect())
        };
        let grammar = Self {
            affliction: take("affliction"),
            agent: take("agent"),
            bare_passive: take("bare_passive"),
            belligerent: take("belligerent"),
            conflict_end: take("conflict_end"),
            disaster: take("disaster"),
            document: take("document"),
            future: take("future"),
            hypothetical: take("hypothetical"),
            naming: take("naming"),
            negative: take("negative"),
            object_control: take("object_control"),
            own_force: take("own_force"),
            partitive: take("partitive"),
            place: take("place"),
            potential: take("potential"),
            proxy: take("proxy"),
            relative: take("relative"),
            support_actor: take("support_actor"),
            support_preposition: take("support_preposition"),
            support_recipient: take("support_recipient"),
            transparent: take("transparent"),
            speech: FxHashMap::default(),
        };
        for (name, list) in &lists {
            let message = format!("list {name} is not one that the engine knows, remove it");
            problems.push(TableProblem::new(&list.origin.file, list.origin.line, message));
        }
        grammar
    }

    /// Reads the verbs of speech: `lemma`, `claim`, sorted; an overlay's over those built in.
    pub(super) fn read_speech(
        &mut self,
        files: &[SourceFile],
        vocabulary: &mut Vocabulary,
        problems: &mut Vec<TableProblem>,
    ) -> TableCounts {
        let (rows, counts) = layered(SPEECH, files, problems);
        for row in &rows {
            let [lemma, claim] = row.fields[..] else { continue };
            match Claim::from_name(claim) {
                Some(claim) => {
                    self.speech.insert(vocabulary.intern(lemma), claim);
                }
                None => problems.push(
                    row.problem(format!("no claim {claim:?}, use stated, confirmed, denied, alleged or reported")),
                ),
            }
        }
        counts
    }

    /// How the speaker of a verb of speech stands to what is said; nothing for other verbs.
    pub fn claim(&self, verb: WordId) -> Option<Claim> {
        self.speech.get(&verb).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{Origin, words::WordList};

    #[test]
    fn a_missing_and_a_strange_list_and_an_unknown_claim_are_problems() {
        let (mut vocabulary, mut problems) = (Vocabulary::default(), Vec::new());
        let strange = WordList { origin: Origin { file: "o/grammar.toml".into(), line: 7 }, ..WordList::default() };
        let lists = WordLists::from([("future".to_owned(), WordList::default()), ("odd".to_owned(), strange)]);
        let mut grammar = Grammar::build("grammar.toml", lists, &mut vocabulary, &mut problems);
        assert!(problems.iter().any(|problem| problem.message.contains("no list relative")));
        assert!(problems.iter().any(|problem| problem.to_string().starts_with("o/grammar.toml:7: list odd")));
        problems.clear();
        let base = SourceFile::built_in(("speech.tsv", "# head\nadd\tguessed\nclaim\talleged\ndeny\tdenied\n"));
        let overlay =
            SourceFile { is_overlay: true, ..SourceFile::built_in(("o/speech.tsv", "-deny\nclaim\tstated\n")) };
        let counts = grammar.read_speech(&[base, overlay], &mut vocabulary, &mut problems);
        assert_eq!(grammar.claim(vocabulary.get("claim")), Some(Claim::Stated));
        assert_eq!(grammar.claim(vocabulary.get("deny")), None);
        assert_eq!((counts.entries, counts.replaced, counts.removed), (2, 1, 1));
        assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [2]);
    }
}
