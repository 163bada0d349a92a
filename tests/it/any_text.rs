//! Whatever the text, the built-in pipeline annotates all of it: no panic, no lost character.

use proptest::prelude::*;

use crate::support::engine::pipeline;

/// Tokens lie in order and, with single spaces between them, cover the text; heads and entities lie within.
fn check(text: &str) {
    let doc = pipeline().annotate(text);
    let mut end = 0;
    for (index, token) in doc.tokens().iter().enumerate() {
        assert_eq!(token.start as usize, end, "token {index} of {text:?}");
        assert!(!doc.word(index).is_empty(), "token {index} of {text:?}");
        end = token.end as usize + usize::from(token.has_space);
        assert!((token.head as usize) < doc.len());
        if token.has_space {
            assert_eq!(text.get(token.end as usize..end), Some(" "));
        }
    }
    assert_eq!(end, text.len(), "{text:?}");
    for entity in doc.entities() {
        assert!(entity.first < entity.last && entity.last <= doc.len());
    }
    assert_eq!(doc.sentences().iter().map(ExactSizeIterator::len).sum::<usize>(), doc.len());
}

#[test]
fn odd_texts_are_annotated_whole() {
    for text in [
        "",
        " ",
        "   ",
        "\n",
        "\u{0}\u{1}\u{7f}\u{85}\u{1c}",
        "\u{301}\u{302}",
        "\u{feff}\u{200b}\u{ad}",
        "قال الوزير إن المحادثات توقفت.",
        "👩\u{200d}👩\u{200d}👧\u{200d}👦🏽 \u{1F1FA}\u{1F1E6}",
        "\u{fffd}\u{fffe}\u{10ffff}",
        "a\r\n\r\nb \u{2028} c",
        "))))(((('''\"\"\"...!!!",
        "İI\u{307}ß ŒÆ ﬁ",
    ] {
        check(text);
    }
}

#[test]
fn very_long_tokens_are_annotated_whole() {
    for unit in ["a", "é", "(", "a-", ":", "a@a:", ".", "'", "1."] {
        check(&unit.repeat(20_000 / unit.len()));
    }
    check(&"x".repeat(1_000_000));
    check(&" ".repeat(1_000_000));
}

#[test]
fn tokens_that_would_backtrack_without_end_are_annotated_whole() {
    for host in ["10.1.1.1", "a.com", "1.1.1.1", "a"] {
        check(&format!("see http://{}@{host} there", ":a@b".repeat(2_000)));
        check(&format!("see {}@{host} there", ":".repeat(400)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_annotated_whole(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_text_of_marks_and_words_is_annotated_whole(text in "[ab1.,:;'\"’()\\[\\]$€%°/@~+*=<>_^—–… \n\t\u{a0}-]{0,60}") {
        check(&text);
    }

    #[test]
    fn any_text_of_pieces_is_annotated_whole(
        pieces in prop::collection::vec(prop::sample::select(vec!["can", "n't", "'s", "U.S.", "http://", "www.", ".com", "10", "kg", "I", "'m", " ", "  ", "\n", ":)", "é", "中", "-", "…"]), 0..24)
    ) {
        check(&pieces.concat());
    }
}
