//! Character references: `&amp;`, `&#8217;`, `&eacute` → letters that know where they came from.

use html5gum::{Token, Tokenizer};

use super::{Letter, text_of, until_stable};

/// The longest name of a reference, with its ampersand and semicolon.
const LONGEST: usize = 34;

/// How often references are decoded again that were escaped more than once.
const ESCAPES: usize = 3;

/// The letters of a text without markup, its references decoded however often they were escaped.
pub(crate) fn letters_of(text: &str) -> Vec<Letter> {
    let mut letters = Vec::with_capacity(text.len());
    decode(text, 0, &mut letters);
    decode_escaped(letters)
}

/// Decodes references that decoding laid bare ("&amp;amp;"); the letters of `letters` were decoded once.
pub(crate) fn decode_escaped(letters: Vec<Letter>) -> Vec<Letter> {
    until_stable(letters, ESCAPES, decode_again)
}

/// Decodes the references of letters once more, keeping where they came from.
fn decode_again(letters: &[Letter]) -> Vec<Letter> {
    if !letters.iter().any(|(letter, _)| *letter == '&') {
        return letters.to_vec();
    }
    let text = text_of(letters);
    let sources: Vec<(usize, usize)> =
        text.char_indices().zip(letters).map(|((byte, _), (_, at))| (byte, *at)).collect();
    let mut decoded = Vec::with_capacity(letters.len());
    decode(&text, 0, &mut decoded);
    let source_of = |byte: usize| {
        sources.binary_search_by_key(&byte, |(byte, _)| *byte).unwrap_or_else(|next| next.saturating_sub(1))
    };
    decoded.into_iter().filter_map(|(letter, byte)| Some((letter, sources.get(source_of(byte))?.1))).collect()
}

/// Appends a stretch of the source that begins at a byte, its references decoded.
pub(super) fn decode(source: &str, start: usize, letters: &mut Vec<Letter>) {
    let mut rest = source;
    let mut at = start;
    while let Some(ampersand) = rest.find('&') {
        let (before, reference) = rest.split_at_checked(ampersand).unwrap_or((rest, ""));
        letters.extend(before.char_indices().map(|(offset, letter)| (letter, at + offset)));
        at += ampersand;
        let length = reference_length(reference);
        let (reference, after) = reference.split_at_checked(length).unwrap_or((reference, ""));
        push_reference(reference, at, letters);
        at += length;
        rest = after;
    }
    letters.extend(rest.char_indices().map(|(offset, letter)| (letter, at + offset)));
}

/// The bytes of an ampersand and what may belong to it.
fn reference_length(text: &str) -> usize {
    let name =
        text.bytes().skip(1).take(LONGEST).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    let end = 1 + name;
    if text.as_bytes().get(end) == Some(&b';') { end + 1 } else { end }
}

/// What follows a legacy reference without a semicolon stays in step with the source.
fn push_reference(reference: &str, at: usize, letters: &mut Vec<Letter>) {
    let decoded = if reference.len() > 2 { decoded(reference) } else { None };
    let Some(decoded) = decoded else {
        letters.extend(reference.char_indices().map(|(offset, letter)| (letter, at + offset)));
        return;
    };
    let kept = if reference.ends_with(';') { 0 } else { common_suffix(reference, &decoded) };
    let made = decoded.len() - kept;
    let tail = at + reference.len() - kept;
    letters.extend(
        decoded.char_indices().map(|(offset, letter)| (letter, if offset < made { at } else { tail + offset - made })),
    );
}

fn common_suffix(one: &str, other: &str) -> usize {
    one.bytes()
        .rev()
        .zip(other.bytes().rev())
        .take_while(|(one, other)| one == other && one.is_ascii_alphanumeric())
        .count()
}

/// The reference as the HTML standard reads it; none if it stands for itself.
fn decoded(reference: &str) -> Option<String> {
    let mut text = String::new();
    for token in Tokenizer::new(reference) {
        let Ok(Token::String(string)) = token else { continue };
        text.push_str(&String::from_utf8_lossy(&string));
    }
    (text != reference && !text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &str) {
        let mut letters = Vec::new();
        decode(source, 0, &mut letters);
        assert_eq!(text_of(&letters), expected, "{source}");
        for (letter, at) in letters {
            let original = source.get(at..).and_then(|rest| rest.chars().next());
            assert!(original == Some(letter) || original == Some('&'), "{source}: {letter} at {at}");
        }
    }

    #[test]
    fn decodes_references() {
        check("Tom &amp; Ann&rsquo;s", "Tom & Ann’s");
        check("&#8220;No&#x201D; &#146;", "“No” ’");
        check("AT&T, R&D & co", "AT&T, R&D & co");
        check("caf&eacute au lait", "café au lait");
        check("&notit; &; &#; &unknown;", "¬it; &; &#; &unknown;");
        check("&", "&");
    }
}
