//! The mark that producers leave where they cut a text off: "… [+1234 chars]".

/// The byte at which the mark begins that ends a text, with the ellipsis and the space before it.
pub(crate) fn cut_mark(text: &str) -> Option<usize> {
    let before = text.trim_end().strip_suffix(']')?;
    let before = before.strip_suffix("chars").or_else(|| before.strip_suffix("characters"))?.trim_end();
    let before = before.trim_end_matches(|letter: char| letter.is_ascii_digit()).strip_suffix("[+")?.trim_end();
    let before = before.strip_suffix('…').or_else(|| before.strip_suffix("...")).unwrap_or(before);
    Some(before.trim_end().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_ends_the_text() {
        assert_eq!(cut_mark("a… [+12 chars]"), Some(1));
        assert_eq!(cut_mark("a [+12 characters] "), Some(1));
        assert_eq!(cut_mark("a [12 chars]"), None);
        assert_eq!(cut_mark("a [+12 chars] b"), None);
    }
}
