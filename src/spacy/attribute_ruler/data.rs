//! The attribute ruler's part of a model file: patterns over tokens and what they set.

use serde::{Deserialize, Serialize};

/// Rules in the order in which they are applied.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AttributeRulerData {
    /// The rules.
    pub rules: Vec<Rule>,
}

/// Sequences of tokens, and what is set on one of them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rule {
    /// Each matches by itself; every part is one token.
    pub patterns: Vec<Vec<TokenPattern>>,
    /// What is set.
    pub set: Setting,
    /// Which token of the match it is set on; negative from the end.
    pub index: i32,
}

/// What a token must be.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TokenPattern {
    /// All of these must hold.
    pub conditions: Vec<(Attribute, Condition)>,
}

/// An attribute of a token that a pattern asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Attribute {
    /// The form.
    Orth,
    /// The lower-case form.
    Lower,
    /// The norm.
    Norm,
    /// The shape.
    Shape,
    /// The fine-grained tag.
    Tag,
    /// The universal part of speech.
    Pos,
    /// The dependency label.
    Dep,
    /// The morphological features.
    Morph,
    /// It is white space.
    IsSpace,
}

/// What the attribute must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Condition {
    /// This string; for a flag, `1` or an empty one.
    Is(String),
    /// One of these.
    In(Vec<String>),
    /// None of these.
    NotIn(Vec<String>),
    /// A string in which this Python pattern is found.
    Regex(String),
}

/// The attributes that a rule sets; absent ones stay.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Setting {
    /// The fine-grained tag.
    pub tag: Option<String>,
    /// The universal part of speech.
    pub pos: Option<String>,
    /// The morphological features, normalised; empty for none.
    pub morph: Option<String>,
    /// The base form.
    pub lemma: Option<String>,
    /// The dependency label.
    pub dep: Option<String>,
}
