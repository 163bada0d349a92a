//! The country of participants of whom the text names none, where the reader judged them: the likeliest of the countries that are
//! named around them, of the place of the event, and of the home of the article.
//!
//! The weights were fitted on the participants of 1,019 articles that the reader had not seen.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::{Prepared, candidates::Filled};
use crate::{
    extract::reader::Who,
    model::{Country, CountrySource, Sector, log_odds},
};

/// The log-odds against none: for any country, for that of the event's place, and where that is the home of the article too.
const BIAS: f32 = -1.07;
const EVENT: f32 = 1.27;
const EVENT_AT_HOME: f32 = -0.3;
/// For the home of the article: the shares of its log-odds and of the reader's that the participant is domestic.
const HOME: f32 = 0.85;
const DOMESTIC: f32 = 0.56;
/// For the country named last before the participant, and for the one before that.
const LAST: f32 = 0.55;
const SECOND_LAST: f32 = 0.45;
/// For a country that is named before or behind it in its sentence, and in the sentence before.
const BEFORE: f32 = 0.59;
const BEHIND: f32 = 0.34;
const SENTENCE_BEFORE: f32 = 0.35;
/// For one to which somebody of the same sector belongs, and for the share of those who are called by the same noun.
const SECTOR: f32 = 0.99;
const NOUN: f32 = 1.45;
/// For the country that the text names of the other side, and for any other one.
const OTHER_SIDE: f32 = -0.47;
const NOT_OTHER_SIDE: f32 = 0.34;
/// Where the phrase names or hints at another country.
const ELSEWHERE: f32 = -1.05;

/// Probabilities are taken for at least this far from certain.
const DOUBT: f32 = 0.005;
/// Minimum probability of the country that is inferred.
const LEAST: f32 = 0.64;
/// The sentences before a participant in which countries are looked for.
const SENTENCES_BACK: usize = 4;

/// The probabilities of the countries of participants: sums over the mentions of each coreference chain.
#[derive(Debug, Default)]
pub(super) struct Origins<'a> {
    /// The countries of those who are called by a noun, by its lemma.
    by_noun: FxHashMap<&'a str, Vec<Country>>,
    /// How many mentions of a participant were judged, and the sums of the probabilities of its countries.
    sums: FxHashMap<Mentioned, (f32, BTreeMap<Country, f32>)>,
}

/// Who is meant: a coreference chain, or a phrase that belongs to none, by its head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Mentioned {
    Chain(u32),
    Phrase(usize),
}

/// A country that is named near a participant.
pub(super) struct Named {
    pub country: Country,
    pub token: usize,
    pub sentence: usize,
    sector: Option<Sector>,
}

impl<'a> Origins<'a> {
    pub(super) fn new(prepared: &Prepared<'a>) -> Self {
        let mut by_noun: FxHashMap<&str, Vec<Country>> = FxHashMap::default();
        for mention in prepared.mentions.referents().all() {
            if let Some(country) = mention.what.identity.country {
                by_noun.entry(prepared.syntax.doc.lemma(mention.head)).or_default().push(country);
            }
        }
        Self { by_noun, sums: FxHashMap::default() }
    }

    /// Adds what speaks for the countries of those who fill a slot.
    pub(super) fn add(&mut self, prepared: &Prepared<'_>, filled: &Filled) {
        for (head, who) in &filled.who {
            let probabilities = self.probabilities(prepared, *head, *who, filled);
            let (count, sums) = self.sums.entry(prepared.mentioned(*head)).or_default();
            *count += 1.0;
            for (country, probability) in probabilities {
                *sums.entry(country).or_default() += probability;
            }
        }
    }

    /// Gives those who fill a slot the likeliest country of all their mentions, if it is likely enough.
    pub(super) fn settle(&self, prepared: &Prepared<'_>, filled: &mut Filled) {
        let home = prepared.mentions.home().map(|home| home.country);
        let of_head = |head: usize| {
            let (count, sums) = self.sums.get(&prepared.mentioned(head))?;
            let best = sums.iter().reduce(|best, one| if one.1 > best.1 { one } else { best });
            let (country, _) = best.filter(|(_, sum)| *sum / count >= LEAST)?;
            let is_of_place = filled.place_country == Some(*country) && home != Some(*country);
            let from = if is_of_place { CountrySource::Place } else { CountrySource::Article };
            Some((head, *country, from))
        };
        filled.origins = filled.who.iter().filter_map(|(head, _)| of_head(*head)).collect();
    }

    /// The probability that a participant belongs to each country. It may belong to none.
    fn probabilities(&self, prepared: &Prepared<'_>, head: usize, who: Who, filled: &Filled) -> Vec<(Country, f32)> {
        let head = prepared.syntax.measured(head);
        let home = prepared.mentions.home();
        let named = prepared.named_around(head);
        let mut last: Vec<Country> = Vec::new();
        for one in named.iter().rev().filter(|one| one.token < head) {
            if !last.contains(&one.country) {
                last.push(one.country);
            }
        }
        let sentence = prepared.syntax.doc.sentence_of(head);
        let sector = who.sector(prepared.mentions.referent(head).and_then(|one| one.identity.sectors.first().copied()));
        let is_elsewhere = prepared.is_elsewhere(head);
        let alike = self.by_noun.get(prepared.syntax.doc.lemma(head)).map_or(&[][..], Vec::as_slice);
        let odds = |country: Country| {
            let at = Some(country);
            let of_home = home.filter(|home| home.country == country);
            let of_event = filled.place_country == at;
            let any = |holds: &dyn Fn(&Named) -> bool| named.iter().any(|one| one.country == country && holds(one));
            let weights = [
                (of_event, EVENT),
                (of_event && of_home.is_some(), EVENT_AT_HOME),
                (last.first() == at.as_ref(), LAST),
                (last.get(1) == at.as_ref(), SECOND_LAST),
                (any(&|one| one.sentence == sentence && one.token < head), BEFORE),
                (any(&|one| one.sentence == sentence && one.token > head), BEHIND),
                (any(&|one| one.sentence + 1 == sentence), SENTENCE_BEFORE),
                (sector.is_some() && any(&|one| one.sector == sector), SECTOR),
                (filled.other_country == at, OTHER_SIDE),
                (filled.other_country.is_some() && filled.other_country != at, NOT_OTHER_SIDE),
                (is_elsewhere, ELSEWHERE),
            ];
            let of_home = of_home.map_or(0.0, |home| HOME * home.odds + DOMESTIC * log_odds(who.domestic, DOUBT));
            let of_noun = alike.iter().filter(|other| **other == country).count() as f32 / alike.len().max(1) as f32;
            let sum: f32 = weights.iter().filter(|(holds, _)| *holds).map(|(_, weight)| weight).sum();
            BIAS + sum + of_home + NOUN * of_noun
        };
        let mut countries: BTreeSet<Country> = named.iter().map(|one| one.country).collect();
        countries
            .extend(home.map(|home| home.country).into_iter().chain(filled.place_country).chain(filled.other_country));
        let shares: Vec<(Country, f32)> = countries.into_iter().map(|country| (country, odds(country).exp())).collect();
        let sum = 1.0 + shares.iter().map(|(_, share)| share).sum::<f32>();
        shares.into_iter().map(|(country, share)| (country, share / sum)).collect()
    }
}

impl Prepared<'_> {
    fn mentioned(&self, head: usize) -> Mentioned {
        self.chain(head).map_or(Mentioned::Phrase(head), Mentioned::Chain)
    }

    /// The country that the text names of somebody.
    pub(super) fn stated_country(&self, head: usize) -> Option<Country> {
        let identity = &self.mentions.referent(self.syntax.measured(head))?.identity;
        identity.country.filter(|_| identity.country_from != CountrySource::Article)
    }

    /// The countries of others who are mentioned in the sentence of a participant and in those before it, in the order of the text.
    pub(super) fn named_around(&self, head: usize) -> Vec<Named> {
        let sentence = self.syntax.doc.sentence_of(head);
        let of_sentence = |sentence: usize| {
            let mentions = self.mentions.referents().in_sentence(sentence).filter(|mention| mention.head != head);
            mentions.filter_map(move |mention| {
                let identity = &mention.what.identity;
                let sector = identity.sectors.first().copied();
                Some(Named { country: identity.country?, token: mention.head, sentence, sector })
            })
        };
        (sentence.saturating_sub(SENTENCES_BACK)..=sentence).flat_map(of_sentence).collect()
    }
}
