//! Who and when, from text through the language pipeline: sentences of our own and what is to be known of them.

use std::sync::{Arc, LazyLock};

use dateline::{
    extract::{Extractor, Reading},
    lexicon::Lexicon,
    model::Article,
    spacy::Pipeline,
};

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| {
    let (pipeline, lexicon) = (Pipeline::embedded().unwrap(), Lexicon::embedded().unwrap());
    Extractor::new(Arc::new(pipeline), Arc::new(lexicon), None)
});

/// A Wednesday.
const PUBLISHED: &str = "2023-03-15T10:00:00Z";

fn read(text: &str) -> Reading<'static> {
    EXTRACTOR.read(Article { published_at: Some(PUBLISHED.parse().unwrap()), ..Article::of_text("a", text) })
}

fn token(reading: &Reading<'_>, word: &str) -> usize {
    (0..reading.doc().len()).rev().find(|token| reading.doc().word(*token) == word).unwrap()
}

/// The code of the last mention headed by a word, its span and its name.
fn participant(text: &str, word: &str) -> (String, String, Option<String>) {
    let reading = read(text);
    let (span, who) = reading.noun_phrase(token(&reading, word));
    (who.actor_code().unwrap_or_default(), reading.text(span).to_owned(), who.name)
}

#[track_caller]
fn check(text: &str, word: &str, code: &str, span: &str) {
    let (found_code, found_span, _) = participant(text, word);
    assert_eq!((found_code.as_str(), found_span.as_str()), (code, span), "{text}");
}

#[test]
fn offices_before_and_after_a_name_give_country_and_sector() {
    check(
        "Norwegian Fisheries Minister Tora Hexeberg met reporters.",
        "Hexeberg",
        "NORGOV",
        "Norwegian Fisheries Minister Tora Hexeberg",
    );
    check(
        "Tora Hexeberg, the Norwegian defense minister, left for Riga.",
        "Hexeberg",
        "NORGOV",
        "Tora Hexeberg, the Norwegian defense minister",
    );
}

#[test]
fn short_names_carry_what_the_introduction_said() {
    let text =
        "Latvian Foreign Minister Ilze Kronberga arrived in Oslo. Kronberga praised the hosts. She left at noon.";
    let (code, _, name) = participant(text, "Kronberga");
    assert_eq!((code.as_str(), name.as_deref()), ("LVAGOV", Some("Ilze Kronberga")));
    let (code, _, name) = participant(text, "She");
    assert_eq!((code.as_str(), name.as_deref()), ("LVAGOV", Some("Ilze Kronberga")));
}

#[test]
fn the_list_of_people_knows_who_held_office_when() {
    assert_eq!(participant("Olaf Scholz spoke to reporters.", "Scholz").0, "DEUGOV");
    assert_eq!(participant("Angela Merkel spoke to reporters.", "Merkel").0, "DEUELI");
}

#[test]
fn groups_take_the_country_of_their_modifiers() {
    check("Chadian soldiers crossed the river.", "soldiers", "TCDMIL", "Chadian soldiers");
    check("Soldiers from Chad crossed the river.", "Soldiers", "TCDMIL", "Soldiers from Chad");
    check("Dozens of Peruvian farmers blocked a bridge.", "Dozens", "PERAGR", "Dozens of Peruvian farmers");
    check("The former Kenyan president was detained.", "president", "KENELI", "The former Kenyan president");
}

#[test]
fn who_stands_behind_a_group_is_not_the_group() {
    check("Russian-backed rebels shelled the depot.", "rebels", "REB", "Russian-backed rebels");
    check("French allies sent trucks.", "allies", "", "French allies");
}

#[test]
fn seats_of_government_act_and_are_places_after_a_preposition_of_place() {
    check("Moscow rejected the plan.", "Moscow", "RUSGOV", "Moscow");
    check("Traders in Moscow rejected the plan.", "Moscow", "RUS", "Moscow");
}

#[test]
fn organisations_and_things() {
    check("NATO sent observers.", "NATO", "IGOMIL", "NATO");
    check("Hamas fighters fired rockets.", "fighters", "PSEREB", "Hamas fighters");
    check("The storm hit the coast.", "storm", "", "The storm");
}

#[test]
fn a_relative_clause_and_a_day_are_no_part_of_the_phrase() {
    check("Ugandan police who patrolled the market on Monday arrested a man.", "police", "UGACOP", "Ugandan police");
}

#[track_caller]
fn check_date(text: &str, trigger: &str, days: Option<(&str, &str)>) {
    let reading = read(text);
    let date = reading.date_of(token(&reading, trigger)).map(|date| date.days);
    let date = date.map(|days| (days.first.to_string(), days.last.to_string()));
    let days = days.map(|(first, last)| (first.to_owned(), last.to_owned()));
    assert_eq!(date, days, "{text}");
}

#[test]
fn dates_follow_the_tense_and_the_clause() {
    check_date("Rebels attacked the town on Friday.", "attacked", Some(("2023-03-10", "2023-03-10")));
    check_date("The envoy will visit Harare on Friday.", "visit", Some(("2023-03-17", "2023-03-17")));
    check_date("The aid was approved in late December.", "approved", Some(("2022-12-21", "2022-12-31")));
    check_date(
        "Guards said on Tuesday that miners had walked out last week.",
        "walked",
        Some(("2023-03-06", "2023-03-12")),
    );
    check_date(
        "Guards said on Tuesday that miners had walked out last week.",
        "said",
        Some(("2023-03-14", "2023-03-14")),
    );
    check_date("Speaking on Monday, the governor condemned the raid.", "condemned", Some(("2023-03-13", "2023-03-13")));
}

#[test]
fn without_an_expression_the_past_happened_on_the_day_of_publication_and_the_future_has_no_day() {
    check_date("Police arrested two brokers.", "arrested", Some(("2023-03-15", "2023-03-15")));
    check_date("Police will arrest two brokers.", "arrest", None);
}
