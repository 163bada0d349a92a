//! The tokenizer's part of a model file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Patterns, as Python regular expressions, and special cases.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TokenizerData {
    /// What is taken off the front of a chunk.
    pub prefix: Option<String>,
    /// What is taken off its end.
    pub suffix: Option<String>,
    /// Where the rest is split.
    pub infix: Option<String>,
    /// What is kept whole before affixes are taken off.
    pub token_match: Option<String>,
    /// What is kept whole after affixes are taken off.
    pub url_match: Option<String>,
    /// Only special cases with affixes or spaces are looked for again in the tokens.
    pub faster_heuristics: bool,
    /// Chunks with tokens of their own.
    pub specials: BTreeMap<String, Vec<SpecialToken>>,
}

/// A token of a special case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecialToken {
    /// Its form.
    pub form: String,
    /// Its norm, where it is not that of the form.
    pub norm: Option<String>,
}
