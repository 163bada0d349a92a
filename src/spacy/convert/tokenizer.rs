//! The `tokenizer` file of a pipeline: patterns and special cases.

use std::{collections::BTreeMap, path::Path};

use serde::Deserialize;

use super::{ConvertError, read_msgpack};
use crate::spacy::tokenizer::{SpecialToken, TokenizerData};

/// spaCy's numbers of the two attributes that a special case may give.
const ORTH: u64 = 65;
const NORM: u64 = 67;

#[derive(Debug, Deserialize)]
struct File {
    prefix_search: Option<String>,
    suffix_search: Option<String>,
    infix_finditer: Option<String>,
    token_match: Option<String>,
    url_match: Option<String>,
    exceptions: BTreeMap<String, Vec<BTreeMap<u64, String>>>,
    #[serde(default = "yes")]
    faster_heuristics: bool,
}

fn yes() -> bool {
    true
}

pub(super) fn tokenizer_data(directory: &Path) -> Result<TokenizerData, ConvertError> {
    let file: File = read_msgpack(directory, "tokenizer")?;
    let special = |(chunk, tokens): (String, Vec<BTreeMap<u64, String>>)| {
        let tokens = tokens.iter().map(special_token).collect::<Option<Vec<_>>>();
        let joined = tokens.as_ref().map(|tokens| tokens.iter().map(|token| token.form.as_str()).collect::<String>());
        match tokens.filter(|_| joined.as_deref() == Some(chunk.as_str())) {
            Some(tokens) => Ok((chunk, tokens)),
            None => Err(ConvertError::format(
                &directory.join("tokenizer"),
                format!("the tokens of special case {chunk:?} do not spell it"),
            )),
        }
    };
    Ok(TokenizerData {
        prefix: file.prefix_search,
        suffix: file.suffix_search,
        infix: file.infix_finditer,
        token_match: file.token_match,
        url_match: file.url_match,
        faster_heuristics: file.faster_heuristics,
        specials: file.exceptions.into_iter().map(special).collect::<Result<_, _>>()?,
    })
}

fn special_token(attributes: &BTreeMap<u64, String>) -> Option<SpecialToken> {
    if attributes.keys().any(|attribute| ![ORTH, NORM].contains(attribute)) {
        return None;
    }
    Some(SpecialToken { form: attributes.get(&ORTH)?.clone(), norm: attributes.get(&NORM).cloned() })
}
