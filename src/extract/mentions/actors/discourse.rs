//! What the article has said so far: who holds which office, whose a body is, who is a woman, and which names are one thing.

use rustc_hash::FxHashMap;

use crate::{lexicon::key, model::Country};

/// No words for an office in the tables are more than this.
const LONGEST_OFFICE: usize = 32;

/// Who was introduced with an office: the number of the first mention of the only person and the person's chain, or several
/// persons.
#[derive(Debug, Clone, Copy)]
enum Holder {
    One { mention: usize, chain: u32 },
    Several,
}

/// What the article has said so far.
#[derive(Debug, Default)]
pub(super) struct Discourse {
    /// The chains of names that are no persons'.
    chains: FxHashMap<String, u32>,
    next_chain: u32,
    /// The countries for which the words for a group or body were used.
    countries: FxHashMap<String, Vec<Country>>,
    /// Persons by the words for their offices.
    holders: FxHashMap<String, Holder>,
    /// The last mention of a named body by the noun that says what it is: "union" of the "Harbour Workers' Union".
    bodies: FxHashMap<String, usize>,
    /// Persons, by chain, of whom the article said that they are women or men.
    is_woman: FxHashMap<u32, bool>,
}

impl Discourse {
    /// Nothing said yet; the first chains are those of the persons.
    pub(super) fn new(persons: usize) -> Self {
        Self { next_chain: persons as u32, ..Self::default() }
    }

    /// A chain that nothing else has.
    pub(super) fn new_chain(&mut self) -> u32 {
        self.next_chain += 1;
        self.next_chain - 1
    }

    /// The chain of a name.
    pub(super) fn chain_of(&mut self, name: &str) -> u32 {
        if let Some(chain) = self.chains.get(name) {
            return *chain;
        }
        let chain = self.new_chain();
        self.chains.insert(name.to_owned(), chain);
        chain
    }

    /// Remembers that words were used for something of a country.
    pub(super) fn note_country(&mut self, words: &str, country: Country) {
        let countries = self.countries.entry(words.to_owned()).or_default();
        if !countries.contains(&country) {
            countries.push(country);
        }
    }

    /// The country of a group or body, where the words were used for no other so far.
    pub(super) fn country(&self, words: &str) -> Option<Country> {
        match self.countries.get(words).map(Vec::as_slice) {
            Some([country]) => Some(*country),
            _ => None,
        }
    }

    /// Remembers by what words the office of a person may be meant: the last ones of it.
    pub(super) fn note_office(&mut self, mention: usize, role: &str, chain: u32) {
        let words = key(role);
        let ends = words.match_indices(' ').rev().map(|(at, _)| at + 1).take(LONGEST_OFFICE);
        let whole = (words.split(' ').count() <= 2).then_some(0);
        for end in ends.chain(whole).filter_map(|at| words.get(at..)) {
            let holder = self.holders.entry(end.to_owned()).or_insert(Holder::One { mention, chain });
            if matches!(holder, Holder::One { chain: other, .. } if *other != chain) {
                *holder = Holder::Several;
            }
        }
    }

    /// The first mention of the person who was introduced with this office, where there is only one.
    pub(super) fn holder_of(&self, words: &str) -> Option<usize> {
        match self.holders.get(words)? {
            Holder::One { mention, .. } => Some(*mention),
            Holder::Several => None,
        }
    }

    /// Remembers the mention of a body by the noun in its name that says what it is.
    pub(super) fn note_body(&mut self, mention: usize, name: &str) {
        if let Some(noun) = noun_of_name(name) {
            self.bodies.insert(noun, mention);
        }
    }

    /// The last mention of a body whose name has this noun.
    pub(super) fn body(&self, noun: &str) -> Option<usize> {
        self.bodies.get(noun).copied()
    }

    /// Remembers that a person is a woman or a man; what was said first holds.
    pub(super) fn note_gender(&mut self, chain: u32, is_woman: bool) {
        self.is_woman.entry(chain).or_insert(is_woman);
    }

    /// Whether a person may be a woman, or a man, by what was said so far.
    pub(super) fn may_be(&self, chain: u32, is_woman: bool) -> bool {
        self.is_woman.get(&chain).is_none_or(|known| *known == is_woman)
    }
}

/// The noun that a name ends with, or that stands before "of" or "for" or a bracket: "ministry" of "Ministry of Ports".
fn noun_of_name(name: &str) -> Option<String> {
    let words = key(name);
    let mut words = words.split(' ');
    let is_end = |word: &str| matches!(word, "of" | "for" | "on" | "in") || word.starts_with('(');
    let first = words.next()?;
    let last = words.take_while(|word| !is_end(word)).last().unwrap_or(first);
    (name.contains(' ')).then(|| last.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_named_for_two_countries_passes_neither_on() {
        let mut discourse = Discourse::default();
        let [mali, chad] = ["MLI", "TCD"].map(|code| Country::from_code(code).unwrap());
        discourse.note_country("army", mali);
        assert_eq!(discourse.country("army"), Some(mali));
        discourse.note_country("army", chad);
        assert_eq!(discourse.country("army"), None);
    }

    #[test]
    fn an_office_that_two_hold_is_nobodys() {
        let mut discourse = Discourse::new(2);
        discourse.note_office(0, "Estonian foreign minister", 0);
        assert_eq!(discourse.holder_of("foreign minister"), Some(0));
        discourse.note_office(3, "foreign minister of Latvia", 1);
        discourse.note_office(4, "Latvian foreign minister", 1);
        assert_eq!(discourse.holder_of("foreign minister"), None);
        assert_eq!(discourse.new_chain(), 2);
    }
}
