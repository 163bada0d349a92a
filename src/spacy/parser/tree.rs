//! A dependency tree as spaCy keeps it: heads, labels, the edges of subtrees, and the sentences that follow from them.

#![allow(clippy::indexing_slicing, reason = "heads are tokens of the text, and the lists are as long as it")]

/// spaCy tries this often to make the edges of crossing arcs agree.
const MOST_ROUNDS: usize = 11;

/// A tree over the tokens of a text.
#[derive(Debug, Default)]
pub(in crate::spacy) struct Tree {
    /// The head of each token; a root's is itself.
    pub(in crate::spacy) heads: Vec<usize>,
    /// The label of each token.
    pub(in crate::spacy) labels: Vec<u16>,
    /// Whether each token opens a sentence.
    pub(in crate::spacy) starts: Vec<bool>,
    /// The first and last token of each subtree.
    edges: Vec<(usize, usize)>,
}

impl Tree {
    /// Takes heads, negative for roots.
    pub(super) fn reset(&mut self, heads: &[i32]) {
        self.heads.clear();
        self.heads.extend(heads.iter().enumerate().map(|(token, head)| usize::try_from(*head).unwrap_or(token)));
        self.labels.clear();
        self.labels.resize(heads.len(), 0);
    }

    pub(super) fn len(&self) -> usize {
        self.heads.len()
    }

    pub(super) fn is_root(&self, token: usize) -> bool {
        self.heads[token] == token
    }

    pub(super) fn set_label(&mut self, token: usize, label: u16) {
        self.labels[token] = label;
    }

    /// Finds the edges of all subtrees, in as many rounds as crossing arcs need.
    pub(super) fn find_edges(&mut self) {
        self.edges.clear();
        self.edges.extend((0..self.heads.len()).map(|token| (token, token)));
        for _ in 0..=MOST_ROUNDS {
            self.widen();
            self.find_sentences();
            if self.arcs_stay_in_sentences() {
                break;
            }
        }
    }

    fn widen(&mut self) {
        let count = self.heads.len();
        for token in (0..count).chain((0..count).rev()) {
            let (left, right) = self.edges[token];
            let head = &mut self.edges[self.heads[token]];
            *head = (head.0.min(left), head.1.max(right));
        }
    }

    fn arcs_stay_in_sentences(&self) -> bool {
        let count = self.heads.len();
        let mut first = 0;
        for token in 0..count {
            if (token > 0 && self.starts[token]) || token + 1 == count {
                if self.heads[first..token].iter().any(|head| *head < first || *head > token) {
                    return false;
                }
                first = token;
            }
        }
        true
    }

    /// Marks the left edge of every root as the start of a sentence.
    pub(super) fn find_sentences(&mut self) {
        self.starts.clear();
        self.starts.resize(self.heads.len(), false);
        for token in 0..self.heads.len() {
            if self.is_root(token) {
                self.starts[self.edges[token].0] = true;
            }
        }
    }

    /// Cuts sentences of more than `most` tokens. What depended on a token beyond a cut is a root, with this label.
    pub(super) fn cut_sentences(&mut self, most: usize, root: u16) {
        let mut first = 0;
        let mut cuts = 0_u32;
        let mut cuts_before = Vec::with_capacity(self.heads.len());
        for token in 0..self.heads.len() {
            if self.starts[token] {
                first = token;
            } else if token - first >= most {
                self.starts[token] = true;
                first = token;
                cuts += 1;
            }
            cuts_before.push(cuts);
        }
        if cuts == 0 {
            return;
        }
        for token in 0..self.heads.len() {
            if cuts_before[self.heads[token]] != cuts_before[token] {
                self.heads[token] = token;
                self.labels[token] = root;
            }
        }
    }

    /// Takes lifted arcs back to the nearest token below the head that has the given label, breadth first and left to right.
    /// Tokens are looked for within the edges found before.
    pub(super) fn lower(&mut self, lifted: &[(usize, u16)], spaces: &[bool]) {
        for (token, label) in lifted {
            if let Some(head) = self.find_head(*token, *label, spaces) {
                self.heads[*token] = head;
            }
        }
    }

    fn find_head(&self, token: usize, label: u16, spaces: &[bool]) -> Option<usize> {
        let mut queue = vec![self.heads[token]];
        // Every token is looked at once in a tree; the bound ends a loop that a cycle would make endless.
        for _ in 0..=self.heads.len() {
            let mut next = Vec::new();
            for parent in queue {
                let (left, right) = self.edges[parent];
                for child in left..=right {
                    let is_child = self.heads[child] == parent && child != parent;
                    if !is_child || child == token || spaces.get(child).copied().unwrap_or(false) {
                        continue;
                    }
                    if self.labels[child] == label {
                        return Some(child);
                    }
                    next.push(child);
                }
            }
            if next.is_empty() {
                return None;
            }
            queue = next;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(heads: &[i32]) -> Tree {
        let mut tree = Tree::default();
        tree.reset(heads);
        tree.find_edges();
        tree.find_sentences();
        tree
    }

    #[test]
    fn sentences_begin_at_the_left_edge_of_a_root() {
        assert_eq!(tree(&[1, -1, 1, 4, -1]).starts, [true, false, false, true, false]);
        assert_eq!(tree(&[]).starts, [false; 0]);
    }

    #[test]
    fn crossing_arcs_do_not_cut_a_sentence() {
        // The root at 1 reaches over 2 to 3, whose child is 0.
        assert_eq!(tree(&[3, -1, 1, 1]).starts, [true, false, false, false]);
    }

    #[test]
    fn a_sentence_that_is_too_long_is_cut_and_others_stay() {
        let mut tree = tree(&[1, -1, 5, 2, 3, -1, 5, 6]);
        assert_eq!(tree.starts, [true, false, true, false, false, false, false, false]);
        tree.labels = vec![7; 8];
        tree.cut_sentences(4, 3);
        assert_eq!(tree.starts, [true, false, true, false, false, false, true, false]);
        assert_eq!(tree.heads, [1, 1, 5, 2, 3, 5, 6, 6]);
        assert_eq!(tree.labels, [7, 7, 7, 7, 7, 7, 3, 7]);
        let before = tree.heads.clone();
        tree.cut_sentences(4, 3);
        assert_eq!(tree.heads, before);
    }

    #[test]
    fn a_lifted_arc_goes_to_the_first_token_with_the_label() {
        let mut tree = tree(&[1, -1, 1, 2, 1]);
        tree.labels = vec![5, 0, 7, 9, 8];
        tree.lower(&[(4, 9)], &[false; 5]);
        assert_eq!(tree.heads, [1, 1, 1, 2, 3]);
        tree.lower(&[(0, 42)], &[false; 5]);
        assert_eq!(tree.heads[0], 1);
    }
}
