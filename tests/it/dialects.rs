//! One sample of each dialect, decoded and cleaned, against `expected.txt` beside them, and tables of the shapes that
//! producers, extractors, feeds and connectors send, each row with what is to come of it.

use std::{fmt::Write, fs};

use dateline::{
    extract::{
        Input,
        clean::clean,
        decode::{Decoded, decode},
    },
    model::{Article, SectionKind},
};
use serde_json::{Value, json};

use crate::support::{bless, engine::decoded, files};

fn shown(bytes: &[u8]) -> String {
    let article = match decoded(bytes) {
        Ok(article) => article,
        Err(other) => return format!("{other}\n"),
    };
    let id = if article.id.len() == 32 { "(hash)" } else { &article.id };
    let date = article.published_at.map_or_else(|| "none".to_owned(), |date| date.to_string());
    let mut out =
        format!("id: {id}\nversion: {:?}\npublished: {date}\nlanguage: {:?}\n", article.version, article.language);
    let codes: Vec<&str> = article.issues.iter().map(|issue| issue.code.name()).collect();
    writeln!(
        out,
        "url: {:?}\npublisher: {:?}\nauthors: {:?}\nissues: {codes:?}",
        article.url, article.publisher, article.authors
    )
    .unwrap();
    let text = clean(&article);
    for section in &text.sections {
        writeln!(out, "{:?}: {}", section.kind, text.text.get(section.span.start..section.span.end).unwrap()).unwrap();
    }
    out
}

#[test]
fn each_dialect_reads_the_same_story() {
    let mut found = String::new();
    let samples = |kind| files::entries("tests/fixtures/dialects", Some(kind));
    for path in samples("json").into_iter().chain(samples("xml")) {
        let name = path.file_stem().unwrap().to_str().unwrap();
        writeln!(found, "== {name}\n{}", shown(&fs::read(&path).unwrap())).unwrap();
    }
    bless::check("tests/fixtures/dialects/expected.txt", &found);
}

/// What a message of a table should be read as.
fn outcome(message: &Value) -> Decoded {
    decode(&Input { bytes: Some(message.to_string().as_bytes()), ..Input::default() })
}

/// Compares what came of a message with the cells of its row; a row names what it is sure of.
fn differences(expect: &Value, found: &Decoded) -> Vec<String> {
    let text = |name: &str| expect[name].as_str();
    let named = match found {
        Decoded::Retraction { article_id, .. } => ("retraction", article_id.clone()),
        Decoded::Skip(skip) => ("skip", skip.reason.name().to_owned()),
        Decoded::Reject(reject) => ("reject", reject.reason.name().to_owned()),
        Decoded::Article(article) => return in_article(expect, article),
    };
    let mut differences = Vec::new();
    if text(named.0) != Some(&named.1) {
        differences.push(format!("came out as {named:?}: {found:?}"));
    }
    if let (Some(part), Decoded::Reject(reject)) = (text("message"), found)
        && !reject.message.contains(part)
    {
        differences.push(format!("the message is {:?}", reject.message));
    }
    differences
}

fn in_article(expect: &Value, article: &Article) -> Vec<String> {
    let cleaned = clean(article);
    let story = cleaned
        .sections
        .iter()
        .filter(|section| section.kind != SectionKind::Title || expect["text"] == expect["title"]);
    let story: Vec<&str> =
        story.map(|section| cleaned.text.get(section.span.start..section.span.end).unwrap()).collect();
    let story = story.join("\n");
    let published = article.published_at.map(|at| at.to_string());
    let cells = [
        ("id", json!(article.id)),
        ("title", json!(article.title)),
        ("published", json!(published)),
        ("authors", json!(article.authors)),
        ("publisher", json!(article.publisher)),
    ];
    let wrong = cells.into_iter().filter(|(name, found)| expect.get(name).is_some_and(|wanted| wanted != found));
    let mut differences: Vec<String> = wrong.map(|(name, found)| format!("{name} is {found}")).collect();
    let (start, end) = (expect["text"].as_str().unwrap_or("?"), expect["end"].as_str().unwrap_or_default());
    if !story.starts_with(start) || !story.ends_with(end) || story.matches(start).count() != 1 {
        differences.push(format!("the text is {story:?}"));
    }
    differences
}

#[test]
fn each_shape_is_read_as_its_row_says() {
    let mut wrong = Vec::new();
    for path in files::entries("tests/fixtures/dialects", Some("jsonl")) {
        let family = path.file_stem().unwrap().to_str().unwrap();
        let table = fs::read_to_string(&path).unwrap();
        assert!(table.lines().count() >= 10, "{family} has few shapes");
        for line in table.lines() {
            let row: Value = serde_json::from_str(line).unwrap();
            let differences = differences(&row["expect"], &outcome(&row["message"]));
            wrong.extend(differences.iter().map(|it| format!("{family}, {}: {it}", row["shape"])));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
