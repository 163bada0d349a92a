//! Patterns that decide about a whole token (`token_match`, `url_match`): they may look around anywhere.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};

use super::translate::{PatternError, relax, translate};

/// Tokens longer than this, in bytes, are judged by the relaxed pattern alone: an exact search may backtrack, and its time must not
/// grow with the token. What differs: a URL of more than 500 bytes whose host is an address of a private network is kept in one
/// piece, where spaCy splits it.
const LONGEST_EXACT: usize = 500;
/// Steps of backtracking after which a token counts as no match.
const BACKTRACK_LIMIT: usize = 200_000;

/// A pattern that a token matches from its start, or not.
#[derive(Debug)]
pub(super) struct WholePattern {
    /// Matches whatever the pattern matches, in linear time.
    relaxed: Regex,
    /// The pattern itself, for the engine that backtracks. Compiled when first needed, since few texts need it.
    exact: Option<(String, OnceLock<Option<fancy_regex::Regex>>)>,
}

impl WholePattern {
    /// Compiles a Python pattern.
    ///
    /// # Errors
    /// When it uses something that cannot be translated.
    pub(super) fn new(pattern: &str) -> Result<Self, PatternError> {
        let translated = format!("^(?:{})", translate(pattern)?);
        let relaxed = relax(&translated);
        let exact = (relaxed != translated).then(|| (translated, OnceLock::new()));
        let relaxed = RegexBuilder::new(&relaxed)
            .size_limit(64 << 20)
            .build()
            .map_err(|error| PatternError::new(pattern, error.to_string()))?;
        Ok(Self { relaxed, exact })
    }

    /// Whether a token matches from its start.
    pub(super) fn matches(&self, token: &str) -> bool {
        if !self.relaxed.is_match(token) {
            return false;
        }
        let Some((pattern, compiled)) = self.exact.as_ref().filter(|_| token.len() <= LONGEST_EXACT) else {
            return true;
        };
        compiled
            .get_or_init(|| fancy_regex::RegexBuilder::new(pattern).backtrack_limit(BACKTRACK_LIMIT).build().ok())
            .as_ref()
            .is_some_and(|exact| exact.is_match(token).unwrap_or(false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lookarounds_count_after_the_relaxed_pattern() {
        let pattern = WholePattern::new(r"(?u)^(?:(?!10\.)\d{1,3}\.\d{1,3}|[a-z]{2,63}\.com)$").unwrap();
        assert!(pattern.matches("11.5") && pattern.matches("example.com"));
        assert!(!pattern.matches("10.5") && !pattern.matches("x.com"));
    }

    #[test]
    fn a_pattern_matches_from_the_start_only() {
        let pattern = WholePattern::new("ab|c").unwrap();
        assert!(pattern.matches("abc") && pattern.matches("cx") && !pattern.matches("xc"));
    }

    #[test]
    fn backtracking_is_bounded() {
        let pattern = WholePattern::new(r"^(?:\S+(?::\S*)?@)?(?!z)[a-z]+\.[a-z]+$").unwrap();
        assert!(!pattern.matches(&":".repeat(1_000_000)));
        assert!(!pattern.matches(&format!("{}z.com", ":@".repeat(240))));
    }
}
