//! The built-in pipeline gives what Python spaCy gives: see scripts/parity for how the fixtures were made.

use std::{collections::BTreeMap, fs::File, io::Read};

use dateline::{model::Doc, spacy::upos};
use flate2::read::GzDecoder;
use serde::Deserialize;

use crate::support::{engine::pipeline, files};

/// One token of the fixture, as `scripts/parity/make_fixture.py` writes it.
type TokenRow = (usize, usize, String, String, String, String, String, usize);

/// A document as Python annotated it; offsets count characters.
#[derive(Deserialize)]
struct Expected {
    text: String,
    tokens: Vec<TokenRow>,
    sents: Vec<(usize, usize)>,
    ents: Vec<(usize, usize, String)>,
}

fn fixture(name: &str) -> Vec<Expected> {
    let mut text = String::new();
    GzDecoder::new(File::open(files::path("tests/fixtures/parity").join(name)).unwrap())
        .read_to_string(&mut text)
        .unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// How many of each class there are, and what is not as expected.
#[derive(Default)]
struct Score {
    classes: BTreeMap<&'static str, (usize, Vec<String>)>,
}

impl Score {
    fn add(&mut self, class: &'static str, expected: &str, found: &str, place: &str) {
        let (total, wrong) = self.classes.entry(class).or_default();
        *total += 1;
        if expected != found {
            wrong.push(format!("{place:?}: spaCy {expected:?}, dateline {found:?}"));
        }
    }

    fn check(&self, fixture: &str) {
        let mut is_good = true;
        for (class, (total, wrong)) in &self.classes {
            let right = 100.0 * (total - wrong.len()) as f64 / *total as f64;
            println!("{fixture}: {class}: {right:.3} % of {total}");
            wrong.iter().take(10).for_each(|wrong| println!("    {wrong}"));
            let bar = if *class == "token" { 100.0 } else { 99.9 };
            is_good &= right >= bar;
        }
        assert!(is_good, "some class is below its bar");
    }
}

fn compare(expected: &Expected, doc: &Doc, score: &mut Score) {
    let text = &expected.text;
    let spans: Vec<_> = doc
        .tokens()
        .iter()
        .map(|token| (doc.char_offset(token.start as usize), doc.char_offset(token.end as usize)))
        .collect();
    let theirs: Vec<_> = expected.tokens.iter().map(|token| (token.0, token.1)).collect();
    for (place, span) in theirs.iter().enumerate() {
        score.add(
            "token",
            &format!("{span:?}"),
            &format!("{:?}", spans.get(place)).replace("Some(", "").replace("))", ")"),
            text,
        );
    }
    if theirs != spans {
        score.add("token", "the same tokens", &format!("{} tokens", spans.len()), text);
        return;
    }
    for (index, (_, _, tag, pos, morph, lemma, dep, head)) in expected.tokens.iter().enumerate() {
        let place = format!("{} in {text}", doc.word(index));
        score.add("tag", tag, doc.tag(index), &place);
        score.add("pos", pos, upos::name(doc.pos(index)), &place);
        score.add("morph", morph, doc.morph(index), &place);
        score.add("lemma", lemma, doc.lemma(index), &place);
        score.add("label", dep, doc.dep(index), &place);
        score.add("head", &head.to_string(), &doc.head(index).to_string(), &place);
        let starts_here = expected.sents.iter().any(|sentence| sentence.0 == spans[index].0);
        score.add("sentence start", &starts_here.to_string(), &doc.tokens()[index].is_sent_start.to_string(), &place);
    }
    compare_entities(expected, doc, &spans, score);
}

/// Every entity that either has counts once.
fn compare_entities(expected: &Expected, doc: &Doc, spans: &[(usize, usize)], score: &mut Score) {
    let shown = |(start, end, label): &(usize, usize, String)| format!("{label} {start}..{end}");
    let theirs: Vec<_> = expected.ents.iter().map(shown).collect();
    let ours: Vec<_> = doc
        .entities()
        .iter()
        .map(|entity| shown(&(spans[entity.first].0, spans[entity.last - 1].1, doc.entity_type(entity).to_owned())))
        .collect();
    for entity in &theirs {
        score.add("entity", entity, if ours.contains(entity) { entity } else { "none" }, &expected.text);
    }
    for entity in ours.iter().filter(|entity| !theirs.contains(entity)) {
        score.add("entity", "none", entity, &expected.text);
    }
}

fn check(name: &str, at_least: usize) {
    let documents = fixture(name);
    let sentences: usize = documents.iter().map(|document| document.sents.len()).sum();
    assert!(sentences >= at_least, "{name} has only {sentences} sentences");
    let mut score = Score::default();
    for document in &documents {
        compare(document, &pipeline().annotate(&document.text), &mut score);
    }
    score.check(name);
}

#[test]
fn news_prose_is_annotated_as_by_python() {
    check("news.jsonl.gz", 300);
}

#[test]
fn every_special_case_and_mark_is_annotated_as_by_python() {
    check("rules.jsonl.gz", 2_900);
}

#[test]
fn a_text_is_annotated_alike_alone_in_a_batch_and_on_other_threads() {
    let documents = fixture("news.jsonl.gz");
    let texts: Vec<&str> = documents.iter().map(|document| document.text.as_str()).collect();
    let alone: Vec<Doc> = texts.iter().map(|text| pipeline().annotate(text)).collect();
    assert_eq!(pipeline().annotate_batch(&texts), alone);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(pipeline().annotate_batch(&texts), alone));
        }
    });
}
