//! Looking up names.

use fst::raw::{Node, Output};

use super::{file::Gazetteer, site::Site};
use crate::lexicon::key;

/// A name has at most this many words.
const MOST_WORDS: usize = 12;

impl Gazetteer {
    /// The places that a name may mean, most prominent first; none if no place has it. Case, accents, hyphens and apostrophes do not count.
    pub fn named(&self, name: &str) -> Vec<Site<'_>> {
        self.names.get(key(name)).map_or_else(Vec::new, |posting| self.sites(posting.value()))
    }

    /// The longest name that begins with the first of some words of one sentence: how many words it has, and its places, most prominent
    /// first.
    pub fn longest<'w>(&self, words: impl Iterator<Item = &'w str>) -> Option<(usize, Vec<Site<'_>>)> {
        let mut state = State { node: self.names.root(), output: Output::zero() };
        let mut found = None;
        let mut is_first = true;
        for (index, word) in words.take(MOST_WORDS).enumerate() {
            let word = if is_first { key(word) } else { format!(" {}", key(word)) };
            // A hyphen between two words is a word of its own.
            if word.trim().is_empty() {
                continue;
            }
            is_first = false;
            match self.follow(&state, word.as_bytes()) {
                Some(next) => state = next,
                None => break,
            }
            if state.node.is_final() {
                found = Some((index + 1, state.output.cat(state.node.final_output()).value()));
            }
        }
        found.map(|(count, posting)| (count, self.sites(posting)))
    }

    fn follow<'g>(&'g self, from: &State<'g>, bytes: &[u8]) -> Option<State<'g>> {
        let mut state = State { node: from.node, output: from.output };
        for byte in bytes {
            let transition = state.node.transition(state.node.find_input(*byte)?);
            state = State { node: self.names.node(transition.addr), output: state.output.cat(transition.out) };
        }
        Some(state)
    }
}

/// How far a name is read.
struct State<'g> {
    node: Node<'g>,
    output: Output,
}
