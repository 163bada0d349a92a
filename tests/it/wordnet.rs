//! Words that no rule lists and that WordNet leads to a trigger from: what they do to the version.

use dateline::lexicon::{Lexicon, wordnet::Relation};

use crate::support::engine::lexicon;

#[test]
fn the_relations_are_part_of_the_version() {
    let version = |relations: &[Relation]| Lexicon::embedded().unwrap().with_relations(relations).version().to_owned();
    let synonym = version(&[Relation::Synonym]);
    assert_eq!(version(&[]), lexicon().version());
    assert_ne!(lexicon().version(), synonym);
    assert_ne!(version(&[Relation::Hypernym]), synonym);
}
