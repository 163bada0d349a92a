//! How a text is explained.

use serde_json::Value;

use super::Engine;

/// English behind a sentence, so that the language is certain.
pub(crate) const AROUND: &str = "The weather was cold and the harbour stayed quiet for most of the morning.";

/// The explanation of a text with some English behind it, of one sentence or of one rule where they are given.
pub(crate) fn explained(text: &str, sentence: Option<usize>, rule: Option<&str>) -> Value {
    Engine::Rules.explain(format!("{text} {AROUND}").as_bytes(), sentence, rule)
}

/// The explanation of the first sentence of a text.
pub(crate) fn first_sentence(text: &str) -> Value {
    explained(text, None, None)["sentences"][0].take()
}

/// Every rule that was tried in a sentence, in order.
pub(crate) fn tried(sentence: &Value) -> impl Iterator<Item = &Value> {
    list(&sentence["triggers"]).iter().flat_map(|trigger| list(&trigger["rules"]))
}

/// The elements of an array.
pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("no array but {value}"))
}

/// The text of a string.
pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no string but {value}"))
}
