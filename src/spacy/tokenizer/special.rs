//! Special cases that affix rules would split: they are found again as sequences of tokens.

use std::{cmp::Reverse, ops::Range};

use rustc_hash::{FxHashMap, FxHashSet};

use super::Word;

/// Sequences of token ids, by their first.
#[derive(Debug, Default)]
pub(super) struct SpecialPhrases {
    by_first: FxHashMap<u64, Vec<Box<[u64]>>>,
}

impl SpecialPhrases {
    /// Adds the sequence of tokens that a special case is split into.
    pub(super) fn add(&mut self, forms: Vec<u64>) {
        if let Some(first) = forms.first() {
            self.by_first.entry(*first).or_default().push(forms.into());
        }
    }

    /// The spans of tokens to look at, in order: longer before shorter, then from left to right, none that begins or ends in one
    /// considered before.
    pub(super) fn spans(&self, words: &[Word]) -> Vec<Range<usize>> {
        let mut found = self.matches(words);
        if found.is_empty() {
            return found;
        }
        found.sort_by_key(|span| (Reverse(span.len()), span.start));
        let mut seen = FxHashSet::default();
        let mut kept = Vec::new();
        for span in found {
            let is_free = !seen.contains(&span.start) && !seen.contains(&(span.end - 1));
            seen.extend(span.clone());
            if is_free {
                kept.push(span);
            }
        }
        kept.sort_by_key(|span| span.start);
        kept
    }

    fn matches(&self, words: &[Word]) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for (start, word) in words.iter().enumerate() {
            for phrase in self.by_first.get(&word.lexeme.orth).into_iter().flatten() {
                let window = words.get(start..start + phrase.len()).unwrap_or_default();
                if !window.is_empty() && window.iter().zip(phrase).all(|(word, form)| word.lexeme.orth == *form) {
                    found.push(start..start + phrase.len());
                }
            }
        }
        found
    }
}
