//! The scores of the moves of a transition system: a linear layer over token vectors, the lower layer computed in advance for each
//! token and place in the state, and the upper layer.

use super::{
    architecture::{Move, TransitionShape},
    file::{ModelError, ModelFile},
    kernels::{Kernels, LANES, Packed, Rows, Score},
};

/// The most tokens of a state that are looked at.
pub(super) const MOST_FEATURES: usize = 13;

/// A move: its kind, and its label or the place of it.
pub(super) type Action = (u8, u16);

/// The best-scored valid move; the first of equals.
pub(super) fn best(scores: &[f32], moves: &[Action], is_valid: impl Fn(Action) -> bool) -> Option<Action> {
    let mut best: Option<(f32, Action)> = None;
    for (score, action) in scores.iter().zip(moves) {
        if is_valid(*action) && best.is_none_or(|(top, _)| *score > top) {
            best = Some((*score, *action));
        }
    }
    best.map(|(_, action)| action)
}

/// What a transition system can run: how many tokens of a state it may look at, and which moves it may have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Supported {
    /// Who says so: "a parser".
    pub(super) who: &'static str,
    pub(super) features: [usize; 2],
    pub(super) is_move: fn(&Move) -> bool,
    /// The moves in words.
    pub(super) moves: &'static str,
}

impl Supported {
    /// Refuses a component of another shape.
    pub(super) fn check(self, shape: &TransitionShape) -> Result<(), ModelError> {
        let Self { who, features, is_move, moves } = self;
        if !features.contains(&shape.features) {
            return Err(ModelError::unsupported(
                format!("{who} that looks at {} tokens of a state", shape.features),
                format!("{} or {}", features[0], features[1]),
            ));
        }
        match shape.moves.iter().find(|found| !is_move(found)) {
            Some(Move { kind, label }) => {
                Err(ModelError::unsupported(format!("{who} with the move {kind} {label:?}"), moves))
            }
            None => Ok(()),
        }
    }
}

/// A network over states.
#[derive(Debug)]
pub(super) struct Scorer {
    features: usize,
    pieces: usize,
    hidden: usize,
    inner: Packed,
    lower: Packed,
    pad: Vec<f32>,
    bias: Vec<f32>,
    upper: Option<Packed>,
}

/// Buffers of one thread.
#[derive(Debug, Default)]
pub(super) struct ScorerScratch {
    inner: Vec<f32>,
    cached: Vec<f32>,
    hidden: Vec<f32>,
    /// The scores of the state that was scored last.
    pub(super) scores: Vec<f32>,
    /// The scores of all states, one after the other.
    #[cfg(test)]
    pub(super) history: Vec<f32>,
}

impl Scorer {
    /// Reads the network of a component.
    pub(super) fn load(
        file: &ModelFile,
        component: &str,
        shape: &TransitionShape,
        width: usize,
    ) -> Result<Self, ModelError> {
        let TransitionShape { inner, features, hidden, pieces, has_upper, moves, .. } = shape;
        if !(1..=8).contains(pieces) {
            return Err(ModelError::unsupported(format!("{component}: {pieces} pieces"), "1 to 8 pieces"));
        }
        let name = |part: &str| format!("{component}.{part}");
        let weights = file.shaped(&name("inner.W"), &[*inner, width])?.data;
        let bias = file.shaped(&name("inner.b"), &[*inner])?.data;
        let inner_packed = Packed::linear(&weights, &bias, width, *inner, 4);
        let padded = hidden.div_ceil(LANES) * LANES;
        // Feature by feature, the pieces of all numbers lie one after the other.
        let place = |column: usize| {
            let (feature, piece, number) = (column / padded / pieces, column / padded % pieces, column % padded);
            (number < *hidden).then_some((feature * hidden + number) * pieces + piece)
        };
        let lower = file.shaped(&name("lower.W"), &[*features, *hidden, *pieces, *inner])?.data;
        let columns: Vec<Option<usize>> = (0..features * pieces * padded).map(place).collect();
        let gather = |numbers: &[f32], count: usize| -> Vec<f32> {
            let at = |column: usize| place(column).and_then(|place| numbers.get(place)).copied().unwrap_or(0.0);
            (0..count).map(at).collect()
        };
        let pad = file.shaped(&name("lower.pad"), &[1, *features, *hidden, *pieces])?.data;
        let bias = file.shaped(&name("lower.b"), &[*hidden, *pieces])?.data;
        let upper = if *has_upper {
            let weights = file.shaped(&name("upper.W"), &[moves.len(), *hidden])?.data;
            let bias = file.shaped(&name("upper.b"), &[moves.len()])?.data;
            Some(Packed::linear(&weights, &bias, *hidden, moves.len(), moves.len().div_ceil(LANES)))
        } else {
            None
        };
        Ok(Self {
            features: *features,
            pieces: *pieces,
            hidden: padded,
            inner: inner_packed,
            lower: Packed::pack(&lower, &[], *inner, &columns, 4),
            pad: gather(&pad, features * pieces * padded),
            bias: gather(&bias, pieces * padded),
            upper,
        })
    }

    /// Computes what the states of a text need of its tokens' vectors.
    pub(super) fn prepare(&self, kernels: Kernels, vectors: Rows<'_>, scratch: &mut ScorerScratch) {
        let count = vectors.count;
        let (inner, stride) = (self.inner.outputs(), self.lower.outputs());
        scratch.inner.resize(count * inner, 0.0);
        kernels.affine(vectors, &self.inner, &mut scratch.inner, inner);
        // The first row stands for a missing token.
        scratch.cached.resize((count + 1) * stride, 0.0);
        if let Some((pad, cached)) = scratch.cached.split_at_mut_checked(stride) {
            for (to, from) in pad.iter_mut().zip(&self.pad) {
                *to = *from;
            }
            kernels.affine(Rows { data: &scratch.inner, stride: inner, count }, &self.lower, cached, stride);
        }
        scratch.hidden.resize(self.hidden, 0.0);
        scratch.scores.resize(self.upper.as_ref().map_or(self.hidden, Packed::outputs), 0.0);
    }

    /// Scores a state by its tokens; a negative one is missing.
    pub(super) fn score(&self, kernels: Kernels, tokens: &[i32; MOST_FEATURES], scratch: &mut ScorerScratch) {
        let (stride, feature_width) = (self.lower.outputs(), self.pieces * self.hidden);
        let mut offsets = [0_usize; MOST_FEATURES];
        for (feature, (offset, token)) in offsets.iter_mut().zip(tokens).enumerate() {
            let row = usize::try_from(*token).map_or(0, |token| token + 1);
            *offset = row * stride + feature * feature_width;
        }
        let offsets = offsets.get(..self.features).unwrap_or_default();
        let ScorerScratch { cached, hidden, scores, .. } = &mut *scratch;
        kernels.score(Score {
            cached,
            offsets,
            bias: &self.bias,
            pieces: self.pieces,
            upper: self.upper.as_ref(),
            hidden,
            scores,
        });
        #[cfg(test)]
        scratch.history.extend(&scratch.scores);
    }
}
