//! Names that bodies of several countries have: "Congress" is the American one only in articles that have to do with America.

use rustc_hash::FxHashSet;

use super::names::KnownWords;
use crate::{
    lexicon::{NameEntry, NameKind, key},
    model::Country,
};

impl KnownWords<'_> {
    /// Drops the table entry of such a name if the article names other countries, but not that of the entry.
    pub(super) fn settle_namesakes(&mut self) {
        let is_namesake = |entry: &NameEntry| {
            entry.kind == NameKind::Organisation && self.terms().namesake.contains(&key(&entry.form))
        };
        let tokens = 0..self.syntax.doc.len();
        let entries = tokens.clone().filter_map(|token| Some(self.name(token)?.entry));
        // Bodies name no country: Reuters is quoted everywhere, and the United Nations are no state.
        let of_countries = entries.filter(|entry| entry.kind != NameKind::Organisation);
        let named: FxHashSet<Country> = of_countries.filter_map(|entry| entry.country).collect();
        if named.is_empty() {
            return;
        }
        let is_anybodys = |token: &usize| {
            let entry = self.name(*token).map(|found| found.entry);
            entry.is_some_and(|entry| is_namesake(entry) && entry.country.is_some_and(|own| !named.contains(&own)))
        };
        let forgotten: Vec<usize> = tokens.filter(is_anybodys).collect();
        self.forget(&forgotten);
    }
}
