//! Words as numbers: every lemma that the lexicon knows, so that a text's lemmas are looked up once and compared as integers.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::class::NounClass;

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

/// Number of words that a class of nouns counts as: more than any list has.
const CLASS_BREADTH: usize = 1000;

/// A set of lemmas, and of classes of nouns.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Words {
    ids: Box<[WordId]>,
    classes: Box<[NounClass]>,
}

impl Words {
    /// The set of these numbers.
    pub fn new(mut ids: Vec<WordId>) -> Self {
        ids.sort_unstable();
        ids.dedup();
        Self { ids: ids.into_boxed_slice(), classes: Box::default() }
    }

    /// The set with these classes of nouns.
    #[must_use]
    pub fn with_classes(self, classes: Vec<NounClass>) -> Self {
        Self { classes: classes.into_boxed_slice(), ..self }
    }

    /// Whether a lemma is in the set; an unknown word never is.
    pub fn contains(&self, id: WordId) -> bool {
        id != 0 && self.ids.binary_search(&id).is_ok()
    }

    /// Without a lemma or class.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty() && self.classes.is_empty()
    }

    /// The number of lemmas.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// How much the set admits: the number of lemmas, where a class counts as more of them than any list has.
    pub fn breadth(&self) -> usize {
        self.ids.len() + CLASS_BREADTH * self.classes.len()
    }

    /// The classes of nouns in the set.
    pub fn classes(&self) -> &[NounClass] {
        &self.classes
    }

    /// The numbers, ascending.
    pub fn iter(&self) -> impl Iterator<Item = WordId> + '_ {
        self.ids.iter().copied()
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

    #[test]
    fn a_class_is_broader_than_a_list_and_a_set_of_it_alone_is_not_empty() {
        let of_class = Words::default().with_classes(vec![NounClass::Sum]);
        assert!(Words::default().is_empty() && !of_class.is_empty());
        assert!(of_class.breadth() > Words::new((1..900).collect()).breadth());
    }
}
