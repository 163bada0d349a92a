//! Cleaning as a whole: what comes of an article, and what holds for any.

#![allow(clippy::string_slice, reason = "a test that slices amiss fails, as it should")]

use proptest::prelude::*;

use super::*;
use crate::model::{Body, BodyFormat, SectionKind};

fn article(title: Option<&str>, text: &str, format: BodyFormat) -> Article {
    let body = Body { text: text.to_owned(), format };
    Article { title: title.map(str::to_owned), body, ..Article::of_text("a", text) }
}

fn shown(text: &CleanText) -> String {
    let sections = text
        .sections
        .iter()
        .map(|section| format!("{:?}: {}", section.kind, &text.text[section.span.start..section.span.end]));
    sections.collect::<Vec<_>>().join("\n")
}

fn check(title: Option<&str>, text: &str, format: BodyFormat, expected: &str) {
    let article = article(title, text, format);
    let cleaned = clean(&article);
    assert_eq!(shown(&cleaned), expected, "{text}");
    holds(&article, &cleaned);
}

/// What holds for the cleaned text of any article.
fn holds(article: &Article, cleaned: &CleanText) {
    let text = &cleaned.text;
    assert!(!text.chars().any(|letter| letter.is_control() && letter != '\n'), "control character in {text:?}");
    assert!(unicode_normalization::is_nfc(text), "{text:?}");
    let mut at = 0;
    for section in &cleaned.sections {
        assert!(
            at <= section.span.start && section.span.start < section.span.end,
            "{:?} of {text:?}",
            cleaned.sections
        );
        assert!(text[at..section.span.start].trim().is_empty());
        let part = &text[section.span.start..section.span.end];
        assert_eq!(part.trim(), part);
        assert!(!part.contains('\n') && !part.contains("  "), "{part:?}");
        at = section.span.end;
    }
    assert!(text[at..].is_empty());
    let title_end = cleaned
        .sections
        .iter()
        .find(|section| section.kind == SectionKind::Title)
        .map_or(0, |section| section.span.end);
    for (byte, letter) in text.char_indices().filter(|(_, letter)| *letter != '\n') {
        let source = if byte < title_end { article.title.as_deref().unwrap() } else { article.body.text.as_str() };
        let from = cleaned.source_position(byte);
        let original =
            source.get(from..).unwrap_or_else(|| panic!("{letter} at {byte} maps into a letter")).chars().next();
        assert!(is_documented(original, letter), "{letter:?} at {byte} came of {original:?} at {from}");
    }
    assert!(cleaned.source_map.is_sorted_by(|one, other| one.0 < other.0));
}

/// Equal, or one of the normalisations: space, reference, quotation mark, treebank bracket, composed or misread letter,
/// line break as a letter of a wrapped line or markup.
fn is_documented(original: Option<char>, letter: char) -> bool {
    let Some(original) = original else { return letter == ' ' };
    original == letter
        || letter == ' ' && !original.is_alphanumeric()
        || matches!(original, '&' | '`' | '\'' | '<')
        || original == '-' && "()[]{}".contains(letter)
        || matches!(original, '\u{80}'..='\u{9f}')
        || !original.is_ascii()
        || !letter.is_ascii()
}

#[test]
fn a_wire_story() {
    check(
        Some("Ministers meet in Riga"),
        "By ANN LEE\nRIGA, Latvia (AP) — Two ministers met here on Monday , officials said. .\n\nThe talks cost $ 2 million.\n\n___\n\nFollow us on Twitter",
        BodyFormat::Plain,
        "Title: Ministers meet in Riga\nBoilerplate: By ANN LEE\nDateline: RIGA, Latvia (AP) —\nBody: Two ministers met here on Monday, officials said.\n\
         Body: The talks cost $2 million.\nBoilerplate: ___\nBoilerplate: Follow us on Twitter",
    );
}

#[test]
fn a_sentence_that_was_cut_is_an_issue() {
    use crate::model::{Issue, IssueCode};
    for (title, text, expected) in [
        (None, "They left. They met the min…", 1),
        (Some("They met the min…"), "They left.", 1),
        (None, "They left.", 0),
    ] {
        let mut read = article(title, text, BodyFormat::Plain);
        assert_eq!(clean(&read).issues.len(), expected, "{text}");
        read.issues.push(Issue::new(IssueCode::TextTruncated, "the producer truncated the text"));
        assert!(clean(&read).issues.is_empty(), "an issue that is known already");
    }
}

#[test]
fn the_updates_of_a_live_blog_have_times_of_their_own() {
    let update =
        |time: &str, text: &str| format!("<article><time datetime='{time}'>Then</time><p>{text}</p></article>");
    let page = format!(
        "<html><body><main><h1>Ports: live</h1><p>Dockers closed three ports of the coast, the union said.</p>{}{}</main></body></html>",
        update("2026-05-02T00:30:00+02:00", "Police reopened the northern port, and nobody was hurt, officials said."),
        update("2026-05-01T09:00:00Z", "Dockers walked out in the evening, and ships had to wait at sea until now."),
    );
    let cleaned = clean(&article(None, &page, BodyFormat::Html));
    let day = |word: &str| cleaned.anchors.at(cleaned.text.find(word).unwrap()).map(|day| day.to_string());
    assert_eq!(day("closed"), None);
    assert_eq!(day("reopened").as_deref(), Some("2026-05-02"));
    assert_eq!(day("walked").as_deref(), Some("2026-05-01"));
}

#[test]
fn a_story_whose_dash_was_lost() {
    check(
        None,
        "RIGA, Latvia As EU ministers meet here, the plan. of the mayor was dropped.",
        BodyFormat::Plain,
        "Dateline: RIGA, Latvia\nBody: As EU ministers meet here, the plan of the mayor was dropped.",
    );
}

#[test]
fn a_page_with_markup() {
    check(
        Some("Talks &amp; votes"),
        "<h1>Talks &amp; votes</h1><p>The minister said: &ldquo;We&#8217;re ready.&rdquo;<br>He left.</p><figure><figcaption>A gate</figcaption></figure><ul><li>One<li>Two</ul><script>x()</script>",
        BodyFormat::Html,
        "Title: Talks & votes\nBody: The minister said: “We’re ready.”\nBody: He left.\nCaption: A gate\nBody: One\nBody: Two",
    );
}

#[test]
fn markup_without_blocks_leaves_paragraphs_to_line_breaks() {
    check(
        None,
        "<b>Talks</b> began.\n\nThey ended &amp;amp; failed.",
        BodyFormat::Html,
        "Body: Talks began.\nBody: They ended & failed.",
    );
}

#[test]
fn the_mark_of_a_cut_goes() {
    let whole = "Body: The talks began on Monday. Nobody signed.";
    for text in [
        "The talks began on Monday. Nobody signed. The envoy met the former min… [+1234 chars]",
        "The talks began on Monday. Nobody signed. [+1234 chars]",
        "The talks began on Monday. Nobody signed. The envoy met the for...",
        "The talks began on Monday. Nobody signed. The envoy of the U.S. met […] Read more",
        "The talks began on Monday. Nobody signed.\n\nThe envoy met the min…",
    ] {
        check(None, text, BodyFormat::Plain, whole);
    }
    check(None, "<p>The talks began on Monday. Nobody signed. The envoy&hellip;</p>", BodyFormat::Html, whole);
    check(None, "The envoy met the former min… [+1234 chars]", BodyFormat::Plain, "");
    check(None, "Why did the talks end?. .…", BodyFormat::Plain, "Body: Why did the talks end?");
}

#[test]
fn shouted_headlines_stay() {
    check(Some("TALKS END IN RIGA"), "They ended.", BodyFormat::Plain, "Title: TALKS END IN RIGA\nBody: They ended.");
}

/// Pieces that texts are made of, with everything that cleaning looks for.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[A-Za-z]{1,9}",
        "[ .,;:?!()\"'`$%&<>\\-\n\t]{1,3}",
        proptest::sample::select(vec![
            " ",
            "\n\n",
            "\r\n",
            ". .",
            " . ",
            "``",
            "''",
            " 's",
            " n't",
            "&amp;",
            "&#8217;",
            "&lt;p&gt;",
            "<p>",
            "</p>",
            "<br>",
            "<q>",
            "</q>",
            "<aside>",
            "</aside>",
            "<script>",
            "</script>",
            "<article>",
            "RIGA, Latvia (AP) — ",
            "RIGA, Latvia As ",
            "By Ann Lee",
            "…",
            " [+12 chars]",
            "â€™",
            "Ã©",
            "e\u{301}",
            "\u{ad}",
            "\u{200b}",
            "\u{a0}",
            "\u{92}",
            "\u{0}",
            "-LRB-",
            " of ",
            "$ 200",
            "“ ",
            " ”",
            "May 8, 2024",
            "(Reporting by A B; Editing by C D)",
            "й",
            "中",
            "\u{1f1fa}",
        ])
        .prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_cleaned(text in pieces(), title in proptest::option::of(pieces()), html in any::<bool>()) {
        let format = if html { BodyFormat::Html } else { BodyFormat::Plain };
        let article = article(title.as_deref(), &text, format);
        let cleaned = clean(&article);
        holds(&article, &cleaned);
        prop_assert_eq!(&clean(&article), &cleaned);
    }

    #[test]
    fn cleaning_again_changes_nothing(text in pieces(), html in any::<bool>()) {
        let format = if html { BodyFormat::Html } else { BodyFormat::Plain };
        let once = clean(&article(None, &text, format));
        // What was escaped twice is escaped once more.
        prop_assume!(!once.text.contains('&'));
        let twice = clean(&article(None, &once.text, BodyFormat::Plain));
        prop_assert_eq!(once.text, twice.text);
    }

    #[test]
    fn any_letters_are_cleaned(text in "\\PC{0,80}|[\\x00-\\x{2fff}]{0,80}", html in any::<bool>()) {
        let format = if html { BodyFormat::Html } else { BodyFormat::Plain };
        let article = article(None, &text, format);
        holds(&article, &clean(&article));
    }
}
