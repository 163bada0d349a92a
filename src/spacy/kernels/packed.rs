//! Matrices in the order in which the kernels read them.

use super::LANES;

/// A matrix and its bias in panels: for each panel, input by input, the weights of its outputs.
#[derive(Debug, Clone, PartialEq)]
pub struct Packed {
    inputs: usize,
    vectors: usize,
    panels: usize,
    data: Vec<f32>,
    bias: Vec<f32>,
}

/// The most vectors of a panel.
pub(super) const MOST_VECTORS: usize = 8;

impl Packed {
    /// Packs a matrix for a linear layer. `weights` holds `outputs` rows of `inputs` numbers; outputs are filled up with zeros
    /// to a multiple of 16 times `vectors`.
    pub fn linear(weights: &[f32], bias: &[f32], inputs: usize, outputs: usize, vectors: usize) -> Self {
        let vectors = vectors.clamp(1, MOST_VECTORS);
        let columns: Vec<Option<usize>> = (0..outputs).map(Some).collect();
        Self::pack(weights, bias, inputs, &columns, vectors)
    }

    /// Packs a matrix for a maxout layer. `weights` holds, for each output, `pieces` rows of `inputs` numbers.
    pub fn maxout(weights: &[f32], bias: &[f32], inputs: usize, outputs: usize, pieces: usize) -> Self {
        let blocks = outputs.div_ceil(LANES);
        let columns: Vec<Option<usize>> = (0..blocks * pieces * LANES)
            .map(|column| {
                let (block, piece, lane) = (column / LANES / pieces, column / LANES % pieces, column % LANES);
                let output = block * LANES + lane;
                (output < outputs).then_some(output * pieces + piece)
            })
            .collect();
        Self::pack(weights, bias, inputs, &columns, pieces)
    }

    /// Packs rows of a matrix in an order of columns; `None` is a column of zeros.
    pub fn pack(weights: &[f32], bias: &[f32], inputs: usize, columns: &[Option<usize>], vectors: usize) -> Self {
        let wide = vectors * LANES;
        let panels = columns.len().div_ceil(wide);
        let row = |column: usize| columns.get(column).copied().flatten();
        let mut data = Vec::with_capacity(panels * inputs * wide);
        for panel in 0..panels {
            for input in 0..inputs {
                data.extend((0..wide).map(|lane| {
                    let row = row(panel * wide + lane);
                    row.and_then(|row| weights.get(row * inputs + input)).copied().unwrap_or(0.0)
                }));
            }
        }
        let bias = (0..panels * wide).map(|column| row(column).and_then(|row| bias.get(row)).copied().unwrap_or(0.0));
        Self { inputs, vectors, panels, data, bias: bias.collect() }
    }

    /// The numbers of an input row.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// The numbers of an output row of a linear layer, those of filling included.
    pub fn outputs(&self) -> usize {
        self.panels * self.vectors * LANES
    }

    /// The numbers of an output row of a maxout layer, those of filling included.
    pub fn maxed_outputs(&self) -> usize {
        self.panels * LANES
    }

    pub(super) fn vectors(&self) -> usize {
        self.vectors
    }

    pub(super) fn panels(&self) -> usize {
        self.panels
    }

    pub(super) fn data(&self) -> &[f32] {
        &self.data
    }

    pub(super) fn bias(&self) -> &[f32] {
        &self.bias
    }
}
