//! Tests of the gazetteer: what is in the embedded one, and what becomes of a table.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::{Gazetteer, GazetteerError, SiteKind, build};

static WORLD: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::embedded().unwrap());

const HEADER: &str = "name\tkind\tcountry\tadmin1\tgeonames_id\tlatitude\tlongitude\tpopulation\textent_km\tdisputed\tprominence\tother_names\n";

/// The first place of a name, as name, area and country.
fn first(name: &str) -> String {
    let sites = WORLD.named(name);
    let Some(site) = sites.first() else { return String::new() };
    let country = site.country.map(|country| country.to_string()).unwrap_or_default();
    format!("{} {} {country}", site.name, site.kind)
}

fn longest(words: &str) -> Option<(usize, String)> {
    let (count, sites) = WORLD.longest(words.split(' '))?;
    Some((count, sites.first()?.name.to_owned()))
}

#[test]
fn the_most_prominent_place_of_a_name_comes_first() {
    for (name, expected) in [
        ("Georgia", "Georgia country GEO"),
        ("nairobi", "Nairobi capital KEN"),
        ("Kiev", "Kyiv capital UKR"),
        ("KYIV", "Kyiv capital UKR"),
        ("Birmingham", "Birmingham city GBR"),
        ("São Paulo", "São Paulo city BRA"),
        ("Sao Paulo", "São Paulo city BRA"),
        ("The Hague", "The Hague city NLD"),
        ("St Petersburg", "Saint Petersburg city RUS"),
        ("Bombay", "Mumbai city IND"),
        ("Washington", "Washington capital USA"),
        ("Black Sea", "Black Sea water "),
        ("Xinjiang", "Xinjiang Uyghur area CHN"),
        ("Sahel", "Sahel region "),
        ("Crimea", "Crimea region UKR"),
        ("Kosovo", "Kosovo country KOS"),
        ("Xyzzyville", ""),
        ("", ""),
    ] {
        assert_eq!(first(name), expected, "{name}");
    }
}

#[test]
fn the_longest_name_wins() {
    for (words, expected) in [
        ("New York City officials", Some((3, "New York"))),
        ("Aix - en - Provence fell", Some((5, "Aix-en-Provence"))),
        ("Aix-en-Provence fell", Some((1, "Aix-en-Provence"))),
        ("Sri Lanka 's port", Some((2, "Sri Lanka"))),
        ("officials in Nairobi", None),
        ("- Nairobi", Some((2, "Nairobi"))),
    ] {
        assert_eq!(longest(words), expected.map(|(count, name)| (count, name.to_owned())), "{words}");
    }
}

#[test]
fn places_have_ids_coordinates_and_areas() {
    let [mombasa, ..] = &WORLD.named("Mombasa")[..] else { panic!("no Mombasa") };
    assert_eq!((mombasa.geonames_id, mombasa.admin1), (Some(186_301), Some("Mombasa")));
    assert!(mombasa.distance_km(-4.05, 39.66) < 5.0);
    assert!((mombasa.distance_km(-1.283, 36.817) - 440.0).abs() < 15.0);
    assert!(WORLD.named("West Bank")[0].is_disputed);
    assert_eq!(WORLD.named("Kenya")[0].kind, SiteKind::Country);
}

#[test]
fn a_table_becomes_a_gazetteer_and_comes_back() {
    let rows = "Aby\tcity\tSWE\tScania\t7\t-0.5\t179.99999\t1234567\t\t0\t5\tOld Aby|Ábý Stad\n\
                Aby\twater\t\t\t\t89\t-180\t\t70000\t1\t90\t\n\
                Bee\tcity\tFIN\t\t\t1\t2\t3\t\t0\t40\tAby\n";
    let world = Gazetteer::from_bytes(build(&format!("{HEADER}{rows}")).unwrap()).unwrap();
    assert_eq!((world.len(), world.names()), (3, 4));
    let kinds: Vec<_> = world.named("aby").iter().map(|site| (site.kind, site.name)).collect();
    // A name that is not the main one counts a tenth: 4 against 5.
    assert_eq!(kinds, [(SiteKind::Water, "Aby"), (SiteKind::City, "Aby"), (SiteKind::City, "Bee")]);
    let city = world.named("aby stad")[0];
    assert_eq!((city.admin1, city.geonames_id, city.is_disputed), (Some("Scania"), Some(7), false));
    assert!((city.latitude + 0.5).abs() < 1e-5 && (city.longitude - 179.99999).abs() < 2e-5);
    assert!(city.population.abs_diff(1_234_567) < 1000);
    let sea = world.named("ABY")[0];
    assert_eq!((sea.country, sea.extent_km, sea.is_disputed), (None, 65_535, true));
}

#[test]
fn a_wrong_table_is_refused_with_its_line() {
    for (rows, problem) in [
        ("Aby\tcity\tSWE\n", "line 2 of the table of places: 3 cells instead of 12"),
        ("Aby\ttown\tSWE\t\t\t1\t2\t\t\t0\t1\t\n", "line 2 of the table of places: unknown kind of place"),
        (
            "Aby\tcity\tSE\t\t\t1\t2\t\t\t0\t1\t\n",
            "line 2 of the table of places: \"SE\" is not a code of ISO 3166-1 alpha-3",
        ),
        (
            "Aby\tcity\tSWE\t\t\t91\t2\t\t\t0\t1\t\n",
            "line 2 of the table of places: \"91\" is not between -90 and 90 degrees",
        ),
        ("Aby\tcity\tSWE\t\t\t1\t2\tmany\t\t0\t1\t\n", "line 2 of the table of places: \"many\" is not a whole number"),
    ] {
        assert_eq!(build(&format!("{HEADER}{rows}")).unwrap_err().to_string(), problem);
    }
    assert!(
        build("name\n")
            .unwrap_err()
            .to_string()
            .starts_with("line 1 of the table of places: the columns must be name, kind,")
    );
}

#[test]
fn a_foreign_or_damaged_file_is_refused() {
    let whole = build(&format!("{HEADER}Aby\tcity\tSWE\t\t\t1\t2\t\t\t0\t1\t\n")).unwrap();
    let refused = |bytes: Vec<u8>| Gazetteer::from_bytes(bytes).unwrap_err();
    assert_eq!(refused(b"PK\x03\x04".to_vec()), GazetteerError::Foreign);
    let mut other = whole.clone();
    other[8] = 9;
    assert_eq!(refused(other), GazetteerError::OtherVersion(9));
    for length in 12..whole.len() {
        assert!(matches!(refused(whole[..length].to_vec()), GazetteerError::Damaged(_)), "{length}");
    }
    for place in 76..whole.len() {
        let mut flipped = whole.clone();
        flipped[place] ^= 1;
        assert!(matches!(refused(flipped), GazetteerError::Damaged(_)), "{place}");
    }
}

proptest! {
    #[test]
    fn any_words_have_an_answer(words in proptest::collection::vec(any::<String>(), 0..8)) {
        if let Some((count, sites)) = WORLD.longest(words.iter().map(String::as_str)) {
            prop_assert!(count > 0 && count <= words.len() && !sites.is_empty());
        }
        for word in &words {
            let _ = WORLD.named(word);
        }
    }
}
