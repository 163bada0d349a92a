//! The story of whole pages, by layout: precision and recall of its words in runs of three.
//!
//! Beside each page stands its story, a paragraph a line. A line that begins with `~ ` may be there or not: captions and the
//! like. The rules were tuned on `first`; the pages of `second` were written afterwards.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    fs,
    path::Path,
};

use dateline::{extract::clean::clean, model::SectionKind};

use crate::support::{engine::decoded, files};

type Runs = BTreeSet<String>;

/// Runs of three words in lower case; a shorter line is one run.
fn runs<'a>(lines: impl Iterator<Item = &'a str>) -> Runs {
    let mut runs = Runs::new();
    for line in lines {
        let lower = line.to_lowercase();
        let words: Vec<&str> =
            lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        if (1..3).contains(&words.len()) {
            runs.insert(words.join(" "));
        }
        runs.extend(words.windows(3).map(|run| run.join(" ")));
    }
    runs
}

/// Precision and recall of one page.
fn score(page: &Path) -> (f64, f64) {
    let article = decoded(&fs::read(page).unwrap()).unwrap();
    let cleaned = clean(&article);
    let is_story = |kind| !matches!(kind, SectionKind::Title | SectionKind::Boilerplate);
    let sections = cleaned.sections.iter().filter(|section| is_story(section.kind));
    let found = runs(sections.map(|section| &cleaned.text[section.span.start..section.span.end]));
    let gold = fs::read_to_string(page.with_extension("txt")).unwrap();
    let needed = runs(gold.lines().filter(|line| !line.starts_with("~ ")));
    let allowed = runs(gold.lines().filter_map(|line| line.strip_prefix("~ ")));
    let counted: Runs = found.iter().filter(|run| needed.contains(*run) || !allowed.contains(*run)).cloned().collect();
    let right = counted.intersection(&needed).count() as f64;
    (right / counted.len().max(1) as f64, right / needed.len() as f64)
}

fn check(folder: &str, layouts: usize, floor: (f64, f64)) {
    let mut scores: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
    for page in files::entries(&format!("tests/fixtures/pages/{folder}"), Some("html")) {
        let name = page.file_stem().unwrap().to_str().unwrap();
        scores.entry(name.rsplit_once('-').unwrap().0.to_owned()).or_default().push(score(&page));
    }
    assert_eq!(scores.len(), layouts);
    let mut wrong = String::new();
    for (layout, pages) in scores {
        for (precision, recall) in pages {
            if precision < floor.0 || recall < floor.1 {
                writeln!(wrong, "{layout}: precision {precision:.3}, recall {recall:.3}").unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{folder}\n{wrong}");
}

#[test]
fn the_story_is_found_in_each_layout() {
    check("first", 12, (0.97, 1.0));
    // A dateline and the paragraph behind it are two sections, which parts two runs.
    check("second", 12, (0.86, 0.97));
}
