//! The home of an article: the country to which the police, the courts and the people that it does not place belong.

use std::collections::{BTreeMap, BTreeSet};

use super::publisher;
use crate::{
    extract::{mentions::MentionList, syntax::Syntax},
    model::{Article, CleanText, Country, CountrySource, Referent, ReferentKind, SectionKind},
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

/// Only the publisher makes a country the home that fewer sentences than this name: a single sentence is no story.
const SENTENCES: usize = 2;

/// What speaks for a country: the publisher, and a name in the dateline.
const PUBLISHER: f32 = 3.0;
const DATELINE: f32 = 3.0;
/// A name in the headline or the first sentences counts this many times.
const LEAD: f32 = 2.0;
/// The sentences that the lead has.
const LEAD_SENTENCES: usize = 3;

/// The country that most speaks for.
pub(in crate::extract::mentions) fn infer(
    syntax: &Syntax<'_>,
    mentions: &MentionList<Referent>,
    story: Story<'_>,
) -> Option<Home> {
    let tables = &syntax.lexicon.actors;
    let is_state = |country: &Country| tables.country_name(*country).is_some();
    let mut weights: BTreeMap<Country, f32> = BTreeMap::new();
    let mut named_in: BTreeSet<(Country, usize)> = BTreeSet::new();
    for mention in mentions.all() {
        let Referent { kind, identity, .. } = &mention.what;
        let country = identity.country.filter(|_| identity.country_from != CountrySource::Article);
        if let Some(country) = country.filter(is_state) {
            let (start, sentence) = (syntax.span(mention.head).start, syntax.doc.sentence_of(mention.head));
            let place = match story.clean.section_kind_at(start) {
                SectionKind::Boilerplate => 0.0,
                SectionKind::Dateline => DATELINE,
                SectionKind::Title => LEAD,
                _ if sentence < LEAD_SENTENCES => LEAD,
                _ => 1.0,
            };
            named_in.insert((country, sentence));
            *weights.entry(country).or_default() += place * weight(*kind);
        }
    }
    let publisher = publisher::country(story.article, tables, &syntax.lexicon.grammar.actors);
    let named: f32 = weights.values().sum();
    if let Some(country) = publisher {
        *weights.entry(country).or_default() += PUBLISHER;
    }
    let sum: f32 = weights.values().sum();
    let (country, most) = weights.into_iter().max_by(|one, other| one.1.total_cmp(&other.1))?;
    let sentences = named_in.range((country, 0)..=(country, usize::MAX)).count();
    if sentences < SENTENCES && publisher != Some(country) {
        return None;
    }
    let of_publisher = publisher.map_or(0.0, |publisher| if publisher == country { AT_HOME } else { ABROAD });
    let odds = BIAS + SHARE * most / (sum + 1.0) + of_publisher + TEN_NAMES * named.min(MOST_NAMES) / 10.0;
    Some(Home { country, odds })
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
