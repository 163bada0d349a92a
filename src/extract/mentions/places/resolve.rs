//! Which place of the world a name means: the prominent one, unless a place beside it, the article's other places or its
//! home speak for another.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{
    Known,
    spot::{Spotted, lists},
};
use crate::{
    extract::syntax::{EntityLabel, Syntax},
    gazetteer::{Site, SiteKind},
    lexicon::{Terms, key},
    model::{Country, Place, PlacePrecision, SectionKind, Span},
};

/// What speaks for a place: that the next name contains it, that the article's other places are in its country or area,
/// that the article is at home there, and that the actors' room knows the name as of this country.
const CONTAINED: f32 = 12.0;
const SAME_COUNTRY: f32 = 3.0;
const SAME_AREA: f32 = 1.5;
const AT_HOME: f32 = 1.5;
const SAME_ACTOR: f32 = 4.0;
/// Each site before it among those of the name speaks against one.
const RANK: f32 = 0.5;
/// The name before it lies in it: "Blakely, **Georgia**".
const CONTAINS: f32 = 6.0;
/// It is an area in a list of areas of its country: "Oregon, **Washington** and Idaho".
const IN_LIST: f32 = 3.5;
/// The name is not the main name of the place, and the article is hardly about the place's country: "Victoria" for Hong Kong.
const OTHER_NAME: f32 = -2.0;
/// Up to this share of an article's places, it is hardly about their country.
const HARDLY: f32 = 0.15;
/// A noun beside the name says that it is a place of this kind.
const OF_KIND: f32 = 6.0;
/// The names that mean an area before anything else in a list of areas, at least.
const SURE_AREAS: usize = 2;
/// A name in the dateline counts this many times.
const DATELINE: f32 = 2.0;

/// Countries and areas that the article names, with how often.
#[derive(Debug, Default)]
struct Surroundings<'g> {
    countries: FxHashMap<Country, f32>,
    areas: FxHashMap<(Country, &'g str), f32>,
    all: f32,
}

/// The place of each name.
pub(super) fn resolve(syntax: &Syntax<'_>, spotted: &[Spotted<'_>], known: Known<'_>) -> Vec<Place> {
    let areas = areas_of_lists(syntax, spotted);
    let chooser = Chooser { syntax, spotted, known, areas };
    let first: Vec<Option<usize>> =
        (0..spotted.len()).map(|number| chooser.choose(number, &Surroundings::default())).collect();
    let around = chooser.surroundings(&first);
    let mut second: Vec<Option<usize>> = (0..spotted.len()).map(|number| chooser.choose(number, &around)).collect();
    chooser.agree(&mut second);
    spotted
        .iter()
        .zip(second)
        .map(|(one, site)| {
            let site = site.and_then(|site| one.sites.get(site));
            place(syntax, one, site)
        })
        .collect()
}

struct Chooser<'a, 'g> {
    syntax: &'a Syntax<'a>,
    spotted: &'a [Spotted<'g>],
    known: Known<'a>,
    /// For each name in a list of areas their country.
    areas: Vec<Option<Country>>,
}

impl<'g> Chooser<'_, 'g> {
    /// The number of the site that a name means.
    fn choose(&self, number: usize, around: &Surroundings<'g>) -> Option<usize> {
        let one = self.spotted.get(number)?;
        let listed = self.areas.get(number).copied().flatten();
        let containers: Vec<_> = self.containers(number).collect();
        let content = number.checked_sub(1).filter(|before| self.containers(*before).next().is_some());
        let content = content.and_then(|before| self.spotted.get(before));
        let name = key(self.syntax.doc.slice(one.first, one.last));
        let weigh = |(rank, site): (usize, &Site<'g>)| {
            let within = containers.iter().any(|container| is_within(site, &container.sites));
            let contains = content
                .is_some_and(|content| content.sites.iter().any(|inner| is_within(inner, std::slice::from_ref(site))));
            prominence(rank, site)
                + if within { CONTAINED } else { 0.0 }
                + if contains { CONTAINS } else { 0.0 }
                + if listed.is_some() && listed == site.country && site.kind == SiteKind::Area { IN_LIST } else { 0.0 }
                + if around.is_hardly_about(site) && key(site.name) != name { OTHER_NAME } else { 0.0 }
                + self.by_kind(one, site)
                + self.by_actor(one, site)
                + self.by_home(site)
                + around.weigh(site)
        };
        let weights = one.sites.iter().enumerate().map(weigh).enumerate();
        weights.max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0))).map(|(site, _)| site)
    }

    /// The name behind a comma or bracket that contains this one: "Birmingham, Alabama".
    fn container(&self, number: usize) -> Option<&Spotted<'g>> {
        let (one, next) = (self.spotted.get(number)?, self.spotted.get(number + 1)?);
        let doc = &self.syntax.doc;
        let is_same = doc.sentence_of(one.first) == doc.sentence_of(next.first);
        let between = doc.slice(one.last, next.first);
        let is_joined = matches!(between, "," | "(" | "in" | ", in" | "of" | ", a town in" | "’s" | "'s");
        (is_same && is_joined).then_some(next)
    }

    /// The name that contains this one, and the next where the gazetteer does not have it: "Austin, in Scott County, Indiana". None for
    /// an area in a list of areas.
    fn containers(&self, number: usize) -> impl Iterator<Item = &Spotted<'g>> {
        let is_area_of_list = self.areas.get(number).is_some_and(Option::is_some);
        let first = self.container(number).filter(|_| !is_area_of_list);
        let second = first.filter(|first| first.sites.is_empty()).and_then(|_| self.container(number + 1));
        first.into_iter().chain(second)
    }

    /// "Washington **state**", "the **province** of Buenos Aires", "Quebec **City**": a noun beside the name says what it is.
    fn by_kind(&self, one: &Spotted<'_>, site: &Site<'_>) -> f32 {
        let syntax = self.syntax;
        let of = |token: &usize| syntax.is_written(*token, "of");
        let before = one.first.checked_sub(1).filter(of).and_then(|of| of.checked_sub(1));
        let terms = &syntax.lexicon.grammar.actors;
        let is_said = |nouns: &Terms| {
            [Some(one.last), before]
                .into_iter()
                .flatten()
                .any(|token| token < syntax.doc.len() && nouns.contains(&key(syntax.doc.word(token))))
        };
        let is_so = match site.kind {
            SiteKind::Area => is_said(&terms.kind_of_area),
            SiteKind::City | SiteKind::Capital => is_said(&terms.kind_of_city),
            _ => false,
        };
        if is_so { OF_KIND } else { 0.0 }
    }

    fn by_actor(&self, one: &Spotted<'_>, site: &Site<'_>) -> f32 {
        let referent = self.known.referents.at(one.head);
        let country = referent.and_then(|mention| mention.what.identity.country);
        let is_state = matches!(site.kind, SiteKind::Country | SiteKind::Area | SiteKind::Capital);
        if country.is_some() && country == site.country && is_state { SAME_ACTOR } else { 0.0 }
    }

    fn by_home(&self, site: &Site<'_>) -> f32 {
        if site.country.is_some() && site.country == self.known.home { AT_HOME } else { 0.0 }
    }

    fn surroundings(&self, chosen: &[Option<usize>]) -> Surroundings<'g> {
        let mut around = Surroundings::default();
        for (one, site) in self.spotted.iter().zip(chosen) {
            let Some(site) = site.and_then(|site| one.sites.get(site)) else { continue };
            let Some(country) = site.country else { continue };
            let start = self.syntax.span(one.first).start;
            let is_dateline = self.known.clean.section_kind_at(start) == SectionKind::Dateline;
            let weight = if is_dateline { DATELINE } else { 1.0 };
            let certainty = weight / one.sites.len().max(1) as f32;
            *around.countries.entry(country).or_default() += certainty;
            if let Some(area) = site.admin1 {
                *around.areas.entry((country, area)).or_default() += certainty;
            }
            around.all += certainty;
        }
        around
    }

    /// A name means one place in an article: the one that most mentions have; a mention with a container counts five times.
    /// One with a container or in a list of areas keeps its own.
    fn agree(&self, chosen: &mut [Option<usize>]) {
        let mut names: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (number, one) in self.spotted.iter().enumerate() {
            names.entry(key(self.syntax.doc.slice(one.first, one.last))).or_default().push(number);
        }
        for numbers in names.values().filter(|numbers| numbers.len() > 1) {
            let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
            for number in numbers {
                if let Some(site) = chosen.get(*number).copied().flatten() {
                    *votes.entry(site).or_default() += if self.is_told(*number, site) { 5 } else { 1 };
                }
            }
            let best = votes.into_iter().max_by_key(|(site, count)| (*count, std::cmp::Reverse(*site)));
            for number in numbers {
                if let (Some(slot), Some((site, _))) = (chosen.get_mut(*number), best)
                    && self.containers(*number).next().is_none()
                    && self.areas.get(*number).is_none_or(Option::is_none)
                {
                    *slot = Some(site);
                }
            }
        }
    }

    /// Whether the name behind a mention says that it means this site.
    fn is_told(&self, number: usize, site: usize) -> bool {
        let site = self.spotted.get(number).and_then(|one| one.sites.get(site));
        site.is_some_and(|site| self.containers(number).any(|container| is_within(site, &container.sites)))
    }
}

impl Surroundings<'_> {
    /// Whether the article names places, but hardly any of the country of this one.
    fn is_hardly_about(&self, site: &Site<'_>) -> bool {
        let Some(country) = site.country else { return false };
        let of_country = self.countries.get(&country).copied().unwrap_or_default();
        self.all >= 1.0 && of_country <= HARDLY * self.all
    }

    fn weigh(&self, site: &Site<'_>) -> f32 {
        let Some(country) = site.country else { return 0.0 };
        let share = |count: Option<&f32>| count.copied().unwrap_or_default() / (self.all + 1.0);
        let in_area = site.admin1.map_or(0.0, |area| share(self.areas.get(&(country, area))));
        SAME_COUNTRY * share(self.countries.get(&country)) + SAME_AREA * in_area
    }
}

/// For each name the country of which all names of its list may be areas, if two are nothing more prominent.
fn areas_of_lists(syntax: &Syntax<'_>, spotted: &[Spotted<'_>]) -> Vec<Option<Country>> {
    let mut areas = vec![None; spotted.len()];
    for list in lists(syntax, spotted, |one| one) {
        let members = spotted.get(list.clone()).unwrap_or_default();
        let first_area = |one: &Spotted<'_>| one.sites.first().filter(|site| site.kind == SiteKind::Area)?.country;
        let known: Vec<Country> = members.iter().filter_map(first_area).collect();
        // "Oaxaca, Oaxaca and Puebla" is a city in its state, and another one.
        let words = |one: &Spotted<'_>| key(syntax.doc.slice(one.first, one.last));
        let repeats = members.windows(2).any(|pair| matches!(pair, [one, next] if words(one) == words(next)));
        let is_area = |one: &Spotted<'_>, country: Country| {
            one.sites.iter().any(|site| site.kind == SiteKind::Area && site.country == Some(country))
        };
        let shared = known.iter().copied().find(|country| {
            known.iter().filter(|other| *other == country).count() >= SURE_AREAS
                && !repeats
                && members.iter().all(|one| is_area(one, *country))
        });
        if let Some(areas) = areas.get_mut(list) {
            areas.fill(shared);
        }
    }
    areas
}

/// Whether a site lies in one that a name may mean.
fn is_within(site: &Site<'_>, containers: &[Site<'_>]) -> bool {
    containers.iter().any(|container| match container.kind {
        SiteKind::Country => site.kind != SiteKind::Country && site.country == container.country,
        SiteKind::Area => {
            site.kind != SiteKind::Area
                && site.country == container.country
                && site.admin1.is_some_and(|area| key(area) == key(container.name))
        }
        _ => false,
    })
}

/// How likely the name alone means a site: by its place among those of the name, its kind, and its people.
fn prominence(rank: usize, site: &Site<'_>) -> f32 {
    let of_kind = match site.kind {
        SiteKind::Country | SiteKind::Continent => 6.0,
        SiteKind::Capital => 3.0,
        SiteKind::Area => 1.5,
        SiteKind::Region | SiteKind::Water | SiteKind::Mountain | SiteKind::Island => 2.5,
        SiteKind::City => 0.0,
    };
    let people = (site.population.max(1) as f32).log10();
    let extent = if matches!(site.kind, SiteKind::City | SiteKind::Capital) { people } else { 4.5 };
    of_kind + extent - (rank.min(8) as f32) * RANK
}

/// A name with what is known of its place.
fn place(syntax: &Syntax<'_>, one: &Spotted<'_>, site: Option<&Site<'_>>) -> Place {
    let span: Span = syntax.span_of(one.first, one.last);
    let Some(site) = site else {
        let precision = match syntax.entity(one.first) {
            Some(EntityLabel::Facility) => PlacePrecision::Point,
            Some(EntityLabel::Location) => PlacePrecision::Region,
            _ => PlacePrecision::City,
        };
        return Place {
            span,
            name: None,
            country: None,
            admin1: None,
            coordinates: None,
            geonames_id: None,
            precision,
        };
    };
    Place {
        span,
        name: Some(site.name.to_owned()),
        country: site.country,
        admin1: site.admin1.map(str::to_owned),
        coordinates: Some((degrees(site.latitude), degrees(site.longitude))),
        geonames_id: site.geonames_id.map(|id| id.to_string()),
        precision: precision(site.kind),
    }
}

const fn precision(kind: SiteKind) -> PlacePrecision {
    match kind {
        SiteKind::Country => PlacePrecision::Country,
        SiteKind::Area => PlacePrecision::Province,
        SiteKind::Capital | SiteKind::City => PlacePrecision::City,
        SiteKind::Region | SiteKind::Water | SiteKind::Mountain | SiteKind::Island | SiteKind::Continent => {
            PlacePrecision::Region
        }
    }
}

/// Degrees with as many decimals as the gazetteer has.
fn degrees(angle: f32) -> f64 {
    (f64::from(angle) * 1e4).round() / 1e4
}
