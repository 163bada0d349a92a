//! Runtime for spaCy v3 pipelines: model file, tokenizer, tok2vec, tagger, parser, attribute ruler, lemmatizer, ner.

pub mod architecture;
pub mod attribute_ruler;
mod cache;
pub mod convert;
pub mod file;
pub mod hash;
pub mod kernels;
pub mod lemmatizer;
pub mod lexeme;
mod ner;
mod norms;
mod parser;
mod pipeline;
mod scorer;
mod symbols;
pub mod tensor;
pub mod text;
mod tok2vec;
pub mod tokenizer;
mod unicode;
pub mod upos;

pub use self::{
    file::{ModelError, ModelFile},
    pipeline::Pipeline,
};
