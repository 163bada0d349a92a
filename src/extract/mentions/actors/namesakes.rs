//! Names that bodies of several countries have: "Congress" is the American one only in articles that have to do with America.

use std::collections::BTreeMap;

use super::names::{Found, KnownWords};
use crate::{
    lexicon::{NameEntry, NameKind, key},
    model::Country,
};

/// The listed body is meant unless another country is named more than `MAX_RATIO` times as often as its own.
const MAX_RATIO: usize = 3;

impl<'a> KnownWords<'a> {
    /// Replaces the table entry of such a name if the article names other countries, but hardly that of the entry: by the body of
    /// that name in the country that it names most ("Congress of India"), else by nothing.
    pub(super) fn settle_namesakes(&mut self) {
        let tokens = 0..self.syntax.doc.len();
        let named = self.named_countries();
        let Some(count) = named.values().max() else { return };
        let mut most = named.iter().filter(|(_, own)| *own == count).map(|(country, _)| *country);
        // Of two that are named equally often neither is meant.
        let most = most.next().filter(|_| most.next().is_none());
        let is_foreign = |found: &Found<'a, NameEntry>| {
            let is_namesake =
                found.entry.kind == NameKind::Organisation && self.terms().namesake.contains(&key(&found.entry.form));
            let own = |country: Country| named.get(&country).copied().unwrap_or_default();
            is_namesake && found.entry.country.is_some_and(|country| own(country) * MAX_RATIO < *count)
        };
        let foreign: Vec<Found<'a, NameEntry>> = tokens
            .filter_map(|token| self.name(token).filter(|found| found.first == token))
            .filter(is_foreign)
            .collect();
        for found in foreign {
            match most.and_then(|most| self.body_of(found, most)) {
                Some(entry) => self.put(Found { entry, ..found }),
                None => self.forget(&(found.first..found.last).collect::<Vec<_>>()),
            }
        }
    }

    /// How often each country is named. Bodies name no country: Reuters is quoted everywhere, and the United Nations are no state.
    fn named_countries(&self) -> BTreeMap<Country, usize> {
        let mut named = BTreeMap::new();
        for token in 0..self.syntax.doc.len() {
            let name = self.name(token).filter(|found| found.first == token);
            let name = name.filter(|found| found.entry.kind != NameKind::Organisation);
            if let Some(country) = name.and_then(|found| found.entry.country) {
                *named.entry(country).or_default() += 1;
            }
        }
        named
    }

    /// The body of a country that has the name of another country's: "Congress of India" for "Congress".
    fn body_of(&self, found: Found<'a, NameEntry>, country: Country) -> Option<&'a NameEntry> {
        let full = format!("{} of {}", key(&found.entry.form), key(self.tables.country_name(country)?));
        self.tables.name(&full)
    }
}
