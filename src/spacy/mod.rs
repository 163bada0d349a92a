//! Runtime for spaCy v3 pipelines: model file, tokenizer, tok2vec, tagger, parser, attribute ruler, lemmatizer, ner.

pub mod attribute_ruler;
mod cache;
pub mod convert;
pub mod file;
pub mod hash;
pub mod lemmatizer;
pub mod lexeme;
mod norms;
mod symbols;
pub mod tensor;
pub mod text;
pub mod tokenizer;
mod unicode;
pub mod upos;

/// A loaded pipeline.
#[derive(Debug)]
pub struct Pipeline {}
