//! The `attribute_ruler/patterns` file of a pipeline: matcher patterns and what they set.

use std::path::Path;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{ConvertError, read_msgpack};
use crate::spacy::attribute_ruler::{Attribute, AttributeRulerData, Condition, Rule, Setting, TokenPattern};

const FILE: &str = "attribute_ruler/patterns";

#[derive(Debug, Deserialize)]
struct Entry {
    patterns: Vec<Vec<Map<String, Value>>>,
    attrs: Map<String, Value>,
    #[serde(default)]
    index: i32,
}

pub(super) fn rules(directory: &Path) -> Result<AttributeRulerData, ConvertError> {
    let entries: Vec<Entry> = read_msgpack(directory, FILE)?;
    let rules = entries.into_iter().enumerate().map(|(number, entry)| {
        rule(&entry).map_err(|what| {
            let supported = "attributes ORTH, LOWER, NORM, SHAPE, TAG, POS, DEP, MORPH and IS_SPACE with a value, IN, NOT_IN or REGEX, setting TAG, POS, MORPH, LEMMA and DEP";
            ConvertError::unsupported(format!("{}: rule {number}: {what}", directory.join(FILE).display()), supported)
        })
    });
    Ok(AttributeRulerData { rules: rules.collect::<Result<_, _>>()? })
}

fn rule(entry: &Entry) -> Result<Rule, String> {
    let patterns = entry.patterns.iter().map(|tokens| tokens.iter().map(token_pattern).collect::<Result<_, _>>());
    Ok(Rule { patterns: patterns.collect::<Result<_, String>>()?, set: setting(&entry.attrs)?, index: entry.index })
}

fn token_pattern(token: &Map<String, Value>) -> Result<TokenPattern, String> {
    let mut conditions = Vec::with_capacity(token.len());
    for (name, value) in token {
        let attribute = match name.to_uppercase().as_str() {
            "ORTH" | "TEXT" => Attribute::Orth,
            "LOWER" => Attribute::Lower,
            "NORM" => Attribute::Norm,
            "SHAPE" => Attribute::Shape,
            "TAG" => Attribute::Tag,
            "POS" => Attribute::Pos,
            "DEP" => Attribute::Dep,
            "MORPH" => Attribute::Morph,
            "IS_SPACE" => Attribute::IsSpace,
            _ => return Err(format!("attribute {name:?} of a pattern")),
        };
        match value {
            Value::Object(operators) => {
                for (operator, value) in operators {
                    conditions.push((attribute, condition(attribute, operator, value)?));
                }
            }
            value => conditions.push((attribute, Condition::Is(string(attribute, value)?))),
        }
    }
    Ok(TokenPattern { conditions })
}

fn condition(attribute: Attribute, operator: &str, value: &Value) -> Result<Condition, String> {
    let strings = || match value {
        Value::Array(values) => values.iter().map(|value| string(attribute, value)).collect(),
        _ => Err(format!("operator {operator:?} with {value}")),
    };
    match operator.to_uppercase().as_str() {
        "IN" => Ok(Condition::In(strings()?)),
        "NOT_IN" => Ok(Condition::NotIn(strings()?)),
        "REGEX" => value
            .as_str()
            .map(|pattern| Condition::Regex(pattern.to_owned()))
            .ok_or_else(|| format!("REGEX with {value}")),
        _ => Err(format!("operator {operator:?} of a pattern")),
    }
}

fn string(attribute: Attribute, value: &Value) -> Result<String, String> {
    match (attribute, value) {
        (Attribute::IsSpace, Value::Bool(flag)) => Ok(if *flag { "1".to_owned() } else { String::new() }),
        (Attribute::IsSpace, _) => Err(format!("IS_SPACE with {value}")),
        (Attribute::Morph, Value::String(features)) => Ok(normalize(features)),
        (_, Value::String(string)) => Ok(string.clone()),
        _ => Err(format!("value {value} of a pattern")),
    }
}

fn setting(attributes: &Map<String, Value>) -> Result<Setting, String> {
    let mut set = Setting::default();
    for (name, value) in attributes {
        let value = value.as_str().ok_or_else(|| format!("{name} set to {value}"))?;
        match name.to_uppercase().as_str() {
            "TAG" => set.tag = Some(value.to_owned()),
            "POS" => set.pos = Some(value.to_owned()),
            "MORPH" => set.morph = Some(normalize(value)),
            "LEMMA" => set.lemma = Some(value.to_owned()),
            "DEP" => set.dep = Some(value.to_owned()),
            _ => return Err(format!("setting {name:?}")),
        }
    }
    Ok(set)
}

/// Features with their names and values in order, as spaCy keeps them; empty for none.
fn normalize(features: &str) -> String {
    if features == "_" {
        return String::new();
    }
    let feature = |feature: &str| match feature.split_once('=') {
        Some((name, values)) => {
            let mut values: Vec<_> = values.split(',').collect();
            values.sort_unstable();
            format!("{name}={}", values.join(","))
        }
        None => feature.to_owned(),
    };
    let mut features: Vec<_> = features.split('|').filter(|feature| !feature.is_empty()).map(feature).collect();
    features.sort_unstable();
    features.join("|")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn entry(value: Value) -> Result<Rule, String> {
        rule(&serde_json::from_value(value).unwrap())
    }

    #[test]
    fn patterns_become_conditions() {
        let rule = entry(json!({
            "patterns": [[{"TAG": {"NOT_IN": ["TO", ""]}, "DEP": "aux"}, {"LOWER": {"REGEX": "^n'?t$"}, "IS_SPACE": false}]],
            "attrs": {"POS": "AUX", "MORPH": "VerbForm=Fin|Mood=Sub,Ind"},
            "index": -1,
        }))
        .unwrap();
        assert_eq!(rule.index, -1);
        assert_eq!(rule.set.morph.as_deref(), Some("Mood=Ind,Sub|VerbForm=Fin"));
        let second = &rule.patterns[0][1].conditions;
        assert!(second.contains(&(Attribute::IsSpace, Condition::Is(String::new()))));
        assert!(second.contains(&(Attribute::Lower, Condition::Regex("^n'?t$".to_owned()))));
    }

    #[test]
    fn what_is_not_supported_is_named() {
        for (pattern, attrs, named) in [
            (json!({"LOWER": "a", "OP": "+"}), json!({"POS": "X"}), "OP"),
            (json!({"LENGTH": {">=": 3}}), json!({"POS": "X"}), "LENGTH"),
            (json!({"LOWER": {"FUZZY": "a"}}), json!({"POS": "X"}), "FUZZY"),
            (json!({"LOWER": "a"}), json!({"NORM": "x"}), "NORM"),
        ] {
            let error = entry(json!({"patterns": [[pattern]], "attrs": attrs})).unwrap_err();
            assert!(error.contains(named), "{error}");
        }
    }
}
