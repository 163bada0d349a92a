//! The lookup tables of a pipeline: norms of words, and the lemmatizer's rules, exceptions and index.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use serde::Deserialize;

use super::{ConvertError, read_msgpack};
use crate::spacy::{
    hash::string_id,
    lemmatizer::{LemmaTables, LemmatizerData},
};

const LEMMAS: &str = "lemmatizer/lookups/lookups.bin";
/// The parts of speech that a table may be for; keys are the ids of these names.
const PARTS_OF_SPEECH: [&str; 17] = [
    "adj", "adp", "adv", "aux", "cconj", "det", "intj", "noun", "num", "part", "pron", "propn", "punct", "sconj",
    "sym", "verb", "x",
];

#[derive(Debug, Deserialize)]
struct NormFile {
    #[serde(default)]
    lexeme_norm: HashMap<u64, String>,
}

#[derive(Debug, Deserialize)]
struct LemmaFile {
    #[serde(rename = "lemma_rules")]
    rules: Option<HashMap<u64, Vec<(String, String)>>>,
    #[serde(rename = "lemma_exc", default)]
    exceptions: HashMap<u64, BTreeMap<String, Vec<String>>>,
    #[serde(rename = "lemma_index", default)]
    index: HashMap<u64, Vec<String>>,
}

/// The norms of words, sorted by the id of the form.
pub(super) fn norms(directory: &Path) -> Result<Vec<(u64, String)>, ConvertError> {
    let file: NormFile = read_msgpack(directory, "vocab/lookups.bin")?;
    let mut norms: Vec<_> = file.lexeme_norm.into_iter().collect();
    norms.sort_unstable();
    Ok(norms)
}

/// The lemmatizer's tables.
pub(super) fn lemmas(directory: &Path) -> Result<LemmatizerData, ConvertError> {
    let mut file: LemmaFile = read_msgpack(directory, LEMMAS)?;
    let Some(mut rules) = file.rules else {
        return Err(ConvertError::format(
            &directory.join(LEMMAS),
            "the table lemma_rules is missing; the rule lemmatizer needs it",
        ));
    };
    let mut tables = BTreeMap::new();
    for name in PARTS_OF_SPEECH {
        let id = string_id(name);
        let mut index = file.index.remove(&id).unwrap_or_default();
        index.sort_unstable();
        index.dedup();
        let found = LemmaTables {
            rules: rules.remove(&id).unwrap_or_default(),
            exceptions: file.exceptions.remove(&id).unwrap_or_default(),
            index,
        };
        if found != LemmaTables::default() {
            tables.insert(name.to_owned(), found);
        }
    }
    match rules.keys().chain(file.exceptions.keys()).chain(file.index.keys()).next() {
        Some(key) => Err(ConvertError::format(&directory.join(LEMMAS), format!("key {key} is not a part of speech"))),
        None => Ok(LemmatizerData { tables }),
    }
}
