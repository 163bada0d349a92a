//! `speech.tsv`: the verbs of speech, and how their speaker stands to what is said.

use rustc_hash::FxHashMap;

use super::{
    TableProblem,
    layers::{Shape, TableCounts, layered},
    source::SourceFile,
    vocabulary::{Vocabulary, WordId},
};
use crate::model::Claim;

const SPEECH: Shape = Shape::of("speech.tsv", &["lemma", "claim"]);

/// The claim that each verb of speech makes.
pub(super) type Speech = FxHashMap<WordId, Claim>;

/// Reads the verbs of speech: `lemma`, `claim`, sorted; an overlay's over those built in.
pub(super) fn read(
    files: &[SourceFile],
    vocabulary: &mut Vocabulary,
    problems: &mut Vec<TableProblem>,
) -> (Speech, TableCounts) {
    let (rows, counts) = layered(SPEECH, files, problems);
    let mut speech = Speech::default();
    for row in &rows {
        let [lemma, claim] = row.fields[..] else { continue };
        match Claim::from_name(claim) {
            Some(claim) => {
                speech.insert(vocabulary.intern(lemma), claim);
            }
            None => problems.push(
                row.problem(format!("unknown claim {claim:?}; use stated, confirmed, denied, alleged or reported")),
            ),
        }
    }
    (speech, counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_overlay_replaces_and_removes_verbs_and_an_unknown_claim_is_a_problem() {
        let (mut vocabulary, mut problems) = (Vocabulary::default(), Vec::new());
        let base = SourceFile::built_in(("speech.tsv", "# head\nadd\tguessed\nclaim\talleged\ndeny\tdenied\n"));
        let overlay =
            SourceFile { is_overlay: true, ..SourceFile::built_in(("o/speech.tsv", "-deny\nclaim\tstated\n")) };
        let (speech, counts) = read(&[base, overlay], &mut vocabulary, &mut problems);
        assert_eq!(speech.get(&vocabulary.get("claim")), Some(&Claim::Stated));
        assert_eq!(speech.get(&vocabulary.get("deny")), None);
        assert_eq!((counts.entries, counts.replaced, counts.removed), (2, 1, 1));
        assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [2]);
    }
}
