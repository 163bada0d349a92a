//! Names that bodies of several countries have: "Congress" is the American one only in articles that have to do with America.

use rustc_hash::FxHashSet;

use super::names::KnownWords;
use crate::{
    lexicon::{NameEntry, NameKind, key},
    model::Country,
};

impl KnownWords<'_> {
    /// Forgets whose such a body is where the article names other countries, but not the one that the tables give.
    pub(super) fn settle_namesakes(&mut self) {
        let is_namesake = |entry: &NameEntry| {
            entry.kind == NameKind::Organisation && self.terms().namesake.contains(&key(&entry.form))
        };
        let tokens = 0..self.syntax.doc.len();
        let entries = tokens.clone().filter_map(|token| Some(self.name(token)?.entry));
        let named: FxHashSet<Country> =
            entries.filter(|entry| !is_namesake(entry)).filter_map(|entry| entry.country).collect();
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
