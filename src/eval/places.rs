//! The task `places`: are the places that whole articles name found, and is each taken for the right one?

use std::path::Path;

use serde::Deserialize;

use super::{EvalError, Mistake, Report, gold, offsets::GoldOffsets, score::Board};
use crate::extract::{Extractor, Reading};
use crate::gazetteer::{Gazetteer, SiteKind};
use crate::model::{Article, Country, Place};

/// A place is right within this distance of the gold's: 100 miles, as is usual.
const NEAR_KM: f64 = 161.0;

/// One article. Offsets count characters of `text`.
#[derive(Debug, Deserialize)]
struct GoldArticle {
    text: String,
    places: Vec<GoldPlace>,
}

/// One name.
#[derive(Debug, Deserialize)]
struct GoldPlace {
    start: usize,
    end: usize,
    lat: f64,
    lon: f64,
}

/// A name that was found, in characters of the gold's text.
#[derive(Debug)]
struct Given<'a> {
    start: usize,
    end: usize,
    place: &'a Place,
}

/// Scores the places of each article.
pub(super) fn evaluate(extractor: &Extractor, path: &Path, text: &str) -> Result<Report, EvalError> {
    let (mut board, mut mistakes) = (Board::default(), Vec::new());
    for gold in gold::json_lines::<GoldArticle>(path, text)? {
        let reading = extractor.read(Article::of_text("article", &gold.text));
        let given = given(&reading, &gold);
        board.item();
        Tally { gold: &gold, gazetteer: extractor.gazetteer(), board: &mut board, mistakes: &mut mistakes }
            .count(&given);
    }
    Ok(Report::new("places", board, mistakes))
}

/// The names that were found.
fn given<'a>(reading: &'a Reading<'_>, gold: &GoldArticle) -> Vec<Given<'a>> {
    let offsets = GoldOffsets::new(reading, &gold.text);
    let at = |byte: usize| offsets.at(byte);
    let found = reading.mentions.places().all().iter();
    let within = |place: &'a Place| {
        let (start, last) = (at(place.span.start), at(place.span.end.saturating_sub(1)));
        Given { start, end: last + 1, place }
    };
    found.map(|mention| within(&mention.what)).collect()
}

/// The counts of one article.
struct Tally<'a> {
    gold: &'a GoldArticle,
    gazetteer: Option<&'a Gazetteer>,
    board: &'a mut Board,
    mistakes: &'a mut Vec<Mistake>,
}

impl<'a> Tally<'a> {
    /// Counts the names of the gold, each matched once by the first given name that overlaps it.
    fn count(&mut self, given: &[Given<'_>]) {
        let mut is_taken = vec![false; self.gold.places.len()];
        let mut matched = 0;
        for one in given {
            let is_met = |(number, place): &(usize, &GoldPlace)| {
                is_taken.get(*number) == Some(&false) && place.start < one.end && one.start < place.end
            };
            let Some((number, place)) = self.gold.places.iter().enumerate().find(is_met) else {
                self.mistake("nothing", "place", (one.start, one.end), describe(one.place));
                continue;
            };
            if let Some(taken) = is_taken.get_mut(number) {
                *taken = true;
            }
            matched += 1;
            self.judge(place, one);
        }
        for (place, _) in self.gold.places.iter().zip(&is_taken).filter(|(_, taken)| !**taken) {
            self.mistake("place", "nothing", (place.start, place.end), String::new());
        }
        self.board.class("name", self.gold.places.len(), given.len(), matched);
    }

    fn judge(&mut self, gold: &GoldPlace, given: &Given<'_>) {
        let is_known = given.place.coordinates.is_some();
        let state = self.state(gold);
        let is_right = is_right(gold, state, given.place);
        self.board.case("right, of names found", is_right, true);
        self.board.case("in the gazetteer, of names found", is_known, true);
        self.board.case("right, of those in the gazetteer", is_right, is_known);
        self.board.case("right, of names below the level of countries and continents", is_right, state.is_none());
        if !is_right {
            let detail = format!("gold {} {}; given {}", gold.lat, gold.lon, describe(given.place));
            let as_ = if is_known { "another place" } else { "no known place" };
            self.mistake("place", as_, (gold.start, gold.end), detail);
        }
    }

    /// The main name of the country or continent that a name of the gold means: that of its words, if it lies there.
    fn state(&self, gold: &GoldPlace) -> Option<&'a str> {
        let name: String = self.gold.text.chars().skip(gold.start).take(gold.end.saturating_sub(gold.start)).collect();
        let states = self.gazetteer?.named(&name).into_iter();
        let mut states = states.filter(|site| matches!(site.kind, SiteKind::Country | SiteKind::Continent));
        let near = |(latitude, longitude): (f32, f32), extent: u32| {
            let from = (f64::from(latitude), f64::from(longitude));
            distance_km(from, (gold.lat, gold.lon)) <= NEAR_KM.max(f64::from(extent))
        };
        states.find(|site| near((site.latitude, site.longitude), site.extent_km)).map(|site| site.name)
    }

    fn mistake(&mut self, of: &str, as_: &str, (start, end): (usize, usize), detail: String) {
        let words = |from: usize, to: usize| -> String {
            self.gold.text.chars().skip(from).take(to.saturating_sub(from)).collect()
        };
        let sentence =
            format!("{}[{}]{}", words(start.saturating_sub(60), start), words(start, end), words(end, end + 40));
        self.mistakes.push(Mistake {
            gold: of.to_owned(),
            given: as_.to_owned(),
            rule: None,
            sentence: sentence.split_whitespace().collect::<Vec<_>>().join(" "),
            detail: Some(detail).filter(|detail| !detail.is_empty()),
        });
    }
}

/// A country or continent is right by its identity, any other place by its distance.
fn is_right(gold: &GoldPlace, state: Option<&str>, given: &Place) -> bool {
    let is_near = given.coordinates.is_some_and(|from| distance_km(from, (gold.lat, gold.lon)) <= NEAR_KM);
    is_near || state.is_some() && state == given.name.as_deref()
}

fn describe(place: &Place) -> String {
    let of = |text: Option<&str>| text.unwrap_or("?").to_owned();
    let country = place.country.as_ref().map(Country::code);
    let at = place.coordinates.map(|(north, east)| format!(" {north} {east}")).unwrap_or_default();
    format!("{}, {}, {} ({}){at}", of(place.name.as_deref()), of(place.admin1.as_deref()), of(country), place.precision)
}

/// The distance of two places on the earth, each in degrees north and east.
fn distance_km(one: (f64, f64), other: (f64, f64)) -> f64 {
    const RADIUS_KM: f64 = 6371.0;
    let [north, east, other_north, other_east] = [one.0, one.1, other.0, other.1].map(f64::to_radians);
    let half = |angle: f64| (angle / 2.0).sin().powi(2);
    let chord = half(other_north - north) + north.cos() * other_north.cos() * half(other_east - east);
    2.0 * RADIUS_KM * chord.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{PlacePrecision, Span};

    #[test]
    fn a_degree_of_latitude_is_a_hundred_and_eleven_kilometres() {
        assert!((distance_km((10.0, 20.0), (11.0, 20.0)) - 111.2).abs() < 0.1);
        assert!((distance_km((0.0, 179.5), (0.0, -179.5)) - 111.2).abs() < 0.1);
        assert!(distance_km((48.0, 2.0), (48.0, 2.0)).abs() < 1e-6);
    }

    #[test]
    fn a_name_is_matched_once_and_right_if_it_is_near() {
        let text = "Tartu and Riga and Riga";
        let gold_place = |start, end| GoldPlace { start, end, lat: 58.4, lon: 26.7 };
        let gold = GoldArticle { text: text.to_owned(), places: vec![gold_place(0, 5), gold_place(10, 14)] };
        let place = |north, precision| Place {
            span: Span { start: 0, end: 5 },
            name: None,
            country: Country::from_code("EST"),
            admin1: None,
            coordinates: Some((north, 26.7)),
            geonames_id: None,
            precision,
        };
        let (near, far) = (place(59.4, PlacePrecision::City), place(61.4, PlacePrecision::City));
        let given =
            [(0, 5, &near), (0, 3, &near), (10, 14, &far)].map(|(start, end, place)| Given { start, end, place });
        let (mut board, mut mistakes) = (Board::default(), Vec::new());
        board.item();
        Tally { gold: &gold, gazetteer: None, board: &mut board, mistakes: &mut mistakes }.count(&given);
        let (shares, classes) = board.scores();
        assert_eq!((classes[0].gold, classes[0].given, classes[0].right), (2, 3, 2));
        assert_eq!((shares[0].right, shares[0].of), (1, 2));
        let told: Vec<(&str, &str)> = mistakes.iter().map(|one| (one.gold.as_str(), one.given.as_str())).collect();
        assert_eq!(told, [("nothing", "place"), ("place", "another place")]);
        assert_eq!(mistakes[1].sentence, "Tartu and [Riga] and Riga");
    }
}
