//! The textual half of a pipeline: which components it has, and their data.

use std::path::Path;

use super::{Config, ConvertError, attribute_ruler, lookups, tokenizer};
use crate::spacy::{attribute_ruler::AttributeRulerData, text::TextData};

/// Reads the tokenizer, norms, attribute ruler and lemmatizer of a pipeline.
///
/// # Errors
/// When a file is missing or not as spaCy writes it, or a component is of a kind that is not supported.
pub fn text_data(directory: &Path, config: &Config) -> Result<TextData, ConvertError> {
    let tokenizer = config.string("nlp.tokenizer", "@tokenizers").unwrap_or_default();
    if tokenizer != "spacy.Tokenizer.v1" {
        return Err(ConvertError::unsupported(format!("tokenizer {tokenizer:?}"), "spacy.Tokenizer.v1"));
    }
    let attribute_ruler =
        if config.has("attribute_ruler") { attribute_ruler::rules(directory)? } else { AttributeRulerData::default() };
    let lemmatizer = if config.has("lemmatizer") {
        let mode = config.string("components.lemmatizer", "mode").unwrap_or("rule");
        if mode != "rule" {
            return Err(ConvertError::unsupported(format!("lemmatizer mode {mode:?}"), "mode \"rule\""));
        }
        Some(lookups::lemmas(directory)?)
    } else {
        None
    };
    Ok(TextData {
        tokenizer: tokenizer::tokenizer_data(directory)?,
        norms: lookups::norms(directory)?,
        attribute_ruler,
        lemmatizer,
    })
}
