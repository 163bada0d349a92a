//! Places: which words name one, which place of the world is meant, and where an event happened.

use dateline::{
    extract::Reading,
    model::{Article, Event, Place},
};
use proptest::prelude::*;

use crate::support::Engine;

fn read(text: &str) -> Reading<'static> {
    Engine::Rules.extractor().read(Article::of_text("a", text))
}

/// A place as "words = name, country"; the words alone where the gazetteer does not have it.
fn shown(reading: &Reading<'_>, place: &Place) -> String {
    let words = reading.text(place.span);
    let country = place.country.map(|country| format!(", {country}")).unwrap_or_default();
    place.name.as_ref().map_or_else(|| words.to_owned(), |name| format!("{words} = {name}{country}"))
}

#[track_caller]
fn check_names(text: &str, expected: &[&str]) {
    let reading = read(text);
    let places = reading.mentions.places().all().iter();
    let found: Vec<String> = places.map(|mention| shown(&reading, &mention.what)).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn names_are_told_from_words_persons_and_organisations() {
    for (text, expected) in [
        ("The envoys met in Nairobi on Monday.", &["Nairobi = Nairobi, KEN"][..]),
        ("A nice mobile phone was on sale at the reading room.", &[]),
        ("The University of Nairobi closed its library.", &[]),
        ("Shares of Kenya Airways fell.", &[]),
        ("Paris Whitlock, a singer, thanked her fans.", &[]),
        ("Peruvian and Chilean envoys left.", &[]),
        ("the envoys met in nairobi on monday.", &["nairobi = Nairobi, KEN"]),
        ("THE ENVOYS MET IN NAIROBI ON MONDAY.", &["NAIROBI = Nairobi, KEN"]),
    ] {
        check_names(text, expected);
    }
}

#[test]
fn a_name_means_the_place_that_its_neighbours_say() {
    for (text, expected) in [
        (
            "The mill in Birmingham, Alabama, closed in May.",
            &["Birmingham = Birmingham, USA", "Alabama = Alabama, USA"][..],
        ),
        ("The mill in Birmingham closed in May.", &["Birmingham = Birmingham, GBR"]),
        (
            "The army left the city of Valencia in Venezuela.",
            &["Valencia = Valencia, VEN", "Venezuela = Venezuela, VEN"],
        ),
        (
            "The races in New South Wales and Victoria were cancelled.",
            &["New South Wales = New South Wales, AUS", "Victoria = Victoria, AUS"],
        ),
        (
            "The mill in Austin, in Scott County, Indiana, closed in May.",
            &["Austin = Austin, USA", "Scott County", "Indiana = Indiana, USA"],
        ),
        ("The mill in London, Ontario, closed in May.", &["London = London, CAN", "Ontario = Ontario, CAN"]),
        (
            "The mills in Toronto, Ontario, and Puebla, Puebla, Mexico, closed in May.",
            &[
                "Toronto = Toronto, CAN",
                "Ontario = Ontario, CAN",
                "Puebla = Puebla City, MEX",
                "Puebla = Puebla, MEX",
                "Mexico = Mexico, MEX",
            ],
        ),
        ("The mill in St Petersburg closed in May.", &["St Petersburg = Saint Petersburg, RUS"]),
        ("Trucks with grain reached towns in South Darfur.", &["South Darfur = Southern Darfur, SDN"]),
        ("The storm hit villages in North Kivu.", &["North Kivu = Nord Kivu, COD"]),
    ] {
        check_names(text, expected);
    }
}

#[test]
fn neighbours_in_a_list_of_places_are_places_of_one_kind() {
    for (text, expected) in [
        (
            "The recall covers shops in Oregon, Washington and Idaho.",
            &["Oregon = Oregon, USA", "Washington = Washington, USA", "Idaho = Idaho, USA"][..],
        ),
        (
            "Shells hit markets in Aleppo, Homs and Hama.",
            &["Aleppo = Aleppo, SYR", "Homs = Homs, SYR", "Hama = Hama, SYR"],
        ),
        (
            "Teachers struck in Kisii, Wajir, Mandera and Nakuru.",
            &["Kisii = Kisii, KEN", "Wajir = Wajir, KEN", "Mandera = Mandera, KEN", "Nakuru = Nakuru, KEN"],
        ),
    ] {
        check_names(text, expected);
    }
}

/// The place of each event as the reader finds it, by the trigger's words.
fn read_places(text: &str, has_gazetteer: bool) -> Vec<String> {
    let extractor = Engine::Reader.extractor().clone();
    let extractor = if has_gazetteer { extractor } else { extractor.with_gazetteer(None) };
    let reading = extractor.read(Article::of_text("a", text));
    let place = |event: &Event| event.place.as_ref().map_or_else(|| "-".to_owned(), |place| shown(&reading, place));
    reading.events.iter().map(|event| format!("{}: {}", reading.text(event.trigger_span), place(event))).collect()
}

#[test]
fn with_the_reader_an_event_has_the_place_that_is_most_probable_around() {
    let market =
        "Gunmen stormed a market in Kano on Monday. Six traders were killed. Police arrested two suspects in Lagos.";
    for (text, expected) in [
        (market, &["stormed: Kano = Kano, NGA", "killed: Kano = Kano, NGA", "arrested: Lagos = Lagos, NGA"][..]),
        ("Protesters in Ikeja, Lagos, Nigeria, burned tyres on Tuesday.", &["burned: Ikeja = Ikeja, NGA"]),
        ("Police arrested a doctor from Oslo in Lima on Friday.", &["arrested: Lima = Lima, PER"]),
        ("The United Nations accused Rwanda of backing the rebels.", &["accused: -"]),
    ] {
        assert_eq!(read_places(text, true), expected, "{text}");
    }
    assert_eq!(read_places(market, false), ["stormed: -", "killed: -", "arrested: -"]);
}

#[test]
fn a_word_has_a_place_with_and_without_the_reader() {
    let text = "Police arrested two traders in Lima on Friday.";
    for engine in [Engine::Rules, Engine::Reader] {
        let extractor = engine.extractor();
        let reading = extractor.read(Article::of_text("a", text));
        let place = |token| extractor.place_of(&reading, token).map(|place| shown(&reading, &place));
        assert_eq!(place(1).as_deref(), Some("Lima = Lima, PER"), "{engine:?}");
        assert_eq!(place(1000), None, "{engine:?}");
    }
}

#[track_caller]
fn check_place(text: &str, expected: Option<&str>) {
    let reading = read(text);
    let event = reading.events.first().unwrap_or_else(|| panic!("no event: {text}"));
    let found = event.place.as_ref().map(|place| shown(&reading, place));
    assert_eq!(found.as_deref(), expected, "{text}");
}

#[test]
fn an_event_has_the_place_that_its_clause_names() {
    for (text, expected) in [
        ("Police arrested two traders in Lima on Friday.", Some("Lima = Lima, PER")),
        ("Gunmen attacked a village near Kano on Monday.", Some("Kano = Kano, NGA")),
        ("A doctor from Oslo accused the police of bribery.", None),
        ("Police arrested two traders on Friday.", None),
    ] {
        check_place(text, expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_places_of_any_words_lie_in_the_text(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "Nairobi", "PARIS", "paris", "Georgia", "New", "York", "the", "in", "of", "near", "attacked", "Police", ",", ".",
                "-", "'s", "(", "Saint", "é", "中", "killed", "village", "\n\n", "Al", "U.S.", "’", "Reading", "to", "and",
            ]),
            0..40,
        )
    ) {
        let reading = read(&words.join(" "));
        let events = reading.events.iter().filter_map(|event| event.place.as_ref());
        for place in reading.mentions.places().all().iter().map(|mention| &mention.what).chain(events) {
            prop_assert!(place.span.start < place.span.end && !reading.text(place.span).is_empty(), "{place:?}");
            prop_assert!(place.name.is_some() == place.coordinates.is_some());
        }
    }
}
