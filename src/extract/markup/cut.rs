//! Where producers cut a text off, and what is whole of it.

use super::spacing::{can_end, is_closing};

/// What leads from an excerpt to the rest of it.
const LEADS: &[&str] =
    &["Read more", "Read More", "READ MORE", "Continue reading", "Continue Reading", "Read the full story", "(more)"];

/// The byte at which the mark begins that ends a text which was cut off: an ellipsis, in brackets or not, the number of
/// letters left out ("… [+1234 chars]"), and a lead to the rest.
pub(crate) fn cut_mark(text: &str) -> Option<usize> {
    let whole = text.trim_end();
    let text = without_lead(whole);
    let counted = without_count(text);
    let before = counted.unwrap_or(text).trim_end();
    let bracketed = [("[", "]"), ("(", ")")].iter().find_map(|(open, close)| {
        without_ellipsis(before.strip_suffix(close)?).and_then(|before| before.trim_end().strip_suffix(open))
    });
    let cut = bracketed.or_else(|| without_ellipsis(before)).or(counted);
    // "… they left Read more": nothing else says that the text ends there.
    let led = || (text.len() < whole.len() && text.ends_with(char::is_alphanumeric)).then_some(text);
    cut.or_else(led).map(|kept| kept.trim_end().len())
}

/// Whether a source ends in the mark of a cut, before any closing tags.
pub(crate) fn is_cut(source: &str) -> bool {
    let mut source = source.trim_end();
    while let Some(before) = source.strip_suffix('>').and_then(|inner| inner.rfind('<')).and_then(|at| source.get(..at))
    {
        source = before.trim_end();
    }
    let reference = ["&hellip;", "&#8230;", "&#x2026;"]
        .iter()
        .find_map(|name| source.strip_suffix(name).or_else(|| source.strip_suffix(']')?.strip_suffix(name)));
    reference.is_some() || cut_mark(source).is_some()
}

fn without_lead(text: &str) -> &str {
    let bare = text.trim_end_matches(['»', '›', '>', '→', '.', '…', ']', ' ']);
    let led = LEADS
        .iter()
        .find_map(|lead| bare.strip_suffix(lead))
        .filter(|before| before.ends_with([' ', '.', '…', ']', '\n']));
    led.map_or(text, |before| before.trim_end_matches([' ', '[', '|', '\n']))
}

fn without_count(text: &str) -> Option<&str> {
    let before = text.strip_suffix([']', ')'])?;
    let before = before.strip_suffix("chars").or_else(|| before.strip_suffix("characters"))?.trim_end();
    let before = before.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == ',').trim_end();
    before.strip_suffix("[+").or_else(|| before.strip_suffix("(+")).map(str::trim_end)
}

fn without_ellipsis(text: &str) -> Option<&str> {
    let before = text.trim_end_matches(['.', '…']);
    let ellipsis = text.get(before.len()..)?;
    // The first of four dots behind a word is a full stop.
    let is_behind_word = before.ends_with(|letter: char| letter.is_alphanumeric() || "\"”’')]".contains(letter));
    let has_stop = is_behind_word && (ellipsis.starts_with("....") || ellipsis.starts_with(".…"));
    let kept = text.get(..before.len() + usize::from(has_stop))?;
    (ellipsis.contains('…') || ellipsis.contains("...")).then_some(kept)
}

/// The bytes of a text that was cut off that are whole sentences. Of a sentence without an end nothing is known: who did it to
/// whom, whether it was denied, who said so.
pub(crate) fn whole_sentences(text: &str) -> usize {
    let text = text.trim_end();
    if text.trim_end_matches(is_closing).ends_with(['.', '?', '!']) {
        return text.len();
    }
    let mut ends = text.match_indices(['.', '?', '!']).rev().filter_map(|(at, mark)| {
        let behind = text.get(at + mark.len()..)?;
        let closed = behind.trim_start_matches(is_closing);
        let next = closed.strip_prefix(' ')?.trim_start_matches(['“', '‘', '"', '\'', '(']).chars().next()?;
        let is_end = mark != "." || can_end(text.get(..at)?);
        (is_end && (next.is_uppercase() || next.is_ascii_digit())).then_some(text.len() - closed.len())
    });
    ends.next().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_ends_the_text() {
        for (text, expected) in [
            ("a… [+12 chars]", Some("a")),
            ("a [+12 characters] ", Some("a")),
            ("a… [+1,234 chars]", Some("a")),
            ("He left. … [+12 chars]", Some("He left.")),
            ("He left....", Some("He left.")),
            ("He left.…", Some("He left.")),
            ("He left. .…", Some("He left.")),
            ("He met the min…", Some("He met the min")),
            ("He met the min...", Some("He met the min")),
            ("He met the […]", Some("He met the")),
            ("He met the [...] Read more »", Some("He met the")),
            ("He met the (…)", Some("He met the")),
            ("He met the min Continue reading →", Some("He met the min")),
            ("a [12 chars]", None),
            ("a [+12 chars] b", None),
            ("He wanted to read more", None),
            ("“We shall see…”", None),
            ("He left. Read more", None),
            ("He left.", None),
        ] {
            assert_eq!(cut_mark(text).and_then(|at| text.get(..at)), expected, "{text}");
        }
    }

    #[test]
    fn a_mark_may_stand_before_tags() {
        for (source, expected) in [
            ("<p>He met the min&hellip;</p>", true),
            ("<div><p>He met the [&#8230;]</p>\n</div>", true),
            ("<p>He met the min… [+3 chars]</p>", true),
            ("<p>He left.</p>", false),
            ("5 > 4", false),
        ] {
            assert_eq!(is_cut(source), expected, "{source}");
        }
    }

    #[test]
    fn only_whole_sentences_are_kept() {
        for (text, expected) in [
            ("They left. Police arrested the min", "They left."),
            ("“They left.” Police in Lagos arrested", "“They left.”"),
            ("They left. Gen. Doe of the U.S. Army arrested the", "They left."),
            ("They left? No! Police", "They left? No!"),
            ("Police arrested the min", ""),
            ("They left. Police came.", "They left. Police came."),
            ("It rose 3.5 per cent in the", ""),
        ] {
            assert_eq!(text.get(..whole_sentences(text)), Some(expected), "{text}");
        }
    }
}
