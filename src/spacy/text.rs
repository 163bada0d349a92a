//! The textual half of a pipeline: tokenizer, word types, attribute ruler and lemmatizer, and their section of a model file.

use std::{io::Read, sync::Arc};

use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{
    attribute_ruler::{AttributeRuler, AttributeRulerData, RuleError},
    lemmatizer::{Form, Lemmatizer, LemmatizerData},
    lexeme::Lexicon,
    tokenizer::{PatternError, Tokenizer, TokenizerData, Word},
};
use crate::model::{Labels, Token};

/// No section is larger than this when unpacked, in bytes: more is a damaged file.
const LARGEST_SECTION: u64 = 256 << 20;

/// What a model file holds of the textual half.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TextData {
    /// The tokenizer's patterns and special cases.
    pub tokenizer: TokenizerData,
    /// Norms of words: the id of a form and its norm, sorted.
    pub norms: Vec<(u64, String)>,
    /// The attribute ruler's rules.
    pub attribute_ruler: AttributeRulerData,
    /// The lemmatizer's tables; absent when the pipeline has none.
    pub lemmatizer: Option<LemmatizerData>,
}

/// Why the textual section of a model file cannot be used.
#[derive(Debug, Error)]
pub enum TextError {
    /// It cannot be unpacked or read.
    #[error("the tokenizer section is damaged ({0}); convert the pipeline again")]
    Damaged(String),
    /// A pattern of the tokenizer cannot be used.
    #[error("tokenizer: {0}")]
    Pattern(#[from] PatternError),
    /// A rule of the attribute ruler cannot be used.
    #[error(transparent)]
    Rule(#[from] RuleError),
}

impl TextData {
    /// The section's bytes.
    ///
    /// # Errors
    /// When the data cannot be written, which only a lack of memory explains.
    pub fn to_bytes(&self) -> Result<Vec<u8>, TextError> {
        let damaged = |error: &dyn std::fmt::Display| TextError::Damaged(error.to_string());
        let packed = rmp_serde::to_vec(self).map_err(|error| damaged(&error))?;
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        std::io::Write::write_all(&mut encoder, &packed).map_err(|error| damaged(&error))?;
        encoder.finish().map_err(|error| damaged(&error))
    }

    /// Reads the section's bytes.
    ///
    /// # Errors
    /// When they are damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TextError> {
        let mut packed = Vec::new();
        let mut decoder = ZlibDecoder::new(bytes).take(LARGEST_SECTION);
        decoder.read_to_end(&mut packed).map_err(|error| TextError::Damaged(error.to_string()))?;
        rmp_serde::from_slice(&packed).map_err(|error| TextError::Damaged(error.to_string()))
    }
}

/// The textual half of a pipeline, ready to use.
#[derive(Debug)]
pub struct TextComponents {
    tokenizer: Tokenizer,
    attribute_ruler: AttributeRuler,
    lemmatizer: Option<Lemmatizer>,
}

impl TextComponents {
    /// Compiles the data. The strings that rules name are added to the labels.
    ///
    /// # Errors
    /// When a pattern or a rule cannot be used.
    pub fn new(data: &TextData, labels: &mut Labels) -> Result<Self, TextError> {
        let lexicon = Arc::new(Lexicon::new(data.norms.iter().map(|(form, norm)| (*form, norm.as_str()))));
        Ok(Self {
            tokenizer: Tokenizer::new(&data.tokenizer, lexicon)?,
            attribute_ruler: AttributeRuler::new(&data.attribute_ruler, labels)?,
            lemmatizer: data.lemmatizer.as_ref().map(Lemmatizer::new),
        })
    }

    /// The tokens of a text, with what their forms tell.
    pub fn tokenize(&self, text: &str) -> Vec<Word> {
        self.tokenizer.tokenize(text)
    }

    /// Sets parts of speech, features and lemmas of tokens that have tags and dependency labels; `words` are the same tokens.
    pub fn finish(&self, text: &str, words: &[Word], tokens: &mut [Token], labels: &Labels) {
        self.attribute_ruler.apply(words, text, tokens, labels);
        let Some(lemmatizer) = &self.lemmatizer else { return };
        for (word, token) in words.iter().zip(tokens).filter(|(_, token)| token.lemma.is_empty()) {
            token.lemma = lemmatizer.lemma(Form {
                text: text.get(word.start as usize..word.end as usize).unwrap_or_default(),
                orth: word.lexeme.orth,
                pos: token.pos,
                morph: token.morph,
                features: labels.get(token.morph),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_reads_back_and_a_damaged_one_does_not() {
        let data = TextData { norms: vec![(7, "because".to_owned())], ..TextData::default() };
        let bytes = data.to_bytes().unwrap();
        assert_eq!(TextData::from_bytes(&bytes).unwrap(), data);
        for cut in [0, 1, bytes.len() / 2] {
            assert!(TextData::from_bytes(&bytes[..cut]).is_err(), "{cut}");
        }
    }

    #[test]
    fn a_pattern_that_cannot_be_searched_is_refused() {
        let tokenizer = TokenizerData { infix: Some("(?<!a)b".to_owned()), ..TokenizerData::default() };
        let error =
            TextComponents::new(&TextData { tokenizer, ..TextData::default() }, &mut Labels::new()).unwrap_err();
        assert!(error.to_string().contains("lookaround"), "{error}");
    }
}
