//! One of the tokenizer's patterns, searched in linear time where its form allows.
//!
//! The `regex` crate knows no lookarounds. An alternative such as `(?<=X)Y(?=Z)`, X of fixed width, is searched as `X(Y)Z`, which
//! gives the same place. Alternatives with the same width of X share one expression; of several that match, the one that begins
//! first counts, and at one place the one that stands first in the pattern, as in Python.

use std::{ops::Range, sync::OnceLock};

use regex::Regex;

use super::translate::{PatternError, alternatives, fixed_width, group_end, translate};

/// A pattern for searching.
#[derive(Debug)]
pub(super) struct Pattern {
    groups: Vec<Group>,
}

/// Alternatives with lookbehinds of one width, either all with lookaheads or all without.
#[derive(Debug)]
struct Group {
    width: usize,
    looks_ahead: bool,
    alternatives: Vec<Alternative>,
    /// With the part that counts in a capture when something is looked ahead to, which is slower.
    regex: Regex,
    /// With a capture for every alternative, to tell them apart; needed when groups match at one place, which is rare.
    which: OnceLock<Option<Regex>>,
}

#[derive(Debug)]
struct Alternative {
    /// Its place in the pattern.
    place: usize,
    width: usize,
    /// What stands before, in the match and after it, as expressions.
    parts: [String; 3],
}

impl Pattern {
    /// Compiles a Python pattern.
    ///
    /// # Errors
    /// When it uses something that cannot be translated.
    pub(super) fn new(pattern: &str) -> Result<Self, PatternError> {
        let mut kinds: Vec<((usize, bool), Vec<Alternative>)> = Vec::new();
        let pattern = pattern.strip_prefix("(?u)").unwrap_or(pattern);
        for (place, source) in alternatives(pattern).into_iter().enumerate() {
            let alternative = alternative(source, place)?;
            let kind = (alternative.width, !alternative.parts[2].is_empty());
            let known = kinds.iter().position(|(known, _)| *known == kind);
            match known.and_then(|index| kinds.get_mut(index)) {
                Some((_, members)) => members.push(alternative),
                None => kinds.push((kind, vec![alternative])),
            }
        }
        let groups = kinds.into_iter().map(|((width, looks_ahead), members)| {
            Group::new(width, looks_ahead, members).map_err(|error| PatternError::new(pattern, error.to_string()))
        });
        Ok(Self { groups: groups.collect::<Result<_, _>>()? })
    }

    /// The first match.
    pub(super) fn find(&self, text: &str) -> Option<Range<usize>> {
        let found = self.groups.iter().map(|group| group.find_at(text, 0));
        self.first(text, &found.collect::<Vec<_>>())
    }

    /// All matches from left to right that do not overlap.
    pub(super) fn find_all(&self, text: &str) -> Vec<Range<usize>> {
        let mut next: Vec<_> = self.groups.iter().map(|group| group.find_at(text, 0)).collect();
        let mut all = Vec::new();
        while let Some(range) = self.first(text, &next) {
            let from = if range.is_empty() { after_next_char(text, range.end) } else { range.end };
            all.push(range);
            if from > text.len() {
                break;
            }
            for (group, found) in self.groups.iter().zip(&mut next) {
                if found.as_ref().is_some_and(|range| range.start < from) {
                    *found = group.find_at(text, from);
                }
            }
        }
        all
    }

    /// Of the matches of the groups, the one that begins first; of several at one place, that of the first alternative.
    fn first(&self, text: &str, found: &[Option<Range<usize>>]) -> Option<Range<usize>> {
        let start = found.iter().flatten().map(|range| range.start).min()?;
        let mut there = self.groups.iter().zip(found).filter_map(|(group, range)| {
            let range = range.as_ref().filter(|range| range.start == start)?;
            Some((group, range))
        });
        let only = there.next()?;
        match there.next() {
            None => Some(only.1.clone()),
            Some(second) => {
                let all = [only, second].into_iter().chain(there);
                all.min_by_key(|(group, range)| group.place(text, range)).map(|(_, range)| range.clone())
            }
        }
    }
}

fn after_next_char(text: &str, position: usize) -> usize {
    position + text.get(position..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
}

/// The position some characters before another.
fn back(text: &str, position: usize, characters: usize) -> Option<usize> {
    Some(text.get(..position)?.char_indices().rev().take(characters).last().map_or(position, |(start, _)| start))
}

impl Group {
    fn new(width: usize, looks_ahead: bool, alternatives: Vec<Alternative>) -> Result<Self, regex::Error> {
        let source = |alternative: &Alternative| {
            let [before, body, after] = &alternative.parts;
            if looks_ahead { format!("{before}({body}){after}") } else { format!("{before}(?:{body})") }
        };
        let sources: Vec<_> = alternatives.iter().map(source).collect();
        let regex = Regex::new(&sources.join("|"))?;
        Ok(Self { width, looks_ahead, alternatives, regex, which: OnceLock::new() })
    }

    /// The first match at or after a position; its lookbehind may reach back before it.
    fn find_at(&self, text: &str, from: usize) -> Option<Range<usize>> {
        let from = back(text, from, self.width)?;
        if self.looks_ahead {
            return self.regex.captures_at(text, from)?.iter().skip(1).flatten().next().map(|part| part.range());
        }
        let found = self.regex.find_at(text, from)?;
        let skipped: usize = found.as_str().chars().take(self.width).map(char::len_utf8).sum();
        Some(found.start() + skipped..found.end())
    }

    /// The place in the pattern of the alternative that matches at a range.
    fn place(&self, text: &str, range: &Range<usize>) -> Option<usize> {
        let which = self.which.get_or_init(|| {
            let source = |alternative: &Alternative| {
                let [before, body, after] = &alternative.parts;
                format!("{before}({body}){after}")
            };
            Regex::new(&self.alternatives.iter().map(source).collect::<Vec<_>>().join("|")).ok()
        });
        let captures = which.as_ref()?.captures_at(text, back(text, range.start, self.width)?)?;
        let index = captures.iter().skip(1).position(|part| part.is_some())?;
        self.alternatives.get(index).map(|alternative| alternative.place)
    }
}

fn alternative(source: &str, place: usize) -> Result<Alternative, PatternError> {
    let refuse = || PatternError::new(source, "has a lookaround that is not supported");
    let mut before = String::new();
    let mut width = 0;
    let mut body = source;
    if let Some(end) = group_end(body).filter(|_| body.starts_with("(?<=")) {
        let inside = body.get(4..end - 1).unwrap_or_default();
        width = fixed_width(inside).ok_or_else(refuse)?;
        before = translate(inside)?;
        body = body.get(end..).unwrap_or_default();
    }
    let (body, after) = split_lookahead(body)?;
    let body = translate(body)?;
    if ["(?=", "(?!", "(?<=", "(?<!", "(?P"].iter().any(|open| body.contains(open)) || has_capture(&body) {
        return Err(refuse());
    }
    let before = if before.is_empty() { before } else { format!("(?:{before})") };
    Ok(Alternative { place, width, parts: [before, body, after] })
}

/// The pattern before its lookahead, and the lookahead as an expression that consumes what it looks at.
fn split_lookahead(body: &str) -> Result<(&str, String), PatternError> {
    let Some(start) = body.find("(?=").or_else(|| body.find("(?!")) else {
        return Ok((body, String::new()));
    };
    let (kept, lookahead) = (body.get(..start).unwrap_or_default(), body.get(start..).unwrap_or_default());
    let inside = lookahead.get(3..lookahead.len().saturating_sub(1)).unwrap_or_default();
    if group_end(lookahead) != Some(lookahead.len()) {
        return Err(PatternError::new(body, "has a lookahead before its end, which is not supported"));
    }
    if lookahead.starts_with("(?=") {
        return Ok((kept, format!("(?:{})", translate(inside)?)));
    }
    match inside.strip_prefix('[').filter(|_| fixed_width(inside) == Some(1)) {
        Some(class) if !class.starts_with('^') => Ok((kept, format!(r"(?:{}|\z)", translate(&format!("[^{class}"))?))),
        _ => Err(PatternError::new(body, "has a negative lookahead that is not of one class, which is not supported")),
    }
}

/// Whether an expression has capturing groups of its own, which would shift the numbers of ours.
fn has_capture(regex: &str) -> bool {
    let mut previous = '\0';
    let mut rest = regex.chars().peekable();
    let mut in_class = false;
    while let Some(character) = rest.next() {
        if previous == '\\' {
            previous = '\0';
            continue;
        }
        match character {
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class && rest.peek() != Some(&'?') => return true,
            _ => {}
        }
        previous = character;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lookarounds_give_the_places_that_python_gives() {
        let infix =
            Pattern::new(r"\.\.+|…|(?<=[0-9])[+\-\*^](?=[0-9-])|(?<=[a-z])\.(?=[A-Z])|(?<=[a-z])(?:-|--)(?=[a-z])")
                .unwrap();
        assert_eq!(infix.find_all("1-2-3"), [1..2, 3..4]);
        assert_eq!(infix.find_all("a-b-c.D"), [1..2, 3..4, 5..6]);
        assert_eq!(infix.find_all("a--b-c"), [1..3, 4..5]);
        assert_eq!(infix.find_all("é-b…c…"), [4..7, 8..11]);
        assert_eq!(infix.find_all("1--2").len(), 1);
    }

    #[test]
    fn the_first_alternative_counts_at_one_place() {
        assert_eq!(Pattern::new("^…|^……").unwrap().find("……"), Some(0..3));
        assert_eq!(Pattern::new("…$|……$").unwrap().find("a……"), Some(1..7));
        assert_eq!(Pattern::new("(?<=a)bc|b").unwrap().find("abc"), Some(1..3));
        assert_eq!(Pattern::new("b|(?<=a)bc|b(?=c)").unwrap().find("abc"), Some(1..2));
        assert_eq!(Pattern::new(r"^\+(?![0-9])").unwrap().find("+1"), None);
        assert_eq!(Pattern::new(r"^\+(?![0-9])").unwrap().find("+"), Some(0..1));
    }

    #[test]
    fn what_cannot_be_searched_is_refused() {
        for pattern in [r"(?<=a+)b", r"a(?=b)c", r"(a)b", r"(?<!a)b", r"a(?!bc)"] {
            assert!(Pattern::new(pattern).is_err(), "{pattern}");
        }
    }
}
