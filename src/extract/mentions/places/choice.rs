//! Which place an event happened in, where the reader gives phrases a probability of naming it. How the place stands to the trigger
//! counts a little, too.

use super::{
    Places,
    scope::weigh,
    venue::{is_thing, venue},
};
use crate::{
    extract::{
        mentions::MentionList,
        syntax::{Dep, Syntax},
    },
    lexicon::key,
    model::{Mention, Place, Referent, log_odds},
};

/// The reader is never surer than this of a place, or of none.
const SURE: f32 = 1e-3;

/// How the reader's probability and the stance of a place go together: a sum of log-odds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::extract) struct Mixture {
    reader: f32,
    /// Of how the place stands to the trigger, in its sentence.
    stance: f32,
    /// For a phrase of the sentence that is neither a name nor a venue behind a preposition.
    phrase: f32,
    /// For a place in another sentence.
    elsewhere: f32,
    /// For a phrase without a name: "the school".
    unnamed: f32,
    bias: f32,
}

impl Mixture {
    /// For events, fitted on articles that the reader had not seen; `unnamed` was chosen later, on others of that kind, and `bias`
    /// lowered from 0.77, so that four of five places are right.
    pub(in crate::extract) const OF_EVENTS: Self =
        Self { reader: 0.83, stance: 0.24, phrase: 0.0, elsewhere: -0.39, unnamed: -0.7, bias: -0.03 };
    /// For the country of an event, which may be right where the place is not.
    pub(in crate::extract) const OF_COUNTRIES: Self = Self { bias: 0.77, ..Self::OF_EVENTS };
    /// For words of which mostly names are places, fitted on sentences with the places of their verbs.
    pub(in crate::extract) const OF_WORDS: Self =
        Self { reader: 0.52, stance: 0.65, phrase: -1.36, elsewhere: -1.36, unnamed: 0.0, bias: 0.51 };
}

/// What the reader knows of where the event of a trigger happened.
#[derive(Debug, Clone, Copy)]
pub(in crate::extract) struct Whereabouts<'a> {
    pub trigger: usize,
    /// The heads of phrases that may name the place, each with its probability.
    pub phrases: &'a [(usize, f32)],
    pub mixture: Mixture,
}

impl Places {
    /// The likeliest place of an event, with the reader's probability; none if it is more likely that no phrase names it. Phrases that
    /// mean one place add up.
    pub(in crate::extract::mentions) fn likeliest(
        &self,
        syntax: &Syntax<'_>,
        referents: &MentionList<Referent>,
        Whereabouts { trigger, phrases, mixture }: Whereabouts<'_>,
    ) -> Option<(Place, f32)> {
        let mut places: Vec<(Place, f32)> = Vec::new();
        for (head, probability) in phrases {
            let Some(place) = self.meant(syntax, referents, *head) else { continue };
            match places.iter_mut().find(|(known, _)| is_same(known, &place)) {
                Some((_, sum)) => *sum += probability,
                None => places.push((place, *probability)),
            }
        }
        if places.is_empty() {
            return None;
        }
        let stances = self.candidates(syntax, trigger, referents);
        let sentence = syntax.doc.sentences().get(syntax.doc.sentence_of(trigger))?;
        let own = syntax.span_of(sentence.start, sentence.end);
        let weighed = places.iter().map(|(place, _)| {
            // "the mosque in Kano" and "Kano" speak for each other.
            let beside = places.iter().filter(|(other, _)| overlap(place, other));
            let probability = beside.map(|(_, probability)| probability).sum::<f32>().min(1.0);
            let by_stance = match stances.iter().find(|(one, _)| one.what.span == place.span) {
                Some((_, relation)) => mixture.stance * weigh(*relation),
                None if own.start <= place.span.start && place.span.end <= own.end => mixture.phrase,
                None => mixture.elsewhere,
            };
            let by_name = if is_named(syntax, place) { 0.0 } else { mixture.unnamed };
            (place, probability, mixture.bias + mixture.reader * log_odds(probability, SURE) + by_stance + by_name)
        });
        // Of places that are equally likely the first one.
        let best = weighed.reduce(|best, one| if one.2 > best.2 { one } else { best });
        best.filter(|(.., odds)| *odds >= 0.0).map(|(place, probability, _)| (place.clone(), probability))
    }

    /// The place that a phrase means by its head: one that is named there, or a venue.
    fn meant(&self, syntax: &Syntax<'_>, referents: &MentionList<Referent>, head: usize) -> Option<Place> {
        if !self.is_searched {
            return None;
        }
        if let Some(named) = self.named.at(head).or_else(|| self.named_beside(syntax, head)) {
            return Some(self.narrowest(syntax, named).what.clone());
        }
        // The name goes on: "**High** Court".
        let is_part = |token: &usize| syntax.dep(*token) == Dep::Compound && syntax.head(*token) > *token;
        let whole = std::iter::successors(Some(head), |token| is_part(token).then(|| syntax.head(*token))).last();
        let head = whole.unwrap_or(head);
        match self.refused.at(head) {
            Some(refused) => Some(refused.what.clone()),
            None if is_thing(syntax, referents, head) => {
                let mention = referents.at(head).filter(|mention| mention.head == head);
                let phrase = mention.map_or_else(|| syntax.phrase(head), |mention| (mention.first, mention.last));
                let venue = venue(syntax, head, phrase)?;
                // "the Lagos High Court" lies in Lagos, as far as is known.
                let around =
                    (venue.first..venue.last).find_map(|token| self.named.at(token).or(self.refused.at(token)));
                let place = around.map(|around| Place { span: venue.what.span, ..around.what.clone() });
                Some(place.unwrap_or(venue.what))
            }
            None => None,
        }
    }

    /// "the **town** of Mughayir", "Aleppo **province**": a noun for a kind of place with its name.
    fn named_beside(&self, syntax: &Syntax<'_>, head: usize) -> Option<&Mention<Place>> {
        if !syntax.lexicon.grammar.actors.place_kind.contains(&key(syntax.doc.word(head))) {
            return None;
        }
        let of = syntax.children(head).filter(|child| syntax.is_written(*child, "of"));
        let objects = of.flat_map(|of| syntax.children_by(of, Dep::Pobj));
        let beside = syntax.children_among(head, &[Dep::Compound, Dep::Appos]);
        objects.chain(beside).find_map(|token| self.named.at(token).filter(|place| place.head == token))
    }
}

/// Whether the words of a place contain a name.
fn is_named(syntax: &Syntax<'_>, place: &Place) -> bool {
    let words = syntax.doc.text().get(place.span.start..place.span.end).unwrap_or_default();
    place.name.is_some() || words.contains(char::is_uppercase)
}

/// Whether two phrases mean one place: they are known as the same, or one of two venues is part of the other.
fn is_same(one: &Place, other: &Place) -> bool {
    match (&one.name, &other.name) {
        (Some(name), Some(other_name)) => name == other_name && one.geonames_id == other.geonames_id,
        (None, None) => overlap(one, other),
        _ => false,
    }
}

fn overlap(one: &Place, other: &Place) -> bool {
    one.span.start < other.span.end && other.span.start < one.span.end
}
