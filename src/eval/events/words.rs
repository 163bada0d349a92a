//! Whether two texts share a content word.

use std::collections::BTreeSet;

/// Whether one text of the first list shares a content word with one of the second.
pub(super) fn share<const N: usize, const M: usize>(one: [Option<&str>; N], other: [Option<&str>; M]) -> bool {
    !content(one).is_disjoint(&content(other))
}

/// The words of some texts in lower case, without the words that do not name anything.
fn content<const N: usize>(texts: [Option<&str>; N]) -> BTreeSet<String> {
    let is_within = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut words = BTreeSet::new();
    for text in texts.into_iter().flatten() {
        let lower = text.to_lowercase();
        let all = lower.split(|letter| !is_within(letter)).filter(|word| !word.is_empty() && !is_empty_word(word));
        words.extend(all.map(str::to_owned));
    }
    words
}

fn is_empty_word(word: &str) -> bool {
    matches!(word, "the" | "a" | "an" | "of" | "and" | "in" | "to" | "for")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_share_a_word_in_any_letter_case_that_is_more_than_an_article() {
        for (one, other, expected) in [
            ("The Ministry of Works", "works ministry", true),
            ("the port of Lome", "the council of Lagos", false),
            ("Ivory Coast's army", "army", true),
            ("Zürich", "ZÜRICH", true),
            ("12,000 rupees", "12 men", true),
            ("", "", false),
        ] {
            assert_eq!(share([Some(one), None], [None, Some(other)]), expected, "{one} / {other}");
        }
    }
}
