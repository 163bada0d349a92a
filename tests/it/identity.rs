//! The home of an article, who inherits it, and who does not; what a country was read from; several in one phrase.

use dateline::extract::{Input, encode::EventRecord};
use serde_json::json;

use crate::support::Engine;

/// The records of a text that was published at an address.
fn records(url: &str, text: &str) -> Vec<EventRecord> {
    let bytes = json!({"id": "a", "text": text, "url": url, "published_at": "2024-05-10T09:00:00Z"}).to_string();
    let input = Input { bytes: Some(bytes.as_bytes()), ..Input::default() };
    Engine::Rules.extractor().code(&input).unwrap().records
}

/// Country and source of the participant of these words.
fn country_of(records: &[EventRecord], words: &str) -> String {
    let mut sides = records.iter().flat_map(|record| {
        [
            (&record.actor_text, &record.actor_country, &record.actor_country_from),
            (&record.recipient_text, &record.recipient_country, &record.recipient_country_from),
        ]
    });
    let side = sides.find(|(text, ..)| text.as_deref() == Some(words));
    let (_, country, from) = side.unwrap_or_else(|| panic!("nobody is {words:?}: {records:#?}"));
    [country, from].map(|value| value.as_deref().unwrap_or("-")).join(" ")
}

const FAR: &str = "https://paper.example/1";

/// Checks the country and its source of the participant of some words, for texts by themselves.
fn assert_countries(rows: &[(&str, &str, &str)]) {
    for (text, words, expected) in rows {
        assert_eq!(country_of(&records(FAR, text), words), *expected, "{text}");
    }
}

/// An article on Estonia, before and behind the sentence of a row.
const BEFORE: &str = "Estonia votes on Sunday. The Estonian parliament met in Tallinn.";
const BEHIND: &str = "Estonians have waited for it for years, said a newspaper in Tartu.";

#[test]
fn domestic_participants_inherit_the_home_of_the_article() {
    for (sentence, words, expected) in [
        ("Police arrested two students.", "Police", "EST article"),
        ("Police arrested two students.", "two students", "EST article"),
        ("The interior minister threatened the opposition.", "the opposition", "EST article"),
        ("Interior minister Juta Ploom criticised the court.", "Interior minister Juta Ploom", "EST article"),
        ("Police arrested two students in Lima.", "Police", "PER place"),
        ("Police in Lima arrested two lawyers.", "Police in Lima", "PER place"),
        ("Latvian police arrested two lawyers.", "Latvian police", "LVA name"),
        ("Latvian minister Juta Ploom criticised the court.", "Latvian minister Juta Ploom", "LVA apposition"),
        ("Rebels attacked the convoy.", "Rebels", "- -"),
        ("A mining company sued the ministry.", "A mining company", "- -"),
        ("International observers criticised the count.", "International observers", "- -"),
        ("Its allies criticised the count.", "Its allies", "- -"),
    ] {
        let found = records(FAR, &format!("{BEFORE} {sentence} {BEHIND}"));
        assert_eq!(country_of(&found, words), expected, "{sentence}");
    }
}

#[test]
fn an_article_is_at_home_where_it_is_published_unless_it_tells_of_elsewhere() {
    let local = "Police arrested two students on Monday.";
    for (url, text, expected) in [
        ("https://www.kiri.ee/uudised/1", local, "EST article"),
        ("https://news.kiri.example/1", local, "- -"),
        ("https://www.thelatviandaily.example/1", local, "LVA article"),
        ("https://www.newsroomlatvia.example/1", local, "LVA article"),
        ("https://www.latvianmatters.example/1", local, "- -"),
        (
            "https://www.kiri.ee/uudised/1",
            "Peru is in turmoil. Peruvian students marched in Lima. Police arrested two students. Peru's president left Lima.",
            // The paper's country and the story's both speak against being sure.
            "- -",
        ),
        // One sentence is no story.
        (FAR, "Norway condemned the raid after police arrested two students.", "- -"),
    ] {
        assert_eq!(country_of(&records(url, text), "two students"), expected, "{url} {text}");
    }
}

#[test]
fn the_word_before_a_name_says_whose_countryman_somebody_is() {
    assert_countries(&[
        ("Latvia's Juta Ploom criticised the court.", "Latvia's Juta Ploom", "LVA apposition"),
        ("Latvian Juta Ploom criticised the court.", "Latvian Juta Ploom", "LVA apposition"),
        ("Tallinn's Juta Ploom criticised the court.", "Tallinn's Juta Ploom", "EST apposition"),
    ]);
}

#[test]
fn a_people_or_region_is_of_the_country_where_it_is_at_home() {
    assert_countries(&[
        ("Kachin rebels attacked a convoy on Monday.", "Kachin rebels", "MMR place"),
        ("Bavarian police arrested ten men on Monday.", "Bavarian police", "DEU name"),
        ("Oromo protesters blocked a road on Monday.", "Oromo protesters", "ETH name"),
    ]);
}

#[test]
fn korea_alone_is_the_south_but_not_where_it_is_both() {
    assert_countries(&[
        ("Korean police arrested two students.", "Korean police", "KOR name"),
        ("North Korean police arrested two students.", "North Korean police", "PRK name"),
        ("South Korean war veterans criticised the court.", "South Korean war veterans", "KOR name"),
        ("Korean Peninsula activists criticised the court.", "Korean Peninsula activists", "- -"),
    ]);
}

#[test]
fn places_of_a_text_in_small_letters_speak_for_its_home() {
    let text = "students marched in gujarat on monday. workers marched in mumbai on tuesday. police arrested two students. the \
                opposition in gujarat said that people in mumbai have waited for years, and that people in gujarat will wait for \
                years to come.";
    for button in ["", " Share Tweet"] {
        assert_eq!(country_of(&records(FAR, &format!("{text}{button}")), "police"), "IND article", "{button:?}");
    }
}

#[test]
fn each_country_of_a_phrase_is_a_participant() {
    for (text, countries) in [
        ("The Latvian and Finnish ministers signed a fishing treaty.", ["LVA", "FIN", ""]),
        ("Envoys from Peru, Chile and Ghana signed a water treaty.", ["PER", "CHL", "GHA"]),
        ("The Latvian minister signed a fishing treaty.", ["LVA", "", ""]),
    ] {
        let found = records(FAR, text);
        let record = &found[0];
        let first = record.actor_country.iter();
        let mut given: Vec<&str> = first.chain(&record.actor_countries).map(String::as_str).collect();
        given.resize(3, "");
        assert_eq!(given, countries, "{text}");
        assert!(record.actor_sectors.iter().all(|sector| sector == "GOV"), "{text}");
    }
}

#[test]
fn each_member_of_a_list_is_a_participant() {
    let found = records(FAR, "Rebels kidnapped a teacher, two nurses and a bishop on Friday.");
    let record = &found[0];
    let first = record.recipient_sector.iter();
    let sectors: Vec<&str> = first.chain(&record.recipient_sectors).map(String::as_str).collect();
    assert_eq!(sectors, ["EDU", "MED", "REL"]);
}

#[test]
fn one_body_has_one_identity() {
    let text = "The HWU criticised the ministry on Monday. The Harbour Workers Union (HWU) of Ghana wants more pay.";
    let found = records(FAR, text);
    let record = &found[0];
    assert_eq!(record.actor_sector.as_deref(), Some("LAB"), "{record:#?}");
}

#[test]
fn a_body_is_of_the_place_that_its_words_name() {
    assert_countries(&[
        ("Residents of Ibadan sued the company.", "Residents of Ibadan", "NGA name"),
        ("The Ibadan Traders Association sued the company.", "The Ibadan Traders Association", "NGA place"),
    ]);
}

#[test]
fn a_name_that_bodies_of_several_countries_have_is_of_the_one_that_the_article_names() {
    for (text, expected) in [
        (
            "Estonia is in turmoil. Estonian students marched in Tartu. The Ministry of Defence fired a general.",
            "EST article",
        ),
        ("Estonia is in turmoil. British troops came to Tartu. The Ministry of Defence fired a general.", "GBR name"),
        ("The Ministry of Defence fired a general.", "GBR name"),
    ] {
        assert_eq!(country_of(&records(FAR, text), "The Ministry of Defence"), expected, "{text}");
    }
}

#[test]
fn bodies_of_states_have_no_sector_unless_they_are_courts() {
    for (text, code) in [
        ("The UNHCR criticised the minister.", ("UNO", None)),
        ("The International Court of Justice criticised the minister.", ("UNO", Some("JUD"))),
    ] {
        let found = records(FAR, text);
        let actor = &found[0];
        assert_eq!(actor.actor_country.as_deref(), Some(code.0), "{text}");
        assert_eq!(actor.actor_sector.as_deref(), code.1, "{text}");
    }
}

#[test]
fn a_quotation_in_a_paragraph_of_its_own_has_the_speaker_of_the_one_before() {
    let first = "\"The talks have failed,\" Peruvian Defence Minister Luis Soto said.";
    let own = "\"We will attack the rebels at dawn.\"";
    for (text, speaker) in [
        (format!("{first}\n\n{own}"), Some("Luis Soto")),
        (format!("{first}\n\n\"They lied.\"\n\n{own}"), Some("Luis Soto")),
        (format!("{first}\n\nIt rained in Lima.\n\n{own}"), None),
    ] {
        let found = records(FAR, &text);
        let attack = found.iter().find(|record| record.trigger_lemma == "attack");
        let attack = attack.unwrap_or_else(|| panic!("no attack in {text:?}: {found:#?}"));
        assert_eq!(attack.speaker_name.as_deref(), speaker, "{text:?}");
    }
}
