//! The home of an article: the country to which the police, the courts and the people that it does not place belong.

use std::collections::{BTreeMap, BTreeSet};

use super::publisher;
use crate::{
    extract::{mentions::MentionList, syntax::Syntax},
    model::{Article, CleanText, Country, CountrySource, Identity, Place, Referent, ReferentKind, SectionKind},
};

/// The home of an article.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Home {
    /// The country.
    pub country: Country,
    /// The log-odds that a participant of whom the article names no country belongs to it.
    pub odds: f32,
}

/// What an article is, beside its words.
#[derive(Debug, Clone, Copy)]
pub(in crate::extract::mentions) struct Story<'a> {
    /// The article as it was received.
    pub article: &'a Article,
    /// Its text, by sections.
    pub clean: &'a CleanText,
}

/// The log-odds: without anything, for the share of the country in all that speaks for one, where the publisher is at home
/// there or elsewhere, and for every ten names of any country.
const BIAS: f32 = 0.56;
const SHARE: f32 = 2.53;
const AT_HOME: f32 = 0.73;
const ABROAD: f32 = -0.62;
const TEN_NAMES: f32 = -0.46;
/// More names than this say no more.
const MOST_NAMES: f32 = 30.0;

/// Minimum number of sentences that name the home. With fewer, its log-odds change by [`LONE`], unless the publisher is at home
/// there: a single sentence is no story.
const SENTENCES: usize = 2;
const LONE: f32 = -1.0;

/// What speaks for a country: the publisher, and a name in the dateline.
const PUBLISHER: f32 = 10.0;
const DATELINE: f32 = 3.0;
/// A name in the headline or the first sentences counts this many times.
const LEAD: f32 = 2.0;
/// The sentences that the lead has.
const LEAD_SENTENCES: usize = 3;

/// The weight of a place that only the gazetteer knows: the name may mean another place.
const GAZETTEER: f32 = 0.5;

/// The country that most speaks for.
pub(in crate::extract::mentions) fn infer(
    syntax: &Syntax<'_>,
    mentions: &MentionList<Referent>,
    places: &MentionList<Place>,
    story: Story<'_>,
) -> Option<Home> {
    let tables = &syntax.lexicon.actors;
    let is_state = |country: &Country| tables.country_name(*country).is_some();
    let mut weights: BTreeMap<Country, f32> = BTreeMap::new();
    let mut named_in: BTreeSet<(Country, usize)> = BTreeSet::new();
    let of_mentions = mentions.all().iter().filter_map(|mention| {
        let country = stated_country(&mention.what)?;
        Some((mention.head, country, weight(mention.what.kind)))
    });
    let is_new = |head: usize| mentions.at(head).is_none_or(|mention| stated_country(&mention.what).is_none());
    let of_places = places.all().iter().filter(|place| is_new(place.head));
    let of_places = of_places.filter_map(|place| Some((place.head, place.what.country?, GAZETTEER)));
    for (head, country, weight) in of_mentions.chain(of_places).filter(|(_, country, _)| is_state(country)) {
        let sentence = syntax.doc.sentence_of(head);
        let place = match story.clean.section_kind_at(syntax.span(head).start) {
            SectionKind::Boilerplate => 0.0,
            SectionKind::Dateline => DATELINE,
            SectionKind::Title => LEAD,
            _ if sentence < LEAD_SENTENCES => LEAD,
            _ => 1.0,
        };
        named_in.insert((country, sentence));
        *weights.entry(country).or_default() += place * weight;
    }
    let publisher = publisher::country(story.article, tables, &syntax.lexicon.grammar.actors);
    let named: f32 = weights.values().sum();
    if let Some(country) = publisher {
        *weights.entry(country).or_default() += PUBLISHER;
    }
    let sum: f32 = weights.values().sum();
    let (country, most) = weights.into_iter().max_by(|one, other| one.1.total_cmp(&other.1))?;
    let sentences = named_in.range((country, 0)..=(country, usize::MAX)).count();
    let of_publisher = publisher.map_or(0.0, |publisher| if publisher == country { AT_HOME } else { ABROAD });
    let odds = BIAS + SHARE * most / (sum + 1.0) + of_publisher + TEN_NAMES * named.min(MOST_NAMES) / 10.0;
    let is_lone = sentences < SENTENCES && publisher != Some(country);
    let odds = if is_lone { odds + LONE } else { odds };
    Some(Home { country, odds })
}

/// The country of a referent, unless it was inferred from the article.
fn stated_country(referent: &Referent) -> Option<Country> {
    let Identity { country, country_from, .. } = &referent.identity;
    country.filter(|_| *country_from != CountrySource::Article)
}

/// How much a name of a kind says about where the article is at home.
const fn weight(kind: ReferentKind) -> f32 {
    match kind {
        ReferentKind::State | ReferentKind::Group => 1.0,
        ReferentKind::Organisation | ReferentKind::Place => 0.8,
        ReferentKind::Person => 0.5,
        ReferentKind::Pronoun | ReferentKind::Thing => 0.0,
    }
}
