//! The dependency parser: spaCy's arc-eager transitions, greedy, and the tree that they leave.

mod state;
mod tree;

use self::state::State;
pub(super) use self::tree::Tree;
use super::{
    architecture::{Move, TransitionShape},
    file::{ModelError, ModelFile},
    kernels::{Kernels, Rows},
    scorer::{Action, MOST_FEATURES, Scorer, ScorerScratch, Supported, best},
};
use crate::model::Labels;

const KINDS: usize = 5;
const SHIFT: u8 = 0;
const REDUCE: u8 = 1;
const LEFT: u8 = 2;
const RIGHT: u8 = 3;
const BREAK: u8 = 4;
const ROOT: &str = "ROOT";
/// A longer sentence, in tokens, is cut: no sentence of prose is half as long, and what reads sentences may take time that grows
/// with the square of their length, and stack that grows with the depth of their trees.
const LONGEST_SENTENCE: usize = 500;
/// Between the label of a lifted arc and that of its true head.
const DELIMITER: &str = "||";

const SUPPORTED: Supported = Supported {
    who: "a parser",
    features: [8, 13],
    is_move: |found| found.kind <= BREAK && found.label != "subtok",
    moves: "shift, reduce, left, right and break, without subtokens",
};

/// The parser of a pipeline.
#[derive(Debug)]
pub(super) struct Parser {
    scorer: Scorer,
    /// The kind of each move and the place of its label.
    moves: Vec<Action>,
    labels: Vec<Label>,
    features: usize,
}

/// A label of an arc.
#[derive(Debug)]
struct Label {
    text: u16,
    /// For a lifted arc, the label of its true head.
    head: Option<u16>,
}

/// Buffers of one thread.
#[derive(Debug, Default)]
pub(super) struct ParserScratch {
    pub(super) scorer: ScorerScratch,
    state: State,
    pub(super) tree: Tree,
}

impl Parser {
    /// Reads the parser. Its labels are added to the table.
    pub(super) fn load(
        file: &ModelFile,
        shape: &TransitionShape,
        width: usize,
        table: &mut Labels,
    ) -> Result<Self, ModelError> {
        SUPPORTED.check(shape)?;
        let mut parser = Self {
            scorer: Scorer::load(file, "parser", shape, width)?,
            moves: Vec::new(),
            labels: vec![Label { text: table.intern(ROOT), head: None }],
            features: shape.features,
        };
        for Move { kind, label } in &shape.moves {
            let (text, head) =
                label.split_once(DELIMITER).map_or((label.as_str(), None), |(one, two)| (one, Some(two)));
            parser.moves.push((*kind, parser.labels.len() as u16));
            parser.labels.push(Label { text: table.intern(text), head: head.map(|head| table.intern(head)) });
        }
        Ok(parser)
    }

    /// Parses a text into `scratch.tree`, by its tokens' vectors and which of them are white space.
    pub(super) fn parse(&self, kernels: Kernels, vectors: Rows<'_>, spaces: &[bool], scratch: &mut ParserScratch) {
        let ParserScratch { scorer, state, tree } = scratch;
        self.scorer.prepare(kernels, vectors, scorer);
        state.reset(spaces.len());
        let mut tokens = [-1; MOST_FEATURES];
        while !state.is_final() {
            state.features(self.features, &mut tokens);
            self.scorer.score(kernels, &tokens, scorer);
            let valid = state.valid();
            match self.best(&scorer.scores, valid) {
                Some((kind, label)) => state.apply(kind, label),
                None => state.finish(),
            }
        }
        self.build(state, spaces, tree);
    }

    /// The best-scored valid move.
    fn best(&self, scores: &[f32], valid: [bool; KINDS]) -> Option<Action> {
        best(scores, &self.moves, |(kind, _)| valid.get(usize::from(kind)).copied().unwrap_or(false))
    }

    /// The tree of a final state: unattached tokens are roots, and lifted arcs go back to their heads.
    fn build(&self, state: &State, spaces: &[bool], tree: &mut Tree) {
        tree.reset(state.arcs());
        let label = |place: u16| self.labels.get(usize::from(place));
        let mut lifted = Vec::new();
        for token in 0..tree.len() {
            let Some(found) = label(if tree.is_root(token) { 0 } else { state.label(token) }) else { continue };
            tree.set_label(token, found.text);
            if let Some(head) = found.head {
                lifted.push((token, head));
            }
        }
        tree.find_edges();
        if !lifted.is_empty() {
            tree.lower(&lifted, spaces);
            tree.find_edges();
        }
        tree.find_sentences();
        tree.cut_sentences(LONGEST_SENTENCE, self.labels.first().map_or(0, |root| root.text));
    }
}
