//! Words that no rule lists and that WordNet leads to a trigger from.

use std::sync::Arc;

use dateline::{
    extract::Extractor,
    lexicon::{Lexicon, wordnet::Relation},
    model::{Article, EventType, FoundBy},
    spacy::Pipeline,
};

const SENTENCE: &str = "Norway objurgated Chad on Monday.";

fn extractor(relations: &[Relation]) -> Extractor {
    let lexicon = Lexicon::embedded().unwrap().with_relations(relations);
    Extractor::new(Arc::new(Pipeline::embedded().unwrap()), Arc::new(lexicon), None)
}

#[test]
fn an_unlisted_word_gives_the_event_of_its_synonym_where_synonyms_count() {
    let found = extractor(&[Relation::Synonym]).read(Article::of_text("a", SENTENCE)).events;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].event_type, EventType::Accuse);
    assert!(matches!(found[0].found_by, FoundBy::Rule { is_by_wordnet: true, .. }), "{:?}", found[0].found_by);
    assert!(extractor(&[]).read(Article::of_text("a", SENTENCE)).events.is_empty());
}

#[test]
fn the_relations_are_part_of_the_version() {
    let version = |relations: &[Relation]| Lexicon::embedded().unwrap().with_relations(relations).version().to_owned();
    assert_eq!(version(&[]), Lexicon::embedded().unwrap().version());
    assert_ne!(version(&[]), version(&[Relation::Synonym]));
    assert_ne!(version(&[Relation::Hypernym]), version(&[Relation::Synonym]));
}
