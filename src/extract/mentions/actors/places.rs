//! Places by the words beside them: in "Athens, Georgia" neither is the one that a name alone would mean.

use super::names::{Found, KnownWords};
use crate::lexicon::{NameEntry, NameKind, key};

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
        let area = self.name(place.last + 1).filter(|found| found.first == place.last + 1 && word(place.last) == ",")?;
        let is_area = area.entry.kind == NameKind::Country || self.terms().area.contains(&key(&area.entry.form));
        let is_list = matches!(word(area.last), "and" | "or" | "&")
            || word(area.last) == "," && (self.name(area.last + 1).is_some() || word(area.last + 1) == "and");
        (is_area && !is_list && doc.sentence_of(token) == doc.sentence_of(area.first)).then_some((place, area))
    }

    /// Countries whose name is also a state's: the state's, where the article has more to do with it.
    fn settle_states(&mut self) {
        let tokens = 0..self.syntax.doc.len();
        let found: Vec<Name<'a>> =
            tokens.filter_map(|token| self.name(token).filter(|found| found.first == token)).collect();
        for name in &found {
            let Some(state) = self.state(*name) else { continue };
            let sentence = self.syntax.doc.sentence_of(name.first);
            let is_other = |other: &&Name<'a>| key(&other.entry.form) != key(&name.entry.form);
            let country = found.iter().filter(is_other).filter(|other| other.entry.country == name.entry.country).count();
            let places = found.iter().filter(|other| {
                other.entry.kind == NameKind::Place
                    && other.entry.country == state.entry.country
                    && self.syntax.doc.sentence_of(other.first).abs_diff(sentence) <= 1
            });
            let tokens = self.syntax.doc.sentences().get(sentence).cloned().unwrap_or_default();
            let offices = tokens.filter(|token| self.terms().of_state.contains_any_case(self.syntax.doc.word(*token)));
            if places.count() + offices.count() > country {
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
