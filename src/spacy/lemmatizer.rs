//! spaCy's rule lemmatizer for English: exceptions, an index of known forms, and suffix rules, by part of speech.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::{cache::Cache, unicode::is_alpha};
use crate::model::Pos;

const CACHED_LEMMAS: usize = 1 << 16;
/// Longer words are not cached, so that the cache is bounded in bytes too.
const LONGEST_CACHED_WORD: usize = 64;

/// The lemmatizer's part of a model file, by the lower-case name of the part of speech.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LemmatizerData {
    /// The tables of each part of speech.
    pub tables: BTreeMap<String, LemmaTables>,
}

/// What is known of one part of speech.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LemmaTables {
    /// Ends of words and what they become, in order.
    pub rules: Vec<(String, String)>,
    /// Words with lemmas of their own.
    pub exceptions: BTreeMap<String, Vec<String>>,
    /// Known base forms.
    pub index: Vec<String>,
}

#[derive(Debug)]
struct Tables {
    rules: Vec<(Box<str>, Box<str>)>,
    /// The last of a word's exceptions, which is the one spaCy puts first, and all of them.
    exceptions: FxHashMap<Box<str>, Vec<Box<str>>>,
    index: FxHashSet<Box<str>>,
}

/// A word in its form. The lemma is cached under everything but the texts.
#[derive(Debug, Clone, Copy)]
pub struct Form<'a> {
    /// The word as it is written.
    pub text: &'a str,
    /// The id of the text.
    pub orth: u64,
    /// The part of speech.
    pub pos: Pos,
    /// The index of the features.
    pub morph: u16,
    /// The features, as `Number=Plur`.
    pub features: &'a str,
}

/// The lemmatizer of a pipeline.
#[derive(Debug)]
pub struct Lemmatizer {
    tables: FxHashMap<Pos, Tables>,
    cache: Cache<(u64, Pos, u16), SmolStr>,
}

impl Lemmatizer {
    /// A lemmatizer with a pipeline's tables.
    pub fn new(data: &LemmatizerData) -> Self {
        let tables = data.tables.iter().filter_map(|(name, tables)| {
            let pos = super::upos::from_name(&name.to_uppercase())?;
            let is_empty = tables.rules.is_empty() && tables.exceptions.is_empty() && tables.index.is_empty();
            (!is_empty).then(|| (pos, Tables::new(tables)))
        });
        Self { tables: tables.collect(), cache: Cache::new(CACHED_LEMMAS) }
    }

    /// The lemma of a word.
    pub fn lemma(&self, form: Form<'_>) -> SmolStr {
        let Form { text, orth, pos, morph, features } = form;
        if text.len() > LONGEST_CACHED_WORD {
            return self.make(text, pos, features);
        }
        let key = (orth, pos, morph);
        if let Some(known) = self.cache.get(&key) {
            return known;
        }
        let made = self.make(text, pos, features);
        self.cache.insert(key, made.clone());
        made
    }

    fn make(&self, form: &str, pos: Pos, features: &str) -> SmolStr {
        let lower = form.to_lowercase();
        if matches!(pos, Pos::None | Pos::Space) || is_base_form(pos, features) {
            return lower.into();
        }
        match self.tables.get(&pos) {
            Some(tables) => tables.lemma(form, &lower),
            None if pos == Pos::Propn => form.into(),
            None => lower.into(),
        }
    }
}

impl Tables {
    fn new(data: &LemmaTables) -> Self {
        let boxed = |text: &String| Box::from(text.as_str());
        Self {
            rules: data.rules.iter().map(|(old, new)| (boxed(old), boxed(new))).collect(),
            exceptions: data
                .exceptions
                .iter()
                .map(|(form, lemmas)| (boxed(form), lemmas.iter().map(boxed).collect()))
                .collect(),
            index: data.index.iter().map(boxed).collect(),
        }
    }

    /// spaCy keeps a list of forms and takes its first. Indexed forms and exceptions go to the front, forms with marks other than
    /// letters to the end, and unknown ones count only when there is no other.
    fn lemma(&self, form: &str, lower: &str) -> SmolStr {
        let mut forms: Vec<String> = Vec::new();
        let mut unknown: Option<String> = None;
        for (old, new) in &self.rules {
            let Some(stem) = lower.strip_suffix(&**old) else { continue };
            let candidate = format!("{stem}{new}");
            if candidate.is_empty() {
                continue;
            }
            if self.index.contains(candidate.as_str()) {
                forms.insert(0, candidate);
            } else if !candidate.chars().all(is_alpha) {
                forms.push(candidate);
            } else if unknown.is_none() {
                unknown = Some(candidate);
            }
        }
        for exception in self.exceptions.get(lower).into_iter().flatten() {
            if !forms.iter().any(|known| **known == **exception) {
                forms.insert(0, exception.to_string());
            }
        }
        forms.into_iter().next().or(unknown).map_or_else(|| form.into(), SmolStr::from)
    }
}

/// Whether the features say that a word is already a base form.
fn is_base_form(pos: Pos, features: &str) -> bool {
    let feature = |name: &str| {
        let mut values = features.split('|').filter_map(|feature| feature.split_once('='));
        values.find(|(known, _)| *known == name).map(|(_, value)| value)
    };
    let verb_form = feature("VerbForm");
    match pos {
        Pos::Noun if feature("Number") == Some("Sing") => true,
        Pos::Verb if verb_form == Some("Fin") && feature("Tense") == Some("Pres") && feature("Number").is_none() => {
            true
        }
        _ => matches!(verb_form, Some("Inf" | "None")) || feature("Degree") == Some("Pos"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lemmatizer() -> Lemmatizer {
        let pairs = |list: &[(&str, &str)]| list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let noun = LemmaTables {
            rules: pairs(&[("s", ""), ("ies", "y"), ("ches", "ch"), ("men", "man")]),
            exceptions: [
                ("oxen".to_owned(), vec!["ox".to_owned()]),
                ("axes".to_owned(), vec!["ax".to_owned(), "axis".to_owned()]),
            ]
            .into(),
            index: vec!["city".to_owned(), "march".to_owned(), "treaty".to_owned()],
        };
        Lemmatizer::new(&LemmatizerData { tables: [("noun".to_owned(), noun)].into() })
    }

    fn lemma(form: &str, pos: Pos, features: &str) -> String {
        lemmatizer().make(form, pos, features).to_string()
    }

    #[test]
    fn indexed_forms_and_exceptions_come_first() {
        assert_eq!(lemma("Cities", Pos::Noun, "Number=Plur"), "city");
        assert_eq!(lemma("marches", Pos::Noun, "Number=Plur"), "march");
        assert_eq!(lemma("oxen", Pos::Noun, "Number=Plur"), "ox");
        assert_eq!(lemma("axes", Pos::Noun, "Number=Plur"), "axis");
    }

    #[test]
    fn unknown_forms_take_the_first_rule_and_marks_count_as_known() {
        assert_eq!(lemma("drones", Pos::Noun, "Number=Plur"), "drone");
        assert_eq!(lemma("F-16s", Pos::Noun, "Number=Plur"), "f-16");
        assert_eq!(lemma("Sheep", Pos::Noun, "Number=Plur"), "Sheep");
    }

    #[test]
    fn base_forms_and_other_parts_of_speech_are_lower_case_but_names_are_kept() {
        assert_eq!(lemma("Talks", Pos::Noun, "Number=Sing"), "talks");
        assert_eq!(lemma("Talks", Pos::Propn, "Number=Plur"), "Talks");
        assert_eq!(lemma("The", Pos::Det, ""), "the");
        assert_eq!(lemma("\n", Pos::Space, ""), "\n");
        assert!(is_base_form(Pos::Verb, "Tense=Pres|VerbForm=Fin"));
        assert!(!is_base_form(Pos::Verb, "Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"));
    }

    #[test]
    fn a_cached_lemma_is_the_same() {
        let lemmatizer = lemmatizer();
        for _ in 0..2 {
            assert_eq!(
                lemmatizer.lemma(Form { text: "Cities", orth: 7, pos: Pos::Noun, morph: 3, features: "Number=Plur" }),
                "city"
            );
        }
    }
}
