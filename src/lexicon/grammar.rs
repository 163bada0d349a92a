//! The engine's own word lists: support verbs, governors of modality and control, verbs of speech.

use rustc_hash::FxHashMap;

use super::{
    TableProblem,
    vocabulary::{Vocabulary, WordId, Words},
    words::WordLists,
};
use crate::model::Claim;

/// The lists of `grammar.toml`, each described there, and `speech.tsv`.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "each list is described where it is written, in grammar.toml")]
pub struct Grammar {
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
            Words::new(list.iter().map(|word| vocabulary.intern(word)).collect())
        };
        let grammar = Self {
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
        for name in lists.keys() {
            problems.push(TableProblem::new(
                file,
                1,
                format!("list {name} is not one that the engine knows, remove it"),
            ));
        }
        grammar
    }

    /// Reads the verbs of speech: `lemma`, `claim`, sorted.
    pub(super) fn read_speech(
        &mut self,
        file: &str,
        text: &str,
        vocabulary: &mut Vocabulary,
        problems: &mut Vec<TableProblem>,
    ) {
        let mut before = "";
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
            let mut problem = |message: String| problems.push(TableProblem::new(file, index + 1, message));
            let Some((lemma, claim)) = line.split_once('\t') else {
                problem("a line is a lemma, a tab and a claim".to_owned());
                continue;
            };
            if lemma <= before {
                problem(format!("{lemma:?} stands behind {before:?}, sort the list and drop doubles"));
            }
            before = lemma;
            match claim_named(claim) {
                Some(claim) => {
                    self.speech.insert(vocabulary.intern(lemma), claim);
                }
                None => problem(format!("no claim {claim:?}, use stated, confirmed, denied, alleged or reported")),
            }
        }
    }

    /// How the speaker of a verb of speech stands to what is said; nothing for other verbs.
    pub fn claim(&self, verb: WordId) -> Option<Claim> {
        self.speech.get(&verb).copied()
    }
}

fn claim_named(name: &str) -> Option<Claim> {
    match name {
        "stated" => Some(Claim::Stated),
        "confirmed" => Some(Claim::Confirmed),
        "denied" => Some(Claim::Denied),
        "alleged" => Some(Claim::Alleged),
        "reported" => Some(Claim::Reported),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_and_a_strange_list_and_an_unknown_claim_are_problems() {
        let (mut vocabulary, mut problems) = (Vocabulary::default(), Vec::new());
        let lists = WordLists::from([("future".to_owned(), vec!["plan".to_owned()]), ("odd".to_owned(), Vec::new())]);
        let mut grammar = Grammar::build("grammar.toml", lists, &mut vocabulary, &mut problems);
        assert!(problems.iter().any(|problem| problem.message.contains("no list relative")));
        assert!(problems.iter().any(|problem| problem.message.contains("list odd")));
        problems.clear();
        grammar.read_speech("speech.tsv", "# head\ndeny\tdenied\nadd\tguessed\n", &mut vocabulary, &mut problems);
        assert_eq!(grammar.claim(vocabulary.get("deny")), Some(Claim::Denied));
        assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [3, 3]);
    }
}
