//! One sample of each dialect, decoded and cleaned, against `expected.txt` beside them. `BLESS=1` writes it anew.

use std::fmt::Write;
use std::path::Path;

use dateline::extract::clean::clean;
use dateline::extract::decode::{Decoded, decode};
use dateline::extract::{Input, Skip};

fn shown(bytes: &[u8]) -> String {
    let article = match decode(&Input { bytes: Some(bytes), key: None, received_at: None }) {
        Decoded::Article(article) => *article,
        Decoded::Skip(Skip { reason, message, article_id }) => {
            return format!("skip {reason}: {message} ({article_id:?})\n");
        }
        other => return format!("{other:?}\n"),
    };
    let id = if article.id.len() == 32 { "(hash)" } else { &article.id };
    let date = article.published_at.map_or_else(|| "none".to_owned(), |date| date.to_string());
    let mut out =
        format!("id: {id}\nversion: {:?}\npublished: {date}\nlanguage: {:?}\n", article.version, article.language);
    let codes: Vec<&str> = article.issues.iter().map(|issue| issue.code).collect();
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
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/dialects");
    let mut names: Vec<_> = std::fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.extension().is_some_and(|end| end == "json"));
    names.sort();
    let mut found = String::new();
    for path in names {
        let bytes = std::fs::read(&path).unwrap();
        writeln!(found, "== {}\n{}", path.file_stem().unwrap().to_string_lossy(), shown(&bytes)).unwrap();
    }
    let golden = directory.join("expected.txt");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&golden, &found).unwrap();
    }
    assert_eq!(found, std::fs::read_to_string(&golden).unwrap());
}
