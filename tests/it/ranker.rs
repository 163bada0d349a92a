//! The ranker: trained twice on the same sentences it is the same file, and what is no ranker is refused.

use std::path::PathBuf;

use clap::Parser;
use dateline::{
    cli::Arguments,
    extract::events::ranker::Ranker,
    train::{self, GoldFile},
};

use crate::support::{Engine, files};

/// Sentences of our own, as `dateline eval types` reads them.
const TYPES: &str = "\
sentence\tsource\ttarget\tplover_event
Norway signed a fishing agreement with Iceland on Monday.\tNorway\tIceland\tAGREE
Peru and Chile agreed to reopen the border bridge.\tPeru\tChile\tAGREE
The minister of Ghana met the president of Togo in Lome.\tThe minister of Ghana\tthe president of Togo\tCONSULT
Kenya held talks with Uganda about the lake.\tKenya\tUganda\tCONSULT
Rebels attacked the garrison of the northern town.\tRebels\tthe garrison\tASSAULT
The militia shelled government troops near the dam.\tThe militia\tgovernment troops\tASSAULT
The opposition accused the police of beating voters.\tThe opposition\tthe police\tACCUSE
Greece blamed the shipping company for the spill.\tGreece\tthe shipping company\tACCUSE
Canada sent tents and food to Haiti.\tCanada\tHaiti\tAID
Japan donated two ferries to Samoa.\tJapan\tSamoa\tAID
The army released the journalists on Friday.\tThe army\tthe journalists\tYIELD
The governor apologised to the miners.\tThe governor\tthe miners\tYIELD
";

/// Sentences of our own, as `dateline eval quad` reads them.
const QUAD: &str = "\
sentence\tquad
The bridge over the fjord is four kilometres long.\t0
The chairman expressed hope for a mild winter.\t0
Police arrested nine dockers after the march.\t4
Brazil praised the court of Colombia.\t1
The envoy rejected the plan of the mediators.\t3
The troops withdrew from the coastal road.\t2
";

fn gold(name: &str, text: &str) -> GoldFile {
    GoldFile { path: PathBuf::from(name), text: text.to_owned() }
}

#[test]
fn training_gives_the_same_bytes_and_a_file_that_can_be_read() {
    let files = [gold("types.tsv", TYPES), gold("quad.tsv", QUAD)];
    let first = train::train(Engine::Rules.extractor(), &files).unwrap();
    let (second, account) = train::train_and_account(Engine::Rules.extractor(), &files).unwrap();
    assert_eq!(first.to_bytes(), second.to_bytes());
    assert_eq!(Ranker::from_bytes(&first.to_bytes()).unwrap(), first);
    let other = train::train(Engine::Rules.extractor(), &[gold("types.tsv", TYPES)]).unwrap();
    assert_ne!(other.version(), first.version());
    for system in &account.systems {
        assert_eq!((system.types.items, system.quad.items), (12, 6), "{}", system.name);
    }
    let events: usize = account.reliability.bins.iter().map(|bin| bin.events).sum();
    assert!(events > 0 && account.reliability.expected_error <= 1.0);
}

#[test]
fn what_cannot_be_trained_on_is_told() {
    let told = |text: &str| train::train(Engine::Rules.extractor(), &[gold("gold.tsv", text)]).unwrap_err().to_string();
    assert!(told("a\tb\n1\t2\n").starts_with("gold.tsv:1: "), "{}", told("a\tb\n1\t2\n"));
    assert!(told("sentence\tquad\nIt rained.\t7\n").starts_with("gold.tsv:2: expected a quad class from 0 to 4"));
    assert!(told("sentence\tquad\nIt rained.\t0\n").contains("cannot train on"));
}

#[test]
fn a_file_that_is_no_ranker_is_refused() {
    let refused = |bytes: &[u8]| Ranker::from_bytes(bytes).unwrap_err().to_string();
    assert!(refused(b"hello").contains("not a ranker file"));
    let bytes = Ranker::embedded().unwrap().to_bytes();
    assert!(refused(&bytes[..bytes.len() - 1]).contains("damaged"));
    let mut damaged = bytes.clone();
    *damaged.last_mut().unwrap() ^= 1;
    assert!(refused(&damaged).contains("damaged"));
    let mut other = bytes;
    other[8] += 1;
    assert!(refused(&other).contains("version"));
}

#[test]
fn the_embedded_ranker_is_small() {
    assert!(Ranker::embedded().unwrap().to_bytes().len() < 1_500_000);
}

#[test]
fn the_documented_command_can_be_given() {
    let text = files::text("docs/ACCURACY.md");
    let line = text.lines().find_map(|line| line.strip_prefix("$ ").filter(|line| line.contains(" train "))).unwrap();
    let arguments = line.split_whitespace();
    assert!(Arguments::try_parse_from(arguments.clone()).is_ok(), "{line}");
    let out = arguments.skip_while(|word| *word != "--out").nth(1).unwrap();
    assert!(files::path(out).is_file(), "{out}");
}
