//! Places by the words beside them: in "Athens, Georgia" neither is the one that a name alone would mean.

use rustc_hash::{FxHashMap, FxHashSet};

use super::names::{Found, KnownWords};
use crate::{
    extract::syntax::Dep,
    lexicon::{NameEntry, NameKind, key},
    model::Country,
};

/// A name of the tables by its first token.
type Name<'a> = Found<'a, NameEntry>;

impl<'a> KnownWords<'a> {
    /// Gives places the country of the area behind them, and tells a state from the country of its name.
    pub(super) fn settle_places(&mut self) {
        for token in 0..self.syntax.doc.len() {
            if let Some((place, area)) = self.place_in_area(token) {
                let is_foreign = place.entry.country != area.entry.country;
                let area = self.state(area).filter(|_| is_foreign).unwrap_or(area);
                self.put(area);
                if place.entry.country != area.entry.country {
                    self.put(Found { entry: area.entry, ..place });
                }
            }
        }
        self.settle_states();
    }

    /// The place that begins at a token, and the area or country behind its comma: "Tripoli, Lebanon".
    fn place_in_area(&self, token: usize) -> Option<(Name<'a>, Name<'a>)> {
        let doc = &self.syntax.doc;
        let word = |token: usize| if token < doc.len() { doc.word(token) } else { "" };
        let place = self.name(token).filter(|found| found.first == token && is_place(found))?;
        let area =
            self.name(place.last + 1).filter(|found| found.first == place.last + 1 && word(place.last) == ",")?;
        let is_area = area.entry.kind == NameKind::Country || self.terms().area.contains(&key(&area.entry.form));
        let is_list = matches!(word(area.last), "and" | "or" | "&")
            || word(area.last) == "," && (self.name(area.last + 1).is_some() || word(area.last + 1) == "and");
        // "Ukraine, Russia agree": states and capitals that act are a list, but there is "in Tripoli, Lebanon" and "Georgia, USA".
        let acts = || self.syntax.dep(place.last.saturating_sub(1)) != Dep::Pobj;
        let is_whole = match place.entry.kind {
            NameKind::Country => true,
            NameKind::Capital => acts(),
            _ => false,
        };
        let is_pair = is_whole && area.entry.kind == NameKind::Country && self.state(place).is_none();
        let is_apart = is_pair && place.entry.country != area.entry.country;
        (is_area && !is_list && !is_apart && doc.sentence_of(token) == doc.sentence_of(area.first))
            .then_some((place, area))
    }

    /// Countries whose name is also a state's: the state's, where the article has more to do with it.
    fn settle_states(&mut self) {
        let (doc, terms) = (&self.syntax.doc, self.terms());
        let tokens = 0..doc.len();
        let found: Vec<Name<'a>> =
            tokens.filter_map(|token| self.name(token).filter(|found| found.first == token)).collect();
        let states: Vec<(Name<'a>, Name<'a>)> =
            found.iter().filter_map(|name| Some((*name, self.state(*name)?))).collect();
        if states.is_empty() {
            return;
        }
        let mut of_country: FxHashMap<Option<Country>, usize> = FxHashMap::default();
        let mut places: FxHashMap<(Option<Country>, usize), usize> = FxHashMap::default();
        for name in &found {
            if self.state(*name).is_none() {
                *of_country.entry(name.entry.country).or_default() += 1;
            }
            if name.entry.kind == NameKind::Place {
                *places.entry((name.entry.country, doc.sentence_of(name.first))).or_default() += 1;
            }
        }
        let is_office = |token: &usize| terms.of_state.contains_any_case(doc.word(*token));
        let offices: FxHashSet<usize> = (0..doc.len()).filter(is_office).map(|token| doc.sentence_of(token)).collect();
        for (name, state) in states {
            let sentence = doc.sentence_of(name.first);
            let near = sentence.saturating_sub(1)..=sentence + 1;
            let around: usize = near.filter_map(|sentence| places.get(&(state.entry.country, sentence))).sum();
            let for_country = of_country.get(&name.entry.country).copied().unwrap_or_default();
            if around + usize::from(offices.contains(&sentence)) > for_country {
                self.put(state);
            }
        }
    }

    /// The state that has the name of a country.
    fn state(&self, country: Name<'a>) -> Option<Name<'a>> {
        let entry = self.tables.name(&format!("state of {}", key(&country.entry.form)))?;
        (country.entry.kind == NameKind::Country).then_some(Found { entry, ..country })
    }
}

fn is_place(found: &Name<'_>) -> bool {
    matches!(found.entry.kind, NameKind::Country | NameKind::Capital | NameKind::Place)
}
