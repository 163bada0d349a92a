//! Runtime for spaCy v3 pipelines: model file, tokenizer, tok2vec, tagger, parser, attribute ruler, lemmatizer, ner.

/// A loaded pipeline.
#[derive(Debug)]
pub struct Pipeline {}
