//! Words as numbers: every lemma that the lexicon knows, so that a text's lemmas are looked up once and compared as integers.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// The number of a lemma; 0 is any word that the lexicon does not know.
pub type WordId = u32;

/// All lemmas of the lexicon, lower case.
#[derive(Debug, Default, Clone)]
pub struct Vocabulary {
    ids: FxHashMap<SmolStr, WordId>,
    /// The lemma of each number, from 1.
    words: Vec<SmolStr>,
}

impl Vocabulary {
    /// The number of a lemma, new if it must be.
    pub fn intern(&mut self, lemma: &str) -> WordId {
        let lemma = SmolStr::from(lemma.to_lowercase());
        if let Some(known) = self.ids.get(&lemma) {
            return *known;
        }
        self.words.push(lemma.clone());
        let id = self.words.len() as WordId;
        self.ids.insert(lemma, id);
        id
    }

    /// The lemma of a number, lower case; empty for 0 and for a number of another vocabulary.
    pub fn word(&self, id: WordId) -> &str {
        (id as usize).checked_sub(1).and_then(|index| self.words.get(index)).map_or("", SmolStr::as_str)
    }

    /// The number of a lemma in any case.
    pub fn get(&self, lemma: &str) -> WordId {
        let known = |lemma: &str| self.ids.get(lemma).copied().unwrap_or(0);
        if lemma.bytes().any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii()) {
            known(&lemma.to_lowercase())
        } else {
            known(lemma)
        }
    }
}

/// A set of lemmas.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Words(Box<[WordId]>);

impl Words {
    /// The set of these numbers.
    pub fn new(mut ids: Vec<WordId>) -> Self {
        ids.sort_unstable();
        ids.dedup();
        Self(ids.into_boxed_slice())
    }

    /// Whether a lemma is in the set; an unknown word never is.
    pub fn contains(&self, id: WordId) -> bool {
        id != 0 && self.0.binary_search(&id).is_ok()
    }

    /// Without a lemma.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number of lemmas.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The numbers, ascending.
    pub fn iter(&self) -> impl Iterator<Item = WordId> + '_ {
        self.0.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lemma_is_found_in_any_case_and_an_unknown_one_is_in_no_set() {
        let mut vocabulary = Vocabulary::default();
        let attack = vocabulary.intern("attack");
        let words = Words::new(vec![attack, attack]);
        assert!(words.contains(vocabulary.get("ATTACK")));
        assert!(!words.contains(vocabulary.get("retreat")));
        assert_eq!(words.iter().map(|id| vocabulary.word(id)).collect::<Vec<_>>(), ["attack"]);
        assert_eq!(vocabulary.word(0), "");
    }
}
