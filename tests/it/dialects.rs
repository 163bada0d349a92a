//! One sample of each dialect, decoded and cleaned, against `expected.txt` beside them.

use std::{fmt::Write, fs};

use dateline::extract::clean::clean;

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
