//! Python regular expressions → the syntax of the `regex` crate: alternatives, classes, escapes, lookarounds.

use thiserror::Error;

/// Why a pattern cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the pattern {excerpt:?} {problem}")]
pub struct PatternError {
    /// The beginning of the pattern.
    pub excerpt: String,
    /// What is wrong with it.
    pub problem: String,
}

impl PatternError {
    pub(super) fn new(pattern: &str, problem: impl Into<String>) -> Self {
        Self { excerpt: pattern.chars().take(60).collect(), problem: problem.into() }
    }
}

/// The class of Python's `\w` (letters, numbers, underscore) without its brackets.
const WORD: &str = r"\p{L}\p{N}_";
/// The class of Python's `\s` without its brackets.
const SPACE: &str = r"\s\x1c-\x1f";

/// The alternatives of a pattern at its top level.
pub(super) fn alternatives(pattern: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (position, depth, character) in outside_classes(pattern) {
        if depth == 0 && character == '|' {
            found.extend(pattern.get(start..position));
            start = position + 1;
        }
    }
    found.extend(pattern.get(start..));
    found
}

/// The position past the group that opens a pattern, when it opens with one.
pub(super) fn group_end(pattern: &str) -> Option<usize> {
    if !pattern.starts_with('(') {
        return None;
    }
    outside_classes(pattern)
        .find(|(_, depth, character)| *depth == 0 && *character == ')')
        .map(|(position, ..)| position + 1)
}

/// The unescaped characters outside of classes with their position and depth in groups.
fn outside_classes(pattern: &str) -> impl Iterator<Item = (usize, usize, char)> + '_ {
    let mut depth = 0_usize;
    let mut in_class = false;
    let mut class_start = 0;
    let mut escaped = false;
    pattern.char_indices().filter_map(move |(position, character)| {
        if escaped {
            escaped = false;
            return None;
        }
        match character {
            '\\' => escaped = true,
            ']' if in_class && position > class_start + 1 => in_class = false,
            _ if in_class => {}
            '[' => (in_class, class_start) = (true, position),
            '(' => {
                depth += 1;
                return Some((position, depth - 1, character));
            }
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (!in_class && !escaped && character != '(').then_some((position, depth, character))
    })
}

/// The number of characters that a lookbehind's body matches, when it is a plain sequence of characters and classes.
pub(super) fn fixed_width(body: &str) -> Option<usize> {
    let mut width = 0;
    let mut rest = body.chars();
    while let Some(character) = rest.next() {
        match character {
            '\\' => match rest.next()? {
                'u' => rest.nth(3).map(|_| ())?,
                'U' => rest.nth(7).map(|_| ())?,
                'x' => rest.nth(1).map(|_| ())?,
                'b' | 'B' | 'A' | 'Z' => return None,
                other if other.is_ascii_digit() => return None,
                _ => {}
            },
            '[' => skip_class(&mut rest)?,
            '(' | ')' | '|' | '*' | '+' | '?' | '{' | '^' | '$' => return None,
            _ => {}
        }
        width += 1;
    }
    Some(width)
}

fn skip_class(rest: &mut std::str::Chars<'_>) -> Option<()> {
    let mut first = true;
    loop {
        match rest.next()? {
            '\\' => rest.next().map(|_| ())?,
            ']' if !first => return Some(()),
            '^' if first => continue,
            _ => {}
        }
        first = false;
    }
}

/// A pattern in the syntax of the `regex` and `fancy-regex` crates with Python's meaning.
pub(in crate::spacy) fn translate(pattern: &str) -> Result<String, PatternError> {
    let body = pattern.strip_prefix("(?u)").unwrap_or(pattern);
    let mut out = String::with_capacity(body.len() + 64);
    let mut rest = body.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '\\' => out.push_str(
                &escape(&mut rest, false)
                    .ok_or_else(|| PatternError::new(pattern, "has an escape that is not supported"))?,
            ),
            '[' => class(&mut rest, &mut out)
                .ok_or_else(|| PatternError::new(pattern, "has a class that is not supported"))?,
            // Without flags, Python's `$` also matches before a final line break, which no token has.
            other => out.push(other),
        }
    }
    Ok(out)
}

type Rest<'a> = std::iter::Peekable<std::str::Chars<'a>>;

/// What stands behind a backslash.
fn escape(rest: &mut Rest<'_>, in_class: bool) -> Option<String> {
    let character = rest.next()?;
    let bracket = |class: &str| if in_class { class.to_owned() } else { format!("[{class}]") };
    Some(match character {
        'u' => literal(code(rest, 4)?),
        'U' => literal(code(rest, 8)?),
        'x' => literal(code(rest, 2)?),
        'w' => bracket(WORD),
        's' => bracket(SPACE),
        'd' => r"\p{Nd}".to_owned(),
        'W' if !in_class => format!("[^{WORD}]"),
        'S' if !in_class => format!("[^{SPACE}]"),
        'D' => r"\P{Nd}".to_owned(),
        'n' => r"\n".to_owned(),
        't' => r"\t".to_owned(),
        'r' => r"\r".to_owned(),
        'A' if !in_class => r"\A".to_owned(),
        'Z' if !in_class => r"\z".to_owned(),
        other if other.is_ascii_alphanumeric() => return None,
        other => literal(u32::from(other)),
    })
}

fn code(rest: &mut Rest<'_>, digits: usize) -> Option<u32> {
    let mut value = 0;
    for _ in 0..digits {
        value = value * 16 + rest.next()?.to_digit(16)?;
    }
    Some(value)
}

/// A code point as it may stand in a class and outside of one. Surrogates occur in no text: the nearest character bounds a range.
fn literal(code: u32) -> String {
    match code {
        0xD800..=0xDBFF => r"\x{D7FF}".to_owned(),
        0xDC00..=0xDFFF => r"\x{E000}".to_owned(),
        _ => format!(r"\x{{{code:X}}}"),
    }
}

/// A class after its opening bracket, with every character escaped, since `regex` gives more of them a meaning.
fn class(rest: &mut Rest<'_>, out: &mut String) -> Option<()> {
    out.push('[');
    if rest.next_if_eq(&'^').is_some() {
        out.push('^');
    }
    let mut first = true;
    loop {
        match rest.next()? {
            ']' if !first => {
                out.push(']');
                return Some(());
            }
            '\\' => out.push_str(&escape(rest, true)?),
            '-' if first || rest.peek() == Some(&']') => out.push_str(r"\-"),
            '-' => out.push('-'),
            other => out.push_str(&literal(u32::from(other))),
        }
        first = false;
    }
}

/// The pattern without its lookarounds and with large repetitions unbounded: it matches whatever the pattern matches, and can be
/// searched in linear time.
pub(super) fn relax(translated: &str) -> String {
    let mut out = String::with_capacity(translated.len());
    let mut position = 0;
    while let Some(rest) = translated.get(position..).filter(|rest| !rest.is_empty()) {
        let is_lookaround = ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|open| rest.starts_with(open));
        if let Some(end) = group_end(rest).filter(|_| is_lookaround) {
            position += end;
        } else if let Some((length, relaxed)) = large_repetition(rest) {
            out.push_str(&relaxed);
            position += length;
        } else {
            let length = token_length(rest);
            out.push_str(rest.get(..length).unwrap_or_default());
            position += length;
        }
    }
    out
}

/// The length of an escape, a class or a character.
fn token_length(rest: &str) -> usize {
    let mut characters = rest.chars();
    match characters.next() {
        Some('\\') => {
            let escape = 1 + characters.next().map_or(0, char::len_utf8);
            let braced = rest.get(escape..).filter(|tail| tail.starts_with('{')).and_then(|tail| tail.find('}'));
            escape + braced.map_or(0, |end| end + 1)
        }
        Some('[') => {
            let before = rest.len();
            let mut tail = characters;
            skip_class(&mut tail).map_or(1, |()| before - tail.as_str().len())
        }
        Some(character) => character.len_utf8(),
        None => 0,
    }
}

fn large_repetition(rest: &str) -> Option<(usize, String)> {
    let (inside, _) = rest.strip_prefix('{')?.split_once('}')?;
    let (least, most) = inside.split_once(',')?;
    let least: u32 = least.parse().ok()?;
    let most: u32 = most.parse().ok()?;
    (most > 8).then(|| (inside.len() + 2, format!("{{{least},}}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alternatives_split_at_the_top_only() {
        assert_eq!(alternatives(r"a|[|]|\||(?:b|c)|d"), ["a", "[|]", r"\|", "(?:b|c)", "d"]);
        assert_eq!(alternatives("[]|]|x"), ["[]|]", "x"]);
    }

    #[test]
    fn groups_end_at_their_bracket() {
        assert_eq!(group_end("(?<=[)](a))b"), Some(11));
        assert_eq!(group_end("a(b)"), None);
        assert_eq!(group_end("(a"), None);
    }

    #[test]
    fn widths_count_characters() {
        assert_eq!(fixed_width(r"°[FfCc]"), Some(2));
        assert_eq!(fixed_width(r"\u00e9\.[a-z\]]"), Some(3));
        assert_eq!(fixed_width("a+"), None);
        assert_eq!(fixed_width("(?:a|b)"), None);
    }

    #[test]
    fn classes_and_escapes_keep_their_meaning() {
        let check = |pattern: &str, yes: &[&str], no: &[&str]| {
            let regex = regex::Regex::new(&format!("^(?:{})$", translate(pattern).unwrap())).unwrap();
            assert!(yes.iter().all(|text| regex.is_match(text)), "{pattern}");
            assert!(!no.iter().any(|text| regex.is_match(text)), "{pattern}");
        };
        check(r"[\w&&[~]", &["a", "&", "[", "~", "_", "½"], &["\u{301}", "]"]);
        check(r"[+\-\*^]", &["+", "-", "*", "^"], &["\\", ","]);
        check(r"\S\d", &["a٣"], &["\u{1c}1", "a²"]);
        check(r"[\u00a1-\uffff]", &["é", "\u{fffd}"], &["z", "\u{1F600}"]);
        assert!(translate(r"(a)\1").is_err());
    }

    #[test]
    fn relaxed_patterns_have_no_lookaround() {
        assert_eq!(relax("^a(?!b(c))d{2,63}(?<=[)])e{1,3}$"), "^ad{2,}e{1,3}$");
    }
}
