//! One of the tokenizer's patterns, searched in linear time where its form allows.
//!
//! The `regex` crate knows no lookarounds. An alternative such as `(?<=X)Y(?=Z)`, X of fixed width, is searched as `X(Y)Z`, which
//! gives the same place. Alternatives with the same width of X share one expression; of several that match, the one that begins
//! first counts, and at one place the one that stands first in the pattern, as in Python.

use std::ops::Range;

use regex::Regex;

use super::translate::{PatternError, alternatives, fixed_width, group_end, translate};

/// A pattern for searching.
#[derive(Debug)]
pub struct Pattern {
    groups: Vec<Group>,
}

/// Alternatives with lookbehinds of one width.
#[derive(Debug)]
struct Group {
    width: usize,
    regex: Regex,
    /// The place in the pattern of the alternative that each capture group stands for.
    order: Vec<usize>,
}

/// A match and the place in the pattern of the alternative that matched.
type Found = (Range<usize>, usize);

struct Alternative {
    width: usize,
    regex: String,
}

impl Pattern {
    /// Compiles a Python pattern.
    ///
    /// # Errors
    /// When it uses something that cannot be translated.
    pub fn new(pattern: &str) -> Result<Self, PatternError> {
        let mut groups: Vec<(usize, Vec<String>, Vec<usize>)> = Vec::new();
        let pattern = pattern.strip_prefix("(?u)").unwrap_or(pattern);
        for (place, source) in alternatives(pattern).into_iter().enumerate() {
            let alternative = alternative(source)?;
            let known = groups.iter().position(|group| group.0 == alternative.width);
            match known.and_then(|index| groups.get_mut(index)) {
                Some(group) => {
                    group.1.push(alternative.regex);
                    group.2.push(place);
                }
                None => groups.push((alternative.width, vec![alternative.regex], vec![place])),
            }
        }
        let groups = groups
            .into_iter()
            .map(|(width, sources, order)| {
                let regex =
                    Regex::new(&sources.join("|")).map_err(|error| PatternError::new(pattern, error.to_string()))?;
                Ok(Group { width, regex, order })
            })
            .collect::<Result<_, PatternError>>()?;
        Ok(Self { groups })
    }

    /// The first match.
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        let found = self.groups.iter().filter_map(|group| group.find_at(text, 0));
        found.min_by_key(rank).map(|(range, _)| range)
    }

    /// All matches from left to right that do not overlap.
    pub fn find_all(&self, text: &str) -> Vec<Range<usize>> {
        let mut next: Vec<Option<Found>> = self.groups.iter().map(|group| group.find_at(text, 0)).collect();
        let mut all = Vec::new();
        while let Some((range, _)) = next.iter().flatten().min_by_key(|found| rank(found)).cloned() {
            let from = if range.is_empty() { after_next_char(text, range.end) } else { range.end };
            all.push(range);
            if from > text.len() {
                break;
            }
            for (group, found) in self.groups.iter().zip(&mut next) {
                if found.as_ref().is_some_and(|(range, _)| range.start < from) {
                    *found = group.find_at(text, from);
                }
            }
        }
        all
    }
}

fn rank(found: &Found) -> (usize, usize) {
    (found.0.start, found.1)
}

fn after_next_char(text: &str, position: usize) -> usize {
    position + text.get(position..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
}

impl Group {
    /// The first match at or after a position; its lookbehind may reach back before it.
    fn find_at(&self, text: &str, from: usize) -> Option<Found> {
        let back = text.get(..from)?.char_indices().rev().take(self.width).last().map_or(from, |(start, _)| start);
        if !self.regex.is_match_at(text, back) {
            return None;
        }
        let captures = self.regex.captures_at(text, back)?;
        self.order.iter().enumerate().find_map(|(index, place)| Some((captures.get(index + 1)?.range(), *place)))
    }
}

fn alternative(source: &str) -> Result<Alternative, PatternError> {
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
    Ok(Alternative { width, regex: format!("{before}({body}){after}") })
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
